"""A yes counts while she is an officer; nothing is asked, or done, twice."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from bot.storage import loan_changes, loans
from bot.storage import tables as t
from tests.village import Village

ASKED = """
    tu > xóa nợ bà Hoa
    tu < Why?
    tu > nhà cháy
    tu < Ms Hoa Bính is asked for nothing more
    tu # Ask the board
    tu < I have asked
    minh < would be written off. Nhà cháy.
"""


async def leaves_office(village: Village, short: str) -> None:
    async with village.database.write() as db:
        await db.execute(
            update(t.Role)
            .where(t.Role.member_id == village.ids[short])
            .values(until_on=date(2026, 11, 20))
        )


async def test_the_yes_of_who_left_office_meanwhile_is_none(village: Village) -> None:
    await village(ASKED)
    await leaves_office(village, "tu")
    await village("""
        minh # I agree
        minh < Noted, thank you. One more of the board must agree.
        thu < would be written off
        lan < would be written off
        thu # I agree
        thu < is closed: 5,000,000 đ is written off
        hoa < The board has closed loan KU-hoa
        minh > việc chờ quyết
        minh < There is nothing to decide.
        lan # I agree
        lan < The board agreed to that on 21 Nov: Tư, Mr Minh, Thu.
    """)


async def test_who_is_no_officer_any_more_hears_nothing_of_what_became_of_it(
    village: Village,
) -> None:
    await village(ASKED)
    await leaves_office(village, "tu")
    await village.press("minh", "I agree")
    await village.press("thu", "I agree")
    assert not village.phones.by_chat["tu"].unread


async def test_a_helper_of_an_officer_does_not_read_what_became_of_it(village: Village) -> None:
    await village(ASKED)
    async with village.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id == village.ids["tu"]).values(kind="helper")
        )
    await village.press("minh", "I do not agree")
    await village.say("minh", "bà ấy còn trả được")
    assert not village.phones.by_chat["tu"].unread


CHARGED = """
    {who} > ghi phí phạt bà Hoa
    {who} < How much
    {who} > 20k
    {who} < What is it
    {who} # A fee
    {who} < Why
    {who} > đi họp muộn, quy ước điều 5
    {who} < Since which day?
    {who} # Since today
    {who} < Shall I ask the board?
"""
FROZEN = """
    {who} > khoanh nợ bà Hoa
    {who} < From which day on
    {who} # From 10 Nov 2026
    {who} < Until which day?
    {who} # No end yet
    {who} < Why?
    {who} > bão lũ
    {who} < Shall I ask the board?
"""
EXTENDED = """
    {who} > gia hạn bà Hoa
    {who} < From which day
    {who} > 10/2/2027
    {who} < In how many times?
    {who} > 12 lần
    {who} < Why?
    {who} > bão lũ
    {who} < Shall I ask the board?
"""
WRITTEN_OFF = """
    {who} > xóa nợ bà Hoa
    {who} < Why?
    {who} > nhà cháy
    {who} < Shall I ask the board?
"""


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        (CHARGED, "Yes, 20,000"),
        (FROZEN, "Ask the board"),
        (EXTENDED, "Ask the board"),
        (WRITTEN_OFF, "Ask the board"),
    ],
)
async def test_two_who_ask_for_the_same_ask_once(
    village: Village, question: str, yes: str
) -> None:
    await village(question.format(who="tu"))
    await village(question.format(who="thu"))
    await village.press("tu", yes)
    await village.press("thu", yes)
    said = village.phones.by_chat["thu"].last[-1].text
    assert said == "The board has that before it already."
    async with village.database.read() as db:
        found = await db.execute(select(t.Resolution.status))
    assert found.scalars().all() == ["pending"]


async def test_what_is_frozen_meanwhile_is_not_frozen_twice(village: Village) -> None:
    await village(FROZEN.format(who="tu"))
    await village(FROZEN.format(who="thu"))
    await village.press("tu", "Ask the board")
    await village.press("minh", "I agree")
    await village.press("thu", "Ask the board")
    assert "already" in village.phones.by_chat["thu"].last[-1].text


@pytest.mark.parametrize("ends", ["written off", "taken back"])
async def test_a_loan_that_ended_otherwise_is_not_called_paid_off(
    village: Village, ends: str
) -> None:
    await village(FROZEN.format(who="tu"))
    await village("""
        tu # Ask the board
        tu < I have asked
        minh < asks that no new interest
    """)
    async with village.database.write() as db:
        (loan,) = await loans.open_loans(db, village.ids["hoa"])
        if ends == "written off":
            await loan_changes.write_off(db, loan.id, date(2026, 11, 21))
        else:
            await loans.close(db, loan.id, date(2026, 11, 21))
    said = "The board has written that loan off" if ends == "written off" else "was taken back"
    await village(f"""
        minh # I agree
        minh < {said}
        tu < Nobody decides this any more
    """)
