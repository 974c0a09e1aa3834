"""Words of those who want to be left in peace, and of those who want to be reminded again."""

from __future__ import annotations

import pytest

from bot.understanding.emergencies import emergency
from bot.understanding.folding import fold
from bot.understanding.words import Command, command, reminded_of, yes_or_no

SAID = {
    "quiet.ill": "tôi ốm|ốm|tôi bị ốm|tôi ốm quá|bác ốm nặng rồi|tôi đang nằm viện|bị bệnh|"
    "i am ill|I'm sick",
    "quiet.mourning": "nhà có tang|nhà tôi có tang|gia đình đang để tang|nhà có người mất|"
    "nhà tôi mới có người mất|in mourning",
    "remind.again": "nhắc lại tôi nhé|nhắc lại tôi|cứ nhắc tôi|nhắc tôi như cũ nhé|"
    "remind me again",
    "messengers.stop": "không nhắn giúp nữa|tôi không nhắn giúp nữa|thôi nhắn giúp|"
    "no more passing on",
    "meeting.papers": "giấy mời họp|cho tôi giấy mời họp|in giấy mời|bài đọc loa|meeting notice",
}


@pytest.mark.parametrize(
    ("name", "text"), [(n, one) for n, all_ in SAID.items() for one in all_.split("|")]
)
def test_it_is_understood_with_marks_and_without(name: str, text: str) -> None:
    assert command(text) == Command(name)
    assert command(fold(text)) == Command(name)
    assert not emergency(text)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("đừng nhắc tôi nữa", ""),
        ("dung nhac toi nua", ""),
        ("tôi không cần nhắc", ""),
        ("đừng nhắc chuyện tiền", "money"),
        ("dung nhac tien nua", "money"),
        ("xin đừng nhắc tôi nộp tiền", "money"),
        ("đừng nhắc họp nữa nhé", "meetings"),
        ("đừng nhắc tiền với họp", ""),
        ("do not remind me of money", "money"),
        ("don't remind me of meetings", "meetings"),
    ],
)
def test_a_wish_may_say_what_it_is_about(text: str, about: str) -> None:
    found = command(text)
    assert found is not None
    assert found.name == "quiet.wish"
    assert reminded_of(found.rest) == about
    assert yes_or_no(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "tôi ổn",
        "on",
        "co tang",
        "bà Hoa ốm",
        "chồng tôi ốm nên chưa nộp",
        "nhắc bà Hoa",
        "om nuoc",
    ],
)
def test_what_only_looks_alike_is_not(text: str) -> None:
    found = command(text)
    assert found is None or found.name not in {*SAID, "quiet.wish"}


@pytest.mark.parametrize("text", ["tôi ốm quá, đau ngực", "om khong day duoc", "ốm, khó thở"])
def test_what_is_an_emergency_stays_one(text: str) -> None:
    assert emergency(text)
