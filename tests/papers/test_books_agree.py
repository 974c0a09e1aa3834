"""What the papers say, read back from XLSX and PDF, is what the ledger says, to the đồng."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import text

from bot.i18n import use_locale
from bot.money.books import Fund
from bot.papers.books import gathered
from bot.papers.books.paper import Occasion, Paper
from bot.papers.books.printed import as_pdf
from bot.papers.books.slips import handings
from bot.papers.books.slips_printed import printed_slips
from bot.papers.books.spreadsheet import as_xlsx
from bot.storage.engine import Connection, Database
from tests.papers.kept import BEGAN, TODAY, Kept, kept_books

SEEDS = [1, 2, 3]
MONTHS = [date(2026, 6, 1), date(2026, 8, 1), date(2026, 10, 1), date(2026, 11, 1)]
MONEY = "('cash', 'bank')"
Page = list[tuple[Any, ...]]


@pytest.fixture(params=SEEDS)
async def kept(request: pytest.FixtureRequest, database: Database) -> Kept:
    """Books that were kept at random; another club's stand in the same database."""
    await kept_books(database, 100 + request.param, operations=20)
    return await kept_books(database, request.param)


async def in_all(db: Connection, kept: Kept, which: str, before: date, **given: Any) -> int:
    """What the ledger says: the sum of the club's postings of one kind before a day."""
    found = await db.execute(
        text(
            "SELECT coalesce(sum(p.amount), 0) FROM postings p"
            " JOIN transactions x ON x.id = p.transaction_id"
            f" WHERE p.club_id = :club AND x.value_day < :before AND {which}"
        ),
        {"club": kept.club, "before": of_day(db, before), **given},
    )
    return int(found.scalar_one())


def of_day(db: Connection, day: date) -> date | str:
    return day if db.dialect.name == "postgresql" else day.isoformat()


def pages(paper: Paper) -> dict[str, Page]:
    book = load_workbook(BytesIO(as_xlsx(paper)))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}


def printed(paper: Paper) -> str:
    pages = PdfReader(BytesIO(as_pdf(paper))).pages
    return "\n".join(page.extract_text() for page in pages)


def line(rows: Page, label: str, nth: int = 0) -> tuple[Any, ...]:
    return [row for row in rows if label in row][nth]


def figure(cell: object) -> int:
    assert isinstance(cell, int)
    return cell


def dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


async def written(
    database: Database,
    kept: Kept,
    month: date,
    make: Callable[[Connection, Occasion], Awaitable[Paper]],
) -> Paper:
    async with database.read() as db:
        when = await gathered.occasion(db, kept.club, month, TODAY)
        with use_locale("en"):
            return await make(db, when)


async def occasion(db: Connection, kept: Kept, month: date) -> Occasion:
    return await gathered.occasion(db, kept.club, month, TODAY)


async def test_the_months_report_says_what_the_ledger_says(database: Database, kept: Kept) -> None:
    for month in MONTHS:
        paper = await written(database, kept, month, gathered.monthly_report)
        (rows,) = pages(paper).values()
        with use_locale("vi"):
            on_paper = printed(paper)
        async with database.read() as db:
            when = await occasion(db, kept, month)
            for nth, fund in enumerate(Fund):
                which = f"p.kind IN {MONEY} AND p.fund = :fund"
                ends = await in_all(db, kept, which, when.before, fund=fund.value)
                opened = await in_all(
                    db, kept, f"{which} AND x.kind = 'opening'", when.before, fund=fund.value
                )
                begins = await in_all(
                    db, kept, f"{which} AND x.kind <> 'opening'", month, fund=fund.value
                )
                assert line(rows, "At the beginning", nth)[1] == begins + opened
                last = "Up to today" if when.is_running else "At the end"
                assert line(rows, last, nth)[1] == ends
                into, out = line(rows, "Came in", nth)[1], line(rows, "Went out", nth)[1]
                assert begins + opened + into - out == ends
                assert dotted(ends) in on_paper
                assert dotted(into) in on_paper
            lent = await in_all(db, kept, "p.kind = 'loans'", when.before)
            assert (
                line(
                    rows,
                    "Lent out up to today"
                    if month == date(2026, 11, 1)
                    else "Lent out at the end",
                )[1]
                == lent
            )
            assert dotted(lent) in on_paper


async def test_what_came_in_and_went_out_by_kind_adds_up_to_the_whole(
    database: Database, kept: Kept
) -> None:
    paper = await written(database, kept, date(2026, 9, 1), gathered.monthly_report)
    for table in paper.tables[:2]:
        cells = [row.cells for row in table.rows]
        labels = [str(one[0]) for one in cells]
        came, went, end = map(labels.index, ("Came in", "Went out", "At the end"))
        amounts = [one[1] for one in cells if isinstance(one[1], int)]
        assert sum(amounts[came + 1 : went]) == amounts[came]
        assert sum(amounts[went + 1 : end]) == amounts[went]


async def test_the_interest_of_a_month_is_that_of_the_ledger(
    database: Database, kept: Kept
) -> None:
    for month in MONTHS:
        async with database.read() as db:
            when = await occasion(db, kept, month)
            found = await gathered.month_of(db, when)
            which = "p.kind = 'interest'"
            interest = await in_all(db, kept, which, when.before) - await in_all(
                db, kept, which, month
            )
        said = sum(flow.into - flow.out for flow in found.flows if flow.kind == "interest")
        assert said == -interest


async def test_the_cash_book_ends_with_what_is_there_and_every_line_leads_there(
    database: Database, kept: Kept
) -> None:
    for month in MONTHS:
        paper = await written(database, kept, month, gathered.cash_book)
        with use_locale("vi"):
            on_paper = printed(paper)
        read = pages(paper)
        ends = 0
        for rows in read.values():
            begins = line(rows, "At the beginning")[5]
            body = [row for row in rows if hasattr(row[0], "year")]
            for row in body:
                begins += (row[3] or 0) - (row[4] or 0)
                assert row[5] == begins
                assert dotted(begins) in on_paper
            assert line(rows, "At the end")[5] == begins
            came, went = line(rows, "In the month")[3:5]
            assert came == sum(row[3] or 0 for row in body)
            assert went == sum(row[4] or 0 for row in body)
            ends += begins
        async with database.read() as db:
            when = await occasion(db, kept, month)
            assert ends == await in_all(db, kept, f"p.kind IN {MONEY}", when.before)


async def test_the_cash_book_and_the_report_have_the_same_sums(
    database: Database, kept: Kept
) -> None:
    """Beside what went between hands and bank, which is no money in or out of a fund."""
    month = date(2026, 10, 1)
    book = pages(await written(database, kept, month, gathered.cash_book))
    report = await written(database, kept, month, gathered.monthly_report)
    (rows,) = pages(report).values()
    for nth, title in enumerate(("Loan fund", "Activity fund")):
        moved = [
            (row[3] or 0, row[4] or 0)
            for name, of_fund in book.items()
            if name.startswith(title)
            for row in of_fund
            if hasattr(row[0], "year") and "between cash and bank" not in str(row[2]).lower()
        ]
        assert line(rows, "Came in", nth)[1] == sum(into for into, _out in moved)
        assert line(rows, "Went out", nth)[1] == sum(out for _into, out in moved)


async def test_the_loan_book_adds_up_to_what_is_lent_out(database: Database, kept: Kept) -> None:
    for month in MONTHS:
        paper = await written(database, kept, month, gathered.loan_book)
        (rows,) = pages(paper).values()
        with use_locale("vi"):
            on_paper = printed(paper)
        each = [row for row in rows if str(row[1]).startswith("KU-")]
        whole = line(rows, "In all")
        assert [whole[place] for place in (5, 7, 8, 9, 10)] == [
            sum(row[place] or 0 for row in each) for place in (5, 7, 8, 9, 10)
        ]
        async with database.read() as db:
            when = await occasion(db, kept, month)
            lent = await in_all(db, kept, "p.kind = 'loans'", when.before)
            interest = await in_all(db, kept, "p.part = 'interest'", when.before)
        assert whole[10] == lent == whole[5] - whole[7] - whole[9]
        assert whole[8] == -interest
        assert dotted(lent) in on_paper


async def test_passbooks_show_every_payment_once(database: Database, kept: Kept) -> None:
    paper = await written(database, kept, date(2026, 11, 1), gathered.all_passbooks)
    async with database.read() as db:
        for (name, rows), number in zip(pages(paper).items(), numbers(paper), strict=True):
            assert name
            which = "p.part <> '' AND p.loan_id = (SELECT id FROM loans WHERE club_id = :club" + (
                " AND number = :number)"
            )
            paid = await in_all(db, kept, which, date(2026, 11, 22), number=number)
            assert sum(row[5] or 0 for row in rows if "In all" in row) == -paid


def numbers(paper: Paper) -> list[str]:
    return [dict(table.facts)["Loan number"] for table in paper.tables if table.facts]


async def test_what_is_late_is_the_same_by_loan_by_age_and_in_the_report(
    database: Database, kept: Kept
) -> None:
    month = date(2026, 10, 1)
    (rows,) = pages(await written(database, kept, month, gathered.debtors)).values()
    (report,) = pages(await written(database, kept, month, gathered.monthly_report)).values()
    whole = line(rows, "In all", 1)
    each = [row for row in rows if str(row[2]).startswith("KU-")]
    assert whole[9] == sum(whole[5:9]) == sum(row[9] for row in each)
    assert line(report, "Due, and not paid yet")[1] == whole[9]


async def test_what_was_written_off_stands_in_the_book_and_in_the_report(
    database: Database, kept: Kept
) -> None:
    told = 0
    for number in range(BEGAN.month, TODAY.month + 1):
        month = date(2026, number, 1)
        (rows,) = pages(await written(database, kept, month, gathered.monthly_report)).values()
        labels = [row[0] for row in rows]
        if "Written off in the month" in labels:
            told += line(rows, "Written off in the month")[1]
    (rows,) = pages(await written(database, kept, MONTHS[-1], gathered.loan_book)).values()
    async with database.read() as db:
        gone = await in_all(db, kept, "p.kind = 'written_off'", date(2026, 12, 1))
    assert told == gone == line(rows, "In all")[9]


async def test_what_is_with_the_board_is_counted_and_said_so(database: Database) -> None:
    kept = await kept_books(database, 2)
    month = date(2026, 10, 1)
    before = await written(database, kept, month, gathered.debtors)
    late = {str(row.cells[2]): figure(row.cells[9]) for row in before.tables[0].rows[:-1]}
    passed = min(late)
    assert len(before.notes) == 1
    async with database.write() as db:
        await db.execute(
            text("UPDATE loans SET board_since = :on WHERE club_id = :club AND number = :number"),
            {"on": of_day(db, date(2026, 10, 5)), "club": kept.club, "number": passed},
        )
    after = await written(database, kept, month, gathered.debtors)
    assert after.tables[0].rows[-1].cells[9] == sum(late.values())
    assert f"{late[passed]:,}" in after.notes[1]
    (remark,) = [row.cells[10] for row in after.tables[0].rows if row.cells[2] == passed]
    assert remark == "with the board"
    report = await written(database, kept, month, gathered.monthly_report)
    label = "– of it with the board (has died or left)"
    assert line(pages(report)[report.title], label)[1] == late[passed]
    (rows,) = pages(await written(database, kept, month, gathered.loan_book)).values()
    assert "with the board" in next(row for row in rows if passed in row)
    earlier = await written(database, kept, date(2026, 9, 1), gathered.loan_book)
    (rows,) = pages(earlier).values()
    assert "with the board" not in next(row for row in rows if passed in row)


async def test_a_club_in_whose_month_nothing_happened_has_its_papers(database: Database) -> None:
    kept = await kept_books(database, 2, operations=0)
    makes = (
        gathered.monthly_report,
        gathered.cash_book,
        gathered.loan_book,
        gathered.debtors,
        gathered.slip_list,
    )
    for make in makes:
        for month in (date(2026, 1, 1), date(2026, 6, 1)):
            paper = await written(database, kept, month, make)
            assert pages(paper)
            assert paper.title.upper() in printed(paper)


async def test_slips_have_their_numbers_without_gaps(database: Database, kept: Kept) -> None:
    async with database.read() as db:
        found = []
        for number in range(BEGAN.month, TODAY.month + 1):
            when = await occasion(db, kept, date(2026, number, 1))
            found += await gathered.slips_of(db, when)
        rows = await db.execute(
            text("SELECT count(*) FROM slips WHERE club_id = :club"), {"club": kept.club}
        )
        assert len(found) == rows.scalar_one()
        by_kind: dict[tuple[str, str], list[int]] = {}
        for one in found:
            by_kind.setdefault((one.number.kind, one.number.fund), []).append(one.number.number)
        for given in by_kind.values():
            assert sorted(given) == list(range(1, len(given) + 1))
        with use_locale("vi"):
            pdf = PdfReader(BytesIO(printed_slips(when.head, found)))
        for handing, page in zip(handings(found), pdf.pages, strict=True):
            for slip in handing:
                assert dotted(slip.amount) in page.extract_text()
            assert dotted(sum(slip.amount for slip in handing)) in page.extract_text()


async def test_another_clubs_money_is_never_in_it(database: Database, kept: Kept) -> None:
    async with database.read() as db:
        found = await gathered.month_of(db, await occasion(db, kept, date(2026, 11, 1)))
        whole = await in_all(db, kept, f"p.kind IN {MONEY}", date(2026, 12, 1))
    there = sum(
        amount for (_fund, kind), amount in found.closed.items() if kind in ("cash", "bank")
    )
    assert there == whole
