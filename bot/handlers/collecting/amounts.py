"""A sum of one person of the list: asked for, read back with its split, and noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.chat import Choice, NotUnderstood, UserError
from bot.handlers import ahead
from bot.handlers.collecting import pasting, same, screens, unclear, whose
from bot.handlers.collecting.people import Person
from bot.handlers.collecting.saying import split
from bot.handlers.collecting.taking import current, hindered, mark, put
from bot.handlers.names import full_name
from bot.handlers.sums import Doubt, doubt_of
from bot.i18n import _, in_words, money
from bot.money.loans import Prepaying, TooMuch
from bot.storage.collections import Collection
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import Heard
from bot.understanding.collecting import Reading, bare_sum, is_nothing
from bot.understanding.collecting_beside import is_full, is_later

WAYS = tuple(way.value for way in Prepaying)


def how_much(turn: Turn, collection: Collection, one: Person, *, note: str = "") -> Answer:
    """Ask for the sum."""
    name = called(one.member, turn.today)
    return turn.ask(
        "collecting.sum",
        "{note}{asked}",
        Choice("back", _("Back to {name}").format(name=name)),
        data=screens.data_of(collection, one),
        note=screens.before(note),
        asked=turn.words(_("How much did {name} hand over?"), name=name),
    )


async def take_sum(turn: Turn) -> Answer:
    """The officer typed what a person has handed over."""
    found = await current(turn)
    if isinstance(found, Answer):
        return found
    collection, one = found
    if turn.choice:
        return await screens.show(turn, collection, one)
    if note := await _noted_of_others(turn, collection, one):
        return how_much(turn, collection, one, note=note)
    return await hindered(turn, collection, one) or await _typed(turn, collection, one)


async def _typed(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Take what was typed for her: all that is due, nothing, or a sum."""
    if is_later(turn.text) or is_nothing(turn.text):
        return await passed_over(turn, collection, one)
    if is_full(turn.text) and one.due:
        return said(turn, collection, one, _in_full(one))
    reading = await pasting.own_sum(turn, collection, one.member)
    if reading.unpaid:
        return await _asked_of(turn, collection, one, reading)
    return said(turn, collection, one, _as_heard(reading))


async def _noted_of_others(turn: Turn, collection: Collection, one: Person) -> str:
    """Note typed lines of others, and return what is said of them; what is unclear must wait."""
    others = await pasting.of_others(turn, collection, one.member)
    if others is None:
        return ""
    note, questions = others
    if questions:
        text = _("“{said}” is somebody else's. One after the other, please: first {name}.")
        name = called(one.member, turn.today)
        raise turn.refuse(text, said=turn.text, name=name)
    return note


async def passed_over(
    turn: Turn, collection: Collection, one: Person, *, note: str = ""
) -> Answer:
    """Note that she pays nothing today, and show the next person."""
    await put(turn, one, "later")
    later = turn.words(_("{name}: next time."), name=called(one.member, turn.today))
    note = f"{note}\n{later}".strip()
    return await screens.next_person(turn, collection, after=one.member.id, note=note)


async def _asked_of(turn: Turn, collection: Collection, one: Person, reading: Reading) -> Answer:
    """Ask whether a sum of hers was handed over at all."""
    question = unclear.first_asked(one, reading, turn.text)
    return await unclear.next_of(turn, collection, [question] if question else [])


def _in_full(one: Person) -> Heard:
    return Heard(amount=one.due, sure=True, principal=False, rest="")


def _as_heard(reading: Reading) -> Heard:
    return Heard(
        amount=reading.amount or 0, sure=reading.sure, principal=reading.principal, rest=""
    )


def said(turn: Turn, collection: Collection, one: Person, heard: Heard) -> Answer:
    """Take a sum that was typed: read it back, once it is clear that it is other money."""
    if one.may_be_known:
        return same.ask(turn, collection, one, heard, whole=False)
    return read_back(turn, collection, one, heard)


def read_back(turn: Turn, collection: Collection, one: Person, heard: Heard) -> Answer:
    """Read a sum back with its split; of what is too much, the rest is given back to her."""
    amount, too_much = heard.amount, 0
    try:
        parts = one.parts(amount, principal_first=heard.principal)
    except TooMuch as error:
        amount, too_much = error.limit, heard.amount - error.limit
        if not amount and one.due:
            text = _("A fee is paid in whole months: {due} is due. How much is it, please?")
            raise turn.refuse(text, due=money(one.due)) from error
        if not amount:
            raise turn.refuse(_("Nothing is to be paid today.")) from error
        parts = one.parts(amount, principal_first=heard.principal)
    doubt = doubt_of(one.likely_meant(heard.amount))
    ways = _ways(collection, one, parts, principal_first=heard.principal)
    lines = [
        turn.words(
            _("{name}: {amount} ({words}): {split}. Is that right?"),
            name=full_name(one.member),
            amount=money(amount),
            words=in_words(amount),
            split=split(one, parts, collection.counts_on, principal_first=heard.principal),
        )
        + doubt.asks
    ]
    if too_much:
        text = _("That is all that there is to pay: {amount} are given back.")
        lines.insert(0, text.format(amount=money(too_much)))
    if not heard.principal and (fee := one.fee_missed(amount)):
        text = _("The fee of {fee} is paid in whole months: nothing of this is for it.")
        lines.append(text.format(fee=money(fee)))
    if ways:
        lines.append(_("What shall the money be that is more than is due?"))
    return turn.ask(
        "collecting.confirm",
        "{lines}",
        *_answers(one, amount, too_much, doubt, ways),
        data={
            **screens.data_of(collection, one),
            "amount": amount,
            "principal": heard.principal,
            **doubt.data,
        },
        lines="\n".join(lines),
    )


def _ways(
    collection: Collection, one: Person, parts: list[int], *, principal_first: bool
) -> Mapping[str, str]:
    """Return what principal paid ahead may be, by its key; empty where it makes no difference."""
    on = collection.counts_on
    paid = [(item, amount) for item, amount in zip(one.items, parts, strict=True) if amount]
    of_loans = [(item.owed.loan, item, amount) for item, amount in paid if item.owed.loan]
    if len(of_loans) != 1:
        return {}
    ((loan, item, amount),) = of_loans
    share = item.share(amount, on, principal_first=principal_first)
    found = ahead.ways(loan, share, on) if share else {}
    if len(found) < 2:
        return {}
    return {way.value: ahead.label(way, left) for way, left in found.items()}


def _answers(
    one: Person, amount: int, too_much: int, doubt: Doubt, ways: Mapping[str, str]
) -> list[Choice]:
    yes = _("Yes, {amount}")
    if too_much:
        yes = _("Take {amount}, give {rest} back")
    choices = [Choice("yes", yes.format(amount=money(amount), rest=money(too_much)))]
    if ways:
        choices = [Choice(way, label) for way, label in ways.items()]
    choices += doubt.choices
    if one.due and amount > one.due:
        text = _("Take only {amount}, give {rest} back")
        rest = money(amount + too_much - one.due)
        choices.append(Choice("due", text.format(amount=money(one.due), rest=rest)))
    return [*choices, Choice("other", _("Another sum")), Choice("no", _("Never mind"))]


async def take_confirmation(turn: Turn) -> Answer:
    """The sum and its split were read back: note it, only what is due of it, or another sum."""
    found = await current(turn)
    if isinstance(found, Answer):
        return found
    collection, one = found
    if turn.choice == "no":
        return await screens.show(turn, collection, one)
    if turn.choice == "other":
        return how_much(turn, collection, one)
    return await hindered(turn, collection, one) or await _confirmed(turn, collection, one)


async def _confirmed(turn: Turn, collection: Collection, one: Person) -> Answer:
    principal = bool(turn.data["principal"])
    if not turn.choice:
        asked = Heard(amount=turn.data["amount"], sure=True, principal=principal, rest="")
        this = read_back(turn, collection, one, asked)
        return await _another(turn, collection, one, this)
    if turn.choice == "meant":
        meant = Heard(amount=turn.data["meant"], sure=True, principal=principal, rest="")
        return read_back(turn, collection, one, meant)
    only_due = turn.choice == "due"
    chosen = turn.choice if turn.choice in WAYS and turn.choice != Prepaying.NEXT else ""
    try:
        return await paid(
            turn,
            collection,
            one,
            one.due if only_due else turn.data["amount"],
            principal_first=principal and not only_due,
            prepaying=chosen,
        )
    except TooMuch:
        return how_much(turn, collection, one)


async def _another(turn: Turn, collection: Collection, one: Person, asked: Answer) -> Answer:
    """Take what was typed in place of a yes: another sum of hers, or lines of others."""
    if is_full(turn.text) and one.due:
        return read_back(turn, collection, one, _in_full(one))
    if note := await _noted_of_others(turn, collection, one):
        return replace(asked, text=f"{note}\n\n{asked.text}")
    if heard := bare_sum(turn.text):
        return read_back(turn, collection, one, heard)
    named = await whose.named_in(turn, collection)
    own = [reading for member, reading in named if member.id == one.member.id]
    if len(own) == 1 and own[0] and own[0].amount:
        if own[0].unpaid:
            return await _asked_of(turn, collection, one, own[0])
        return read_back(turn, collection, one, _as_heard(own[0]))
    if named:
        text = turn.words(_("One after the other, please: first this one."))
        raise turn.refuse("{first}\n\n{asked}", first=text, asked=asked.text)
    unclear_words = _("I did not quite understand. Please choose one of these.")
    # "No" is nợ or the English no, and here no question about what is owed.
    error = UserError if turn.text.casefold() == "no" else NotUnderstood
    raise error(turn.words(unclear_words))


async def paid(
    turn: Turn,
    collection: Collection,
    one: Person,
    amount: int,
    *,
    principal_first: bool = False,
    prepaying: str = "",
) -> Answer:
    """Note a sum, and go on with the next person.

    Raises:
        TooMuch: she owes less than that by now.
    """
    parts = one.parts(amount, principal_first=principal_first)
    await mark(turn, one, parts, principal_first=principal_first, prepaying=prepaying)
    return await noted(turn, collection, one, amount)


async def noted(turn: Turn, collection: Collection, one: Person, amount: int) -> Answer:
    """Say what was noted, and show the next person."""
    note = turn.words(
        _("Noted: {name} {amount}."), name=called(one.member, turn.today), amount=money(amount)
    )
    return await screens.next_person(turn, collection, after=one.member.id, note=note)


HANDLERS = {
    "collecting.sum": Step(take_sum, typed=True),
    "collecting.confirm": Step(take_confirmation, typed=True),
}
