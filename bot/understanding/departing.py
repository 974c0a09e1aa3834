"""Words of somebody who is no member any more: "bà Hoa mất rồi", "ông Tư chuyển đi"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding import naming
from bot.understanding.payers import behind_a_call
from bot.understanding.phrases import Phrases, Word, join
from bot.understanding.resting import KIN

DIED = Phrases(
    """
    mất, mới mất, vừa mất, vừa mới mất, qua đời, mới qua đời, vừa qua đời, vừa mới qua đời,
    từ trần, tạ thế, khuất núi, has died, died, passed away, has passed away
    """,
    if_marked="đã mất, đã qua đời",
)
MOVED = Phrases(
    """
    chuyển đi, chuyển đi nơi khác, chuyển đi xa, chuyển nhà, chuyển nhà đi nơi khác, dọn đi,
    dọn nhà đi, chuyển vào nam, chuyển ra bắc, chuyển khỏi làng, has moved away, moved away
    """,
    if_marked="đã chuyển đi",
)
LEFT = Phrases(
    """
    xin ra khỏi câu lạc bộ, ra khỏi câu lạc bộ, xin rời câu lạc bộ, rời câu lạc bộ, xin thôi câu
    lạc bộ, thôi câu lạc bộ, xin nghỉ câu lạc bộ, thôi sinh hoạt, xin thôi sinh hoạt, không sinh
    hoạt nữa, không tham gia nữa, không tham gia câu lạc bộ nữa, has left the club, left the club
    """,
    if_marked="nghỉ câu lạc bộ",
)
BACK = Phrases(
    """
    còn sống, vẫn còn sống, chưa mất, không mất, trở lại, quay lại, về lại, trở lại câu lạc bộ,
    không chuyển đi, chưa chuyển đi, is alive, is still alive, is back, has come back
    """
)
_BEHIND = Phrases(
    """
    rồi, ạ, nhé, nha, đấy, hôm nay, hôm qua, đêm qua, tối qua, sáng nay, chiều nay, cháu, cháu ơi,
    today, yesterday, last night
    """
)
_AROUND = Phrases("dạ, thưa", if_marked="đã, là, thì")
_KINDS = (
    ("member.back", BACK),
    ("member.died", DIED),
    ("member.moved", MOVED),
    ("member.left", LEFT),
)


def departing(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return what became of somebody, as a command, and who it is, by name.

    "Mẹ tôi mất rồi" names nobody of the club; "bà Hoa mất điện thoại" says something else.
    """
    said = behind_a_call(words)
    for name, phrases in _KINDS:
        place = phrases.place_in(said)
        if not place:
            continue
        behind = said[place + phrases.length_at(said, place) :]
        if _BEHIND.without(behind):
            continue
        who = _AROUND.trimmed(said[:place])
        if _is_a_name(who):
            return name, join(who)
    return None


def _is_a_name(words: Sequence[Word]) -> bool:
    if not words or naming.FIRST_PERSON.end(words) or KIN.is_all_of(words):
        return False
    addressed = len(words) > 1 and naming.ADDRESS.length_at(words, 0) > 0
    return addressed or all(one.typed.istitle() for one in words)
