"""How many of the month's messages the club's bot has used: for the board only."""

from __future__ import annotations

from bot.handlers.cards import must_be_officer
from bot.handlers.names import on_platform
from bot.i18n import _, ngettext
from bot.papers.plan_words import to_do, used, what_waits
from bot.storage import holding, usage
from bot.storage.usage import Use
from bot.turn import Answer, Step, Turn


async def show(turn: Turn) -> Answer:
    """Say what is used of each plan, what waits and until when, and what can be done."""
    must_be_officer(turn)
    found = await usage.of_club(turn.db, turn.club.id, turn.plans, turn.now)
    if not found:
        return turn.say(_("On none of the club's chats is the number of messages limited."))
    several = len(found) > 1
    lines = [line for use in found for line in await _lines(turn, use, with_name=several)]
    if any(use.is_tight for use in found):
        lines.append(to_do(turn.words))
    return turn.say("{lines}", lines="\n".join(lines))


async def _lines(turn: Turn, use: Use, *, with_name: bool) -> list[str]:
    """Return what is used of one plan, and what waits."""
    place = _place(use, with_name=with_name)
    lines = used(use, place, turn.words) + what_waits(use, place, turn.words, turn.now)
    if use.held_lane is not None:
        count = await holding.held_back(turn.db, turn.club.id, use.account)
        lines += [_so_many_wait(turn, count)] if count else []
    return lines


def _place(use: Use, *, with_name: bool) -> str:
    platform = on_platform(use.account[0])
    return f"{platform} ({use.name or use.account[1]})" if with_name else platform


def _so_many_wait(turn: Turn, count: int) -> str:
    text = ngettext("{count} message waits.", "{count} messages wait.", count)
    return turn.words(text, count=count)


HANDLERS = {"usage": Step(show)}
