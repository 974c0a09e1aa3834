"""What every step of a collection begins with: the list as it stands, and who is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.chat import NotUnderstood
from bot.handlers.cards import card_for, must_be_officer
from bot.handlers.collecting import outcome, screens
from bot.handlers.collecting.owed import Owed, owed_by
from bot.handlers.collecting.people import Person, hands, may_touch, person
from bot.handlers.names import matching
from bot.i18n import _
from bot.people import Member
from bot.storage import collected, collections, members
from bot.storage.collected import Mark, Wanted
from bot.storage.collections import Collection
from bot.storage.declarations import Declared
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding.words import command

LAST = 10_000
"""Who was added to a list stands behind everybody."""


async def opened(turn: Turn) -> Collection | Answer:
    """Return the list that a question spoke of, locked; an answer where it is not open."""
    must_be_officer(turn)
    collection = await collections.locked(turn.db, turn.club.id, turn.data["collection"])
    if collection.status == "open":
        return collection
    return await _not_open(turn, collection)


async def _not_open(turn: Turn, collection: Collection) -> Answer:
    """Say what became of a list; what was typed beside it is not lost with it."""
    over = await outcome.over(turn, collection)
    if turn.choice or not turn.text:
        return over
    if command(turn.text):
        raise NotUnderstood(over.text)  # the command is followed
    card = await card_for(turn, turn.text)
    return replace(card, text=f"{over.text}\n\n{card.text}") if card else over


async def awaited(turn: Turn) -> Collection | Answer:
    """Return the list that waits for a second officer, locked; an answer where it does not."""
    must_be_officer(turn)
    collection = await collections.locked(turn.db, turn.club.id, turn.data["collection"])
    if collection.waits_for_second:
        return collection
    if collection.status == "open":
        return await screens.overview(
            turn, collection, note=_("The list is open again: it must be counted anew.")
        )
    return await _not_open(turn, collection)


async def current(turn: Turn) -> tuple[Collection, Person] | Answer:
    """Return the list and the person that a question was about."""
    collection = await opened(turn)
    if isinstance(collection, Answer):
        return collection
    one = await person(turn, collection, turn.data["member"])
    if one is None:
        return await screens.overview(turn, collection)
    return collection, one


async def hindered(turn: Turn, collection: Collection, one: Person) -> Answer | None:
    """Return what is shown instead where another officer was quicker, or must take this money."""
    if one.seen == turn.data["seen"] and may_touch(turn, one.member, await hands(turn)):
        return None
    if one.seen != turn.data["seen"]:
        return await changed(turn, collection, one)
    return await screens.show(turn, collection, one)


async def changed(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Show a person anew, of whom something was written down meanwhile."""
    text = _("Somebody else has just written something down for {name}.")
    note = turn.words(text, name=called(one.member, turn.today))
    return await screens.show(turn, collection, one, note=note)


async def mark(
    turn: Turn,
    one: Person,
    parts: Sequence[int],
    *,
    principal_first: bool = False,
    declaration: int | None = None,
    prepaying: str = "",
) -> None:
    """Write down what a person has handed over, thing by thing."""
    marks = [
        Mark(
            row=item.row.id,
            state="paid" if amount else "later",
            amount=amount,
            principal_first=principal_first and item.row.loan_id is not None,
            declaration=declaration if amount else None,
            prepaying=prepaying if amount and item.row.loan_id is not None else "",
        )
        for item, amount in zip(one.items, parts, strict=True)
    ]
    await collected.mark(turn.db, marks, by=turn.member.id, now=turn.now)


async def mark_due(turn: Turn, people: Sequence[Person]) -> None:
    """Write down that each of these has handed over all that is due of her."""
    marks = [
        Mark(row=item.row.id, state="paid" if amount else "later", amount=amount)
        for one in people
        for item, amount in zip(one.items, one.parts(one.due, principal_first=False), strict=True)
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
    owed = await owed_by(turn, [one.id for one in everybody], collection.counts_on, of_board=True)
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
    owed = (await owed_by(turn, [member.id], collection.counts_on, of_board=True))[member.id]
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
    return replace(collection, counts_on=on)
