"""Who is said to be no member any more: "bà Hoa mất rồi", and what is said of others."""

from __future__ import annotations

import pytest

from bot.understanding.words import command


@pytest.mark.parametrize(
    ("said", "name", "who"),
    [
        ("bà Hoa mất rồi", "member.died", "bà Hoa"),
        ("ba Hoa mat roi", "member.died", "ba Hoa"),
        ("bà Hoa Bính vừa qua đời đêm qua ạ", "member.died", "bà Hoa Bính"),
        ("Hoa đã mất", "member.died", "Hoa"),
        ("ông Tư chuyển đi", "member.moved", "ông Tư"),
        ("bác Lan dọn đi rồi", "member.moved", "bác Lan"),
        ("cháu ơi, bà Hoa mất rồi", "member.died", "bà Hoa"),
        ("bà Hoa xin ra khỏi câu lạc bộ", "member.left", "bà Hoa"),
        ("bà Hoa còn sống", "member.back", "bà Hoa"),
        ("Ms Hoa has died", "member.died", "Ms Hoa"),
    ],
)
def test_what_became_of_whom(said: str, name: str, who: str) -> None:
    found = command(said)
    assert found is not None
    assert (found.name, found.rest) == (name, who)


@pytest.mark.parametrize(
    "said",
    [
        "mẹ tôi mất rồi",
        "Mẹ mất rồi",
        "bà Hoa mất điện thoại",
        "ông Tư chuyển 500k",
        "ông Tư chuyển đi 500k",
        "tôi mất tiền rồi",
        "nhà bà Hoa có người mất",
        "rời câu lạc bộ",
        "chuyển họp sang thứ bảy",
    ],
)
def test_what_is_said_of_others_ends_nothing(said: str) -> None:
    found = command(said)
    assert found is None or not found.name.startswith("member.")
