"""When two who go together can go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.care.people import common_times
from bot.care.rota import PARTS, WEEK, Time, common_part

TIMES = st.frozensets(st.tuples(st.integers(0, WEEK - 1), st.sampled_from(("", *PARTS))))


def test_two_go_when_both_can() -> None:
    assert set(common_times({(1, "")}, {(1, "morning"), (4, "")}) or ()) == {(1, "morning")}
    assert common_times({(1, "morning")}, {(1, "afternoon")}) is None
    assert set(common_times((), {(4, "")}) or ()) == {(4, "")}
    assert common_times((), ()) == frozenset()


@given(mine=TIMES, yours=TIMES)
def test_every_half_day_of_both_is_there_and_no_other(
    mine: frozenset[Time], yours: frozenset[Time]
) -> None:
    both = common_times(mine, yours)
    for day in range(WEEK):
        for part in PARTS:
            half = {(day, part)}
            can = all(common_part(times, half, day) is not None for times in (mine, yours))
            has = both is not None and common_part(both, half, day) is not None
            assert has == can
