"""What is read out over the hamlet's loudspeaker to call people to a meeting."""

from __future__ import annotations

from datetime import date, time

from bot.almanac.lunar import lunar
from bot.i18n import _, weekday_name
from bot.papers.meeting_words import in_a_row
from bot.papers.wanted import Invitation

READ_OUT, SHORT = 2, 8
"""So much of the agenda is read out: two things, of up to eight words."""


def loudspeaker(wanted: Invitation) -> str:
    """Return what is read out over the hamlet's loudspeaker: about 30 seconds."""
    things = wanted.things
    short = [thing for thing in things if len(thing.split()) <= SHORT][:READ_OUT]
    read_out = in_a_row(short)
    if len(things) > len(short):
        read_out = _("{agenda} and other things").format(agenda=read_out)
    agenda = _("We talk about: {agenda}.").format(agenda=read_out) if short else ""
    text = _(
        "Attention please. {club} invites all members to its meeting {day},{lunar} at {time},"
        " {place}. {agenda} Who needs a lift, please tell {signer}. Whoever lives near somebody"
        " without a phone, please pass it on. Again: {weekday}, {time}. Thank you."
    )
    said = text.format(
        club=wanted.club,
        day=_spoken_day(wanted.held_on),
        weekday=weekday_name(wanted.held_on.weekday()),
        lunar=f" {lunar_day(wanted.held_on)}," if wanted.lunar_days else "",
        time=spoken_time(wanted.at),
        place=wanted.place,
        agenda=agenda,
        signer=wanted.spoken_of,
    )
    return " ".join(said.split())


def lunar_day(on: date) -> str:
    """Return a day by the lunar calendar: "mùng 5 tháng 11 âm lịch"."""
    found = lunar(on)
    text = _("lunar day {day} of month {month}")
    if found.day <= 10:
        text = _("lunar day {day} of the month {month}")  # Vietnamese: mùng, up to the tenth
    if found.leap:
        text = _("lunar day {day} of leap month {month}")
    return text.format(day=found.day, month=found.month)


def _spoken_day(on: date) -> str:
    text = _("{weekday} {day}/{month}")
    return text.format(weekday=weekday_name(on.weekday()), day=on.day, month=on.month)


def spoken_time(at: time) -> str:
    """Return an hour as people say it: "8 giờ sáng", "2 giờ 30 chiều"."""
    hour = (at.hour - 1) % 12 + 1
    said = _("{hour} o'clock").format(hour=hour)
    if at.minute:
        said = _("{hour}:{minute}").format(hour=hour, minute=f"{at.minute:02}")
    text = _("{time} in the evening")
    if at.hour < 11:
        text = _("{time} in the morning")
    elif at.hour < 13:
        text = _("{time} at noon")
    elif at.hour < 18:
        text = _("{time} in the afternoon")
    return text.format(time=said)
