"""Telegram as it fails, seen from people's phones: no money twice, nobody without an answer."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.club_story import declare
from tests.databases import sqlite_url_of
from tests.program import wait_for, worded
from tests.served_club import TREASURER
from tests.telegram_api import (
    Person,
    bad_gateway,
    breaks,
    flood,
    garbage,
    hangs_up,
    loses_answer,
    refuse,
    slow,
)
from tests.telegram_club import Club

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("telegram faults")]

QUESTION = "con no bao nhieu"
OWED = worded("You still have {amount} to pay to the fund.")
RECEIPT = worded("Receipt over {amount}: {numbers}")
CONFIRM = worded("I hold all {amount}")
UNSURE = worded("I am not sure that {name} has got the slip. Please ask when you meet.")
ASKED = worded("{name} says that {amount} was handed to you.")


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    """One club for all of this: everybody who writes has just joined."""
    folder = tmp_path_factory.mktemp("club")
    with Club(folder, sqlite_url_of(folder / "club.db")) as running:
        yield running
    assert running.telegram.token.partition(":")[2] not in running.everything_written


@pytest.fixture
def hoa(club: Club) -> Person:
    return club.phone()


@pytest.fixture(scope="module")
def lan(club: Club) -> Person:
    return club.phone(TREASURER)


def ask(*people: Person) -> None:
    for person in people:
        person.says(QUESTION)


# --- Sending -------------------------------------------------------------------------------------


def test_a_429_silences_the_whole_bot_for_as_long_as_it_says(club: Club, hoa: Person) -> None:
    other = club.phone()
    club.telegram.next("sendMessage", flood(1), to=hoa)
    before = club.telegram.count("sendMessage")
    ask(hoa)
    club.telegram.wait_for(lambda: club.telegram.count("sendMessage") > before, "the first try")
    refused = club.telegram.times("sendMessage")[-1]
    ask(other)
    other.hears(OWED)
    hoa.hears(OWED)
    assert min(message.at for message in hoa.heard + other.heard) >= refused + 1
    assert club.telegram.count("sendMessage") == before + 3


def test_who_gets_no_answer_at_first_gets_it_soon_and_once(club: Club, hoa: Person) -> None:
    faults = (breaks(500), bad_gateway, garbage, hangs_up)
    people = [club.phone() for _fault in faults]
    for person, fault in zip(people, faults, strict=True):
        club.telegram.next("sendMessage", fault, to=person)
    ask(*people, hoa)
    quick = hoa.hears(OWED)
    assert all(person.hears(OWED).at > quick.at for person in people)
    assert [person.count(OWED) for person in people] == [1] * len(people)


def test_nobody_waits_for_a_slow_answer_to_somebody_else(club: Club, hoa: Person) -> None:
    other = club.phone()
    club.telegram.next("sendMessage", slow(3), to=hoa)
    ask(hoa)
    hoa.hears(OWED)
    ask(other)
    other.hears(OWED)
    (slow_one,) = (
        one for one in club.telegram.requests if one.parameters.get("chat_id") == str(hoa.id)
    )
    assert slow_one.status == -1


def test_an_answer_whose_fate_is_unknown_comes_again_rather_than_never(
    club: Club, hoa: Person
) -> None:
    club.telegram.next("sendMessage", loses_answer, to=hoa)
    ask(hoa)
    hoa.hears(OWED)
    hoa.hears(OWED)


def test_what_telegram_will_never_take_is_told_and_holds_up_nothing(
    club: Club, hoa: Person
) -> None:
    club.telegram.next("sendMessage", refuse(400, "Bad Request: PEER_ID_INVALID"), to=hoa)
    ask(hoa)
    wait_for(lambda: "was refused" in club.log)
    ask(hoa)
    hoa.hears(OWED)
    assert club.log.count("was refused") == 1
    assert hoa.count(OWED) == 1


def test_while_telegram_is_down_what_was_written_is_kept(club: Club, hoa: Person) -> None:
    club.telegram.goes_down()
    ask(hoa)
    club.telegram.comes_back()
    hoa.hears(OWED)
    assert hoa.count(OWED) == 1


# --- Money ---------------------------------------------------------------------------------------


def test_a_slip_whose_fate_is_unknown_is_not_sent_twice(
    club: Club, hoa: Person, lan: Person
) -> None:
    before = club.books["transactions"]
    declare(hoa, "tôi nộp 200k")
    asked = lan.hears(ASKED)
    club.telegram.next("sendMessage", loses_answer, to=hoa)
    lan.presses(CONFIRM, asked)
    lan.hears(UNSURE)
    ask(hoa)
    hoa.hears(OWED)
    assert hoa.count(RECEIPT) == 1
    assert club.books["transactions"] == before + 1


def test_a_slip_that_must_wait_is_sent_when_it_may(club: Club, hoa: Person, lan: Person) -> None:
    declare(hoa, "tôi nộp 205k")
    asked = lan.hears(ASKED)
    before = lan.count(UNSURE)
    club.telegram.next("sendMessage", flood(1), to=hoa)
    lan.presses(CONFIRM, asked)
    hoa.hears(RECEIPT)
    ask(lan)
    lan.hears(OWED)
    assert (hoa.count(RECEIPT), lan.count(UNSURE)) == (1, before)


def test_a_slip_for_who_has_blocked_the_bot_is_told_to_the_treasurer(
    club: Club, hoa: Person, lan: Person
) -> None:
    declare(hoa, "tôi nộp 210k")
    asked = lan.hears(ASKED)
    hoa.blocks()
    lan.presses(CONFIRM, asked)
    lost = "{name}'s slip did not reach the phone. Please write a paper one when you meet."
    lan.hears(worded(lost))
    hoa.unblocks()
    ask(hoa)
    hoa.hears(OWED)


def test_presses_that_come_together_and_twice_make_one_entry(
    club: Club, hoa: Person, lan: Person
) -> None:
    before = club.books["transactions"]
    declare(hoa, "tôi nộp 220k")
    asked = lan.hears(ASKED)
    with club.telegram.holding():
        presses = [lan.presses(CONFIRM, asked) for _time in range(4)]
    for press in presses:
        club.telegram.delivers_again(press.update)
    already = worded("You already chose “{label}” at {time}.")
    for _press in presses[1:]:
        lan.hears(already)
    hoa.hears(RECEIPT)
    ask(hoa)
    hoa.hears(OWED)
    assert hoa.count(RECEIPT) == 1
    assert club.books["transactions"] == before + 1


# --- Around it -----------------------------------------------------------------------------------


def test_a_press_counts_though_its_answer_and_the_tidying_fail(club: Club, hoa: Person) -> None:
    club.telegram.next("answerCallbackQuery", hangs_up)
    club.telegram.next("editMessageText", breaks(500), to=hoa)
    hoa.says("tôi nộp 230k")
    hoa.presses(worded("Yes, {amount}"))
    hoa.hears(worded("Whom did you give it to?"))


def test_when_asking_for_messages_fails_they_come_later(club: Club, hoa: Person) -> None:
    club.telegram.next("getUpdates", garbage)
    for times in (1, 2):
        ask(hoa)
        hoa.hears(OWED)
        assert hoa.count(OWED) == times


def test_another_program_with_the_same_token_is_told_in_one_line(club: Club, hoa: Person) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", club.telegram.port)) as other:
        other.request("GET", f"/bot{club.telegram.token}/getUpdates?timeout=1")
        assert other.getresponse().status == 200
    wait_for(lambda: "another program uses its token" in club.log)
    ask(hoa)
    hoa.hears(OWED)
    assert club.log.count("another program uses its token") == 1
