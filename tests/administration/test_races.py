"""Many at once decide about one proposal: one succeeds, on each database, through HTTP."""

from __future__ import annotations

import asyncio
from copy import copy
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow
from cop.kit.changes import Change, last_change
from cop.kit.settings import Settings
from cop.running import make_service
from cop.vocabulary.models import ConceptRow, Proposal
from cop.vocabulary.queries import VocabularyWatch
from search.embedded import EmbeddedEngine
from tests.databases import empty
from tests.people import sign_in
from tests.serving import PATIENT, serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    import httpx2

    from cop.vocabulary.concepts import Vocabulary

MANY = 25


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
    await empty(Proposal, AuditRow, Account)
    await Change.filter(kind="vocabulary").delete()


async def test_one_of_many_decisions_about_a_proposal_succeeds(admin: httpx2.AsyncClient) -> None:
    proposal = await Proposal.create(label="Beekeeping", folded="beekeeping")
    deed = {"word": "Beekeeping", "proposal": str(proposal.id), "label-en": "Beekeeping"}

    answers = await asyncio.gather(
        *(
            admin.post("/administration/vocabulary/deeds", data=deed | {"kind": kind})
            for kind in ("add", "decline") * MANY
        )
    )

    assert sorted(one.status_code for one in answers) == [303] + [409] * (2 * MANY - 1)
    assert await AuditRow.filter(action__startswith="topic.").count() == 1
