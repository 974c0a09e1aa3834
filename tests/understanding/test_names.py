from __future__ import annotations

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.folding import words_of
from bot.understanding.names import Named, find, name_order

PEOPLE = [
    Named(id=1, name="Nguyễn Thị Hoa", village_name="Hoa Bính", hamlet="Xóm Đông"),
    Named(id=2, name="Lê Thị Hoa", village_name="Hoa Tư", hamlet="Xóm Đoài"),
    Named(id=3, name="Trần Văn Bính"),
    Named(id=4, name="Nguyễn Hoa Lan"),
    Named(id=5, name="Phạm Thị Hòa"),
    Named(id=6, name="Chu Văn Ân"),
    Named(id=7, name="Đỗ Thị Năm"),
    Named(id=8, name="Hoàng Minh Huy"),
    Named(id=9, name="Đỗ Bá Lan"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Hòa", {5}),
        ("hoà", {5}),
        ("Hoa", {1, 2, 5}),
        ("Hóa", set()),
        ("thi hoa", {1, 2, 5}),
        ("Nguyễn Thị Hoa", {1}),
        ("nguyen thi hoa", {1}),
        ("Hoa Bính", {1}),
        ("bà Hoa Bính", {1}),
        ("hoa dong", {1}),
        ("hoa xom doai", {2}),
        ("binh", {3}),
        ("Huy", {8}),
        ("huy", {8}),
        ("bà Năm", {7}),
        ("ba nam", {7}),
        ("chu van an", {6}),
        ("chú Ân", {6}),
        ("lan", {4, 9}),
        ("bà Lan", {4, 9}),
        ("nguyen", {1, 4}),
        ("tư", {2}),
        ("ho", {1, 2, 5}),
        ("đ", {7, 9}),
        ("hoàng", {8}),
        ("n t hoa", {1}),
        ("min", {8}),
        ("do thi", {7}),
        ("xyz", set()),
        ("", set()),
        ("bà", set()),
    ],
)
def test_part_of_a_name_finds_everybody_it_fits_best(typed: str, found: set[int]) -> None:
    assert {person.id for person in find(typed, PEOPLE)} == found


def test_those_found_stand_in_the_order_of_their_given_names() -> None:
    assert [person.name for person in find("nguyễn", PEOPLE)] == [
        "Nguyễn Thị Hoa",
        "Nguyễn Hoa Lan",
    ]


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_is_found_by_the_whole_name_alone(person: Named) -> None:
    assert find(person.name, PEOPLE) == [person]


IN_ORDER = [
    "",
    "Lê Á",
    "Bùi Thị An",
    "lê văn an",
    "Lê Ăn",
    "Chu Văn Ân",
    "Lê Ẩn",
    "Hà Văn Ba",
    "Đỗ Thị Bà",
    "Vi Văn Cao",
    "Lò Văn Dung",
    "Lò Thị Dũng",
    "Lê Văn Đào",
    "Lý Thị Đông",
    "Vi Thị Êm",
    "Bùi Thị Hoa",
    "Đỗ Thị Hoa",
    "Đỗ Văn Hoa",
    "Ngô Thị Hoa",
    "Nguyễn Hoa",
    "Nguyễn Thị Hoa",
    "Nguyễn Thị Hoà",
    "Bùi Văn Hỏa",
    "Nguyễn Thị Hõa",
    "Nguyễn Thị Hóa",
    "Nguyễn Thị Họa",
    "An Thị Hoan",
    "Lê Ôn",
    "Lê Ơn",
    "Lê Út",
    "Lê Ưng",
    "Lê Zung",
]


def test_names_stand_as_in_a_dictionary_of_given_names() -> None:
    assert sorted(IN_ORDER, key=name_order) == IN_ORDER
    assert len(set(map(name_order, IN_ORDER))) == len(IN_ORDER)


@pytest.mark.parametrize("letters", ["aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", "aàảãáạ", "ơờởỡớợp"])
def test_letters_come_in_their_order_and_marks_in_theirs(letters: str) -> None:
    assert sorted(letters, key=name_order) == list(letters)


@given(names=st.lists(st.text(alphabet="aăâàãbđôƠZ .'é1\u0301", max_size=8), max_size=6))
def test_the_order_is_total_and_knows_one_spelling_of_a_name(names: list[str]) -> None:
    for one, other in product(names, names):
        before, behind = name_order(one), name_order(other)
        assert (before < behind) + (before == behind) + (before > behind) == 1
        assert (before == behind) == (words_of(one) == words_of(other))
    assert [*map(name_order, sorted(names, key=name_order))] == sorted(map(name_order, names))


@given(text=st.text(max_size=12))
def test_any_text_has_its_place_however_it_is_composed(text: str) -> None:
    assert name_order(unicodedata.normalize("NFD", text)) == name_order(
        unicodedata.normalize("NFC", text)
    )
