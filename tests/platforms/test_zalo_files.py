"""Pictures and papers on Zalo: addresses that live long enough, pages, and officers' links."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.chat import Rejected, Unsure
from bot.papers import pages
from bot.platforms.zalo_client import new_session
from bot.platforms.zalo_files import MOST_PAGES
from bot.storage.engine import Database
from bot.wording import zalo_texts
from tests.papers.test_pages import paper
from tests.sent_files import office, picture
from tests.zalo_api import Message, Zalo, breaks
from tests.zalo_club import DAY, PDF, PNG, PUBLIC, QUESTION, XLSX, Club, gathered, said


@pytest.fixture
async def club(zalo: Zalo, sqlite_url: str) -> AsyncIterator[Club]:
    database = Database(sqlite_url)
    async with gathered(zalo, database) as made:
        yield made
    await database.close()


# --- Pictures ------------------------------------------------------------------------------------


async def test_a_picture_is_an_address_of_ours_with_the_words_below_it(club: Club) -> None:
    png = picture(kind="PNG")
    name = await club.put(PNG, png)
    await club.say("hoa", "Mã của bác", image=name, choices=QUESTION)
    (message,) = club.people["hoa"].heard
    assert message.photo == f"{PUBLIC}/files/{name}"
    assert message.caption == "Mã của bác\n\n1. Đúng rồi\n2. Chưa"
    assert await club.sees(message) == png
    await club.say("hoa", "", image=name)
    assert "caption" not in club.people["hoa"].heard[-1].said


async def test_a_picture_can_be_looked_at_for_a_month_and_not_for_ever(club: Club) -> None:
    name = await club.put(life=timedelta(hours=1))
    await club.say("hoa", image=name)
    (message,) = club.people["hoa"].heard
    club.clock.pass_by(days=29, hours=23)
    await club.tidy()
    assert await club.sees(message)
    await club.say("hoa", image=name)  # a month from now again
    club.clock.pass_by(days=29, hours=23)
    await club.tidy()
    assert await club.sees(message)
    club.clock.pass_by(days=2)
    await club.tidy()
    assert await club.count() == 0


async def test_a_picture_that_is_kept_for_longer_stays_so(club: Club) -> None:
    name = await club.put(life=timedelta(days=3650))
    await club.say("hoa", image=name)
    club.clock.pass_by(days=3649)
    await club.tidy()
    assert await club.count() == 1


async def test_a_picture_that_is_gone_is_refused(club: Club) -> None:
    for kind, extension in (PNG, PDF):
        name = await club.put((kind, extension), life=DAY)
        club.clock.pass_by(days=2)
        what = {"image" if kind == PNG[0] else "document": name}
        for who in ("hoa", "thu"):
            with pytest.raises(Rejected, match="not kept any more"):
                await club.say(who, **what)
    assert club.zalo.count("sendPhoto") == 0
    assert not club.spent


async def test_words_too_long_for_a_picture_follow_it_and_go_on_after_a_failure(
    club: Club,
) -> None:
    name = await club.put()
    club.zalo.next("sendMessage", breaks(500))
    with pytest.raises(Unsure):
        await club.say("hoa", "a" * 2001, image=name)
    await club.say("hoa", "a" * 2001, image=name)
    heard = club.people["hoa"].heard
    assert [(bool(one.photo), len(one.words)) for one in heard] == [
        (True, 0),
        (False, 2000),
        (False, 1),
    ]


# --- Papers --------------------------------------------------------------------------------------


async def test_a_member_gets_a_paper_as_a_picture_of_its_page(club: Club) -> None:
    name = await club.put(PDF, paper("Sổ quỹ"))
    await club.say("hoa", "Sổ tháng 11", document=name, choices=QUESTION)
    (message,) = club.people["hoa"].heard
    assert message.caption == "Sổ tháng 11\n\n1. Đúng rồi\n2. Chưa"
    assert re.fullmatch(rf"{PUBLIC}/files/[\w-]{{32}}\.png", message.photo)
    assert name not in message.photo
    with Image.open(BytesIO(await club.sees(message))) as shown:
        assert shown.size == (1241, 1754)


async def test_each_page_says_which_it_is_and_the_last_has_the_words(club: Club) -> None:
    await club.say("hoa", "Biên bản", document=await club.put(PDF, paper(*"abc")))
    page = zalo_texts()["vi"].page
    assert said(club.people["hoa"]) == [
        page.format(page=1, pages=3),
        page.format(page=2, pages=3),
        "Biên bản",
    ]
    assert len({await club.sees(message) for message in club.people["hoa"].heard}) == 3
    assert club.spent.total() == 3


async def test_of_a_long_paper_the_first_pages_are_shown_and_it_says_so(club: Club) -> None:
    await club.say("hoa", "Sổ", document=await club.put(PDF, paper(*"abcdefg")))
    heard = club.people["hoa"].heard
    more = zalo_texts()["vi"].more_pages.format(shown=MOST_PAGES, pages=7)
    assert len(heard) == MOST_PAGES
    assert heard[-1].caption == f"Sổ\n\n{more}"


async def test_a_picture_and_a_paper_are_one_message_each(club: Club) -> None:
    image, document = await club.put(), await club.put(PDF, paper("a"))
    await club.say("hoa", "Sổ tháng 11", image=image, document=document)
    assert said(club.people["hoa"]) == ["", "Sổ tháng 11"]
    assert club.people["hoa"].heard[0].photo.endswith(image)


async def test_a_paper_is_drawn_once_for_all_and_for_a_month(club: Club) -> None:
    name = await club.put(PDF, paper("a"), life=timedelta(days=100))
    lan = await club.joins("lan", ("lan", "self"))
    await asyncio.gather(*(club.say(who, document=name) for who in ("hoa", "lan", "hoa")))
    assert lan.heard[0].photo == club.people["hoa"].heard[0].photo
    assert await club.count() == 2
    club.clock.pass_by(days=20)
    await club.say("hoa", document=name)
    club.clock.pass_by(days=29)
    await club.tidy()
    assert await club.sees(lan.heard[0])  # it was shown once more meanwhile
    club.clock.pass_by(days=3)
    await club.tidy()
    assert await club.count() == 1
    await club.say("hoa", document=name)
    assert await club.count() == 2
    assert await club.sees(club.people["hoa"].heard[-1])


async def test_while_a_paper_is_drawn_others_are_answered(club: Club) -> None:
    lan, name = await club.joins("lan", ("lan", "self")), await club.put(PDF, paper("a"))
    pages.one_at_a_time.acquire()
    given_up = threading.Timer(20, pages.one_at_a_time.release)
    given_up.start()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(club.say("hoa", document=name))
        for _answer in range(10):
            await club.say("lan")
        assert given_up.is_alive()
        given_up.cancel()
        pages.one_at_a_time.release()
    assert (len(lan.heard), len(club.people["hoa"].heard)) == (10, 1)


@pytest.mark.parametrize(
    ("what", "content"),
    [
        pytest.param(XLSX, office("xl/workbook.xml"), id="a sheet"),
        pytest.param(PDF, b"%PDF-1.7 broken", id="a broken paper"),
    ],
)
async def test_a_member_hears_whom_to_ask_for_a_paper_that_zalo_cannot_show(
    club: Club, what: tuple[str, str], content: bytes
) -> None:
    for _time in range(2):
        name = await club.put(what, content)
        await club.say("hoa", "Sổ tháng 11", document=name)
        cannot = zalo_texts()["vi"].cannot_show
        assert said(club.people["hoa"])[-1] == f"Sổ tháng 11\n\n{cannot}"
    assert club.zalo.count("sendPhoto") == 0


async def test_a_photo_that_is_sent_as_a_document_is_a_picture_here(club: Club) -> None:
    name = await club.put()
    await club.say("hoa", document=name)
    assert club.people["hoa"].heard[0].photo == f"{PUBLIC}/files/{name}"


# --- Links ---------------------------------------------------------------------------------------


def link_in(message: Message) -> str:
    (link,) = re.findall(rf"{PUBLIC}/files/\S+", message.text)
    return str(link)


async def test_an_officer_gets_a_link_that_opens_for_a_week(club: Club) -> None:
    sheet = office("xl/workbook.xml")
    name = await club.put(XLSX, sheet, life=timedelta(days=100))
    await club.say("thu", "Sổ tháng 11", document=name, choices=QUESTION)
    (message,) = club.people["thu"].heard
    link = link_in(message)
    opens = zalo_texts()["vi"].opens.format(link=link, days=7)
    assert message.text == f"Sổ tháng 11\n\n{opens}\n\n1. Đúng rồi\n2. Chưa"
    assert name not in link
    assert await opened(club, link) == (200, sheet)
    club.clock.pass_by(days=7)
    assert await opened(club, link) == (200, sheet)
    club.clock.pass_by(days=1, minutes=1)
    assert (await opened(club, link))[0] == 404
    assert await opened(club, f"{PUBLIC}/files/{name}") == (200, sheet)


async def opened(club: Club, link: str) -> tuple[int, bytes]:
    """Open a link as a browser does."""
    async with new_session() as session, session.get(club.zalo.inside(link)) as answer:
        return answer.status, await answer.read()


async def test_a_link_is_made_once_while_it_is_good_for_a_week(club: Club) -> None:
    name = await club.put(PDF, paper("a"), life=timedelta(days=100))
    links = []
    for hours in (0, 20, 20):
        club.clock.pass_by(hours=hours)
        await club.say("thu", document=name)
        links.append(link_in(club.people["thu"].heard[-1]))
    assert links[0] == links[1] != links[2]
    assert club.zalo.count("sendPhoto") == 0


@pytest.mark.parametrize(
    "holders",
    [
        pytest.param([("thu", "self"), ("hoa", "self")], id="a shared phone"),
        pytest.param([("thu", "helper")], id="her grandchild's"),
        pytest.param([("thu", "self"), ("hoa", "helper")], id="she helps somebody"),
        pytest.param([("lan", "self")], id="a member's"),
        pytest.param([], id="a stranger's"),
    ],
)
async def test_nobody_but_an_officer_alone_gets_a_link(
    club: Club, holders: list[tuple[str, str]]
) -> None:
    person = await club.joins("someone", *holders)
    await club.say("someone", "Sổ", document=await club.put(PDF, paper("a")))
    await club.say("someone", "Sổ", document=await club.put(XLSX, office("xl/workbook.xml")))
    assert [bool(message.photo) for message in person.heard] == [True, False]
    assert not [words for words in said(person) if "http" in words]


# --- Without a public address --------------------------------------------------------------------


async def test_without_a_public_address_one_text_says_that_something_is_missing(
    zalo: Zalo, sqlite_url: str
) -> None:
    database = Database(sqlite_url)
    async with gathered(zalo, database, public_url="") as club:
        image, document = await club.put(), await club.put(PDF, paper("a"))
        for who in ("hoa", "thu"):
            await club.say(who, "Mã của bác", image=image, document=document, choices=QUESTION)
        texts = zalo_texts()["vi"]
        choices = "1. Đúng rồi\n2. Chưa"
        assert said(club.people["hoa"]) == [f"Mã của bác\n\n{texts.no_files}\n\n{choices}"]
        assert said(club.people["thu"]) == [f"Mã của bác\n\n{texts.no_address}\n\n{choices}"]
        assert zalo.count("sendPhoto") == 0
        assert await club.count() == 2
    await database.close()


# --- Both databases ------------------------------------------------------------------------------


async def test_files_are_shown_from_either_database(zalo: Zalo, database: Database) -> None:
    async with gathered(zalo, database) as club:
        name = await club.put(PDF, paper("a"), life=timedelta(hours=1))
        for who in ("hoa", "thu", "hoa"):
            await club.say(who, document=name)
        first, second = club.people["hoa"].heard
        assert first.photo == second.photo
        assert await club.sees(first)
        status, content = await opened(club, link_in(club.people["thu"].heard[0]))
        assert (status, content) == (200, paper("a"))
