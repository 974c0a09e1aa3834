"""When a volunteer can go, how often, and when she is away: by herself, or written for her."""

from __future__ import annotations

from datetime import date, timedelta

from bot.care.people import MOST_WEEKLY
from bot.chat import Choice, NotUnderstood
from bot.handlers.care import circle
from bot.handlers.care.carers import card, volunteer_of
from bot.handlers.care.whom import time_said, times_said, weekly_said
from bot.handlers.names import choices_of, matching
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, short_day
from bot.people import Member
from bot.storage import carers, shifts
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.care_people import first_and_last, named_before_days
from bot.understanding.care_times import hear_times, hear_weekly
from bot.understanding.days import hear_day
from bot.understanding.spans import hear_span

FURTHEST = timedelta(days=366)


async def days(turn: Turn) -> Answer:
    """Somebody can go on some days: "tôi thăm được thứ 3, thứ 6", or a card is open."""
    if not turn.text or turn.choice:
        one = await volunteer_of(turn, turn.data.get("member", turn.member.id))
        return _ask_days(turn, one.member)
    who, said = named_before_days(turn.text)
    if not who:
        one = await volunteer_of(turn, turn.member.id)
        return await _days(turn, one.member, said) if said else _ask_days(turn, one.member)
    await circle.must_write(turn)
    people = await carers.volunteers(turn.db, turn.club.id, turn.today)
    found = matching(who, [one.member for one in people])
    if not found:
        raise NotUnderstood(turn.words(_("I find no volunteer of that name.")))
    if len(found) == 1:
        return await _days(turn, found[0], said)
    data: Data = {"said": said}
    text = _("Which one do you mean?")
    return turn.ask("carer.days.who", text, *choices_of(found), never_mind(), data=data)


async def take_who(turn: Turn) -> Answer:
    """One of several who are called so was chosen."""
    if turn.choice == STOP:
        return left(turn)
    one = await volunteer_of(turn, int(turn.choice))
    return await _days(turn, one.member, turn.data["said"])


async def take_days(turn: Turn) -> Answer:
    """Days of the week and parts of a day."""
    one = await volunteer_of(turn, turn.data["member"])
    if turn.choice == STOP:
        return left(turn)
    return await _days(turn, one.member, "" if turn.choice else turn.text)


async def _days(turn: Turn, member: Member, said: str) -> Answer:
    """Write down when she can go; nothing said is whenever. How often may stand beside."""
    times = hear_times(said) if said else frozenset()
    if times is None:
        raise NotUnderstood(turn.words(_("Which days of the week? For example: Tuesday, Friday.")))
    await carers.note_times(turn.db, turn.club.id, member.id, times)
    weekly = hear_weekly(said)
    if weekly is not None:
        await carers.note_limit(turn.db, turn.club.id, member.id, weekly)
    lead = turn.words(_("Good, I wrote that down: {days}."), days=times_said(times))
    return await card(turn, member, lead)


def _ask_days(turn: Turn, member: Member) -> Answer:
    text = _("On which days can {name} visit? For example: Tuesday, Friday morning.")
    if member.id == turn.member.id:
        text = _("On which days can you visit? For example: Tuesday, Friday morning.")
    return turn.ask(
        "carer.days.set",
        text,
        Choice("any", _("Any day will do")),
        never_mind(),
        data={"member": member.id},
        name=called(member, turn.today),
    )


async def most(turn: Turn) -> Answer:
    """Ask how often a week she can go at the most."""
    one = await volunteer_of(turn, turn.data.get("member", turn.member.id))
    return turn.ask(
        "carer.most.set",
        _("How many visits a week at the most?"),
        *(Choice(str(count), weekly_said(count)) for count in range(1, MOST_WEEKLY + 1)),
        never_mind(),
        data={"member": one.member.id},
    )


async def take_most(turn: Turn) -> Answer:
    """It was said how often."""
    one = await volunteer_of(turn, turn.data["member"])
    if turn.choice == STOP:
        return left(turn)
    weekly = int(turn.choice) if turn.choice else hear_weekly(turn.text)
    if weekly is None:
        raise NotUnderstood(turn.words(_("How often a week: once, twice, up to seven times?")))
    await carers.note_limit(turn.db, turn.club.id, one.member.id, weekly)
    return await card(turn, one.member, turn.words(_("Good, I wrote that down.")))


async def away(turn: Turn) -> Answer:
    """Ask for the days on which she cannot go."""
    one = await volunteer_of(turn, turn.data.get("member", turn.member.id))
    if turn.text and not turn.choice:
        return await _away(turn, one.member, turn.text)
    return turn.ask(
        "carer.away.set",
        _("Away until when? For example: 10 days, until 10/12, or from 1/12 to 10/12."),
        Choice("7", _("A week from today")),
        Choice("14", _("Two weeks from today")),
        never_mind(),
        data={"member": one.member.id},
    )


async def take_away(turn: Turn) -> Answer:
    """Days, a date, or from one date to another."""
    one = await volunteer_of(turn, turn.data["member"])
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        until = turn.today + timedelta(days=int(turn.choice))
        return await _gone(turn, one.member, turn.today, until)
    return await _away(turn, one.member, turn.text)


async def _away(turn: Turn, member: Member, said: str) -> Answer:
    days_away = _days_away(said, turn.today)
    if days_away is None or not days_away[0] < days_away[1] <= turn.today + FURTHEST:
        raise NotUnderstood(
            turn.words(_("Until when? For example: 10 days, until 10/12, or from 1/12 to 10/12."))
        )
    return await _gone(turn, member, *days_away)


def _days_away(said: str, today: date) -> tuple[date, date] | None:
    """Return the first day, and the day after the last one."""
    if between := first_and_last(said):
        first, last = (hear_day(part, today) for part in between)
        return (first[0], last[0] + timedelta(days=1)) if first and last else None
    if span := hear_span(said):
        return today, today + timedelta(days=span)
    days = [day for day in hear_day(said, today) if day > today]
    return (today, days[0] + timedelta(days=1)) if days else None


async def _gone(turn: Turn, member: Member, from_on: date, until_on: date) -> Answer:
    """Write the days down (`until_on` is exclusive), and name the visits that fall into them."""
    await carers.note_away(turn.db, turn.club.id, member.id, from_on, until_on)
    last = until_on - timedelta(days=1)
    text = _("Good: no visits from {first} to {last}.")
    said = [turn.words(text, first=short_day(from_on), last=short_day(last))]
    planned = await shifts.of_member(turn.db, member.id, from_on, until_on)
    if not planned:
        return await card(turn, member, said[0])
    visits = ", ".join(f"{one.name} ({time_said(one.day, one.part)})" for one in planned)
    said.append(
        turn.words(_("Still planned in those days: {visits}. Who goes instead?"), visits=visits)
    )
    own = [Choice("visits.mine", _("My visits"))] if member.id == turn.member.id else []
    return turn.say("{said}", *own, data={"member": member.id}, said="\n".join(said))


async def back(turn: Turn) -> Answer:
    """She can go again from today."""
    one = await volunteer_of(turn, turn.data.get("member", turn.member.id))
    await carers.note_back(turn.db, turn.club.id, one.member.id, turn.today)
    return await card(turn, one.member, turn.words(_("Good, I wrote that down.")))


HANDLERS = {
    "carer.days": Step(days),
    "carer.days.who": Step(take_who),
    "carer.days.set": Step(take_days, typed=True),
    "carer.most": Step(most),
    "carer.most.set": Step(take_most, typed=True),
    "carer.away": Step(away),
    "carer.away.set": Step(take_away, typed=True),
    "carer.back": Step(back),
}
