"""What in an announcement a second officer must see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.risky_words import Risk, digits_of, risks

LAN = "0912 345 678"


@pytest.mark.parametrize(
    "text",
    [
        "Mời các bác tối mai 20:00 họp ở nhà văn hóa, nhớ mang sổ.",
        "Kỳ này mỗi người nộp 50.000 đ, ai còn thiếu 1.500.000 đ thì gặp bác Lan.",
        "Quỹ có 12.450.000 sau kỳ họp 21/11/2026",
        "Họp ngày 10-12-2026 lúc 8h30, xong trước 11 giờ",
        "Hỏi bác Lan, số 0912345678 hoặc +84 912.345.678 8 giờ sáng",
        "Trạm y tế khám mắt và đo huyết áp miễn phí sáng thứ bảy",
        "Bác nào chuyển khoản 500.000 thì báo cháu một tiếng",
        "Mỗi nhà góp 50000000 đồng là nhiều quá, chỉ 500k thôi",
        "Xóm 1 2 3 họp trước, xóm 4 5 họp sau. Cảm ơn.",
        "The club has part of it ready. Come at 8:00 on 12/12.",
        "Ai cung co phan, lai cao hon nam truoc, hui rau muong",
    ],
)
def test_everyday_announcements_need_no_second_officer(text: str) -> None:
    assert risks(text, [LAN]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Xem ở https://example.org/hop",
        "vao www.quatang.vn nhan qua",
        "bit.ly/abc",
        "t.me/nhom_lang",
        "Nhắn cho @hoidonghuong nhé",
        "quatang chấm com",
        "viết cho lan@lang.vn",
        "vào 10.0.0.1 nhé",
        "\N{FULLWIDTH LATIN SMALL LETTER W}ww.quatang.co\N{FULLWIDTH LATIN SMALL LETTER M}",
    ],
)
def test_a_link_in_whatever_shape(text: str) -> None:
    assert risks(text) == (Risk.LINK,)


@pytest.mark.parametrize(
    "text",
    [
        "Nộp vào 19033445566017",
        "nộp vào 1903 3445 5660 17 nhé",
        "gửi 0345.678.901 nhé",
        f"chuyển khoản vào momo {LAN}",
        "STK 123456",
        "số tài khoản 190.334.455",
        "chuyen khoan 10.500.000 vao do",
        "một chín không ba ba bốn bốn năm",
        "Nộp vào 21112026",
    ],
)
def test_what_may_be_an_account_number(text: str) -> None:
    assert risks(text, [LAN]) == (Risk.ACCOUNT,)


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("Ai đầu tư sẽ sinh lời gấp đôi", Risk.INVESTMENT),
        ("dau tu tien ao", Risk.INVESTMENT),
        ("hưởng lãi cao mỗi tháng", Risk.INVESTMENT),
        ("Bác nào trúng thưởng đọc mã OTP", Risk.INVESTMENT),
        ("Có bán thực phẩm chức năng giảm giá", Risk.HEALTH),
        ("vien uong chua khoi benh", Risk.HEALTH),
        ("cao ngựa bạch", Risk.HEALTH),
    ],
)
def test_quick_money_and_cures(text: str, risk: Risk) -> None:
    assert risks(text) == (risk,)


def test_all_that_is_in_it_is_named() -> None:
    found = risks("Đầu tư sữa non, STK 19033445566017, xem bit.ly/x")
    assert found == tuple(one for one in Risk if one is not Risk.FILE)  # which no words have


@given(st.from_regex(r"[1-9]\d{7,17}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_no_way_to_set_the_digits_apart_hides_a_named_account(digits: str, between: str) -> None:
    apart = between.join(digits[place : place + 4] for place in range(0, len(digits), 4))
    assert Risk.ACCOUNT in risks(f"Số tài khoản {apart} của quỹ")


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert set(risks(text)) <= set(Risk)


def test_one_number_written_in_two_ways() -> None:
    assert digits_of("+84 912.345.678") == digits_of("0912 345 678") == "0912345678"
