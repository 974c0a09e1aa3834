"""What the questions about a loan have in common: why, who asks, and who hears what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat import Choice
from bot.handlers.own_words import heard_words
from bot.handlers.troubles.reasons import is_usual, reason, usual
from bot.handlers.troubles.whose import borrowed, why_closed
from bot.handlers.ways_out import never_mind
from bot.i18n import _, money
from bot.people import Member
from bot.storage import departures, loans, members
from bot.storage.loans import Borrowed
from bot.storage.resolutions import Resolution
from bot.storage.talk import Data
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A loan that the board is asked about, as it stands today."""

    loan: Borrowed
    borrower: Member
    words: dict[str, str]
    """asker, name, number, left and reason, in the language that is spoken now."""


async def ask_why(turn: Turn, step: str, kind: str, data: Data) -> Answer:
    """Ask for the reason, which those who decide read; `data` has the loan that it is about."""
    borrower, _loan = await borrowed(turn, data["loan"])
    because = await departures.why(turn.db, turn.club.id, borrower.id)
    return turn.ask(
        step,
        _("Why? In a few words; only those of the board who decide read them."),
        *(Choice(key, reason(key)) for key in usual(kind, died=because == "died")),
        never_mind(),
        data=data,
    )


def heard_why(turn: Turn) -> str:
    """Return the reason that was chosen or typed."""
    return turn.choice if is_usual(turn.choice) else heard_words(turn)


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


async def is_over(turn: Turn, resolution: Resolution) -> str | None:
    """Say how the loan ended meanwhile; None while it is open."""
    return await why_closed(turn, (await matter_of(turn, resolution)).loan) or None


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
