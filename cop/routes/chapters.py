"""Addresses of chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.chapters import desk_views as desks
from cop.chapters import note_views as notes
from cop.chapters import proposal_views as proposals
from cop.chapters import roster_views as rosters
from cop.chapters import views as chapters
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
    shows("/chapters/{slug}", chapters.show_chapter, "chapter", Who.ANYONE),
    saves("/chapters/{slug}/join", chapters.save_joining, "join-chapter", Who.MEMBER),
    saves("/chapters/{slug}/leave", chapters.save_leaving, "leave-chapter", Who.MEMBER),
    saves("/chapters/{slug}/place", chapters.save_place, "change-place", Who.MEMBER),
    # The desk of those who coordinate a chapter; where mails lead one signs in first
    shows("/chapters/{slug}/desk", desks.show_desk, "desk", Who.SIGNED_IN),
    shows("/chapters/{slug}/requests", desks.show_requests, "requests", Who.SIGNED_IN),
    saves("/chapters/{slug}/requests", desks.save_decision, "decide-membership", Who.COORDINATOR),
    saves("/chapters/{slug}/joining", desks.save_rule, "set-joining", Who.COORDINATOR),
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
    shows("/chapters/{slug}/members/{member}", desks.show_place, "chapter-member", Who.SIGNED_IN),
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
