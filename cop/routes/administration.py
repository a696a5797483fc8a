"""Addresses of administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.administration.views import accounts, duplicates, held, mailbox, overview
from cop.administration.views import vocabulary as words
from cop.contact.views import reports
from cop.permissions import Who, saves, shows
from cop.searches.views import unanswered

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

routes: Final[list[BaseRoute]] = [
    shows("/administration/reports", reports.show_reports, "reports", Who.ADMINISTRATOR),
    saves(
        "/administration/reports/{id}", reports.save_decision, "decide-report", Who.ADMINISTRATOR
    ),
    shows("/administration/unanswered", unanswered.show_unanswered, "unanswered", Who.EDITOR),
    saves("/administration/unanswered", unanswered.save_settled, "settle-unanswered", Who.EDITOR),
    # What would be mailed, to who calls from this machine; elsewhere there is no such page
    shows("/administration/mail", mailbox.show_mailbox, "mailbox", Who.ANYONE),
    shows("/administration/mail/{id}", mailbox.show_mail, "mail", Who.ANYONE),
    shows("/administration/mail/{id}/html", mailbox.show_mail_html, "mail-html", Who.ANYONE),
    # Administration
    shows("/administration", overview.show_overview, "administration", Who.ADMINISTRATOR),
    shows("/administration/accounts", accounts.show_accounts, "accounts", Who.ADMINISTRATOR),
    shows("/administration/accounts/{id}", accounts.show_account, "one-account", Who.ADMINISTRATOR),
    saves("/administration/accounts/{id}/ban", accounts.save_ban, "ban-account", Who.ADMINISTRATOR),
    saves(
        "/administration/accounts/{id}/hide",
        accounts.save_hidden,
        "hide-profile-of",
        Who.ADMINISTRATOR,
    ),
    saves(
        "/administration/accounts/{id}/show",
        accounts.save_shown,
        "show-profile-of",
        Who.ADMINISTRATOR,
    ),
    saves("/administration/accounts/{id}/lift", accounts.save_lift, "lift-ban", Who.ADMINISTRATOR),
    saves(
        "/administration/accounts/{id}/grant", accounts.save_grant, "grant-role", Who.ADMINISTRATOR
    ),
    saves(
        "/administration/accounts/{id}/revoke",
        accounts.save_revoke,
        "revoke-role",
        Who.ADMINISTRATOR,
    ),
    shows(
        "/administration/duplicates", duplicates.show_duplicates, "duplicates", Who.ADMINISTRATOR
    ),
    shows(
        "/administration/duplicates/{kind}/{one}/{other}",
        duplicates.show_pair,
        "compare",
        Who.ADMINISTRATOR,
    ),
    saves(
        "/administration/duplicates/{kind}/{one}/{other}",
        duplicates.save_merge,
        "merge",
        Who.ADMINISTRATOR,
    ),
    saves(
        "/administration/duplicates/{kind}/{one}/{other}/apart",
        duplicates.save_apart,
        "tell-apart",
        Who.ADMINISTRATOR,
    ),
    saves(
        "/administration/merges/{kind}/{id}/undo",
        duplicates.save_undo,
        "undo-merge",
        Who.ADMINISTRATOR,
    ),
    shows("/administration/held", held.show_held, "held", Who.ADMINISTRATOR),
    saves("/administration/held/{slug}/release", held.save_release, "release", Who.ADMINISTRATOR),
    shows("/administration/trail", overview.show_trail, "trail", Who.ADMINISTRATOR),
    shows("/administration/settings", overview.show_installation, "settings", Who.ADMINISTRATOR),
    shows(
        "/administration/consistency", overview.show_consistency, "consistency", Who.ADMINISTRATOR
    ),
    saves(
        "/administration/consistency",
        overview.save_consistency,
        "check-consistency",
        Who.ADMINISTRATOR,
    ),
    shows("/administration/vocabulary", words.show_vocabulary, "vocabulary", Who.EDITOR),
    shows("/administration/vocabulary/word", words.show_word, "word", Who.EDITOR),
    shows("/administration/vocabulary/topics/{key}", words.show_topic, "topic", Who.EDITOR),
    shows(
        "/administration/vocabulary/topics/{key}/split", words.show_split, "split-topic", Who.EDITOR
    ),
    shows("/administration/vocabulary/preview", words.show_preview, "preview-deed", Who.EDITOR),
    saves("/administration/vocabulary/deeds", words.save_deed, "do-deed", Who.EDITOR),
]
