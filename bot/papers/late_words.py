"""The board's list of who has paid nothing for weeks: it comes by itself, and is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from bot.i18n import _, money, sentence, short_day
from bot.money.loans import Standing
from bot.people import Member
from bot.storage.loans import Borrowed
from bot.telling import called

LISTED = 10
"""So many come by themselves; the others are seen by a tap."""


def late_list(
    behind: Iterable[Borrowed],
    people: Mapping[int, Member],
    today: date,
    words: Callable[..., str],
    *,
    most: int | None = None,
) -> str:
    """Return a line for each of `people` who is behind with loans, or for the first of them."""
    lines = [words(_("For the board only: not in the book for weeks, and I remind no more."))]
    lines += islice(_lines(behind, people, today), most)
    if most and len(people) > most:
        lines.append(_("And {count} more people.").format(count=len(people) - most))
    return "\n".join(lines)


def _lines(behind: Iterable[Borrowed], people: Mapping[int, Member], today: date) -> Iterator[str]:
    theirs: defaultdict[int, list[Standing]] = defaultdict(list)
    for loan in behind:
        theirs[loan.member_id].append(loan.standing(today))
    for member_id, owed in theirs.items():
        yield sentence(
            _("{name}: {amount} since {day}"),
            name=called(people[member_id], today),
            amount=money(sum(one.overdue for one in owed)),
            day=short_day(min(one.overdue_since or today for one in owed), today=today),
        )
