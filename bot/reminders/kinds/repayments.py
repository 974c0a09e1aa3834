"""A repayment comes, is due, or is not in the book yet: said to whose loan it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.chat import Choice
from bot.i18n import _, money, near_day, say, short_day
from bot.money.loans import Due
from bot.people import Member
from bot.reminders.kinds.dues import NEAR, Dues, grouped, look_up, repeats, today_of
from bot.reminders.kinds.kind import BESIDE, Kind, Part, Said, Told
from bot.rights import cashiers_for
from bot.storage import notices_repay
from bot.storage.engine import Connection
from bot.storage.notices_repay import AGAIN
from bot.storage.talk import Data
from bot.telling import called, form_of, office, speaking_to


async def plan(db: Connection, now: datetime) -> None:
    """Write the notices to borrowers, and after weeks those to the board."""
    await notices_repay.plan(db, now)


async def plan_nothing(db: Connection, now: datetime) -> None:
    """Plan nothing: somebody chose the hour, or another plan writes these notices."""


async def say_to_borrowers(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Word what a borrower is told, once for each loan, however many notices there are of it."""
    dues = await look_up(db, told, now)
    people = {one.due.recipient_id for one in told}
    lately = await notices_repay.said_or_wanted(db, people, now)
    said: dict[int, Part | str] = {
        one.due.id: dues.over(one) or repeats(one, lately, now) for one in told
    }
    true = sorted((one for one in told if not said[one.due.id]), key=lambda one: one.due.due_on)
    for first, *others in grouped(true, "recipient_id", "subject_id"):
        said[first.due.id] = _part([first, *others], dues)
        said |= {one.due.id: BESIDE for one in others}
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """What of a loan is spoken of today."""

    member: Member
    today: date
    late: Sequence[Due]
    """Not in the book yet; empty where that is not spoken of."""
    comes: Sequence[Due]
    """To come on one day, or due today; empty where that is not spoken of."""

    def words(self, text: str, **values: object) -> str:
        """Fill a text with her form of address."""
        return say(text, form_of(self.member, self.today), **values)


def _part(told: Sequence[Told], dues: Dues) -> Part:
    first = told[0]
    today, loan = today_of(first, dues.now), dues.loans[first.due.subject_id]
    now, again = loan.standing(today), any(one.due.kind == AGAIN for one in told)
    near = now.next_due is not None and now.next_due.due_on <= today + NEAR
    late = again or any(one.due.due_on < today for one in told)
    comes = (again and near) or any(one.due.due_on >= today for one in told if not again)
    due = _Due(
        member=first.listener.member,
        today=today,
        late=now.due_by(today - timedelta(days=1)) if late else (),
        comes=now.comes if comes else (),
    )
    with speaking_to(due.member, today):
        return Part(
            text="\n".join([*_lines(due), _to_whom(due, dues)]),
            choices=tuple(_choices(due)),
            step="reminders.repay",
            data={"loan": loan.id, **_days(due)},
        )


def _days(due: _Due) -> Data:
    """Return the due days of what is spoken of: a button means that sum on a later day, too."""
    days = [one.due_on.isoformat() for one in (*due.late, *due.comes)]
    return {"since": days[0], "until": days[-1]} if days else {}


def _lines(due: _Due) -> Iterator[str]:
    """Say what is not in the book yet, and what comes; never what would shame."""
    if due.late:
        text = _("Of {day}, {amount} is not in the book yet.")
        if len(due.late) > 1:
            text = _("Since {day}, {amount} is not in the book yet.")
        yield due.words(
            text,
            day=short_day(due.late[0].due_on, today=due.today),
            amount=money(sum(one.total for one in due.late)),
        )
    if due.comes:
        text = _("On {day}, {amount} is to be paid to the fund.")
        if due.comes[0].due_on == due.today:
            text = _("Today {amount} is to be paid to the fund.")
        on = near_day(due.comes[0].due_on, with_lunar=False)
        yield due.words(text, day=on, amount=money(sum(one.total for one in due.comes)))
    if due.late:
        yield due.words(
            _(
                "If {you} have paid, choose “I have paid”. If times are hard, choose “Times are"
                " hard”: the head comes to speak with {you} alone."
            )
        )


def _choices(due: _Due) -> Iterator[Choice]:
    yield Choice("paid", _("I have paid"))
    if due.late:
        yield Choice("hard", _("Times are hard"))
    yield Choice("explain", _("How it is counted"))
    if due.late or (due.comes and due.comes[0].due_on == due.today):
        yield Choice("later", _("Remind me tomorrow afternoon"))


def _to_whom(due: _Due, dues: Dues) -> str:
    """Say who takes the money: the treasurer by name, or the meeting."""
    cash = cashiers_for(due.member, dues.officers[due.member.club.id])
    if not cash:
        return due.words(_("Please pay at the meeting only."))
    role = next((one for one in ("treasurer", "accountant", "head") if one in cash[0].roles), "")
    return due.words(
        _("Please pay only to {name} ({office}) or at the meeting."),
        name=called(cash[0], due.today),
        office=office(role).lower(),
    )


_REPAY = Kind(plan=plan, say=say_to_borrowers, importance=20, money=True, useful=timedelta(days=3))
KINDS = {
    "repay": _REPAY,
    AGAIN: Kind(
        plan=plan_nothing,
        say=say_to_borrowers,
        importance=20,
        money=True,
        alone=True,
        useful=timedelta(days=3),
    ),
}
