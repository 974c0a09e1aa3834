"""Closing a meeting's list: all of it is posted at once, or nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.handlers.collecting.drafting import Receipt, difference, hands_of, receipt
from bot.handlers.collecting.people import Person, on_list
from bot.people import Member
from bot.storage import collected, collections, declarations, fees, ledger_many, loans
from bot.storage.collected import Row
from bot.storage.collections import Collection
from bot.storage.declarations import Declared
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
    people = [one for one in await on_list(turn, collection, rows) if one.state == "paid"]
    overtaken = await collected.overtaken(turn.db, collection.id)
    if changed := [one for one in people if _has_changed(one, declared, overtaken)]:
        raise Changed(changed)
    hands = await hands_of(turn, collection, keeper, second, declared)
    receipts = [receipt(turn, hands, one) for one in people]
    drafts = [one.draft for one in receipts]
    if by := (collection.counted or 0) - sum(one.paid for one in people):
        drafts.append(await difference(turn, hands, by, drafts))
    posted = await ledger_many.post_many(
        turn.db,
        club_id=turn.club.id,
        value_day=collection.held_on,
        now=turn.now,
        drafts=drafts,
    )
    made = [replace(one, posted=entry) for one, entry in zip(receipts, posted, strict=False)]
    await _settle(turn, collection, made, declared)
    await collections.close(
        turn.db, collection.id, agreed_by=second.id if second else None, now=turn.now
    )
    return made


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
            amount=item.owed.step,
            transaction=one.posted.id,
        )
        for one in receipts
        for item, share in one.parts
        if share is None
        for month in item.months(item.row.amount)
    ]
    await fees.pay_many(turn.db, turn.club.id, paid)
    for loan in (loan for one in receipts for loan in one.paid_off):
        await loans.close(turn.db, loan, collection.held_on)
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
