"""Those who look at a generated world: one of each kind, signed in as they would be."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import begin_session
from cop.accounts.email import email_key
from cop.accounts.models import Account, ApiToken, Block, Role
from cop.accounts.queries import hash_token
from cop.announcements.models import Announcement, Stage
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.memberships import BulkDeed, Membership, MembershipNote, MembershipStep
from cop.introductions.access import end_token as digest_token
from cop.introductions.models import Answer, Suggested
from cop.kit.clock import now
from cop.searches.access import end_token, feed_token
from cop.searches.models import SavedSearch
from cop.shortlists.models import Shortlist, Shortlisted
from cop.shortlists.sharing import make_link, token_of
from profiles.models import SharedWith
from tests.privacy.policy import Looker, Person
from tests.privacy.words import canary

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from cop.chapters.models.chapters import Chapter
    from cop.running import Service


async def create_lookers(
    dice: random.Random,
    seed: int,
    target: Person,
    people: Sequence[Person],
    chapters: dict[str, Chapter],
) -> list[Looker]:
    """Return ten who look; the target is a member of the first chapter."""
    first, second, *_others = chapters
    others = dice.sample([one for one in people if one is not target], 7)
    same, other, blocked, own, elsewhere, banned, guest = others
    target.chapters |= {first}
    same.chapters = same.chapters | {first}
    other.chapters = (other.chapters - {first}) | {second}
    await join_chapters(
        [(target.id, chapters[first]), (same.id, chapters[first]), (other.id, chapters[second])]
    )
    await Membership.filter(profile_id=other.id, chapter_id=chapters[first].id).delete()
    await SharedWith.filter(profile_id=other.id, chapter=first).delete()
    await Role.bulk_create(
        [
            Role(account_id=own.account, role="coordinator", scope=first),
            Role(account_id=elsewhere.account, role="coordinator", scope=second),
            Role(account_id=guest.account, role="guest"),
        ]
    )
    await Account.filter(id=banned.account).update(banned_at=now())
    pending = await create_account("Pending", "pending@example.net", joined=False)
    boss = await create_account("Boss", "boss@example.net")
    await Role.create(account=boss, role="administrator")
    pairs = {(target.account, blocked.account)}
    for _ in range(dice.randint(0, 3)):
        one, two = dice.sample(people, 2)
        pairs.add((one.account, two.account))
    await Block.bulk_create([Block(account_id=one, blocked_id=two) for one, two in sorted(pairs)])
    lookers = [
        Looker(kind="anonymous"),
        Looker(kind="pending", account=pending.id),
        Looker(kind="member of another chapter", account=other.account, joined=True),
        Looker(kind="member of the same chapter", account=same.account, joined=True),
        Looker(kind="blocked by the target", account=blocked.account, joined=True),
        Looker(kind="coordinator", account=own.account, joined=True, coordinates={first}),
        Looker(
            kind="coordinator elsewhere", account=elsewhere.account, joined=True,
            coordinates={second},
        ),
        Looker(kind="administrator", account=boss.id, joined=True, administers=True),
        Looker(kind="banned", account=banned.account),
        Looker(kind="guest", account=guest.account),
    ]  # fmt: skip
    own.coordinates, elsewhere.coordinates = {first}, {second}
    chapters_of = {one.account: one.chapters for one in people}
    for looker in lookers:
        looker.chapters = chapters_of.get(looker.account, set())
        looker.blocked = {
            two if one == looker.account else one
            for one, two in pairs
            if looker.account in (one, two)
        }
        looker.has_blocked = {two for one, two in pairs if one == looker.account}
        if looker.account:
            await _let_in(looker, seed)
        if looker.kind == "banned":  # whoever is shut out is a stranger
            looker.account, looker.blocked = 0, set()
    return lookers


async def _let_in(looker: Looker, seed: int) -> None:
    looker.session = await begin_session(await Account.get(id=looker.account))
    looker.token = canary(seed, looker.kind, "token")
    await ApiToken.create(
        account_id=looker.account, token_hash=hash_token(looker.token), name="t", reach="deeds"
    )


async def keep_everybody(
    service: Service, people: Sequence[Person], lookers: Sequence[Looker]
) -> tuple[str, str]:
    """Let the administrator keep everybody on a list; return its number and what opens it."""
    (boss,) = [one.account for one in lookers if one.administers]
    shared = await Shortlist.create(
        account_id=boss, name="Everybody", link=make_link(), with_notes=True
    )
    await Shortlisted.bulk_create(
        [Shortlisted(shortlist=shared, profile_id=one.id, note="Ask them.") for one in people]
    )
    return str(shared.id), token_of(shared.link or "", service.settings.cop_data)


async def note_everybody(chapter: Chapter, people: Sequence[Person]) -> str:
    """Let a note be kept about each member of the chapter; return the number of a deed about all.

    The notes hold canaries that only its coordinators, and the member, may hear.
    """
    deed = await BulkDeed.create(chapter=chapter, deed="invite")
    states = ["active", "paused", "invited", "requested"]
    for place in await Membership.filter(chapter=chapter, state__in=states):
        (person,) = (one for one in people if one.id == place.profile_id)
        word = canary("note", person.slug)
        person.canaries["note"], person.noted = {word}, {chapter.slug}
        about = {"chapter": chapter, "profile_id": person.id}
        await MembershipNote.create(text=word.title(), **about)
        await MembershipStep.create(bulk=deed, after=place.state, **about)
    return str(deed.id)


async def save_searches(service: Service, lookers: Sequence[Looker]) -> list[str]:
    """Let everybody who looks keep a search, to whom all who answer it are new."""
    data = service.settings.cop_data
    kept = [
        await SavedSearch.create(
            account_id=one.account, name="Heads", question="q=head", often="weekly",
            due_at=now(), looked_at=now(), fed_at=now(),
        )
        for one in lookers
        if one.account
    ]  # fmt: skip
    return [token for one in kept[:1] for token in (feed_token(one, data), end_token(one, data))]


async def answer_some(service: Service, people: Sequence[Person], lookers: Sequence[Looker]) -> str:
    """Let everybody who looks have answered about every other member, long enough ago."""
    long_ago = now() - timedelta(days=60)
    answers = [
        Suggested(account_id=looker.account, profile_id=one.id, answer=said, answered_at=long_ago)
        for looker in lookers
        if looker.account
        for one, said in zip(people[::2], cycle(Answer), strict=False)
    ]
    await Suggested.bulk_create(answers)
    return digest_token(people[0].account, service.settings.cop_data)


async def create_account(name: str, email: str, *, joined: bool = True) -> Account:
    return await Account.create(
        name=name,
        email=email,
        email_key=email_key(email),
        verified_at=now(),
        joined_at=now() if joined else None,
    )


async def announce(chapters: Iterable[Chapter]) -> list[str]:
    """Let each chapter announce something to its members, and hold another draft."""
    words = {"en": {"title": "We meet", "text": "On Friday."}}
    made = [
        await Announcement.create(
            chapter=chapter, words=words, language="en", stage=stage, sent_at=now()
        )
        for chapter in chapters
        for stage in (Stage.SENT, Stage.DRAFT)
    ]
    return [str(one.id) for one in made]
