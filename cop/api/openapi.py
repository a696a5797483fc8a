"""The OpenAPI document, made from the endpoints' own descriptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.kit.api import Endpoint, Parameter

VERSION: Final = "1"
_TYPES: Final[Mapping[type, str]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
}
_REFUSALS: Final = ("400", "401", "404", "422", "429", "503")
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


def make_openapi(endpoints: Sequence[Endpoint], title: str, base_url: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of `endpoints`, in the current language."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION},
        "servers": [{"url": base_url}],
        "security": [{}, {"token": []}],
        "paths": {one.path: {"get": _operation(one)} for one in endpoints},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": _PROBLEM},
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "operationId": endpoint.name,
        "summary": _(endpoint.about),
        "parameters": [_parameter(one) for one in endpoint.parameters],
        "responses": {
            "200": {
                "description": _("The answer."),
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": as_schema(endpoint.answer)}},
            },
            "304": {"description": _("Nothing has changed since.")},
            **{
                status: {
                    "description": _("A problem, in a sentence."),
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/Problem"}
                        }
                    },
                }
                for status in _REFUSALS
            },
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if parameter.most:
        schema = {"type": "integer", "minimum": 1, "maximum": parameter.most}
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.many:
        schema = {"type": "array", "items": schema}
    return {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "required": parameter.in_path,
        "description": _(parameter.about),
        "schema": schema,
    }


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
