"""One person of the list: paid in full with one tap, another sum, next time, or set aside."""

from __future__ import annotations

from bot.handlers.collecting import amounts, beside, same, screens
from bot.handlers.collecting.people import Person, person
from bot.handlers.collecting.taking import (
    changed,
    current,
    declared_parts,
    hindered,
    mark,
    named,
    put,
)
from bot.i18n import _
from bot.storage import declarations
from bot.storage.collections import Collection
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import Heard
from bot.understanding.collecting import bare_sum
from bot.understanding.collecting_beside import is_full


async def take_person(turn: Turn) -> Answer:
    """The officer tapped what a person has handed over, or typed a sum, a name or lines."""
    found = await current(turn)
    if isinstance(found, Answer):
        return found
    collection, one = found
    if not turn.choice:
        return await _typed(turn, collection, one)
    if turn.choice in ("list", "back", "next", "stay"):
        return await _elsewhere(turn, collection, one)
    return await hindered(turn, collection, one) or await _marked(turn, collection, one)


async def _elsewhere(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Leave this person as she is, and show somebody else."""
    if turn.choice == "list":
        return await screens.overview(turn, collection)
    if turn.choice == "back":
        return await screens.previous(turn, collection, one.member.id)
    if turn.choice == "stay":
        return await screens.show(turn, collection, one)
    return await screens.next_person(turn, collection, after=one.member.id)


async def _marked(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Write the tap down, and go on with the next person."""
    if turn.choice == "other":
        return amounts.how_much(turn, collection, one)
    if turn.choice.startswith("same:"):
        return await _declared(turn, collection, one, int(turn.choice.partition(":")[2]))
    if turn.choice.startswith("rest:"):
        return await _rest(turn, collection, one, int(turn.choice.partition(":")[2]))
    if turn.choice == "full":
        return await _full(turn, collection, one)
    if turn.choice == "clear":
        await put(turn, one, "open")
        again = await person(turn, collection, one.member.id)
        return await screens.show(turn, collection, again or one, note=_("Taken back."))
    await put(turn, one, turn.choice)
    text = _("{name}: next time.") if turn.choice == "later" else _("{name} is set aside.")
    note = turn.words(text, name=called(one.member, turn.today))
    return await screens.next_person(turn, collection, after=one.member.id, note=note)


async def _full(turn: Turn, collection: Collection, one: Person) -> Answer:
    """All that is due, with one tap; who has told of money is asked about first."""
    if one.may_be_known:
        heard = Heard(amount=one.due, sure=True, principal=False, rest="")
        return same.ask(turn, collection, one, heard, whole=True)
    return await amounts.paid(turn, collection, one, one.due)


async def _rest(turn: Turn, collection: Collection, one: Person, amount: int) -> Answer:
    """What is due beside the money on another list, as long as it is still that sum."""
    if sum(one.rest) != amount:  # the other list was changed, closed or dropped meanwhile
        return await changed(turn, collection, one)
    await mark(turn, one, one.rest)
    return await amounts.noted(turn, collection, one, amount)


async def take_same(turn: Turn) -> Answer:
    """The officer said whether it is the money that was told of, or other money."""
    found = await current(turn)
    if isinstance(found, Answer):
        return found
    collection, one = found
    if turn.choice == "back":
        return await screens.show(turn, collection, one)
    return await hindered(turn, collection, one) or await _known(turn, collection, one)


async def _known(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Note the money as what it is: told of, on another list, or other money."""
    if turn.choice.startswith("same:"):
        return await _declared(turn, collection, one, int(turn.choice.partition(":")[2]))
    if turn.choice.startswith("rest:"):
        return await _rest(turn, collection, one, int(turn.choice.partition(":")[2]))
    if turn.choice == "there":
        return await amounts.passed_over(turn, collection, one)
    if turn.data["whole"]:
        return await amounts.paid(turn, collection, one, one.due)
    principal = bool(turn.data["principal"])
    heard = Heard(amount=turn.data["amount"], sure=turn.data["sure"], principal=principal, rest="")
    return amounts.read_back(turn, collection, one, heard)


async def _declared(
    turn: Turn, collection: Collection, one: Person, declaration_id: int
) -> Answer:
    """It is the money that she has told of: it is hers to say how it is split."""
    declared = await declarations.locked(turn.db, declaration_id)
    if declared.status != "pending":
        return await screens.show(
            turn, collection, one, note=_("What was told of was decided in the meantime.")
        )
    if await declarations.was_said_beside(turn.db, declared.id, turn.member):
        raise turn.refuse(_("This was told on a phone of yours: somebody else must confirm it."))
    parts = declared_parts(one, declared)
    if parts is None:  # paid off meanwhile: what else she owes can take it
        principal = declared.principal_first
        heard = Heard(amount=declared.amount, sure=True, principal=principal, rest="")
        return amounts.read_back(turn, collection, one, heard)
    await mark(
        turn,
        one,
        parts,
        principal_first=declared.principal_first,
        declaration=declared.id,
        prepaying=declared.prepaying,
    )
    return await amounts.noted(turn, collection, one, declared.amount)


async def _typed(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Take a bare sum for this person; anything else names somebody."""
    text = turn.text.strip()
    if text == "0":
        raise turn.refuse(_("Nothing today? Then choose “{later}”."), later=_("Next time"))
    people = await named(turn, collection, text)
    heard = None if people else bare_sum(text)
    if heard:
        return await hindered(turn, collection, one) or amounts.said(turn, collection, one, heard)
    if is_full(text) and one.due:
        return await hindered(turn, collection, one) or await _full(turn, collection, one)
    return await beside.typed_of(turn, collection, one)


HANDLERS = {
    "collecting.person": Step(take_person, typed=True),
    "collecting.same": Step(take_same),
}
