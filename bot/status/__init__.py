"""What an operator sees with `tugiup status` and `tugiup check`: what needs a hand.

It only reads, beside a bot that runs or one that does not.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.clock import local_day, utc_now
from bot.config import Operator, Refused
from bot.i18n import _
from bot.papers import check_words
from bot.people import DEFAULT_ZONE
from bot.status.screen import moment, screen
from bot.status.seen import look
from bot.status.troubles import troubles
from bot.storage import by_command, chats, proofs
from bot.storage.engine import Connection

CHATS_OF = timedelta(hours=1)


def status(url: str, operator: Operator | None) -> tuple[str, list[str]]:
    """Return the screen, and what an operator should do: nothing where all is well.

    Raises `Refused` where there is no database to look at.
    """
    seen = by_command.look(url, lambda db: look(db, operator, utc_now()))
    return screen(seen), troubles(seen)


def recent_chats(url: str) -> list[str]:
    """Return the chats that wrote within the last hour, as the setting OPERATOR names them."""
    now = utc_now()
    found = by_command.look(url, lambda db: chats.recent(db, now - CHATS_OF))
    if not found:
        raise Refused(_("Nobody has written for an hour: write to the bot, and call this again."))
    return [
        f"OPERATOR={one.address.platform}:{one.address.chat}  {moment(one.seen_at, now)}"
        for one in found
    ]


def check(url: str) -> tuple[list[str], int]:
    """Try the proofs that the books hold; return what to say of it, and how many rows are wrong.

    Raises `Refused` where there is no database to look at.
    """
    today = local_day(utc_now(), DEFAULT_ZONE)
    return by_command.look(url, lambda db: prove(db, today))


async def prove(db: Connection, today: date) -> tuple[list[str], int]:
    """Try the proofs; the last line says how much was looked at."""
    found = [one async for one in proofs.prove(db, today)]
    faults = sum(one.faults for one in found)
    summary = check_words.summary(await proofs.looked(db), faults)
    return [*check_words.said(found), summary], faults
