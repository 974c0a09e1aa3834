"""What a club asks of its members a month: each month has the fee that was in force then.

What was set stays; the last word about a month counts, so that a new fee changes nothing of the
months before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import insert, select

from bot.clock import first_of
from bot.storage import tables as t
from bot.storage.engine import Connection

BEGINNING = date(1900, 1, 1)
"""The month from which a fee holds that was asked for before the bot's books began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What is asked of a member a month."""

    since: date
    """The first month."""
    amount: int
    """Đồng; 0: none is asked for."""
    free: frozenset[str]
    """The hardships of households whose members pay none: "poor", "near_poor", ..."""


NONE = Rate(since=BEGINNING, amount=0, free=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """All fees that a club has set, in the order in which it did."""

    said: tuple[Rate, ...] = ()

    def of(self, day: date) -> Rate:
        """Return the fee of the month of a day."""
        month = first_of(day)
        return next((one for one in reversed(self.said) if one.since <= month), NONE)

    def of_household(self, hardship: str | None) -> Rates:
        """Return what a member of such a household is asked for."""
        return Rates(
            said=tuple(
                replace(one, amount=0) if hardship in one.free else one for one in self.said
            )
        )

    def change_after(self, day: date) -> Rate | None:
        """Return the next fee that differs from that of the month of a day."""
        before = self.of(day)
        for month in sorted({one.since for one in self.said if one.since > first_of(day)}):
            after = self.of(month)
            if (after.amount, after.free) != (before.amount, before.free):
                return replace(after, since=month)
        return None

    def ends_before(self, month: date) -> bool:
        """Whether nothing is asked for in a month and in all that follow."""
        later = [one.since for one in self.said if one.since > month]
        return not any(self.of(one).amount for one in (month, *later))


async def rates(db: Connection, club_id: int) -> Rates:
    """Return what a club asks of its members, and asked before."""
    rows = await db.execute(
        select(t.FeeRate).where(t.FeeRate.club_id == club_id).order_by(t.FeeRate.id)
    )
    return Rates(
        said=tuple(
            Rate(
                since=row.since,
                amount=row.amount,
                free=frozenset(row.free.split(",")) - {""},
            )
            for row in rows
        )
    )


async def set_rate(
    db: Connection, club_id: int, rate: Rate, *, by: int | None, now: datetime
) -> None:
    """Ask for another fee from a month on; what was set before for later months counts no more."""
    await db.execute(
        insert(t.FeeRate).values(
            club_id=club_id,
            since=first_of(rate.since),
            amount=rate.amount,
            free=",".join(sorted(rate.free)),
            set_by=by,
            set_at=now,
        )
    )
