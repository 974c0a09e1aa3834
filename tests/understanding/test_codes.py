from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.codes import joining_code

CODES = (
    "48271593|4827 1593|4827-1593|mã 48271593|4827.1593|Mã của tôi là 4827 1593 ạ|"
    "ma 48 27 15 93|4 8 2 7 1 5 9 3|4827\u00a01593|4827 \u2013 1593|/start 48271593|"
    "my code is 4827 1593"
)


@pytest.mark.parametrize("text", CODES.split("|"))
def test_a_code_is_read_however_it_is_spaced(text: str) -> None:
    assert joining_code(text) == "48271593"


NO_CODES = (
    "|Hoa|4827159|482715930|4827 1593 2|50.000.000|nộp 10000000|10000000 đ|"
    "10-12-2026|10.12.2026|10/12/2026|48271593k|0912345678|500k"
)


@pytest.mark.parametrize("text", NO_CODES.split("|"))
def test_anything_else_is_no_code(text: str) -> None:
    assert joining_code(text) is None


@pytest.mark.parametrize("text", ["4" * 4000 + "k", "4 " * 2000 + "k", "ma " * 1300 + "48271593"])
def test_a_message_as_long_as_a_story_is_looked_at_for_no_time(text: str) -> None:
    started = time.process_time()
    assert joining_code(text) is None
    assert time.process_time() - started < 0.05


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_a_code_as_the_bot_shows_it_is_read_back(code: str) -> None:
    assert joining_code(f"{code[:4]} {code[4:]}") == code
