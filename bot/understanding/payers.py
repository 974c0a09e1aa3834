"""Whose money a message speaks of: the speaker's own, or somebody's who is named in it.

"Bà Hoa nộp 300k" names who pays, "nộp hộ bà Hoa 300k" too; "tôi nộp cho bác Lan 300k" names who
took it, and "bác Lan ơi, cháu nộp 300k" who is spoken to. Without marks many names are common
words ("ba Dong" is bà Đông, and "bà đóng"): in doubt it is a name, as the person can be asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding import naming as known
from bot.understanding.amounts import hear_amount
from bot.understanding.folding import has_marks
from bot.understanding.phrases import Phrases, Word, cut, join


def payer(before: Sequence[Word]) -> str:
    """Return the name of who pays, from the words before "nộp"; "" for the speaker herself."""
    said = known.TIMES.without(behind_a_call(before))
    senders = [place for place in range(len(said) - 1) if _sends(said, place)]
    if not senders:
        return _name(said)
    sender = senders[-1]
    by = _name(said[:sender])  # "bà Hoa nhờ tôi nộp", and "tôi nhờ bà Hoa nộp"
    return by if not by or known.FIRST_PERSON.are_in(said[sender:]) else _name(said)


def named_behind(behind: Sequence[Word]) -> tuple[str, str]:
    """Return whose money it is and who else is named, from the words behind "nộp"; "" for nobody.

    The second is most often who took the money.
    """
    heard = hear_amount(join(behind))
    said = _without(known.TIMES, cut(heard.rest) if heard else behind)
    place = known.ON_BEHALF.place_in(said)
    if place is None:
        return "", _name(_without(known.OF_MONEY, said))
    behalf = said[place + known.ON_BEHALF.length_at(said, place) :]
    return _name(_without(known.OF_MONEY, behalf)), ""


def name_beside_sum(text: str) -> str:
    """Return the name in an answer to "how much?": "bà Lý 200k"; "" where there is none."""
    who, whom = named_behind(cut(text))
    return who or whom


def debtor(rest: Sequence[Word]) -> str:
    """Return whom a question about what is owed speaks of; "" for the speaker herself.

    "Vợ tôi" is somebody else here: what she owes is hers to ask.
    """
    said = known.ASKING_FOR.trimmed(known.TIMES.without(behind_a_call(rest)))
    if said and known.KIN.length_at(said, 0):
        return join(said)
    return _name(said)


def place_of_debtor(words: Sequence[Word]) -> int | None:
    """Return where a name stands that is a common word too: "ba quy con no bao nhieu"."""
    for place in range(1, len(words)):
        if not known.ADDRESS.length_at(words, place - 1):
            continue
        is_owing = place + 1 < len(words) and known.OWING.length_at(words, place + 1) > 0
        is_common = known.NEVER_A_DEBTOR.length_at(words, place) > 0
        if words[place].typed.istitle() or (is_owing and not is_common):
            return place
    return None


def is_oneself(text: str) -> bool:
    """Whether the answer to "who?" is the speaker: "tôi", "của tôi ạ"."""
    said = known.ASKING_FOR.trimmed(known.ON_BEHALF.without(cut(text)))
    return bool(said) and _is_speaker(said)


def is_kin(name: str) -> bool:
    """Whether somebody is named by kinship first: "vợ tôi", "mẹ"."""
    said = cut(name)
    return bool(said) and known.KIN.length_at(said, 0) > 0


def behind_a_call(words: Sequence[Word]) -> Sequence[Word]:
    """Drop who is spoken to: "cháu ơi", "bác Lan ơi"."""
    calls = [place for place in range(len(words)) if known.CALL.length_at(words, place)]
    return words[calls[-1] + 1 :] if calls else words


def is_surely_a_name(name: str) -> bool:
    """Whether words must be a name, even where nobody has it: "bà Tú", "Tú"."""
    said = cut(name)
    addressed = len(said) > 1 and known.ADDRESS.length_at(said, 0) > 0
    return addressed or (bool(said) and said[0].typed.istitle())


def _sends(words: Sequence[Word], place: int) -> bool:
    """Whether somebody is sent there: "nhờ tôi", "gửi cho bà"; bà Nho is no such word."""
    sent = (known.FIRST_PERSON, known.ADDRESS, known.TO)
    return known.SENDING.length_at(words, place) > 0 and any(
        whom.length_at(words, place + 1) for whom in sent
    )


def _without(phrases: Phrases, words: Sequence[Word]) -> list[Word]:
    """Drop phrases, but nothing that stands where a name does: "bà Tiến"."""
    kept: list[Word] = []
    place = 0
    while place < len(words):
        length = phrases.length_at(words, place)
        if length and not (kept and known.ADDRESS.length_at(kept, len(kept) - 1)):
            place += length
            continue
        kept.append(words[place])
        place += 1
    return kept


def _name(words: Sequence[Word]) -> str:
    said: Sequence[Word] = [
        word
        for place, word in enumerate(words)
        if not word.key[:1].isdecimal() or (place and known.HAMLET.length_at(words, place - 1))
    ]
    while said and (length := known.BEFORE_A_PAYER.length_at(said, 0)):
        if length == 1 and known.FIRST_PERSON.is_all_of(said):
            break
        said = said[length:]
    while known.BEHIND_A_PAYER.end(said) and not _is_behind_address(said, titled=True):
        said = said[:-1]
    while known.VERBS.end(said) and not _is_behind_address(said):
        said = said[:-1]
    return "" if not said or _is_speaker(said) else join(said)


def _is_speaker(words: Sequence[Word]) -> bool:
    """Whether the last word is "tôi", or there is nothing but "bà" or the like."""
    if known.ONESELF.is_all_of(words):
        return True
    if not known.FIRST_PERSON.end(words):
        return False
    named = _is_behind_address(words, titled=True)
    return not named and not (_is_behind_address(words) and not has_marks(words[-1].key))


def _is_behind_address(words: Sequence[Word], *, titled: bool = False) -> bool:
    """Whether the last word may be a name although it is a common word too: "bà Mới"."""
    if len(words) < 2 or not known.ADDRESS.length_at(words, len(words) - 2):
        return False
    return not titled or words[-1].typed.istitle()
