"""What was written before a question was asked is no answer to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.storage import tables as t
from tests.enrolment import code_for
from tests.village import NOON, Village


async def declared(village: Village) -> int:
    async with village.database.read() as db:
        return int((await db.execute(select(func.count(t.Declaration.id)))).scalar_one())


async def test_a_yes_never_confirms_what_she_had_not_seen(village: Village) -> None:
    await village("""
        hoa @50 > nop 500k
        hoa < 500,000 đ … Is that right?
        hoa @49 > alo
        hoa < You wrote that before I had asked this. … 500,000 đ … Is that right?
        hoa @40 > 1
        hoa < You wrote that before I had asked this. … 500,000 đ … Is that right?
        hoa @39 > đúng rồi
        hoa < You wrote that before I had asked this. … 500,000 đ … Is that right?
        hoa > 1
        hoa < Whom did you give it to?
        hoa @38 > 1
        hoa < You wrote that before I had asked this. … Whom did you give it to?
    """)
    assert await declared(village) == 0


@pytest.mark.parametrize("said", ["500k", "150", "Bình"])
async def test_words_are_no_answer_either(village: Village, said: str) -> None:
    await village(f"""
        hoa @50 > tôi đã nộp tiền
        hoa < How much did you pay?
        hoa @49 > {said}
        hoa < You wrote that before I had asked this. … How much did you pay?
        hoa > 500k
        hoa < Is that right?
    """)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("huỷ", "All right, nothing was written down."),
        ("con no bao nhieu", "You still have 5,000,000 đ"),
        ("/phieu", "You have no slips yet."),
        ("tôi nộp 600k", "600,000 đ … Is that right?"),
    ],
)
async def test_a_command_works(village: Village, said: str, answer: str) -> None:
    await village(f"""
        hoa @50 > nop 500k
        hoa < 500,000 đ … Is that right?
        hoa @49 > {said}
        hoa < {answer}
    """)


@pytest.mark.parametrize("said", ["menu", "0", "alo", "/start", "giúp tôi với"])
async def test_calling_the_bot_is_no_reason_to_drop_what_was_asked_for(
    village: Village, said: str
) -> None:
    await village(f"""
        hoa @50 > nop 500k
        hoa < 500,000 đ … Is that right?
        hoa @49 > {said}
        hoa < You wrote that before I had asked this. … 500,000 đ
        hoa > {said}
        hoa < you
    """)


async def test_what_comes_handy_next_is_not_chosen(village: Village) -> None:
    await village("""
        hoa @50 > con no bao nhieu
        hoa < 5,000,000 đ
        hoa @49 > 1
        hoa < I did not understand that yet.
    """)


@pytest.mark.parametrize(("seconds", "counts"), [(29, True), (31, False)])
async def test_clocks_may_differ_by_half_a_minute(
    village: Village, seconds: int, counts: bool
) -> None:
    await village("""
        hoa > nop 500k
        hoa < Is that right?
    """)
    await village.say("hoa", "1", sent_at=NOON - timedelta(seconds=seconds))
    await village(f"hoa < {'Whom' if counts else 'You wrote that before'}")


async def test_a_press_is_never_too_early(village: Village) -> None:
    """Only the earliest moment of it is known, and whoever pressed has seen the question."""
    await village("""
        hoa > nop 500k
        hoa < Is that right?
        hoa @20 # Yes
        hoa < Whom
    """)


async def test_an_emergency_is_heard_however_old(village: Village) -> None:
    await village("""
        hoa @90 > nop 500k
        hoa < Is that right?
        hoa @80 > tôi bị ngã
        hoa < Call 115 now!
        minh < wrote to me of an emergency
        hoa > 1
        hoa < Whom
    """)


async def test_who_holds_the_phone_is_not_said_before_it_was_asked(village: Village) -> None:
    await village.link("binh", "hoa")
    await village("""
        hoa @50 > con no bao nhieu
        hoa < Who is holding the phone, please?
        hoa @49 > 1
        hoa < Who is holding the phone, please?
        hoa @48 > ông Bình
        hoa < Who is holding the phone, please?
        hoa > 1
        hoa < You still have 5,000,000 đ
    """)


async def test_what_was_put_off_stays_as_old_as_it_is(village: Village) -> None:
    await village.link("binh", "hoa")
    await village("""
        hoa > nop 500k
        hoa < Who is holding the phone, please?
        hoa > 1
        hoa < Is that right?
    """)
    village.clock.pass_by(minutes=11)
    await village("""
        hoa @12 > 1
        hoa < Who is holding the phone, please?
        hoa > 1
        hoa < You wrote that before I had asked this. … Is that right?
        hoa > 1
        hoa < Whom
    """)


async def test_whether_there_is_danger_is_not_answered_before_it_was_asked(
    village: Village,
) -> None:
    await village.join("nga", "Đỗ Thị Nga")
    await village("""
        lan @50 > nga roi
        lan < Is somebody in danger?
        lan @49 > 1
        lan < I did not understand that yet.
    """)
    assert not village.phones.by_chat["minh"].last


async def test_a_stranger_is_asked_for_the_year_again(village: Village) -> None:
    await village.join("mai", "Lò Thị Mai", birth_year=1949, phone=None)
    code = await code_for(village, "mai")
    await village(f"""
        new @50 > {code.shown}
        new < In which year were you born?
        new @49 > 1949
        new < You wrote that before I had asked this. … In which year were you born?
        new > 1949
        new < Who is holding the phone?
    """)


@pytest.mark.parametrize(("seconds", "posted"), [(0, 0), (1, 0), (5, 1)])
async def test_a_number_typed_twice_at_once_takes_no_money(
    village: Village, seconds: int, posted: int
) -> None:
    """Nobody has read within a second what the first one was answered with."""
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < was handed to you
        tu < was handed to the treasurer
    """)
    await village.say("lan", "1", sent_at=village.clock.now)
    village.hears("lan", "To be sure: please choose one of these.")
    written = village.clock.now + timedelta(seconds=seconds)
    village.clock.pass_by(seconds=seconds + 1)
    await village.say("lan", "1", sent_at=written)
    village.hears("lan", "Written down" if posted else "To be sure: please choose one of these.")
    async with village.database.read() as db:
        slips = select(func.count(t.Declaration.id)).where(t.Declaration.status == "confirmed")
        assert (await db.execute(slips)).scalar_one() == posted
