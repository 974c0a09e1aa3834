"""Finding people by what somebody typed of their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.understanding.folding import begins, fold, same_word, words_of

_ADDRESS = words_of("bác ông bà cô chú anh chị dì cậu mợ thím dượng cụ")
_ALPHABET = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_MARKS = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng: the order of dictionaries."""

NEAR = 0.6
"""How much of a name must be as it was typed to be proposed; of 1."""

NameOrder = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody to look for: three called Hoa differ by village name and hamlet."""

    id: int
    name: str
    village_name: str = ""
    """Tên gọi ở làng, e.g. "Hoa Bính"; empty when there is none."""
    hamlet: str = ""
    """Xóm."""


def find(typed: str, people: Iterable[Named]) -> list[Named]:
    """Return those who fit what was typed best, all of them, in the order of their given names.

    Best first: the whole name or village name; its last words ("hoa", "thi hoa"); the beginning
    of the village name, or the name with the hamlet ("hoa xom dong"); words anywhere in it; the
    beginning of the given name, then of any words. A form of address in front is dropped; typed
    marks must be right.
    """
    words = words_of(typed)
    ranked = [(rank, person) for person in people if (rank := _rank(words, person)) is not None]
    best = min((rank for rank, _ in ranked), default=0)
    return sorted((person for rank, person in ranked if rank == best), key=_order)


def near(typed: str, people: Iterable[Named], most: int) -> list[Named]:
    """Return at most so many whose last names are nearly what was typed, the nearest first."""
    words = without_address(words_of(typed) or [""])
    called: dict[str, list[Named]] = defaultdict(list)
    for person in people:
        called[_folded(words_of(person.name)[-len(words) :])].append(person)
    found = get_close_matches(_folded(words), called, n=most, cutoff=NEAR)
    return [person for name in found for person in sorted(called[name], key=_order)][:most]


def without_address(words: Sequence[str]) -> Sequence[str]:
    """Drop a form of address in front of a name; the words as `folding.words_of` gives them."""
    is_address = any(same_word(words[0], form) for form in _ADDRESS)
    return words[1:] if is_address and len(words) > 1 else words


def name_order(name: str) -> NameOrder:
    """Return a key that sorts people as Vietnamese lists do: by given name, then by the rest.

    Word by word by the letters (a ă â b c d đ …) and then by the mark (Hoa, Hoà, Hỏa, Hõa, Hóa,
    Họa); spellings that `folding.words_of` takes for one name have one place.
    """
    words = words_of(name)
    return tuple(_word_order(word) for word in (*words[-1:], *words[:-1]))


def _word_order(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters = word.rstrip(_MARKS)
    behind = len(_ALPHABET)  # where a letter of another language goes
    return (
        tuple(_ALPHABET.get(letter, behind + ord(letter)) for letter in letters),
        tuple(_MARKS.index(mark) for mark in word[len(letters) :]),
    )


def _folded(words: Sequence[str]) -> str:
    return " ".join(fold(word) for word in words)


def _order(person: Named) -> tuple[NameOrder, NameOrder, int]:
    return name_order(person.name), name_order(person.village_name), person.id


def _rank(words: Sequence[str], person: Named) -> int | None:
    """Return how well the words fit, 0 best; None when they do not."""
    name, village = words_of(person.name), words_of(person.village_name)
    if not words:
        return None
    if _equal(words, name):
        return 0
    called = without_address(words)
    fits = (
        _equal(called, name) or _equal(called, village),
        _equal(called, name[-len(called) :]),
        _equal(called, village[: len(called)]) or _is_with_hamlet(called, name, person),
        all(_is_in(word, name + village) for word in called),
        len(called) == 1 and begins(called[0], name[-1]),
        all(any(begins(word, other) for other in name + village) for word in called),
    )
    return next((rank for rank, fit in enumerate(fits) if fit), None)


def _is_with_hamlet(words: Sequence[str], name: Sequence[str], person: Named) -> bool:
    """Whether it is the given name, and behind it words of the village name or the hamlet."""
    places = [*words_of(person.village_name), *words_of(person.hamlet), "xóm", "thôn"]
    return _equal(words[:1], name[-1:]) and all(_is_in(word, places) for word in words[1:])


def _is_in(word: str, words: Sequence[str]) -> bool:
    return any(same_word(word, other) for other in words)


def _equal(typed: Sequence[str], wanted: Sequence[str]) -> bool:
    return len(typed) == len(wanted) and all(map(same_word, typed, wanted))
