"""Addresses of announcements, and of how one gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.announcements.views import lists, writing
from cop.announcements.views import reading as announcements
from cop.permissions import Who, saves, shows

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

routes: Final[list[BaseRoute]] = [
    shows("/announcements", announcements.show_announcements, "announcements", Who.ANYONE),
    shows("/announcements/new", writing.show_new, "write-announcement", Who.COORDINATOR),
    saves("/announcements/new", writing.save_new, "save-announcement", Who.COORDINATOR),
    shows("/announcements/size", writing.show_size, "announcement-size", Who.COORDINATOR),
    shows("/announcements/{number}", announcements.show_announcement, "announcement", Who.ANYONE),
    shows("/announcements/{number}/edit", writing.show_edit, "edit-announcement", Who.COORDINATOR),
    saves(
        "/announcements/{number}/edit", writing.save_edit, "change-announcement", Who.COORDINATOR
    ),
    shows("/announcements/{number}/desk", writing.show_desk, "announcement-desk", Who.COORDINATOR),
    saves(
        "/announcements/{number}/desk", writing.save_deed, "do-with-announcement", Who.COORDINATOR
    ),
    shows("/announcements/end/{token}", lists.show_end, "end-announcements", Who.ANYONE),
    saves("/announcements/end/{token}", lists.save_end, "save-end-announcements", Who.ANYONE),
    shows(
        "/chapters/{slug}/announcements.atom",
        announcements.show_announcements_feed,
        "announcements-feed",
        Who.ANYONE,
    ),
    shows(
        "/chapters/{slug}/announcements",
        announcements.show_chapter_announcements,
        "chapter-announcements",
        Who.ANYONE,
    ),
    shows("/account/mail", lists.show_lists, "mail-lists", Who.SIGNED_IN),
    saves("/account/mail", lists.save_often, "choose-often", Who.SIGNED_IN),
    saves("/account/mail/list", lists.save_switch, "switch-list", Who.SIGNED_IN),
    saves("/account/mail/works", lists.save_confirmed, "confirm-address", Who.SIGNED_IN),
]
