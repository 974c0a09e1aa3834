"""Papers as XLSX: real numbers and days to reckon with, ready to be printed on A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from math import ceil

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.i18n import _
from bot.papers.books.fitting import shown
from bot.papers.books.paper import (
    Cell,
    Column,
    Paper,
    Row,
    Shape,
    Signer,
    Table,
    place_of,
    sections,
)
from bot.papers.books.words import dated

A4 = 9
"""What Excel calls it."""
CHARACTERS = 108
"""How many fit beside each other on A4, upright."""
FONT_SIZE = 11
LONGEST_NAME = 28
"""Characters in the name of a page: Excel allows 31, and namesakes are given a number."""
UNNAMEABLE = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
FORMATS = {Shape.MONEY: "#,##0", Shape.DAY: "dd/mm/yyyy"}
THIN = Side(style="thin", color="FF595959")
BOXED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
GREY = PatternFill("solid", fgColor="FFE6E6E6")
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
SIDES = {
    Shape.MONEY: Alignment(horizontal="right", vertical="center"),
    Shape.TEXT: Alignment(horizontal="left", vertical="center", wrap_text=True),
    Shape.SHORT: MIDDLE,
    Shape.DAY: MIDDLE,
}


def as_xlsx(paper: Paper) -> bytes:
    """Lay a paper out as XLSX, in the language that is spoken now; a page for each table.

    Tables without a page of their own stand below each other. Sums are figures, not formulas: a
    phone that only shows the file shows them, too.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for tables in sections(paper.tables):
        page = _new_page(book, paper, tables)
        for table in tables:
            head = _write(page, table)
        if len(tables) == 1:  # on every printed page, and in sight while one scrolls
            page.print_title_rows = f"{head}:{head}"
            page.freeze_panes = f"A{head + 1}"
        _below(page, paper)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _new_page(book: Workbook, paper: Paper, tables: Sequence[Table]) -> Worksheet:
    name = tables[0].heading if tables[0].page_of_its_own else paper.title
    page: Worksheet = book.create_sheet(name.translate(UNNAMEABLE)[:LONGEST_NAME].strip())
    _set_up_printing(page, paper)
    across = CHARACTERS * (1.45 if paper.wide else 1)
    for table in tables:
        for place, wide in enumerate(_widths(table, across), 1):
            dimension = page.column_dimensions[get_column_letter(place)]
            dimension.width = wide if table is tables[0] else max(wide, dimension.width)
    last = len(tables[0].columns)
    _line(page, 1, paper.head.name, last, bold=True)
    _line(page, 2, place_of(paper.head), last)
    if paper.stamp:
        _line(page, 3, paper.stamp, last, bold=True, to="right")
    _line(page, 4, paper.title.upper(), last, bold=True, size=15, to="center")
    _line(page, 5, paper.about, last, to="center")
    return page


def _widths(table: Table, across: float) -> Iterator[float]:
    """Return how many characters wide each column is: figures and days are never "####"."""
    shares = sum(column.width for column in table.columns)
    for place, column in enumerate(table.columns):
        wide = across * column.width / shares
        if column.shape is not Shape.TEXT:
            longest = max(
                (len(shown(column.shape, row.cells[place])) for row in table.rows), default=0
            )
            wide = max(wide, longest * 1.1 + 2)  # bold, with room at both sides
        yield wide


def _set_up_printing(page: Worksheet, paper: Paper) -> None:
    page.page_setup.paperSize = A4
    page.page_setup.orientation = "landscape" if paper.wide else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    footer = page.HeaderFooter.oddFooter = HeaderFooterItem()
    footer.left.text = paper.title
    footer.right.text = _("Page {page}/").format(page="&P") + "&N"


def _line(
    page: Worksheet,
    row: int,
    text: str,
    last: int,
    *,
    bold: bool = False,
    size: int = FONT_SIZE,
    to: str = "left",
) -> None:
    """Write a text over all columns, in a row that is high enough for it."""
    cell = _put(page, row, 1, text)
    cell.font = Font(bold=bold, size=size)
    cell.alignment = Alignment(horizontal=to, vertical="center", wrap_text=True)
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    widths = (page.column_dimensions[get_column_letter(one)].width for one in range(1, last + 1))
    lines = ceil(len(text) * size / FONT_SIZE / sum(widths)) or 1
    page.row_dimensions[row].height = lines * size * 1.4


def _write(page: Worksheet, table: Table) -> int:
    """Write a table below what there is, and return the row of its titles."""
    last = len(table.columns)
    if table.heading:
        _line(page, page.max_row + 2, table.heading, last, bold=True)
    for name, said in table.facts:
        _line(page, page.max_row + 1, f"{name}: {said}", last)
    head = page.max_row + 2
    for place, column in enumerate(table.columns, 1):
        cell = page.cell(head, place, column.title)
        cell.font, cell.fill = Font(bold=True), GREY
        cell.border, cell.alignment = BOXED, MIDDLE
    for number, row in enumerate(table.rows, head + 1):
        _write_row(page, number, table.columns, row)
    return head


def _write_row(page: Worksheet, number: int, columns: Iterable[Column], row: Row) -> None:
    for place, (column, value) in enumerate(zip(columns, row.cells, strict=True), 1):
        cell = _put(page, number, place, value)
        cell.alignment, cell.border = SIDES[column.shape], BOXED
        if column.shape in FORMATS:
            cell.number_format = FORMATS[column.shape]
        if row.strong:
            cell.font = Font(bold=True)


def _put(page: Worksheet, row: int, place: int, value: Cell) -> ExcelCell:
    """Write a value; a name or note that begins like a formula never is one."""
    cell = page.cell(row, place, value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _below(page: Worksheet, paper: Paper) -> None:
    last = max(page.max_column, 1)
    for note in paper.notes:
        _line(page, page.max_row + 1, note, last)
    if paper.signers:
        on = dated(paper.written_on, paper.head.hamlet)
        _line(page, page.max_row + 2, on, last, to="right")
        _sign(page, page.max_row + 1, paper.signers, last)


def _sign(page: Worksheet, row: int, signers: tuple[Signer, ...], last: int) -> None:
    """Spread the places of the signatures over the columns."""
    for number, signer in enumerate(signers):
        place = 1 + number * last // len(signers)
        for below, text in (
            (0, signer.office),
            (1, _("(signature, full name)")),
            (5, signer.name),
        ):
            cell = _put(page, row + below, place, text)
            cell.font = Font(bold=below == 0)
