"""What each domain plugs into the service. To add a domain, add it here and in `routes/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts import personal as accounts_personal
from cop.announcements import personal as announcements_personal
from cop.announcements.actions import merging as announcement_merging
from cop.announcements.actions.bounces import note_refused
from cop.announcements.views import lists as announcement_lists
from cop.announcements.views import reading as announcements
from cop.chapters import personal as chapters_personal
from cop.chapters.actions.belongings import BELONGINGS
from cop.chapters.actions.movers import ChapterMovers
from cop.chapters.actions.moving import move_memberships, return_memberships
from cop.chapters.actions.seating import end_seats_that_are_over
from cop.chapters.actions.staying import ask_who_stays
from cop.chapters.actions.terms import tell_of_ending_terms
from cop.chapters.actions.turning import lay_quiet_chapters_to_rest
from cop.chapters.queries.chapters import tell_chapters
from cop.chapters.queries.following import follow_chapters
from cop.chapters.views import chapters, seats, staying
from cop.chapters.views import desk as desks
from cop.contact import personal as contact_personal
from cop.contact.actions.messages import forget_old_messages
from cop.contact.actions.moving import move_messages, return_messages
from cop.contact.queries.messages import list_partners
from cop.contact.views.messages import make_contact_panel
from cop.contact.views.openings import Openings
from cop.events import personal as events_personal
from cop.events.actions import merging
from cop.events.actions.moving import move_registrations, return_registrations
from cop.events.views import meetings
from cop.introductions import personal as introductions_personal
from cop.introductions.actions.moving import move_answers, return_answers
from cop.introductions.queries import list_accepted
from cop.introductions.views.openings import open_introduction, open_match
from cop.kit.database import database_config
from cop.kit.outbox import forget_old_mail
from cop.kit.panels import Panels
from cop.kit.personal import Personal
from cop.privacy.actions.unanswered import forget_unanswered
from cop.searches import personal as searches_personal
from cop.searches.actions.moving import move_findings, return_findings
from cop.searches.actions.unanswered import forget_old_questions
from cop.searches.views.saved import make_save_panel
from cop.searches.views.unanswered import make_unanswered_panel
from cop.shortlists import personal as shortlists_personal
from cop.shortlists.actions.people import move_entries, return_entries
from cop.shortlists.views import people as shortlists
from cop.vocabulary import personal as vocabulary_personal
from matching import views as matching
from matching.links import Links
from profiles import personal as profiles_personal
from profiles.duplicates.actions import forget_old_merges
from profiles.duplicates.movers import Mover, Movers
from profiles.facets import Tellers, tell_institutions
from profiles.source import MemberSource
from profiles.views import members

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from cop.vocabulary.queries import VocabularyWatch
    from search.sync import Source

MODELS: Final = (
    "cop.kit.changes",
    "cop.kit.outbox",
    "cop.vocabulary.models",
    "cop.accounts.models",
    "profiles.models",
    "matching.models",
    "cop.contact.models",
    "cop.chapters.models.chapters",
    "cop.chapters.models.memberships",
    "cop.chapters.models.seats",
    "cop.chapters.models.proposals",
    "cop.chapters.models.notices",
    "cop.events.models",
    "cop.introductions.models",
    "cop.shortlists.models",
    "cop.searches.models",
    "cop.announcements.models",
)

TORTOISE_ORM: Final = database_config("sqlite://:memory:", MODELS)  # for `tortoise makemigrations`

PANELS: Final = Panels(
    {
        "member": (
            make_contact_panel,
            desks.make_invitation_panel,
            shortlists.make_member_panel,
            members.make_own_panel,
            staying.make_own_panel,
            matching.make_peers_panel,
            matching.make_hall_panel,
            matching.make_nearby_panel,
            chapters.make_member_panel,
        ),
        # what a chapter needs, said as in `templates/chapters/duty.html`
        "desk": (seats.make_desk_panel, meetings.make_desk_panel),
        "welcome": (matching.make_first_panel, chapters.make_first_panel),
        "directory": (make_save_panel, make_unanswered_panel),
        "ticked": (shortlists.make_directory_panel,),
        "chapter": (
            staying.make_chapter_panel,
            desks.make_drift_panel,
            meetings.make_chapter_panel,
            announcements.make_chapter_panel,
            seats.make_leading_panel,
        ),
        "hand-over": (seats.make_desk_panel, meetings.make_desk_panel),
        "country": (chapters.make_country_panel,),
        "account": (announcement_lists.make_account_panel,),
        "matches": (matching.make_hall_panel, matching.make_nearby_panel),
    }
)

OPENINGS: Final = Openings({"match": open_match, "introduction": open_introduction})

LINKS: Final = Links((list_partners, list_accepted))

TELLERS: Final = Tellers(
    {"institution": tell_institutions, "chapter": tell_chapters}, follow_chapters
)

PERSONAL: Final = Personal(
    (
        *accounts_personal.PARTS,
        *profiles_personal.PARTS,
        *contact_personal.PARTS,
        *chapters_personal.PARTS,
        *events_personal.PARTS,
        *introductions_personal.PARTS,
        *shortlists_personal.PARTS,
        *searches_personal.PARTS,
        *announcements_personal.PARTS,
        *vocabulary_personal.PARTS,
    )
)

# What goes along when two members are made one. Foreign keys to profiles stand to their right.
MOVERS: Final = Movers(
    (
        Mover("memberships", move_memberships, return_memberships),
        Mover("registrations", move_registrations, return_registrations),
        Mover("messages", move_messages, return_messages),
        Mover("answers", move_answers, return_answers),
        Mover("shortlists", move_entries, return_entries),
        Mover("findings", move_findings, return_findings),
    )
)

# What goes along when a chapter becomes part of another one.
CHAPTER_MOVERS: Final = ChapterMovers(
    (*BELONGINGS, *merging.CHAPTER_MOVERS, *announcement_merging.CHAPTER_MOVERS)
)

# What needs no mail, matcher or search.
HOURLY: Final[Sequence[Callable[[], Awaitable[object]]]] = (
    forget_old_merges,
    forget_old_messages,
    note_refused,
    forget_old_mail,
    forget_unanswered,
    ask_who_stays,
    forget_old_questions,
    end_seats_that_are_over,
    tell_of_ending_terms,
    lay_quiet_chapters_to_rest,
)


def make_sources(words: VocabularyWatch) -> Sequence[Source]:
    """Return what is found by the search."""
    return (MemberSource(words),)
