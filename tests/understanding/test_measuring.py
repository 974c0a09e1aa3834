"""Quick lines of blood pressure and weight."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.pressure import Figures
from bot.understanding.measuring import behind, has_figures, lines

Found = tuple[int | None, int | None, int | None, int | None]


def _of(figures: Figures) -> Found:
    return figures.systolic, figures.diastolic, figures.pulse, figures.grams


@pytest.mark.parametrize(
    ("said", "name", "found"),
    [
        ("Hoa 150/90 52", "Hoa", (150, 90, None, 52_000)),
        ("Hoa 150/90", "Hoa", (150, 90, None, None)),
        ("ông Tư 135/85 mạch 78 nặng 61", "ông Tư", (135, 85, 78, 61_000)),
        ("ong tu 135/85, mach 78, nang 61,5", "ong tu", (135, 85, 78, 61_500)),
        ("bà Hoà: huyết áp 150/90, cân 52 kg ạ", "bà Hoà", (150, 90, None, 52_000)),
        ("Hoa xóm 2 150/90 52kg", "Hoa xóm 2", (150, 90, None, 52_000)),
        ("3. Bà Hà 135/85", "Bà Hà", (135, 85, None, None)),
        ("12 Hà 135/85 48", "Hà", (135, 85, None, 48_000)),
        ("- Lâm 150/90 m78", "Lâm", (150, 90, 78, None)),
        ("Cẩn 150/90 52", "Cẩn", (150, 90, None, 52_000)),
        ("Hoa 150-90 52", "Hoa", (150, 90, None, 52_000)),
        ("Hoa 150 / 90 - 52,5", "Hoa", (150, 90, None, 52_500)),
        ("150/90 52 Hoa", "Hoa", (150, 90, None, 52_000)),
        ("Hoa nặng 52", "Hoa", (None, None, None, 52_000)),
        ("Hoa 135/85 78 nhịp 60 kg", "Hoa", (135, 85, 78, 60_000)),
        ("Hoa ngày 21/11 150/90", "Hoa", (150, 90, None, None)),
        ("Năm 150/90 52", "Năm", (150, 90, None, 52_000)),
        ("bà Ba: 120/80mmHg", "bà Ba", (120, 80, None, None)),
        ("Hoa\t150/90\t52", "Hoa", (150, 90, None, 52_000)),
    ],
)
def test_what_can_mean_nothing_else_is_sure(said: str, name: str, found: Found) -> None:
    (line,) = lines(said)
    assert (line.name, _of(line.figures), line.sure) == (name, found, True)
    (line,) = lines(unicodedata.normalize("NFD", said))
    assert (_of(line.figures), line.sure) == (found, True)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Hoa 15/9", (150, 90, None, None)),
        ("Hoa 13,5/8,5 52", (135, 85, None, 52_000)),
        ("Hoa 150 90 52", (150, 90, None, 52_000)),
        ("Hoa 150 90", (150, 90, None, None)),
        ("Hoa 52", (None, None, None, 52_000)),
        ("Lam 78", (None, None, None, 78_000)),
        ("Hoa 150/90 78 52", (150, 90, 78, 52_000)),
        ("Hoa 90/150", (90, 150, None, None)),
        ("Hoa 150/145", (150, 145, None, None)),
        ("Hoa 250/120", (250, 120, None, None)),
        ("150/90", (150, 90, None, None)),
        ("Hoa 150/90 chiều qua", (150, 90, None, None)),
        ("Hoa 1150/90", (None, None, None, None)),
        ("Hoa 150/90/78", (None, None, None, None)),
        ("Hoa", (None, None, None, None)),
    ],
)
def test_what_could_be_something_else_is_not_sure(said: str, found: Found) -> None:
    (line,) = lines(said)
    assert (_of(line.figures), line.sure) == (found, False)


def test_a_room_in_one_message() -> None:
    found = lines(
        "Huyết áp ngày 21/11\n1. Hoa 150/90 52, Lan 120/80 48,5; ông Tư 135/85, mạch 78\n\n"
        "bà Hà 140/80 50kg. Can 120/70"
    )
    assert [(one.name, _of(one.figures)) for one in found] == [
        ("Hoa", (150, 90, None, 52_000)),
        ("Lan", (120, 80, None, 48_500)),
        ("ông Tư", (135, 85, 78, None)),
        ("bà Hà", (140, 80, None, 50_000)),
        ("Can", (120, 70, None, None)),
    ]


def test_words_without_figures_measure_nothing() -> None:
    assert not has_figures("ai chưa đo huyết áp")
    assert has_figures("huyết áp 150/90")


def test_what_stands_behind_a_command_keeps_its_lines() -> None:
    said = "Đo huyết áp:\nHoa 150/90 52\nông Tư 135/85"
    assert behind(said, 3) == "Hoa 150/90 52\nông Tư 135/85"


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_stumble(said: str) -> None:
    for line in lines(said):
        assert not line.sure or (line.name and line.figures.is_usual)


@given(high=st.integers(100, 200), low=st.integers(50, 84), weight=st.integers(35, 99))
def test_sure_figures_are_as_they_were_typed(high: int, low: int, weight: int) -> None:
    (line,) = lines(f"bà Hoa {high}/{low} {weight}")
    assert line.sure
    assert _of(line.figures) == (high, low, None, weight * 1000)
