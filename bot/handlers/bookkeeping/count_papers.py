"""The minutes of a cash count as a paper: handed out when it is signed, and asked for later."""

from __future__ import annotations

from datetime import datetime

from bot.chat import Choice
from bot.clock import local
from bot.handlers import slips
from bot.handlers.bookkeeping.count_words import facts, why
from bot.handlers.cards import must_be_officer
from bot.handlers.documents import LONG, PDF, store
from bot.i18n import _, clock_time, short_day, use_locale
from bot.papers.drawn import count_minutes
from bot.papers.wanted import CountMinutes, Signature
from bot.people import OFFICES, Member
from bot.storage import counts, members
from bot.storage.counts import Count
from bot.telling import office
from bot.turn import Answer, Step, Turn


async def last_minutes(turn: Turn) -> Answer:
    """Hand the board the minutes of the last count that two have signed."""
    must_be_officer(turn)
    last = await counts.agreed(turn.db, turn.club.id, 1)
    if not last:
        return turn.say(_("No cash count is signed yet."), Choice("count", _("Count the cash")))
    paper = await minutes(turn, last[0])
    return turn.say("{facts}", document=paper, facts=await facts(turn, last[0]))


async def minutes(turn: Turn, count: Count) -> str:
    """Draw the minutes of a count in the language of the club; return the name of the file."""
    ids = {count.holder_id, count.counted_by, count.agreed_by or count.counted_by}
    people = await members.several(turn.db, ids, turn.today)
    with use_locale(turn.club.locale):
        paper = count_minutes(_told(turn, count, people))
    return await store(turn, PDF, paper, LONG)


def _told(turn: Turn, count: Count, people: dict[int, Member]) -> CountMinutes:
    counted_at = local(count.counted_at, turn.zone)
    signed = None if count.file or count.agreed_at is None else local(count.agreed_at, turn.zone)
    by_counter = _signature(people[count.counted_by], counted_at)
    keeper = by_counter
    others = []
    if count.counted_by != count.holder_id:
        keeper = _signature(people[count.holder_id], None)
        others.append(by_counter)
    if count.agreed_by is not None and count.status == "agreed":
        others.insert(0, _signature(people[count.agreed_by], signed))
    else:
        others.insert(0, Signature(office=_("Second officer"), name="……………………"))
    return CountMinutes(
        club=turn.club.name,
        hamlet=turn.club.hamlet,
        counted_at=counted_at,
        keeper=keeper,
        others=others,
        funds=[(slips.fund_name(fund).capitalize(), sum_) for fund, sum_ in count.funds.items()],
        notes=sorted(count.notes.items(), reverse=True),
        counted=count.counted,
        reason=why(count.reason),
    )


def _signature(member: Member, at: datetime | None) -> Signature:
    role = next((role for role in OFFICES if role in member.roles), "")
    signed = ""
    if at:
        text = _("signed by phone at {time} on {day}")
        signed = text.format(time=clock_time(at), day=short_day(at.date()))
    return Signature(office=office(role), name=member.name, signed=signed)


HANDLERS = {"count.minutes": Step(last_minutes)}
