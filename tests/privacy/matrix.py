"""The canary matrix: what each looker hears everywhere is exactly what the policy lets them."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER, ANYONE, Audience, Viewer
from cop.kit.outbox import Mail
from cop.searches.actions.alerts import tell_due
from profiles.exchange.exporting import export_members
from profiles.index import MEMBERS as INDEXES
from search.index import Query
from tests.privacy.addresses import Address, all_addresses, questions
from tests.privacy.crawler import Visitor, found_in
from tests.privacy.policy import MAY_BE_UNSHOWN, Looker, may_hear, may_search, may_see
from tests.privacy.words import canaries_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from tests.privacy.crawler import Said
    from tests.privacy.world import World

WHOLE = {"member", "api-member", "vcard", "chapter", "country"}
SAMPLE = 3  # of the addresses of any other kind, in a run that is not thorough

EXPORTS = {
    "public export": (ANYONE, Looker(kind="public export")),
    "members' export": (ANY_MEMBER, Looker(kind="members' export", joined=True)),
    "administrator's export": (
        ADMINISTRATOR, Looker(kind="administrator's export", joined=True, administers=True),
    ),
}  # fmt: skip
AUDIENCES = {Audience.PUBLIC: Looker(kind="public index"), Audience.MEMBERS: Looker(
    kind="members' index", joined=True
)}  # fmt: skip


async def listen(
    world: World,
    *,
    languages: Sequence[str] = ("en", "ar"),
    kinds: Sequence[str] = (),
    searches: int = 30,
    thorough: bool = False,
) -> AsyncIterator[str]:
    """Yield every difference between what is heard in `world` and what may be heard."""
    lookers = [one for one in world.lookers if not kinds or one.kind in kinds]
    for looker in lookers:
        visitor = Visitor(world, looker)
        heard: set[str] = set()
        dice = random.Random(f"{world.seed} {looker.kind}")
        addresses = [*all_addresses(world)]
        if not thorough:
            addresses = some_of(addresses, dice)
        asked = [*addresses, *questions(world, dice, searches)]
        for at, address in enumerate(asked):
            said = await visitor.ask(address, languages[at % len(languages)])
            words = visitor.heard(address, said)
            heard |= words
            for problem in _problems(visitor, address, said, words):
                yield problem
            if thorough or at % 4 == 0:
                async for problem in _other_ways(visitor, address, said, languages):
                    yield problem
        for problem in _unheard(world, looker, heard):
            yield problem


def some_of(addresses: Sequence[Address], dice: random.Random) -> list[Address]:
    """Return all pages of people, chapters and countries, and three of every other kind."""
    kinds: dict[str, list[Address]] = {}
    for address in addresses:
        kinds.setdefault(address.name, []).append(address)
    return [
        one
        for name, same in kinds.items()
        for one in (same if name in WHOLE else dice.sample(same, min(len(same), SAMPLE)))
    ]


def _problems(visitor: Visitor, address: Address, said: Said, words: set[str]) -> Iterator[str]:
    kind = visitor.looker.kind
    for problem in list_leaks(visitor.world, visitor.looker, words):
        yield f"{kind} hears {problem} at {address}"
    if said.status >= 500 and address.name != "ready":
        yield f"{kind} gets {said.status} at {address}"
    for problem in _wrong_hits(visitor, address, said):
        yield f"{kind} finds {problem} with {address}"


def _unheard(world: World, looker: Looker, heard: set[str]) -> Iterator[str]:
    """Yield what should have been heard somewhere, for a page that shows nothing is broken."""
    for word, holders in world.owners.items():
        due = [
            f"{name} of {person.slug}"
            for person, name in holders
            if may_see(looker, person, name) and name not in MAY_BE_UNSHOWN
        ]
        if due and word not in heard:
            yield f"{looker.kind} never hears {due[0]}"


def list_leaks(world: World, looker: Looker, words: set[str]) -> list[str]:
    """Return which of these words the looker may not hear, and of whom they are."""
    return [
        f"{word}, {name} of {person.slug},"
        for word in words
        for person, name in world.owners.get(word, ())[:1]
        if not any(may_hear(looker, one, that) for one, that in world.owners[word])
    ]


def _wrong_hits(visitor: Visitor, address: Address, said: Said) -> list[str]:
    """Compare whom a search finds with whom it should."""
    right, found = visitor.should_find(address), found_in(said)
    if right is None or found == right:
        return []
    return [f"{found or 'nobody'} instead of {right or 'nobody'}"]


async def _other_ways(
    visitor: Visitor, address: Address, said: Said, languages: Sequence[str]
) -> AsyncIterator[str]:
    """Ask again with HEAD, for what is new, and in another language."""
    head = await visitor.ask(address, languages[0], "HEAD")
    fresh = await visitor.ask(
        address, languages[-1], if_none_match="*", if_modified_since="Thu, 01 Jan 2026 00:00:00 GMT"
    )
    for again in (head, fresh):
        for problem in list_leaks(visitor.world, visitor.looker, visitor.heard(address, again)):
            yield f"{visitor.looker.kind} hears {problem} at {address}, asked otherwise"
        if again.status not in {said.status, 304}:
            yield f"{visitor.looker.kind}: {again.status} for {said.status} at {address}"


async def listen_elsewhere(world: World) -> AsyncIterator[str]:
    """Yield what leaves by other ways: exports, the index and its files, mail."""
    for viewer, looker in EXPORTS.values():
        async for problem in _listen_to_export(world, viewer, looker):
            yield problem
    for problem in _listen_to_index(world):
        yield problem
    service = world.service
    await tell_due(service.settings, service.post, service.engine, service.vocabulary)
    by_account = {one.account: one for one in world.lookers if one.account}
    addresses = {
        next(iter(one.canaries["address"])) + "@example.net": one.account for one in world.people
    }
    async for mail in Mail.all():
        account = addresses.get(mail.recipient, 0)
        looker = by_account.get(account) or Looker(kind="recipient", account=account, joined=True)
        words = canaries_in(f"{mail.subject} {mail.text} {mail.html} {mail.headers}".encode())
        for problem in list_leaks(world, looker, words):
            yield f"a mail tells {problem}"


def _listen_to_index(world: World) -> Iterator[str]:
    for audience, looker in AUDIENCES.items():
        for word, holders in world.owners.items():
            right = {str(one.id) for one, name in holders if may_search(looker, one, name)}
            hits = world.service.engine.search(INDEXES[audience], Query(words=(word,))).hits
            if right != {hit.key for hit in hits}:
                yield f"the {looker.kind} has {hits} for {word}, {holders[0][1]}"
    for word in _in_files(world, world.service.settings.cop_data / "index"):
        yield f"the folder of the index holds {word}"


async def _listen_to_export(world: World, viewer: Viewer, looker: Looker) -> AsyncIterator[str]:
    with TemporaryDirectory() as folder:
        for suffix in ("jsonl", "csv", "tsv"):
            path = Path(folder) / f"members.{suffix}"
            await export_members(path, viewer)
            words = canaries_in(path.read_bytes())
            for problem in list_leaks(world, looker, words):
                yield f"the {looker.kind} as {suffix} holds {problem}"
            for word, holders in world.owners.items():
                kept = {"account", "address"} | ({"country"} & {n for _p, n in holders})
                due = [n for one, n in holders if n not in kept and may_see(looker, one, n)]
                if due and word not in words and word not in world.concepts:
                    yield f"the {looker.kind} as {suffix} lacks a {due[0]}"


def _in_files(world: World, folder: Path) -> set[str]:
    """Return the words that no audience may search for, and that files hold yet.

    A dictionary keeps only the end of a word that begins like the one before it.
    """
    data = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {
        word
        for word, holders in world.owners.items()
        if word[-7:].encode() in data
        and word not in world.concepts
        and not any(may_search(AUDIENCES[Audience.MEMBERS], one, name) for one, name in holders)
    }
