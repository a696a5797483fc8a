"""No text of a member runs, loads or sends anything, wherever it is shown."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cop.kit.errors import Invalid
from profiles.actions.members import Draft, create_profiles, ensure_institutions
from profiles.fields import EXCHANGED, FIELDS, LISTS, Level, Visibility
from profiles.forms.member import read_member_form
from profiles.member import Tag
from tests.databases import ONE_DATABASE
from tests.people import refresh

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary

FORBIDDEN = {
    "img", "iframe", "object", "embed", "base", "applet", "video", "audio", "source", "frame",
    "frameset", "style", "template", "math", "foreignobject", "animate", "set", "image", "portal",
    "marquee", "dialog",
}  # fmt: skip
VECTORS: list[str] = [  # by class: tags, SVG, attributes, addresses, Markdown, encodings
    json.loads(line) for line in (Path(__file__).parent / "vectors.jsonl").read_text().splitlines()
]
SCHEMES = ("javascript:", "vbscript:", "data:text", "blob:", "file:")
QUESTIONS = ("/members?q={}", "/network?focus={}", "/members?topic={}", "/sign-in?next={}")
LINKS = {"href", "src", "action", "formaction", "xlink:href", "srcset", "poster", "background"}
TOPICS = (("property-tax", "wash"), ("local-elections", "business-taxes"))  # all are drawn
TEXTS = [name for name in EXCHANGED if not FIELDS[name].scheme and name not in {"email", "orcid"}]


class Inspector(HTMLParser):
    """Notes everything on a page that could run, load or send something and is not ours."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name.lower(): value or "" for name, value in attrs}
        is_data = given == {"type": "application/ld+json"}  # which no browser runs
        ours = given.get("src", "").startswith("/static")
        if tag in FORBIDDEN or (tag == "script" and not (ours or is_data)):
            self.found.append(f"<{tag} {given}>")
        if tag == "link" and not given.get("href", "").startswith(("/", "data:")):
            self.found.append(f"<{tag} {given}>")
        if tag == "meta" and "http-equiv" in given:
            self.found.append(f"<{tag} {given}>")
        for name, value in given.items():
            if is_bad(name, value):
                self.found.append(f"<{tag} {name}={value!r}>")


def is_bad(name: str, value: str) -> bool:
    """Say whether the attribute could run, load or send something."""
    plain = "".join(char for char in value if ord(char) > 32).lower()
    if name.startswith(("on", "hx-", "x-on")) or name in {"style", "srcdoc", "ping"}:
        return True
    if name in {"action", "formaction"} and not value.startswith("/"):
        return True
    return name in LINKS and plain.startswith(SCHEMES)


def inspect(page: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(page)
    inspector.close()
    return inspector.found


def test_the_inspector_sees_what_runs() -> None:
    assert len(VECTORS) >= 150
    for vector in (
        "<script>x</script>",
        "<img src=x>",
        "<p onclick=x>",
        "<a href=' javascript:x'>",
    ):
        assert inspect(f"<p>{vector}</p>")


async def bring_in(service: Service, vocabulary: Vocabulary) -> list[str]:
    """Let a member of each vector say it in every field that takes it; return the slugs."""
    drafts: list[Draft] = []
    for at, vector in enumerate(VECTORS):
        values: dict[str, Any] = {
            "slug": f"vector-{at}",
            "country": "KE",
            "name": f"Vector {at}",
            "visibility": Visibility.PUBLIC.value,
            "levels": dict.fromkeys(FIELDS, Level.PUBLIC.value),
        }
        lists = {}
        for name in (*TEXTS, *LISTS):
            cell = [vector] if name in LISTS else vector
            try:
                form = read_member_form({"name": f"Vector {at}"} | {name: cell}, vocabulary)
            except Invalid:
                continue
            if name in LISTS:
                lists[name] = form.lists.get(name, ())
            elif getattr(form, name):
                values[name] = getattr(form, name)
        if "institution" in values:
            pair = (values.pop("institution"), "KE")
            values["institution_id"] = (await ensure_institutions([pair]))[pair].id
        lists["expertise"] = (*lists.get("expertise", ()), *map(Tag, TOPICS[at % 2]))
        drafts.append(Draft(values, lists))
    profiles = await create_profiles(drafts, published=True)
    await refresh(service)
    return [profile.slug for profile in profiles]


def addresses(slugs: list[str]) -> list[str]:
    pages = ["/", "/countries", "/countries/KE", "/network", "/network?country=KE", "/chapters"]
    pages += [f"/members?page={page}&sort={sort}" for page in range(1, 9) for sort in ("", "name")]
    pages += [f"/members?q={word}" for word in ("script", "alert", "onerror", "javascript", "svg")]
    return [*pages, *(f"/members/{slug}" for slug in slugs)]


@ONE_DATABASE
async def test_no_text_runs_anywhere(
    service: Service, client: httpx2.AsyncClient, vocabulary: Vocabulary
) -> None:
    slugs = await bring_in(service, vocabulary)

    said = 0
    for address in addresses(slugs):
        response = await client.get(address)
        assert response.status_code == 200, address
        assert inspect(response.text) == [], address
        said += "alert(1)" in response.text
    assert said > 150  # they are shown, as text


@ONE_DATABASE
async def test_no_question_runs(service: Service, client: httpx2.AsyncClient) -> None:
    await refresh(service)
    for at, vector in enumerate(VECTORS):
        response = await client.get(QUESTIONS[at % len(QUESTIONS)].format(quote(vector)))
        assert inspect(response.text) == [], vector
