"""A meeting's list as it is read back: who paid what and what for, who did not, the total."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.bookkeeping.count_words import why
from bot.handlers.collecting.people import Person
from bot.handlers.collecting.saying import handed_over, on_other_lists, told_of
from bot.handlers.collecting.screens import so_far, total
from bot.i18n import _, in_words, money, ngettext, sentence
from bot.people import Member
from bot.storage.collections import Collection
from bot.telling import called
from bot.turn import Turn

NAMED = 3
"""So many of those who were not asked are named."""


def read_list(turn: Turn, collection: Collection, people: Sequence[Person]) -> list[str]:
    """Return the lines of a list that is about to be closed."""
    lines = [so_far(collection, people)]
    paid = [one for one in people if one.state == "paid"]
    for number, one in enumerate(paid, 1):
        lines.append(
            _("({number}) {name}: {what}").format(
                number=number,
                name=called(one.member, turn.today),
                what=handed_over(one, collection.counts_on),
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
    """Say what she has told of that is not what was noted: it may be the same cash.

    So it may be where money of hers stands on another list.
    """
    noted = {item.row.declaration_id for item in one.items}
    said = [told_of(turn, one, told) for told in one.in_cash if told.id not in noted]
    return [f"⚠ {line}" for line in [*said, *on_other_lists(turn, one)]]


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
            lines.append(head.format(names=few(names) if state == "open" else ", ".join(names)))
    return lines


def few(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    if len(names) <= NAMED:
        return ", ".join(names)
    more = ngettext("{count} more", "{count} more", len(names) - NAMED)
    return f"{', '.join(names[:NAMED])}, {more.format(count=len(names) - NAMED)}"


def counted(
    turn: Turn, collection: Collection, people: Sequence[Person], keeper: Member
) -> list[str]:
    """Return the lines for the second officer: the list, the count, and what it differs by."""
    lines = read_list(turn, collection, people)
    amount = collection.counted or 0
    said = _("Counted by {name}: {amount}")
    lines.append(sentence(said, name=called(keeper, turn.today), amount=money(amount)))
    if difference := amount - total(people):
        text = _("⚠ {amount} more than the list says: {reason}")
        if difference < 0:
            text = _("⚠ {amount} less than the list says: {reason}")
        lines.append(text.format(amount=money(abs(difference)), reason=why(collection.reason)))
    return lines
