"""Through which bots one joins: as it is passed on, and for who writes to another club's bot."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.names import on_platform
from bot.i18n import _
from bot.storage.doors import Door, doors
from bot.turn import Turn


def ways(found: Sequence[Door]) -> str:
    """Say where a code is good: "once on Zalo, once on Telegram, once on the web page"."""
    platforms = [*(one.platform for one in found), "web"]
    once = _("once on {place}")
    return ", ".join(once.format(place=on_platform(one)) for one in platforms)


def lines(found: Sequence[Door], code: str = "") -> list[str]:
    """Say for each bot how it is found, and where the code is still to be written there."""
    return [_line(one, code) for one in found]


async def must_serve(turn: Turn, club_id: int, code: str) -> None:
    """Refuse a code of a club that this bot does not serve: it is not used up, nor a wrong one."""
    if turn.phone.serves in (None, club_id):
        return
    found = await doors(turn.db, club_id)
    if not found:
        raise turn.refuse(
            _("This code is of another club. Please ask its secretary where to write it.")
        )
    raise turn.refuse(
        _("This code is of another club, which has a bot of its own. Please write it there:")
        + "\n{places}",
        places="\n".join(lines(found, code)),
    )


async def at_home(turn: Turn) -> str:
    """Say where the bot of somebody's club is, whom the bot written to does not serve (any more).

    Empty for everybody else.
    """
    if not turn.phone.others:
        return ""
    found = await doors(turn.db, turn.phone.others[0])
    text = _("I serve another club now. Please ask your secretary for a new code.")
    if found:
        text = _(
            "I serve another club now, and yours has a bot of its own. Please ask your secretary"
            " for a new code, and write it there:"
        )
    return "\n".join((turn.words(text), *lines(found)))


def _line(door: Door, code: str) -> str:
    place = on_platform(door.platform)
    if code and door.takes_code:
        return _("{place}: {link}").format(place=place, link=door.opened_with(code))
    link = door.chat_link
    if door.name and link:
        text = _("{place}, “{name}”: {link}, and write the code there")
    elif link:
        text = _("{place}: {link}, and write the code there")
    else:
        text = _("{place}: look for “{name}”, and write the code there")
    return text.format(place=place, name=door.name, link=link)
