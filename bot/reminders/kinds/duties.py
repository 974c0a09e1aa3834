"""What officers are reminded of: who needs them, what waits for a yes, and the month's figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.chat import Choice
from bot.clock import local_day
from bot.i18n import _, money, ngettext, sentence, short_day
from bot.papers.late_words import LISTED, late_list
from bot.people import DEFAULT_ZONE, Member
from bot.reminders.kinds.dues import grouped, look_up, today_of
from bot.reminders.kinds.kind import BESIDE, Kind, Part, Said, Told
from bot.reminders.kinds.repayments import plan_nothing
from bot.rights import CASHIERS, is_independent
from bot.storage import members, notices_duties, one_hand, readings
from bot.storage.engine import Connection
from bot.storage.late import LATE
from bot.storage.loans import Borrowed
from bot.storage.notices_duties import (
    FORGOTTEN,
    HEAR_OF_THE_FORGOTTEN,
    NOTHING,
    OLD,
    REPORT,
    Moved,
    Waiting,
)
from bot.storage.notices_repay import BOARD
from bot.storage.talk import Data
from bot.telling import called, speaking_to

REPORTERS = ("secretary", "accountant")
OUTLASTS_TET = timedelta(days=15)
"""What was planned as Tết began is still said when money is spoken of again."""
ONE_BY_ONE = 3
"""So many declarations come with a button each; more come as a list."""


# --- Who has paid nothing for weeks --------------------------------------------------------------


async def say_to_board(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Name to an officer who has paid nothing for weeks, in one list, and note that she reads it.

    Who has declared a repayment is named only later, if nobody has confirmed it by then. Nobody
    of the household hears of it, and no phone that others use.
    """
    dues = await look_up(db, told, now)
    said: dict[int, Part | str | datetime] = {
        one.due.id: dues.held_until(one) or dues.over(one) for one in told
    }
    owners = {one.member_id for one in dues.loans.values()}
    people = await members.several(db, owners, local_day(now, DEFAULT_ZONE))
    hands = await one_hand.beside(db, {one.due.recipient_id for one in told})
    for one in told:
        loan = dues.loans.get(one.due.subject_id)
        if not said[one.due.id] and loan and not _is_apart(one, people[loan.member_id], hands):
            said[one.due.id] = "too near"
    true = [one for one in told if not said[one.due.id]]
    for several in grouped(true, "recipient_id"):
        behind = {one.due.subject_id: dues.loans[one.due.subject_id] for one in several}
        named = {loan.member_id: people[loan.member_id] for loan in behind.values()}
        said |= {one.due.id: BESIDE for one in several}
        said[several[0].due.id] = _late_part(several[0], behind, named, today_of(several[0], now))
        due = several[0].due
        await readings.note(
            db, club_id=due.club_id, member_id=due.recipient_id, what=LATE, now=now
        )
    return said


def _is_apart(told: Told, borrower: Member, hands: Mapping[int, frozenset[int]]) -> bool:
    """Whether an officer may read that `borrower` pays late, where she would read it."""
    listener = told.listener
    phone = hands[told.due.recipient_id]
    return not listener.shared and is_independent(listener.member, [borrower], phone)


def _late_part(
    told: Told, behind: Mapping[int, Borrowed], people: Mapping[int, Member], today: date
) -> Part:
    with speaking_to(told.listener.member, today) as words:
        text = late_list(behind.values(), people, today, words, most=LISTED)
        if len(people) <= LISTED:
            return Part(text=text)
        everybody = Choice("all", words(_("See all {count}"), count=len(people)))
        return Part(
            text=text, choices=(everybody,), step="reminders.board", data={"loans": list(behind)}
        )


# --- Declarations that wait ----------------------------------------------------------------------


async def plan_declarations(
    db: Connection, now: datetime, *, kind: str, roles: tuple[str, ...]
) -> None:
    """Write a notice of each declaration that has waited too long."""
    await notices_duties.plan_declarations(db, now, kind=kind, roles=roles)


async def say_declarations(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Word what waits for a yes: a few with a button each, more of them as a list."""
    waiting = await notices_duties.waiting(db, {one.due.subject_id for one in told})
    said: dict[int, Part | str] = {one.due.id: "decided meanwhile" for one in told}
    payers = await members.several(
        db, {one.member_id for one in waiting.values()}, local_day(now, DEFAULT_ZONE)
    )
    true = [one for one in told if one.due.subject_id in waiting]
    for several in grouped(true, "recipient_id"):
        today = today_of(several[0], now)
        with speaking_to(several[0].listener.member, today) as words:
            wait = [
                _Waits(told=one, declared=waiting[one.due.subject_id], today=today)
                for one in several
            ]
            if len(several) <= ONE_BY_ONE:
                said |= {one.told.due.id: one.part(payers, words) for one in wait}
                continue
            text = words(_("These wait for a yes. Type a name, and {you} see the card:"))
            lines = _shortened([one.line(payers) for one in wait])
            said |= {one.due.id: BESIDE for one in several}
            said[several[0].due.id] = Part(text="\n".join([text, *lines]))
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waits:
    """A declaration that waits, and the notice of it."""

    told: Told
    declared: Waiting
    today: date

    @property
    def on(self) -> str:
        """The day on which it was told."""
        zone = self.told.listener.member.club.zone
        return short_day(local_day(self.declared.declared_at, zone), today=self.today)

    def part(self, payers: Mapping[int, Member], words: Callable[..., str]) -> Part:
        """Return it with its button."""
        name = called(payers[self.declared.member_id], self.today)
        text = words(
            _("{name} told me on {day} of {amount}; nobody has confirmed it. Please take it up."),
            name=name,
            day=self.on,
            amount=money(self.declared.amount),
        )
        sees = Choice("open", words(_("See {name}"), name=name))
        data: Data = {"member": self.declared.member_id}
        return Part(text=text, choices=(sees,), step="card.open", data=data)

    def line(self, payers: Mapping[int, Member]) -> str:
        """Return it as a line of a list."""
        return sentence(
            _("{name}: {amount}, told on {day}"),
            name=called(payers[self.declared.member_id], self.today),
            amount=money(self.declared.amount),
            day=self.on,
        )


# --- The month -----------------------------------------------------------------------------------


async def plan_reports(db: Connection, now: datetime) -> None:
    """Write a notice of the last month's figures."""
    await notices_duties.plan_reports(db, now, roles=REPORTERS)


async def say_reports(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Word what a month brought and what was lent."""
    said: dict[int, Part | str] = {}
    clubs = {one.due.club_id for one in told}
    for first in {one.due.due_on for one in told}:
        last = first - timedelta(days=1)
        moved = await notices_duties.moved(db, clubs, last.replace(day=1), last)
        lent = await notices_duties.lent(db, clubs, last.replace(day=1), last)
        for one in told:
            if one.due.due_on == first:
                club = one.due.club_id
                said[one.due.id] = _reported(
                    one, last, moved.get(club, NOTHING), lent.get(club, (0, 0)), now
                )
    return said


def _reported(
    told: Told, last: date, moved: Moved, lent: tuple[int, int], now: datetime
) -> Part | str:
    number, amount = lent
    if not (moved.times_in or moved.times_out or number):
        return "nothing moved"
    with speaking_to(told.listener.member, today_of(told, now)) as words:
        text = words(
            _("{month}: {received} came in, {paid_out} went out, {lent} was lent ({loans})."),
            month=_("Month {month}").format(month=f"{last.month}/{last.year}"),
            received=money(moved.received),
            paid_out=money(moved.paid_out),
            lent=money(amount),
            loans=ngettext("{count} loan", "{count} loans", number).format(count=number),
        )
        return Part(text=text, choices=(Choice("cash", _("What the box must hold")),), step="cash")


def _shortened(lines: list[str]) -> list[str]:
    """Return the first lines of a list, and how many more there are."""
    if len(lines) <= LISTED:
        return lines
    more = _("And {count} more after these.").format(count=len(lines) - LISTED)
    return [*lines[:LISTED], more]


KINDS = {
    BOARD: Kind(
        plan=plan_nothing,
        say=say_to_board,
        importance=50,
        money=True,
        office=True,
        alone=True,
        useful=OUTLASTS_TET,
    ),
    OLD: Kind(
        plan=partial(plan_declarations, kind=OLD, roles=CASHIERS),
        say=say_declarations,
        importance=40,
        money=True,
        office=True,
        useful=timedelta(days=2),
    ),
    FORGOTTEN: Kind(
        plan=partial(plan_declarations, kind=FORGOTTEN, roles=HEAR_OF_THE_FORGOTTEN),
        say=say_declarations,
        importance=41,
        money=True,
        office=True,
        useful=OUTLASTS_TET,
    ),
    REPORT: Kind(
        plan=plan_reports, say=say_reports, importance=60, office=True, useful=timedelta(days=7)
    ),
}
