"""The minutes of meetings: a draft that may change, then closed, and only added to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """What was added after the minutes were closed."""

    words: str
    by: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What is written of one meeting, beside the roll, the decisions and the books."""

    meeting_id: int
    talk: str
    """The month's topic; empty where nothing is written yet."""
    words: str
    """What else was said, a matter a line."""
    led_by: int | None
    closed_by: int | None
    closed_at: datetime | None
    facts: Mapping[str, Any]
    """All that the minutes said when they were closed; empty before."""
    addenda: tuple[Addendum, ...]

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it may be changed any more."""
        return self.closed_at is not None


async def of_meeting(db: Connection, club_id: int, meeting_id: int) -> Minutes | None:
    """Return the minutes of a meeting; None where nothing is written yet."""
    rows = await db.execute(
        select(t.Minutes).where(t.Minutes.meeting_id == meeting_id, t.Minutes.club_id == club_id)
    )
    row = rows.one_or_none()
    return None if row is None else _minutes(row)


async def locked(
    db: Connection, *, club_id: int, meeting_id: int, by: int, now: datetime
) -> Minutes:
    """Return the minutes, begun where there are none yet, locked until the transaction ends.

    Whoever changes the roll, a decision or the minutes does so behind this.
    """
    await db.execute(
        inserting(db, t.Minutes)
        .values(
            meeting_id=meeting_id,
            club_id=club_id,
            talk="",
            words="",
            led_by=None,
            written_by=by,
            written_at=now,
            closed_by=None,
            closed_at=None,
            facts={},
            addenda={"added": []},
        )
        .on_conflict_do_nothing()
    )
    rows = await db.execute(
        select(t.Minutes)
        .where(t.Minutes.meeting_id == meeting_id, t.Minutes.club_id == club_id)
        .with_for_update()
    )
    return _minutes(rows.one())


async def write(
    db: Connection, meeting_id: int, *, by: int, now: datetime, **values: object
) -> None:
    """Write `talk`, `words` or `led_by` of a draft; closed minutes stay as they are."""
    await db.execute(
        update(t.Minutes)
        .where(t.Minutes.meeting_id == meeting_id, t.Minutes.closed_at.is_(None))
        .values(written_by=by, written_at=now, **values)
    )


async def close(
    db: Connection, meeting_id: int, *, by: int, now: datetime, facts: Mapping[str, Any]
) -> bool:
    """Close the minutes with all that they say; False where somebody closed them before."""
    done = await db.execute(
        update(t.Minutes)
        .where(t.Minutes.meeting_id == meeting_id, t.Minutes.closed_at.is_(None))
        .values(closed_by=by, closed_at=now, facts=dict(facts))
    )
    return done.rowcount == 1


async def add(db: Connection, found: Minutes, words: str, *, by: int, now: datetime) -> None:
    """Write something below closed minutes, which were `locked`."""
    added = [*found.addenda, Addendum(words=words, by=by, at=now)]
    kept = [{"words": one.words, "by": one.by, "at": one.at.isoformat()} for one in added]
    await db.execute(
        update(t.Minutes)
        .where(t.Minutes.meeting_id == found.meeting_id)
        .values(addenda={"added": kept})
    )


async def talks(db: Connection, club_id: int, since: date, before: date) -> dict[date, str]:
    """Return the topics of that time by the day of the meeting, the oldest first."""
    rows = await db.execute(
        select(t.Meeting.held_on, t.Minutes.talk)
        .join(t.Minutes, t.Minutes.meeting_id == t.Meeting.id)
        .where(
            t.Meeting.club_id == club_id,
            t.Meeting.cancelled_at.is_(None),
            t.Meeting.held_on >= since,
            t.Meeting.held_on < before,
            t.Minutes.talk != "",
        )
        .order_by(t.Meeting.held_on, t.Meeting.id)
    )
    return {row.held_on: row.talk for row in rows}


def _minutes(row: AnyRow) -> Minutes:
    return Minutes(
        meeting_id=row.meeting_id,
        talk=row.talk,
        words=row.words,
        led_by=row.led_by,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
        facts=row.facts,
        addenda=tuple(
            Addendum(words=one["words"], by=one["by"], at=datetime.fromisoformat(one["at"]))
            for one in row.addenda.get("added", ())
        ),
    )
