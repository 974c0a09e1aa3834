from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care import areas
from bot.understanding import activity_kinds
from bot.understanding.activities import hear, hear_people
from bot.understanding.folding import fold
from bot.understanding.past_days import hear_past_day
from bot.understanding.words import command

TODAY = date(2026, 11, 24)  # a Tuesday
FRIDAY = date(2026, 11, 20)

LINES = [
    ("tập dưỡng sinh 25 người", "exercise", 25, TODAY, "Tập dưỡng sinh"),
    ("tap duong sinh 25 nguoi", "exercise", 25, TODAY, "Tap duong sinh"),
    ("văn nghệ 40 người hôm qua", "songs", 40, date(2026, 11, 23), "Văn nghệ"),
    ("nói chuyện huyết áp 52 người 10/11", "talk", 52, date(2026, 11, 10), "Nói chuyện huyết áp"),
    ("10/11 nói chuyện huyết áp, 52 người", "talk", 52, date(2026, 11, 10), "Nói chuyện huyết áp"),
    ("Hôm kia mừng thọ 12 cụ", "birthday", 12, date(2026, 11, 22), "Mừng thọ"),
    ("thứ 6 tuần trước dọn vệ sinh hai mươi lăm người", "help", 25, FRIDAY, "Dọn vệ sinh"),
    ("chủ nhật giao lưu, có 30 người tham gia", "outing", 30, date(2026, 11, 22), "Giao lưu"),
    ("tư vấn luật người cao tuổi 18 bác", "rights", 18, TODAY, "Tư vấn luật người cao tuổi"),
    ("nói chuyện về trợ cấp 40 người", "rights", 40, TODAY, "Nói chuyện về trợ cấp"),
    ("tập huấn nuôi gà 30 người 5/10", "farming", 30, date(2026, 10, 5), "Tập huấn nuôi gà"),
    ("ghi hoạt động: văn nghệ 40", "songs", 40, TODAY, "Văn nghệ"),
    ("tặng quà 5 cụ, mỗi cụ 10 kg gạo", "presents", 5, TODAY, "Tặng quà, mỗi cụ 10 kg gạo"),
    ("hướng dẫn làm trợ cấp cho 3 người", "rights", 3, TODAY, "Hướng dẫn làm trợ cấp"),
    ("thăm hỏi 2 người ốm", "presents", 2, TODAY, "Thăm hỏi người ốm"),
    ("đi đám ma nhà bà Hoa 12 người", "help", 12, TODAY, "Đi đám ma nhà bà Hoa"),
    ("gặt lúa giúp bà Hoa 12 người", "help", 12, TODAY, "Gặt lúa giúp bà Hoa"),
    ("songs 40 people yesterday", "songs", 40, date(2026, 11, 23), "Songs"),
]


@pytest.mark.parametrize(("said", "kind", "people", "day", "note"), LINES)
def test_a_line_is_taken_apart(said: str, kind: str, people: int, day: date, note: str) -> None:
    (line,) = hear(said, TODAY, TODAY)
    assert (line.kind, line.people, line.day, line.note) == (kind, people, day, note)


@pytest.mark.parametrize("said", [line[0] for line in LINES])
def test_such_a_line_is_a_command_by_itself(said: str) -> None:
    found = command(said)
    assert found is not None
    assert found.name == "activity"


@pytest.mark.parametrize(
    "said",
    [
        "tôi còn nợ bao nhiêu",
        "văn nghệ hôm nào",
        "văn nghệ có mấy người",
        "cần 3 người tập văn nghệ",
        "mai tập dưỡng sinh 25 người",
        "bà Hoa ủng hộ 500k",
        "nói chuyện riêng",
        "bà Quyên nộp 50k",
        "52 người",
        "hop 10 nguoi",
    ],
)
def test_other_words_are_no_activity(said: str) -> None:
    found = command(said)
    assert found is None or found.name != "activity"


def test_several_lines_are_heard_with_bullets_numbers_and_semicolons() -> None:
    said = "- tập dưỡng sinh 25 người\n2. văn nghệ 40 người hôm qua; mừng thọ 12 cụ\n\n"
    assert [line.kind for line in hear(said, TODAY, TODAY)] == ["exercise", "songs", "birthday"]


def test_what_is_missing_of_a_line_stays_open_and_nothing_of_it_is_lost() -> None:
    said = "văn nghệ\nbánh chưng 30 người\nmúa lân 20 người 25/11"
    first, second, third = hear(said, TODAY, TODAY)
    assert (first.kind, first.people) == ("songs", None)
    assert (second.kind, second.people, second.note) == ("", 30, "Bánh chưng")
    assert third.day is None  # a day that is still to come


def test_a_line_without_a_day_is_of_the_day_that_is_meant_where_none_is_told() -> None:
    (line,) = hear("văn nghệ 40 người", TODAY, None)
    assert line.day is None
    (line,) = hear("văn nghệ 40 người hôm nay", TODAY, None)
    assert line.day == TODAY


def test_what_another_part_writes_down_is_known_as_that() -> None:
    said = "đo huyết áp 48 người\nđi thăm nhà 5 người\nđổi công 6 người"
    kinds = [line.kind for line in hear(said, TODAY, TODAY)]
    assert kinds == ["measuring", "visit", "labour"]


@pytest.mark.parametrize(
    ("said", "people"), [("25", 25), ("25 người", 25), ("hai mươi lăm", 25), ("ba người", 3)]
)
def test_a_number_of_people_is_heard_as_an_answer(said: str, people: int) -> None:
    assert hear_people(said) == people


@pytest.mark.parametrize("said", ["", "nhiều lắm", "0 người", "25 với 30"])
def test_no_number_is_none(said: str) -> None:
    assert hear_people(said) is None


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("hôm nay", [TODAY]),
        ("tối qua", [date(2026, 11, 23)]),
        ("3 ngày trước", [date(2026, 11, 21)]),
        ("thứ 3", [TODAY]),
        ("thứ tư", [date(2026, 11, 18)]),
        ("thứ 3 tuần trước", [date(2026, 11, 17)]),
        ("10/11", [date(2026, 11, 10)]),
        ("ngày 20", [date(2026, 11, 20)]),
        ("25/12/2025", [date(2025, 12, 25)]),
        ("25/11", []),
        ("văn nghệ", []),
    ],
)
def test_days_are_never_to_come(said: str, days: list[date]) -> None:
    assert list(hear_past_day(said, TODAY)) == days


def test_a_day_that_may_be_of_both_calendars_is_asked_back() -> None:
    assert len(hear_past_day("mùng 5", TODAY)) == 2


@given(
    st.sampled_from(["tập dưỡng sinh", "văn nghệ", "mừng thọ", "dọn vệ sinh", "tuyên truyền"]),
    st.integers(1, 9999),
    st.integers(0, 300),
    st.booleans(),
)
def test_what_is_written_out_is_heard_back(note: str, people: int, ago: int, bare: bool) -> None:
    day = date.fromordinal(TODAY.toordinal() - ago)
    said = f"{note} {people} người {day:%d/%m/%Y}"
    (line,) = hear(fold(note) + said[len(note) :] if bare else said, TODAY, TODAY)
    assert (line.people, line.day) == (people, day)
    assert fold(line.note) == fold(note)


def test_every_kind_has_words_and_an_area() -> None:
    assert set(activity_kinds.KINDS) == set(areas.KINDS)
    assert set(activity_kinds.ELSEWHERE) == set(areas.ELSEWHERE)
