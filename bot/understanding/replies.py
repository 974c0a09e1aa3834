"""What is typed back to a message: an answer to it, an "I have heard", or something else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding import attending, paying_later, small_talk
from bot.understanding import vocabulary as known
from bot.understanding.amounts import hear_amount
from bot.understanding.folding import fold
from bot.understanding.phrases import Phrases, Word, cut
from bot.understanding.words import command, is_answer_with_sum, is_yes_or_no_words, yes_or_no

LEAVING = frozenset({"menu", "start", "help", "cancel", "meeting.agenda"})
"""Commands that are followed wherever somebody writes words of her own."""
OF_MONEY = frozenset({"balance", "repay"})

_DOUBTFUL = Phrases("dung, chưa", if_marked="đừng, dừng")
"""Đúng, đừng or dừng: do not remind me? And not yet."""

_NO = Phrases("không, ko, kg, khg, hông, hổng, chẳng, không thể, not, cannot, can't, won't")
_BUSY = Phrases("bận, xin phép, vắng mặt, xin vắng, busy", if_marked="vắng, nghỉ")
_GOES = (attending.COME, Phrases("đi, tham gia, được, go, going, make it"))
_REASONS = Phrases(
    """
    ốm, bệnh, mệt, yếu, đau, lưng, chân, đầu, bụng, viện, nằm, bị, đang, phải, có, việc, vì, tại,
    do, nên, cưới, giỗ, đám, chợ, đồng, trông, xa, về, quê, lại, mất, quá, lắm, hết, cả ngày, ill,
    sick, because, work
    """
)
_BESIDE = Phrases(
    """
    với, chắc, đâu, cũng, nhất định, thế nào, vậy, thế, đó, đấy, luôn, ừm, đúng, okay, ok, sorry,
    probably, maybe, then
    """
)
_NOT_BUSY = Phrases("không bận, ko bận, không vắng, không nghỉ, not busy")
_OPEN = Phrases("đâu, probably, maybe")
"""Without a no: "tôi có đi đâu" is one."""

_TELLING = Phrases("nhắn, báo, nói, bảo, told, passed on, passed it on")
_NOT_TOLD = Phrases("không, ko, chưa, not")
_DONE = Phrases("đã, rồi, xong, have, i've, done")
_ALL = Phrases("hết, tất cả, cả, mọi người, đủ, đủ cả, all, everybody")
_BESIDE_TELLING = Phrases(
    """
    giúp, giùm, hộ, cho, họ, ấy, ta, người ta, được, tin, lời, tôi, tui, mình, i, it, him, her,
    them, this, vâng, ừ, ok
    """
)

_LOST = Phrases(
    """
    sao, sao cơ, là sao, sao là sao, hả, gì, gì cơ, cái gì, gì vậy, gì thế, là gì, hỏi gì, hỏi gì
    vậy, nghĩa là sao, nghĩa là gì, thế nào, là thế nào, như thế nào, không hiểu, ko hiểu, chưa
    hiểu, không hiểu gì, chẳng hiểu gì, khó hiểu, làm sao, làm thế nào,
    trả lời sao, trả lời thế nào, giải thích, tại sao, vì sao, what, what do you mean,
    i don't understand, do not understand, don't understand, why
    """
)
_UNKNOWN = Phrases("không rõ, chưa rõ, không biết, ko biết, i don't know")
_CALLING = Phrases("tôi, tui, bác, ông, bà, chú, cháu, cháu ơi, dạ, ơ, ủa, thế, i")
_LATER = Phrases(
    """
    để tôi, để tui, để bác, để bà, để ông, để chú, để mình, để sau, để khi khác, để lúc khác,
    để hôm khác, để mai, để tối, lúc khác, khi khác, hôm khác, khi nào, từ từ, let me, later,
    another time
    """
)
_BESIDE_LATER = Phrases("thôi, khoan, khoan đã, ừ, vâng, ok, đã, well")
_ASKING_AT_HOME = Phrases("hỏi, bàn, bàn bạc, nghĩ, suy nghĩ, tính, xem, ask, think, talk")
_AT_FIRST = Phrases("đã", if_marked="sau, tiếp")
_LATER_STILL = Phrases("đã, nhé, nói, làm, gửi, tính, tiếp, sau, vậy, then, please")

_SENDING = Phrases("gửi, duyệt, send, let it go")
_NOT_SENDING = Phrases("không, ko, đừng, khoan, chưa, not, don't")
_BESIDE_SENDING = Phrases("cho, được, đi, đồng ý, cứ, thôi, nó, vâng, ừ, có, ok, yes, no, do, it")


def leaves(text: str) -> bool:
    """Whether it is a command that is followed also where words of one's own are asked for."""
    said = command(text)
    return said is not None and said.name in LEAVING


def asks_for_something(text: str) -> bool:
    """Whether it may be a command, or no more than a sum."""
    heard = hear_amount(text)
    return command(text) is not None or (heard is not None and is_answer_with_sum(heard.rest))


def is_of_own_money(text: str) -> bool:
    """Whether somebody tells or asks of her own money: "tôi nộp 100k"."""
    said = command(text)
    return said is not None and said.name in OF_MONEY and not (said.who or said.whom)


def is_okay(text: str) -> bool:
    """Whether what passes for thanks may be a yes as well: "vâng", "ok cảm ơn", a thumb."""
    said = command(text)
    if said is None or said.name != "thanks":
        return False
    return small_talk.ASSENT.are_in(cut(text)) or any(one in text for one in "👍👌")


def is_yes_or_no_like(text: str) -> bool:
    """Whether nothing is said but what people say for yes or no, clear or not: "da", "no"."""
    return fold(text) == "no" or is_okay(text) or is_yes_or_no_words(text)


def is_small_talk(text: str) -> bool:
    """Whether it is thanks, or no more than a yes or no, clear or not."""
    said = command(text)
    return (said is not None and said.name == "thanks") or is_yes_or_no_like(text)


def is_doubtful(text: str) -> bool:
    """Whether a yes or no is one only where nothing else is meant: "dung", "chưa", "thôi"."""
    meant = command(text)
    cancels = meant is not None and meant.name == "cancel"
    return yes_or_no(text) is not None and (cancels or _DOUBTFUL.are_in(cut(text)))


def coming(text: str, _keys: Sequence[str] = ()) -> str | None:
    """Hear whether who was asked comes to the meeting: `come`, `away` or `lift`.

    A reason may stand beside a no. Empty: something was said of it, but not clearly.
    """
    answer = yes_or_no(text)
    if answer is not None:
        return "come" if answer else "away"
    words = cut(text)
    if not any(one.are_in(words) for one in (*_GOES, attending.LIFT, _BUSY)):
        return "" if is_yes_or_no_like(text) else None
    if attending.IS_IT_SO.end(attending.AFTER_A_QUESTION.trimmed(words)):
        return None
    return _comes(words)


def _comes(words: Sequence[Word]) -> str:
    lift, busy = attending.LIFT.are_in(words), _BUSY.are_in(words)
    left = _left(words)
    if _NO.are_in(words):
        goes = any(one.are_in(words) for one in _GOES)
        said, sure = "away", goes and not lift and not _NOT_BUSY.are_in(words)
    elif busy:
        said, sure = "away", True
    else:
        said, sure = "lift" if lift else "come", not (left or _OPEN.are_in(words))
    return said if sure and not _REASONS.without(left) else ""


def _left(words: Sequence[Word]) -> Sequence[Word]:
    """Return what is said beside whether somebody comes."""
    for phrases in (
        attending.MEETING,
        attending.LIFT,
        _BUSY,
        _NO,
        *_GOES,
        attending.GO,
        attending.I_MYSELF,
        attending.BESIDE,
        _BESIDE,
    ):
        words = phrases.without(words)
    return words


def coming_on_screen(text: str, keys: Sequence[str]) -> str | None:
    """Hear the same where the answers are commands, such as `meeting.come`.

    A mere yes or no answers only while nothing was said yet.
    """
    said = coming(text)
    asked = {"meeting.come", "meeting.away"} <= set(keys)
    if not said or (not asked and is_yes_or_no_like(text)):
        return said if asked else None
    return f"meeting.{said}" if f"meeting.{said}" in keys else None


def paying_soon(text: str, _keys: Sequence[str]) -> str | None:
    """Hear "mai tôi nộp" below a reminder to pay: `repay.soon`; not that it is paid."""
    return "repay.soon" if paying_later.is_soon(cut(text)) else None


def is_lost(text: str) -> bool:
    """Whether somebody does not follow what is asked: "sao ạ", "không hiểu", "là thế nào"."""
    return is_puzzled(text) or _UNKNOWN.is_all_of(known.POLITE.trimmed(cut(text)))


def is_puzzled(text: str) -> bool:
    """The same where "không biết" is an answer, as to why something was."""
    if any(word.typed.istitle() for word in cut(text)[1:]):
        return False  # "bà Sao"
    words = _CALLING.trimmed(cut(text))
    return _LOST.is_all_of(words) or _LOST.is_all_of(known.POLITE.trimmed(words))


def puts_off(text: str) -> bool:
    """Whether somebody wants to go on another time: "thôi để tôi hỏi vợ đã", "để mai"."""
    words = cut(text)
    while words and (
        length := max(_BESIDE_LATER.length_at(words, 0), known.POLITE.length_at(words, 0))
    ):
        words = words[length:]
    length = _LATER.length_at(words, 0) if words else 0
    if not length:
        return False
    asks = _ASKING_AT_HOME.are_in(words) or _AT_FIRST.end(known.POLITE.trimmed(words))
    return asks or not _LATER_STILL.without(known.POLITE.trimmed(words[length:]))


def letting_go(text: str, _keys: Sequence[str]) -> str | None:
    """Hear whether something asked about may be sent: `yes` or `no`."""
    words = cut(text)
    rest = words
    for phrases in (_SENDING, _NOT_SENDING, _BESIDE_SENDING, known.POLITE):
        rest = phrases.without(rest)
    if rest or not _SENDING.are_in(words):
        return None
    return "no" if _NOT_SENDING.are_in(words) else "yes"


def passed_on(text: str, keys: Sequence[str]) -> str | None:
    """Hear that a messenger told those of the message: the key of the one, or `all`.

    Empty: something was said of it, but not of whom, or that it is not done.
    """
    words = cut(text)
    done = _DONE.are_in(words)
    told = _TELLING.are_in(words) or (done and [word.key for word in words][:1] == ["xong"])
    rest = words
    for phrases in (_TELLING, _DONE, _ALL, _NOT_TOLD, _BESIDE_TELLING, known.POLITE):
        rest = phrases.without(rest)
    if not told or rest:
        return None
    people = [key for key in keys if key != "cannot"]
    if _NOT_TOLD.are_in(words) or not done:
        return ""
    if len(people) == 1:
        return people[0]
    return "all" if "all" in people and _ALL.are_in(words) else ""
