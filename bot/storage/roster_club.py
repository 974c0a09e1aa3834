"""Which club a sheet is about: one that is known, a new one, or one that only looks new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import func, insert, select

from bot.people import DEFAULT_ZONE
from bot.roster import ClubSheet, Roster
from bot.storage import reminder_times
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.understanding.folding import fold

COMPARED = 100
"""Members by whom a club is known again: enough to be sure, few enough for one statement."""


class OtherName(Exception):
    """A sheet names a club that is new, but its people are those of one that is known."""

    def __init__(self, known: str, written: str) -> None:
        """Keep name and place of both: as known, and as the sheet writes them."""
        super().__init__(known, written)
        self.known = known
        self.written = written


class OlderSheet(Exception):
    """A sheet describes an earlier day than one that was taken in before."""

    def __init__(self, as_of: date, newest: date) -> None:
        """Keep the day of the sheet, and that of the newest one."""
        super().__init__(as_of, newest)
        self.as_of = as_of
        self.newest = newest


async def club_of(db: Connection, roster: Roster, now: datetime) -> int:
    """Return the id of the sheet's club, known or made. Raises `OtherName` and `OlderSheet`."""
    sheet = roster.club
    key = fold(f"{sheet.name} {sheet.hamlet} {sheet.commune} {sheet.province}")
    known = (await db.execute(select(t.Club.id).where(t.Club.key == key))).scalar_one_or_none()
    if known is None:
        await _refuse_a_double(db, roster)
        return await _make(db, sheet, key, now)
    newest = await _newest_sheet(db, known)
    if newest and sheet.as_of < newest:
        raise OlderSheet(sheet.as_of, newest)
    return known


async def _newest_sheet(db: Connection, club_id: int) -> date | None:
    """Return the latest day on which a sheet of this club opened anything in the books."""
    found = await db.execute(
        select(func.max(t.Transaction.value_day)).where(
            t.Transaction.club_id == club_id, t.Transaction.kind == "opening"
        )
    )
    return found.scalar_one()


async def _refuse_a_double(db: Connection, roster: Roster) -> None:
    """Raise `OtherName` when most of the members are somewhere with the same number and name.

    A corrected name or commune would otherwise make every loan and balance a second time.
    """
    people = {(row.number, row.name) for row in roster.members[:COMPARED]}
    rows = await db.execute(
        select(t.Member.club_id, t.Member.number, t.Member.name).where(
            t.Member.name.in_({name for _number, name in people})
        )
    )
    same = Counter(row.club_id for row in rows if (row.number, row.name) in people)
    for club_id, count in same.most_common(1):
        if 2 * count > len(people):
            places = select(t.Club.name, t.Club.hamlet, t.Club.commune, t.Club.province)
            known = (await db.execute(places.where(t.Club.id == club_id))).one()
            sheet = roster.club
            written = (sheet.name, sheet.hamlet, sheet.commune, sheet.province)
            raise OtherName(_with_place(known), _with_place(written))


def _with_place(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)


async def _make(db: Connection, sheet: ClubSheet, key: str, now: datetime) -> int:
    made = await db.execute(
        insert(t.Club)
        .values(
            key=key,
            name=sheet.name,
            hamlet=sheet.hamlet,
            commune=sheet.commune,
            province=sheet.province,
            zone=DEFAULT_ZONE,
            locale="vi",
            unit=sheet.unit,
            interest_to_income_bp=sheet.interest_to_income_bp,
            rate_label=sheet.rate_label,
            wakes_at=time(6, 30),
            sleeps_at=time(20, 30),
            made_at=now,
        )
        .returning(t.Club.id)
    )
    club_id: int = made.scalar_one()
    await reminder_times.found(db, club_id)
    return club_id
