"""Extending a loan (gia hạn): new days for what is left, shown before two officers agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bot.chat import Choice, NotUnderstood
from bot.handlers.resolving import Kind, propose
from bot.handlers.troubles import deciding, schedules
from bot.handlers.troubles.whose import Whose, borrowed, must_be_apart
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day, ngettext, sentence
from bot.money.loans import BadTerms, Loan, anchored, extended
from bot.people import Member
from bot.storage import loan_changes, loans
from bot.storage.loans import Borrowed
from bot.storage.resolutions import Resolution
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.days import hear_day

MONTHS_LATER = (1, 2, 3, 6, 12)
OFFERED = 3
USUAL_TIMES = (1, 2, 3, 6, 12)
MOST_TIMES = 60
_NUMBER = re.compile(r"\d+")


def extended_on(loan: Borrowed, on: date, first_due: date, periods: int) -> Loan | None:
    """Return a loan on its new days; None where the first one is too early."""
    try:
        return extended(loan.terms, loan.payments, on, first_due=first_due, periods=periods)
    except BadTerms:
        return None


# --- Asked by an officer -------------------------------------------------------------------------


async def _ask_day(turn: Turn, borrower: Member, loan: Borrowed) -> Answer:
    choices = [Choice(one.isoformat(), day(one)) for one in _first_days(loan, turn.today)]
    return turn.ask(
        "loan.extend.day",
        _("From which day on shall {name} pay again? Choose it, or write it like “10/6”."),
        *choices,
        never_mind(),
        data={"loan": loan.id},
        name=called(borrower, turn.today),
    )


def _first_days(loan: Borrowed, today: date) -> list[date]:
    """Return some days that can be the first, months after the next one of the schedule."""
    coming = next((one for one in loan.terms.due_days if one >= today), today)
    days = [anchored(coming, months, loan.terms.anchor_day) for months in (0, *MONTHS_LATER)]
    return [one for one in days if extended_on(loan, today, one, 1)][:OFFERED]


async def take_day(turn: Turn) -> Answer:
    """The officer chose or wrote the first day."""
    if turn.choice == STOP:
        return left(turn)
    _borrower, loan = await borrowed(turn, turn.data["loan"])
    days = [date.fromisoformat(turn.choice)] if turn.choice else hear_day(turn.text, turn.today)
    if len(days) != 1:
        raise NotUnderstood(turn.words(_("Please write one day, like “10/6” or “10/6/2027”.")))
    if extended_on(loan, turn.today, days[0], 1) is None:
        raise turn.refuse(
            _("That day is too near: the time that has begun must end before it. A later one?")
        )
    return turn.ask(
        "loan.extend.times",
        _("In how many times? Choose, or write it like “9 times”."),
        *(Choice(str(one), _times(one)) for one in USUAL_TIMES),
        never_mind(),
        data={**turn.data, "first_due": days[0].isoformat()},
    )


def _times(count: int) -> str:
    return ngettext("{count} time", "{count} times", count).format(count=count)


async def take_times(turn: Turn) -> Answer:
    """The officer said in how many times."""
    if turn.choice == STOP:
        return left(turn)
    said = [turn.choice] if turn.choice else _NUMBER.findall(turn.text)
    if len(said) != 1 or not 1 <= int(said[0]) <= MOST_TIMES:
        raise NotUnderstood(turn.words(_("Please write one number, like “9 times”.")))
    return deciding.ask_why(turn, "loan.extend.why", {**turn.data, "periods": int(said[0])})


async def take_why(turn: Turn) -> Answer:
    """The officer said why: show the new days before anybody is asked."""
    if turn.choice == STOP:
        return left(turn)
    why = deciding.heard_why(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    new = _new(turn, loan, turn.data["first_due"], turn.data["periods"])
    return turn.ask(
        "loan.extend.confirm",
        _("{name}, loan {number}, would then pay:\n{days}\nShall I ask the board?"),
        Choice("yes", _("Ask the board")),
        never_mind(),
        data={**turn.data, "why": why},
        name=called(borrower, turn.today),
        number=loan.number,
        days=schedules.lines(new, turn.today),
    )


async def take_confirmation(turn: Turn) -> Answer:
    """The days were shown: ask the board."""
    if turn.choice == STOP:
        return left(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    await must_be_apart(turn, borrower)
    _new(turn, loan, turn.data["first_due"], turn.data["periods"])
    details = {key: turn.data[key] for key in ("first_due", "periods")}
    return await propose(
        turn,
        EXTENSION,
        subject=loan.id,
        concerns=borrower,
        details=details,
        reason=turn.data["why"],
    )


def _new(turn: Turn, loan: Borrowed, first_due: str, periods: int) -> Loan:
    new = extended_on(loan, turn.today, date.fromisoformat(first_due), periods)
    if new is None:
        raise turn.refuse(_("Meanwhile that first day is too near. Please ask for a later one."))
    return new


# --- Decided by two ------------------------------------------------------------------------------


async def _facts(turn: Turn, resolution: Resolution) -> str:
    matter = await deciding.matter_of(turn, resolution)
    first = date.fromisoformat(resolution.details["first_due"])
    new = extended_on(matter.loan, turn.today, first, resolution.details["periods"])
    if _is_done(matter.loan, turn.today, first):
        new = matter.loan.terms
    days = schedules.lines(new, turn.today) if new else day(first)
    return sentence(
        _("{asker} asks for new days for loan {number} of {name}, {left} left: {reason}.\n{days}"),
        days=days,
        **matter.words,
    )


def _is_done(loan: Borrowed, today: date, first_due: date) -> bool:
    renewal = loan.terms.renewal
    agreed = renewal is not None and renewal.agreed_on == today
    return agreed and loan.terms.instalments[0].due_on == first_due


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    borrower, loan = await borrowed(turn, resolution.subject_id)
    details = resolution.details
    new = _new(turn, loan, details["first_due"], details["periods"])
    await loan_changes.extend(
        turn.db,
        club_id=turn.club.id,
        loan_id=loan.id,
        new=new,
        resolution_id=resolution.id,
        now=turn.now,
    )
    terms = (await loans.locked(turn.db, loan.id)).terms
    told = await deciding.tell_borrower(turn, borrower, lambda words: _news(turn, words, terms))
    done = turn.words(
        _("{name}, loan {number}, pays on new days:\n{days}"),
        name=called(borrower, turn.today),
        number=loan.number,
        days=schedules.lines(terms, turn.today),
    )
    return "\n".join(filter(None, (done, deciding.and_told(turn, borrower, told=told))))


def _news(turn: Turn, words: Callable[..., str], new: Loan) -> str:
    return words(
        _("Good news: the board gives {you} more time. From now on {you} pay:\n{days}"),
        days=schedules.lines(new, turn.today),
    )


EXTENSION = Kind(
    name="extension",
    facts=_facts,
    agreed=_agreed,
    refused=deciding.stays,
    by_meeting=True,
    lapsed=deciding.is_over,
)
HANDLERS = {
    **Whose(name="loan.extend", kind="extension", goes_on=_ask_day).steps(),
    "loan.extend.day": Step(take_day, typed=True),
    "loan.extend.times": Step(take_times, typed=True),
    "loan.extend.why": Step(take_why, typed=True, own_words=True),
    "loan.extend.confirm": Step(take_confirmation, counts=True),
}
