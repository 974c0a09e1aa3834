"""Each person is spoken to in the language that she chose."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.enrolment import code_for
from tests.lending import keep_cash
from tests.village import Village


@pytest.fixture
async def vietnamese(database: Database) -> Village:
    """A club that speaks Vietnamese."""
    village = Village(database, locale="vi")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("binh", "Vi Văn Bình", sex="male", phone=None)
    for short in ("hoa", "binh"):
        await village.lend(short)
    return village


async def locale_of(village: Village, short: str) -> str:
    async with village.database.read() as db:
        rows = await db.execute(select(t.Member.locale).where(t.Member.id == village.ids[short]))
        return str(rows.scalar_one())


async def test_a_member_switches_and_is_answered_in_the_new_language(
    vietnamese: Village,
) -> None:
    await vietnamese("""
        hoa > con no bao nhieu
        hoa < 5.000.000 đ
        hoa > english
        hoa < From now on I speak English.
        hoa > how much do i owe
        hoa < You still have 5,000,000 đ to pay to the fund.
        lan > con no bao nhieu
        lan <
    """)
    assert await locale_of(vietnamese, "hoa") == "en"


async def test_and_back_again(village: Village) -> None:
    await village("""
        hoa > how much do i owe
        hoa < You still have 5,000,000 đ
        hoa > tiếng Việt
        hoa <
        hoa > con no bao nhieu
        hoa < 5.000.000 đ
    """)


@pytest.mark.parametrize("start", ["/language", "đổi tiếng"])
async def test_the_languages_are_offered_in_their_own_words(village: Village, start: str) -> None:
    await village(f"""
        hoa > {start}
        hoa < Which language do you like?
    """)
    assert {"English", "Tiếng Việt"} <= {choice.label for choice in village.choices("hoa")}


async def test_the_settings_lead_to_the_other_language(vietnamese: Village) -> None:
    await vietnamese.say("hoa", "menu")
    settings = next(c.key for c in vietnamese.choices("hoa") if c.key.endswith(":settings"))
    vietnamese.phones.by_chat["hoa"].unread.clear()
    await vietnamese.press(
        "hoa", next(c.label for c in vietnamese.choices("hoa") if c.key == settings)
    )
    vietnamese.phones.by_chat["hoa"].unread.clear()
    await vietnamese("""
        hoa # English
        hoa < From now on I speak English.
    """)


async def test_a_stranger_chooses_and_keeps_the_language_after_joining(
    vietnamese: Village,
) -> None:
    code = await code_for(vietnamese, "binh")
    await vietnamese(f"""
        new > hello
        new < 4827 1593
        new # English
        new < From now on I speak English. Please write me your joining code.
        new > {code.shown}
        new < In which year were you born?
        new > 1950
        new < Who is holding the phone?
        new > 1
        new < May I remind you
        new > no
        new < May I remind you
        new > no, thank you
        new < Welcome, Mr Bình!
        new > how much do i owe
        new < You still have 5,000,000 đ
    """)
    assert await locale_of(vietnamese, "binh") == "en"


async def test_who_joins_on_anothers_phone_speaks_the_clubs_language(
    vietnamese: Village,
) -> None:
    async with vietnamese.database.write() as db:
        await db.execute(update(t.Address).values(locale="en"))
    code = await code_for(vietnamese, "binh")
    for text in (code.shown, "1950", "1", "1"):
        await vietnamese.say("hoa", text)
    assert await locale_of(vietnamese, "binh") == ""
    assert "Bình" in vietnamese.phones.by_chat["hoa"].last[-1].text


async def test_a_strangers_language_is_not_anybody_elses(vietnamese: Village) -> None:
    await vietnamese("""
        new > english
        new < From now on I speak English.
        other > hello
        other < 4827 1593
        hoa > con no bao nhieu
        hoa < 5.000.000 đ
    """)


async def test_a_shared_phone_asks_in_the_language_that_its_people_share(
    vietnamese: Village,
) -> None:
    await vietnamese.link("binh", "hoa")
    async with vietnamese.database.write() as db:
        await db.execute(update(t.Member).values(locale="en"))
    await vietnamese("""
        hoa > hello
        hoa < Who is holding the phone, please?
    """)


async def test_each_is_told_in_her_own_language(vietnamese: Village) -> None:
    async with vietnamese.database.write() as db:
        await db.execute(
            update(t.Member).where(t.Member.id == vietnamese.ids["lan"]).values(locale="en")
        )
    for text in ("tôi nộp 500k", "đúng", "1"):
        await vietnamese.say("hoa", text)
    vietnamese.hears("lan", "Hoa … 500,000 đ")


# --- What was agreed to --------------------------------------------------------------------------


async def test_a_member_sees_what_she_agreed_to_and_changes_the_reminders(
    village: Village,
) -> None:
    await village("""
        hoa > quyền riêng tư
        hoa < Nothing is written here yet.
        hoa # Please remind me
        hoa < Thank you, I will remind you.
        hoa > quyền riêng tư
        hoa < Reminders: yes, 21 Nov 2026
        hoa # No more reminders
        hoa < All right, no more reminders.
        hoa > quyền riêng tư
        hoa < Reminders: no, 21 Nov 2026
        hoa # Leave the club on this phone
        hoa < Leave the club on this phone?
        hoa > không
        hoa < Good that you stay.
    """)


async def test_who_has_said_that_it_is_she_is_spoken_to_as_she_is(vietnamese: Village) -> None:
    await vietnamese.join("ly", "Hoàng Thị Lý", birth_year=1945, phone=None)
    code = await code_for(vietnamese, "ly")
    for said in (code.shown, "1945", "1"):
        await vietnamese.say("new", said)
    said = vietnamese.phones.by_chat["new"].last[-1].text
    assert said == "Cháu nhắc bà ngày nộp tiền và ngày họp nhé?"


async def test_what_was_asked_stays_open_and_is_asked_in_the_new_language(
    vietnamese: Village,
) -> None:
    await keep_cash(vietnamese, "lan", 500_000)
    await vietnamese("""
        lan > kiểm quỹ
        lan < Bác đếm được bao nhiêu
        lan > English
        lan < From now on I speak English. … By the book you keep 500,000 đ. How much is there?
        lan > thiếu 20k
        lan < 20,000 đ
    """)


async def test_a_sum_that_is_read_back_is_read_back_in_the_new_language(
    village: Village,
) -> None:
    await village("""
        lan > bà Hoa nộp 100k
        lan < Is that right?
        lan > tiếng Việt
        lan < Từ giờ cháu nói tiếng Việt ạ. … bà Hoa Bính nộp 100.000 đ … Đúng không ạ?
        lan # Đã cầm đủ 100.000 đ
        lan < Đã ghi
        hoa < Receipt
    """)


async def test_what_happened_meanwhile_is_in_it(village: Village) -> None:
    await village("""
        lan > bà Hoa nộp 100k
        lan < Is that right?
        tu > bà Hoa nộp 100k
        tu < Is that right?
        tu > 1
        tu < Written down
        hoa < Receipt
        lan > tiếng Việt
        lan < Từ giờ cháu nói tiếng Việt ạ. … Hôm nay đã ghi 100.000 đ
    """)


async def test_what_can_not_be_made_anew_is_repeated_as_it_stands(village: Village) -> None:
    await village("""
        lan > bà Hoa nộp 100k
        lan < Is that right?
    """)
    async with village.database.write() as db:
        (data,) = (await db.execute(select(t.Question.data))).scalars()
        data = {key: its for key, its in data.items() if key != "made_by"}
        await db.execute(update(t.Question).values(data=data))
    await village("""
        lan > tiếng Việt
        lan < Từ giờ cháu nói tiếng Việt ạ. … Ms Hoa Bính: 100,000 đ
        lan > 1
        lan < Đã ghi
        hoa < Receipt
    """)
