"""Who was asked something as an officer and has no office any more answers nothing of it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from bot.storage import members
from bot.storage import tables as t
from tests.conversations.test_same_money import posted
from tests.village import Village, plain
from tests.visited import take_in, volunteer


async def end_office(village: Village, who: str) -> None:
    async with village.database.write() as db:
        await db.execute(
            update(t.Role)
            .where(t.Role.member_id == village.ids[who])
            .values(until_on=date(2026, 11, 1))
        )


@pytest.mark.parametrize("typed", ["200k", "đúng", "1"])
async def test_a_sum_that_was_asked_for_is_read_by_an_officer_only(
    village: Village, typed: str
) -> None:
    await village("""
        lan > bà Hoa nộp 100k
        lan < Is that right?
    """)
    await end_office(village, "lan")
    await village.say("lan", typed)
    said = plain(village.phones.by_chat["lan"].unread.popleft().text)
    assert said == "That is the board's work."
    assert await posted(village) == []
    await village("""
        lan > menu
        lan < What can I do for you
    """)


async def test_nor_is_a_button_of_it_of_any_use(village: Village) -> None:
    await village("""
        lan > bà Hoa nộp 100k
        lan < Is that right?
    """)
    await end_office(village, "lan")
    await village("""
        lan # Another sum
        lan < That is the board's work.
        lan # I hold all
        lan < That one was answered already.
    """)


async def test_a_command_is_followed_and_her_own_questions_go_on(village: Village) -> None:
    await village.lend("lan")
    await village("""
        lan > bà Hoa nộp 100k
        lan < Is that right?
    """)
    await end_office(village, "lan")
    await village("""
        lan > tôi nộp 50k
        lan < Is that right?
        lan > 1
        lan < Whom did you give it to
        lan > thôi
        lan < All right
    """)


async def test_who_keeps_an_office_goes_on(village: Village) -> None:
    await village("""
        lan > bà Hoa nộp 100k
        lan < Is that right?
        lan > 200k
        lan < 200,000 đ … Is that right?
    """)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("menu", "What can I do"), ("cơm", "Please ask"), ("thôi", "All right")],
)
async def test_who_visits_nobody_any_more_is_not_held_by_a_question(
    village: Village, typed: str, said: str
) -> None:
    await volunteer(village, "hoa")
    await take_in(village, "Vi Thị Lan")
    await village("""
        hoa > thăm bà Lan
        hoa < What was done for Ms Lan?
    """)
    async with village.database.write() as db:
        await members.note_volunteer(db, village.club, village.ids["hoa"], volunteer=False)
    await village(f"""
        hoa > {typed}
        hoa < {said}
        hoa > tôi còn nợ bao nhiêu
        hoa < You still have
    """)


async def test_nor_is_who_leads_health_no_more(village: Village) -> None:
    await village.join("xuan", "Lê Thị Xuân", "health_lead")
    await village("""
        xuan > đo huyết áp
        xuan < Please write a line for each
    """)
    await end_office(village, "xuan")
    await village("""
        xuan > menu
        xuan < What can I do for you
    """)
