from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import in_words, money, use_locale
from bot.understanding.amounts import MOST, hear_amount, is_for_principal
from bot.understanding.folding import fold

SURE = {
    50_000: "50k · 50 nghìn · 50 ngàn · 50 nghin · 50.000 · 50,000 đ · 50000 · năm mươi nghìn · "
    "năm chục nghìn · 5 chục ngàn · năm vạn · bà Năm 50k · ba nam 50k · bà Ngân 50k · "
    "ba Ngan 50k · bac Hoa dong lai 50 nghin · 50 thousand · 0,05 triệu · 5 mươi nghìn",
    333_000: "0,333tr · 0,333 triệu · 0.333tr",
    250_000: "0,250 triệu · 0.250tr",
    5_000_000: "5m · 5M · borrow 5m",
    500_000: "500k · 500 K · 500 nghìn · nửa triệu · nua trieu · năm trăm ngàn · nam tram nghin · "
    "5 trăm nghìn · 0,5 triệu · 500.000đ · 500 000 đ · VND 500,000 · 500.000 vnđ · - 500k · "
    "tôi nộp 500k · 500k ngày 10/12 · 500k 3 tháng · 500k lúc 8:10 · 500k, 5% · 500 nghin dong",
    1_000_000: "1tr · 1 triệu · một triệu · 1 củ · 1 cu · mot trieu · nộp 1 triệu năm 2026 · "
    "1 triệu năm nay · 1.000.000,00 · 1 million · 1tr ngày 5",
    1_200_000: "1tr2 · 1 tr 2 · 1 triệu 2 · một triệu hai · triệu hai · mot trieu hai · "
    "một triệu hai trăm nghìn · 1tr200 · 1tr 200k · 1 triệu 200.000 · một triệu hai trăm · "
    "một triệu hai đồng ạ",
    1_250_000: "1tr25 · 1tr250 · 1,25 triệu · 1.25tr · một triệu hai trăm rưỡi",
    1_500_000: "1,5 triệu · 1.5tr · 1.500.000 đ · 1500000 · 1,500,000 · 1 500 000 · triệu rưỡi · "
    "một triệu rưỡi · MỘT TRIỆU RƯỠI · mot trieu ruoi · 1tr rưỡi · trieu ruoi · triệu rưởi · "
    "1\u00a0500\u00a0000\u00a0đ",
    1_005_000: "một triệu không trăm linh năm nghìn · một triệu không trăm lẻ năm ngàn",
    1_005: "một nghìn không trăm linh năm · 1005 đ",
    1_500: "1k5 · 1500 đ · nghìn rưỡi · một nghìn năm",
    10_000: "chục nghìn · mười nghìn · 10k",
    15_000: "mười lăm nghìn · muoi lam nghin · 15k · mười nhăm nghìn",
    20_000: "20k · hai mươi nghìn · hai chục nghìn",
    25_000: "hai lăm nghìn · hai mươi lăm nghìn · hai mươi nhăm nghìn",
    34_000: "ba mươi tư nghìn · ba mươi bốn nghìn · ba tư nghìn",
    100_000: "trăm nghìn · một trăm ngàn · tram nghin · 1 trăm nghìn",
    150_000: "trăm rưỡi nghìn · 150k · một trăm năm mươi nghìn",
    1_000_000_000: "1 tỷ · một tỉ · 1 ty",
    1_000_000_000_000: "một nghìn tỷ · 1.000.000.000.000",
}
UNSURE = {
    "150": 150_000,
    "năm trăm": 500_000,
    "hai trăm rưỡi": 250_000,
    "một trăm hai": 120_000,
    "trăm hai": 120_000,
    "hai mươi": 20_000,
    "3 chục": 30_000,
    "500 đ": 500_000,
    "1500": 1_500_000,
    "5000": 5_000,
    "1,5": 1_500_000,
    "1tr50": 1_500_000,
    "1 triệu 25": 1_250_000,
    "một triệu năm mươi": 1_050_000,
    "1.500k": 1_500_000,
    "500.000k": 500_000_000,
    "-500k": 500_000,
    "\u2212500k": 500_000,
    "-5k": 5_000,
    "âm 500k": 500_000,
    "trừ 500k": 500_000,
    "chưa tới 500k": 500_000,
    "chua toi 500k": 500_000,
    "chưa đến 1 triệu": 1_000_000,
    "không tới 500k": 500_000,
    "dưới 500k": 500_000,
    "hơn 500k": 500_000,
    "50k x 3": 150_000,
    "50k x3": 150_000,
    "50.000 × 3": 150_000,
    "50k * 3": 150_000,
    "50k nhân 3": 150_000,
    "50k x 3 x 2": 300_000,
    "3 x 50k": 150_000,
    "3x50k": 150_000,
    "50.000đ x 3 kỳ": 150_000,
    "5m2": 5_200_000,
    "ba ngan": 3_000,
    "co hai trieu": 2_000_000,
    "bà Năm triệu rưỡi": 1_500_000,
    "chị Ba trăm nghìn": 100_000,
    "1 triệu tư Hoa": 1_400_000,
    "Nam 150": 150_000,
    "nam 2500": 2_500_000,
}
NONE = (
    "|0|1|9|Hoa|bà Năm|triệu|nghìn|k|tỷ|một|một nửa|nửa|10/12|10/12/2026|50%|8:10|0912345678"
    "|150/90|nộp 12 tháng|ngày 15|năm 1948"
    "|mấy trăm nghìn|vài triệu|500k + 50k|lãi 50k gốc 450k|2000 tỷ"
    "|1000000000000000|1.2.3|²|½|0k|1,2345k|một tí|mot ti|12,5|500k hay 600k|bà|hai|ba|bà Hai"
    "|5 m|5m lưới|một phần trăm rưỡi|50 phần trăm|mot phan tram ruoi|50k x 20k"
)
SURE_CASES = [(said, sum_) for sum_, texts in SURE.items() for said in texts.split(" · ")]


@pytest.mark.parametrize(("text", "amount"), SURE_CASES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_sum_is_heard_as_it_was_meant(
    text: str, amount: int, form: Literal["NFC", "NFD"]
) -> None:
    for typed in (text, text.upper()):
        heard = hear_amount(unicodedata.normalize(form, typed))
        assert heard is not None
        assert (heard.amount, heard.sure) == (amount, True)


@pytest.mark.parametrize(("text", "amount"), UNSURE.items())
def test_a_sum_that_may_be_another_is_to_be_asked_back(text: str, amount: int) -> None:
    heard = hear_amount(text)
    assert heard is not None
    assert (heard.amount, heard.sure) == (amount, False)


@pytest.mark.parametrize("text", NONE.split("|"))
def test_what_is_no_sum_or_two_sums_is_not_heard(text: str) -> None:
    assert hear_amount(text) is None


@pytest.mark.parametrize(
    ("text", "principal"),
    [
        ("trả gốc 500k", True),
        ("tra goc 1tr2", True),
        ("500k tiền gốc", True),
        ("trả vốn 500k", True),
        ("trả lại gốc 500k", True),
        ("trả vốn vay 500k", False),
        ("trả cả gốc lẫn lãi 550k", False),
        ("bac Hoa dong lai 50 nghin", False),
        ("500k", False),
    ],
)
def test_a_sum_for_the_principal_is_told_apart(text: str, principal: bool) -> None:
    heard = hear_amount(text)
    assert heard is not None
    assert heard.principal is principal


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("500k", ""),
        ("Hoa 500k", "Hoa"),
        ("Hoa 50k x 3", "Hoa"),
        ("Hoa 3 x 50k", "Hoa"),
        ("bà Năm: 50.000 đ nhé", "bà Năm nhé"),
        ("bac Hoa dong lai 50 nghin", "bac Hoa dong lai"),
    ],
)
def test_what_was_said_beside_the_sum_is_kept(text: str, rest: str) -> None:
    heard = hear_amount(text)
    assert heard is not None
    assert heard.rest == rest


@given(st.integers(min_value=1, max_value=MOST // 1000).map(lambda thousands: thousands * 1000))
def test_a_sum_written_in_words_is_heard_back(amount: int) -> None:
    for said in (in_words(amount), fold(in_words(amount))):
        heard = hear_amount(said)
        assert heard is not None
        assert heard.amount == amount


@given(st.integers(min_value=1000, max_value=MOST), st.sampled_from(["vi", "en"]))
def test_a_sum_written_in_figures_is_heard_back(amount: int, locale: str) -> None:
    with use_locale(locale):
        heard = hear_amount(money(amount))
    assert heard is not None
    assert (heard.amount, heard.sure) == (amount, True)


@given(st.text(alphabet="0123456789.,- đktrăm triệunghìnrưỡinămbahailẻ\u00b2", max_size=30))
def test_nothing_typed_makes_it_stumble(text: str) -> None:
    heard = hear_amount(text)
    assert heard is None or 0 < heard.amount <= MOST


@pytest.mark.parametrize(
    ("text", "principal"),
    [("", False), ("trả gốc", True), ("tra goc 500k", True), ("tôi nộp lãi", False)],
)
def test_what_is_for_the_principal_is_heard_without_a_sum(text: str, principal: bool) -> None:
    assert is_for_principal(text) is principal
