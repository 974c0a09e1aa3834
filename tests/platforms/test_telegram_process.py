"""Telegram from the outside: the program as a process, between people's phones and the books."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.club_story import (
    ASKED,
    BORN,
    CONFIRM,
    OWED,
    RECEIPT,
    RIGHT,
    WHOM,
    declare,
    join,
    join_beside_the_page,
    settle,
    takes,
)
from tests.databases import sqlite_url_of
from tests.program import wait_for, worded
from tests.served_club import HEAD, HOA, THANH, TREASURER, WAYS, one_way
from tests.telegram_api import Person, slow, stalls
from tests.telegram_club import Club

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("telegram story")]

UNSURE = "I am not sure that {name} has got the slip. Please ask when you meet."


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
    assert running.telegram.token.partition(":")[2] not in running.everything_written


def officer(club: Club, member: int, locale: str) -> Person:
    """Give an officer a new phone, and let her speak that language."""
    person = club.phone(member)
    takes(person, locale)
    return person


# --- The foundation's story ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "member", "name"), [("vi", HOA, "hoa binh"), ("en", THANH, "kha thi thanh")]
)
def test_from_joining_to_a_case_that_is_settled(
    club: Club, locale: str, member: int, name: str
) -> None:
    hoa, code = club.telegram.person(name, locale), club.code(name)
    opens, code = ("/start", code) if locale == "en" else ("", f"/start {code.replace(' ', '')}")
    join(hoa, code, BORN[member], locale, opens)
    lan, head = officer(club, TREASURER, locale), officer(club, HEAD, locale)
    before = club.books
    question, asked = settle(hoa, lan, head, locale)
    assert club.books["transactions"] - before["transactions"] == 1
    club.everybody_was_answered()
    for person, message in ((lan, asked), (hoa, question)):
        person.sees(message, lambda one: "✓" in one.text and not one.buttons)


def test_one_person_writes_on_the_page_and_on_telegram(club: Club) -> None:
    code = club.code("hoa tinh")
    hoa = club.telegram.person("Hoa")
    join_beside_the_page(club.program.window(), hoa, code, "1958")


def test_the_bot_introduces_itself_in_both_languages_once(club: Club) -> None:
    telegram = club.telegram
    telegram.wait_for(lambda: len(telegram.short_descriptions) == 2, "it introduces itself")
    assert telegram.commands.keys() == telegram.descriptions.keys() == {"", "en"}
    assert "menu" in {one["command"] for one in telegram.commands[""]}
    assert telegram.count("setMyDescription") == 2


def test_in_a_group_it_says_nothing_of_money(club: Club) -> None:
    hoa = club.phone()
    group = club.telegram.group("Xóm 3", hoa, sees_all=True)
    group.says(hoa, "/menu@other_bot")
    group.says(hoa, "con no bao nhieu")
    group.says(hoa, "/con_no@clb_bot")
    assert not re.search(r"\d", group.hears().text)
    group.upgrades(hoa)
    group.says(hoa, "/con_no@clb_bot")
    assert not re.search(r"\d", group.hears().text)
    hoa.says("con no bao nhieu")
    hoa.hears(worded(OWED))
    assert not group.unread


def test_what_is_no_text_is_met_with_a_word_and_counts_nothing(club: Club) -> None:
    hoa = club.phone()
    before = club.books
    typed = hoa.says("menu")
    hoa.hears()
    for sends in (
        hoa.sends_sticker,
        hoa.sends_voice,
        hoa.sends_photo,
        hoa.sends_location,
        lambda: hoa.edits(typed, "tôi nộp 500k"),
    ):
        sends()
        assert hoa.hears().text
    assert club.books == before


def test_the_same_update_again_and_the_wrong_way_round_is_answered_once(club: Club) -> None:
    hoa = club.phone()
    with club.telegram.holding(backwards=True):
        updates = [hoa.says(words) for words in ("menu", "con no bao nhieu")]
    hoa.world.wait_for(lambda: len(hoa.heard) == 2, "both are answered")
    for update in updates:
        club.telegram.delivers_again(update)
    hoa.says("tôi nộp 300k")
    hoa.hears(worded(RIGHT))
    assert len(hoa.heard) == 3


# --- Down, and killed ----------------------------------------------------------------------------


def test_killed_in_the_middle_it_answers_everybody_and_writes_money_down_once(club: Club) -> None:
    telegram = club.telegram
    lan, hoa, binh = officer(club, TREASURER, "vi"), club.phone(), club.phone()
    strangers = [telegram.person(f"Stranger {number}") for number in range(12)]
    declare(hoa, "tôi nộp 500k")
    asked = lan.hears(worded(ASKED))
    before = club.books
    telegram.next("sendMessage", stalls, to=binh)
    telegram.next("sendMessage", slow(60), to=hoa)
    sent = telegram.count("sendMessage")
    binh.says("con no bao nhieu")
    lan.presses(worded(CONFIRM), asked)
    hoa.hears(worded(RECEIPT))
    with telegram.holding():
        for stranger in strangers:
            stranger.says("xin chào")
    telegram.wait_for(lambda: telegram.count("sendMessage") > sent + 4, "the burst is on its way")
    club.program.kill()
    late = binh.says("tôi nộp 300k", sent_ago=3600)
    binh.says("đúng", sent_ago=3590)
    lan.presses(worded(CONFIRM), asked)
    club.starts_again()
    for stranger in strangers:
        stranger.hears()
    binh.hears(worded(OWED))
    binh.hears(worded(RIGHT))
    assert not worded(WHOM).search(binh.hears().text)  # what was written before is no answer
    for words in (UNSURE, "You already chose “{label}” at {time}."):  # whichever comes first
        telegram.wait_for(partial(lan.count, worded(words)), words)
    telegram.delivers_again(late)
    binh.presses(worded("Yes, {amount}"))
    binh.hears(worded(WHOM))
    assert club.books["transactions"] - before["transactions"] == 1
    assert hoa.count(worded(RECEIPT)) == 1
    assert binh.count(worded(OWED)) == 1
    assert all(len(stranger.heard) <= 2 for stranger in strangers)
    club.everybody_was_answered()


# --- Stopped by Telegram -------------------------------------------------------------------------


def test_a_refused_token_is_one_line_and_the_page_goes_on(tmp_path: Path) -> None:
    with Club(tmp_path, sqlite_url_of(tmp_path / "club.db"), token_is_good=False) as club:
        wait_for(lambda: "TELEGRAM_TOKEN" in club.log)
        window = club.program.window()
        window.says("xin chào")
        assert window.hears()
        refused = club.telegram.count("getUpdates")
        window.says("xin chào")
        window.hears()
    errors = [line for line in club.log.splitlines() if " ERROR " in line]
    assert len(errors) == 1
    assert club.telegram.count("getUpdates") == refused
    assert club.telegram.token.partition(":")[2] not in club.everything_written
