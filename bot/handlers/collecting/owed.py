"""What members owe at a meeting: their loans and their fees."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.handlers.sums import total, usual_sum
from bot.money.handing import Asked
from bot.storage import fees, loans
from bot.storage.loans import Borrowed
from bot.turn import Turn

AHEAD = timedelta(days=10)
"""What is due so soon after a meeting is taken at it, from who owes nothing by then [K]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing that a member pays for at a meeting: a loan, or the fees of some months."""

    loan: Borrowed | None
    months: Mapping[date, int]
    """What each month of fees costs, the oldest first; it is paid in whole months."""
    due: int
    """Đồng."""
    most: int
    """What it can take, đồng."""
    until: date | None = None
    """The last due day of what is asked for."""
    usual: int = 0
    """The most that is usual to be paid at once, đồng."""

    @property
    def seen(self) -> tuple[object, ...]:
        """Return what changes with every entry of it."""
        payments = self.loan.payments if self.loan else ()
        return self.due, self.most, len(payments), payments[-1:]

    @property
    def asked(self) -> Asked:
        """Return it as one of the things that a sum is shared by."""
        return Asked(due=self.due, most=self.most, steps=tuple(self.months.values()))


NOTHING_OWED = Owed(loan=None, months={}, due=0, most=0)


async def owed_by(
    turn: Turn, member_ids: Several[int], on: date, *, of_board: bool = False
) -> dict[int, list[Owed]]:
    """Return what each of these members can pay for at a meeting: loans first, then fees.

    What the board has taken over is nobody's to ask for; `of_board` has it too.
    """
    borrowed = await loans.open_of(turn.db, member_ids)
    months = await fees.unpaid_months(turn.db, turn.club.id, member_ids, on)
    found: dict[int, list[Owed]] = {}
    for member in member_ids:
        found[member] = [
            _for_loan(loan, on)
            for loan in borrowed.get(member, [])
            if of_board or loan.board_since is None
        ]
        if months.get(member):
            found[member].append(_for_fees(months[member]))
    return found


def _for_loan(loan: Borrowed, on: date) -> Owed:
    # What was entered for a later day counts too: a list may be closed days after its meeting.
    now = loan.standing(max([on, *(paid.value_day for paid in loan.payments)]))
    dues = now.due_by(on) or now.due_by(on + AHEAD)
    return Owed(
        loan=loan,
        months={},
        due=min(total(dues), now.payoff),
        most=now.payoff,
        until=dues[-1].due_on if dues else None,
        usual=usual_sum(loan, now),
    )


def _for_fees(months: Mapping[date, int]) -> Owed:
    whole = sum(months.values())
    return Owed(loan=None, months=months, due=whole, most=whole, usual=whole)
