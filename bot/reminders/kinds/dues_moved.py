"""Who pays at a meeting that is moved, or dropped, hears of it where money may be spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.clock import local_day
from bot.i18n import _, near_day
from bot.people import DEFAULT_ZONE, OFFICES, Member
from bot.reminders.hours import next_allowed
from bot.reminders.kinds.dues import today_of
from bot.reminders.kinds.kind import Told
from bot.rights import CASHIERS, cashiers_for
from bot.storage import loans, members, quiets, reminder_times
from bot.storage.engine import Connection
from bot.storage.notices_repay import REPAY
from bot.telling import called, office, speaking_to


async def said_of_dues(db: Connection, told: Sequence[Told], now: datetime) -> dict[int, str]:
    """Return a sentence beside each notice of a moved meeting that takes something of hers.

    There is no sum in it, but who reads it knows of a loan: it keeps to the hours, the days and
    the quiet times of money.
    """
    return {one.due.id: _said(one, now) for one in await _who_pays(db, told, now)}


async def said_of_payee(db: Connection, told: Sequence[Told], now: datetime) -> dict[int, str]:
    """Return a sentence beside each notice of a dropped meeting: who takes the money instead.

    It keeps to the same times; where nobody may take hers nothing is said.
    """
    pays = await _who_pays(db, told, now)
    day = local_day(now, DEFAULT_ZONE)
    board = {
        club: await members.officers(db, club, day) for club in {one.due.club_id for one in pays}
    }
    said = {}
    for one in pays:
        if cash := cashiers_for(one.listener.member, board[one.due.club_id]):
            said[one.due.id] = _payee(one, cash[0], now)
    return said


async def _who_pays(db: Connection, told: Sequence[Told], now: datetime) -> list[Told]:
    """Return the notices to whom something is due on that day, and who may hear of money now."""
    if not told:
        return []
    hours = await reminder_times.hours(db, {one.due.club_id for one in told})
    may = {club for club, of in hours.items() if next_allowed(now, of, money=True) <= now}
    hear = [one for one in told if one.due.club_id in may]
    people = {one.due.recipient_id for one in hear}
    if not people:
        return []
    quiet = await quiets.of(db, people, local_day(now, DEFAULT_ZONE))
    owed = await loans.open_of(db, people)
    return [
        one
        for one in hear
        if not any(of.covers(REPAY, money=True) for of in quiet.get(one.due.recipient_id, ()))
        and any(loan.is_due_on(one.due.due_on) for loan in owed.get(one.due.recipient_id, ()))
    ]


def _said(told: Told, now: datetime) -> str:
    with speaking_to(told.listener.member, today_of(told, now)) as words:
        return words(
            _("What {you} pay to the fund is due on that day, too: {day}."),
            day=near_day(told.due.due_on, with_lunar=False),
        )


def _payee(told: Told, cashier: Member, now: datetime) -> str:
    today = today_of(told, now)
    role = next((one for one in (*CASHIERS, *OFFICES) if one in cashier.roles), "")
    with speaking_to(told.listener.member, today) as words:
        return words(
            _("What {you} pay this time, please give to {name} ({office})."),
            name=called(cashier, today),
            office=office(role).lower(),
        )
