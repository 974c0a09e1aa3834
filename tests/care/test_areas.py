from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.areas import AREAS, ELSEWHERE, KINDS, Done, Month

SONGS = Done(area="culture", note="Văn nghệ", times=1, people=40)


def test_a_month_without_anything_misses_all_eight() -> None:
    assert Month().missing == AREAS
    assert len(AREAS) == 8


def test_what_was_done_takes_its_area_off_the_missing_ones() -> None:
    assert "culture" not in Month(activities=(SONGS,)).missing
    assert len(Month(activities=(SONGS,)).missing) == 7


@pytest.mark.parametrize(
    ("what", "area"),
    [
        ("borrowers", "income"),
        ("lent", "income"),
        ("measured", "health"),
        ("visits", "home_care"),
        ("labour_days", "mutual"),
        ("gifts", "resources"),
        ("fees", "resources"),
    ],
)
def test_what_other_parts_wrote_down_counts_without_being_entered_again(
    what: str, area: str
) -> None:
    facts: dict[str, Any] = {what: 1}
    found = Month(**facts)
    assert found.on_record(area)
    assert found.missing == tuple(one for one in AREAS if one != area)


def test_a_talk_at_the_meeting_counts_as_learning_and_the_meeting_alone_does_not() -> None:
    assert not Month(meetings=1, came=52).on_record("learning")
    assert Month(meetings=1, talks=("huyết áp",)).on_record("learning")


@given(st.lists(st.sampled_from(AREAS)))
def test_missing_and_on_record_share_the_eight_out(done: list[str]) -> None:
    found = Month(activities=tuple(replace(SONGS, area=area) for area in done))
    assert {area for area in AREAS if found.on_record(area)} == set(done)
    assert sorted([*found.missing, *set(done)]) == sorted(AREAS)


def test_each_kind_counts_for_one_of_the_eight_and_each_area_has_something_to_enter() -> None:
    assert set(KINDS.values()) == set(AREAS)
    assert set(ELSEWHERE.values()) <= set(AREAS)
    assert not set(KINDS) & set(ELSEWHERE)
