"""Visits at home: whom a volunteer visits, and was she there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.chat import Choice
from bot.clock import local
from bot.i18n import _
from bot.reminders.kinds.care_known import A_DAY, Known, Words, look_up, on_day
from bot.reminders.kinds.dues import grouped, today_of
from bot.reminders.kinds.kind import Kind, Part, Said, Told
from bot.rights import may_enter_care
from bot.storage import notices_care
from bot.storage.engine import Connection
from bot.storage.notices_care import ASKED, TO_DAY, TOMORROW, UNWRITTEN
from bot.telling import speaking_to

NOON = 12
"""From that hour on it is no news that somebody is visited in the morning."""


async def _say_to_volunteers(
    db: Connection,
    told: Sequence[Told],
    now: datetime,
    *,
    part: Callable[[Words, Known, Told, datetime], Part],
) -> Said:
    known = await look_up(db, told, now)
    said: dict[int, Part | str | datetime] = {}
    true: list[Told] = []
    for one in told:
        if why := _why_not(known, one, now):
            said[one.due.id] = why
        else:
            true.append(one)
    for hers in grouped(true, "recipient_id"):
        for one in hers:
            with speaking_to(one.listener.member, today_of(one, now)) as words:
                worded = part(words, known, one, now)
                said[one.due.id] = _named(known, one, worded, now) if len(hers) > 1 else worded
    return said


def _why_not(known: Known, told: Told, now: datetime) -> str:
    """Say why a volunteer need not hear of a visit; empty where she does."""
    shift = known.shifts.get(told.due.subject_id)
    if shift is None or shift.day != told.due.due_on:
        return "written down, moved or not needed"
    if told.due.recipient_id not in shift.volunteers:
        return "somebody else goes"
    at = local(now, told.listener.member.club.zone)
    is_past = shift.part == "morning" and shift.day == at.date() and at.hour >= NOON
    return "its hour is over" if is_past and told.due.kind in (TOMORROW, TO_DAY) else ""


def _named(known: Known, told: Told, part: Part, now: datetime) -> Part:
    """Tell the buttons of several visits apart, which may stand in one message."""
    name = known.her(known.shifts[told.due.subject_id], today_of(told, now))
    choices = tuple(Choice(one.key, f"{one.label}: {name}") for one in part.choices)
    return replace(part, choices=choices)


def _coming(words: Words, known: Known, told: Told, now: datetime) -> Part:
    """Say whom she visits today or tomorrow, and with whom."""
    shift, today = known.shifts[told.due.subject_id], today_of(told, now)
    others = known.going(shift, today, but=told.due.recipient_id)
    beside = words(_("{names} will come with {you}."), names=others) if others else ""
    text = {
        (True, ""): _("Today {you} visit {name}."),
        (True, "morning"): _("This morning {you} visit {name}."),
        (True, "afternoon"): _("This afternoon {you} visit {name}."),
        (False, ""): _("Tomorrow {you} visit {name}."),
        (False, "morning"): _("Tomorrow morning {you} visit {name}."),
        (False, "afternoon"): _("Tomorrow afternoon {you} visit {name}."),
    }[shift.day <= today, shift.part]
    cannot = Choice("cannot", words(_("I cannot go then")))
    return Part(
        text=f"{words(text, name=known.her(shift, today))} {beside}".strip(),
        choices=(cannot,),
        step="visit.coming",
        data={"shift": shift.id},
    )


def _asked(words: Words, known: Known, told: Told, now: datetime) -> Part:
    """Ask kindly whether she was there."""
    shift, today = known.shifts[told.due.subject_id], today_of(told, now)
    text = _("Have {you} been to see {name} today?")
    if shift.day < today:
        text = _("Yesterday's visit to {name} is not written down yet. Have {you} been there?")
    if shift.day < today - A_DAY:
        text = _("The visit to {name} on {day} is not written down yet. Have {you} been there?")
    return Part(
        text=words(text, name=known.her(shift, today), day=on_day(shift.day)),
        choices=(
            Choice("been", words(_("I was there"))),
            Choice("not_yet", words(_("Not yet"))),
            Choice("other", words(_("Ask somebody else, please"))),
        ),
        step="visit.reminded",
        data={"shift": shift.id},
    )


_Duty = partial(Kind, office=True, concerns=may_enter_care, agreed=True)

KINDS = {
    TOMORROW: _Duty(
        plan=partial(notices_care.plan, kind=TOMORROW),
        say=partial(_say_to_volunteers, part=_coming),
        importance=12,
        useful=timedelta(hours=12),
    ),
    TO_DAY: _Duty(
        plan=partial(notices_care.plan, kind=TO_DAY),
        say=partial(_say_to_volunteers, part=_coming),
        importance=11,
        useful=timedelta(hours=10),
    ),
    ASKED: _Duty(
        plan=partial(notices_care.plan, kind=ASKED),
        say=partial(_say_to_volunteers, part=_asked),
        importance=13,
        useful=timedelta(hours=12),
    ),
    UNWRITTEN: _Duty(
        plan=partial(notices_care.plan, kind=UNWRITTEN),
        say=partial(_say_to_volunteers, part=_asked),
        importance=14,
        useful=timedelta(days=1),
    ),
}
