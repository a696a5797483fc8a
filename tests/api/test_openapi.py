"""The list of routes and the OpenAPI document say the same."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from jsonschema_rs import validator_for
from starlette.routing import Route

from cop.api.views import ENDPOINTS
from cop.routes.all import routes

if TYPE_CHECKING:
    import httpx2

V1 = "/api/v1/"


async def test_routes_and_the_document_name_the_same_addresses(
    client: httpx2.AsyncClient,
) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()
    routed = {
        (route.path, "post" if route.methods == {"POST"} else "get"): route.name
        for route in routes
        if isinstance(route, Route) and route.path.startswith(V1)
    }

    described = {
        (path, method): one["operationId"]
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    }
    assert routed == described | {("/api/v1/openapi.json", "get"): "api-openapi"}
    assert document["openapi"] == "3.1.0"


async def test_the_page_explains_every_endpoint_with_an_example(
    client: httpx2.AsyncClient,
) -> None:
    text = (await client.get("/api")).text

    for endpoint in ENDPOINTS:
        assert f'id="{endpoint.name}"' in text
    assert html.unescape(text).count("curl 'http://127.0.0.1:8000/api/v1/") == len(ENDPOINTS)


async def test_every_endpoint_has_an_example_that_is_true_to_its_schema(
    client: httpx2.AsyncClient,
) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()

    for one in (one for methods in document["paths"].values() for one in methods.values()):
        sent = [one["requestBody"]] if "requestBody" in one else []
        for said in (one["responses"]["200"], *sent):
            content = said["content"]["application/json"]
            validator_for(content["schema"]).validate(content["example"])
        for parameter in one["parameters"]:
            assert "example" in parameter or not parameter["required"], one["operationId"]
            if "example" in parameter:
                validator_for(parameter["schema"]).validate(parameter["example"])


async def test_bodies_say_which_texts_are_needed_and_how_long_a_list_may_be(
    client: httpx2.AsyncClient,
) -> None:
    paths = (await client.get("/api/v1/openapi.json")).json()["paths"]
    bodies = [one["post"]["requestBody"] for one in paths.values() if "post" in one]

    for body in bodies:
        schema = body["content"]["application/json"]["schema"]
        for name, field in schema["properties"].items():
            is_needed = name in schema["required"] and field["type"] == "string"
            assert field.get("minLength") == (1 if is_needed else None), name
            assert field.get("maxItems") == (600 if field["type"] == "array" else None), name


async def test_the_example_of_a_request_is_the_address_that_was_asked(
    client: httpx2.AsyncClient,
) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()

    parameters = document["paths"]["/api/v1/members/{slug}/matches"]["get"]["parameters"]

    examples = {one["name"]: one["example"] for one in parameters if "example" in one}
    assert examples == {"slug": "ada", "within": "world"}


async def test_the_document_speaks_the_language_it_is_asked_for(
    client: httpx2.AsyncClient,
) -> None:
    english = await client.get("/api/v1/openapi.json")
    arabic = await client.get("/api/v1/openapi.json?lang=ar")

    assert english.json()["info"]["title"] != arabic.json()["info"]["title"]
