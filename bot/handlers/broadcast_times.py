"""An announcement as it will arrive, to how many, and when it shall go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers.broadcast_confirming import audience, proceed
from bot.handlers.broadcast_draft import added, asked_for_words, with_file
from bot.handlers.broadcast_words import as_it_arrives, by_ways, so_many, whom
from bot.i18n import _, day
from bot.storage import broadcast_people
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding.days import hear_day
from bot.understanding.hours import hear_hour
from bot.understanding.phrases import Phrases, cut
from bot.understanding.vocabulary import POLITE

_NOW = Phrases(
    """
    now, right now, at once, send, send it, send now, send it now, go, ngay, luôn, gửi ngay, gửi
    luôn, gửi đi, gửi ngay đi, gửi luôn đi, gửi bây giờ, bây giờ, ngay bây giờ, ngay lập tức
    """
)
_LATER = Phrases(
    """
    later, another time, at another time, some other time, not now, để sau, để lúc khác, lúc khác,
    giờ khác, vào lúc khác, hẹn giờ
    """
)


async def preview(turn: Turn, data: Data) -> Answer:
    """Show the announcement exactly as it arrives, whom it reaches by which ways; ask when."""
    wanted = audience(data)
    ways = await broadcast_people.ways(turn.db, turn.club.id, wanted, turn.today, turn.now)
    if not any(way.phones for way in ways):
        raise turn.refuse(_("None of them can be reached by phone. Please tell them in person."))
    facts = turn.words(
        _("To {whom}: {people} ({ways}). When shall I send it?"),
        whom=await whom(turn, wanted),
        people=so_many(sum(way.people for way in ways)),
        ways=by_ways(ways),
    )
    arrives = as_it_arrives(turn.member, data["text"], turn.today)
    shown = turn.ask(
        "broadcasts.when",
        "{arrives}\n\n———\n{facts}",
        Choice("now", _("Send it now")),
        Choice("later", _("At another time")),
        Choice("week", _("Every week")),
        Choice("month", _("Every month")),
        Choice("no", _("Never mind, send nothing")),
        data={**data, "repeats": ""},
        arrives=arrives,
        facts=facts,
    )
    return with_file(shown, data)


async def take_when(turn: Turn) -> Answer:
    """Now, at a time that is typed, or again and again."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was sent."))
    if turn.incoming.file:
        draft = await added(turn)
        return asked_for_words(turn, draft) or await preview(turn, draft)
    if turn.choice == "now":
        return await proceed(turn, {**turn.data, "at": ""})
    if turn.choice:
        repeats = "" if turn.choice == "later" else turn.choice
        text = _("When? For example: tonight at 19:00, or tomorrow at 8:00.")
        if repeats:
            text = _("When for the first time? For example: tomorrow at 8:00.")
        return turn.ask("broadcasts.time", text, data={**turn.data, "repeats": repeats})
    return await take_time(turn)


def _heard(text: str, _keys: Sequence[str]) -> str | None:
    words = cut(text)
    for said in (words, POLITE.trimmed(words)):
        if _NOW.is_all_of(said):
            return "now"
        if _LATER.is_all_of(said):
            return "later"
    return None


async def take_time(turn: Turn) -> Answer:
    """Hear day and hour; without a day the next such hour is meant."""
    hour = hear_hour(turn.text)
    if hour is None:
        raise NotUnderstood(
            turn.words(_("At what hour? For example: tonight at 19:00, or tomorrow at 8:00."))
        )
    days = hear_day(turn.text, turn.today) or _next(turn, hour)
    coming = [one for one in days if _moment(turn, one, hour) > turn.now]
    if not coming:
        raise turn.refuse(_("That is over already. Please tell me a time that is to come."))
    if len(coming) == 1:
        return await _at(turn, coming[0], hour)
    return turn.ask(
        "broadcasts.day",
        _("On which day?"),
        *(Choice(one.isoformat(), day(one, weekday=True)) for one in coming),
        data={**turn.data, "hour": hour.isoformat()},
    )


async def take_day(turn: Turn) -> Answer:
    """Which of the days that were meant."""
    on = date.fromisoformat(turn.choice)
    return await _at(turn, on, time.fromisoformat(turn.data["hour"]))


async def _at(turn: Turn, on: date, hour: time) -> Answer:
    repeats = turn.data["repeats"]
    if repeats == "month":
        repeats = f"month {on.day}"
    at = _moment(turn, on, hour).isoformat()
    return await proceed(turn, {**turn.data, "repeats": repeats, "at": at})


def _next(turn: Turn, hour: time) -> tuple[date, ...]:
    here = local(turn.now, turn.zone)
    tomorrow = date.fromordinal(here.toordinal() + 1)
    return (here.date() if hour > here.time() else tomorrow,)


def _moment(turn: Turn, on: date, hour: time) -> datetime:
    return datetime.combine(on, hour, ZoneInfo(turn.zone))


HANDLERS = {
    "broadcasts.when": Step(take_when, typed=True, takes_file=True, hears=_heard),
    "broadcasts.time": Step(take_time, typed=True),
    "broadcasts.day": Step(take_day),
}
