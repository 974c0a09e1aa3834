"""Who asked the board takes the question back while it waits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.clock import local_day
from bot.storage import quiets
from bot.storage import tables as t
from tests.lending import ZONE, asks, keep_cash
from tests.village import Village

ASKED = """
    tu > gia hạn bà Hoa
    tu < From which day
    tu > 10/6/2027
    tu < In how many times?
    tu > 12
    tu < Why?
    tu # Illness in the house
    tu < Shall I ask the board?
    tu # Ask the board
    tu < I have asked Mr Minh.
    minh < Tư asks for new days for loan KU-hoa of Ms Hoa Bính
"""
TAKEN_BACK = """
    tu # Yes, take the question back
    tu < All right, everything stays as it is. I told Mr Minh.
    minh < Tư has taken this back, and nobody needs to decide it any more: Tư asks for new days \
for loan KU-hoa of Ms Hoa Bính
"""


async def questions(village: Village) -> list[tuple[str, str]]:
    async with village.database.read() as db:
        rows: Any = await db.execute(select(t.Resolution).order_by(t.Resolution.id))
        return [(row.kind, row.status) for row in rows]


async def test_right_after_asking_it_is_taken_back_and_who_was_asked_hears_of_it(
    village: Village,
) -> None:
    await village(ASKED)
    await village("""
        tu # Take the question back
        tu < Tư asks for new days for loan KU-hoa of Ms Hoa Bính … It waits for the board. \
Do you take it back?
    """)
    await village(TAKEN_BACK)
    assert await questions(village) == [("extension", "withdrawn")]
    await village("""
        minh # I agree
        minh < That was taken back meanwhile.
        tu > gia hạn bà Hoa
        tu < From which day
    """)


async def test_days_later_it_is_found_among_what_waits(village: Village) -> None:
    await village(ASKED)
    village.clock.pass_by(days=3)
    await village("""
        tu > việc chờ quyết
        tu < 1 question waits for others of the board.
        tu # What I asked for
        tu < Tư asks for new days
    """)
    await village(TAKEN_BACK)


async def test_it_may_stay(village: Village) -> None:
    await village(ASKED)
    await village("""
        tu > rút lại đề nghị
        tu < Tư asks for new days
        tu # No, it stays
        tu < All right, everything stays as it is.
        minh # I agree
        minh < pays on new days
        hoa < Good news
        tu < It is decided
    """)


async def test_what_was_decided_meanwhile_cannot_be_taken_back(village: Village) -> None:
    await village(ASKED)
    await village("""
        tu > rút lại đề nghị
        tu < Tư asks for new days
        minh # I agree
        minh < pays on new days
        hoa < Good news
        tu < It is decided
        tu # Yes, take the question back
        tu < The board agreed to that on 21 Nov
    """)
    assert await questions(village) == [("extension", "agreed")]


async def test_nobody_takes_back_what_another_asked(village: Village) -> None:
    await village(ASKED)
    await village("""
        thu > rút lại đề nghị
        thu < Nothing that you asked waits for the board.
        hoa > rút lại đề nghị
        hoa < That is the board's work.
    """)


async def test_of_two_questions_the_other_one_is_shown(village: Village) -> None:
    await village(ASKED)
    await village("""
        tu > gia hạn ông Bình
        tu < From which day
        tu > 10/6/2027
        tu < In how many times?
        tu > 12
        tu < Why?
        tu # The crop
        tu < Shall I ask the board?
        tu # Ask the board
        tu < I have asked Mr Minh.
        minh < asks for new days for loan KU-binh
        tu > rút lại đề nghị
        tu < loan KU-binh
        tu # Another question of mine
        tu < loan KU-hoa
    """)
    await village(TAKEN_BACK)
    assert await questions(village) == [("extension", "withdrawn"), ("extension", "pending")]


async def test_what_asking_had_put_in_motion_stops_with_it(village: Village) -> None:
    """Who is said to have died is not written to; that ends when it is taken back."""
    await village("""
        minh > ông Tư mất rồi
        minh < Is it certain
        minh # Yes
        minh < I have asked Thu, Lan.
        thu < Mr Minh says that Tư
        lan < Mr Minh says that Tư
    """)
    assert await quiet(village, "tu") == ["talk"]
    await village("""
        minh # Take the question back
        minh < Mr Minh says that Tư
        minh # Yes
        minh < everything stays as it is. I told Thu, Lan.
        thu < Mr Minh has taken this back
        lan < Mr Minh has taken this back
    """)
    assert await quiet(village, "tu") == []


async def quiet(village: Village, short: str) -> list[str]:
    """Return why somebody is not written to."""
    today = local_day(village.clock.now, ZONE)
    async with village.database.read() as db:
        found = await quiets.of(db, [village.ids[short]], today)
    return [one.reason for one in found.get(village.ids[short], ())]


async def test_an_application_for_a_loan_has_a_way_of_its_own(village: Village) -> None:
    await village.join("thao", "Lò Thị Thảo", phone=None)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao", entered_by="tu")
    await village("""
        minh > các đơn xin vay
        minh < Thảo
        minh # Ms Thảo
        minh < Ms Thảo asks for
        tu > rút lại đề nghị
        tu < Nothing that you asked waits for the board.
    """)
