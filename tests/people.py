"""The people of the tests, and how they stand to each other.

* Ada Obi      Kenya, University of Nairobi; public; property tax and cadastres, water
* Bela Ruto    Kenya, University of Nairobi; members; property tax and cadastres: Ada's neighbour
               down the hall
* Chidi Eze    Nigeria, no institution; public, but their city is for members, their biography for
               coordinators and their languages for nobody; property tax
* Dina Haddad  Egypt, Cairo; hidden: only coordinators of her chapters find her; water

Everybody has an e-mail address and is published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.kit.changes import record_changes
from profiles.actions.members import Draft, create_profiles, ensure_institutions, give_account
from profiles.fields import Level, Visibility
from profiles.member import Tag
from profiles.models import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

    from cop.running import Service

NAIROBI = 184745  # GeoNames ids
CAIRO = 360630
LAGOS = 2332459


def tags(*keys: str) -> tuple[Tag, ...]:
    return tuple(Tag(key) for key in keys)


PEOPLE: dict[str, tuple[dict[str, Any], dict[str, tuple[Tag, ...]]]] = {
    "ada": (
        {
            "name": "Ada Obi",
            "country": "KE",
            "city": "Nairobi",
            "city_id": NAIROBI,
            "position": "Professor",
            "stakeholder": "academia",
            "bio": "Writes about the *land rates* of Nairobi.",
            "visibility": Visibility.PUBLIC.value,
        },
        {
            "expertise": tags("property-tax", "valuation-cadastre", "wash"),
            "sectors": tags("public-finance"),
            "languages": tags("en", "sw"),
        },
    ),
    "bela": (
        {
            "name": "Bela Ruto",
            "country": "KE",
            "city": "Nairobi",
            "city_id": NAIROBI,
            "position": "Lecturer",
            "stakeholder": "academia",
            "visibility": Visibility.MEMBERS.value,
        },
        {"expertise": tags("property-tax", "valuation-cadastre"), "languages": tags("en")},
    ),
    "chidi": (
        {
            "name": "Chidi Eze",
            "country": "NG",
            "city": "Lagos",
            "city_id": LAGOS,
            "position": "Revenue officer",
            "stakeholder": "local-official",
            "bio": "Knows where the zebra sleeps.",
            "visibility": Visibility.PUBLIC.value,
            "levels": {"bio": Level.CHAPTERS.value, "languages": Level.ME.value},
        },
        {"expertise": tags("property-tax"), "languages": tags("ha")},
    ),
    "dina": (
        {
            "name": "Dina Haddad",
            "country": "EG",
            "city": "Cairo",
            "city_id": CAIRO,
            "position": "Engineer",
            "stakeholder": "central-sector-ministry",
            "visibility": Visibility.HIDDEN.value,
        },
        {"expertise": tags("wash"), "languages": tags("ar")},
    ),
}


async def settle(service: Service, *slugs: str) -> dict[str, Profile]:
    """Create these people (all four without names), find them, match them."""
    wanted = slugs or tuple(PEOPLE)
    university = await ensure_institutions([("University of Nairobi", "KE")])
    drafts: list[Draft] = []
    for slug in wanted:
        values, lists = PEOPLE[slug]
        values = values | {"slug": slug, "email": f"{slug}@example.org"}
        if values["country"] == "KE":
            values["institution_id"] = university["University of Nairobi", "KE"].id
        drafts.append(Draft(values, lists))
    profiles = await create_profiles(drafts, published=True)
    await refresh(service)
    return dict(zip(wanted, profiles, strict=True))


def like(who: str, slug: str, lists: Mapping[str, Any] | None = None, **values: Any) -> Draft:
    """Return somebody like one of the four, but for what is given."""
    common, told = PEOPLE[who]
    own = {"slug": slug, "email": f"{slug}@example.org"}
    return Draft({**common, **own, **values}, {**told, **(lists or {})})


async def refresh(service: Service) -> None:
    """Bring the search and the matches up to what the database says."""
    await service.search_sync.rebuild()
    await service.matcher.refresh()


async def change(service: Service, profile: Profile, **values: Any) -> None:
    """Change a profile behind everybody's back, and tell the feed."""
    await Profile.filter(id=profile.id).update(**values)
    await record_changes("profile", [profile.id])
    await refresh(service)


async def sign_in(
    client: httpx2.AsyncClient, name: str = "Someone", roles: list[tuple[str, str]] | None = None
) -> int:
    """Sign the visitor in as a new account and return its id."""
    account = await create_sample_account(name, f"{name.lower()}@example.net", roles or [])
    client.cookies.set("session", await begin_session(account))
    return account.id


async def sign_in_as(client: httpx2.AsyncClient, profile: Profile) -> int:
    """Sign the visitor in as the owner of `profile` and return the account's id."""
    account = await create_sample_account(profile.name, f"own-{profile.email}", [])
    await give_account(profile.id, account)
    client.cookies.set("session", await begin_session(account))
    return account.id
