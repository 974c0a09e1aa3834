"""One person of the list: paid in full with one tap, another sum, next time, or set aside."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood, UserError
from bot.handlers.collecting import pasting, screens
from bot.handlers.collecting.people import Person, hands, may_touch, person
from bot.handlers.collecting.saying import split
from bot.handlers.collecting.taking import declared_parts, mark, named, opened, put
from bot.handlers.names import full_name
from bot.handlers.sums import heard_sum
from bot.i18n import _, in_words, money
from bot.money.loans import TooMuch
from bot.storage import cases, declarations
from bot.storage.collections import Collection
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import Heard
from bot.understanding.collecting import bare_sum


async def take_person(turn: Turn) -> Answer:
    """The officer tapped what a person has handed over, or typed a sum, a name or lines."""
    found = await _current(turn)
    if isinstance(found, Answer):
        return found
    collection, one = found
    if not turn.choice:
        return await _typed(turn, collection, one)
    if turn.choice in ("list", "back", "next"):
        return await _elsewhere(turn, collection, one)
    return await _hindered(turn, collection, one) or await _marked(turn, collection, one)


async def _elsewhere(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Leave this person as she is, and show somebody else."""
    if turn.choice == "list":
        return await screens.overview(turn, collection)
    if turn.choice == "back":
        return await screens.previous(turn, collection, one.member.id)
    return await screens.next_person(turn, collection, after=one.member.id)


async def _marked(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Write the tap down, and go on with the next person."""
    if turn.choice == "other":
        return _how_much(turn, collection, one)
    if turn.choice.startswith("same:"):
        return await _declared(turn, collection, one, int(turn.choice.partition(":")[2]))
    if turn.choice == "full":
        return await _paid(turn, collection, one, one.due, principal_first=False)
    if turn.choice == "aside":
        await _open_case(turn, one)
    if turn.choice == "clear":
        await put(turn, one, "open")
        again = await person(turn, collection, one.member.id)
        return await screens.show(turn, collection, again or one, note=_("Taken back."))
    await put(turn, one, turn.choice)
    text = _("{name}: next time.") if turn.choice == "later" else _("{name} is set aside.")
    note = turn.words(text, name=called(one.member, turn.today))
    return await screens.next_person(turn, collection, after=one.member.id, note=note)


async def _paid(
    turn: Turn,
    collection: Collection,
    one: Person,
    amount: int,
    *,
    principal_first: bool,
) -> Answer:
    parts = one.parts(amount, principal_first=principal_first)
    await mark(turn, one, parts, principal_first=principal_first)
    return await _noted(turn, collection, one, amount)


async def _noted(turn: Turn, collection: Collection, one: Person, amount: int) -> Answer:
    note = turn.words(
        _("Noted: {name} {amount}."), name=called(one.member, turn.today), amount=money(amount)
    )
    return await screens.next_person(turn, collection, after=one.member.id, note=note)


async def _open_case(turn: Turn, one: Person) -> None:
    """Let the board look at it later: about what she has told of, or about her money at all."""
    made = await cases.open_case(
        turn.db,
        club_id=turn.club.id,
        member_id=one.member.id,
        declaration=one.declared[-1].id if one.declared else None,
        reason="set_aside",
        note=called(turn.member, turn.today),
        now=turn.now,
    )
    if made is not None:
        await cases.assign(turn.db, made, turn.member.id)


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
        return _read_back(turn, collection, one, heard)
    await mark(turn, one, parts, principal_first=declared.principal_first, declaration=declared.id)
    return await _noted(turn, collection, one, declared.amount)


async def _typed(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Take a bare sum for this person; anything else names somebody."""
    text = turn.text.strip()
    if text == "0":
        raise turn.refuse(_("Nothing today? Then choose “{later}”."), later=_("Next time"))
    people = await named(turn, collection, text)
    heard = None if people else bare_sum(text)
    if heard:
        hindered = await _hindered(turn, collection, one)
        return hindered or _read_back(turn, collection, one, heard)
    return await pasting.typed(turn, collection)


async def take_sum(turn: Turn) -> Answer:
    """The officer typed what a person has handed over."""
    found = await _current(turn)
    if isinstance(found, Answer):
        return found
    collection, one = found
    if turn.choice:
        return await screens.show(turn, collection, one)
    hindered = await _hindered(turn, collection, one)
    return hindered or _read_back(turn, collection, one, heard_sum(turn))


async def take_confirmation(turn: Turn) -> Answer:
    """The sum and its split were read back: note it, only what is due of it, or another sum."""
    found = await _current(turn)
    if isinstance(found, Answer):
        return found
    collection, one = found
    if turn.choice == "no":
        return await screens.show(turn, collection, one)
    if turn.choice == "other":
        return _how_much(turn, collection, one)
    if hindered := await _hindered(turn, collection, one):
        return hindered
    return await _confirmed(turn, collection, one)


async def _confirmed(turn: Turn, collection: Collection, one: Person) -> Answer:
    if not turn.choice:
        return _another(turn, collection, one)
    only_due = turn.choice == "due"
    try:
        return await _paid(
            turn,
            collection,
            one,
            one.due if only_due else turn.data["amount"],
            principal_first=bool(turn.data["principal"]) and not only_due,
        )
    except TooMuch:
        return _how_much(turn, collection, one)


def _another(turn: Turn, collection: Collection, one: Person) -> Answer:
    heard = bare_sum(turn.text)
    if heard is None:
        unclear = _("I did not quite understand. Please choose one of these.")
        # "No" is nợ or the English no, and here no question about what is owed.
        error = UserError if turn.text.casefold() == "no" else NotUnderstood
        raise error(turn.words(unclear))
    return _read_back(turn, collection, one, heard)


def _how_much(turn: Turn, collection: Collection, one: Person) -> Answer:
    return turn.ask(
        "collecting.sum",
        _("How much did {name} hand over?"),
        Choice("back", _("Back to {name}").format(name=called(one.member, turn.today))),
        data=_data(collection, one),
        name=called(one.member, turn.today),
    )


def _read_back(turn: Turn, collection: Collection, one: Person, heard: Heard) -> Answer:
    """Read a sum back with its split; of what is too much, the rest is given back to her."""
    amount, too_much = heard.amount, 0
    try:
        parts = one.parts(amount, principal_first=heard.principal)
    except TooMuch as error:
        amount, too_much = error.limit, heard.amount - error.limit
        if not amount:
            raise turn.refuse(_("Nothing is to be paid today.")) from error
        parts = one.parts(amount, principal_first=heard.principal)
    said = split(one, parts, collection.held_on, principal_first=heard.principal)
    return turn.ask(
        "collecting.confirm",
        "{lines}",
        *_answers(one, amount, too_much),
        data={**_data(collection, one), "amount": amount, "principal": heard.principal},
        lines="\n".join(_sum_lines(turn, one, amount, too_much, said)),
    )


def _sum_lines(turn: Turn, one: Person, amount: int, too_much: int, said: str) -> list[str]:
    lines = [
        turn.words(
            _("{name}: {amount} ({words}): {split}. Is that right?"),
            name=full_name(one.member),
            amount=money(amount),
            words=in_words(amount),
            split=said,
        )
    ]
    if too_much:
        text = _("That is all that there is to pay: {amount} are given back.")
        lines.insert(0, text.format(amount=money(too_much)))
    if one.is_unusual(amount):
        text = _("⚠ {amount} is due today. Is there a nought too many?")
        lines.append(text.format(amount=money(one.due)))
    return lines


def _answers(one: Person, amount: int, too_much: int) -> list[Choice]:
    yes = _("Yes, {amount}")
    if too_much:
        yes = _("Take {amount}, give {rest} back")
    choices = [Choice("yes", yes.format(amount=money(amount), rest=money(too_much)))]
    if one.due and amount > one.due:
        text = _("Take only {amount}, give {rest} back")
        rest = money(amount + too_much - one.due)
        choices.append(Choice("due", text.format(amount=money(one.due), rest=rest)))
    return [*choices, Choice("other", _("Another sum")), Choice("no", _("Never mind"))]


async def _current(turn: Turn) -> tuple[Collection, Person] | Answer:
    """Return the list and the person that the question was about."""
    collection = await opened(turn)
    if isinstance(collection, Answer):
        return collection
    one = await person(turn, collection, turn.data["member"])
    if one is None:
        return await screens.overview(turn, collection)
    return collection, one


async def _hindered(turn: Turn, collection: Collection, one: Person) -> Answer | None:
    """Return what is shown instead where another officer was quicker, or must take this money."""
    if one.seen == turn.data["seen"] and may_touch(turn, one.member, await hands(turn)):
        return None
    note = ""
    if one.seen != turn.data["seen"]:
        note = turn.words(
            _("Somebody else has just written something down for {name}."),
            name=called(one.member, turn.today),
        )
    return await screens.show(turn, collection, one, note=note)


def _data(collection: Collection, one: Person) -> dict[str, object]:
    return {"collection": collection.id, "member": one.member.id, "seen": one.seen}


HANDLERS = {
    "collecting.person": Step(take_person, typed=True),
    "collecting.sum": Step(take_sum, typed=True),
    "collecting.confirm": Step(take_confirmation, typed=True),
}
