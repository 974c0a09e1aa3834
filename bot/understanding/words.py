"""What a message asks for: a command, a yes or a no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding import (
    activities,
    borrowing,
    care_people,
    channels,
    departing,
    labour,
    payers,
    purposes,
    resting,
    said_at_once,
    saying_of_cash,
    small_talk,
    swapping,
    visiting,
    volunteers,
)
from bot.understanding import vocabulary as known
from bot.understanding.amounts import hear_amount
from bot.understanding.attending import about_meeting, attending
from bot.understanding.phrases import Word, cut, join
from bot.understanding.rooms import OPENING, SLASHES, WHOLE

_SLASH = re.compile(r"/(\w+)(?:@\w+)?\s*(.*)", re.DOTALL)
MOST_VERBS = 12
"""The last ones of paying in a message: each is heard with all that stands around it."""
_THUMBS = re.compile("[👍👌🙏❤🥰😊☺💐🌹\U0001f3fb-\U0001f3ff\ufe0f\\s]+")
_KINDS = (
    ("n", known.NO),
    ("y", known.YES),
    ("o", known.OKAY),
    ("w", known.WRONG),
    ("t", known.ENOUGH),
    ("", known.POLITE),
)


@dataclass(frozen=True, slots=True)
class Command:
    """What to do, and what was said besides: a name, a sum, a code."""

    name: str
    rest: str = ""
    who: str = ""
    """Whose money it is about, by name; empty for the speaker's own."""
    whom: str = ""
    """Who else is named beside a payment: most often who took it."""


def yes_or_no(text: str, *, of_money: bool = False) -> bool | None:
    """Take a message for a yes or a no to an open question, or for neither.

    "dung" is yes only without marks and alone; "thôi được" is yes, "thôi" no; "da" and "no" are
    neither: ask again. So is, `of_money`, a mere "ok": it only says that it was read.
    """
    words = cut(text)
    if known.CANCEL.is_all_of(words):
        return False
    kinds = _kinds(words)
    if kinds is None or (of_money and "o" in kinds and "y" not in kinds):
        return None
    kinds = kinds.replace("o", "y")
    if re.fullmatch("t*y+", kinds) and _is_unclear(words, kinds):
        return None
    if re.fullmatch("t*y+", kinds):
        return True
    return False if re.fullmatch("t*n+y*t?|t+|w+", kinds) else None


def is_yes_or_no_words(text: str) -> bool:
    """Whether each word is one of a yes or a no or mere politeness, whatever they come to."""
    return _kinds(cut(text)) is not None


def _kinds(words: Sequence[Word]) -> str | None:
    """Return one letter for each meaning word, or None where a word has nothing to do with it."""
    kinds, place = "", 0
    while place < len(words):
        lengths = ((kind, phrases.length_at(words, place)) for kind, phrases in _KINDS)
        kind, length = max(lengths, key=lambda found: found[1])
        if not length:
            return None
        kinds, place = kinds + kind, place + length
    return kinds


def _is_unclear(words: Sequence[Word], kinds: str) -> bool:
    """Whether a "dung" may be "đừng": after "thoi", or before more than "rồi" or "ạ"."""
    keys = [word.key for word in words]
    if "dung" not in keys:
        return False
    behind = words[keys.index("dung") + 1 :]
    if kinds.startswith("t"):
        return not known.TRULY.are_in(behind)
    return known.YES.are_in(behind)


@lru_cache(maxsize=64)  # a turn asks more than once
def command(text: str) -> Command | None:
    """Find the command in a message, or None.

    Names: menu, start, help, cancel, balance, repay, explain, leave, private, language,
    language.vi, language.en, settings, consents, slips, withdraw, borrow, thanks, loan.received;
    for officers also officers, cash, daylist, receive, member.code, undo, cases. Of meetings:
    meeting, meeting.come, .away, .lift, .days, for officers .who, .move, .hour, .place, .cancel,
    .rule, .dues, .agenda, .papers. Of announcements, for officers: broadcast, broadcasts,
    broadcast.progress, .stop. Of being reminded: quiet.ill, quiet.mourning, quiet.wish,
    remind.again, reminders.need, and for officers member.remind; of passing notices on:
    messengers.stop, for officers messengers, volunteer, volunteer.end. Of where news come:
    phones, phones.zalo, .telegram, .web, .any. Of the month's messages, for officers: usage.

    "0" is the menu. A member called Huy or somebody who asks a yes/no question comes first: that
    is for the caller to see.
    """
    if slash := _SLASH.fullmatch(text.strip()):
        name = SLASHES.get(slash[1].lower())
        return _by_slash(name, slash[2].strip()) if name else None
    if text.strip() and _THUMBS.fullmatch(text):
        return Command("thanks")
    words = cut(text)
    if [word.key for word in words] == ["0"]:
        return Command("menu")
    if known.CANCEL.is_all_of(words) or known.CANCEL.is_all_of(known.POLITE.trimmed(words)):
        return Command("cancel")
    return (
        _whole(words)
        or _made(channels.channel(words))  # "nhắn tôi qua Zalo"
        or _named(saying_of_cash.news(words))
        or _made(said_at_once.entry(words))  # "bà Phúc ủng hộ 500k", "chi 120k mua chè"
        or _made(purposes.received(words))  # "nhận tiền bà Hoa 55k lãi 50 phí 5"
        or _opening(words)
        or _made(purposes.handed(words))
        or _made(borrowing.clearly(words))
        or _made(visiting.visiting(words))  # "bà Hoa thăm bà Lan: cơm, giặt, ốm"
        or _made(resting.resting(words))  # "nhà bà Hoa có tang", "nhắc bà Hoa nộp tiền"
        or _made(volunteers.volunteering(words))
        or _made(care_people.people_of_care(words))  # "bà Lan phụ trách chăm sóc"
        or _made(activities.told(words))  # "văn nghệ 40 người hôm qua"
        or _made(labour.labour(words))  # "tôi cần 3 người gặt lúa thứ 7"
        or _made(departing.departing(words))
        or _named(about_meeting(words))
        or _balance(words)
        or _repayment(words)
        or _in_need(words)
        or _named(attending(words))
        or _made(swapping.cannot_go(words))  # "thứ 6 tôi không đi được"
        or _held_at(words)
        or _small_talk(words)
    )


def is_answer_with_sum(beside: str) -> bool:
    """Whether words beside a sum only say that it is another one: "không, 450k"."""
    return not small_talk.BESIDE_A_SUM.without(cut(beside))


def shames(text: str) -> bool:
    """Whether there is a word in it that shames who reads it of herself: nợ, quá hạn."""
    return known.SHAMING.are_in(cut(text))


def _named(name: str | None) -> Command | None:
    return Command(name) if name else None


def _made(found: Sequence[str] | None) -> Command | None:
    """Make the command of its name, what is said besides, and who is named."""
    return Command(*found) if found else None


def _in_need(words: Sequence[Word]) -> Command | None:
    return Command("reminders.need") if resting.is_in_need(words) else None


def _held_at(words: Sequence[Word]) -> Command | None:
    """Understand "họp ở nhà ông Thành", behind all that else is said of coming to a meeting."""
    length = known.HELD_AT.length_at(words, 0) if words else 0
    return Command("meeting.place", join(words[length:])) if length else None


def _by_slash(name: str, rest: str) -> Command:
    if name == "repay":
        who, whom = payers.named_behind(cut(rest))
        return Command(name, rest, who, whom)
    return Command(name, rest, payers.debtor(cut(rest)) if name == "balance" else "")


def _small_talk(words: Sequence[Word]) -> Command | None:
    """Understand "cảm ơn cháu nhiều", and a wish for a loan in whatever words."""
    if found := borrowing.wish(words):
        return _made(found)
    thanks = small_talk.THANKS.are_in(words)
    return Command("thanks") if thanks and not small_talk.BESIDE_THANKS.without(words) else None


def _whole(words: Sequence[Word]) -> Command | None:
    ways = (words, known.POLITE.trimmed(words), known.ASKING.trimmed(words))
    # What is said whole comes before what it comes to: "muốn vay" is no "vay".
    return _named(next(filter(None, map(WHOLE.whole, ways)), None))


def _opening(words: Sequence[Word]) -> Command | None:
    for said in (words, known.ASKING.trimmed(words)):
        if found := OPENING.opening(said):  # "đổi mức vay thấp nhất" is no "đổi mức vay"
            return Command(found[0], join(_from_name(said[found[1] :])))
    return None


def _from_name(words: Sequence[Word]) -> Sequence[Word]:
    return words[1:] if words and known.BEFORE_A_NAME.length_at(words, 0) else words


def _balance(words: Sequence[Word]) -> Command | None:
    """Understand "tôi còn nợ bao nhiêu", "bao giờ phải trả", "con no khong"."""
    asked = known.HOW_MUCH.are_in(words) or known.IS_IT_SO.end(known.POLITE.trimmed(words))
    if not asked or not known.OWED.are_in(words) or known.NO_BALANCE.are_in(words):
        return None
    place = payers.place_of_debtor(words)
    if place is None:
        rest = _beside_balance(words)
    else:
        before, behind = words[:place], words[place + 1 :]
        rest = [*_beside_balance(before), words[place], *_beside_balance(behind)]
    return Command("balance", join(known.ASKING.trimmed(rest)), payers.debtor(rest))


def _beside_balance(words: Sequence[Word]) -> list[Word]:
    rest = list(words)
    for phrases in (known.HOW_MUCH, known.OWED, known.IS_IT_SO, known.BESIDE_BALANCE):
        rest = phrases.without(rest)
    return rest


def _repayment(words: Sequence[Word]) -> Command | None:
    """Understand "tôi đã nộp tiền", "trả gốc 500k", "bac Hoa dong lai 50 nghin"."""
    if known.NOT_PAID.are_in(words) or known.NO_BALANCE.are_in(words):
        return None
    if known.PAID_ALONE.is_all_of(words) or known.PAID_ALONE.is_all_of(
        known.ASKING.trimmed(words)
    ):
        return Command("repay")
    for verbs, says_paid in ((known.PAYING, _is_paid), (known.HANDING, _is_handed)):
        places = [
            (place, place + length)
            for place in range(len(words))
            if (length := verbs.length_at(words, place))
        ]
        cuts = [(words[:start], words[end:]) for start, end in places[-MOST_VERBS:]]
        found = [parts for parts in cuts if says_paid(*parts)]
        if found:
            # "ba Dong nop 300k": the last verb, unless the sum stands before it.
            clear = [parts for parts in found if hear_amount(join(parts[0])) is None]
            return _payment(*(clear or found[:1])[-1])
    return None


def _payment(before: Sequence[Word], behind: Sequence[Word]) -> Command:
    who, whom = payers.named_behind(behind)
    return Command("repay", _who_and_what(before, behind), payers.payer(before) or who, whom)


def _is_paid(before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """Whether "nộp", "đóng" or "trả" is about money: "trả lời" and "đóng cửa" are not."""
    if behind and known.WHAT_IS_PAID.length_at(behind, 0):
        return True
    if known.ALREADY.end(before) and not known.POLITE.trimmed(behind):
        return True
    return hear_amount(join(behind)) is not None


def _is_handed(_before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """Whether "gửi" or "đưa" is about money: one also sends greetings."""
    if behind and known.MONEY.length_at(behind, 0):
        return True
    heard = hear_amount(join(behind))
    return heard is not None and heard.sure


def _who_and_what(before: Sequence[Word], behind: Sequence[Word]) -> str:
    """Join them with a comma: "bà Năm nộp triệu rưỡi" must not become "năm triệu rưỡi"."""
    said = (join(known.SPEAKER.trimmed(before)), join(known.PAID_WORDS.trimmed(behind)))
    return ", ".join(part for part in said if part)
