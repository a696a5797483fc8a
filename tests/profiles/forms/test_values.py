"""Websites, slugs and visibility as people type them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.kit.text import BadText
from profiles.fields import Visibility
from profiles.forms.values import WEBSITE_LIMIT, read_slug, read_visibility, read_website


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://example.org", "https://example.org"),
        ("  example.org/a?b=c#d ", "https://example.org/a?b=c#d"),
        ("HTTPS://Example.org:8443/", "HTTPS://Example.org:8443/"),
        ("https://bücher.example", "https://bücher.example"),
        ("https://example.org/\u202egro", "https://example.org/gro"),
    ],
)
def test_a_website_is_an_https_address(written: str, read: str) -> None:
    assert read_website(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "http://example.org",
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,x",
        "//example.org",
        "/logout",
        "https://",
        "https://localhost",
        "https://.",
        "https://[",
        "https://[::1",
        "https://example.org@evil.example",
        "ada@example.org",
        "https://good.example\\@evil.example",
        "https://good.example\\.evil.example",
        "my page example.org",
        'https://example.org/"onclick="alert(1)',
        "https://example.org/<script>",
        "https://a.\u2100.org",
        "https://\u200b",
    ],
)
def test_what_a_browser_would_read_otherwise_is_refused(written: str) -> None:
    with pytest.raises(BadText, match="begins with https"):
        read_website(written)


def test_a_website_fits_its_column_with_its_https() -> None:
    longest = "example.org/" + "a" * (WEBSITE_LIMIT - 20)

    assert len(read_website(longest)) == WEBSITE_LIMIT
    with pytest.raises(BadText, match="300 characters"):
        read_website(f"{longest}a")


@given(text=st.text(st.characters(codec=None), max_size=30).map(lambda end: f"https://a.{end}"))
def test_a_website_is_refused_in_one_way_only(text: str) -> None:
    with suppress(BadText):
        assert read_website(read_website(text)) == read_website(text)


@pytest.mark.parametrize("slug", ["ada", "ada-obi-x3f4", "7", "a" * 80])
def test_a_slug_is_kept(slug: str) -> None:
    assert read_slug(slug) == slug


@pytest.mark.parametrize(
    "slug", ["Ada", "a b", "-a", "a-", "a--b", "é", "../x", "a\n", "a" * 81, "\u0661"]
)
def test_another_slug_is_refused(slug: str) -> None:
    with pytest.raises(BadText, match="lower-case"):
        read_slug(slug)


@pytest.mark.parametrize(
    ("word", "visibility"),
    [
        ("public", Visibility.PUBLIC),
        ("Tout le monde", Visibility.PUBLIC),
        ("Público", Visibility.PUBLIC),
        ("للجميع", Visibility.PUBLIC),
        ("MEMBERS", Visibility.MEMBERS),
        ("Membres", Visibility.MEMBERS),
        ("الأعضاء", Visibility.MEMBERS),
        ("hidden", Visibility.HIDDEN),
        ("privé", Visibility.HIDDEN),
        ("oculto", Visibility.HIDDEN),
    ],
)
def test_visibility_is_understood_in_five_languages(word: str, visibility: Visibility) -> None:
    assert read_visibility(word) is visibility


@pytest.mark.parametrize("word", ["monde", "le", "everybody else", "0"])
def test_no_other_word_makes_anybody_visible(word: str) -> None:
    with pytest.raises(BadText, match="public, members or hidden"):
        read_visibility(word)
