"""A chapter whose coordinator writes to its members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cop.accounts.models import Account
from cop.announcements.actions.preparing import prepare_due
from cop.announcements.actions.weekly import mail_weeks
from cop.announcements.going import may_go
from cop.announcements.models import Announcement, MailChoice, Stage
from cop.kit.clock import now
from cop.kit.outbox import Mail, claim_mail

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from profiles.models import Profile

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = {"title-en": "We meet in Kisumu", "text-en": "On **Friday**.\n\n- maps\n- tea"}


@dataclass(frozen=True, slots=True)
class Hall:
    """Ada, Bela and Dina are members of the chapter of Kenya, which Cora coordinates.

    Each has a browser, but Dina; Chidi, a member of no chapter, has one too.
    """

    ada: httpx2.AsyncClient
    bela: httpx2.AsyncClient
    chidi: httpx2.AsyncClient
    cora: httpx2.AsyncClient
    people: dict[str, Profile]
    accounts: dict[str, int]
    service: Service

    async def write(self, **fields: str) -> str:
        """Let Cora keep a draft; return its address without what follows its number."""
        return await draft(self.cora, for_="kenya", **fields)

    async def send(self, **fields: str) -> str:
        """Let Cora write and send; all mails are written then."""
        path = await self.write(**fields)
        await do(self.cora, path, "send")
        await prepare(self.service)
        return path

    async def turn(self, who: httpx2.AsyncClient, chapter_id: int, turn: str) -> None:
        data = {"list": str(chapter_id), "turn": turn}
        assert (await who.post("/account/mail/list", data=data)).status_code == 303


async def draft(client: httpx2.AsyncClient, *, for_: str, **fields: str) -> str:
    data = {"for": for_, "deed": "look", **WORDS, **fields}
    answer = await client.post("/announcements/new", data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/desk")


async def do(client: httpx2.AsyncClient, path: str, deed: str, version: int = 1) -> int:
    data = {"deed": deed, "version": str(version)}
    return (await client.post(f"{path}/desk", data=data)).status_code


async def prepare(service: Service) -> int:
    return await prepare_due(service.settings, service.post, service.engine, service.vocabulary)


async def weeks(service: Service) -> int:
    return await mail_weeks(service.settings, service.post, service.vocabulary)


async def pass_a_week() -> None:
    for choice in await MailChoice.exclude(due_at=None):
        await MailChoice.filter(id=choice.id).update(due_at=choice.due_at - timedelta(days=7))


async def write_week(hall: Hall) -> None:
    """Write Bela's mail of a week: what Cora told Kenya, and something told to all."""
    await hall.bela.post("/account/mail", data={"often": "weekly"})
    await hall.send()
    await Announcement.create(
        words={"en": {"title": "To all", "text": "Hello"}}, language="en", stage=Stage.SENDING,
        sent_at=now(), account_id=hall.accounts["cora"],
    )  # fmt: skip
    await prepare(hall.service)
    await Mail.all().delete()
    await pass_a_week()
    assert await weeks(hall.service) == 1
    assert (await Mail.get()).subject == "2 announcements this week"


async def mails() -> dict[str, Mail]:
    """Return what may go from the outbox, as it goes over the wire, by who gets it."""
    await Mail.all().update(due_at=LONG_AGO)
    found: dict[str, Mail] = {}
    while mail := await claim_mail():
        assert mail.recipient not in found
        if await may_go(mail):
            found[mail.recipient] = mail
    return found


async def move(hall: Hall, who: str, email: str, **others: Any) -> None:
    """Give somebody another address."""
    account = Account.filter(id=hall.accounts[who])
    await account.update(email=email, email_key=email, **others)


async def stage(path: str) -> Any:
    return (await Announcement.get(id=int(path.rpartition("/")[2]))).stage
