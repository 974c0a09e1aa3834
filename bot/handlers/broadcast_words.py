"""How announcements are spoken of: the heading on each, for whom, by which ways, and when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.clock import local
from bot.handlers.names import on_platform
from bot.i18n import _, clock_time, day, near_day, ngettext, sentence, use_locale
from bot.people import OFFICES, Member
from bot.storage import members
from bot.storage.broadcast_people import LOST, NONE, QUIET, Way
from bot.storage.broadcasts import Audience, Broadcast
from bot.telling import called, office
from bot.turn import Turn
from bot.understanding.risky_words import Risk

STALE = timedelta(days=2)
"""What no second officer looked at for so long is not sent any more: "tomorrow" has gone by."""


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
        "volunteers": _("the volunteers"),
        "unanswered": _("those who have not answered for the meeting"),
    }
    named = [await members.member(turn.db, one, turn.today) for one in audience.members]
    names = [called(one, turn.today) for one in named]
    return ", ".join([groups[name] for name in audience.groups] + names)


def so_many(people: int) -> str:
    """Say how many people: "45 people"."""
    return ngettext("{count} person", "{count} people", people).format(count=people)


def so_many_phones(ways: Collection[Way]) -> str:
    """Say how many phones get it and how many people do not: "19 phones; 36 people get none"."""
    reached = sum(way.phones for way in ways)
    text = ngettext("{count} phone", "{count} phones", reached).format(count=reached)
    if others := sum(way.people for way in ways if not way.phones):
        more = ngettext(
            "{phones}; {count} person gets it on none",
            "{phones}; {count} people get it on none",
            others,
        )
        return more.format(phones=text, count=others)
    return text


def by_ways(ways: Iterable[Way]) -> str:
    """Say by which ways they are reached: "Telegram 30, without a phone 10"."""
    return ", ".join(f"{_name(way.name)} {way.people}" for way in ways)


def _name(way: str) -> str:
    names = {
        "web": _("on the web page"),
        NONE: _("without a phone"),
        LOST: _("phone not reached"),
        QUIET: _("wants no messages now"),
    }
    return names.get(way) or on_platform(way)


def what_is_in_it(found: Sequence[Risk], words: Callable[[str], str]) -> str:
    """Name what a second officer must see, in the `words` that the listener is spoken to with."""
    names = {
        Risk.LINK: _("a link"),
        Risk.ACCOUNT: _("an account number"),
        Risk.INVESTMENT: _("something about quick money"),
        Risk.HEALTH: _("a health product"),
        Risk.FILE: words(_("a picture or a document that I cannot read")),
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


def is_over(turn: Turn, one: Broadcast) -> bool:
    """Whether it waited for a second officer for so long that it is not sent any more."""
    return one.status == "waiting" and turn.now - one.made_at > STALE


def in_list(turn: Turn, one: Broadcast) -> str:
    """Return how an announcement stands, its day and how it begins, short enough for a button."""
    states = {
        "waiting": _("Waits for a second officer"),
        "planned": _("To be sent"),
        "paused": _("Rests"),
        "sent": _("Sent"),
        "stopped": _("Stopped"),
    }
    standing = states[one.status]
    if is_over(turn, one):
        standing = _("Not sent")
    elif one.status == "planned" and one.repeats:
        standing = _("Every week") if one.repeats == "week" else _("Every month")
    here = local(one.send_at, turn.zone)
    when = _("{time}, {day}").format(
        time=clock_time(here), day=near_day(here.date(), with_lunar=False)
    )
    if here.date() == turn.today:
        when = _("{time} today").format(time=clock_time(here))
    return f"{standing}, {when}: “{one.brief}”"


def state(turn: Turn, one: Broadcast) -> str:
    """Say how an announcement stands."""
    if is_over(turn, one):
        return _("not sent, as no second officer looked at it in time")
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
