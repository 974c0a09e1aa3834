"""The first start on a copy of the database: what left after it was made does not leave again.

Nobody can tell what left. So all that was due by now counts as said, and who wrote an announcement
or holds the cash is asked to look; what comes due from now on is said as ever.
"""

from __future__ import annotations

import logging
from datetime import datetime

from bot.reminders import broadcasting
from bot.reminders.lost_slips import tell_cashiers
from bot.reminders.planning import plan
from bot.storage import restored
from bot.storage.engine import Database

log = logging.getLogger(__name__)


async def come_back(database: Database, now: datetime) -> None:
    """Hold what may have been said, where the database is a copy; before anything is sent.

    Any number of processes may do it at once, and again when one died at it.
    """
    async with database.read() as db:
        copied_at = await restored.copied_at(db)
    if copied_at is None:
        return
    await plan(database, now)  # what came due since then may have been said, too
    await broadcasting.hold(database, now)
    async with database.write() as db:
        if not await restored.unmark(db):
            return  # another process was quicker
        notices = await restored.hold_notices(db, now)
        for whose in await restored.hold_messages(db, now):
            await tell_cashiers(db, whose, "unknown", now)
    log.warning(
        "this is a copy of %s: what was due by now is not said again, such as %d reminders",
        copied_at.isoformat(" ", "minutes"),
        notices,
    )
