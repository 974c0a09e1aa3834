"""The roster sheet as an Excel file: empty with one explained example, or filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.papers.roster_form import (
    CLUB_HEADINGS,
    EXAMPLE,
    GUIDE,
    HINT,
    LISTS,
    Column,
    Look,
    Page,
    Shown,
)
from bot.papers.roster_pages import PAGES
from bot.papers.roster_people import CLUB, MEMBERS
from bot.papers.roster_values import Cells, club_cells, table_cells
from bot.roster import Roster

TITLE = "Sổ ban đầu của câu lạc bộ"
STEPS = (
    "Các bác chép sổ giấy sang bốn trang: Câu lạc bộ, Thành viên, Khoản vay, Số dư đầu kỳ.",
    "Chỗ nào có dấu * thì phải ghi. Chỗ khác chưa biết cứ để trống, mai này ghi tiếp.",
    "Dòng VD chỉ là ví dụ, máy không đọc: để nguyên hay xóa đi đều được.",
    "Tiền ghi bằng đồng: 5.000.000 hoặc 5tr đều được. Ngày ghi như 15/12/2026.",
    "Mọi con số là của cuối ngày chốt sổ: đếm tiền trong hộp, mở sổ vay, rồi hãy ghi.",
    "Người cùng nhà ghi cùng một Số hộ. Trùng tên thì ghi thêm Tên gọi ở làng.",
    "Hai bác ở hai nhà cùng ký: một bác lập, một bác kiểm tra.",
    "Ghi xong thì lưu lại. Có ô nào chưa đúng, máy chỉ ra từng ô và chưa ghi gì vào sổ.",
)
PRIVATE = "Xin giữ kín tệp này: trong đó có tiền vay và hoàn cảnh của từng nhà."
STAMP = "Chỉ Ban Chủ nhiệm"

SPARE_ROWS = {"members": 60, "loans": 25, "balances": 8}
"""Ruled rows in the empty form; the lists of choices reach further down."""
FIRST_ROW = 3
LAST_ROW = 5_000
A4 = 9
CLUB_WIDTHS = (36, 44, 52, 42)
FORMATS: Mapping[Look, str] = {
    "text": "@",
    "sum": "#,##0",
    "date": "dd/mm/yyyy",
    "month": "mm/yyyy",
    "count": "General",
    "choice": "General",
    "hint": "General",
}

GREEN, PALE_GREEN, PALE_YELLOW, GREY = "1F6F54", "E8F3EE", "FFF8E1", "5F6B66"
LINE = Side(style="thin", color="B8C4BE")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


class Ink(NamedTuple):
    """How a cell looks."""

    font: Font
    fill: str = ""
    alignment: Alignment = Alignment(vertical="center")


def _font(size: int, color: str = "000000", *, bold: bool = False, italic: bool = False) -> Font:
    return Font(name="Arial", size=size, color=color, bold=bold, italic=italic)


WRAPPED = Alignment(vertical="center", wrap_text=True)
PLAIN = Ink(_font(11))
ANSWER = Ink(_font(11), "", Alignment(horizontal="left", vertical="center", wrap_text=True))
LABEL = Ink(_font(11, bold=True), PALE_GREEN)
HEADING = Ink(
    _font(11, "FFFFFF", bold=True),
    GREEN,
    Alignment(horizontal="center", vertical="center", wrap_text=True),
)
NOTE = Ink(_font(9, GREY, italic=True), PALE_GREEN, Alignment(vertical="top", wrap_text=True))
SIDE_NOTE = Ink(_font(10, GREY, italic=True), alignment=WRAPPED)
SAMPLE = Ink(
    _font(11, GREY, italic=True), PALE_YELLOW, Alignment(horizontal="left", vertical="center")
)
TITLE_INK = Ink(_font(18, GREEN, bold=True))
STEP = Ink(_font(12))
STEP_NUMBER = Ink(_font(12, GREEN, bold=True))
WARNING = Ink(_font(12, bold=True))


def write_template(path: Path) -> None:
    """Write the empty form, with notes and one example row on every table."""
    _write(path, None)


def write_roster(path: Path, roster: Roster) -> None:
    """Write a roster into the form; reading it back gives the same roster."""
    _write(path, roster)


def _write(path: Path, roster: Roster | None) -> None:
    book = Workbook()
    _guide(book.worksheets[0])
    club, *tables = (book.create_sheet(page.title) for page in PAGES)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    _club(club, club_cells(roster.club) if roster else {}, lists)
    held = table_cells(roster) if roster else {}
    for sheet, page in zip(tables, PAGES[1:], strict=True):
        _headings(sheet, page)
        _rows(sheet, page, held.get(page.name) or [_example(page)])
        _ruled(sheet, page, filled=bool(roster))
        _offer_choices(sheet, page, lists)
        _printed(sheet, pages_wide=2 if page is MEMBERS else 1)
    book.save(path)


def _guide(sheet: Worksheet) -> None:
    sheet.title = GUIDE
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 5, 92
    sheet.row_dimensions[1].height = 34
    _put(sheet, (1, 1), TITLE, TITLE_INK)
    for number, step in enumerate(STEPS, 1):
        row = number + 2
        sheet.row_dimensions[row].height = 24
        _put(sheet, (row, 1), number, STEP_NUMBER)
        _put(sheet, (row, 2), step, STEP)
    _put(sheet, (len(STEPS) + 4, 2), PRIVATE, WARNING)
    _printed(sheet, pages_wide=1)


def _club(sheet: Worksheet, cells: Cells, lists: Worksheet) -> None:
    for index, (heading, width) in enumerate(zip(CLUB_HEADINGS, CLUB_WIDTHS, strict=True), 1):
        _put(sheet, (1, index), heading, HEADING)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.row_dimensions[1].height = 26
    for row, column in enumerate(CLUB.columns, 2):
        sheet.row_dimensions[row].height = 32
        _put(sheet, (row, 1), _starred(column), LABEL)
        _put(sheet, (row, 2), cells.get(column.field), ANSWER, FORMATS[column.look])
        _put(sheet, (row, 3), column.note, SIDE_NOTE)
        _put(sheet, (row, 4), column.example, SAMPLE, FORMATS[column.look])
        if column.words:
            _offer(sheet, column, f"B{row}", lists)
    sheet.freeze_panes = "A2"
    _printed(sheet, pages_wide=1)


def _headings(sheet: Worksheet, page: Page) -> None:
    for index, column in enumerate(page.columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        _put(sheet, (1, index), _starred(column), HEADING)
        note = column.note if index > 1 else f"{HINT}: {column.note}"
        _put(sheet, (2, index), note, NOTE)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 52, 82
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 20, True
    sheet.freeze_panes = "C2"


def _rows(sheet: Worksheet, page: Page, rows: Sequence[Cells]) -> None:
    for row, cells in enumerate(rows, FIRST_ROW):
        ink = SAMPLE if cells[page.columns[0].field] == EXAMPLE else PLAIN
        for index, column in enumerate(page.columns, 1):
            _put(sheet, (row, index), cells.get(column.field), ink, FORMATS[column.look])


def _example(page: Page) -> Cells:
    return {column.field: column.example for column in page.columns}


def _ruled(sheet: Worksheet, page: Page, *, filled: bool) -> None:
    """Rule empty rows below, so that the form can be printed and filled in by pen."""
    start = sheet.max_row + 1
    for row in range(start, start + (0 if filled else SPARE_ROWS[page.name])):
        for index, column in enumerate(page.columns, 1):
            _put(sheet, (row, index), None, PLAIN, FORMATS[column.look])


def _offer_choices(sheet: Worksheet, page: Page, lists: Worksheet) -> None:
    for index, column in enumerate(page.columns, 1):
        if column.words:
            letter = get_column_letter(index)
            _offer(sheet, column, f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}", lists)


def _offer(sheet: Worksheet, column: Column, cells: str, lists: Worksheet) -> None:
    """Let the cells offer the choices; a list inside the rule itself could hold no commas."""
    place = 1 if lists.cell(1, 1).value is None else lists.max_column + 1
    for row, word in enumerate(column.words, 1):
        lists.cell(row, place, word)
    letter = get_column_letter(place)
    rule = DataValidation(
        type="list",
        formula1=f"'{LISTS}'!${letter}$1:${letter}${len(column.words)}",
        allow_blank=True,
        showErrorMessage=column.look == "choice",
        errorTitle=column.heading,
        error="Xin chọn một mục trong danh sách.",
    )
    rule.add(cells)
    sheet.add_data_validation(rule)


def _printed(sheet: Worksheet, *, pages_wide: int) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.5)
    above = HeaderFooterItem()
    above.left.text, above.right.text = "&A", STAMP
    sheet.HeaderFooter.oddHeader = above
    if sheet.title != GUIDE:
        sheet.print_title_rows = "1:1"
    if pages_wide > 1:
        sheet.print_title_cols = "A:B"


def _starred(column: Column) -> str:
    return f"{column.heading} *" if column.needed else column.heading


def _put(
    sheet: Worksheet,
    place: tuple[int, int],
    shown: Shown,
    ink: Ink = PLAIN,
    number_format: str = "General",
) -> None:
    cell = sheet.cell(*place, None if shown == "" else shown)
    if isinstance(shown, str) and shown:
        # A name that begins with "=" must not become a formula.
        cell.data_type = "s"
    cell.font, cell.alignment, cell.number_format = ink.font, ink.alignment, number_format
    if ink.fill:
        cell.fill = PatternFill("solid", start_color=ink.fill)
    if sheet.title != GUIDE:
        cell.border = BOX
