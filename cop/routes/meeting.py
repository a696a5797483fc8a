"""Addresses of finding one another: matches, messages, shortlists, searches, the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.contact.views import blocks, messages, reports
from cop.introductions.views import digest
from cop.introductions.views import matches as introductions
from cop.permissions import Who, saves, shows
from cop.searches.views import feed, saved
from cop.shortlists.views import comparing, lists, people, sharing
from matching import network_views as network
from matching import views as matching

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

routes: Final[list[BaseRoute]] = [
    # Matches: whom one might meet
    shows("/matches", introductions.show_matches, "matches", Who.SIGNED_IN),
    shows("/matches/answers", introductions.show_answers, "match-answers", Who.SIGNED_IN),
    saves("/matches/mail", digest.save_digest, "save-digest", Who.SIGNED_IN),
    shows("/matches/mail/{token}", digest.show_digest_end, "end-digest", Who.ANYONE),
    saves("/matches/mail/{token}", digest.save_digest_end, "save-end-digest", Who.ANYONE),
    saves("/matches/with/{slug}", introductions.save_answer, "answer-match", Who.MEMBER),
    saves("/matches/with/{slug}/undo", introductions.save_taken_back, "take-back", Who.SIGNED_IN),
    saves("/matches/with/{slug}/helped", introductions.save_helped, "say-helped", Who.SIGNED_IN),
    shows(
        "/matches/with/{slug}/introduction",
        introductions.show_introduction,
        "introduction",
        Who.MEMBER,
    ),
    # Messages, blocks and reports
    shows("/members/{slug}/message", messages.show_message_form, "write", Who.MEMBER),
    saves("/members/{slug}/message", messages.save_message, "send", Who.MEMBER),
    shows("/messages", messages.show_messages, "messages", Who.SIGNED_IN),
    saves("/messages", messages.save_switch, "switch-messages", Who.SIGNED_IN),
    shows("/messages/{id}", messages.show_conversation, "conversation", Who.SIGNED_IN),
    saves("/messages/{id}", messages.save_answer, "answer", Who.MEMBER),
    saves("/members/{slug}/block", blocks.save_block, "block", Who.MEMBER),
    saves("/messages/{id}/block", blocks.save_block_of_sender, "block-sender", Who.SIGNED_IN),
    shows("/account/blocks", blocks.show_blocks, "blocks", Who.SIGNED_IN),
    saves("/account/blocks", blocks.save_unblock, "unblock", Who.SIGNED_IN),
    shows("/members/{slug}/report", reports.show_report_form, "report", Who.MEMBER),
    saves("/members/{slug}/report", reports.save_report, "send-report", Who.MEMBER),
    shows(
        "/messages/{id}/report", reports.show_message_report_form, "report-message", Who.SIGNED_IN
    ),
    saves(
        "/messages/{id}/report", reports.save_message_report, "send-message-report", Who.SIGNED_IN
    ),
    shows("/reported", reports.show_reported, "reported", Who.SIGNED_IN),
    # Shortlists, and people side by side
    shows("/compare", comparing.show_comparison, "compare-members", Who.ANYONE),
    shows("/shortlists", lists.show_shortlists, "shortlists", Who.SIGNED_IN),
    saves("/shortlists", lists.save_new_shortlist, "make-shortlist", Who.SIGNED_IN),
    shows("/shortlists/keep", people.show_choice, "choose-shortlist", Who.SIGNED_IN),
    saves("/shortlists/keep", people.save_kept, "keep", Who.SIGNED_IN),
    shows("/shortlists/{number}.csv", sharing.download_csv, "shortlist-csv", Who.SIGNED_IN),
    shows("/shortlists/{number}.vcf", sharing.download_vcards, "shortlist-vcards", Who.SIGNED_IN),
    shows("/shortlists/{number}", lists.show_shortlist, "shortlist", Who.SIGNED_IN),
    saves("/shortlists/{number}", lists.save_shortlist, "save-shortlist", Who.SIGNED_IN),
    saves("/shortlists/{number}/delete", lists.save_deletion, "delete-shortlist", Who.SIGNED_IN),
    saves("/shortlists/{number}/link", lists.save_link, "share-shortlist", Who.SIGNED_IN),
    saves("/shortlists/{number}/link/end", lists.save_link_end, "end-sharing", Who.SIGNED_IN),
    saves("/shortlists/{number}/people/{slug}", people.save_note, "note", Who.SIGNED_IN),
    saves(
        "/shortlists/{number}/people/{slug}/remove", people.save_removal, "take-off", Who.SIGNED_IN
    ),
    shows("/shared/{token}.csv", sharing.download_shared_csv, "shared-list-csv", Who.ANYONE),
    shows("/shared/{token}.vcf", sharing.download_shared_vcards, "shared-list-vcards", Who.ANYONE),
    shows("/shared/{token}", sharing.show_shared, "shared-list", Who.ANYONE),
    # Saved searches
    shows("/searches", saved.show_searches, "searches", Who.SIGNED_IN),
    saves("/searches", saved.save_new_search, "save-search", Who.SIGNED_IN),
    shows("/searches/{token}.atom", feed.show_feed, "feed", Who.ANYONE),
    saves("/searches/{number}", saved.save_changed_search, "change-search", Who.SIGNED_IN),
    saves("/searches/{number}/delete", saved.save_deleted_search, "delete-search", Who.SIGNED_IN),
    saves("/searches/{number}/feed", saved.save_feed_address, "renew-feed", Who.SIGNED_IN),
    shows("/searches/end/{token}", saved.show_alert_end, "end-alert", Who.ANYONE),
    saves("/searches/end/{token}", saved.save_alert_end, "save-end-alert", Who.ANYONE),
    # Network, and who is near
    shows("/network", network.show_network, "network", Who.ANYONE),
    shows("/network.csv", network.download_ties, "network-csv", Who.ANYONE),
    shows("/network.graphml", network.download_graph, "network-graphml", Who.ANYONE),
    shows("/members/{slug}/with/{other}", matching.show_pair, "pair", Who.ANYONE),
    shows("/nearby", matching.show_nearby, "nearby", Who.ANYONE),
    saves("/nearby", matching.save_position, "locate", Who.ANYONE),
]
