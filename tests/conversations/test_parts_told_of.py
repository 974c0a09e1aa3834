"""One handing with several purposes, of which a part was told of before: where it goes, and when.

Money that went to the bank is in nobody's hand; what was told of counts from the day of that.
"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select, update

from bot.money.books import AccountKind
from bot.storage import ledger
from bot.storage import tables as t
from tests.village import Village

TO_THE_BANK = """
    hoa > tôi đã nộp 50k
    hoa < 50,000 đ
    hoa # Yes
    hoa < Whom did you give it to?
    hoa # By bank transfer
    hoa < I told Lan
    lan < 50,000 đ went to the club's bank account.
    tu < bank account
"""
IN_HAND = """
    hoa > tôi đã nộp 50k
    hoa < 50,000 đ
    hoa # Yes
    hoa < Whom did you give it to?
    hoa # Lan
    hoa < told
    lan < Ms Hoa Bính
    tu < Ms Hoa Bính
"""


@pytest.fixture
async def village(village: Village) -> Village:
    """The usual village, where a member pays 5,000 đ a month; all have paid up to September."""
    async with village.database.write() as db:
        await village.ask_fee(db, 5_000)
        await db.execute(update(t.Member).values(fees_paid_to=date(2026, 9, 1)))
    return village


async def places(village: Village) -> dict[AccountKind, int]:
    """Return how much lies where, đồng."""
    found: dict[AccountKind, int] = {}
    async with village.database.read() as db:
        for _fund, kind, _holder, amount in await ledger.cash(db, village.club):
            found[kind] = found.get(kind, 0) + amount
    return found


async def entered(village: Village) -> list[tuple[date, str]]:
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Transaction.value_day, t.Transaction.note).where(
                t.Transaction.kind == "repayment"
            )
        )
        return [(row.value_day, row.note) for row in rows]


async def told_of(village: Village) -> list[str]:
    async with village.database.read() as db:
        return list((await db.execute(select(t.Declaration.status))).scalars())


async def test_what_went_to_the_bank_is_not_this_very_money(village: Village) -> None:
    await village(TO_THE_BANK)
    before = await places(village)
    await village("""
        lan > Hoa nộp lãi 50k, phí 5k
        lan < 50,000 đ of which Ms Hoa Bính told me still waits: it is not in this. \
Ms Hoa Bính: 55,000 đ (fifty-five thousand đồng): interest 50,000 đ
        lan # I hold all 55,000 đ
        lan < Written down
        hoa < Receipt
    """)
    gained = (await places(village))[AccountKind.CASH] - before.get(AccountKind.CASH, 0)
    assert gained == 55_000
    assert await told_of(village) == ["pending"]


async def test_what_went_to_the_bank_with_a_gift_in_it_stays_there(village: Village) -> None:
    await village(TO_THE_BANK)
    before = await places(village)
    await village("""
        tu # Received another sum
        tu < How much
        tu > 6tr
        tu < This loan needs 5,050,000 đ at the most today.
        tu # Only 5,050,000 đ, the rest is a gift
        tu < gift to the activity fund 950,000 đ. Is that right?
        tu # I hold all 6,000,000 đ
        tu < Written down: Ms Hoa Bính 6,000,000 đ
        hoa < Taken by: the bank account
    """)
    after = await places(village)
    assert after[AccountKind.BANK] - before.get(AccountKind.BANK, 0) == 6_000_000
    assert after.get(AccountKind.CASH, 0) == before.get(AccountKind.CASH, 0)
    assert await told_of(village) == ["confirmed"]


async def test_what_was_told_of_counts_from_the_day_on_which_it_was(village: Village) -> None:
    await village(IN_HAND)
    village.clock.pass_by(days=2)
    await village("""
        lan > Hoa nộp lãi 50k, phí 5k
        lan < Ms Hoa Bính told me of money for the loan. Is it part of this?
        lan # 50,000 đ, this very money
        lan < interest 50,000 đ, the member's fee of 10/2026 5,000 đ
        lan # I hold all
        lan < Written down
        hoa < Receipt
    """)
    assert await entered(village) == [(date(2026, 11, 21), "")]


async def test_of_a_month_that_is_closed_it_counts_from_today_and_that_is_said(
    village: Village,
) -> None:
    await village(IN_HAND)
    village.clock.pass_by(days=11)
    async with village.database.write() as db:
        await db.execute(
            insert(t.ClosedMonth).values(
                club_id=village.club,
                month=date(2026, 11, 1),
                signed_by=village.ids["tu"],
                signed_at=village.clock.now,
                agreed_by=village.ids["minh"],
                agreed_at=village.clock.now,
                figures={},
                file="",
            )
        )
    await village("""
        lan > Hoa nộp lãi 50k, phí 5k
        lan < Is it part of this?
        lan # 50,000 đ, this very money
        lan < Is that right?
        lan # I hold all
        lan < Written down … It moved on 21 Nov; that month is signed and closed, \
so it counts from 2 Dec.
        hoa < Receipt … It moved on 21 Nov; that month is signed and closed
    """)
    ((on, note),) = await entered(village)
    assert on == date(2026, 12, 2)
    assert "21 Nov" in note
