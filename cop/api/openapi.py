"""The OpenAPI document, made from the endpoints' own descriptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import parse_qs, urlsplit

from cop.kit.forms import MOST_VALUES
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.kit.api import Endpoint
    from cop.kit.parameters import Parameter

VERSION: Final = "1"
_TYPES: Final[Mapping[type, str]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
}
_REFUSALS: Final = ("400", "401", "404", "422", "429", "503")
_REFUSED_DEEDS: Final = ("403", "409", "413", "415")  # where something is sent
_PROBLEM: Final = {
    "title": "Problem",
    "description": "RFC 9457",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def make_openapi(
    endpoints: Sequence[Endpoint],
    examples: Mapping[str, Mapping[str, Any]],
    title: str,
    base_url: str,
) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of `endpoints`, in the current language.

    Args:
        endpoints: all of them.
        examples: name of an endpoint -> `request`, an address, the `body` sent there, if any, and
            its `answer`.
        title: what the community is called.
        base_url: of this deployment.
    """
    paths: dict[str, dict[str, Any]] = {}
    for one in endpoints:
        operation = _operation(one, **examples[one.name])
        paths.setdefault(one.path, {})[one.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION},
        "servers": [{"url": base_url}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": _PROBLEM},
        },
    }


def _operation(
    endpoint: Endpoint, request: str, answer: object, body: object = None
) -> dict[str, Any]:
    asked = _asked(endpoint.path, request)
    content = {"schema": as_schema(endpoint.answer), "example": answer}
    answered = {"description": _("The answer."), "content": {"application/json": content}}
    described = {
        "operationId": endpoint.name,
        "summary": _(endpoint.about),
        "parameters": [_parameter(one, asked.get(one.name)) for one in endpoint.parameters],
    }
    if endpoint.body:
        responses = {"200": answered} | _refusals(*_REFUSALS, *_REFUSED_DEEDS)
        return described | {"requestBody": _body(endpoint, body), "responses": responses}
    tagged = answered | {"headers": {"ETag": {"schema": {"type": "string"}}}}
    same = {"description": _("Nothing has changed since.")}
    return described | {"responses": {"200": tagged, "304": same} | _refusals(*_REFUSALS)}


def _refusals(*statuses: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    said = {"description": _("A problem, in a sentence."), "content": content}
    return dict.fromkeys(statuses, said)


def _body(endpoint: Endpoint, example: object) -> dict[str, Any]:
    """Return what is sent with a POST."""
    content = {"application/json": {"schema": _object(endpoint.body), "example": example}}
    return {"required": True, "content": content}


def _object(fields: Sequence[Parameter]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [one.name for one in fields if one.required],
        "properties": {one.name: _said(one) for one in fields},
        "additionalProperties": False,
    }


def _said(field: Parameter) -> dict[str, Any]:
    """Return what may stand in a body; lists are as long there as `Parameter.read` takes them."""
    longest = {"maxItems": MOST_VALUES} if field.many or field.rows else {}
    return _schema(field) | longest | {"description": _(field.about)}


def _asked(path: str, request: str) -> dict[str, list[str]]:
    """Return the values of parameters, by name, in the address `request` of the form `path`."""
    address = urlsplit(request)
    parts = zip(path.split("/"), address.path.split("/"), strict=True)
    return {name[1:-1]: [value] for name, value in parts if name.startswith("{")} | parse_qs(
        address.query
    )


def _parameter(parameter: Parameter, asked: Sequence[str] | None) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "required": parameter.in_path,
        "description": _(parameter.about),
        "schema": _schema(parameter),
    }
    if asked:
        values = [int(one) if parameter.most else one for one in asked]
        described["example"] = values if parameter.many else values[0]
    return described


def _schema(parameter: Parameter) -> dict[str, Any]:
    if parameter.rows:
        return {"type": "array", "items": _object(parameter.rows)}
    schema: dict[str, Any] = {"type": "boolean" if parameter.is_truth else "string"}
    if parameter.required and not parameter.is_truth:
        schema["minLength"] = 1
    if parameter.most:
        schema = {"type": "integer", "minimum": parameter.least, "maximum": parameter.most}
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    return {"type": "array", "items": schema} if parameter.many else schema


def as_schema(form: object) -> dict[str, Any]:
    """Return the JSON Schema of an answer's form; see `Endpoint.answer`."""
    if isinstance(form, list):
        return {"type": "array", "items": as_schema(cast("list[object]", form)[0])}
    if not isinstance(form, dict):
        return {"type": _TYPES[cast("type", form)]}
    named = cast("dict[str, object]", form)
    schema: dict[str, Any] = {
        "type": "object",
        "required": [name for name in named if not re.search(r"[?*]", name)],
        "properties": {
            name.rstrip("?"): as_schema(one) for name, one in named.items() if "*" not in name
        },
        "additionalProperties": False,
    }
    for name, one in named.items():
        if "*" in name:
            schema["additionalProperties"] = as_schema(one)
    return schema
