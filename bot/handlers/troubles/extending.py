"""Extending a loan (gia hạn): new days for what is left, shown before two officers agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.chat import Choice, NotUnderstood
from bot.handlers.due_days import FURTHEST, first_day
from bot.handlers.resolving import Kind
from bot.handlers.troubles import deciding, schedules
from bot.handlers.troubles.schedules import Days
from bot.handlers.troubles.whose import Whose, ask_once, borrowed
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day, sentence
from bot.money.loans import BadTerms, Loan, Renewal, anchored, extended, renewed_above_cap
from bot.people import Member
from bot.storage import loan_changes, loans, products
from bot.storage.loans import Borrowed
from bot.storage.resolutions import Resolution
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.calendar_words import number, spoken, wording

MONTHS_LATER = (1, 2, 3, 6, 12)
OFFERED = 3
MOST_TIMES = 60
_NUMBER = wording(r"\d+|NUM")


def extended_on(loan: Borrowed, on: date, first_due: date, periods: int) -> Loan | None:
    """Return a loan on its new days; None where the first one is too early."""
    try:
        return extended(loan.terms, loan.payments, on, first_due=first_due, periods=periods)
    except BadTerms:
        return None


# --- Asked by an officer -------------------------------------------------------------------------


async def _ask_day(turn: Turn, borrower: Member, loan: Borrowed) -> Answer:
    text = _("From which day on shall {name} pay again? Choose it, or write it like “10/6”.")
    days = _first_days(loan, turn.today)
    return _ask_one_of(turn, loan, text, days, name=called(borrower, turn.today))


async def _ask_cheaper(turn: Turn, loan: Borrowed, data: Data) -> Answer:
    """Ask for fewer times or another first day, where the law has no room for what was meant."""
    meant, first = data["periods"], date.fromisoformat(data["first_due"])
    for times in range(meant - 1, 0, -1):
        if not await _is_too_dear(turn, loan, first, times):
            text = _(
                "In {meant} times it would cost more than the law allows, in {times} times it does"
                " not. In how many times?"
            )
            return turn.ask("loan.extend.times", text, data=data, meant=meant, times=times)
    text = _("First paid on that day it would cost more than the law allows. Which other day?")
    possible = _first_days(loan, turn.today, meant)
    days = [one for one in possible if not await _is_too_dear(turn, loan, one, meant)]
    return _ask_one_of(turn, loan, text, days)


def _ask_one_of(
    turn: Turn, loan: Borrowed, text: str, days: list[date], **words: object
) -> Answer:
    choices = [Choice(one.isoformat(), day(one)) for one in days[:OFFERED]]
    data = {"loan": loan.id}
    return turn.ask("loan.extend.day", text, *choices, never_mind(), data=data, **words)


def _first_days(loan: Borrowed, today: date, periods: int = 1) -> list[date]:
    """Return the days that can be the first, months after the next one of the schedule."""
    coming = next((one for one in loan.terms.due_days if one >= today), today)
    days = [anchored(coming, months, loan.terms.anchor_day) for months in (0, *MONTHS_LATER)]
    near = [one for one in days if one <= today + FURTHEST]
    return [one for one in near if extended_on(loan, today, one, periods)]


async def take_day(turn: Turn) -> Answer:
    """The officer chose or wrote the first day."""
    if turn.choice == STOP:
        return left(turn)
    _borrower, loan = await borrowed(turn, turn.data["loan"])
    first = first_day(turn)
    if extended_on(loan, turn.today, first, 1) is None:
        raise turn.refuse(
            _("That day is too near: the time that has begun must end before it. A later one?")
        )
    return _ask_times(turn, {**turn.data, "first_due": first.isoformat()})


def _ask_times(turn: Turn, data: Data) -> Answer:
    """Ask without choices: "6" is six times, and no sixth button."""
    text = _("In how many times? Please write the number, for example “9”.")
    return turn.ask("loan.extend.times", text, data=data)


async def take_times(turn: Turn) -> Answer:
    """The officer said in how many times: "6", "6 lần", "sáu lần"."""
    said = [number(one[0]) for one in _NUMBER.finditer(spoken(turn.text))]
    if len(said) != 1 or not 1 <= said[0] <= MOST_TIMES:
        raise NotUnderstood(turn.words(_("Please write one number, like “9 times”.")))
    data = {**turn.data, "periods": said[0]}
    _borrower, loan = await borrowed(turn, data["loan"])
    if await _is_too_dear(turn, loan, date.fromisoformat(data["first_due"]), data["periods"]):
        return await _ask_cheaper(turn, loan, data)
    old = _days(loan, turn.today)
    new = _days(loan, turn.today, _new(turn, loan, data["first_due"], data["periods"]))
    return await _ask_why(turn, data) if new.last > old.last else _ask_again(turn, data, old, new)


def _ask_again(turn: Turn, data: Data, old: Days, new: Days) -> Answer:
    """Ask whether days are meant that give her no more time."""
    text = _("Then the last day is {new}, earlier than before ({old}). Is that right?")
    if new.last == old.last:
        text = _("Then the last day stays {new}, as before. Is that right?")
    return turn.ask(
        "loan.extend.earlier",
        text,
        Choice("yes", _("Yes, that is right")),
        Choice("again", _("Choose again")),
        never_mind(),
        data=data,
        old=day(old.last),
        new=day(new.last),
    )


async def take_earlier(turn: Turn) -> Answer:
    """The officer said whether it is to end no later than before."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "again":
        return _ask_times(turn, turn.data)
    return await _ask_why(turn, turn.data)


async def _ask_why(turn: Turn, data: Data) -> Answer:
    return await deciding.ask_why(turn, "loan.extend.why", "extension", data)


async def take_why(turn: Turn) -> Answer:
    """The officer said why: show the new days before anybody is asked."""
    if turn.choice == STOP:
        return left(turn)
    why = deciding.heard_why(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    new = _new(turn, loan, turn.data["first_due"], turn.data["periods"])
    return turn.ask(
        "loan.extend.confirm",
        _("{name}, loan {number}.\n{days}\nShall I ask the board?"),
        Choice("yes", _("Ask the board")),
        never_mind(),
        data={**turn.data, "why": why},
        name=called(borrower, turn.today),
        number=loan.number,
        days=schedules.compared(_days(loan, turn.today), _days(loan, turn.today, new), turn.today),
    )


async def take_confirmation(turn: Turn) -> Answer:
    """The days were shown: ask the board."""
    if turn.choice == STOP:
        return left(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    _new(turn, loan, turn.data["first_due"], turn.data["periods"])
    details = {key: turn.data[key] for key in ("first_due", "periods")}
    return await ask_once(turn, EXTENSION, borrower, loan, details)


def _new(turn: Turn, loan: Borrowed, first_due: str, periods: int) -> Loan:
    new = extended_on(loan, turn.today, date.fromisoformat(first_due), periods)
    if new is None:
        raise turn.refuse(_("Meanwhile that first day is too near. Please ask for a later one."))
    return new


async def _is_too_dear(turn: Turn, loan: Borrowed, first_due: date, periods: int) -> bool:
    """Whether on new days a loan would cost more than the law allows, as it did not before."""
    new = extended_on(loan, turn.today, first_due, periods)
    cap_bp = await products.cap_bp(turn.db, turn.club.id)
    return new is not None and renewed_above_cap(new, cap_bp=cap_bp)


def _days(loan: Borrowed, today: date, terms: Loan | None = None) -> Days:
    """Return what is still to be paid on the days that hold now, or on others."""
    return Days.of(terms or loan.terms, loan.payments, today)


# --- Decided by two ------------------------------------------------------------------------------


async def _facts(turn: Turn, resolution: Resolution) -> str:
    matter = await deciding.matter_of(turn, resolution)
    first = date.fromisoformat(resolution.details["first_due"])
    new = extended_on(matter.loan, turn.today, first, resolution.details["periods"])
    old = _days(matter.loan, turn.today)
    if renewal := _done(matter.loan, turn.today, first):
        new, old = matter.loan.terms, _days(matter.loan, turn.today, renewal.before)
    days = day(first)
    if new:
        days = schedules.compared(old, _days(matter.loan, turn.today, new), turn.today)
    return sentence(
        _("{asker} asks for new days for loan {number} of {name}, {left} left: {reason}.\n{days}"),
        days=days,
        **matter.words,
    )


def _done(loan: Borrowed, today: date, first_due: date) -> Renewal | None:
    """Return the extension that was agreed, where it was today."""
    renewal = loan.terms.renewal
    agreed = renewal is not None and renewal.agreed_on == today
    return renewal if agreed and loan.terms.instalments[0].due_on == first_due else None


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
    days = _days(await loans.locked(turn.db, loan.id), turn.today)
    later = days.last > _days(loan, turn.today).last
    told = await deciding.tell_borrower(
        turn, borrower, lambda words: _news(turn, words, days, later=later)
    )
    done = turn.words(
        _("{name}, loan {number}, pays on new days:\n{days}"),
        name=called(borrower, turn.today),
        number=loan.number,
        days=schedules.lines(days, turn.today),
    )
    return "\n".join(filter(None, (done, deciding.and_told(turn, borrower, told=told))))


def _news(turn: Turn, words: Callable[..., str], new: Days, *, later: bool) -> str:
    text = _(
        "The board has agreed on new days for your loan. From now on {you} pay:\n{days}\n"
        "The last is on {last}."
    )
    if later:
        text = _("Good news: the board gives {you} more time. From now on {you} pay:\n{days}")
    return words(text, days=schedules.lines(new, turn.today), last=day(new.last))


async def _lapsed(turn: Turn, resolution: Resolution) -> str | None:
    """Say that the loan is paid off, or that its new first day has come too near meanwhile."""
    if over := await deciding.is_over(turn, resolution):
        return over
    loan = (await deciding.matter_of(turn, resolution)).loan
    first = date.fromisoformat(resolution.details["first_due"])
    periods = resolution.details["periods"]
    if await _is_too_dear(turn, loan, first, periods):
        return turn.words(
            _("With those days it would cost more than the law allows. Please ask the board anew.")
        )
    if extended_on(loan, turn.today, first, periods):
        return None
    return turn.words(
        _("It waited until its first day, {day}, was too near. Please ask the board anew."),
        day=day(first),
    )


EXTENSION = Kind(
    name="extension",
    facts=_facts,
    agreed=_agreed,
    refused=deciding.stays,
    by_meeting=True,
    lapsed=_lapsed,
)
HANDLERS = {
    **Whose(name="loan.extend", kind=EXTENSION, goes_on=_ask_day).steps(),
    "loan.extend.day": Step(take_day, typed=True),
    "loan.extend.times": Step(take_times, typed=True),
    "loan.extend.earlier": Step(take_earlier),
    "loan.extend.why": Step(take_why, typed=True, own_words=True),
    "loan.extend.confirm": Step(take_confirmation, counts=True),
}
