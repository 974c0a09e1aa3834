"""Bots of one club each: codes of others are pointed to theirs, and joining names the right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import update

from bot.chat import Incoming
from bot.papers.joining_qr import joining_picture, joining_qr
from bot.storage import bots, codes, files, relatives
from bot.storage import tables as t
from bot.storage.doors import doors
from tests.cared_for import visited
from tests.enrolment import code_for
from tests.village import Village, plain

WEST = "Bot CLB Xóm Tây"
LINK = "https://zalo.me/bot/west"
THERE = f"Zalo, “{WEST}”: {LINK}"


@pytest.fixture
async def two(village: Village) -> Village:
    """Two clubs, each with a bot of its own on Zalo; Tài and the secretary Mơ are of the west."""
    async with of_the_west(village):
        await village.join("mo", "Bùi Thị Mơ", "secretary", phone="zalowest_mo")
        await village.join("tai", "Lò Văn Tài", sex="male", phone=None)
    await own(village, "east", village.club, "Bot CLB Xóm Đông")
    await own(village, "west", village.ids["west"], WEST, LINK)
    return village


@asynccontextmanager
async def of_the_west(village: Village) -> AsyncIterator[None]:
    """Do something for the club in the west; the first time it is founded."""
    east = village.club
    if "west" in village.ids:
        village.club = village.ids["west"]
    else:
        await village.found(key="tay", name="Tây", hamlet="Tây")
        village.ids["west"] = village.club
    yield
    village.club = east


async def own(village: Village, bot: str, club: int | None, name: str, link: str = "") -> None:
    """Let a bot on Zalo serve one club only."""
    async with village.database.write() as db:
        await bots.register(db, ("zalo", bot), village.clock.now)
        its = update(t.Bot).where(t.Bot.platform == "zalo", t.Bot.bot == bot)
        await db.execute(its.values(club_id=club, name=name, link=link))


async def telegram(village: Village, bot: str = "1", club: int | None = None) -> str:
    """Let a bot of Telegram have said what it is called; return what opens it with a code."""
    link = f"https://t.me/clb_{bot}_bot?start="
    async with village.database.write() as db:
        await bots.register(db, ("telegram", bot), village.clock.now)
        await bots.note_link(db, ("telegram", bot), link, f"CLB {bot}")
        its = update(t.Bot).where(t.Bot.platform == "telegram", t.Bot.bot == bot)
        await db.execute(its.values(club_id=club))
    return link


async def code_of(village: Village, short: str) -> str:
    async with of_the_west(village):
        return (await code_for(village, short)).shown


# --- A code of another club ---------------------------------------------------------------------


async def test_a_code_of_another_club_is_pointed_to_its_bot_and_not_used_up(two: Village) -> None:
    code = await code_of(two, "tai")
    await two(f"""
        zaloeast_tai > {code}
        zaloeast_tai < This code is of another club, which has a bot of its own. … {THERE}
        zalowest_tai > {code}
        zalowest_tai < In which year were you born?
    """)


async def test_it_is_no_wrong_code_and_nobody_is_told(two: Village) -> None:
    code = await code_of(two, "tai")
    for _time in range(6):
        await two(f"""
            zaloeast_tai > {code}
            zaloeast_tai < This code is of another club
        """)
    mine = (await code_for(two, "binh")).shown
    await two(f"""
        zaloeast_tai > {mine}
        zaloeast_tai < In which year were you born?
    """)


async def test_one_that_was_used_at_home_is_pointed_there_too(two: Village) -> None:
    code = await code_of(two, "tai")
    for text in (code, "1950", "1", "yes"):
        await two.say("zalowest_tai", text)
    two.phones.by_chat["zalowest_tai"].unread.clear()
    await two(f"""
        zaloeast_tai > {code}
        zaloeast_tai < This code is of another club
    """)


async def test_one_that_has_expired_is_answered_like_any_that_fails(two: Village) -> None:
    code = await code_of(two, "tai")
    two.clock.pass_by(days=46)
    await two(f"""
        zaloeast_tai > {code}
        zaloeast_tai < This code does not work.
        zalowest_mo < Somebody tried the joining code of Mr Tài
    """)


async def test_of_a_code_that_never_was_the_clubs_own_secretary_hears(two: Village) -> None:
    await two("""
        zalowest_new > 1234 5678
        zalowest_new < This code does not work.
        zalowest_mo < Somebody tried a joining code that does not work.
    """)


async def test_without_a_known_bot_she_is_sent_to_the_secretary(two: Village) -> None:
    code = await code_of(two, "tai")
    await own(two, "west", two.ids["west"], "")
    async with two.database.write() as db:
        gone = update(t.Bot).where(t.Bot.bot == "west")
        await db.execute(gone.values(served=False))
    await two(f"""
        zaloeast_tai > {code}
        zaloeast_tai < This code is of another club. Please ask its secretary
    """)


async def test_a_bot_of_all_clubs_takes_every_code(two: Village) -> None:
    for short, code in (("tai", await code_of(two, "tai")), ("binh", "")):
        shown = code or (await code_for(two, short)).shown
        await two(f"""
            zalo_{short} > {shown}
            zalo_{short} < In which year were you born?
        """)


# --- A member of another club -------------------------------------------------------------------


async def test_who_writes_to_the_bot_of_another_club_is_a_stranger_there(two: Village) -> None:
    await two("""
        zaloeast_mo > con no bao nhieu
        zaloeast_mo < Please write me the joining code
    """)


async def test_when_a_bot_of_all_clubs_becomes_one_clubs_the_others_hear_where_theirs_is(
    two: Village,
) -> None:
    await two.link("tai", "zalo_tai")
    await two.link("binh", "zalo_binh")
    await own(two, "bot", two.club, "")
    await two(f"""
        zalo_tai > con no bao nhieu
        zalo_tai < I serve another club now, and yours has a bot of its own. … {THERE}
        zalo_binh > con no bao nhieu
        zalo_binh < You still have 5,000,000 đ
    """)


async def test_what_was_asked_and_offered_before_is_nothing_there_any_more(two: Village) -> None:
    """Whatever she answers or presses: neither the words of her own club come back, nor sums."""
    await two.link("binh", "zalo_binh")
    for chat, text in (
        *(("zalo_binh", "con no bao nhieu"), ("lan", "nhận tiền Bình 500k"), ("lan", "đúng")),
        ("zalo_binh", "tôi nộp 300k"),
    ):
        await two.say(chat, text)
    hers = two.phones.by_chat["zalo_binh"]
    keys = [choice.key for said in hers.last for choice in said.choices]
    assert {key[0] for key in keys} == {"m", "o", "q"}
    await own(two, "bot", two.ids["west"], "")
    hers.unread.clear()
    for text in ("đúng", "1", "menu", "con no bao nhieu", "tôi nộp 300k", "Lan", "cảm ơn"):
        await two.say("zalo_binh", text)
    for key in keys:
        pressed = Incoming(address=two.at("zalo_binh"), message=f"press {key}", pressed=key)
        await two.send(pressed)
    assert len(hers.unread) == 7 + len(keys)
    for said in hers.unread:
        assert said.text.startswith("I serve another club now")
    assert not two.phones.by_chat["lan"].unread.popleft().text.count("300,000")


async def test_without_a_bot_of_theirs_they_are_sent_to_the_secretary(two: Village) -> None:
    await two.link("tai", "zalo_tai")
    await own(two, "bot", two.club, "")
    await own(two, "west", two.ids["west"], "")
    await two("""
        zalo_tai > menu
        zalo_tai < I serve another club now. Please ask your secretary for a new code.
    """)


async def test_a_bot_without_a_name_is_found_by_its_link(two: Village) -> None:
    await own(two, "west", two.ids["west"], "", LINK)
    code = await code_of(two, "tai")
    await two(f"""
        zaloeast_tai > {code}
        zaloeast_tai < Please write it there: Zalo: {LINK}, and write the code there
    """)


async def test_news_of_a_club_never_come_by_the_bot_of_another(two: Village) -> None:
    await two.link("tai", "zalo_tai")
    await two.link("binh", "zalo_binh")
    await own(two, "bot", two.ids["west"], "")
    await two("""
        lan > nhận tiền Bình 500k
        lan < 500,000 đ
        lan > đúng
        lan < Written down
        thu > Bình
        thu < On the phone: Zalo (not reached). … nobody passes notices on yet.
    """)


# --- What is given out --------------------------------------------------------------------------


async def test_the_code_is_passed_on_with_the_bots_of_the_right_club(two: Village) -> None:
    link = await telegram(two)
    await telegram(two, "2", two.ids["west"])
    await two.say("thu", "cấp mã cho bác Bình")
    given = two.hears(
        "thu",
        "once on Zalo, once on Telegram, once on the web page. … Scanned, the picture opens",
    )
    code = plain(given.text)[-8:]
    assert plain(given.text).endswith(
        f"Zalo: look for “Bot CLB Xóm Đông”, and write the code there Telegram: {link}{code}"
    )
    async with two.database.read() as db:
        found = await doors(db, two.club)
        picture = await files.get(db, given.image, two.clock.now)
    assert [(one.platform, one.name) for one in found] == [
        ("zalo", "Bot CLB Xóm Đông"),
        ("telegram", "CLB 1"),
    ]
    assert picture
    assert picture.content == joining_picture(code, found)


async def test_each_club_gives_out_its_own(two: Village) -> None:
    await telegram(two)
    link = await telegram(two, "2", two.ids["west"])
    await two.say("zalowest_mo", "cấp mã cho Tài")
    given = two.hears("zalowest_mo", f"{THERE}, and write the code there")
    assert link in given.text
    assert "clb_1_bot" not in given.text


async def test_only_digits_where_a_bot_is_known_by_name_alone(two: Village) -> None:
    await two.say("thu", "cấp mã cho bác Bình")
    given = two.hears("thu", "The picture, to print, holds the digits; they are written there:")
    code = plain(given.text).partition("joining code: ")[2][:9]
    async with two.database.read() as db:
        picture = await files.get(db, given.image, two.clock.now)
    assert picture
    assert picture.content == joining_qr(code)


async def test_one_bot_of_each_platform_keeps_its_link(two: Village) -> None:
    await telegram(two, "1", two.club)
    await telegram(two, "2", two.ids["west"])
    async with two.database.read() as db:
        east, west = await doors(db, two.club), await doors(db, two.ids["west"])
    assert [one.link for one in east] == ["", "https://t.me/clb_1_bot?start="]
    assert [one.link for one in west] == [LINK, "https://t.me/clb_2_bot?start="]


async def test_a_helper_is_pointed_to_the_bot_of_who_is_helped(two: Village) -> None:
    async with of_the_west(two), two.database.write() as db:
        code = await codes.make(
            db, club_id=two.ids["west"], member_id=two.ids["tai"], made_by=None, now=two.clock.now
        )
    await two(f"""
        zaloeast_binh > /start {code.code}
        zaloeast_binh < This code is of another club
    """)


async def test_so_is_the_code_of_somebody_of_a_family(two: Village) -> None:
    async with of_the_west(two):
        recipient = await visited(two, "tai", by="mo")
    async with two.database.write() as db:
        west, now = two.ids["west"], two.clock.now
        one, _new = await relatives.note(
            db,
            club_id=west,
            recipient_id=recipient,
            name="Lò Thị Hạnh",
            relation="daughter",
            phone="",
            member_id=None,
        )
        by = two.ids["mo"]
        await relatives.agree(db, west, one, sees=True, is_warned=False, noted_by=by, now=now)
        code = await relatives.make_code(db, west, one, now)
    await two(f"""
        zaloeast_hanh > {code}
        zaloeast_hanh < This code is of another club … {THERE}
        zalowest_hanh > {code}
        zalowest_hanh < Are you
        zalowest_hanh # Yes
        zalowest_hanh < Visits to Mr Tài
    """)
    await own(two, "west", two.club, "")
    await two("""
        zalowest_hanh > who came
        zalowest_hanh < Please send your joining code first.
    """)
