"""What a counted list is to become in the book: a transaction of each member who has paid.

Each is touched by two: who noted it, and of who keeps the cash and the second officer whoever is
free of her; where neither is, it waits on the day's list for somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.handlers import closed_months, missing_cash
from bot.handlers.bookkeeping.count_words import fits, why
from bot.handlers.collecting.people import Item, Person
from bot.handlers.collecting.seconding import is_here
from bot.i18n import use_locale
from bot.money import books
from bot.money.books import Account, AccountKind, Fund, Line
from bot.money.loans import Payment, Prepaying, Share, Standing
from bot.people import Member
from bot.rights import is_independent
from bot.storage import members, one_hand
from bot.storage.collections import Collection
from bot.storage.declarations import Declared
from bot.storage.ledger_many import Draft, Posted, Touch
from bot.turn import Turn

NOT_POSTED = Posted(id=0, slips=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one member's entry comes to."""

    person: Person
    parts: tuple[tuple[Item, Share | None], ...]
    """What she pays for; no share for fees."""
    left: dict[int, int]
    """Principal left by loan, đồng."""
    paid_off: tuple[int, ...]
    """Loans that nothing is left of."""
    draft: Draft
    posted: Posted = NOT_POSTED
    as_declared: bool = False
    """It is what she told of, with the split that she was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Who stands behind a list that is closed."""

    collection: Collection
    keeper: Member
    second: Member | None
    near: dict[int, frozenset[int]]
    """Whose hand a yes of these two may be, too."""
    officers: dict[int, Member]
    declared: dict[int, Declared]
    """What was noted as declared, by its id."""
    keeper_here: bool
    """Whether who counted did so on a phone of her own: a count passed on is no touch of hers."""


async def hands_of(
    turn: Turn,
    collection: Collection,
    keeper: Member,
    second: Member | None,
    declared: dict[int, Declared],
) -> Hands:
    """Find out whose phones and roofs the two who agree have in common with others."""
    two = [keeper.id, *([second.id] if second else [])]
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    return Hands(
        collection=collection,
        keeper=keeper,
        second=second,
        near=await one_hand.beside(turn.db, two),
        officers={one.id: one for one in officers},
        declared=declared,
        keeper_here=await is_here(turn, collection, keeper),
    )


def receipt(turn: Turn, hands: Hands, one: Person) -> Receipt:
    """Return the transaction of one member, not posted yet, and what it does to her loans."""
    on = hands.collection.counts_on
    parts = tuple(
        (item, item.share(item.row.amount, on, principal_first=item.row.principal_first))
        for item in one.items
        if item.row.amount
    )
    told = _as_declared(hands, parts)
    marker = one.items[0].row.marked_by or hands.keeper.id
    after = {
        item.owed.loan.id: _after(turn, hands, item, share)
        for item, share in parts
        if share and item.owed.loan
    }
    return Receipt(
        person=one,
        parts=parts,
        left={loan: now.principal_left for loan, now in after.items()},
        paid_off=tuple(loan for loan, now in after.items() if not now.payoff),
        draft=Draft(
            kind="repayment" if after else "fee",
            lines=[line for item, share in parts for line in _lines(turn, hands, item, share)],
            entered_by=marker,
            member_id=one.member.id,
            origin=f"collection:{hands.collection.id}:{one.member.id}",
            slip="receipt",
            note=closed_months.written(turn, hands.collection.held_on, on),
            touches=_touches(hands, one, marker, told),
            prepaying=max(item.row.prepaying for item, _share in parts),
        ),
        as_declared=told is not None,
    )


def _lines(turn: Turn, hands: Hands, item: Item, share: Share | None) -> tuple[Line, ...]:
    if share and item.owed.loan:
        return books.repayment(
            loan=item.owed.loan.id,
            share=share,
            into=AccountKind.CASH,
            holder=hands.keeper.id,
            interest_to_income_bp=turn.club.interest_to_income_bp,
        )
    return books.moved(
        item.row.amount,
        out_of=Account(fund=Fund.ACTIVITY, kind=AccountKind.FEES),
        into=Account(fund=Fund.ACTIVITY, kind=AccountKind.CASH, holder=hands.keeper.id),
    )


def _as_declared(hands: Hands, parts: Sequence[tuple[Item, Share | None]]) -> Declared | None:
    """Return what she declared where it is all that is posted, with the split she was shown."""
    if len(parts) != 1:
        return None
    ((item, share),) = parts
    told = hands.declared.get(item.row.declaration_id or 0)
    if told and share and (told.amount, told.interest) == (share.total, share.interest):
        return told
    return None


def _touches(hands: Hands, one: Person, marker: int, told: Declared | None) -> tuple[Touch, ...]:
    """Return who has agreed besides who noted it: nobody near to her, or to that officer."""
    near = [one.member, *([hands.officers[marker]] if marker in hands.officers else [])]
    touches = [
        Touch(member_id=officer.id, how="list")
        for officer in (hands.second, hands.keeper if hands.keeper_here else None)
        if officer
        and officer.id != marker
        and is_independent(officer, near, hands.near[officer.id])
    ]
    if told:
        touches.append(Touch(member_id=one.member.id, how="declared", shared=told.shared))
    return tuple(touches)


def _after(turn: Turn, hands: Hands, item: Item, share: Share) -> Standing:
    """Return where a loan stands with this paid."""
    loan = item.owed.loan
    if loan is None:
        raise ValueError(f"row {item.row.id} is of no loan")
    payment = Payment(
        value_day=hands.collection.counts_on,
        principal=share.principal,
        interest=share.interest,
        fee=share.fee,
        penalty=share.penalty,
        prepaying=Prepaying(item.row.prepaying or Prepaying.NEXT),
    )
    on = max(turn.today, hands.collection.counts_on)
    return replace(loan, payments=(*loan.payments, payment)).standing(on)


async def difference(turn: Turn, hands: Hands, by: int) -> tuple[Draft, date]:
    """Return the transaction of what the count differs by, and its value day.

    Of the list the rest is in the book by then. It was entered by who wrote the count down; where
    that was beside a keeper without a phone, it waits on the day's list for somebody else.
    """
    collection, keeper = hands.collection, hands.keeper
    # A surplus must never silently raise what the club lends.
    found = await missing_cash.difference(turn, Fund.ACTIVITY, keeper.id, by, collection.counts_on)
    with use_locale(turn.club.locale):
        said = f"{fits(by)}: {why(collection.reason)}"
    second = hands.second if hands.keeper_here else None
    draft = Draft(
        kind="cash_difference",
        lines=found.lines,
        entered_by=collection.written_by,
        member_id=None,
        origin=f"collection:{collection.id}:difference",
        slip="",
        note=". ".join(filter(None, [said, found.note])),
        touches=[Touch(member_id=second.id, how="count")] if second else [],
    )
    return draft, found.value_day
