"""Charts where one would rather look: the loan fund over the year, and loans by their age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from babel.numbers import format_decimal

from bot.i18n import _, current_locale, day, money
from bot.money.books import Fund
from bot.money.loans import Band
from bot.papers.books.debtors import band_title
from bot.papers.books.drawing import (
    AMBER,
    BIG,
    BLACK,
    EDGE,
    GREEN,
    GREY,
    LEAF,
    PALE,
    RUST,
    SMALL,
    TEXT,
    TITLE,
    WHITE,
    WIDTH,
    Picture,
    fitting,
)
from bot.papers.books.words import fund_title
from bot.storage.reporting import Letterhead, MonthEnd

MONTHS = 12
HIGH = 430
"""Pixels of the highest column."""
BAR = 56
AGES = {Band.TO_30: AMBER, Band.TO_60: AMBER, Band.TO_90: RUST, Band.OVER_90: RUST}


def last_months(found: Sequence[MonthEnd], until: date) -> list[MonthEnd]:
    """Return the twelve months up to that of a day; one without any change is as the one before.

    Months before the books began are left out.
    """
    months = []
    for back in range(MONTHS - 1, -1, -1):
        year, month = divmod(until.year * 12 + until.month - 1 - back, 12)
        first = date(year, month + 1, 1)
        known = [one for one in found if one.month <= first]
        if known:
            months.append(MonthEnd(month=first, money=known[-1].money, lent=known[-1].lent))
    return months


def fund_over_the_year(head: Letterhead, months: Sequence[MonthEnd], fund: Fund) -> bytes:
    """Draw what a fund had at each month's end as PNG: what is lent below, what is there above."""
    picture = Picture(1100)
    picture.write(fund_title(fund), TITLE, bold=True)
    picture.write(head.name, SMALL, colour=GREY)
    last = months[-1]
    now = _("Now: {amount}").format(amount=money(last.money + last.lent))
    picture.y += 8
    picture.write(now, BIG, bold=True)
    _legend(picture, LEAF, _("there: {amount}").format(amount=money(last.money)))
    _legend(picture, GREEN, _("lent out: {amount}").format(amount=money(last.lent)))
    picture.y += 60
    _columns(picture, months)
    picture.write(_("In millions of đồng, at the end of each month."), SMALL, colour=GREY)
    return picture.as_png()


def _legend(picture: Picture, colour: str, text: str) -> None:
    picture.draw.rectangle((EDGE, picture.y + 6, EDGE + 30, picture.y + 36), colour, outline=BLACK)
    picture.put(EDGE + 46, text)
    picture.y += 46


def _columns(picture: Picture, months: Sequence[MonthEnd]) -> None:
    """Draw a column for each month, with what it comes to above and the month below."""
    most = max(max(one.money, 0) + max(one.lent, 0) for one in months) or 1
    step = (WIDTH - 2 * EDGE) / MONTHS
    missing = MONTHS - len(months)
    begins = months[0].month.year * 12 + months[0].month.month - 1 - missing
    foot = picture.y + HIGH
    for place in range(missing):
        year, month = divmod(begins + place, 12)
        _month(picture, (EDGE + (place + 0.5) * step, foot), year, month + 1, first=not place)
    for place, one in enumerate(months, missing):
        left, right = EDGE + place * step + 6, EDGE + (place + 1) * step - 6
        top = _block(picture, (left, right), foot, one.lent * HIGH / most, GREEN)
        top = _block(picture, (left, right), top, one.money * HIGH / most, LEAF)
        middle = (left + right) / 2
        label = _millions(one.money + one.lent)
        size = fitting(label, SMALL, step - 2, bold=True)
        picture.y = round(top) - 8
        picture.put(middle, label, size, bold=True, anchor="ms")
        _month(picture, (middle, foot), one.month.year, one.month.month, first=not place)
    picture.draw.line((EDGE, foot, WIDTH - EDGE, foot), BLACK, 3)
    picture.y = foot + 92


def _month(
    picture: Picture, at: tuple[float, float], year: int, month: int, *, first: bool
) -> None:
    """Write the name of a month below its place; a January and the first one have their year."""
    middle, foot = at
    picture.y = round(foot) + 12
    picture.put(middle, str(month), SMALL, anchor="ma")
    if month == 1 or first:
        picture.y = round(foot) + 46
        picture.put(middle, str(year), 24, colour=GREY, anchor="ma")


def _block(
    picture: Picture, sides: tuple[float, float], foot: float, height: float, colour: str
) -> float:
    """Draw a part of a column up from `foot`; returns where it ends."""
    if height <= 0:
        return foot
    top = foot - height
    picture.draw.rectangle((sides[0], top, sides[1], foot), colour, outline=BLACK, width=2)
    return top


def _millions(amount: int) -> str:
    """Return millions as they fit above a column: "62,5", "104"."""
    digits = "0" if abs(amount) >= 100_000_000 else "0.#"
    return str(format_decimal(amount / 1_000_000, digits, locale=current_locale()))


def loans_by_age(
    head: Letterhead, lent: int, late: Mapping[Band, int], *, with_board: int, on: date
) -> bytes:
    """Draw what is lent and what of it was not paid in time, by age, as PNG; totals only.

    `with_board` of it was borrowed by those who have died or left, đồng.
    """
    picture = Picture(1400)
    picture.write(_("Loans by age"), TITLE, bold=True)
    picture.write(f"{head.name}, {day(on)}", SMALL, colour=GREY)
    picture.y += 8
    picture.write(_("lent out: {amount}").format(amount=money(lent)).capitalize(), BIG, bold=True)
    picture.y += 20
    most = max([*late.values(), 1])
    picture.write(_("Due, and not paid yet"), TEXT, bold=True)
    picture.y += 6
    for band, amount in late.items():
        _bar(picture, band_title(band), amount, most, AGES[band])
    picture.y += 4
    picture.rule()
    picture.y += 14
    picture.write(_("In all: {amount}").format(amount=money(sum(late.values()))), BIG, bold=True)
    if with_board:
        text = _("Of it {amount} is with the board, as who borrowed has died or left.")
        picture.write(text.format(amount=money(with_board)), SMALL)
    picture.write(_("ONLY FOR THE BOARD"), SMALL, colour=GREY)
    return picture.as_png()


def _bar(picture: Picture, label: str, amount: int, most: int, colour: str) -> None:
    """Draw a line for one age: its name and sum, and below them a bar as long as it is large."""
    picture.put(EDGE, label)
    picture.put(WIDTH - EDGE, money(amount), bold=True, anchor="ra")
    picture.y += 44
    long = (WIDTH - 2 * EDGE) * amount / most
    box = (EDGE, picture.y, WIDTH - EDGE, picture.y + BAR - 16)
    picture.draw.rectangle(box, WHITE, outline=PALE, width=2)  # empty where there is nothing
    if long >= 1:
        picture.draw.rectangle((*box[:2], EDGE + long, box[3]), colour, outline=BLACK, width=2)
    picture.y += BAR + 8
