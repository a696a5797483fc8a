"""When two names are the same: of people and of institutions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cop.kit.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_NON_JOINER: Final = "\u200c"
SHORTEST_TELLING: Final = 3  # letters of a name that tell a person apart
KEY_LIMIT: Final = 200  # letters that are stored; ligatures and abbreviations are written out

_ABBREVIATIONS: Final[Mapping[str, str]] = {
    "assoc": "association",
    "auth": "authority",
    "cncl": "council",
    "corp": "corporation",
    "dept": "department",
    "dev": "development",
    "dist": "district",
    "govt": "government",
    "gov": "government",
    "inst": "institute",
    "intl": "international",
    "min": "ministry",
    "muni": "municipality",
    "natl": "national",
    "nat": "national",
    "org": "organization",
    "organisation": "organization",
    "univ": "university",
    "uni": "university",
}
_EMPTY: Final = frozenset("the of and & for de la le les des du del da do dos das e et y".split())

_KINDS: Final = (
    (
        "university",
        r"universi|faculty|college|école nat|ecole nat|جامعة|institut\w* of public admin",
    ),
    ("ministry", r"minist|secretariat|secretar[ií]a|treasury|وزارة"),
    ("municipality", r"municip|city of|commune|mairie|ayuntamiento|alcald|câmara|district|بلدية"),
    ("region", r"region|provinc|state government|governorate|gobierno regional|محافظة"),
    ("association", r"association|league|federation|federaci|asociaci|associaç|alliance|اتحاد"),
    ("parliament", r"parliament|assembl|congres|auditor|cour des comptes|contralor|برلمان"),
    ("research", r"institut|research|think|recherche|investigaci|investigaç|centre for|معهد"),
    (
        "development-partner",
        r"world bank|undp|united nations|unicef|development bank|agency|giz|usaid",
    ),
    (
        "civil-society",
        r"foundation|forum|network|citizen|civil|réseau|fundaci|fundaç|committee|منظمة",
    ),
    (
        "facility",
        r"hospital|health cent|school|lyc[ée]e|water utility|centre de santé|escuela|clinic",
    ),
    ("company", r"partners|consult|advisory|group|ltd|limited|cabinet|s\.a\.|شركة"),
)


def name_key(name: str) -> str:
    """Return what is equal for one person's name in any order, case or spelling of accents."""
    return " ".join(sorted(fold(name).split()))[:KEY_LIMIT]


def same_person_name(one: str, other: str) -> bool:
    """Say whether two names may be one person's: equal words, or an initial for a given name."""
    words, others = sorted(fold(one).split()), sorted(fold(other).split())
    if words == others:
        return True
    if len(words) != len(others):
        return False
    left = [word for word in words if word not in others]
    right = [word for word in others if word not in words]
    shared = any(len(word) >= SHORTEST_TELLING for word in words if word in others)
    return (
        shared
        and len(left) == len(right) == 1
        and 1 in (len(left[0]), len(right[0]))
        and left[0][0] == right[0][0]
    )


def institution_key(name: str) -> str:
    """Return what is equal for the spellings of one institution: "Univ. of X", "University of X".

    Words are folded, abbreviations written out, articles and prepositions left out.
    """
    words = [_ABBREVIATIONS.get(word, word) for word in fold(name).split()]
    telling = [word for word in words if word not in _EMPTY]
    return " ".join(telling or words)[:KEY_LIMIT]


def guess_institution_kind(name: str) -> str:
    """Return what kind of institution a name like this usually is, "" when it does not tell."""
    written = f"{name.lower()} {institution_key(name)}"  # which has no abbreviations
    return next((kind for kind, pattern in _KINDS if re.search(pattern, written)), "")


def initials(name: str) -> str:
    """Return the first letters of the first and the last name, kept from joining in Arabic."""
    words = name.split()
    letters = [words[0][0], _without_article(words[-1])[0]] if len(words) > 1 else [words[0][0]]
    return _NON_JOINER.join(letters)


def short_name(name: str) -> str:
    """Return "Ada O." for "Ada Ife Obi"; names in scripts without capitals stay whole."""
    words = name.split()
    first = words[-1][0]
    return f"{words[0]} {first}." if len(words) > 1 and first.lower() != first.upper() else name


def _without_article(word: str) -> str:
    return word.removeprefix("ال") or word
