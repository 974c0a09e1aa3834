from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.payers import is_oneself, is_surely_a_name
from bot.understanding.words import command

# What is written, and whose money it is.
PAYERS = {
    "bà Hoa nộp 300k": "bà Hoa",
    "ba Hoa nop 300k": "ba Hoa",
    "ba Hoa nop 300": "ba Hoa",
    "ba Hang nop 300": "ba Hang",
    "Hoa nop 300k": "Hoa",
    "bà Hoa Lý nộp 300k": "bà Hoa Lý",
    "bà Hoa xóm 2 nộp 300k": "bà Hoa xóm 2",
    "bà Hoa đưa tôi 300 nghìn": "bà Hoa",
    "bà Hoa vừa đưa cháu 300 nghìn": "bà Hoa",
    "bà Hoa gửi 300k đóng lãi": "bà Hoa",
    "bà Hoa nhờ tôi nộp 300k": "bà Hoa",
    "hôm nay bà Nho nộp 300k": "bà Nho",
    "bà Nho nhờ tôi nộp 300k": "bà Nho",
    "bà Giao xóm 2 nộp 300k": "bà Giao xóm 2",
    "bà Hoa đưa tôi nộp 300k": "bà Hoa",
    "hôm nay bà Hoa đã nộp 300k rồi": "bà Hoa",
    "cháu ơi bà Hoa nộp 300k": "bà Hoa",
    "con gái bà Hoa nộp 300k": "bà Hoa",
    "em Hoa nộp 300k": "Hoa",
    "tôi là Hoa nộp 300k": "Hoa",
    "bà Tú nộp 300k": "bà Tú",
    "bà Mới nộp 300k": "bà Mới",
    "ba Dong nop 300k": "ba Dong",
    "bà Đông nộp 300k": "bà Đông",
    "bà Trà trả gốc 300k": "bà Trà",
    "ba tien nop 300k": "ba tien",
    "ba tu nop 300k": "ba tu",
    "ong minh nop 300k": "ong minh",
    "Minh nộp 300k": "Minh",
    "chị Anh nộp 300k": "chị Anh",
    "bà Châu nộp 300k": "bà Châu",
    "ba chau nop 300k": "ba chau",
    "bà Năm nộp triệu rưỡi": "bà Năm",
    "nộp hộ bà Hoa 300k": "bà Hoa",
    "tôi nộp 300k giùm bà Hoa": "bà Hoa",
    "nộp tiền của bà Hoa 300k": "bà Hoa",
    "nộp 300k của bà Tiến": "bà Tiến",
    "I paid 300k for Hoa": "Hoa",
    "Ms Hoa paid 300k": "Hoa",
    "Hoa has paid 300k": "Hoa",
}
ONESELF = (
    "tôi nộp 300k|toi nop 300k|tôi đã nộp tiền|bà nộp 300k|bác vừa nộp 300k|ba moi nop 300k|"
    "bà mới nộp 300k cháu ạ|cháu nộp 300k|mình nộp 300k|nhà tôi nộp 300k|vợ chồng tôi nộp 300k|"
    "chồng tôi nộp 300k|hôm qua tôi nộp 300k|sang nay nop 300k|bác Lan ơi cháu nộp 300k|"
    "cháu ơi bà nộp 300k|nộp 300k|da nop 300k roi|tôi nộp trả gốc 500k|gửi cháu, tôi nộp 300k|"
    "đưa cho bà Hoa nộp hộ tôi 300k|tôi nhờ bà Hoa nộp 300k|nộp 300k giúp tôi nhé|"
    "tôi nộp lãi của tháng này 50k|"
    "trả tiền của quỹ 50k|I paid 300k|i have paid 300k|my husband paid 300k|con nộp giúp mẹ 300k|"
    "nộp 500k ngày 10/12|đóng lãi 50k tháng 11|trả lời 50k|góp 50 nghìn|cho tôi nộp 300k"
)
TAKERS = {
    "tôi nộp cho bác Lan 300k": "bác Lan",
    "tôi nộp 300k cho bác Lan": "bác Lan",
    "đưa bác Lan 500k": "bác Lan",
    "nộp 300k Hoa Lý": "Hoa Lý",
    "tôi nộp cho thủ quỹ 300k": "",
    "nộp 300k vào quỹ": "quỹ",
}
DEBTORS = {
    "bà Hoa còn nợ bao nhiêu": "bà Hoa",
    "ba Hoa Ly con no bao nhieu": "ba Hoa Ly",
    "Hoa no bao nhieu": "Hoa",
    "cho tôi hỏi bà Hoa còn nợ bao nhiêu": "bà Hoa",
    "ba quy con no bao nhieu": "ba quy",
    "ong Thang con no bao nhieu": "ong Thang",
    "bà Lợi nợ bao nhiêu": "bà Lợi",
    "vợ tôi còn nợ bao nhiêu": "vợ tôi",
    "how much does Hoa owe": "Hoa",
    "/balance Hoa": "Hoa",
    "tôi còn nợ bao nhiêu": "",
    "bác còn phải nộp bao nhiêu": "",
    "bác hiện còn nợ bao nhiêu": "",
    "bác Lan ơi tôi còn nợ bao nhiêu": "",
    "tháng sau tôi phải trả bao nhiêu": "",
    "thang sau tra bao nhieu": "",
    "ông bà còn nợ bao nhiêu": "",
    "nhà tôi còn nợ bao nhiêu": "",
    "con no bao nhieu": "",
    "How much do I still have to pay?": "",
}


@pytest.mark.parametrize(("text", "name"), PAYERS.items())
def test_who_pays_is_heard(text: str, name: str) -> None:
    found = command(unicodedata.normalize("NFD", text))
    assert found is not None
    assert (found.name, found.who) == ("repay", name)


@pytest.mark.parametrize("text", ONESELF.split("|"))
def test_the_speakers_own_money_has_no_other_payer(text: str) -> None:
    found = command(text)
    assert found is not None
    assert (found.name, found.who) == ("repay", "")


@pytest.mark.parametrize(("text", "name"), TAKERS.items())
def test_who_took_the_money_is_no_payer(text: str, name: str) -> None:
    found = command(text)
    assert found is not None
    assert (found.name, found.who) == ("repay", "")
    assert found.whom in (name, "")


@pytest.mark.parametrize(("text", "name"), DEBTORS.items())
def test_of_whom_it_is_asked_is_heard(text: str, name: str) -> None:
    found = command(text)
    assert found is not None
    assert (found.name, found.who) == ("balance", name)


@given(st.text())
def test_nothing_before_a_payment_makes_it_stumble(text: str) -> None:
    command(f"{text} nộp 300k {text}")
    command(f"{text} còn nợ bao nhiêu")
    is_oneself(text)
    is_surely_a_name(text)


def test_oneself_is_told_from_somebody_else() -> None:
    assert all(is_oneself(text) for text in ("tôi", "của tôi ạ", "toi", "cháu", "bà", "me"))
    assert not any(is_oneself(text) for text in ("bà Hoa", "Hoa", "", "ba Chau", "300k"))


def test_an_address_or_a_capital_makes_a_name_sure() -> None:
    assert all(is_surely_a_name(name) for name in ("bà Tú", "ba tu", "Tú"))
    assert not any(is_surely_a_name(name) for name in ("", "bà", "hồi nọ", "lần hai"))
