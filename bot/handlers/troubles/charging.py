"""A charge of the club's own paper rules on a loan: an officer says so, another one agrees.

The bot makes none and threatens with none; the borrower hears kindly what was written, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.chat import Choice, NotUnderstood
from bot.handlers.own_words import asked_to_reword, heard_words
from bot.handlers.resolving import Kind
from bot.handlers.sums import heard_sum
from bot.handlers.troubles import deciding
from bot.handlers.troubles.whose import Whose, ask_once, borrowed
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day, in_words, money, sentence
from bot.money.loans import Charge, Part
from bot.people import Member
from bot.storage import charges
from bot.storage.loans import Borrowed
from bot.storage.resolutions import Resolution
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.days import hear_nearest_day

TODAY = "today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an officer wants to have written down, or what was agreed."""

    charge: Charge
    why: str

    def words(self) -> dict[str, str]:
        """Return amount, sum (in words, too), what, since and reason, to be filled in."""
        return {
            "amount": money(self.charge.amount),
            "sum": f"{money(self.charge.amount)} ({in_words(self.charge.amount)})",
            "what": called_so(self.charge.part),
            "since": day(self.charge.due_on),
            "reason": self.why,
        }


def asked_of(details: Mapping[str, Any], why: str) -> Asked:
    """Read what is asked for."""
    return Asked(
        charge=Charge(
            part=Part(details["part"]),
            due_on=date.fromisoformat(details["since"]),
            amount=details["amount"],
        ),
        why=why,
    )


def called_so(part: Part) -> str:
    """Return what the paper rules have it for, in the language that is spoken now."""
    return _("for paying late") if part is Part.PENALTY else _("a fee")


# --- Asked by an officer -------------------------------------------------------------------------


async def _ask_sum(turn: Turn, borrower: Member, loan: Borrowed) -> Answer:
    return turn.ask(
        "loan.charge.sum",
        _("How much do the club's own rules ask of {name} for loan {number}? For example 20k."),
        never_mind(),
        data={"loan": loan.id},
        name=called(borrower, turn.today),
        number=loan.number,
    )


async def take_sum(turn: Turn) -> Answer:
    """The officer said how much: what is it for?"""
    if turn.choice == STOP:
        return left(turn)
    amount = heard_sum(turn).amount
    _borrower, loan = await borrowed(turn, turn.data["loan"])
    principal = loan.standing(turn.today).principal_left
    if amount > principal:
        raise turn.refuse(
            _("That is more than what is left of the loan, {left}. How much is it, please?"),
            left=money(principal),
        )
    return turn.ask(
        "loan.charge.part",
        _("What is it by the club's rules?"),
        Choice(Part.FEE.value, _("A fee")),
        Choice(Part.PENALTY.value, _("For paying late")),
        never_mind(),
        data={**turn.data, "amount": amount},
    )


async def take_part(turn: Turn) -> Answer:
    """The officer said what it is: why?"""
    if turn.choice == STOP:
        return left(turn)
    borrower, _loan = await borrowed(turn, turn.data["loan"])
    return turn.ask(
        "loan.charge.why",
        _("Why, and by which rule of the club? In a few words; {name} reads them."),
        never_mind(),
        data={**turn.data, "part": turn.choice},
        name=called(borrower, turn.today),
    )


async def take_why(turn: Turn) -> Answer:
    """The officer said why: since which day?"""
    if turn.choice == STOP:
        return left(turn)
    why = heard_words(turn)
    if again := asked_to_reword(turn, "loan.charge.why", why):
        return again
    return turn.ask(
        "loan.charge.since",
        _("Since which day? Choose it, or write it like “10/11”."),
        Choice(TODAY, _("Since today")),
        never_mind(),
        data={**turn.data, "why": why},
    )


async def take_since(turn: Turn) -> Answer:
    """The officer said since when: read it back before anybody is asked."""
    if turn.choice == STOP:
        return left(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    since = _since(turn, loan)
    data = {**turn.data, "since": since.isoformat()}
    return turn.ask(
        "loan.charge.confirm",
        _(
            "{name}, loan {number}: {sum}, {what}, since {since}. Why: {reason}. Shall I ask the"
            " board?"
        ),
        Choice("yes", _("Yes, {amount}").format(amount=money(data["amount"]))),
        Choice("no", _("Never mind, write nothing")),
        data=data,
        name=called(borrower, turn.today),
        number=loan.number,
        **asked_of(data, data["why"]).words(),
    )


def _since(turn: Turn, loan: Borrowed) -> date:
    """Return the day that was chosen or written: not to come, and not before the loan began."""
    if turn.choice == TODAY:
        return turn.today
    days = hear_nearest_day(turn.text, turn.today)
    if len(days) != 1:
        raise NotUnderstood(turn.words(_("Please write one day, like “10/6” or “10/6/2027”.")))
    first = min(one.starts_on for one in loan.terms.instalments)
    if not first <= days[0] <= turn.today:
        raise turn.refuse(
            _("A day from {first} to today, please: since which day?"), first=day(first)
        )
    return days[0]


async def take_confirmation(turn: Turn) -> Answer:
    """It was read back: ask the board."""
    if turn.choice == "no":
        return left(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    details = {key: turn.data[key] for key in ("amount", "part", "since")}
    return await ask_once(turn, CHARGE, borrower, loan, details)


# --- Decided by two ------------------------------------------------------------------------------


async def _facts(turn: Turn, resolution: Resolution) -> str:
    matter = await deciding.matter_of(turn, resolution)
    asked = asked_of(resolution.details, resolution.reason)
    return sentence(
        _(
            "{asker} asks to write down for loan {number} of {name}, by the club's own rules:"
            " {sum}, {what}, since {since}. Why: {reason}. Do you agree?"
        ),
        **{**matter.words, **asked.words()},
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    borrower, loan = await borrowed(turn, resolution.subject_id)
    asked = asked_of(resolution.details, resolution.reason)
    await charges.add(
        turn.db,
        club_id=turn.club.id,
        loan_id=loan.id,
        charge=asked.charge,
        note=asked.why,
        by=resolution.asked_by,
        now=turn.now,
    )
    told = await deciding.tell_borrower(turn, borrower, lambda words: _news(words, loan, asked))
    done = turn.words(
        _("Written for loan {number} of {name}: {amount}, {what}."),
        number=loan.number,
        name=called(borrower, turn.today),
        **asked.words(),
    )
    return " ".join(filter(None, (done, deciding.and_told(turn, borrower, told=told))))


def _news(words: Callable[..., str], loan: Borrowed, asked: Asked) -> str:
    return words(
        _(
            "By the club's own rules the board has written {amount} beside loan {number}:"
            " {reason}. It can be paid with the next instalment. If it does not seem right, or"
            " times are hard, please tell the board: two of them can waive it."
        ),
        number=loan.number,
        **asked.words(),
    )


CHARGE = Kind(
    name="charge",
    facts=_facts,
    agreed=_agreed,
    refused=deciding.stays,
    by_meeting=True,
    lapsed=deciding.is_over,
)
HANDLERS = {
    **Whose(name="loan.charge", kind=CHARGE, goes_on=_ask_sum).steps(),
    "loan.charge.sum": Step(take_sum, typed=True),
    "loan.charge.part": Step(take_part),
    "loan.charge.why": Step(take_why, typed=True, own_words=True),
    "loan.charge.since": Step(take_since, typed=True),
    "loan.charge.confirm": Step(take_confirmation, counts=True),
}
