"""One person on two platforms: the same code, and the conversation goes on where she writes."""

from __future__ import annotations

import asyncio

import pytest

from bot.papers.joining_qr import joining_qr
from bot.storage import bots, files
from tests.conversations.test_joining import DOES_NOT_WORK, agreed, code_of, kinds
from tests.village import Village, plain

LINK = "https://t.me/clb_bot?start="


async def join(village: Village, chat: str, code: str, who: str = "1") -> None:
    """Join with a code and agree to everything that is asked; nobody looks at what is said."""
    for text in (code, "1950", who):
        await village.say(chat, text)
    if "May I remind" in village.phones.by_chat[chat].last[-1].text:
        await village.say(chat, "yes")
    assert "Welcome" in village.phones.by_chat[chat].last[-1].text
    for phone in village.phones.by_chat.values():
        phone.unread.clear()


@pytest.fixture
async def code(village: Village) -> str:
    """Bình's code, with which he has joined on one platform."""
    code = await code_of(village, "binh")
    await join(village, "binh", code)
    return code


async def test_the_same_code_joins_on_another_platform_without_asking_twice(
    village: Village, code: str
) -> None:
    await village(f"""
        other_binh > /start {code.replace(" ", "")}
        other_binh < In which year were you born?
        other_binh > 1950
        other_binh < Who is holding the phone?
        other_binh # I am Mr Bình, I agree
        binh < Your joining code has just been used in one more place. If it was you, all is well
        other_binh < Welcome, Mr Bình!
        other_binh > con no bao nhieu
        other_binh < You still have 5,000,000 đ to pay to the fund.
        binh > con no bao nhieu
        binh < You still have 5,000,000 đ to pay to the fund.
    """)
    assert await kinds(village, "binh") == ["self", "self"]
    assert await agreed(village, "binh") == {"money": True, "reminders": True}


async def test_on_the_same_platform_it_stays_used(village: Village, code: str) -> None:
    await village(f"""
        new > {code}
        new < {DOES_NOT_WORK}
        thu < Somebody tried the joining code of Mr Bình, but it does not work any more.
    """)
    await join(village, "other_binh", code)
    await village(f"""
        other_new > {code}
        other_new < {DOES_NOT_WORK}
        thu < Somebody tried the joining code of Mr Bình
    """)


async def test_who_scans_the_picture_again_hears_that_all_is_done(
    village: Village, code: str
) -> None:
    await join(village, "other_binh", code)
    for chat in ("binh", "other_binh"):
        await village(f"""
            {chat} > /start {code.replace(" ", "")}
            {chat} < That is done: this phone has joined.
        """)


async def test_a_fresh_code_on_the_same_phone_begins_anew(village: Village, code: str) -> None:
    await join(village, "binh", await code_of(village, "binh"), who="2")
    assert await kinds(village, "binh") == ["helper"]


async def test_a_helper_on_the_second_platform_is_written_down_as_one_and_asked_all(
    village: Village, code: str
) -> None:
    await village(f"""
        other_son > {code}
        other_son < In which year were you born?
        other_son > 1950
        other_son < Who is holding the phone?
        other_son # I am family and help Mr Bình
        other_son < May I remind you
        other_son # No
        binh < Your joining code has just been used in one more place.
        other_son < Welcome, Mr Bình!
    """)
    assert sorted(await kinds(village, "binh")) == ["helper", "self"]
    assert await agreed(village, "binh") == {"money": True, "reminders": False, "helper": True}


async def test_what_a_helper_answered_is_asked_again_when_she_comes_herself(
    village: Village,
) -> None:
    code = await code_of(village, "binh")
    await join(village, "grandson", code, who="2")
    await village(f"""
        other_binh > {code}
        other_binh < year
        other_binh > 1950
        other_binh < Who is holding the phone?
        other_binh > 1
        other_binh < May I remind you
        other_binh > yes
        grandson < Your joining code has just been used in one more place.
        other_binh < Welcome, Mr Bình!
    """)


async def test_a_new_code_stops_the_older_one_on_all_platforms(
    village: Village, code: str
) -> None:
    await code_of(village, "binh")
    await village(f"""
        other_binh > {code}
        other_binh < {DOES_NOT_WORK}
        thu < Somebody tried the joining code of Mr Bình
    """)


async def test_a_new_code_stops_it_for_who_is_half_way(village: Village, code: str) -> None:
    await village(f"""
        other_binh > {code}
        other_binh < year
        other_binh > 1950
        other_binh < Who is holding the phone?
    """)
    await code_of(village, "binh")
    await village(f"""
        other_binh > 1
        other_binh < {DOES_NOT_WORK}
    """)
    assert await kinds(village, "binh") == ["self"]


async def test_the_secretary_lets_in_with_a_code_that_was_used_elsewhere(
    village: Village, code: str
) -> None:
    await village(f"""
        other_binh > {code}
        other_binh < year
        other_binh > 1948
        other_binh < The club's book has another year
        thu < Mr Bình is joining. Born 1948, says the phone; the book says 1950. Is it Mr Bình?
        thu # The right person
        thu < Thank you. Mr Bình can go on now.
        other_binh < Who is holding the phone?
        other_binh # I am Mr Bình, I agree
        binh < Your joining code has just been used in one more place.
        other_binh < Welcome, Mr Bình!
    """)


async def test_the_secretarys_no_ends_it_everywhere(village: Village, code: str) -> None:
    await village(f"""
        other_binh > {code}
        other_binh < year
        other_binh > 1948
        other_binh < The club's book has another year
        thu < Mr Bình is joining.
        thu # Somebody else
        thu < Nobody can join with that code any more.
        other_binh < The secretary says that this code is for somebody else.
        other_binh > {code}
        other_binh < {DOES_NOT_WORK}
        thu < Somebody tried the joining code of Mr Bình
    """)


async def test_a_helper_who_was_switched_off_does_not_come_back_elsewhere(
    village: Village,
) -> None:
    code = await code_of(village, "binh")
    await join(village, "grandson", code, who="2")
    await village(f"""
        thu > Bình
        thu < Vi Văn Bình
        thu # Switch a helper's phone off
        thu < Which phone
        thu > 1
        thu < Done: that phone shows nothing of Mr Bình any more.
        other_grandson > {code}
        other_grandson < {DOES_NOT_WORK}
        thu < Somebody tried the joining code of Mr Bình
    """)


async def test_two_platforms_at_once_both_join(village: Village) -> None:
    code = await code_of(village, "binh")
    chats = ("binh", "other_binh")
    for chat in chats:
        for text in (code, "1950", "1"):
            await village.say(chat, text)
    await asyncio.gather(*(village.say(chat, "yes") for chat in chats))
    await village.delivery.deliver()
    for chat in chats:
        heard = [plain(reply.text) for reply in village.phones.by_chat[chat].last]
        assert any(text.startswith("Welcome, Mr Bình!") for text in heard)
    assert await kinds(village, "binh") == ["self", "self"]


@pytest.mark.parametrize("last", ["binh", "other_binh"])
async def test_a_slip_goes_once_to_where_she_wrote_last(
    village: Village, code: str, last: str
) -> None:
    await join(village, "other_binh", code)
    first = "binh" if last == "other_binh" else "other_binh"
    for chat in (first, last):
        village.clock.pass_by(minutes=5)
        await village(f"""
            {chat} > con no bao nhieu
            {chat} < You still have 5,000,000 đ to pay to the fund.
        """)
    village.clock.pass_by(minutes=5)
    await village(f"""
        lan > Bình
        lan < Vi Văn Bình
        lan # Another sum
        lan < How much did Mr Bình hand over?
        lan > 500k
        lan < Mr Bình: 500,000 đ
        lan > đúng
        lan < Written down: Mr Bình 500,000 đ
        {last} < Receipt
    """)


# --- The picture opens the chat ------------------------------------------------------------------


async def test_where_a_chat_can_be_opened_the_picture_opens_it_with_the_code(
    village: Village,
) -> None:
    async with village.database.write() as db:
        await bots.register(db, ("telegram", "1"), village.clock.now)
        await bots.note_link(db, ("telegram", "1"), LINK)
    await village.say("thu", "cấp mã cho bác Bình")
    given = village.hears(
        "thu",
        "Mr Bình's joining code: … until 5 Jan 2027: once on Telegram, once on the web page."
        " … Scanned, the picture opens Telegram … never to a group:",
    )
    heard = plain(given.text)
    code = heard[-8:]
    assert heard.endswith(LINK + code)
    assert f"joining code: {code[:4]} {code[4:]}" in heard
    async with village.database.read() as db:
        picture = await files.get(db, given.image, village.clock.now)
    assert picture
    assert picture.content == joining_qr(code, LINK)
    await village(f"""
        other_new > /start {code}
        other_new < In which year were you born?
    """)


async def test_without_such_a_chat_no_link_is_spoken_of(village: Village) -> None:
    await village.say("thu", "cấp mã cho bác Bình")
    given = village.hears("thu", "Mr Bình's joining code:")
    assert "Telegram" not in given.text
    code = plain(given.text).partition("joining code: ")[2][:9]
    async with village.database.read() as db:
        picture = await files.get(db, given.image, village.clock.now)
    assert picture
    assert picture.content == joining_qr(code)
