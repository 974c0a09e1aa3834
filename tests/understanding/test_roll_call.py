"""What is typed while the roll is called."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.roll_call import (
    all_came,
    as_typed_behind,
    guests_said,
    heads_absent,
    hear_past_day,
    names_said,
    numbers_said,
)
from bot.understanding.words import command


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("vắng: Hoa, ông Tư, bà Lan Mận", "-Hoa -ông Tư -bà Lan Mận"),
        ("vang hoa, ong tu va ba lan man", "-hoa -ong tu -ba lan man"),
        ("Hoa\nTư", "-Hoa -Tư"),
        ("1. Hà Văn Tiến", "-Hà Văn Tiến"),
        ("Hoa đến muộn", "+Hoa"),
        ("hoa den roi", "+hoa"),
        ("den muon: hoa, lan", "+hoa +lan"),
        ("bà Lan có mặt, ông Tư vắng", "+bà Lan -ông Tư"),
        ("absent: Hoa; late: Lan", "-Hoa +Lan"),
        ("vắng: Hoa\nkhách: ông Bình (hội NCT), bà Cúc", "-Hoa *ông Bình (hội NCT) *bà Cúc"),
        ("ông Đến", "-ông Đến"),  # a name, not "đến"
        ("bà Khách vắng", "-bà Khách"),
        ("vắng", ""),
    ],
)
def test_names_are_heard_with_what_is_said_of_them(typed: str, heard: str) -> None:
    signs = {"absent": "-", "present": "+", "guest": "*"}
    assert " ".join(f"{signs[one.kind]}{one.name}" for one in names_said(typed)) == heard


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3, 7, 15", [3, 7, 15]),
        ("3 7 và 15", [3, 7, 15]),
        ("3", []),
        ("3, Hoa", []),
        ("Tư, Năm", []),
    ],
)
def test_several_numbers_mean_names_of_the_list(typed: str, numbers: list[int]) -> None:
    assert numbers_said(typed) == numbers


@pytest.mark.parametrize("typed", ["đủ cả ạ", "du ca", "không ai vắng", "everybody came", "đủ"])
def test_nobody_is_missing(typed: str) -> None:
    assert all_came(typed)


@pytest.mark.parametrize("typed", ["du", "Hoa", "đủ cả trừ Hoa", ""])
def test_somebody_may_be_missing(typed: str) -> None:
    assert not all_came(typed)


@pytest.mark.parametrize(
    "typed", ["vắng: Hoa", "vắng Hoa, Tư", "hôm nay vắng bà Lan", "vang: hoa"]
)
def test_a_list_of_who_is_absent_says_so_in_front(typed: str) -> None:
    assert heads_absent(typed)


@pytest.mark.parametrize("typed", ["vang hoa", "vắng", "vâng: Hoa", "Hoa vắng", ""])
def test_other_words_are_no_such_list(typed: str) -> None:
    assert not heads_absent(typed)


def test_guests_are_taken_as_they_are_typed() -> None:
    said = "khách mời: ông Bình (hội NCT xã), bà Cúc\n- Cô Mai trạm y tế."
    assert guests_said(said) == ["ông Bình (hội NCT xã)", "bà Cúc", "Cô Mai trạm y tế"]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("hôm qua", [20]),
        ("hom kia", [19]),
        ("hôm nay", [21]),
        ("10/11", [10]),
        ("ngày mai", []),
        ("bà Hoa", []),
    ],
)
def test_a_meeting_is_of_a_day_that_has_come(typed: str, days: list[int]) -> None:
    heard = hear_past_day(typed, date(2026, 11, 21))
    assert heard == tuple(date(2026, 11, day) for day in days)


def test_lines_and_commas_behind_a_command_are_found_again() -> None:
    text = "Điểm danh vắng: Hoa, ông Tư\nbà Lan"
    assert as_typed_behind(text, "Hoa ông Tư bà Lan") == "Hoa, ông Tư\nbà Lan"
    assert as_typed_behind(text, "") == ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("điểm danh hôm qua", "roll"),
        ("diem danh", "roll"),
        ("điểm danh vắng: Hoa, Tư", "roll.absent"),
        ("bien ban hop thang 11", "minutes"),
        ("khép biên bản", "minutes.close"),
        ("ghi quyết định: mua loa", "decided"),
        ("buổi họp hôm nay", "gathering"),
        ("biên bản kiểm quỹ", "count.minutes"),  # of the cash
        ("vắng mặt", "meeting.away"),  # a member of herself
        ("hôm nay có họp không", "meeting"),
    ],
)
def test_the_words_of_the_meeting_day_lead_to_their_command(typed: str, name: str) -> None:
    said = command(typed)
    assert said
    assert said.name == name
