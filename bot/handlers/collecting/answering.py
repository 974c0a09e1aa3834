"""The officer says what an unclear line means; whatever was clear is noted already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import NotUnderstood
from bot.handlers.collecting import beside, pasting, screens, unclear, whose
from bot.handlers.collecting.people import hands, may_touch
from bot.handlers.collecting.taking import (
    candidates,
    declared_parts,
    listed,
    mark,
    named,
    opened,
)
from bot.i18n import _, money
from bot.people import Member
from bot.storage import declarations, members
from bot.storage.collections import Collection
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding import collecting
from bot.understanding.collecting import Reading, is_nothing
from bot.understanding.collecting_beside import is_full, is_later
from bot.understanding.words import yes_or_no


async def take_unclear(turn: Turn) -> Answer:
    """Take the answer to the first of the questions, and go on with the next."""
    collection = await opened(turn)
    if isinstance(collection, Answer):
        return collection
    asked, *rest = turn.data["asked"]
    if turn.choice == "skip":
        return await unclear.next_of(turn, collection, rest)
    if asked["why"] in ("who", "nobody", "nothing"):
        return await _of_whom(turn, collection, asked, rest)
    member = await members.member(turn.db, asked["member"], turn.today)
    if turn.choice.startswith("same:"):
        return await _very_money(turn, collection, member, rest)
    if not turn.choice and (beside := await _beside(turn, collection, asked, rest, member)):
        return beside
    reading, passed = await _reading(turn, collection, asked, member)
    said = asked["said"] if turn.choice else turn.text
    return await _note(turn, collection, member, reading, said=said, rest=rest, passed=passed)


def _is_no(turn: Turn) -> bool:
    return not turn.choice and yes_or_no(turn.text) is False


async def _beside(
    turn: Turn, collection: Collection, asked: Data, rest: Sequence[Data], member: Member
) -> Answer | None:
    """Take a no, or lines that name somebody else; who is asked about stays asked about."""
    if _is_no(turn) and asked["why"] in ("bare", "unusual", "fee"):
        again = unclear.without_sum(member, asked["said"])
        return await unclear.next_of(turn, collection, [again, *rest])
    others = await pasting.of_others(turn, collection, member)
    if others is None:
        return None
    note, questions = others
    if questions:
        after = turn.words(_("Of the other lines I ask right after this one."))
        note = f"{note}\n{after}".strip()
    return await unclear.next_of(turn, collection, [asked, *rest, *questions], note=note)


async def _of_whom(
    turn: Turn, collection: Collection, asked: Data, rest: Sequence[Data]
) -> Answer:
    """The officer chose or typed whom a line is about."""
    if turn.choice:
        found = [await members.member(turn.db, int(turn.choice), turn.today)]
    else:
        found = await named(turn, collection, turn.text)
    if not found:
        raise NotUnderstood(
            turn.words(_("I find nobody of that name. Please write the name again."))
        )
    if len(found) > 1:
        again = {**asked, "why": "who", "members": [one.id for one in found]}
        return await unclear.next_of(turn, collection, [again, *rest])
    (line,) = collecting.lines(asked["said"])
    sums = whose.meant(line, found)
    readings = [reading for _member, reading in sums] or list(line.readings)
    clear = len({(one.amount, one.sure, one.unpaid) for one in readings}) == 1
    reading = readings[0] if clear else replace(readings[0], amount=None)
    return await _note(turn, collection, found[0], reading, said=asked["said"], rest=rest)


async def _reading(
    turn: Turn, collection: Collection, asked: Data, member: Member
) -> tuple[Reading, list[str]]:
    """Return the sum that was meant, and which doubts about it are over."""
    passed = [*asked.get("passed", []), asked["why"]]
    if turn.choice:
        return await _chosen(turn, collection, asked, member, passed)
    if asked["why"] == "unpaid" and _is_no(turn):
        return Reading(name="", amount=0, sure=True), passed
    return await _typed(turn, collection, member), [one for one in passed if one == "again"]


async def _chosen(
    turn: Turn, collection: Collection, asked: Data, member: Member, passed: list[str]
) -> tuple[Reading, list[str]]:
    reading = unclear.reading_of(asked)
    if turn.choice in ("fee", "add"):
        one = await screens.on_the_list(turn, collection, member.id)
        amount = reading.amount or 0
        sums = {"fee": one.fee_missed(amount), "add": amount + one.paid}
        return replace(reading, amount=sums[turn.choice]), passed
    if turn.choice == "limit":
        return replace(reading, amount=asked["limit"]), [*passed, "bare", "unusual"]
    if turn.choice == "meant":
        return replace(reading, amount=asked["meant"], sure=True), passed
    if turn.choice == "later":
        return replace(reading, amount=0, sure=True), passed
    # A button that has named the sum leaves no doubt about it.
    return replace(reading, sure=reading.sure or asked["why"] in ("unpaid", "fee")), passed


async def _typed(turn: Turn, collection: Collection, member: Member) -> Reading:
    """Return what was typed for who is asked about: a sum, "nộp đủ", or nothing today."""
    if is_later(turn.text) or is_nothing(turn.text):
        return Reading(name="", amount=0, sure=True)
    one = await listed(turn, collection, member)
    if one and one.due and is_full(turn.text):
        return Reading(name="", amount=one.due, sure=True)
    return await pasting.own_sum(turn, collection, member)


async def _note(
    turn: Turn,
    collection: Collection,
    member: Member,
    reading: Reading,
    *,
    said: str,
    rest: Sequence[Data],
    passed: Sequence[str] = (),
) -> Answer:
    name = called(member, turn.today)
    if not may_touch(turn, member, await hands(turn)):
        note = turn.words(
            _("Somebody else of the board must take the money of {names}."), names=name
        )
        return await unclear.next_of(turn, collection, rest, note=note)
    taken = await pasting.take(turn, collection, member, reading, said=said, passed=passed)
    if taken.asked:
        return await unclear.next_of(turn, collection, [taken.asked, *rest])
    if taken.there:
        return await unclear.next_of(turn, collection, rest, note=taken.there)
    text = _("Noted: {name} {amount}.") if reading.amount else _("{name}: next time.")
    note = turn.words(text, name=name, amount=money(reading.amount or 0))
    return await unclear.next_of(turn, collection, rest, note=note)


async def _very_money(
    turn: Turn, collection: Collection, member: Member, rest: Sequence[Data]
) -> Answer:
    """It is what she has told of: that is confirmed when the list is closed."""
    declared = await declarations.locked(turn.db, int(turn.choice.partition(":")[2]))
    one = await listed(turn, collection, member)
    if one is None or declared.status != "pending":
        note = _("What was told of was decided in the meantime.")
        return await unclear.next_of(turn, collection, rest, note=note)
    if await declarations.was_said_beside(turn.db, declared.id, turn.member):
        raise turn.refuse(_("This was told on a phone of yours: somebody else must confirm it."))
    parts = declared_parts(one, declared)
    if parts is None:
        return await screens.show(turn, collection, one)
    await mark(
        turn,
        one,
        parts,
        principal_first=declared.principal_first,
        declaration=declared.id,
        prepaying=declared.prepaying,
    )
    note = turn.words(
        _("Noted: {name} {amount}."),
        name=called(member, turn.today),
        amount=money(declared.amount),
    )
    return await unclear.next_of(turn, collection, rest, note=note)


async def take_which(turn: Turn) -> Answer:
    """Several people are called so: the officer chose one, or typed the name once more."""
    collection = await opened(turn)
    if isinstance(collection, Answer):
        return collection
    if turn.choice == "list":
        return await screens.overview(turn, collection)
    if not turn.choice:
        return await beside.typed(turn, collection)
    people = {one.id: one for one in await candidates(turn, collection)}
    one = await listed(turn, collection, people[int(turn.choice)])
    if one is None:
        return await screens.overview(turn, collection)
    return await screens.show(turn, collection, one)


HANDLERS = {
    unclear.STEP: Step(take_unclear, typed=True),
    "collecting.which": Step(take_which, typed=True),
}
