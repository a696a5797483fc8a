"""Searches and addresses as nobody means them (security/bad-input, B74 to B84)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.people import settle, sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

# B74, B75, B76: empty, endless, and what a query language would choke on
TYPED = [
    "", "   ", "?!…", "of the and", "a", "a" * 10_000, "word " * 60_000, '"', "(" * 20_000,
    "AND OR NOT", "field:", "*", "~9", "^1e999", "[a TO b]", "(a+)+$", "%", "_", "\\", "a%b_c",
]  # fmt: skip


async def test_whatever_is_typed_is_plain_words(client: httpx2.AsyncClient) -> None:
    for typed in TYPED:
        short = {"q": typed[:5_000]}  # an address has an end
        assert (await client.get("/members", params=short)).status_code == 200, typed[:20]
        assert (await client.get("/api/v1/members", params=short)).status_code == 200, typed[:20]


async def test_a_question_that_is_too_long_is_cut_and_says_so(  # B74
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    told = "Your question was cut: only its first 200 characters and 10 words"
    eleven = " ".join(f"word{number}" for number in range(11))
    understood = (
        "Who are the people who know about property tax and local government finance in Kenya and "
        "Uganda, speak French and work in research?"
    )

    for typed in ("ada " + "x" * 200, eleven, "ada" + " ada" * 100):
        assert told in (await client.get("/members", params={"q": typed})).text, typed
    for typed in ("", "?!…", "ada " * 50, eleven.removesuffix("word10"), "the " * 40, understood):
        assert told not in (await client.get("/members", params={"q": typed})).text, typed
    assert "Ada Obi" in (await client.get("/members", params={"q": "ada" + " ada" * 100})).text


async def test_signs_of_sql_stand_for_themselves(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    for typed in ("_da", "a_a", "ad_"):
        answer = (await client.get("/api/v1/members", params={"q": typed})).json()
        assert answer["total"] == 0, typed


async def test_another_spelling_finds_the_same_person(  # B77
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    for typed in ("ÁDA", "ada  OBI", "\uff21da", "àda obi", "ad\u00ada"):
        answer = (await client.get("/api/v1/members", params={"q": typed})).json()
        assert answer["hits"][0]["slug"] == "ada", typed


async def test_what_only_some_may_find_looks_like_what_is_not_there(  # B78
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    client.headers["Accept-Encoding"] = "identity"

    hidden = await client.get("/members?q=zebra")  # in a biography for coordinators
    absent = await client.get("/members?q=zabre")

    assert hidden.text.replace("zebra", "zabre") == absent.text
    assert hidden.headers["Content-Length"] == absent.headers["Content-Length"]


async def test_a_page_that_is_not_there_is_another_one_or_refused(  # B79
    client: httpx2.AsyncClient,
) -> None:
    for page in ("-1", "0", "1e9", "abc", str(2**63), "²", "501"):
        for query in ({"page": page}, {"size": page}, {"page": page, "size": "0"}):
            assert (await client.get("/members", params=query)).status_code == 200, query
            assert (await client.get("/api/v1/members", params=query)).status_code == 422, query


async def test_an_address_that_is_badly_written_is_refused(  # B80
    client: httpx2.AsyncClient,
) -> None:
    queries = {
        "q=1&q=2": 422,
        "sort=name&sort=name": 422,
        "a[]=1&utm=2": 200,
        "q=a;page=2": 200,
        "q=a+b": 200,
        "q=%00": 400,
        "q=%ff": 400,
        "%ed%a0%80=1": 400,
        "q=" + "a" * 64_000: 400,
    }
    for query, status in queries.items():
        assert (await client.get(f"/members?{query}")).status_code == status, query[:20]
        assert (await client.get(f"/api/v1/members?{query}")).status_code == status, query[:20]


@pytest.mark.parametrize("signed_in", [False, True])
async def test_a_value_that_nobody_may_see_counts_like_one_that_does_not_exist(  # B81
    service: Service, client: httpx2.AsyncClient, *, signed_in: bool
) -> None:
    await settle(service)
    if signed_in:
        await sign_in(client)

    hidden = (await client.get("/api/v1/members?country=EG")).json()  # Dina's
    absent = (await client.get("/api/v1/members?country=AQ")).json()

    for answer in (hidden, absent):
        answer.pop("seconds")
        answer.pop("understood")
    assert hidden == absent
    assert hidden["total"] == 0


async def test_a_path_is_what_it_says_and_nothing_near_it(  # B82
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    paths = {
        "/..;/": 404,
        "/%2e%2e/": 404,
        "/Members/ada": 404,
        "/members/": 404,
        "/members/ada/": 404,
        "/members/a%2fb": 404,
        "/members/" + "9" * 1_000: 404,
        "/api/v1/members/" + "9" * 81: 404,
        "/chapters/" + "9" * 81: 404,
        "/members/%00": 400,
        "/members/%ff": 400,
        "/countries?code=a/b": 404,
        "/countries?code=//evil.example": 404,
        "/countries?code=ke": 303,
    }

    for path, status in paths.items():
        response = await client.get(path)
        assert response.status_code == status, path
        assert response.headers.get("Location", "/countries/KE") == "/countries/KE"


async def test_a_method_that_an_address_does_not_take_is_refused(
    client: httpx2.AsyncClient,
) -> None:
    for path in ("/", "/members", "/api/v1/members", "/sign-out"):
        for method in ("FOO", "OPTIONS", "TRACE", "DELETE"):
            response = await client.request(method, path)
            assert response.status_code == 405, (method, path)
            assert response.headers["Allow"]


async def test_only_a_query_that_was_refused_is_dropped_from_the_ways_on(
    client: httpx2.AsyncClient,
) -> None:
    closed = await client.get("/administration/accounts?q=ada")
    refused = await client.get("/members?q=ada&q=obi")

    assert 'href="/sign-in?next=/administration/accounts%3Fq%3Dada"' in closed.text
    assert 'href="?q=ada&amp;lang=fr"' in closed.text
    assert 'name="next" value="/members"' in refused.text
    assert 'href="?lang=fr"' in refused.text


async def test_head_is_get_without_the_body(client: httpx2.AsyncClient) -> None:
    client.headers["Accept-Encoding"] = "identity"

    for path in ("/about", "/members", "/api/v1/vocabulary/levels"):
        got, head = await client.get(path), await client.head(path)
        assert head.status_code == got.status_code == 200
        assert head.headers == got.headers


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded; charset=bogus", 303),
        ("multipart/form-data", 400),
        ("application/x-www-form-urlencoded", 303),
    ],
)
async def test_a_form_is_read_only_from_a_form(  # B83
    client: httpx2.AsyncClient, kind: str, status: int
) -> None:
    response = await client.post(
        "/preferences", content=b"theme=dark", headers={"Content-Type": kind}
    )

    assert response.status_code == status


@pytest.mark.parametrize("body", [b"theme=%00", b"theme=a&theme=b"])
async def test_a_field_holds_text_and_comes_once(client: httpx2.AsyncClient, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    response = await client.post("/preferences", content=body, headers=kind)

    assert response.status_code == 422


async def test_half_a_character_is_no_text(client: httpx2.AsyncClient) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x; charset=utf-7"}
    body = b'--x\r\nContent-Disposition: form-data; name="theme"\r\n\r\n+2AA-\r\n--x--\r\n'

    response = await client.post("/preferences", content=body, headers=kind)

    assert response.status_code == 422


async def test_what_a_proxy_might_say_counts_for_nothing_from_strangers(  # B84
    client: httpx2.AsyncClient,
) -> None:
    plain = await client.get("/sign-in")
    said = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.7",
        "Forwarded": "host=evil.example",
        "X-Original-URL": "/chapters/proposals",
    }

    for name, value in said.items():
        assert (await client.get("/sign-in", headers={name: value})).text == plain.text, name
