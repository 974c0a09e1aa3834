"""What became of a list that is not open any more: the same is said to everybody who asks."""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local
from bot.handlers.collecting import seconding
from bot.i18n import _, clock_time, money, short_day
from bot.storage import collections, members
from bot.storage.collections import Collection
from bot.telling import called
from bot.turn import Answer, Turn


async def over(turn: Turn, collection: Collection) -> Answer:
    """Say what became of a list: dropped, closed, put by, or counted and waiting."""
    on = short_day(collection.held_on)
    if collection.waits_for_second:
        return await _waits(turn, collection, on)
    if collection.status == "closed":
        return await _closed(turn, collection, on)
    if collection.status == collections.PUT_BY:
        return turn.say(
            _("The collection of {day} is kept as it stands while another one is taken."),
            Choice("collecting", _("Go to the list")),
            day=on,
        )
    return turn.say(_("The collection of {day} was dropped; nothing was written."), day=on)


async def _waits(turn: Turn, collection: Collection, on: str) -> Answer:
    """Say for whom a counted list waits, and what can be done where nobody answers."""
    keeper = await seconding.keeper_of(turn, collection)
    able = [one.member for one in await seconding.able(turn, collection, keeper)]
    others = [one for one in able if one.id != turn.member.id]
    names = ", ".join(called(one, turn.today) for one in others)
    lines = [
        _(
            "{name} has counted {amount} for the collection of {day}; a second officer must agree"
            " before it is in the book."
        ).format(name=called(keeper, turn.today), amount=money(collection.counted or 0), day=on)
    ]
    on_paper = not others or seconding.may_be_signed(turn, collection)
    if others:
        lines.append(_("These can agree here: {names}.").format(names=names))
    if not on_paper:
        text = _("If nobody answers: from {time} on two can sign it on paper.")
        at = local(seconding.signed_from(collection), turn.zone)
        lines.append(text.format(time=clock_time(at)))
    is_hers = len(others) < len(able)
    choices = [Choice("ask", _("Look at it") if is_hers else _("Ask once more"))] if able else []
    if on_paper:
        choices.append(Choice("paper", _("Two have signed a paper")))
    choices.append(Choice("reopen", _("Change the list again")))
    if collection.held_on < turn.today:
        choices.append(Choice("today", _("Begin the list of today")))
    return turn.ask(
        "collecting.waits",
        "{lines}",
        *choices,
        Choice("stop", _("Leave it for now")),
        data={"collection": collection.id},
        lines="\n".join(lines),
    )


async def _closed(turn: Turn, collection: Collection, on: str) -> Answer:
    if collection.counted is None or collection.closed_at is None:
        raise ValueError(f"collection {collection.id} is not closed")
    at = clock_time(local(collection.closed_at, turn.zone))
    if collection.agreed_by is None:
        text = _("The collection of {day} was closed at {time} on a signed paper: {amount}.")
        return turn.say(text, day=on, time=at, amount=money(collection.counted))
    who = await members.member(turn.db, collection.agreed_by, turn.today)
    return turn.say(
        _("{name} agreed at {time}: {amount} of the collection of {day} is in the book."),
        Choice("cash", _("What the box must hold")),
        name=called(who, turn.today),
        time=at,
        amount=money(collection.counted),
        day=on,
    )
