"""Forms of administrators that were refused: shown again, with why and with what was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import create_sample_account
from tests.administration.desk import ROOT, make
from tests.administration.pairs import ADMINISTRATOR, place_of, twice
from tests.people import settle, sign_in, tags

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


def reason_at(response: httpx2.Response, name: str) -> str:
    """Return what stands beside the field `name`, which must say that it is wrong."""
    field = rf'id="{name}"[^>]*aria-describedby="[^"]*{name}-error"[^>]*aria-invalid="true"'
    assert response.status_code == 422
    assert re.search(field, response.text)
    found = re.search(rf'id="{name}-error"><span[^>]*>[^<]*</span>([^<]*)<', response.text)
    assert found
    return found[1]


async def test_a_role_without_its_chapter_is_asked_for_again(client: httpx2.AsyncClient) -> None:
    await sign_in(client, "Admin", ADMINISTRATOR)
    account = await create_sample_account("Zoe", "zoe@example.org", [])
    place = f"/administration/accounts/{account.id}"

    no_chapter = await client.post(f"{place}/grant", data={"role": "coordinator", "scope": ""})
    no_role = await client.post(f"{place}/grant", data={"role": "emperor"})

    assert reason_at(no_chapter, "scope").startswith("A chapter goes with the role of coordinator")
    assert '<option value="coordinator" selected>' in no_chapter.text
    assert reason_at(no_role, "role") == "Choose a role."


async def test_a_reason_that_cannot_be_kept_stays_to_be_shortened(
    client: httpx2.AsyncClient,
) -> None:
    await sign_in(client, "Admin", ADMINISTRATOR)
    account = await create_sample_account("Zoe", "zoe@example.org", [])
    reason = "too long " * 40

    answer = await client.post(
        f"/administration/accounts/{account.id}/ban", data={"reason": reason}
    )

    assert reason_at(answer, "reason") == "It is longer than 200 characters."
    assert f'value="{reason}"' in answer.text


async def test_a_new_topic_without_its_english_label_is_asked_for_again(
    client: httpx2.AsyncClient,
) -> None:
    await sign_in(client, "Edith", [("editor", "")])
    wish = {"kind": "add", "word": "moon dust", "label-fr": "poussière", "label-en": ""}

    answer = await client.get(f"{ROOT}/preview", params=wish)

    assert reason_at(answer, "label-en") == "A topic needs an English label."
    assert 'name="word" value="moon dust"' in answer.text
    assert 'name="label-fr" value="poussière"' in answer.text


async def test_a_changed_topic_keeps_what_was_typed_and_the_version_it_was_seen_in(
    client: httpx2.AsyncClient,
) -> None:
    await sign_in(client, "Edith", [("editor", "")])
    terms = "drains\n" + "x" * 121
    change = {
        "kind": "change",
        "topic": "wash",
        "version": "7",
        "label-en": "Water",
        "terms": terms,
    }

    answer = await client.get(f"{ROOT}/preview", params=change | {"terms": terms})

    assert reason_at(answer, "terms") == "It is longer than 120 characters."
    assert 'name="label-en" value="Water"' in answer.text
    assert 'name="version" value="7"' in answer.text
    assert terms in answer.text


async def test_who_was_chosen_to_go_to_a_new_topic_stays_chosen(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    zoe = await make("zoe", *tags("wash"))
    await sign_in(client, "Edith", [("editor", "")])
    split = {"kind": "split", "topic": "wash", "version": "1", "member": str(zoe.id)}

    answer = await client.get(f"{ROOT}/preview", params=split)

    assert reason_at(answer, "label-en") == "A topic needs an English label."
    chosen = re.findall(r'name="member" value="(\d+)" checked', answer.text)
    assert chosen == [str(zoe.id)]


async def test_what_was_chosen_of_two_stays_chosen(client: httpx2.AsyncClient) -> None:
    one, other = await twice()
    await sign_in(client, "Admin", ADMINISTRATOR)
    data = {"field-name": str(other.id), "field-expertise": str(one.id), "version-1": "1"}

    answer = await client.post(place_of("profile", one.id, other.id), data=data)

    assert answer.status_code == 422
    assert "Choose which of the two stays." in answer.text
    assert f'name="field-name" value="{other.id}" checked' in answer.text
    assert f'name="field-name" value="{one.id}" checked' not in answer.text
    assert f'name="field-expertise" value="{one.id}" checked' in answer.text
    assert 'name="field-expertise" value="both" checked' not in answer.text


async def test_a_proposal_must_be_chosen(service: Service, client: httpx2.AsyncClient) -> None:
    await settle(service)
    await sign_in(client, "Admin", ADMINISTRATOR)

    answer = await client.post("/chapters/proposals", data={"proposal": "empire:KE"})

    assert answer.status_code == 422
    assert "Choose a proposal." in answer.text
    assert "Proposed chapters" in answer.text
