"""A no of the board: its reason is looked at before it is told, and shames nobody."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.lending import application, asks, keep_cash
from tests.village import Village

OPENED = """
    minh > các đơn xin vay
    minh < {name}
    minh # {name} 5,000,000 đ
    minh < {name} asks for
    minh # I do not agree
    minh < Why not? In a few words; they are passed on kindly.
"""


@pytest.fixture
async def club(village: Village) -> Village:
    """Lan keeps 8,000,000 đ of the loan fund; Thảo asks for 5,000,000 đ."""
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    return village


async def reasons(village: Village) -> list[tuple[str, str]]:
    """Return what the officers have said, and why, as the board keeps it."""
    async with village.database.read() as db:
        rows = await db.execute(select(t.Vote.says, t.Vote.reason))
        return [(row.says, row.reason) for row in rows]


async def resolution(village: Village) -> Any:
    async with village.database.read() as db:
        return (await db.execute(select(t.Resolution))).one()


# --- What she hears ------------------------------------------------------------------------------


async def test_hard_words_never_reach_her(club: Village) -> None:
    await club(OPENED.format(name="Thảo"))
    await club("""
        minh > bà ấy đang nợ quá hạn
        minh < There is a word in it that makes people feel ashamed, so I would only say: \
“This time the board cannot lend you 5,000,000 đ. You can ask again at any time; Mr Minh gladly \
talks it over.” Or write the reason in kinder words.
        minh # Say it so
        minh < Not this time: Thảo, 5,000,000 đ. Thảo is told.
        thao < This time the board cannot lend you 5,000,000 đ. You can ask again at any time; \
Mr Minh gladly talks it over.
    """)
    assert "nợ" not in club.phones.by_chat["thao"].last[-1].text
    assert await reasons(club) == [("no", "bà ấy đang nợ quá hạn")]


async def test_kinder_words_are_shown_before_they_are_told(club: Village) -> None:
    await club(OPENED.format(name="Thảo"))
    await club("""
        minh > còn nợ ngân hàng
        minh < makes people feel ashamed
        minh > bà đang vay ngân hàng rồi
        minh < This is what will be said: “This time the board cannot lend you 5,000,000 đ: \
bà đang vay ngân hàng rồi. You can ask again at any time; Mr Minh gladly talks it over.” \
Is it right so? Or write it in other words.
        minh > để lần sau bà nhé
        minh < để lần sau bà nhé. You can ask again
        minh # Yes, say it so
        minh < Not this time
        thao < This time the board cannot lend you 5,000,000 đ: để lần sau bà nhé. You can
    """)
    assert await reasons(club) == [("no", "để lần sau bà nhé")]


async def test_the_reason_may_stay_with_the_board(club: Village) -> None:
    await club(OPENED.format(name="Thảo"))
    await club("""
        minh > con trai hay đánh bạc
        minh < This is what will be said
        minh # Leave the reason out
        minh < Not this time
        thao < This time the board cannot lend you 5,000,000 đ. You can ask again
    """)
    assert await reasons(club) == [("no", "con trai hay đánh bạc")]


async def test_a_usual_reason_is_one_tap_and_in_her_language(club: Village) -> None:
    await club(OPENED.format(name="Thảo"))
    await club("""
        minh # The fund does not have enough money just now
        minh < Not this time
        thao < cannot lend you 5,000,000 đ: the fund does not have enough money just now.
        thao > đơn của tôi
        thao < The board could not lend you the 5,000,000 đ that you asked for on 21 Nov 2026. \
You can ask again at any time.
    """)
    assert await reasons(club) == [("no", "fund")]


async def test_who_thinks_better_of_it_has_said_nothing(club: Village) -> None:
    await club(OPENED.format(name="Thảo"))
    await club("""
        minh > họp rồi hãy bàn
        minh < This is what will be said
        minh # Never mind
        minh < nothing was written down
        minh > việc chờ quyết
        minh < Thảo asks for
    """)
    assert await reasons(club) == []


async def test_who_wrote_it_down_hears_what_to_pass_on(village: Village) -> None:
    await village.join("ly", "Lý Thị Lý", phone=None)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "ly", entered_by="tu")
    await village(OPENED.format(name="Ms Lý"))
    await village("""
        minh > nợ xấu
        minh < so I would only say
        minh # Say it so
        minh < Not this time: Ms Lý, 5,000,000 đ. Tư tells Ms Lý, who has no phone here.
        tu < The board cannot lend Ms Lý 5,000,000 đ this time. Please tell Ms Lý kindly.
    """)


async def test_what_was_decided_meanwhile_is_said_instead(club: Village) -> None:
    await club(OPENED.format(name="Thảo"))
    await club("""
        minh > họp rồi hãy bàn
        minh < This is what will be said
        thao > rút đơn
        thao < Take back the application
        thao # Yes
        thao < Taken back
        minh < Thảo has taken back
        tu < Thảo has taken back
        minh # Yes, say it so
        minh < That was taken back meanwhile.
    """)
    assert await reasons(club) == []


async def test_of_an_extension_only_who_asked_hears_why_not(village: Village) -> None:
    await village("""
        tu > gia hạn bà Hoa
        tu < From which day
        tu > 10/6/2027
        tu < In how many times?
        tu > 12
        tu < Why?
        tu # Illness
        tu < Shall I ask the board?
        tu # Ask the board
        tu < I have asked
        minh < asks for new days
        minh # I do not agree
        minh < Why not?
        minh > khoản nợ này mới vay
        minh < everything stays as it is
        tu < Mr Minh does not agree: khoản nợ này mới vay
    """)


# --- The meeting says no -------------------------------------------------------------------------


@pytest.fixture
async def small(database: Database) -> Village:
    """A board of three of whom two live in one house; the third, Tư, asks for a loan."""
    village = Village(database)
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962, household="N1")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male", household="N1")
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await village.join("binh", "Vi Văn Bình", sex="male")
    await keep_cash(village, "lan", 8_000_000)
    return village


AT_THE_MEETING = """
    minh > các đơn xin vay
    minh < Tư 5,000,000 đ
    minh # Tư
    minh < Nobody else of the board is free to decide this.
    minh # The meeting has decided
    minh < On which day did the meeting decide that?
    minh > 10/11
    minh < How many were there
    minh > 5, 2, 3
    minh < That is not more than half of those who were there. So the meeting said no?
    minh # Yes, it said no
    minh < Who of the members can witness it? Please write two names.
    minh > ông Bình, bà Thảo
    minh < Why not? In a few words; they are passed on kindly.
"""


async def test_a_meeting_that_said_no_is_written_down_and_told_kindly(small: Village) -> None:
    number = await asks(small, "tu")
    await small(AT_THE_MEETING)
    await small("""
        minh # Others need it more urgently
        minh < Not this time: Tư, 5,000,000 đ. Tư is told.
        tu < This time the board cannot lend you 5,000,000 đ: others need it more urgently this \
time.
        lan < The meeting of Tuesday 10 Nov said no, 2 of 5 were for it: Tư asks for
        minh > việc chờ quyết
        minh < There is nothing to decide.
    """)
    assert (await application(small, number)).status == "refused"
    row = await resolution(small)
    assert (row.status, row.how) == ("refused", "meeting")
    assert row.meeting == {
        "on": "2026-11-10",
        "present": 5,
        "for": 2,
        "against": 3,
        "witnesses": ["Vi Văn Bình", "Lò Thị Thảo"],
        "why": "others",
    }
    assert await reasons(small) == []


async def test_whoever_comes_later_hears_that_the_meeting_said_no(small: Village) -> None:
    await asks(small, "tu")
    await small("""
        lan > các đơn xin vay
        lan < Tư 5,000,000 đ
        lan # Tư
        lan < Nobody else of the board is free
    """)
    await small(AT_THE_MEETING)
    await small("""
        minh > lần sau nhé
        minh < This is what will be said
        minh # Yes
        minh < Not this time
        tu < lần sau nhé
        lan < The meeting of Tuesday 10 Nov said no
        lan # The meeting has decided
        lan < The meeting said no to that; it was noted on 21 Nov.
    """)


async def test_numbers_that_were_mistyped_are_put_right(small: Village) -> None:
    await asks(small, "tu")
    await small(AT_THE_MEETING.partition("minh # Yes, it said no")[0])
    await small("""
        minh # No, the numbers are others
        minh < How many were there
        minh > 5, 4, 1
        minh < Who of the members
        minh > ông Bình, bà Thảo
        lan < The board lends Tư
        minh < It is agreed
        tu < Good news
        lan < Decided by the meeting of Tuesday 10 Nov, 4 of 5 for it
    """)


async def test_an_officer_who_became_free_meanwhile_is_asked_instead_of_the_meeting(
    small: Village,
) -> None:
    await asks(small, "tu")
    await small(AT_THE_MEETING)
    await small.join("sen", "Lò Thị Sen", "deputy", birth_year=1965)
    await small("""
        minh > lần sau nhé
        minh < can still say yes or no here. Please ask them first.
    """)
    assert (await resolution(small)).status == "pending"


# --- Asked too late ------------------------------------------------------------------------------


async def test_an_extension_whose_first_day_went_by_lapses_and_can_be_asked_anew(
    village: Village,
) -> None:
    await village("""
        tu > gia hạn bà Hoa
        tu < From which day
        tu > 15/12
        tu < In how many times?
        tu > 12
        tu < Why?
        tu # Illness
        tu < Shall I ask the board?
        tu # Ask the board
        tu < I have asked
        minh < asks for new days
    """)
    village.clock.pass_by(days=30)
    await village("""
        minh # I agree
        minh < It waited until its first day, 15 Dec 2026, was too near. Please ask the board anew.
        tu < Nobody decides this any more: It waited until its first day
        tu > gia hạn bà Hoa
        tu < From which day on
        minh > việc chờ quyết
        minh < There is nothing to decide.
    """)
    assert (await resolution(village)).how == "lapsed"


async def test_what_lapsed_stands_in_nobodys_way(village: Village) -> None:
    """Nobody looked at the old question before the new one is asked."""
    await village("""
        tu > gia hạn bà Hoa
        tu < From which day
        tu > 15/12
        tu < In how many times?
        tu > 12
        tu < Why?
        tu # Illness
        tu < Shall I ask the board?
        tu # Ask the board
        tu < I have asked
        minh < asks for new days
    """)
    village.clock.pass_by(days=30)
    await village("""
        tu > gia hạn bà Hoa
        tu < From which day on
    """)
