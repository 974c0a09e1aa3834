"""Two officers decide; where too few are free, a signed paper or the meeting does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.lending import application, asks, keep_cash, live_with
from tests.sent_files import picture, sends
from tests.village import Village


async def decided(village: Village) -> list[tuple[str, str]]:
    """Return the status of each question to the board, and how it was decided."""
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Resolution.status, t.Resolution.how).order_by(t.Resolution.id)
        )
        return [(row.status, row.how) for row in rows]


async def resolution(village: Village) -> Any:
    async with village.database.read() as db:
        return (await db.execute(select(t.Resolution))).one()


@pytest.fixture
async def three(database: Database) -> Village:
    """A board of three of whom two, the head and the treasurer, live in one house."""
    village = Village(database)
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962, household="N1")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male", household="N1")
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await village.join("binh", "Vi Văn Bình", sex="male")
    await keep_cash(village, "lan", 8_000_000)
    return village


async def test_two_of_three_who_are_no_kin_decide_and_the_third_pays_out(three: Village) -> None:
    await asks(three, "thao")
    await three("""
        tu > các đơn xin vay
        tu < Thảo
        tu # Thảo
        tu < Thảo asks for
        tu # I agree
        tu < Noted, thank you. One more of the board must agree.
        minh > việc chờ quyết
        minh < Thảo asks for
        minh # I agree
        minh < It is agreed
        thao < Good news
        lan < The board lends
        lan # Cash handed over
        lan < Who saw it with you?
        lan # Tư
        lan < I asked Tư.
        tu < Did you see it?
        tu # Yes, I saw it
        tu < It is in the book
        thao < Payment slip 1/2026
        lan < Tư saw it, too.
    """)


async def test_two_kin_are_no_two_of_the_board(three: Village) -> None:
    await asks(three, "thao")
    await three("""
        minh > các đơn xin vay
        minh < Thảo
        minh # Thảo
        minh < Thảo asks for
        minh # I agree
        minh < Noted
        lan > các đơn xin vay
        lan < Thảo
        lan # Thảo
        lan < Thảo asks for … These decide on it: Tư.
        lan > việc chờ quyết
        lan < 1 question waits for others of the board.
    """)
    assert await decided(three) == [("pending", "")]


async def test_where_the_third_asks_for_a_loan_the_meeting_decides(three: Village) -> None:
    """The head and the treasurer are kin: their two yes are one hand."""
    number = await asks(three, "tu")
    await three("""
        minh > các đơn xin vay
        minh < Tư 5,000,000 đ
        minh # Tư
        minh < Tư asks for … Nobody else of the board is free to decide this. \
Let it be signed on paper by two, or decided at the meeting, and then tell me.
        minh # The meeting has decided
        minh < On which day did the meeting decide that?
        minh > 10/11
        minh < How many were there, how many for it, how many against?
        minh > 5 người
        minh < Please write three numbers, like “42, 40, 2”.
        minh > 9000, 9000, 0
        minh < The club has 5 members. How many were there?
        minh > 5, 2, 2
        minh < That is not more than half of those who were there. So the meeting said no?
        minh # No, the numbers are others
        minh < How many were there
        minh > 5, 4, 1
        minh < Who of the members can witness it? Please write two names.
        minh > Bình
        minh < Please write two names
        minh > ông Bình, ông Tèo
        minh < I do not know for sure who “ông Tèo” is. Please write both full names.
        minh > Tư, Lan
        minh < A witness is neither you nor of the household it concerns. Which two saw it?
        minh > ông Bình, bà Thảo
        lan < The board lends Tư 5,000,000 đ
        minh < It is agreed: Tư is lent 5,000,000 đ. Tư is told.
        tu < Good news
        lan < Decided by the meeting of Tuesday 10 Nov, 4 of 5 for it: Tư asks for
    """)
    assert (await application(three, number)).status == "agreed"
    row = await resolution(three)
    assert row.how == "meeting"
    assert row.meeting == {
        "on": "2026-11-10",
        "present": 5,
        "for": 4,
        "against": 1,
        "witnesses": ["Vi Văn Bình", "Lò Thị Thảo"],
    }


async def test_a_paper_signed_by_two_decides_with_its_photo_and_the_head_is_shown_it(
    three: Village,
) -> None:
    await asks(three, "binh", entered_by="tu")
    await three("""
        lan > các đơn xin vay
        lan < Mr Bình
        lan # Mr Bình
        lan < Nobody else of the board is free
        lan # Two have signed a paper
        lan < Please take a photo of the paper with the signatures and send it here.
        lan > đây ạ
        lan < I need the photo of the paper.
    """)
    await sends(three, "lan", picture())
    shown = three.hears("minh", "Decided by a signed paper, for the next meeting to hear: Mr Bình")
    await three("""
        lan < The board lends Mr Bình
        lan < It is agreed: Mr Bình is lent 5,000,000 đ.
        binh < Good news
    """)
    row = await resolution(three)
    assert (row.how, row.file) == ("paper", shown.image)
    assert shown.image
    await three("""
        minh > các đơn xin vay
        minh < Promised, to be paid out: Mr Bình
    """)


async def test_once_another_officer_is_free_a_paper_is_not_enough(three: Village) -> None:
    await asks(three, "binh", entered_by="tu")
    await three("""
        lan > các đơn xin vay
        lan < Mr Bình
        lan # Mr Bình
        lan < Nobody else of the board is free
    """)
    await three.join("sen", "Lò Thị Sen", "deputy", birth_year=1965)
    await three("""
        lan # Two have signed a paper
        lan < Mr Minh, Sen can still say yes or no here. Please ask them first.
    """)
    assert await decided(three) == [("pending", "")]


async def test_an_officer_who_became_free_before_the_photo_came_is_asked_instead(
    three: Village,
) -> None:
    await asks(three, "binh", entered_by="tu")
    await three("""
        lan > các đơn xin vay
        lan < Mr Bình
        lan # Mr Bình
        lan < Nobody else of the board is free
        lan # Two have signed a paper
        lan < Please take a photo
    """)
    await three.join("sen", "Lò Thị Sen", "deputy", birth_year=1965)
    await sends(three, "lan", picture())
    await three("""
        lan < Mr Minh, Sen can still say yes or no here. Please ask them first.
    """)
    assert await decided(three) == [("pending", "")]


async def test_nobody_reports_what_was_decided_of_her_own_loan(three: Village) -> None:
    await asks(three, "minh")
    await three(
        """
        tu > các đơn xin vay
        tu < Mr Minh
        tu # Mr Minh
        tu < Nobody else of the board is free to decide this.
        lan > các đơn xin vay
        lan < Mr Minh
        lan # Mr Minh
        lan < Nobody else of the board is free
        lan # The meeting has decided
        lan < You are too near to this. Please let Tư tell me.
        lan # Two have signed a paper
        lan < You are too near to this. Please let Tư tell me.
        minh > việc chờ quyết
        minh < 1 question waits for others of the board.
        tu # The meeting has decided
        tu < On which day
        tu # Today
        tu < How many
        tu > 5 5 0
        tu < Who of the members
        tu > Thảo và Bình
        tu < The board lends Mr Minh
        tu < It is agreed: Mr Minh is lent 5,000,000 đ.
        lan < Decided by the meeting of Saturday 21 Nov, 5 of 5 for it: Mr Minh asks for
        minh < Good news
    """
    )
    assert await decided(three) == [("agreed", "meeting")]


async def test_a_paper_is_for_boards_that_are_too_small(village: Village) -> None:
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await village("""
        minh > các đơn xin vay
        minh < Thảo
        minh # Thảo
        minh < Thảo asks for
        minh > việc chờ quyết
        minh < Thảo asks for
        minh # I agree
        minh < Noted
        minh > việc chờ quyết
        minh < 1 question waits for others of the board.
    """)
    assert await decided(village) == [("pending", "")]


async def test_officers_on_one_phone_are_no_two(village: Village) -> None:
    await village.link("tu", "minh")
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await village("""
        thu > các đơn xin vay
        thu < Thảo
        thu # Thảo
        thu < Thảo asks for
        thu # I agree
        thu < Noted
        lan > việc chờ quyết
        lan < Thảo asks for
    """)


async def test_an_officer_who_lost_her_office_decides_no_more(village: Village) -> None:
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await village("""
        tu > các đơn xin vay
        tu < Thảo
        tu # Thảo
        tu < Thảo asks for
    """)
    async with village.database.write() as db:
        await db.execute(delete(t.Role).where(t.Role.member_id == village.ids["tu"]))
    await village("""
        tu # I agree
        tu < That is the board's work.
    """)


async def test_kin_of_who_has_answered_meanwhile_are_asked_no_more(village: Village) -> None:
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await live_with(village, "minh", "N1")
    await live_with(village, "tu", "N1")
    await village("""
        tu > các đơn xin vay
        tu < Thảo
        tu # Thảo
        tu < Thảo asks for
        minh > các đơn xin vay
        minh < Thảo
        minh # Thảo
        minh < Thảo asks for
        minh # I agree
        minh < Noted
        lan < Thảo asks for
        thu < Thảo asks for
        tu # I agree
        tu < You are too near to this to decide it. Another officer must.
        thu # I agree
        thu < It is agreed
        thao < Good news
        lan < The board lends
        lan # I agree
        lan < The board agreed to that on 21 Nov: Mr Minh, Thu.
    """)
