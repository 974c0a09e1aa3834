"""On which days clubs meet, and the meetings that come of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import case, delete, func, insert, select, update

from bot.almanac.meetings import Meeting, MeetingRule, meetings, rule_as_dict, rule_of
from bot.clock import local_day
from bot.people import DEFAULT_ZONE
from bot.storage import moved_dues
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting
from bot.storage.meetings import forget_answers

AHEAD = 3
"""So many meetings to come are rows at any time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubRule:
    """On which days, at which hour and where a club meets."""

    id: int
    rule: MeetingRule
    at: time
    place: str


async def newest_rule(db: Connection, club_id: int) -> ClubRule | None:
    """Return the rule that counts; None where none was set yet."""
    rows = await db.execute(
        select(t.MeetingRule)
        .where(t.MeetingRule.club_id == club_id)
        .order_by(t.MeetingRule.id.desc())
        .limit(1)
    )
    row = rows.one_or_none()
    if row is None:
        return None
    return ClubRule(id=row.id, rule=rule_of(row.rule), at=row.at, place=row.place)


async def set_rule(
    db: Connection,
    *,
    club_id: int,
    rule: MeetingRule,
    at: time,
    place: str,
    by: int | None,
    now: datetime,
    today: date,
) -> int:
    """Write a new rule, which counts from tomorrow on, and its next meetings; return its id.

    Meetings to come of the rule before it are gone, with their answers; what the board cancelled
    stays cancelled, and what it moved stays where it was moved to.
    """
    made = await db.execute(
        insert(t.MeetingRule)
        .values(
            club_id=club_id, rule=rule_as_dict(rule), place=place, at=at, set_by=by, set_at=now
        )
        .returning(t.MeetingRule.id)
    )
    coming = meetings(rule, after=today, count=AHEAD + 1)
    await _drop_others(db, club_id, today, [one.wanted_on for one in coming])
    await _write(db, [_row(club_id, one, at, place) for one in coming], anew=True)
    await moved_dues.settle(db, club_id, today)
    await _count_as_told(db, club_id, today)
    return made.scalar_one()


async def keep_ahead(db: Connection, now: datetime) -> None:
    """Make the next meetings of every club that has but few to come.

    A meeting that is there already is left as it is, whatever the board did with it.
    """
    today = local_day(now, DEFAULT_ZONE)
    to_come = (
        select(func.count())
        .select_from(t.Meeting)
        .where(t.Meeting.club_id == t.MeetingRule.club_id, t.Meeting.wanted_on > today)
        .scalar_subquery()
    )
    rows = await db.execute(
        select(t.MeetingRule, t.Club.dues_follow)
        .join(t.Club, t.Club.id == t.MeetingRule.club_id)
        .where(to_come < AHEAD)
        .order_by(t.MeetingRule.id)
    )
    of_club: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        of_club[row.club_id].append(row)
    # One of them may be wanted before today: it was moved on, and counts no more above.
    coming = {
        club_id: meetings(rule_of(all_rules[-1].rule), after=today, count=AHEAD + 1)
        for club_id, all_rules in of_club.items()
    }
    made = [
        _row(club_id, one, of_club[club_id][-1].at, of_club[club_id][-1].place)
        for club_id, wanted in coming.items()
        for one in wanted
    ]
    if made:
        await _write(db, made, anew=False)
        follow = {key: of for key, of in of_club.items() if of[-1].dues_follow}
        older = {key: [rule_of(one.rule) for one in of[:-1]] for key, of in follow.items()}
        await moved_dues.note(db, {key: coming[key] for key in follow}, older, today)


async def _drop_others(
    db: Connection, club_id: int, today: date, wanted: Collection[date]
) -> None:
    found = await db.execute(
        select(t.Meeting.id).where(
            t.Meeting.club_id == club_id,
            t.Meeting.held_on > today,
            t.Meeting.wanted_on.not_in(wanted),
            t.Meeting.cancelled_at.is_(None),
        )
    )
    gone = found.scalars().all()
    if gone:
        await forget_answers(db, gone)
        await db.execute(delete(t.Meeting).where(t.Meeting.id.in_(gone)))


async def _count_as_told(db: Connection, club_id: int, today: date) -> None:
    """Members hear of a rule with its next meetings: of any change of those they hear, too."""
    named = (
        select(t.Meeting.id)
        .where(
            t.Meeting.club_id == club_id,
            t.Meeting.held_on > today,
            t.Meeting.cancelled_at.is_(None),
        )
        .order_by(t.Meeting.held_on)
        .limit(AHEAD)
    )
    await db.execute(
        update(t.Meeting).where(t.Meeting.id.in_(named)).values(told_on=t.Meeting.held_on)
    )


async def _write(db: Connection, rows: Sequence[dict[str, object]], *, anew: bool) -> None:
    """Write meetings; `anew`: those that are there get the new hour, place and day."""
    made = inserting(db, t.Meeting)
    key = ["club_id", "wanted_on"]
    if not anew:
        await db.execute(made.on_conflict_do_nothing(index_elements=key), rows)
        return
    new, by_board = made.excluded, t.Meeting.moved_because == "board"
    await db.execute(
        made.on_conflict_do_update(
            index_elements=key,
            set_={
                "at": new.at,
                "place": new.place,
                "held_on": case((by_board, t.Meeting.held_on), else_=new.held_on),
                "moved_because": case(
                    (by_board, t.Meeting.moved_because), else_=new.moved_because
                ),
                **dict.fromkeys(("told_on", "was_on", "was_at", "was_place")),
            },
            where=t.Meeting.cancelled_at.is_(None),
        ),
        rows,
    )


def _row(club_id: int, one: Meeting, at: time, place: str) -> dict[str, object]:
    return {
        "club_id": club_id,
        "wanted_on": one.wanted_on,
        "held_on": one.held_on,
        "at": at,
        "place": place,
        "agenda": "",
        "moved_because": one.moved_because or "",
    }
