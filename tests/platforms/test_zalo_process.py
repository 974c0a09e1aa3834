"""Zalo from the outside: the program as a process, between people's phones and the books."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat import Reply
from tests.club_story import (
    ASKED,
    BORN,
    CONFIRM,
    OWED,
    RECEIPT,
    RIGHT,
    WHOM,
    announce,
    declare,
    join,
    join_beside_the_page,
    settle,
    takes,
)
from tests.databases import sqlite_url_of
from tests.program import wait_for, worded
from tests.served_club import HEAD, HOA, THANH, TREASURER, WAYS, one_way
from tests.served_on_zalo import Club
from tests.zalo_api import Person, slow, stalls

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("zalo story")]

PICTURES = (b"\x89PNG", b"\xff\xd8\xff")
UNSURE = "I am not sure that {name} has got the slip. Please ask when you meet."
MEETING = "The club meets tomorrow, {day}: {time}, at {place}."


@pytest.fixture(scope="module", params=WAYS)
def club(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Club]:
    """The club, served in one of the ways; nothing that it ever writes shows the token."""
    folder = tmp_path_factory.mktemp("club")
    with (
        one_way(request, folder) as (url, webhook),
        Club(folder, url, webhook=webhook) as running,
    ):
        yield running
    assert running.zalo.black == []


def officer(club: Club, member: int, locale: str) -> Person:
    """Give an officer a new phone, and let her speak that language."""
    person = club.phone(member)
    takes(person, locale)
    return person


# --- The same story as on Telegram ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "member", "name"), [("vi", HOA, "hoa binh"), ("en", THANH, "kha thi thanh")]
)
def test_from_joining_to_a_case_that_is_settled(
    club: Club, locale: str, member: int, name: str
) -> None:
    hoa = club.zalo.person(name)
    join(hoa, club.code(name), BORN[member], locale)
    lan, head = officer(club, TREASURER, locale), officer(club, HEAD, locale)
    before = club.books
    settle(hoa, lan, head, locale)
    assert club.books["transactions"] - before["transactions"] == 1


def test_one_person_writes_on_the_page_and_on_zalo(club: Club) -> None:
    code = club.code("hoa tinh")
    join_beside_the_page(club.program.window(), club.zalo.person("Hoa"), code, "1958")


def test_a_reminder_and_an_announcement_arrive_in_ones_language(club: Club) -> None:
    hoa, thanh, head = club.phone(), club.phone(), officer(club, HEAD, "en")
    takes(thanh, "en")
    club.meets_tomorrow()
    club.looks_every_second()
    hoa.hears(worded(MEETING, "vi"), 60)
    thanh.hears(worded(MEETING, "en"), 60)
    announce(head, "Mai họp, bác nhớ mang sổ", "en")
    for person in (hoa, thanh):
        person.hears("Mai họp, bác nhớ mang sổ", 60)
        assert person.count("Mai họp, bác nhớ mang sổ") == 1


# --- What is different there ---------------------------------------------------------------------


def test_in_a_group_it_says_nothing_of_money(club: Club) -> None:
    hoa = club.phone()
    group = club.zalo.group("Xóm 3")
    group.writes(hoa, "con no bao nhieu")
    group.writes(hoa, "con no bao nhieu", mentions=True)
    assert not re.search(r"\d", group.hears().text)
    group.sends_photo(hoa, "tôi nộp 500k", mentions=True)
    hoa.says("con no bao nhieu")
    hoa.hears(worded(OWED))
    assert not [one for one in group.unread if re.search(r"\d", one.text)]


def test_what_is_no_text_is_met_with_a_word_and_counts_nothing(club: Club) -> None:
    hoa = club.phone()
    before = club.books
    for sends in (hoa.sends_sticker, hoa.sends_voice, hoa.sends_photo):
        sends()
        assert hoa.hears().text
    hoa.happens("message.poll.received")
    hoa.happens("user.reacted", {"reaction": "heart"})
    hoa.says("con no bao nhieu")
    hoa.hears(worded(OWED))
    assert club.books == before


def test_what_zalo_does_not_show_us_is_met_with_a_kind_word_once(club: Club) -> None:
    hoa = club.phone()
    for _time in range(3):
        hoa.sends_unsupported()
    hoa.says("con no bao nhieu")
    hoa.hears(worded(OWED))
    assert len(hoa.heard) == 2
    hoa.sends_unsupported()
    hoa.hears()


@pytest.mark.parametrize("letters", [2000, 2001])
def test_a_long_text_arrives_whole_and_in_order(club: Club, letters: int) -> None:
    hoa = club.phone()
    lines = "".join(f"Dòng {number:04}\n" for number in range(letters // 10))
    text = lines[: letters - 1] + "." * (letters - len(lines[: letters - 1]))
    club.queues(hoa, Reply(text=text))
    hoa.hears("Dòng 0000")
    parts = [hoa.heard[-1]] if letters == 2000 else [hoa.heard[0], hoa.hears()]
    assert "\n".join(part.text for part in parts) == text
    hoa.says("x" * letters)
    assert hoa.hears().text


def test_a_picture_can_be_looked_at_again_and_again(club: Club) -> None:
    hoa = club.phone()
    hoa.writes("sổ vay của tôi")
    book = hoa.hears()
    if not club.webhook:
        assert book.text
        assert not book.photo
        return
    first = hoa.looks_at(book)
    assert first.startswith(PICTURES)
    assert hoa.looks_at(book) == first


def test_a_paper_is_a_link_for_the_board_and_pictures_for_members(club: Club) -> None:
    hoa, lan = club.phone(HOA), officer(club, TREASURER, "vi")
    lan.writes("sổ vay hoa binh")
    paper = lan.hears(worded("The passbook of {name}, as of today."))
    link = re.search(r"https://\S+", paper.text)
    assert bool(link) == club.webhook
    club.queues(hoa, Reply(text="Sổ vay của bác", document=club.newest_file("application/pdf")))
    shown = hoa.hears("Sổ vay của bác")
    if not link:
        assert not shown.photo
        return
    assert lan.opens_link(link[0]).startswith(b"%PDF")
    assert all(hoa.looks_at(one).startswith(PICTURES) for one in hoa.heard if one.photo)
    assert shown.photo


def test_words_do_as_well_as_numbers(club: Club) -> None:
    hoa, lan = club.phone(), officer(club, TREASURER, "vi")
    hoa.writes("toi nop 250k")
    hoa.hears(worded(RIGHT))
    hoa.writes("dung roi")
    whom = hoa.hears(worded(WHOM))
    hoa.writes(next(iter(whom.choices)))
    lan.hears(worded(ASKED))


# --- Down, and killed ----------------------------------------------------------------------------


def test_killed_in_the_middle_it_answers_and_writes_money_down_once(club: Club) -> None:
    zalo, lan, hoa, binh = club.zalo, officer(club, TREASURER, "vi"), club.phone(), club.phone()
    declare(hoa, "tôi nộp 500k")
    asked = lan.hears(worded(ASKED))
    before = club.books
    zalo.next("sendMessage", stalls, to=binh)
    zalo.next("sendMessage", slow(60), to=hoa)
    binh.writes("con no bao nhieu")
    confirmed = lan.picks(worded(CONFIRM), asked)
    hoa.hears(worded(RECEIPT))
    zalo.wait_for(lambda: _writes_to(club, binh), "the answer is on its way")
    club.program.kill()
    club.starts_again()
    binh.hears(worded(OWED))
    lan.hears(worded(UNSURE))
    zalo.delivers_again(confirmed)
    lan.picks(worded(CONFIRM), asked)
    lan.hears(worded("You already chose “{label}” at {time}."))
    binh.writes("tôi nộp 300k")
    binh.hears(worded(RIGHT))
    assert club.books["transactions"] - before["transactions"] == 1
    assert (hoa.count(worded(RECEIPT)), binh.count(worded(OWED))) == (1, 1)


def _writes_to(club: Club, person: Person) -> bool:
    return any(one.parameters.get("chat_id") == person.id for one in club.zalo.requests)


# --- Stopped by Zalo -----------------------------------------------------------------------------


def test_a_refused_token_is_one_line_and_the_page_goes_on(tmp_path: Path) -> None:
    wrong = f"9{'876543210' * 2}:{'Wrong' * 10}"
    with Club(tmp_path, sqlite_url_of(tmp_path / "club.db"), token=wrong) as club:
        wait_for(lambda: " ERROR " in club.log)
        window = club.program.window()
        window.says("xin chào")
        assert window.hears()
        refused = club.zalo.count("getUpdates")
        window.says("xin chào")
        window.hears()
        assert wrong.partition(":")[2] not in club.everything_written
    errors = [line for line in club.log.splitlines() if " ERROR " in line]
    assert len(errors) == 1
    assert club.zalo.count("getUpdates") == refused
