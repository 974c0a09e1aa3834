"""Who goes to help whom on a day, whether she did, and the days that each gave and received."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, insert, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Somebody goes to help another on a day: one day of work."""

    id: int
    asked_id: int
    """The `labour.Labour` that she answers."""
    asker_id: int
    helper_id: int
    work: str
    day: date
    entered_by: int
    is_done: bool
    fell_through: bool

    @property
    def is_open(self) -> bool:
        """Whether nobody said yet that it was done, or that it was not."""
        return not self.is_done and not self.fell_through


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days of work that somebody gave to others, and received."""

    given: int = 0
    received: int = 0


async def agree(
    db: Connection,
    *,
    club_id: int,
    asked_id: int,
    helper_id: int,
    day: date,
    by: int,
    now: datetime,
) -> int | None:
    """Let somebody help on a day and return the swap's id: first come, first served.

    None where as many go already as were asked for, where she goes already, or where the asker
    withdrew. Two at once are told apart: the row of what was asked is locked.
    """
    rows = await db.execute(
        select(t.LabourDay)
        .where(t.LabourDay.id == asked_id, t.LabourDay.club_id == club_id, t.LabourDay.asks)
        .with_for_update()
    )
    asked = rows.one_or_none()
    if asked is None or asked.withdrawn_at or not asked.from_on <= day <= asked.until_on:
        return None
    going = [swap.helper_id for swap in await of_asked(db, [asked_id]) if _goes(swap, day)]
    if len(going) >= asked.hands or helper_id in going or helper_id == asked.member_id:
        return None
    made = await db.execute(
        insert(t.LabourSwap)
        .values(
            club_id=club_id,
            asked_id=asked_id,
            helper_id=helper_id,
            day=day,
            entered_by=by,
            agreed_at=now,
        )
        .returning(t.LabourSwap.id)
    )
    return made.scalar_one()


def _goes(swap: Swap, day: date) -> bool:
    return swap.day == day and not swap.fell_through


async def one(db: Connection, club_id: int, swap_id: int) -> Swap | None:
    """Return a swap of the club; None where there is none."""
    rows = await db.execute(_SWAPS.where(t.LabourSwap.id == swap_id, _of(club_id)))
    row = rows.one_or_none()
    return None if row is None else _swap(row)


async def several(db: Connection, swap_ids: Collection[int]) -> list[Swap]:
    """Return swaps of any clubs by their ids."""
    rows = await db.execute(_SWAPS.where(t.LabourSwap.id.in_(swap_ids)))
    return [_swap(row) for row in rows]


async def of_asked(db: Connection, asked_ids: Collection[int]) -> list[Swap]:
    """Return who goes or went to what was asked, and who said no after all, the first first."""
    rows = await db.execute(
        _SWAPS.where(t.LabourSwap.asked_id.in_(asked_ids)).order_by(t.LabourSwap.id)
    )
    return [_swap(row) for row in rows]


async def of_member(db: Connection, club_id: int, member_id: int, since: date) -> list[Swap]:
    """Return the swaps in which somebody helps or is helped, from a day on, by day."""
    rows = await db.execute(
        _SWAPS.where(
            _of(club_id),
            t.LabourSwap.day >= since,
            (t.LabourSwap.helper_id == member_id) | (t.LabourDay.member_id == member_id),
        ).order_by(t.LabourSwap.day, t.LabourSwap.id)
    )
    return [_swap(row) for row in rows]


async def done(db: Connection, *, club_id: int, swap_id: int, now: datetime) -> bool:
    """Write down that she went to help; False where that, or the contrary, was said already."""
    return await _settle(db, club_id, swap_id, {"done_at": now})


async def fall_through(db: Connection, *, club_id: int, swap_id: int, now: datetime) -> bool:
    """Write down that she does not go, or did not; False where it is settled already."""
    return await _settle(db, club_id, swap_id, {"fell_through_at": now})


async def undo(db: Connection, *, club_id: int, swap_id: int, now: datetime) -> bool:
    """Write down that it did not come about, though somebody said so; False where nobody had."""
    rows = await db.execute(
        update(t.LabourSwap)
        .where(
            t.LabourSwap.id == swap_id,
            t.LabourSwap.club_id == club_id,
            t.LabourSwap.done_at.is_not(None),
        )
        .values(done_at=None, fell_through_at=now)
    )
    return rows.rowcount == 1


async def _settle(db: Connection, club_id: int, swap_id: int, values: dict[str, datetime]) -> bool:
    rows = await db.execute(
        update(t.LabourSwap)
        .where(
            t.LabourSwap.id == swap_id,
            t.LabourSwap.club_id == club_id,
            t.LabourSwap.done_at.is_(None),
            t.LabourSwap.fell_through_at.is_(None),
        )
        .values(values)
    )
    return rows.rowcount == 1


async def between(db: Connection, club_id: int, since: date, before: date) -> list[Swap]:
    """Return the swaps of these days that came about, by day: each is one day of work."""
    rows = await db.execute(
        _SWAPS.where(
            _of(club_id),
            t.LabourSwap.day >= since,
            t.LabourSwap.day < before,
            t.LabourSwap.done_at.is_not(None),
        ).order_by(t.LabourSwap.day, t.LabourSwap.id)
    )
    return [_swap(row) for row in rows]


async def days_of(db: Connection, club_id: int, member_id: int, since: date) -> Days:
    """Count the days of work that somebody gave and received, from a day on."""
    came_about = (
        _of(club_id),
        t.LabourSwap.day >= since,
        t.LabourSwap.done_at.is_not(None),
    )
    given = select(func.count()).where(*came_about, t.LabourSwap.helper_id == member_id)
    received = (
        select(func.count())
        .select_from(t.LabourSwap)
        .join(t.LabourDay, t.LabourDay.id == t.LabourSwap.asked_id)
        .where(*came_about, t.LabourDay.member_id == member_id)
    )
    return Days(
        given=(await db.execute(given)).scalar_one(),
        received=(await db.execute(received)).scalar_one(),
    )


def _of(club_id: int) -> ColumnElement[bool]:
    return t.LabourSwap.club_id == club_id


def _swap(row: AnyRow) -> Swap:
    return Swap(
        id=row.id,
        asked_id=row.asked_id,
        asker_id=row.asker_id,
        helper_id=row.helper_id,
        work=row.work,
        day=row.day,
        entered_by=row.entered_by,
        is_done=row.done_at is not None,
        fell_through=row.fell_through_at is not None,
    )


_SWAPS: AnySelect = select(
    t.LabourSwap.__table__,
    t.LabourDay.member_id.label("asker_id"),
    t.LabourDay.work,
).join(t.LabourDay, t.LabourDay.id == t.LabourSwap.asked_id)
