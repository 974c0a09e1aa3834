"""A week of a club, printed as it was heard; run in a process of its own, in any zone of a server.

TZ=America/New_York python -m tests.clocked sqlite+aiosqlite:///week.db
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, time

from bot.almanac.meetings import MeetingRule, MonthDay
from bot.reminders.composing import compose_all
from bot.reminders.planning import plan
from bot.storage import meeting_rules, reminder_times
from bot.storage.engine import Database
from bot.storage.reminder_times import ReminderTime
from tests.reminded import at, lent
from tests.village import Village, plain

LONG_AGO = datetime(2026, 10, 1, tzinfo=UTC)
DAYS = (3, 7, 9, 10, 13)
HOURS = ("00:30", "08:00", "12:00", "23:30")
"""By the club's clock; at the first and the last it is another day elsewhere."""


async def meets_on(village: Village, day: int) -> None:
    """Let a club meet on a day of each month, and have done so for long."""
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=MeetingRule(on=MonthDay(day=day)),
            at=time(14),
            place="the house of culture",
            by=None,
            now=LONG_AGO,
            today=LONG_AGO.date(),
        )
        await meeting_rules.keep_ahead(db, village.clock.now)


async def week(database: Database) -> list[str]:
    """Return what is heard by whom, and when by the club's clock, in the days around a due day."""
    village = await lent(database)
    await meets_on(village, 10)
    async with database.write() as db:
        await reminder_times.put(db, village.club, ReminderTime(kind="repay", days=3, at=time(12)))
    heard: list[str] = []
    for moment in (f"2026-12-{day:02} {hour}" for day in DAYS for hour in HOURS):
        village.clock.now = at(moment)
        await plan(database, village.clock.now)
        await compose_all(database, village.clock.now)
        await village.delivery.deliver()
        for chat, phone in sorted(village.phones.by_chat.items()):
            while phone.unread:
                reply = phone.unread.popleft()
                sound = "silently" if reply.silent else "aloud"
                heard.append(f"{moment} {chat} {sound}: {plain(reply.text)}")
    return heard


async def main() -> None:
    database = Database(sys.argv[1])
    for line in await week(database):
        print(line)  # noqa: T201
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
