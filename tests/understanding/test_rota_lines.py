"""A change of the rota in one line, and who cannot go on a day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.phrases import cut
from bot.understanding.rota_lines import days_meant, line_in
from bot.understanding.swapping import answer_to_swap, cannot_go
from bot.understanding.words import command

TODAY = date(2026, 11, 21)
"""A Saturday."""
END = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bà Lan thứ 3 bà Hoa đi", ("goes", "bà Lan", "thứ 3", "", "bà Hoa")),
        ("ba lan thu 3 ba hoa di", ("goes", "ba lan", "thu 3", "", "ba hoa")),
        (
            "bà Lan thứ ba tuần sau để ông Tư sang",
            ("goes", "bà Lan", "thứ ba tuần sau", "", "ông Tư"),
        ),
        ("bà Hoa thăm bà Lan thứ 3", ("goes", "bà Lan", "thứ 3", "", "bà Hoa")),
        ("Lan Tuesday Hoa goes", ("goes", "Lan", "Tuesday", "", "Hoa")),
        ("bà Mai thứ 3 bà Mai đi", ("goes", "bà Mai", "thứ 3", "", "bà Mai")),
        ("bà Lan mai bà Hoa đi", ("goes", "bà Lan", "mai", "", "bà Hoa")),
        ("chuyển bà Lan thứ 3 sang thứ 5", ("move", "bà Lan", "thứ 3", "thứ 5", "")),
        (
            "bà Lan thứ 3 chuyển sang thứ 5 ông Tư đi",
            ("move", "bà Lan", "thứ 3", "thứ 5", "ông Tư"),
        ),
        ("move Lan Tuesday to Thursday", ("move", "Lan", "Tuesday", "Thursday", "")),
        ("bà Lan 24/11 sang 26/11", ("move", "bà Lan", "24/11", "26/11", "")),
        ("bỏ bà Lan thứ 3", ("out", "bà Lan", "thứ 3", "", "")),
        ("bà Lan thứ 3 không cần", ("out", "bà Lan", "thứ 3", "", "")),
        ("drop Lan Tuesday", ("out", "Lan", "Tuesday", "", "")),
        ("thêm bà Lan thứ 5 bà Hoa", ("add", "bà Lan", "thứ 5", "", "bà Hoa")),
        ("thêm buổi bà Lan thứ 5", ("add", "bà Lan", "thứ 5", "", "")),
        ("lịch thăm bà Lan thứ 3 bà Hoa đi", ("goes", "bà Lan", "thứ 3", "", "bà Hoa")),
        ("bà Lan thứ 3", ("look", "bà Lan", "thứ 3", "", "")),
    ],
)
def test_a_line_says_what_is_to_become_of_a_visit(text: str, said: tuple[str, ...]) -> None:
    line = line_in(text)
    assert line is not None
    assert (line.change, line.whom, line.day, line.to, line.who) == said


@pytest.mark.parametrize(
    "text", ["bà Lan", "thứ 3", "thứ 6 tôi không đi được", "", "chuyển bà Lan thứ 3", "có", "2"]
)
def test_other_words_are_no_such_line(text: str) -> None:
    assert line_in(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("thứ 3", [date(2026, 11, 24), date(2026, 12, 1)]),
        ("thu ba", [date(2026, 11, 24), date(2026, 12, 1)]),
        ("thứ bảy", [date(2026, 11, 21), date(2026, 11, 28), date(2026, 12, 5)]),
        ("thứ 3 tuần sau", [date(2026, 11, 24)]),
        ("3/12", [date(2026, 12, 3)]),
        ("tuần sau", [date(2026, 11, 23)]),
        ("3/1", []),
        ("bà Lan", []),
    ],
)
def test_a_weekday_may_be_in_each_of_the_weeks(text: str, days: list[date]) -> None:
    assert days_meant(text, TODAY, END) == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("thứ 6 tôi không đi được", "thứ 6"),
        ("thu 6 toi khong di duoc", "thu 6"),
        ("27/11 tôi bận không đi được ạ", "27/11"),
        ("chủ nhật này em không sang được", "chủ nhật này"),
        ("i can't go on Friday", "on Friday"),
    ],
)
def test_a_volunteer_says_that_she_cannot_go(text: str, day: str) -> None:
    assert cannot_go(cut(text)) == ("swap", day)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tôi đi được", "yes"),
        ("de toi di", "yes"),
        ("thứ 6 tôi đi thay được ạ", "yes"),
        ("tôi không đi được", "no"),
        ("thu 6 toi ban khong di duoc", "no"),
        ("tôi đi họp", None),
        ("bà Hoa đi được", None),
        ("vâng", None),
    ],
)
def test_who_is_asked_to_go_instead_says_so_in_her_own_words(text: str, said: str | None) -> None:
    assert answer_to_swap(text, ["yes", "no"]) == said
    assert answer_to_swap(text, ["publish"]) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("thứ 6 tôi không đi được", "swap"),
        ("thu 6 toi khong di duoc", "swap"),
        ("mai tôi không đi được", "meeting.away"),
        ("thứ 6 tôi không đi họp được", "meeting.away"),
        ("bà Hoa thứ 6 không đi được", None),
        ("lịch thăm", "rota"),
        ("xếp lịch thăm", "rota"),
        ("xep lich tham tu 30/11", "rota"),
        ("lịch thăm bà Lan", "rota"),
        ("lịch của tôi", "visits.mine"),
        ("lich tham cua toi", "visits.mine"),
        ("lịch họp", "meeting.days"),
        ("đổi lịch thăm", "swap"),
    ],
)
def test_the_words_lead_there_and_nowhere_else(text: str, name: str | None) -> None:
    found = command(text)
    assert (found.name if found else None) == name
