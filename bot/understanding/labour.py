"""Asking for hands and offering one's own: "tôi cần 3 người gặt lúa thứ 7", "tôi rảnh thứ 7"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding import naming
from bot.understanding import vocabulary as known
from bot.understanding.attending import LIFT, MEETING
from bot.understanding.calendar_words import number, wording
from bot.understanding.days import hear_day
from bot.understanding.payers import behind_a_call, is_surely_a_name
from bot.understanding.phrases import Phrases, Word, cut, join
from bot.understanding.places import Place, place_of

LONGEST = 14
"""Days of one asking."""
MOST = 50
"""Hands."""
_HANDS = (
    r"(?P<hands>\d{1,2}|NUM) "
    "(?:người|ng|bác|chú|công|tay|lao động|hands|people|persons?|helpers?)"
)
_WANT = "(?:xin |muốn |đang |want |i )*(?:cần|nhờ|tìm|thiếu|kiếm|xin|need|needs) (?:thêm )?"
_TO = "(?: (?:giúp|sang giúp|đến giúp|đi|làm|để|to help|to|for|with))?"
_ASKS = (
    wording(f"{_WANT}{_HANDS}{_TO}"),
    wording(f"{_WANT}(?:người|ai|bà con|hàng xóm|mọi người|somebody|someone|people|hands){_TO}"),
    wording("(?:xin |muốn )?(?:cần|nhờ|xin) đổi công|(?:muốn )?đổi công (?:để|đi|làm)"),
)
_OFFERS = wording(
    "(?:(?:đang|được|cũng) )?rảnh(?: rỗi)?(?: (?:cả ngày|buổi sáng|buổi chiều))?"
    "|đi (?:đổi công|làm giúp) được|giúp được|am free|can help|is free|free to help"
)
_NOT = Phrases(
    """
    không, ko, chưa, chẳng, hết, khi nào, bao giờ, ai rảnh, ai giúp, mấy, bao nhiêu, not, when, who
    """
)
_NOT_WORK = Phrases(
    """
    vay, tiền, triệu, nghìn, đi thăm, sang thăm, chăm sóc, đưa đi, khám, bệnh viện, đi viện, nằm
    viện, cấp cứu, thuốc, nói chuyện, người khác, money, loan, visit, doctor, hospital, else
    """,
    if_marked="nợ, mượn, thăm, chăm, trông, ốm, đau, chở, đón, viện",
)
"""With these it is no work in the fields: money, a visit, a lift, somebody who is ill."""
_BESIDE = Phrases(
    """
    ạ, a, dạ, thưa, nhé, nha, vào, hôm, ngày, này, cháu, con, em, ơi, có thể, đi, giúp, được, giúp
    được, ai cần, cần, thì, gọi, cả ngày, buổi, sáng, chiều, with, on, to, help, i, am, can, is,
    whole, day, all
    """
)
_DAY_TOLD = (
    wording(
        r"(?:WEEKDAY )?(?:(?:ngày|hôm|vào|on) )*\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{4})?"
        r"(?: (?:âm lịch|âm|al|âl|dương lịch|dương|dl))?"
    ),
    wording(
        "(?:(?:sáng|trưa|chiều|tối|vào|on|next|this) )*WEEKDAY"
        "(?: (?:này|tới|sau|tuần (?:này|sau|tới)|next week|this week))?"
    ),
    wording("hôm nay|bữa nay|(?:sáng|trưa|chiều) nay|today"),
    wording("(?:ngày|bữa) (?:kia|mốt)|day after tomorrow"),
    wording("(?:(?:sáng|trưa|chiều|ngày) )?mai|tomorrow"),
    wording("(?:ngày|hôm) NUM(?: tháng (?:NUM|này|sau|tới|giêng|chạp))?(?: (?:âm lịch|âm))?"),
    wording("(?:ngày )?(?:(?:mùng|mồng) NUM|rằm)(?: tháng (?:NUM|này|sau|tới|giêng|chạp))?"),
    wording("NUM (?:ngày|hôm|bữa) nữa|in NUM days?"),
    wording(r"(?:on )?(?:the )?\d{1,2}(?: (?:st|nd|rd|th))?(?: of)? MONTH|(?:on )?MONTH \d{1,2}"),
)
_FROM = wording("từ|from")
_UNTIL = wording("đến|tới|-|–|until|till|to")
_CLOSING = Phrases("nhé, please", if_marked="ạ, với, nhỉ")  # "nha" is a house, "voi" chalk
_EDGES = " \t,.:;–—-!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was said of hands that are wanted or offered."""

    who: str
    """A name; empty for the speaker."""
    hands: int | None
    work: str
    days: tuple[date, ...]
    """The first day; several where it can be any of them, none where none is told."""
    until: date | None = None
    """The last day, where more than one was told."""


def labour(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return a command and what was said: `labour.ask` or `labour.offer`; None for others.

    Who needs a lift, a loan or somebody at a sick-bed asks for something else.
    """
    text = join(words)
    if MEETING.are_in(words) or LIFT.are_in(words) or _NOT_WORK.are_in(words):
        return None
    asked = _asked(text)
    if asked and _may_be_who(asked.before):
        says_more = (
            asked.groups.get("hands") or _day_of(text) or known.POLITE.without(cut(asked.behind))
        )
        return ("labour.ask", text) if says_more else None
    offered = place_of(_OFFERS, text)
    if not offered or _NOT.are_in(words) or not _day_of(text):
        return None
    left = _BESIDE.without(cut(_without_days(offered.rest)))
    return ("labour.offer", text) if _is_who(left) else None


def hear_asking(text: str, today: date) -> Told:
    """Hear for how many hands somebody asks, for what work, and when."""
    asked = _asked(text)
    who = _who(asked.before) if asked else ""
    typed = asked.groups.get("hands") if asked else None
    rest = asked.behind if asked else text
    days, until, rest = _days(rest, today)
    if not days and asked:
        days, until, _left = _days(asked.before, today)
    hands = number(typed) if typed else None
    return Told(
        who=who,
        hands=hands if hands and hands <= MOST else None,
        work=_work(rest),
        days=days,
        until=until,
    )


def _work(rest: str) -> str:
    """Return what is to be done, as typed, without "nhé" and "ạ" behind it."""
    work = " ".join(rest.split()).strip(_EDGES)
    while (words := cut(work)) and _CLOSING.end(words):
        work = work[: work.rfind(words[-1].typed)].strip(_EDGES)
    return work


def hear_offer(text: str, today: date) -> Told:
    """Hear on which days somebody has time to help."""
    offered = place_of(_OFFERS, text)
    days, until, rest = _days(offered.rest if offered else text, today)
    left = _BESIDE.without(cut(rest)) if offered else []
    who = "" if _is_speaker(left) else join(left)
    return Told(who=who, hands=1, work="", days=days, until=until)


def hear_days(text: str, today: date) -> tuple[tuple[date, ...], date | None]:
    """Hear days to come, in an answer: the first, or those it can be, and the last."""
    days, until, _rest = _days(text, today)
    return (days or _to_come(text, today)), until


def hear_hands(text: str) -> int | None:
    """Hear how many hands, in an answer: "3", "3 người", "ba"."""
    found = place_of(_COUNT, text)
    hands = number(found.groups["hands"] or "") if found else 0
    return hands if 0 < hands <= MOST else None


_COUNT = wording(r"(?P<hands>\d{1,2}|NUM)")


def _asked(text: str) -> Place | None:
    return next((found for way in _ASKS if (found := place_of(way, text))), None)


def _day_of(text: str) -> Place | None:
    return next((found for way in _DAY_TOLD if (found := place_of(way, text))), None)


def _without_days(text: str) -> str:
    while found := _day_of(text):
        text = found.rest
    return text


def _days(text: str, today: date) -> tuple[tuple[date, ...], date | None, str]:
    """Return the first day, the last one where there are two, and what else is said."""
    first = _day_of(text)
    if first is None:
        return (), None, text
    days = _to_come(first.said, today)
    second = _day_of(first.behind)
    if second and days and not _words_between(second.before):
        last = _to_come(second.said, days[0])
        if last and days[0] < last[0] < days[0] + timedelta(days=LONGEST):
            before = re.sub(r"(?:\s|^)(từ|tu|from)\s*$", " ", first.before, flags=re.IGNORECASE)
            return days[:1], last[0], f"{before} {second.behind}"
    return days, None, first.rest


def _words_between(between: str) -> bool:
    """Whether more stands between two days than "đến"."""
    found = place_of(_UNTIL, between)
    return bool((found.rest if found else between).strip(_EDGES)) or not found


def _to_come(text: str, today: date) -> tuple[date, ...]:
    return tuple(day for day in hear_day(text, today) if day >= today)


def _who(before: str) -> str:
    """Return who is named in front, empty for the speaker."""
    said = _said_of_who(before)
    return "" if _is_speaker(said) else join(said)


def _may_be_who(before: str) -> bool:
    return _is_who(_said_of_who(before))


def _said_of_who(before: str) -> Sequence[Word]:
    said = behind_a_call(cut(_without_days(before)))
    while said and (length := _AROUND.length_at(said, 0)):
        said = said[length:]
    while said and _AROUND.end(said):
        said = said[:-1]
    return said


_AROUND = Phrases("dạ, thưa, đang, xin, vâng, nhà, gia đình, bên nhà, thì, cháu ơi, a, ạ")


def _is_who(words: Sequence[Word]) -> bool:
    return _is_speaker(words) or (len(words) <= 6 and is_surely_a_name(join(words)))


def _is_speaker(words: Sequence[Word]) -> bool:
    rest = known.POLITE.without(words)
    return not rest or naming.ONESELF.is_all_of(words) or naming.ONESELF.is_all_of(rest)
