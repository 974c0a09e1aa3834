"""Telegram from the outside: the program as a process, between people's phones and the books."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import sqlite_url_of
from tests.program import wait_for, worded
from tests.telegram_api import Person, slow, stalls
from tests.telegram_club import HEAD, HOA, THANH, TREASURER, Club, declare

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("telegram story")]

WAYS = [
    "polling on sqlite",
    pytest.param("webhook on postgres", marks=pytest.mark.postgres),
]
BORN = {HOA: "1951", THANH: "1952"}
BIRTH = "That code is right. In which year were you born? For example 1948, or 78 years old."
WELCOME = "Welcome, {name}! Just write to me as you speak."
RECEIPT = "Receipt over {amount}: {numbers}"
WRITTEN = "Written down: {name} {amount}, slip {numbers}. {after}"
CONFIRM = "I hold all {amount}"
ASKED = "{name} says that {amount} was handed to you."
OWED = "You still have {amount} to pay to the fund."
UNSURE = "I am not sure that {name} has got the slip. Please ask when you meet."
RIGHT = "{sum} Is that right?"
WHOM = "Whom did you give it to?"


@pytest.fixture(scope="module", params=WAYS)
def club(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Club]:
    """The club, served in one of the ways; nothing that it ever writes shows the token."""
    folder = tmp_path_factory.mktemp("club")
    way, kind = request.param.split(" on ")
    server = request.getfixturevalue("postgres") if kind == "postgres" else None
    name = server.create() if server else "club.db"
    url = server.url(name) if server else sqlite_url_of(folder / name)
    with Club(folder, url, webhook=way == "webhook") as running:
        yield running
    if server:
        server.drop(name)
    assert running.telegram.token.partition(":")[2] not in running.everything_written


def join(club: Club, member: int, name: str, locale: str) -> Person:
    """Let a member join: in Vietnamese by the link with the code, in English by typing it."""
    person = club.telegram.person(name, locale)
    if locale == "vi":
        person.starts(club.code(name).replace(" ", ""))
    else:
        person.starts()
        person.presses("English")
        person.hears("English. Please write me your joining code")
        person.says(club.code(name))
    person.hears(worded(BIRTH, locale))
    person.says(BORN[member])
    person.presses(worded("I am {name}, I agree", locale))
    person.presses(worded("No, thank you", locale))
    person.hears(worded(WELCOME, locale))
    return person


def officer(club: Club, member: int, locale: str) -> Person:
    """Give an officer a new phone, and let her speak that language."""
    person = club.phone(member)
    person.says({"vi": "Tiếng Việt", "en": "English"}[locale])
    person.hears(worded("From now on I speak English.", locale))
    return person


# --- The foundation's story ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "member", "name"), [("vi", HOA, "hoa binh"), ("en", THANH, "kha thi thanh")]
)
def test_from_joining_to_a_case_that_is_settled(
    club: Club, locale: str, member: int, name: str
) -> None:
    hoa = join(club, member, name, locale)
    lan, head = officer(club, TREASURER, locale), officer(club, HEAD, locale)
    before = club.books
    hoa.says("con no bao nhieu" if locale == "vi" else "balance")
    hoa.hears(worded(OWED, locale))
    declare(hoa, {"vi": "tôi nộp 500k", "en": "I have paid 500k"}[locale], locale)
    asked = lan.hears(worded(ASKED, locale))
    lan.presses(worded(CONFIRM, locale), asked)
    lan.hears(worded(WRITTEN, locale))
    slip = hoa.hears(worded(RECEIPT, locale))
    assert {"vi": "500.000", "en": "500,000"}[locale] in slip.text
    hoa.presses(worded("Please look at it again", locale), slip)
    hoa.presses(worded("The sum was another one", locale))
    hoa.hears(
        worded("Thank you for telling me. {name} will look at it and talk with you.", locale)
    )
    head.presses(worded("Look at it", locale))
    head.presses(worded("It stays, we have talked", locale))
    head.hears(worded("In a few words: what did you find?", locale))
    head.says({"vi": "đã đếm lại", "en": "counted again"}[locale])
    head.hears(worded("Settled. I told {name}.", locale))
    hoa.hears(worded("{who} looked at {sum}: {outcome} Thank you for asking.", locale))
    assert club.books["transactions"] - before["transactions"] == 1
    club.everybody_was_answered()
    (question,) = (one for one in hoa.heard if worded(RIGHT, locale).search(one.text))
    for person, message in ((lan, asked), (hoa, question)):
        person.sees(message, lambda one: "✓" in one.text and not one.buttons)


def test_one_person_writes_on_the_page_and_on_telegram(club: Club) -> None:
    code = club.code("hoa tinh")
    window, hoa = club.program.window(), club.telegram.person("Hoa")
    window.says(code)
    window.hears()
    hoa.starts(code)
    hoa.hears(worded(BIRTH))
    hoa.says("1958")
    hoa.presses(worded("I am {name}, I agree"))
    hoa.presses(worded("No, thank you"))
    hoa.hears(worded(WELCOME))
    window.says("1958")
    window.hears()
    window.presses("self")
    window.hears()
    window.says("con no bao nhieu")
    assert worded(OWED).search(window.hears()["text"])
    hoa.says("con no bao nhieu")
    hoa.hears(worded(OWED))


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
    lan.hears(worded(UNSURE))
    lan.hears(worded("You already chose “{label}” at {time}."))
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
