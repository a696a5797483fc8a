"""What stands around every request."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import httpx2
import pytest

from cop.kit.shield import SECURITY_HEADERS
from cop.kit.web import local_path
from tests.api.tokens import bearer_of
from tests.people import settle
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.types import ASGIApp

    from cop.kit.settings import Settings
    from cop.running import Service

ADDRESSES = ("/", "/members", "/members/ada", "/nothing", "/healthz", "/sign-in", "/me")


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_answer_carries_the_security_headers(
    service: Service, client: httpx2.AsyncClient, address: str
) -> None:
    await settle(service, "ada")

    response = await client.get(address)

    for name, value in SECURITY_HEADERS.items():
        assert response.headers[name] == value


async def test_static_files_may_be_kept_for_ever_and_carry_them_too(
    client: httpx2.AsyncClient,
) -> None:
    page = await client.get("/about")
    address = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]

    response = await client.get(address)

    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "evil.example:8000"],
)
async def test_a_request_for_another_host_is_refused(client: httpx2.AsyncClient, host: str) -> None:
    response = await client.get("/about", headers={"Host": host})

    assert response.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"])
async def test_this_machine_may_be_called_by_all_its_names(
    client: httpx2.AsyncClient, host: str
) -> None:
    assert (await client.get("/about", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("hosts", [[], ["127.0.0.1", "127.0.0.1"], ["127.0.0.1", "evil.example"]])
async def test_no_host_and_two_hosts_are_refused(app: ASGIApp, hosts: list[str]) -> None:
    assert await status_of(app, [(b"host", host.encode()) for host in hosts]) == 400


async def test_headers_larger_than_32_kb_are_refused(app: ASGIApp) -> None:
    headers = [(b"host", b"localhost"), (b"x-padding", b"x" * 33_000)]

    assert await status_of(app, headers) == 400


async def status_of(app: ASGIApp, headers: list[tuple[bytes, bytes]]) -> int:
    """Return the status of a request with just these headers, as a server would hand it over."""
    sent: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            sent.append(int(str(message["status"])))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/about",
        "raw_path": b"/about",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }
    await app(scope, receive, send)
    return sent[0]


async def test_a_public_deployment_answers_only_to_its_name_and_asks_for_https(
    service: Service, https_settings: Settings
) -> None:
    app = serve(dataclasses.replace(service, settings=https_settings))
    async with visit(app, "https://network.example.org") as visitor:
        good = await visitor.get("/about")
        bad = await visitor.get("/about", headers={"Host": "127.0.0.1"})

    assert good.status_code == 200
    assert "max-age" in good.headers["Strict-Transport-Security"]
    assert bad.status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_a_form_sent_from_another_site_is_refused(
    client: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    response = await client.post("/preferences", data={"theme": "dark"}, headers=headers)

    assert response.status_code == 403
    assert "set-cookie" not in response.headers


async def _pieces() -> AsyncGenerator[bytes]:
    for _piece in range(11):
        yield b"x" * 100_000


@pytest.mark.parametrize("in_pieces", [False, True])
@pytest.mark.parametrize("path", ["/preferences", "/api/v1/chapters/kenya/meetings/import"])
async def test_a_body_larger_than_a_form_is_refused_like_anything_else(
    service: Service, client: httpx2.AsyncClient, path: str, *, in_pieces: bool
) -> None:
    people = await settle(service, "ada")
    kind = "application/json" if path.startswith("/api/") else "application/x-www-form-urlencoded"
    headers = await bearer_of(people["ada"], "deeds") | {"Content-Type": kind}

    response = await client.post(
        f"{path}?lang=pt", content=_pieces() if in_pieces else b"x" * 1_100_000, headers=headers
    )

    assert response.status_code == 413
    assert {name: response.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    sentence = "É mais do que se pode enviar de uma só vez."
    if path.startswith("/api/"):
        assert response.headers["Content-Type"] == "application/problem+json"
        assert (response.json()["status"], response.json()["detail"]) == (413, sentence)
    else:
        assert sentence in response.text


@pytest.mark.parametrize("path", ["/chapters", "/api/v1/chapters"])
async def test_what_nobody_expected_is_answered_like_anything_else(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("cop.chapters.views.chapters.see_chapters", None)
    monkeypatch.setattr("cop.chapters.api.chapters.see_chapters", None)
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)

    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as visitor:
        response = await visitor.get(f"{path}?lang=fr")

    assert response.status_code == 500
    assert {name: response.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "Un problème est survenu de notre côté." in response.text


async def test_a_form_with_more_fields_than_any_of_ours_is_refused(
    client: httpx2.AsyncClient,
) -> None:
    response = await client.post("/preferences", data={f"f{n}": "x" for n in range(100)})

    assert response.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example",
        "https:evil.example", "javascript:alert(1)", "", "members", "/\t/evil.example",
        "/\n/evil.example", "/%09//evil.example\r\nSet-Cookie: a=b", "///evil.example",
    ],
)  # fmt: skip
async def test_a_form_sends_nobody_to_another_site(client: httpx2.AsyncClient, path: str) -> None:
    response = await client.post("/preferences", data={"theme": "dark", "next": path})

    assert response.status_code == 303
    assert response.headers["Location"] == "/"


def test_a_path_of_our_own_is_followed() -> None:
    assert local_path("/members/ada") == "/members/ada"


async def test_the_language_is_chosen_by_the_address_then_the_cookie_then_the_browser(
    client: httpx2.AsyncClient,
) -> None:
    by_browser = await client.get("/about", headers={"Accept-Language": "pt-BR, en;q=0.5"})
    by_address = await client.get("/about?lang=ar", headers={"Accept-Language": "pt"})
    by_cookie = await client.get("/about", headers={"Accept-Language": "pt"})

    assert '<html lang="pt" dir="ltr"' in by_browser.text
    assert '<html lang="ar" dir="rtl"' in by_address.text
    assert '<html lang="ar" dir="rtl"' in by_cookie.text


@pytest.mark.parametrize("language", ["xx", "", "../../etc", "en-US,*;q=0", "ar\r\nX: y"])
async def test_a_language_we_do_not_speak_is_no_error(
    client: httpx2.AsyncClient, language: str
) -> None:
    response = await client.get("/about", params={"lang": language})

    assert response.status_code == 200
    assert "set-cookie" not in response.headers
