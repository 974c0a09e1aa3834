from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.loan_terms import (
    FirstDue,
    hear_first_due,
    hear_months,
    hear_several_months,
    purpose_in,
)
from bot.understanding.rates import hear_rate
from bot.understanding.words import Command, command

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "who", "rest"),
    [
        ("vay 5 triệu nuôi lợn 12 tháng", "", "5 triệu nuôi lợn 12 tháng"),
        ("cháu ơi cho bác vay 5 triệu", "", "5 triệu"),
        ("bà Hoa xin vay 5 triệu", "bà Hoa", "5 triệu"),
        ("ba Hoa xin vay 5 trieu", "ba Hoa", "5 trieu"),
        ("Hoa vay 5tr", "Hoa", "5tr"),
        ("Ms Hoa wants to borrow 5m for pigs", "Hoa", "5m for pigs"),
        ("cho tôi vay thêm", "", ""),
        ("vay cho ông Bình 3 triệu", "ông Bình", "3 triệu"),
        ("vay cho ong binh 3 trieu nuoi lon", "ong binh", "3 trieu nuoi lon"),
        ("vay hộ bà Ba năm triệu", "bà Ba", "năm triệu"),
        ("tôi vay giúp Bình 3tr", "Bình", "3tr"),
        ("vay 3 triệu cho ông Bình", "ông Bình", "3 triệu"),
        ("vay 3 triệu cho ong binh", "ong binh", "3 triệu"),
        ("vay 3 triệu cho ông Bình nuôi lợn", "ông Bình", "3 triệu nuôi lợn"),
        ("cho vay ông Bình 3 triệu", "ông Bình", "3 triệu"),
        ("borrow 3m for Mr Bình", "Mr Bình", "3m"),
        ("vay cho bác 3 triệu", "", "3 triệu"),
        ("vay 3 triệu cho con ăn học", "", "3 triệu cho con ăn học"),
        ("vay cho con 3 triệu", "", "cho con 3 triệu"),
        ("vay 3 triệu cho bà nội chữa bệnh", "", "3 triệu cho bà nội chữa bệnh"),
        ("vay 5 triệu nuôi lợn cho gia đình", "", "5 triệu nuôi lợn cho gia đình"),
        ("xin vay cho bà Hoa", "bà Hoa", ""),
    ],
)
def test_who_wishes_for_a_loan_and_what_is_heard(text: str, who: str, rest: str) -> None:
    assert command(text) == Command("borrow", rest, who)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("trả tiền vay 500k", "repay"),
        ("tôi vay còn nợ bao nhiêu", "balance"),
        ("tiền vay", "balance"),
        ("bà Hoa vay còn nợ bao nhiêu", "balance"),
        ("lãi vay 50k", ""),
        ("tôi đã vay 5 triệu", ""),
    ],
)
def test_what_was_borrowed_before_is_no_wish(text: str, name: str) -> None:
    found = command(text)
    assert (found.name if found else "") == name


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("12 tháng", 12),
        ("12 thang", 12),
        ("sáu tháng", 6),
        ("1 năm", 12),
        ("mot nam", 12),
        ("1 năm rưỡi", 18),
        ("nửa năm", 6),
        ("18 months", 18),
        ("a year", 12),
        ("12 tháng 5 triệu", 12),
        ("tháng 6", None),
        ("10 tháng 12", None),
        ("năm 2027", None),
        ("nuôi lợn", None),
    ],
)
def test_how_long_a_loan_runs_is_heard(text: str, months: int | None) -> None:
    assert hear_months(text) == months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("6, 12 và 24 tháng", (6, 12, 24)),
        ("12 6", (6, 12)),
        ("1 năm, 2 năm", (12, 24)),
        ("nửa năm", (6,)),
        ("12 tháng", (12,)),
        ("một năm", (12,)),
        ("1 năm rưỡi", (18,)),
        ("6 hoặc 12", (6, 12)),
        ("6 tháng hoặc 1 năm", (6, 12)),
        ("nửa năm, 1 năm, 1 năm rưỡi", (6, 12, 18)),
        ("sáu tháng và mười hai tháng", (6, 12)),
        ("sáu, mười hai", (6, 12)),
        ("6-12 tháng", (6, 12)),
        ("6/12", (6, 12)),
        ("2 năm rưỡi hay ba năm", (30, 36)),
        ("6 or 12 months", (6, 12)),
        ("lâu", ()),
    ],
)
def test_several_terms_are_heard(text: str, months: tuple[int, ...]) -> None:
    assert hear_several_months(text) == months


def month(year: int, number: int) -> FirstDue:
    return FirstDue(month=date(year, number, 1))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tháng 6", month(2027, 6)),
        ("thang 6", month(2027, 6)),
        ("đầu tháng 6", month(2027, 6)),
        ("cuối tháng 6", FirstDue(days=(date(2027, 6, 30),))),
        ("cuối tháng 2", FirstDue(days=(date(2027, 2, 28),))),
        ("2026-12-10", FirstDue(days=(date(2026, 12, 10),))),
        ("rằm tháng giêng", FirstDue(days=(date(2027, 2, 20),))),
        ("mùng 1 tết", FirstDue(days=(date(2027, 2, 6),))),
        ("tháng 6/2028", month(2028, 6)),
        ("tháng 6/0000", None),
        ("tháng 6/9999", None),
        ("tháng 1 năm 2028", month(2028, 1)),
        ("June", month(2027, 6)),
        ("tháng sau", month(2026, 12)),
        ("3 tháng nữa", month(2027, 2)),
        ("sau Tết", month(2027, 2)),
        ("sau vụ gặt", FirstDue(harvest=True)),
        ("sau khi bán lợn", FirstDue(harvest=True)),
        ("after the harvest", FirstDue(harvest=True)),
        ("sau vụ gặt tháng 6", month(2027, 6)),
        ("15/6", FirstDue(days=(date(2027, 6, 15),))),
        ("ngày 10 tháng 1", FirstDue(days=(date(2027, 1, 10),))),
        ("10 Jan", FirstDue(days=(date(2027, 1, 10),))),
        ("abc", None),
        ("tháng 13", None),
    ],
)
def test_when_a_loan_is_first_paid_is_heard(text: str, first: FirstDue | None) -> None:
    assert hear_first_due(text, TODAY) == first


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("nuôi lợn 12 tháng", "nuôi lợn"),
        ("12 tháng nuôi lợn", "nuôi lợn"),
        ("để nuôi dê trong vòng 1 năm nhé", "nuôi dê"),
        ("nuoi de", "nuoi de"),
        ("for pigs for 12 months", "pigs"),
        ("12 tháng", ""),
        ("được không", ""),
        ("", ""),
    ],
)
def test_what_a_loan_is_for_is_what_is_left(text: str, purpose: str) -> None:
    assert purpose_in(text) == purpose


@pytest.mark.parametrize(
    ("text", "rate_bp"),
    [
        ("0,8%", 80),
        ("0.8", 80),
        ("1%", 100),
        ("0.65 % a month", 65),
        ("12% một năm", 100),
        ("9%/năm", 75),
        ("một phần trăm", 100),
        ("nửa phần trăm", 50),
        ("nua phan tram", 50),
        ("1/2%", 50),
        ("1/2 phần trăm", 50),
        ("một phần trăm rưỡi", 150),
        ("mot phan tram ruoi", 150),
        ("1 phần trăm rưỡi", 150),
        ("1% rưỡi", 150),
        ("một rưỡi phần trăm", 150),
        ("một phẩy năm phần trăm", 150),
        ("không phẩy tám phần trăm", 80),
        ("khong phay tam", 80),
        ("không phẩy sáu lăm phần trăm", 65),
        ("0 phẩy 8", 80),
        ("hai phần trăm", 200),
        ("1 phân", 100),
        ("1% 1 tháng", 100),
        ("1 tháng 1%", 100),
        ("mười hai phần trăm một năm", 100),
        ("mỗi năm 12%", 100),
        ("12% 1 năm", 100),
        ("half a percent", 50),
        ("one and a half percent", 150),
        ("1%/tháng", 100),
        ("0", 0),
        ("0%", 0),
        ("không lấy lãi", 0),
        ("no interest", 0),
        ("-1%", None),
        ("- 1 %", None),
        ("âm 1%", None),
        ("100%", None),
        ("100 phần trăm", None),
        ("một trăm phần trăm", None),
        ("1% hay 2%", None),
        ("1-2%", None),
        ("12 tháng", None),
        ("không lãi", 0),
        ("0,333%", None),
        ("rẻ", None),
    ],
)
def test_a_rate_is_heard_in_basis_points_a_month(text: str, rate_bp: int | None) -> None:
    assert hear_rate(text) == rate_bp
