"""A month of home care as a picture: who was visited how often in which week, in big figures."""

from __future__ import annotations

from bot.care.months import Cell, Week, weeks_of
from bot.i18n import _, ngettext
from bot.papers.books.drawing import (
    BLACK,
    EDGE,
    GREEN,
    GREY,
    LEAF,
    SMALL,
    TEXT,
    TITLE,
    WHITE,
    WIDTH,
    Picture,
    fitting,
)
from bot.papers.books.lettering import picture_font
from bot.papers.books.paper import month_name
from bot.papers.care_words import hours_said
from bot.papers.wanted import CareMonth, CareRow

NAMES = 258
"""Pixels for the names; the weeks stand behind."""
ALL = 66
"""And for the sum, at the right edge."""
LINE = 68
LEAST = 24
"""The smallest letters of a name, 12 on a phone; one that is longer loses its end."""
MOST = 100
"""Rows: beyond that messengers take no picture."""


def care_picture(wanted: CareMonth) -> bytes:
    """Draw the visits of a month as PNG."""
    rows = wanted.rows[:MOST]
    picture = Picture(760 + LINE * (len(rows) + 2))
    picture.write(_("Visits in {month}").format(month=month_name(wanted.month)), TITLE, bold=True)
    picture.write(wanted.club, SMALL, colour=GREY)
    picture.y += 8
    picture.write(_in_all(wanted), TEXT)
    picture.y += 14
    weeks = weeks_of(wanted.month)
    _titles(picture, weeks)
    for row in rows:
        _row(picture, row, len(weeks))
    _sums(picture, wanted, len(weeks))
    picture.y += 18
    _legend(picture)
    return picture.as_png()


def _in_all(wanted: CareMonth) -> str:
    count = sum(row.total for row in wanted.rows)
    made = ngettext("{count} visit", "{count} visits", count).format(count=count)
    went = ngettext("{count} volunteer", "{count} volunteers", wanted.volunteers)
    return _("{visits}, {volunteers}, {hours}.").format(
        visits=made,
        volunteers=went.format(count=wanted.volunteers),
        hours=hours_said(wanted.minutes),
    )


def _middle(week: int, weeks: int) -> float:
    """Return where the column of a week has its middle."""
    wide = (WIDTH - 2 * EDGE - NAMES - ALL) / weeks
    return EDGE + NAMES + wide * (week + 0.5)


def _titles(picture: Picture, weeks: tuple[Week, ...]) -> None:
    picture.put(EDGE, _("Weeks from day"), SMALL, colour=GREY)
    for number, week in enumerate(weeks):
        first = str(week.first.day)
        picture.put(_middle(number, len(weeks)), first, SMALL, colour=GREY, anchor="ma")
    picture.put(WIDTH - EDGE, _("All"), SMALL, colour=GREY, anchor="ra")
    picture.y += 44
    picture.rule(GREY)
    picture.y += 10


def _row(picture: Picture, row: CareRow, weeks: int) -> None:
    size = max(LEAST, fitting(row.name, TEXT, NAMES - 12))
    lower = round((TEXT - size) * 0.6)
    picture.y += lower
    picture.put(EDGE, cut(row.name, size), size)
    picture.y -= lower
    for number, cell in enumerate(row.cells):
        if cell is not None:
            _cell(picture, cell, _middle(number, weeks))
    picture.put(WIDTH - EDGE, str(row.total), TEXT, bold=True, anchor="ra")
    picture.y += LINE - 12
    picture.rule()
    picture.y += 12


def cut(name: str, size: int) -> str:
    """Return a name that is too long even in small letters without its end."""
    font = picture_font(size)
    while font.getlength(name) > NAMES - 12 and len(name) > 1:
        name = name[:-2].rstrip() + "…"
    return name


def _cell(picture: Picture, cell: Cell, middle: float) -> None:
    """Draw a figure: in a full field where all visits were made, framed where some lack."""
    box = (middle - 28, picture.y - 6, middle + 28, picture.y + 46)
    if cell.is_enough:
        picture.draw.rounded_rectangle(box, 10, LEAF, outline=GREEN, width=2)
    elif cell.is_over and cell.wanted:
        picture.draw.rounded_rectangle(box, 10, WHITE, outline=BLACK, width=3)
    picture.put(middle, str(cell.made), TEXT, bold=cell.is_enough, anchor="ma")


def _sums(picture: Picture, wanted: CareMonth, weeks: int) -> None:
    picture.put(EDGE, _("All together"), TEXT, bold=True)
    for number in range(weeks):
        cells = [row.cells[number] for row in wanted.rows if row.cells[number] is not None]
        if cells:
            made = sum(cell.made for cell in cells if cell)
            picture.put(_middle(number, weeks), str(made), TEXT, bold=True, anchor="ma")
    total = str(sum(row.total for row in wanted.rows))
    picture.put(WIDTH - EDGE, total, TEXT, bold=True, anchor="ra")
    picture.y += LINE


def _legend(picture: Picture) -> None:
    for cell, text in (
        (Cell(made=2, wanted=2, is_over=True), _("as many visits as agreed")),
        (Cell(made=1, wanted=2, is_over=True), _("fewer than agreed")),
    ):
        picture.y += 8
        _cell(picture, cell, EDGE + 29)
        picture.put(EDGE + 76, text, SMALL)
        picture.y += LINE - 14
