"""What is due now: found by a query for each kind, and written as notices.

They are said by `composing`, which looks whether each is still true.
"""

from __future__ import annotations

import logging
from datetime import datetime

from bot.reminders.kinds import KINDS
from bot.storage import notices
from bot.storage.engine import Database, exclusive, worth_retrying

log = logging.getLogger(__name__)


async def plan(database: Database, now: datetime) -> None:
    """Write what has come due by `now`, and take up again what was given up unsent.

    All kinds are written in one transaction: what is due at the same hour is said together. One
    whose query fails keeps no other back; the operator sees that not all was planned.
    """
    faults = False
    async with database.write() as db:
        await exclusive(db, "planning")
        await notices.take_up_again(db, now)
        for query in dict.fromkeys(kind.plan for kind in KINDS.values()):
            try:
                async with db.begin_nested():
                    await query(db, now)
            except Exception as error:  # one kind at fault keeps no other back
                if worth_retrying(error):
                    raise
                log.exception("%s could not be planned; it is tried again", query)
                faults = True
        if not faults:
            await notices.note_planned(db, notices.WITHOUT_FAULT, now)
