"""A vocabulary as a folder of CSV files: how it is read, what must be true of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from cop.kit.i18n import LANGUAGES, language_name
from cop.vocabulary.concepts import Concept, Term, TermKind
from cop.vocabulary.geography import is_on_earth
from cop.vocabulary.rows import BadVocabulary, Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

Reader: TypeAlias = "Callable[[Iterable[Row]], Iterator[Concept]]"

_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|[A-Z]{2}")
_TERM: Final = re.compile(rf"(?:({'|'.join(LANGUAGES)}):)?(.+)")
_TOPIC_SCHEMES: Final = {"topic": "topic", "group": "topic-group"}
_COUNTRY_TERM_KINDS: Final[Mapping[str, TermKind]] = {
    "former": "former",
    "part": "part",
    "demonym": "demonym",
    "namesake": "namesake",
}
_LINKS: Final = (  # facts that are keys, and of which scheme
    ("sectors", "sector"),
    ("neighbours", "country"),
    ("near", "country"),
    ("countries", "country"),
)


def read_vocabulary(folder: Path) -> list[Concept]:
    """Read the concepts in `folder`; a scheme without a file is simply not there.

    Raises:
        BadVocabulary: the files contradict themselves; names file and row.
    """
    places: dict[tuple[str, str], str] = {}  # scheme and key -> file and row
    concepts: list[Concept] = []
    for name, read in _READERS.items():
        for place, concept in read_rows(folder / name, read):
            places[concept.scheme, concept.key] = place
            concepts.append(concept)
    concepts += _further_regions(folder, places)
    if (folder / "countries.csv").exists():
        concepts = [*_with_country_terms(concepts, folder), *_languages(concepts, folder)]
    if not concepts:
        raise BadVocabulary(
            f"{folder} holds none of the files of a vocabulary: {', '.join(_READERS)}."
        )
    problems = [
        f"{places.get((concept.scheme, concept.key), concept.scheme)} ({concept.key}): {problem}"
        for concept, problem in find_problems(concepts)
    ]
    if problems:
        raise BadVocabulary.because(problems)
    return concepts


def find_problems(concepts: Collection[Concept]) -> Iterator[tuple[Concept, str]]:
    """Yield what is wrong with which of `concepts`, a sentence each."""
    keys = Counter((concept.scheme, concept.key) for concept in concepts)
    twice = {key for key, times in keys.items() if times > 1}
    for concept in concepts:
        if (concept.scheme, concept.key) in twice:
            twice.remove((concept.scheme, concept.key))
            yield concept, "it stands twice."
        yield from ((concept, problem) for problem in _wrong_words(concept))
        yield from ((concept, problem) for problem in _broken_links(concept, keys))


def _wrong_words(concept: Concept) -> Iterator[str]:
    if concept.scheme != "variant" and not _KEY.fullmatch(concept.key):
        yield "an id is lower-case letters, digits and hyphens."
    if not concept.labels.get("en"):
        yield "it has no English label."
    for label in concept.labels.values():
        if label != unicodedata.normalize("NFC", label).strip():
            yield f"the label “{label}” is not trimmed or not in NFC."


def _broken_links(concept: Concept, keys: Counter[tuple[str, str]]) -> Iterator[str]:
    parent_scheme = "topic-group" if concept.scheme == "topic" else concept.scheme
    if concept.parent and not keys[parent_scheme, concept.parent]:
        yield f"its parent “{concept.parent}” does not exist."
    schemes = {scheme for scheme, _ in keys}
    for fact, scheme in _LINKS:
        if scheme in schemes:
            links: list[str] = concept.facts.get(fact, [])
            yield from (
                f"{fact}: “{key}” does not exist." for key in links if not keys[scheme, key]
            )
    regions = {"region": concept.facts.get("region"), **concept.facts.get("regions", {})}
    for scheme, region in regions.items():
        if region and scheme in schemes and not keys[scheme, region]:
            yield f"{scheme}: “{region}” does not exist."
    lat, lon = concept.facts.get("lat", 0), concept.facts.get("lon", 0)
    if concept.scheme == "country" and not is_on_earth(lat, lon):
        yield "lat and lon must be degrees."


def _labels(row: Row, prefix: str = "") -> dict[str, str]:
    return {code: row[prefix + code] for code in LANGUAGES if row.get(prefix + code)}


def _split(text: str | None) -> list[str]:
    return [part for part in (text or "").split("|") if part]


def _terms(text: str | None) -> tuple[Term, ...]:
    parts = (_TERM.fullmatch(part) for part in _split(text))
    return tuple(Term(match[2], match[1] or "") for match in parts if match)


def _simple(scheme: str, *facts: str) -> Reader:
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
        if row["kind"] not in _TOPIC_SCHEMES:
            raise ValueError(f"the kind “{row['kind']}” is neither topic nor group")
        yield Concept(
            _TOPIC_SCHEMES[row["kind"]],
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
                "regions": {
                    _scheme(name): row[name].lower()
                    for name in row
                    if name.endswith("_region") and name != "lpsa_region" and row[name]
                },
                "selectable": row["selectable"] == "1",
                "lat": float(row["lat"] or 0),
                "lon": float(row["lon"] or 0),
                "capital": row["capital"],
                "neighbours": _split(row["neighbours"]),
                "near": _split(row["near"]),
                "languages": [code for code in _split(row["languages"]) if len(code) in {2, 3}],
            },
        )


def _regions(scheme: str) -> Reader:
    """Return a reader of parts of the world, with their countries unless those say it."""

    def read(rows: Iterable[Row]) -> Iterator[Concept]:
        for rank, row in enumerate(rows, 1):
            facts = {"countries": _split(row["countries"])} if "countries" in row else {}
            terms = _terms(row.get("synonyms"))
            yield Concept(scheme, row["id"], "", rank, _labels(row), terms, facts)

    return read


def _further_regions(folder: Path, places: dict[tuple[str, str], str]) -> Iterator[Concept]:
    """Yield the regions of each file `NAME_regions.csv`: a scheme beside the community's own."""
    for path in sorted(folder.glob("*_regions.csv")):
        for place, concept in read_rows(path, _regions(_scheme(path.stem.removesuffix("s")))):
            places[concept.scheme, concept.key] = place
            yield concept


def _scheme(name: str) -> str:
    """Return the scheme that a column of countries, or a file of regions, is of."""
    return name.replace("_", "-")


def _variants(rows: Iterable[Row]) -> Iterator[Concept]:
    for rank, row in enumerate(rows, 1):
        terms = tuple(Term(text, row["language"]) for text in _split(row["variants"]))
        yield Concept("variant", row["word"], "", rank, {"en": row["word"]}, terms)


def _working_groups(rows: Iterable[Row]) -> Iterator[Concept]:
    for rank, row in enumerate(rows, 1):
        facts = {
            "kind": row["kind"],
            "region": row["region"],
            "topic_groups": _split(row["topic_groups"]),
            "status": row.get("status_in_source", "").partition(" ")[0],
        }
        yield Concept("working-group", row["id"], "", rank, _labels(row, "name_"), (), facts)


_READERS: Final[Mapping[str, Reader]] = {
    "community.csv": _simple("community"),
    "topics.csv": _topics,
    "sectors.csv": _simple("sector"),
    "stakeholders.csv": _simple("stakeholder", "position", "shape"),
    "government_levels.csv": _simple("level"),
    "disciplines.csv": _simple("discipline"),
    "offers.csv": _simple("offer"),
    "seeks.csv": _simple("seek"),
    "genders.csv": _simple("gender"),
    "regions.csv": _simple("region"),
    "region_schemes.csv": _simple("region-scheme"),
    "subregions.csv": _regions("subregion"),
    "countries.csv": _countries,
    "working_groups.csv": _working_groups,
    "variants.csv": _variants,
}


def _country_terms(rows: Iterable[Row]) -> Iterator[tuple[str, Term]]:
    for row in rows:
        kind: TermKind = _COUNTRY_TERM_KINDS.get(row["kind"], "synonym")
        yield row["code"], Term(row["term"], row["lang"], kind)


def _with_country_terms(concepts: Collection[Concept], folder: Path) -> Iterator[Concept]:
    """Give the countries the other names people write."""
    names: dict[str, list[Term]] = {one.key: [] for one in concepts if one.scheme == "country"}
    for place, (code, term) in read_rows(folder / "country_terms.csv", _country_terms):
        if code not in names:
            raise BadVocabulary.because([f"{place}: the country “{code}” does not exist."])
        names[code].append(term)
    for concept in concepts:
        if concept.scheme == "country":
            yield replace(concept, terms=(*concept.terms, *names[concept.key]))
        else:
            yield concept


def _language_terms(rows: Iterable[Row]) -> Iterator[tuple[str, Term]]:
    for row in rows:
        yield row["code"], Term(row["term"], row["lang"])


def _languages(concepts: Iterable[Concept], folder: Path) -> Iterator[Concept]:
    """Yield the languages of all countries, and ours, named by CLDR and by those who speak them."""
    spoken: Counter[str] = Counter(
        code for concept in concepts for code in concept.facts.get("languages", [])
    )
    spoken.update(dict.fromkeys(LANGUAGES, 1_000))
    speakers: defaultdict[str, list[Term]] = defaultdict(list)
    for place, (code, term) in read_rows(folder / "language_terms.csv", _language_terms):
        if code not in spoken:
            raise BadVocabulary.because([f"{place}: no country speaks “{code}”."])
        speakers[code].append(term)
    for rank, (code, _) in enumerate(sorted(spoken.items(), key=lambda item: (-item[1], item[0]))):
        labels = {
            language: name for language in LANGUAGES if (name := language_name(code, language))
        }
        own = language_name(code, code) if code in LANGUAGES else ""
        terms = [Term(code, kind="code"), *([Term(own, code)] if own else []), *speakers[code]]
        if labels.get("en"):
            labels = {language: name[:1].upper() + name[1:] for language, name in labels.items()}
            yield Concept("language", code, "", rank, labels, tuple(terms))
