"""A day of the month, by the sun or by the moon: "ngày 10", "mùng 5", "rằm", "16 âm"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.calendar_words import number, wording

_LUNAR = "(?:theo )?(?P<lunar>âm lịch|lịch âm|lịch ta|âm|al|âl|ta)"
_SOLAR = "(?:theo )?(?P<solar>dương lịch|lịch dương|lịch tây|dương|dl|tây)"
_CALENDAR = f"(?:{_LUNAR}|{_SOLAR})"
_MONTH = "(?:(?: của)? tháng (?P<which>này|nay|sau|tới))?"
_END = f"(?: {_CALENDAR})?{_MONTH}"
_WAYS = (
    wording(f"(?:ngày |hôm )?(?P<moon>rằm|full moon){_END}"),
    wording(f"(?:ngày |hôm )?(?P<either>mùng|mồng) (?P<day>NUM){_END}"),
    wording(f"(?:ngày|hôm) (?P<day>NUM)(?! (?:tuần|ngày|hôm) ){_END}"),
    wording(rf"(?P<day>\d{{1,2}}) (?:st|nd|rd|th){_END}"),
    wording(f"(?P<day>NUM) {_CALENDAR}{_MONTH}"),
    wording("(?P<day>NUM) tháng (?P<which>này|nay|sau|tới)"),
)
_BARE = wording("(?P<day>NUM)")
_LUNAR_SAID = wording("âm lịch|lịch âm|lịch ta|tháng âm|lunar|moon")
_SOLAR_SAID = wording("dương lịch|lịch dương|lịch tây|tháng dương|solar")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDayTold:
    """A day of the month that was told."""

    day: int
    solar: bool
    """It may be a day of the solar month."""
    lunar: bool
    """It may be one of the lunar month; "mùng 5" may be both."""
    month: str = ""
    """`this` or `next`, if that was told."""


def month_days(words: str) -> set[MonthDayTold]:
    """Return the days of the month in `spoken` words; a bare number only if there is no other."""
    bare = _BARE.fullmatch(words)
    return {_told(found, words) for found in ([bare] if bare else _found(words))}


def calendars(found: re.Match[str], words: str) -> tuple[bool, bool]:
    """Return whether a day may be solar, and whether it may be lunar.

    `found` has the groups `lunar`, `solar`, `moon` and `either`, as far as its pattern has any.
    """
    said = {name for name, typed in found.groupdict().items() if typed}
    lunar = "lunar" in said or "moon" in said or bool(_LUNAR_SAID.search(words))
    solar = "solar" in said or bool(_SOLAR_SAID.search(words))
    if lunar or solar:
        return solar and "moon" not in said, lunar and "solar" not in said
    return True, "either" in said


def _found(words: str) -> Iterator[re.Match[str]]:
    for way in _WAYS:
        yield from way.finditer(words)
        words = way.sub(" | ", words)


def _told(found: re.Match[str], words: str) -> MonthDayTold:
    said = found.groupdict()
    solar, lunar = calendars(found, words)
    month = said.get("which") or ""
    if month:
        month = "this" if month.startswith("n") else "next"
    day = 15 if said.get("moon") else number(said["day"])
    return MonthDayTold(day=day, solar=solar, lunar=lunar, month=month)
