"""What Zalo keeps from bots: answered kindly once, and then not again until words can be read."""

from __future__ import annotations

import pytest

from bot.chat import Incoming
from bot.storage.engine import Database
from tests.conversations.test_statements import takes_at_most
from tests.village import Village

WORD = "Zalo did not show me what you sent."


@pytest.fixture
async def village(database: Database) -> Village:
    """A club on Zalo."""
    village = Village(database, platform="zalo")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("tam", "Đinh Thị Tám", phone="house")
    await village.join("binh", "Vi Văn Bình", sex="male", phone="house")
    await village.lend("hoa")
    return village


async def unsupported(village: Village, chat: str) -> None:
    await village.say(chat, "", kind="unsupported")


async def test_once_and_then_silence_until_something_can_be_read(village: Village) -> None:
    await unsupported(village, "hoa")
    await village(f"hoa < {WORD} … What can I do for you?")
    for _again in range(3):
        await unsupported(village, "hoa")
        await village("")
    await village("""
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ
    """)
    await unsupported(village, "hoa")
    await village(f"hoa < {WORD}")


async def test_a_message_at_which_the_program_stumbles_is_never_met_with_silence(
    village: Village,
) -> None:
    for _again in range(2):
        await village.say("hoa", "", kind="failed")
        await village("hoa < I can only read what is written.")


async def test_an_open_question_is_repeated_once_and_stays_open(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ … Is that right?
    """)
    await unsupported(village, "hoa")
    await village(f"hoa < {WORD} … 500,000 đ … Is that right?")
    await unsupported(village, "hoa")
    await village("""
        hoa > 1
        hoa < Whom did you give it to?
    """)


async def test_a_stranger_hears_how_to_join_and_a_shared_phone_who_is_asked(
    village: Village,
) -> None:
    await unsupported(village, "new")
    await village(f"new < {WORD} … Please write me the joining code")
    await unsupported(village, "house")
    await village(f"house < {WORD} … Who is holding the phone, please?")
    for chat in ("new", "house"):
        await unsupported(village, chat)
        await village("")


async def test_the_same_one_delivered_twice_is_one(village: Village) -> None:
    await unsupported(village, "hoa")
    village.messages -= 1
    await unsupported(village, "hoa")
    await village(f"hoa < {WORD}")


async def test_elsewhere_each_is_answered(village: Village) -> None:
    await village.link("hoa", "telegram_hoa")
    for _time in range(2):
        await unsupported(village, "telegram_hoa")
        await village("telegram_hoa < I can only read what is written.")


async def test_silence_takes_two_statements(village: Village) -> None:
    await unsupported(village, "hoa")
    village.phones.by_chat["hoa"].unread.clear()
    again = Incoming(address=village.at("hoa"), message="again", kind="unsupported")
    await takes_at_most(village, 2, again)


async def test_in_vietnamese(database: Database) -> None:
    village = Village(database, locale="vi", platform="zalo")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await unsupported(village, "hoa")
    await village("hoa < Zalo không cho cháu xem tin bà vừa gửi. Bà nhắn bằng chữ giúp cháu nhé.")
    await unsupported(village, "hoa")
    await village("")
