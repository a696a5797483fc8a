"""What runs already follows when an editor changes the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.changes import Change
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.models import ConceptRow
from cop.vocabulary.queries import VocabularyWatch, get_vocabulary
from tests.administration.desk import EDITOR, decide
from tests.people import refresh, settle, sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


async def test_another_process_picks_the_new_vocabulary_up(service: Service) -> None:
    del service
    elsewhere = Vocabulary([])
    watch = VocabularyWatch(elsewhere)
    await watch.refresh()
    assert elsewhere.find("property tax", "topic")

    await ConceptRow.filter(scheme="topic", key="property-tax").update(retired=True)
    await watch.refresh()
    assert elsewhere.find("property tax", "topic")  # nobody has told
    await Change.create(kind="vocabulary", key="topic")
    await watch.refresh()

    assert not elsewhere.find("property tax", "topic")
    assert not (await get_vocabulary()).find("property tax", "topic")


async def test_a_concept_that_changed_is_found_by_its_new_words(
    client: httpx2.AsyncClient, service: Service
) -> None:
    await settle(service)
    await sign_in(client, "Edith", EDITOR)
    assert "Ada Obi" not in (await client.get("/members?q=standpipes")).text

    await decide(client, kind="alias", word="Standpipes", into="wash")
    await refresh(service)

    shown = (await client.get("/members?q=standpipes")).text
    assert "Ada Obi" in shown
    assert "Matched on" in shown
