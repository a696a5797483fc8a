"""Once a week administrators are mailed what the graph proposes anew, and what has become two."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.models import Account
from cop.chapters.models.memberships import Membership
from cop.chapters.models.proposals import Drift, ToldProposal, WeeklyLook
from cop.chapters.proposals.weekly import look_weekly
from cop.kit.clock import now
from cop.kit.outbox import Mail
from cop.running import hourly, make_service
from profiles.actions.members import Draft, create_profiles
from tests.chapters.forming import form
from tests.chapters.telling import choose
from tests.chapters.test_forming import gather, match
from tests.people import sign_in, tags

if TYPE_CHECKING:
    import httpx2

    from cop.chapters.models.chapters import Chapter
    from cop.running import Service

ADMINISTRATOR = [("administrator", "")]
TWO = "Its members form two groups: 20 work more on"
WEEK = timedelta(days=7)
TOPICS = (("wash", "property-tax"), ("local-elections", "business-taxes"))


async def look(service: Service, *, later: timedelta = WEEK) -> int:
    """Let so much time pass and do what is done hourly."""
    for row in await WeeklyLook.all():
        await WeeklyLook.filter(id=row.id).update(due_at=row.due_at - later)
    return await look_weekly(service.post, service.matcher, service.vocabulary)


async def drift_apart(service: Service) -> Chapter:
    """Let a chapter be of twenty who know the one and twenty who know the other."""
    values = {"country": "KE", "visibility": "members"}
    drafts = [
        Draft(
            {"name": f"Person {at}", "slug": f"apart-{at:02}", **values},
            {"expertise": tags(*TOPICS[at % 2])},
        )
        for at in range(40)
    ]
    people = await create_profiles(drafts, published=True)
    chapter = await form(service, "country", "KE", people)
    await match(service)
    return chapter


async def test_what_is_new_is_told_once_a_week_in_plain_words(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    admin = await sign_in(client, "Admin", ADMINISTRATOR)

    assert await look(service) == 1

    written = await Mail.get()
    assert written.recipient == "admin@example.net"
    assert "Health · Public finance" in written.text
    assert "have a close peer in the other." in written.text
    assert "http://127.0.0.1:8000/chapters/proposals\n" in written.text
    assert "/notices/" in written.headers["List-Unsubscribe"]
    assert "Person" not in written.text
    assert await look(service, later=timedelta()) == 0
    assert await look(service, later=timedelta(days=6)) == 0
    assert await look(service, later=timedelta(days=1)) == 0  # nothing is new
    assert await Mail.all().count() == 1
    await ToldProposal.filter(kind="bridge").delete()
    assert await look(service) == 1
    last = await Mail.all().order_by("-id").first()
    assert last
    assert last.subject == "1 chapter could be formed"
    assert last.recipient == (await Account.get(id=admin)).email


async def test_a_group_is_known_again_by_its_people_though_it_has_another_name(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    await look(service)
    assert await ToldProposal.filter(kind="bridge").update(scope="health+energy") == 1

    assert await look(service) == 0


async def test_it_is_told_in_each_readers_language_and_not_to_who_wants_no_mail(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    for name, language, often in (("Amina", "fr", "daily"), ("Admin", "en", "off")):
        account = await sign_in(client, name, ADMINISTRATOR)
        await Account.filter(id=account).update(language=language)
        await choose(client, often)

    assert await look(service) == 1

    written = await Mail.get()
    assert written.recipient == "amina@example.net"
    assert "Health" not in written.text


async def test_while_nobody_could_be_told_nothing_counts_as_told(service: Service) -> None:
    await gather(service)

    assert await look(service) == 0

    assert not await ToldProposal.exists()


async def test_a_chapter_that_has_become_two_is_told_to_administrators_and_on_its_page(
    service: Service, client: httpx2.AsyncClient
) -> None:
    chapter = await drift_apart(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    assert "Two chapters in one?" not in (await client.get("/chapters/kenya")).text

    assert await look(service) == 1

    text = (await Mail.get()).text
    assert "http://127.0.0.1:8000/chapters/kenya\n" in text
    assert TWO in text
    for reader, roles in (
        ("Other", [("coordinator", "nigeria")]),
        ("Reader", []),
        ("Cora", [("coordinator", "kenya")]),
        ("Amina", ADMINISTRATOR),
    ):
        await sign_in(client, reader, roles)
        is_told = reader in {"Cora", "Amina"}
        assert (TWO in (await client.get("/chapters/kenya")).text) is is_told, reader
    assert await look(service) == 0
    assert (await Drift.get()).chapter_id == chapter.id
    await Membership.all().delete()

    await look(service)

    assert not await Drift.exists()


async def test_another_workers_look_holds_and_one_that_died_only_delays(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    await WeeklyLook.create(id=1, due_at=now() + timedelta(hours=2))
    assert await look(service, later=timedelta()) == 0

    assert await look(service, later=timedelta(hours=3)) == 1


async def test_while_the_members_are_being_read_it_waits(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    fresh = make_service(service.settings, service.words, service.engine)

    assert await look(fresh) == 0

    for deed in hourly(service):
        if getattr(deed, "func", None) is look_weekly:
            assert await deed() == 1
