"""Writing and deciding at the same time, each in a transaction of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow
from cop.accounts.viewer import Viewer
from cop.contact.access import Other
from cop.contact.actions.messages import CONVERSATIONS_A_DAY, Draft, WroteTooMuch, send_message
from cop.contact.actions.reports import AlreadyDecided, Decision, decide_report
from cop.contact.models import Deed, Message, Report
from cop.kit.changes import Change
from cop.kit.clock import now
from cop.kit.mail import Post
from cop.kit.outbox import Mail
from profiles.member import Member
from profiles.models import Profile
from profiles.queries import find_owner
from tests.databases import empty

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from cop.kit.settings import Settings

RACES = 40


@pytest.fixture
async def writer(filled_database: str) -> AsyncGenerator[Account]:  # noqa: ARG001
    """An account outside any transaction; all that is made of it goes with it."""
    yield await Account.create(name="Hasty", email="hasty@example.org", joined_at=now())
    await empty(Mail, Message, Report, AuditRow, Profile)
    await Account.filter(name__in=["Hasty", "Reported"]).delete()
    await Change.filter(kind="profile").delete()


@pytest.fixture
def post(https_settings: Settings) -> Post:
    return Post(https_settings, lambda _language: "Network")


async def others(many: int) -> list[Other]:
    await Profile.bulk_create(
        Profile(
            slug=f"o{n}", name=f"O {n}", name_key=f"o {n}", email=f"o{n}@example.org",
            published_at=now(),
        )
        for n in range(many)
    )  # fmt: skip
    found: list[Other] = []
    for profile in await Profile.filter(slug__startswith="o"):
        owner = await find_owner(profile.id)
        assert owner
        found.append(Other(member(profile), owner, takes_messages=True))
    return found


def member(profile: Profile) -> Member:
    return Member(
        id=profile.id, slug=profile.slug, name=profile.name, joined_at=now(), confirmed_at=None
    )


async def test_one_form_sent_many_times_at_once_is_one_message(writer: Account, post: Post) -> None:
    (other,) = await others(1)
    viewer, draft = Viewer(account_id=writer.id, is_member=True), Draft("Hello", "k" * 20)

    messages = await asyncio.gather(
        *(send_message(post, viewer, other.member, other, draft) for _ in range(8))
    )

    assert len({message.id for message in messages}) == 1
    assert await Message.all().count() == await Mail.all().count() == 1


async def test_no_haste_passes_the_limit_of_a_day(writer: Account, post: Post) -> None:
    viewer = Viewer(account_id=writer.id, is_member=True)

    ends = await asyncio.gather(
        *(
            send_message(post, viewer, other.member, other, Draft("Hello", f"{n:020}"))
            for n, other in enumerate(await others(CONVERSATIONS_A_DAY + 5))
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(end, WroteTooMuch) for end in ends) == 5
    assert await Message.all().count() == await Mail.all().count() == CONVERSATIONS_A_DAY


async def test_of_two_administrators_exactly_one_decides(writer: Account, post: Post) -> None:
    reported = await Account.create(name="Reported", email="reported@example.org")
    profile = await Profile.create(
        slug="r", name="R", name_key="r", account=reported, published_at=now()
    )
    judge = Viewer(account_id=writer.id, is_administrator=True)
    for _ in range(RACES):
        report = await Report.create(
            reporter_id=writer.id, subject=f"profile:{profile.id}", reason="spam"
        )
        ends = await asyncio.gather(
            decide_report(post, judge, report.id, Decision(Deed.HIDE, "Hidden.")),
            decide_report(post, judge, report.id, Decision(Deed.DISMISS, "Dismissed.")),
            return_exceptions=True,
        )
        assert sum(isinstance(end, AlreadyDecided) for end in ends) == 1
        assert sum(end is None for end in ends) == 1

    assert await Mail.filter(recipient="hasty@example.org").count() == RACES
    assert await AuditRow.filter(action="report.decided").count() == RACES
