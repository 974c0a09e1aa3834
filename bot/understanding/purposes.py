"""One handing for several purposes: "Hoa 55k lãi 50 phí 5", "thu phí bà Hoa 5k".

A purpose stands before its sum. A bare number below 1,000 means thousands, one digit too: it is
read back before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.understanding.amounts import MOST, hear_amount
from bot.understanding.numerals import read_sum
from bot.understanding.phrases import Phrases, Word, cut, join
from bot.understanding.tokens import is_grouped, tokens_of
from bot.understanding.vocabulary import OPENING

PURPOSES: Mapping[str, Phrases] = {
    "dues": Phrases("hội phí, phí thành viên, phí hội viên, phí hội, phí hằng tháng, member fee"),
    "interest": Phrases("lãi, tiền lãi, lời, tiền lời, interest"),
    "principal": Phrases("gốc, tiền gốc, vốn, tiền vốn, principal"),
    "fee": Phrases("phí, tiền phí, fee"),
    "gift": Phrases("tặng quỹ, tặng, ủng hộ quỹ, ủng hộ, biếu quỹ, gift"),
}
"""What is paid; a bare "phí" is a member's fee, or what some clubs call interest."""
THE_REST_IS_GIVEN = Phrases(
    """
    còn lại ủng hộ, còn lại xin ủng hộ, còn lại tặng, còn lại xin tặng, số còn lại ủng hộ, phần còn
    lại ủng hộ, phần dư ủng hộ, phần dư xin ủng hộ, phần dư tặng, phần dư xin tặng, dư ủng hộ, dư
    xin ủng hộ, dư tặng, dư xin tặng, thừa ủng hộ, thừa tặng, the rest is a gift, rest as a gift
    """
)
"""What stands behind the other purposes where what they leave of the sum is the club's."""
BESIDE_A_NAME = Phrases(
    "tôi, tui, cháu, đã, vừa, mới, nộp, nộp tiền, đóng, đóng tiền, trả, trả tiền, đưa, gửi,"
    "thu tiền, nhận tiền, gồm, gồm có, trong đó, trong đó có, của, cho, paid, pays"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purposes:
    """What somebody hands over, by purpose, in đồng."""

    who: str
    """The name beside it; may be empty."""
    total: int | None
    """The whole sum, where it was said."""
    parts: Mapping[str, int]
    """By the keys of `PURPOSES`."""


def purposes(text: str) -> Purposes | None:
    """Hear what one handing is for: two purposes or more, or a fee alone; None for other words."""
    said = cut(text)
    words = said[: _where_the_rest_is_given(said)]
    found = list(_purposes(words))
    names = [name for name, *_rest in found]
    if not found or len(set(names)) < len(names):
        return None
    parts = {name: amount for name, _start, _end, amount in found}
    first, last = found[0][1], found[-1][2]
    before, behind = join(words[:first]), join(words[last:])
    heard = hear_amount(before)
    if heard and len(words) < len(said) and (rest := heard.amount - sum(parts.values())) > 0:
        parts["gift"] = parts.get("gift", 0) + rest
    if len(parts) < 2 and names[0] not in ("fee", "dues"):
        return None
    name = heard.rest if heard else before
    who = _name(name) or _name(behind)
    return Purposes(who=who, total=heard.amount if heard else None, parts=parts)


def handed(words: Sequence[Word]) -> tuple[str, str, str] | None:
    """Understand money with its purposes; returns the command, what was said, and the name."""
    said = join(words)
    found = purposes(said)
    if found is None or any(one.isdecimal() for one in found.who):  # a list that is numbered
        return None
    return "several", said, found.who


def received(words: Sequence[Word]) -> tuple[str, str, str] | None:
    """Understand the same behind "nhận tiền", which else asks for one sum."""
    length = OPENING["receive"].length_at(words, 0) if words else 0
    return handed(words[length:]) if length else None


def _where_the_rest_is_given(words: Sequence[Word]) -> int:
    """Return where it is said that the rest is the club's; behind all words where it is not."""
    places = (one for one in range(len(words)) if THE_REST_IS_GIVEN.length_at(words, one))
    return next(places, len(words))


def _purposes(words: Sequence[Word]) -> Iterator[tuple[str, int, int, int]]:
    """Yield each purpose with where it begins, where its sum ends, and the sum."""
    place = 0
    while place < len(words):
        lengths = {name: one.length_at(words, place) for name, one in PURPOSES.items()}
        name = max(lengths, key=lambda one: lengths[one])
        begin = place + lengths[name]
        if lengths[name] and (found := _sum_at(words, begin)):
            amount, end = found
            yield name, place, end, amount
            place = end
        else:
            place += lengths[name] or 1


def _sum_at(words: Sequence[Word], begin: int) -> tuple[int, int] | None:
    """Return the sum that stands at a word, and the word behind it."""
    for end in range(min(begin + 6, len(words)), begin, -1):
        tokens = tokens_of(join(words[begin:end]))
        spelled = read_sum(tokens, 0) if tokens else None
        if spelled is None or not tokens[0].text[:1].isdecimal():
            continue
        rest = [token.text for token in tokens[spelled.end :]]
        if any(one not in ("đ", "d", "đồng", "dong") for one in rest):
            continue
        value = spelled.value
        if not spelled.has_unit and not is_grouped(tokens[0].text) and value < 1000:
            value *= Fraction(1000)
        if value.denominator == 1 and 0 < value <= MOST:
            return int(value), end
    return None


def _name(said: str) -> str:
    return join(BESIDE_A_NAME.without(cut(said)))
