"""Who visits whom: a plan that gives everybody her visits where that is possible at all.

It is a flow of visits from those who are cared for, over their days, to who can go on that day; a
flow of the least cost is the best plan, not only a good one. What counts, in this order: nobody
lacks a visit, and what is lacking is shared; visits fall on the days that were wished; the load of
the volunteers is even; then somebody near, whom she knows, and days apart from each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Time = tuple[int, str]
"""A day of the week, 0 for Monday, and the part of it: morning, afternoon, or empty for either."""

PARTS = ("morning", "afternoon")
WEEK = 7
LACKING, UNWISHED, UNEVEN = 10**12, 10**9, 10**4
"""What weighs more than all that is below it in a club of a hundred visits."""
SECOND_OF_A_DAY, FAR, UNKNOWN, CLOSE_BY = 20, 10, 5, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody who is to be visited so many times a week."""

    id: int
    weekly: int
    times: frozenset[Time] = frozenset()
    """When she likes to be visited; empty: whenever."""
    hamlet: str = ""
    usual: frozenset[int] = frozenset()
    """Volunteers whom she knows."""
    barred: frozenset[int] = frozenset()
    """Volunteers who are not to go: herself, or whom she does not want."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer:
    """A volunteer, or two who go together."""

    ids: tuple[int, ...]
    weekly: int
    """The most visits of a week."""
    times: frozenset[Time] = frozenset()
    hamlet: str = ""
    away: frozenset[date] = frozenset()
    daily: int = 2


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Planned:
    """One visit of a plan."""

    day: date
    recipient: int
    carer: tuple[int, ...]
    part: str
    wished: bool = True
    """Whether it is on a day that she wished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Somebody for whom a week has too few visits, whoever would go."""

    recipient: int
    week: date
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A proposed rota."""

    visits: tuple[Planned, ...]
    lacking: tuple[Lacking, ...]


@dataclass(slots=True)
class _Graph:
    """Edges with room and cost, gathered before the library is loaded."""

    edges: list[tuple[object, object, int, int]] = field(default_factory=list)

    def add(self, start: object, end: object, room: int, cost: int = 0) -> None:
        self.edges.append((start, end, room, cost))


def propose(
    wanted: Sequence[Wanted], carers: Sequence[Carer], first: date, weeks: int = 2
) -> Plan:
    """Return the best plan from `first` on; the same facts give the same plan.

    At most one visit a day to each; two who go together are one visit, and each has its load.
    """
    asked = sum(one.weekly for one in wanted) * weeks
    if not asked:
        return Plan(visits=(), lacking=())
    flow = _cheapest(_edges(wanted, carers, first, weeks), asked)
    visits = tuple(sorted(_visits(wanted, carers, flow)))
    return Plan(visits=visits, lacking=tuple(_lacking(wanted, visits, first, weeks)))


def common_part(wished: Collection[Time], can: Collection[Time], weekday: int) -> str | None:
    """Return the part of a day on which both can, empty for either, or None."""
    ours = _parts(wished, weekday) & _parts(can, weekday)
    if not ours:
        return None
    return "" if len(ours) == len(PARTS) else next(part for part in PARTS if part in ours)


def _parts(times: Collection[Time], weekday: int) -> set[str]:
    if not times:
        return set(PARTS)
    parts = {part for day, part in times if day == weekday}
    return set(PARTS) if "" in parts else parts


def _edges(wanted: Sequence[Wanted], carers: Sequence[Carer], first: date, weeks: int) -> _Graph:
    graph = _Graph()
    days = [first + timedelta(days=number) for number in range(weeks * WEEK)]
    for place, one in enumerate(wanted):
        for week in range(weeks):
            whose = ("week", one.id, week)
            for number in range(one.weekly):  # the first visit of a week is needed most
                graph.add("asked", whose, 1, -LACKING * (one.weekly - number))
            for day in days[week * WEEK : (week + 1) * WEEK]:
                graph.add(whose, ("day", one.id, day), 1, _apart(one, place, day))
                for number, carer in enumerate(carers):
                    if (cost := _cost(one, carer, day)) is not None:
                        graph.add(("day", one.id, day), ("goes", number, day), 1, cost)
    for number, carer in enumerate(carers):
        _add_load(graph, number, carer, days)
    return graph


def _add_load(graph: _Graph, number: int, carer: Carer, days: Sequence[date]) -> None:
    """Let each further visit of the same volunteer cost more than the one before."""
    for place, day in enumerate(days):
        its_week = ("load", number, place // WEEK)
        for nth in range(carer.daily):
            graph.add(("goes", number, day), its_week, 1, nth * SECOND_OF_A_DAY)
        if place % WEEK == 0:
            graph.add(its_week, ("all", number), carer.weekly)
    for nth in range(carer.weekly * (len(days) // WEEK)):
        graph.add(("all", number), "done", 1, UNEVEN * (2 * nth + 1) * len(carer.ids))


def _cost(one: Wanted, carer: Carer, day: date) -> int | None:
    """Return what it costs that these go to her on that day, or None where they cannot."""
    if day in carer.away or not one.barred.isdisjoint(carer.ids):
        return None
    cost = 0
    if common_part(one.times, carer.times, day.weekday()) is None:
        if not _parts(carer.times, day.weekday()):
            return None
        cost += UNWISHED
    if one.hamlet and carer.hamlet and one.hamlet != carer.hamlet:
        cost += FAR
    return cost if one.usual.intersection(carer.ids) else cost + UNKNOWN


def _apart(one: Wanted, place: int, day: date) -> int:
    """Return how far a day is from one that parts the week evenly; neighbours have other days."""
    step = WEEK / max(one.weekly, 1)
    return round(
        min(abs(day.weekday() - (place + nth * step) % WEEK) for nth in range(one.weekly))
    )


def _cheapest(graph: _Graph, asked: int) -> dict[Any, Any]:
    import networkx  # noqa: PLC0415 -- a quarter of a second and 20 MB that only a rota should pay

    net = networkx.MultiDiGraph()
    for start, end, room, cost in graph.edges:
        net.add_edge(start, end, capacity=room, weight=cost)
    net.add_edge("asked", "done", capacity=asked, weight=0)
    net.add_node("asked", demand=-asked)
    net.add_node("done", demand=asked)
    flow: dict[Any, Any] = networkx.network_simplex(net)[1]
    return flow


def _visits(
    wanted: Sequence[Wanted], carers: Sequence[Carer], flow: dict[Any, Any]
) -> Iterator[Planned]:
    by_id = {one.id: one for one in wanted}
    for node, goes in flow.items():
        if node[0] != "day":
            continue
        _day, recipient, day = node
        for end, taken in goes.items():
            if any(taken.values()):
                one, carer = by_id[recipient], carers[end[1]]
                part = common_part(one.times, carer.times, day.weekday())
                theirs = common_part((), carer.times, day.weekday()) or ""
                yield Planned(
                    day=day,
                    recipient=recipient,
                    carer=carer.ids,
                    part=theirs if part is None else part,
                    wished=part is not None,
                )


def _lacking(
    wanted: Sequence[Wanted], visits: Collection[Planned], first: date, weeks: int
) -> Iterator[Lacking]:
    for one in wanted:
        for week in range(weeks):
            begins = first + timedelta(days=WEEK * week)
            ends = begins + timedelta(days=WEEK)
            has = sum(v.recipient == one.id and begins <= v.day < ends for v in visits)
            if has < one.weekly:
                yield Lacking(recipient=one.id, week=begins, missing=one.weekly - has)
