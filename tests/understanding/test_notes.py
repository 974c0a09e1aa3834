"""Cash told by its notes: what is clear is understood, what fits two meanings is asked back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.counting import hear_fit
from bot.understanding.folding import fold
from bot.understanding.notes import NOTES, HeardNotes, hear_notes, total

K = 1_000
HEARD = {
    "500k x 3, 200k x 2, 5 tờ 100": {500 * K: 3, 200 * K: 2, 100 * K: 5},
    "3 tờ 500": {500 * K: 3},
    "3 to 500k": {500 * K: 3},
    "3 tờ 500.000 đ": {500 * K: 3},
    "ba tờ năm trăm": {500 * K: 3},
    "ba tờ năm trăm nghìn": {500 * K: 3},
    "500k: 3 tờ": {500 * K: 3},
    "500k 3 tờ": {500 * K: 3},
    "tờ 500: 3": {500 * K: 3},
    "loại 500.000: 3 tờ": {500 * K: 3},
    "500kx3,200kx2": {500 * K: 3, 200 * K: 2},
    "500,000 x 3, 200,000 x 2": {500 * K: 3, 200 * K: 2},
    "500.000 x 3; 1.000 x 12": {500 * K: 3, K: 12},
    "3 x 500k": {500 * K: 3},
    "3 x 500": {500 * K: 3},
    "500 x 3": {500 * K: 3},
    "20 × 7": {20 * K: 7},
    "10 x 10": {10 * K: 10},
    "500k x 3\n200k x 2": {500 * K: 3, 200 * K: 2},
    "3 tờ 500 và 2 tờ 200": {500 * K: 3, 200 * K: 2},
    "3 tờ 500, 2 tờ 500": {500 * K: 5},
    "12 tờ 5000": {5 * K: 12},
    "7 xu 2k": {2 * K: 7},
    "4 notes of 50k and 2 coins of 5k": {50 * K: 4, 5 * K: 2},
    "0 tờ 500": {500 * K: 0},
}
NONE = ("12tr450", "12.450.000", "12,450,000 đ", "1,5 triệu", "Hoa 150k", "khớp", "3", "", "bà Tờ")
UNCLEAR = ("5 x 10", "3 tờ", "4 tờ 300", "20 x 50", "3 tờ 7", "999999999 tờ 500")


@pytest.mark.parametrize(("text", "pieces"), HEARD.items())
def test_notes_are_understood_as_people_write_them(text: str, pieces: dict[int, int]) -> None:
    assert hear_notes(text) == HeardNotes(pieces=pieces, more={}, unclear=())


@pytest.mark.parametrize("text", NONE)
def test_a_total_or_other_words_speak_of_no_notes(text: str) -> None:
    assert hear_notes(text) is None


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_fits_two_meanings_is_never_guessed(text: str) -> None:
    heard = hear_notes(text)
    assert heard is not None
    assert (heard.pieces, heard.unclear) == ({}, (text,))


def test_what_is_clear_is_kept_beside_what_is_not() -> None:
    heard = hear_notes("3 tờ 500, 5 x 10, 2 tờ 200")
    assert heard == HeardNotes(pieces={500 * K: 3, 200 * K: 2}, more={}, unclear=("5 x 10",))


@pytest.mark.parametrize("text", ["thêm 5 tờ 100", "them 5 to 100", "plus 5 notes of 100k"])
def test_more_notes_come_on_top_of_what_was_told(text: str) -> None:
    assert hear_notes(text) == HeardNotes(pieces={}, more={100 * K: 5}, unclear=())


WAYS = (
    "{count} tờ {worth}k",
    "{count} tờ {full}",
    "{worth}k x {count}",
    "{worth}kx{count}",
    "{full} x {count}",
    "{worth}k: {count} tờ",
    "tờ {worth}: {count}",
)
COUNTED = st.dictionaries(st.sampled_from(NOTES), st.integers(0, 5_000), min_size=1)


@given(COUNTED, st.lists(st.sampled_from(WAYS), min_size=9, max_size=9), st.booleans())
def test_every_count_is_heard_as_it_was_meant(
    pieces: dict[int, int], ways: list[str], plain: bool
) -> None:
    parts = [
        way.format(count=count, worth=worth // K, full=f"{worth:,}".replace(",", "."))
        for (worth, count), way in zip(pieces.items(), ways, strict=False)
    ]
    text = ", ".join(parts)
    heard = hear_notes(text.replace("tờ", fold("tờ")) if plain else text)
    assert heard is not None
    assert (heard.pieces, heard.unclear) == (pieces, ())
    assert total(heard.pieces) == sum(worth * count for worth, count in pieces.items())


@given(st.text(max_size=40))
def test_whatever_is_typed_only_real_notes_are_heard(text: str) -> None:
    heard = hear_notes(text)
    if heard:
        told = {**heard.pieces, **heard.more}
        assert set(told) <= set(NOTES)
        assert all(count >= 0 for count in told.values())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("khớp", "exact"),
        ("khop roi", "exact"),
        ("đủ", "exact"),
        ("thừa 20k", "over"),
        ("thua 20k", "over"),
        ("dư 20k", "over"),
        ("thiếu 50k", "short"),
        ("hụt mất 50k", "short"),
        ("du", ""),
        ("du 20k", ""),
        ("không thừa không thiếu", ""),
        ("12tr450", None),
    ],
)
def test_a_bare_du_may_be_enough_or_too_much(text: str, meant: str | None) -> None:
    assert hear_fit(text) == meant
