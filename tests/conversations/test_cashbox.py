"""What must be in the box, by one word at any time."""

from __future__ import annotations

from datetime import date

import pytest

from bot.money import books
from bot.money.books import Fund
from bot.storage import ledger
from tests.village import Village


async def keep(
    village: Village, fund: Fund, cash: dict[str, int], bank: dict[str, int] | None = None
) -> None:
    """Put money into the books as the opening sheet would."""
    holders = {village.ids[who]: amount for who, amount in cash.items()}
    accounts = {village.ids.get(who): amount for who, amount in (bank or {}).items()}
    async with village.database.write() as db:
        await ledger.post(
            db,
            club_id=village.club,
            kind="opening",
            lines=books.opening(fund, cash=holders, bank=accounts, loans={}, deposits={}),
            value_day=date(2026, 11, 1),
            now=village.clock.now,
            entered_by=None,
            member_id=None,
            origin=f"opening:{fund}",
        )


async def test_an_empty_box_is_said_plainly(village: Village) -> None:
    await village("""
        lan > trong hộp phải có
        lan < The book has no cash yet
    """)


@pytest.mark.parametrize("word", ["tiền mặt", "quỹ còn bao nhiêu", "trong hop phai co"])
async def test_one_word_shows_who_keeps_how_much_of_which_fund(
    village: Village, word: str
) -> None:
    await keep(village, Fund.INCOME, {"lan": 9_000_000, "minh": 2_450_000})
    await keep(village, Fund.ACTIVITY, {"lan": 1_000_000})
    await village(f"""
        thu > {word}
        thu < The box must hold: 12,450,000 đ … Lan keeps: 10,000,000 đ (loan fund 9,000,000 đ, \
activity fund 1,000,000 đ) … Minh keeps: 2,450,000 đ (loan fund 2,450,000 đ)
    """)


async def test_the_bank_is_not_in_the_box(village: Village) -> None:
    await keep(village, Fund.INCOME, {"lan": 500_000}, {"minh": 3_000_000, "club": 700_000})
    await village("""
        lan > tiền mặt
        lan < The box must hold: 500,000 đ … Lan keeps: 500,000 đ … In the bank: 700,000 đ … \
In the bank, in the name of Mr Minh: 3,000,000 đ
    """)


async def test_money_that_came_in_is_in_the_box_at_once(village: Village) -> None:
    await village("""
        lan > binh
        lan < Vi Văn Bình
        lan # Another sum
        lan < How much
        lan > 500k
        lan < 500,000 đ
        lan # I hold all
        lan < Written down
        lan # What the box must hold
        lan < The box must hold: 500,000 đ … Lan keeps: 500,000 đ
    """)


async def test_a_keeper_below_zero_is_shown_with_a_warning(village: Village) -> None:
    await keep(village, Fund.INCOME, {"lan": 500_000, "minh": -200_000})
    await village("""
        lan > tiền mặt
        lan < The box must hold: 300,000 đ … Minh keeps: -200,000 đ … Below zero
    """)


async def test_a_member_is_not_told_what_is_in_the_box(village: Village) -> None:
    await keep(village, Fund.INCOME, {"lan": 500_000})
    await village("""
        hoa > tiền mặt
        hoa < That is the board's work.
    """)


async def test_a_helper_of_an_officer_is_not_told_either(village: Village) -> None:
    await keep(village, Fund.INCOME, {"lan": 500_000})
    await village.link("lan", "grandson", kind="helper")
    await village("""
        grandson > tiền mặt
        grandson < That is the board's work.
    """)
