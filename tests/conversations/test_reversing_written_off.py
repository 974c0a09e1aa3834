"""Money is taken back on a loan whose rest was written off: the decision covers that as well."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.storage import proofs
from bot.storage import tables as t
from tests.village import Village

PAID = """
    lan > bà Hoa nộp 500k
    lan < Is that right?
    lan > 1
    lan < Written down
    hoa < Receipt
"""
WRITTEN_OFF = """
    tu > xóa nợ bà Hoa
    tu < Why?
    tu > nhà cháy
    tu < Ms Hoa Bính is asked for nothing more of loan KU-hoa: 4,550,000 đ stays in the books
    tu # Ask the board
    tu < I have asked
    minh < 4,550,000 đ would be written off.
    minh # I agree
    minh < Loan KU-hoa of Ms Hoa Bính is closed
    hoa < The board has closed loan KU-hoa
    tu < It is decided
"""
WARNED = """⚠ The board has written off what was left of loan KU-hoa of Ms Hoa Bính. Once this is \
taken back, 450,000 đ more is written off with it."""


@pytest.fixture
async def off(village: Village) -> Village:
    """Hoa paid 50,000 đ of interest and 450,000 đ; then the rest was written off."""
    village.clock.pass_by(days=5)
    await village(PAID + WRITTEN_OFF)
    return village


async def written_off(village: Village) -> tuple[int, int]:
    """Return what is out in loans by the ledger for Hoa, and what was written off."""
    sums = []
    for kind in ("loans", "written_off"):
        total = (
            select(func.sum(t.Posting.amount))
            .join(t.Loan, t.Loan.id == t.Posting.loan_id)
            .where(t.Loan.number == "KU-hoa", t.Posting.kind == kind)
        )
        async with village.database.read() as db:
            sums.append(int(await db.scalar(total) or 0))
    return sums[0], sums[1]


async def test_what_comes_back_as_owed_is_written_off_with_the_rest(off: Village) -> None:
    assert await written_off(off) == (0, 4_550_000)
    await off(f"""
        lan > sửa lại bà Hoa
        lan < Which entry is it?
        lan # 500,000 đ
        lan < {WARNED} … What was wrong with it?
        lan # It was written down twice
        lan < I asked Mr Minh.
        minh < {WARNED} Lan asks to mend an entry
        minh # Yes, mend it
        minh < Minh agreed
        tu < Money for loan KU-hoa of Ms Hoa Bính was taken back, so 450,000 đ more is written off
        hoa < Left of the loan: 0 đ
        lan < Minh agreed
    """)
    assert await written_off(off) == (0, 5_000_000)
    async with off.database.read() as db:
        assert [one.proof async for one in proofs.prove(db, date(2026, 11, 26))] == []
    await off("""
        hoa > con no bao nhieu
        hoa < You have nothing left to pay to the fund.
    """)


async def test_interest_alone_that_comes_back_writes_off_nothing(village: Village) -> None:
    await village(PAID.replace("500k", "50k"))
    await village(WRITTEN_OFF.replace("4,550,000", "5,000,000"))
    await village("""
        lan > sửa lại bà Hoa
        lan < Which entry is it?
        lan # 50,000 đ
        lan < 50,000 đ, slip
        lan # It was written down twice
        lan < I asked Mr Minh.
        minh < Lan asks to mend an entry
        minh # Yes, mend it
        minh < Minh agreed
        hoa < Left of the loan: 0 đ
        lan < Minh agreed
    """)
    assert await written_off(village) == (0, 5_000_000)
