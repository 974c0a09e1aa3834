"""Everybody's own days of labour: given and received, what is to come, and taking it off again."""

from __future__ import annotations

from datetime import date, timedelta
from textwrap import shorten

from bot.chat import Choice
from bot.handlers.gathering import labour_after, labour_going
from bot.handlers.gathering.labour_words import may_answer, short_name, when, who_hears
from bot.i18n import _, near_day, ngettext, short_day
from bot.storage import labour, labour_swaps, members
from bot.storage.labour import Labour
from bot.storage.labour_swaps import Swap
from bot.telling import speaking_to
from bot.turn import Answer, Step, Turn

UNSETTLED = timedelta(days=14)
"""So long it is still asked whether a day came about."""
SHOWN = 6
LONGEST = 14
"""Characters of what is to be done, on a button."""


async def mine(turn: Turn) -> Answer:
    """Show the days that the speaker gave and received this year, and what is to come."""
    this_year = date(turn.today.year, 1, 1)
    days = await labour_swaps.days_of(turn.db, turn.club.id, turn.member.id, this_year)
    swaps = await labour_swaps.of_member(
        turn.db, turn.club.id, turn.member.id, turn.today - UNSETTLED
    )
    lines = [
        turn.words(
            _("This year {you} helped others on {given}, and others helped {you} on {received}."),
            given=_days(days.given),
            received=_days(days.received),
        )
    ]
    choices = []
    for swap in (one for one in swaps if one.is_open):
        lines.append(await _line(turn, swap))
        choices += await _ways(turn, swap)
    for one in await labour.on_board(turn.db, turn.club.id, turn.today):
        if turn.member.id in (one.member_id, one.entered_by):
            lines.append(await _put(turn, one))
            choices.append(await _off(turn, one))
    return turn.ask(
        "labour.own",
        "{lines}",
        *choices[:SHOWN],
        Choice("board", _("Labour swap")),
        Choice("for", _("For somebody without a phone")),
        lines="\n".join(lines),
    )


def _days(number: int) -> str:
    return ngettext("{number} day of labour", "{number} days of labour", number).format(
        number=number
    )


async def _line(turn: Turn, swap: Swap) -> str:
    text = _("• {day}: {helper} helps {asker}, {work}")
    if swap.day < turn.today:
        text = _("• {day}: did {helper} help {asker}, {work}?")
    return text.format(
        day=near_day(swap.day, with_lunar=False),
        helper=await short_name(turn, swap.helper_id),
        asker=await short_name(turn, swap.asker_id),
        work=swap.work,
    )


async def _ways(turn: Turn, swap: Swap) -> list[Choice]:
    """Return what can be said of a swap: that it came about, or that she cannot go."""
    other = swap.asker_id if swap.helper_id == turn.member.id else swap.helper_id
    named = {"name": await short_name(turn, other), "day": short_day(swap.day)}
    if swap.day <= turn.today:
        return [Choice(f"y{swap.id}", _("It was done: {name}, {day}").format(**named))]
    if swap.helper_id == turn.member.id:
        return [Choice(f"c{swap.id}", _("I cannot go: {name}, {day}").format(**named))]
    return []


async def _put(turn: Turn, one: Labour) -> str:
    text = _("• On the board: {name} has time on {when}")
    if one.asks:
        text = _("• On the board: {name}, {when}, {work}")
    name = await short_name(turn, one.member_id)
    return text.format(name=name, when=when(one), work=one.work)


async def _off(turn: Turn, one: Labour) -> Choice:
    label = _("Take off: {work}, {day}").format(
        work=shorten(one.work, LONGEST, placeholder="…") or _("having time"),
        day=short_day(one.from_on),
    )
    return Choice(f"w{one.id}", label)


async def take(turn: Turn) -> Answer:
    """Something of one's own was chosen."""
    kind, its_id = turn.choice[:1], int(turn.choice[1:])
    if kind == "w":
        return await withdraw(turn, its_id)
    if kind == "y":
        return await labour_after.settle(turn, its_id, came_about=True)
    turn.data = {"swaps": [its_id]}
    return await labour_going.cannot(turn)


async def take_off(turn: Turn) -> Answer:
    """Whoever was told of what somebody else put on the board for her takes it off."""
    return await withdraw(turn, turn.data["labour"])


async def withdraw(turn: Turn, labour_id: int) -> Answer:
    """Take off what was asked or offered; those who were to come hear of it."""
    one = await labour.one(turn.db, turn.club.id, labour_id)
    if one is None:
        return turn.say(
            _("That is not on the board any more."), Choice("labour", _("Labour swap"))
        )
    may_answer(turn, one.member_id, one.entered_by)
    if not await labour.withdraw(turn.db, club_id=turn.club.id, labour_id=one.id, now=turn.now):
        return turn.say(
            _("That is not on the board any more."), Choice("labour", _("Labour swap"))
        )
    swaps = await labour_swaps.of_asked(turn.db, [one.id])
    coming = [swap for swap in swaps if swap.is_open and swap.day >= turn.today]
    for swap in coming:
        await _let_go(turn, swap)
    text = _("Taken off the board.")
    if coming:
        text = _("Taken off the board. Those who were to come hear of it.")
    return turn.say(
        text, Choice("labour", _("Labour swap")), Choice("labour.mine", _("My days of labour"))
    )


async def _let_go(turn: Turn, swap: Swap) -> None:
    """Tell somebody that she need not come."""
    await labour_swaps.fall_through(turn.db, club_id=turn.club.id, swap_id=swap.id, now=turn.now)
    helper = await members.member(turn.db, swap.helper_id, turn.today)
    listener = await who_hears(turn, helper, swap.entered_by)
    if listener is None:
        return
    with speaking_to(listener.member, turn.today) as words:
        text = _("{asker} needs no help on {day} any more. Thank you all the same!")
        if listener.member.id != helper.id:
            text = _("Please tell {helper}: {asker} needs no help on {day} any more.")
        said = words(
            text,
            asker=await short_name(turn, swap.asker_id),
            day=near_day(swap.day, with_lunar=False),
            helper=await short_name(turn, swap.helper_id),
        )
    await turn.tell(listener, said)


HANDLERS = {
    "labour.mine": Step(mine),
    "labour.off": Step(take_off),
}
