"""A member as a vCard, for address books.

Source: RFC 6350 (vCard 4.0): 3.2 folding, 3.4 escaping, 6 the properties.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member

FOLD: Final = 75  # octets of a line, without its end
_ESCAPED: Final = re.compile(r"([\\,;])")
_BREAKS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def write_vcard(member: Member, vocabulary: Vocabulary, language: str, address: str) -> str:
    """Return what a viewer sees of `member` as a vCard.

    Args:
        member: as the viewer may see them; what they may not is simply not there.
        vocabulary: what topics and countries are called.
        language: in which they are called so.
        address: of the member's page.
    """
    return "".join(_folded(line) for line in _lines(member, vocabulary, language, address))


def _lines(member: Member, vocabulary: Vocabulary, language: str, address: str) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:individual"
    yield f"FN:{_escaped(member.name)}"
    yield f"SOURCE:{address}"
    yield f"URL:{address}"
    yield from _work(member, vocabulary, language)
    yield from _reach(member)
    topics = [
        _escaped(vocabulary.label("topic", tag.key, language) if tag.key else tag.text)
        for tag in member.expertise
    ]
    if topics:
        yield f"CATEGORIES:{','.join(topics)}"
    if member.bio:
        yield f"NOTE:{_escaped(member.bio)}"
    if member.confirmed_at:
        yield f"REV:{member.confirmed_at:%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _work(member: Member, vocabulary: Vocabulary, language: str) -> Iterator[str]:
    if member.institution or member.unit:
        parts = [member.institution.name if member.institution else "", member.unit]
        yield f"ORG:{';'.join(map(_escaped, parts))}".removesuffix(";")
    if member.position:
        yield f"TITLE:{_escaped(member.position)}"
    if member.city or member.country:
        country = vocabulary.label("country", member.country, language) if member.country else ""
        yield f"ADR;TYPE=work:;;;{_escaped(member.city)};;;{_escaped(country)}"


def _reach(member: Member) -> Iterator[str]:
    if member.email:
        yield f"EMAIL:{_escaped(member.email)}"
    if member.website:
        yield f"URL:{_one_line(member.website)}"
    if member.orcid:
        yield f"URL:https://orcid.org/{_one_line(member.orcid)}"
    yield from (f"LANG:{_one_line(tag.key)}" for tag in member.languages if tag.key)


def _escaped(text: str) -> str:
    """Return `text` as a value: commas, semicolons and line breaks lose their meaning."""
    return _BREAKS.sub(r"\\n", _ESCAPED.sub(r"\\\1", _CONTROLS.sub("", text)))


def _one_line(text: str) -> str:
    """Return an address or a code, which holds no line break."""
    return _BREAKS.sub("", _CONTROLS.sub("", text))


def _folded(line: str) -> str:
    """Return `line` with its end, in pieces of up to 75 octets; no letter is cut in two."""
    pieces, size = [""], 0
    for char in line:
        octets = len(char.encode())
        if size + octets > FOLD:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += octets
    return "\r\n".join(pieces) + "\r\n"
