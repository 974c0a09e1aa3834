"""Whether a notice of a repayment is still true, for many loans with few statements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import local_day
from bot.people import DEFAULT_ZONE, Member
from bot.reminders.kinds.kind import Told
from bot.storage import loans, members, notices_repay
from bot.storage.engine import Connection
from bot.storage.loans import Borrowed
from bot.storage.notices import Due
from bot.storage.notices_repay import AGAIN, Reminder

HOLDS = timedelta(days=3)
"""A declared repayment keeps reminders back for so long."""
NEAR = timedelta(days=7)
"""Who asked to be reminded again hears of what comes so soon."""
_STAGE = re.compile(r"repay([+-]\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """What is known of all loans that are spoken of."""

    loans: Mapping[int, Borrowed]
    declared: Mapping[int, datetime]
    """When something was declared that nobody has decided, by loan."""
    officers: Mapping[int, Sequence[Member]]
    """The board, by club."""
    now: datetime

    def over(self, told: Told) -> str:
        """Return why a notice need not be said any more; nothing where it is still true."""
        due, loan = told.due, self.loans.get(told.due.subject_id)
        if loan is None:
            return "no such loan"
        if loan.closed_on:
            return "closed"
        if loan.board_since:
            return "with the board"
        today = today_of(told, self.now)
        if due.kind != AGAIN and (why := _is_over(due, loan, today)):
            return why
        if not _is_unpaid(loan, told, today):
            return "paid"
        return "declared" if self.held_until(told) else ""

    def held_until(self, told: Told) -> datetime | None:
        """Return until when a declared repayment holds a notice back; None where none does."""
        declared = self.declared.get(told.due.subject_id)
        return declared + HOLDS if declared and self.now < declared + HOLDS else None


async def look_up(db: Connection, told: Sequence[Told], now: datetime) -> Dues:
    """Load what notices are about."""
    ids = {one.due.subject_id for one in told}
    day = local_day(now, DEFAULT_ZONE)
    return Dues(
        loans=await loans.several(db, ids),
        declared=await notices_repay.declared(db, ids),
        officers={
            club: await members.officers(db, club, day)
            for club in {one.due.club_id for one in told}
        },
        now=now,
    )


def repeats(told: Told, lately: Sequence[Reminder], now: datetime) -> str:
    """Return why a notice would only repeat another of its loan; nothing where it does not.

    What somebody wanted to hear again is said whatever was said before, and stands for the rest
    of its day.
    """
    if told.due.kind == AGAIN:
        return ""
    today, zone = today_of(told, now), told.listener.member.club.zone
    for one in (other for other in lately if other.loan_id == told.due.subject_id):
        if one.said_at is None:
            if one.due_on <= today:
                return "wanted later that day"
            continue
        late = one.kind == AGAIN or one.due_on < local_day(one.said_at, zone)
        if late and told.due.due_on < today:
            return "said just before"
    return ""


def today_of(told: Told, now: datetime) -> date:
    """Return the day that it is where somebody hears of it."""
    return local_day(now, told.listener.member.club.zone)


def grouped(told: Sequence[Told], *by: str) -> list[list[Told]]:
    """Return notices that go together, by what they have alike: "recipient_id", "subject_id"."""
    groups: defaultdict[Hashable, list[Told]] = defaultdict(list)
    for one in told:
        groups[tuple(getattr(one.due, name) for name in by)].append(one)
    return list(groups.values())


def _is_over(due: Due, loan: Borrowed, today: date) -> str:
    """Return why nobody is reminded of a day of the schedule; nothing where somebody is."""
    if due.due_on not in loan.terms.due_days:
        return "moved"
    if due.due_on >= today:
        return ""
    if _is_ahead(due.kind):
        return "its day has passed"
    return "" if loan.terms.bears_interest(today) else "frozen"  # the board hurries nobody then


def _is_ahead(kind: str) -> bool:
    """Whether a stage is before the due day or on it: it must not become an early late note."""
    stage = _STAGE.fullmatch(kind)
    return stage is not None and int(stage[1]) <= 0


def _is_unpaid(loan: Borrowed, told: Told, today: date) -> bool:
    now, due_on = loan.standing(today), told.due.due_on
    comes = now.next_due.due_on if now.next_due else None
    if told.due.kind == AGAIN:
        return now.overdue > 0 or (comes is not None and comes <= today + NEAR)
    if due_on < today:
        return now.overdue_since is not None and now.overdue_since <= due_on
    return comes is not None and comes <= due_on
