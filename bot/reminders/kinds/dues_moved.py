"""Who pays at a meeting that is moved hears of the day with it, where money may be spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.clock import local_day
from bot.i18n import _, near_day
from bot.people import DEFAULT_ZONE
from bot.reminders.hours import next_allowed
from bot.reminders.kinds.dues import today_of
from bot.reminders.kinds.kind import Told
from bot.storage import loans, quiets, reminder_times
from bot.storage.engine import Connection
from bot.storage.loans import Borrowed
from bot.storage.notices_repay import REPAY
from bot.telling import speaking_to


async def said_of_dues(db: Connection, told: Sequence[Told], now: datetime) -> dict[int, str]:
    """Return a sentence beside each notice of a moved meeting that takes something of hers.

    There is no sum in it, but who reads it knows of a loan: it keeps to the hours, the days and
    the quiet times of money.
    """
    hours = await reminder_times.hours(db, {one.due.club_id for one in told})
    may = {club for club, of in hours.items() if next_allowed(now, of, money=True) <= now}
    hear = [one for one in told if one.due.club_id in may]
    people = {one.due.recipient_id for one in hear}
    if not people:
        return {}
    quiet = await quiets.of(db, people, local_day(now, DEFAULT_ZONE))
    owed = await loans.open_of(db, people)
    return {
        one.due.id: _said(one, now)
        for one in hear
        if not any(of.covers(REPAY, money=True) for of in quiet.get(one.due.recipient_id, ()))
        and any(_is_due(loan, one) for loan in owed.get(one.due.recipient_id, ()))
    }


def _is_due(loan: Borrowed, told: Told) -> bool:
    comes = loan.standing(told.due.due_on).next_due
    return comes is not None and comes.due_on == told.due.due_on


def _said(told: Told, now: datetime) -> str:
    with speaking_to(told.listener.member, today_of(told, now)) as words:
        return words(
            _("What {you} pay to the fund is due on that day, too: {day}."),
            day=near_day(told.due.due_on, with_lunar=False),
        )
