"""What the minutes of the board are written with: lines of text, and places to sign."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Spacer, Table, TableStyle

from bot.i18n import _
from bot.papers.books.lettering import BOLD, PLAIN
from bot.papers.wanted import Signature

FOR_A_NAME = 50
"""Points to sign in."""
SMALL = 8.5
"""Points: how it was signed already, or what is to be written there."""


def line(
    text: str,
    *,
    size: float,
    bold: bool = False,
    align: int | None = None,
    above: float = 0,
    indent: float = 0,
) -> Paragraph:
    """Return a text over as many lines as it needs; all measures in points."""
    style = ParagraphStyle(
        "line",
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=size * 1.35,
        spaceBefore=above,
        leftIndent=indent,
        **({} if align is None else {"alignment": align}),
    )
    return Paragraph(escape(text), style)


def signatures(people: Sequence[Signature], width: float, size: float) -> Table:
    """Return a column for each to sign in, with the office above and the name below."""
    rows = [
        [line(one.office.upper(), size=size, bold=True, align=TA_CENTER) for one in people],
        [
            line(one.signed or _("(signature and full name)"), size=SMALL, align=TA_CENTER)
            for one in people
        ],
        [Spacer(1, FOR_A_NAME) for _one in people],
        [line(one.name, size=size, bold=True, align=TA_CENTER) for one in people],
    ]
    table = Table(rows, colWidths=[width / len(people)] * len(people))
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table
