from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.folding import fold
from bot.understanding.phrases import Phrases, cut
from bot.understanding.words import Command, command, is_answer_with_sum, yes_or_no

YES = (
    "dung|đúng|Đúng rồi|dung roi|dung a|đúng rồi cháu ạ|ừ|u|phải|phai roi|được|duoc|vâng|vang|"
    "dạ vâng|dạ đúng|da dung|có|co|ok|OK ạ|yes|đồng ý|thôi được|thoi duoc|thôi đúng rồi|"
    "thoi dung roi|chính xác|ừ đúng rồi đó cháu|cũng được|chắc chắn"
)
NO = (
    "không|khong|ko|dạ không|da khong|dạ thôi|da thoi|thôi|thoi|thôi ạ|chưa|dạ chưa|chưa đúng|"
    "không phải|khong phai|khong dung|hông|đừng|đừng ghi|dừng lại|thôi đừng|sai rồi|nhầm|huy|hủy|"
    "không ghi nữa|Thôi, không ghi nữa|thôi không ghi nữa"
)
OKAY = ("ok", "OK ạ", "dạ ok", "thôi ok", "oke cháu", "ô kê")
NEITHER = (
    "|da|dạ|đã|no|nợ|dùng|dung ghi|thoi dung|dung co|dung khong|đúng không|được không|không sai|"
    "dạ rồi|500k|đúng 500k|Hoa|cô|k|được thôi|roi|đủ|du|?"
)


@pytest.mark.parametrize("text", YES.split("|"))
def test_a_yes_is_understood(text: str) -> None:
    assert yes_or_no(text) is True
    assert yes_or_no(unicodedata.normalize("NFD", text).upper()) is True


@pytest.mark.parametrize("text", NO.split("|"))
def test_a_no_is_understood(text: str) -> None:
    assert yes_or_no(text) is False


@pytest.mark.parametrize("text", NEITHER.split("|"))
def test_what_is_neither_yes_nor_no_is_asked_again(text: str) -> None:
    assert yes_or_no(text) is None


@pytest.mark.parametrize("text", OKAY)
def test_a_mere_okay_is_a_yes_to_anything_but_money(text: str) -> None:
    assert yes_or_no(text) is True
    assert yes_or_no(text, of_money=True) is None
    assert yes_or_no(f"{text} đúng", of_money=True) is True


def test_what_is_neither_yes_nor_no_is_neither_of_money_too() -> None:
    assert all(yes_or_no(text, of_money=True) is None for text in NEITHER.split("|"))
    assert all(yes_or_no(text, of_money=True) is False for text in NO.split("|"))


@given(st.lists(st.sampled_from(["đừng", "dừng", "dùng", "dạ", "đã", "thôi", "không", "nợ"])))
def test_words_that_mean_no_never_make_a_yes(words: list[str]) -> None:
    assert yes_or_no(" ".join(words)) is not True


BALANCE = [
    "con no bao nhieu",
    "tôi còn nợ bao nhiêu",
    "Tôi còn nợ bao nhiêu?",
    "tôi nợ bao nhiêu tiền",
    "cho tôi hỏi còn nợ bao nhiêu ạ",
    "còn phải trả bao nhiêu",
    "toi con phai tra bao nhieu nua",
    "còn phải trả quỹ bao nhiêu",
    "bác còn phải nộp bao nhiêu",
    "tháng này đóng bao nhiêu",
    "kỳ này trả bao nhiêu",
    "thang nay tra bao nhieu",
    "bao giờ phải trả",
    "khi nào trả tiền",
    "ngày nào phải nộp",
    "so du",
    "số dư",
    "du no",
    "dư nợ",
    "nợ",
    "no",
    "số nợ",
    "xem nợ",
    "kiểm tra nợ",
    "khoản vay",
    "khoan vay cua toi",
    "món vay",
    "tiền vay còn bao nhiêu",
    "sổ vay",
    "vay còn bao nhiêu",
    "còn mượn bao nhiêu",
    "mượn bao nhiêu",
    "con muon bao nhieu",
    "vốn còn bao nhiêu",
    "tiền lời bao nhiêu",
    "loi thang nay may dong",
    "lãi tháng này bao nhiêu",
    "gốc còn bao nhiêu",
    "còn thiếu bao nhiêu",
    "con thieu may tien",
    "còn bao nhiêu nữa",
    "con lai bao nhieu",
    "con no khong",
    "tôi có còn nợ không ạ",
    "trả hết chưa",
    "tôi đã nộp chưa",
    "nợ mấy",
    "lịch trả nợ",
    "đến hạn",
    "balance",
    "my balance",
    "how much do I owe",
    "How much do I still have to pay in?",
    "when do I pay?",
    "loan",
    "/balance",
    "/con_no",
    "/con_no@tugiup_bot",
]
REPAY = {
    "tôi đã nộp tiền": "",
    "nop tien": "",
    "đóng tiền": "",
    "dong tien roi": "",
    "gửi tiền": "",
    "gởi tiền": "",
    "đưa tiền rồi": "",
    "tra no": "",
    "trả nợ": "",
    "trả tiền": "",
    "nộp": "",
    "đóng": "",
    "đã trả rồi": "",
    "da nop": "",
    "tôi vừa đóng": "",
    "nop roi": "",
    "trả xong rồi": "",
    "chuyển khoản rồi": "",
    "i have paid": "",
    "I paid": "",
    "/paid": "",
    "/nop_tien": "",
    "/nop_tien 500k": "500k",
    "tôi nộp 500k": "500k",
    "toi nop 500k roi": "500k",
    "trả 1tr2": "1tr2",
    "tôi trả gốc 500k": "gốc 500k",
    "góp 50 nghìn": "50 nghìn",
    "đưa bác Lan 500k": "bác Lan 500k",
    "gui 1.500.000 d": "1.500.000 d",
    "nộp 500k ngày 10/12": "500k ngày 10/12",
    "trả lời 50k": "lời 50k",
    "I paid 500k": "500k",
    "bac Hoa dong lai 50 nghin": "bac Hoa, lai 50 nghin",
    "bà Năm nộp triệu rưỡi": "bà Năm, triệu rưỡi",
    "Hoa nop 150": "Hoa, 150",
}
OTHERS = {
    "menu": "menu 0 /menu start|xin chào|chào cháu|bat dau",
    "cancel": "huy hủy huỷ HUY thoi thôi dừng cancel /cancel|thôi ạ|thôi cháu|không ghi nữa",
    "help": "giúp giup help /help /giup /help@tugiup_bot|giúp tôi với|hướng dẫn|giúp bác",
    "explain": "explain|cách tính|cach tinh|tại sao|giải thích giúp bác",
    "language": "language /language|ngôn ngữ",
    "language.vi": "Vietnamese|tiếng Việt|tieng viet",
    "language.en": "english|tiếng Anh",
    "consents": "consents|quyền riêng tư|rieng tu",
    "officers": "bcn|ban chủ nhiệm|Ban Chu Nhiem",
    "cash": "hộp cash|trong hộp phải có|trong hop phai co|tiền mặt|quỹ còn bao nhiêu",
    "daylist": "daylist|doi chieu|đối chiếu|danh sách hôm nay",
    "receive": "receive|nhận tiền|thu tien",
    "undo": "undo sửa|sửa lại|sua lai|ghi nhầm",
    "cases": "cases|việc cần xem lại|xem lai",
    "private": "private|tôi muốn nói riêng|toi muon noi rieng|cháu ơi bác muốn nói riêng",
    "withdraw": "withdraw|rút lại|cho tôi rút lại|rut lai",
    "slips": "slips phiếu /slips /phieu|phiếu của tôi|phieu cua toi|biên lai",
    "leave": "leave /stop|rời nhóm|tôi muốn rời nhóm|không dùng nữa|toi khong dung nua",
    "start": "/start",
    "meeting": "họp meeting /hop /meeting|bao giờ họp|bao gio hop|hop ngay nao|họp ở đâu ạ|"
    "next meeting|when is the meeting|cháu cho hỏi mấy giờ họp|hôm nay có họp không|"
    "mai họp không ạ|không cần đón",
    "meeting.days": "meetings|lịch họp|lich hop",
    "meeting.who": "|ai đến họp|ai di hop|bao nhiêu người đi họp|who comes|"
    "who comes to the meeting",
    "meeting.come": "|tôi có đến|toi co den|tôi sẽ đi họp|hôm nay tôi đi họp|i will come|"
    "mai bác đến họp ạ|Vâng tôi đi họp|vang toi di hop",
    "meeting.away": "|không đến|hom nay toi khong di hop duoc|tôi không đến|bác không đi được|"
    "tôi đau lưng không đi họp được|xin vắng họp|i cannot come|tôi bận không họp được",
    "meeting.lift": "|nho don toi di hop|nhờ đưa đón|nhờ đón|tôi cần người đón đi họp|"
    "i need a lift",
    "meeting.move": "|dời họp|doi hop|hoãn buổi họp|move the meeting",
    "meeting.cancel": "|hủy họp|hủy buổi họp|huy buoi hop|cancel the meeting",
    "meeting.rule": "|đổi lịch họp|doi lich hop|đặt ngày họp",
    "meeting.agenda": "agenda|nội dung họp|chuong trinh hop",
    "settings": "settings|cài đặt|Ngôn ngữ và máy này|language and this phone",
    "borrow": "|tôi muốn vay 5 triệu|toi muon vay 5 trieu|cho tôi vay thêm|tôi muốn vay|"
    "xin vay 10tr|I want to borrow 5m|mượn tiền được không|vay 5 triệu nuôi lợn 12 tháng|"
    "cho tôi vay|"
    "bà Hoa xin vay 5 triệu|vay 5 triệu mua bò trả lãi hằng tháng|vay 5tr trả góp|"
    "cần vay 8 triệu 1 năm",
    "borrow.limits": "|vay được bao nhiêu|vay duoc bao nhieu|lãi suất|lai suat bao nhieu|"
    "how much can I borrow|vay thế nào ạ",
    "borrow.mine": "|đơn vay của tôi|don vay cua toi|my application|đơn của tôi",
    "borrow.withdraw": "|rút đơn|rut don vay|thôi không vay nữa|withdraw my application",
    "products": "products|cho vay|quy định cho vay|loan products",
    "products.rate": "|đổi lãi suất|doi lai suat 0,8%|change the rate",
    "thanks": "ok OK oke vâng thanks 👍 👍🏽 🙏 ❤️|cảm ơn|cam on chau|Cảm ơn cháu nhiều nhé|"
    "dạ vâng|da vang|dạ cảm ơn cháu|thank you|Thank you very much|ok cháu|dạ được rồi ạ|👍 👍",
}


@pytest.mark.parametrize("text", BALANCE)
def test_what_do_i_owe_is_understood(text: str) -> None:
    assert command(text) == Command("balance")
    assert command(unicodedata.normalize("NFD", text)) == Command("balance")


@pytest.mark.parametrize(
    "text", ["bà Hoa còn nợ bao nhiêu", "Hoa no bao nhieu", "Hoa còn phải trả bao nhiêu tiền ạ"]
)
def test_an_officer_asks_what_somebody_owes(text: str) -> None:
    found = command(text)
    assert found is not None
    assert (found.name, found.rest) == ("balance", "Hoa")


@pytest.mark.parametrize(("text", "rest"), REPAY.items())
def test_i_have_paid_is_understood(text: str, rest: str) -> None:
    found = command(text)
    assert found is not None
    assert (found.name, found.rest) == ("repay", rest)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (text, name)
        for name, texts in OTHERS.items()
        for text in [*texts.partition("|")[0].split(), *filter(None, texts.split("|")[1:])]
    ],
)
def test_a_word_finds_its_command(text: str, name: str) -> None:
    found = command(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start 48271593", Command("start", "48271593")),
        ("/START@tugiup_bot 4827 1593", Command("start", "4827 1593")),
        ("cấp mã Hoa", Command("member.code", "Hoa")),
        ("cap ma cho bà Hoa", Command("member.code", "bà Hoa")),
        ("nhận tiền của bà Hoa 50.000", Command("receive", "bà Hoa 50.000")),
        ("đối chiếu 10/12", Command("daylist", "10/12")),
        ("rời câu lạc bộ trên máy này", Command("leave", "trên máy này")),
        ("dời họp sang thứ bảy", Command("meeting.move", "sang thứ bảy")),
        ("lịch họp ngày 10 hằng tháng", Command("meeting.days", "ngày 10 hằng tháng")),
        ("nội dung họp bầu tổ trưởng", Command("meeting.agenda", "bầu tổ trưởng")),
    ],
)
def test_what_stands_behind_a_command_is_kept(text: str, found: Command) -> None:
    assert command(text) == found


@pytest.mark.parametrize("text", ["", "không,", "phải là", "sai rồi, chỉ có thôi", "đúng ra là"])
def test_words_beside_another_sum_are_told_from_a_name(text: str) -> None:
    assert is_answer_with_sum(text)
    assert not is_answer_with_sum(f"{text} bà Lý")


NO_COMMAND = (
    "|?|Hoa|Nguyễn Thị Hoa|Nguyễn Văn Huy|bà Năm|Thu|Thu Hà|thu|Dư|du|bỏ|bo|bò|"
    "nuôi bò|/foo|500k|150|1|hoa 500 dong|thôi được|thoi duoc|thôi đúng rồi|dung|"
    "đúng|dừng tay|lai|loi|muon|hop|may|tra|chưa nộp|không trả|đừng nộp|"
    "trả lời|tôi sẽ trả lời sau|gửi lời hỏi thăm|đưa cháu đi học|đóng cửa|đã đóng cửa|"
    "góp ý|nộp cho ai|"
    "bà Hoa không đi họp được|cần đón bà Hoa|tôi đi họp về rồi|con bò không đi được|tôi đi chợ|"
    "khong hop|không họp|den|đến|toi co|tôi không sang được|tôi nghỉ|"
    "đưa 12 bà đi viện|bao nhiêu người|con bò bao nhiêu tiền|trời mưa không"
)


@pytest.mark.parametrize("text", NO_COMMAND.split("|"))
def test_names_and_everyday_words_are_no_commands(text: str) -> None:
    assert command(text) is None


@pytest.mark.parametrize("said", ["thôi", "thoi", "huy", "hủy"])
@pytest.mark.parametrize("more", ["được", "đúng rồi", "Hoa", "500k"])
def test_a_word_cancels_only_as_the_whole_message(said: str, more: str) -> None:
    found = command(f"{said} {more}")
    assert found is None or found.name != "cancel"


@given(st.text())
def test_nothing_typed_makes_it_stumble(text: str) -> None:
    command(text)
    yes_or_no(text)


@pytest.mark.parametrize("lines", [2, 12, 13, 40])
def test_a_list_that_says_paid_in_each_line_is_heard_however_long_it_is(lines: int) -> None:
    found = command("\n".join(f"Hoa nộp {50 + number}k" for number in range(lines)))
    assert found
    assert found.name == "repay"


@pytest.mark.timed
def test_a_message_that_says_paid_in_every_line_holds_up_nobody_else() -> None:
    started = time.process_time()
    found = command("nop 500k " * 222)
    assert time.process_time() - started < 4  # a quarter of a second; it was a quarter of a minute
    assert found
    assert found.name == "repay"


def test_a_phrase_that_needs_its_marks_is_not_found_without() -> None:
    phrases = Phrases("nộp tiền, nộp", if_marked="mượn")
    words = cut("toi nop tien va muon")
    assert [word.typed for word in phrases.without(words)] == ["toi", "va", "muon"]
    assert phrases.place_in(words) == 1
    assert phrases.are_in(cut("mượn"))
    assert not phrases.are_in(cut(fold("mượn")))
