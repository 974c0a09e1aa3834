"""Swapped labour (đổi công): on the next morning both are asked whether it came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.chat import Choice
from bot.clock import local_day
from bot.i18n import _, near_day
from bot.people import DEFAULT_ZONE, Member
from bot.reminders.kinds.dues import grouped, today_of
from bot.reminders.kinds.kind import Kind, Part, Said, Told
from bot.storage import members, notices_labour
from bot.storage.engine import Connection
from bot.storage.labour_swaps import Swap
from bot.storage.notices_labour import HELPED
from bot.telling import called, speaking_to

People = Mapping[int, Member]


async def _say(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Ask the helper and who was helped; one word of either settles it."""
    found = await notices_labour.unsettled(db, {one.due.subject_id for one in told})
    ids = {who for one in found.values() for who in (one.helper_id, one.asker_id)}
    people = await members.several(db, ids, local_day(now, DEFAULT_ZONE))
    said: dict[int, Part | str | datetime] = {
        one.due.id: "settled" for one in told if one.due.subject_id not in found
    }
    true = [one for one in told if one.due.id not in said]
    for hers in grouped(true, "recipient_id"):
        for one in hers:
            swap, today = found[one.due.subject_id], today_of(one, now)
            with speaking_to(one.listener.member, today) as words:
                said[one.due.id] = _part(words, swap, one, people, today, alone=len(hers) == 1)
    return said


def _part(
    words: Callable[..., str],
    swap: Swap,
    told: Told,
    people: People,
    today: date,
    *,
    alone: bool,
) -> Part:
    me = told.due.recipient_id
    text = _("Did {helper} come to help {asker} on {day}? ({work})")
    if me == swap.helper_id:
        text = _("Did {you} go to help {asker} on {day}? ({work})")
    elif me == swap.asker_id:
        text = _("Did {helper} come to help {you} on {day}? ({work})")
    helper, asker = (called(people[one], today) for one in (swap.helper_id, swap.asker_id))
    yes, no = words(_("Yes, that was so")), words(_("No, not that day"))
    if not alone:  # the questions may stand in one message
        other = asker if me == swap.helper_id else helper
        yes, no = f"{yes}: {other}", f"{no}: {other}"
    day = near_day(swap.day, with_lunar=False)
    return Part(
        text=words(text, helper=helper, asker=asker, day=day, work=swap.work or _("labour")),
        choices=(Choice("yes", yes), Choice("no", no)),
        step=HELPED,
        data={"swap": swap.id},
        private=False,
    )


KINDS = {
    HELPED: Kind(
        plan=notices_labour.plan,
        say=_say,
        importance=40,
        useful=timedelta(days=3),
    ),
}
