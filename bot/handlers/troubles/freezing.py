"""Freezing a loan (khoanh): no new interest for a time, agreed by two officers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers import slips
from bot.handlers.due_days import must_be_near
from bot.handlers.resolving import Kind
from bot.handlers.troubles import deciding
from bot.handlers.troubles.whose import Whose, ask_once, borrowed
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day, sentence
from bot.money.loans import Freeze, interest_paid_to
from bot.people import Member
from bot.storage import loan_changes
from bot.storage.loans import Borrowed
from bot.storage.resolutions import Resolution
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.days import hear_day, hear_nearest_day

OPEN = "open"
LONGEST_AGO = timedelta(days=366)


def open_freeze(loan: Borrowed) -> Freeze | None:
    """Return the freeze of a loan that has no end yet."""
    return next((one for one in loan.terms.freezes if one.ends_on is None), None)


def lasting(loan: Borrowed, today: date) -> list[Freeze]:
    """Return the freezes of a loan that are not over yet, those to come included."""
    return [one for one in loan.terms.freezes if one.ends_on is None or one.ends_on > today]


# --- Asked by an officer -------------------------------------------------------------------------


async def _ask_from(turn: Turn, borrower: Member, loan: Borrowed) -> Answer:
    _must_not_be_frozen(turn, loan)
    return turn.ask(
        "loan.freeze.from",
        _(
            "From which day on shall {name} owe no new {interest_word}? A time that has begun"
            " before is still counted. Choose, or write the day."
        ),
        *starts(loan, turn.today, _paid_to(loan, turn.today)),
        never_mind(),
        data={"loan": loan.id},
        name=called(borrower, turn.today),
        interest_word=slips.rate_word(turn.club),
    )


def _must_not_be_frozen(turn: Turn, loan: Borrowed) -> None:
    if open_freeze(loan):
        raise turn.refuse(
            _("No new interest is counted on loan {number} already."), number=loan.number
        )


def _paid_to(loan: Borrowed, today: date) -> date:
    return interest_paid_to(loan.terms, loan.payments, today) or date.min


def starts(loan: Borrowed, today: date, since: date = date.min) -> list[Choice]:
    """Offer the days on which the running period began and the next one does, none too early."""
    starts = [one.starts_on for one in loan.terms.instalments if one.number]
    running = max((one for one in starts if one < today), default=today)
    coming = min((one for one in starts if one >= today), default=today)
    days = dict.fromkeys((max(running, since), max(coming, since)))
    return [Choice(one.isoformat(), _("From {day}").format(day=day(one))) for one in days]


async def take_from(turn: Turn) -> Answer:
    """The officer said from which day on it is frozen."""
    if turn.choice == STOP:
        return left(turn)
    start = heard_start(turn)
    _borrower, loan = await borrowed(turn, turn.data["loan"])
    if start < (paid_to := _paid_to(loan, turn.today)):
        raise turn.refuse(
            _("{interest_word} is paid up to {day}. From that day on, or from which later one?"),
            interest_word=slips.rate_word(turn.club).capitalize(),
            day=day(paid_to),
        )
    return turn.ask(
        "loan.freeze.until",
        _("Until which day? Write it, or leave the end open."),
        Choice(OPEN, _("No end yet")),
        never_mind(),
        data={**turn.data, "from": start.isoformat()},
    )


async def take_until(turn: Turn) -> Answer:
    """The officer said until when."""
    if turn.choice == STOP:
        return left(turn)
    until = None if turn.choice == OPEN else _the_one(turn, hear_day(turn.text, turn.today))
    if until and until.isoformat() <= turn.data["from"]:
        raise turn.refuse(_("That is before it begins. Until which later day?"))
    data = {**turn.data, "until": until and until.isoformat()}
    return await deciding.ask_why(turn, "loan.freeze.why", "freeze", data)


def heard_start(turn: Turn) -> date:
    """Return the day that was chosen or written; "10/11" may be the one that has just passed."""
    if turn.choice:
        return date.fromisoformat(turn.choice)
    return _the_one(turn, hear_nearest_day(turn.text, turn.today))


def _the_one(turn: Turn, days: Sequence[date]) -> date:
    """Return the day that was heard; asks again where it is not clear, long ago or years ahead."""
    if len(days) != 1 or days[0] < turn.today - LONGEST_AGO:
        raise NotUnderstood(turn.words(_("Please write one day, like “10/6” or “10/6/2027”.")))
    must_be_near(turn, days[0])
    return days[0]


async def take_why(turn: Turn) -> Answer:
    """The officer said why: read it back before anybody is asked."""
    if turn.choice == STOP:
        return left(turn)
    data = {**turn.data, "why": deciding.heard_why(turn)}
    borrower, loan = await borrowed(turn, data["loan"])
    return turn.ask(
        "loan.freeze.confirm",
        _(
            "Loan {number} of {name}: no new {interest_word} {span}. Days on which a part of the"
            " loan itself is due stay. Shall I ask the board?"
        ),
        Choice("yes", _("Ask the board")),
        never_mind(),
        data=data,
        number=loan.number,
        name=called(borrower, turn.today),
        interest_word=slips.rate_word(turn.club),
        span=_span(data),
    )


async def take_confirmation(turn: Turn) -> Answer:
    """It was read back: ask the board whether to freeze."""
    if turn.choice == STOP:
        return left(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    _must_not_be_frozen(turn, loan)
    details = {key: turn.data[key] for key in ("from", "until")}
    return await ask_once(turn, FREEZE, borrower, loan, details)


def _span(details: Data) -> str:
    start = day(date.fromisoformat(details["from"]))
    if not details["until"]:
        return _("from {day} until you agree on something else").format(day=start)
    until = day(date.fromisoformat(details["until"]))
    return _("from {day} to {until}").format(day=start, until=until)


# --- Decided by two ------------------------------------------------------------------------------


async def _facts(turn: Turn, resolution: Resolution) -> str:
    matter = await deciding.matter_of(turn, resolution)
    return sentence(
        _(
            "{asker} asks that no new {interest_word} is counted on loan {number} of {name},"
            " {left} left, {span}: {reason}."
        ),
        interest_word=slips.rate_word(turn.club),
        span=_span(dict(resolution.details)),
        **matter.words,
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    borrower, loan = await borrowed(turn, resolution.subject_id)
    until = resolution.details["until"]
    await loan_changes.freeze(
        turn.db,
        club_id=turn.club.id,
        loan_id=loan.id,
        freeze=Freeze(
            starts_on=date.fromisoformat(resolution.details["from"]),
            ends_on=date.fromisoformat(until) if until else None,
        ),
        resolution_id=resolution.id,
    )
    told = await deciding.tell_borrower(
        turn, borrower, lambda words: _news(turn, words, dict(resolution.details))
    )
    text = _("No new {interest_word} is counted on loan {number} of {name} {span}.")
    return done(turn, borrower, loan, text, told=told, span=_span(dict(resolution.details)))


def _news(turn: Turn, words: Callable[..., str], details: Data) -> str:
    return words(
        _(
            "The board thinks of {you}: no new {interest_word} is counted on the loan {span}."
            " Nobody hurries {you}."
        ),
        interest_word=slips.rate_word(turn.club),
        span=_span(details),
    )


def done(
    turn: Turn, borrower: Member, loan: Borrowed, text: str, *, told: bool, **values: str
) -> str:
    """Say what was done, and whether the member heard of it."""
    done = turn.words(
        text,
        number=loan.number,
        name=called(borrower, turn.today),
        interest_word=slips.rate_word(turn.club),
        **values,
    )
    return " ".join(filter(None, (done, deciding.and_told(turn, borrower, told=told))))


FREEZE = Kind(
    name="freeze",
    facts=_facts,
    agreed=_agreed,
    refused=deciding.stays,
    by_meeting=True,
    lapsed=deciding.is_over,
)
HANDLERS = {
    **Whose(name="loan.freeze", kind=FREEZE, goes_on=_ask_from).steps(),
    "loan.freeze.from": Step(take_from, typed=True),
    "loan.freeze.until": Step(take_until, typed=True),
    "loan.freeze.why": Step(take_why, typed=True, own_words=True),
    "loan.freeze.confirm": Step(take_confirmation, counts=True),
}
