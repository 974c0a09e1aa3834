"""Where there are no buttons, the number that stands before a line is the one that means it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.chat import Choice, Reply
from bot.conversation.choosing import picked
from bot.platforms.render import choice_lines
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.village import Village

DECLARED = """
    {who} > tôi nộp 100k
    {who} < 100,000 đ
    {who} % Yes
    {who} < Whom did you give it to
    {who} % Ms Lan
    {who} < I told Ms Lan
    lan < {name} says that 100,000 đ
"""


@pytest.fixture
async def village(database: Database) -> Village:
    """A treasurer, and two who still pay back."""
    made = Village(database, platform="zalo")
    await made.found()
    await made.join("lan", "Hoàng Thị Lan", "treasurer")
    for short, name in {"hoa": "Nguyễn Thị Hoa", "cuc": "Vi Thị Cúc"}.items():
        await made.join(short, name)
        await made.lend(short)
    return made


async def declared(village: Village, *people: tuple[str, str]) -> None:
    """Let them say that they gave money to the treasurer."""
    for who, name in people:
        await village(DECLARED.format(who=who, name=name))
        village.clock.pass_by(minutes=5)


async def posted(village: Village) -> int:
    """How many payments are in the books."""
    async with village.database.read() as db:
        paid = select(func.count()).where(t.Transaction.kind != "opening")
        return (await db.execute(paid)).scalar_one()


def lines(village: Village, who: str) -> list[str]:
    """What somebody sees below the newest message."""
    return choice_lines(village.phones.by_chat[who].last[-1], "{answer} = {label}").splitlines()


async def test_something_else_beside_a_confirmation_confirms_nothing(village: Village) -> None:
    await declared(village, ("hoa", "Ms Hoa"))
    await village("""
        lan > mmm
        lan < This still waits for your answer: … Ms Hoa says
        lan % Something else
        lan < What can I do for you?
    """)
    assert await posted(village) == 0


async def test_which_of_two_that_wait_is_meant_answers_neither(village: Village) -> None:
    await declared(village, ("hoa", "Ms Hoa"), ("cuc", "Ms Cúc"))
    await village("""
        lan > mmm
        lan < Which one do you mean?
    """)
    assert [line[:9] for line in lines(village, "lan")] == ["1. Ms Cúc", "2. Ms Hoa", "3. Someth"]
    await village("""
        lan > 2
        lan < Ms Hoa says that 100,000 đ
    """)
    assert await posted(village) == 0
    await village("""
        lan % I hold all
        lan < Written down
        hoa < Receipt
    """)
    assert await posted(village) == 1


def test_each_number_means_the_line_that_it_stands_before() -> None:
    one, other = Choice("o2:yes", "Đã cầm đủ"), Choice("o3:yes", "Đã sang")
    again = Choice("o4:?", "4. Bà Cúc báo")
    menu = Choice("menu", "Việc khác")
    shown = (one, other, Choice("o2:no", "Chưa nhận"), again, menu)
    below = choice_lines(Reply(text="", choices=shown), "=").splitlines()
    plain = [line for line in below if line != "="]
    assert plain == ["4. Bà Cúc báo", "5. Việc khác"]
    assert [picked(line[0], shown) for line in plain] == [again.key, menu.key]
    assert [picked(line, shown) for line in plain] == [again.key, menu.key]
    assert [picked(number, shown) for number in "123"] == [None] * 3
    assert [picked(number, (one, menu)) for number in "12"] == [one.key, menu.key]


async def test_the_second_choice_of_a_day_is_the_second_day_of_vietnam(village: Village) -> None:
    await village.join("mai", "Mai", "care_lead")
    await village("""
        hoa > ask for a visit every week
        hoa < Who is to be visited?
        hoa % For myself
        hoa < Which day of the week is good?
    """)
    assert lines(village, "hoa")[1:3] == ["2. Monday", "3. Tuesday"]
