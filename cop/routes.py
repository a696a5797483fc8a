"""Every address of the service, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.views import sessions
from cop.administration.views import mailbox
from cop.chapters import views as chapters
from cop.contact.views import blocks, messages, reports
from cop.countries import views as countries
from cop.kit import health
from cop.kit.assets import assets
from cop.permissions import guarded
from matching import views as matching
from profiles import views as profiles

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

POST: Final = ["POST"]

routes: Final[list[BaseRoute]] = [
    # Home and countries
    guarded("/", countries.show_home, "home"),
    guarded("/countries", countries.show_countries, "countries"),
    guarded("/countries/{code}", countries.show_country, "country"),
    guarded("/about", countries.show_about, "about"),
    # Members
    guarded("/members", profiles.show_directory, "directory"),
    guarded("/members/{slug}.vcf", profiles.show_vcard, "vcard"),
    guarded("/members/{slug}", profiles.show_member, "member"),
    guarded("/me", profiles.show_own_profile, "me"),
    # Messages, blocks and reports
    guarded("/members/{slug}/message", messages.show_message_form, "write"),
    guarded("/members/{slug}/message", messages.save_message, "send", POST),
    guarded("/messages", messages.show_messages, "messages"),
    guarded("/messages", messages.save_switch, "switch-messages", POST),
    guarded("/messages/{id}", messages.show_conversation, "conversation"),
    guarded("/messages/{id}", messages.save_answer, "answer", POST),
    guarded("/members/{slug}/block", blocks.save_block, "block", POST),
    guarded("/messages/{id}/block", blocks.save_block_of_sender, "block-sender", POST),
    guarded("/account/blocks", blocks.show_blocks, "blocks"),
    guarded("/account/blocks", blocks.save_unblock, "unblock", POST),
    guarded("/members/{slug}/report", reports.show_report_form, "report"),
    guarded("/members/{slug}/report", reports.save_report, "send-report", POST),
    guarded("/messages/{id}/report", reports.show_message_report_form, "report-message"),
    guarded("/messages/{id}/report", reports.save_message_report, "send-message-report", POST),
    guarded("/reported", reports.show_reported, "reported"),
    guarded("/administration/reports", reports.show_reports, "reports"),
    guarded("/administration/reports/{id}", reports.save_decision, "decide-report", POST),
    # What would be mailed
    guarded("/administration/mail", mailbox.show_mailbox, "mailbox"),
    guarded("/administration/mail/{id}", mailbox.show_mail, "mail"),
    guarded("/administration/mail/{id}/html", mailbox.show_mail_html, "mail-html"),
    # Network
    guarded("/network", matching.show_network, "network"),
    # Chapters
    guarded("/chapters", chapters.show_chapters, "chapters"),
    guarded("/chapters/proposals", chapters.show_proposals, "proposals"),
    guarded("/chapters/proposals", chapters.save_proposal, "accept-proposal", POST),
    guarded("/chapters/{slug}", chapters.show_chapter, "chapter"),
    # Signing in, and how pages look
    guarded("/sign-in", sessions.show_sign_in, "sign-in"),
    guarded("/sign-in", sessions.save_sign_in, "save-sign-in", POST),
    guarded("/sign-out", sessions.save_sign_out, "sign-out", POST),
    guarded("/preferences", sessions.save_preferences, "preferences", POST),
    # For machines
    guarded("/healthz", health.show_alive, "alive"),
    guarded("/readyz", health.show_ready, "ready"),
    assets,
]
