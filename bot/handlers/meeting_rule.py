"""On which days, at which hour and where the club meets: told in words, read back, and set."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.almanac.lunar import lunar
from bot.almanac.meetings import LunarDay, MeetingRule, meetings, rule_as_dict, rule_of
from bot.chat import Choice, NotUnderstood
from bot.handlers.board import must_set_meetings
from bot.handlers.rule_words import rule_in_words
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.words_for_all import heard_for_all
from bot.i18n import _, clock_time, near_day
from bot.storage import meeting_rules, moved_dues
from bot.storage import meetings as stored
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding.calendar_words import spoken
from bot.understanding.hours import hear_hour, without_hour
from bot.understanding.meeting_rules import HeardRule, hear_rule, is_not_monthly

USUAL_HOURS = (time(7, 30), time(8), time(14))
SHOWN = 3


async def begin(turn: Turn) -> Answer:
    """Ask for the days, unless they were told with the command."""
    await must_set_meetings(turn)
    if turn.text and (hear_rule(turn.text) or is_not_monthly(turn.text)):
        return await take_days(turn)
    return turn.ask(
        "meetings.rule",
        _(
            "On which day does the club meet? For example “the 10th of every month”, “the first"
            " Saturday”, “the full moon day”, or “every two months on the 10th”."
        ),
    )


async def take_wish(turn: Turn) -> Answer:
    """The officer said whether the days shall be set, or told them at once."""
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    if not turn.choice:
        return await take_days(turn)
    turn.text = ""  # "1", typed for a yes, is no day
    return await begin(turn)


async def take_days(turn: Turn) -> Answer:
    """The officer told the days in words, or chose one of the ways to read them."""
    await must_set_meetings(turn)
    if turn.choice:
        chosen = turn.data["ways"][int(turn.choice)]
        return await _next(turn, {**turn.data, "rule": chosen})
    heard = hear_rule(turn.text)
    if not heard:
        raise NotUnderstood(turn.words(_not_heard(turn.text)))
    ways = [rule_as_dict(_rule(one)) for one in heard]
    data: Data = {"first_known": heard[0].months == 1 or heard[0].from_month is not None}
    if without_hour(spoken(turn.text)) != spoken(turn.text) and (at := hear_hour(turn.text)):
        data["at"] = at.isoformat()
    if len(ways) == 1:
        return await _next(turn, {**data, "rule": ways[0]})
    choices = [Choice(str(key), rule_in_words(rule_of(way))) for key, way in enumerate(ways)]
    return turn.ask(
        "meetings.rule", _("Which day do you mean?"), *choices, data={**data, "ways": ways}
    )


def _not_heard(text: str) -> str:
    if is_not_monthly(text):
        return _("I can only remember days of the month. For example “the first Saturday”.")
    return _(
        "I did not understand the day. Please say it like “the 10th of every month” or “the first"
        " Saturday”."
    )


async def take_first(turn: Turn) -> Answer:
    """The club does not meet every month: the officer chose the first one."""
    await must_set_meetings(turn)
    rule = {**turn.data["rule"], "from_month": int(turn.choice)}
    return await _next(turn, {**turn.data, "rule": rule, "first_known": True})


async def take_hour(turn: Turn) -> Answer:
    """The officer told the hour."""
    await must_set_meetings(turn)
    if turn.choice == STOP:
        return left(turn)
    at = time.fromisoformat(turn.choice) if turn.choice else hear_hour(turn.text)
    if at is None:
        raise NotUnderstood(turn.words(_("At what hour? For example “8 in the morning”.")))
    return await _next(turn, {**turn.data, "at": at.isoformat()})


async def take_place(turn: Turn) -> Answer:
    """The officer told the place."""
    await must_set_meetings(turn)
    place = turn.data["before"] if turn.choice == "before" else heard_for_all(turn)
    return await _next(turn, {**turn.data, "place": place})


async def agree(turn: Turn) -> Answer:
    """Set the rule; everybody hears of it."""
    await must_set_meetings(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    rule = rule_of(turn.data["rule"])
    await meeting_rules.set_rule(
        turn.db,
        club_id=turn.club.id,
        rule=rule,
        at=time.fromisoformat(turn.data["at"]),
        place=turn.data["place"],
        by=turn.member.id,
        now=turn.now,
        today=turn.today,
    )
    return turn.say(
        _("Done: the club meets {rule}. All members will hear of it."),
        Choice("meeting.days", _("Meetings")),
        Choice("meeting.dues", _("Days to pay")),
        rule=rule_in_words(rule),
    )


async def dues(turn: Turn) -> Answer:
    """Say whether what is due on the day of a meeting moves with it, and ask how it shall be."""
    await must_set_meetings(turn)
    text = _("What is to be paid stays due on its day, also when the meeting is moved.")
    if await moved_dues.follow(turn.db, turn.club.id):
        text = _("What is to be paid on the day of a meeting moves with it to a later day.")
    return turn.ask(
        "meetings.dues",
        "{now} {how}",
        Choice("follow", _("It moves with the meeting")),
        Choice("stay", _("It stays as agreed")),
        now=turn.words(text),
        how=turn.words(_("How shall it be?")),
    )


async def take_dues(turn: Turn) -> Answer:
    """The officer chose; days that have come stay as they were."""
    await must_set_meetings(turn)
    wanted = turn.choice == "follow"
    await moved_dues.let_follow(turn.db, turn.club.id, wanted=wanted, today=turn.today)
    text = _("All right: what is to be paid stays due on the day that was agreed.")
    if wanted:
        text = _("All right: when a meeting is moved to a later day, so is what is paid there.")
    return turn.say(text, Choice("meeting.days", _("Meetings")))


async def _next(turn: Turn, data: Data) -> Answer:
    """Ask for what is not known yet; then read all of it back."""
    if not data["first_known"]:
        return _ask_first(turn, data)
    if "at" not in data:
        hours = [Choice(at.isoformat(), clock_time(at)) for at in USUAL_HOURS]
        return turn.ask("meetings.hour", _("At what hour?"), *hours, never_mind(), data=data)
    if "place" not in data:
        return await _ask_place(turn, data)
    return await _read_back(turn, data)


def _ask_first(turn: Turn, data: Data) -> Answer:
    rule = rule_of(data["rule"])
    monthly = meetings(replace(rule, months=1), after=turn.today, count=rule.months)
    by_moon = isinstance(rule.on, LunarDay)
    choices = [
        Choice(
            str(lunar(one.wanted_on).month if by_moon else one.wanted_on.month),
            near_day(one.held_on, with_lunar=by_moon),
        )
        for one in monthly
    ]
    return turn.ask("meetings.first", _("Which day is the first one?"), *choices, data=data)


async def _ask_place(turn: Turn, data: Data) -> Answer:
    known = await meeting_rules.newest_rule(turn.db, turn.club.id)
    before = known.place if known else _("the house of culture")
    return turn.ask(
        "meetings.place",
        _("Where does the club meet? Please write the place."),
        Choice("before", before),
        data={**data, "before": before},
    )


async def _read_back(turn: Turn, data: Data) -> Answer:
    rule = rule_of(data["rule"])
    with_lunar = await stored.shows_lunar(turn.db, turn.club.id)
    days = [
        near_day(one.held_on, with_lunar=with_lunar)
        for one in meetings(rule, after=turn.today, count=SHOWN)
    ]
    return turn.ask(
        "meetings.agree",
        _(
            "The club meets {rule}, at {time}, at {place}. The next times:\n{days}\nOn Tết and"
            " holidays it is the day after. All members will hear of it. Is that right?"
        ),
        Choice("yes", _("Yes, that is right")),
        Choice("no", _("No, leave it")),
        data=data,
        rule=rule_in_words(rule),
        time=clock_time(time.fromisoformat(data["at"])),
        place=data["place"],
        days="\n".join(f"• {one}" for one in days),
    )


def _rule(heard: HeardRule) -> MeetingRule:
    return MeetingRule(on=heard.on, months=heard.months, from_month=heard.from_month or 1)


HANDLERS = {
    "meeting.rule": Step(begin),
    "meeting.dues": Step(dues),
    "meetings.dues": Step(take_dues),
    "meetings.wanted": Step(take_wish, typed=True),
    "meetings.rule": Step(take_days, typed=True),
    "meetings.first": Step(take_first),
    "meetings.hour": Step(take_hour, typed=True),
    "meetings.place": Step(take_place, typed=True, own_words=True),
    "meetings.agree": Step(agree),
}
