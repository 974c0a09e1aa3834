from __future__ import annotations

import unicodedata

import pytest

from bot.understanding.folding import fold
from bot.understanding.purposes import Purposes, purposes
from bot.understanding.words import command

HEARD = [
    ("Hoa 55k lãi 50 phí 5", "Hoa", 55_000, {"interest": 50_000, "fee": 5_000}),
    ("Hoa nộp 55k lãi 50k phí 5k", "Hoa", 55_000, {"interest": 50_000, "fee": 5_000}),
    ("lãi 50, phí 5 bà Hoa", "bà Hoa", None, {"interest": 50_000, "fee": 5_000}),
    ("bà Hoa lời 50.000đ hội phí 5.000đ", "bà Hoa", None, {"interest": 50_000, "dues": 5_000}),
    (
        "ông Tư 1tr255 gốc 1tr2 lãi 50 phí 5",
        "ông Tư",
        1_255_000,
        {"principal": 1_200_000, "interest": 50_000, "fee": 5_000},
    ),
    ("tôi nộp 55k gồm lãi 50 phí 5", "", 55_000, {"interest": 50_000, "fee": 5_000}),
    ("Bà Hoa phí thành viên 10k", "Bà Hoa", None, {"dues": 10_000}),
    ("Hoa phí 5000", "Hoa", None, {"fee": 5_000}),
    (
        "Hoa 75k lãi 50 phí 5 ủng hộ 20",
        "Hoa",
        75_000,
        {"interest": 50_000, "fee": 5_000, "gift": 20_000},
    ),
    (
        "Hoa 60k lãi 50, phần dư xin ủng hộ quỹ",
        "Hoa",
        60_000,
        {"interest": 50_000, "gift": 10_000},
    ),
    (
        "ông Tư nộp 60k lãi 50 phí 5 còn lại tặng quỹ",
        "ông Tư",
        60_000,
        {"interest": 50_000, "fee": 5_000, "gift": 5_000},
    ),
    ("Hoa 55k lãi 50 phí 5 dư ủng hộ", "Hoa", 55_000, {"interest": 50_000, "fee": 5_000}),
]


@pytest.mark.parametrize(("text", "who", "total", "parts"), HEARD)
@pytest.mark.parametrize("typed", [str, fold, lambda text: unicodedata.normalize("NFD", text)])
def test_a_handing_is_heard_with_its_purposes(
    text: str, who: str, total: int | None, parts: dict[str, int], typed: object
) -> None:
    if typed is fold and "." in text:
        text = text.replace(".", "")  # folding drops what sets the thousands apart
    assert callable(typed)
    said = purposes(typed(text))
    assert isinstance(said, Purposes)
    assert (fold(said.who), said.total, dict(said.parts)) == (fold(who), total, parts)


@pytest.mark.parametrize(
    "text",
    [
        "Hoa 55k",
        "Hoa nộp lãi 50k",  # one purpose, as always
        "Hoa ủng hộ 50k",
        "Hoa lãi 50, còn lại ủng hộ",  # of which sum?
        "còn lại ủng hộ",
        "trả gốc 500k",
        "lãi suất 1%",
        "phí",
        "lãi 50 lãi 60",
        "phí này là gì",
        "",
    ],
)
def test_other_words_have_no_purposes(text: str) -> None:
    assert purposes(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hoa 55k lãi 50 phí 5", "several"),
        ("nhận tiền Hoa 55k lãi 50 phí 5", "several"),
        ("nhận tiền Hoa 55k", "receive"),
        ("bà Hoa nộp lãi 50k", "repay"),
        ("thông báo mọi người nộp lãi 50 phí 5", "broadcast"),
        ("thu phí bà Hoa 5k", "fees.take"),
        ("thu hội phí", "fees.take"),
        ("hội phí", "fees"),
        ("ai chưa đóng phí", "fees"),
        ("chi tiền", "expense"),
        ("chi tien", "expense"),
        ("chi tiền 200k mua trà", "expense"),
        ("chi mua 200k trà", "expense"),
        ("sổ tấm lòng vàng", "gifts"),
        ("so tam long vang", "gifts"),
        ("tặng quỹ", "gift"),
        ("miễn phí bà Hoa", "fees.waive"),
        ("số tài khoản", "bank"),
        ("đổi số tài khoản", "bank.change"),
        ("rút tiền", "bank.out"),
        ("rút lại", "withdraw"),
        ("bàn giao tiền mặt", "hand"),
        ("chuyển quỹ", "transfer"),
        ("chia lãi", "split"),
        ("tiền lãi", "balance"),
        ("thu chi", "money"),
        ("tiền gửi", "deposits"),
    ],
)
def test_the_words_of_the_books_lead_where_they_should(text: str, name: str) -> None:
    said = command(text)
    assert said is not None
    assert said.name == name


@pytest.mark.parametrize("text", ["chi Tien nop 50k", "chị Tiên", "chi Hoa 50k"])
def test_a_sister_is_no_expense(text: str) -> None:
    said = command(text)
    assert said is None or said.name == "repay"
