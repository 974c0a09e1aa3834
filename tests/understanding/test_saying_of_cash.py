"""What is said of cash in words of one's own; each line with its marks and without."""

from __future__ import annotations

import pytest

from bot.understanding import borrowing
from bot.understanding.choices import whole
from bot.understanding.folding import fold
from bot.understanding.replies import is_lost, is_puzzled, puts_off
from bot.understanding.saying_of_cash import borrower, cashier, complaint, got, payer, witness
from bot.understanding.words import command


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tôi nhận tiền rồi", True),
        ("nhận đủ rồi", True),
        ("tôi nhận đủ tiền rồi cháu ạ", True),
        ("đã nhận được tiền", True),
        ("chưa nhận đồng nào", False),
        ("tôi chưa nhận được tiền", False),
        ("không nhận được gì cả", False),
        ("bà nhận tiền chưa", None),
        ("nhận tiền", None),
        ("nhận tiền bà Hoa 55k", None),
        ("bà Hoa nhận tiền rồi", None),
    ],
)
def test_whether_the_money_came(text: str, said: bool | None) -> None:
    assert got(text) is said
    assert got(fold(text)) is said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tôi đưa 100 nghìn cơ mà", "amount"),
        ("mới nộp 50k", "amount"),
        ("tôi nộp 100k", None),
        ("bà Lý đưa 100k cơ mà", None),
        ("tôi chưa nộp", "unpaid"),
        ("tôi có nộp đâu", None),
        ("không phải của tôi", "not_mine"),
        ("chưa nhận đồng nào", "not_received"),
        ("sai rồi", ""),
        ("nhầm rồi cháu ơi", ""),
        ("cảm ơn cháu", None),
        ("còn nợ bao nhiêu", None),
    ],
)
def test_what_is_wrong_with_a_slip(text: str, reason: str | None) -> None:
    assert complaint(text) == reason
    assert complaint(fold(text)) == reason


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("có, tôi có thấy", "yes"),
        ("tôi thấy rồi", "yes"),
        ("tận mắt tôi thấy", "yes"),
        ("không thấy", "no"),
        ("tôi không nhìn thấy", "no"),
        ("bác có thấy không", None),
        ("tôi thấy bà Hoa", None),
        ("có", None),
    ],
)
def test_whether_it_was_seen(text: str, key: str | None) -> None:
    assert witness(text, ("yes", "no")) == key
    assert witness(fold(text), ("yes", "no")) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("cầm đủ rồi", "full"),
        ("tôi nhận đủ rồi", "full"),
        ("tôi nhận rồi", None),
        ("chưa nhận được", "none"),
        ("chưa thấy đưa", "none"),
        ("nhận đủ chưa", None),
        ("mới nhận 40k", None),
    ],
)
def test_whether_a_cashier_holds_it(text: str, key: str | None) -> None:
    assert cashier(text, ("full", "none", "other")) == key


def test_only_what_is_offered_is_heard() -> None:
    assert borrower("nhận đủ rồi", ("look",)) is None
    assert borrower("sai rồi", ("yes", "look")) == "look"
    assert payer("chưa nhận đồng nào", ("right", "look")) is None
    assert payer("tôi chưa nộp", ("right", "look")) == "look"


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("da cam du 50k", 0),
        ("Đã cầm đủ 50 nghìn", 0),
        ("da cam du 60k", None),
        ("chua nhan", 1),
        ("nhan so khac", 2),
    ],
)
def test_the_sum_on_a_button_may_be_written_in_another_way(text: str, index: int | None) -> None:
    assert whole(text, ["Đã cầm đủ 50.000 đ", "Chưa nhận", "Nhận số khác"]) == index


@pytest.mark.parametrize(
    "text", ["sao", "sao ạ", "không hiểu", "tôi không hiểu", "là sao", "hỏi gì vậy", "gì cơ"]
)
def test_who_does_not_follow(text: str) -> None:
    assert is_lost(text)
    assert is_lost(fold(text))


@pytest.mark.parametrize("text", ["nuôi lợn", "số sáu", "không", "bà Sao", "sao lâu thế"])
def test_who_does(text: str) -> None:
    assert not is_lost(text)


def test_not_to_know_is_an_answer_to_why() -> None:
    assert is_lost("không biết")
    assert not is_puzzled("không biết")


@pytest.mark.parametrize(
    "text",
    [
        "thôi để tôi hỏi vợ đã",
        "để tôi bàn với chồng đã",
        "để mai",
        "để sau nhé",
        "khoan để tôi nghĩ đã",
    ],
)
def test_who_wants_to_go_on_another_time(text: str) -> None:
    assert puts_off(text)
    assert puts_off(fold(text))


@pytest.mark.parametrize("text", ["để nuôi lợn", "để mua bò", "thôi", "mai", "để cháu ăn học"])
def test_who_does_not_want_that(text: str) -> None:
    assert not puts_off(text)


@pytest.mark.parametrize("text", ["bao nhiêu lãi", "lãi bao nhiêu", "lãi suất", "có lãi không"])
def test_who_asks_what_it_costs(text: str) -> None:
    assert borrowing.asks_cost(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cháu ơi chú muốn vay", "borrow"),
        ("vay", "borrow"),
        ("mượn", "borrow"),
        ("cho chú vay ít tiền", "borrow"),
        ("làm sao để vay tiền", "borrow.limits"),
        ("sao lại không cho vay", "borrow.why"),
        ("sao không cho tôi vay", "borrow.why"),
        ("bao giờ được tiền", "borrow.wait"),
        ("sao lâu thế", "borrow.wait"),
        ("mai tôi mới nộp", "repay.soon"),
        ("ngày mai tôi nộp", "repay.soon"),
        ("hôm nay tôi mới nộp", "repay"),
        ("tôi bị ốm nằm viện không nộp được", "reminders.need"),
        ("tôi nhận tiền rồi", "loan.received"),
        ("nhận tiền", "receive"),
        ("nhận tiền bà Hoa", "receive"),
        ("bà Hoa vay 5 triệu", "borrow"),
        ("còn vay bao nhiêu", "balance"),
    ],
)
def test_what_it_comes_to(text: str, name: str) -> None:
    said = command(text)
    assert said is not None
    assert said.name == name
