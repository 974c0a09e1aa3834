"""A reply as messages of Zalo's sizes, with its choices as numbered lines."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Choice, Reply
from bot.platforms.zalo_parts import TEXT, Beside, Part, messages, needs_texts
from bot.wording import zalo_texts

YES = (Choice("q1:yes", "Đúng rồi"), Choice("q1:no", "Chưa"))
LINES = "1. Đúng rồi\n2. Chưa"
OFFER = (Choice("o2:yes", "Đã cầm đủ 500.000 đ"), Choice("o2:no", "Chưa nhận"))
TEXTS = replace(zalo_texts()["vi"], offer_line="Nhắn {answer} = {label}", choose="Trả lời:")
NFD_O = unicodedata.normalize("NFD", "ộ")  # three characters
LONG = "\n".join(["đ" * 99] * 50)  # 4999 units: three messages


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def texts(reply: Reply, beside: Beside | None = None) -> list[str]:
    return [part.text for part in messages(reply, TEXTS, beside)]


def test_choices_are_numbered_lines_below_the_words() -> None:
    assert texts(Reply(text="Bác Hoa báo đã nộp.", choices=OFFER)) == [
        "Bác Hoa báo đã nộp.\n\nNhắn 1 12 = Đã cầm đủ 500.000 đ\nNhắn 2 12 = Chưa nhận"
    ]
    assert texts(Reply(text="Phải không ạ?", choices=YES)) == [f"Phải không ạ?\n\n{LINES}"]
    assert texts(Reply(text="", choices=YES)) == [LINES]
    assert texts(Reply(text="")) == [""]


def test_choices_below_a_numbered_list_are_told_apart_from_it() -> None:
    listed = "Quyết định:\n1. Thăm bà Lan ốm\n2. Trồng rau"
    assert texts(Reply(text=listed, choices=YES)) == [f"{listed}\n\nTrả lời:\n{LINES}"]
    assert texts(Reply(text=listed)) == [listed]


def test_only_offers_and_choices_below_a_list_need_words_of_her_language() -> None:
    needing = (Reply(text="a", choices=OFFER), Reply(text="1. a", choices=YES))
    assert all(map(needs_texts, needing))
    others = (Reply(text="1. a"), Reply(text="Ngày 21. Họp", choices=YES), Reply(text="a\n2.5"))
    assert not any(map(needs_texts, others))
    assert messages(others[1])[0].text == f"Ngày 21. Họp\n\n{LINES}"


@pytest.mark.parametrize("text", ["a" * TEXT, "🙂" * (TEXT // 2), NFD_O * (TEXT // 3) + "aa"])
def test_two_thousand_characters_are_one_message(text: str) -> None:
    assert texts(Reply(text=text)) == [text]


@pytest.mark.parametrize("text", ["a" * (TEXT + 1), "🙂" * (TEXT // 2) + "a"])
def test_one_more_character_is_a_second_message(text: str) -> None:
    parts = texts(Reply(text=text))
    assert ("".join(parts), len(parts)) == (text, 2)


def test_choices_that_do_not_fit_below_the_words_stand_together_after_them() -> None:
    text = "a" * (TEXT - len(LINES) - 2)
    assert texts(Reply(text=text, choices=YES)) == [f"{text}\n\n{LINES}"]
    assert texts(Reply(text=text + "a", choices=YES)) == [text + "a", LINES]
    parts = texts(Reply(text=LONG, choices=YES))
    assert len(parts) == 3
    assert parts[-1].endswith(f"\n\n{LINES}")


def test_of_choices_that_fill_more_than_a_message_none_is_cut_in_two() -> None:
    many = [Choice(f"q1:{number}", f"{number} " + "Nguyễn Thị " * 4) for number in range(80)]
    parts = texts(Reply(text="Ai ạ?", choices=many))
    assert len(parts) > 2
    lines = "\n".join(parts).split("\n")
    assert [line.rstrip() for line in lines[2:]] == [
        f"{number}. {choice.label}".rstrip() for number, choice in enumerate(many, 1)
    ]


@given(st.text(st.sampled_from("ađ🙂 \n"), max_size=6000), st.integers(0, 60))
def test_no_message_is_too_long_and_no_word_is_lost(text: str, choices: int) -> None:
    offered = [Choice(f"q1:{number}", "Đã nộp đủ") for number in range(choices)]
    parts = texts(Reply(text=text, choices=offered))
    assert all(units(part) <= TEXT for part in parts)
    wanted = text + "".join(f"{number}. Đã nộp đủ" for number in range(1, choices + 1))
    assert "".join("".join(parts).split()) == "".join(wanted.split())


# --- Pictures ------------------------------------------------------------------------------------

PICTURE = Part(photo="https://clb.example/files/a.png")
PAGES = tuple(
    Part(photo=f"https://clb.example/files/{page}.png", text=f"Trang {page}/3")
    for page in (1, 2, 3)
)


def test_words_and_choices_are_below_the_picture() -> None:
    reply = Reply(text="Mã của bác", image="a.png", choices=YES)
    assert messages(reply, TEXTS, Beside(photos=[PICTURE])) == [
        Part(photo=PICTURE.photo, text=f"Mã của bác\n\n{LINES}")
    ]
    assert messages(Reply(text=""), TEXTS, Beside(photos=[PICTURE])) == [PICTURE]


def test_words_too_long_for_below_a_picture_come_after_it() -> None:
    parts = messages(Reply(text="a" * (TEXT + 1)), TEXTS, Beside(photos=[PICTURE]))
    assert parts == [PICTURE, Part(text="a" * TEXT), Part(text="a")]


def test_the_last_page_has_the_words_below_it_and_the_others_their_number() -> None:
    parts = messages(Reply(text="Sổ tháng 11"), TEXTS, Beside(photos=PAGES))
    assert [part.photo for part in parts] == [page.photo for page in PAGES]
    assert [part.text for part in parts] == ["Trang 1/3", "Trang 2/3", "Sổ tháng 11"]
    silent = messages(Reply(text=""), TEXTS, Beside(photos=PAGES))
    assert [part.text for part in silent] == ["Trang 1/3", "Trang 2/3", "Trang 3/3"]


def test_what_is_noted_beside_stands_between_the_words_and_the_choices() -> None:
    reply = Reply(text="Sổ tháng 11", document="a.xlsx", choices=YES)
    assert texts(reply, Beside(note="Hỏi thư ký ạ.")) == [
        f"Sổ tháng 11\n\nHỏi thư ký ạ.\n\n{LINES}"
    ]
