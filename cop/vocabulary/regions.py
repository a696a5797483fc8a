"""Parts of the world, in each of the ways to divide it: which countries are in them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from cop.vocabulary.geography import region_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.vocabulary.concepts import Concept, Vocabulary

OWN: Final = "region"  # the scheme of the community itself


def list_region_schemes(vocabulary: Vocabulary) -> dict[str, tuple[Concept, ...]]:
    """Return the regions of each way to divide the world, the community's own first."""
    return {one.key: vocabulary.list(one.key) for one in vocabulary.list("region-scheme")}


def countries_in(vocabulary: Vocabulary, scheme: str, region: str) -> frozenset[str]:
    """Return the countries of a region, none where there is no such region."""
    return vocabulary.derive(_read_countries).get((scheme, region), frozenset())


def _read_countries(vocabulary: Vocabulary) -> Mapping[tuple[str, str], frozenset[str]]:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for scheme in vocabulary.list("region-scheme"):
        for region in vocabulary.list(scheme.key, retired=True):
            found[scheme.key, region.key].update(region.facts.get("countries", ()))
    for country in vocabulary.list("country", retired=True):
        found[OWN, region_of(vocabulary, country.key)].add(country.key)
        for scheme, region in country.facts.get("regions", {}).items():
            found[scheme, region].add(country.key)
    return {place: frozenset(countries) for place, countries in found.items()}
