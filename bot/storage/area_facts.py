"""What a club's month has on record in its eight areas, from the entries of all parts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from bot.care.areas import Done, Month
from bot.storage import (
    activities,
    gifts,
    labour_swaps,
    minutes,
    reporting_care,
    reporting_loans,
    reporting_people,
    roll_calls,
)
from bot.storage.activities import Activity
from bot.storage.closings import next_month
from bot.storage.engine import Connection
from bot.understanding.folding import fold


async def of_month(db: Connection, club_id: int, month: date, today: date) -> Month:
    """Return what is on record of the month that begins on `month`, as far as `today`."""
    before = next_month(month)
    lent = await reporting_loans.lending(db, club_id, month, before)
    people = await reporting_people.people(db, club_id, month, before)
    last = min(before - timedelta(days=1), today)
    given = await gifts.given(db, club_id, month, last)
    care = await reporting_care.care(db, club_id, month, before)
    held = await roll_calls.by_meeting(db, club_id, month, min(before, today + timedelta(days=1)))
    return Month(
        activities=_summed(await activities.between(db, club_id, month, before)),
        borrowers=await reporting_loans.borrowers(db, club_id, before),
        lent=lent.loans,
        measured=await reporting_care.measured(db, club_id, month, before),
        visits=care.visits,
        visited=care.visited,
        labour_days=len(await labour_swaps.between(db, club_id, month, before)),
        meetings=len(held),
        came=sum(one.came + one.guests for one in held),
        talks=tuple((await minutes.talks(db, club_id, month, before)).values()),
        gifts=len(given),
        gift_money=sum(one.amount for one in given),
        fees=people.paid_fee,
    )


def _summed(entered: list[Activity]) -> tuple[Done, ...]:
    """Put together what was called alike, however its marks were typed; the first first."""
    alike: dict[tuple[str, str], list[Activity]] = defaultdict(list)
    for one in entered:
        alike[one.area, fold(one.note)].append(one)
    return tuple(
        Done(
            area=found[0].area,
            note=found[0].note,
            times=len(found),
            people=sum(one.people for one in found),
        )
        for found in alike.values()
    )
