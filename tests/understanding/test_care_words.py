"""What is written of people in home care: days, needs, family, who leads, who lives where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.people import NEEDS
from bot.i18n import use_locale, weekday_name
from bot.understanding.care_kin import hear_kin
from bot.understanding.care_needs import hear_needs, hear_numbers
from bot.understanding.care_people import first_and_last, named_before_days
from bot.understanding.care_times import hear_times, hear_weekly
from bot.understanding.care_village import Villager, hear_villager
from bot.understanding.words import Command, command

MORNING, AFTERNOON = "morning", "afternoon"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("thứ 3, thứ 6 sáng", {(1, MORNING), (4, MORNING)}),
        ("thu 3 thu 6", {(1, ""), (4, "")}),
        ("sáng thứ 3, chiều thứ 6", {(1, MORNING), (4, AFTERNOON)}),
        ("thu 3 sang, thu 6 chieu", {(1, MORNING), (4, AFTERNOON)}),
        ("thứ 2, 4, 6", {(0, ""), (2, ""), (4, "")}),
        ("t2,4,6 chiều", {(0, AFTERNOON), (2, AFTERNOON), (4, AFTERNOON)}),
        ("2 4 6", {(0, ""), (2, ""), (4, "")}),
        ("t2 t4 cn", {(0, ""), (2, ""), (6, "")}),
        ("thứ hai đến thứ sáu", {(0, ""), (1, ""), (2, ""), (3, ""), (4, "")}),
        ("cuối tuần", {(5, ""), (6, "")}),
        ("thứ 3 cả ngày", {(1, "")}),
        ("thứ 3, 2 lần", {(1, "")}),
        ("Tuesday, Friday morning", {(1, MORNING), (4, MORNING)}),
        ("hom nao cung duoc", set()),
        ("every day", set()),
        ("buổi sáng", {(day, MORNING) for day in range(7)}),
    ],
)
def test_days_of_the_week_and_their_parts(text: str, times: set[tuple[int, str]]) -> None:
    assert hear_times(text) == frozenset(times)


@pytest.mark.parametrize("text", ["abc", "3", "mai", "ba Lan", "2 lần"])
def test_no_day_of_the_week_is_none(text: str) -> None:
    assert hear_times(text) is None


@given(
    days=st.sets(st.integers(0, 6), min_size=1, max_size=6), locale=st.sampled_from(("vi", "en"))
)
def test_the_names_of_days_are_heard_as_they_are_shown(days: set[int], locale: str) -> None:
    with use_locale(locale):
        said = ", ".join(weekday_name(day) for day in sorted(days))
    assert hear_times(said) == frozenset((day, "") for day in days)


@pytest.mark.parametrize(
    ("text", "count"), [("3 lần", 3), ("mot tuan hai buoi", 2), ("nhiều", None)]
)
def test_how_often_a_week(text: str, count: int | None) -> None:
    assert hear_weekly(text) == count


@pytest.mark.parametrize(
    ("text", "needs", "unclear"),
    [
        ("cơm, giặt", ("meals", "laundry"), ()),
        ("com giat", ("meals", "laundry"), ()),
        ("đi chợ nấu cơm và quét nhà", ("meals", "cleaning"), ()),
        ("tro chuyen, xoa bop", ("company", "massage"), ()),
        ("tắm rửa, nhắc thuốc, abc", ("washing", "medicine"), ("abc",)),
        ("com, giat, on", ("meals", "laundry"), ("on",)),
        ("meals, laundry", ("meals", "laundry"), ()),
    ],
)
def test_what_is_needed_in_words(
    text: str, needs: tuple[str, ...], unclear: tuple[str, ...]
) -> None:
    heard = hear_needs(text)
    assert (heard.needs, heard.unclear) == (needs, unclear)


def test_several_numbers_of_the_list_at_once() -> None:
    assert hear_numbers("1 3 5", NEEDS) == ("meals", "washing", "medicine")
    assert hear_numbers("10, 1", NEEDS) == ("meals", "storm")
    assert hear_numbers("1 99", NEEDS) is None
    assert hear_numbers("1", NEEDS) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Mai, con gái", ("Mai", "con gái")),
        ("con dâu tên Hạnh", ("Hạnh", "con dâu")),
        ("chị Mai con gái bà", ("chị Mai", "con gái")),
        ("Mai, bạn thân", ("Mai", "bạn thân")),
        ("Mai", ("Mai", "")),
        ("con gai", ("", "con gai")),
    ],
)
def test_who_agreed_and_what_she_is(text: str, who: tuple[str, str]) -> None:
    assert hear_kin(text) == who


@pytest.mark.parametrize(
    ("text", "villager"),
    [
        (
            "bà Lò Thị Én, xóm 3, 1942",
            Villager(name="Lò Thị Én", hamlet="xóm 3", birth_year=1942, sex="female"),
        ),
        (
            "ông Vi Văn Tám 84 tuổi ở xóm Đông",
            Villager(name="Vi Văn Tám", hamlet="xóm Đông", birth_year=1942, sex="male"),
        ),
        ("cụ Hà Thị Năm", Villager(name="Hà Thị Năm")),
        ("ba En xom 3 1942", Villager(name="En", hamlet="xom 3", birth_year=1942, sex="female")),
    ],
)
def test_somebody_of_the_village(text: str, villager: Villager) -> None:
    assert hear_villager(text, 2026) == villager


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("chăm sóc", "care", ""),
        ("cham soc ba Lan", "care.people", "ba Lan"),
        ("nhận chăm sóc bà Én, xóm 3", "care.take", "bà Én xóm 3"),
        ("tôi thăm được thứ 3, thứ 6", "carer.days", "thứ 3 thứ 6"),
        ("ông Tư thăm được thứ 3", "carer.days", "ông Tư thăm được thứ 3"),
        ("bà Lan phụ trách chăm sóc", "lead.care", "bà Lan"),
        ("ong Tu phu trach suc khoe", "lead.health", "ong Tu"),
        ("bà Lan thôi phụ trách chăm sóc nữa", "lead.care.end", "bà Lan"),
        ("bà Lan ra viện rồi", "care.home", "bà Lan"),
        ("danh sách tình nguyện viên", "care.volunteers", ""),
        ("bà Lan nằm viện", "quiet.ill", "bà Lan"),
    ],
)
def test_commands_of_home_care(text: str, name: str, rest: str) -> None:
    assert command(text) == Command(name, rest)


@pytest.mark.parametrize("text", ["vay tiền chăm sóc bò", "tôi phụ trách chăm sóc", "ra viện rồi"])
def test_other_words_are_no_commands_of_home_care(text: str) -> None:
    found = command(text)
    assert found is None or not found.name.startswith(("care", "lead"))


def test_a_name_stands_before_the_days() -> None:
    assert named_before_days("ông Tư thăm được thứ 3") == ("ông Tư", "thứ 3")
    assert named_before_days("tôi thăm được thứ 3") == ("", "thứ 3")
    assert named_before_days("thứ 3") == ("", "thứ 3")


def test_from_one_day_to_another() -> None:
    assert first_and_last("từ 1/12 đến 10/12") == ("1/12", "10/12")
    assert first_and_last("đến 10/12") is None
    assert first_and_last("10 ngày") is None
