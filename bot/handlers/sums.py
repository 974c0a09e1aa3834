"""Sums of money in a conversation: heard, split, and read back before anything is saved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.chat import Choice, NotUnderstood, UserError
from bot.handlers import slips
from bot.i18n import _, day, in_words, money, short_day
from bot.money.loans import Due, Share, Standing, TooMuch, allocate
from bot.storage import loans
from bot.storage.loans import Borrowed
from bot.storage.talk import Data
from bot.turn import Answer, Turn
from bot.understanding.amounts import Heard, hear_amount, is_for_interest
from bot.understanding.words import command, is_answer_with_sum

THOUSAND, TIMES = 1000, 10


def due_now(turn: Turn, loan: Borrowed) -> int:
    """Return what is due by today, or else what comes next once its time has begun, đồng."""
    now = loan.standing(turn.today)
    return total(now.due_by(turn.today)) or now.to_pay_now


def told_of(turn: Turn, loan: Borrowed, reminder: Data) -> tuple[Due, ...]:
    """Return what is not paid yet of that of which a reminder spoke; its step carries `reminder`.

    It is the same days later, when another period has begun.
    """
    if reminder.get("loan") != loan.id or "until" not in reminder:  # once they had no days
        return ()
    since, until = (date.fromisoformat(reminder[key]) for key in ("since", "until"))
    return loan.standing(turn.today).due_by(until, since=since)


def total(dues: Iterable[Due]) -> int:
    """Return what all of it costs, đồng."""
    return sum(due.total for due in dues)


def usual_sums(due: int, now: Standing) -> Iterator[Choice]:
    """Offer what is due, and beside it all that has begun: to pay ahead is her own choice."""
    if not due:
        return
    yield Choice("due", _("Exactly {amount}").format(amount=money(due)))
    if now.to_pay_now != due:
        text = _("All up to {day}: {amount}")
        until = short_day(now.begun[-1].due_on)
        yield Choice("all", text.format(day=until, amount=money(now.to_pay_now)))
    yield Choice("other", _("Another sum"))


def what_comes(turn: Turn, now: Standing) -> list[str]:
    """Say what of a loan is not in the book yet, and what comes next and when."""
    lines = []
    if now.overdue_since:
        text = _("From {day}: {amount} is not in the book yet.")
        lines.append(text.format(day=day(now.overdue_since), amount=money(now.overdue)))
    if now.next_due:
        text = _("Next: {amount}, on {day}.")
        share = _share(now.comes)
        if share.principal and share.total > share.principal:
            text = _("Next: {amount} ({split}), on {day}.")
        lines.append(
            text.format(
                amount=money(share.total),
                split=slips.split(turn.club, share),
                day=day(now.next_due.due_on),
            )
        )
    if now.charges_left:
        text = _("Of that, {amount} is by the club's own rules.")
        lines.append(text.format(amount=money(now.charges_left)))
    return lines


def _share(dues: Iterable[Due]) -> Share:
    """Add up what several periods ask for, part by part."""
    asked = list(dues)
    return Share(
        interest=sum(due.interest for due in asked),
        principal=sum(due.principal for due in asked),
        fee=sum(due.fee for due in asked),
        penalty=sum(due.penalty for due in asked),
    )


def likely_meant(turn: Turn, loan: Borrowed, amount: int) -> int | None:
    """Return the sum that was probably meant for a loan, đồng; None where there is no doubt."""
    now = loan.standing(turn.today)
    known = (total(now.comes), due_now(turn, loan), now.to_pay_now, now.payoff)
    return other_sum(amount, known=known, usual=usual_sum(loan, now))


def usual_sum(loan: Borrowed, now: Standing) -> int:
    """Return the most that is usual for a loan: what is asked for, or was paid at once, đồng."""
    paid = [one.principal + one.interest + one.fee + one.penalty for one in loan.payments]
    return max([total(now.comes), now.to_pay_now, *paid])


def other_sum(amount: int, *, known: Collection[int], usual: int) -> int | None:
    """Return the sum that was probably meant, đồng; None where there is no doubt.

    What is `known` is asked for just so. A nought too many makes ten times what is usual; and
    nobody hands over coins.
    """
    if amount in known:
        return None
    if amount % THOUSAND:
        return amount * THOUSAND if amount < THOUSAND else round(amount, -3)
    if usual and amount >= TIMES * usual and not amount % (TIMES * THOUSAND):
        return amount // TIMES
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is asked beside a sum that may be a slip of the thumb; nothing where it is usual."""

    asks: str = ""
    choices: tuple[Choice, ...] = ()
    data: Data = field(default_factory=dict)


def in_doubt(turn: Turn, loan: Borrowed, amount: int) -> Doubt:
    """Ask beside the read-back whether another sum was meant: "did you mean 50.000 đ?"."""
    return doubt_of(likely_meant(turn, loan, amount))


def doubt_of(meant: int | None) -> Doubt:
    """Ask whether this sum was meant, đồng; nothing where there is none."""
    if meant is None:
        return Doubt()
    return Doubt(
        asks=" " + _("Or did you mean {amount}?").format(amount=money(meant)),
        choices=(Choice("meant", _("No, {amount}").format(amount=money(meant))),),
        data={"meant": meant},
    )


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


def read_back(turn: Turn, amount: int, share: Share, more: str = "") -> str:
    """Return a sum in digits and words with its split: "500.000 đ (…): lãi …, gốc …".

    Who says that it is for interest, and brings more than has arisen, hears where the rest goes.
    """
    if share.principal and is_for_interest(turn.incoming.text):
        rest = _("Of {interest_word} only what has begun is taken; more goes off the loan itself.")
        more = f"{more} {rest.format(interest_word=slips.rate_word(turn.club))}".strip()
    said = _("{amount} ({words}): {split}.").format(
        amount=money(amount), words=in_words(amount), split=slips.split(turn.club, share)
    )
    return f"{said} {more}" if more else said


async def own_loan(turn: Turn, loan_id: int) -> Borrowed | None:
    """Return an open loan of the speaker; None when it was paid off in the meantime."""
    mine = await loans.open_loans(turn.db, turn.member.id)
    return next((loan for loan in mine if loan.id == loan_id), None)


def paid_off(turn: Turn) -> Answer:
    """Say that the loan which is talked about is paid off, and end the dialogue."""
    return turn.say(_("That loan is paid off by now."))
