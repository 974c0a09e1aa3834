"""Words of those who want to be left in peace, and of those who want to be reminded again."""

from __future__ import annotations

import pytest

from bot.understanding.emergencies import emergency
from bot.understanding.folding import fold
from bot.understanding.resting import about, whom
from bot.understanding.words import Command, command, yes_or_no

SAID = {
    "quiet.ill": "tôi ốm|ốm|tôi bị ốm|tôi ốm quá|bác ốm nặng rồi|tôi đang nằm viện|bị bệnh|"
    "tôi bị ốm nằm viện rồi|cháu ơi bác ốm mấy hôm nay|i am ill|I'm sick",
    "quiet.mourning": "nhà có tang|nhà tôi có tang|gia đình đang để tang|nhà có người mất|"
    "nhà tôi mới có người mất|in mourning|mẹ tôi mất rồi|ông nội cháu mới mất hôm qua|"
    "chồng tôi vừa qua đời|nhà cháu có tang|nhà em có tang|gia đình có việc tang|"
    "nhà tui có đám ma|chúng tôi chịu tang",
    "reminders.need": "cho tôi khất|tháng này chưa có tiền nộp|tôi khó khăn quá|"
    "xin khất sang tháng|cháu ơi cho bác khất|tôi không có tiền nộp|i cannot pay",
    "remind.again": "nhắc lại tôi nhé|nhắc lại tôi|cứ nhắc tôi|nhắc tôi như cũ nhé|"
    "nhắc tôi nộp tiền nhé|"
    "remind me again",
    "messengers.stop": "không nhắn giúp nữa|tôi không nhắn giúp nữa|thôi nhắn giúp|"
    "no more passing on",
    "meeting.papers": "giấy mời họp|cho tôi giấy mời họp|in giấy mời|bài đọc loa|meeting notice",
}


@pytest.mark.parametrize(
    ("name", "text"), [(n, one) for n, all_ in SAID.items() for one in all_.split("|")]
)
def test_it_is_understood_with_marks_and_without(name: str, text: str) -> None:
    assert command(text) == Command(name)
    assert command(fold(text)) == Command(name)
    assert not emergency(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("đừng nhắc tôi nữa", ""),
        ("dung nhac toi nua", ""),
        ("tôi không cần nhắc", ""),
        ("đừng nhắc chuyện tiền", "money"),
        ("dung nhac tien nua", "money"),
        ("xin đừng nhắc tôi nộp tiền", "money"),
        ("đừng nhắc họp nữa nhé", "meetings"),
        ("đừng nhắc tiền với họp", ""),
        ("do not remind me of money", "money"),
        ("don't remind me of meetings", "meetings"),
    ],
)
def test_a_wish_may_say_what_it_is_about(text: str, what: str) -> None:
    found = command(text)
    assert found is not None
    assert found.name == "quiet.wish"
    assert about(found.rest) == what
    assert whom(found.rest) == ""
    assert yes_or_no(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "tôi ổn",
        "on",
        "co tang",
        "chồng tôi ốm nên chưa nộp",
        "chồng tôi ốm",
        "bò ốm",
        "con bò nhà tôi ốm",
        "mẹ tôi mất máy",
        "tôi mất điện thoại rồi",
        "bà Hoa mất rồi",
        "nhắc bà Hoa",
        "nhắc họp",
        "om nuoc",
        "tôi khát",
        "vay vốn hộ khó khăn",
        "tôi ốm không đi họp được",
        "khó khăn quá, tôi còn nợ bao nhiêu",
    ],
)
def test_what_only_looks_alike_is_not(text: str) -> None:
    found = command(text)
    assert found is None or found.name not in {*SAID, "quiet.wish"}


@pytest.mark.parametrize("text", ["tôi ốm quá, đau ngực", "om khong day duoc", "ốm, khó thở"])
def test_what_is_an_emergency_stays_one(text: str) -> None:
    assert emergency(text)


@pytest.mark.parametrize(
    ("text", "name", "who"),
    [
        ("bà Hoa Bính ốm", "quiet.ill", "bà Hoa Bính"),
        ("bà Hoa Bính bị ốm nằm viện rồi ạ", "quiet.ill", "bà Hoa Bính"),
        ("ba hoa om", "quiet.ill", "ba hoa"),
        ("nhà bà Hoa Bính có tang", "quiet.mourning", "bà Hoa Bính"),
        ("nha ba hoa co tang", "quiet.mourning", "ba hoa"),
        ("gia đình ông Bình có đám tang", "quiet.mourning", "ông Bình"),
        ("tạm nghỉ nhắc bà Hoa Bính", "quiet.wish", "bà Hoa Bính"),
        ("đừng nhắc bà Hoa nộp tiền nữa", "quiet.wish", "bà Hoa"),
        ("đừng nhắc chuyện tiền cho bà Tiến nhé", "quiet.wish", "bà Tiến"),
        ("tam nghi nhac hoa binh", "quiet.wish", "hoa binh"),
        ("nhắc bà Hoa Bính nộp tiền", "member.remind", "bà Hoa Bính"),
        ("nhắc giúp ông Bình đi họp nhé", "member.remind", "ông Bình"),
    ],
)
def test_somebody_else_may_be_named(text: str, name: str, who: str) -> None:
    found = command(text)
    assert found is not None
    assert (found.name, whom(found.rest)) == (name, who)


@pytest.mark.parametrize("text", ["bác nữa", "tôi nộp tiền nữa", "bà nộp tiền", "", "gì nữa"])
def test_the_speaker_is_no_name(text: str) -> None:
    assert whom(text) == ""


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("ai nhắn giúp bà Hoa Lý", "bà Hoa Lý"),
        ("ai nhan giup ba hoa", "ba hoa"),
        ("ai nhắn hộ cho ông Bình ạ", "ông Bình"),
        ("nhờ ai nhắn giúp ông Bình", "ông Bình"),
        ("ai nhắn giúp", ""),
        ("who passes notices on to Bình", "Bình"),
    ],
)
def test_it_is_asked_who_passes_notices_on_to_somebody(text: str, who: str) -> None:
    found = command(text)
    assert found is not None
    assert (found.name, whom(found.rest)) == ("messengers", who)
