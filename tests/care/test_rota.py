"""A rota gives everybody her visits where that is possible at all, and spreads them fairly."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.care.planning import propose
from bot.care.rota import Carer, Lacking, Plan, Planned, Wanted, can_go, common_part

MONDAY = date(2026, 11, 23)
DAYS = [MONDAY + timedelta(days=day) for day in range(14)]
TUESDAY, WEDNESDAY, FRIDAY = DAYS[1], DAYS[2], DAYS[4]
WEEK = timedelta(days=7)


def weekdays(*days: int, part: str = "") -> frozenset[tuple[int, str]]:
    return frozenset((day, part) for day in days)


def club() -> tuple[list[Wanted], list[Carer]]:
    """Ten who are visited twice a week, twelve volunteers of three hamlets, one of them away."""
    hamlets = ["xóm 1", "xóm 2", "xóm 3"]
    wishes = [(), (1, 4), (), (0, 3), (2,), (), (1, 3, 5), (), (5, 6), ()]
    wanted = [
        Wanted(id=number, weekly=2, times=weekdays(*days), hamlet=hamlets[number % 3])
        for number, days in enumerate(wishes, 1)
    ]
    days = [(), (0, 1, 2), (), (4, 5, 6), (1, 3), (), (), (2, 5), (), (0, 4), (), (6,)]
    carers = [
        Carer(
            ids=(100 + number,),
            weekly=3,
            times=weekdays(*can),
            hamlet=hamlets[number % 3],
            away=frozenset(DAYS[:4]) if number == 6 else frozenset(),
        )
        for number, can in enumerate(days)
    ]
    return wanted, carers


def loads(plan: Plan, carers: Sequence[Carer], kept: Collection[Planned] = ()) -> dict[int, int]:
    load = Counter(one for visit in (*plan.visits, *kept) for one in visit.carer)
    return {one: load[one] for carer in carers for one in carer.ids}


def test_ten_people_twelve_volunteers_and_fourteen_days_take_less_than_a_second() -> None:
    wanted, carers = club()
    propose(wanted[:1], carers[:1], MONDAY)  # loads the library
    begun = time.perf_counter()
    plan = propose(wanted, carers, MONDAY)
    assert time.perf_counter() - begun < 1
    assert not plan.lacking
    visits = Counter((one.recipient, (one.day - MONDAY) // WEEK) for one in plan.visits)
    assert set(visits.values()) == {2}
    assert len(visits) == 20
    assert all(one.wished for one in plan.visits if one.recipient != 5)
    check(plan, wanted, carers)
    load = loads(plan, carers)
    assert max(load.values()) <= 4  # forty visits, twelve volunteers
    assert min(load.values()) >= 3


def test_the_load_is_even_where_days_allow_and_only_there() -> None:
    """Only the first can go on a Sunday; she goes there and nowhere else."""
    wanted = [
        Wanted(id=1, weekly=1, times=weekdays(6)),
        *(Wanted(id=number, weekly=2) for number in (2, 3, 4)),
    ]
    carers = [
        Carer(ids=(11,), weekly=7),
        Carer(ids=(12,), weekly=7, times=weekdays(0, 1, 2, 3, 4)),
        Carer(ids=(13,), weekly=7, times=weekdays(0, 1, 2, 3, 4)),
    ]
    load = loads(propose(wanted, carers, MONDAY), carers)
    assert sorted(load.values()) == [4, 5, 5]
    wanted[0] = Wanted(id=1, weekly=7)
    load = loads(propose(wanted, carers, MONDAY), carers)
    assert max(load.values()) - min(load.values()) <= 1


def test_somebody_whom_nobody_can_visit_is_named_and_nobody_else() -> None:
    wanted = [Wanted(id=1, weekly=2, barred=frozenset({11})), Wanted(id=2, weekly=2)]
    plan = propose(wanted, [Carer(ids=(11,), weekly=5)], MONDAY)
    assert plan.lacking == tuple(
        Lacking(recipient=1, week=week, missing=2, days=0, limits=False)
        for week in (MONDAY, MONDAY + WEEK)
    )


def test_too_few_days_and_too_few_hands_are_told_apart() -> None:
    one_day = [Carer(ids=(11,), weekly=5, times=weekdays(1))]
    (first, _second) = propose([Wanted(id=1, weekly=3)], one_day, MONDAY).lacking
    assert (first.missing, first.days, first.limits) == (2, 1, False)
    few = [Carer(ids=(11,), weekly=1)]
    (first, _second) = propose([Wanted(id=1, weekly=3)], few, MONDAY).lacking
    assert (first.missing, first.days, first.limits) == (2, 7, True)


def test_what_is_lacking_is_shared() -> None:
    wanted = [Wanted(id=1, weekly=3), Wanted(id=2, weekly=2), Wanted(id=3, weekly=1)]
    plan = propose(wanted, [Carer(ids=(11,), weekly=4)], MONDAY, weeks=1)
    assert Counter(one.recipient for one in plan.visits) == {1: 2, 2: 1, 3: 1} or Counter(
        one.recipient for one in plan.visits
    ) == {1: 1, 2: 2, 3: 1}


def test_a_wished_day_comes_before_an_even_load_and_another_day_before_none() -> None:
    wanted = [Wanted(id=1, weekly=2, times=weekdays(1, 4))]
    carers = [
        Carer(ids=(11,), weekly=7, times=weekdays(1)),
        Carer(ids=(12,), weekly=7, times=weekdays(2)),
    ]
    plan = propose(wanted, carers, MONDAY, weeks=1)
    assert [(one.day, one.carer, one.wished) for one in plan.visits] == [
        (TUESDAY, (11,), True),
        (WEDNESDAY, (12,), False),
    ]


def test_parts_of_the_day_meet() -> None:
    wanted = [Wanted(id=1, weekly=1, times=weekdays(1, part="morning"))]
    carers = [
        Carer(ids=(11,), weekly=7, times=weekdays(1, part="afternoon")),
        Carer(ids=(12,), weekly=7, times=frozenset({(1, "morning"), (1, "afternoon")})),
    ]
    (visit,) = propose(wanted, carers, MONDAY, weeks=1).visits
    assert (visit.carer, visit.part, visit.wished) == ((12,), "morning", True)
    (visit,) = propose(wanted, carers[:1], MONDAY, weeks=1).visits
    assert (visit.carer, visit.part, visit.wished) == ((11,), "afternoon", False)


def test_two_who_go_together_are_one_visit_and_each_carries_it() -> None:
    wanted = [Wanted(id=number, weekly=2) for number in (1, 2, 3)]
    carers = [Carer(ids=(11, 12), weekly=7), Carer(ids=(13,), weekly=7)]
    plan = propose(wanted, carers, MONDAY)
    assert len(plan.visits) == 12
    assert loads(plan, carers) == {11: 6, 12: 6, 13: 6}


def test_who_is_near_or_known_or_went_less_lately_goes() -> None:
    here = Wanted(id=1, weekly=1, hamlet="xóm 1", usual=frozenset({13}))
    near = [Carer(ids=(11,), weekly=7, hamlet="xóm 2"), Carer(ids=(12,), weekly=7, hamlet="xóm 1")]
    assert propose([here], near, MONDAY, weeks=1).visits[0].carer == (12,)
    near.append(Carer(ids=(13,), weekly=7, hamlet="xóm 1"))
    assert propose([here], near, MONDAY, weeks=1).visits[0].carer == (13,)
    rested = [Carer(ids=(11,), weekly=7, lately=5), Carer(ids=(12,), weekly=7, lately=4)]
    assert propose([Wanted(id=1, weekly=1)], rested, MONDAY, weeks=1).visits[0].carer == (12,)


def test_visits_of_a_week_are_apart() -> None:
    plan = propose([Wanted(id=1, weekly=2)], [Carer(ids=(11,), weekly=7)], MONDAY)
    first, second, third, fourth = (one.day for one in plan.visits)
    assert min((second - first).days, (fourth - third).days) >= 3


def test_what_is_settled_stays_and_counts() -> None:
    """Hoa has gone on Tuesday and goes on Friday: that is all that she and Lan can have."""
    kept = [
        Planned(day=TUESDAY, recipient=1, carer=(11,), part=""),
        Planned(day=FRIDAY, recipient=1, carer=(11,), part="morning"),
    ]
    wanted = [Wanted(id=1, weekly=2), Wanted(id=2, weekly=2)]
    carers = [Carer(ids=(11,), weekly=3), Carer(ids=(12,), weekly=7)]
    plan = propose(wanted, carers, MONDAY, weeks=1, kept=kept)
    assert {one.recipient for one in plan.visits} == {2}
    assert loads(plan, carers, kept) == {11: 2, 12: 2}
    assert propose(wanted[:1], carers, MONDAY, weeks=1, kept=kept) == Plan(visits=(), lacking=())


def test_days_that_are_over_are_not_planned() -> None:
    plan = propose(
        [Wanted(id=1, weekly=5)], [Carer(ids=(11,), weekly=7)], MONDAY, weeks=1, opens=FRIDAY
    )
    assert [one.day for one in plan.visits] == DAYS[4:7]
    assert plan.lacking[0].missing == 2


def test_nothing_is_asked_of_nobody() -> None:
    carers = [Carer(ids=(11,), weekly=7)]
    assert propose([], carers, MONDAY) == Plan(visits=(), lacking=())
    assert propose([Wanted(id=1, weekly=0)], carers, MONDAY) == Plan(visits=(), lacking=())
    assert [one.missing for one in propose([Wanted(id=1, weekly=1)], [], MONDAY).lacking] == [1, 1]


@pytest.mark.parametrize(
    ("wished", "can", "part"),
    [
        ((), (), ""),
        (weekdays(0), (), ""),
        ((), weekdays(0, part="morning"), "morning"),
        (weekdays(0, part="morning"), weekdays(0), "morning"),
        (weekdays(0, part="morning"), weekdays(0, part="afternoon"), None),
        (weekdays(0), weekdays(1), None),
    ],
)
def test_the_part_on_which_both_can(
    wished: Collection[tuple[int, str]], can: Collection[tuple[int, str]], part: str | None
) -> None:
    assert common_part(wished, can, 0) == part


# --- whatever the club ---------------------------------------------------------------------------

some_times = st.frozensets(
    st.tuples(st.integers(0, 6), st.sampled_from(["", "morning", "afternoon"])), max_size=4
)
some_days = st.frozensets(st.sampled_from(DAYS), max_size=6)


@st.composite
def clubs(draw: st.DrawFn) -> tuple[list[Wanted], list[Carer], list[Planned]]:
    number = draw(st.integers(1, 5))
    carers = []
    member = itertools.count(100)
    for _carer in range(draw(st.integers(0, 4))):
        ids = tuple(next(member) for _one in range(draw(st.integers(1, 2))))
        carers.append(
            Carer(
                ids=ids,
                weekly=draw(st.integers(0, 4)),
                times=draw(some_times),
                away=draw(some_days),
                daily=draw(st.integers(1, 2)),
                lately=draw(st.integers(0, 20)),
            )
        )
    everybody = [one for carer in carers for one in carer.ids]
    few = (
        st.frozensets(st.sampled_from(everybody), max_size=2)
        if everybody
        else st.just(frozenset())
    )
    wanted = [
        Wanted(
            id=one,
            weekly=draw(st.integers(0, 4)),
            times=draw(some_times),
            usual=draw(few),
            barred=draw(few),
        )
        for one in range(1, number + 1)
    ]
    kept = [
        Planned(day=day, recipient=draw(st.integers(1, number)), carer=carer.ids, part="")
        for carer in carers
        for day in draw(some_days)
    ][:4]
    return wanted, carers, kept


@settings(max_examples=60)
@given(clubs())
def test_nobody_does_more_than_she_can(
    made: tuple[list[Wanted], list[Carer], list[Planned]],
) -> None:
    wanted, carers, kept = made
    check(propose(wanted, carers, MONDAY, kept=kept), wanted, carers, kept)


def check(
    plan: Plan, wanted: Sequence[Wanted], carers: Sequence[Carer], kept: Collection[Planned] = ()
) -> None:
    """Nobody goes over her limits, when she is away or cannot, or where she is not wanted."""
    by_ids = {one.ids: one for one in carers}
    people = {one.id: one for one in wanted}
    for one in plan.visits:
        assert can_go(people[one.recipient], by_ids[one.carer], one.day)
    all_visits = [*kept, *plan.visits]
    for carer in carers:
        planned = [one.day for one in plan.visits if one.carer == carer.ids]
        for member in carer.ids:
            days = Counter(one.day for one in all_visits if member in one.carer)
            assert all(days[day] <= carer.daily for day in planned)
            for day in planned:
                week = (day - MONDAY) // WEEK
                assert (
                    sum(n for d, n in days.items() if (d - MONDAY) // WEEK == week) <= carer.weekly
                )
    hers = Counter((one.recipient, one.day) for one in all_visits)
    assert all(hers[one.recipient, one.day] == 1 for one in plan.visits)
    by_week = Counter((one.recipient, (one.day - MONDAY) // WEEK) for one in plan.visits)
    for (recipient, week), number in by_week.items():
        before = sum(
            it.recipient == recipient and (it.day - MONDAY) // WEEK == week for it in kept
        )
        assert before + number <= people[recipient].weekly


@settings(max_examples=60)
@given(clubs())
def test_no_plan_of_more_visits_is_possible(
    made: tuple[list[Wanted], list[Carer], list[Planned]],
) -> None:
    """A maximum flow, without any cost, finds as many and not one more."""
    wanted, carers, kept = made
    plan = propose(wanted, carers, MONDAY, kept=kept)
    asked, most = most_possible(wanted, carers, kept)
    assert len(plan.visits) == most
    assert sum(one.missing for one in plan.lacking) == asked - most


def most_possible(
    wanted: Sequence[Wanted], carers: Sequence[Carer], kept: Collection[Planned]
) -> tuple[int, int]:
    net = networkx.DiGraph()
    net.add_nodes_from(["from", "to"])
    asked = 0
    for one, week in itertools.product(wanted, (0, 1)):
        has = [
            it.day for it in kept if it.recipient == one.id and (it.day - MONDAY) // WEEK == week
        ]
        missing = max(0, one.weekly - len(has))
        asked += missing
        net.add_edge("from", (one.id, week), capacity=missing)
        for day in DAYS[7 * week : 7 * week + 7]:
            if day not in has:
                net.add_edge((one.id, week), (one.id, day), capacity=1)
                for carer in carers:
                    if can_go(one, carer, day):
                        net.add_edge((one.id, day), (carer.ids, day), capacity=1)
    for carer in carers:
        load = Counter(it.day for it in kept if it.carer == carer.ids)
        for week in (0, 1):
            days = DAYS[7 * week : 7 * week + 7]
            room = max(0, carer.weekly - sum(load[day] for day in days))
            for day in days:
                free = max(0, carer.daily - load[day])
                net.add_edge((carer.ids, day), (carer.ids, "week", week), capacity=free)
            net.add_edge((carer.ids, "week", week), "to", capacity=room)
    return asked, networkx.maximum_flow_value(net, "from", "to")


@settings(max_examples=30)
@given(clubs(), st.randoms(use_true_random=False))
def test_the_same_facts_in_any_order_give_the_same_plan(
    made: tuple[list[Wanted], list[Carer], list[Planned]], chance: object
) -> None:
    wanted, carers, kept = made
    plan = propose(wanted, carers, MONDAY, kept=kept)
    assert propose(wanted[::-1], carers[::-1], MONDAY, kept=kept[::-1]) == plan


@settings(max_examples=40)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 3))
def test_without_wishes_every_load_is_within_one_visit(
    people: int, hands: int, weekly: int
) -> None:
    wanted = [Wanted(id=one, weekly=weekly) for one in range(people)]
    carers = [Carer(ids=(100 + one,), weekly=7) for one in range(hands)]
    load = loads(propose(wanted, carers, MONDAY), carers).values()
    assert max(load) - min(load) <= 1


@settings(max_examples=60)
@given(clubs())
def test_no_visit_should_go_to_somebody_who_has_fewer(
    made: tuple[list[Wanted], list[Carer], list[Planned]],
) -> None:
    """The load is uneven only where days, limits or wishes are in the way."""
    wanted, carers, kept = made
    plan = propose(wanted, carers, MONDAY, kept=kept)
    people, by_ids = {one.id: one for one in wanted}, {one.ids: one for one in carers}
    days = Counter((one.carer, one.day) for one in (*kept, *plan.visits))
    weeks = Counter((one.carer, (one.day - MONDAY) // WEEK) for one in (*kept, *plan.visits))
    load = Counter(one.carer for one in (*kept, *plan.visits))
    for visit, other in itertools.product(plan.visits, carers):
        her = people[visit.recipient]
        suits = common_part(her.times, other.times, visit.day.weekday()) is not None
        has_room = (
            days[other.ids, visit.day] < other.daily
            and weeks[other.ids, (visit.day - MONDAY) // WEEK] < other.weekly
        )
        if can_go(her, other, visit.day) and has_room and (suits or not visit.wished):
            assert load[by_ids[visit.carer].ids] <= load[other.ids] + 1


PLANNED = """
from tests.care.test_rota import MONDAY, club
from bot.care.planning import propose
print(propose(*club(), MONDAY).visits)
"""


def test_another_process_makes_the_same_plan() -> None:
    """The order of sets of words is another one there."""
    made = {
        subprocess.run(
            [sys.executable, "-c", PLANNED],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
