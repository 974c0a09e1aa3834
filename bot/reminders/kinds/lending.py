"""Officers are reminded of members who wait to hear whether they are lent to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat import Choice
from bot.clock import local_day
from bot.i18n import _, ngettext, short_day
from bot.reminders.kinds.dues import grouped, today_of
from bot.reminders.kinds.kind import BESIDE, Kind, Part, Said, Told
from bot.storage import notices_lending
from bot.storage.engine import Connection
from bot.storage.notices_lending import UNDECIDED
from bot.telling import speaking_to


async def say_undecided(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Word how many wait and since when, in one line; who it is stands in the list."""
    waiting = await notices_lending.undecided(db, {one.due.subject_id for one in told})
    said: dict[int, Part | str] = {one.due.id: "decided meanwhile" for one in told}
    true = []
    for one in told:
        found = waiting.get(one.due.subject_id)
        if found and one.due.recipient_id in found.answered_by:
            said[one.due.id] = "answered meanwhile"
        elif found:
            true.append(one)
    for several in grouped(true, "recipient_id"):
        subjects = {one.due.subject_id for one in several}
        said |= {one.due.id: BESIDE for one in several}
        since = min(waiting[one].asked_at for one in subjects)
        said[several[0].due.id] = _part(several[0], len(subjects), since, now)
    return said


def _part(told: Told, count: int, since: datetime, now: datetime) -> Part:
    today = today_of(told, now)
    with speaking_to(told.listener.member, today) as words:
        text = ngettext(
            "{count} application for a loan has waited for the board since {day}.",
            "{count} applications for a loan wait for the board, the oldest since {day}.",
            count,
        )
        day = short_day(local_day(since, told.listener.member.club.zone), today=today)
        see = Choice("list", words(_("See who asks for a loan")))
        return Part(text=words(text, count=count, day=day), choices=(see,), step="lending.queue")


KINDS = {
    UNDECIDED: Kind(
        plan=notices_lending.plan,
        say=say_undecided,
        importance=42,
        money=True,
        office=True,
        useful=timedelta(days=7),
    )
}
