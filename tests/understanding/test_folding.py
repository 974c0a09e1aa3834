from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.folding import begins, fold, has_marks, marked, same, words_of


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Còn nợ bao nhiêu?", "con no bao nhieu"),
        ("ĐƯỜNG  Đông,\tđò", "duong dong do"),
        ("1.500.000\u00a0đ", "1 500 000 d"),
        ("2\ufe0f\u20e3", "2"),
        ("", ""),
    ],
)
def test_folding_leaves_bare_words(text: str, bare: str) -> None:
    assert fold(text) == bare
    assert fold(unicodedata.normalize("NFD", text)) == bare


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("Thuỷ", "THỦY"), ("khoẻ", "khỏe"), ("của", "cuả"), ("già", "gìa")],
)
def test_the_place_of_the_tone_makes_no_difference(one: str, other: str) -> None:
    assert marked(one) == marked(unicodedata.normalize("NFD", other))


def test_marked_keeps_what_tells_words_apart() -> None:
    spelled = ["dung", "đúng", "đừng", "dừng", "dùng", "Dũng", "đung", "dưng"]
    assert len({marked(word) for word in spelled}) == len(spelled)


@pytest.mark.parametrize(
    ("typed", "wanted", "fits"),
    [
        ("dung", "đúng", True),
        ("dung", "đừng", True),
        ("đừng", "đúng", False),
        ("ĐÚNG", "đúng", True),
        ("con nợ", "còn nợ", True),
        ("cồn no", "còn nợ", False),
        ("con", "còn nợ", False),
        ("Hòa", "Hoa", False),
    ],
)
def test_a_word_with_marks_is_only_itself(typed: str, wanted: str, fits: bool) -> None:
    assert same(typed, wanted) is fits


@pytest.mark.parametrize(
    ("typed", "wanted", "fits"),
    [
        ("ho", "hòa", True),
        ("hò", "hòa", True),
        ("hó", "hòa", False),
        ("hô", "hòa", False),
        ("đô", "đồng", True),
        ("hoan", "hòa", False),
    ],
)
def test_the_beginning_of_a_word_may_have_its_marks(typed: str, wanted: str, fits: bool) -> None:
    assert begins(words_of(typed)[0], words_of(wanted)[0]) is fits


@pytest.mark.parametrize(("text", "any_mark"), [("con no", False), ("đ", True), ("nợ", True)])
def test_marks_are_noticed(text: str, any_mark: bool) -> None:
    assert has_marks(text) is any_mark


@given(st.text())
def test_a_text_is_the_same_as_itself_however_it_is_encoded(text: str) -> None:
    nfd, nfc = (unicodedata.normalize(form, text) for form in ("NFD", "NFC"))
    assert same(nfd, nfc)
    assert fold(nfd) == fold(nfc)
