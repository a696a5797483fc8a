"""What may be asked of the picture of the network, and who is near."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING
from urllib.parse import urlencode

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
    """Which part of the network is asked for; "" is not asked for.

    Attributes:
        region: where its people live; in a `country`, this is empty.
        topic: that all of them know.
        typed: what stood for a topic and is none, or one of several.
        chapter: that all of them have joined, by slug.
        person: whose surroundings are asked for, by slug, and nothing else.
        focus: the slug of the member in the middle of attention.
    """

    region: str = ""
    country: str = ""
    topic: str = ""
    typed: str = ""
    chapter: str = ""
    person: str = ""
    focus: str = ""

    @property
    def is_narrow(self) -> bool:
        """Say whether the part is small enough to look for it in the whole world."""
        return bool(self.country or self.topic or self.chapter or self.person)

    @property
    def query(self) -> str:
        """Return the part that is asked for as the query of an address."""
        parts = ("region", "country", "topic", "chapter", "person")
        return urlencode({name: getattr(self, name) for name in parts if getattr(self, name)})


def read_network_question(params: Params, vocabulary: Vocabulary) -> NetworkQuestion:
    """Read which part of the network is asked for; what does not exist is not asked for.

    Raises:
        Invalid: a parameter was given twice.
    """
    asked = {
        name: read_one(params, name).strip()[:LONGEST]
        for name in ("region", "country", "topic", "chapter", "person", "focus")
    }
    country = asked["country"] if vocabulary.get("country", asked["country"]) else ""
    region = asked["region"] if vocabulary.get("region", asked["region"]) else ""
    topic = _read_topic(asked["topic"], vocabulary)
    if asked["person"]:
        return NetworkQuestion(person=asked["person"], focus=asked["focus"])
    return NetworkQuestion(
        region="" if country else region,
        country=country,
        topic=topic,
        typed="" if topic else asked["topic"],
        chapter=asked["chapter"],
        focus=asked["focus"],
    )


def _read_topic(text: str, vocabulary: Vocabulary) -> str:
    """Return the topic with this key, or the one that is called so."""
    if vocabulary.get("topic", text):
        return text
    found = vocabulary.find(text, "topic") if text else ()
    return found[0].key if len(found) == 1 else ""


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
