"""Visits that nobody makes: to whom nobody goes yet, and who was visited by nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from bot.chat import Choice
from bot.i18n import _, ngettext
from bot.reminders.kinds.care_known import A_DAY, Known, Words, look_up, on_day
from bot.reminders.kinds.dues import grouped, today_of
from bot.reminders.kinds.kind import BESIDE, Kind, Part, Said, Told
from bot.rights import may_lead_care
from bot.storage import notices_care, visit_requests
from bot.storage.engine import Connection
from bot.storage.notices_care import MISSED, OPEN_SWAP, REQUESTED
from bot.storage.shifts import Shift
from bot.telling import speaking_to

SHOWN = 5
"""So many who were not visited have a button of their own."""


async def _say_to_leads(
    db: Connection,
    told: Sequence[Told],
    now: datetime,
    *,
    listed: Callable[[Words, Known, Sequence[Shift], date], list[str]],
) -> Said:
    """Name in one message who was not visited, or will be visited by nobody, and who was to go."""
    known = await look_up(db, told, now)
    said: dict[int, Part | str | datetime] = {}
    true: list[Told] = []
    for one in told:
        shift = known.shifts.get(one.due.subject_id)
        if shift is None or shift.day != one.due.due_on:
            said[one.due.id] = "written down, moved or not needed"
        elif one.due.kind == OPEN_SWAP and shift.volunteers and shift.id not in known.looking:
            said[one.due.id] = "somebody goes"
        else:
            true.append(one)
    for first, *others in grouped(true, "recipient_id", "due_on"):
        hers, today = [first, *others], today_of(first, now)
        found = [known.shifts[one.due.subject_id] for one in hers]
        with speaking_to(first.listener.member, today) as words:
            said[first.due.id] = Part(
                text="\n".join(
                    (
                        *listed(words, known, found, today),
                        words(_("Choose a name, and I say who has time.")),
                    )
                ),
                choices=tuple(Choice(str(one.id), known.her(one, today)) for one in found[:SHOWN]),
                step="visit.missed",
            )
        said |= {one.due.id: BESIDE for one in others}
    return said


def _not_visited(words: Words, known: Known, missed: Sequence[Shift], today: date) -> list[str]:
    """List who was not visited as far as anybody wrote, and who was to go there."""
    count, day = len(missed), missed[0].day
    text = ngettext(
        "Nobody has written down the visit on {day} to:",
        "Nobody has written down the visits on {day} to:",
        count,
    )
    if day == today - A_DAY:
        text = ngettext(
            "Nobody has written down yesterday's visit to:",
            "Nobody has written down yesterday's visits to:",
            count,
        )
    lines = [words(text, day=on_day(day))]
    for one in missed:
        name, goers = known.her(one, today), known.going(one, today)
        lines.append(f"– {name}: {goers}" if goers else f"– {name}")
    return lines


def _nobody_goes(words: Words, known: Known, planned: Sequence[Shift], today: date) -> list[str]:
    """List to whom nobody goes yet, and in whose place somebody is looked for."""
    text = _("Somebody is still looked for who goes tomorrow to:")
    if planned[0].day <= today:
        text = _("Somebody is still looked for who goes today to:")
    lines = [words(text)]
    for one in planned:
        name = known.her(one, today)
        asked = known.names(sorted(known.looking.get(one.id, ())), today)
        instead = words(_("{name}, in place of {names}"), name=name, names=asked)
        lines.append(f"– {instead if asked else name}")
    return lines


async def _say_requested(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Say how many wait for an answer to the visit that they asked for."""
    said: dict[int, Part | str | datetime] = {}
    for several in grouped(told, "due_on"):
        today = today_of(several[0], now)
        waiting = await visit_requests.counted(db, {one.due.club_id for one in several}, today)
        for one in several:
            count = waiting.get(one.due.club_id, 0)
            with speaking_to(one.listener.member, today) as words:
                text = ngettext(
                    "{count} visit was asked for, and the asker still waits for an answer.",
                    "{count} visits were asked for, and the askers still wait for an answer.",
                    count,
                )
                see = Choice("see", words(_("See who asks")))
                part = Part(text=words(text, count=count), choices=(see,), step="visit.requests")
            said[one.due.id] = part if count else "answered"
    return said


_Duty = partial(Kind, office=True, concerns=may_lead_care)

KINDS = {
    REQUESTED: _Duty(
        plan=partial(notices_care.plan, kind=REQUESTED),
        say=_say_requested,
        importance=15,
        useful=timedelta(hours=12),
    ),
    OPEN_SWAP: _Duty(
        plan=partial(notices_care.plan, kind=OPEN_SWAP),
        say=partial(_say_to_leads, listed=_nobody_goes),
        importance=8,
        alone=True,
        useful=timedelta(hours=12),
    ),
    MISSED: _Duty(
        plan=partial(notices_care.plan, kind=MISSED),
        say=partial(_say_to_leads, listed=_not_visited),
        importance=10,
        alone=True,
        useful=timedelta(days=2),
    ),
}
