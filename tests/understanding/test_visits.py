"""Visits told in a line: who, whom, when, what was done, how she was; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.care.people import NEEDS, STATES
from bot.understanding.folding import fold
from bot.understanding.phrases import cut
from bot.understanding.visiting import visiting
from bot.understanding.visits import hear_found, hear_visit, is_a_visit, numbers_first
from bot.understanding.words import command

TODAY = date(2026, 11, 21)  # a Saturday


def nov(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    "said",
    [
        "ghi thăm",
        "ghi tham",
        "tôi đã thăm",
        "Tôi đã thăm rồi ạ",
        "đã thăm bà Lan",
        "da tham ba Lan",
        "tham ba Lan: com, giat, on",
        "bà Hoa thăm bà Lan: cơm, ốm",
        "tôi với bà Hoa thăm bà Lan hôm qua",
        "tuần này thăm bà Lan thứ 3, thứ 6",
        "ghi thăm lan com giat khoe",
        "tham lan: com, giat",
        "thăm bà Lan: cơm, mua thuốc hết 50k",
        "toi moi tham ba Lan ve",
        "thứ 6 tôi thăm bà Lan: cơm, khỏe",
        "thu 6 toi sang tham ba Lan",
        "hôm 20/11 tôi thăm bà Lan",
        "20/11 thăm bà Lan: cơm",
        "thứ ba tuần trước bà Hoa thăm bà Lan",
        "sáng thứ 6 tôi sang thăm bà Lan",
        "on Friday morning I visited Lan",
        "hôm chủ nhật thăm bà Lan",
        "i visited Ms Lan yesterday",
    ],
)
def test_it_is_told_of_a_visit(said: str) -> None:
    found = command(said)
    assert found is not None
    assert found.name == "visit"


@pytest.mark.parametrize(
    "said",
    [
        "tham gia",
        "tôi đã tham gia họp",
        "toi tham du hop",
        "xin thăm",
        "nhờ người sang thăm bà Lan",
        "ai đã thăm bà Lan",
        "Chiều nay đi thăm bà Lan",
        "bà Hoa đã thăm bà Lan chưa",
        "thăm bà Lan ốm 200k",
        "mai tôi đi thăm con",
        "mai tôi thăm bà Lan",
        "thứ 6 tôi đi thăm con",
        "20/11 đi thăm bà Lan",
        "ba tham",  # bà Thắm
        "bac tham",
        "tham con no bao nhieu",
        "ba tham con no bao nhieu",
        "hôm nay tôi thăm con ốm nên nghỉ họp",
        "nhà bà Hoa có tang",
        "tôi ốm",
    ],
)
def test_it_is_told_of_something_else(said: str) -> None:
    assert visiting(cut(said)) is None


@pytest.mark.parametrize(
    ("said", "who", "whom", "beside"),
    [
        ("thăm bà Lan", "", "bà Lan", ()),
        ("tôi đã sang thăm bà Lan: cơm", "", "bà Lan", ()),
        ("bác đã thăm bà Lan", "", "bà Lan", ()),
        ("bà Hoa thăm ông Tư Bính, cơm", "bà Hoa", "ông Tư Bính", ()),
        ("hôm qua bà Hoa với bà Mai thăm bà Lan", "bà Hoa", "bà Lan", ("bà Mai",)),
        ("tôi và bà Hoa thăm bà Lan", "", "bà Lan", ("bà Hoa",)),
        ("thăm bà Lan với bà Hoa: cơm", "", "bà Lan", ("bà Hoa",)),
        ("thăm bà Lan: cơm, giặt, với bác Mai", "", "bà Lan", ("bác Mai",)),
        ("thăm bà Lan: nói chuyện với bà Tư", "", "bà Lan", ()),
        ("thăm hôm qua bà Lan", "", "bà Lan", ()),
        ("tham ba Tam: tam, giat", "", "ba Tam", ()),
        ("ghi tham lan com giat", "", "lan", ()),
        ("thăm bác Ba hôm kia", "", "bác Ba", ()),
        ("thăm bà Lan kêu mệt", "", "bà Lan", ()),
        ("thăm bà Lan xóm 3: cơm", "", "bà Lan xóm 3", ()),
    ],
)
def test_who_came_to_whom(said: str, who: str, whom: str, beside: tuple[str, ...]) -> None:
    heard = hear_visit(said, TODAY)
    assert (heard.who, heard.whom, heard.beside) == (who, whom, beside)


@pytest.mark.parametrize(
    ("said", "needs", "state"),
    [
        ("com, giat, khoe", {"meals", "laundry"}, "well"),
        ("nấu cơm, tắm gội cho bà, bà vẫn khỏe", {"meals", "washing"}, "well"),
        ("quét nhà; trò chuyện. bình thường", {"cleaning", "company"}, "usual"),
        ("cơm, ổn", {"meals"}, "well"),
        ("cơm, hơi mệt", {"meals"}, "weak"),
        ("cơm, không khỏe", {"meals"}, "weak"),
        ("com, ko khoe", {"meals"}, "weak"),
        ("giat, can gap", {"laundry"}, "station"),
        ("giặt, cần gặp trạm y tế", {"laundry"}, "station"),
        ("giặt, bà sốt cao cần gấp lắm rồi", {"laundry"}, "station"),
        ("khỏe, cần gặp trạm", set(), "station"),
        ("không cần gặp trạm y tế", set(), ""),
        ("khỏe, hơi mệt", set(), ""),
        ("meals, laundry, well", {"meals", "laundry"}, "well"),
    ],
)
def test_what_was_done_and_how_she_was(said: str, needs: set[str], state: str) -> None:
    heard = hear_found(said, TODAY)
    assert (set(heard.needs), heard.state) == (needs, state)


@pytest.mark.parametrize(
    ("said", "unclear"),
    [("com, on", "on"), ("cơm, om", "om"), ("cơm, ốm", "ốm"), ("cơm, ổn", "")],
)
def test_on_and_om_are_one_slip_apart_and_asked_back(said: str, unclear: str) -> None:
    heard = hear_found(said, TODAY)
    assert heard.unclear == unclear
    assert bool(heard.state) != bool(unclear)


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("thăm bà Lan: cơm, bà kêu đau chân, khỏe", "bà kêu đau chân"),
        ("tham ba Lan: giat, an it", "an it"),
        ("thăm bà Lan: uống thuốc không đều", "uống thuốc không đều"),
        ("thăm bà Lan: cơm, khỏe", ""),
    ],
)
def test_what_is_not_understood_is_the_note(said: str, note: str) -> None:
    assert hear_visit(said, TODAY).note == note


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("hôm qua", [20]),
        ("hom kia", [19]),
        ("3 ngày trước", [18]),
        ("sáng nay", [21]),
        ("thứ 3", [17]),
        ("thứ bảy", [21]),
        ("chủ nhật", [15]),
        ("t3, t6", [17, 20]),
        ("sáng thứ 3", [17]),
        ("buổi chiều thứ ba", [17]),
        ("Tuesday morning", [17]),
        ("tuần này thứ 3, thứ 6", [17, 20]),
        ("tuan nay thu 3,6", [17, 20]),
        ("tuần này thứ 3, 5, cn", [17, 19, 22]),
        ("tuần trước thứ 3 và thứ 5", [10, 12]),
        ("thứ 3 tuần rồi", [10]),
        ("thứ 6 vừa rồi", [20]),
        ("thứ 2 tới", [23]),
        ("tuần sau thứ hai", [23]),
        ("12/11", [12]),
        ("ngày 12/11/2026", [12]),
        ("ngày 12", [12]),
        ("ngày mai", [22]),
        ("yesterday", [20]),
        ("thứ 3, 2 tiếng", [17]),
        ("", []),
        ("toi sang qua", []),
    ],
)
def test_on_which_days(said: str, days: list[int]) -> None:
    heard = hear_visit(f"thăm bà Lan {said}: cơm", TODAY)
    assert heard.days == tuple(map(nov, days))
    assert heard.whom == "bà Lan" or said == "toi sang qua"


def test_a_week_without_its_days_is_asked_about() -> None:
    assert hear_visit("tuần trước thăm bà Lan", TODAY).which == tuple(map(nov, range(9, 16)))
    assert hear_visit("tuần này thăm bà Lan", TODAY).which == tuple(map(nov, range(16, 22)))
    assert hear_visit("hôm nọ thăm bà Lan", TODAY).which == tuple(map(nov, range(14, 21)))


def test_a_day_that_is_in_no_calendar_is_no_day() -> None:
    heard = hear_visit("thăm bà Lan 30/2", TODAY)
    assert (heard.days, heard.no_day) == ((), True)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("2 tiếng", 120),
        ("hai tiếng", 120),
        ("1 tiếng rưỡi", 90),
        ("tiếng rưỡi", 90),
        ("nửa tiếng", 30),
        ("1 tiếng 20 phút", 80),
        ("45 phút", 45),
        ("45 phut", 45),
        ("2 hours", 120),
        ("90 tiếng", 720),
        ("cơm", 0),
    ],
)
def test_how_long_it_was(said: str, minutes: int) -> None:
    assert hear_visit(f"thăm bà Lan: cơm, {said}", TODAY).minutes == minutes


@given(some.text(max_size=60))
def test_any_text_is_heard_without_a_fault(said: str) -> None:
    heard = hear_visit(said, TODAY)
    assert set(heard.needs) <= set(NEEDS)
    assert heard.state in {"", *STATES}
    assert not (heard.unclear and heard.state not in {"", "station"})


_WORDS = some.sampled_from(
    ["cơm", "giặt", "khỏe", "yếu", "thăm", "bà", "Lan", "với", "hôm qua", "thứ 3", "đau", ",", ":"]
)


@given(some.lists(_WORDS, max_size=12).map(" ".join))
def test_marks_or_none_change_neither_who_nor_what(said: str) -> None:
    marked, bare = hear_visit(said, TODAY), hear_visit(_bare(said), TODAY)
    assert marked.needs == bare.needs
    assert marked.state == bare.state
    assert marked.days == bare.days


def _bare(said: str) -> str:
    return " ".join(word if word in ",:" else _kept_case(word) for word in said.split())


def _kept_case(word: str) -> str:
    return fold(word).capitalize() if word.istitle() else fold(word)


@pytest.mark.parametrize(
    ("said", "listed", "others"),
    [
        ("1 3", "1 3", ""),
        ("1, 3 và 5", "1, 3 và 5", ""),
        ("1 3, khỏe", "1 3", "khỏe"),
        ("2: bà vui", "2", "bà vui"),
        ("2 tiếng, cơm", "", "2 tiếng, cơm"),
        ("cơm, giặt", "", "cơm, giặt"),
    ],
)
def test_numbers_of_a_list_come_first(said: str, listed: str, others: str) -> None:
    assert numbers_first(said) == (listed, others)


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("thăm bà Én: cơm, khỏe", True),
        ("hôm qua thăm bà Én", True),
        ("chị Hạnh về thăm bà hôm qua", False),
        ("cơm, hỏi thăm, khỏe", False),
    ],
)
def test_a_whole_line_of_a_visit_is_no_answer_about_another(said: str, is_one: bool) -> None:
    assert is_a_visit(said, TODAY) is is_one
