"""A meeting comes, begins soon, is on another day, or does not take place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Choice
from bot.clock import local, local_day
from bot.i18n import _, clock_time, near_day
from bot.papers.meeting_words import told as told_of
from bot.reminders.kinds.dues_moved import said_of_dues, said_of_payee
from bot.reminders.kinds.kind import BESIDE, Kind, Part, Said, Told
from bot.storage import meeting_facts, meeting_rules, notices_meetings
from bot.storage.engine import Connection
from bot.storage.meeting_facts import Facts, News
from bot.storage.meeting_lifts import Fate
from bot.storage.meeting_times import BEFORE_IT_BEGINS, FAMILY
from bot.storage.meetings import Meeting
from bot.storage.notices_meetings import MOVED, MOVED_SOON, RULE, SOON
from bot.telling import called, speaking_to

Words = Callable[..., str]
"""Fills a text with the listener's form of address."""
Worded = Callable[[Words, Facts, datetime], str]
"""Words a notice for one listener, in the language that is spoken then; `datetime` is local."""


async def _plan(db: Connection, now: datetime) -> None:
    """Plan all kinds of here: one query of them would not know what the others say."""
    await meeting_rules.keep_ahead(db, now)
    await notices_meetings.plan(db, now)


async def _say_reminder(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    return await _say(db, told, now, _reminder)


async def _say_soon(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    return await _say(db, told, now, _soon)


async def _say_moved(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    said = dict(await _say(db, told, now, _moved))
    # Of one that does not take place nobody is asked, and no due day moves with it.
    asked: list[Told] = []
    dropped: list[Told] = []
    for one in told:
        if isinstance(part := said[one.due.id], Part):
            (asked if part.step else dropped).append(one)
    dues_of = await said_of_dues(db, asked, now) | await said_of_payee(db, dropped, now)
    for key, dues in dues_of.items():
        part = said[key]
        if isinstance(part, Part):
            said[key] = replace(part, text=f"{part.text}\n{dues}", private=True)
    return said


async def _say(db: Connection, told: Sequence[Told], now: datetime, worded: Worded) -> Said:
    found = await meeting_facts.facts(db, [one.due.id for one in told])
    said: dict[int, Part | str] = {}
    heard: set[tuple[int, int]] = set()
    for one in told:
        facts, at = found.get(one.due.id), local(now, one.listener.member.club.zone)
        about = (one.due.recipient_id, one.due.subject_id)
        if facts is None:
            said[one.due.id] = "no such meeting any more"
        elif why := _over(one, facts, at):
            said[one.due.id] = why
        else:
            said[one.due.id] = BESIDE if about in heard else _part(one, facts, at, worded)
            heard.add(about)
    return said


def _over(told: Told, facts: Facts, at: datetime) -> str:
    """Return why a notice need not be said any more; nothing where it is still true."""
    meeting = facts.meeting
    if meeting.is_cancelled:
        known = told.due.kind in (MOVED, MOVED_SOON) and facts.due_on >= at.date()
        return "" if known else "cancelled"
    if meeting.held_on != facts.due_on:
        return "moved"
    if meeting.has_begun(at):
        return "it has begun"
    if told.due.kind == SOON and facts.answer not in ("come", "lift"):
        return "does not come"
    return ""


def _part(told: Told, facts: Facts, at: datetime, worded: Worded) -> Part:
    with speaking_to(told.listener.member, at.date()) as words:
        text = worded(words, facts, at)
        if told.due.kind == SOON or facts.meeting.is_cancelled:
            return Part(text=text, private=False)
        return Part(
            text=text,
            choices=(
                Choice("come", _("I will come")),
                Choice("away", _("I cannot come")),
                Choice("lift", _("Please fetch me")),
            ),
            step="meetings.answer",
            data={"meeting": facts.meeting.id},
            private=False,
        )


def _reminder(words: Words, facts: Facts, at: datetime) -> str:
    # Who was told of another day heard then why it is not that one.
    told = _told(facts, at, is_news=facts.meeting.was is None)
    return f"{told}\n{_coming(words, facts)}"


def _told(facts: Facts, at: datetime, *, is_news: bool) -> str:
    return told_of(facts.meeting, today=at.date(), lunar=facts.shows_lunar, is_news=is_news)


def _coming(words: Words, facts: Facts) -> str:
    answered = {
        "come": _("{You} said: I will come."),
        "away": _("{You} said: I cannot come."),
        "lift": _("{You} said: please fetch me."),
    }
    asked = _("Will {you} come?")
    return words(answered.get(facts.answer, asked))


def _soon(words: Words, facts: Facts, at: datetime) -> str:
    lines = [told_of(facts.meeting, today=at.date(), lunar=False, is_news=False)]
    if facts.answer == "lift":
        lines.append(_of_lift(words, facts.lift, at))
    else:
        lines.append(words(_("See you there!")))
    return "\n".join(lines)


def _of_lift(words: Words, lift: Fate | None, at: datetime) -> str:
    """Promise that somebody comes only where the board has said so."""
    if lift and lift.fetched_by:
        text = _("Somebody will fetch {you}. If nobody comes, call {name}.")
        return words(text, name=called(lift.fetched_by, at.date()))
    if lift and lift.told:
        text = _(
            "I told {name} that {you} need a lift, but I do not know yet who comes. Please call"
            " {name}, too."
        )
        return words(text, name=called(lift.told, at.date()))
    return words(_("I do not know yet who fetches {you}. Please ask a neighbour, or the board."))


def _moved(words: Words, facts: Facts, at: datetime) -> str:
    if facts.meeting.is_cancelled:
        day = near_day(facts.due_on, with_lunar=facts.shows_lunar)
        return words(_("Please note: the meeting on {day} does not take place."), day=day)
    was = facts.meeting.was
    told = _told(facts, at, is_news=was is None or was.on != facts.meeting.held_on)
    return "\n".join([*_changes(words, facts.meeting), told, _coming(words, facts)])


def _changes(words: Words, meeting: Meeting) -> Iterator[str]:
    """Yield what is otherwise than members were told."""
    was, day = meeting.was, near_day(meeting.held_on, with_lunar=False)
    if was is None or was.on != meeting.held_on:
        yield words(_("Please note: the meeting is moved."))
        return
    if was.at != meeting.at:
        text = _("Please note: the meeting on {day} has another hour: from {old} to {time}.")
        yield words(text, day=day, old=clock_time(was.at), time=clock_time(meeting.at))
    if was.place != meeting.place:
        text = _("Please note: the meeting on {day} has another place: {place}.")
        yield words(text, day=day, place=meeting.place)


async def _say_rule(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Tell the next days by a new rule; who knows them knows the rule."""
    found = await meeting_facts.news(db, {one.due.subject_id for one in told}, now)
    return {one.due.id: _news(one, found, now) for one in told}


def _news(told: Told, found: Mapping[int, News], now: datetime) -> Part | str:
    news = found.get(told.due.subject_id)
    if news is None:
        return "another rule since then"
    first = news.coming[0]
    member = told.listener.member
    with speaking_to(member, local_day(now, member.club.zone)) as words:
        days = [near_day(one.held_on, with_lunar=news.shows_lunar) for one in news.coming]
        text = words(
            _("From now on the club meets on these days: {days}. Always at {time}, at {place}."),
            days="; ".join(days),
            time=clock_time(first.at),
            place=first.place,
        )
    return Part(text=text, private=False)


KINDS = {
    FAMILY: Kind(plan=_plan, say=_say_reminder, importance=30, useful=timedelta(days=3)),
    RULE: Kind(
        plan=_plan,
        say=_say_rule,
        importance=25,
        useful=notices_meetings.RULE_IS_NEWS,
    ),
    MOVED: Kind(plan=_plan, say=_say_moved, importance=20, useful=timedelta(days=3)),
    MOVED_SOON: Kind(
        plan=_plan,
        say=_say_moved,
        importance=10,
        alone=True,
        useful=timedelta(days=2),
    ),
    SOON: Kind(
        plan=_plan,
        say=_say_soon,
        importance=10,
        alone=True,
        useful=BEFORE_IT_BEGINS,
    ),
}
