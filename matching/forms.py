"""What may be asked of the picture of the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.kit.forms import read_one

if TYPE_CHECKING:
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
