"""What do I owe? One line answers it, and one button explains the figure in plain words."""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local
from bot.handlers import cards, explaining, slips, titles
from bot.handlers.sums import what_comes
from bot.handlers.whose import is_hers, named, only_own
from bot.i18n import _, clock_time, day, money
from bot.storage import declarations, entries, loans
from bot.storage.loans import Borrowed
from bot.turn import Answer, Step, Turn
from bot.understanding.payers import is_surely_a_name
from bot.understanding.words import command

SLIPS_SHOWN = 5
LOOKED_THROUGH = 20  # entries back from now: not all of them have a slip


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
    lines = [explaining.next_explained(turn, loan) for loan in mine]
    return turn.say("{lines}", Choice("repay", _("I have paid")), lines="\n".join(lines))


async def last_slips(turn: Turn) -> Answer:
    """Show the member's last slips again."""
    last = await entries.repayments_of(turn.db, turn.member.id, LOOKED_THROUGH)
    last = [entry for entry in last if entry.slips][:SLIPS_SHOWN]
    if not last:
        return turn.say(_("You have no slips yet."))
    lines = [
        _("{day}: {amount}, slip {numbers}").format(
            day=day(entry.value_day),
            amount=titles.signed(entry),
            numbers=slips.numbers(entry.slips),
        )
        for entry in last
    ]
    passbook = Choice("passbook", _("My passbook"))
    return turn.say("{lines}", passbook, lines="\n".join(lines))


def _lines(turn: Turn, loan: Borrowed, *, many: bool) -> list[str]:
    left = _("You still have {amount} to pay to the fund.")
    if many:
        left = _("Loan {number}: you still have {amount} to pay to the fund.")
    now = loan.standing(turn.today)
    said = turn.words(left, amount=money(now.principal_left), number=loan.number)
    return [said, *what_comes(turn, now)]


HANDLERS = {
    "balance": Step(balance),
    "explain": Step(explain),
    "slips": Step(last_slips),
}
