"""Addresses of chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.chapters.views import about as abouts
from cop.chapters.views import (
    chapters,
    making,
    merging,
    notes,
    notices,
    places,
    proposals,
    seats,
    splitting,
    staying,
)
from cop.chapters.views import desk as desks
from cop.chapters.views import handing_over as handing
from cop.chapters.views import roster as rosters
from cop.permissions import Who, saves, shows

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

A_LIST: Final = 1_100_000  # bytes, with what a form adds to a file

routes: Final[list[BaseRoute]] = [
    # Chapters
    shows("/chapters", chapters.show_chapters, "chapters", Who.ANYONE),
    shows("/chapters/proposals", proposals.show_proposals, "proposals", Who.ADMINISTRATOR),
    saves("/chapters/proposals", proposals.save_proposal, "accept-proposal", Who.ADMINISTRATOR),
    shows("/chapters/proposals/one", proposals.show_proposal, "proposal", Who.ADMINISTRATOR),
    saves(
        "/chapters/proposals/dismiss",
        proposals.save_dismissal,
        "dismiss-proposal",
        Who.ADMINISTRATOR,
    ),
    saves(
        "/chapters/proposals/restore", proposals.save_return, "restore-proposal", Who.ADMINISTRATOR
    ),
    shows("/chapters/new", making.show_new, "new-chapter", Who.ADMINISTRATOR),
    saves("/chapters/new", making.save_new, "make-chapter", Who.ADMINISTRATOR),
    shows("/chapters/{slug}", chapters.show_chapter, "chapter", Who.ANYONE),
    saves("/chapters/{slug}/join", chapters.save_joining, "join-chapter", Who.MEMBER),
    saves("/chapters/{slug}/leave", chapters.save_leaving, "leave-chapter", Who.MEMBER),
    saves("/chapters/{slug}/place", chapters.save_place, "change-place", Who.MEMBER),
    # The desk of those who coordinate a chapter; where mails lead one signs in first
    shows("/chapters/{slug}/desk", desks.show_desk, "desk", Who.SIGNED_IN),
    shows("/chapters/{slug}/requests", desks.show_requests, "requests", Who.SIGNED_IN),
    saves("/chapters/{slug}/requests", desks.save_decision, "decide-membership", Who.COORDINATOR),
    shows("/chapters/{slug}/requests/{member}", places.show_request, "request", Who.SIGNED_IN),
    saves("/chapters/{slug}/joining", desks.save_rule, "set-joining", Who.COORDINATOR),
    # Whether one still wants it, and handing over
    shows("/chapters/{slug}/stay", staying.show_staying, "staying", Who.SIGNED_IN),
    saves("/chapters/{slug}/stay", staying.save_staying, "save-staying", Who.MEMBER),
    shows("/chapters/{slug}/hand-over", handing.show_hand_over, "hand-over", Who.SIGNED_IN),
    saves("/chapters/{slug}/step-down", handing.save_stepping_down, "step-down", Who.COORDINATOR),
    # How often chapters write
    shows("/account/notices", notices.show_notices, "notices", Who.SIGNED_IN),
    saves("/account/notices", notices.save_notices, "save-notices", Who.SIGNED_IN),
    shows("/notices/{token}", notices.show_notices_end, "end-notices", Who.ANYONE),
    saves("/notices/{token}", notices.save_notices_end, "save-end-notices", Who.ANYONE),
    shows("/chapters/{slug}/merge", merging.show_merge, "merge-chapter", Who.ADMINISTRATOR),
    saves("/chapters/{slug}/merge", merging.save_merge, "save-merge", Who.ADMINISTRATOR),
    saves("/chapters/{slug}/unmerge", merging.save_unmerge, "unmerge-chapter", Who.ADMINISTRATOR),
    shows("/chapters/{slug}/split", splitting.show_split, "split-chapter", Who.ADMINISTRATOR),
    saves("/chapters/{slug}/split", splitting.save_split, "save-split", Who.ADMINISTRATOR),
    shows("/chapters/{slug}/settings", abouts.show_about, "about-chapter", Who.SIGNED_IN),
    saves("/chapters/{slug}/settings", abouts.save_about, "save-about-chapter", Who.COORDINATOR),
    saves("/chapters/{slug}/state", abouts.save_turn, "turn-chapter", Who.COORDINATOR),
    shows("/chapters/{slug}/seats", seats.show_seats, "seats", Who.SIGNED_IN),
    saves("/chapters/{slug}/seats", seats.save_offer, "offer-seat", Who.COORDINATOR),
    saves("/chapters/{slug}/seats/end", seats.save_end, "end-seat", Who.COORDINATOR),
    saves("/chapters/{slug}/seat", seats.save_answer, "answer-seat", Who.MEMBER),
    shows("/chapters/{slug}/roster", rosters.show_roster, "roster", Who.COORDINATOR),
    shows("/chapters/{slug}/roster.csv", rosters.show_csv, "roster-csv", Who.COORDINATOR),
    shows("/chapters/{slug}/roster.xlsx", rosters.show_workbook, "roster-xlsx", Who.COORDINATOR),
    saves("/chapters/{slug}/roster/preview", rosters.show_preview, "preview-bulk", Who.COORDINATOR),
    saves("/chapters/{slug}/roster/list", rosters.show_list, "read-list", Who.COORDINATOR, A_LIST),
    saves("/chapters/{slug}/roster", rosters.save_bulk, "do-bulk", Who.COORDINATOR),
    shows("/chapters/{slug}/deeds/{number}", rosters.show_bulk, "bulk-deed", Who.COORDINATOR),
    saves(
        "/chapters/{slug}/deeds/{number}/undo", rosters.save_undoing, "undo-bulk", Who.COORDINATOR
    ),
    shows("/chapters/{slug}/members/{member}", places.show_place, "chapter-member", Who.SIGNED_IN),
    saves("/chapters/{slug}/members/{member}", places.save_step, "decide-member", Who.COORDINATOR),
    saves("/chapters/{slug}/members/{member}/notes", notes.save_note, "save-note", Who.COORDINATOR),
    saves(
        "/chapters/{slug}/members/{member}/notes/delete",
        notes.save_deletion,
        "delete-note",
        Who.COORDINATOR,
    ),
    shows("/chapters/{slug}/trail", desks.show_trail, "chapter-trail", Who.COORDINATOR),
    shows("/me/privacy/notes", notes.show_own_notes, "own-notes", Who.SIGNED_IN),
]
