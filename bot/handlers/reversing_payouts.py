"""A loan that was paid out is taken back: nothing is owed, and it can be paid out anew."""

from __future__ import annotations

from bot.i18n import _, money
from bot.storage import applications, declarations, handovers, loan_changes, loans
from bot.storage.entries import Entry
from bot.turn import Turn

PAYOUT = "payout"


async def must_be_untouched(turn: Turn, entry: Entry) -> None:
    """Refuse to take a paying out back while something was repaid on the loan, or told of."""
    if entry.kind != PAYOUT or entry.loan_id is None or entry.member_id is None:
        return
    loan = await loans.locked(turn.db, entry.loan_id)
    if await loan_changes.is_written_off(turn.db, loan.id):
        raise turn.refuse(
            _("The board has written off what was left of this loan, so it stays in the book.")
        )
    paid = sum(one.principal + one.interest + one.fee + one.penalty for one in loan.payments)
    if paid:
        raise turn.refuse(
            _("{amount} was repaid on this loan. Please mend those entries first."),
            amount=money(paid),
        )
    told = await declarations.pending_of(turn.db, entry.member_id)
    if any(one.loan_id == entry.loan_id for one in told):
        raise turn.refuse(
            _("A repayment of this loan was told of. Please say first whether it has arrived.")
        )


async def undo(turn: Turn, entry: Entry) -> None:
    """Close the loan, which never was; as the board has agreed, it can be paid out anew.

    Not to who is no member any more.
    """
    if entry.loan_id is None:
        return
    await loans.close(turn.db, entry.loan_id, turn.today)
    said = await handovers.posted_as(turn.db, turn.club.id, entry.id)
    if said is None:
        return
    await applications.lend_anew(turn.db, turn.club.id, said.application_id)
    await handovers.take_back(turn.db, turn.club.id, said.application_id)
