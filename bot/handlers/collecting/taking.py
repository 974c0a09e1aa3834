"""What every step of a collection begins with: the list as it stands, and who is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.handlers.cards import must_be_officer
from bot.handlers.collecting import screens
from bot.handlers.collecting.people import Owed, Person, owed_by, person
from bot.handlers.names import matching
from bot.people import Member
from bot.storage import collected, collections, members
from bot.storage.collected import Mark, Wanted
from bot.storage.collections import Collection
from bot.storage.declarations import Declared
from bot.turn import Answer, Turn

LAST = 10_000
"""Who was added to a list stands behind everybody."""


async def opened(turn: Turn) -> Collection | Answer:
    """Return the list that a question spoke of, locked; an answer where it is not open."""
    must_be_officer(turn)
    collection = await collections.locked(turn.db, turn.club.id, turn.data["collection"])
    if collection.status == "open":
        return collection
    return await screens.over(turn, collection)


async def mark(
    turn: Turn,
    one: Person,
    parts: Sequence[int],
    *,
    principal_first: bool = False,
    declaration: int | None = None,
) -> None:
    """Write down what a person has handed over, thing by thing."""
    marks = [
        Mark(
            row=item.row.id,
            state="paid" if amount else "later",
            amount=amount,
            principal_first=principal_first and item.row.loan_id is not None,
            declaration=declaration if amount else None,
        )
        for item, amount in zip(one.items, parts, strict=True)
    ]
    await collected.mark(turn.db, marks, by=turn.member.id, now=turn.now)


async def put(turn: Turn, one: Person, state: str) -> None:
    """Write down that a person pays nothing: later, set aside, or not asked yet."""
    marks = [Mark(row=item.row.id, state=state) for item in one.items]
    await collected.mark(turn.db, marks, by=turn.member.id, now=turn.now)


def declared_parts(one: Person, declared: Declared) -> list[int] | None:
    """Share declared money by what she owes: it is for one loan; None where that needs less."""
    most = sum(item.owed.most for item in one.items if item.row.loan_id == declared.loan_id)
    if declared.amount > most:
        return None
    return [declared.amount if item.row.loan_id == declared.loan_id else 0 for item in one.items]


async def candidates(turn: Turn, collection: Collection) -> list[Member]:
    """Return whom a name may mean: everybody who has something to pay, due or not."""
    everybody = await members.to_be_found(turn.db, turn.club.id, turn.today)
    owed = await owed_by(turn, [one.id for one in everybody], collection.held_on, of_board=True)
    listed = {row.member_id for row in await collected.rows(turn.db, collection.id)}
    return [one for one in everybody if one.id in listed or owed[one.id]]


async def named(turn: Turn, collection: Collection, typed: str) -> list[Member]:
    """Return who of those is called so."""
    return matching(typed, await candidates(turn, collection))


async def listed(turn: Turn, collection: Collection, member: Member) -> Person | None:
    """Return a person on the list, added to it where she was not; None if she owes nothing."""
    found = await person(turn, collection, member.id)
    if found:
        return found
    owed = (await owed_by(turn, [member.id], collection.held_on, of_board=True))[member.id]
    await collected.add(turn.db, collection.id, wanted_rows(member.id, owed, LAST))
    return await person(turn, collection, member.id)


def wanted_rows(member_id: int, owed: Sequence[Owed], place: int) -> list[Wanted]:
    """Return the rows to be written for what a member owes."""
    return [
        Wanted(member_id=member_id, loan_id=one.loan.id if one.loan else None, place=place)
        for one in owed
    ]


async def moved(turn: Turn, collection: Collection, on: date) -> Collection:
    """Return a list whose entries count from another day."""
    await collections.move(turn.db, collection.id, on)
    return replace(collection, held_on=on)
