"""What is said on Zalo, which has no buttons and changes nothing afterwards."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator

import pytest

from bot.chat import Choice, Rejected, Reply, TryLater, Unclear, Unreachable, Unsure, UsedUp
from bot.storage.engine import Database
from bot.wording import zalo_texts
from tests.explained import told
from tests.zalo_api import (
    Fault,
    Zalo,
    breaks,
    garbage,
    hangs_up,
    loses_answer,
    no_result,
    quota,
    refuse,
    slow,
    stalls,
    strange,
)
from tests.zalo_club import QUESTION, Club, gathered, said

OFFER = (Choice("o2:yes", "Đã cầm đủ 500.000 đ"), Choice("o2:no", "Chưa nhận"))
LONG = "\n".join(["đ" * 99] * 50)  # 4999 units: three messages
fine = slow(0)


@pytest.fixture
async def club(zalo: Zalo, sqlite_url: str) -> AsyncIterator[Club]:
    database = Database(sqlite_url)
    async with gathered(zalo, database) as made:
        yield made
    await database.close()


# --- Text ----------------------------------------------------------------------------------------


async def test_a_question_arrives_with_its_choices_as_numbered_lines(club: Club) -> None:
    number = await club.say("hoa", "Phải không ạ?", choices=QUESTION)
    (message,) = club.people["hoa"].heard
    assert (number, message.text) == (message.id, "Phải không ạ?\n\n1. Đúng rồi\n2. Chưa")
    assert message.choices == {"Đúng rồi": "1", "Chưa": "2"}
    assert club.spent == {("zalo", club.zalo.bot.id): 1}


async def test_an_offer_says_in_her_language_what_to_write(club: Club) -> None:
    texts = zalo_texts()
    stranger = await club.starts("john", locale="en")
    for who in ("hoa", "john"):
        await club.say(who, choices=OFFER)
    for person, locale in ((club.people["hoa"], "vi"), (stranger, "en")):
        line = texts[locale].offer_line.format(answer="1 12", label="Đã cầm đủ 500.000 đ")
        assert line in person.heard[0].text.splitlines()
        assert person.heard[0].choices == {"Đã cầm đủ 500.000 đ": "1 12", "Chưa nhận": "2 12"}


async def test_nothing_but_an_offer_or_a_file_makes_it_look_who_reads(club: Club) -> None:
    """Else every answer would cost a question to the database."""
    with told(club.database) as statements:
        await club.say("hoa", LONG, choices=QUESTION)
        assert statements == []
        await club.say("hoa", choices=OFFER)
        assert statements


async def test_a_long_text_arrives_in_order_with_a_breath_between_its_parts(
    zalo: Zalo, sqlite_url: str
) -> None:
    database = Database(sqlite_url)
    async with gathered(zalo, database, pause=0.2) as club:
        number = await club.say("hoa", LONG, choices=QUESTION)
        heard = club.people["hoa"].heard
        assert "\n".join(said(club.people["hoa"])) == f"{LONG}\n\n1. Đúng rồi\n2. Chưa"
        assert (number, len(heard)) == (heard[-1].id, 3)
        first, second, third = zalo.times("sendMessage")
        assert min(second - first, third - second) > 0.19
        assert club.spent.total() == 3
    await database.close()


@pytest.mark.parametrize("broken", [breaks(504), quota, hangs_up, strange], ids=str)
async def test_a_text_that_broke_off_goes_on_with_what_is_missing(
    club: Club, broken: Fault
) -> None:
    for fault in (fine, broken, broken):
        club.zalo.next("sendMessage", fault)
    for _try in range(2):
        with pytest.raises((Unsure, TryLater)):
            await club.say("hoa", LONG, choices=QUESTION)
    assert len(club.people["hoa"].heard) == 1
    await club.say("hoa", LONG, choices=QUESTION)
    assert "\n".join(said(club.people["hoa"])) == f"{LONG}\n\n1. Đúng rồi\n2. Chưa"
    await club.say("hoa", LONG, choices=QUESTION)  # the same words once more are another reply
    assert len(club.people["hoa"].heard) == 6


async def test_a_text_that_was_stopped_goes_on_with_what_is_missing(club: Club) -> None:
    club.zalo.next("sendMessage", fine)
    club.zalo.next("sendMessage", stalls)
    async with asyncio.TaskGroup() as tasks:
        sent = tasks.create_task(club.say("hoa", LONG))
        await asyncio.to_thread(
            club.zalo.wait_for, lambda: club.zalo.count("sendMessage") == 2, "the second part"
        )
        sent.cancel()
    assert club.spent.total() == 2  # it may have been taken
    await club.say("hoa", LONG)
    assert "\n".join(said(club.people["hoa"])) == LONG


async def test_a_text_that_was_refused_in_the_middle_begins_anew(club: Club) -> None:
    club.zalo.next("sendMessage", fine)
    club.zalo.next("sendMessage", refuse(400))
    with pytest.raises(Rejected):
        await club.say("hoa", LONG)
    await club.say("hoa", LONG)
    assert len(club.people["hoa"].heard) == 4


async def test_what_was_said_cannot_be_changed_and_is_not_said_again(club: Club) -> None:
    reply = Reply(text="Đã đến 5 bác.", choices=OFFER)
    assert await club.sender.send(club.address("hoa"), reply, replaces="m17") == "m17"
    assert club.people["hoa"].heard == []
    assert not club.spent


# --- What a failure means ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "meaning", "spent"),
    [
        pytest.param(refuse(400), Rejected, 0, id="400"),
        pytest.param(refuse(401), TryLater, 0, id="401"),
        pytest.param(strange, Unclear, 1, id="403"),
        pytest.param(refuse(408), Unsure, 1, id="408"),
        pytest.param(quota, UsedUp, 0, id="429"),
        pytest.param(breaks(502), Unsure, 1, id="502"),
        pytest.param(garbage, Unsure, 1, id="garbage"),
        pytest.param(hangs_up, Unsure, 1, id="dropped"),
        pytest.param(loses_answer, Unsure, 1, id="lost"),
    ],
)
@pytest.mark.parametrize("status", [0, 200])
async def test_a_failure_says_whether_it_was_sent_and_what_may_have_been_is_counted(
    club: Club, fault: Fault, meaning: type[Exception], spent: int, status: int
) -> None:
    club.zalo.refusal_status = status
    club.zalo.next("sendMessage", fault)
    with pytest.raises(meaning) as caught:
        await club.say("hoa")
    assert type(caught.value) is meaning
    assert club.spent.total() == spent


async def test_an_outage_that_lasts_does_not_use_up_the_plan(club: Club) -> None:
    for fault in (breaks(502), loses_answer, breaks(504)):
        club.zalo.next("sendMessage", fault)
        with pytest.raises(Unsure):
            await club.say("hoa")
    assert club.spent.total() == 1  # it may have been taken
    await club.say("hoa")
    assert club.spent.total() == 2  # and this time it surely was
    club.zalo.next("sendMessage", breaks(502))
    with pytest.raises(Unsure):
        await club.say("hoa")
    assert club.spent.total() == 3  # the same words another time are another message


async def test_a_platform_that_is_down_has_taken_nothing(club: Club) -> None:
    club.zalo.goes_down()
    with pytest.raises(TryLater) as caught:
        await club.say("hoa")
    assert caught.value.seconds is None
    assert not club.spent


async def test_while_the_database_is_down_nothing_was_sent(club: Club) -> None:
    """A money slip, too, may be tried again then: it is certain that it has not left."""
    database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(TryLater):
        await club.sending(database).send(club.address("hoa"), Reply(text="a", choices=OFFER))
    await database.close()
    assert club.zalo.count("sendMessage") == club.spent.total() == 0


async def test_an_answer_without_a_result_is_a_message_that_was_sent(club: Club) -> None:
    club.zalo.next("sendMessage", no_result)
    assert await club.say("hoa", LONG)
    assert "\n".join(said(club.people["hoa"])) == LONG
    assert club.spent.total() == 3


async def test_who_cannot_be_reached_is_never_given_up_as_unreachable(club: Club) -> None:
    """No code says that she blocked the bot: one of them, 403, means anything."""
    club.people["hoa"].blocks()
    for code in (400, 403):
        club.zalo.unreachable = code
        with pytest.raises((Rejected, Unclear)) as caught:
            await club.say("hoa")
        assert not isinstance(caught.value, Unreachable)


async def test_the_token_is_in_no_log_and_no_exception(
    club: Club, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = club.zalo.bot.token.partition(":")[2]
    faults = (refuse(401), refuse(400, f"no /bot{club.zalo.bot.token}/"), hangs_up, garbage, quota)
    traces = []
    for fault in faults:
        club.zalo.next("*", fault)
        try:
            await club.say("hoa", image=await club.put())
        except Exception:  # whatever comes of it
            traces.append(traceback.format_exc())
    assert len(traces) == len(faults)
    told = [str(vars(record)) + record.getMessage() for record in caplog.records]
    assert not [line for line in [*traces, *told] if secret in line]
