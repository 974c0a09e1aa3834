"""Sums of money in a conversation: heard, split, and read back before anything is saved."""

from __future__ import annotations

from datetime import date

from bot.chat import NotUnderstood, UserError
from bot.handlers import slips
from bot.i18n import _, day, in_words, money
from bot.money.loans import Share, TooMuch, allocate
from bot.storage import loans
from bot.storage.loans import Borrowed
from bot.turn import Answer, Turn
from bot.understanding.amounts import Heard, hear_amount
from bot.understanding.words import command, is_answer_with_sum


def due_now(turn: Turn, loan: Borrowed) -> int:
    """Return what the button for "exactly what is due" offers, đồng."""
    return loan.standing(turn.today).to_pay_now


def what_comes(turn: Turn, loan: Borrowed) -> list[str]:
    """Say what of a loan is not in the book yet, and what comes next and when."""
    now, lines = loan.standing(turn.today), []
    if now.overdue_since:
        text = _("From {day}: {amount} is not in the book yet.")
        lines.append(text.format(day=day(now.overdue_since), amount=money(now.overdue)))
    if now.next_due:
        text = _("Next: {amount}, on {day}.")
        lines.append(text.format(amount=money(now.next_due.total), day=day(now.next_due.due_on)))
    return lines


def heard_sum(turn: Turn) -> Heard:
    """Return the sum that was typed; asks again when there is none in it, or somebody's name."""
    if turn.text.strip() == "0":
        raise turn.refuse(_("How much is it, please? Write “menu” to go back."))
    heard = hear_amount(turn.text)
    said = command(turn.text)
    if heard is None or (said and said.who):
        text = _("How much is it, please? For example 500k, or 1,200,000.")
        raise NotUnderstood(turn.words(text))
    return heard


def another_sum(turn: Turn, asked: Answer) -> Heard:
    """Return the sum that was typed where `asked` wants a yes or a no: it is read back anew.

    What names somebody else is no such sum: "bà Lý 200k".
    """
    heard = hear_amount(turn.text)
    if heard is None or not is_answer_with_sum(heard.rest):
        unclear = turn.words(_("I did not quite understand. Please choose one of these."))
        # "No" is nợ or the English no, and here no question about what is owed.
        error = UserError if turn.text.casefold() == "no" else NotUnderstood
        raise error(f"{unclear}\n\n{asked.text}")
    return heard


def share_of(
    turn: Turn, loan: Borrowed, amount: int, *, principal_first: bool, on: date | None = None
) -> Share:
    """Split a sum for a loan as of `on` (today); says the most it can be when it is too much."""
    try:
        return allocate(
            loan.terms, loan.payments, amount, on or turn.today, principal_first=principal_first
        )
    except TooMuch as error:
        raise turn.refuse(
            _("This loan needs {limit} at the most today. How much is it, please?"),
            limit=money(error.limit),
        ) from error


def read_back(turn: Turn, amount: int, share: Share) -> str:
    """Return a sum in digits and words with its split: "500.000 đ (…): lãi …, gốc …"."""
    return _("{amount} ({words}): {split}.").format(
        amount=money(amount), words=in_words(amount), split=slips.split(turn.club, share)
    )


async def own_loan(turn: Turn, loan_id: int) -> Borrowed | None:
    """Return an open loan of the speaker; None when it was paid off in the meantime."""
    mine = await loans.open_loans(turn.db, turn.member.id)
    return next((loan for loan in mine if loan.id == loan_id), None)


def paid_off(turn: Turn) -> Answer:
    """Say that the loan which is talked about is paid off, and end the dialogue."""
    return turn.say(_("That loan is paid off by now."))
