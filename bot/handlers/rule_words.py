"""The rule of a club's meetings in words."""

from __future__ import annotations

from bot.almanac.meetings import LunarDay, MeetingRule, MonthDay
from bot.i18n import _, weekday_name

FULL_MOON = 15


def rule_in_words(rule: MeetingRule) -> str:
    """Return "on the first Saturday of the month", "every 2 months, on day 10 of the month"."""
    if rule.months == 1:
        if isinstance(rule.on, MonthDay) and rule.on.day < 31:
            return _("on day {day} of every month").format(day=rule.on.day)
        return _day(rule)
    return _("every {number} months, {day}").format(number=rule.months, day=_day(rule))


def _day(rule: MeetingRule) -> str:
    on = rule.on
    if isinstance(on, MonthDay):
        if on.day == 31:
            return _("on the last day of the month")
        return _("on day {day} of the month").format(day=on.day)
    if isinstance(on, LunarDay):
        if on.day == FULL_MOON:
            return _("on the full moon day (lunar 15)")
        text = _("on lunar day {day}")
        if on.day <= 10:
            text = _("on the lunar day {day}")  # Vietnamese: mùng, up to the tenth
        return text.format(day=on.day)
    text = {
        1: _("on the first {weekday} of the month"),
        2: _("on the second {weekday} of the month"),
        3: _("on the third {weekday} of the month"),
        4: _("on the fourth {weekday} of the month"),
        -1: _("on the last {weekday} of the month"),
    }[on.nth]
    return text.format(weekday=weekday_name(on.weekday))
