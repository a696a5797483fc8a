"""A member as linked data, for search engines: public facts only.

Source: https://schema.org/Person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member


def as_linked_data(
    member: Member, vocabulary: Vocabulary, language: str, address: str
) -> dict[str, Any]:
    """Return what everybody sees of `member` as a schema.org Person.

    Args:
        member: as somebody sees them who has not signed in.
        vocabulary: what topics are called.
        language: in which they are called so.
        address: of the member's page.
    """
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": member.name,
        "url": address,
        "jobTitle": member.position,
        "affiliation": member.institution
        and {"@type": "Organization", "name": member.institution.name},
        "address": (member.city or member.country)
        and {
            "@type": "PostalAddress",
            "addressLocality": member.city,
            "addressCountry": member.country,
        },
        "knowsAbout": [
            vocabulary.label("topic", tag.key, language) if tag.key else tag.text
            for tag in member.expertise
        ],
        "knowsLanguage": [tag.key for tag in member.languages if tag.key],
        "sameAs": [
            link
            for link in (member.website, member.orcid and f"https://orcid.org/{member.orcid}")
            if link
        ],
    }
    return {name: value for name, value in facts.items() if value}
