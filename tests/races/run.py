"""All races, and one of them run."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.races import (
    announcing,
    coming,
    deciding,
    joining,
    leading,
    meeting,
    merging,
    saving,
    seating,
)
from tests.races.ground import open_ground

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from cop.vocabulary.concepts import Vocabulary
    from tests.races.ground import Ground

    Race = Callable[[Ground, int], AsyncIterator[str]]

RACES: Final[tuple[Race, ...]] = (
    saving.two_tabs_save,
    saving.a_profile_is_made_twice,
    saving.an_import_and_a_member_write,
    saving.one_file_is_imported_twice,
    saving.two_files_name_the_same_people,
    saving.an_import_is_taken_back_twice,
    saving.one_institution_is_named_twice,
    saving.two_followers_begin,
    deciding.a_chapter_is_formed_twice,
    joining.a_member_joins_twice,
    joining.a_request_is_made_twice,
    joining.a_request_is_approved_twice,
    joining.a_request_is_taken_back_while_approved,
    joining.many_are_approved_by_two_at_once,
    joining.a_member_leaves_while_banned,
    leading.the_last_two_coordinators_step_down,
    leading.an_offer_is_accepted_while_who_made_it_steps_down,
    leading.two_workers_look_who_is_led,
    leading.two_workers_tell_whose_term_ends,
    leading.two_coordinators_put_each_other_out,
    leading.two_workers_tell_what_waits,
    leading.two_workers_look_at_the_graph,
    merging.a_chapter_is_merged_twice,
    merging.two_chapters_become_part_of_each_other,
    merging.a_member_joins_while_the_chapter_is_merged,
    seating.a_seat_is_offered_twice,
    seating.a_seat_is_taken_while_its_member_is_put_out,
    seating.a_chapter_is_closed_while_a_seat_is_taken,
    seating.two_write_about_a_chapter,
    deciding.a_member_is_kept_twice,
    deciding.a_mail_is_claimed_twice,
    deciding.two_workers_tell_who_is_new,
    deciding.a_link_is_used_twice,
    deciding.digits_are_typed_twice,
    deciding.an_assistant_is_asked_twice,
    deciding.two_people_are_merged_twice,
    deciding.two_institutions_are_merged_twice,
    deciding.two_are_told_apart_twice,
    coming.two_want_the_last_seat,
    coming.a_member_registers_twice,
    coming.a_seat_is_given_back_while_another_wants_it,
    coming.two_workers_remind,
    coming.two_sum_a_meeting_up,
    announcing.two_write_a_draft,
    announcing.a_draft_is_changed_while_it_is_sent,
    meeting.a_match_is_accepted_and_dismissed,
    meeting.mails_are_asked_for_twice,
    meeting.two_workers_mail_new_matches,
)


@dataclass(slots=True)
class Outcome:
    """What came of a race: each problem says first whether it is double, lost or an error."""

    problems: list[str] = field(default_factory=list[str])
    seconds: float = 0.0

    def count(self, kind: str) -> int:
        return sum(one.startswith(kind) for one in self.problems)


async def run_race(
    race: Race, pairs: int, url: str, vocabulary: Vocabulary, folder: Path
) -> Outcome:
    """Run so many pairs on the open database at `url`."""
    begun = time.perf_counter()
    async with open_ground(url, vocabulary, folder) as ground:
        outcome = Outcome([problem async for problem in race(ground, pairs) if problem])
    outcome.seconds = time.perf_counter() - begun
    return outcome
