"""What somebody needs help with, or what was done at her home: "cơm, giặt", "1 3 5"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.care.people import NEEDS
from bot.understanding.phrases import Named, Phrases, Word, cut, join

_BY_NEED = {
    "meals": """
        cơm, nấu cơm, cơm nước, nấu ăn, ăn, ăn uống, cho ăn, bữa ăn, cháo, nấu cháo, nấu nướng,
        thổi cơm, đi chợ nấu cơm, meals, meal, cooking, food, cook
        """,
    "cleaning": """
        quét, quét nhà, quét dọn, dọn, dọn nhà, dọn dẹp, lau, lau nhà, vệ sinh nhà cửa, nhà cửa,
        rửa bát, cleaning, clean, sweeping
        """,
    "washing": """
        tắm, tắm rửa, tắm gội, gội đầu, gội, rửa mặt, lau người, vệ sinh, vệ sinh cá nhân,
        cắt móng tay, cắt tóc, washing, bath, bathing
        """,
    "laundry": "giặt, giặt giũ, giặt đồ, giặt quần áo, giặt áo, phơi đồ, laundry",
    "medicine": """
        thuốc, nhắc thuốc, uống thuốc, nhắc uống thuốc, nhắc thuốc men, thuốc men, medicine,
        medicine reminders, reminding of medicine
        """,
    "company": """
        trò chuyện, nói chuyện, chuyện trò, tâm sự, hỏi thăm, thăm hỏi, thăm, chơi, bầu bạn, đọc
        báo, company, talk, talking, a chat
        """,
    "massage": """
        xoa bóp, bóp chân, bóp tay, đấm lưng, bóp vai, xoa, bóp, tập đi, tập vận động, tập tay
        chân, massage
        """,
    "garden": """
        vườn, làm vườn, làm cỏ, nhổ cỏ, tưới rau, tưới cây, vườn tược, cho gà ăn, garden, weeding,
        gardening
        """,
    "shopping": """
        đi chợ, chợ, mua đồ, mua hộ, mua giúp, mua sắm, mua thuốc, lấy thuốc, mua gạo, shopping,
        errands
        """,
    "storm": """
        chống bão, bão, phòng bão, phòng chống bão, chằng nhà, chằng chống nhà cửa, chặt cành, tỉa
        cành, mưa bão, storm, storm preparation, storms
        """,
}
KNOWN = Named({need: Phrases(_BY_NEED[need]) for need in NEEDS})
"""What each need is called."""
_BESIDE = Phrases(
    """
    và, với, cả, cần, giúp, hộ, giùm, việc, làm, đã, rồi, xong, ạ, nhé, nha, thôi, cho, bà, ông,
    bác, cụ, số, mục, có, nữa, một, chút, tí, and, help, with, needs
    """
)
_BETWEEN = re.compile(r"[,;.+\n]+")
_NUMBERS = re.compile(r"\d{1,2}(?:[\s,;.+&]+(?:và\s+)?\d{1,2})+")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood of a list of things, in the order of `NEEDS`, and what was not."""

    needs: tuple[str, ...]
    unclear: tuple[str, ...] = ()


def hear_needs(text: str) -> Heard:
    """Hear what is needed, or was done, in words; each only once, whatever comes between."""
    found: set[str] = set()
    unclear: list[str] = []
    for part in _BETWEEN.split(text):
        needs, rest = _heard_in(cut(part))
        found.update(needs)
        unclear += [rest] if rest else []
    return Heard(_in_order(found), tuple(unclear))


def hear_numbers(text: str, keys: Sequence[str]) -> tuple[str, ...] | None:
    """Hear several numbers of a list that was shown: "1 3 5", "1,3"; None for anything else."""
    if not _NUMBERS.fullmatch(text.strip()):
        return None
    chosen = {int(number) for number in re.findall(r"\d+", text)}
    if not chosen <= set(range(1, len(keys) + 1)):
        return None
    return tuple(key for number, key in enumerate(keys, 1) if number in chosen)


def _heard_in(words: Sequence[Word]) -> tuple[set[str], str]:
    found: set[str] = set()
    rest: list[Word] = []
    place = 0
    while place < len(words):
        opening = KNOWN.opening(words[place:])
        if opening:
            found.add(opening[0])
            place += opening[1]
        else:
            rest.append(words[place])
            place += 1
    return found, join(_BESIDE.without(rest))


def _in_order(found: Iterable[str]) -> tuple[str, ...]:
    chosen = set(found)
    return tuple(need for need in NEEDS if need in chosen)
