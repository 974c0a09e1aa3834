"""One handing for two loans and a fee, and what was told of a part of it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.storage import declarations
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.collecting import asks_fee, borrows, meeting_day, posted
from tests.village import Village

DECLARED = """
    hoa > tôi nộp {sum}
    hoa < Is that right?
    hoa > 1
    hoa < Whom
    hoa > 1
    hoa < I told
    lan < says that
    tu < says that
"""
ASKED = """
    lan > Hoa nộp 55k, lãi 50, phí 5
    lan < Ms Hoa Bính told me of money for the loan. Is it part of this?
"""


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa owes 50,000 đ of interest today, and 5,000 đ as the fee of November."""
    village = await meeting_day(database)
    await asks_fee(village)
    return village


async def repaid(village: Village) -> dict[str, int]:
    """Return what was paid on each loan, đồng."""
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Loan.number, func.sum(-t.Posting.amount).label("amount"))
            .join(t.Posting, t.Posting.loan_id == t.Loan.id)
            .where(t.Posting.part != "")
            .group_by(t.Loan.number)
        )
        return {row.number: int(row.amount) for row in rows}


async def waiting(village: Village) -> list[int]:
    """Return what Hoa told of and nobody has decided, đồng."""
    async with village.database.read() as db:
        pending = await declarations.pending_of(db, village.ids["hoa"])
    return [one.amount for one in pending]


async def test_each_due_of_two_loans_goes_to_its_own_on_one_slip(club: Village) -> None:
    await borrows(club, "hoa", number="KU-2")
    await club("""
        lan > Hoa
        lan < Nguyễn Thị Hoa
        lan # Receive 105,000 đ with the fee
        lan < Ms Hoa Bính: 105,000 đ … : loan KU-hoa: interest 50,000 đ; loan KU-2: interest \
50,000 đ; … fee of 11/2026 5,000 đ. Is that right?
        lan # I hold all 105,000 đ
        lan < Written down: Ms Hoa Bính 105,000 đ
        hoa < Split: loan KU-hoa: interest 50,000 đ; loan KU-2: interest 50,000 đ; … fee of \
11/2026 5,000 đ. … Left of loan KU-hoa: 5,000,000 đ Left of loan KU-2: 5,000,000 đ
    """)
    assert await repaid(club) == {"KU-hoa": 50_000, "KU-2": 50_000}
    assert [(who, amount) for who, _kind, amount, _day in await posted(club)] == [("hoa", 105_000)]


async def test_of_two_loans_the_one_that_is_due_is_taken_without_a_question(
    club: Village,
) -> None:
    await club.lend("hoa", number="KU-2", starts_on=club.clock.now.date())
    await club("""
        lan > Hoa
        lan < Nguyễn Thị Hoa
        lan # Receive 55,000 đ with the fee
        lan < Ms Hoa Bính: 55,000 đ … interest 50,000 đ, … fee of 11/2026 5,000 đ. Is that right?
        lan # I hold all 55,000 đ
        lan < Written down
        hoa < Receipt
    """)
    assert await repaid(club) == {"KU-hoa": 50_000}


async def test_what_was_taken_meanwhile_is_read_back_anew(club: Village) -> None:
    await borrows(club, "hoa", number="KU-2")
    await club("""
        lan > Hoa
        lan < Nguyễn Thị Hoa
        lan # Receive 105,000 đ with the fee
        lan < Is that right?
        tu > Hoa nộp 50k
        tu < For which loan?
        tu # Loan KU-2
        tu < Is that right?
        tu > 1
        tu < Written down
        hoa < Receipt
        lan # I hold all 105,000 đ
        lan < loan KU-2: the loan itself 50,000 đ; … fee of 11/2026 5,000 đ. Is that right?
        lan # Never mind
        lan < All right
    """)
    assert await repaid(club) == {"KU-2": 50_000}


@pytest.mark.parametrize("told", ["50k", "55k"])
async def test_what_was_told_of_is_settled_where_the_sums_agree(club: Village, told: str) -> None:
    await club(DECLARED.replace("{sum}", told))
    await club(ASKED)
    await club(f"""
        lan # {told.replace("k", ",000 đ")}, this very money
        lan < Is that right?
        lan # I hold all 55,000 đ
        lan < Written down
        hoa < Receipt
    """)
    assert await waiting(club) == []


DIFFERS = """
    lan # 500,000 đ, this very money
    lan < Ms Hoa Bính told me of 500,000 đ, and this is 55,000 đ. Is that all of what was told?
"""


async def test_a_larger_sum_that_was_told_of_waits_on(club: Village) -> None:
    await club(DECLARED.replace("{sum}", "500k"))
    await club(ASKED + DIFFERS)
    await club("""
        lan # No, 500,000 đ still waits
        lan < 500,000 đ of which Ms Hoa Bính told me still waits: it is not in this. … Is that \
right?
        lan # I hold all 55,000 đ
        lan < Written down
        hoa < Receipt
    """)
    assert await waiting(club) == [500_000]
    assert await repaid(club) == {"KU-hoa": 50_000}


async def test_or_it_was_all_of_it_and_she_is_asked_to_look(club: Village) -> None:
    await club(DECLARED.replace("{sum}", "500k"))
    await club(ASKED + DIFFERS)
    await club("""
        lan # Yes, it was 55,000 đ in all
        lan < Is that right?
        lan # I hold all 55,000 đ
        lan < Written down
        hoa < Receipt
        hoa # That is right
        hoa < Thank you
    """)
    assert await waiting(club) == []
