"""Every address of the service, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.views import account, identities, passkeys, sessions, sign_in, tokens
from cop.administration.views import accounts, duplicates, held, mailbox, overview
from cop.administration.views import vocabulary as words
from cop.api import suggestions
from cop.api import views as api
from cop.chapters import desk_views as desks
from cop.chapters import proposal_views as proposals
from cop.chapters import views as chapters
from cop.contact.views import blocks, messages, reports
from cop.countries import views as countries
from cop.introductions.views import digest
from cop.introductions.views import matches as introductions
from cop.kit import health
from cop.kit.assets import assets
from cop.permissions import for_machines, guarded
from cop.privacy.views import leaving
from cop.privacy.views import overview as privacy
from cop.searches.views import feed, saved, unanswered
from cop.shortlists.views import comparing, lists, people, sharing
from matching import network_views as network
from matching import views as matching
from profiles.views import assistants, editing, members, photos

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

POST: Final = ["POST"]
A_PHOTO: Final = 12_000_000  # bytes

routes: Final[list[BaseRoute]] = [
    # Home and countries
    guarded("/", countries.show_home, "home"),
    guarded("/countries", countries.show_countries, "countries"),
    guarded("/countries/{code}", countries.show_country, "country"),
    guarded("/countries/{code}/briefing", countries.show_briefing, "briefing"),
    guarded("/about", countries.show_about, "about"),
    # Members
    guarded("/members", members.show_directory, "directory"),
    guarded("/suggest", suggestions.show_suggestions, "suggest"),
    guarded("/members/{slug}.vcf", members.show_vcard, "vcard"),
    guarded("/members/{slug}", members.show_member, "member"),
    guarded("/members/{slug}/photo/{name}", photos.show_photo, "photo"),
    guarded("/me", members.show_own_profile, "me"),
    # Matches: whom one might meet
    guarded("/matches", introductions.show_matches, "matches"),
    guarded("/matches/answers", introductions.show_answers, "match-answers"),
    guarded("/matches/mail", digest.save_digest, "save-digest", POST),
    guarded("/matches/mail/{token}", digest.show_digest_end, "end-digest"),
    guarded("/matches/mail/{token}", digest.save_digest_end, "save-end-digest", POST),
    guarded("/matches/with/{slug}", introductions.save_answer, "answer-match", POST),
    guarded("/matches/with/{slug}/undo", introductions.save_taken_back, "take-back", POST),
    guarded("/matches/with/{slug}/helped", introductions.save_helped, "say-helped", POST),
    guarded("/matches/with/{slug}/introduction", introductions.show_introduction, "introduction"),
    # One's own profile, or that of somebody one assists
    guarded("/me/profile", editing.show_own_form, "profile"),
    guarded("/me/profile", editing.save_own_form, "save-profile", POST),
    guarded("/me/profile/options", editing.show_options, "profile-options"),
    guarded("/me/welcome", editing.show_welcome, "welcome"),
    guarded("/members/{slug}/edit", editing.show_form, "edit-member"),
    guarded("/members/{slug}/edit", editing.save_form, "save-member", POST),
    guarded("/members/{slug}/photo", photos.save_photo, "save-photo", POST, A_PHOTO),
    guarded("/members/{slug}/photo/remove", photos.remove_own_photo, "remove-photo", POST),
    guarded("/me/assistants", assistants.save_assistant, "ask-assistant", POST),
    guarded("/me/assistants/accept", assistants.save_acceptance, "accept-delegation", POST),
    guarded("/me/assistants/end", assistants.save_end, "end-delegation", POST),
    # Privacy
    guarded("/me/privacy", privacy.show_privacy, "privacy"),
    guarded("/me/preview/{eyes}", privacy.show_preview, "preview"),
    guarded("/me/privacy/levels", privacy.save_levels, "save-levels", POST),
    guarded("/me/hide", privacy.save_hidden, "hide", POST),
    guarded("/me/unhide", privacy.save_unhidden, "unhide", POST),
    guarded("/me/consents", privacy.save_consent, "save-consent", POST),
    guarded("/me/still-true", privacy.save_still_true, "still-true", POST),
    guarded("/me/privacy/download", leaving.download_own_data, "download"),
    guarded("/me/erase", leaving.show_erasure, "erasure"),
    guarded("/me/erase", leaving.save_erasure, "erase", POST),
    guarded("/unsubscribe/{token}", leaving.show_unsubscribe, "unsubscribe"),
    guarded("/unsubscribe/{token}", leaving.save_unsubscribe, "save-unsubscribe", POST),
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
    # Shortlists, and people side by side
    guarded("/compare", comparing.show_comparison, "compare-members"),
    guarded("/shortlists", lists.show_shortlists, "shortlists"),
    guarded("/shortlists", lists.save_new_shortlist, "make-shortlist", POST),
    guarded("/shortlists/keep", people.show_choice, "choose-shortlist"),
    guarded("/shortlists/keep", people.save_kept, "keep", POST),
    guarded("/shortlists/{number}.csv", sharing.download_csv, "shortlist-csv"),
    guarded("/shortlists/{number}.vcf", sharing.download_vcards, "shortlist-vcards"),
    guarded("/shortlists/{number}", lists.show_shortlist, "shortlist"),
    guarded("/shortlists/{number}", lists.save_shortlist, "save-shortlist", POST),
    guarded("/shortlists/{number}/delete", lists.save_deletion, "delete-shortlist", POST),
    guarded("/shortlists/{number}/link", lists.save_link, "share-shortlist", POST),
    guarded("/shortlists/{number}/link/end", lists.save_link_end, "end-sharing", POST),
    guarded("/shortlists/{number}/people/{slug}", people.save_note, "note", POST),
    guarded("/shortlists/{number}/people/{slug}/remove", people.save_removal, "take-off", POST),
    guarded("/shared/{token}.csv", sharing.download_shared_csv, "shared-list-csv"),
    guarded("/shared/{token}.vcf", sharing.download_shared_vcards, "shared-list-vcards"),
    guarded("/shared/{token}", sharing.show_shared, "shared-list"),
    # Saved searches
    guarded("/searches", saved.show_searches, "searches"),
    guarded("/searches", saved.save_new_search, "save-search", POST),
    guarded("/searches/{token}.atom", feed.show_feed, "feed"),
    guarded("/searches/{number}", saved.save_changed_search, "change-search", POST),
    guarded("/searches/{number}/delete", saved.save_deleted_search, "delete-search", POST),
    guarded("/searches/{number}/feed", saved.save_feed_address, "renew-feed", POST),
    guarded("/searches/end/{token}", saved.show_alert_end, "end-alert"),
    guarded("/searches/end/{token}", saved.save_alert_end, "save-end-alert", POST),
    guarded("/administration/unanswered", unanswered.show_unanswered, "unanswered"),
    guarded("/administration/unanswered", unanswered.save_settled, "settle-unanswered", POST),
    # What would be mailed
    guarded("/administration/mail", mailbox.show_mailbox, "mailbox"),
    guarded("/administration/mail/{id}", mailbox.show_mail, "mail"),
    guarded("/administration/mail/{id}/html", mailbox.show_mail_html, "mail-html"),
    # Network, and who is near
    guarded("/network", network.show_network, "network"),
    guarded("/network.csv", network.download_ties, "network-csv"),
    guarded("/network.graphml", network.download_graph, "network-graphml"),
    guarded("/members/{slug}/with/{other}", matching.show_pair, "pair"),
    guarded("/nearby", matching.show_nearby, "nearby"),
    guarded("/nearby", matching.save_position, "locate", POST),
    # Chapters
    guarded("/chapters", chapters.show_chapters, "chapters"),
    guarded("/chapters/proposals", proposals.show_proposals, "proposals"),
    guarded("/chapters/proposals", proposals.save_proposal, "accept-proposal", POST),
    guarded("/chapters/proposals/one", proposals.show_proposal, "proposal"),
    guarded("/chapters/proposals/dismiss", proposals.save_dismissal, "dismiss-proposal", POST),
    guarded("/chapters/proposals/restore", proposals.save_return, "restore-proposal", POST),
    guarded("/chapters/{slug}", chapters.show_chapter, "chapter"),
    guarded("/chapters/{slug}/join", chapters.save_joining, "join-chapter", POST),
    guarded("/chapters/{slug}/leave", chapters.save_leaving, "leave-chapter", POST),
    guarded("/chapters/{slug}/place", chapters.save_place, "change-place", POST),
    guarded("/chapters/{slug}/requests", desks.show_requests, "requests"),
    guarded("/chapters/{slug}/requests", desks.save_decision, "decide-membership", POST),
    guarded("/chapters/{slug}/joining", desks.save_rule, "set-joining", POST),
    # Signing in, and how pages look
    guarded("/sign-in", sign_in.show_sign_in, "sign-in"),
    guarded("/sign-in", sign_in.save_sign_in, "save-sign-in", POST),
    guarded("/sign-in/code", sign_in.show_code, "sign-in-code"),
    guarded("/sign-in/code", sign_in.save_code, "save-sign-in-code", POST),
    guarded("/sign-in/link/{token}", sign_in.show_link, "sign-in-link"),
    guarded("/sign-in/link/{token}", sign_in.save_link, "save-sign-in-link", POST),
    guarded("/sign-in/sample", sessions.save_sample, "save-sample", POST),
    guarded("/sign-out", sessions.save_sign_out, "sign-out", POST),
    guarded("/sign-in/with/{provider}", identities.begin_sign_in, "sign-in-with", POST),
    guarded("/sign-in/with/{provider}/back", identities.receive_back, "back-from"),
    guarded("/sign-in/passkey/options", passkeys.ask_to_enter, "ask-passkey", POST),
    guarded("/sign-in/passkey", passkeys.save_entry, "sign-in-passkey", POST),
    guarded("/preferences", sessions.save_preferences, "preferences", POST),
    # One's own account
    guarded("/account", account.show_account, "account"),
    guarded("/account/email", account.save_email, "save-email", POST),
    guarded("/account/email/{token}", account.show_email_link, "email-link"),
    guarded("/account/email/{token}", account.save_email_link, "save-email-link", POST),
    guarded("/account/language", account.save_mail_language, "save-mail-language", POST),
    guarded("/account/devices/end", account.save_other_devices_end, "end-other-devices", POST),
    guarded("/account/devices/{number}/end", account.save_device_end, "end-device", POST),
    guarded("/account/tokens", tokens.save_token, "save-token", POST),
    guarded("/account/tokens/{number}/revoke", tokens.save_token_end, "revoke-token", POST),
    # Ways to sign in to one's account
    guarded("/account/identities", identities.show_identities, "identities"),
    guarded("/account/identities/with/{provider}", identities.begin_linking, "link-identity", POST),
    guarded(
        "/account/identities/{identity:int}/unlink",
        identities.save_unlinking,
        "unlink-identity",
        POST,
    ),
    guarded("/account/passkeys", passkeys.show_passkeys, "passkeys"),
    guarded("/account/passkeys", passkeys.save_new, "add-passkey", POST),
    guarded("/account/passkeys/options", passkeys.ask_for_new, "ask-new-passkey", POST),
    guarded("/account/passkeys/{passkey:int}/name", passkeys.save_name, "name-passkey", POST),
    guarded(
        "/account/passkeys/{passkey:int}/remove", passkeys.save_removal, "remove-passkey", POST
    ),
    guarded("/account/prove", passkeys.show_proof, "prove"),
    guarded("/account/prove", passkeys.save_proof, "save-proof", POST),
    guarded("/account/prove/options", passkeys.ask_to_prove, "ask-proof", POST),
    # Administration
    guarded("/administration", overview.show_overview, "administration"),
    guarded("/administration/accounts", accounts.show_accounts, "accounts"),
    guarded("/administration/accounts/{id}", accounts.show_account, "one-account"),
    guarded("/administration/accounts/{id}/ban", accounts.save_ban, "ban-account", POST),
    guarded("/administration/accounts/{id}/hide", accounts.save_hidden, "hide-profile-of", POST),
    guarded("/administration/accounts/{id}/show", accounts.save_shown, "show-profile-of", POST),
    guarded("/administration/accounts/{id}/lift", accounts.save_lift, "lift-ban", POST),
    guarded("/administration/accounts/{id}/grant", accounts.save_grant, "grant-role", POST),
    guarded("/administration/accounts/{id}/revoke", accounts.save_revoke, "revoke-role", POST),
    guarded("/administration/duplicates", duplicates.show_duplicates, "duplicates"),
    guarded("/administration/duplicates/{kind}/{one}/{other}", duplicates.show_pair, "compare"),
    guarded(
        "/administration/duplicates/{kind}/{one}/{other}", duplicates.save_merge, "merge", POST
    ),
    guarded(
        "/administration/duplicates/{kind}/{one}/{other}/apart",
        duplicates.save_apart,
        "tell-apart",
        POST,
    ),
    guarded("/administration/merges/{kind}/{id}/undo", duplicates.save_undo, "undo-merge", POST),
    guarded("/administration/held", held.show_held, "held"),
    guarded("/administration/held/{slug}/release", held.save_release, "release", POST),
    guarded("/administration/trail", overview.show_trail, "trail"),
    guarded("/administration/settings", overview.show_installation, "settings"),
    guarded("/administration/consistency", overview.show_consistency, "consistency"),
    guarded("/administration/consistency", overview.save_consistency, "check-consistency", POST),
    guarded("/administration/vocabulary", words.show_vocabulary, "vocabulary"),
    guarded("/administration/vocabulary/word", words.show_word, "word"),
    guarded("/administration/vocabulary/topics/{key}", words.show_topic, "topic"),
    guarded("/administration/vocabulary/topics/{key}/split", words.show_split, "split-topic"),
    guarded("/administration/vocabulary/preview", words.show_preview, "preview-deed"),
    guarded("/administration/vocabulary/deeds", words.save_deed, "do-deed", POST),
    # For machines
    guarded("/api", api.show_api, "api"),
    for_machines("/api/v1/openapi.json", api.show_openapi, "api-openapi"),
    *(for_machines(one.path, one.answering(), one.name) for one in api.ENDPOINTS),
    guarded("/healthz", health.show_alive, "alive"),
    guarded("/readyz", health.show_ready, "ready"),
    assets,
]
