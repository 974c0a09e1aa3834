"""Sentences of officers that begin an entry with all that was said of it."""

from __future__ import annotations

import pytest

from bot.understanding.said_at_once import Gift, gift, months_said, without_months
from bot.understanding.words import command


@pytest.mark.parametrize(
    ("said", "name", "rest"),
    [
        ("bà Hiền Phúc tặng quỹ 500k", "gift", "bà Hiền Phúc tặng quỹ 500k"),
        ("bà Hoa ủng hộ 20 kg gạo", "gift", "bà Hoa ủng hộ 20 kg gạo"),
        ("ba hoa ung ho 20kg gao", "gift", "ba hoa ung ho 20kg gao"),
        ("ông Bình tặng hai chục cái ghế", "gift", "ông Bình tặng hai chục cái ghế"),
        ("ba hien phuc ung ho 500 nghin", "gift", "ba hien phuc ung ho 500 nghin"),
        ("chi 120k mua nuoc che", "expense", "120k mua nuoc che"),
        ("hội phí 20k một tháng", "fees.set", "20k một tháng"),
        ("đặt hội phí 20k", "fees.set", "20k"),
        ("Hoa Bính nộp hội phí 2 tháng", "fees.take", "Hoa Bính 2 tháng"),
        ("bà Yến Giang khó khăn quá", "loan.freeze", "bà Yến Giang"),
        ("tạm ngừng tính lãi bà Hoa", "loan.freeze", "bà Hoa"),
        ("dong bang khoan vay ba Hoa", "loan.freeze", "ba Hoa"),
        ("so quy", "papers.cash", ""),
        ("tiền mặt", "cash", ""),
        ("trong hộp", "cash", ""),
        ("hội phí", "fees", ""),
    ],
)
def test_it_is_understood(said: str, name: str, rest: str) -> None:
    found = command(said)
    assert found is not None
    assert (found.name, found.rest) == (name, rest)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("tôi khó khăn quá", "reminders.need"),
        ("bác khó khăn quá", "reminders.need"),
        ("chi Tien 120k", None),
        ("tôi tặng quỹ 500k", None),
        ("bà Hoa nộp 500k", "repay"),
        ("bà Hoa cho vay 500k", "borrow"),
    ],
)
def test_what_is_nearly_so_is_something_else(said: str, name: str | None) -> None:
    found = command(said)
    assert (found and found.name) == name


def test_a_gift_is_taken_apart() -> None:
    whole = Gift(giver="bà Hiền Phúc", what="500 nghìn")
    assert gift("bà Hiền Phúc ủng hộ 500 nghìn") == whole
    assert gift("anh Ba tặng quỹ 1.500.000 đ mua loa") == Gift(
        giver="anh Ba", what="1.500.000 đ mua loa"
    )
    assert gift("Hiền Phúc") == Gift(giver="Hiền Phúc", what="")
    assert gift("nam tram nghin") == Gift(giver="", what="nam tram nghin")
    assert gift("bà Năm") == Gift(giver="bà Năm", what="")


def test_months_are_no_money() -> None:
    assert months_said("Hoa Bính 2 tháng") == 2
    assert months_said("ba tháng") == 3
    assert months_said("20k") == 0
    assert without_months("Hoa Bính 2 tháng") == "Hoa Bính"
