"""Papers as PDF: A4, headed as clubs know them, black on white, every page numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from io import BytesIO
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    KeepTogether,
    LongTable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid
from reportlab.platypus.flowables import CallerMacro

from bot.i18n import _, current_locale
from bot.papers.books.fitting import INSIDE, Fit, fit, shown
from bot.papers.books.lettering import BOLD, PLAIN, register
from bot.papers.books.paper import (
    Cell,
    Column,
    Paper,
    Row,
    Shape,
    Table,
    place_of,
    sections,
)
from bot.papers.books.words import dated

Drawn: TypeAlias = Any  # the library that draws has no types
"""Something that flows down the pages, or the page itself."""

MARGIN, TOP, FOOT = 15 * mm, 14 * mm, 16 * mm
PADDING = 6
"""Points that the library leaves free at both sides of what flows down a page."""
SIZE, LEADING = 10.0, 13.5
"""Points, of what stands around the tables."""
TOGETHER = 24
"""Rows: a second table that is not longer is not torn apart by the end of a page."""
PAGES = "pages"
"""The name of the figure at each foot that is known only at the end: how many pages there are."""
GREY, LINE = colors.Color(0.9, 0.9, 0.9), colors.Color(0.35, 0.35, 0.35)
SIGNING_HEIGHT = 16 * mm

_text = partial(ParagraphStyle, fontName=PLAIN, fontSize=SIZE, leading=LEADING)
TEXT = _text("text")
STRONG = _text("strong", fontName=BOLD)
TITLE = _text("title", fontName=BOLD, fontSize=16, leading=21, alignment=TA_CENTER)
ABOUT = _text("about", fontSize=11, leading=15, alignment=TA_CENTER)
HEADING = _text("heading", fontName=BOLD, fontSize=11, leading=15, spaceBefore=9, spaceAfter=3)
NOTE = _text("note", fontSize=10, leading=14.5, spaceBefore=5)
MIDDLE = _text("middle", alignment=TA_CENTER)
MIDDLE_STRONG = _text("middle strong", fontName=BOLD, alignment=TA_CENTER)


def as_pdf(paper: Paper) -> bytes:
    """Lay a paper out as PDF, in the language that is spoken now."""
    register()
    made = BytesIO()
    size = landscape(A4) if paper.wide else A4
    document = SimpleDocTemplate(
        made,
        pagesize=size,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=TOP,
        bottomMargin=FOOT,
        title=f"{paper.title} – {paper.about}",
        author=paper.head.name,
        lang=current_locale(),
        invariant=True,
    )
    foot = partial(_foot, paper, size[0])
    document.build(
        list(_flow(paper, document.width - 2 * PADDING)), onFirstPage=foot, onLaterPages=foot
    )
    return made.getvalue()


def _flow(paper: Paper, width: float) -> Iterator[Drawn]:
    fitted = fit(paper.tables, width)
    for number, tables in enumerate(sections(paper.tables)):
        if number:
            yield PageBreak()
        yield from _top(paper, width)
        for place, table in enumerate(tables):
            drawn = list(_table(table, width, fitted))
            is_short = place > 0 and len(table.rows) <= TOGETHER
            yield from [KeepTogether(drawn)] if is_short else drawn
        yield from _below(paper, width)
    yield CallerMacro(drawCallable=_count_pages)


def _top(paper: Paper, width: float) -> Iterator[Drawn]:
    """Put the club's name and place on the left, who may read it on the right, then the title."""
    head = paper.head
    name = [Paragraph(escape(head.name), STRONG), Paragraph(escape(place_of(head)), TEXT)]
    stamp: list[Drawn] = []
    if paper.stamp:
        boxed = Grid([[Paragraph(escape(paper.stamp), MIDDLE_STRONG)]], colWidths=[52 * mm])
        boxed.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 1.4, colors.black)]))
        stamp = [boxed]
    heading = Grid([[name, stamp]], colWidths=[width - 56 * mm, 56 * mm])
    heading.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)])
    )
    yield heading
    yield Spacer(1, 5 * mm)
    yield Paragraph(escape(paper.title.upper()), TITLE)
    yield Paragraph(escape(paper.about), ABOUT)
    yield Spacer(1, 3 * mm)


def _table(table: Table, width: float, fitted: Fit) -> Iterator[Drawn]:
    if table.heading:
        yield CondPageBreak(32 * mm)  # a heading never stands alone at the foot of a page
        yield Paragraph(escape(table.heading), HEADING)
    if table.facts:
        yield _facts(table.facts, width)
        yield Spacer(1, 2.5 * mm)
    if not table.columns:
        return
    titles = _sized("titles", fitted.size)
    grid = LongTable(
        [
            [Paragraph(escape(column.title), titles) for column in table.columns],
            *(_cells(table.columns, row, fitted.size) for row in table.rows),
        ],
        colWidths=list(fitted.widths[table.columns]),
        repeatRows=1,
    )
    grid.setStyle(TableStyle(list(_look(table, fitted.size))))
    yield grid


@cache
def _sized(name: str, size: float) -> ParagraphStyle:
    """Return a style for cells of a table whose letters are so big."""
    more = {"alignment": TA_CENTER} if name == "titles" else {}
    font = PLAIN if name == "text" else BOLD
    return _text(name, fontName=font, fontSize=size, leading=size * 1.3, **more)


def _facts(facts: Sequence[tuple[str, str]], width: float) -> Drawn:
    rows = [
        [Paragraph(escape(f"{name}:"), TEXT), Paragraph(escape(said), STRONG)]
        for name, said in facts
    ]
    grid = Grid(rows, colWidths=[width * 0.3, width * 0.7])
    grid.setStyle(
        TableStyle(
            [
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return grid


def _cells(columns: Sequence[Column], row: Row, size: float) -> list[Drawn]:
    style = _sized("strong" if row.strong else "text", size)
    return [
        _cell(column.shape, cell, style) for column, cell in zip(columns, row.cells, strict=True)
    ]


def _cell(shape: Shape, cell: Cell, style: ParagraphStyle) -> Drawn:
    text = shown(shape, cell)
    return Paragraph(escape(text), style) if shape is Shape.TEXT and text else text


def _look(table: Table, size: float) -> Iterator[tuple[Any, ...]]:
    """Return how a table looks: thin lines, grey only behind what heads it."""
    yield ("FONT", (0, 0), (-1, -1), PLAIN, size, size * 1.3)
    yield ("GRID", (0, 0), (-1, -1), 0.5, LINE)
    yield ("BACKGROUND", (0, 0), (-1, 0), GREY)
    yield ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
    yield ("LEFTPADDING", (0, 0), (-1, -1), INSIDE)
    yield ("RIGHTPADDING", (0, 0), (-1, -1), INSIDE)
    yield ("TOPPADDING", (0, 0), (-1, -1), 2.5)
    yield ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5)
    sides = {Shape.MONEY: "RIGHT", Shape.TEXT: "LEFT", Shape.SHORT: "CENTER", Shape.DAY: "CENTER"}
    for place, column in enumerate(table.columns):
        yield ("ALIGN", (place, 1), (place, -1), sides[column.shape])
    for line, row in enumerate(table.rows, 1):
        if row.strong:
            yield ("FONTNAME", (0, line), (-1, line), BOLD)
    if table.rows and table.rows[-1].strong:  # the sum is never alone on a page
        yield ("NOSPLIT", (0, -2), (-1, -1))


def _below(paper: Paper, width: float) -> Iterator[Drawn]:
    """Put the notes and the places of the signatures below; the latter stay together."""
    notes = [Paragraph(escape(note), NOTE) for note in paper.notes]
    if not paper.signers:
        yield from notes
        return
    each = width / len(paper.signers)
    offices = [Paragraph(escape(one.office), MIDDLE_STRONG) for one in paper.signers]
    signs = Paragraph(escape(_("(signature, full name)")), MIDDLE)
    names = [Paragraph(escape(one.name), MIDDLE) for one in paper.signers]
    grid = Grid(
        [offices, [signs] * len(offices), [""] * len(offices), names],
        colWidths=[each] * len(offices),
        rowHeights=[None, None, SIGNING_HEIGHT, None],
    )
    grid.setStyle(TableStyle([("BOTTOMPADDING", (0, 0), (-1, 1), 0)]))
    on = Paragraph(escape(dated(paper.written_on, paper.head.hamlet)), MIDDLE)
    right = Grid([["", on]], colWidths=[width * 0.5, width * 0.5])
    yield KeepTogether([*notes, Spacer(1, 4 * mm), right, grid])


def _foot(paper: Paper, width: float, canvas: Drawn, _document: Drawn) -> None:
    """Put what paper it is, and which of how many pages, at the foot of a page."""
    canvas.saveState()
    canvas.setFont(PLAIN, 8)
    canvas.drawString(MARGIN + PADDING, 9 * mm, f"{paper.title} – {paper.about}")
    if paper.stamp:
        canvas.setFont(BOLD, 8)
        canvas.drawCentredString(width / 2, 9 * mm, paper.stamp)
        canvas.setFont(PLAIN, 8)
    number = _("Page {page}/").format(page=canvas.getPageNumber())
    end = width - MARGIN - PADDING - 4 * mm
    canvas.drawRightString(end, 9 * mm, number)
    canvas.translate(end, 9 * mm)
    canvas.doForm(PAGES)
    canvas.restoreState()


def _count_pages(macro: Drawn) -> None:
    canvas = macro.canv
    canvas.beginForm(PAGES, 0, -5, 40, 20)
    canvas.setFont(PLAIN, 8)
    canvas.drawString(0, 0, str(canvas.getPageNumber()))
    canvas.endForm()
