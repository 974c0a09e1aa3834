"""Who visits whom: a plan that gives everybody her visits where that is possible at all.

It is a flow of visits from those who are cared for, over their days, to who can go on that day; a
flow of the least cost is the best plan, not only a good one. What counts, in this order: nobody
lacks a visit, and what is lacking is shared; visits fall on the days that were wished; the load of
the volunteers is even; then somebody near, whom she knows, and days apart from each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from bot.care.flow import Net
from bot.care.rota import WEEK, Carer, Lacking, Plan, Planned, Wanted, can_go, common_part

SECOND_OF_A_DAY, FAR, UNKNOWN, LATELY = 20, 10, 5, 2
"""What counts when nobody lacks a visit, all wishes are met and the load is even."""
LATELY_COUNTED = 9
"""So many visits of the weeks before count; more only says that somebody was away since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weights:
    """What a thing costs so that it weighs more than all together that counts less."""

    uneven: int
    unwished: int
    lacking: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """What is to be planned, in an order that does not depend on the caller."""

    wanted: Sequence[Wanted]
    carers: Sequence[Carer]
    weeks: Sequence[Sequence[date]]
    has: Mapping[tuple[int, date], int]
    """Visits that are settled, by recipient and day."""
    goes: Mapping[tuple[int, date], int]
    """And by volunteer and day."""
    opens: date

    def days(self, one: Wanted, week: Sequence[date]) -> list[date]:
        """Return the days of a week on which a visit can still be planned."""
        return [day for day in week if day >= self.opens and not self.has[one.id, day]]

    def missing(self, one: Wanted, week: Sequence[date]) -> range:
        """Return the numbers of the visits of a week that are still to be planned, from 0."""
        return range(sum(self.has[one.id, day] for day in week), one.weekly)

    def load(self, carer: Carer, days: Collection[date]) -> int:
        """Return how many visits are settled of who has more of the two."""
        return max(sum(self.goes[member, day] for day in days) for member in carer.ids)

    def asked(self) -> int:
        """Return how many visits are to be planned."""
        return sum(len(self.missing(one, week)) for one in self.wanted for week in self.weeks)


def propose(
    wanted: Sequence[Wanted],
    carers: Sequence[Carer],
    first: date,
    *,
    weeks: int = 2,
    kept: Collection[Planned] = (),
    opens: date | None = None,
) -> Plan:
    """Return the best plan for so many weeks from `first` on; the same facts give the same plan.

    `kept` are visits of these weeks that are settled, planned before or made: they count as hers,
    as load of those who go and for their limits, and are not in the plan again. Nothing is planned
    before `opens`. At most one visit a day to each; two who go together are one visit, and each
    has its load.
    """
    task = _Task(
        wanted=sorted((one for one in wanted if one.weekly), key=lambda one: one.id),
        carers=sorted(carers, key=lambda one: one.ids),
        weeks=[
            [first + timedelta(days=WEEK * week + day) for day in range(WEEK)]
            for week in range(weeks)
        ],
        has=Counter((one.recipient, one.day) for one in kept),
        goes=Counter((member, one.day) for one in kept for member in one.carer),
        opens=opens or first,
    )
    visits = tuple(sorted(_visits(task)))
    return Plan(visits=visits, lacking=tuple(_lacking(task, visits)))


def _visits(task: _Task) -> Iterator[Planned]:
    if not (asked := task.asked()):
        return
    passes = _net(task, _weights(task, asked)).cheapest("asked", "done", asked)
    for one in task.wanted:
        for day in chain.from_iterable(task.weeks):
            for carer in task.carers:
                if passes[("day", one.id, day), ("goes", carer.ids, day)]:
                    yield _planned(one, carer, day)


def _planned(one: Wanted, carer: Carer, day: date) -> Planned:
    part = common_part(one.times, carer.times, day.weekday())
    theirs = common_part((), carer.times, day.weekday()) or ""
    return Planned(
        day=day,
        recipient=one.id,
        carer=carer.ids,
        part=theirs if part is None else part,
        wished=part is not None,
    )


def _weights(task: _Task, asked: int) -> _Weights:
    days = list(chain.from_iterable(task.weeks))
    heaviest = max(
        (task.load(one, days) + one.weekly * len(task.weeks) for one in task.carers), default=0
    )
    daily = max((one.daily for one in task.carers), default=0)
    finest = daily * SECOND_OF_A_DAY + FAR + UNKNOWN + LATELY * LATELY_COUNTED + WEEK
    uneven = asked * finest + 1
    unwished = uneven * (asked * (2 * heaviest + 1) + 1)
    return _Weights(uneven=uneven, unwished=unwished, lacking=unwished * (asked + 1))


def _net(task: _Task, weights: _Weights) -> Net:
    net = Net()
    most = max(one.weekly for one in task.wanted)
    for place, one in enumerate(task.wanted):
        for week in task.weeks:
            whose = ("week", one.id, week[0])
            missing = task.missing(one, week)
            for nth in missing:  # the first visit of a week is needed most
                net.add("asked", whose, 1, -weights.lacking * (most - nth))
            for day in task.days(one, week) if missing else ():
                net.add(whose, ("day", one.id, day), 1, _apart(one, place, day))
                _add_ways(net, task, one, day, weights.unwished)
    for carer in task.carers:
        _add_load(net, task, carer, weights.uneven)
    return net


def _add_ways(net: Net, task: _Task, one: Wanted, day: date, unwished: int) -> None:
    for carer in task.carers:
        if can_go(one, carer, day):
            cost = _cost(one, carer, day, unwished)
            net.add(("day", one.id, day), ("goes", carer.ids, day), 1, cost)


def _add_load(net: Net, task: _Task, carer: Carer, uneven: int) -> None:
    """Let each further visit of the same volunteer cost more than the one before."""
    every = ("all", carer.ids)
    free = 0
    for week in task.weeks:
        whose = ("load", carer.ids, week[0])
        for day in week:
            for nth in range(task.load(carer, [day]), carer.daily):
                net.add(("goes", carer.ids, day), whose, 1, nth * SECOND_OF_A_DAY)
        room = max(0, carer.weekly - task.load(carer, week))
        net.add(whose, every, room)
        free += room
    has = task.load(carer, list(chain.from_iterable(task.weeks)))
    for nth in range(has, has + free):
        net.add(every, "done", 1, uneven * (2 * nth + 1))


def _cost(one: Wanted, carer: Carer, day: date, unwished: int) -> int:
    cost = LATELY * min(carer.lately, LATELY_COUNTED)
    if common_part(one.times, carer.times, day.weekday()) is None:
        cost += unwished
    if one.hamlet and carer.hamlet and one.hamlet != carer.hamlet:
        cost += FAR
    return cost if one.usual.intersection(carer.ids) else cost + UNKNOWN


def _apart(one: Wanted, place: int, day: date) -> int:
    """Return how far a day is from one that parts the week evenly; neighbours have other days."""
    step = WEEK / one.weekly
    return round(
        min(abs(day.weekday() - (place + nth * step) % WEEK) for nth in range(one.weekly))
    )


def _lacking(task: _Task, visits: Collection[Planned]) -> Iterator[Lacking]:
    planned = Counter((one.recipient, one.day) for one in visits)
    for one in task.wanted:
        for week in task.weeks:
            still = len(task.missing(one, week)) - sum(planned[one.id, day] for day in week)
            if still > 0:
                days = [day for day in week if task.has[one.id, day]]
                days += [
                    day
                    for day in task.days(one, week)
                    if any(can_go(one, carer, day) for carer in task.carers)
                ]
                yield Lacking(
                    recipient=one.id,
                    week=week[0],
                    missing=still,
                    days=len(days),
                    limits=len(days) >= one.weekly,
                )
