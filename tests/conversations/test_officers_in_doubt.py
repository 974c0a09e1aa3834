"""An officer who may have died, or came back: nobody alone, no kin alone, and no family nudged."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.conversations.test_officers_leaving import AGREED, ASKED, board
from tests.lending import live_with
from tests.reminded import remind
from tests.village import Village


async def test_until_it_is_settled_the_family_hears_of_no_money(village: Village) -> None:
    await village.lend("lan", number="KU-lan")
    await village("""
        minh > bà Lan mất rồi
        minh < Is it certain
        minh # Yes
        minh < I have asked Tư.
        tu < Mr Minh says that Lan (treasurer) has died.
    """)
    heard = await remind(village, *[f"2026-12-{day:02} 08:00" for day in range(5, 20)])
    assert not [text for text in heard.get("lan", ()) if "50,000" in text]
    assert "hoa" in heard


async def test_who_comes_back_after_all_is_reminded_again(village: Village) -> None:
    await village.lend("lan", number="KU-lan")
    await village("""
        minh > bà Lan mất rồi
        minh < Is it certain
        minh # Yes
        minh < I have asked Tư.
        tu < has died
        tu # I agree
        tu < Lan has died.
        minh < It is decided
        thu < Lan has died.
        thu # That was a mistake
        thu < Then Lan is a member as before
        thu # Yes
        thu < I have asked
        minh < Thu says that it was a mistake
        tu < Thu says that it was a mistake
        minh # I agree
        minh < Good. Lan is a member as before.
        thu < It is decided
        tu < That was a mistake
        lan < That was a mistake
    """)
    heard = await remind(village, *[f"2026-12-{day:02} 08:00" for day in range(5, 14)])
    assert [text for text in heard.get("lan", ()) if "50,000" in text]


async def test_an_officer_comes_back_by_the_word_of_two(village: Village) -> None:
    await village(ASKED + AGREED)
    await village("""
        lan # That was a mistake
        lan < Then Tư is a member as before
        lan # Yes
        lan < I have asked Mr Minh.
        minh < Lan says that it was a mistake that Tư (accountant) was noted as gone.
        lan > Tư còn sống
        lan < Then Tư is a member as before
        lan # Yes
        lan < The board has that before it already.
    """)
    assert await board(village) == {"lan", "minh", "thu"}
    await village("""
        minh # I agree
        minh < Good. Tư is a member as before.
        thu < That was a mistake
        tu < That was a mistake
        lan < It is decided
    """)
    assert await board(village) == {"lan", "tu", "minh", "thu"}


async def test_kin_do_not_bring_an_officer_back(village: Village) -> None:
    await live_with(village, "tu", "NT")
    await live_with(village, "lan", "NT")
    await village("""
        minh > Tư chuyển đi rồi
        minh < Has Trần Văn Tư moved away
        minh # Yes
        minh < I have asked Thu
        thu < Mr Minh says that Tư
        thu # I agree
        thu < Tư has moved away
        minh < It is decided
        lan < Tư has moved away
        lan # That was a mistake
        lan < Then Tư is a member as before
        lan # Yes
        lan < You are too near to this. Please let
    """)
    assert await board(village) == {"lan", "minh", "thu"}


async def test_it_waits_until_the_next_day_and_comes_too_late(village: Village) -> None:
    await village(ASKED + AGREED)
    await village("""
        lan # That was a mistake
        lan < Then Tư is a member as before
        lan # Yes
        lan < I have asked Mr Minh.
        minh < Lan says that it was a mistake
    """)
    village.clock.pass_by(days=1)
    await village("""
        minh # I agree
        minh < That can be taken back on the same day only.
        lan < Nobody decides this any more: That can be taken back on the same day only.
    """)
    assert await board(village) == {"lan", "minh", "thu"}


@pytest.fixture
async def kin(database: Database) -> Village:
    """A board of two who live together, and members."""
    village = Village(database)
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("binh", "Vi Văn Bình", sex="male")
    await live_with(village, "lan", "K")
    await live_with(village, "minh", "K")
    return village


DIED = """
    lan > ông Minh mất rồi
    lan < Is it certain
    lan # Yes
    lan < Nobody else of the board is free to decide this.
"""


async def test_where_the_whole_board_is_kin_the_meeting_says_that_one_died(kin: Village) -> None:
    await kin(DIED)
    assert await board(kin) == {"lan", "minh"}
    await kin("""
        lan > việc chờ quyết
        lan < Lan says that Mr Minh (head) has died. … Nobody else of the board is free
        lan # The meeting has decided
        lan < On which day
        lan # Today
        lan < How many
        lan > 3 3 0
        lan < Who of the members can witness it?
        lan > Hoa, Bình
        lan < Mr Minh has died.
    """)
    assert await board(kin) == {"lan"}


async def test_the_word_of_kin_is_not_one_of_the_two(kin: Village) -> None:
    await kin(DIED)
    await kin.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await kin("""
        tu > việc chờ quyết
        tu < Lan says that Mr Minh (head) has died. … Nobody else of the board is free
    """)
    assert await board(kin) == {"lan", "minh", "tu"}
