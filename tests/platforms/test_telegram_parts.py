"""A reply as messages of Telegram's sizes."""

from __future__ import annotations

import unicodedata

import pytest

from bot.chat import Choice, Reply
from bot.platforms.telegram_parts import CAPTION, TEXT, messages

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
