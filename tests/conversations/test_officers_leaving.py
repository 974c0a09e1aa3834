"""An officer dies, moves away or leaves: her office ends on the word of two, never of one."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.storage import members, proofs
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.lending import live_with
from tests.reminded import remind
from tests.village import Village

ASKED = """
    minh > Tư chuyển đi rồi
    minh < Has Trần Văn Tư moved away, and is no member any more? Trần Văn Tư sits on the board,\
 so one more officer must say so, too.
    minh > đúng
    minh < I have asked Thu, Lan.
    thu < Mr Minh says that Tư (accountant) has moved away, and is no member now. An office ends\
 only where two of the board say so.
    lan < Mr Minh says that Tư (accountant) has moved away
"""
AGREED = """
    thu # I agree
    thu < Tư has moved away and is no member any more.
    lan < Tư has moved away … Mr Minh, Thu wrote this down.
    minh < It is decided: Tư has moved away
"""


async def board(village: Village) -> set[str]:
    """Return who sits on the board."""
    names = {number: short for short, number in village.ids.items()}
    async with village.database.read() as db:
        held = await members.officers(db, village.club, village.clock.now.date())
    return {names[one.id] for one in held}


async def broken(village: Village) -> list[str]:
    async with village.database.read() as db:
        return [one.proof async for one in proofs.prove(db, date(2026, 11, 21))]


async def test_one_word_ends_no_office(village: Village) -> None:
    await village(ASKED)
    assert await board(village) == {"lan", "tu", "minh", "thu"}
    await village("""
        tu > bà Hoa
        tu < Nguyễn Thị Hoa
        tu > việc chờ quyết
        tu < 1 question waits for others of the board.
        minh > việc chờ quyết
        minh < 1 question waits for others of the board.
        minh > Tư chuyển đi rồi
        minh < Has Trần Văn Tư moved away
        minh # Yes
        minh < The board has that before it already.
    """)


async def test_a_second_word_ends_it_and_the_cash_that_is_kept_is_named(village: Village) -> None:
    await village("""
        tu > ông Bình nộp 50k
        tu < 50,000 đ
        tu # I hold all
        tu < Written down
    """)
    await village(ASKED)
    await village("""
        thu # I agree
        thu < Tư has moved away … 50,000 đ of the club's money is with Tư
        lan < Tư has moved away … Mr Minh, Thu wrote this down.
        minh < It is decided: Tư has moved away
        lan # I agree
        lan < The board agreed to that
        tu > bà Hoa
        tu < Hello
    """)
    assert await board(village) == {"lan", "minh", "thu"}
    assert await broken(village) == []


async def test_a_mistake_is_taken_back_with_the_office(village: Village) -> None:
    await village(ASKED + AGREED)
    await village("""
        lan # That was a mistake
        lan < Then Tư is a member as before
        lan > 1
        lan < I have asked Mr Minh.
        minh < Lan says that it was a mistake that Tư (accountant) was noted as gone.
        minh # I agree
        minh < Good.
        lan < It is decided
        tu < That was a mistake
        thu < That was a mistake
    """)
    assert await board(village) == {"lan", "tu", "minh", "thu"}
    assert await broken(village) == []


async def test_a_no_leaves_all_as_it_is(village: Village) -> None:
    await village(ASKED)
    await village("""
        lan # I do not agree
        lan < Why not?
        lan > bác chỉ đi thăm con
        lan < everything stays as it is
        minh < Lan does not agree: bác chỉ đi thăm con
    """)
    assert await board(village) == {"lan", "tu", "minh", "thu"}


async def test_kin_of_an_officer_do_not_end_the_office_but_are_heard(village: Village) -> None:
    await live_with(village, "minh", "N1")
    await live_with(village, "thu", "N1")
    await village("""
        thu > ông Minh mất rồi
        thu < Thank you for telling me; I am sorry. Tư sees to it.
        tu < Thu tells me that Mr Minh has died. Please see whether it is so.
        tu > ông Minh mất rồi
        tu < Is it certain that Lê Văn Minh has died?
        tu # Yes
        tu < I have asked Lan.
        lan < Tư says that Mr Minh (head) has died.
        thu > việc chờ quyết
        thu < 1 question waits for others of the board.
    """)
    assert await board(village) == {"lan", "tu", "minh", "thu"}


async def test_a_shared_phone_does_not_ask_for_it(village: Village) -> None:
    await village.link("binh", "minh")
    await village("""
        minh > menu
        minh < Who is holding the phone
        minh # Mr Minh
        minh < What can I do
        minh > Tư chuyển đi rồi
        minh < Has Trần Văn Tư moved away
        minh # Yes
        minh < Others use this phone, too. Please do this on a phone of your own.
    """)
    assert "tu" in await board(village)


async def test_who_may_have_died_is_reminded_of_no_money_meanwhile(village: Village) -> None:
    await village.lend("lan", number="KU-lan")
    village.clock.pass_by(days=18)  # two days before the tenth
    await village("""
        minh > bà Lan mất rồi
        minh < Is it certain that Hoàng Thị Lan has died?
        minh # Yes
        minh < I have asked Tư.
        tu < Mr Minh says that Lan (treasurer) has died.
    """)
    heard = await remind(village, "2026-12-10 08:00")
    assert "hoa" in heard
    assert not [text for text in heard.get("lan", ()) if "50,000" in text]
    await village("""
        tu # I do not agree
        tu < Why not?
        tu > bà vẫn khỏe
        tu < everything stays as it is
        minh < Tư does not agree
    """)
    heard = await remind(village, "2026-12-13 08:00")
    assert [text for text in heard["lan"] if "50,000" in text]


@pytest.fixture
async def two(database: Database) -> Village:
    """A board of two, and members."""
    village = Village(database)
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("binh", "Vi Văn Bình", sex="male")
    return village


async def test_where_nobody_else_is_left_the_meeting_says_so(two: Village) -> None:
    await two("""
        lan > ông Minh mất rồi
        lan < Is it certain
        lan # Yes
        lan < Nobody else of the board is free to decide this.
        lan # The meeting has decided
        lan < On which day
        lan # Today
        lan < How many
        lan > 3 3 0
        lan < Who of the members can witness it?
        lan > Hoa, Bình
        lan < Mr Minh has died.
    """)
    assert await board(two) == {"lan"}
    async with two.database.read() as db:
        rows = await db.execute(
            select(t.Resolution.kind, t.Resolution.how).order_by(t.Resolution.id)
        )
        assert rows.all() == [("officer_leaves", "meeting"), ("departure", "officers")]
    assert await broken(two) == []
