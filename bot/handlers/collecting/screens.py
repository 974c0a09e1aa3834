"""What an officer sees while going through the list: one person at a time, and all of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice
from bot.clock import local
from bot.handlers.collecting import saying
from bot.handlers.collecting.people import (
    Person,
    by_member,
    hands,
    may_touch,
    on_list,
    person,
    state_of,
)
from bot.handlers.names import full_name
from bot.i18n import _, clock_time, day, money, ngettext
from bot.storage import collected, members
from bot.storage.collections import Collection
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn

LONG, SHOWN = 8, 5
"""A list of more people than the first is shown with the second many of them."""
OFFERED = 2
"""So many declared sums have a button of their own."""


async def next_person(
    turn: Turn, collection: Collection, *, after: int | None = None, note: str = ""
) -> Answer:
    """Show the next one of whom nothing was said yet, or all of them where that is nobody.

    Who owes nothing by now is passed over, and so is whose money is another officer's to take.
    """
    groups = by_member(await collected.rows(turn.db, collection.id))
    ids = [group[0].member_id for group in groups]
    begin = ids.index(after) + 1 if after in ids else 0
    near = await hands(turn)
    for group in [*groups[begin:], *groups[:begin]]:
        if state_of(group) != "open":
            continue
        (person,) = await on_list(turn, collection, group)
        if (person.due or person.in_cash) and may_touch(turn, person.member, near):
            where = ids.index(person.member.id) + 1, len(ids)
            return await shown(turn, collection, person, note=note, where=where)
    return await overview(turn, collection, note=note)


async def show(turn: Turn, collection: Collection, person: Person, *, note: str = "") -> Answer:
    """Show one person, with what was said of her, as far as the speaker may take her money."""
    groups = by_member(await collected.rows(turn.db, collection.id))
    ids = [group[0].member_id for group in groups]
    where = ids.index(person.member.id) + 1, len(ids)
    if may_touch(turn, person.member, await hands(turn)):
        return await shown(turn, collection, person, note=note, where=where)
    text = _("({place}/{all}) {name}: somebody else of the board must take this money.")
    return turn.ask(
        "collecting.person",
        f"{{note}}{text}",
        Choice("next", _("Go on with the next")),
        Choice("list", _("The whole list")),
        data=data_of(collection, person),
        note=before(note),
        place=where[0],
        all=where[1],
        name=full_name(person.member),
    )


async def shown(
    turn: Turn, collection: Collection, person: Person, *, note: str, where: tuple[int, int]
) -> Answer:
    """Ask what one person has handed over."""
    lines = [
        _("({place}/{all}) {name}").format(
            place=where[0], all=where[1], name=full_name(person.member)
        )
    ]
    if person.due:
        lines.append(
            _("To pay: {amount} ({split})").format(
                amount=money(person.due), split=saying.asked_for(person, collection.counts_on)
            )
        )
    else:
        lines.append(_("Nothing is to be paid today."))
    lines += [saying.told_of(turn, person, one) for one in person.declared]
    lines += saying.on_other_lists(turn, person)
    lines += saying.the_rest(person, collection.counts_on)
    if person.state != "open":
        lines.append(await _said_before(turn, collection, person))
    return turn.ask(
        "collecting.person",
        "{note}{lines}",
        *_choices(person),
        data=data_of(collection, person),
        note=before(note),
        lines="\n".join(lines),
    )


def same_money(person: Person) -> list[Choice]:
    """Offer to take what she told of, as she told it."""
    return [
        Choice(f"same:{one.id}", _("This very money, {amount}").format(amount=money(one.amount)))
        for one in person.in_cash[-OFFERED:]
    ]


def the_rest(person: Person) -> list[Choice]:
    """Offer to take what is due beside the money on another list, where that is a part of it."""
    if not (rest := sum(person.rest)):
        return []
    return [Choice(f"rest:{rest}", _("The rest, {amount}").format(amount=money(rest)))]


def _choices(person: Person) -> list[Choice]:
    choices = [*same_money(person), *the_rest(person)]
    if person.due:
        paid = _("Paid in full, {amount}").format(amount=money(person.due))
        choices.append(Choice("full", paid))
    choices += [
        Choice("other", _("Another sum")),
        Choice("later", _("Next time")),
        Choice("aside", _("Set aside")),
        Choice("back", _("The one before")),
        Choice("list", _("The whole list")),
    ]
    if person.state != "open":
        choices.append(Choice("clear", _("Take that back")))
    return choices


async def _said_before(turn: Turn, collection: Collection, person: Person) -> str:
    who, at = await marked(turn, person)
    return _("Written down: {what} ({who}, {time}).").format(
        what=saying.mark_of(person, collection.counts_on), who=who, time=at
    )


async def marked(turn: Turn, person: Person) -> tuple[str, str]:
    """Return who has written down what is said of a person, and at what time."""
    row = next(item.row for item in person.items if item.row.marked_by)
    if row.marked_by is None or row.marked_at is None:
        raise ValueError(f"row {row.id} was marked by nobody")
    who = await members.member(turn.db, row.marked_by, turn.today)
    return called(who, turn.today), clock_time(local(row.marked_at, turn.zone))


async def overview(
    turn: Turn, collection: Collection, *, note: str = "", whole: bool = False
) -> Answer:
    """Show the list: who has paid, who not, and what can be done next.

    Of a long one those that are still to be asked, and only some; `whole` shows everybody.
    """
    people = await on_list(turn, collection, await collected.rows(turn.db, collection.id))
    near = await hands(turn)
    free = [one for one in people if may_touch(turn, one.member, near)]
    left = [one for one in free if one.state == "open" and (one.due or one.in_cash)]
    listed = [one for one in people if one.state != "open" or one.due or one.in_cash]
    shown = listed
    if len(listed) > LONG and not whole:
        shown = [one for one in listed if one.state != "paid"][:SHOWN]
    return turn.ask(
        "collecting.list",
        "{note}{lines}",
        *_what_next(collection, people, left, is_cut=len(shown) < len(listed)),
        data={"collection": collection.id},
        note=before(note),
        lines="\n".join(
            [
                so_far(collection, people),
                *(_line(turn, one, is_others=one not in free) for one in shown),
                *_and_more(len(listed) - len(shown)),
            ]
        ),
    )


def _and_more(count: int) -> list[str]:
    text = ngettext("… and {count} more", "… and {count} more", count)
    return [text.format(count=count)] if count else []


def _what_next(
    collection: Collection, people: Sequence[Person], left: Sequence[Person], *, is_cut: bool
) -> list[Choice]:
    choices = [Choice("on", _("Go on"))] if left else []
    rest = [one for one in left if one.is_simply_due]
    if len(rest) > 1:
        due = money(sum(one.due for one in rest))
        choices.append(Choice("rest", _("All the rest in full, {amount}").format(amount=due)))
    paid = total(people)
    if paid:
        choices.append(
            Choice("count", _("Read it back and count {amount}").format(amount=money(paid)))
        )
    elif any(one.state != "open" for one in people):
        choices.append(Choice("count", _("Close it: nobody has paid")))
    if is_cut:
        choices.append(Choice("every", _("The whole list")))
    by_name = collection.by == "seat"
    choices.append(Choice("order", _("In the order of names") if by_name else _("As they sit")))
    choices.append(Choice("stop", _("Leave it for now")))
    choices.append(Choice("drop", _("Drop this list")))
    return choices


def so_far(collection: Collection, people: Sequence[Person]) -> str:
    """Say how far a list has got."""
    paid = [one for one in people if one.state == "paid"]
    text = ngettext(
        "Collection of {day}: {count} of {all} has paid, {amount}.",
        "Collection of {day}: {count} of {all} have paid, {amount}.",
        len(paid),
    )
    return text.format(
        day=day(collection.held_on), count=len(paid), all=len(people), amount=money(total(people))
    )


def _line(turn: Turn, person: Person, *, is_others: bool) -> str:
    name = called(person.member, turn.today)
    if person.state == "paid":
        return _("✓ {name} {amount}").format(name=name, amount=money(person.paid))
    if person.state == "later":
        return _("– {name}: next time").format(name=name)
    if person.state == "aside":
        return _("⚠ {name}: set aside").format(name=name)
    if is_others:
        return _("✋ {name} {amount}: somebody else must take it").format(
            name=name, amount=money(person.due)
        )
    line = _("… {name} {amount}").format(name=name, amount=money(person.due))
    return "\n⚠ ".join([line, *saying.on_other_lists(turn, person)])


def total(people: Sequence[Person]) -> int:
    """Return what all of them have handed over, đồng."""
    return sum(one.paid for one in people if one.state == "paid")


def before(note: str) -> str:
    """Return what was done last, to stand above what is asked next."""
    return f"{note}\n\n" if note else ""


def data_of(collection: Collection, person: Person) -> Data:
    """Return what a question about one person carries."""
    return {"collection": collection.id, "member": person.member.id, "seen": person.seen}


async def previous(turn: Turn, collection: Collection, member_id: int) -> Answer:
    """Show who stands before somebody on the list; before the first one stands the last."""
    groups = by_member(await collected.rows(turn.db, collection.id))
    ids = [group[0].member_id for group in groups]
    place = ids.index(member_id) - 1 if member_id in ids else 0
    (person,) = await on_list(turn, collection, groups[place])
    return await show(turn, collection, person)


async def on_the_list(turn: Turn, collection: Collection, member_id: int) -> Person:
    """Return somebody who is on the list."""
    one = await person(turn, collection, member_id)
    if one is None:
        raise ValueError(f"member {member_id} is not on list {collection.id}")
    return one
