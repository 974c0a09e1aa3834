"""Words of somebody who is in danger: whoever writes them hears at once "Gọi 115 ngay".

Rather once too often than once too little, except where everyday words would ring each week: a
fall typed without its marks is spelled like somebody called Nga, "không bị ngã" is no fall, and a
crossroads is a "ngã tư".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.folding import has_marks
from bot.understanding.phrases import Phrases, Word, cut

_CLAUSES = re.compile(r"[,;:.!?\n]+")
_FALLS = """
    bị ngã, bị ngả, bị té, bị té ngã, té ngã, té xỉu, ngã rồi, ngã xuống, ngã đau, ngã gãy,
    ngã quỵ, ngã xe
    """
# Nobody is called so: these tell a fall even in the midst of words with marks.
_FALLS_TYPED_BARE = "bi nga, bi te, te nga"

FALLS = Phrases(_FALLS)
FALLS_MARKED = Phrases("", if_marked=f"{_FALLS}, {_FALLS_TYPED_BARE}, ngã, té")
"""In a message with marks Nga is Nga: "bà Nga rồi" tells that she has paid."""
NO_FALLS = Phrases("")

ILL = Phrases(
    """
    đau ngực, ngực đau, tức ngực, thắt ngực, nặng ngực, khó thở, nghẹt thở, ngạt thở, đau tim,
    nhồi máu, tai biến, đột quỵ, đột quị, méo miệng, méo mồm, méo mặt, lệch mặt, liệt nửa người,
    tê nửa người, ngất rồi, bị ngất, ngất đi, ngất xỉu, bị xỉu, co giật, ngộ độc, bị tai nạn,
    gặp tai nạn, bị điện giật, rắn cắn, chảy máu nhiều, mất nhiều máu, nôn ra máu, ói ra máu,
    ho ra máu, đau đầu dữ dội, đau bụng dữ dội, chest pain, heart attack, stroke
    """,
    if_marked="ngất, xỉu, liệt, sùi bọt mép, chảy máu, mất máu",
)
"""What one may also not have, or have no more."""
NOT = Phrases(
    """
    không, ko, không có, không phải, không hề, không thấy, không bị, không còn, không phải bị, not
    """,
    # Without marks they are "chùa", "hét", "số": "o chua bi nga" is a fall at the pagoda.
    if_marked="chưa, chưa hề, chưa từng, chẳng, hết, đỡ, sợ, suýt, kẻo, tránh",
)

ALWAYS = Phrases(
    """
    cấp cứu, gọi 115, cứu tôi, cứu với, cứu mạng, cứu người, cứu bà, cứu ông, cứu con với,
    cứu cháu với, cứu em với, cứu mẹ với, cứu bố với, bất tỉnh, hôn mê, không tỉnh, gọi không dậy,
    lay không dậy, không cử động được, không thở được, không thở nổi, không thể thở,
    thở không được, thở không nổi, ngừng thở, tắt thở, hấp hối, tôi sắp chết,
    bà sắp chết, ông sắp chết, mẹ sắp chết, bố sắp chết, nguy kịch, chết đuối,
    đuối nước, không dậy được, không dậy nổi, không ngồi dậy được, không đứng được,
    không đứng nổi, không đứng dậy được, không đứng lên được, đứng không được, đứng không nổi,
    uống thuốc sâu, uống thuốc trừ sâu, uống thuốc chuột, uống thuốc cỏ, uống thuốc diệt cỏ,
    uống thuốc độc, uống nhầm thuốc, muốn chết, không muốn sống, chẳng muốn sống, chết cho xong,
    can t breathe, cannot breathe, not breathing, can t get up, cannot get up, can t stand,
    cannot stand, i fell, she fell, he fell, fell down, fallen down, has fallen, have fallen,
    passed out, fainted, collapsed, unconscious, bleeding, snake bite, drank poison,
    drank pesticide, want to die, kill myself, suicide, dying, ambulance, emergency
    """,
    # Without marks they are "từ từ" (slowly), "treo cờ", "cừu con", "chắn sóng", "không thợ" …
    if_marked="""
    tự tử, tự vẫn, treo cổ, nhảy sông, nhảy cầu, kết liễu, chán sống, không thở, cứu con,
    cứu cháu, cứu em, cứu mẹ, cứu bố, lịm đi, lịm rồi, mê man, tím tái
    """,
)
"""What is no less true behind a "không": "không, cứu tôi với", "không dậy được"."""

EVERYDAY = Phrases(
    """
    ngã ba, ngã tư, ngã năm, ngã sáu, ngã bảy, ngã giá, ngã ngũ, ngã lòng, ngã bệnh, bị ngã bệnh,
    té ra, té nước, cao ngất, ngất ngưởng, ngất ngây, uống thuốc sau khi, uống thuốc sau bữa,
    uống thuốc sau ăn, uống thuốc sau đó, ở đâu tìm, không cần cấp cứu, chưa cần cấp cứu,
    không cần gọi cấp cứu, chưa cần gọi cấp cứu, không phải cấp cứu, không cần gọi 115,
    chưa cần gọi 115, nuôi cừu, mua cừu, bán cừu, con cừu, no emergency, not an emergency,
    no chest pain, i fell behind,
    she fell behind, he fell behind, i fell asleep, she fell asleep, he fell asleep,
    emergency fund, emergency loan, điện bị ngắt, mạng bị ngắt, máy bị ngắt
    """,
)
"""Words that are spelled like danger and are none."""


def emergency(text: str) -> bool:
    """Whether somebody fell, cannot breathe, wants to die …: answer at once."""
    return _rings(text, FALLS_MARKED if has_marks(text) else FALLS)


def may_be_nga(text: str) -> bool:
    """Whether all the danger in it is a fall typed without marks: "bi nga", "nga roi".

    Then it may just as well be about a member called Nga.
    """
    return not has_marks(text) and _rings(text, FALLS) and not _rings(text, NO_FALLS)


def _rings(text: str, falls: Phrases) -> bool:
    return any(_tells(cut(clause), falls) for clause in _CLAUSES.split(text))


def _tells(words: Sequence[Word], falls: Phrases) -> bool:
    place = 0
    while place < len(words):
        everyday = EVERYDAY.length_at(words, place)
        if ALWAYS.length_at(words, place) > everyday:
            return True
        told = max(falls.length_at(words, place), ILL.length_at(words, place))
        if told > everyday and not _is_denied(words[:place]):
            return True
        place += max(told, everyday) or 1
    return False


def _is_denied(before: Sequence[Word]) -> bool:
    """Whether the words end in a "not"."""
    return any(NOT.is_all_of(before[-length:]) for length in (1, 2, 3))
