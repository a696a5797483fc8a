"""A member as a vCard and as linked data."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from profiles.member import Member, Tag
from profiles.models import Profile
from profiles.vcard import FOLD, write_vcard
from tests.people import change, settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary

DAY = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HOME = "http://127.0.0.1:8000/members/x"


def read(card: str) -> dict[str, list[str]]:
    """Read a card as RFC 6350 says: unfold, split at the first colon, unescape."""
    assert card.endswith("\r\n")
    found: dict[str, list[str]] = {}
    for line in card.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        name, _colon, value = line.partition(":")
        text = re.sub(r"\\(.)", lambda pair: "\n" if pair[1] == "n" else pair[1], value)
        found.setdefault(name.split(";")[0], []).append(text)
    return found


def somebody(**values: object) -> Member:
    given = {"id": 1, "slug": "x", "name": "X", "joined_at": DAY, "confirmed_at": DAY}
    return Member(**(given | values))


@given(st.text(), st.text(), st.text())
def test_whatever_people_write_stays_in_its_place(
    vocabulary: Vocabulary, name: str, bio: str, topic: str
) -> None:
    member = somebody(name=name, bio=bio, expertise=(Tag("", topic),))

    card = write_vcard(member, vocabulary, "en", HOME)

    names = set(read(card))
    assert names <= {
        "BEGIN", "VERSION", "KIND", "FN", "SOURCE", "URL", "CATEGORIES", "NOTE", "REV", "END",
    }  # fmt: skip
    for line in card.encode(errors="surrogatepass").split(b"\r\n"):
        assert len(line) <= FOLD
        line.decode(errors="surrogatepass")  # no letter is cut in two
        assert b"\n" not in line
        assert b"\r" not in line


def test_commas_semicolons_and_lines_are_kept(vocabulary: Vocabulary) -> None:
    member = somebody(name="Obi; Ada, Dr \\ Prof", bio="One\r\nTwo", position="A,B")

    card = write_vcard(member, vocabulary, "en", HOME)

    assert "FN:Obi\\; Ada\\, Dr \\\\ Prof\r\n" in card
    assert read(card)["FN"] == ["Obi; Ada, Dr \\ Prof"]
    assert read(card)["NOTE"] == ["One\nTwo"]
    assert read(card)["TITLE"] == ["A,B"]
    assert read(card)["REV"] == ["20260102T030405Z"]


async def test_a_card_says_what_its_reader_may_see(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)

    public = await client.get("/members/chidi.vcf")
    card = read(public.text)

    assert public.headers["content-type"].startswith("text/vcard")
    assert public.headers["content-disposition"] == 'attachment; filename="chidi.vcf"'
    assert card["FN"] == ["Chidi Eze"]
    assert card["ADR"] == [";;;;;;Nigeria"]
    assert "EMAIL" not in card
    assert "NOTE" not in card
    assert (await client.get("/members/bela.vcf")).status_code == 404
    assert (await client.get("/members/dina.vcf")).status_code == 404
    await sign_in(client)
    assert read((await client.get("/members/chidi.vcf")).text)["ADR"] == [";;;Lagos;;;Nigeria"]
    await sign_in_as(client, people["chidi"])
    own = read((await client.get("/members/chidi.vcf")).text)
    assert own["EMAIL"] == ["chidi@example.org"]
    assert own["LANG"] == ["ha"]


def facts_in(page: str) -> dict[str, object] | None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1]) if found else None


async def test_search_engines_read_public_facts_only(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    facts = facts_in((await client.get("/members/chidi")).text)

    assert facts is not None
    assert facts["@type"] == "Person"
    assert facts["name"] == "Chidi Eze"
    assert facts["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "NG",
        "addressLocality": "",
    }
    assert facts["knowsAbout"] == ["Property tax"]
    assert "knowsLanguage" not in facts
    await sign_in(client)
    assert facts_in((await client.get("/members/chidi")).text) is None


async def test_no_words_end_the_block_of_facts(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    evil = "</script><script>alert(1)</script><!--"
    await change(service, people["ada"], position=evil)

    page = (await client.get("/members/ada")).text

    assert "<script>alert" not in page
    facts = facts_in(page)
    assert facts is not None
    assert facts["jobTitle"] == evil
    assert await Profile.exists(position=evil)
