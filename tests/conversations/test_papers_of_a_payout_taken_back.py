"""A paying out that was entered by mistake: no paper calls it a loan that was paid back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from bot.i18n import use_locale
from bot.papers.books import gathered
from bot.papers.books.paper import Occasion, Paper
from bot.storage.engine import Connection
from tests.conversations.test_paying_out import GIVEN, SEEN, agree
from tests.lending import asks, keep_cash
from tests.village import Village

TAKEN_BACK = """
    lan > sửa lại
    lan < Which entry
    lan # Paid out 5,000,000 đ
    lan < What was wrong
    lan # It was written down twice
    lan < I asked
    minh < asks to mend
    minh # Yes, mend it
    minh < does not count
    thao < is mended
    lan < Minh agreed
"""
JANUARY = date(2027, 1, 5)
NUMBER = "KU-01"


async def lent(village: Village) -> None:
    """Lan pays 5,000,000 đ out to Thảo, seen by Minh."""
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await agree(village)
    await village(GIVEN + SEEN)


async def written(
    village: Village, make: Callable[[Connection, Occasion], Awaitable[Paper]], month: date
) -> str:
    """Return all that stands on a month's paper."""
    async with village.database.read() as db:
        when = await gathered.occasion(db, village.club, month, JANUARY)
        with use_locale("en"):
            paper = await make(db, when)
    return "\n".join(str(table) for table in paper.tables)


async def test_the_loan_book_does_not_say_that_it_was_paid_back(village: Village) -> None:
    await lent(village)
    assert NUMBER in await written(village, gathered.loan_book, date(2026, 11, 1))
    await village(TAKEN_BACK)
    async with village.database.read() as db:
        when = await gathered.occasion(db, village.club, date(2026, 11, 1), JANUARY)
        with use_locale("en"):
            book = await gathered.loan_book(db, when)
    (table,) = book.tables
    whole = table.rows[-1].cells
    assert {row.cells[1] for row in table.rows[:-1]} == {"KU-hoa", "KU-binh"}
    assert (whole[5], whole[7], whole[10]) == (10_000_000, 0, 10_000_000)


async def test_who_was_lent_nothing_is_no_debtor_of_a_month_before_that_was_mended(
    village: Village,
) -> None:
    await lent(village)
    december = date(2026, 12, 1)
    assert NUMBER in await written(village, gathered.debtors, december)
    assert NUMBER in await written(village, gathered.all_passbooks, december)
    village.clock.pass_by(days=45)
    await village(TAKEN_BACK)
    assert NUMBER not in await written(village, gathered.debtors, december)
    assert NUMBER not in await written(village, gathered.all_passbooks, december)
    assert NUMBER not in await written(village, gathered.loan_book, december)
