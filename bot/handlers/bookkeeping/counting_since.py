"""What was entered between a count and its second signature: named, and asked about."""

from __future__ import annotations

from bot.chat import Choice
from bot.i18n import _, money
from bot.storage import members
from bot.storage.counts import Count, Moved
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn

SHOWN = 6


async def ask_of_entries(turn: Turn, count: Count, moved: list[Moved], file: str = "") -> Answer:
    """Name what was entered since the count, and ask whether it lay there already.

    `file` is the photo of the minutes, where they were signed by hand.
    """
    ids = {one.member_id for one in moved if one.member_id is not None}
    people = await members.several(turn.db, ids, turn.today)
    line = _("- {name}: {amount}")
    lines = [
        line.format(
            name=called(people[one.member_id], turn.today) if one.member_id else _("the club"),
            amount=money(one.amount),
        )
        for one in moved[:SHOWN]
    ]
    if len(moved) > SHOWN:
        lines.append(_("And {count} more after these.").format(count=len(moved) - SHOWN))
    data: Data = {"count": count.id, "until": moved[-1].transaction, "file": file}
    return turn.ask(
        "counting.moved",
        _("Since the count this was entered:\n{lines}\nWas it counted already?"),
        Choice("after", _("No, it came after the count")),
        Choice("counted", _("Yes, it was counted")),
        Choice("again", _("Count again")),
        data=data,
        lines="\n".join(lines),
    )
