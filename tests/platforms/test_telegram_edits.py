"""Pressed messages as people see them afterwards, also when presses come fast or in a pause."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message as Pressed

from bot.chat import Address, Choice, Reply
from bot.clock import utc_now
from bot.platforms.telegram_edits import Edits
from bot.platforms.telegram_heard import Heard
from bot.platforms.telegram_intake import Intake
from bot.platforms.telegram_sender import TelegramSender
from bot.reminders.pauses import Pauses
from bot.storage.engine import Database
from tests.ears import Ears, until
from tests.telegram_api import Message, Person, Telegram, breaks, flood, slow

BOT = "8123456789"
ACCOUNT = ("telegram", BOT)
TWO_QUESTIONS = (
    Choice("o1:paid", "Tôi đã nộp"),
    Choice("o1:later", "Để sau"),
    Choice("o2:come", "Tôi đi họp"),
    Choice("o2:away", "Tôi bận"),
)


@pytest.fixture
def hoa(telegram: Telegram) -> Person:
    person = telegram.person("Hoa")
    person.opens()
    return person


@pytest.fixture
def pauses() -> Pauses:
    return Pauses(utc_now)


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sender(telegram: Telegram, database: Database) -> AsyncIterator[TelegramSender]:
    made = TelegramSender(database=database, clock=utc_now, token=telegram.token, api=telegram.url)
    yield made
    await made.close()


@asynccontextmanager
async def editing(sender: TelegramSender, pauses: Pauses, **more: Any) -> AsyncIterator[Edits]:
    """Leaving waits until everything was changed."""
    async with asyncio.TaskGroup() as tasks:
        yield Edits(sender, pauses, tasks, **more)


async def asks(sender: TelegramSender, person: Person) -> Message:
    said = Reply(text="Nhắc hai việc", choices=TWO_QUESTIONS)
    number = await sender.send(Address(*ACCOUNT, str(person.id)), said)
    return next(one for one in person.heard if str(one.id) == number)


def press(edits: Edits, person: Person, phone: Pressed, key: str, label: str) -> None:
    edits.settle(Address(*ACCOUNT, str(person.id)), phone, key, label)


def on_phone(message: Message) -> Pressed:
    return Pressed.model_validate(message.said)


# --- Presses that come fast ----------------------------------------------------------------------


async def test_a_double_tap_shows_the_choice_once_and_does_not_rub_it_out(
    telegram: Telegram, hoa: Person, sender: TelegramSender, pauses: Pauses
) -> None:
    message = await asks(sender, hoa)
    phone = on_phone(message)
    telegram.next("editMessageText", slow(0.2))
    async with editing(sender, pauses) as edits:
        press(edits, hoa, phone, "o1:paid", "Tôi đã nộp")
        await until(lambda: telegram.count("editMessageText"))
        press(edits, hoa, phone, "o1:paid", "Tôi đã nộp")
        press(edits, hoa, phone, "o1:paid", "")
    assert message.text == "Nhắc hai việc\n\n✓ Tôi đã nộp"
    assert message.buttons == ["Tôi đi họp", "Tôi bận"]
    assert telegram.count("editMessageText") == 1


async def test_two_questions_of_one_message_answered_fast_both_show_their_choice(
    telegram: Telegram, hoa: Person, sender: TelegramSender, pauses: Pauses
) -> None:
    message = await asks(sender, hoa)
    phone = on_phone(message)
    telegram.next("editMessageText", slow(0.2))
    async with editing(sender, pauses) as edits:
        press(edits, hoa, phone, "o1:paid", "Tôi đã nộp")
        await until(lambda: telegram.count("editMessageText"))
        press(edits, hoa, phone, "o2:come", "Tôi đi họp")
        press(edits, hoa, phone, "o1:later", "")
    assert message.text == "Nhắc hai việc\n\n✓ Tôi đã nộp\n\n✓ Tôi đi họp"
    assert message.buttons == []
    first, second = telegram.times("editMessageText")
    assert second - first >= 0.2  # one after the other


async def test_a_phone_that_is_slow_after_a_restart_does_not_double_the_choice(
    hoa: Person, sender: TelegramSender, pauses: Pauses
) -> None:
    message = await asks(sender, hoa)
    for _start in range(2):
        async with editing(sender, pauses) as edits:
            press(edits, hoa, on_phone(message), "o1:paid", "Tôi đã nộp")
    assert message.text == "Nhắc hai việc\n\n✓ Tôi đã nộp"


async def test_a_change_that_fails_holds_up_no_later_one(
    telegram: Telegram, hoa: Person, sender: TelegramSender, pauses: Pauses
) -> None:
    message = await asks(sender, hoa)
    phone = on_phone(message)
    telegram.next("editMessageText", breaks(500))
    async with editing(sender, pauses) as edits:
        press(edits, hoa, phone, "o1:paid", "Tôi đã nộp")
        await until(lambda: telegram.count("editMessageText"))
        press(edits, hoa, phone, "o2:come", "Tôi đi họp")
    assert message.text == "Nhắc hai việc\n\n✓ Tôi đã nộp\n\n✓ Tôi đi họp"


async def test_slow_messages_hold_up_no_others(
    telegram: Telegram, hoa: Person, sender: TelegramSender, pauses: Pauses
) -> None:
    first, second = await asks(sender, hoa), await asks(sender, hoa)
    telegram.next("editMessageText", slow(1))
    async with editing(sender, pauses) as edits:
        press(edits, hoa, on_phone(first), "o1:paid", "Tôi đã nộp")
        await until(lambda: telegram.count("editMessageText"))
        press(edits, hoa, on_phone(second), "o1:paid", "Tôi đã nộp")
        await until(lambda: "✓" in second.text, 0.9)


# --- Pauses --------------------------------------------------------------------------------------


async def test_a_change_waits_for_the_end_of_a_pause(
    telegram: Telegram, hoa: Person, sender: TelegramSender, pauses: Pauses
) -> None:
    message = await asks(sender, hoa)
    pauses.slow_down(ACCOUNT, 0.3)
    began = time.monotonic()
    async with editing(sender, pauses) as edits:
        press(edits, hoa, on_phone(message), "o1:paid", "Tôi đã nộp")
    assert "✓" in message.text
    assert telegram.times("editMessageText")[0] - began > 0.25


async def test_a_429_on_a_change_silences_the_whole_bot_and_the_change_comes_after_it(
    telegram: Telegram, hoa: Person, sender: TelegramSender, pauses: Pauses
) -> None:
    message = await asks(sender, hoa)
    telegram.next("editMessageText", flood(1))
    async with editing(sender, pauses) as edits:
        press(edits, hoa, on_phone(message), "o1:paid", "Tôi đã nộp")
        await until(lambda: pauses.left(ACCOUNT))
    assert "✓" in message.text
    first, second = telegram.times("editMessageText")
    assert second - first >= 1


async def test_a_change_is_left_out_when_telegram_asks_twice_or_the_pause_is_long(
    telegram: Telegram, hoa: Person, sender: TelegramSender, pauses: Pauses
) -> None:
    message = await asks(sender, hoa)
    telegram.next("editMessageText", flood(1), times=2)
    async with editing(sender, pauses) as edits:
        press(edits, hoa, on_phone(message), "o1:paid", "Tôi đã nộp")
    pauses.slow_down(ACCOUNT, 100)
    async with asyncio.timeout(5), editing(sender, pauses) as edits:
        press(edits, hoa, on_phone(message), "o1:paid", "Tôi đã nộp")
    assert telegram.count("editMessageText") == 2
    assert message.text == "Nhắc hai việc"


async def test_a_429_on_the_answer_to_a_press_silences_the_whole_bot_too(
    telegram: Telegram, database: Database, hoa: Person, sender: TelegramSender, pauses: Pauses
) -> None:
    telegram.allowed = ["callback_query"]
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    taps = [hoa.presses("Tôi đi họp", await asks(sender, hoa)) for _tap in range(2)]
    telegram.next("answerCallbackQuery", flood(1))
    async with asyncio.TaskGroup() as tasks:
        intake = Intake(
            Bot(telegram.token, session=session),
            Ears().handle,
            sender,
            Heard(database, utc_now, ACCOUNT),
            tasks,
            pauses=pauses,
        )
        intake.read(taps[0].update)
        await until(lambda: pauses.left(ACCOUNT))
        intake.read(taps[1].update)
    await session.close()
    refused, *later = telegram.times("answerCallbackQuery")
    assert min(later) - refused >= 1
    assert [tap.answers for tap in taps] == [[""], [""]]
