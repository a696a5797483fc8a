"""Addresses of chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.chapters import about_views as abouts
from cop.chapters import desk_views as desks
from cop.chapters import proposal_views as proposals
from cop.chapters import seat_views as seats
from cop.chapters import views as chapters
from cop.permissions import Who, saves, shows

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

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
    shows("/chapters/{slug}/requests", desks.show_requests, "requests", Who.SIGNED_IN),
    saves("/chapters/{slug}/requests", desks.save_decision, "decide-membership", Who.COORDINATOR),
    saves("/chapters/{slug}/joining", desks.save_rule, "set-joining", Who.COORDINATOR),
    shows("/chapters/{slug}/settings", abouts.show_about, "about-chapter", Who.SIGNED_IN),
    saves("/chapters/{slug}/settings", abouts.save_about, "save-about-chapter", Who.COORDINATOR),
    saves("/chapters/{slug}/state", abouts.save_turn, "turn-chapter", Who.COORDINATOR),
    shows("/chapters/{slug}/seats", seats.show_seats, "seats", Who.SIGNED_IN),
    saves("/chapters/{slug}/seats", seats.save_offer, "offer-seat", Who.COORDINATOR),
    saves("/chapters/{slug}/seats/end", seats.save_end, "end-seat", Who.COORDINATOR),
    saves("/chapters/{slug}/seat", seats.save_answer, "answer-seat", Who.MEMBER),
]
