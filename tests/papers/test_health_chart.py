"""The picture of a person's own year, as it is looked at on a phone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.care.pressure import Figures
from bot.i18n import use_locale
from bot.papers.drawn import health_picture
from bot.storage.measurements import Measured

ON = date(2026, 11, 21)


def measured(ago: int, upper: int | None, lower: int | None, grams: int | None) -> Measured:
    return Measured(
        id=ago,
        member_id=1,
        day=ON - timedelta(days=ago),
        number=1,
        figures=Figures(systolic=upper, diastolic=lower, grams=grams),
        entered_by=2,
        entered_at=datetime(2026, 11, 21, tzinfo=UTC),
    )


def draw(found: list[Measured]) -> Image.Image:
    made = health_picture("Làng", "Nguyễn Thị Hoa", found, on=ON)
    assert len(made) < 200_000
    return Image.open(BytesIO(made))


YEAR = [
    measured(ago, 130 + ago // 7, 80 + ago // 30, 52_000 + ago * 9) for ago in range(350, 0, -30)
]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_year_is_as_wide_as_a_phone_and_may_be_looked_at(screenshots: Path, locale: str) -> None:
    with use_locale(locale):
        picture = draw(YEAR)
    assert (picture.width, 1000 < picture.height < 1600) == (780, True)
    picture.resize((390, picture.height // 2)).save(screenshots / f"health-{locale}.png")


def test_one_measurement_and_extremes_are_drawn_too() -> None:
    assert draw([measured(0, 150, 90, None)]).height < draw(YEAR).height
    draw([measured(0, None, None, 52_000)])
    draw([measured(3, 299, 21, 249_000), measured(2, 51, 20, 20_000)])


def test_what_is_older_than_a_year_is_left_out() -> None:
    old = measured(400, 150, 90, 70_000)
    with_old, without = draw([old, *YEAR]), draw(YEAR)
    assert with_old.tobytes() == without.tobytes()


def test_both_lines_move_with_their_figures() -> None:
    low = draw([measured(100, 120, 80, None), measured(1, 120, 80, None)])
    high = draw([measured(100, 120, 80, None), measured(1, 190, 80, None)])
    assert low.tobytes() != high.tobytes()
