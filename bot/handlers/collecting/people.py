"""Who owes something at a meeting: her loans and her fees, and what of it is on the list."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bot.handlers.sums import total
from bot.money.handing import Asked, spread
from bot.money.loans import Share, allocate
from bot.people import Member
from bot.rights import is_independent
from bot.storage import addresses, collected, declarations, fees, loans, members
from bot.storage.collected import Row
from bot.storage.collections import Collection
from bot.storage.declarations import Declared
from bot.storage.loans import Borrowed
from bot.turn import Turn

AHEAD = timedelta(days=10)
"""What is due so soon after a meeting is taken at it, from who owes nothing by then [K]."""
AT_A_BANK = "bank"
TIMES_THE_USUAL = 10
"""A sum so many times what is due may have a nought too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing that a member pays for at a meeting: a loan, or the fees of some months."""

    loan: Borrowed | None
    months: tuple[date, ...]
    due: int
    """Đồng."""
    most: int
    """What it can take, đồng."""
    step: int = 1
    """The fee of a month; it is paid in whole months."""
    until: date | None = None
    """The last due day of what is asked for."""

    @property
    def asked(self) -> Asked:
        """Return it as one of the things that a sum is shared by."""
        return Asked(due=self.due, most=self.most, step=self.step)


NOTHING_OWED = Owed(loan=None, months=(), due=0, most=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row of the list with what it stands for now."""

    row: Row
    owed: Owed

    def share(self, amount: int, on: date, *, principal_first: bool) -> Share | None:
        """Return what a sum pays of the loan; None for fees, or for nothing.

        Raises:
            TooMuch: the loan needs less by now.
        """
        loan = self.owed.loan
        if loan is None or not amount:
            return None
        return allocate(loan.terms, loan.payments, amount, on, principal_first=principal_first)

    def months(self, amount: int) -> tuple[date, ...]:
        """Return the months whose fee a sum pays, the oldest first."""
        return self.owed.months[: amount // self.owed.step]

    @property
    def fits(self) -> bool:
        """Whether what was handed over can still be posted as it was said."""
        owed, amount = self.owed, self.row.amount
        if not amount:
            return True
        is_same = (owed.loan is None) == (self.row.loan_id is None)
        return is_same and amount <= owed.most and amount % owed.step == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One member on the list, with all her rows."""

    member: Member
    items: tuple[Item, ...]
    declared: tuple[Declared, ...] = ()
    """What she has told of, and nobody has decided."""

    @property
    def due(self) -> int:
        """What she is asked for, đồng."""
        return sum(item.owed.due for item in self.items)

    @property
    def paid(self) -> int:
        """What she has handed over, đồng."""
        return sum(item.row.amount for item in self.items)

    @property
    def state(self) -> str:
        """What was said of her: open, paid, later or aside."""
        return state_of([item.row for item in self.items])

    @property
    def place(self) -> int:
        """Where she stands on the list."""
        return self.items[0].row.place

    @property
    def in_cash(self) -> tuple[Declared, ...]:
        """What of the declared money an officer may have in hand."""
        return tuple(one for one in self.declared if one.given_to != AT_A_BANK)

    @property
    def seen(self) -> str:
        """Return what the rows say by now; it changes with each word that is said of her."""
        return seen_of([item.row for item in self.items])

    def parts(self, amount: int, *, principal_first: bool) -> list[int]:
        """Share a sum by what she owes; "trả gốc" goes to her loans alone.

        Raises:
            TooMuch: she owes less than that.
        """
        asked = [item.owed.asked for item in self.items]
        if principal_first:
            asked = [
                item.owed.asked if item.owed.loan else Asked(due=0, most=0) for item in self.items
            ]
        return spread(amount, asked)

    def is_unusual(self, amount: int) -> bool:
        """Whether a sum may have a nought too many."""
        return bool(self.due) and amount >= TIMES_THE_USUAL * self.due


def state_of(rows: Iterable[Row]) -> str:
    """Return what the rows of one member say together."""
    states = {row.state for row in rows}
    return next((one for one in ("paid", "aside", "open") if one in states), "later")


def seen_of(rows: Iterable[Row]) -> str:
    """Return what a row says that may change."""
    return max((row.marked_at.isoformat() for row in rows if row.marked_at), default="")


def by_member(rows: Sequence[Row]) -> list[list[Row]]:
    """Put the rows of each member together, in the order of the list."""
    return [list(group) for _member, group in groupby(rows, key=lambda row: row.member_id)]


async def owed_by(
    turn: Turn, member_ids: Several[int], on: date, *, of_board: bool = False
) -> dict[int, list[Owed]]:
    """Return what each of these members can pay for at a meeting: loans first, then fees.

    What the board has taken over is nobody's to ask for; `of_board` has it too.
    """
    borrowed = await loans.open_of(turn.db, member_ids)
    months = await fees.unpaid_months(turn.db, turn.club.id, member_ids, on)
    fee = await fees.fee(turn.db, turn.club.id) if any(months.values()) else None
    found: dict[int, list[Owed]] = {}
    for member in member_ids:
        found[member] = [
            _for_loan(loan, on)
            for loan in borrowed.get(member, [])
            if of_board or loan.board_since is None
        ]
        if fee and months.get(member):
            found[member].append(_for_fees(months[member], fee.amount))
    return found


def _for_loan(loan: Borrowed, on: date) -> Owed:
    # What was entered for a later day counts too: a list may be closed days after its meeting.
    now = loan.standing(max([on, *(paid.value_day for paid in loan.payments)]))
    dues = now.due_by(on) or now.due_by(on + AHEAD)
    return Owed(
        loan=loan,
        months=(),
        due=min(total(dues), now.payoff),
        most=now.payoff,
        until=dues[-1].due_on if dues else None,
    )


def _for_fees(months: Sequence[date], each: int) -> Owed:
    whole = len(months) * each
    return Owed(loan=None, months=tuple(months), due=whole, most=whole, step=each)


async def on_list(turn: Turn, collection: Collection, rows: Sequence[Row]) -> list[Person]:
    """Return the people behind rows of a list, in its order, with what they owe by now."""
    ids = list(dict.fromkeys(row.member_id for row in rows))
    if not ids:
        return []
    owed = await owed_by(turn, ids, collection.held_on, of_board=True)
    people = await members.several(turn.db, ids, turn.today)
    waiting = await declarations.pending_of_several(turn.db, ids)
    return [
        Person(
            member=people[group[0].member_id],
            items=tuple(_item(row, owed[row.member_id]) for row in group),
            declared=tuple(waiting.get(group[0].member_id, ())),
        )
        for group in by_member(rows)
    ]


def _item(row: Row, owed: Sequence[Owed]) -> Item:
    for one in owed:
        if (one.loan.id if one.loan else None) == row.loan_id:
            return Item(row=row, owed=one)
    return Item(row=row, owed=NOTHING_OWED)


async def person(turn: Turn, collection: Collection, member_id: int) -> Person | None:
    """Return one member with her rows; None when she is not on the list."""
    rows = await collected.rows(turn.db, collection.id, member_id)
    found = await on_list(turn, collection, rows)
    return found[0] if found else None


async def hands(turn: Turn) -> frozenset[int]:
    """Return whose money the speaker may not touch, beside her own and her household's."""
    near = await addresses.beside(turn.db, [turn.member.id])
    return near[turn.member.id] | (turn.phone.member_ids() - {turn.member.id})


def may_touch(turn: Turn, member: Member, near: frozenset[int]) -> bool:
    """Whether the speaker may take this member's money; `near` is what `hands` returned."""
    return is_independent(turn.member, [member], near)
