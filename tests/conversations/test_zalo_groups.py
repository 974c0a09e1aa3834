"""Groups on Zalo: whoever mentions the bot is sent to a chat of her own, whatever she says."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.chat import Attachment
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.enrolment import code_for
from tests.village import Village

PRIVATE = "Please write to me in private; here I say nothing."
GROUP = "zalo_group"
WORDS = (
    "@Bot CLB con no bao nhieu",
    "@Bot CLB tôi nộp 500k",
    "con no bao nhieu",
    "tôi muốn vay 5 triệu",
    "menu",
    "1",
    "1 12",
    "đúng",
    "Hoa",
    "nhận tiền bà Hoa 500k",
    "thông báo",
    "vắng bà Hoa",
    "tiếng việt",
    "nhắn tôi qua Zalo",
    "nói riêng",
    "rời câu lạc bộ",
    "ai đã đến",
    "",
)


@pytest.fixture
async def village(database: Database) -> Village:
    """A club on Zalo: a member, and a treasurer who has just been asked to confirm a sum."""
    village = Village(database, platform="zalo")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("binh", "Vi Văn Bình", sex="male", phone=None)
    await village.lend("hoa")
    for text in ("tôi nộp 500k", "đúng", "1"):
        await village.say("hoa", text)
    for phone in village.phones.by_chat.values():
        phone.unread.clear()
    return village


async def counted(village: Village) -> dict[str, int]:
    """Return how many rows each table has that a word in a group must not touch."""
    tables = {
        "links": t.Link,
        "declarations": t.Declaration,
        "entries": t.Transaction,
        "offers": t.Offer,
        "consents": t.Consent,
        "uses of codes": t.CodeUse,
        "loans asked for": t.Application,
    }
    async with village.database.read() as db:
        return {
            name: (await db.execute(select(func.count()).select_from(table))).scalar_one()
            for name, table in tables.items()
        }


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("who", ["hoa", "lan", "stranger"])
async def test_whatever_is_said_nothing_is_answered_and_nothing_is_done(
    village: Village, words: str, who: str
) -> None:
    before = await counted(village)
    await village.say(GROUP, words, person=who, group=True)
    said = village.hears(GROUP, PRIVATE)
    assert (said.text, said.choices, said.image, said.document) == (PRIVATE, (), "", "")
    await village("")
    assert await counted(village) == before


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document"])
async def test_pictures_and_voices_are_neither_fetched_nor_answered(
    village: Village, kind: str
) -> None:
    async def fetch() -> bytes:
        raise AssertionError("fetched")

    attachment = Attachment(fetch=fetch)
    await village.say(GROUP, "", person="hoa", group=True, kind=kind, attachment=attachment)
    await village(f"{GROUP} < {PRIVATE}")


async def test_what_zalo_shows_to_no_bot_is_met_with_silence(village: Village) -> None:
    await village.say(GROUP, "", person="hoa", group=True, kind="unsupported")
    await village("")


async def test_a_joining_code_is_not_used_up_there(village: Village) -> None:
    code = (await code_for(village, "binh")).shown
    await village.say(GROUP, f"@Bot CLB {code}", person="binh", group=True)
    await village.say(GROUP, code, person="binh", group=True)
    await village(f"""
        {GROUP} < {PRIVATE}
        {GROUP} < {PRIVATE}
        zalo_binh > {code}
        zalo_binh < In which year were you born?
    """)


async def test_what_is_open_in_private_stays_open_there(village: Village) -> None:
    await village("""
        hoa > rời câu lạc bộ
        hoa < Leave the club on this phone?
    """)
    await village.say(GROUP, "đúng", person="hoa", group=True)
    await village(f"""
        {GROUP} < {PRIVATE}
        hoa > không
        hoa < Good that you stay.
    """)


async def test_in_danger_one_is_sent_for_help_at_once_and_nobody_is_named(
    village: Village,
) -> None:
    await village.say(GROUP, "@Bot CLB bà Hoa ngã méo miệng rồi", person="lan", group=True)
    shown = village.hears(GROUP, "Call 115 now!")
    assert "Hoa" not in shown.text


async def test_no_news_ever_come_to_a_group(village: Village) -> None:
    await village.say(GROUP, "chào", person="hoa", group=True)
    await village(f"""
        {GROUP} < {PRIVATE}
        lan > nhận tiền Hoa 300k
        lan < Is it this money?
        lan % This very money
        lan < Is that right?
        lan > 1
        lan < Written down
        hoa < Receipt
    """)


async def test_in_vietnamese(database: Database) -> None:
    village = Village(database, locale="vi", platform="zalo")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.say(GROUP, "@Bot CLB con no bao nhieu", person="hoa", group=True)
    await village(f"{GROUP} < nhắn riêng cho cháu nhé, ở nhóm chung cháu không nói")
