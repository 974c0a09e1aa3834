"""What has to be asked about a pasted line before it is noted, and the questions themselves."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Sequence

from bot.chat import Choice
from bot.handlers.collecting import screens
from bot.handlers.collecting.people import Person
from bot.handlers.collecting.saying import on_other_lists, told_of
from bot.handlers.collecting.whose import contradicts
from bot.handlers.names import choices_of, nearly
from bot.handlers.sums import doubt_of
from bot.i18n import _, money
from bot.people import Member
from bot.storage import members
from bot.storage.collections import Collection
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding.collecting import Line, Reading

STEP = "collecting.unclear"
MOST = 60
"""Lines that are asked about one by one; the rest is for another message."""


def of_whom(line: Line, found: Sequence[Member]) -> Data:
    """Return the question whom a line is about: one of several, or somebody not found."""
    ids = list(dict.fromkeys(one.id for one in found))
    if len(ids) == 1:  # she is clear, and the sum can be read in two ways
        return without_sum(found[0], line.said)
    return {"why": "who" if ids else "nobody", "said": line.said, "members": ids}


def without_sum(member: Member, said: str) -> Data:
    """Return the question how much it was."""
    return {"why": "sum", "said": said, "member": member.id}


def owes_nothing(member: Member, said: str) -> Data:
    """Return what is said of somebody who has nothing to pay for."""
    return {"why": "nothing", "said": said, "member": member.id}


def too_much(one: Person, reading: Reading, limit: int, said: str) -> Data:
    """Return the question what to do with more than there is to pay."""
    return {**_of_sum("much", one, reading, said), "limit": limit}


def first_asked(
    one: Person, reading: Reading, said: str, passed: Several[str] = ()
) -> Data | None:
    """Return the first question about a sum, but for those that were `passed`."""
    amount = reading.amount or 0
    meant = one.likely_meant(amount) if amount else None
    doubts = {
        "unpaid": reading.unpaid and bool(amount),
        "fee": bool(amount and not reading.principal and one.fee_missed(amount)),
        "again": one.state == "aside" or (one.state == "paid" and one.paid != amount),
        "unusual": meant is not None or one.is_unusual(amount),
        "bare": not reading.sure,
        "told": bool(one.in_cash and amount),
        "listed": bool(one.elsewhere and amount),
    }
    why = next((why for why, doubted in doubts.items() if doubted and why not in passed), None)
    if why is None:
        return None
    return _of_sum(why, one, reading, said) | {"passed": list(passed), "meant": meant}


def _of_sum(why: str, one: Person, reading: Reading, said: str) -> Data:
    return {
        "why": why,
        "said": said,
        "member": one.member.id,
        "amount": reading.amount,
        "sure": reading.sure,
        "principal": reading.principal,
    }


def reading_of(asked: Data) -> Reading:
    """Return how a line is read that a question is about."""
    return Reading(
        name="", amount=asked["amount"], sure=asked["sure"], principal=asked["principal"]
    )


async def next_of(
    turn: Turn, collection: Collection, asked: Sequence[Data], *, note: str = ""
) -> Answer:
    """Ask about the first of these lines; go on with the list when none is left."""
    if not asked:
        return await screens.next_person(turn, collection, note=note)
    text, choices = await _question(turn, collection, asked[0])
    return turn.ask(
        STEP,
        "{note}{asked}",
        *choices,
        Choice("skip", _("Leave this line out")),
        data={"collection": collection.id, "asked": list(asked[:MOST])},
        note=screens.before(note),
        asked=text,
    )


async def _question(
    turn: Turn, collection: Collection, asked: Data
) -> tuple[str, Sequence[Choice]]:
    said = asked["said"]
    if asked["why"] in ("who", "nobody"):
        return await _who(turn, asked)
    member = await members.member(turn.db, asked["member"], turn.today)
    name = called(member, turn.today)
    if asked["why"] == "nothing":
        return turn.words(_("“{said}”: {name} has nothing to pay."), said=said, name=name), ()
    if asked["why"] == "sum":
        return turn.words(_("“{said}”: how much did {name} hand over?"), said=said, name=name), ()
    return await _of_the_sum(turn, collection, asked, member)


async def _who(turn: Turn, asked: Data) -> tuple[str, Sequence[Choice]]:
    said = asked["said"]
    if asked["members"]:
        people = await members.several(turn.db, asked["members"], turn.today)
        found = [people[one] for one in asked["members"]]
        return turn.words(_("“{said}”: which one is it?"), said=said), choices_of(found)
    everybody = await members.to_be_found(turn.db, turn.club.id, turn.today)
    text = _("“{said}”: I find nobody of that name. Who is it? Please write the name again.")
    name = _name_in(said)
    near = [one for one in nearly(name, everybody) if not contradicts(name, one)]
    return turn.words(text, said=said), choices_of(near)


def _name_in(said: str) -> str:
    words = (word for word in said.split() if not any(char.isdecimal() for char in word))
    return " ".join(words)


async def _of_the_sum(
    turn: Turn, collection: Collection, asked: Data, member: Member
) -> tuple[str, Sequence[Choice]]:
    """Ask about a sum: is it that, is it that much, once more, or told of before?"""
    # Here: the one who is asked about is on the list, or the question would not have come up.
    from_list = await screens.on_the_list(turn, collection, member.id)
    if asked["why"] == "told":
        return told_of(turn, from_list, from_list.in_cash[-1]), (
            Choice(f"same:{from_list.in_cash[-1].id}", _("This very money")),
            Choice("yes", _("Other money")),
        )
    if asked["why"] == "listed":
        return "\n".join(on_other_lists(turn, from_list)), (
            Choice("later", _("That is this money; nothing more today")),
            Choice("yes", _("Other money, {amount}").format(amount=money(asked["amount"]))),
        )
    said, name = asked["said"], called(member, turn.today)
    if asked["why"] == "much":
        text = _("“{said}”: {name} has only {limit} to pay.")
        if not asked["limit"] and from_list.due:
            text = _("“{said}”: {name} owes a fee of {due}; it is paid in whole months.")
        limit, due = money(asked["limit"]), money(from_list.due)
        return turn.words(text, said=said, name=name, limit=limit, due=due), _at_most(asked)
    if asked["why"] in ("unpaid", "fee"):
        return _paid_what(turn, asked, from_list)
    if asked["why"] == "again":
        text = _("“{said}”: for {name} {paid} is noted already. And now?")
        if from_list.state == "aside":
            text = _("“{said}”: {name} is set aside. And now?")
        paid = money(from_list.paid)
        return turn.words(text, said=said, name=name, paid=paid), _again(asked, from_list)
    amount = money(asked["amount"])
    text = _("“{said}”: {name} {amount}, is that right?")
    if asked["why"] == "unusual" and from_list.is_unusual(asked["amount"]):
        text = _("“{said}”: {name} {amount}? {due} is due.")
    doubt = doubt_of(asked["meant"])
    words = turn.words(text, said=said, name=name, amount=amount, due=money(from_list.due))
    yes = Choice("yes", _("Yes, {amount}").format(amount=amount))
    return words + doubt.asks, (yes, *doubt.choices)


def _paid_what(turn: Turn, asked: Data, one: Person) -> tuple[str, Sequence[Choice]]:
    """Ask whether it was handed over at all, or what it is for where a fee is due."""
    name, amount = called(one.member, turn.today), money(asked["amount"])
    if asked["why"] == "unpaid":
        text = _("“{said}”: has {name} handed over {amount}, or is it for next time?")
        yes = Choice("yes", _("Handed over, {amount}").format(amount=amount))
        return turn.words(text, said=asked["said"], name=name, amount=amount), (
            yes,
            Choice("later", _("Next time")),
        )
    fee = money(one.fee_missed(asked["amount"]))
    text = _("“{said}”: {amount} is less than {name}'s fee of {fee}, and would go to the loan.")
    return turn.words(text, said=asked["said"], name=name, amount=amount, fee=fee), (
        Choice("fee", _("The fee, {fee}").format(fee=fee)),
        Choice("yes", _("Yes, to the loan, {amount}").format(amount=amount)),
    )


def _at_most(asked: Data) -> Sequence[Choice]:
    """Offer to take what there is to pay, where it is anything."""
    rest = money(asked["amount"] - asked["limit"])
    take = _("Take {amount}, give {rest} back").format(amount=money(asked["limit"]), rest=rest)
    return (Choice("limit", take),) if asked["limit"] else ()


def _again(asked: Data, one: Person) -> Sequence[Choice]:
    """Offer what a second line for the same person may mean."""
    if not asked["amount"]:
        return (Choice("later", _("Next time")),)
    if one.state == "aside":
        taken = _("Take {amount}, it is settled").format(amount=money(asked["amount"]))
        return (Choice("yes", taken),)
    both = money(asked["amount"] + one.paid)
    return (
        Choice("yes", _("{amount} instead").format(amount=money(asked["amount"]))),
        Choice("add", _("On top of it: {amount} together").format(amount=both)),
    )


def which(turn: Turn, collection: Collection, found: Sequence[Member]) -> Answer:
    """Ask which one of several is to be shown."""
    return turn.ask(
        "collecting.which",
        _("Which one do you mean?"),
        *choices_of(found),
        Choice("list", _("The whole list")),
        data={"collection": collection.id},
    )
