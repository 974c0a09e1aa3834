"""Cash of who died or left: who has it in hand says so in her stead, and one more agrees."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from bot.money.books import Fund
from bot.storage import tables as t
from tests.conversations.test_officers_leaving import broken
from tests.conversations.test_other_money import agreed, held, keep
from tests.lending import live_with
from tests.sent_files import picture, sends
from tests.village import Village

ASKS = """
    tu > bàn giao tiền
    tu < To whom do you hand the cash?
    tu # I have the cash of somebody who left
    tu < Which cash do you have in hand now?
    tu # Lan, loan fund: 3,000,000 đ
    tu < 3,000,000 đ (three million đồng), loan fund, that was with Lan. Have you counted it
    tu # I hold all 3,000,000 đ
"""
ASKED = (
    ASKS
    + """
    tu < I have asked Mr Minh.
    minh < Tư says: 3,000,000 đ (three million đồng), loan fund, that was with Lan is with Tư now.
"""
)


@pytest.fixture
async def club(village: Village) -> Village:
    """Lan kept 3,000,000 đ, and has died."""
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    async with village.database.write() as db:
        lan = update(t.Member).where(t.Member.id == village.ids["lan"])
        await db.execute(lan.values(left_on=date(2026, 11, 20), left_because="died"))
    return village


async def handings(village: Village) -> list[tuple[int, int, str]]:
    async with village.database.read() as db:
        rows = await db.execute(select(t.Handing))
        return [(row.giver_id, row.taker_id, row.status) for row in rows]


async def test_it_is_in_the_book_when_a_second_officer_agrees(club: Village) -> None:
    await club(ASKED)
    assert await held(club, "tu", Fund.INCOME) == 0
    await club("""
        minh # I agree
        minh < It is in the book: Tư keeps 3,000,000 đ that was with Lan.
        tu < It is decided: It is in the book
    """)
    assert await held(club, "tu", Fund.INCOME) == 3_000_000
    assert await held(club, "lan", Fund.INCOME) == 0
    assert await handings(club) == [(club.ids["lan"], club.ids["tu"], "taken")]
    assert await agreed(club) == [(club.ids["minh"], "decision")]
    assert await broken(club) == []


async def test_a_part_of_it_is_read_back_before_anybody_is_asked(club: Village) -> None:
    await club("""
        tu > bàn giao tiền
        tu < To whom
        tu # I have the cash
        tu < Which cash
        tu # Lan, loan fund
        tu < 3,000,000 đ
        tu > 4tr
        tu < There is not that much
        tu > 2tr
        tu < 2,000,000 đ (two million đồng), loan fund, that was with Lan.
        tu # I hold all 2,000,000 đ
        tu < I have asked Mr Minh.
        minh < 2,000,000 đ
        minh # I agree
        minh < Tư keeps 2,000,000 đ
        tu < It is decided
    """)
    assert await held(club, "lan", Fund.INCOME) == 1_000_000


async def test_a_no_leaves_it_where_it_was_and_it_is_asked_once_at_a_time(club: Village) -> None:
    await club(ASKED)
    await club(
        ASKS
        + """
        tu < The board has that before it already.
        minh # I do not agree
        minh < Why not?
        minh > chưa thấy tiền
        minh < Nothing was written: in the book it is still with Lan.
        tu < Mr Minh does not agree
    """
    )
    assert await held(club, "lan", Fund.INCOME) == 3_000_000


async def test_where_nobody_else_has_a_phone_a_signed_paper_does(club: Village) -> None:
    async with club.database.write() as db:
        others = [club.ids[one] for one in ("minh", "thu")]
        await db.execute(delete(t.Link).where(t.Link.member_id.in_(others)))
    await club(
        ASKS
        + """
        tu < Nobody else of the board is free to decide this.
        tu # Two have signed a paper
        tu < Please take a photo
    """
    )
    await sends(club, "tu", picture())
    await club("tu < It is in the book: Tư keeps 3,000,000 đ that was with Lan.")
    assert await held(club, "tu", Fund.INCOME) == 3_000_000
    assert await agreed(club) == []


async def test_kin_of_hers_are_no_second_officer(club: Village) -> None:
    await live_with(club, "lan", "L")
    await live_with(club, "minh", "L")
    await club(
        ASKS
        + """
        tu < I have asked Thu.
        thu < Tư says: 3,000,000 đ
    """
    )


async def test_who_keeps_cash_and_can_speak_hands_it_over_herself(village: Village) -> None:
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    await village("""
        tu > bàn giao tiền
        tu < To whom
    """)
    assert "I have the cash of somebody who left" not in [c.label for c in village.choices("tu")]
