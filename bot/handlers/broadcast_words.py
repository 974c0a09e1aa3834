"""How announcements are spoken of: the heading on each, for whom, by which ways, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.clock import local
from bot.i18n import _, clock_time, day, ngettext, sentence, use_locale
from bot.people import OFFICES, Member
from bot.storage import members
from bot.storage.broadcast_people import LOST, NONE, QUIET, Way
from bot.storage.broadcasts import Audience, Broadcast
from bot.telling import called, office
from bot.turn import Turn
from bot.understanding.risky_words import Risk


def as_it_arrives(writer: Member, text: str, on: date) -> str:
    """Return an announcement under its heading: which club, and who of the board writes.

    It is in the club's language, and the same for everybody.
    """
    with use_locale(writer.club.locale):
        heading = sentence(
            _("{club} – {name} ({office}) lets you know:"),
            club=writer.club.name,
            name=called(writer, on),
            office=", ".join(office(role) for role in OFFICES if role in writer.roles),
        )
    return f"{heading}\n\n{text}"


async def whom(turn: Turn, audience: Audience) -> str:
    """Say for whom an announcement is."""
    groups = {
        "all": _("everybody"),
        "borrowers": _("those who pay back a loan"),
        "unanswered": _("those who have not answered for the meeting"),
    }
    named = [await members.member(turn.db, one, turn.today) for one in audience.members]
    names = [called(one, turn.today) for one in named]
    return ", ".join([groups[name] for name in audience.groups] + names)


def so_many(people: int) -> str:
    """Say how many people: "45 people"."""
    return ngettext("{count} person", "{count} people", people).format(count=people)


def by_ways(ways: Iterable[Way]) -> str:
    """Say by which ways they are reached: "Telegram 30, without a phone 10"."""
    return ", ".join(f"{_name(way.name)} {way.people}" for way in ways)


def _name(way: str) -> str:
    names = {
        "telegram": "Telegram",
        "zalo": "Zalo",
        "web": _("on the web page"),
        NONE: _("without a phone"),
        LOST: _("phone not reached"),
        QUIET: _("wants no messages now"),
    }
    return names.get(way, way)


def what_is_in_it(found: Sequence[Risk]) -> str:
    """Name what a second officer must see."""
    names = {
        Risk.LINK: _("a link"),
        Risk.ACCOUNT: _("an account number"),
        Risk.INVESTMENT: _("something about quick money"),
        Risk.HEALTH: _("a health product"),
    }
    return ", ".join(names[risk] for risk in found)


def at(turn: Turn, moment: datetime) -> str:
    """Say a moment on the club's clock, with its day where that is not today."""
    here = local(moment, turn.zone)
    if here.date() == turn.today:
        return _("{time} today").format(time=clock_time(here))
    return _("{time}, {day}").format(time=clock_time(here), day=day(here.date(), weekday=True))


def goes(turn: Turn, moment: datetime, repeats: str) -> str:
    """Say when an announcement goes: now, or at a time, and whether it comes again."""
    when = _("now") if moment <= turn.now else at(turn, moment)
    if repeats:
        again = _("every week") if repeats == "week" else _("every month")
        return _("{when}, then {again}").format(when=when, again=again)
    return when


def state(turn: Turn, one: Broadcast) -> str:
    """Say how an announcement stands."""
    states = {
        "waiting": _("waits for a second officer"),
        "planned": _("goes out: {when}"),
        "paused": _("rests"),
        "sent": _("sent at {when}"),
        "stopped": _("stopped"),
    }
    moment = one.send_at
    when = at(turn, moment) if one.status == "sent" else goes(turn, moment, one.repeats)
    return states[one.status].format(when=when)
