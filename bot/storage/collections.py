"""The list of a meeting day: who owes something, what was handed over, and how far it has got.

One is worked on in a club at a time; one of an earlier day can be put by meanwhile. Whoever
changes it locks its row first, so two officers who go through the list together wait for each
other for a moment, and none overwrites the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, case, func, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, exclusive, inserting

LIVE = ("open", "counted")
PUT_BY = "put_by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The money of one meeting day; sums in đồng."""

    id: int
    club_id: int
    held_on: date
    """The day of the meeting."""
    counts_on: date
    """The value day of all that is posted: the same, or later where its month is closed."""
    by: str
    """`seat` or `name`: the order of the list."""
    status: str
    """open, counted, put_by, closed or dropped."""
    counted: int | None
    """What who keeps the cash has counted."""
    counted_by: int | None
    written_by: int
    """Who began it; once it is counted, who wrote the count down: beside a keeper without a phone
    that is somebody else."""
    counted_at: datetime | None
    reason: str
    """Why the count differs from the list."""
    agreed_by: int | None
    """The second officer; None: signed on paper, or not closed yet."""
    closed_at: datetime | None

    @property
    def waits_for_second(self) -> bool:
        """Whether it is counted, and only a second officer's yes is missing; also where put by."""
        return self.status == "counted" or (self.status == PUT_BY and self.counted is not None)


async def begin(
    db: Connection, *, club_id: int, held_on: date, opened_by: int, by: str, now: datetime
) -> int | None:
    """Open a list and return its id; None when one is open already."""
    rows = await db.execute(
        inserting(db, t.Collection)
        .values(
            club_id=club_id,
            held_on=held_on,
            opened_by=opened_by,
            opened_at=now,
            by=by,
            status="open",
            reason="",
        )
        .on_conflict_do_nothing()
        .returning(t.Collection.id)
    )
    return rows.scalar_one_or_none()


async def live(db: Connection, club_id: int) -> Collection | None:
    """Return the club's list that is worked on, open or counted, and lock it."""
    rows = await db.execute(_LIVE, {"club_id": club_id})
    row = rows.one_or_none()
    return None if row is None else _collection(row)


async def locked(db: Connection, club_id: int, collection_id: int) -> Collection:
    """Return a list and keep others from changing it until the transaction ends."""
    rows = await db.execute(_LOCKED, {"club_id": club_id, "its_id": collection_id})
    return _collection(rows.one())


async def closed_for(db: Connection, club_id: int, day: date) -> bool:
    """Say whether a list of that day was closed."""
    found = select(t.Collection.id).where(
        t.Collection.club_id == club_id,
        t.Collection.held_on == day,
        t.Collection.status == "closed",
    )
    return await db.scalar(found.limit(1)) is not None


async def count(
    db: Connection,
    collection_id: int,
    *,
    counted: int,
    by: int,
    written_by: int,
    reason: str,
    now: datetime,
) -> None:
    """Note what who keeps the cash has counted: from then on the list stays as it is."""
    await _change(
        db,
        collection_id,
        status="counted",
        counted=counted,
        counted_by=by,
        opened_by=written_by,
        counted_at=now,
        reason=reason,
    )


async def waiting(db: Connection, club_id: int) -> list[Collection]:
    """Return the lists that were put by for another day's, the oldest first."""
    rows = await db.execute(
        select(t.Collection)
        .where(t.Collection.club_id == club_id, t.Collection.status == PUT_BY)
        .order_by(t.Collection.held_on, t.Collection.id)
    )
    return [_collection(row) for row in rows]


async def put_by(db: Connection, collection_id: int) -> None:
    """Leave a list as it stands, so that another day's can be begun; its count stays."""
    await _change(db, collection_id, status=PUT_BY)


async def take_up(db: Connection, collection: Collection) -> None:
    """Work again on a list that was put by; no other one may be worked on."""
    status = "open" if collection.counted is None else "counted"
    await _change(db, collection.id, status=status)


async def take_up_of(db: Connection, club_id: int, held_on: date) -> bool:
    """Work again on the list of a day that was put by; False: there is none, or another is live.

    A day has one list: what was noted on it is not taken down once more on a second one.
    """
    await exclusive(db, f"collection:{club_id}")
    if await live(db, club_id):
        return False
    for one in await waiting(db, club_id):
        if one.held_on == held_on:
            await take_up(db, one)
            return True
    return False


async def reopen(db: Connection, collection_id: int) -> None:
    """Let the list be changed again, now or once it is taken up; the count is forgotten."""
    await _change(
        db,
        collection_id,
        status=case((t.Collection.status == PUT_BY, PUT_BY), else_="open"),
        counted=None,
        counted_by=None,
        counted_at=None,
        reason="",
    )


async def move(db: Connection, collection_id: int, counts_on: date) -> None:
    """Post it all with another value day than that of the meeting, whose month is closed."""
    await _change(db, collection_id, counts_from=counts_on)


async def close(
    db: Connection, collection_id: int, *, agreed_by: int | None, now: datetime
) -> None:
    """Note that it is all in the book."""
    await _change(db, collection_id, status="closed", agreed_by=agreed_by, closed_at=now)


async def order_by(db: Connection, collection_id: int, by: str) -> None:
    """Note in which order the list stands."""
    await _change(db, collection_id, by=by)


async def drop(db: Connection, collection_id: int, now: datetime) -> None:
    """Forget a list: nothing of it is in the book, and it stays on record."""
    await _change(db, collection_id, status="dropped", closed_at=now)


async def seats(db: Connection, club_id: int) -> dict[int, int]:
    """Return where members sit at meetings, as far as that is written down."""
    found = await db.execute(
        select(t.Member.id, t.Member.seat).where(
            t.Member.club_id == club_id, t.Member.seat.is_not(None)
        )
    )
    return {row.id: row.seat for row in found}


async def last_meeting(db: Connection, club_id: int, since: date, until: date) -> date | None:
    """Return the newest day on which the club has met, from a day to a day (inclusive)."""
    day: date | None = await db.scalar(
        select(func.max(t.Meeting.held_on)).where(
            t.Meeting.club_id == club_id,
            t.Meeting.cancelled_at.is_(None),
            t.Meeting.held_on >= since,
            t.Meeting.held_on <= until,
        )
    )
    return day


async def _change(db: Connection, collection_id: int, **values: object) -> None:
    await db.execute(update(t.Collection).where(t.Collection.id == collection_id).values(**values))


def _collection(row: AnyRow) -> Collection:
    return Collection(
        id=row.id,
        club_id=row.club_id,
        held_on=row.held_on,
        counts_on=row.counts_from or row.held_on,
        by=row.by,
        status=row.status,
        counted=row.counted,
        counted_by=row.counted_by,
        written_by=row.opened_by,
        counted_at=row.counted_at,
        reason=row.reason,
        agreed_by=row.agreed_by,
        closed_at=row.closed_at,
    )


# Made once: sixty taps in a meeting ask it each time.
_LIVE = (
    select(t.Collection)
    .where(t.Collection.club_id == bindparam("club_id"), t.Collection.status.in_(LIVE))
    .with_for_update()
)
_LOCKED = (
    select(t.Collection)
    .where(t.Collection.club_id == bindparam("club_id"), t.Collection.id == bindparam("its_id"))
    .with_for_update()
)
