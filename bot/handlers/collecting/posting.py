"""Closing a meeting's list: all of it is posted at once, or nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.handlers.collecting.drafting import Receipt, difference, hands_of, receipt
from bot.handlers.collecting.people import Person, on_list
from bot.people import Member
from bot.storage import (
    cases,
    collected,
    collections,
    declarations,
    fees,
    ledger_many,
    loans,
    members,
)
from bot.storage.collected import Row
from bot.storage.collections import Collection
from bot.storage.declarations import Declared
from bot.storage.ledger_many import Draft, Posted
from bot.telling import called
from bot.turn import Turn


class Changed(Exception):
    """The book has changed for somebody since it was noted what she has paid."""

    def __init__(self, people: Sequence[Person]) -> None:
        """Keep who it is."""
        super().__init__(len(people))
        self.people = people


async def post(
    turn: Turn, collection: Collection, keeper: Member, second: Member | None
) -> list[Receipt]:
    """Post a counted list, in the order of the list, and close it.

    Raises:
        Changed: somebody's loan or fees were paid in another way meanwhile; nothing is posted.
        MonthClosed: its month was signed meanwhile; the turn must be undone.
    """
    rows = await collected.rows(turn.db, collection.id)
    declared = await _locked(turn, [row for row in rows if row.amount])
    everybody = await on_list(turn, collection, rows)
    people = [one for one in everybody if one.state == "paid"]
    overtaken = await collected.overtaken(turn.db, collection.id)
    if changed := [one for one in people if _has_changed(one, declared, overtaken)]:
        raise Changed(changed)
    hands = await hands_of(turn, collection, keeper, second, declared)
    receipts = [receipt(turn, hands, one) for one in people]
    posted = await _post(turn, [one.draft for one in receipts], collection.counts_on)
    made = [replace(one, posted=entry) for one, entry in zip(receipts, posted, strict=True)]
    if by := (collection.counted or 0) - sum(one.paid for one in people):
        missing, on = await difference(turn, hands, by)
        await _post(turn, [missing], on)
    await _settle(turn, collection, made, declared)
    for one in everybody:
        if one.state == "aside":
            await _open_case(turn, one)
    await collections.close(
        turn.db, collection.id, agreed_by=second.id if second else None, now=turn.now
    )
    return made


async def _post(turn: Turn, drafts: Sequence[Draft], on: date) -> list[Posted]:
    return await ledger_many.post_many(
        turn.db, club_id=turn.club.id, value_day=on, now=turn.now, drafts=drafts
    )


async def _open_case(turn: Turn, one: Person) -> None:
    """Let the board look at who was set aside: what she has told of, or her money at all."""
    by = one.items[0].row.marked_by or turn.member.id
    who = await members.member(turn.db, by, turn.today)
    made = await cases.open_case(
        turn.db,
        club_id=turn.club.id,
        member_id=one.member.id,
        declaration=one.declared[-1].id if one.declared else None,
        reason="set_aside",
        note=called(who, turn.today),
        now=turn.now,
    )
    if made is not None:
        await cases.assign(turn.db, made, by)


async def _locked(turn: Turn, paid: Sequence[Row]) -> dict[int, Declared]:
    """Keep others from deciding and posting what is about to be; return what was declared."""
    declared = {
        its: await declarations.locked(turn.db, its)
        for its in sorted({row.declaration_id for row in paid if row.declaration_id})
    }
    await loans.locked_several(turn.db, {row.loan_id for row in paid if row.loan_id})
    if payers := {row.member_id for row in paid if not row.loan_id}:
        await fees.lock(turn.db, turn.club.id, payers)
    return declared


def _has_changed(one: Person, declared: dict[int, Declared], overtaken: frozenset[int]) -> bool:
    if any(item.row.id in overtaken for item in one.items):
        return True
    told = [declared[item.row.declaration_id] for item in one.items if item.row.declaration_id]
    over = any(known.status != "pending" for known in told)
    return over or not all(item.fits for item in one.items)


async def _settle(
    turn: Turn,
    collection: Collection,
    receipts: Sequence[Receipt],
    declared: dict[int, Declared],
) -> None:
    """Write down what came of the entries: months, loans paid off, declarations, the rows."""
    paid = [
        fees.Paid(
            member_id=one.person.member.id,
            month=month,
            amount=costs,
            transaction=one.posted.id,
        )
        for one in receipts
        for item, share in one.parts
        if share is None
        for month, costs in item.months(item.row.amount).items()
    ]
    await fees.pay_many(turn.db, turn.club.id, paid)
    for loan in (loan for one in receipts for loan in one.paid_off):
        await loans.close(turn.db, loan, collection.counts_on)
    rows = [(item.row, one.posted.id) for one in receipts for item, _share in one.parts]
    await collected.note_posted(turn.db, {row.id: posted for row, posted in rows})
    for row, posted in rows:
        if row.declaration_id in declared:
            await declarations.decide(
                turn.db,
                row.declaration_id,
                status="confirmed",
                by=row.marked_by or turn.member.id,
                now=turn.now,
                transaction=posted,
            )
