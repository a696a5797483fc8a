"""Who may knock at which address: the one table, and the door that reads it.

An address without an entry answers 404, and fails `tests/test_permissions.py`. What a person may do
with *this* member or *this* chapter is asked again inside, by the domain's `access.py`.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from functools import wraps
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.routing import Route

from cop.accounts.session import caller, payer
from cop.accounts.viewer import NOBODY
from cop.kit.api import MOST_A_MINUTE
from cop.kit.errors import NotFound, Unknown
from cop.kit.i18n import gettext as _
from cop.kit.limits import spend
from cop.kit.web import go

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.accounts.viewer import Viewer

    View = Callable[[Request], Awaitable[Response]]

MINUTE: Final = timedelta(minutes=1)
LONGEST_PART: Final = 80  # of an address; no key is longer, and Tortoise takes none that is
_READING: Final = frozenset({"GET", "HEAD"})


class Who(Enum):
    """The least that one must be."""

    ANYONE = auto()
    SIGNED_IN = auto()
    MEMBER = auto()
    COORDINATOR = auto()  # of some chapter; of which, the domain asks
    EDITOR = auto()  # of the vocabulary
    ADMINISTRATOR = auto()


PERMISSIONS: Final[Mapping[str, Who]] = {
    "home": Who.ANYONE,
    "countries": Who.ANYONE,
    "country": Who.ANYONE,
    "briefing": Who.ANYONE,
    "about": Who.ANYONE,
    # Members
    "directory": Who.ANYONE,
    "suggest": Who.ANYONE,
    "vcard": Who.ANYONE,
    "member": Who.ANYONE,
    "me": Who.SIGNED_IN,
    # Privacy
    "privacy": Who.SIGNED_IN,
    "preview": Who.SIGNED_IN,
    "save-levels": Who.SIGNED_IN,
    "hide": Who.SIGNED_IN,
    "unhide": Who.SIGNED_IN,
    "save-consent": Who.SIGNED_IN,
    "still-true": Who.SIGNED_IN,
    "download": Who.SIGNED_IN,
    "erasure": Who.SIGNED_IN,
    "erase": Who.SIGNED_IN,
    "unsubscribe": Who.ANYONE,
    "save-unsubscribe": Who.ANYONE,
    # Messages, blocks and reports
    "write": Who.MEMBER,
    "send": Who.MEMBER,
    "messages": Who.SIGNED_IN,
    "switch-messages": Who.SIGNED_IN,
    "conversation": Who.SIGNED_IN,
    "answer": Who.MEMBER,
    "block": Who.MEMBER,
    "block-sender": Who.SIGNED_IN,
    "blocks": Who.SIGNED_IN,
    "unblock": Who.SIGNED_IN,
    "report": Who.MEMBER,
    "send-report": Who.MEMBER,
    "report-message": Who.SIGNED_IN,
    "send-message-report": Who.SIGNED_IN,
    "reported": Who.SIGNED_IN,
    "reports": Who.ADMINISTRATOR,
    "decide-report": Who.ADMINISTRATOR,
    "mailbox": Who.ANYONE,  # where the service is for this machine only, else nobody
    "mail": Who.ANYONE,
    "mail-html": Who.ANYONE,
    "photo": Who.ANYONE,
    # Shortlists, and people side by side
    "compare-members": Who.ANYONE,
    "shortlists": Who.SIGNED_IN,
    "make-shortlist": Who.SIGNED_IN,
    "choose-shortlist": Who.SIGNED_IN,
    "keep": Who.SIGNED_IN,
    "shortlist-csv": Who.SIGNED_IN,
    "shortlist-vcards": Who.SIGNED_IN,
    "shortlist": Who.SIGNED_IN,
    "save-shortlist": Who.SIGNED_IN,
    "delete-shortlist": Who.SIGNED_IN,
    "share-shortlist": Who.SIGNED_IN,
    "end-sharing": Who.SIGNED_IN,
    "note": Who.SIGNED_IN,
    "take-off": Who.SIGNED_IN,
    "shared-list-csv": Who.ANYONE,  # who has its link
    "shared-list-vcards": Who.ANYONE,
    "shared-list": Who.ANYONE,
    # Saved searches
    "searches": Who.SIGNED_IN,
    "save-search": Who.SIGNED_IN,
    "feed": Who.ANYONE,
    "change-search": Who.SIGNED_IN,
    "delete-search": Who.SIGNED_IN,
    "renew-feed": Who.SIGNED_IN,
    "end-alert": Who.ANYONE,
    "save-end-alert": Who.ANYONE,
    "unanswered": Who.EDITOR,
    "settle-unanswered": Who.EDITOR,
    # Matches: whom one might meet
    "matches": Who.SIGNED_IN,
    "match-answers": Who.SIGNED_IN,
    "save-digest": Who.SIGNED_IN,
    "end-digest": Who.ANYONE,  # who has its mail
    "save-end-digest": Who.ANYONE,
    "answer-match": Who.MEMBER,
    "take-back": Who.SIGNED_IN,
    "say-helped": Who.SIGNED_IN,
    "introduction": Who.MEMBER,
    # One's own profile
    "profile": Who.SIGNED_IN,
    "save-profile": Who.SIGNED_IN,
    "profile-options": Who.SIGNED_IN,
    "welcome": Who.SIGNED_IN,
    "edit-member": Who.SIGNED_IN,
    "save-member": Who.SIGNED_IN,
    "save-photo": Who.SIGNED_IN,
    "remove-photo": Who.SIGNED_IN,
    "ask-assistant": Who.SIGNED_IN,
    "accept-delegation": Who.SIGNED_IN,
    "end-delegation": Who.SIGNED_IN,
    # Network and chapters
    "network": Who.ANYONE,
    "network-csv": Who.ANYONE,
    "network-graphml": Who.ANYONE,
    "pair": Who.ANYONE,
    "nearby": Who.ANYONE,
    "locate": Who.ANYONE,
    "chapters": Who.ANYONE,
    "chapter": Who.ANYONE,
    "join-chapter": Who.MEMBER,
    "leave-chapter": Who.MEMBER,
    "change-place": Who.MEMBER,
    "requests": Who.SIGNED_IN,  # mails lead there; who coordinates it, the domain asks
    "decide-membership": Who.COORDINATOR,
    "set-joining": Who.COORDINATOR,
    "proposals": Who.ADMINISTRATOR,
    "accept-proposal": Who.ADMINISTRATOR,
    "proposal": Who.ADMINISTRATOR,
    "dismiss-proposal": Who.ADMINISTRATOR,
    "restore-proposal": Who.ADMINISTRATOR,
    # Signing in, and how pages look
    "sign-in": Who.ANYONE,
    "save-sign-in": Who.ANYONE,
    "sign-in-code": Who.ANYONE,
    "save-sign-in-code": Who.ANYONE,
    "sign-in-link": Who.ANYONE,
    "save-sign-in-link": Who.ANYONE,
    "save-sample": Who.ANYONE,
    "sign-out": Who.ANYONE,
    "sign-in-with": Who.ANYONE,
    "back-from": Who.ANYONE,
    "ask-passkey": Who.ANYONE,
    "sign-in-passkey": Who.ANYONE,
    "preferences": Who.ANYONE,
    # One's own account
    "account": Who.SIGNED_IN,
    "save-email": Who.SIGNED_IN,
    "email-link": Who.SIGNED_IN,
    "save-email-link": Who.SIGNED_IN,
    "save-mail-language": Who.SIGNED_IN,
    "end-other-devices": Who.SIGNED_IN,
    "end-device": Who.SIGNED_IN,
    "save-token": Who.SIGNED_IN,
    "revoke-token": Who.SIGNED_IN,
    # Ways to sign in to one's account
    "identities": Who.SIGNED_IN,
    "link-identity": Who.SIGNED_IN,
    "unlink-identity": Who.SIGNED_IN,
    "passkeys": Who.SIGNED_IN,
    "add-passkey": Who.SIGNED_IN,
    "ask-new-passkey": Who.SIGNED_IN,
    "name-passkey": Who.SIGNED_IN,
    "remove-passkey": Who.SIGNED_IN,
    "prove": Who.SIGNED_IN,
    "save-proof": Who.SIGNED_IN,
    "ask-proof": Who.SIGNED_IN,
    # Administration
    "administration": Who.ADMINISTRATOR,
    "accounts": Who.ADMINISTRATOR,
    "one-account": Who.ADMINISTRATOR,
    "ban-account": Who.ADMINISTRATOR,
    "hide-profile-of": Who.ADMINISTRATOR,
    "show-profile-of": Who.ADMINISTRATOR,
    "lift-ban": Who.ADMINISTRATOR,
    "grant-role": Who.ADMINISTRATOR,
    "revoke-role": Who.ADMINISTRATOR,
    "duplicates": Who.ADMINISTRATOR,
    "compare": Who.ADMINISTRATOR,
    "merge": Who.ADMINISTRATOR,
    "tell-apart": Who.ADMINISTRATOR,
    "undo-merge": Who.ADMINISTRATOR,
    "held": Who.ADMINISTRATOR,
    "release": Who.ADMINISTRATOR,
    "trail": Who.ADMINISTRATOR,
    "settings": Who.ADMINISTRATOR,
    "consistency": Who.ADMINISTRATOR,
    "check-consistency": Who.ADMINISTRATOR,
    "vocabulary": Who.EDITOR,
    "word": Who.EDITOR,
    "topic": Who.EDITOR,
    "split-topic": Who.EDITOR,
    "preview-deed": Who.EDITOR,
    "do-deed": Who.EDITOR,
    # For machines
    "api": Who.ANYONE,
    **dict.fromkeys(
        (
            *("api-openapi", "api-members", "api-member", "api-matches", "api-nearby"),
            *("api-network", "api-chapters", "api-chapter", "api-countries", "api-country"),
            *("api-vocabulary", "api-suggest"),
        ),
        Who.ANYONE,
    ),
    "alive": Who.ANYONE,
    "ready": Who.ANYONE,
}


def is_enough(viewer: Viewer, who: Who) -> bool:
    """Say whether `viewer` is at least `who`; an administrator is everything."""
    return {
        Who.ANYONE: True,
        Who.SIGNED_IN: viewer.account_id is not None,
        Who.MEMBER: viewer.is_member,
        Who.COORDINATOR: bool(viewer.coordinates) or viewer.is_administrator,
        Who.EDITOR: viewer.is_editor or viewer.is_administrator,
        Who.ADMINISTRATOR: viewer.is_administrator,
    }[who]


def guarded(
    path: str,
    view: View,
    name: str,
    methods: list[str] | None = None,
    most_bytes: int | None = None,
) -> Route:
    """Return the route `name`, behind its entry in the table.

    Its body may be as large as the application allows, or `most_bytes`.

    A visitor who could sign in to see a page is sent to do so; who may not see it is told, like
    everybody, that there is nothing.
    """

    @wraps(view)
    async def knock(request: Request) -> Response:
        who, viewer = PERMISSIONS.get(name), caller(request)
        fits = all(len(str(part)) <= LONGEST_PART for part in request.path_params.values())
        if who is not None and fits and is_enough(viewer, who):
            return await view(request)
        if viewer.account_id is None and request.method in _READING and who is Who.SIGNED_IN:
            return go(f"/sign-in?{urlencode({'next': request.url.path})}")
        raise NotFound(_("There is nothing at this address."))

    return Route(path, knock, name=name, methods=methods, max_body_size=most_bytes)


def for_machines(path: str, view: View, name: str) -> Route:
    """Return the route `name` of the API, behind its entry and for those who do not ask too often.

    A caller whose token is none of ours is told so, instead of being taken for a stranger.
    """

    @wraps(view)
    async def knock(request: Request) -> Response:
        await spend("api", payer(request), MOST_A_MINUTE, MINUTE)
        if caller(request) is NOBODY:
            raise Unknown(_("This token is not valid, or not any more."))
        return await view(request)

    return guarded(path, knock, name)
