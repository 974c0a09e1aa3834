"""A meeting's list as it is read back: who paid what and what for, who did not, the total."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.bookkeeping.count_words import why
from bot.handlers.collecting.people import Person
from bot.handlers.collecting.saying import handed_over, told_of
from bot.handlers.collecting.screens import so_far, total
from bot.i18n import _, in_words, money
from bot.people import Member
from bot.storage.collections import Collection
from bot.telling import called
from bot.turn import Turn


def read_list(turn: Turn, collection: Collection, people: Sequence[Person]) -> list[str]:
    """Return the lines of a list that is about to be closed."""
    lines = [so_far(collection, people)]
    paid = [one for one in people if one.state == "paid"]
    for number, one in enumerate(paid, 1):
        lines.append(
            _("({number}) {name}: {what}").format(
                number=number,
                name=called(one.member, turn.today),
                what=handed_over(one, collection.held_on),
            )
        )
        lines += _told_besides(turn, one)
    lines += _without(turn, people)
    together = total(people)
    lines.append(
        _("Together: {amount} ({words})").format(amount=money(together), words=in_words(together))
    )
    return lines


def _told_besides(turn: Turn, one: Person) -> list[str]:
    """Say what she has told of that is not what was noted: it may be the same cash."""
    noted = {item.row.declaration_id for item in one.items}
    return [f"⚠ {told_of(turn, one, told)}" for told in one.in_cash if told.id not in noted]


def _without(turn: Turn, people: Sequence[Person]) -> list[str]:
    """Name those who have paid nothing: next time, set aside, and who was not asked."""
    heads = {
        "later": _("Next time: {names}"),
        "aside": _("Set aside: {names}"),
        "open": _("Not asked: {names}"),
    }
    lines = []
    for state, head in heads.items():
        names = [
            called(one.member, turn.today)
            for one in people
            if one.state == state and (one.due or state != "open")
        ]
        if names:
            lines.append(head.format(names=", ".join(names)))
    return lines


def counted(
    turn: Turn, collection: Collection, people: Sequence[Person], keeper: Member
) -> list[str]:
    """Return the lines for the second officer: the list, the count, and what it differs by."""
    lines = read_list(turn, collection, people)
    amount = collection.counted or 0
    lines.append(
        _("Counted by {name}: {amount}").format(
            name=called(keeper, turn.today), amount=money(amount)
        )
    )
    if difference := amount - total(people):
        text = _("⚠ {amount} more than the list says: {reason}")
        if difference < 0:
            text = _("⚠ {amount} less than the list says: {reason}")
        lines.append(text.format(amount=money(abs(difference)), reason=why(collection.reason)))
    return lines
