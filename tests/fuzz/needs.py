"""What each address needs for a good answer: one table.

An address that is not in it answers well to whoever may knock, or takes the form that stands on
its page. A value is what stands in the address, the query or the form, or makes it; under "*"
something makes several at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.permissions import is_enough
from tests.doors import PERMISSIONS
from tests.fuzz.made import accounts, desk, meetings, members, own, shortlists
from tests.fuzz.made.own import CannotHave, Made

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fuzz.callers import Caller

_LETTER = {"text": "Good morning.", "key": members.form_key}
_COMPLAINT = {"reason": "spam", "words": "Buy this.", "block": "on"}

NEEDS: Mapping[str, Mapping[str, Any]] = {
    # Countries
    "briefing": {"code": "KE"},
    # Members
    "suggest": {"q": "Nai"},
    "photo": {"*": members.photo},
    "save-profile": {"*": members.sheet},
    "profile-options": {"field": "city", "q": "Nai", "country": "KE"},
    "edit-member": {"slug": own.own_slug},
    "save-member": {"slug": own.own_slug, "*": members.sheet},
    "save-photo": {"slug": own.own_slug, "photo": members.picture},
    "remove-photo": {"slug": own.own_slug},
    "ask-assistant": {"assistant": members.assistant},
    "accept-delegation": {"delegation": members.delegation},
    "end-delegation": {"delegation": members.delegation},
    # Privacy
    "save-levels": {"version": own.own_version, "visibility": "public", "level-bio": "1"},
    "save-consent": {"kind": "reminders", "given": "yes"},
    "erase": {"sure": "yes"},
    "unsubscribe": {"token": members.unsubscribe_token},
    "save-unsubscribe": {"token": members.unsubscribe_token},
    # Messages, blocks and reports
    "write": {"slug": members.reader},
    "send": {"slug": members.reader} | _LETTER,
    "switch-messages": {"messages": "on"},
    "conversation": {"id": members.letter},
    "answer": {"id": members.letter} | _LETTER,
    "block": {"slug": members.neighbour},
    "block-sender": {"id": members.letter},
    "unblock": {"block": members.block},
    "report": {"slug": members.reader},
    "send-report": {"slug": members.reader} | _COMPLAINT,
    "report-message": {"id": members.letter},
    "send-message-report": {"id": members.letter} | _COMPLAINT,
    "decide-report": {"id": members.report, "deed": "hide", "words": "Not here."},
    # Saved searches
    "save-search": {"question": "q=water", "name": "Water"},
    "feed": {"token": own.feed},
    "change-search": {"number": own.search, "name": "Water", "often": "weekly"},
    "delete-search": {"number": own.search},
    "renew-feed": {"number": own.search, "feed": "renew"},
    "end-alert": {"token": own.alert},
    "save-end-alert": {"token": own.alert},
    "settle-unanswered": {"question": "1"},
    # What would be mailed
    "mail": {"id": members.mail},
    "mail-html": {"id": members.mail},
    # Who is near
    "nearby": {"place": "Nairobi"},
    "locate": {"lat": "-1.29", "lon": "36.82"},
    # Shortlists
    "pair": {"slug": members.somebody, "other": members.neighbour},
    "compare-members": {"who": members.somebody},
    "make-shortlist": {"name": shortlists.new_name},
    "choose-shortlist": {"who": members.somebody, "next": "/members"},
    "keep": {"*": shortlists.keeping},
    "shortlist-csv": {"number": shortlists.own_list},
    "shortlist-vcards": {"number": shortlists.own_list},
    "shortlist": {"number": shortlists.own_list},
    "save-shortlist": {"number": shortlists.own_list, "name": shortlists.new_name},
    "delete-shortlist": {"number": shortlists.own_list},
    "share-shortlist": {"number": shortlists.own_list},
    "end-sharing": {"number": shortlists.own_list},
    "note": {"*": shortlists.noted, "note": "Good morning."},
    "take-off": {"*": shortlists.noted},
    "shared-list-csv": {"token": shortlists.token},
    "shared-list-vcards": {"token": shortlists.token},
    "shared-list": {"token": shortlists.token},
    # Matches
    "save-digest": {"mail": "on"},
    "end-digest": {"token": own.digest},
    "save-end-digest": {"token": own.digest},
    "answer-match": {"slug": members.neighbour, "answer": "later"},
    "take-back": {"slug": members.neighbour},
    "say-helped": {"slug": members.neighbour, "helped": "yes"},
    "introduction": {"slug": members.to_meet},
    # Chapters
    "accept-proposal": {"proposal": desk.proposal},
    "proposal": {"proposal": desk.proposal},
    "dismiss-proposal": {"proposal": desk.proposal, "why": "later"},
    "restore-proposal": {"dismissed": desk.dismissed},
    "join-chapter": {"slug": desk.chapter},
    "leave-chapter": {"slug": desk.chapter},
    "change-place": {"slug": desk.chapter, "deed": "pause"},
    "make-chapter": {"kind": "free", "name-en": desk.new_name},
    "merge-chapter": {"slug": desk.chapter, "into": desk.new_chapter},
    "save-merge": {"slug": desk.new_chapter, "into": desk.new_chapter},
    "unmerge-chapter": {"*": desk.merged},
    "split-chapter": {"slug": desk.chapter, "part": "country:KE"},
    "save-split": {"*": desk.crowded},
    "requests": {"slug": desk.coordinated},
    "decide-membership": {"slug": desk.coordinated, "who": members.neighbour, "deed": "invite"},
    "set-joining": {"slug": desk.coordinated, "joining": "open"},
    "request": {"slug": desk.coordinated, "member": members.neighbour},
    "decide-member": {"slug": desk.coordinated, "member": members.neighbour, "deed": "invite"},
    "staying": {"slug": desk.chapter},
    "save-staying": {"slug": desk.chapter},
    "hand-over": {"slug": desk.coordinated},
    "step-down": {"slug": desk.led_with_others},
    "save-notices": {"often": "daily"},
    "end-notices": {"token": own.notices},
    "save-end-notices": {"token": own.notices},
    "about-chapter": {"slug": desk.coordinated},
    "save-about-chapter": {"*": desk.about},
    "turn-chapter": {"slug": desk.coordinated, "turn": "rest", "words": "Holidays."},
    "seats": {"slug": desk.coordinated},
    "offer-seat": {"*": desk.offer},
    "end-seat": {"*": desk.seat},
    "answer-seat": {"*": desk.own_seat},
    # Meetings
    "own-calendar": {"token": meetings.calendar},
    "save-calendar": {"feed": "renew"},
    "zone": {"next": "/meetings"},
    "save-zone": {"zone": "Africa/Nairobi", "next": "/meetings"},
    "meetings": {"slug": desk.chapter},
    "calendar": {"slug": desk.chapter},
    "plan-meeting": {"slug": desk.coordinated} | meetings.PLAN,
    "export-meetings": {"slug": desk.coordinated},
    "new-meeting": {"slug": desk.coordinated},
    "set-rhythm": {"slug": desk.coordinated, "rhythm": "monthly"},
    "import-meetings": {"slug": desk.coordinated},
    "save-import": {"slug": desk.coordinated, "text": meetings.FEED, "zone": "UTC"},
    "preview-import": {"slug": desk.coordinated, "text": meetings.file, "zone": "UTC"},
    "meeting-calendar": {"*": meetings.public},
    "meeting": {"*": meetings.public},
    "register": {"*": meetings.public, "coming": "yes"},
    "meeting-people": {"*": meetings.own},
    "save-attendance": {"*": meetings.held},
    "edit-meeting": {"*": meetings.own},
    "save-meeting": {"*": meetings.own, "sequence": "0"} | meetings.PLAN,
    "edit-agenda": {"*": meetings.own},
    "save-agenda": {"*": meetings.own, "sequence": "0"} | meetings.ROW,
    "take-meeting-step": {"*": meetings.own, "step": "cancel"},
    "save-summary": {"*": meetings.own, "sequence": "0", "summary": "We agreed."},
    # Announcements
    "write-announcement": {"for": desk.coordinated},
    "save-announcement": {"for": desk.coordinated, "title-en": "Hello", "text-en": "We meet."},
    "announcement-size": {"for": desk.coordinated, "q": "water"},
    "announcement": {"number": desk.announced},
    "edit-announcement": {"number": desk.draft},
    "change-announcement": {
        "number": desk.draft,
        "version": "1",
        "title-en": "Hello",
        "text-en": "We meet.",
    },
    "announcement-desk": {"number": desk.draft},
    "do-with-announcement": {"number": desk.draft, "version": "1", "deed": "send"},
    "announcements-feed": {"slug": desk.chapter},
    "chapter-announcements": {"slug": desk.chapter},
    "end-announcements": {"token": own.list_end},
    "save-end-announcements": {"token": own.list_end},
    "choose-often": {"often": "weekly"},
    "switch-list": {"list": "0", "turn": "off"},
    "desk": {"slug": desk.coordinated},
    "roster": {"slug": desk.coordinated},
    "roster-csv": {"slug": desk.coordinated},
    "roster-xlsx": {"slug": desk.coordinated},
    "preview-bulk": {"slug": desk.coordinated, "who": members.neighbour, "deed": "invite"},
    "read-list": {"slug": desk.coordinated, "list": desk.people},
    "do-bulk": {"*": desk.many},
    "bulk-deed": {"*": desk.bulk},
    "undo-bulk": {"*": desk.bulk},
    "chapter-member": {"slug": desk.coordinated, "member": members.neighbour},
    "save-note": {"*": desk.noted},
    "delete-note": {"*": desk.noted},
    "chapter-trail": {"slug": desk.coordinated},
    # Signing in
    "save-sign-in": {"email": accounts.new_email},
    "save-sign-in-code": {"digits": accounts.digits},
    "sign-in-link": {"token": accounts.sign_in_token},
    "save-sign-in-link": {"token": accounts.sign_in_token},
    "save-sample": {"account": accounts.account},
    "sign-in-with": {"provider": "house"},
    "back-from": {"*": accounts.way_back},
    "sign-in-passkey": {"*": accounts.passkey_to_enter},
    # One's own account
    "save-email": {"email": accounts.new_email},
    "email-link": {"token": accounts.email_token},
    "save-email-link": {"token": accounts.email_token},
    "save-mail-language": {"language": "fr"},
    "end-device": {"number": accounts.session},
    "save-token": {"name": accounts.token_name, "reach": "own", "days": "30"},
    "revoke-token": {"number": accounts.api_token},
    "link-identity": {"provider": "house"},
    "unlink-identity": {"identity": accounts.identity},
    "add-passkey": {"*": accounts.new_passkey},
    "name-passkey": {"passkey": accounts.passkey, "name": "My phone"},
    "remove-passkey": {"passkey": accounts.passkey},
    "save-proof": {"*": accounts.passkey_to_prove},
    # Administration
    "one-account": {"id": accounts.account},
    "ban-account": {"id": accounts.account, "reason": "Spam."},
    "lift-ban": {"id": accounts.account},
    "hide-profile-of": {"id": accounts.member},
    "show-profile-of": {"id": accounts.member},
    "release": {"slug": members.neighbour},
    "grant-role": {"id": accounts.account, "role": "editor", "scope": ""},
    "revoke-role": {"id": accounts.account, "role": "editor", "scope": ""},
    "compare": {"*": desk.pair},
    "merge": {"*": desk.pair},
    "tell-apart": {"*": desk.pair},
    "undo-merge": {"kind": "profile", "id": desk.merge},
    "topic": {"key": desk.topic},
    "word": {"word": "Standpipes"},
    "split-topic": {"key": desk.topic},
    "preview-deed": {"*": desk.deed},
    "do-deed": {"*": desk.deed},
}


async def make_what_it_needs(
    route: str, caller: Caller, needs: Mapping[str, Mapping[str, Any]] = NEEDS
) -> Made:
    """Return what `route` needs, made for this request; nothing for who may not knock there."""
    made_now: Made = {}
    if not is_enough(caller.viewer, PERMISSIONS[route]):
        return made_now
    for name, need in needs.get(route, {}).items():
        try:
            value = await need(caller) if callable(need) else need
        except CannotHave:
            return {}
        made_now |= value if name == "*" else {name: value}
    return made_now
