"""Being told of new matches by mail: asked for, ended, and written when it is time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Account, Consent
from cop.accounts.queries import find_absent_viewer
from cop.contact.access import MustBeSeen, access_writer
from cop.introductions.access import end_token
from cop.introductions.models import EVERY, Digest, Suggested
from cop.introductions.people import suggest
from cop.introductions.queries import find_last_told, list_due, list_told
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import current_language, mark, use_language
from cop.kit.i18n import gettext as _
from cop.kit.mail import one_click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cop.kit.mail import Post
    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Vocabulary
    from matching.matcher import Matcher
    from matching.suggestions import Suggestion
    from profiles.member import Member

    _Line = tuple[Member, str, str]  # who, in which country, and why

CONSENT: Final = "matches"
TITLE: Final = mark("Be told of new matches by mail")
WORDS: Final = mark(
    "Once a week a mail may tell me of up to three members worth meeting, and why. "
    "In weeks with nobody new there is none."
)
AT_ONCE: Final = 200  # mails an hour
CLAIMED_FOR: Final = timedelta(minutes=30)  # a worker that died only delays
TOLD: Final = 3  # by name in one mail


class NoAddress(Conflict):
    """There is no proved address that a mail could go to."""

    def __init__(self) -> None:
        super().__init__(_("To be told by mail, give your account an e-mail address first."))


async def switch_digest(account_id: int, *, on: bool) -> None:
    """Tell the member of new matches by mail from now on, or no more; twice is once.

    To ask for it is to agree to it. The first mail is written within the hour, unless one was
    within the week.

    Raises:
        NoAddress: the account has no proved address.
    """
    async with in_transaction():
        account = await Account.filter(id=account_id).select_for_update().get()  # one tab at a time
        if await Digest.exists(account_id=account_id) is on:
            return
        if on and (account.email is None or account.verified_at is None):
            raise NoAddress
        if on:
            last = await find_last_told(account_id)
            await Digest.create(account_id=account_id, due_at=last + EVERY if last else now())
        else:
            await Digest.filter(account_id=account_id).delete()
        await Consent.create(account_id=account_id, kind=CONSENT, given=on, words=_(WORDS))
        action = "consent.given" if on else "consent.withdrawn"
        await record_deed(account_id, action, f"account:{account_id}", kind=CONSENT)


async def mail_matches(
    settings: Settings, post: Post, matcher: Matcher, vocabulary: Vocabulary
) -> int:
    """Mail whose turn it is whom they might meet; return how many mails were written.

    Several workers may do it at once. While the matcher has not read the members, everybody waits.
    """
    told = 0
    for digest in await list_due(now(), AT_ONCE) if matcher.snapshots else ():
        claimed = now() + CLAIMED_FOR
        waiting = Digest.filter(id=digest.id, due_at=digest.due_at)
        if not await waiting.update(due_at=claimed):
            continue  # another worker looks, or its owner has ended it
        with use_language(digest.account.language or "en"):
            new = await _find_new(digest, matcher)
            async with in_transaction():
                if await _settle(digest, new, claimed) and new:
                    await _mail(settings, post, digest, _write_lines(new, vocabulary))
                    told += 1
    return told


async def _find_new(digest: Digest, matcher: Matcher) -> Sequence[Suggestion]:
    """Return whom the member might meet, who was named in no mail; nobody for who is not found."""
    viewer = await find_absent_viewer(digest.account)
    if not viewer.is_member:
        return ()
    try:
        asker = await access_writer(viewer)
    except MustBeSeen:
        return ()
    told = await list_told(digest.account_id)
    return await suggest(matcher, asker, viewer, most=TOLD, but=told)


async def _settle(digest: Digest, new: Sequence[Suggestion], claimed: datetime) -> bool:
    """Remember who is named and when the next mail is due, while the claim holds; say if it does.

    Call it inside a transaction.
    """
    mine = Digest.filter(id=digest.id, due_at=claimed)
    if not await mine.update(due_at=now() + EVERY):
        return False
    rows = [
        Suggested(account_id=digest.account_id, profile_id=one.member.id, told_at=now())
        for one in new
    ]
    await Suggested.bulk_create(
        rows, on_conflict=["account_id", "profile_id"], update_fields=["told_at"]
    )
    return True


def _write_lines(new: Sequence[Suggestion], vocabulary: Vocabulary) -> list[_Line]:
    """Return who is new, where and why, in the current language."""
    language = current_language()
    return [
        (
            one.member,
            vocabulary.label("country", one.member.country, language) if one.member.country else "",
            " ".join(sentence.write(vocabulary) for sentence in one.told),
        )
        for one in new
    ]


async def _mail(settings: Settings, post: Post, digest: Digest, lines: Sequence[_Line]) -> None:
    """Write the mail; call it inside the transaction that settles it."""
    end = f"/matches/mail/{end_token(digest.account_id, settings.cop_data)}"
    await post.queue(
        cast("str", digest.account.email),  # `list_due` has seen to it
        "new_matches",
        language=digest.account.language,
        headers=one_click(f"{settings.base_url}{end}"),
        name=digest.account.name,
        lines=lines,
        end=end,
    )
