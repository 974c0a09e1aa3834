"""The next loan number, in the way in which a club numbers its loans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from bot.storage import tables as t
from bot.storage.engine import Connection

FIRST = "KU-01"
"""Khế ước: what a club begins with that has lent nothing yet."""
_YEAR = r"(?<!\d)20\d\d(?!\d)"
_WITH_YEAR = (
    re.compile(rf"(?P<before>.*?)(?P<number>\d+)(?P<behind>[^\w]+(?P<year>{_YEAR}))"),
    re.compile(rf"(?P<before>.*?(?P<year>{_YEAR})[^\w]*\D*)(?P<number>\d+)(?P<behind>\D*)"),
)
_PLAIN = re.compile(r"(?P<before>.*?)(?P<number>\d+)(?P<behind>\D*)")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A number taken apart: "KU-07/2026" is "KU-", 7, "/2026", two digits wide."""

    before: str
    number: int
    behind: str
    width: int
    year: str

    def of_year(self, year: int) -> _Numbered:
        """Return its form in a year."""
        if not self.year or self.year == str(year):
            return self
        before, behind = (
            part.replace(self.year, str(year)) for part in (self.before, self.behind)
        )
        return _Numbered(before, 0, behind, self.width, str(year))

    def is_like(self, other: _Numbered) -> bool:
        """Whether both are numbered in one row."""
        return (self.before, self.behind) == (other.before, other.behind)


async def following(db: Connection, club_id: int, year: int) -> str:
    """Return a number that no loan of the club has; the caller lets nobody else lend meanwhile."""
    rows = await db.execute(
        select(t.Loan.number).where(t.Loan.club_id == club_id).order_by(t.Loan.id)
    )
    return next_number(list(rows.scalars()), year)


def next_number(numbers: list[str], year: int) -> str:
    """Continue as the last loan was numbered, with its name, width and year.

    After "KU-07" comes "KU-08", after "12/2026" in 2027 "01/2027". Where no number has a figure
    in it, or there is none, it begins with `FIRST`.
    """
    known = set(numbers)
    found = list(_taken_apart(numbers))
    if not found:
        return next(one for one in _counting(_Numbered("KU-", 0, "", 2, "")) if one not in known)
    last = found[-1].of_year(year)
    begins = max([last.number, *(one.number for one in found if one.is_like(last))])
    row = _Numbered(last.before, begins, last.behind, last.width, last.year)
    return next(one for one in _counting(row) if one not in known)


def _counting(row: _Numbered) -> Iterator[str]:
    number = row.number
    while True:
        number += 1
        yield f"{row.before}{number:0{row.width}}{row.behind}"


def _taken_apart(numbers: Iterable[str]) -> Iterator[_Numbered]:
    for number in numbers:
        for form in (*_WITH_YEAR, _PLAIN):
            if match := form.fullmatch(number.strip()):
                parts = match.groupdict()
                yield _Numbered(
                    parts["before"],
                    int(parts["number"]),
                    parts["behind"],
                    len(parts["number"]),
                    parts.get("year") or "",
                )
                break
