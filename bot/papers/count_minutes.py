"""Minutes of a cash count (biên bản kiểm kê quỹ): one A4, laid out as clubs know it."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.platypus import (
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from bot.i18n import _, clock_time, current_locale, day, in_words, money
from bot.papers.books.lettering import register
from bot.papers.meeting_notice import MARGIN
from bot.papers.signing import line, signatures
from bot.papers.wanted import CountMinutes

SIZE = 10.5
"""Points."""
WIDTH = A4[0] - 2 * MARGIN - 12  # the frame keeps 6 points on either side
COLUMNS = (0.08, 0.46, 0.16, 0.3)
"""Shares of the width: number, what it is, pieces, đồng."""
_line = partial(line, size=SIZE)


def count_minutes(wanted: CountMinutes) -> bytes:
    """Draw the minutes as a PDF, in the language that is spoken now."""
    register()
    paper, title = BytesIO(), _("Minutes of the cash count")
    SimpleDocTemplate(
        paper,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN * 0.6,
        bottomMargin=MARGIN * 0.6,
        title=f"{title} {day(wanted.counted_at.date())}",
        author=wanted.club,
        lang=current_locale(),
        invariant=1,
    ).build([*_heading(wanted), *_who(wanted), _table(wanted), *_end(wanted)])
    return paper.getvalue()


def _heading(wanted: CountMinutes) -> list[Any]:
    at = wanted.counted_at
    return [
        _line(wanted.club, bold=True),
        _line(wanted.hamlet),
        Spacer(1, 18),
        _line(_("MINUTES OF THE CASH COUNT"), bold=True, size=18, align=TA_CENTER),
        _line(
            _("At {time} on {day}").format(time=clock_time(at), day=day(at.date())),
            align=TA_CENTER,
        ),
        Spacer(1, 12),
    ]


def _who(wanted: CountMinutes) -> list[Any]:
    text = _("{number}. {name}, {office}")
    people = [wanted.keeper, *wanted.others]
    lines = [
        _line(text.format(number=number, name=one.name, office=one.office))
        for number, one in enumerate(people, 1)
    ]
    keeps = _("The cash that {name} keeps was counted, with this result:")
    return [
        _line(_("Present:")),
        *lines,
        _line(keeps.format(name=wanted.keeper.name)),
        Spacer(1, 8),
    ]


def _table(wanted: CountMinutes) -> Table:
    bold = [0]
    rows = [[_("No."), _("What"), _("Pieces"), _("Amount")]]

    def part(number: str, what: str, amount: int) -> None:
        bold.append(len(rows))
        rows.append([number, what, "", money(amount)])

    part("I", _("By the cash book"), wanted.expected)
    rows += [["", name, "", money(amount)] for name, amount in wanted.funds]
    part("II", _("Counted"), wanted.counted)
    rows += [
        ["", _("Notes of {note}").format(note=money(worth)), str(pieces), money(worth * pieces)]
        for worth, pieces in wanted.notes
    ]
    part("III", _("Difference (II - I)"), wanted.difference)
    cells = [
        [_cell(cell, column, bold=place in bold) for column, cell in enumerate(row)]
        for place, row in enumerate(rows)
    ]
    table = Table(cells, colWidths=[share * WIDTH for share in COLUMNS], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def _end(wanted: CountMinutes) -> list[Any]:
    lines = [_line(_("Counted in words: {words}.").format(words=in_words(wanted.counted)))]
    by = wanted.difference
    if by:
        text = (
            _("Too much: {amount} ({words}).") if by > 0 else _("Too little: {amount} ({words}).")
        )
        lines.append(_line(text.format(amount=money(abs(by)), words=in_words(abs(by))), bold=True))
        lines.append(_line(_("Why: {reason}").format(reason=wanted.reason)))
    else:
        lines.append(_line(_("What was counted fits the cash book."), bold=True))
    return [
        Spacer(1, 8),
        *lines,
        Spacer(1, 16),
        KeepTogether([signatures([*wanted.others, wanted.keeper], WIDTH, SIZE)]),
    ]


def _cell(text: str, column: int, *, bold: bool) -> Paragraph:
    align = (TA_CENTER, None, TA_RIGHT, TA_RIGHT)[column]
    return _line(text, bold=bold, align=align)
