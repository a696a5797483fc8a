"""Many at once decide the same: one succeeds, on each database, through HTTP."""

from __future__ import annotations

import asyncio
from copy import copy
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow
from cop.app import make_service
from cop.kit.changes import Change, last_change
from cop.kit.settings import Settings
from cop.vocabulary.models import ConceptRow, Proposal
from cop.vocabulary.queries import VocabularyWatch
from profiles.actions.members import Draft, create_profiles, ensure_institutions
from profiles.models import Institution, InstitutionName, Merge, Profile
from search.embedded import EmbeddedEngine
from tests.databases import empty
from tests.people import sign_in
from tests.serving import PATIENT, serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    import httpx2

    from cop.vocabulary.concepts import Vocabulary

MANY = 50


@pytest.fixture
async def admin(
    filled_database: str, vocabulary: Vocabulary, tmp_path: Path
) -> AsyncGenerator[httpx2.AsyncClient]:
    """An administrator on a service whose transactions are real; all is deleted afterwards."""
    settings = Settings(
        cop_data=tmp_path,
        database_url=filled_database,
        search_url="",
        base_url="http://127.0.0.1:8000",
    )
    words = VocabularyWatch(copy(vocabulary), await last_change())
    service = make_service(settings, words, EmbeddedEngine(tmp_path / "index", PATIENT))
    known = await ConceptRow.all().values_list("id", flat=True)
    async with visit(serve(service)) as client:
        await sign_in(client, "Admin", [("administrator", "")])
        yield client
    await ConceptRow.exclude(id__in=known).delete()
    await empty(Merge, Profile, InstitutionName, Institution, Proposal, AuditRow, Account)
    await Change.filter(kind__in=["profile", "vocabulary"]).delete()


async def send(client: httpx2.AsyncClient, *requests: tuple[str, dict[str, str]]) -> list[int]:
    """Send each of `requests` in turn until there are many, all at once; return the statuses."""
    answers = await asyncio.gather(
        *(client.post(path, data=data) for path, data in (requests * MANY)[:MANY])
    )
    return [answer.status_code for answer in answers]


async def test_one_of_many_merges_of_a_pair_succeeds(admin: httpx2.AsyncClient) -> None:
    one, other = await create_profiles(
        [Draft({"name": "Amina Obi"}), Draft({"name": "Amina Obi"})], published=True
    )
    place = f"/administration/duplicates/profile/{one.id}/{other.id}"
    versions = {f"version-{one.id}": "1", f"version-{other.id}": "1"}

    statuses = await send(
        admin,
        (place, versions | {"keep": str(one.id)}),
        (place, versions | {"keep": str(other.id)}),
    )

    assert sorted(statuses) == [303] + [409] * (MANY - 1)
    assert await Profile.all().count() == await Merge.all().count() == 1
    assert await AuditRow.filter(action="profile.merged").count() == 1
    merge = await Merge.get()
    undone = await send(admin, (f"/administration/merges/profile/{merge.id}/undo", {}))
    assert sorted(undone) == [303] + [409] * (MANY - 1)
    assert await Profile.all().count() == 2


async def test_one_of_many_merges_of_two_institutions_succeeds(admin: httpx2.AsyncClient) -> None:
    made = await ensure_institutions([("Tax Office", "KE"), ("Tax Offices", "KE")])
    one, other = sorted(institution.id for institution in made.values())
    place = f"/administration/duplicates/institution/{one}/{other}"

    statuses = await send(admin, (place, {"keep": str(one)}), (place, {"keep": str(other)}))

    assert sorted(statuses) == [303] + [409] * (MANY - 1)
    assert await Institution.all().count() == 1
    assert await InstitutionName.all().count() == 2


async def test_one_of_many_decisions_about_a_proposal_succeeds(admin: httpx2.AsyncClient) -> None:
    proposal = await Proposal.create(label="Beekeeping", folded="beekeeping")
    deed = {"word": "Beekeeping", "proposal": str(proposal.id), "label-en": "Beekeeping"}
    place = "/administration/vocabulary/deeds"

    statuses = await send(
        admin, (place, deed | {"kind": "add"}), (place, deed | {"kind": "decline"})
    )

    assert sorted(statuses) == [303] + [409] * (MANY - 1)
    assert await AuditRow.filter(action__startswith="topic.").count() == 1
