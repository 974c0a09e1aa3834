"""Who visits others at home: on which days, how often, with whom, and when she is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, delete, insert, or_, select

from bot.care.people import USUAL_LOAD, common_times
from bot.care.rota import Carer, Time
from bot.people import Member
from bot.storage import members
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting

AHEAD = timedelta(days=60)
"""Of days away so many are listed; no rota looks further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """A volunteer, and what she said of her days."""

    member: Member
    weekly: int = USUAL_LOAD
    """The most visits of a week."""
    times: frozenset[Time] = frozenset()
    """When she can go; empty: whenever."""
    partner: int | None = None
    """The member who always goes with her."""
    away: tuple[tuple[date, date], ...] = ()
    """Days on which she cannot: from, until (exclusive)."""


async def volunteers(db: Connection, club_id: int, on: date) -> list[Volunteer]:
    """Return the club's volunteers by name, with what they said; days away from `on` on."""
    people = await members.everybody(db, club_id, on)
    return await _with_days(db, [one for one in people if one.volunteer], on)


async def volunteer(db: Connection, member: Member, on: date) -> Volunteer:
    """Return what one of them said."""
    return (await _with_days(db, [member], on))[0]


async def of_club(db: Connection, club_id: int, on: date) -> list[Carer]:
    """Return who can visit, as a rota has it: two who always go together are one.

    Two without any time in common go alone, and so does whose partner is no volunteer any more.
    """
    known = {one.member.id: one for one in await volunteers(db, club_id, on)}
    return [_carer(together, on) for together in _companies(known)]


def _companies(known: Mapping[int, Volunteer]) -> Iterator[tuple[Volunteer, ...]]:
    for one in known.values():
        other = known.get(one.partner) if one.partner else None
        if other is None or common_times(one.times, other.times) is None:
            yield (one,)
        elif one.member.id < other.member.id:
            yield (one, other)


def _carer(together: Collection[Volunteer], on: date) -> Carer:
    first, *others = together
    times: frozenset[Time] | None = first.times
    for other in others:
        times = common_times(times or (), other.times)
    hamlets = {one.member.hamlet for one in together}
    return Carer(
        ids=tuple(one.member.id for one in together),
        weekly=min(one.weekly for one in together),
        times=times or frozenset(),
        hamlet=hamlets.pop() if len(hamlets) == 1 else "",
        away=frozenset(_days_away(together, on)),
    )


def _days_away(together: Iterable[Volunteer], on: date) -> Iterator[date]:
    for one in together:
        for from_on, until_on in one.away:
            day, end = max(from_on, on), min(until_on, on + AHEAD)
            while day < end:
                yield day
                day += timedelta(days=1)


async def _with_days(db: Connection, people: Collection[Member], on: date) -> list[Volunteer]:
    ids = [one.id for one in people]
    times: dict[int, set[Time]] = defaultdict(set)
    for row in await _of(db, t.VolunteerTime, t.VolunteerTime.member_id.in_(ids)):
        times[row.member_id].add((row.weekday, row.part))
    limits = await _of(db, t.VolunteerLimit, t.VolunteerLimit.member_id.in_(ids))
    weekly = {row.member_id: row.weekly for row in limits}
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    gone = t.VolunteerAway.member_id.in_(ids), t.VolunteerAway.until_on > on
    for row in await _of(db, t.VolunteerAway, *gone):
        away[row.member_id].append((row.from_on, row.until_on))
    partners = await _partners(db, ids)
    return [
        Volunteer(
            member=one,
            weekly=weekly.get(one.id, USUAL_LOAD),
            times=frozenset(times[one.id]),
            partner=partners.get(one.id),
            away=tuple(sorted(away[one.id])),
        )
        for one in people
    ]


async def _of(db: Connection, table: type[t.Base], *where: ColumnElement[bool]) -> list[AnyRow]:
    return list(await db.execute(select(table).where(*where)))


async def _partners(db: Connection, ids: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in await _of(db, t.VolunteerPair, _paired(ids)):
        found[row.first_id], found[row.second_id] = row.second_id, row.first_id
    return found


def _paired(ids: Collection[int]) -> ColumnElement[bool]:
    return or_(t.VolunteerPair.first_id.in_(ids), t.VolunteerPair.second_id.in_(ids))


async def note_times(
    db: Connection, club_id: int, member_id: int, times: Collection[Time]
) -> None:
    """Write down when she can go, instead of what was there; empty: whenever."""
    await db.execute(delete(t.VolunteerTime).where(t.VolunteerTime.member_id == member_id))
    hers = {"club_id": club_id, "member_id": member_id}
    if times:
        rows = [{**hers, "weekday": weekday, "part": part} for weekday, part in sorted(times)]
        await db.execute(insert(t.VolunteerTime), rows)


async def note_limit(db: Connection, club_id: int, member_id: int, weekly: int) -> None:
    """Write down how many visits a week she makes at the most."""
    row = inserting(db, t.VolunteerLimit).values(
        club_id=club_id, member_id=member_id, weekly=weekly
    )
    await db.execute(
        row.on_conflict_do_update(index_elements=["member_id"], set_={"weekly": weekly})
    )


async def note_pair(db: Connection, club_id: int, one: int, other: int) -> None:
    """Let two always go together; whom they went with before goes alone."""
    await part(db, club_id, [one, other])
    first, second = sorted((one, other))
    await db.execute(
        inserting(db, t.VolunteerPair)
        .values(club_id=club_id, first_id=first, second_id=second)
        .on_conflict_do_nothing()
    )


async def part(db: Connection, club_id: int, member_ids: Collection[int]) -> None:
    """Let these go alone again."""
    await db.execute(
        delete(t.VolunteerPair).where(t.VolunteerPair.club_id == club_id, _paired(member_ids))
    )


async def note_away(
    db: Connection, club_id: int, member_id: int, from_on: date, until_on: date
) -> None:
    """Write down that she cannot go on these days (`until_on` is exclusive); the newest counts."""
    row = inserting(db, t.VolunteerAway).values(
        club_id=club_id, member_id=member_id, from_on=from_on, until_on=until_on
    )
    await db.execute(
        row.on_conflict_do_update(
            index_elements=["member_id", "from_on"], set_={"until_on": until_on}
        )
    )


async def note_back(db: Connection, club_id: int, member_id: int, on: date) -> None:
    """Let her be there again from a day on."""
    hers = t.VolunteerAway.club_id == club_id, t.VolunteerAway.member_id == member_id
    rows = await _of(db, t.VolunteerAway, *hers, t.VolunteerAway.until_on > on)
    await db.execute(delete(t.VolunteerAway).where(*hers, t.VolunteerAway.until_on > on))
    for row in rows:
        if row.from_on < on:
            await note_away(db, club_id, member_id, row.from_on, on)


async def forget(db: Connection, club_id: int, member_id: int) -> None:
    """Delete what somebody who is no volunteer any more said of her days."""
    await part(db, club_id, [member_id])
    for table in (t.VolunteerTime, t.VolunteerLimit, t.VolunteerAway):
        hers = table.club_id == club_id, table.member_id == member_id
        await db.execute(delete(table).where(*hers))
