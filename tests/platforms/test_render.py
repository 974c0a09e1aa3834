"""Replies on platforms that show text only."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat import Choice, Reply
from bot.platforms.render import numbered, split

QUESTION = (Choice("q7:yes", "Đúng rồi"), Choice("q7:no", "Chưa"))
OFFER = (
    Choice("o2:yes", "Đã cầm đủ 500.000 đ"),
    Choice("o2:no", "Chưa nhận"),
    Choice("o2:other", "Nhận số khác"),
)
OFFER_LINE = "Nhắn {answer} = {label}"


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        pytest.param(Reply(text="Chào bác."), "Chào bác.", id="no choices"),
        pytest.param(
            Reply(text="Có phải 500.000 đ không ạ?", choices=QUESTION),
            "Có phải 500.000 đ không ạ?\n\n1. Đúng rồi\n2. Chưa",
            id="an open question is answered by a bare number",
        ),
        pytest.param(
            Reply(text="Bác Hoa báo đã nộp.", choices=OFFER),
            "Bác Hoa báo đã nộp.\n\n"
            "Nhắn 1 12 = Đã cầm đủ 500.000 đ\n"
            "Nhắn 2 12 = Chưa nhận\n"
            "Nhắn 3 12 = Nhận số khác",
            id="an offer carries its number",
        ),
        pytest.param(
            Reply(text="", choices=(*OFFER[:1], *QUESTION, Choice("o993:yes", "Khớp"))),
            "Nhắn 1 12 = Đã cầm đủ 500.000 đ\n2. Đúng rồi\n3. Chưa\nNhắn 1 13 = Khớp",
            id="each offer counts from one, a question's choices as the engine does",
        ),
        pytest.param(
            Reply(text="", choices=(Choice("o2:?", "1. Bà Cúc báo"), Choice("o3:?", "2. Bà Hoa"))),
            "1. Bà Cúc báo\n2. Bà Hoa",
            id="which of several that wait is no answer to it, and numbered once",
        ),
        pytest.param(
            Reply(text="Bác chọn", choices=(Choice("old:1", "{answer}"),)),
            "Bác chọn\n\n1. {answer}",
            id="a key that only begins like an offer is a question's",
        ),
    ],
)
def test_choices_are_lines_that_say_what_to_type(reply: Reply, shown: str) -> None:
    assert numbered(reply, OFFER_LINE) == shown


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("", 10, []),
        (" \n ", 10, []),
        ("ngắn", 10, ["ngắn"]),
        ("vừa khít 10", 11, ["vừa khít 10"]),
        ("dòng một\ndòng hai\ndòng ba", 18, ["dòng một\ndòng hai", "dòng ba"]),
        ("dòng một\ndòng hai", 8, ["dòng một", "dòng hai"]),
        ("một hai ba bốn", 8, ["một hai", "ba bốn"]),
        ("dài quá một dòng\nxuống", 12, ["dài quá một", "dòng\nxuống"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("🙂🙂🙂", 5, ["🙂🙂", "🙂"]),
        (unicodedata.normalize("NFD", "aaộ"), 4, ["aa", unicodedata.normalize("NFD", "ộ")]),
    ],
)
def test_a_long_text_is_cut_at_lines_then_between_words(
    text: str, limit: int, parts: list[str]
) -> None:
    assert split(text, limit) == parts


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(text=st.text(alphabet="ab ộ\u0323\n🙂\t", max_size=80), limit=st.integers(2, 20))
@example(text="\u0323" * 9, limit=2)
def test_no_part_is_empty_or_too_long_and_nothing_but_space_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


@given(text=st.text(max_size=60).map(str.strip))
def test_a_text_that_fits_stays_whole(text: str) -> None:
    assert split(text, 4096) == ([text] if text else [])
