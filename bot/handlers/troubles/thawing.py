"""Thawing a loan: interest is counted again, agreed by two officers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.chat import Choice
from bot.handlers import slips
from bot.handlers.resolving import Kind
from bot.handlers.troubles import deciding
from bot.handlers.troubles.freezing import done, heard_start, lasting, starts
from bot.handlers.troubles.whose import Whose, ask_once, borrowed
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day, sentence
from bot.people import Member
from bot.storage import loan_changes
from bot.storage.loans import Borrowed
from bot.storage.resolutions import Resolution
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def _ask_from(turn: Turn, borrower: Member, loan: Borrowed) -> Answer:
    if not lasting(loan, turn.today):
        raise turn.refuse(_("Interest is counted on loan {number} as usual."), number=loan.number)
    return turn.ask(
        "loan.thaw.from",
        _("From which day on is {interest_word} of {name} counted again? Choose, or write it."),
        *starts(loan, turn.today),
        never_mind(),
        data={"loan": loan.id},
        name=called(borrower, turn.today),
        interest_word=slips.rate_word(turn.club),
    )


async def take_from(turn: Turn) -> Answer:
    """The officer said from which day on interest is counted again."""
    if turn.choice == STOP:
        return left(turn)
    _borrower, loan = await borrowed(turn, turn.data["loan"])
    start = _bounded(turn, loan, heard_start(turn))
    data = {**turn.data, "from": start.isoformat()}
    return await deciding.ask_why(turn, "loan.thaw.why", "thaw", data)


def _bounded(turn: Turn, loan: Borrowed, start: date) -> date:
    """Return the day, or the one on which the freeze begins where that is later.

    Refuses a day by which it is over anyway.
    """
    frozen = lasting(loan, turn.today)
    if not frozen:
        raise turn.refuse(_("Interest is counted on loan {number} as usual."), number=loan.number)
    ends = [one.ends_on for one in frozen if one.ends_on]
    if len(ends) == len(frozen) and start >= max(ends):
        raise turn.refuse(
            _("{interest_word} is counted again from {day} on anyway. From which earlier day on?"),
            interest_word=slips.rate_word(turn.club).capitalize(),
            day=day(max(ends)),
        )
    return max(start, min(one.starts_on for one in frozen))


async def take_why(turn: Turn) -> Answer:
    """The officer said why it is counted again: read it back."""
    if turn.choice == STOP:
        return left(turn)
    data = {**turn.data, "why": deciding.heard_why(turn)}
    borrower, loan = await borrowed(turn, data["loan"])
    return turn.ask(
        "loan.thaw.confirm",
        _("Loan {number} of {name}: {interest_word} again from {day} on. Shall I ask the board?"),
        Choice("yes", _("Ask the board")),
        never_mind(),
        data=data,
        number=loan.number,
        name=called(borrower, turn.today),
        interest_word=slips.rate_word(turn.club),
        day=day(date.fromisoformat(data["from"])),
    )


async def take_confirmation(turn: Turn) -> Answer:
    """It was read back: ask the board whether to thaw."""
    if turn.choice == STOP:
        return left(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    return await ask_once(turn, THAW, borrower, loan, {"from": turn.data["from"]})


async def _facts(turn: Turn, resolution: Resolution) -> str:
    matter = await deciding.matter_of(turn, resolution)
    return sentence(
        _(
            "{asker} asks that {interest_word} is counted again on loan {number} of {name},"
            " {left} left, from {day} on: {reason}."
        ),
        interest_word=slips.rate_word(turn.club),
        day=day(date.fromisoformat(resolution.details["from"])),
        **matter.words,
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    borrower, loan = await borrowed(turn, resolution.subject_id)
    start = date.fromisoformat(resolution.details["from"])
    await loan_changes.thaw(turn.db, loan.id, start)
    told = await deciding.tell_borrower(turn, borrower, lambda words: _news(turn, words, start))
    text = _("From {day} on {interest_word} is counted again on loan {number} of {name}.")
    return done(turn, borrower, loan, text, told=told, day=day(start))


def _news(turn: Turn, words: Callable[..., str], start: date) -> str:
    return words(
        _(
            "From {day} on {interest_word} is counted on the loan again, as agreed at first."
            " If times are still hard, just tell me."
        ),
        day=day(start),
        interest_word=slips.rate_word(turn.club),
    )


THAW = Kind(
    name="thaw",
    facts=_facts,
    agreed=_agreed,
    refused=deciding.stays,
    by_meeting=True,
    lapsed=deciding.is_over,
)
HANDLERS = {
    **Whose(name="loan.thaw", kind=THAW, goes_on=_ask_from).steps(),
    "loan.thaw.from": Step(take_from, typed=True),
    "loan.thaw.why": Step(take_why, typed=True, own_words=True),
    "loan.thaw.confirm": Step(take_confirmation, counts=True),
}
