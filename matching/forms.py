"""What may be asked of the picture of the network, and who is near."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from cop.kit.errors import Invalid
from cop.kit.forms import read_one
from cop.kit.i18n import gettext as _
from cop.vocabulary.geography import is_on_earth
from cop.vocabulary.places import LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.kit.forms import Params
    from cop.vocabulary.concepts import Vocabulary


@dataclass(frozen=True, slots=True)
class NetworkQuestion:
    """Of whom the picture is: a country, or a region ("" lets the service choose one).

    `focus` is the slug of the member in the middle of attention.
    """

    region: str = ""
    country: str = ""
    focus: str = ""


def read_network_question(params: Params, vocabulary: Vocabulary) -> NetworkQuestion:
    """Read which part of the network is asked for; what does not exist is not asked for.

    Raises:
        Invalid: a parameter was given twice.
    """
    region, country = read_one(params, "region"), read_one(params, "country")
    return NetworkQuestion(
        region if vocabulary.get("region", region) else "",
        country if vocabulary.get("country", country) else "",
        read_one(params, "focus")[:80],
    )


@dataclass(frozen=True, slots=True)
class NearbyQuestion:
    """Near what: a place as it was written, or a member by their slug; "" for neither."""

    place: str = ""
    member: str = ""


def read_nearby_question(params: Params) -> NearbyQuestion:
    """Read near what somebody looks.

    Raises:
        Invalid: a parameter was given twice.
    """
    return NearbyQuestion(
        read_one(params, "place").strip()[:LONGEST], read_one(params, "member")[:80]
    )


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody's browser says they are, in degrees, to about a kilometre."""

    lat: float
    lon: float


def read_position(form: Mapping[str, str]) -> Position:
    """Read a position; it is made as coarse as we promise, whatever was sent.

    Raises:
        Invalid: it is no place on earth.
    """
    try:
        lat, lon = (round(float(form.get(name, "")[:20]), 2) for name in ("lat", "lon"))
    except ValueError:
        lat = lon = nan
    if not is_on_earth(lat, lon):
        raise Invalid(_("Your browser did not say where you are. Write a place instead."))
    return Position(lat, lon)
