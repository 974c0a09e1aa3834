"""Pasted lines of a meeting day's money: names and sums in whatever order people write them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.collecting import is_list, is_nothing, lines
from bot.understanding.folding import fold
from bot.understanding.names import Named, find


def readings(text: str) -> list[list[tuple[str, int | None, bool]]]:
    return [[(one.name, one.amount, one.sure) for one in line.readings] for line in lines(text)]


def of(text: str) -> list[tuple[str, int | None, bool]]:
    (found,) = readings(text)
    return found


def test_lines_stand_apart_by_slashes() -> None:
    assert readings("Hoa 150k / Lan 1tr2 / ông Tư 0") == [
        [("Hoa", 150_000, True)],
        [("Lan", 1_200_000, True)],
        [("ông Tư", 0, True)],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hoa 150k\nLan 1tr2",
        "Hoa 150k; Lan 1tr2",
        "Hoa 150k, Lan 1tr2",
        "Hoa 150k. Lan 1tr2.",
        "Hoa 150.000 đ/Lan 1.200.000 đ",
        "1. Hoa 150k\n2. Lan 1tr2",
        "1) Hoa: 150k\n2) Lan: 1tr2",
        "- Hoa - 150k\n- Lan - 1tr2",
        "Hoa = 150,000, Lan = 1,200,000",
        "Hoa nộp 150k\nLan đóng 1 triệu 2",
        "Hoa150k / Lan1tr2",
        "• Hoa | 150k\n\n• Lan | 1 tr 2\n",
        "150k Hoa\n1tr2 Lan",
        "Hoa một trăm năm mươi nghìn\nLan một triệu hai",
    ],
)
def test_people_write_lists_in_many_ways(text: str) -> None:
    people = [Named(id=1, name="Nguyễn Thị Hoa"), Named(id=2, name="Hoàng Thị Lan")]
    meant = [
        {(found.id, amount, sure) for name, amount, sure in line for found in find(name, people)}
        for line in readings(text)
    ]
    assert meant == [{(1, 150_000, True)}, {(2, 1_200_000, True)}]
    assert is_list(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hoa binh: 500", ("hoa binh", 500_000, False)),
        ("Lan 150", ("Lan", 150_000, False)),
        ("Tư 0", ("Tư", 0, True)),
        ("tu 0đ", ("tu", 0, True)),
        ("Năm 500k", ("Năm", 500_000, True)),
        ("bà Năm 50k", ("bà Năm", 50_000, True)),
        ("Bảy chưa", ("Bảy", 0, True)),
        ("Bảy vắng", ("Bảy", 0, True)),
        ("Bay khong", ("Bay", 0, True)),
        ("Hoa xóm 2 150k", ("Hoa xóm 2", 150_000, True)),
        ("Hoa trả gốc 500k", ("Hoa", 500_000, True)),
        ("Hoa 5", ("Hoa", None, False)),
        ("Hoa", ("Hoa", None, False)),
        ("Hoa 150k Lan 150k", ("Hoa", None, False)),
        ("Hoa 1 200 000", ("Hoa", 1_200_000, True)),
        ("150k", ("", 150_000, True)),
    ],
)
def test_a_line_by_itself(text: str, expected: tuple[str, int | None, bool]) -> None:
    assert expected in of(text)


def test_a_number_that_is_a_name_can_be_read_both_ways_and_the_names_decide() -> None:
    found = of("Tư hai trăm")
    assert ("Tư", 200_000, False) in found
    people = [Named(id=1, name="Trần Văn Tư"), Named(id=2, name="Lê Thị Hai")]
    named = {(name, amount) for name, amount, _sure in found if find(name, people)}
    assert named == {("Tư", 200_000)}


def test_principal_is_heard() -> None:
    first, second = lines("Hoa gốc 500k\nLan 50k")
    assert first.readings[0].principal
    assert not second.readings[0].principal


@pytest.mark.parametrize(
    "text", ["Hoa", "thu tiền hôm nay", "150k", "còn nợ bao nhiêu", "tôi nộp 500k", "mùng 5/10"]
)
def test_what_is_no_list(text: str) -> None:
    assert not is_list(text)


NAMES = st.sampled_from(
    ["Hoa", "Hoà", "Lan", "Tư", "Năm", "Bảy", "Hai", "Sáu", "Hoa Bính", "Nguyễn Thị Lý", "Mười"]
)
AMOUNTS = st.integers(1, 9_999).map(lambda thousands: thousands * 1000)
FORMS = st.sampled_from(["{name} {sum}", "bà {name}: {sum}", "{name} = {sum}", "{name} nộp {sum}"])
BETWEEN = st.sampled_from([" / ", "\n", "; ", "\n\n- ", ", "])


def written(amount: int, form: int) -> str:
    thousands = amount // 1000
    return [
        f"{thousands}k",
        f"{amount:,}".replace(",", ".") + " đ",
        f"{thousands} nghìn",
        f"{amount:,}đ",
    ][form]


@given(
    st.lists(st.tuples(NAMES, AMOUNTS, FORMS, st.integers(0, 3)), min_size=1, max_size=8), BETWEEN
)
def test_whatever_names_and_sums_are_pasted_each_is_read_as_it_was_meant(
    pasted: list[tuple[str, int, str, int]], between: str
) -> None:
    said = [form.format(name=name, sum=written(amount, how)) for name, amount, form, how in pasted]
    found = lines(between.join(said))
    assert len(found) == len(pasted)
    for line, (name, amount, _form, _how) in zip(found, pasted, strict=True):
        sums = {
            (one.name.removeprefix("bà ").removesuffix(" nộp"), one.amount)
            for one in line.readings
        }
        assert (name, amount) in sums, line
        people = [Named(id=1, name=f"Vi Thị {name}")]
        meant = {one.amount for one in line.readings if find(one.name, people)}
        assert meant == {amount}, line


@given(st.text(max_size=80))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    for line in lines(text):
        assert line.readings
        assert all(one.amount is None or one.amount >= 0 for one in line.readings)


@pytest.mark.parametrize(
    ("said", "nothing"),
    [
        ("0", True),
        ("0 đ", True),
        ("không đồng nào", True),
        ("khong co gi", True),
        ("chưa", False),
        ("không", False),
        ("10k", False),
    ],
)
def test_nothing_at_all_can_be_counted(said: str, nothing: bool) -> None:
    assert is_nothing(said) is nothing


@pytest.mark.parametrize(
    ("text", "unpaid"),
    [
        ("Yên Vinh nợ 80k", True),
        ("Yên Vinh không nộp 80k", True),
        ("Yên Vinh 80k nợ", True),
        ("Yen Vinh no 80k", True),
        ("Yên Vinh 80k, nợ", True),
        ("Yên Vinh 80k ?", True),
        ("Yên Vinh trả nợ 80k", False),
        ("Yên Vinh 80k hết nợ", False),
        ("Yên Vinh nộp 80k rồi", False),
    ],
)
def test_words_beside_a_sum_may_say_that_it_is_still_to_come(text: str, unpaid: bool) -> None:
    (line,) = lines(text)
    ways = [one for one in line.readings if fold(one.name) == "yen vinh"]
    assert [one.unpaid for one in ways] == [unpaid]
    assert ways[0].amount == 80_000


def test_behind_a_heading_of_who_owes_every_line_is_doubtful() -> None:
    assert [line.readings[0].unpaid for line in lines("Hoa 50k\nNợ:\nLan 50k\nTư 20k")] == [
        False,
        True,
        True,
    ]


@pytest.mark.timed
@pytest.mark.parametrize("story", ["bà " * 660, "50 " * 660])
def test_a_story_in_one_line_is_no_list_and_holds_up_nobody_else(story: str) -> None:
    started = time.process_time()
    assert not is_list(story)
    assert time.process_time() - started < 1  # each word took what all of them take now
