"""Invented clubs for the tests of the roster sheet."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.papers.roster_template import write_roster
from bot.roster import BalanceRow, ClubSheet, LoanRow, MemberRow, PaperConsent, Roster

HEAD = MemberRow(
    number="1",
    name="Lò Thị Ban",
    village_name="Ban Chung",
    hamlet="Xóm Trên",
    birth_year=1955,
    sex="female",
    form="ba",
    household="1",
    hardship="near_poor",
    hardship_on=date(2025, 12, 20),
    phone="0912 000 001",
    roles=("head", "volunteer_lead"),
    roles_since=date(2024, 4, 10),
    joined_on=date(2018, 4, 10),
    fees_paid_to=date(2026, 11, 1),
    deposit=200_000,
    consents=(PaperConsent("money", True), PaperConsent("health", False)),
    consented_on=date(2026, 11, 10),
)
TREASURER = MemberRow(
    number="2",
    name="Vi Văn Tám",
    birth_year=1961,
    sex="male",
    household="2",
    roles=("treasurer",),
    roles_since=date(2026, 11, 10),
)
MEMBER = MemberRow(number="A3", name="Nguyễn Thị Hoa", birth_year=1948, sex="female")
CLUB = ClubSheet(
    name="Câu lạc bộ bản Mẫu",
    hamlet="Bản Mẫu",
    commune="Xã Mẫu",
    province="Nghệ An",
    started_on=date(2018, 4, 10),
    unit=500,
    interest_to_income_bp=2050,
    rate_label="phi",
    as_of=date(2026, 11, 10),
    prepared_by="2",
    checked_by="1",
)
LOANS = (
    LoanRow(
        number="KU1",
        member="A3",
        principal=5_000_000,
        principal_left=5_000_000,
        rate_bp=65,
        way="principal_at_end",
        next_due=date(2026, 12, 10),
        periods_left=5,
        interest_paid_to=date(2026, 11, 10),
        interest_unpaid=27_500,
        paid_out_on=date(2026, 4, 10),
    ),
    LoanRow(
        number="KU2",
        member="1",
        principal=6_000_000,
        principal_left=4_500_000,
        rate_bp=100,
        way="equal_principal",
        next_due=date(2026, 10, 10),
        periods_left=9,
        interest_paid_to=date(2026, 9, 10),
    ),
)
BALANCES = (
    BalanceRow(where="cash", fund="income", holder="2", amount=1_250_000),
    BalanceRow(where="cash", fund="activity", holder="2", amount=0),
    BalanceRow(where="bank", fund="income", amount=15_000_000),
)
SMALL = Roster(club=CLUB, members=(HEAD, TREASURER, MEMBER), loans=LOANS, balances=BALANCES)

Typed = str | float | date | None
Cells = dict[tuple[str, str], Typed]
"""Cells to overwrite: (page, "C4") to what is typed there."""


def sheet_of(folder: Path, cells: Cells | None = None, roster: Roster = SMALL) -> Path:
    """Write a roster as XLSX, and then type something else into some cells."""
    path = folder / "so.xlsx"
    write_roster(path, roster)
    if cells:
        book = load_workbook(path)
        for (page, place), value in cells.items():
            sheet = book[page]
            assert isinstance(sheet, Worksheet)
            sheet[place] = value
        book.save(path)
    return path


def as_csv(
    folder: Path, path: Path, *, delimiter: str, encoding: str, show: Callable[[object], str]
) -> list[Path]:
    """Save the four pages of an XLSX as CSV files, as Excel would."""
    book = load_workbook(path)
    files = []
    for page in ("Câu lạc bộ", "Thành viên", "Khoản vay", "Số dư đầu kỳ"):
        files.append(folder / f"{page}.csv")
        with files[-1].open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream, delimiter=delimiter)
            writer.writerows([show(value) for value in row] for row in book[page].values)
    return files
