"""A person's own year of blood pressure and weight as lines, in big type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.numbers import format_decimal

from bot.care.pressure import RAISED_DIASTOLIC, RAISED_SYSTOLIC
from bot.i18n import _, current_locale, day
from bot.papers.books.drawing import (
    BIG,
    BLACK,
    EDGE,
    GREEN,
    GREY,
    PALE,
    RUST,
    SMALL,
    TEXT,
    TITLE,
    WHITE,
    WIDTH,
    Picture,
)
from bot.storage.measurements import Measured

YEAR = timedelta(days=365)
LEFT, RIGHT = EDGE + 76, WIDTH - EDGE - 14
"""Pixels between which the days lie; the figures of the scale stand left of them."""
HIGH = 380
"""Pixels of a chart from top to bottom."""
DOT = 9
MONTHS = 2
"""So many months lie between two that are named below."""

Point = tuple[date, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    """One line of a chart."""

    title: str
    points: Sequence[Point]
    colour: str
    square: bool = False
    """Squares instead of dots: told apart without colours, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    """What stands in one chart."""

    title: str
    series: Sequence[_Series]
    step: int
    """From one level of the scale to the next."""
    marked: Sequence[int] = ()
    """Levels that stand out."""

    def scale(self) -> tuple[int, int]:
        """Return the lowest and the highest level."""
        values = [value for one in self.series for _on, value in one.points] + [*self.marked]
        return (
            int(min(values) // self.step) * self.step,
            (int(max(values) // self.step) + 1) * self.step,
        )


def health_picture(club: str, name: str, measured: Sequence[Measured], *, on: date) -> bytes:
    """Draw what was measured of somebody in the year up to a day as PNG."""
    year = [one for one in measured if on - YEAR < one.day <= on]
    picture = Picture(1600)
    picture.write(_("Blood pressure and weight"), TITLE, bold=True)
    picture.write(name, BIG, bold=True)
    picture.write(f"{club}, {day(on)}", SMALL, colour=GREY)
    upper = _points(year, lambda one: one.figures.systolic)
    lower = _points(year, lambda one: one.figures.diastolic)
    if upper:
        series = [
            _Series(title=_("upper"), points=upper, colour=GREEN),
            _Series(title=_("lower"), points=lower, colour=RUST, square=True),
        ]
        marked = (RAISED_DIASTOLIC, RAISED_SYSTOLIC)
        chart = _Chart(title=_("Blood pressure"), series=series, step=20, marked=marked)
        _chart(picture, chart, on)
    if weights := _points(year, lambda one: (one.figures.grams or 0) / 1000 or None):
        series = [_Series(title=_("kg"), points=weights, colour=BLACK)]
        _chart(picture, _Chart(title=_("Weight"), series=series, step=5), on)
    picture.y += 10
    picture.write(
        _("Not to be shown around. The health station knows what it means."), SMALL, colour=GREY
    )
    return picture.as_png()


def _points(measured: Sequence[Measured], of: Callable[[Measured], float | None]) -> list[Point]:
    return [(one.day, value) for one in measured if (value := of(one)) is not None]


def _chart(picture: Picture, chart: _Chart, on: date) -> None:
    """Draw one chart below what is there: its lines, a scale, and the months below."""
    picture.y += 24
    picture.write(chart.title, TEXT, bold=True)
    for one in chart.series:
        _legend(picture, one)
    picture.y += 20
    low, high = chart.scale()
    top = picture.y

    def place(point: Point) -> tuple[float, float]:
        share = (point[0] - (on - YEAR)) / YEAR
        height = (point[1] - low) / (high - low)
        return LEFT + share * (RIGHT - LEFT), top + HIGH * (1 - height)

    for value in range(low, high + 1, chart.step):
        _level(picture, place((on, value))[1], str(value), PALE)
    for value in chart.marked:
        _level(picture, place((on, value))[1], str(value), GREY, bold=True)
    for one in chart.series:
        _line(picture, one, [place(point) for point in one.points])
    _months(picture, on, top + HIGH, lambda first: place((first, low))[0])


def _legend(picture: Picture, one: _Series) -> None:
    """Name a line by its sign, with its last value."""
    _sign(picture, one, (EDGE + 16, picture.y + 22))
    last = format_decimal(one.points[-1][1], "0.#", locale=current_locale())
    picture.put(EDGE + 44, _("{name}: {value} last").format(name=one.title, value=last))
    picture.y += 44


def _level(picture: Picture, y: float, label: str, colour: str, *, bold: bool = False) -> None:
    picture.draw.line((LEFT, y, RIGHT, y), colour, 3 if bold else 2)
    if bold:  # the label of a step that lies close to it gives way
        picture.draw.rectangle((EDGE - 10, y - 17, LEFT - 6, y + 17), WHITE)
    kept, picture.y = picture.y, round(y)
    picture.put(LEFT - 12, label, SMALL, bold=bold, colour=BLACK if bold else GREY, anchor="rm")
    picture.y = kept


def _line(picture: Picture, one: _Series, places: Sequence[tuple[float, float]]) -> None:
    if len(places) > 1:
        picture.draw.line(list(places), one.colour, 5, joint="curve")
    for at in places:
        _sign(picture, one, at)


def _sign(picture: Picture, one: _Series, at: tuple[float, float]) -> None:
    box = (at[0] - DOT, at[1] - DOT, at[0] + DOT, at[1] + DOT)
    shape = picture.draw.rectangle if one.square else picture.draw.ellipse
    shape(box, one.colour, outline=WHITE, width=2)


def _months(picture: Picture, on: date, foot: float, x_of: Callable[[date], float]) -> None:
    """Name every other month below the chart; a January and the first one have their year."""
    picture.draw.line((LEFT, foot, RIGHT, foot), BLACK, 3)
    first_of_all = True
    for back in range(11, -1, -1):
        year, month = divmod(on.year * 12 + on.month - 1 - back, 12)
        first = date(year, month + 1, 1)
        if back % MONTHS or first <= on - YEAR:
            continue
        x = x_of(first)
        picture.draw.line((x, foot, x, foot + 10), BLACK, 3)
        picture.y = round(foot) + 14
        picture.put(x, str(month + 1), SMALL, anchor="ma")
        if first_of_all or month == 0:
            picture.y += 34
            picture.put(x, str(year), 24, colour=GREY, anchor="ma")
        first_of_all = False
    picture.y = round(foot) + 88
