"""What two profiles become: nothing is invented, nothing is opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from profiles.duplicates.merging import BOTH, GONE, KEPT, work_out
from profiles.fields import FIELDS, FLOOR, LISTS, MOST_VALUES, Level, Visibility, level_of
from profiles.member import Tag
from profiles.models import Profile

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
PLAIN = [name for name in FIELDS if name not in {*LISTS, "name", "institution", "city", "email"}]
levels = st.dictionaries(
    st.sampled_from([name for name, field in FIELDS.items() if field.level is not None]),
    st.sampled_from([one.value for one in Level]),
)
texts = st.dictionaries(st.sampled_from(PLAIN), st.sampled_from(["", "x", "y"]))
lists = st.dictionaries(
    st.sampled_from(LISTS),
    st.lists(st.builds(Tag, st.sampled_from("abc"), level=st.integers(1, 3)), max_size=3).map(
        tuple
    ),
)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    values: dict[str, Any] = draw(texts)
    days = draw(st.integers(0, 9))
    profile = Profile(
        slug="x",
        name="Ada",
        levels=draw(levels),
        visibility=draw(st.sampled_from([one.value for one in Visibility])),
        hidden_at=draw(st.sampled_from([None, MOMENT])),
        joined_at=MOMENT + timedelta(days=days),
        **values,
    )
    # Tortoise puts these there only once a database is open.
    profile.account_id = draw(st.sampled_from([None, 1, 2]))
    profile.institution_id = None
    profile.lists = draw(lists)
    return profile


choices = st.dictionaries(
    st.sampled_from([*FIELDS, "account"]), st.sampled_from([KEPT, GONE, BOTH])
)


@given(profiles(), profiles(), choices)
def test_nothing_becomes_more_open_than_it_was(
    kept: Profile, gone: Profile, chosen: dict[str, str]
) -> None:
    outcome = work_out(kept, gone, chosen)

    after = outcome.values["levels"]
    for name in FIELDS:
        assert level_of(name, after) >= level_of(name, kept.levels)
        if name in outcome.lists or (name in outcome.values and getattr(gone, name)):
            assert level_of(name, after) >= level_of(name, gone.levels)
    whole = FLOOR[outcome.values["visibility"]]
    assert whole >= max(FLOOR[kept.visibility], FLOOR[gone.visibility])
    assert bool(outcome.values["hidden_at"]) == bool(kept.hidden_at or gone.hidden_at)


@given(profiles(), profiles(), choices)
def test_every_value_comes_from_one_of_the_two(
    kept: Profile, gone: Profile, chosen: dict[str, str]
) -> None:
    outcome = work_out(kept, gone, chosen)

    for name in PLAIN:
        assert outcome.values.get(name, getattr(kept, name)) in (
            getattr(kept, name),
            getattr(gone, name),
        )
    for name, tags in outcome.lists.items():
        known = {*kept.lists.get(name, ()), *gone.lists.get(name, ())}
        assert set(tags) <= known
        assert len({tag.value for tag in tags}) == len(tags) <= MOST_VALUES
    assert outcome.values["account_id"] in (kept.account_id, gone.account_id)


@given(profiles(), profiles())
def test_without_a_choice_nothing_is_lost(kept: Profile, gone: Profile) -> None:
    outcome = work_out(kept, gone, {})

    for name in PLAIN:
        said = getattr(kept, name) or getattr(gone, name)
        assert outcome.values.get(name, getattr(kept, name)) == said
    for name in LISTS:
        values = {tag.value for tag in (*kept.lists.get(name, ()), *gone.lists.get(name, ()))}
        assert {tag.value for tag in outcome.lists.get(name, kept.lists.get(name, ()))} == values
