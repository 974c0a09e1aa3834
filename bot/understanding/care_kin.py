"""Who of the family it is, as people tell it: "Mai, con gái", "con dâu tên Hạnh"."""

from __future__ import annotations

from bot.understanding.phrases import Phrases, Word, cut, join

KIN = Phrases(
    """
    con trai, con gái, con dâu, con rể, con, cháu nội, cháu ngoại, cháu trai, cháu gái, cháu dâu,
    cháu, vợ, chồng, anh trai, em trai, chị gái, em gái, anh ruột, em ruột, chị ruột, em dâu,
    chị dâu, anh rể, em rể, mẹ, bố, hàng xóm, người nhà, trưởng thôn, trưởng xóm, trưởng bản,
    daughter in law, son in law, daughter, son, wife, husband, sister, brother, grandson,
    granddaughter, niece, nephew, neighbour, neighbor
    """
)
_BESIDE = Phrases(
    """
    tên, tên là, gọi là, của, của bà, của ông, của cụ, bà, ông, bà ấy, ông ấy, đồng ý,
    đồng ý thay, thay, cho, rồi, ạ, nhé, her, his, called, agreed
    """,
    if_marked="là",
)


def hear_kin(text: str) -> tuple[str, str]:
    """Return the name and what she is to somebody; each is empty where it was not said.

    Behind a comma anything may be what she is: "Mai, bạn thân".
    """
    words = cut(text)
    found = _kin(words)
    if found is None:
        before, _comma, behind = text.partition(",")
        return join(_BESIDE.without(cut(before))), join(_BESIDE.without(cut(behind)))
    place, length = found
    name = [*words[:place], *words[place + length :]]
    return join(_BESIDE.without(name)), join(words[place : place + length])


def _kin(words: list[Word]) -> tuple[int, int] | None:
    """Return where it stands, the last of several: "cháu Mai, con gái" is a daughter."""
    places = [(place, KIN.length_at(words, place)) for place in range(len(words))]
    found = [(place, length) for place, length in places if length]
    whole = [one for one in found if not any(_covers(other, one) for other in found)]
    return whole[-1] if whole else None


def _covers(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and one[0] <= other[0] and sum(other) <= sum(one)
