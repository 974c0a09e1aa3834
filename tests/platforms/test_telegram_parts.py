"""A reply as messages of Telegram's sizes, and which of them have been sent."""

from __future__ import annotations

import unicodedata

import pytest

from bot.chat import Choice, Reply
from bot.platforms.telegram_parts import CAPTION, REMEMBERED, TEXT, Begun, messages
from tests.village import Clock

YES = (Choice("q1:yes", "Đúng rồi"),)
NFD_O = unicodedata.normalize("NFD", "ộ")  # three characters
LONG = "\n".join(["đ" * 99] * 100)  # 9999 units: three messages


def test_a_short_reply_stays_as_it_is() -> None:
    reply = Reply(text="Chào bác.", choices=YES, silent=True)
    assert messages(reply) == [reply]


def test_a_long_text_is_cut_and_its_buttons_are_on_the_last_part() -> None:
    parts = messages(Reply(text=LONG, choices=YES, silent=True))
    assert [part.choices for part in parts] == [(), (), YES]
    assert "\n".join(part.text for part in parts) == LONG
    assert all(part.silent and len(part.text) <= TEXT for part in parts)


@pytest.mark.parametrize(
    "text",
    [
        "a" * CAPTION,
        "🙂" * (CAPTION // 2),
        NFD_O * (CAPTION // 3) + "a",
        "",
    ],
)
def test_a_text_that_fits_is_below_its_picture(text: str) -> None:
    reply = Reply(text=text, image="picture", choices=YES)
    assert messages(reply) == [reply]


@pytest.mark.parametrize(
    "text",
    [
        "a" * (CAPTION + 1),
        "🙂" * (CAPTION // 2) + "a",
        NFD_O * (CAPTION // 3 + 1),
    ],
)
def test_a_text_too_long_for_a_caption_comes_after_the_picture(text: str) -> None:
    assert messages(Reply(text=text, document="paper", choices=YES)) == [
        Reply(text="", document="paper"),
        Reply(text=text, choices=YES),
    ]


def test_a_picture_and_a_paper_are_two_messages() -> None:
    assert messages(Reply(text="Sổ tháng 11", image="picture", document="paper")) == [
        Reply(text="", image="picture"),
        Reply(text="Sổ tháng 11", document="paper"),
    ]


def test_nothing_is_known_of_a_reply_that_has_not_begun_or_has_ended() -> None:
    begun, reply = Begun(Clock()), Reply(text="a", choices=list(YES))
    assert begun.parts(7, reply) == 0
    begun.note(7, reply, 2)
    assert (begun.parts(7, reply), begun.parts(8, reply)) == (2, 0)
    begun.forget(7, reply)
    assert begun.parts(7, reply) == 0


def test_a_reply_begun_an_hour_ago_begins_anew() -> None:
    clock = Clock()
    begun, reply = Begun(clock), Reply(text="a")
    begun.note(7, reply, 1)
    clock.pass_by(minutes=59)
    assert begun.parts(7, reply) == 1
    clock.pass_by(minutes=1)
    assert begun.parts(7, reply) == 0


def test_only_the_last_begun_replies_are_remembered() -> None:
    begun, reply = Begun(Clock()), Reply(text="a")
    for chat in range(REMEMBERED):
        begun.note(chat, reply, 1)
    begun.note(0, reply, 2)  # the oldest went on: now it is the newest
    begun.note(REMEMBERED, reply, 1)
    assert [begun.parts(chat, reply) for chat in (0, 1, 2, REMEMBERED)] == [2, 0, 1, 1]
