"""Who may see what, said without a line of the product: the judge of the canary matrix."""

from __future__ import annotations

from dataclasses import dataclass, field

PUBLIC, MEMBERS, CHAPTERS, ME, NOBODY = range(5)
FLOORS = {"public": PUBLIC, "members": MEMBERS, "hidden": CHAPTERS}
FIRST = dict.fromkeys(
    "country institution position stakeholder government_level disciplines sectors expertise "
    "languages countries_known".split(),
    PUBLIC,
)
# All others are for members until their owner says otherwise.
FIRST |= dict.fromkeys(("email", "gender"), CHAPTERS)
TELL_THE_COUNTRY = {"city", "institution"}
WHOLE = {"name", "slug"}  # seen by whoever may find the person
NOT_SEARCHED = {"email", "website", "orcid", "gender", "note"}
# Seen by some only, and shown to them on purpose nowhere, or not yet.
MAY_BE_UNSHOWN = {
    "slug": "it is an address, and the name beside it says more",
    "email": "addresses leave by consent only",
    "account": "how an account is called is for its owner and the administrators",
    "address": "and so is where its mail goes",
    "note": "it stands on one page of each member, and not all of those are visited",
}


@dataclass(kw_only=True)
class Person:
    """A member of a generated world."""

    slug: str
    account: int = 0
    id: int = 0
    visibility: str = "public"
    published: bool = True
    hidden_now: bool = False
    held: bool = False
    levels: dict[str, int] = field(default_factory=dict)
    canaries: dict[str, set[str]] = field(default_factory=dict)
    chapters: set[str] = field(default_factory=set)
    coordinates: set[str] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)  # chapters whose coordinators noted something


@dataclass(kw_only=True)
class Looker:
    """Somebody who looks."""

    kind: str
    account: int = 0
    joined: bool = False
    administers: bool = False
    coordinates: set[str] = field(default_factory=set)
    chapters: set[str] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)  # either way round
    has_blocked: set[int] = field(default_factory=set)
    session: str = ""
    token: str = ""


def may_see(looker: Looker, person: Person, field: str) -> bool:
    """Say whether the canary of `field` may be shown to `looker`, anywhere."""
    close = closeness(looker, person)
    if field in {"account", "address"}:
        return close == ME or looker.administers
    if field == "note":
        return close == ME or (may_find(looker, person) and bool(looker.coordinates & person.noted))
    return may_find(looker, person) and close >= level(person, field)


def may_hear(looker: Looker, person: Person, field: str) -> bool:
    """Say whether a canary may be heard: as `may_see`, and some names besides.

    Whom one has blocked one may name; a coordinator who looks closely at one is named.
    """
    named = field in {"account", "name", "slug"} and person.account in looker.has_blocked
    looks = field == "account" and bool(person.coordinates & looker.chapters)
    return named or looks or may_see(looker, person, field)


def may_find(looker: Looker, person: Person) -> bool:
    if person.account in looker.blocked and not looker.administers:
        return False
    return closeness(looker, person) >= floor(person)


def closeness(looker: Looker, person: Person) -> int:
    if looker.account and looker.account == person.account:
        return ME
    if looker.administers or looker.coordinates & person.chapters:
        return CHAPTERS
    return MEMBERS if looker.joined else PUBLIC


def floor(person: Person) -> int:
    if person.hidden_now:
        return ME
    return FLOORS[person.visibility] if person.published and not person.held else CHAPTERS


def level(person: Person, field: str) -> int:
    if field in WHOLE:
        return PUBLIC
    own = person.levels.get(field, FIRST.get(field, MEMBERS))
    return max(own, level(person, "country")) if field in TELL_THE_COUNTRY else own


def may_search(looker: Looker, person: Person, field: str) -> bool:
    """Say whether a search of `looker` for the canary of `field` finds the person."""
    far = MEMBERS if looker.joined else PUBLIC
    return (
        field not in NOT_SEARCHED | {"slug", "account", "address"}
        and person.account not in looker.blocked
        and far >= max(floor(person), level(person, field))
    )
