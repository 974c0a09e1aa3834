from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.understanding.choices import pick

CONFIRM = ("Đã cầm đủ 500.000 đ", "Chưa nhận", "Nhận số khác")
WHICH = ("Chính khoản này", "Khoản khác", "Thôi, không ghi nữa")


@pytest.mark.parametrize(
    ("text", "labels", "index"),
    [
        ("1", WHICH, 0),
        ("2.", WHICH, 1),
        ("(3)", WHICH, 2),
        ("số 2", WHICH, 1),
        ("so hai", WHICH, 1),
        ("chọn 3 ạ", WHICH, 2),
        ("2\ufe0f\u20e3", WHICH, 1),
        ("Khoản khác", WHICH, 1),
        ("khoan khac", WHICH, 1),
        ("chinh", WHICH, 0),
        ("chính khoản này ạ", WHICH, 0),
        ("1. Chính khoản này", WHICH, 0),
        ("thôi", WHICH, 2),
        ("đã cầm đủ", CONFIRM, 0),
        ("Hoa", ("Hoa Bính", "Hoa"), 1),
        ("số tư", WHICH, None),
        ("2. Chính khoản này", WHICH, None),
        ("0", WHICH, None),
        ("4", WHICH, None),
        ("50", ("50.000 đ", "100.000 đ"), None),
        ("khoan", ("Khoản này", "Khoản khác"), None),
        ("chình", WHICH, None),
        ("khac", WHICH, None),
        ("chính khoản này của tôi", WHICH, None),
        ("", WHICH, None),
        ("?", WHICH, None),
        ("2", (), None),
    ],
)
def test_a_choice_is_understood(text: str, labels: Sequence[str], index: int | None) -> None:
    assert pick(text, labels) == index


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("dung", 0),
        ("Đúng", 0),
        ("ừ", 0),
        ("ok", None),
        ("thôi được", 0),
        ("không", 1),
        ("dạ không", 1),
        ("thoi", 1),
        ("chua nhan", 1),
        ("đừng", 1),
        ("da", None),
        ("dạ", None),
        ("đã", None),
        ("no", None),
        ("dùng", None),
        ("500k", None),
    ],
)
def test_yes_and_no_answer_a_yes_no_question(text: str, index: int | None) -> None:
    assert pick(text, CONFIRM, yes=0, no=1) == index


def test_an_okay_is_a_yes_to_what_names_no_sum() -> None:
    assert pick("ok", ("Vâng, nhắc tôi", "Không cần nhắc"), yes=0, no=1) == 0


@pytest.mark.parametrize("text", ["ừ", "không"])
def test_yes_and_no_answer_nothing_else(text: str) -> None:
    assert pick(text, ("Hoa Bính", "Hoa Tư")) is None


def test_what_may_be_a_label_or_a_yes_is_asked_again() -> None:
    assert pick("dung", ("Đúng rồi", "Dùng mã khác"), yes=0) is None
    assert pick("dung", ("Được", "Dùng mã khác"), yes=0) is None
    assert pick("đúng", ("Đúng rồi", "Dùng mã khác"), yes=0) == 0
