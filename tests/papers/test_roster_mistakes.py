"""Every mistake on a sheet is named with its page, row, column and what to write instead."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.i18n import use_locale
from bot.papers.roster_pages import PAGES
from bot.papers.roster_reader import read_roster
from bot.roster import Mistake
from tests.papers.clubs import Cells, Typed, as_csv, sheet_of

CLUB, MEMBERS, LOANS, BALANCES = (page.title for page in PAGES)
HEADINGS = {
    (page.title, "ABCDEFGHIJKLMNOPQRST"[index]): column.heading
    for page in PAGES[1:]
    for index, column in enumerate(page.columns)
} | {(CLUB, str(row)): column.heading for row, column in enumerate(PAGES[0].columns, 2)}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_locale("en"):
        yield


def heading(page: str, place: str) -> str:
    """Return what heads a cell: its column, or on the club's page its line."""
    return HEADINGS[page, place[1:] if page == CLUB else place[0]]


MISTAKES = [
    # What cannot be read.
    (CLUB, "B2", None, "must be filled in"),
    (CLUB, "B7", 750, "1.000, 500 or 100"),
    (CLUB, "B8", 120, "from 0 to 100"),
    (CLUB, "B8", "phần nhiều", "plain number"),
    (CLUB, "B9", "hoa hồng", "lãi / phí"),
    (CLUB, "B10", None, "must be filled in"),
    (CLUB, "B10", "hôm qua", "day/month/year"),
    (MEMBERS, "A4", None, "must be filled in"),
    (MEMBERS, "A5", date(2026, 2, 1), "Format the cell as text"),
    (MEMBERS, "B4", None, "must be filled in"),
    (MEMBERS, "E4", "12", "four digits"),
    (MEMBERS, "E4", "khoảng 1950", "four digits"),
    (MEMBERS, "F4", "gái", "Nữ / Nam"),
    (MEMBERS, "G4", "mợ", "bác / ông / bà"),
    (MEMBERS, "I4", "giàu sang", "Nghèo / Cận nghèo"),
    (MEMBERS, "L4", "Trưởng thôn", "Chủ nhiệm / Phó chủ nhiệm"),
    (MEMBERS, "N4", "31/2/2020", "day/month/year"),
    (MEMBERS, "N4", "3/5/98", "day/month/year"),
    (MEMBERS, "O4", "mười một", "11/2026"),
    (MEMBERS, "P4", -200_000, "never below zero"),
    (MEMBERS, "P4", "-200k", "never below zero"),
    (MEMBERS, "P4", 200, "all its zeros"),
    (MEMBERS, "P4", 200_000.5, "digits only"),
    (MEMBERS, "P4", "một ít", "digits only"),
    (MEMBERS, "P4", "100k hoặc 200k", "digits only"),
    (MEMBERS, "P4", 10**13, "count its zeros"),
    (MEMBERS, "Q4", "để hỏi lại", "Có / Không"),
    (LOANS, "F3", 0.655, "Two digits"),
    (LOANS, "F3", "1%/năm", "percent a month"),
    (LOANS, "F3", 12, "too much for one month"),
    (LOANS, "F3", -1, "plain number"),
    (LOANS, "G3", "trả góp", "Lãi hằng tháng, gốc cuối kỳ / Gốc đều"),
    (LOANS, "G3", "lãi hằng tháng, gốc hằng quý", "Lãi hằng tháng, gốc cuối kỳ / Gốc đều"),
    (LOANS, "G3", "gốc cuối kỳ, lãi theo gốc ban đầu", "Lãi hằng tháng, gốc cuối kỳ / Gốc đều"),
    (LOANS, "M3", 5, "1, 2, 3, 6 or 12"),
    (LOANS, "L3", 0, "how many times"),
    (BALANCES, "B3", "trong tủ", "Tiền mặt / Ngân hàng"),
    (BALANCES, "C3", "Quỹ khác", "Quỹ tăng thu nhập / Quỹ hoạt động"),
    (BALANCES, "F3", None, "must be filled in"),
    # What cannot be, or what contradicts another cell.
    (LOANS, "G3", "Không lãi, gốc đều", "Without interest the rate is 0"),
    (CLUB, "B6", date(2027, 1, 1), "later than 10 Nov 2026"),
    (CLUB, "B11", 77, "No member has this number"),
    (CLUB, "B12", 2, "Two people sign"),
    (CLUB, "B12", 77, "No member has this number"),
    (MEMBERS, "E4", 1899, "between 1900 and 2016"),
    (MEMBERS, "E4", 2017, "between 1900 and 2016"),
    (MEMBERS, "L5", "Chủ nhiệm", "Lò Thị Ban is it already"),
    (MEMBERS, "N4", date(2026, 11, 11), "later than 10 Nov 2026"),
    (MEMBERS, "T3", None, "paper was signed"),
    (LOANS, "A4", "KU1", "stands further up already"),
    (LOANS, "C3", "Vi Văn Tám", "This number is Nguyễn Thị Hoa's"),
    (LOANS, "E3", 5_500_000, "More is left than was lent (5,000,000"),
    (LOANS, "E3", 0, "paid back"),
    (LOANS, "H3", date(2026, 11, 11), "later than 10 Nov 2026"),
    (LOANS, "I3", date(2026, 4, 9), "began on 10 Apr 2026"),
    (LOANS, "K3", date(2026, 11, 10), "paid to 10 Nov 2026"),
    (BALANCES, "D3", None, "always with somebody"),
    (BALANCES, "D3", 77, "No member has this number"),
]


@pytest.mark.parametrize(("page", "place", "typed", "advice"), MISTAKES)
def test_a_mistake_is_named_and_nothing_is_read(
    tmp_path: Path, page: str, place: str, typed: Typed, advice: str
) -> None:
    roster, mistakes, _ = read_roster([sheet_of(tmp_path, {(page, place): typed})])
    (mistake,) = mistakes
    assert roster is None
    assert (mistake.sheet, mistake.row, mistake.column, mistake.found) == (
        page,
        int(place[1:]),
        heading(page, place),
        f"{typed:%d/%m/%Y}" if isinstance(typed, date) else str("" if typed is None else typed),
    )
    assert advice in mistake.advice


@pytest.mark.parametrize(
    ("page", "typed", "pointed_at", "advice"),
    [
        (LOANS, {"D3": 4_000_000}, "E3", "More is left than was lent (4,000,000"),
        (BALANCES, {"C4": "Quỹ tăng thu nhập"}, "F4", "stands further up already"),
        (MEMBERS, {"H5": 1, "I5": "Nghèo", "J5": None}, "I5", "People of one household"),
        (MEMBERS, {"Q5": "Có"}, "T5", "paper was signed"),
    ],
)
def test_of_two_cells_that_disagree_one_is_pointed_at(
    tmp_path: Path, page: str, typed: dict[str, Typed], pointed_at: str, advice: str
) -> None:
    cells = {(page, place): value for place, value in typed.items()}
    (mistake,) = read_roster([sheet_of(tmp_path, cells)])[1]
    assert (mistake.row, mistake.column) == (int(pointed_at[1:]), heading(page, pointed_at))
    assert advice in mistake.advice


@pytest.mark.parametrize(
    ("page", "typed", "row", "advice"),
    [
        (MEMBERS, {"E5": None}, 5, "Without a year of birth"),
        (MEMBERS, {"L4": "Kế toán, Thủ quỹ"}, 4, "Books and cash in one hand"),
        (MEMBERS, {"L3": None, "M3": None}, 0, "Nobody is Chủ nhiệm"),
        (MEMBERS, {"L4": None, "M4": None}, 0, "Nobody is Thủ quỹ"),
        (MEMBERS, {"H4": 1}, 12, "under one roof"),
        (LOANS, {"F3": 1.67}, 3, "More than 20% a year"),
        (LOANS, {"F3": 0.01}, 3, "If one percent is meant"),
    ],
)
def test_a_warning_is_said_and_the_roster_is_read(
    tmp_path: Path, page: str, typed: dict[str, Typed], row: int, advice: str
) -> None:
    cells = {(page, place): value for place, value in typed.items()}
    roster, mistakes, (warning,) = read_roster([sheet_of(tmp_path, cells)])
    assert (roster is not None, mistakes) == (True, [])
    assert warning.row == row
    assert advice in warning.advice


def test_a_rate_of_exactly_the_cap_has_no_mark_and_one_above_has(tmp_path: Path) -> None:
    for rate, marked in ((1.66, False), (1.67, True)):
        roster, _, warnings = read_roster([sheet_of(tmp_path, {(LOANS, "F3"): rate})])
        assert roster is not None
        assert roster.loans[0].above_cap is marked
        assert bool(warnings) is marked


def test_flat_interest_is_above_the_cap_by_what_it_truly_costs(tmp_path: Path) -> None:
    for rate, marked in ((0.9, False), (1, True)):
        cells: Cells = {
            (LOANS, "G4"): "gốc đều, lãi theo gốc ban đầu",
            (LOANS, "F4"): rate,
        }
        roster, mistakes, _warnings = read_roster([sheet_of(tmp_path, cells)])
        assert mistakes == []
        assert roster is not None
        assert roster.loans[1].way == "flat"
        assert roster.loans[1].periods == 12
        assert roster.loans[1].above_cap is marked


def test_two_members_of_one_number_are_found_also_when_it_is_written_with_a_zero(
    tmp_path: Path,
) -> None:
    cells: Cells = {
        (MEMBERS, "A5"): "01",
        (LOANS, "B3"): 2,
        (LOANS, "C3"): None,
    }
    (mistake,) = read_roster([sheet_of(tmp_path, cells)])[1]
    assert (mistake.row, mistake.column, mistake.found) == (5, "Số thành viên", "01")
    assert "stands further up already" in mistake.advice


def test_two_of_one_name_in_one_hamlet_need_their_village_names(tmp_path: Path) -> None:
    cells: Cells = {
        (MEMBERS, "B4"): "Nguyễn Thị Hoa",
        (LOANS, "C3"): None,
        (BALANCES, "E3"): None,
    }
    cells |= {(BALANCES, "E4"): None}
    _, mistakes, warnings = read_roster([sheet_of(tmp_path, cells)])
    assert mistakes == []
    assert [(warning.row, warning.column) for warning in warnings] == [
        (4, "Tên gọi ở làng"),
        (5, "Tên gọi ở làng"),
    ]


def test_all_mistakes_are_listed_from_the_top_and_none_follows_from_another(
    tmp_path: Path,
) -> None:
    cells: Cells = {
        (CLUB, "B10"): "hôm qua",
        (MEMBERS, "A5"): None,
        (MEMBERS, "E3"): "xưa",
        (LOANS, "D3"): "nhiều",
        (LOANS, "I4"): "tháng trước",
        (BALANCES, "B4"): "trong tủ",
    }
    _, mistakes, _ = read_roster([sheet_of(tmp_path, cells)])
    assert [(mistake.sheet, mistake.row) for mistake in mistakes] == [
        (CLUB, 10),
        (MEMBERS, 3),
        (MEMBERS, 5),
        (LOANS, 3),
        (LOANS, 4),
        (BALANCES, 4),
    ]


def test_a_missing_column_is_said_once_and_other_cells_are_still_looked_at(
    tmp_path: Path,
) -> None:
    cells: Cells = {(MEMBERS, "F1"): None, (MEMBERS, "E4"): "xưa"}
    _, mistakes, _ = read_roster([sheet_of(tmp_path, cells)])
    assert [(mistake.row, mistake.column) for mistake in mistakes] == [
        (1, "Giới tính"),
        (4, "Năm sinh"),
    ]


def test_a_missing_or_double_page_is_said(tmp_path: Path) -> None:
    files = as_csv(tmp_path, sheet_of(tmp_path), delimiter=",", encoding="utf-8", show=shown)
    (missing,) = read_roster(files[1:])[1]
    assert (missing.sheet, missing.row) == (CLUB, 0)
    assert "page is missing" in missing.advice
    (double,) = read_roster([files[0], *files])[1]
    assert "Two pages speak of the club" in double.advice


def shown(value: object) -> str:
    """Show a cell as CSV has it."""
    return "" if value is None else str(value)


# --- Files that are no sheets --------------------------------------------------------------------


def only_sentence(path: Path) -> Mistake:
    """Read what cannot be read, and return the one thing that is said."""
    roster, (mistake,), warnings = read_roster([path])
    assert (roster, warnings) == (None, [])
    assert (mistake.sheet, mistake.row) == (path.name, 0)
    return mistake


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "not a sheet"),
        (b'number,"' + b"7" * 200_000 + b'"', "not a sheet"),
        (b"PK\x03\x04 and nothing more", "not a sheet"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook", "old Excel file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "has a password",
        ),
    ],
)
def test_a_file_that_is_no_sheet_gets_one_sentence(
    tmp_path: Path, content: bytes, advice: str
) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(content)
    assert advice in only_sentence(path).advice


def test_a_zip_without_a_workbook_gets_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anh.txt", "không phải sổ")
    assert "not a sheet" in only_sentence(path).advice


def test_a_file_that_is_not_there_or_a_folder_gets_one_sentence(tmp_path: Path) -> None:
    assert "no such file" in only_sentence(tmp_path / "khong-co.xlsx").advice
    assert "no such file" in only_sentence(tmp_path).advice


def test_a_file_that_may_not_be_opened_gets_one_sentence(tmp_path: Path) -> None:
    # A name that is too long cannot be opened by anybody, not even by root.
    assert "Close it in Excel" in only_sentence(tmp_path / ("a" * 300)).advice
