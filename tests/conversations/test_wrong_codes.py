"""Joining codes that do not work: the same answer, and a lock after five."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.storage import codes
from bot.storage import tables as t
from bot.storage.talk import offer_number
from tests.enrolment import code_for
from tests.village import Village, plain

DOES_NOT_WORK = "This code does not work. Please ask the secretary for a new one."


async def wrong(village: Village) -> str:
    """Return eight digits that are nobody's code."""
    async with village.database.read() as db:
        known = set((await db.execute(select(t.JoiningCode.code))).scalars())
    return next(code for code in ("4827 1593", "4827 1594") if code.replace(" ", "") not in known)


async def try_wrong_codes(village: Village, chat: str, times: int) -> None:
    for _time in range(times):
        await village.say(chat, await wrong(village))


async def spoil(village: Village, code: codes.JoiningCode, way: str) -> None:
    async with village.database.write() as db:
        if way == "used":
            assert await codes.use(db, code.id, "test", village.clock.now)
        if way == "void":
            await codes.void(db, code.id, village.clock.now)
        if way == "left":
            await db.execute(
                update(t.Member)
                .where(t.Member.id == code.member_id)
                .values(left_on=village.clock.now.date())
            )
    if way == "expired":
        village.clock.pass_by(days=45)


@pytest.mark.parametrize("way", ["never made", "used", "void", "left", "expired"])
async def test_every_code_that_fails_gets_the_same_answer(village: Village, way: str) -> None:
    code = await code_for(village, "binh")
    await spoil(village, code, way)
    await village.say("new", await wrong(village) if way == "never made" else code.shown)
    heard = village.phones.by_chat["new"].unread.popleft()
    assert plain(heard.text) == DOES_NOT_WORK
    assert not heard.choices
    village.hears("thu", "Somebody tried")


async def test_a_code_works_on_its_last_day(village: Village) -> None:
    code = await code_for(village, "binh")
    village.clock.pass_by(days=44, hours=23)
    await village(f"""
        new > {code.shown}
        new < In which year were you born?
    """)


async def test_the_fifth_wrong_code_locks_the_phone_for_an_hour(village: Village) -> None:
    code = await code_for(village, "binh")
    await try_wrong_codes(village, "new", 4)
    for _time in range(4):
        village.hears("new", DOES_NOT_WORK)
    village.hears("thu", "Somebody tried a joining code that does not work.")
    await village(f"""
        new > {await wrong(village)}
        new < Several codes in a row did not work here. Please try again after 13:00
        thu < Several joining codes in a row did not work on one phone. … until 13:00.
        new > {code.shown}
        new < Please try again after 13:00
        other > {code.shown}
        other < In which year were you born?
    """)
    village.clock.pass_by(minutes=59)
    await village(f"""
        new > {code.shown}
        new < Please try again after 13:00
    """)
    village.clock.pass_by(minutes=1)
    await village(f"""
        new > {code.shown}
        new < In which year were you born?
    """)


async def test_after_the_lock_the_count_begins_anew(village: Village) -> None:
    await try_wrong_codes(village, "new", 5)
    village.clock.pass_by(hours=1)
    await try_wrong_codes(village, "new", 4)
    heard = [plain(reply.text) for reply in village.phones.by_chat["new"].unread]
    assert heard[-4:] == [DOES_NOT_WORK] * 4


async def test_a_right_code_ends_the_row_once_somebody_has_joined(village: Village) -> None:
    await try_wrong_codes(village, "new", 4)
    code = await code_for(village, "binh")
    for text in (code.shown, "1950", "1", "yes"):
        await village.say("new", text)
    await try_wrong_codes(village, "new", 4)
    heard = [plain(reply.text) for reply in village.phones.by_chat["new"].unread]
    assert heard[-4:] == [DOES_NOT_WORK] * 4


async def test_the_secretary_opens_the_lock(village: Village) -> None:
    code = await code_for(village, "binh")
    await try_wrong_codes(village, "new", 5)
    for phone in village.phones.by_chat.values():
        phone.unread.clear()
    await village(f"""
        thu # Let it try again
        thu < Done, that phone may try again.
        new < The secretary lets you try again: please write the code.
        new > {code.shown}
        new < In which year were you born?
    """)


async def test_the_secretary_gives_a_new_code_from_the_notice(village: Village) -> None:
    code = await code_for(village, "binh")
    await spoil(village, code, "expired")
    await village(f"""
        new > {code.shown}
        new < {DOES_NOT_WORK}
        thu < Somebody tried the joining code of Mr Bình, but it does not work any more.
        thu # Give out a joining code
        thu < Mr Bình's joining code:
    """)


async def test_the_notice_is_answered_by_its_number_too(village: Village) -> None:
    code = await code_for(village, "binh")
    await spoil(village, code, "void")
    await village(f"""
        new > {code.shown}
        new < {DOES_NOT_WORK}
        thu < Somebody tried
    """)
    async with village.database.read() as db:
        offers = await db.execute(select(t.Offer.id).where(t.Offer.step == "member.code"))
    await village(f"""
        thu > 1 {offer_number(offers.scalar_one())}
        thu < Mr Bình's joining code:
    """)


async def test_the_head_is_told_where_the_secretary_has_no_phone(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(
            update(t.Link)
            .where(t.Link.member_id == village.ids["thu"])
            .values(until=village.clock.now)
        )
    await village(f"""
        new > {await wrong(village)}
        new < {DOES_NOT_WORK}
        minh < Somebody tried a joining code that does not work.
    """)


async def test_a_wrong_code_says_nothing_where_nobody_knows_the_club(village: Village) -> None:
    await Village(village.database).found(key="khac")
    await village(f"""
        new > {await wrong(village)}
        new < {DOES_NOT_WORK}
    """)


async def test_a_secretarys_phone_is_never_locked(village: Village) -> None:
    code = await code_for(village, "binh")
    await try_wrong_codes(village, "thu", 7)
    heard = [plain(reply.text) for reply in village.phones.by_chat["thu"].unread]
    village.phones.by_chat["thu"].unread.clear()
    assert heard == [DOES_NOT_WORK] * 7
    await village(f"""
        thu > {code.shown}
        thu < In which year were you born?
    """)


async def test_a_members_own_question_stays_open_beside_a_wrong_code(village: Village) -> None:
    await village(f"""
        hoa > tôi nộp 500k
        hoa < 500,000 đ
        hoa > {await wrong(village)}
        hoa < {DOES_NOT_WORK} … 500,000 đ
        thu < Somebody tried
        hoa > đúng
        hoa < Whom did you give it to?
    """)


async def test_a_lock_does_not_stop_an_officer_who_came_to_that_phone(village: Village) -> None:
    code = await code_for(village, "binh")
    await try_wrong_codes(village, "new", 5)
    for phone in village.phones.by_chat.values():
        phone.unread.clear()
    await village.link("thu", "new")
    await village(f"""
        new > {code.shown}
        new < In which year were you born?
    """)
