"""Take the sentences of code and templates into the catalogues: `make messages`.

A new sentence appears untranslated, one that is gone disappears; `tests/test_messages.py` fails
while anything is untranslated.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from cop.kit.i18n import LANGUAGES, LOCALE_DIRECTORY

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # version control knows when
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}
SOURCES = {
    "cop": ("**.py", "python", {}),
    "profiles": ("**.py", "python", {}),
    "search": ("**.py", "python", {}),
    "matching": ("**.py", "python", {}),
    "templates": ("**.html", "jinja2", {"trim_blocks": "true", "lstrip_blocks": "true"}),
    "templates/mail": ("**.mjml", "jinja2", {"trim_blocks": "true", "lstrip_blocks": "true"}),
}


def extract() -> Catalog:
    """Return every sentence that a person may read."""
    catalog = Catalog(charset="utf-8")
    for message, context in _messages():
        catalog.add(message, context=context)
    return catalog


def _messages() -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for folder, (pattern, method, options) in SOURCES.items():
        found = extract_from_dir(
            ROOT / folder, [(pattern, method)], {pattern: options}, keywords=KEYWORDS
        )
        for _file, _line, message, _comments, context in found:
            yield message, context


def path_of(language: str) -> Path:
    """Return where the catalogue of `language` lies."""
    return LOCALE_DIRECTORY / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Return the catalogue of `language`, empty where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def main() -> None:
    """Update the catalogues of all languages but English, whose sentences are the keys."""
    template = extract()
    for language in LANGUAGES:
        if language != "en":
            catalog = read(language)
            catalog.update(template, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            catalog.project, catalog.version, catalog.header_comment = "cop", "1", ""
            catalog.fuzzy = False
            catalog.creation_date = catalog.revision_date = UNDATED
            path_of(language).parent.mkdir(parents=True, exist_ok=True)
            with path_of(language).open("wb") as target:
                write_po(target, catalog, width=100, no_location=True, sort_output=True)


if __name__ == "__main__":
    main()
