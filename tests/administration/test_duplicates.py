"""Two of a kind: found, compared, merged field by field, taken apart again, through HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import AuditRow
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.contact.models import Message, Report
from cop.kit.changes import Change, last_change
from cop.kit.clock import now
from profiles.actions.members import give_account
from profiles.duplicates.actions import forget_old_merges
from profiles.duplicates.queries import KEPT_FOR
from profiles.fields import Level, Visibility
from profiles.models import Distinct, Merge, Profile, ProfileTag
from profiles.queries import whole
from tests.administration.pairs import (
    ADMINISTRATOR,
    PAGE,
    everything,
    make,
    merging,
    place_of,
    twice,
)
from tests.people import sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2


async def test_someone_stored_twice_is_found_with_the_reasons(client: httpx2.AsyncClient) -> None:
    await twice()
    await make(name="Peter Kamau", slug="peter")
    await sign_in(client, "Admin", ADMINISTRATOR)

    shown = await client.get(PAGE)

    assert "same name, same country or institution" in shown.text
    assert "same e-mail address before the @" in shown.text
    assert "Peter" not in shown.text


async def test_two_are_compared_side_by_side(client: httpx2.AsyncClient) -> None:
    one, other = await twice()
    await sign_in(client, "Admin", ADMINISTRATOR)

    shown = await client.get(place_of("profile", one.id, other.id))

    for text in ("amina@old.example", "amina@new.example", "Counts wells.", "Property tax"):
        assert text in shown.text


async def test_what_members_keep_to_themselves_is_not_compared(client: httpx2.AsyncClient) -> None:
    one, other = await twice()
    await Profile.filter(id=other.id).update(levels={"bio": Level.ME.value})
    await sign_in(client, "Admin", ADMINISTRATOR)

    assert "wells" not in (await client.get(place_of("profile", one.id, other.id))).text

    await Profile.filter(id=other.id).update(hidden_at=other.joined_at)
    assert (await client.get(place_of("profile", one.id, other.id))).status_code == 404
    assert "Amina" not in (await client.get(PAGE)).text


async def test_a_merge_takes_each_field_from_where_it_was_chosen(
    client: httpx2.AsyncClient,
) -> None:
    one, other = await twice()
    admin = await sign_in(client, "Admin", ADMINISTRATOR)
    change = await last_change()
    place = place_of("profile", one.id, other.id)
    chosen = merging(one, other, email=str(other.id), expertise="both", name=str(one.id))

    answers = [await client.post(place, data=chosen) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    (kept,) = await whole(Profile.filter(id=one.id))
    assert not await Profile.exists(id=other.id)
    assert (kept.name, kept.email, kept.email_key) == (
        "Amina Wanjiru Otieno",
        "amina@new.example",
        "amina@new.example",
    )
    assert kept.bio == "Counts wells."  # was empty
    assert {tag.key for tag in kept.lists["expertise"]} == {"property-tax", "wash"}
    assert kept.position == "Planner"
    changes = await Change.filter(id__gt=change, kind="profile").values_list("key", flat=True)
    assert set(changes) == {str(one.id), str(other.id)}
    row = await AuditRow.get(action="profile.merged")
    assert (row.actor_id, row.subject) == (admin, f"profile:{one.id}")
    assert "amina" not in str(row.detail)


async def test_a_merge_never_opens_what_was_closed(client: httpx2.AsyncClient) -> None:
    one, other = await twice()
    await Profile.filter(id=other.id).update(visibility=Visibility.HIDDEN.value)
    await sign_in(client, "Admin", ADMINISTRATOR)

    await client.post(place_of("profile", one.id, other.id), data=merging(one, other))

    kept = await Profile.get(id=one.id)
    assert kept.levels["bio"] == Level.CHAPTERS
    assert kept.visibility == Visibility.HIDDEN
    client.cookies.clear()
    assert (await client.get("/members/amina")).status_code == 404


async def furnish(one: Profile, other: Profile) -> None:
    """Give both memberships, messages and reports, and `other` an account's worth of them."""
    for slug, members in (("shared", (one, other)), ("own", (other,))):
        chapter = await Chapter.create(slug=slug, kind="country", scope=slug, topics=[], quality={})
        await join_chapters([(member.id, chapter) for member in members])
    await Membership.filter(profile_id=one.id).update(state="suggested")
    await Message.create(key="m", recipient=other, text="Hello")
    await Report.create(subject=f"profile:{other.id}", reason="spam")


async def test_a_merge_moves_all_along_and_its_undo_brings_all_back(
    client: httpx2.AsyncClient,
) -> None:
    one, other = await twice()
    await furnish(one, other)
    await sign_in_as(client, other)
    owned = await Profile.get(id=other.id)
    await sign_in(client, "Admin", ADMINISTRATOR)
    before = await everything()

    await client.post(
        place_of("profile", one.id, other.id), data=merging(one, owned, email=str(other.id))
    )
    (kept,) = await whole(Profile.filter(id=one.id))
    assert kept.account_id == owned.account_id
    assert kept.chapters == {"shared", "own"}
    assert set(await Membership.all().values_list("profile_id", "state")) == {(one.id, "active")}
    assert (await Message.get(key="m")).recipient_id == one.id
    assert (await Report.get()).subject == f"profile:{one.id}"
    merge = await Merge.get()
    undone = await client.post(f"/administration/merges/profile/{merge.id}/undo")

    assert undone.status_code == 303
    assert await everything() == before
    assert await AuditRow.exists(action="profile.unmerged")
    again = await client.post(f"/administration/merges/profile/{merge.id}/undo")
    assert again.status_code == 409


async def test_what_was_edited_since_survives_an_undo(client: httpx2.AsyncClient) -> None:
    one, other = await twice()
    await sign_in(client, "Admin", ADMINISTRATOR)
    await client.post(place_of("profile", one.id, other.id), data=merging(one, other))
    await Profile.filter(id=one.id).update(bio="Counts pumps.")

    await client.post(f"/administration/merges/profile/{(await Merge.get()).id}/undo")

    assert (await Profile.get(id=one.id)).bio == "Counts pumps."
    assert (await Profile.get(id=other.id)).bio == "Counts wells."


async def test_an_undo_gives_way_to_whoever_has_the_address_now(
    client: httpx2.AsyncClient,
) -> None:
    one, other = await twice()
    await sign_in(client, "Admin", ADMINISTRATOR)
    await client.post(place_of("profile", one.id, other.id), data=merging(one, other))
    await make(name="Amina", slug="amina-3", email="amina@new.example")

    answer = await client.post(f"/administration/merges/profile/{(await Merge.get()).id}/undo")

    assert answer.status_code == 409
    assert not await Profile.exists(id=other.id)
    assert (await Merge.get()).undone_at is None


async def test_with_two_accounts_the_administrator_says_which_stays(
    client: httpx2.AsyncClient,
) -> None:
    one, other = await twice()
    await sign_in_as(client, one)
    owner = await sign_in_as(client, other)
    await sign_in(client, "Admin", ADMINISTRATOR)
    shown = await client.get(place_of("profile", one.id, other.id))

    await client.post(
        place_of("profile", one.id, other.id), data=merging(one, other, account=str(other.id))
    )

    assert "signs in with this one" in shown.text
    assert (await Profile.get(id=one.id)).account_id == owner


async def test_who_was_edited_since_the_comparing_is_not_merged(
    client: httpx2.AsyncClient,
) -> None:
    one, other = await twice()
    await sign_in(client, "Admin", ADMINISTRATOR)
    await Profile.filter(id=other.id).update(version=other.version + 1)
    place, typed = place_of("profile", one.id, other.id), merging(one, other, name=str(other.id))

    answer = await client.post(place, data=typed)

    assert answer.status_code == 409
    assert "Compare again." in answer.text
    assert f'name="field-name" value="{other.id}" checked' in answer.text
    assert f'name="version-{other.id}" value="{other.version + 1}"' in answer.text
    assert await Profile.exists(id=other.id)


async def test_two_told_apart_are_not_asked_about_again(client: httpx2.AsyncClient) -> None:
    one, other = await twice()
    await sign_in(client, "Admin", ADMINISTRATOR)

    for _again in range(2):
        answer = await client.post(f"{place_of('profile', one.id, other.id)}/apart")
        assert answer.status_code == 303

    assert await Distinct.all().count() == 1
    assert "Amina" not in (await client.get(PAGE)).text
    assert await AuditRow.filter(action="profile.told-apart").count() == 1


@pytest.mark.parametrize(
    "path", ["person/1/2", "profile/1/1", "profile/x/2", "profile/1/999999", "institution/1/²"]
)
async def test_two_that_are_not_there_are_not_found(client: httpx2.AsyncClient, path: str) -> None:
    await sign_in(client, "Admin", ADMINISTRATOR)

    assert (await client.get(f"{PAGE}/{path}")).status_code == 404


async def test_an_old_merge_cannot_be_taken_back(client: httpx2.AsyncClient) -> None:
    await sign_in(client, "Admin", ADMINISTRATOR)

    for path in ("profile/1", "profile/x", "thing/1", "institution/99999999999999"):
        answer = await client.post(f"/administration/merges/{path}/undo")
        assert answer.status_code == 404


async def test_what_went_is_forgotten_after_30_days(client: httpx2.AsyncClient) -> None:
    one, other = await twice()
    await sign_in(client, "Admin", ADMINISTRATOR)
    await client.post(place_of("profile", one.id, other.id), data=merging(one, other))
    merge = await Merge.get()
    assert await forget_old_merges() == 0
    await Merge.all().update(at=now() - KEPT_FOR)

    answer = await client.post(f"/administration/merges/profile/{merge.id}/undo")

    assert answer.status_code == 404
    assert await forget_old_merges() == 1


async def test_tags_of_a_merged_profile_are_not_left_behind(client: httpx2.AsyncClient) -> None:
    one, other = await twice()
    await give_account(one.id, await create_sample_account("Amina", "own@example.org", []))
    await sign_in(client, "Admin", ADMINISTRATOR)

    await client.post(
        place_of("profile", one.id, other.id),
        data=merging(one, other, expertise=str(one.id)),
    )

    rows = await ProfileTag.filter(field="expertise").values_list("profile_id", "key")
    assert set(rows) == {(one.id, "property-tax")}
