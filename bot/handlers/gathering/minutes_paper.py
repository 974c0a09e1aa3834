"""The minutes as a paper: drawn from what was kept when they were closed."""

from __future__ import annotations

from datetime import datetime

from bot.clock import local
from bot.handlers.documents import LONG, PDF, store
from bot.i18n import _, clock_time, short_day, use_locale
from bot.papers.drawn import meeting_minutes
from bot.papers.minutes_facts import Added, MinutesFacts, MinutesPaper, facts_of
from bot.papers.wanted import Signature
from bot.people import OFFICES, Member
from bot.storage import members, reporting
from bot.storage.meetings import Meeting
from bot.storage.minutes import Minutes
from bot.telling import office
from bot.turn import Turn


async def printed(turn: Turn, meeting: Meeting, written: Minutes) -> str:
    """Draw closed minutes in the language of the club; return the name of the file."""
    with use_locale(turn.club.locale):
        paper = meeting_minutes(await _paper(turn, written))
    return await store(turn, PDF, paper, LONG)


async def _paper(turn: Turn, written: Minutes) -> MinutesPaper:
    if written.closed_by is None or written.closed_at is None:
        raise ValueError(f"the minutes of meeting {written.meeting_id} are not closed")
    ids = {written.closed_by, *(one.by for one in written.addenda)}
    people = await members.several(turn.db, ids, turn.today)
    facts = facts_of(written.facts)
    return MinutesPaper(
        head=await reporting.letterhead(turn.db, turn.club.id),
        facts=facts,
        secretary=_secretary(people[written.closed_by], local(written.closed_at, turn.zone)),
        leader=_leader(facts),
        added=tuple(
            Added(words=one.words, name=people[one.by].name, at=local(one.at, turn.zone))
            for one in written.addenda
        ),
    )


def _secretary(member: Member, at: datetime) -> Signature:
    """Return who wrote the minutes; the head who closed them stands as who wrote them, too."""
    role = "secretary" if "secretary" in member.roles else _office(member)
    text = _("signed by phone at {time} on {day}")
    signed = text.format(time=clock_time(at), day=short_day(at.date()))
    return Signature(office=office(role), name=member.name, signed=signed)


def _leader(facts: MinutesFacts) -> Signature:
    return Signature(office=_("Led the meeting"), name=facts.led_by or "……………………")


def _office(member: Member) -> str:
    return next((role for role in OFFICES if role in member.roles), "")
