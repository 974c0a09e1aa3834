"""Zalo as it fails, seen from people's phones: no money twice, nobody without an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from bot.chat import Reply
from bot.clock import local_day, utc_now
from bot.people import DEFAULT_ZONE
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.messages import Lane
from tests.club_story import ASKED, CONFIRM, OWED, RECEIPT, RIGHT, announce, declare
from tests.databases import sqlite_url_of
from tests.program import wait_for, worded
from tests.served_club import HEAD, THANH, TREASURER
from tests.served_on_zalo import Club
from tests.zalo_api import (
    Fault,
    Person,
    bad_gateway,
    breaks,
    garbage,
    hangs_up,
    late,
    loses_answer,
    lost,
    no_result,
    refuse,
    slow,
    strange,
    twice,
)

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("zalo faults")]

QUESTION = "con no bao nhieu"
HOW_MUCH = worded(OWED)
SLIP = worded(RECEIPT)
UNSURE = worded("I am not sure that {name} has got the slip. Please ask when you meet.")
MESSAGES, NEARLY = 600, 525
"""What Zalo gives a bot in a month, for this, and what is used of it before."""
WAITS = "Announcements wait until {day}, so that {me} can still answer."
TEXT, NEWS = "Mai họp, các bác nhớ mang sổ", "Tin mới của câu lạc bộ"


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    """One club for all of this: everybody who writes has just joined."""
    folder = tmp_path_factory.mktemp("club")
    with Club(folder, sqlite_url_of(folder / "club.db"), webhook=True) as running:
        yield running


@pytest.fixture
def hoa(club: Club) -> Person:
    return club.phone()


@pytest.fixture(scope="module")
def lan(club: Club) -> Person:
    return club.phone(TREASURER)


def ask(*people: Person) -> None:
    for person in people:
        person.writes(QUESTION)


# --- What arrives --------------------------------------------------------------------------------


def test_what_is_delivered_twice_is_answered_once(club: Club, hoa: Person, lan: Person) -> None:
    before = club.books["transactions"]
    for _message in range(3):
        club.zalo.next("update", twice, to=hoa)
    declare(hoa, "tôi nộp 200k")
    asked = lan.hears(worded(ASKED))
    club.zalo.next("update", twice, to=lan)
    confirmed = lan.picks(worded(CONFIRM), asked)
    hoa.hears(SLIP)
    club.zalo.delivers_again(confirmed)
    ask(lan)
    lan.hears(HOW_MUCH)
    assert (hoa.count(worded(RIGHT)), hoa.count(SLIP)) == (1, 1)
    assert club.books["transactions"] == before + 1


def test_what_is_never_delivered_is_asked_again_and_counts_once(
    club: Club, hoa: Person, lan: Person
) -> None:
    before = club.books["transactions"]
    hoa.writes("tôi nộp 210k")
    question = hoa.hears(worded(RIGHT))
    club.zalo.next("update", lost, to=hoa)
    hoa.picks(worded("Yes, {amount}"), question)
    ask(hoa)
    hoa.hears(HOW_MUCH)
    hoa.picks(worded("Yes, {amount}"), question)
    hoa.picks("", hoa.hears(worded("Whom did you give it to?")))
    asked = lan.hears(worded(ASKED))
    club.zalo.next("update", lost, to=lan)
    lan.picks(worded(CONFIRM), asked)
    lan.picks(worded(CONFIRM), asked)
    hoa.hears(SLIP)
    assert club.books["transactions"] == before + 1


def test_what_comes_late_and_the_wrong_way_round_is_answered(club: Club, hoa: Person) -> None:
    club.zalo.next("update", late(0.5), to=hoa)
    hoa.writes("menu")
    ask(hoa)
    club.zalo.wait_for(lambda: len(hoa.heard) == 2, "both are answered")
    with club.zalo.holding(backwards=True):
        hoa.writes("menu")
        ask(hoa)
    club.zalo.wait_for(lambda: len(hoa.heard) == 4, "both are answered")


def test_what_the_bot_says_itself_comes_back_without_an_answer(club: Club, hoa: Person) -> None:
    club.zalo.echoes = True
    try:
        ask(hoa)
        hoa.hears(HOW_MUCH)
    finally:
        club.zalo.echoes = False
    ask(hoa)
    hoa.hears(HOW_MUCH)
    assert len(hoa.heard) == 2


@pytest.mark.parametrize(
    ("switch", "value"),
    [("wrapped", False), ("name_field", "first_name"), ("photo_field", "photo")],
)
def test_however_an_update_is_written_it_is_read(
    club: Club, hoa: Person, monkeypatch: pytest.MonkeyPatch, switch: str, value: object
) -> None:
    monkeypatch.setattr(club.zalo, switch, value)
    ask(hoa)
    hoa.hears(HOW_MUCH)
    hoa.sends_photo("tôi nộp 500k")
    assert hoa.hears().text


# --- What is sent --------------------------------------------------------------------------------


def test_who_gets_no_answer_at_first_gets_it_soon(club: Club) -> None:
    faults = (hangs_up, bad_gateway, breaks(504), garbage)
    people = [club.phone() for _fault in faults]
    for person, fault in zip(people, faults, strict=True):
        club.zalo.next("sendMessage", fault, to=person)
    ask(*people)
    for person in people:
        person.hears(HOW_MUCH)
    assert [person.count(HOW_MUCH) for person in people] == [1] * len(people)


def test_nobody_waits_for_a_slow_answer_to_somebody_else(club: Club, hoa: Person) -> None:
    other = club.phone()
    club.zalo.next("sendMessage", slow(30), to=hoa)
    ask(hoa)
    hoa.hears(HOW_MUCH)
    ask(other)
    other.hears(HOW_MUCH)
    (slow_one,) = (one for one in club.zalo.requests if one.parameters.get("chat_id") == hoa.id)
    assert slow_one.status == -1


def test_an_answer_whose_fate_is_unknown_comes_again_rather_than_never(
    club: Club, hoa: Person
) -> None:
    club.zalo.next("sendMessage", loses_answer, to=hoa)
    ask(hoa)
    hoa.hears(HOW_MUCH)
    hoa.hears(HOW_MUCH)


def test_an_answer_without_a_result_is_one_that_arrived(club: Club, hoa: Person) -> None:
    club.zalo.next("sendMessage", no_result, to=hoa)
    ask(hoa)
    hoa.hears(HOW_MUCH)
    ask(hoa)
    hoa.hears(HOW_MUCH)
    assert hoa.count(HOW_MUCH) == 2


@pytest.mark.parametrize("status", [0, 200])
def test_what_zalo_will_never_take_is_told_and_holds_up_nothing(
    club: Club, hoa: Person, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(club.zalo, "refusal_status", status)
    before = club.log.count("was refused")
    club.zalo.next("sendMessage", refuse(400), to=hoa)
    ask(hoa)
    wait_for(lambda: club.log.count("was refused") > before)
    ask(hoa)
    hoa.hears(HOW_MUCH)
    assert hoa.count(HOW_MUCH) == 1


def test_a_403_says_nothing_of_the_person_and_holds_up_nobody(club: Club, hoa: Person) -> None:
    other = club.phone()
    club.zalo.next("sendMessage", strange, to=hoa)
    ask(hoa)
    ask(other)
    other.hears(HOW_MUCH)
    ask(hoa)
    hoa.hears(HOW_MUCH)


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        pytest.param(loses_answer, 1, id="lost"),
        pytest.param(strange, 0, id="403"),
        pytest.param(breaks(400), 0, id="a proxy's"),
    ],
)
def test_a_slip_whose_fate_is_unknown_is_not_sent_twice(
    club: Club, hoa: Person, lan: Person, fault: Fault, arrived: int
) -> None:
    before = club.books["transactions"]
    declare(hoa, "tôi nộp 220k")
    asked = lan.hears(worded(ASKED))
    club.zalo.next("sendMessage", fault, to=hoa)
    lan.picks(worded(CONFIRM), asked)
    lan.hears(UNSURE)
    ask(hoa)
    hoa.hears(HOW_MUCH)
    assert hoa.count(SLIP) == arrived
    assert club.books["transactions"] == before + 1


def test_while_zalo_is_down_nothing_that_was_said_is_lost(club: Club, hoa: Person) -> None:
    zalo, taken = club.zalo, len(club.zalo.posted)
    zalo.goes_down()
    ask(hoa)
    zalo.wait_for(lambda: len(zalo.posted) > taken, "the message is taken")
    zalo.comes_back()
    hoa.hears(HOW_MUCH)
    assert hoa.count(HOW_MUCH) == 1


# --- What a plan allows --------------------------------------------------------------------------


def test_a_broadcast_gives_way_to_answers_when_the_month_is_nearly_used_up(
    tmp_path: Path,
) -> None:
    given = {"ZALO_MESSAGES": str(MESSAGES), "ZALO_PEOPLE": "0"}
    with Club(tmp_path, sqlite_url_of(tmp_path / "club.db"), webhook=True, **given) as club:
        zalo, head = club.zalo, club.phone(HEAD)
        zalo.bot.most_people, zalo.bot.most_messages = 0, MESSAGES
        people = [club.phone(member) for member in range(THANH, THANH + 44)]
        club.looks_every_second()
        _have_used(club, NEARLY)
        announce(head, TEXT)
        head.hears(worded(WAITS))
        assert 0 < sum(one.count(TEXT) for one in people) < len(people)
        for person in people[:5]:
            club.queues(person, Reply(text=NEWS), Lane.BROADCASTS)
        ask(*people[5:9])
        for person in people[5:9]:
            person.hears("quỹ")
        assert sum(one.count(NEWS) for one in people) == 0
        assert [one for one in zalo.requests if one.status == 429] == []
        zalo.bot.most_messages = 10 * MESSAGES
        # By itself the hold ends by day only: a bigger plan wakes nobody.
        bigger = {"most_messages": 10 * MESSAGES, "held_lane": None, "held_until": None}
        club.changes(lambda db: db.execute(update(t.Bot).values(bigger)))
        for person in people[:5]:
            person.hears(NEWS, 30)
        assert max(one.count(TEXT) for one in people) == 1


def _have_used(club: Club, messages: int) -> None:
    """Let the bot have used so much of its month, as Zalo counts, and as we do."""
    month = local_day(utc_now(), DEFAULT_ZONE).replace(day=1)
    account = {"platform": "zalo", "bot": club.zalo.bot.id, "month": month}

    async def use(db: Connection) -> None:
        await db.execute(delete(t.BotMonth))
        await db.execute(insert(t.BotMonth).values(**account, heard=0, said=messages, told=0))

    club.changes(use)
    club.zalo.bot.used = messages
