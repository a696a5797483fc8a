"""Every address that can be visited, and questions about what somebody may hide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from starlette.routing import Route

from cop.accounts.ending import end_token
from cop.chapters.actions.notices import END
from cop.routes.all import routes
from profiles.index import FACETS
from tests.privacy.words import canaries_in, canary
from tests.privacy.world import MOST, SCHEMES, SHARED_TOPICS, TOWN, concept_key, concept_word

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from tests.privacy.world import World

WORD_FACETS = {
    "sector": "sectors", "topic": "expertise", "stakeholder": "stakeholder",
    "level": "government_level", "discipline": "disciplines", "language": "languages",
    "country": "country", "knows": "countries_known", "offers": "offers",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """Where to go, and which words the address itself says."""

    name: str
    path: str
    query: str = ""

    @property
    def echo(self) -> set[str]:
        """The words that an answer may repeat, for they are in the question."""
        values = {value for _name, value in parse_qsl(self.query)}
        names = {
            concept_word(field, member)
            for field in ("country", "countries_known")
            for member in range(MOST)
            if concept_key(field, member) in values
        }
        return canaries_in(f"{self.path}?{self.query}".encode()) | names

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


class CannotVisit(AssertionError):
    """An address needs something that the world does not have; tell `fillings` what."""


def fillings(world: World, route: Route, parameter: str) -> Sequence[str]:
    """Return what may stand for `{parameter}` in the path of `route`."""
    prefix = next((part for part in route.path.split("/") if part not in {"", "api", "v1"}), "")
    if prefix in {"administration", "account"}:
        prefix = route.path.split("/")[2]
    slugs = [one.slug for one in world.people] + [canary("nobody")]
    data = world.service.settings.cop_data
    countries = {"KE": None} | {
        concept_key(name, at): None
        for name in ("country", "countries_known")
        for at in range(len(world.people) if world.thorough else 2)
    }
    known = {
        ("members", "slug"): slugs,
        ("members", "other"): slugs[:3],
        ("searches", "token"): [*world.tokens, "none"],
        ("chapters", "slug"): [*world.chapters, "none"],
        ("chapters", "number"): [world.deed, "none"],
        ("institutions", "slug"): [*world.institutions, "none"],
        ("", "code"): [*countries],
        ("", "provider"): ["orcid", "none"],
        ("shortlists", "number"): [world.shortlist[0]],
        ("shared", "token"): [world.shortlist[1]],
        ("matches", "token"): [world.digest, "none"],
        ("notices", "token"): [end_token(data, END, world.accounts[0]), "none"],
        ("chapters", "member"): slugs,
        ("chapters", "note"): ["1", "none"],
        ("meetings", "token"): [world.calendar, "none"],
        ("announcements", "number"): [*world.announcements],
        ("", "token"): ["none"],
        ("", "scheme"): ["topic", "none"],
        ("", "key"): ["property-tax", concept_key("expertise", 0), "none"],
        ("", "topic"): ["property-tax", "none"],
        ("", "field"): [*SCHEMES],
        ("", "file"): ["none"],
        ("", "eyes"): ["public", "member", "coordinator", "none"],
        ("", "kind"): ["profile", "institution", "none"],
        ("", "one"): [str(one.id) for one in world.people[:3]],
        ("", "other"): [str(one.id) for one in world.people[1:3]],
        ("", "number"): ["1", "2"],
        ("", "passkey"): ["1"],
        ("", "name"): ["none"],
        ("", "account"): [str(one) for one in world.accounts],
        ("", "account_id"): [str(one) for one in world.accounts],
        ("accounts", "id"): [str(one) for one in world.accounts],
        ("profiles", "id"): [str(one.id) for one in world.people],
        ("", "profile"): [str(one.id) for one in world.people],
        ("", "profile_id"): [str(one.id) for one in world.people],
        ("", "id"): [str(one.id) for one in world.people] + ["1"],
        ("", "slug"): slugs,
    }
    values = known.get((prefix, parameter)) or known.get(("", parameter))
    if values is None:
        raise CannotVisit(f"{route.path}: what stands for {{{parameter}}}?")
    return values


def all_paths(world: World, route: Route) -> list[str]:
    """Return every path of `route`, with everything the world has."""
    paths = [route.path]
    for parameter in route.param_convertors:
        cut = re.compile(r"\{" + parameter + r"(:\w+)?\}")
        paths = [
            cut.sub(quote(value), path)
            for path in paths
            for value in fillings(world, route, parameter)
        ]
    return paths


def all_addresses(world: World) -> Iterator[Address]:
    """Yield every address that can be asked with GET."""
    for route in routes:
        if isinstance(route, Route) and "GET" in (route.methods or ()):
            yield from (Address(route.name, path) for path in all_paths(world, route))


def _parts(world: World, dice: random.Random) -> Iterator[Address]:
    """Yield who is near a town and a country, and parts of the network in all forms."""
    yield Address("nearby", "/nearby", f"place={TOWN}")
    yield Address("nearby", "/nearby", f"place={concept_key('country', 0)}")
    yield Address("api-members", "/api/v1/members", f"near={TOWN}")
    for asked in (
        {"region": "asia-pacific"},
        {"country": concept_key("country", 0)},
        {"topic": dice.choice([*SHARED_TOPICS, concept_key("expertise", 0)])},
        {"chapter": dice.choice(world.chapters)},
        {"person": dice.choice(world.people).slug},
    ):
        for form in ("network", "network.csv", "network.graphml", "api/v1/network"):
            yield Address(form, f"/{form}", urlencode(asked))
    for person in dice.sample(world.people, 2):
        yield Address("network", "/network", urlencode({"region": "ssa", "focus": person.slug}))
        yield Address("nearby", "/nearby", urlencode({"member": person.slug}))


def _matches(world: World, dice: random.Random) -> Iterator[Address]:
    """Yield what follows an answer to a match: its undoing, words to who may introduce one."""
    one, other = dice.sample(world.people, 2)
    yield Address("matches", "/matches", urlencode({"answered": one.slug, "within": "region"}))
    opening = urlencode({"opening": "introduction", "to": other.slug})
    yield Address("write", f"/members/{one.slug}/message", opening)


def questions(world: World, dice: random.Random, many: int) -> Iterator[Address]:
    """Yield searches, filters, sorts and pictures, each about somebody's canaries."""
    said = [(word, name) for word, holders in world.owners.items() for _p, name in holders]
    for word, _name in dice.sample(said, many):
        yield Address("directory", "/members", urlencode({"q": word, "ladder": "0"}))
    word, _name = dice.choice(said)
    yield Address("directory", "/members", urlencode({"q": word[:9]}))
    yield Address("suggest", "/suggest", urlencode({"q": word[:9]}))
    yield Address("directory", "/members", urlencode({"q": f"-{word} NOT {word}"}))
    yield Address("directory", "/members", urlencode({"q": "property tax", "sort": "newest"}))
    # A country that few live in, and who may help there; what words are understood as.
    member = dice.randrange(len(world.people))
    for name in ("country", "countries_known"):
        place = concept_word(name, member)
        yield Address("directory", "/members", urlencode({"q": f"property tax in {place}"}))
        yield Address("api-members", "/api/v1/members", f"country={concept_key(name, member)}")
    asked = f"who speaks {concept_word('languages', member)}, {concept_word('expertise', member)}"
    yield Address("api-members", "/api/v1/members", urlencode({"q": asked}))
    yield Address("directory", "/members", "sort=name&page=2")
    yield Address("directory", "/members", "sort=newest")
    others = {
        "region": "ssa",
        "institution": dice.choice(world.institutions),
        "kind": "research",
        "chapter": dice.choice(world.chapters),
        "confirmed": "6",
    }
    for facet in FACETS:
        member = dice.randrange(len(world.people))
        value = others.get(facet) or concept_key(WORD_FACETS[facet], member)
        yield Address("directory", "/members", urlencode({facet: value, "ladder": "0"}))
        yield Address("directory", "/members", urlencode({f"exclude_{facet}": value, "q": "head"}))
    yield from (*_parts(world, dice), *_matches(world, dice))
    who = [("who", one.slug) for one in dice.sample(world.people, 4)]
    yield Address("compare-members", "/compare", urlencode(who))
    yield Address("choose-shortlist", "/shortlists/keep", urlencode(who))
    for chapter in world.chapters:
        yield Address("chapter", f"/chapters/{chapter}", "page=2")
        asked = {"for": chapter, "q": dice.choice(said)[0]}
        yield Address("announcement-size", "/announcements/size", urlencode(asked))
