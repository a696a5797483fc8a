"""What is found, in which order, and how it divides: every engine answers the same.

The same set, the same total and the same counts. The order may differ among matches, but an exact
word stands before its beginning and that before a typo, a weighty text before a light one.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.embedded import EmbeddedEngine
from search.index import DEEPEST
from search.words import is_among, read_words
from tests.search.shelves import BOOKS, ask, book, found, shade_of

if TYPE_CHECKING:
    from search.engine import Engine


@pytest.fixture
def coloured(engine: Engine) -> Engine:
    engine.replace(
        BOOKS,
        [
            book("1", "tax", colour=["red"], size=["big"]),
            book("2", "tax", colour=["red", "blue"], size=["small"]),
            book("3", "tax", colour=["green"], size=["small"]),
            book("4", "water", colour=["blue"], size=["big"]),
        ],
    )
    return engine


def test_every_word_must_be_found_somewhere(engine: Engine) -> None:
    engine.replace(BOOKS, [book("1", "water", "Kenya"), book("2", "water"), book("3", "", "Kenya")])

    assert found(engine, "water", "kenya") == ["1"]
    assert set(found(engine, "water")) == {"1", "2"}
    assert found(engine, "water", "kenya", "zebra") == []


def test_the_exact_word_stands_before_its_beginning_and_a_typo_last(engine: Engine) -> None:
    engine.replace(BOOKS, [book("1", "taxes"), book("2", "taxe"), book("3", "taxation")])

    assert found(engine, "taxe") == ["2", "1"]
    assert found(engine, "taxatoin") == ["3"]


def test_a_weighty_text_counts_more(engine: Engine) -> None:
    engine.replace(BOOKS, [book("1", "", "water"), book("2", "water", "")])

    assert found(engine, "water") == ["2", "1"]


def test_only_the_texts_that_are_named_are_looked_in_and_without_typos(engine: Engine) -> None:
    engine.replace(
        BOOKS, [book("1", "taxation", ""), book("2", "", "taxation"), book("3", "taxatoin", "")]
    )

    assert found(engine, "taxation", texts=("title",)) == ["1"]
    assert found(engine, "taxat", texts=("title",), order="by_name") == ["1", "3"]
    assert found(engine, "taxation", texts=("body",)) == ["2"]


def test_typos_are_forgiven_only_where_the_index_says_so(engine: Engine) -> None:
    engine.replace(BOOKS, [book("1", "decentralization"), book("2", "", "decentralization")])

    assert found(engine, "decentrlization") == ["1"]
    assert set(found(engine, "decentr")) == {"1", "2"}


words = st.text("abcd", min_size=1, max_size=9)


@settings(max_examples=40, deadline=None)
@given(
    stored=st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=40),
    asked=words,
    nearly=st.booleans(),
)
def test_the_engine_finds_what_the_rule_for_words_says(
    opened_engine: Engine, stored: list[list[str]], asked: str, *, nearly: bool
) -> None:
    engine = opened_engine
    nearly = nearly and isinstance(engine, EmbeddedEngine)  # the other has one rule for typos
    texts = [*enumerate(map(" ".join, stored))]
    engine.replace(BOOKS, [book(f"1{at}", text) for at, text in texts])
    engine.update(BOOKS, [book(f"2{at}", "", text) for at, text in texts], ())

    expected = {f"1{at}" for at, text in enumerate(stored) if is_among(asked, text, nearly=nearly)}
    expected |= {
        f"2{at}" for at, text in enumerate(stored) if is_among(asked, text, forgiving=False)
    }
    assert set(found(engine, asked, nearly=nearly, limit=100)) == expected


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Économie régionale", "economie"),
        ("Economie", "économie"),
        ("São Paulo", "SAO"),
        ("إدارة المياه", "ادارة"),  # hamza, and taa marbuta for haa
        ("ادارة", "إداره"),
        ("الموازنة العامة", "موازنة"),  # with the article and without
        ("موازنة", "الموازنة"),
        ("والموازنة", "موازنة"),
        ("على", "علي"),
        ("财政分权", "分权"),
        ("財政 分権", "財政"),
        ("การกระจายอำนาจ", "กระจาย"),
        ("D&LG programme", "d&lg"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("people\u2019s budget", "peoples"),
    ],
)
def test_spellings_of_one_word_find_each_other(engine: Engine, written: str, asked: str) -> None:
    engine.replace(BOOKS, [book("1", written), book("2", "zzz")])

    assert found(engine, *read_words(asked)) == ["1"]


def test_values_of_a_facet_are_alternatives_and_facets_add_up(coloured: Engine) -> None:
    assert set(found(coloured, filters={"colour": ("red", "green")})) == {"1", "2", "3"}
    assert found(coloured, filters={"colour": ("red",), "size": ("small",)}) == ["2"]
    assert found(coloured, "water", filters={"colour": ("red",)}) == []
    assert len(found(coloured, filters={"colour": ()})) == 4
    assert found(coloured, filters={"colour": ("re",)}) == []


def test_each_choice_must_be_answered_by_any_of_its_facets(coloured: Engine) -> None:
    either = {"colour": ("red",), "size": ("small",)}

    assert set(found(coloured, must=(either,))) == {
        *found(coloured, filters={"colour": ("red",)}),
        *found(coloured, filters={"size": ("small",)}),
    }
    assert found(coloured, must=({"colour": ("red",)}, {"size": ("small",)})) == ["2"]
    assert found(coloured, "water", must=({"colour": ("red",)},)) == []
    counted = ask(coloured, must=({"colour": ("red",)},), count=("colour",))
    assert dict(counted.facets["colour"])["red"] == counted.total


def test_who_answers_by_the_first_facet_of_a_choice_comes_first(coloured: Engine) -> None:
    first = found(coloured, must=({"colour": ("red",), "size": ("small",)},))
    other = found(coloured, must=({"size": ("small",), "colour": ("red",)},))

    assert {*first} == {*other}
    red = {*found(coloured, filters={"colour": ("red",)})}
    small = {*found(coloured, filters={"size": ("small",)})}
    assert {*first[: len(red)]} == red
    assert {*other[: len(small)]} == small
    assert first != other


def test_of_equal_hits_those_preferred_come_first_and_the_first_facet_counts_most(
    engine: Engine,
) -> None:
    sizes = {"1": ("blue", ""), "2": ("blue", "big"), "3": ("red", ""), "4": ("red", "big")}
    engine.replace(
        BOOKS, [book(key, "tax", colour=[one], size=[two]) for key, (one, two) in sizes.items()]
    )
    prefer = {"colour": ["red"], "size": ["big"]}

    assert found(engine, "tax", prefer=prefer) == ["4", "3", "2", "1"]
    assert found(engine, "tax", prefer=dict(reversed(prefer.items()))) == ["4", "2", "3", "1"]


def test_equal_hits_take_turns_at_the_first_place(engine: Engine) -> None:
    engine.replace(BOOKS, [book(str(key), "tax") for key in range(1, 9)])

    orders = [found(engine, "tax", turn=turn) for turn in range(60)]

    assert orders[0] == [*"12345678"]
    assert all(sorted(order) == orders[0] for order in orders)
    assert {order[0] for order in orders} == {*"12345678"}
    assert found(engine, "tax", turn=7, limit=3, offset=3) == orders[7][3:6]


def test_the_counts_of_a_facet_ignore_its_own_filter_only(coloured: Engine) -> None:
    answer = ask(coloured, "tax", filters={"colour": ("red",)}, count=("colour", "size"))

    assert answer.total == 2
    assert list(answer.facets["colour"]) == [("red", 2), ("blue", 1), ("green", 1)]
    assert list(answer.facets["size"]) == [("big", 1), ("small", 1)]


rows = st.lists(
    st.tuples(st.sets(st.sampled_from("xyz")), st.sets(st.sampled_from("st"))), max_size=12
)


@settings(max_examples=30, deadline=None)
@given(rows=rows, colours=st.sets(st.sampled_from("xyz")), sizes=st.sets(st.sampled_from("st")))
def test_counts_are_what_counting_by_hand_gives(
    opened_engine: Engine,
    rows: list[tuple[set[str], set[str]]],
    colours: set[str],
    sizes: set[str],
) -> None:
    engine = opened_engine
    engine.replace(
        BOOKS,
        [book(str(at), colour=sorted(c), size=sorted(s)) for at, (c, s) in enumerate(rows)],
    )

    answer = ask(
        engine,
        filters={"colour": sorted(colours), "size": sorted(sizes)},
        count=("colour", "size", "shade"),
    )

    by_colour = [row for row in rows if not colours or row[0] & colours]
    by_size = [row for row in rows if not sizes or row[1] & sizes]
    assert answer.total == sum(row in by_size for row in by_colour)
    assert dict(answer.facets["colour"]) == Counter(one for row in by_size for one in row[0])
    assert dict(answer.facets["shade"]) == Counter(
        shade for row in by_size for shade in {*map(shade_of, row[0])}
    )
    assert dict(answer.facets["size"]) == Counter(one for row in by_colour for one in row[1])


def test_orders_hold_over_many_small_writes(engine: Engine) -> None:
    names = [f"{number:03} {number}" for number in range(60)]
    for name in random.Random(1).sample(names, len(names)):
        engine.update(BOOKS, [book(name.split()[1], "tax", name=name)], ())

    in_order = [str(number) for number in range(60)]
    assert found(engine, order="by_name", limit=60) == in_order
    assert found(engine, "tax", order="by_name", limit=60) == in_order
    assert found(engine, limit=60) == in_order  # without words, the first order
    assert found(engine, order="by_name", limit=7, offset=50) == in_order[50:57]


@pytest.mark.parametrize("word", ["taxation", "tax", "taxatoin"])
def test_equal_scores_keep_their_places_from_page_to_page(engine: Engine, word: str) -> None:
    keys = [f"{100 + number}" for number in range(450)]
    shuffled = random.Random(2).sample(keys, len(keys))
    engine.replace(BOOKS, [book(key, "taxation") for key in shuffled[:200]])
    engine.update(BOOKS, [book(key, "taxation") for key in shuffled[200:]], ())

    pages = [found(engine, word, limit=20, offset=offset) for offset in range(0, 450, 20)]

    assert [key for page in pages for key in page] == keys


def test_only_the_asked_keys_are_found(coloured: Engine) -> None:
    assert set(found(coloured, keys=["1", "4", "9"])) == {"1", "4"}
    assert found(coloured, "water", keys=["1", "4"]) == ["4"]
    assert found(coloured, keys=[]) == []
    assert ask(coloured, keys=[], count=("colour",)).facets["colour"] == []


def test_beyond_the_deepest_page_there_is_the_deepest_page(engine: Engine) -> None:
    engine.replace(BOOKS, [book(f"{1000 + number}", "tax") for number in range(DEEPEST + 200)])

    deepest = found(engine, "tax", limit=20, offset=DEEPEST)

    assert deepest[0] == f"{1000 + DEEPEST}"
    for offset in (DEEPEST + 20, 10**6, 10**30):
        assert found(engine, "tax", limit=20, offset=offset) == deepest
        assert len(found(engine, limit=20, offset=offset)) == 20
    assert ask(engine, "tax", offset=10**9).total == DEEPEST + 200


def test_an_update_replaces_adds_and_removes(coloured: Engine) -> None:
    coloured.update(BOOKS, [book("1", "land"), book("5", "land")], ["2", "9"])

    assert coloured.keys(BOOKS) == {"1", "3", "4", "5"}
    assert set(found(coloured, "land")) == {"1", "5"}
    assert found(coloured, "tax") == ["3"]


def test_a_document_given_twice_stands_once(engine: Engine) -> None:
    for _again in range(3):
        engine.update(BOOKS, [book("1", "tax"), book("1", "tax")], ["1"])

    assert ask(engine, "tax").total == 1


def test_replacing_forgets_everything_else(coloured: Engine) -> None:
    assert coloured.replace(BOOKS, [book("7", "land")]) == 1
    assert coloured.keys(BOOKS) == {"7"}
    assert coloured.replace(BOOKS, []) == 0
    assert coloured.is_empty(BOOKS)
