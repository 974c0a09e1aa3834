"""Who is on a meeting's list: what she owes by now, and what was said of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby

from bot.handlers.collecting.owed import NOTHING_OWED, Owed, owed_by
from bot.handlers.sums import TIMES, other_sum
from bot.money.handing import Asked, spread
from bot.money.loans import Share, TooMuch, allocate
from bot.people import Member
from bot.rights import is_independent
from bot.storage import collected, declarations, members, one_hand
from bot.storage.collected import Elsewhere, Row
from bot.storage.collections import Collection
from bot.storage.declarations import Declared
from bot.turn import Turn


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

    def months(self, amount: int) -> dict[date, int]:
        """Return the months whose fee a sum pays, the oldest first, and what each costs."""
        together = zip(
            self.owed.months.items(), accumulate(self.owed.months.values()), strict=True
        )
        return {month: costs for (month, costs), sum_of_all in together if sum_of_all <= amount}

    @property
    def fits(self) -> bool:
        """Whether what was handed over can still be posted as it was said."""
        owed, amount = self.owed, self.row.amount
        if not amount:
            return True
        is_same = (owed.loan is None) == (self.row.loan_id is None)
        return is_same and owed.asked.takes(amount) == amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One member on the list, with all her rows."""

    member: Member
    items: tuple[Item, ...]
    declared: tuple[Declared, ...] = ()
    """What she has told of, and nobody has decided."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """What she has paid by other lists that are not closed."""

    @property
    def due(self) -> int:
        """What she is asked for, đồng."""
        return sum(item.owed.due for item in self.items)

    @property
    def paid(self) -> int:
        """What she has handed over, đồng."""
        return sum(item.row.amount for item in self.items)

    @property
    def most(self) -> int:
        """What all that she owes can take, đồng."""
        return sum(item.owed.most for item in self.items)

    @property
    def state(self) -> str:
        """What was said of her: open, paid, later or aside."""
        return state_of([item.row for item in self.items])

    @property
    def is_simply_due(self) -> bool:
        """Whether nothing was said of her yet, and all that is due can be taken with one tap."""
        return self.state == "open" and self.due > 0 and not self.may_be_known

    @property
    def may_be_known(self) -> bool:
        """Whether money of hers is told of or noted already: it may be the same cash."""
        return bool(self.in_cash or self.elsewhere)

    @property
    def rest(self) -> list[int]:
        """What of each thing is due beside what stands on other lists, đồng.

        Nothing where that is all that is due, or where she has told of money, too.
        """
        parts = [item.owed.asked.takes(max(self._beside(item), 0)) for item in self.items]
        is_part = bool(self.elsewhere) and not self.in_cash and sum(parts) < self.due
        return parts if is_part else [0] * len(parts)

    def _beside(self, item: Item) -> int:
        there = sum(one.parts.get(item.row.loan_id, 0) for one in self.elsewhere)
        return item.owed.due - there

    @property
    def place(self) -> int:
        """Where she stands on the list."""
        return self.items[0].row.place

    @property
    def in_cash(self) -> tuple[Declared, ...]:
        """What of the declared money an officer may have in hand."""
        return tuple(one for one in self.declared if one.in_cash)

    @property
    def seen(self) -> str:
        """Return what the rows and the book say of her by now.

        It changes with each word that is said of her, and with each entry of hers: what was read
        back holds no more then.
        """
        return version([self])

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

    def fee_missed(self, amount: int) -> int:
        """Return the fee due of which a smaller sum pays no month, đồng: a loan takes it."""
        fee = sum(item.owed.due for item in self.items if item.owed.loan is None)
        due_of_loans = self.due - fee
        if not fee or amount >= self.due or due_of_loans:
            return 0
        try:
            parts = self.parts(amount, principal_first=False)
        except TooMuch:
            return 0
        paid = sum(
            part for item, part in zip(self.items, parts, strict=True) if item.owed.loan is None
        )
        return 0 if paid else fee

    def likely_meant(self, amount: int) -> int | None:
        """Return the sum that was probably meant, đồng; None where there is no doubt."""
        return other_sum(amount, known=self._asked_just_so, usual=self._usual)

    def is_unusual(self, amount: int) -> bool:
        """Whether it is so much more than usual that it is asked about."""
        many = bool(self._usual) and amount >= TIMES * self._usual
        return many and amount not in self._asked_just_so

    @property
    def _usual(self) -> int:
        return max(self.due, sum(item.owed.usual for item in self.items))

    @property
    def _asked_just_so(self) -> set[int]:
        things = [item.owed for item in self.items]
        return {self.due, self.most, *(one.due for one in things), *(one.most for one in things)}


def version(people: Iterable[Person]) -> str:
    """Return what tells these people, by list and book, from what they were before."""
    items = [item for one in people for item in one.items]
    said = collected.version(item.row for item in items), [item.owed.seen for item in items]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def state_of(rows: Iterable[Row]) -> str:
    """Return what the rows of one member say together."""
    states = {row.state for row in rows}
    return next((one for one in ("paid", "aside", "open") if one in states), "later")


def by_member(rows: Sequence[Row]) -> list[list[Row]]:
    """Put the rows of each member together, in the order of the list."""
    return [list(group) for _member, group in groupby(rows, key=lambda row: row.member_id)]


async def on_list(turn: Turn, collection: Collection, rows: Sequence[Row]) -> list[Person]:
    """Return the people behind rows of a list, in its order, with what they owe by now."""
    ids = list(dict.fromkeys(row.member_id for row in rows))
    if not ids:
        return []
    owed = await owed_by(turn, ids, collection.counts_on, of_board=True)
    people = await members.several(turn.db, ids, turn.today)
    waiting = await declarations.pending_of_several(turn.db, ids)
    others = await collected.elsewhere(turn.db, collection.club_id, collection.id)
    return [
        Person(
            member=people[group[0].member_id],
            items=tuple(_item(row, owed[row.member_id]) for row in group),
            declared=tuple(waiting.get(group[0].member_id, ())),
            elsewhere=tuple(others.get(group[0].member_id, ())),
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
    near = await one_hand.beside(turn.db, [turn.member.id])
    return near[turn.member.id] | (turn.phone.member_ids() - {turn.member.id})


def may_touch(turn: Turn, member: Member, near: frozenset[int]) -> bool:
    """Whether the speaker may take this member's money; `near` is what `hands` returned."""
    return is_independent(turn.member, [member], near)
