"""Who looks alike, and why: arithmetic over names, addresses and places."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz import fuzz, process

from cop.accounts.email import SHARED_MAILBOXES
from cop.kit.i18n import mark
from profiles.names import SHORTEST_TELLING, institution_key, name_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from profiles.member import Member

NEAR_PEOPLE: Final = 88  # of 100, over the sorted words of two names
NEAR_INSTITUTIONS: Final = 92
MOST_ALIKE: Final = 20  # a value that more people share tells nobody apart
_ROWS: Final = 500  # compared at once
REASONS: Final[Mapping[str, str]] = {
    "name": mark("same name, same country or institution"),
    "near": mark("nearly the same name in one country"),
    "address": mark("same e-mail address before the @, but for dots and what follows a +"),
    "orcid": mark("same ORCID"),
    "key": mark("same name once abbreviations are written out"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """An institution, as far as comparing needs it."""

    id: int
    name: str
    country: str


@dataclass(frozen=True, order=True, slots=True)
class Pair:
    """Two ids, the smaller one first."""

    one: int
    other: int


Found = dict[Pair, list[str]]


def find_alike_people(members: Sequence[Member]) -> Found:
    """Return the pairs of `members` who may be one person, with the reasons."""
    found: defaultdict[Pair, list[str]] = defaultdict(list)
    for reason, pairs in (
        ("name", _same_name(members)),
        ("orcid", _sharing((one.orcid, one.id) for one in members)),
        ("address", _same_mailbox(members)),
        ("near", _near([(m.id, m.country, name_key(m.name)) for m in members], NEAR_PEOPLE)),
    ):
        for pair in sorted(set(pairs)):
            if not (reason == "near" and "name" in found[pair]):
                found[pair].append(reason)
    return {pair: reasons for pair, reasons in found.items() if reasons}


def find_alike_institutions(institutions: Sequence[Named]) -> Found:
    """Return the pairs of `institutions` that may be one, with the reasons.

    The same house in two countries is two; one whose country is not known may be any of them.
    """
    keys = [(one.id, one.country, institution_key(one.name)) for one in institutions]
    countries = {one.id: one.country for one in institutions}
    found: defaultdict[Pair, list[str]] = defaultdict(list)
    for pair in sorted(set(_sharing((key, one) for one, _country, key in keys))):
        if countries[pair.one] == countries[pair.other] or not (
            countries[pair.one] and countries[pair.other]
        ):
            found[pair].append("key")
    for pair in sorted(set(_near(keys, NEAR_INSTITUTIONS))):
        found[pair] = found[pair] or ["near"]
    return dict(found)


def _same_name(members: Sequence[Member]) -> Iterator[Pair]:
    by_id = {one.id: one for one in members}
    for pair in _sharing((name_key(one.name), one.id) for one in members):
        one, other = by_id[pair.one], by_id[pair.other]
        here = one.country and one.country == other.country
        house = one.institution and other.institution and one.institution.id == other.institution.id
        if here or house:
            yield pair


def _same_mailbox(members: Sequence[Member]) -> Iterator[Pair]:
    """Yield those with the same mailbox, but for dots and tags, whose names share a word."""
    words = {one.id: _telling_words(one.name) for one in members}
    boxes = ((_mailbox(one.email), one.id) for one in members)
    for pair in _sharing((box, one) for box, one in boxes if box not in SHARED_MAILBOXES):
        if words[pair.one] & words[pair.other]:
            yield pair


def _mailbox(email: str) -> str:
    """Return who reads an address at many hosts, whatever the host: a.b+tag@x is ab."""
    return email.partition("@")[0].partition("+")[0].replace(".", "").casefold()


def _telling_words(name: str) -> set[str]:
    return {word for word in name_key(name).split() if len(word) >= SHORTEST_TELLING}


def _sharing(valued: Iterable[tuple[Hashable, int]]) -> Iterator[Pair]:
    """Yield the pairs of ids with the same value, unless very many have it."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for value, one in valued:
        if value:
            groups[value].append(one)
    for ids in groups.values():
        if len(ids) <= MOST_ALIKE:
            yield from (Pair(*pair) for pair in combinations(sorted(ids), 2))


def _near(named: Iterable[tuple[int, str, str]], least: int) -> Iterator[Pair]:
    """Yield those of (id, country, key) whose keys are nearly the same within a country.

    Names that differ in a number, like those of two districts, are not near.
    """
    by_country: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for one, country, key in named:
        if country and key:
            by_country[country].append((one, key))
    for known in by_country.values():
        keys = [key for _one, key in known]
        for start in range(0, len(keys), _ROWS):
            scores = process.cdist(
                keys[start : start + _ROWS],
                keys,
                scorer=fuzz.ratio,
                score_cutoff=least,
                dtype=np.uint8,
            )
            rows, columns = np.nonzero(scores)
            for at, other in zip(rows.tolist(), columns.tolist(), strict=True):
                row = start + at
                if row < other and _numbers(keys[row]) == _numbers(keys[other]):
                    yield Pair(*sorted((known[row][0], known[other][0])))


def _numbers(key: str) -> list[str]:
    return re.findall(r"\d+", key)
