"""The plans of our bots: what may wait is held back in time, and the board hears of it.

Once a month at each step, by day, and only the head and the deputy: they decide what is urgent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat import BRANDS
from bot.clock import local_day
from bot.i18n import _
from bot.papers.plan_words import to_do, used, what_waits
from bot.storage import addresses, holding, members, usage
from bot.storage.engine import Connection, Database
from bot.storage.holding import BROADCASTS_WAIT, REMINDERS_WAIT
from bot.storage.messages import Lane
from bot.storage.usage import NEARLY, Plans, Use, is_day
from bot.telling import speaking_to, tell

EVERY = timedelta(minutes=1)
HEADS = ("head", "deputy")


class PlanWatch:
    """A scan that keeps bots within their plans, and tells their boards."""

    def __init__(self, plans: Plans) -> None:
        """Prepare; `plans` are those of the platforms that have any."""
        self.plans = plans

    async def __call__(self, database: Database, now: datetime) -> None:
        """Look at every bot."""
        async with database.write() as db:
            await holding.keep_within(db, self.plans, now)
            await holding.give_up(db, now)
            await holding.put_aside(db, now)
        if not self.plans:
            return
        async with database.read() as db:
            found = await usage.of_all(db, self.plans, now)
        for use in found:
            if is_day(now, use.zone) and (step := _step(use)) > use.told:
                async with database.write() as db:
                    if await usage.tell(db, use.account, step, now):
                        await _tell(db, use, now)


def _step(use: Use) -> int:
    """Return how far it has come, in per cent of the messages: what the board should know of."""
    if use.held_lane is not None:
        return BROADCASTS_WAIT if use.held_lane == Lane.BROADCASTS else REMINDERS_WAIT
    return NEARLY if use.is_tight else 0


async def _tell(db: Connection, use: Use, now: datetime) -> None:
    day = local_day(now, use.zone)
    clubs = await usage.clubs_on(db, use.account) if use.club_id is None else [use.club_id]
    for club_id in clubs:
        heads = await members.officers(db, club_id, day, HEADS)
        found = await addresses.listeners(db, [one.id for one in heads], day, as_officers=True)
        place = BRANDS.get(use.account[0], use.account[0])
        for listener in found.values():
            with speaking_to(listener.member, day) as words:
                opening = words(_("The month's messages of the bot:"))
                lines = used(use, place, words) + what_waits(use, place, words, now)
                text = "\n".join([opening, *lines, to_do(words)])
            await tell(db, listener, text, now=now)
