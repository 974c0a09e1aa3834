"""The visits that notices are about, with everybody in them, looked up for many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.care.people import Recipient
from bot.clock import local_day
from bot.i18n import near_day
from bot.people import DEFAULT_ZONE, Member
from bot.reminders.kinds.kind import Told
from bot.storage import members, notices_care, recipients, shifts, swaps
from bot.storage.engine import Connection
from bot.storage.shifts import Shift
from bot.telling import called

Words = Callable[..., str]
"""Fills a text with the listener's form of address."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The visits that notices are about, and everybody in them."""

    shifts: Mapping[int, Shift]
    recipients: Mapping[int, Recipient]
    goers: Mapping[int, Member]
    looking: Mapping[int, Collection[int]]
    """Who asked the others to go instead, by the visit's id."""

    def her(self, shift: Shift, today: date) -> str:
        """Return who is visited, with her hamlet: "bà Lan (xóm 2)"."""
        name = called(self.recipients[shift.recipient_id], today)
        return f"{name} ({shift.hamlet})" if shift.hamlet else name

    def going(self, shift: Shift, today: date, *, but: int = 0) -> str:
        """Return who goes, in a row."""
        return self.names((one for one in shift.volunteers if one != but), today)

    def names(self, ids: Iterable[int], today: date) -> str:
        """Return names in a row."""
        return ", ".join(called(self.goers[one], today) for one in ids)


async def look_up(db: Connection, told: Sequence[Told], now: datetime) -> Known:
    """Return the visits that are still to be made, with everybody in them."""
    ids = {one.due.subject_id for one in told}
    unsettled = await notices_care.unsettled(db, ids)
    found = await shifts.several(db, ids & unsettled)
    looking: defaultdict[int, set[int]] = defaultdict(set)
    for swap in await swaps.open_of(db, found):
        looking[swap.shift_id].add(swap.asked_by)
    goers = {member for one in found.values() for member in one.volunteers}
    goers = goers.union(*looking.values())
    return Known(
        shifts=found,
        recipients=await recipients.several(db, {one.recipient_id for one in found.values()}),
        goers=await members.several(db, goers, local_day(now, DEFAULT_ZONE)),
        looking=looking,
    )


def on_day(day: date) -> str:
    """Return the day of a visit in words."""
    return near_day(day, with_lunar=False)
