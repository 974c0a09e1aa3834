"""Words of those who are to be left in peace, or to be reminded: the speaker, or who is named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding import naming
from bot.understanding.payers import behind_a_call, is_surely_a_name
from bot.understanding.phrases import Phrases, Word, cut, join

ILL = Phrases(
    """
    ốm, bị ốm, đang ốm, đang bị ốm, ốm yếu, bị bệnh, đang bệnh, bị bệnh nặng, bệnh nặng, bệnh quá,
    nằm viện, đang nằm viện, phải nằm viện, đi viện, phải đi viện, đi nằm viện, vào viện,
    nhập viện, ill, sick
    """,
    if_marked="bệnh",
)
MOURNING = Phrases(
    """
    nhà có tang, nhà đang có tang, gia đình có tang, có đám tang, có đám ma, có việc tang,
    có việc hiếu, có người mất, mới có người mất, vừa có người mất, để tang, đang để tang,
    chịu tang, in mourning
    """,
    if_marked="có tang, đang có tang",  # "co tang" is "có tặng" as well
)
IN_THE_HOUSE = Phrases("có tang, đang có tang")
"""Without marks only behind a house."""
HOUSE = Phrases("nhà, gia đình, bên nhà")
DEATH = Phrases(
    "mất, mới mất, vừa mất, vừa mới mất, qua đời, mới qua đời, vừa qua đời, has died, died"
)
"""Only of kin: one also loses a phone."""
KIN = Phrases(
    """
    mẹ, má, bố, cha, ba, cụ, ông, bà, ông nội, bà nội, ông ngoại, bà ngoại, vợ, chồng, ông nhà,
    bà nhà, con, con trai, con gái, con dâu, con rể, cháu nội, cháu ngoại, mẹ chồng, mẹ vợ,
    bố chồng, bố vợ, anh, chị, em, anh trai, em trai, chị gái, em gái, mother, father, husband,
    wife, son, daughter
    """,
)
BESIDE = Phrases(
    """
    rồi, ạ, nhé, nha, quá, lắm, nặng, nặng lắm, mấy hôm, mấy hôm nay, mấy bữa nay, hôm nay,
    hôm qua, đêm qua, tối qua, sáng nay, chiều nay, cháu, con, em, cháu ơi, now
    """,
)
AROUND = Phrases(
    "nhà, gia đình, bên nhà, dạ, thưa, đang, bị, vừa, mới, thì, is, am, are, m, my",
    if_marked="đã, đang bị",
)
_REASONS = (("quiet.mourning", MOURNING), ("quiet.mourning", IN_THE_HOUSE), ("quiet.ill", ILL))
NEED = Phrases(
    """
    xin khất, cho khất, cho tôi khất, cho tui khất, cho cháu khất, cho em khất, cho con khất,
    cho bác khất, cho tôi xin khất, chưa có tiền, không có tiền, chưa có đồng nào, chưa lo được,
    chưa xoay được, chưa kiếm được tiền, kẹt tiền, hết tiền, khó khăn, gặp khó khăn,
    đang gặp khó khăn, chưa nộp được, không nộp được, chưa trả được, không trả được,
    cannot pay, can t pay, have no money
    """,
    if_marked="khất, túng",
)
REMIND = Phrases("nhắc, nhắc lại, nhắc giúp, nhắc hộ, nhắc giùm, nhắc nhở, remind")
OF_MONEY = Phrases("tiền, nợ, lãi, gốc, quỹ, trả, nộp, đóng, money, payment, payments, repayments")
OF_MEETINGS = Phrases("họp, buổi họp, meeting, meetings")
BESIDE_A_NAME = Phrases(
    """
    nữa, nhé, nha, ạ, đi, cho, với, giúp, hộ, giùm, chuyện, việc, vụ, khoản, về, gì, nhiều, quá,
    lắm, vào, lúc, buổi, ban, hôm, ngày, tuần, tháng, kỳ, này, sau, tới, mai, sớm, hết, tất, cả,
    đến, of, about, to, any, more
    """,
    if_marked="sáng, trưa, chiều, tối, đêm, thì, là, để",
)


def resting(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return a command and whom it is about; the name is empty for the speaker.

    "Tôi ốm", "nhà bà Hoa có tang", "mẹ tôi mất rồi", "nhắc bà Hoa nộp tiền". A pig that is ill,
    or a husband, is no reason to be silent.
    """
    said = behind_a_call(words)
    if _is_bereaved(said):
        return "quiet.mourning", ""
    for why, phrases in _REASONS:
        place = phrases.place_in(said)
        if place is None or BESIDE.without(phrases.without(said[place:])):
            continue
        if phrases is IN_THE_HOUSE and not HOUSE.are_in(said[:place]):
            continue
        who = _who(said[:place])
        if who is not None:
            return why, who
    return _to_remind(said)


def is_in_need(words: Sequence[Word]) -> bool:
    """Whether the speaker cannot pay now: "tháng này chưa có tiền nộp", "cho tôi khất"."""
    place = NEED.place_in(words)
    if place is None:
        return False
    before = BESIDE_A_NAME.without(naming.TIMES.without(behind_a_call(words[:place])))
    before = BESIDE.without(MOURNING.without(ILL.without(before)))  # "tôi ốm, không nộp được"
    return not before or naming.ONESELF.is_all_of(AROUND.trimmed(before))


def whom(text: str) -> str:
    """Return what may be a name beside what somebody is to be reminded of, or not; or nothing."""
    kept: list[Word] = []
    said, place = cut(text), 0
    while place < len(said):
        named = kept and naming.ADDRESS.end(kept) and said[place].typed.istitle()
        known = (OF_MONEY, OF_MEETINGS, BESIDE_A_NAME)
        length = 0 if named else max(one.length_at(said, place) for one in known)
        if not length:
            kept.append(said[place])
        place += length or 1
    return "" if _is_speaker(kept) else join(kept)


def about(text: str) -> str:
    """Return what it is about, `money` or `meetings`; empty where it names neither or both."""
    words = cut(text)
    money, meetings = OF_MONEY.are_in(words), OF_MEETINGS.are_in(words)
    if money == meetings:
        return ""
    return "money" if money else "meetings"


def _is_bereaved(words: Sequence[Word]) -> bool:
    """Whether somebody of the speaker's own has died: "mẹ tôi mất rồi"."""
    said = AROUND.trimmed(words)
    length = KIN.length_at(said, 0) if said else 0
    place = DEATH.place_in(said)
    if not length or place is None or BESIDE.without(DEATH.without(said[place:])):
        return False
    return length < place and naming.FIRST_PERSON.is_all_of(said[length:place])


def _who(before: Sequence[Word]) -> str | None:
    """Return whom the words name, empty for the speaker; None where they say something else."""
    said = AROUND.trimmed(before)
    if _is_speaker(said):
        return ""
    if naming.FIRST_PERSON.end(said):  # "chồng tôi"
        return None
    named = len(said) > 1 and (
        naming.ADDRESS.length_at(said, 0) > 0 or all(one.typed.istitle() for one in said)
    )
    return join(said) if named else None


def _to_remind(words: Sequence[Word]) -> tuple[str, str] | None:
    """Understand "nhắc bà Hoa nộp tiền", and "nhắc tôi nộp tiền"."""
    said = BESIDE.trimmed(words)
    length = REMIND.length_at(said, 0) if said else 0
    if not length or length == len(said):
        return None
    behind = join(said[length:])
    if is_surely_a_name(whom(behind)):
        return "member.remind", behind
    return ("remind.again", "") if naming.ONESELF.length_at(said, length) else None


def _is_speaker(words: Sequence[Word]) -> bool:
    return not words or naming.ONESELF.is_all_of(words)
