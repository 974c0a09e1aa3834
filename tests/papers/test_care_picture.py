"""The month of home care as a picture: as wide as a phone, with every name and figure on it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from bot.care.months import Cell
from bot.i18n import use_locale
from bot.papers.books import care_picture as drawing
from bot.papers.books.drawing import WIDTH
from bot.papers.books.lettering import picture_font
from bot.papers.drawn import care_picture
from bot.papers.wanted import CareMonth, CareRow


def month(rows: int, name: str = "bà Lan") -> CareMonth:
    cells = (
        Cell(made=0, wanted=0, is_over=True),
        Cell(made=2, wanted=2, is_over=True),
        Cell(made=1, wanted=2, is_over=True),
        None,
        None,
        None,
    )
    return CareMonth(
        club="CLB Liên thế hệ tự giúp nhau bản Lốc",
        month=date(2026, 11, 1),
        rows=tuple(CareRow(name=name, cells=cells) for _number in range(rows)),
        volunteers=4,
        minutes=630,
    )


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_it_is_drawn_for_a_phone_and_grows_with_the_people(locale: str) -> None:
    with use_locale(locale):
        small, large = opened(care_picture(month(9))), opened(care_picture(month(10)))
    assert (small.format, small.width, large.width) == ("PNG", WIDTH, WIDTH)
    assert large.height - small.height == drawing.LINE
    assert large.height < 1600


def test_so_many_people_still_make_a_picture_that_messengers_take() -> None:
    made = care_picture(month(300))
    assert opened(made).height < 9_000
    assert len(made) < 1_000_000


def test_a_long_name_never_runs_into_the_figures() -> None:
    name = "bà Nguyễn Tôn Nữ Hoàng Thị Phương Lan (xóm Đông Thượng Trên)"
    size = drawing.LEAST
    cut = drawing.cut(name, size)
    assert picture_font(size).getlength(cut) <= drawing.NAMES - 12
    assert cut.startswith("bà Nguyễn")


def test_a_full_week_looks_another_than_a_week_with_too_few() -> None:
    rows = month(1).rows
    full = CareRow(name="bà Lan", cells=(rows[0].cells[1],) * 6)
    few = CareRow(name="bà Lan", cells=(rows[0].cells[2],) * 6)
    pictures = [
        care_picture(
            CareMonth(club="Lốc", month=date(2026, 11, 1), rows=(row,), volunteers=1, minutes=60)
        )
        for row in (full, few)
    ]
    assert pictures[0] != pictures[1]
