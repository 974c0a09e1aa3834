"""Vietnamese text made comparable, with its marks or without them.

Older people type "con no bao nhieu" as often as "còn nợ bao nhiêu". The rule for both: a word
typed without marks may be any word of the same letters, a word typed with marks is only itself
("dung" may be "đúng"; "đừng" never is).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Grave, acute, tilde, hook and dot below: one to a syllable, wherever it was put."""
KEPT = 2000
"""Texts and words that are remembered: one turn looks at the same ones forty times."""


@lru_cache(KEPT)
def fold(text: str) -> str:
    """Return the bare words: no marks, small letters, no punctuation, one space between."""
    plain = _apart(text).replace("đ", "d")
    return _words_only(char for char in plain if not unicodedata.combining(char))


@lru_cache(KEPT)
def marked(text: str) -> str:
    """Return the words with their marks in one spelling, for comparing and not for showing.

    The tone goes behind its word, so that "hoà" and "hòa", "của" and "cuả" come out the same.
    """
    return " ".join("".join(_letters_and_tone(word)) for word in _words_only(_apart(text)).split())


def words_of(text: str) -> list[str]:
    """Return the words of a text, each as `marked` gives it."""
    return marked(text).split()


def has_marks(text: str) -> bool:
    """Whether any tone, vowel mark or đ was typed."""
    return any(char == "đ" or unicodedata.combining(char) for char in _apart(text))


def same(typed: str, wanted: str) -> bool:
    """Whether what was typed can be `wanted`: word by word, and typed marks must be right."""
    words, goal = words_of(typed), words_of(wanted)
    return len(words) == len(goal) and all(map(same_word, words, goal))


def same_word(typed: str, wanted: str) -> bool:
    """Whether one typed word can be the word `wanted`; both as `words_of` gives them."""
    return typed == wanted or (not has_marks(typed) and typed == fold(wanted))


def begins(typed: str, wanted: str) -> bool:
    """Whether one typed word can be the beginning of `wanted`; both as `words_of` gives them."""
    if not has_marks(typed):
        return fold(wanted).startswith(typed)
    letters, tone = _letters_and_tone(typed)
    wanted_letters, wanted_tone = _letters_and_tone(wanted)
    return wanted_letters.startswith(letters) and tone in {"", wanted_tone}


def _apart(text: str) -> str:
    """Small letters with their marks taken apart."""
    return unicodedata.normalize("NFD", text.casefold())


def _letters_and_tone(word: str) -> tuple[str, str]:
    plain = unicodedata.normalize("NFD", word)
    letters = "".join(char for char in plain if char not in _TONES)
    tone = "".join(char for char in plain if char in _TONES)
    return unicodedata.normalize("NFC", letters), tone


def _words_only(chars: Iterable[str]) -> str:
    kept = (char if char.isalnum() or unicodedata.combining(char) else " " for char in chars)
    return " ".join("".join(kept).split())
