"""Which of the offered answers was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.amounts import hear_amount
from bot.understanding.folding import fold, same_word, words_of
from bot.understanding.words import yes_or_no

_NUMBER = re.compile(r"(?:so|chon|cau|number)? ?(\d+) ?(?:a|nhe|nha)?")
_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_SPELLED = re.compile(rf"(?:so|chon) ({'|'.join(_WORDS)}) ?(?:a|nhe|nha)?")
_COPIED = re.compile(r"\W*(\d+)[.)]\s*(?=\D)(.+)", re.DOTALL)
"""A whole line of a numbered list: "1. Chính khoản này"."""
_CLOSING = frozenset(words_of("ạ a nhé nha"))
_TOO_LITTLE = frozenset(words_of("da dạ đã no"))
"""No choice by these alone: "da" begins "Đã cầm đủ", and "no" is "nợ" or English."""


def pick(
    text: str, labels: Sequence[str], *, yes: int | None = None, no: int | None = None
) -> int | None:
    """Return the index of the label that was meant, or None where that is not clear.

    Understood: "2", "2.", "số 2", "số hai" (counted from 1); the label, or its first words if no
    other label begins so; and for a pair of yes and no, whose indexes are given, the words of
    `yes_or_no`: where the yes names a sum, as of money. Typed marks must be right.
    """
    number = _number(text)
    if number is not None:
        return number - 1 if 1 <= number <= len(labels) else None
    copied = _COPIED.fullmatch(text)
    meant = _labels_meant(copied[2] if copied else text, labels)
    if copied:
        meant &= {int(copied[1]) - 1}
    answer = yes_or_no(text, of_money=yes is not None and hear_amount(labels[yes]) is not None)
    if answer is not None:
        meant |= {yes if answer else no} - {None}
    return meant.pop() if len(meant) == 1 else None


def whole(text: str, labels: Sequence[str]) -> int | None:
    """Return the index of the one label that is the text, word for word.

    The sum in it may be written in another way: "da cam du 50k".
    """
    words = _with_sum(text)
    found = [
        index
        for index, label in enumerate(labels)
        if len(_with_sum(label)) == len(words) and _begins_with(_with_sum(label), words)
    ]
    return found[0] if words and len(found) == 1 else None


def _with_sum(text: str) -> list[str]:
    """Return the words, with a sum that is sure as its figures at the end."""
    heard = hear_amount(text)
    if heard is None or not heard.sure:
        return words_of(text)
    return [*words_of(heard.rest), str(heard.amount)]


def is_number(text: str) -> bool:
    """Whether nothing but the number of a choice was typed."""
    return _number(text) is not None


def _number(text: str) -> int | None:
    words = fold(text)
    if found := _NUMBER.fullmatch(words):
        return int(found[1])
    spelled = _SPELLED.fullmatch(words)
    return _WORDS[spelled[1]] if spelled else None


def _labels_meant(text: str, labels: Sequence[str]) -> set[int | None]:
    """Return the labels that are the text, or else those that begin with it."""
    words = words_of(text)
    while words and words[-1] in _CLOSING:
        words.pop()
    if not words or (len(words) == 1 and words[0] in _TOO_LITTLE):
        return set()
    begun = [index for index, label in enumerate(labels) if _begins_with(words_of(label), words)]
    whole = [index for index in begun if len(words_of(labels[index])) == len(words)]
    return set(whole or begun)


def _begins_with(label: Sequence[str], words: Sequence[str]) -> bool:
    return len(words) <= len(label) and all(map(same_word, words, label))
