"""The roster sheet: what is written can be read, as XLSX and as CSV, typed neatly or not."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.papers.roster_pages import PAGES
from bot.papers.roster_reader import read_roster
from bot.papers.roster_template import write_template
from bot.papers.roster_values import club_cells, table_cells
from bot.roster import BalanceRow, ClubSheet, LoanRow, MemberRow, Roster, moved
from tests.papers.clubs import SMALL, Cells, Typed, as_csv, sheet_of


def test_a_filled_sheet_reads_back_as_the_same_roster(tmp_path: Path) -> None:
    assert read_roster([sheet_of(tmp_path)]) == (SMALL, [], [])


def test_the_empty_form_has_every_page_and_its_example_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    write_template(path)
    book = load_workbook(path)
    roster, mistakes, warnings = read_roster([path])
    assert book.sheetnames == ["Hướng dẫn", *(page.title for page in PAGES), "Danh mục"]
    assert book["Danh mục"].sheet_state == "hidden"
    assert book["Thành viên"]["A3"].value == "VD"
    assert roster is None
    assert {(mistake.sheet, mistake.column) for mistake in mistakes} == {
        ("Thành viên", ""),
        *(("Câu lạc bộ", column.heading) for column in PAGES[0].columns if column.needed),
    }
    assert warnings == []


def test_the_examples_of_the_form_would_be_right_themselves(tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    write_template(path)
    book = load_workbook(path)
    club = book["Câu lạc bộ"]
    for row in range(2, 13):
        club.cell(row, 2, club.cell(row, 4).value)
    for page, number in (("Thành viên", 7), ("Khoản vay", 1), ("Số dư đầu kỳ", 1)):
        book[page]["A3"] = number
    book.save(path)
    _, mistakes, _ = read_roster([path])
    # What is left: the others whom the examples speak of are not among the members.
    assert {mistake.found for mistake in mistakes} == {"1", "4", "5"}


def test_the_closed_choices_are_offered_as_lists(tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    write_template(path)
    book = load_workbook(path)
    (offered,) = book["Khoản vay"].data_validations.dataValidation
    column = offered.formula1.split("$")[1]
    assert [book["Danh mục"][f"{column}{row}"].value for row in range(1, 7)] == [
        "Lãi hằng tháng, gốc cuối kỳ",
        "Gốc đều, lãi theo dư nợ",
        "Gốc lãi cộng lại, mỗi kỳ bằng nhau",
        "Gốc đều, lãi theo số tiền vay ban đầu",
        "Không lãi, gốc đều",
        None,
    ]


def test_a_way_that_says_every_quarter_has_three_months_between_its_days(tmp_path: Path) -> None:
    cells: Cells = {
        ("Khoản vay", "G3"): "Lãi hằng quý, gốc cuối kỳ",
        ("Khoản vay", "M3"): None,
        ("Khoản vay", "G4"): "không tính lãi, gốc chia đều",
        ("Khoản vay", "F4"): 0,
    }
    roster, mistakes, _ = read_roster([sheet_of(tmp_path, cells)])
    assert mistakes == []
    assert roster is not None
    assert [(loan.way, loan.every) for loan in roster.loans] == [
        ("principal_at_end", 3),
        ("no_interest", 1),
    ]


def vietnamese(value: object) -> str:
    """Show a cell as Excel in Vietnamese saves it."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    is_sum = isinstance(value, int) and value >= 10_000
    return f"{value:,}".replace(",", ".") if is_sum else plain(value)


def plain(value: object) -> str:
    """Show a cell as other programs save it."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize(
    ("delimiter", "show"), [(";", vietnamese), (",", vietnamese), (",", plain), ("\t", plain)]
)
def test_csv_files_read_back_as_the_same_roster(
    tmp_path: Path, delimiter: str, show: Callable[[object], str], encoding: str
) -> None:
    xlsx = sheet_of(tmp_path)
    files = as_csv(tmp_path, xlsx, delimiter=delimiter, encoding=encoding, show=show)
    assert read_roster(files) == (SMALL, [], [])


@pytest.mark.parametrize(
    ("page", "field", "typed", "read"),
    [
        ("Thành viên", "birth_year", "48", 1948),
        ("Thành viên", "birth_year", date(1948, 5, 12), 1948),
        ("Thành viên", "sex", "nu", "female"),
        ("Thành viên", "form", "BÀ", "ba"),
        ("Thành viên", "phone", 912000003, "0912000003"),
        ("Thành viên", "household", 12.0, "12"),
        (
            "Thành viên",
            "roles",
            "Phó CN kiêm Thư ký; kế toán",
            ("deputy", "secretary", "accountant"),
        ),
        ("Thành viên", "roles", "Thành viên", ()),
        ("Thành viên", "deposit", "200k", 200_000),
        ("Thành viên", "deposit", 2e5, 200_000),
        ("Thành viên", "fees_paid_to", "tháng 9/2026", date(2026, 9, 1)),
        ("Thành viên", "fees_paid_to", "2026-09", date(2026, 9, 1)),
        ("Thành viên", "fees_paid_to", date(2026, 9, 10), date(2026, 9, 1)),
        ("Thành viên", "joined_on", "15-12-2020", date(2020, 12, 15)),
        ("Thành viên", "joined_on", "15/12/20", date(2020, 12, 15)),
        ("Thành viên", "joined_on", "2020-12-15 00:00:00", date(2020, 12, 15)),
        ("Thành viên", "joined_on", 44180, date(2020, 12, 15)),
        ("Thành viên", "hardship", "hộ cận nghèo", "near_poor"),
        ("Khoản vay", "principal", "5.500.000 đ", 5_500_000),
        ("Khoản vay", "principal", "6tr", 6_000_000),
        ("Khoản vay", "rate_bp", "0,65%", 65),
        ("Khoản vay", "rate_bp", "1 % / tháng", 100),
        ("Khoản vay", "rate_bp", 1.2, 120),
        ("Khoản vay", "way", "trả gốc một lần cuối hạn", "principal_at_end"),
        ("Khoản vay", "way", "Goc chia deu, lai theo so con lai", "equal_principal"),
        ("Khoản vay", "way", "Gốc đều, lãi tính trên số tiền vay", "flat"),
        ("Khoản vay", "way", "lãi phẳng", "flat"),
        ("Khoản vay", "way", "trả góp đều, gốc và lãi mỗi kỳ bằng nhau", "equal_instalments"),
        ("Khoản vay", "way", "gốc hằng quý, lãi theo số còn lại", "equal_principal"),
        ("Khoản vay", "every", "3 tháng", 3),
        ("Khoản vay", "every", "quý", 3),
        ("Khoản vay", "every", 12, 12),
        ("Khoản vay", "every", None, 1),
        ("Khoản vay", "periods_left", "5 kỳ", 5),
        ("Khoản vay", "member", "0002", "2"),
    ],
)
def test_a_cell_may_be_typed_in_many_ways(
    tmp_path: Path, page: str, field: str, typed: Typed, read: object
) -> None:
    row = {"Thành viên": 5, "Khoản vay": 3}[page]
    typed_in: Cells = {(page, f"{column_of(page, field)}{row}"): typed}
    if field == "member":
        typed_in[page, f"{column_of(page, 'borrower')}{row}"] = None
    roster, mistakes, _ = read_roster([sheet_of(tmp_path, typed_in)])
    assert mistakes == []
    assert roster is not None
    value = roster.members[2] if page == "Thành viên" else roster.loans[0]
    assert getattr(value, field) == read


def column_of(page: str, field: str) -> str:
    """Return the letter of a column."""
    columns = next(known for known in PAGES if known.title == page).columns
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[[column.field for column in columns].index(field)]


def test_a_rate_that_excel_shows_in_percent_is_not_a_hundredth_of_it(tmp_path: Path) -> None:
    path = sheet_of(tmp_path)
    book = load_workbook(path)
    cell = book["Khoản vay"][f"{column_of('Khoản vay', 'rate_bp')}3"]
    cell.value, cell.number_format = 0.0065, "0.00%"
    book.save(path)
    roster, mistakes, _ = read_roster([path])
    assert mistakes == []
    assert roster is not None
    assert roster.loans[0].rate_bp == 65


def test_titles_other_headings_totals_and_empty_rows_do_no_harm(tmp_path: Path) -> None:
    path = sheet_of(tmp_path)
    book = load_workbook(path)
    page = book["Thành viên"]
    page["A1"], page["B1"], page["D1"] = "SO TV", "họ TÊN", "Thôn"
    page.insert_rows(4, 3)
    page.insert_rows(1, 2)
    page["A1"] = "DANH SÁCH THÀNH VIÊN"
    page.append(["Tổng cộng", "3 người"])
    book.save(path)
    assert read_roster([path]) == (SMALL, [], [])


def test_rows_are_counted_as_excel_does_also_below_empty_ones(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, {("Thành viên", "E5"): "xưa"})
    book = load_workbook(path)
    book["Thành viên"].insert_rows(4, 3)
    book["Thành viên"].insert_rows(1, 2)
    book.save(path)
    (mistake,) = read_roster([path])[1]
    assert mistake.row == 10


def test_an_unknown_column_page_or_line_is_left_out_and_named(tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path, {("Khoản vay", "N1"): "Con vật nuôi", ("Câu lạc bộ", "A13"): "Màu cờ"}
    )
    book = load_workbook(path)
    book.create_sheet("Ảnh").append(["một", "hai"])
    book.save(path)
    roster, mistakes, warnings = read_roster([path])
    assert (roster, mistakes) == (SMALL, [])
    assert {(warning.sheet, warning.row, warning.column) for warning in warnings} == {
        ("Khoản vay", 1, "Con vật nuôi"),
        ("Câu lạc bộ", 13, "Màu cờ"),
        ("Ảnh", 0, ""),
    }


def test_five_thousand_members_are_read_in_seconds(tmp_path: Path) -> None:
    people = tuple(
        replace(SMALL.members[2], number=str(number), name=f"Vi Thị {number}", deposit=200_000)
        for number in range(10, 5_007)
    )
    large = replace(SMALL, members=(*SMALL.members, *people))
    path = tmp_path / "lon.xlsx"
    written_plainly(path, large)
    # Seconds of this process only: other tests may be running beside it.
    start = time.process_time()
    roster, mistakes, warnings = read_roster([path])
    assert time.process_time() - start < 10
    assert (roster, mistakes, warnings) == (large, [], [])


def written_plainly(path: Path, roster: Roster) -> None:
    """Write the cells without the look of the form, which takes most of the time."""
    book = Workbook(write_only=True)
    club = book.create_sheet("Câu lạc bộ")
    cells = club_cells(roster.club)
    for column in PAGES[0].columns:
        club.append([column.heading, cells[column.field]])
    tables = table_cells(roster)
    for page in PAGES[1:]:
        sheet = book.create_sheet(page.title)
        sheet.append([column.heading for column in page.columns])
        for row in tables[page.name]:
            sheet.append([row.get(column.field) for column in page.columns])
    book.save(path)


Row = ClubSheet | MemberRow | LoanRow | BalanceRow


def days_of(row: Row) -> dict[str, tuple[int, int]]:
    """Return every day of a row as the number of its month and the day in the month."""
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    return {
        name: (value.year * 12 + value.month, value.day)
        for name, value in values.items()
        if isinstance(value, date)
    }


def test_a_roster_moved_by_months_has_all_its_days_moved() -> None:
    later = moved(SMALL, 14)
    before: list[Row] = [SMALL.club, *SMALL.members, *SMALL.loans, *SMALL.balances]
    after: list[Row] = [later.club, *later.members, *later.loans, *later.balances]
    for old, new in zip(before, after, strict=True):
        assert {name: (month + 14, day) for name, (month, day) in days_of(old).items()} == days_of(
            new
        )
    assert moved(later, -14) == SMALL


def test_a_month_without_the_day_takes_its_last() -> None:
    end = replace(SMALL, club=replace(SMALL.club, as_of=date(2026, 1, 31)))
    assert moved(end, 1).club.as_of == date(2026, 2, 28)
