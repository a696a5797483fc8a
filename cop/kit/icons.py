"""The icons: one path each on a 24-unit grid, always next to a word."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

_PATHS: Final = {
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "chevron": "M9 5l7 7-7 7",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "globe": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c3 3 3 14 0 17"
    "M12 3.5c-3 3-3 14 0 17",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.8h.01",
    "lock": "M6.5 11h11v9h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "warn": "M12 4 2.8 20h18.4zM12 10v4.5M12 17.3h.01",
    "x": "M6 6l12 12M18 6 6 18",
}


def icon(name: str, css_class: str = "") -> Markup:
    """Return the inline SVG of icon `name`; hidden from screen readers."""
    return Markup(  # noqa: S704  nothing here comes from a person
        f'<svg class="{f"i {css_class}".strip()}" viewBox="0 0 24 24" width="18" height="18" '
        f'fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true">'
        f'<path d="{_PATHS[name]}"/></svg>'
    )
