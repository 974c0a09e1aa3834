"""What waits for somebody's word is not forgotten: questions to the board, and cash unseen."""

from __future__ import annotations

from datetime import date

import pytest

from bot.storage import loan_changes, loans
from bot.storage.engine import Database
from tests.conversations.test_paying_out import GIVEN, SEEN, agree
from tests.lending import asks, keep_cash, live_with
from tests.reminded import planned, remind, skipped
from tests.village import Village

ASKED = """
    tu > xóa nợ bà Hoa
    tu < Why?
    tu > nhà cháy
    tu < Ms Hoa Bính is asked for nothing more
    tu # Ask the board
    tu < I have asked
    minh < would be written off
"""
ONE = "1 question has waited for the board since 21 Nov."


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa owes; the board is Lan, Tư, Minh and Thu."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", village_name="Hoa Bính")
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.lend("hoa")
    return village


async def test_who_can_still_decide_hears_once_that_morning(club: Village) -> None:
    await live_with(club, "lan", "H")
    await live_with(club, "hoa", "H")
    await club(ASKED)
    assert await remind(club, "2026-11-22 07:30") == {}
    heard = await remind(club, "2026-11-22 08:00", "2026-11-22 12:00", "2026-11-22 18:00")
    assert heard == {"minh": [ONE], "thu": [ONE]}
    assert await remind(club, "2026-11-23 08:00") == {}
    assert set(await remind(club, "2026-11-24 08:00")) == {"minh", "thu"}
    await club("""
        minh # What the board has to decide
        minh < would be written off
    """)


async def test_what_is_decided_is_not_reminded_of(club: Village) -> None:
    await club(ASKED)
    await club.press("minh", "I agree")
    await remind(club, "2026-11-22 08:00")
    assert await planned(club, "board") == []


async def test_several_questions_are_one_line(club: Village) -> None:
    await club(ASKED)
    await club("""
        tu > khoanh nợ bà Hoa
        tu < From which day on
        tu # From 10 Nov
        tu < Until which day?
        tu # No end yet
        tu < Why?
        tu > bão lũ
        tu < Shall I ask the board?
        tu # Ask the board
        tu < I have asked
        minh < asks that no new interest
    """)
    heard = await remind(club, "2026-11-22 08:00")
    assert heard["minh"] == ["2 questions wait for the board, the oldest since 21 Nov."]


async def test_who_moved_in_since_it_was_planned_is_not_told(club: Village) -> None:
    await club(ASKED)
    await club.link("hoa", "thu")
    heard = await remind(club, "2026-11-22 08:00")
    assert "thu" not in heard
    assert "not hers to decide" in await skipped(club, "board")


async def test_who_asked_hears_that_nobody_decides_it_any_more(club: Village) -> None:
    await club(ASKED)
    async with club.database.write() as db:
        (loan,) = await loans.open_loans(db, club.ids["hoa"])
        await loan_changes.write_off(db, loan.id, date(2026, 11, 21))
    await club("""
        minh # I agree
        minh < The board has written that loan off by now.
        tu < Nobody decides this any more: The board has written that loan off by now. Tư asks
    """)


@pytest.fixture
async def given(club: Village) -> Village:
    """Lan said that Thảo got 5,000,000 đ, and that Minh saw it."""
    await club.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(club, "lan", 8_000_000)
    await asks(club, "thao")
    await agree(club)
    await club(GIVEN)
    return club


async def test_cash_that_nobody_has_seen_go_is_asked_after_on_two_mornings(given: Village) -> None:
    for day in ("22", "24"):
        heard = await remind(given, f"2026-11-{day} 07:30", f"2026-11-{day} 08:00")
        assert heard["lan"] == [
            "You said on 21 Nov that 5,000,000 đ went to Thảo in cash. Mr Minh has not said so"
            " yet, and it is not in the book. Please see to it."
        ]
        (asked,) = [text for text in heard["minh"] if "Did you see it?" in text]
        assert asked.startswith("Lan said on 21 Nov that 5,000,000 đ went to Thảo in cash.")
        assert set(heard) == {"lan", "minh"}
    assert await remind(given, "2026-11-25 08:00") == {}
    await given(SEEN)


async def test_what_was_seen_meanwhile_is_not_asked_after(given: Village) -> None:
    await given(SEEN)
    heard = await remind(given, "2026-11-22 08:00")
    assert not [text for texts in heard.values() for text in texts if "in cash" in text]
