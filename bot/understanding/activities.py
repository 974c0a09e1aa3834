"""Lines of what the club did: "tập dưỡng sinh 25 người", "nói chuyện huyết áp 52 người 10/11"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.understanding.activity_kinds import is_kind, kind_of
from bot.understanding.calendar_words import number, wording
from bot.understanding.past_days import cut_out, hear_past_day
from bot.understanding.phrases import Phrases, Word, cut, join
from bot.understanding.places import place_of

MOST = 9999
"""People: more than that is a slip."""
LONGEST = 120
"""Characters of a note."""
_ROWS = re.compile(r"[\n\r;]+")
_BULLET = re.compile(r"^\s*(?:[-–•*+]|\d{1,2}[.)])\s+")
_COUNTED = (
    "(?:lượt )?(?:người cao tuổi|người|ng|hội viên|thành viên|bác|cụ|ông bà|bà con|chị em|lượt|"
    "tv|people|persons?|members?|others)"
)
_PEOPLE = wording(
    rf"(?:có |được |khoảng |tầm |gần |hơn |about |with |for )?(?P<count>\d{{1,4}}|NUM) {_COUNTED}"
    "(?: (?:tham gia|tham dự|dự|đến dự|đến|được giúp|came|took part))?"
)
_BARE = re.compile(r"(?<![\w/.,:-])(\d{1,4})(?![\w/.,:-])")
_OPENING = wording(
    "(?:ghi )?(?:thêm )?hoạt động(?: câu lạc bộ| clb)?|ghi việc câu lạc bộ"
    "|(?:write )?(?:an )?activity(?: down)?"
)
_WHAT_PEOPLE = wording("ốm|bệnh|nghèo|neo đơn|già yếu|khuyết tật|khó khăn|sick|poor")
"""Behind those who took part it says who they were."""
_DANGLING = re.compile(r"\s+(?:cho|với|có|gồm|for|with)$", re.IGNORECASE)
_SPELLED = wording(r"(?P<count>\d{1,4}|NUM)")
_ASKED = Phrases("không, ko, chưa, bao nhiêu, mấy, khi nào, bao giờ, ở đâu, how many, when")
_WISHED = Phrases(
    "cần, nhờ, tìm, thiếu, muốn, xin, mời, sẽ, sắp, mai, ngày mai, tuần sau, tháng sau, need,"
    "needs, will, tomorrow"
)
_EDGES = " \t,.:;–—-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, as far as it was understood."""

    said: str
    """As it was typed."""
    kind: str
    """One of `activity_kinds.KINDS` or `ELSEWHERE`; empty where no word says."""
    people: int | None
    day: date | None
    """None where it is not clear which."""
    note: str
    """What was done, as it was typed: without people and day."""


def told(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return the command for words that tell what the club did, and how many took part.

    "Mấy người", "cần 3 người" and what is still to come tell of nothing that was done.
    """
    if _ASKED.are_in(words) or _WISHED.are_in(words) or not is_kind(words):
        return None
    said = join(words)
    return ("activity", said) if place_of(_PEOPLE, said) else None


def hear(text: str, today: date, untold: date | None) -> list[Line]:
    """Hear an activity a line, on the day `untold` where a line tells none.

    Semicolons part lines too, bullets and numbers are dropped.
    """
    said = [_BULLET.sub("", row).strip(_EDGES) for row in _ROWS.split(text)]
    return [line for row in said if row and (line := _line(row, today, untold))]


def hear_people(text: str) -> int | None:
    """Hear how many took part, in an answer: "25", "25 người", "hai mươi lăm"."""
    spelled = place_of(_SPELLED, text)
    if spelled and not spelled.rest.strip(_EDGES):
        return _possible(spelled.groups["count"])
    return _counted(text)[0]


def _line(said: str, today: date, untold: date | None) -> Line | None:
    opening = place_of(_OPENING, said)
    opened = opening.behind.strip(_EDGES) if opening and not opening.before else said
    if not opened:
        return None
    by_day = cut_out(opened)
    count, rest = _counted(by_day.rest)
    days: tuple[date | None, ...] = (untold,)
    if by_day.day:
        days = hear_past_day(by_day.day, today)
    note = _DANGLING.sub("", re.sub(r"\s+([,.;:])", r"\1", " ".join(rest.split())).strip(_EDGES))
    return Line(
        said=said,
        kind=kind_of(cut(note)),
        people=count,
        day=days[0] if len(days) == 1 else None,
        note=f"{note[:1].upper()}{note[1:]}"[:LONGEST],
    )


def _counted(text: str) -> tuple[int | None, str]:
    """Return how many took part, and what is said beside; a number that stands alone is one."""
    if found := place_of(_PEOPLE, text):
        who = place_of(_WHAT_PEOPLE, found.behind)
        told = "người" if who and not who.before.strip() and found.before.strip() else ""
        return _possible(found.groups["count"]), f"{found.before} {told}{found.behind}"
    bare = list(_BARE.finditer(text))
    if len(bare) != 1:
        return None, text
    return _possible(bare[0][1]), f"{text[: bare[0].start()]} {text[bare[0].end() :]}"


def _possible(typed: str | None) -> int | None:
    count = number(typed) if typed else 0
    return count if 0 < count <= MOST else None
