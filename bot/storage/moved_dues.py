"""Due days that lie on the days of meetings, and where meetings that are moved take them.

A club's money is taken at its meetings. What its schedules have on a day on which a meeting was to
be is due when that meeting is held; a row here says so, and the schedule keeps its own day. A row
may also name an earlier day: it counts for nothing, until its meeting is moved on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select, update

from bot.almanac.meetings import Meeting, MeetingRule, rule_of, taken_on, usual_days
from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

KEY = ["club_id", "from_on"]


async def follow(db: Connection, club_id: int) -> bool:
    """Whether a club's due days move with its meetings."""
    found = await db.execute(select(t.Club.dues_follow).where(t.Club.id == club_id))
    return bool(found.scalar_one())


async def let_follow(db: Connection, club_id: int, *, wanted: bool, today: date) -> None:
    """Let a club's due days move with its meetings, or stay where the schedules have them.

    What was due up to today stays as it was: nobody is late by this.
    """
    await db.execute(update(t.Club).where(t.Club.id == club_id).values(dues_follow=wanted))
    if wanted:
        await settle(db, club_id, today)
        return
    to_come = (t.MovedDue.club_id == club_id, t.MovedDue.from_on > today)
    await db.execute(delete(t.MovedDue).where(*to_come))


async def move(
    db: Connection, club_id: int, *, wanted_on: date, old_on: date, new_on: date
) -> None:
    """Let what is due at a meeting be due on the day that it is moved to."""
    if not await follow(db, club_id):
        return
    of_meeting = (t.MovedDue.club_id == club_id, t.MovedDue.to_on == old_on)
    await db.execute(update(t.MovedDue).where(*of_meeting).values(to_on=new_on))
    await _write(db, [_row(club_id, wanted_on, new_on)], anew=True)


async def settle(db: Connection, club_id: int, today: date) -> None:
    """Let what is due on days of meetings be due at those to come, after their rule has changed.

    What was moved before and is taken by none of them stays where it is.
    """
    if not await follow(db, club_id):
        return
    rows = await db.execute(select(t.MeetingRule.rule).where(t.MeetingRule.club_id == club_id))
    rules = [rule_of(one) for one in rows.scalars()]
    coming = await _coming(db, club_id, today)
    moved = await db.execute(
        select(t.MovedDue.from_on).where(t.MovedDue.club_id == club_id, t.MovedDue.to_on > today)
    )
    known = set(moved.scalars())
    found = taken_on(known | _days(rules, coming, today), coming)
    rows_of_club = [
        _row(club_id, day, on) for day, on in found.items() if day != on or day in known
    ]
    await _write(db, rows_of_club, anew=True)


async def note(
    db: Connection,
    coming: Mapping[int, Sequence[Meeting]],
    older: Mapping[int, Sequence[MeetingRule]],
    today: date,
) -> None:
    """Note where meetings that were made take what is due on their days, by club.

    `older` are the rules that a club had before: what was agreed for their days is taken at the
    meetings of the new one. What is noted already stays.
    """
    made = [
        _row(club_id, day, on)
        for club_id, meetings in coming.items()
        for day, on in taken_on(_days(older[club_id], meetings, today), meetings).items()
        if day != on
    ]
    await _write(db, made, anew=False)


def _days(rules: Sequence[MeetingRule], coming: Sequence[Meeting], today: date) -> set[date]:
    """Return the days to come on which a meeting is wanted, or was by an older rule."""
    if not coming:
        return set()
    until = max(one.wanted_on for one in coming)
    days = {one.wanted_on for one in coming}
    return days.union(*(usual_days(rule, after=today, until=until) for rule in rules))


async def _coming(db: Connection, club_id: int, today: date) -> list[Meeting]:
    rows = await db.execute(
        select(t.Meeting.wanted_on, t.Meeting.held_on)
        .where(
            t.Meeting.club_id == club_id,
            t.Meeting.held_on > today,
            t.Meeting.cancelled_at.is_(None),
        )
        .order_by(t.Meeting.wanted_on)
    )
    return [Meeting(wanted_on=row.wanted_on, held_on=row.held_on) for row in rows]


async def _write(db: Connection, rows: Collection[dict[str, object]], *, anew: bool) -> None:
    if not rows:
        return
    made = inserting(db, t.MovedDue)
    if anew:
        new_day = {"to_on": made.excluded.to_on}
        statement = made.on_conflict_do_update(index_elements=KEY, set_=new_day)
    else:
        statement = made.on_conflict_do_nothing(index_elements=KEY)
    await db.execute(statement, list(rows))


def _row(club_id: int, from_on: date, to_on: date) -> dict[str, object]:
    return {"club_id": club_id, "from_on": from_on, "to_on": to_on}
