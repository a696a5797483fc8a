"""Requests to the API as its OpenAPI document allows and forbids them, made by schemathesis."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import hypothesis
import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
BASE = "http://127.0.0.1:8000"
REAL = 0.7  # how often what stands in the path exists


def make_cases(document: dict[str, Any], count: int, seed: int) -> list[schemathesis.Case]:
    """Return `count` requests to what the OpenAPI `document` describes, as many to each address."""
    if not count:
        return []
    schema = schemathesis.openapi.from_dict(document)
    operations = [one.ok() for one in schema.get_all_operations()]
    each = -(-count // len(operations))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [case for one in operations for case in _cases(one, each, seed)][:count]


def lead_somewhere(
    case: schemathesis.Case, real: Mapping[str, Sequence[str]], chance: random.Random
) -> None:
    """Let the path of `case` be one that exists, most of the time.

    `real` is what may stand in it, by path and name: "/api/v1/members/{slug}#slug".
    """
    for name in case.path_parameters or {}:
        values = real.get(f"{case.operation.path}#{name}")
        if values and chance.random() < REAL:
            case.path_parameters[name] = chance.choice(values)


def mean_it(case: schemathesis.Case, made: Mapping[str, Any]) -> schemathesis.Case:
    """Return what the address of `case` is for: what was `made`, in its path and in its body."""
    in_path = {*(case.path_parameters or {})}
    body = {name: one for name, one in made.items() if name not in in_path}
    sent = {"body": body, "media_type": "application/json"} if body else {}
    return case.operation.Case(path_parameters={name: made[name] for name in in_path}, **sent)


def _cases(operation: Any, count: int, seed: int) -> list[schemathesis.Case]:
    """Return requests that are allowed, and where there can be, one in four that is not."""
    modes = schemathesis.GenerationMode
    allowed = operation.as_strategy(generation_mode=modes.POSITIVE)
    forbidden = operation.as_strategy(generation_mode=modes.NEGATIVE)
    cases: list[schemathesis.Case] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=st.one_of(allowed, allowed, allowed, forbidden))
    def gather(case: schemathesis.Case) -> None:
        cases.append(case)

    gather()
    # Where there are fewer different ones than that, some are sent again.
    return [cases[at % len(cases)] for at in range(count)]


def as_request(case: schemathesis.Case) -> tuple[str, str, dict[str, Any]]:
    """Return the method and address of `case`, with its headers and body."""
    sent = case.as_transport_kwargs(base_url=BASE)
    parts = ("method", "url", "params", "headers", "json", "data")
    prepared = requests.Request(**{name: sent[name] for name in parts if name in sent}).prepare()
    kept = {k: v for k, v in prepared.headers.items() if k.lower() != "user-agent"}
    body = {"content": prepared.body} if prepared.body else {}
    return str(prepared.method), str(prepared.url), {"headers": kept} | body
