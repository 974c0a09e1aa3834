"""One cell of a sheet read as a sum, a day, a rate or a choice: tolerant, but never guessing.

Every reader takes a cell that is not empty and raises `BadCell` with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeVar

from bot.i18n import _
from bot.money.loans import EVERY
from bot.papers.roster_words import (
    EVERY_MARKS,
    EVERY_MONTH,
    FORMS,
    FUNDS,
    HARDSHIPS,
    MONTHS,
    RATE_LABELS,
    ROLES,
    SEXES,
    WAY_MARKS,
    WAYS,
    WHERES,
    WINS,
    YES_NO,
)
from bot.papers.sheets import Cell
from bot.roster import Role, Way
from bot.understanding.amounts import hear_amount
from bot.understanding.folding import fold

Code = TypeVar("Code", bound=str)

EARLIEST, LATEST = date(1980, 1, 1), date(2060, 12, 31)
"""Days outside are slips of the hand: no club is older, no loan runs longer."""
SMALLEST_SUM, LARGEST_SUM = 1_000, 100_000_000_000
"""A sum below the smallest note in use was most likely written in thousands."""
STEEPEST_BP = 1_000
UNITS: Final = (1, 10, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
MOST_PERIODS = 600
SURE_CENTURY_FROM = 30
"""Two digits from here on are 19..: "48" is 1948; "12" may be 1912 or 2012 and is asked back."""
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(29_221, 58_805)
"""The numbers by which Excel counts the days from 1980 to 2060."""

_DAY = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})(?: 0+)*")
_MONTH = re.compile(r"(?:thang )?(\d{1,2})(?: nam)? (\d{4})|(\d{4}) (\d{1,2})")
_RATE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(.*)")
_COUNT = re.compile(r"(\d+)(?: (?:ky|thang|lan))?")
_BETWEEN_ROLES = re.compile(r"[,;/+&]|\bvà\b|\bkiêm\b", re.IGNORECASE)
_A_MONTH = frozenset({"", "thang", "mot thang", "moi thang", "1 thang"})


class BadCell(Exception):
    """A cell cannot be read; the message says what to write instead."""


def text(cell: Cell) -> str:
    """Read free text; a whole number is its digits, so that 12 and "12" are one household."""
    if isinstance(cell, date):
        raise BadCell(_("Excel took this for a day. Format the cell as text, then write again."))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def number(cell: Cell) -> str:
    """Read the number of a member or a loan: 7, "7" and "07" are the same."""
    written = text(cell)
    return str(int(written)) if written.isdecimal() else written


def phone(cell: Cell) -> str:
    """Read a phone number, with the zero in front that Excel drops."""
    written = text(cell)
    return written if isinstance(cell, str) or written.startswith("0") else f"0{written}"


def amount(cell: Cell) -> int:
    """Read a sum in đồng: 5000000, "5.000.000 đ", "5tr"; zero is a sum."""
    value = _whole(cell)
    if 0 < value < SMALLEST_SUM:
        raise BadCell(_("Write the whole sum with all its zeros, such as 5.000.000."))
    return value


def unit(cell: Cell) -> int:
    """Read what sums are rounded to, in đồng."""
    value = _whole(cell)
    if value not in UNITS:
        raise BadCell(_("Write 1.000, 500 or 100; 1.000 is the usual one."))
    return value


def _whole(cell: Cell) -> int:
    value = _heard(cell) if isinstance(cell, str) else cell
    if isinstance(value, bool | date | None) or value != int(value):
        raise BadCell(_("Write the sum in đồng and in digits only, such as 5.000.000."))
    if value < 0:
        raise BadCell(_("A sum here is never below zero. Write it without the minus sign."))
    if value > LARGEST_SUM:
        raise BadCell(_("This sum is very large. Please count its zeros again."))
    return int(value)


def _heard(written: str) -> int | None:
    """Hear a written sum; unlike in a chat, plain digits are the very sum."""
    if written.removeprefix("-").isdecimal():
        return int(written)
    heard = hear_amount(written.removeprefix("-"))
    if heard is None or not heard.sure or heard.rest:
        return None
    return -heard.amount if written.startswith("-") else heard.amount


def day(cell: Cell) -> date:
    """Read a day: a real date, 15/12/2026, 15-12-26 or 2026-12-15."""
    found = _day(cell)
    if found is None or not EARLIEST <= found <= LATEST:
        raise BadCell(_("Write the day as day/month/year, such as 15/12/2026."))
    return found


def month(cell: Cell) -> date:
    """Read a month as its first day: a real date, 11/2026 or "tháng 11/2026"."""
    found = _day(cell)
    if found is None and isinstance(cell, str) and (match := _MONTH.fullmatch(fold(cell))):
        month_first, year_after, year_first, month_after = match.groups()
        with suppress(ValueError):
            found = date(int(year_after or year_first), int(month_first or month_after), 1)
    if found is None or not EARLIEST <= found <= LATEST:
        raise BadCell(_("Write the month and the year, such as 11/2026."))
    return found.replace(day=1)


def _day(cell: Cell) -> date | None:
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and cell in EXCEL_DAYS:
        return EXCEL_DAY_ZERO + timedelta(days=int(cell))
    if not isinstance(cell, str):
        return None
    written = fold(cell)
    if match := _DAY.fullmatch(written):
        on, of, year = map(int, match.groups())
        year += 2000 if year < 100 else 0
    elif match := _ISO_DAY.fullmatch(written):
        year, of, on = map(int, match.groups())
    else:
        return None
    with suppress(ValueError):
        return date(year, of, on)
    return None


def year(cell: Cell) -> int:
    """Read a year of birth: 1948, "48", or a whole birthday."""
    if birthday := _birthday(cell):
        return birthday.year
    written = text(cell)
    if written.isdecimal() and len(written) == 4:
        return int(written)
    if written.isdecimal() and len(written) == 2 and int(written) >= SURE_CENTURY_FROM:
        return 1900 + int(written)
    raise BadCell(_("Write the year of birth with four digits, such as 1948."))


def _birthday(cell: Cell) -> date | None:
    return _day(cell) if isinstance(cell, str | date) else None


def rate_bp(cell: Cell) -> int:
    """Read percent a month as basis points: 0.65, "0,65%" and 0.65 % are 65, exactly."""
    value, rest = _percent(cell)
    if rest not in _A_MONTH:
        raise BadCell(_("Write percent a month, such as 1 or 0,65."))
    if value * 100 != int(value * 100):
        raise BadCell(_("Two digits behind the comma at most, such as 0,65."))
    if value * 100 > STEEPEST_BP:
        raise BadCell(_("This is too much for one month. Write percent a month, such as 1."))
    return int(value * 100)


def share_bp(cell: Cell) -> int:
    """Read a share in percent as basis points: 20, "20%" are 2,000."""
    value, rest = _percent(cell)
    if rest or value > 100 or value * 100 != int(value * 100):
        raise BadCell(_("Write a number from 0 to 100, such as 20."))
    return int(value * 100)


def _percent(cell: Cell) -> tuple[Decimal, str]:
    """Split into the figure and the folded words behind it."""
    written = repr(cell) if isinstance(cell, int | float) else str(cell)
    match = _RATE.fullmatch(written)
    if isinstance(cell, bool) or not match:
        raise BadCell(_("Write a plain number, such as 1 or 0,65."))
    return Decimal(match[1].replace(",", ".")), fold(match[2])


def count(cell: Cell) -> int:
    """Read how many periods are left, at least one: 5, "5 kỳ"."""
    match = _COUNT.fullmatch(fold(text(cell)))
    if isinstance(cell, bool) or not match or not 1 <= int(match[1]) <= MOST_PERIODS:
        raise BadCell(_("Write how many times are still to be paid, such as 6."))
    return int(match[1])


def choice(words: Mapping[Code, tuple[str, ...]]) -> Callable[[Cell], Code]:
    """Make the reader of a closed choice."""
    codes = {_key(word): code for code, names in words.items() for word in names}

    def read(cell: Cell) -> Code:
        code = codes.get(_key(str(cell)))
        if code is None:
            raise BadCell(_one_of(words))
        return code

    return read


def _key(word: str) -> str:
    return fold(word) or word


def _one_of(words: Mapping[Code, tuple[str, ...]]) -> str:
    offered = " / ".join(names[0] for names in words.values())
    return _("Write one of these: {words}.").format(words=offered)


def roles(cell: Cell) -> tuple[Role, ...]:
    """Read the offices of one member: "Phó chủ nhiệm kiêm Thư ký"; plain "Thành viên" is none."""
    parts = (part.strip() for part in _BETWEEN_ROLES.split(text(cell)))
    return tuple(
        dict.fromkeys(_role(part) for part in parts if fold(part) not in {"", "thanh vien"})
    )


def way(cell: Cell) -> Way:
    """Read how a loan is paid back; words that fit two ways are asked back."""
    words = fold(text(cell))
    fits = [code for code, marks in WAY_MARKS.items() if any(mark in words for mark in marks)]
    at_end = "principal_at_end" in fits
    if at_end and fits[-1:] == ["no_interest"]:
        return "principal_at_end"  # the rate says that there is none
    meant = [code for code in WINS if code in fits][:1] or fits
    monthly_too = months_of(cell) > 1 and EVERY_MONTH in words
    if monthly_too or len(meant) != 1 or (at_end and len(fits) > 1):
        raise BadCell(_one_of(WAYS))
    return meant[0]


def months_of(cell: Cell) -> int:
    """Hear among the words of a way how many months lie between two due days: "lãi hằng quý"."""
    words = fold(str(cell))
    found = (
        months for months, marks in EVERY_MARKS.items() if any(mark in words for mark in marks)
    )
    return next(found, 1)


def every(cell: Cell) -> int:
    """Read how many months lie between two due days: 3, "3 tháng", "quý"."""
    words = fold(text(cell))
    match = _COUNT.fullmatch(words)
    months = int(match[1]) if match else MONTHS.get(words, 0)
    if isinstance(cell, bool) or months not in EVERY:
        raise BadCell(_("Write 1, 2, 3, 6 or 12; every month is 1."))
    return months


_role = choice(ROLES)
sex = choice(SEXES)
form = choice(FORMS)
hardship = choice(HARDSHIPS)
yes_no = choice(YES_NO)
rate_label = choice(RATE_LABELS)
where = choice(WHERES)
fund = choice(FUNDS)
