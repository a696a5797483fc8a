"""Markdown from people becomes harmless HTML, quickly. (B16-B19)"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.kit.markdown import render_markdown

REL = 'rel="nofollow ugc noopener noreferrer"'
ALLOWED = set("p br em strong ul ol li blockquote code a h3 h4".split())
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<a href=javascript:alert(1)>a</a>",
    "<style>*{display:none}</style>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    '<https://x.org/"onmouseover=alert(1)>',
    '[a](https://x.org "t\\" onclick=alert(1)")',
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java&#x09;script:alert(1))",
    "[a](\u0001javascript:alert(1))",
    "[a](vbscript:msgbox(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![a](javascript:alert(1))",
    "[![a](https://x.org/p.png)](javascript:alert(1))",
    "[r]: javascript:alert(1)\n\n[r]",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>",
]


class Reader(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, str] = {}
        self.text = ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name: value or "" for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_was_written_runs(text: str) -> None:
    page = Reader(render_markdown(text))

    assert page.tags <= ALLOWED
    assert page.attributes.keys() <= {"href", "rel", "title"}
    assert page.attributes.get("href", "").partition(":")[0] in {"", "https", "java%09script"}


@given(text=st.text(st.sampled_from(r"""<>[]()!*_`#-+&;:/\"'=ajx 1\n"""), max_size=60))
def test_no_mixture_of_signs_makes_another_tag(text: str) -> None:
    page = Reader(render_markdown(text))

    assert page.tags <= ALLOWED
    assert page.attributes.keys() <= {"href", "rel", "title"}


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "${7*7}", "%s%n", "'; DROP TABLE profile; --", r"C:\new", "<b>bold</b>"]
)
def test_code_is_shown_as_it_was_typed(text: str) -> None:
    assert Reader(render_markdown(text)).text.strip() == text


def test_what_is_allowed_is_rendered() -> None:
    assert render_markdown("**Ada** *Obi*\n\n- one\n- two\n\n> said") == (
        "<p><strong>Ada</strong> <em>Obi</em></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        "<blockquote>\n<p>said</p>\n</blockquote>\n"
    )


@pytest.mark.parametrize("address", ["https://example.org/a?b=1", "mailto:ada@example.org"])
def test_links_lead_out_and_say_so(address: str) -> None:
    assert render_markdown(f"[a]({address})") == f'<p><a href="{address}" {REL}>a</a></p>\n'


@pytest.mark.parametrize("scheme", ["http", "ftp", "tel", "ssh"])
def test_other_schemes_lead_nowhere(scheme: str) -> None:
    assert "href" not in render_markdown(f"[a]({scheme}://x.org)")


def test_a_host_that_mixes_scripts_is_shown_in_punycode() -> None:
    assert "https://xn--pple-43d.com" in render_markdown("[a](https://\u0430pple.com)")


def test_a_picture_becomes_its_text() -> None:
    """B19: nothing is fetched from elsewhere when a page is looked at."""
    page = Reader(render_markdown("![a view](https://x.org/p.png)"))

    assert page.tags <= {"p", "a"}
    assert "a view" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5_000,
        "![" * 2_500,
        ">" * 5_000,
        "*" * 5_000,
        "*a" * 2_500,
        "_" * 5_000,
        "`" * 5_000,
        "<" * 5_000,
        "[a](" * 1_250,
        "**a *" * 1_000,
        "- " * 2_500,
        "> " * 2_500,
        "- a\n" * 1_250,
        "".join("`" * length + "a" for length in range(98)),
    ],
    ids=lambda text: text[:4].strip(),
)
def test_the_worst_biography_is_rendered_without_running_away(text: str) -> None:
    """B17: quadratic at worst, and 5,000 characters are the most that is kept."""
    assert render_markdown(text)
