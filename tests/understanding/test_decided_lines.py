"""Lines of decisions, with their votes or without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.decided_lines import change, decided_line, decided_lines


@pytest.mark.parametrize(
    ("typed", "words", "in_favour", "against"),
    [
        ("1. Cho bà Hoa vay 5.000.000 đ: 40 đồng ý, 2 không", "Cho bà Hoa vay 5.000.000 đ", 40, 2),
        ("- Trồng rau chung. Tán thành 42, không tán thành 3", "Trồng rau chung", 42, 3),
        ("Đi thăm bà Lan ốm 42/45 phiếu thuận", "Đi thăm bà Lan ốm", 42, None),
        ("khong tang hoi phi (40 dong y)", "khong tang hoi phi", 40, None),
        ("Mua lợn 30 người đồng ý và 2 người không đồng ý", "Mua lợn", 30, 2),
        ("Visit the sick, 40 for, 2 against", "Visit the sick", 40, 2),
        ("Mua 2 loa, 3 micro", "Mua 2 loa, 3 micro", None, None),
        ("Mọi người đồng ý trồng rau", "Mọi người đồng ý trồng rau", None, None),
        ("Nộp hội phí 5k mỗi tháng", "Nộp hội phí 5k mỗi tháng", None, None),
    ],
)
def test_votes_are_heard_where_they_are_clear(
    typed: str, words: str, in_favour: int | None, against: int | None
) -> None:
    (line,) = decided_lines(typed)
    assert (line.words, line.in_favour, line.against) == (words, in_favour, against)
    assert not line.by_all


@pytest.mark.parametrize(
    "typed", ["Mua loa, 100% nhất trí", "Mua loa. Tất cả đồng ý", "Mua loa, nhất trí cả"]
)
def test_all_were_for_it(typed: str) -> None:
    line = decided_line(typed)
    assert (line.words, line.by_all, line.said) == ("Mua loa", True, typed)


def test_each_line_is_a_decision_of_its_own() -> None:
    said = "1. Mua loa\n\n2) Thăm người ốm\n- Trồng rau"
    assert [one.words for one in decided_lines(said)] == ["Mua loa", "Thăm người ốm", "Trồng rau"]


def test_a_written_decision_is_mended_or_taken_out_by_its_number() -> None:
    mended, out = change("sửa 2: trồng rau"), change("bo 2")
    assert mended
    assert (mended.number, mended.words) == (2, "trồng rau")
    assert out
    assert (out.number, out.words) == (2, "")


@pytest.mark.parametrize("typed", ["bỏ thăm bà Lan", "sửa nhà văn hóa", "sửa 2", "Đổi công"])
def test_other_words_mend_nothing(typed: str) -> None:
    assert change(typed) is None


@given(st.text(max_size=80))
def test_nothing_that_is_typed_is_lost(text: str) -> None:
    line = decided_line(text)
    assert line.words == line.said.strip(" ;") or line.by_all or line.in_favour is not None
