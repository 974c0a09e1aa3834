"""What do I owe? One line answers it, and one button explains the figure in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat import Choice
from bot.clock import local
from bot.handlers import cards, slips
from bot.handlers.sums import total, what_comes
from bot.handlers.whose import is_hers, named, only_own
from bot.i18n import _, clock_time, day, money, percent, short_day
from bot.money.amounts import round_down
from bot.money.loans import Due, Standing, first_period_months, monthly_interest
from bot.storage import declarations, entries, loans
from bot.storage.loans import Borrowed
from bot.turn import Answer, Step, Turn
from bot.understanding.payers import is_surely_a_name
from bot.understanding.words import command

SLIPS_SHOWN = 5


async def balance(turn: Turn) -> Answer:
    """Say what is left, what comes next, and what is not in the book yet.

    An officer who asks it of somebody else ("bà Hoa còn nợ bao nhiêu") gets that member's card;
    a member is told nothing of others.
    """
    said = command(turn.incoming.text)
    if said and said.who and (answer := await _of_somebody(turn, said.who)):
        return answer
    mine = await loans.open_loans(turn.db, turn.member.id)
    if not mine:
        return turn.say(_("You have nothing left to pay to the fund."))
    lines = [line for loan in mine for line in _lines(turn, loan, many=len(mine) > 1)]
    for declared in await declarations.pending_of(turn.db, turn.member.id):
        lines.append(
            turn.words(
                _("You told me of {amount} at {time}; the treasurer has not answered yet."),
                amount=money(declared.amount),
                time=clock_time(local(declared.declared_at, turn.zone)),
            )
        )
    return turn.say("{lines}", Choice("explain", _("How it is counted")), lines="\n".join(lines))


async def _of_somebody(turn: Turn, name: str) -> Answer | None:
    """Answer about whom the words name; None where that is the speaker herself."""
    if turn.acts_as_officer:
        if found := await cards.card_for(turn, name):
            return found
        return cards.ask_again(turn) if is_surely_a_name(name) else None
    if is_hers(turn, name, await named(turn, name)):
        return None
    return await only_own(turn, Choice("balance", _("How much do I still have to pay?")))


async def explain(turn: Turn) -> Answer:
    """Explain the next sum: what the interest is counted on, at which rate."""
    mine = await loans.open_loans(turn.db, turn.member.id)
    if not mine:
        return turn.say(_("You have nothing left to pay to the fund."))
    lines = [_next_explained(turn, loan) for loan in mine]
    return turn.say("{lines}", Choice("repay", _("I have paid")), lines="\n".join(lines))


async def last_slips(turn: Turn) -> Answer:
    """Show the member's last slips again."""
    last = await entries.repayments_of(turn.db, turn.member.id, SLIPS_SHOWN)
    if not last:
        return turn.say(_("You have no slips yet."))
    lines = [
        _("{day}: {amount}, slip {numbers}").format(
            day=day(entry.value_day),
            amount=money(entry.amount),
            numbers=slips.numbers(entry.slips),
        )
        for entry in last
    ]
    return turn.say("{lines}", lines="\n".join(lines))


def _lines(turn: Turn, loan: Borrowed, *, many: bool) -> list[str]:
    left = _("You still have {amount} to pay to the fund.")
    if many:
        left = _("Loan {number}: you still have {amount} to pay to the fund.")
    principal = loan.standing(turn.today).principal_left
    said = turn.words(left, amount=money(principal), number=loan.number)
    return [said, *what_comes(turn, loan)]


def explained(turn: Turn, loan: Borrowed, dues: Sequence[Due]) -> str:
    """Explain what each of these periods costs, a line for each, and what they come to."""
    if len(dues) == 1:
        return "\n".join(_period(turn, loan, dues[0]))
    lines = [" ".join(_period(turn, loan, due, among_others=True)) for due in dues]
    return "\n".join([*lines, _("That is {total} together.").format(total=money(total(dues)))])


def _period(turn: Turn, loan: Borrowed, due: Due, *, among_others: bool = False) -> Iterator[str]:
    before, word = loan.terms.instalments[0], slips.rate_word(turn.club)
    if before.number == 0 and due.ends_on == before.due_on:
        text = _("{interest} {interest_word} is from the time before {day}.")
        start = short_day(due.ends_on, today=turn.today)
        yield text.format(interest=money(due.interest_in_full), interest_word=word, day=start)
    else:
        yield from _interest(turn, loan, due, among_others=among_others)
    if due.interest < due.interest_in_full:
        yield _("{paid} of it is paid, {left} is left.").format(
            paid=money(due.interest_in_full - due.interest), left=money(due.interest)
        )
    if due.principal:
        yield _("{principal} of the loan itself comes with it: {total} together.").format(
            principal=money(due.principal), total=money(due.total)
        )


def _next_explained(turn: Turn, loan: Borrowed) -> str:
    now = loan.standing(turn.today)
    return explained(turn, loan, [now.next_due]) if now.next_due else _whole(turn, now)


def _whole(turn: Turn, now: Standing) -> str:
    """Past the last due day nothing more comes: what closes the loan."""
    return _(
        "{principal} of the loan itself and {interest} {interest_word}: {total} in all."
    ).format(
        interest_word=slips.rate_word(turn.club),
        principal=money(now.principal_left),
        interest=money(now.interest_left),
        total=money(now.payoff),
    )


def _interest(turn: Turn, loan: Borrowed, due: Due, *, among_others: bool) -> Iterator[str]:
    """Say where the interest of a period comes from."""
    text = _("From {start} to {day}: {rate} of {balance} makes {interest} {interest_word}.")
    if not among_others:
        text = _(
            "{You} still hold {balance} of the loan; at {rate} a month that makes {interest}"
            " {interest_word} from {start} to {day}."
        )
    yield turn.words(
        text,
        interest_word=slips.rate_word(turn.club),
        rate=percent(loan.terms.rate_bp),
        balance=money(due.counted_on),
        interest=money(due.interest_in_full),
        start=short_day(due.starts_on, today=turn.today),
        day=short_day(due.ends_on, today=turn.today),
    )
    exact = monthly_interest(due.counted_on, loan.terms.rate_bp)
    month = round_down(exact, loan.terms.unit)
    if first_period_months(due.starts_on, due.ends_on, loan.terms.anchor_day) != 1:
        yield _("That time is counted by days.")
    elif due.interest_in_full > month:
        yield _("The last month carries what rounding left over in the others.")
    elif month < exact:
        yield _("What is below {unit} is left out.").format(unit=money(loan.terms.unit))


HANDLERS = {
    "balance": Step(balance),
    "explain": Step(explain),
    "slips": Step(last_slips),
}
