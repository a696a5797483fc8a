"""Who might lead a group together: well tied to it, and each from somewhere else."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matching.proposals import Person

CO_CHAIRS: Final = 3


def suggest_chairs(
    strength: Mapping[int, float], people: Mapping[int, Person], *, local: bool
) -> tuple[int, ...]:
    """Return the best-tied members, no two of one institution or (unless `local`) one country.

    Nor of one group of stakeholders, unless seats would stay empty. Whoever offers to lead comes
    first, if no less tied than half of the group. The last seat is kept for a newcomer where the
    first have none and one fits, the willing first: they have had less time to be central.

    Args:
        strength: member -> how strongly they are tied to the others of the group.
        people: who they are.
        local: all are of one country.
    """
    tied = {one: so_much for one, so_much in strength.items() if so_much > 0}
    enough = median_low(tied.values()) if tied else 0.0

    def rank(one: int) -> tuple[bool, float, int]:
        return not (people[one].is_willing and tied[one] >= enough), -tied[one], one

    ranked = sorted(tied, key=rank)
    chairs = _fill([], ranked, people, local=local)
    if any(people[one].is_new for one in chairs):
        return chairs
    newcomers = sorted(
        (one for one in ranked if people[one].is_new), key=lambda one: not people[one].is_willing
    )
    with_one = _fill(chairs[: CO_CHAIRS - 1], newcomers, people, local=local)
    return with_one if len(with_one) >= len(chairs) else chairs


def _fill(
    seated: Sequence[int], ranked: Sequence[int], people: Mapping[int, Person], *, local: bool
) -> tuple[int, ...]:
    """Give the seats that are left to the first of `ranked` who fit beside those `seated`."""
    chosen = [*seated]
    for by_group in (True, False):
        for member in ranked:
            if len(chosen) == CO_CHAIRS:
                break
            others = [people[one] for one in chosen]
            clash = any(
                _are_alike(people[member], other, local=local, by_group=by_group)
                for other in others
            )
            if member not in chosen and not clash:
                chosen.append(member)
    return tuple(chosen)


def _are_alike(one: Person, other: Person, *, local: bool, by_group: bool) -> bool:
    return (
        (one.institution is not None and one.institution == other.institution)
        or (not local and one.country == other.country)
        or (by_group and one.stakeholders != "" and one.stakeholders == other.stakeholders)
    )
