"""One line of what the club did, while it is being entered: what is known, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from textwrap import shorten

from bot.care.areas import ELSEWHERE, KINDS
from bot.handlers.names import WIDEST
from bot.i18n import near_day, short_day
from bot.papers.area_words import people_said
from bot.storage.talk import Data
from bot.understanding.activities import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line, as far as it is known."""

    note: str
    area: str = ""
    """Empty where no word says."""
    people: int | None = None
    day: date | None = None
    beside: str = ""
    """What another part of the bot writes down, one of `ELSEWHERE`; not yet asked of."""
    is_another: bool = False
    """Not the same as what stands in the book already."""


def row_of(line: Line) -> Row:
    """Take up a line as it was understood."""
    return Row(
        note=line.note or line.said,
        area=KINDS.get(line.kind) or ELSEWHERE.get(line.kind, ""),
        people=line.people,
        day=line.day,
        beside=line.kind if line.kind in ELSEWHERE else "",
    )


def to_data(rows: Iterable[Row]) -> list[Data]:
    """Return rows as a question carries them."""
    return [{**asdict(row), "day": row.day.isoformat() if row.day else None} for row in rows]


def from_data(kept: Iterable[Data]) -> list[Row]:
    """Take up rows that a question carried."""
    return [
        Row(**{**row, "day": date.fromisoformat(row["day"]) if row["day"] else None})
        for row in kept
    ]


def on_a_button(note: str, people: int, day: date) -> str:
    """Return the same as short as a button must be: "20/11: Văn nghệ (40)"."""
    words = shorten(note, WIDEST - len(": 31/12 (9999)"), placeholder="…")
    return f"{short_day(day)}: {words} ({people})"


def said(note: str, people: int, day: date) -> str:
    """Return an activity in words: "Văn nghệ, 40 người, thứ bảy 21/11"."""
    return f"{note}, {people_said(people)}, {near_day(day, with_lunar=False)}"
