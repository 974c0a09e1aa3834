"""What is left of a charge of the club's own paper rules is waived, agreed by two officers."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.resolving import Kind
from bot.handlers.troubles import deciding
from bot.handlers.troubles.charging import called_so
from bot.handlers.troubles.whose import Whose, ask_once, borrowed
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money, sentence, short_day
from bot.money.loans import charges_left
from bot.people import Member
from bot.storage import charges, loans
from bot.storage.charges import Noted
from bot.storage.loans import Borrowed
from bot.storage.resolutions import Resolution
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def unpaid(turn: Turn, loan: Borrowed) -> list[tuple[Noted, int]]:
    """Return the charges of a loan of which something is left, with how much, đồng."""
    noted = await charges.of_loan(turn.db, loan.id)
    rest = charges_left(loan.terms, loan.payments, turn.today)
    return [(one, amount) for one, amount in zip(noted, rest, strict=True) if amount]


async def _left_of(turn: Turn, loan: Borrowed, charge_id: int) -> int:
    return next((rest for one, rest in await unpaid(turn, loan) if one.id == charge_id), 0)


# --- Asked by an officer -------------------------------------------------------------------------


async def _ask_which(turn: Turn, borrower: Member, loan: Borrowed) -> Answer:
    found = await unpaid(turn, loan)
    if not found:
        raise turn.refuse(
            _("Nothing by the club's own rules is left to pay for loan {number}."),
            number=loan.number,
        )
    if len(found) == 1:
        return await _ask_why(turn, loan, found[0][0].id)
    label = _("{amount}, {what}, {day}")
    return turn.ask(
        "loan.waive.which",
        _("Which one shall {name} not have to pay?"),
        *(
            Choice(
                str(one.id),
                label.format(
                    amount=money(rest),
                    what=called_so(one.charge.part),
                    day=short_day(one.charge.due_on),
                ),
            )
            for one, rest in found[:8]
        ),
        never_mind(),
        data={"loan": loan.id},
        name=called(borrower, turn.today),
    )


async def take_which(turn: Turn) -> Answer:
    """The officer chose one of several."""
    if turn.choice == STOP:
        return left(turn)
    _borrower, loan = await borrowed(turn, turn.data["loan"])
    return await _ask_why(turn, loan, int(turn.choice))


async def _ask_why(turn: Turn, loan: Borrowed, charge_id: int) -> Answer:
    data = {"loan": loan.id, "charge": charge_id}
    return await deciding.ask_why(turn, "loan.waive.why", "waive_charge", data)


async def take_why(turn: Turn) -> Answer:
    """The officer said why: read it back before anybody is asked."""
    if turn.choice == STOP:
        return left(turn)
    why = deciding.heard_why(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    rest = await _left_of(turn, loan, turn.data["charge"])
    return turn.ask(
        "loan.waive.confirm",
        _("Shall {name} not have to pay {amount} by the club's own rules, loan {number}?"),
        Choice("yes", _("Yes, {amount}").format(amount=money(rest))),
        Choice("no", _("Never mind, write nothing")),
        data={**turn.data, "why": why},
        name=called(borrower, turn.today),
        number=loan.number,
        amount=money(rest),
    )


async def take_confirmation(turn: Turn) -> Answer:
    """It was read back: ask the board."""
    if turn.choice == "no":
        return left(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    rest = await _left_of(turn, loan, turn.data["charge"])
    if not rest:
        return turn.say(_("That is paid or waived by now."))
    details = {"charge": turn.data["charge"], "amount": rest}
    return await ask_once(turn, WAIVE_CHARGE, borrower, loan, details)


# --- Decided by two ------------------------------------------------------------------------------


async def _facts(turn: Turn, resolution: Resolution) -> str:
    matter = await deciding.matter_of(turn, resolution)
    return sentence(
        _(
            "{asker} asks that {name} need not pay {amount} by the club's own rules, loan"
            " {number}: {reason}. Do you agree?"
        ),
        **{**matter.words, "amount": money(resolution.details["amount"])},
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    """Waive what is left by now: something may have been paid meanwhile."""
    borrower, loan = await borrowed(turn, resolution.subject_id)
    rest = await _left_of(turn, loan, resolution.details["charge"])
    await charges.waive(turn.db, resolution.details["charge"], rest)
    if not (await loans.locked(turn.db, loan.id)).standing(turn.today).payoff:
        await loans.close(turn.db, loan.id, turn.today)
    told = await deciding.tell_borrower(
        turn,
        borrower,
        lambda words: words(
            _("Good news: {you} need not pay the {amount} by the club's rules, loan {number}."),
            amount=money(rest),
            number=loan.number,
        ),
    )
    done = turn.words(
        _("{name} need not pay {amount} by the club's own rules, loan {number}."),
        name=called(borrower, turn.today),
        amount=money(rest),
        number=loan.number,
    )
    return " ".join(filter(None, (done, deciding.and_told(turn, borrower, told=told))))


async def _lapsed(turn: Turn, resolution: Resolution) -> str | None:
    """Say that the loan is paid off, or that nothing of the charge is left."""
    if over := await deciding.is_over(turn, resolution):
        return over
    loan = (await deciding.matter_of(turn, resolution)).loan
    if await _left_of(turn, loan, resolution.details["charge"]):
        return None
    return turn.words(_("That is paid or waived by now."))


WAIVE_CHARGE = Kind(
    name="waive_charge",
    facts=_facts,
    agreed=_agreed,
    refused=deciding.stays,
    by_meeting=True,
    lapsed=_lapsed,
)
HANDLERS = {
    **Whose(name="loan.waive", kind=WAIVE_CHARGE, goes_on=_ask_which).steps(),
    "loan.waive.which": Step(take_which),
    "loan.waive.why": Step(take_why, typed=True, own_words=True),
    "loan.waive.confirm": Step(take_confirmation, counts=True),
}
