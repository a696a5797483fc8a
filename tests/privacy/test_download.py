"""Everything about me: the archive, and the register that says what belongs in it."""

# ruff: noqa: SLF001  what a model is made of stands in its _meta

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tortoise import Tortoise
from tortoise.fields.relational import ForeignKeyFieldInstance

from cop.accounts.models import Account, LoginSession
from cop.contact.models import Message
from cop.domains import PERSONAL
from cop.kit.clock import now
from profiles.models import Profile
from tests.people import settle, sign_in_as

if TYPE_CHECKING:
    import httpx2
    from tortoise.models import Model

    from cop.running import Service


def personal_models() -> list[type[Model]]:
    """Return the models that are about people: those two, and whatever points at them."""
    return [
        model
        for model in Tortoise.apps["models"].values()
        if model in {Account, Profile}
        or any(
            isinstance(field, ForeignKeyFieldInstance) and field.related_model in {Account, Profile}
            for field in model._meta.fields_map.values()
        )
    ]


def undeclared(model: type[Model]) -> set[str]:
    """Return the columns that are neither handed over nor withheld for a reason."""
    declared: set[str] = set()
    for part in PERSONAL.parts:
        if part.model is model:
            declared |= {*part.columns, *part.withheld}
    return {*model._meta.fields_db_projection} - declared


@pytest.mark.usefixtures("service")
def test_every_personal_column_is_handed_over_or_withheld_for_a_reason() -> None:
    models = personal_models()

    assert {model._meta.db_table for model in models} >= {"account", "profile", "message", "block"}
    assert {model._meta.db_table: undeclared(model) for model in models if undeclared(model)} == {}


@pytest.mark.usefixtures("service")
def test_a_column_that_nobody_declared_is_noticed() -> None:
    fields = Account._meta.fields_db_projection
    fields["shoe_size"] = "shoe_size"
    try:
        assert undeclared(Account) == {"shoe_size"}
    finally:
        del fields["shoe_size"]


@pytest.mark.usefixtures("service")
def test_reasons_are_sentences_and_names_are_those_of_columns() -> None:
    for part in PERSONAL.parts:
        columns = {*part.model._meta.fields_db_projection}
        assert {*part.withheld} <= columns, part.name
        assert {name for name in part.columns if "__" not in name} <= columns, part.name
        assert all(len(reason) > 5 for reason in part.withheld.values()), part.name


async def test_the_archive_holds_everything_as_json_and_csv(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "chidi", "ada")
    await sign_in_as(client, people["chidi"])
    chidi = await Profile.get(slug="chidi")
    await Message.create(key="a", sender_id=chidi.account_id, recipient=people["ada"], text="=1+1")
    await client.post("/me/consents", data={"kind": "matches", "given": "yes"})

    response = await client.get("/me/privacy/download")

    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.testzip() is None
    assert {f"{part.name}.{suffix}" for part in PERSONAL.parts for suffix in ("json", "csv")} < {
        *archive.namelist()
    }
    (profile,) = json.loads(archive.read("profile.json"))
    assert profile["bio"] == "Knows where the zebra sleeps."
    assert profile["levels"] == {"bio": 2, "languages": 3}
    (message,) = json.loads(archive.read("messages_sent.json"))
    assert message["text"] == "=1+1"
    assert "'=1+1" in archive.read("messages_sent.csv").decode("utf-8-sig")
    assert json.loads(archive.read("consents.json"))[0]["kind"] == "matches"
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Writes about" not in everything
    session = await LoginSession.all().first()
    assert session
    assert session.token_hash.encode() not in everything


async def test_who_signed_in_long_ago_signs_in_again_first(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    await LoginSession.all().update(created_at=now() - timedelta(hours=2))

    for path in ("/me/privacy/download", "/me/erase"):
        response = await client.get(path)
        assert response.status_code == 303
        assert response.headers["Location"].startswith("/sign-in?next=%2Fme%2F")
    assert (await client.post("/me/erase", data={"sure": "yes"})).status_code == 303
    assert await Profile.exists(slug="ada")
    assert "Sign in again and download" in (await client.get("/me/privacy")).text

    await LoginSession.all().update(proved_at=now())

    assert (await client.get("/me/privacy/download")).status_code == 200
