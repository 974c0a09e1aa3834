"""Who decides on loans is reminded of those who wait, without a word of who they are."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.lending import asks, keep_cash, live_with
from tests.reminded import kinds, lent, planned, remind, skipped
from tests.village import Village

NEXT_DAY, LATER = "2026-11-22 12:01", "2026-11-25 12:01"
ONE = "1 application for a loan has waited for the board since 21 Nov."


@pytest.fixture
async def club(database: Database) -> Village:
    """Bình asked for a loan on 21 November at noon."""
    village = await lent(database)
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("binh", "Vi Văn Bình", sex="male")
    await keep_cash(village, "lan", 20_000_000)
    await asks(village, "binh")
    return village


async def test_after_a_day_who_decides_hears_of_it_and_after_four_the_whole_board(
    club: Village,
) -> None:
    assert await remind(club, "2026-11-22 12:00") == {}
    assert await remind(club, NEXT_DAY, "2026-11-22 15:00") == {"minh": [ONE], "tu": [ONE]}
    everybody = {who: [ONE] for who in ("lan", "minh", "thu", "tu")}
    assert await remind(club, LATER, "2026-11-25 15:00") == everybody
    assert await remind(club, "2026-11-27 12:00") == {}


async def test_a_button_leads_to_the_list(club: Village) -> None:
    await remind(club, NEXT_DAY)
    await club("""
        minh # See who asks for a loan
        minh < (1) Mr Bình 5,000,000 đ: has never borrowed, waits 1 day
    """)


async def test_several_are_said_in_one_line(club: Village) -> None:
    await asks(club, "hoa", 3_000_000, days_ago=2)
    assert await remind(club, NEXT_DAY) == {
        who: ["2 applications for a loan wait for the board, the oldest since 19 Nov."]
        for who in ("minh", "tu")
    }
    assert await skipped(club, "loan.decide") == ["said with another"] * 2


async def test_neither_kin_nor_who_wrote_it_down_nor_who_has_answered_is_reminded(
    club: Village,
) -> None:
    await live_with(club, "lan", "N1")
    await live_with(club, "binh", "N1")
    await asks(club, "hoa", 3_000_000, entered_by="thu")
    await club("""
        minh > các đơn xin vay
        minh < Mr Bình
        minh # Mr Bình
        minh < Mr Bình asks
        minh # I agree
        minh < Noted
    """)
    heard = await remind(club, NEXT_DAY)
    assert set(heard) == {"minh", "tu"}
    assert heard["minh"] == [ONE]  # of Hoa's alone
    notices = await planned(club, "loan.decide")
    assert sorted(who for _kind, _on, who in notices) == ["minh", "tu", "tu"]
    assert set(await remind(club, LATER)) == {"lan", "minh", "thu", "tu"}


async def test_what_was_decided_before_it_could_be_said_is_not_said(club: Village) -> None:
    assert await remind(club, "2026-11-22 23:00") == {}
    assert set(await kinds(club, "loan.decide")) == {"loan.decide+1"}
    await club("""
        minh > các đơn xin vay
        minh < Mr Bình
        minh # Mr Bình
        minh < Mr Bình asks
        minh # I do not agree
        minh < Why not?
        minh # The fund does not have enough money
        minh < Not this time
        binh < This time
    """)
    assert await remind(club, "2026-11-23 08:00") == {}
    assert await skipped(club, "loan.decide") == ["decided meanwhile"] * 2


async def test_who_has_said_yes_before_it_could_be_said_is_not_asked_again(club: Village) -> None:
    assert await remind(club, "2026-11-22 23:00") == {}
    await club("""
        minh > các đơn xin vay
        minh < Mr Bình
        minh # Mr Bình
        minh < Mr Bình asks
        minh # I agree
        minh < Noted
    """)
    assert await remind(club, "2026-11-23 08:00") == {
        "tu": ["1 application for a loan has waited for the board since 21 Nov."]
    }
    assert await skipped(club, "loan.decide") == ["answered meanwhile"]
