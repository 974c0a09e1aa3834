"""Phones that several people use, and people who stop using one."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from bot.storage import tables as t
from bot.storage.talk import offer_number
from tests.enrolment import code_for
from tests.village import Village, plain


@pytest.fixture
async def house(village: Village) -> Village:
    """Bình and Tám share the phone called "house"; both have a loan."""
    await village.join("tam", "Đinh Thị Tám", birth_year=1952, phone="house")
    await village.lend("tam", 3_000_000)
    await village.link("binh", "house")
    return village


async def unlink(village: Village, short: str) -> None:
    async with village.database.write() as db:
        await db.execute(
            update(t.Link)
            .where(t.Link.member_id == village.ids[short])
            .values(until=village.clock.now)
        )


# --- Who is speaking -----------------------------------------------------------------------------


async def test_nothing_is_shown_before_she_says_who_she_is(house: Village) -> None:
    await house("""
        house > con no bao nhieu
        house < Who is holding the phone, please?
        house > ai hỏi vậy
        house < Who is holding the phone, please?
        house # Ms Tám
        house < You still have 3,000,000 đ to pay to the fund.
        house > con no bao nhieu
        house < You still have 3,000,000 đ
    """)


async def test_who_speaks_is_forgotten_after_ten_idle_minutes(house: Village) -> None:
    await house("""
        house > con no bao nhieu
        house < Who is holding
        house > 1
        house < 3,000,000 đ
    """)
    house.clock.pass_by(minutes=9, seconds=59)
    await house("""
        house > con no bao nhieu
        house < 3,000,000 đ
    """)
    house.clock.pass_by(minutes=10)
    await house("""
        house > con no bao nhieu
        house < Who is holding
        house # Mr Bình
        house < 5,000,000 đ
    """)


async def test_a_question_to_one_is_not_shown_to_the_other(house: Village) -> None:
    await house("""
        house > tôi nộp 500k
        house < Who is holding
        house # Ms Tám
        house < 500,000 đ
    """)
    house.clock.pass_by(minutes=11)
    await house("""
        house > đúng
        house < Who is holding
        house # Mr Bình
        house < I did not understand that yet.
    """)


@pytest.mark.parametrize("first", ["alo", "menu", "xin chào"])
async def test_a_greeting_gives_way_to_what_is_asked_after_it(house: Village, first: str) -> None:
    await house(f"""
        house > {first}
        house < Who is holding the phone, please?
        house > con no bao nhieu
        house < Who is holding the phone, please?
        house > 1
        house < You still have 3,000,000 đ
    """)


async def test_of_two_things_that_are_asked_the_last_one_wins(house: Village) -> None:
    await house("""
        house > con no bao nhieu
        house < Who is holding the phone, please?
        house > tôi nộp 500k
        house < Who is holding the phone, please?
        house > tôi là bà Tám
        house < 500,000 đ
    """)


# --- News for one of them ------------------------------------------------------------------------


async def test_no_sum_is_pushed_to_a_shared_phone(house: Village) -> None:
    await house("""
        lan > Tám
        lan < Đinh Thị Tám
        lan # Receive
        lan < Ms Tám
        lan > 1
        lan < Written down: Ms Tám 30,000 đ
        house < Ms Tám has news from the club.
        house # I am Ms Tám
        house < Receipt … 30,000 đ
    """)


async def put_off(house: Village) -> None:
    """Leave a slip for Tám waiting on the shared phone."""
    for text in ("Tám", "1", "1"):
        await house.say("lan", text)
    for phone in house.phones.by_chat.values():
        phone.unread.clear()


async def test_news_is_opened_once(house: Village) -> None:
    await put_off(house)
    await house("""
        house # I am Ms Tám
        house < Receipt
        house # I am Ms Tám
        house < You already chose
    """)


async def test_a_slip_that_waited_is_still_sent_at_most_once(house: Village) -> None:
    await put_off(house)
    await house.press("house", "I am Ms Tám")
    house.hears("house", "Receipt")
    async with house.database.read() as db:
        row = (
            await db.execute(select(t.Outbox.once).where(t.Outbox.text.contains("Receipt")))
        ).one()
    assert row.once


async def test_opening_her_news_says_who_speaks_whoever_spoke_before(house: Village) -> None:
    await put_off(house)
    await house("""
        house > con no bao nhieu
        house < Who is holding
        house # Mr Bình
        house < 5,000,000 đ
        house # I am Ms Tám
        house < Receipt
        house > con no bao nhieu
        house < 3,000,000 đ
    """)


async def test_what_the_news_offers_is_hers_alone(house: Village) -> None:
    await put_off(house)
    await house("""
        house # I am Ms Tám
        house < Receipt
    """)
    house.clock.pass_by(minutes=11)
    await house("""
        house # Please look at it again
        house < Who is holding
        house # Mr Bình
        house < That is for somebody else on this phone.
    """)


async def test_news_is_opened_by_its_number_where_there_are_no_buttons(house: Village) -> None:
    await put_off(house)
    async with house.database.read() as db:
        offer = (
            await db.execute(select(t.Offer.id).where(t.Offer.step == "news.open"))
        ).scalar_one()
    await house(f"""
        house > 1 {offer_number(offer)}
        house < Receipt
    """)


@pytest.mark.parametrize("said", ["bà Tám", "ba tam", "Tôi là bà Tám đây", "I am Ms Tám", "tám"])
async def test_her_name_opens_her_news_like_a_tap(house: Village, said: str) -> None:
    await put_off(house)
    await house(f"""
        house > {said}
        house < Receipt
        house > con no bao nhieu
        house < 3,000,000 đ
    """)


async def test_the_name_of_the_other_does_not_open_her_news(house: Village) -> None:
    await put_off(house)
    await house("""
        house > ông Bình
        house < Who is holding the phone, please?
    """)


async def test_a_name_opens_nothing_while_the_other_is_speaking(house: Village) -> None:
    await put_off(house)
    await house("""
        house > con no bao nhieu
        house < Who is holding
        house > Bình
        house < 5,000,000 đ
        house > bà Tám
        house < I did not understand that yet.
    """)


async def test_a_name_that_was_asked_for_is_the_answer_and_opens_nothing(house: Village) -> None:
    await put_off(house)
    await house("""
        house > tôi nộp 500k
        house < Who is holding
        house > Tám
        house < 500,000 đ
        house > đúng
        house < Whom did you give it to?
        house > 2
        house < name
        house > Tám
        house < I find nobody of that name
    """)


# --- Somebody new on a phone ---------------------------------------------------------------------


async def test_a_third_person_joins_on_a_phone_that_nobody_holds_just_now(
    house: Village,
) -> None:
    await house.join("mai", "Lò Thị Mai", birth_year=1949, phone=None)
    code = await code_for(house, "mai")
    await house(f"""
        house > {code.shown}
        house < In which year were you born?
    """)
    house.clock.pass_by(minutes=11)
    await house("""
        house > 1949
        house < Who is holding the phone?
        house # I am Ms Mai, I agree
        house < May I remind you
        house > con no bao nhieu
        house < Who is holding the phone, please?
        house # Ms Tám
        house < 3,000,000 đ
    """)
    house.clock.pass_by(minutes=11)
    await house(f"""
        house > {code.shown}
        house < In which year were you born?
        house > 1949
        house < Who is holding the phone?
        house > 1
        house < May I remind you
        house > yes
        house < Welcome, Ms Mai! … Several people use this phone
        house > con no bao nhieu
        house < You have nothing left to pay
    """)


async def test_news_opened_in_between_does_not_stop_who_is_joining(house: Village) -> None:
    await house.join("mai", "Lò Thị Mai", birth_year=1949, phone=None)
    code = await code_for(house, "mai")
    await put_off(house)
    await house(f"""
        house > con no bao nhieu
        house < Who is holding
        house # Mr Bình
        house < 5,000,000 đ
        house > {code.shown}
        house < In which year were you born?
        house # I am Ms Tám
        house < Receipt
        house > 1949
        house < Who is holding the phone?
        house # I am Ms Mai, I agree
        house < May I remind you
    """)


# --- Leaving -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["rời nhóm", "không dùng nữa", "roi nhom", "/stop"])
async def test_leaving_is_asked_once_and_then_the_phone_knows_nothing(
    village: Village, text: str
) -> None:
    await village(f"""
        hoa > con no bao nhieu
        hoa < 5,000,000 đ
        hoa > {text}
        hoa < Leave the club on this phone?
        hoa # Yes, leave
        hoa < Done, goodbye!
        hoa > con no bao nhieu
        hoa < Hello, I am the assistant
        hoa # How it is counted
        hoa < That button does not work any more.
    """)


async def test_who_stays_stays(village: Village) -> None:
    await village("""
        hoa > rời nhóm
        hoa < Leave the club on this phone?
        hoa > không
        hoa < Good that you stay.
        hoa > con no bao nhieu
        hoa < 5,000,000 đ
    """)


async def test_leaving_a_shared_phone_leaves_the_other_alone(house: Village) -> None:
    await house("""
        house > rời nhóm
        house < Who is holding
        house # Ms Tám
        house < Leave the club on this phone?
        house > 1
        house < Done, goodbye!
        house > con no bao nhieu
        house < You still have 5,000,000 đ
    """)


async def test_what_waited_to_be_said_is_not_said_after_leaving(village: Village) -> None:
    async with village.database.write() as db:
        row = await db.execute(
            select(t.Link.address_id).where(t.Link.member_id == village.ids["hoa"])
        )
        await db.execute(
            insert(t.Outbox).values(
                club_id=village.club,
                address_id=row.scalar_one(),
                member_id=village.ids["hoa"],
                lane=1,
                once=False,
                text="10 December: 50,000 đ",
                choices=[],
                image="",
                document="",
                silent=False,
                status="waiting",
                made_at=village.clock.now,
                next_at=village.clock.now.replace(hour=6),
                useless_after=village.clock.now.replace(hour=20),
                attempts=0,
            )
        )
    await village("""
        hoa > rời nhóm
        hoa < Leave
        hoa > 1
        hoa < Done, goodbye!
    """)
    village.clock.pass_by(hours=2)
    await village.delivery.deliver()
    assert not village.phones.by_chat["hoa"].unread


# --- In private ----------------------------------------------------------------------------------


async def test_what_is_said_in_private_goes_to_the_head_alone(village: Village) -> None:
    await village("""
        hoa > tôi muốn nói riêng
        hoa < What you write now goes to Mr Minh alone.
        hoa > Cháu tôi giữ hết tiền
        hoa < I told Mr Minh alone.
        minh < Ms Hoa Bính wants to speak with you in private and writes: “Cháu tôi giữ hết tiền”
    """)


async def test_private_words_may_be_kept_back(village: Village) -> None:
    await village("""
        hoa > tôi muốn nói riêng
        hoa < What you write now
        hoa > thôi
        hoa < told nobody
        hoa > tôi muốn nói riêng
        hoa < What you write now
        hoa > /menu
        hoa < What can I do for you?
    """)


async def test_a_head_who_holds_the_same_phone_hears_nothing(village: Village) -> None:
    await village.link("minh", "hoa")
    await unlink(village, "minh")
    await village.link("minh", "hoa")
    await village("""
        hoa > tôi muốn nói riêng
        hoa < Who is holding
        hoa # Ms Hoa
        hoa < The head has no phone here yet.
    """)


async def test_private_words_do_not_go_to_the_heads_helper(village: Village) -> None:
    await unlink(village, "minh")
    await village.link("minh", "nephew", kind="helper")
    await village("""
        hoa > tôi muốn nói riêng
        hoa < The head has no phone here yet.
    """)


async def test_the_deputy_listens_where_the_head_is_family(village: Village) -> None:
    await village.join("dep", "Hà Văn Đệ", "deputy", birth_year=1966, sex="male")
    await village.join("vo", "Lý Thị Vợ", household="minh's", phone="vo")
    async with village.database.write() as db:
        household = select(t.Household.id).where(t.Household.label == "minh's")
        await db.execute(
            update(t.Member)
            .where(t.Member.id == village.ids["minh"])
            .values(household_id=household.scalar_subquery())
        )
    await village("""
        vo > nói riêng
        vo < goes to Đệ alone.
        vo > ông nhà tôi cầm tiền quỹ
        vo < I told Đệ alone.
        dep < Ms Vợ wants to speak with you in private
    """)


async def test_words_from_a_shared_phone_say_so(house: Village) -> None:
    await house("""
        house > nói riêng
        house < Who is holding
        house # Ms Tám
        house < goes to Mr Minh alone.
        house > tôi lo lắm
        house < I told Mr Minh alone.
        minh < Ms Tám (from a shared phone) wants to speak
    """)
    assert all("lo lắm" not in plain(one.text) for one in house.phones.by_chat["lan"].last)
