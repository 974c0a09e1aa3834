"""What the questions about a loan have in common: why, who asks, and who hears what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat import Choice
from bot.handlers.own_words import heard_words
from bot.handlers.ways_out import never_mind
from bot.i18n import _, money
from bot.people import Member
from bot.storage import loans, members
from bot.storage.loans import Borrowed
from bot.storage.resolutions import Resolution
from bot.storage.talk import Data
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn

USUAL = ("illness", "loss", "sale")
"""The usual reasons; any other is in words of an officer's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A loan that the board is asked about, as it stands today."""

    loan: Borrowed
    borrower: Member
    words: dict[str, str]
    """asker, name, number, left and reason, in the language that is spoken now."""


def reason(said: str) -> str:
    """Return why something is asked for, in the language that is spoken now."""
    usual = {
        "illness": _("Illness in the house"),
        "loss": _("The crop or the animal was lost"),
        "sale": _("The harvest or the sale is not there yet"),
    }
    return usual.get(said, said)


def ask_why(turn: Turn, step: str, data: Data) -> Answer:
    """Ask for the reason, which those who decide read."""
    return turn.ask(
        step,
        _("Why? In a few words; only those of the board who decide read them."),
        *(Choice(key, reason(key)) for key in USUAL),
        never_mind(),
        data=data,
    )


def heard_why(turn: Turn) -> str:
    """Return the reason that was chosen or typed."""
    return turn.choice if turn.choice in USUAL else heard_words(turn)


async def matter_of(turn: Turn, resolution: Resolution) -> Matter:
    """Return what a question is about."""
    found = await loans.several(turn.db, [resolution.subject_id])
    loan = found[resolution.subject_id]
    borrower = await members.member(turn.db, loan.member_id, turn.today)
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    return Matter(
        loan=loan,
        borrower=borrower,
        words={
            "asker": called(asker, turn.today),
            "name": called(borrower, turn.today),
            "number": loan.number,
            "left": money(loan.standing(turn.today).principal_left),
            "reason": reason(resolution.reason),
        },
    )


async def is_over(turn: Turn, resolution: Resolution) -> bool:
    """Whether the loan was paid off meanwhile."""
    matter = await matter_of(turn, resolution)
    owed = await loans.open_loans(turn.db, matter.borrower.id)
    return resolution.subject_id not in {one.id for one in owed}


async def stays(turn: Turn, resolution: Resolution, why: str) -> str:
    """Say that a no changes nothing; the member had not heard that it was asked."""
    return turn.words(_("All right, everything stays as it is."))


async def tell_borrower(
    turn: Turn, borrower: Member, said: Callable[[Callable[..., str]], str]
) -> bool:
    """Tell her what was decided, in her language; False where nobody could be told.

    Who has left the club, and her family, hear nothing by themselves.
    """
    if borrower.left_on is not None:
        return False
    for listener in await turn.reach([borrower]):
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(listener, said(words))
        return True
    return False


def and_told(turn: Turn, borrower: Member, *, told: bool) -> str:
    """Say whether she heard of it, or who must tell her."""
    if borrower.left_on is not None:
        return ""
    text = _("I told {name}.") if told else _("{name} has no phone here: please tell in person.")
    return turn.words(text, name=called(borrower, turn.today))
