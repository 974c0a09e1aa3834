"""The bot's look at itself: what an operator would not see is told to the operator's chat.

At most once a day, and nothing in it is private: figures, and the names of our own bots.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat import Reply
from bot.clock import local, local_day
from bot.config import Operator
from bot.i18n import Form, _, clock_time, ngettext, say, use_locale
from bot.people import DEFAULT_ZONE
from bot.storage import addresses, chats, housekeeping, measures, outbox
from bot.storage.chats import Chat
from bot.storage.engine import Connection, Database
from bot.storage.measures import OurBot
from bot.storage.messages import Message
from bot.telling import locale_of

EVERY = timedelta(minutes=5)
"""Often enough to meet each pause of ten minutes that a refused token takes."""
SETTLES_IN = timedelta(minutes=10)
"""So long after its start the bot catches up with what it missed."""
FROM, TO = 7, 21
"""The hours in which the operator is told."""
LEAVES_BY = timedelta(hours=6)
"""The time of day by which yesterday's reminders have left, whenever they were allowed to."""
PLANS_WITHIN = timedelta(hours=1)
"""Longer than any trouble of the database that passes by itself."""
MANY, SHARE = 10, 0.2
"""So many messages, and so large a part of them, did not arrive: that is no coincidence."""
NAMED = 5
"""Bots that are told of one by one."""
DAY = timedelta(days=1)
TOLD = "told the operator"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is not as it should be."""

    left_behind: int
    """Yesterday's reminders that should have left and did not."""
    lost: int
    """Messages since yesterday that did not arrive; 0 where they are few."""
    unplanned: bool
    """What is due is looked for in vain: some kind of reminders cannot be planned."""
    bots: Sequence[OurBot]
    """Those that are not served, may say nothing, or hear nothing."""

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.left_behind or self.lost or self.unplanned or self.bots)


class SelfCheck:
    """A scan that tells the log what it finds, and the operator if there is one."""

    def __init__(self, operator: Operator | None, started: datetime) -> None:
        """Prepare; `started` is when this process began to catch up with what it missed."""
        self.operator = operator
        self.started = started

    async def __call__(self, database: Database, now: datetime) -> None:
        """Look, and tell what is wrong unless something was told today."""
        here = local(now, DEFAULT_ZONE)
        if now - self.started < SETTLES_IN or not FROM <= here.hour < TO:
            return
        async with database.read() as db:
            found = await look(db, now)
        if not found:
            return
        today = here.replace(hour=0, minute=0, second=0, microsecond=0)
        async with database.write() as db:
            if await housekeeping.wins(db, TOLD, today):
                await self._tell(db, found, now)

    async def _tell(self, db: Connection, found: Findings, now: datetime) -> None:
        with use_locale("en"):
            log.error("the bot looked at itself: %s", " ".join(_words(found, now)))
        if self.operator is None:
            return
        chat = await chats.named(db, *self.operator)
        if chat is None:
            log.error("nobody has ever written from the chat that OPERATOR names")
            return
        with use_locale(await _locale(db, chat, now)):
            opening = say(_("{Me} looked at how {me} work, and something needs a hand:"), Form.BAC)
            more = _("On the server, `tugiup status` says more.")
            text = "\n".join([opening, *(f"– {line}" for line in _words(found, now)), more])
        message = Message(
            address_id=chat.address_id,
            reply=Reply(text=text),
            next_at=now,
            useless_after=now + DAY,
        )
        await outbox.put(db, [message], now)


async def look(db: Connection, now: datetime) -> Findings:
    """Return what an operator should know of."""
    today = local(now, DEFAULT_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    left = await measures.left_behind(db, today, today + LEAVES_BY)
    bots = await measures.our_bots(db, now)
    return Findings(
        left_behind=sum(left),
        lost=await _lost(db, now),
        unplanned=await _is_unplanned(db),
        bots=[one for one in bots if one.trouble or one.is_silenced(now) or one.is_deaf(now)],
    )


async def _is_unplanned(db: Connection) -> bool:
    begun = await measures.last_slot(db, measures.SCAN)
    planned = await measures.last_slot(db, measures.PLAN)
    return begun is not None and (planned is None or begun - planned > PLANS_WITHIN)


async def _lost(db: Connection, now: datetime) -> int:
    ends = [
        one for one in await measures.fates(db, now - DAY) if one.reason not in measures.DROPPED
    ]
    lost = sum(one.count for one in ends if one.status != "sent")
    every = sum(one.count for one in ends)
    return lost if lost >= MANY and lost >= every * SHARE else 0


def _words(found: Findings, now: datetime) -> list[str]:
    lines = []
    if found.left_behind:
        text = ngettext(
            "{number} reminder of yesterday has not left.",
            "{number} reminders of yesterday have not left.",
            found.left_behind,
        )
        lines.append(text.format(number=found.left_behind))
    if found.lost:
        text = _("{number} messages of the last 24 hours did not arrive.")
        lines.append(text.format(number=found.lost))
    if found.unplanned:
        lines.append(
            _(
                "The bot does not look what is due: start it, or see in its log what keeps it"
                " from it."
            )
        )
    lines += [_about(bot, now) for bot in found.bots[:NAMED]]
    more = len(found.bots) - NAMED
    if more > 0:
        text = ngettext("Likewise {number} more bot.", "Likewise {number} more bots.", more)
        lines.append(text.format(number=more))
    return lines


def _about(bot: OurBot, now: datetime) -> str:
    name = " ".join(bot.account)
    if bot.trouble:
        return _("{bot} is not served: {reason}").format(bot=name, reason=bot.trouble)
    if bot.is_silenced(now):
        text = _("{bot} may say nothing: its token is refused, or its platform asks it to wait.")
        return text.format(bot=name)
    heard = local(bot.heard_until or now, DEFAULT_ZONE)
    text = _("{bot} has heard nothing since {time}.")
    return text.format(bot=name, time=clock_time(heard))


async def _locale(db: Connection, chat: Chat, now: datetime) -> str:
    """Return the language of who holds the chat, or in which it began."""
    held = await addresses.holders(db, chat.address, local_day(now, DEFAULT_ZONE))
    return locale_of(held[0].member) if held else chat.locale
