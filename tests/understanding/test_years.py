from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.years import birth_year


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1948", 1948, 1948),
        ("48", 1948, 1948),
        ("sinh nam 1948", 1948, 1948),
        ("tôi sinh năm 48 ạ", 1948, 1948),
        ("10/5/1948", 1948, 1948),
        ("78 tuổi", 1947, 1949),
        ("78 tuoi", 1947, 1949),
        ("78t", 1947, 1949),
        ("năm nay 78 tuổi", 1947, 1949),
        ("tuổi 78", 1947, 1949),
        ("102 tuổi", 1923, 1925),
        ("78 years", 1947, 1949),
        ("15", 2015, 2015),
        ("16", 2016, 2016),
        ("20", 1920, 1920),
        ("99", 1999, 1999),
    ],
)
def test_a_year_of_birth_is_heard(text: str, first: int, last: int) -> None:
    assert birth_year(text, 2026) == range(first, last + 1)


@pytest.mark.parametrize(
    "text",
    ["", "Hoa", "1850", "2020", "5 tuổi", "111 tuổi", "1947 hay 1948", "10/5/48", "948", "7"],
)
def test_what_is_no_year_of_birth_is_not_heard(text: str) -> None:
    assert birth_year(text, 2026) is None


@given(st.integers(10, 100), st.integers(2025, 2060))
def test_two_figures_of_the_year_are_enough(age: int, this_year: int) -> None:
    born = this_year - age
    assert birth_year(f"{born % 100:02}", this_year) == range(born, born + 1)
