"""What people, and others, write into the form: taken, put right, or refused with a sentence.

The numbers are those of the list of bad inputs that the service is built against: B1 to B24 are
texts, the others stand in `test_editing.py` (B25, B26 and B27) and `test_photos.py` (B28).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from profiles.queries import find_profile
from tests.people import settle, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from profiles.models import Profile

pytestmark = pytest.mark.usefixtures("service")

TAKEN = {  # number: field, what is sent, what is kept
    "B2 one name": ("name", "Sukarno", "Sukarno"),
    "B2 one letter": ("name", "O", "O"),
    "B2 five names": ("name", "Ana M. O'Neil-de la Paz", "Ana M. O'Neil-de la Paz"),
    "B6 bio": ("bio", "a\tb\nc\x1b[31m\x08", "a\tb\nc[31m"),
    "B7 name": ("name", "Ada\u202e Obi\u2066", "Ada Obi"),
    "B7 bio balanced": ("bio", "a \u2067b\u2069", "a \u2067b\u2069"),
    "B7 bio unbalanced": ("bio", "a \u2067b", "a b"),
    "B8 Arabic": ("name", "هالة عوض", "هالة عوض"),
    "B8 Hebrew and Latin": ("name", "Noa נועה", "Noa נועה"),
    "B9 Persian joiner": ("name", "علی‌رضا", "علی‌رضا"),
    "B9 family": ("bio", "👨‍👩‍👧", "👨‍👩‍👧"),
    "B11 decomposed": ("name", "Andre\u0301", "André"),
    "B11 full width": ("name", "\uff21\uff4e\uff4e", "\uff21\uff4e\uff4e"),
    "B12 one long letter": ("name", "\ufdfa", "\ufdfa"),
    "B13 confusable": ("name", "\u0410nn", "\u0410nn"),
    "B15 emoji only": ("bio", "🎉🇰🇪👍🏿", "🎉🇰🇪👍🏿"),
    "B16 script": ("position", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    "B16 template": ("position", "{{7*7}} ${7} %s", "{{7*7}} ${7} %s"),
    "B16 database": ("unit", "'; DROP TABLE profile; --", "'; DROP TABLE profile; --"),
    "B17 brackets": ("bio", "a" + "[" * 4999, "a" + "[" * 4999),
    "B17 quotes": ("bio", "a" + ">" * 4999, "a" + ">" * 4999),
    "B18 scheme in text": ("bio", "[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    "B18 no scheme": ("website", "ada.example.org", "https://ada.example.org"),
    "B19 picture": ("bio", "![x](https://e.example/p.png)", "![x](https://e.example/p.png)"),
    "B20 private use": ("bio", "a\ue000b\uffffc", "a\ufffdb\ufffdc"),
    "B21 Turkish": ("name", "İrem I\u015f\u0131k", "İrem I\u015f\u0131k"),
    "B21 German": ("name", "Groß", "Groß"),
    "B22 Chinese": ("bio", "地方财政", "地方财政"),
    "B22 Thai": ("position", "ข้าราชการ", "ข้าราชการ"),
    "B24 Arabic digits": ("unit", "٠١٢", "٠١٢"),
}
REFUSED = {  # number: field, what is sent, part of the sentence
    "B1 empty": ("name", "", "name is empty"),
    "B1 spaces": ("name", "  \t ", "name is empty"),
    "B1 invisible": ("name", "\u200b\u2060\u00ad\u3164", "name is empty"),
    "B3 201 letters": ("name", "x" * 201, "longer than 200"),
    "B4 NUL in a name": ("name", "Ada\0", "cannot be shown"),
    "B4 NUL in a text": ("bio", "a\0b", "cannot be shown"),
    "B6 escape": ("name", "Ada\x1b[31m", "cannot be shown"),
    "B6 backspace": ("position", "Dean\x08", "cannot be shown"),
    "B6 C1": ("unit", "a\x9bb", "cannot be shown"),
    "B10 in a name": ("name", "A" + "\u0301" * 500, "too many accents"),
    "B10 in a text": ("bio", "A" + "\u0301" * 500, "too many accents"),
    "B12 when written out": ("name", "\ufdfa" * 201, "longer than 200"),
    "B14 a role": ("name", "Admin", "not a person"),
    "B14 the community": ("name", "local public sector ALLIANCE", "not a person"),
    "B15 no letter": ("name", "🎉🎉", "name is empty"),
    "B17 too long": ("bio", "a" + "[" * 5000, "longer than 5000"),
    "B18 script": ("website", "javascript:alert(1)", "https://"),
    "B18 data": ("website", "data:text/html,x", "https://"),
    "B18 no host": ("website", "//evil", "https://"),
    "B18 a path": ("website", "/logout", "https://"),
    "B18 2,000 letters": ("website", "https://a.example/" + "x" * 2000, "longer than"),
    "B20 in a name": ("name", "Ada\ue000", "cannot be shown"),
    "B20 no character": ("name", "Ada\ufffe", "cannot be shown"),
    "no such country": ("country", "Atlantis", "do not know the country"),
    "no such role": ("stakeholder", "wizard", "not in the vocabulary"),
    "no ORCID iD": ("orcid", "0000-0002-1825-0098", "wrong digit"),
    "no such visibility": ("visibility", "martians", "public, members or hidden"),
}


async def ada() -> Profile:
    profile = await find_profile("ada")
    assert profile is not None
    return profile


async def test_what_people_write_is_kept(service: Service, client: httpx2.AsyncClient) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    otherwise: dict[str, object] = {}
    for number, (name, sent, kept) in TAKEN.items():
        version = str((await ada()).version)
        answer = await client.post("/me/profile", data={"version": version, name: sent})

        if (answer.status_code, getattr(await ada(), name)) != (303, kept):
            otherwise[number] = (answer.status_code, getattr(await ada(), name))
        form = await client.get("/me/profile")
        member = await client.get("/members/ada")
        assert form.status_code == member.status_code == 200, number
        for html in (form.text, member.text):
            assert "<script>alert" not in html
            assert 'href="javascript' not in html
            assert '<img src="https://e.example' not in html

    assert otherwise == {}


async def test_what_nobody_means_is_refused_with_a_sentence_and_stays_typed(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    otherwise: dict[str, object] = {}
    for number, (name, sent, why) in REFUSED.items():
        data = {"version": "1", "position": "Kept too", name: sent}
        answer = await client.post("/me/profile", data=data)

        said = (why, f'href="#{name}"', 'aria-invalid="true"')
        missing = [words for words in said if words not in answer.text]
        kept = name == "position" or "Kept too" in answer.text
        if answer.status_code != 422 or missing or not kept:
            otherwise[number] = (answer.status_code, missing, kept)

    assert otherwise == {}
    assert (await ada()).version == 1


async def test_a_megabyte_of_name_is_not_even_read(
    service: Service, client: httpx2.AsyncClient
) -> None:
    """B3."""
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])

    answer = await client.post("/me/profile", data={"version": "1", "name": "x" * 1_000_001})

    assert answer.status_code == 413


async def test_one_thing_sent_twice_is_refused(
    service: Service, client: httpx2.AsyncClient
) -> None:
    """B23: a list where a text belongs."""
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    for body in (
        "version=1&name=Ada&name=Bela",
        "version=1&version=1&position=Dean",
        "version=1&position=Dean&level_city=1&level_city=2",
        "version=1&name=Ada&do=find:expertise&do=find:city",
    ):
        answer = await client.post("/me/profile", content=body, headers=kind)
        assert answer.status_code == 422, body
    assert (await ada()).version == 1


async def test_bytes_that_are_no_text_are_no_error_of_ours(
    service: Service, client: httpx2.AsyncClient
) -> None:
    """B5: half of a pair."""
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    for body in ("version=1&unit=%ED%A0%80", "version=2&unit=%FF%FE", "version=3&bio=%C0%80"):
        answer = await client.post("/me/profile", content=body, headers=kind)
        assert answer.status_code in {303, 409, 422}
    in_utf_7 = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n+2AA-\r\n--x--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x; charset=utf-7"}
    assert (await client.post("/me/profile", content=in_utf_7, headers=kind)).status_code == 422


FORGED: tuple[dict[str, Any], ...] = (
    {"has": "nothing", "do": "find:name"},
    {"do": "add:name"},
    {"do": "add:nothing:x"},
    {"do": "remove:expertise:nobody-has-this"},
    {"do": "use:email:evil@example.org"},
    {"do": "::::"},
    {"do": "find:photo"},
    {"do": "read:", "bio": "\0" * 100},
    {"level_city": "²"},
    {"level_city": "9"},
    {"level_nothing": "0"},
    {"has": "expertise", "expertise": ["<b>", "\0", "x" * 5000]},
    {"has": "sectors", "sectors": [str(number) for number in range(500)]},
    {"proposed": ["x"] * 50},
    {"email": "evil@example.org", "account_id": "1", "slug": "root", "photo": "../x"},
)


async def test_a_form_that_no_page_sends_harms_nothing(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    for sent in FORGED:
        answer = await client.post("/me/profile", data={"version": "1", **sent})

        assert answer.status_code in {200, 303, 422, 409}, sent
        profile = await ada()
        assert (profile.email, profile.slug, profile.photo) == ("ada@example.org", "ada", "")
        assert profile.levels == {}
