"""The day before a meeting, who takes its money is offered the sheet for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.chat import Choice
from bot.i18n import _, short_day
from bot.reminders.kinds.dues import today_of
from bot.reminders.kinds.kind import Kind, Part, Said, Told
from bot.rights import CASHIERS
from bot.storage import notices_collecting
from bot.storage.engine import Connection
from bot.storage.notices_collecting import SHEET
from bot.telling import speaking_to

UNTIL_THE_MEETING = timedelta(hours=13)


async def say(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Offer the sheet, where the meeting is still on that day."""
    held = await notices_collecting.days_of(db, {one.due.subject_id for one in told})
    return {
        one.due.id: _part(one, now)
        if held.get(one.due.subject_id) == one.due.due_on
        else "another day by now"
        for one in told
    }


def _part(told: Told, now: datetime) -> Part:
    today = today_of(told, now)
    with speaking_to(told.listener.member, today) as words:
        text = _("Tomorrow, {day}, is the meeting. The collection sheet is ready to be printed.")
        if told.due.due_on == today:  # said the next morning, as nothing could be said at night
            text = _("Today is the meeting. The collection sheet is ready to be printed.")
        return Part(
            text=words(text, day=short_day(told.due.due_on)),
            choices=(Choice("sheet", words(_("The collection sheet"))),),
            step="collection.sheet",
            data={"day": told.due.due_on.isoformat()},
        )


KINDS = {
    SHEET: Kind(
        plan=partial(notices_collecting.plan, roles=CASHIERS),
        say=say,
        importance=35,
        office=True,
        useful=UNTIL_THE_MEETING,
    )
}
