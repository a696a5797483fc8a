"""What a browser calls itself, in two words: all that is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.requests import Request

BROWSERS: Final = (  # the first that is named; most name those below them too
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("YaBrowser", "Yandex"),
    ("UCBrowser", "UC Browser"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("KAIOS", "KaiOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def describe_device(user_agent: str) -> str:
    """Return browser and system such as "Firefox, Android"; "" of what we do not know."""
    return ", ".join(
        named
        for names in (BROWSERS, SYSTEMS)
        if (named := next((name for sign, name in names if sign in user_agent[:500]), ""))
    )


def device_of(request: Request) -> str:
    """Return what the browser that sent this request calls itself."""
    return describe_device(request.headers.get("user-agent", ""))
