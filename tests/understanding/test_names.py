from __future__ import annotations

import pytest

from bot.understanding.names import Named, find

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
