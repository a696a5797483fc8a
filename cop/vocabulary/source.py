"""A vocabulary as a folder of CSV files: how it is read, what must be true of it."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from cop.kit.errors import Invalid
from cop.kit.i18n import LANGUAGES, language_name
from cop.vocabulary.concepts import Concept, Term, TermKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

Row = dict[str, str]

MOST_PROBLEMS: Final = 20
_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|[A-Z]{2}")
_TERM: Final = re.compile(rf"(?:({'|'.join(LANGUAGES)}):)?(.+)")
_COUNTRY_TERM_KINDS: Final[Mapping[str, TermKind]] = {
    "former": "former",
    "part": "part",
    "demonym": "demonym",
}


class BadVocabulary(Invalid):
    """The files contradict themselves; nothing was loaded."""


def read_vocabulary(folder: Path) -> list[Concept]:
    """Read the concepts in `folder`; a scheme without a file is simply not there.

    Raises:
        BadVocabulary: the files contradict themselves; names file and row.
    """
    concepts = [
        concept
        for name, read in _READERS.items()
        if (folder / name).exists()
        for concept in read(_rows(folder / name))
    ]
    if (folder / "countries.csv").exists():
        concepts = [*_with_country_terms(concepts, folder), *_languages(concepts)]
    if not concepts:
        raise BadVocabulary(
            f"{folder} holds none of the files of a vocabulary: {', '.join(_READERS)}."
        )
    problems = list(find_problems(concepts))
    if problems:
        raise BadVocabulary(_as_sentences(problems))
    return concepts


def find_problems(concepts: Collection[Concept]) -> Iterator[str]:
    """Yield what is wrong with `concepts`, a sentence each."""
    keys = Counter((concept.scheme, concept.key) for concept in concepts)
    yield from (f"{scheme} {key}: stands twice." for (scheme, key), n in keys.items() if n > 1)
    for concept in concepts:
        name = f"{concept.scheme} {concept.key}"
        if concept.scheme != "variant" and not _KEY.fullmatch(concept.key):
            yield f"{name}: an id is lower-case letters, digits and hyphens."
        if not concept.labels.get("en"):
            yield f"{name}: it has no English label."
        for label in concept.labels.values():
            if label != unicodedata.normalize("NFC", label).strip():
                yield f"{name}: the label “{label}” is not trimmed or not in NFC."
        yield from (f"{name}: {problem}" for problem in _broken_links(concept, keys))


def _broken_links(concept: Concept, keys: Counter[tuple[str, str]]) -> Iterator[str]:
    parent_scheme = "topic-group" if concept.scheme == "topic" else concept.scheme
    if concept.parent and not keys[parent_scheme, concept.parent]:
        yield f"its parent “{concept.parent}” does not exist."
    schemes = {scheme for scheme, _ in keys}
    for fact, scheme in (("sectors", "sector"), ("neighbours", "country"), ("near", "country")):
        if scheme in schemes:
            links: list[str] = concept.facts.get(fact, [])
            yield from (
                f"{fact}: “{key}” does not exist." for key in links if not keys[scheme, key]
            )
    if concept.scheme == "country" and not _is_on_earth(concept.facts):
        yield "lat and lon must be degrees."


def _is_on_earth(facts: Mapping[str, float]) -> bool:
    return abs(facts.get("lat", 0)) <= 90 and abs(facts.get("lon", 0)) <= 180  # noqa: PLR2004


def _as_sentences(problems: list[str]) -> str:
    more = len(problems) - MOST_PROBLEMS
    lines = [*problems[:MOST_PROBLEMS], *([f"… and {more} more."] if more > 0 else [])]
    return "\n".join(["The vocabulary was not loaded:", *lines])


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        yield from csv.DictReader(source)


def _labels(row: Row, prefix: str = "") -> dict[str, str]:
    return {code: row[prefix + code] for code in LANGUAGES if row.get(prefix + code)}


def _split(text: str | None) -> list[str]:
    return [part for part in (text or "").split("|") if part]


def _terms(text: str | None) -> tuple[Term, ...]:
    parts = (_TERM.fullmatch(part) for part in _split(text))
    return tuple(Term(match[2], match[1] or "") for match in parts if match)


def _simple(scheme: str, *facts: str) -> Callable[[Iterable[Row]], Iterator[Concept]]:
    """Return a reader of files with the columns id, parent, the languages, synonyms and facts."""

    def read(rows: Iterable[Row]) -> Iterator[Concept]:
        for rank, row in enumerate(rows, 1):
            yield Concept(
                scheme,
                row["id"],
                row.get("parent") or "",
                int(row.get("rank") or rank),
                _labels(row),
                _terms(row.get("synonyms")),
                {fact: row[fact] for fact in facts if row.get(fact)},
            )

    return read


def _topics(rows: Iterable[Row]) -> Iterator[Concept]:
    for row in rows:
        yield Concept(
            "topic" if row["kind"] == "topic" else "topic-group",
            row["id"],
            row["parent"],
            int(row["order"]),
            _labels(row),
            _terms(row["synonyms"]),
            {"sectors": _split(row.get("sectors"))},
        )


def _countries(rows: Iterable[Row]) -> Iterator[Concept]:
    for rank, row in enumerate(rows, 1):
        codes = (row["iso2"], row["iso3"], row["iso_num"])
        yield Concept(
            "country",
            row["iso2"],
            "",
            rank,
            _labels(row, "name_"),
            tuple(Term(code, kind="code") for code in codes if code),
            {
                "region": row["lpsa_region"],
                "selectable": row["selectable"] == "1",
                "lat": float(row["lat"] or 0),
                "lon": float(row["lon"] or 0),
                "capital": row["capital"],
                "neighbours": _split(row["neighbours"]),
                "near": _split(row["near"]),
                "languages": [code for code in _split(row["languages"]) if len(code) in {2, 3}],
            },
        )


def _variants(rows: Iterable[Row]) -> Iterator[Concept]:
    for rank, row in enumerate(rows, 1):
        terms = tuple(Term(text, row["language"]) for text in _split(row["variants"]))
        yield Concept("variant", row["word"], "", rank, {"en": row["word"]}, terms)


def _working_groups(rows: Iterable[Row]) -> Iterator[Concept]:
    for rank, row in enumerate(rows, 1):
        facts = {"region": row["region"], "topic_groups": _split(row["topic_groups"])}
        yield Concept(
            "working-group",
            row["id"],
            "",
            rank,
            {"en": row["name_en"]},
            (),
            {"kind": row["kind"], **facts},
        )


_READERS: Final[Mapping[str, Callable[[Iterable[Row]], Iterator[Concept]]]] = {
    "community.csv": _simple("community"),
    "topics.csv": _topics,
    "sectors.csv": _simple("sector"),
    "stakeholders.csv": _simple("stakeholder", "position", "shape"),
    "government_levels.csv": _simple("level"),
    "disciplines.csv": _simple("discipline"),
    "offers.csv": _simple("offer"),
    "seeks.csv": _simple("seek"),
    "regions.csv": _simple("region"),
    "countries.csv": _countries,
    "working_groups.csv": _working_groups,
    "variants.csv": _variants,
}


def _with_country_terms(concepts: list[Concept], folder: Path) -> Iterator[Concept]:
    """Give the countries the other names people write, and their region as parent."""
    names: dict[str, list[Term]] = {}
    if (folder / "country_terms.csv").exists():
        for row in _rows(folder / "country_terms.csv"):
            kind: TermKind = _COUNTRY_TERM_KINDS.get(row["kind"], "synonym")
            names.setdefault(row["code"], []).append(Term(row["term"], row["lang"], kind))
    for concept in concepts:
        if concept.scheme == "country":
            terms = (*concept.terms, *names.get(concept.key, ()))
            yield Concept(
                "country", concept.key, "", concept.rank, concept.labels, terms, concept.facts
            )
        else:
            yield concept


def _languages(concepts: Iterable[Concept]) -> Iterator[Concept]:
    """Yield the languages of all countries, and ours, named by CLDR."""
    spoken: Counter[str] = Counter(
        code for concept in concepts for code in concept.facts.get("languages", [])
    )
    spoken.update(dict.fromkeys(LANGUAGES, 1_000))
    for rank, (code, _) in enumerate(sorted(spoken.items(), key=lambda item: (-item[1], item[0]))):
        labels = {
            language: name for language in LANGUAGES if (name := language_name(code, language))
        }
        own = language_name(code, code) if code in LANGUAGES else ""
        terms = [Term(code, kind="code"), *([Term(own, code)] if own else [])]
        if labels.get("en"):
            labels = {language: name[:1].upper() + name[1:] for language, name in labels.items()}
            yield Concept("language", code, "", rank, labels, tuple(terms))
