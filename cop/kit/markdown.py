"""Markdown from people, as HTML that is safe to show.

The only file whose result templates may mark as safe.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS: Final = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "a", "h3", "h4"}
_SCHEMES: Final = {"https", "mailto"}
_markdown: Final = MarkdownIt("zero", {"html": False, "maxNesting": 20}).enable(
    ["newline", "emphasis", "list", "blockquote", "backticks", "link", "autolink", "escape"]
)


@lru_cache(maxsize=2048)
def render_markdown(text: str) -> Markup:
    """Return `text` as HTML: paragraphs, emphasis, lists, quotes and https or mailto links.

    Images, raw HTML and every other scheme come out as their text.
    """
    html = nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
    )
    return Markup(html)  # noqa: S704  cleaned on the line above
