"""Where somebody wants to be written to, in her own words."""

from __future__ import annotations

import pytest

from bot.understanding.folding import fold
from bot.understanding.words import command

ZALO = (
    "nhắn tôi qua Zalo",
    "nhắn tin cho tôi bên zalo nhé",
    "từ nay gửi tin cho bác qua Zalo cháu nhé",
    "cháu nhắn bà qua zalo",
    "nhắc tôi qua Zalo",
    "báo cho tôi bằng za lo",
    "tôi dùng Zalo thôi",
    "nhận tin qua Zalo",
    "my news on Zalo",
    "please write to me on Zalo",
)
ANYWHERE = (
    "chỗ nào cũng được",
    "ở đâu cũng được cháu ạ",
    "nhắn chỗ nào cũng được",
    "Zalo hay Telegram đều được",
    "nhắn ở đâu thì nhận ở đó",
    "anywhere is fine",
    "wherever I wrote last",
)
SHOWN = ("Zalo", "máy của tôi", "Zalo hay Telegram", "đừng nhắn tôi qua Zalo nữa", "my phones")
OTHERS = (
    "nhắn bà Hoa qua Zalo",
    "gửi ảnh qua Zalo",
    "họp trên Zalo lúc 8 giờ",
    "thông báo qua Zalo",
    "chuyển khoản 500k qua zalopay",
    "cái nào cũng được",
)


def name_of(text: str) -> str:
    """Return what a message is taken for."""
    found = command(text)
    return found.name if found else ""


@pytest.mark.parametrize("text", ZALO)
def test_a_platform_is_chosen_with_and_without_marks(text: str) -> None:
    assert name_of(text) == name_of(fold(text)) == "phones.zalo"


@pytest.mark.parametrize(
    ("text", "platform"),
    [("nhắn tôi qua Telegram", "telegram"), ("nhắn tôi trên trang web", "web")],
)
def test_so_are_the_others(text: str, platform: str) -> None:
    assert name_of(text) == f"phones.{platform}"


@pytest.mark.parametrize("text", ANYWHERE)
def test_wherever_with_and_without_marks(text: str) -> None:
    assert name_of(text) == name_of(fold(text)) == "phones.any"


@pytest.mark.parametrize("text", SHOWN)
def test_where_it_is_not_said_which_they_are_shown(text: str) -> None:
    assert name_of(text) == "phones"


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_about_somebody_or_something_else_is_none(text: str) -> None:
    assert not name_of(text).startswith("phones")
