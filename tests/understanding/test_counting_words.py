"""The words that begin a count, close a month, and open it again."""

from __future__ import annotations

import pytest

from bot.understanding.folding import fold
from bot.understanding.words import command

SAID = {
    "kiểm quỹ": ("count", ""),
    "kiểm kê quỹ": ("count", ""),
    "đếm tiền": ("count", ""),
    "cho bác kiểm quỹ nhé": ("count", ""),
    "biên bản kiểm quỹ": ("count.minutes", ""),
    "khóa sổ": ("month.close", ""),
    "khóa sổ tháng 11": ("month.close", "11"),
    "chốt sổ tháng 11/2026": ("month.close", "11/2026"),
    "ký sổ tháng 11": ("month.close", "11"),
    "mở lại sổ tháng 11": ("month.open", "11"),
    "mở khóa sổ": ("month.open", ""),
}
OTHERS = ("Khoa", "bác Khoa nộp 50k", "sổ", "quỹ còn bao nhiêu", "thủ quỹ", "mở")


@pytest.mark.parametrize(("text", "meant"), SAID.items())
def test_counts_and_closings_are_understood_with_marks_and_without(
    text: str, meant: tuple[str, str]
) -> None:
    for typed in (text, fold(text) if "/" not in text else text):
        found = command(typed)
        assert found is not None
        assert (found.name, found.rest) == meant


@pytest.mark.parametrize("text", OTHERS)
def test_other_words_begin_none_of_it(text: str) -> None:
    found = command(text)
    assert found is None or not found.name.startswith(("count", "month."))
