"""One row about a member: what is taken, what is left out with a word, what is refused."""

# ruff: noqa: RUF001  letters that look alike are what it is about

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.kit.errors import Invalid
from cop.kit.i18n import use_language
from profiles.fields import LISTS, MOST_VALUES
from profiles.forms.member import MemberForm, read_member_form
from profiles.member import Tag

if TYPE_CHECKING:
    from cop.vocabulary.concepts import Vocabulary


@pytest.fixture
def read(vocabulary: Vocabulary):
    """Read one row; its name is Ada Obi unless it says otherwise."""

    def read_cells(**cells: str | list[str]) -> MemberForm:
        return read_member_form({"name": "Ada Obi"} | cells, vocabulary)

    return read_cells


def refusal(read, **cells: str | list[str]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read(**cells)
    return refused.value.fields


def reasons(form: MemberForm) -> list[tuple[str, str]]:
    return [(note.column, note.reason) for note in form.notes]


def test_a_name_is_enough(read) -> None:
    assert read() == MemberForm(name="Ada Obi")


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\u3164", "-", "N/A"])
def test_a_name_must_be_there(read, name: str) -> None:
    assert refusal(read, name=name) == {"name": "The name is empty."}


@pytest.mark.parametrize("name", ["123", "007"])
def test_a_name_has_letters(read, name: str) -> None:
    assert refusal(read, name=name) == {"name": "A name has letters."}


@pytest.mark.parametrize("name", ["Admin", "SUPPORT", "  moderator "])
def test_nobody_is_called_after_a_role(read, name: str) -> None:
    assert "is not a person's name" in refusal(read, name=name)["name"]


@pytest.mark.parametrize("name", ["Sukarno", "O", "Ann-Marie O'Neil Jr.", "دينا حداد", "李明"])
def test_names_are_as_people_have_them(read, name: str) -> None:
    assert read(name=name).name == name


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "N/A", "n.a.", "None", "unknown", "\u200b"])
def test_an_empty_cell_says_nothing(read, cell: str) -> None:
    columns = ("country", "city", "email", "bio", "website", "orcid", "expertise", "visibility")

    assert read(**dict.fromkeys(columns, cell)) == MemberForm(name="Ada Obi")


def test_everything_wrong_is_said_at_once(read) -> None:
    assert refusal(
        read, name=" ", email="ada", country="Kenyaa", city="a\0", bio=["x"], unit="a" * 201
    ) == {
        "name": "The name is empty.",
        "email": "This is not an e-mail address.",
        "country": "We do not know the country “Kenyaa”. Did you mean Kenya?",
        "city": "It holds a character that cannot be shown (U+0000).",
        "bio": "One text belongs here, not a list.",
        "unit": "It is longer than 200 characters.",
    }


@pytest.mark.parametrize("column", ["name", "country", "city", "bio"])
@pytest.mark.parametrize("text", ["\ud800", "\0", "a\ud800b"])
def test_what_cannot_be_stored_is_refused_in_every_column(read, column: str, text: str) -> None:
    """B4, B5: the same on every database."""
    assert "cannot be shown" in refusal(read, **{column: text})[column]


def test_a_biography_may_be_one_emoji(read) -> None:
    assert read(bio="🎉").bio == "🎉"
    assert read(name="Ada 🎉").name == "Ada 🎉"
    assert refusal(read, name="🎉") == {"name": "The name is empty."}


@pytest.mark.parametrize(
    "words",
    [
        "property-tax",
        "Property tax",
        "PROPERTY TAX",
        "impôt foncier",
        "Impuesto predial",
        "Imposto predial",
        "ضريبة الأملاك",
    ],
)
def test_a_topic_may_be_written_in_any_language(read, words: str) -> None:
    assert read(expertise=words).lists == {"expertise": (Tag("property-tax"),)}


def test_every_label_of_the_vocabulary_is_understood(read, vocabulary: Vocabulary) -> None:
    columns = {"disciplines": "discipline", "sectors": "sector", "expertise": "topic"}
    for column, scheme in columns.items():
        for concept in vocabulary.list(scheme):
            for label in filter(None, concept.labels.values()):
                (tag,) = read(**{column: label}).lists[column]
                same_label = {one.key for one in vocabulary.find(label, scheme)}
                assert tag.key == concept.key or len(same_label) > 1, label


def test_a_list_may_mix_ids_labels_and_own_words(read) -> None:
    form = read(expertise="property-tax (3); WASH; Beekeeping; beekeeping ; Bee-keeping")

    assert form.lists["expertise"] == (
        Tag("property-tax", "", 3),
        Tag("wash"),
        Tag("", "Beekeeping"),
        Tag("", "Bee-keeping"),
    )
    assert form.notes == ()


def test_only_topics_have_levels(read) -> None:
    assert read(languages="en:3").lists["languages"] == (Tag("", "en:3"),)


def test_an_ambiguous_word_in_a_list_is_kept_as_it_is_and_said(read) -> None:
    form = read(countries_known="Kenya; Congo")

    assert form.lists["countries_known"] == (Tag("KE"), Tag("", "Congo"))
    assert reasons(form) == [
        (
            "countries_known",
            "It may mean Congo - Kinshasa or Congo - Brazzaville; it was kept as words.",
        )
    ]


def test_an_unknown_choice_is_left_out_and_said(read) -> None:
    form = read(stakeholder="beekeeper", government_level="local")

    assert (form.stakeholder, form.government_level) == (None, "local")
    assert reasons(form) == [
        ("stakeholder", "It is not in the vocabulary; it was left out."),
    ]


def test_choices_are_explained_in_the_readers_language(read) -> None:
    with use_language("fr"):
        message = refusal(read, country="Congo")["country"]

    assert message == (
        "«\u202fCongo\u202f» peut désigner Congo-Kinshasa ou Congo-Brazzaville. Précisez."
    )


@pytest.mark.parametrize("as_list", [True, False])
@pytest.mark.parametrize("count", [31, 10_000])
def test_thirty_values_of_a_list_are_kept(read, count: int, *, as_list: bool) -> None:
    """B64: the first thirty, and it is said."""
    words = [f"word{number}x" for number in range(count)]
    form = read(interests=words if as_list else "; ".join(words))

    assert [tag.text for tag in form.lists["interests"]] == words[:MOST_VALUES]
    assert reasons(form) == [
        ("interests", f"It lists {count} values; the first 30 were kept."),
    ]


def test_repeated_topics_are_one(read) -> None:
    """B65: in another case, form or language; the first spelling is kept."""
    cell = "Café-tax; CAFE\u0301 TAX; cafe tax; property-tax; Property Tax:3; impôt foncier"

    assert read(expertise=cell).lists["expertise"] == (Tag("", "Café-tax"), Tag("property-tax"))


def test_an_endless_topic_is_left_out_and_said(read) -> None:
    form = read(expertise=["a" * 500, "wash", "", "  ", "b\0"])

    assert form.lists["expertise"] == (Tag("wash"),)
    assert reasons(form) == [
        ("expertise", "It is longer than 120 characters."),
        ("expertise", "It holds a character that cannot be shown (U+0000)."),
    ]


@pytest.mark.parametrize("column", LISTS)
def test_every_list_may_come_as_a_list(read, column: str) -> None:
    assert read(**{column: ["one, two", "three; four"]}).lists[column] == (
        Tag("", "one, two"),
        Tag("", "three; four"),
    )


@pytest.mark.parametrize(
    "written",
    [
        "0000-0002-1825-0097",
        "0000000218250097",
        " https://orcid.org/0000-0002-1825-0097 ",
        "http://orcid.org/0000-0002-1825-0097",
    ],
)
def test_an_orcid_has_one_form(read, written: str) -> None:
    assert read(orcid=written).orcid == "0000-0002-1825-0097"


def test_the_last_digit_of_an_orcid_may_be_ten(read) -> None:
    assert read(orcid="0000-0002-1694-233x").orcid == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("0000-0002-1825-0098", "This ORCID iD has a wrong digit."),
        ("0000-0002-1825", "An ORCID iD has 16 digits: 0000-0002-1825-0097."),
        ("٠٠٠٠-٠٠٠٢-١٨٢٥-٠٠٩٧", "An ORCID iD has 16 digits: 0000-0002-1825-0097."),
    ],
)
def test_a_wrong_orcid_is_left_out_and_said(read, written: str, reason: str) -> None:
    form = read(orcid=written)

    assert form.orcid is None
    assert reasons(form) == [("orcid", reason)]
