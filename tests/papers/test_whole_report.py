"""The whole report of a month says what was entered: every figure, reckoned a second way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import update

from bot.care.areas import AREAS
from bot.i18n import use_locale
from bot.money.books import Fund
from bot.papers.books import gathered
from bot.papers.books.paper import Paper
from bot.papers.books.printed import as_pdf
from bot.papers.books.spreadsheet import as_xlsx
from bot.papers.books.whole_figures import Facts, Late, came_late, facts_of
from bot.papers.books.whole_gathered import Report, report_of
from bot.papers.books.whole_report import whole_report
from bot.papers.books.whole_rows import area_lines, fund_lines, lines
from bot.papers.books.whole_text import whole_text
from bot.storage import month_reports
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from tests.papers import active
from tests.papers.active import active_club
from tests.papers.kept import NOW, TODAY, Kept
from tests.papers.second_way import SecondWay

MONTHS = [date(2026, month, 1) for month in range(5, 12)]
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
LATE = ("loans.late", "loans.with_board")
"""How old what is late is told by the loan engine, and proved where the debtors' list is."""


@pytest.fixture
async def kept(database: Database) -> Kept:
    """A club whose entries were made at random; another one's stand in the same database."""
    await active_club(database, 101, operations=5)
    return await active_club(database, 1)


async def read(database: Database, kept: Kept, month: date, today: date = TODAY) -> Report:
    async with database.read() as db:
        return await report_of(db, kept.club, month, today)


async def second_way(database: Database, kept: Kept, month: date) -> SecondWay:
    before = (month + timedelta(days=31)).replace(day=1)
    way = SecondWay(kept.club, month, before, TODAY)
    async with database.read() as db:
        await way.read(db)
    return way


def pages(paper: Paper) -> list[tuple[Any, ...]]:
    book = load_workbook(BytesIO(as_xlsx(paper)))
    return [row for page in book.worksheets for row in page.iter_rows(values_only=True)]


def printed(paper: Paper) -> str:
    read = PdfReader(BytesIO(as_pdf(paper))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in read)


async def sign(database: Database, kept: Kept, month: date, now: datetime = NOW) -> Facts:
    """Let the head sign what is on record of a month."""
    today = now.date()
    async with database.write() as db:
        found = await report_of(db, kept.club, month, today)
        signed = await month_reports.sign(
            db,
            club_id=kept.club,
            month=month,
            figures=found.facts.stored(),
            by=kept.village.ids["minh"],
            now=now,
        )
    assert signed
    return found.facts


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_every_figure_of_every_month_is_what_the_rows_come_to(
    database: Database, seed: int
) -> None:
    await active_club(database, 100 + seed)
    kept = await active_club(database, seed)
    told: set[str] = set()
    for month in MONTHS:
        found = (await read(database, kept, month)).facts
        way = await second_way(database, kept, month)
        figures = {
            name: figure for name, figure in found.figures.items() if not name.startswith(LATE)
        }
        assert figures == way.figures()
        assert list(found.kind) == way.kind()
        assert list(found.talks) == way.talks()
        told |= {name for name, figure in figures.items() if figure}
    assert {"care.minutes", "meetings.came", "labour.days", "raised.kind", "members.poor"} <= told


async def test_the_fund_and_loans_are_those_of_the_report_of_money(
    database: Database, kept: Kept
) -> None:
    for month in MONTHS[1:]:
        found = await read(database, kept, month)
        async with database.read() as db:
            with use_locale("en"):
                money = await gathered.monthly_report(db, found.when)
        for fund, table in zip(Fund, money.tables[:2], strict=True):
            with use_locale("en"):
                mine = {
                    (one.label, one.figure) for one in fund_lines(fund, found.facts, found.when)
                }
            assert {(str(label).removeprefix("– "), sum_) for label, sum_ in _cells(table)} == mine
        with use_locale("en"):
            mine = {(one.label, one.figure) for one in lines("loans", found.facts, found.when)}
        theirs = {(str(label).removeprefix("– "), sum_) for label, sum_ in _cells(money.tables[2])}
        assert {one for one in theirs if one[1]} <= mine


def _cells(table: Any) -> list[tuple[Any, ...]]:
    return [row.cells for row in table.rows]


async def test_excel_and_paper_say_the_same_figures(database: Database, kept: Kept) -> None:
    for month in (OCTOBER, NOVEMBER):
        found = await read(database, kept, month)
        with use_locale("en"):
            paper = whole_report(found)
            rows, on_paper = pages(paper), printed(paper)
            for part in ("members", "loans", "care", "meetings", "raised"):
                for line in lines(part, found.facts, found.when):
                    label = line.label if line.strong else f"– {line.label}"
                    assert (label, line.figure) in [row[:2] for row in rows]
                    assert f"{line.label} {line.figure:,}" in on_paper
            for fund in Fund:
                for line in fund_lines(fund, found.facts, found.when):
                    label = line.label if line.strong else f"– {line.label}"
                    assert (label, line.figure) in [row[:2] for row in rows]
                    assert f"{line.label} {line.figure:,}" in on_paper
            assert len(area_lines(found.facts)) == len(AREAS)
            for title, times, people in area_lines(found.facts):
                assert (title, times, people) in rows
                row = on_paper[on_paper.rindex(title.partition(":")[0]) :]
                assert f" {times} {people} " in row[: len(title) + 20]
            for what in (*found.facts.kind, *found.facts.talks):
                assert " ".join(what.split()) in on_paper
        assert "DRAFT" in on_paper


async def test_the_text_for_the_phone_has_the_same_figures(database: Database, kept: Kept) -> None:
    found = await read(database, kept, OCTOBER)
    get = found.facts.get
    with use_locale("en"):
        said = whole_text(found).replace("\u00a0", " ")
    assert len(said) < 4_000
    for part in (
        f"{get('members.all')} members: {get('members.women')} women",
        f"{get('care.visits')} visits to {get('care.visited')} people",
        f"in {(get('care.minutes') + 30) // 60} hours",
        f"principal {get('repaid.principal'):,} đ",
        f"now there are {get('fund.income.end'):,} đ",
        f"Gifts {get('raised.gifts'):,} đ",
    ):
        assert part in said
    for line in said.splitlines():
        assert len(line) < 260


async def test_nobody_who_was_visited_or_measured_is_named(database: Database, kept: Kept) -> None:
    found = await read(database, kept, OCTOBER)
    with use_locale("en"):
        said = whole_text(found) + printed(whole_report(found))
    for name in ("Lành", "Hoa", "Bình", "Ưởng"):
        assert name not in said


async def test_what_is_signed_stays_and_the_next_months_tell_what_came_late(
    database: Database, kept: Kept
) -> None:
    """What was signed and what later reports told of it are together what is on record."""
    signed: dict[date, Facts] = {}
    for number, month in enumerate(MONTHS[2:]):  # July, August, …
        at = datetime(2026, month.month + 1, 3, 3, tzinfo=UTC)
        signed[month] = await sign(database, kept, month, at)
        async with database.write() as db:
            for _entry in range(6):
                await _enter_late(db, kept, max(MONTHS[2], MONTHS[number + 1]), month)
    for month, facts in signed.items():
        found = await read(database, kept, month)
        assert found.facts == facts
        assert found.signed is not None
    last = await read(database, kept, date(2026, 12, 1), date(2026, 12, 5))
    told = [one for facts in (*signed.values(), last.facts) for one in facts.late]
    assert told
    for month in MONTHS[4:]:  # as far back as December looks
        now = (await second_way(database, kept, month)).figures()
        sums = dict(signed[month].figures)
        for one in told:
            if one.month == month:
                sums[one.name] = sums.get(one.name, 0) + one.more
        for name in ("care.visits", "care.minutes", "labour.days", "raised.kind", "meetings.came"):
            assert sums[name] == now[name], (month, name)
        for area in AREAS:
            name = f"areas.{area}"
            assert sums.get(name, 0) == now.get(name, 0), (month, name)


async def _enter_late(db: Connection, kept: Kept, first: date, last: date) -> None:
    """Enter something for a month that is signed, or take something back."""
    months = [one for one in MONTHS if first <= one <= last]
    on = kept.chance.choice(months) + timedelta(days=kept.chance.randrange(28))
    way = kept.chance.randrange(4)
    if way == 0:
        await active.do_something(db, kept, on)
    elif way == 1:
        whom = await active.recipient(db, kept, on, None)
        await active.visit(db, kept, whom, on)
    elif way == 2:
        await active.give_in_kind(db, kept, on, "một con gà")
    else:
        gone = update(t.Activity).where(t.Activity.club_id == kept.club, t.Activity.day == on)
        await db.execute(gone.values(taken_back_at=NOW))


async def test_what_came_late_is_told_once_and_what_was_taken_back_is_less() -> None:
    signed = {"care.visits": 5, "areas.culture": 1, "fund.income.in.fees": 100, "members.all": 9}
    now = {"care.visits": 7, "fund.income.in.fees": 100, "fund.income.in": 100, "raised.kind": 1}
    late = list(came_late(OCTOBER, signed, now, []))
    assert [(one.name, one.more) for one in late] == [
        ("areas.culture", -1),
        ("care.visits", 2),
        ("raised.kind", 1),
    ]
    assert list(came_late(OCTOBER, signed, now, late)) == []
    of_another_month = [Late(month=NOVEMBER, name="care.visits", more=2)]
    assert late == list(came_late(OCTOBER, signed, now, of_another_month))


async def test_facts_are_kept_as_they_are() -> None:
    facts = Facts(
        figures={"members.all": 9},
        kind=("10 kg gạo",),
        talks=("Phòng ngã",),
        late=(Late(month=OCTOBER, name="care.visits", more=-2),),
    )
    assert facts_of(facts.stored()) == facts


async def test_a_signed_report_says_who_signed_and_what_stands_beside_it(
    database: Database,
) -> None:
    kept = await active_club(database, 4)
    async with database.write() as db:
        for part, words in (("care", "Cụ Lành khỏe hơn & <vui>"), ("rest", "Tháng sau khám mắt")):
            assert await month_reports.write_beside(
                db,
                club_id=kept.club,
                month=OCTOBER,
                part=part,
                words=words,
                by=kept.village.ids["minh"],
                now=NOW,
            )
    await sign(database, kept, OCTOBER)
    async with database.write() as db:
        assert not await month_reports.write_beside(
            db,
            club_id=kept.club,
            month=OCTOBER,
            part="care",
            words="nothing",
            by=kept.village.ids["minh"],
            now=NOW,
        )
        again = await month_reports.sign(
            db, club_id=kept.club, month=OCTOBER, figures={}, by=kept.members[0], now=NOW
        )
        assert not again
    found = await read(database, kept, OCTOBER, date(2027, 5, 1))
    with use_locale("en"):
        said = printed(whole_report(found))
    assert "DRAFT" not in said
    assert "Head Lê Văn Minh signed this on a phone, 12:00 on 21 Nov 2026." in said
    assert "Cụ Lành khỏe hơn & <vui>" in said
    assert "Tháng sau khám mắt" in said


async def test_a_club_of_which_nothing_is_on_record_has_its_report(database: Database) -> None:
    kept = await active_club(database, 4, operations=0)
    found = await read(database, kept, date(2026, 1, 1))
    with use_locale("en"):
        said = whole_text(found)
        assert "DRAFT" in printed(whole_report(found))
    assert "0 visits to 0 people" in said
    assert "Nothing on record of: Earning more" in said
