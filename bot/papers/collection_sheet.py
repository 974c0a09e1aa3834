"""The list of a meeting day's money on A4: who pays what, a box to tick, room to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.numbers import format_decimal
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bot.i18n import _, current_locale, day
from bot.papers.wanted import Sheet, SheetRow

FONTS = Path(__file__).parent / "fonts"
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
WIDTH, HEIGHT = A4
SIDE, TOP, BOTTOM = 28, 30, 26
"""Points: 1 cm, as village printers can do."""
TITLE, HEAD, FOOT = 42, 20, 52
"""Points: the title, the head of the table, the totals with the signatures."""
LOWEST, HIGHEST = 10.4, 26
"""Points: 60 names fit on a page, and a few have room to sign."""
SMALLEST, LARGEST = 7.6, 12
"""Points: the letters in such rows."""
COLUMNS = (24, 172, 62, 68, 50, 72, 40, 51)
"""Points: number, name, interest, principal, fee, sum, box, signature."""


def collection_sheet(sheet: Sheet) -> bytes:
    """Draw the list as a PDF, in the language that is spoken now.

    Up to 60 names stand on one page; more are shared evenly by as few pages as hold them.
    """
    _fonts()
    paper = BytesIO()
    canvas = Canvas(paper, pagesize=A4, lang=current_locale(), invariant=True)
    canvas.setTitle(f"{_('Collection sheet')} {day(sheet.held_on)}")
    canvas.setAuthor(sheet.club)
    pages = list(_pages(len(sheet.rows)))
    for number, (first, last) in enumerate(pages, 1):
        page = _Page(canvas, sheet, max(end - begin for begin, end in pages))
        page.draw(first, last, f"{number}/{len(pages)}" if len(pages) > 1 else "")
        if number == len(pages):
            page.totals()
        canvas.showPage()
    canvas.save()
    return paper.getvalue()


def _pages(count: int) -> Iterator[tuple[int, int]]:
    """Yield which rows stand on each page, from a row to a row (exclusive)."""
    most = int((HEIGHT - TOP - BOTTOM - TITLE - HEAD - FOOT) / LOWEST)
    pages = -(-count // most)
    for page in range(pages):
        yield page * count // pages, (page + 1) * count // pages


class _Page:
    """One page that is being drawn, from above."""

    def __init__(self, canvas: Canvas, sheet: Sheet, rows: int) -> None:
        self.canvas = canvas
        self.sheet = sheet
        room = HEIGHT - TOP - BOTTOM - TITLE - HEAD - FOOT
        self.high = min(HIGHEST, room / max(rows, 1))
        self.size = min(LARGEST, max(SMALLEST, self.high * 0.62))
        self.y = HEIGHT - TOP

    def draw(self, first: int, last: int, page: str) -> None:
        """Draw the title and the rows from `first` to `last` (exclusive)."""
        sheet, canvas = self.sheet, self.canvas
        canvas.setFont(BOLD, 10)
        canvas.drawString(SIDE, self.y - 10, f"{sheet.club}, {sheet.hamlet}")
        canvas.setFont(BOLD, 16)
        title = _("COLLECTION SHEET OF {day}").format(day=day(sheet.held_on))
        canvas.drawCentredString(WIDTH / 2, self.y - 32, title)
        canvas.setFont(PLAIN, 9)
        canvas.drawRightString(WIDTH - SIDE, self.y - 10, page)
        self.y -= TITLE
        self._cells(_heads(sheet), HEAD, BOLD, 8.5, tick=False)
        for number in range(first, last):
            self._cells(_cells(number + 1, sheet.rows[number]), self.high, PLAIN, self.size)

    def totals(self) -> None:
        """Draw the totals below the last row, and who is to sign."""
        rows = self.sheet.rows
        sums = SheetRow(
            name=_("Together ({count} people)").format(count=len(rows)),
            interest=sum(row.interest for row in rows),
            principal=sum(row.principal for row in rows),
            fee=sum(row.fee for row in rows),
        )
        size = min(9.5, self.size + 1)
        self._cells(["", *_cells(0, sums)[1:]], 18, BOLD, size, tick=False)
        self.canvas.setFont(PLAIN, 9)
        third = (WIDTH - 2 * SIDE) / 3
        signers = (_("Collected by"), _("Cash counted: ............... đ"), _("Second officer"))
        for place, signer in enumerate(signers):
            self.canvas.drawCentredString(SIDE + third * (place + 0.5), self.y - 13, signer)

    def _cells(
        self, cells: Sequence[str], high: float, font: str, size: float, *, tick: bool = True
    ) -> None:
        """Draw one row: names to the left, sums to the right, and the box to tick."""
        canvas, x = self.canvas, float(SIDE)
        base = self.y - high / 2 - size * 0.36
        for place, (cell, width) in enumerate(zip(cells, COLUMNS, strict=True)):
            canvas.setLineWidth(0.4)
            canvas.rect(x, self.y - high, width, high)
            canvas.setFont(font, _fitting(cell, font, size, width - 5))
            if place == 1:
                self._name(cell, x, high, font, size)
            elif cell[:1].isdecimal() and place > 1:
                canvas.drawRightString(x + width - 3, base, cell)
            else:
                canvas.drawCentredString(x + width / 2, base, cell)
            if place == 6 and tick:
                side = min(high * 0.62, 13)
                canvas.setLineWidth(0.9)
                canvas.rect(x + (width - side) / 2, self.y - high / 2 - side / 2, side, side)
            x += width
        self.y -= high

    def _name(self, name: str, x: float, high: float, font: str, size: float) -> None:
        """Write a name; where there is room below it what tells namesakes apart comes there."""
        room = COLUMNS[1] - 5
        first, apart, more = name.partition(" (")
        lines = [name]
        if apart and high > 2 * size and pdfmetrics.stringWidth(name, font, size) > room:
            lines = [first, f"({more}"]
        middle = self.y - high / 2
        places = [(size, middle - size * 0.36)]
        if len(lines) > 1:
            places = [(size * 0.85, middle + size * 0.08), (size * 0.72, middle - size * 0.8)]
        for line, (tall, base) in zip(lines, places, strict=True):
            self.canvas.setFont(font, _fitting(line, font, tall, room))
            self.canvas.drawString(x + 3, base, line)


def _heads(sheet: Sheet) -> list[str]:
    rate = _("Fee on the loan") if sheet.rate_label == "phi" else _("Interest")
    return [
        _("No."),
        _("Name"),
        rate,
        _("Principal"),
        _("Fees"),
        _("Sum"),
        _("Paid"),
        _("Signature"),
    ]


def _cells(number: int, row: SheetRow) -> list[str]:
    sums = (row.interest, row.principal, row.fee)
    total = format_decimal(row.total, locale=current_locale())
    return [str(number), row.name, *(_figures(one) for one in sums), total, "", ""]


def _figures(amount: int) -> str:
    """Return a sum, or nothing: what is empty can be filled in by hand."""
    return format_decimal(amount, locale=current_locale()) if amount else ""


def _fitting(cell: str, font: str, size: float, width: float) -> float:
    """Return the size at which a text fits its column."""
    wide = pdfmetrics.stringWidth(cell, font, size)
    return size if wide <= width else size * width / wide


@cache
def _fonts() -> None:
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
