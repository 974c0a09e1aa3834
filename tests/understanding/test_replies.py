"""What is typed back to a reminder or a request: a clear answer, an unclear one, or none."""

from __future__ import annotations

import pytest

from bot.understanding.replies import asks_for_something, coming, is_doubtful, is_okay, passed_on

COMING = {
    "come": ("có", "dạ có", "Ừ tôi có đi", "vâng", "ok", "đồng ý", "co", "sẽ đến", "bác đi được"),
    "away": (
        "Không",
        "toi khong den dau",
        "hôm đó tôi bận",
        "hom do toi ban",
        "chắc không đi được",
        "tôi ốm không đi được",
        "tôi đau chân quá không đi họp được",
        "không đi được vì có đám cưới",
        "I can't make it",
    ),
    "lift": ("cho tôi đi nhờ với", "nhờ đón", "please fetch me"),
    "": (
        "da",
        "no",
        "👍",
        "ok cảm ơn",
        "biết rồi",
        "tôi có đi đâu",
        "không bận",
        "bà Hoa không đi được",
        "chưa đi được",
        "tôi đi chợ",
        "tôi ốm mà vẫn đi",
    ),
    None: ("cảm ơn cháu", "có đi không", "mai tôi sang", "khám mắt", "500k"),
}


@pytest.mark.parametrize(
    ("typed", "key"), [(typed, key) for key, all_of_it in COMING.items() for typed in all_of_it]
)
def test_whether_somebody_comes(typed: str, key: str | None) -> None:
    assert coming(typed) == key


@pytest.mark.parametrize(
    ("typed", "one", "several"),
    [
        ("đã nhắn", "all", ""),
        ("tôi nhắn rồi", "all", ""),
        ("da nhan roi", "all", ""),
        ("xong rồi", "all", ""),
        ("nhắn hết rồi", "all", "all"),
        ("tôi đã nói với bà ấy rồi", "all", ""),
        ("chưa nhắn được", "", ""),
        ("tôi không nhắn được", "", ""),
        ("vâng", None, None),
        ("nhắn mọi người mai họp", None, None),
    ],
)
def test_whether_it_was_passed_on(typed: str, one: str | None, several: str | None) -> None:
    assert passed_on(typed, ["all", "cannot"]) == one
    assert passed_on(typed, ["all", "3", "4", "cannot"]) == several


@pytest.mark.parametrize(
    ("typed", "doubtful"),
    [("dung", True), ("đừng", True), ("chưa", True), ("thoi", True), ("vâng", False)],
)
def test_what_is_a_yes_or_no_only_where_it_is_waited_for(typed: str, doubtful: bool) -> None:
    assert is_doubtful(typed) is doubtful


@pytest.mark.parametrize(
    ("typed", "okay"), [("vâng", True), ("👍", True), ("🙏", False), ("cảm ơn", False)]
)
def test_an_okay_may_be_more_than_thanks(typed: str, okay: bool) -> None:
    assert is_okay(typed) is okay


@pytest.mark.parametrize(
    ("typed", "asks"),
    [("100k", True), ("tôi nộp 100k", True), ("tập văn nghệ", False), ("mua 2 bộ cờ", False)],
)
def test_a_command_or_a_bare_sum_asks_for_something(typed: str, asks: bool) -> None:
    assert asks_for_something(typed) is asks
