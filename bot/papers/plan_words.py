"""How much of a month's messages is used, in words for the board: what waits, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.clock import local
from bot.i18n import _, clock_time, figure, near_day, ngettext, short_day
from bot.people import DEFAULT_ZONE
from bot.storage.holding import BROADCASTS_WAIT
from bot.storage.messages import Lane
from bot.storage.usage import NEARLY, Use, next_month

Words = Callable[..., str]


def used(use: Use, place: str, words: Words) -> list[str]:
    """Say how much of a plan is used: "Messages on Zalo this month: 2,450 of 3,000, 550 left"."""
    messages = (
        words(
            _("Messages on {place} this month: {used} of {allowed}, {left} left."),
            place=place,
            used=figure(use.messages),
            allowed=figure(use.plan.messages),
            left=figure(use.messages_left),
        )
        if use.plan.messages
        else words(
            _("Messages on {place} this month: {used}, without a limit."),
            place=place,
            used=figure(use.messages),
        )
    )
    return [messages, _people(use, place, words)]


def _people(use: Use, place: str, words: Words) -> str:
    people, allowed = figure(use.people), figure(use.plan.people)
    if not use.plan.people:
        return words(_("People on {place}: {people}."), place=place, people=people)
    return words(
        _("People on {place}: {people} of {allowed}."), place=place, people=people, allowed=allowed
    )


def what_waits(use: Use, place: str, words: Words, now: datetime) -> list[str]:
    """Say what waits and until when, or what will."""
    lines = []
    if use.held_until:
        lines.append(_held(use, use.held_until, place, words, now))
    elif use.of_messages >= NEARLY:
        text = _(
            "From {share} on announcements wait for the next month, so that {me} can still answer."
        )
        lines.append(words(text, share=f"{BROADCASTS_WAIT}%"))
    if use.of_people >= NEARLY:
        lines.append(words(_("When that is full, {place} may refuse new people."), place=place))
    return lines


def _held(use: Use, until: datetime, place: str, words: Words, now: datetime) -> str:
    if until < next_month(now):
        text = _(
            "{place} takes no more just now: announcements and reminders wait until {time}, {day}."
        )
        at = local(until, DEFAULT_ZONE)
        return words(text, place=place, time=clock_time(at), day=short_day(at.date()))
    if use.held_lane == Lane.BROADCASTS:
        text = _("Announcements wait until {day}, so that {me} can still answer.")
    else:
        text = _("Announcements and reminders wait until {day}, so that {me} can still answer.")
    return words(text, day=near_day(local(until, DEFAULT_ZONE).date(), with_lunar=False))


def still_held(people: int, until: datetime, words: Words, now: datetime) -> str:
    """Say of an announcement that goes how many wait for it longer, and until when."""
    text = ngettext(
        "{count} person gets it on {day}: this month's messages are nearly used up.",
        "{count} people get it on {day}: this month's messages are nearly used up.",
        people,
    )
    if until < next_month(now):
        text = ngettext(
            "{count} person gets it after {time}, {day}: the bot may send no more just now.",
            "{count} people get it after {time}, {day}: the bot may send no more just now.",
            people,
        )
    at = local(until, DEFAULT_ZONE)
    return words(text, count=people, time=clock_time(at), day=short_day(at.date()))


def to_do(words: Words) -> str:
    """Say what the board can do about it."""
    return words(
        _(
            "Please ask whoever looks after the bot for a bigger plan, and read out at the meeting"
            " what is urgent."
        )
    )
