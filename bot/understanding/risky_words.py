"""What may harm people who trust the club: a link, an account number, quick money, a cure.

An announcement with any of it is looked at by a second officer. Rather once too often: nothing is
refused here, and whoever took over an officer's phone is stopped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from itertools import groupby

from bot.understanding.folding import fold
from bot.understanding.phrases import Phrases, cut


class Risk(StrEnum):
    """What a second officer must have seen."""

    LINK = "link"
    ACCOUNT = "account"
    INVESTMENT = "investment"
    HEALTH = "health"
    FILE = "file"
    """A picture or document, which no program reads: never found in a text."""


INVESTMENT = Phrases(
    """
    đầu tư, sinh lời, sinh lãi, lợi nhuận, cổ phiếu, chứng khoán, trái phiếu, tiền ảo, tiền số,
    tiền điện tử, bitcoin, usdt, crypto, coin, forex, đa cấp, chơi hụi, góp hụi, bảo hiểm nhân thọ,
    lãi suất cao, lãi suất hấp dẫn, hưởng lãi suất, vay nhanh, vay online, vay nóng, trúng thưởng,
    trúng giải, hoàn tiền, việc nhẹ lương cao, mã otp, otp, mật khẩu, invest, investment, shares,
    profit, lottery, prize
    """,
    if_marked="cổ phần, lãi cao, hụi, hoa hồng, góp vốn làm ăn",  # "có phần", "lại cao" …
)
HEALTH = Phrases(
    """
    thực phẩm chức năng, thuốc bổ, thuốc gia truyền, bài thuốc, thần dược, thuốc tiên, đặc trị,
    đặc hiệu, chữa khỏi, chữa dứt, trị dứt, khỏi hẳn, trị bách bệnh, chữa bách bệnh, bán thuốc,
    mua thuốc, thuốc giảm giá, viên uống, viên sủi, sữa non, nước ion, máy lọc nước, máy trị liệu,
    máy massage, ghế massage, vòng từ tính, đông trùng hạ thảo, linh chi, nhân sâm, hồng sâm,
    yến sào, collagen, giảm cân, thải độc, xương khớp, food supplement, supplement, miracle cure,
    health product
    """,
    if_marked="cao hổ, cao ngựa, tam thất",
)
ABOUT_ACCOUNTS = Phrases(
    """
    tài khoản, số tài khoản, stk, số tk, chuyển khoản, momo, zalopay, viettelpay, ví điện tử,
    ngân hàng, bank account, bank transfer, account number
    """,
)

_ENDINGS = (
    "com|net|org|info|biz|vn|io|me|co|xyz|top|club|site|shop|store|online|link|app|ly|gl|cc|tv|vip"
    "|live|asia|icu|pro|page|click|fun|win|bet|us|uk|cn|ru"
)
_LINK = re.compile(
    rf"\w+://|\bwww\.|(?<![\w@])@[a-z]\w{{4,}}|[\w-]\.(?:{_ENDINGS})\b(?!\.\w)"
    rf"|\b(?:chấm|cham|dot) (?:{_ENDINGS})\b|\b\d{{1,3}}(?:\.\d{{1,3}}){{3}}\b",
    re.IGNORECASE,
)
_IN_FULL = re.compile(
    r"\d[\d., ]*\s?(?:đồng|dong|vnđ|vnd|nghìn|ngàn|nghin|ngan|triệu|trieu|tỷ|đ|k|d)\b",
    re.IGNORECASE,
)
"""A sum that is told as one."""
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?![.,]?\d)")
_DAY_OR_HOUR = re.compile(
    r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)|(?<!\d)\d{1,2}/\d{1,4}(?!\d)"
    r"|(?<!\d)\d{1,2} ?(?:[:hg]|giờ|gio) ?(?:\d\d)?(?!\d)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)")
_RUN = re.compile(r"\d(?:[ .-]{0,3}\d)*")
_DIGITS = frozenset(fold("không một hai ba bốn tư năm lăm sáu bảy tám chín").split())
_LEAST, _LEAST_OF_A_NAMED = 8, 6
"""Digits of an account number; fewer where the text speaks of accounts."""


def risks(text: str, phones: Collection[str] = ()) -> tuple[Risk, ...]:
    """Return what in a text a second officer must see; `phones` are numbers that the club knows.

    Typed with marks or without. A number of 8 digits or more is an account unless it is a day, a
    sum or one of `phones`; where accounts are spoken of, the last two are doubted too.
    """
    text = unicodedata.normalize("NFKC", text)
    words = cut(text)
    found = {
        Risk.LINK: bool(_LINK.search(text)),
        Risk.ACCOUNT: _has_account(text, {digits_of(phone) for phone in phones}),
        Risk.INVESTMENT: INVESTMENT.are_in(words),
        Risk.HEALTH: HEALTH.are_in(words),
    }
    return tuple(risk for risk, is_there in found.items() if is_there)


def digits_of(phone: str) -> str:
    """Return a Vietnamese telephone number's digits with its 0: "+84 912 …" is "0912…"."""
    digits = "".join(char for char in phone if char.isdecimal())
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) == 11 else digits


def _has_account(text: str, phones: Collection[str]) -> bool:
    named = ABOUT_ACCOUNTS.are_in(cut(text))
    left = _DAY_OR_HOUR.sub(" | ", text)
    left = _IN_FULL.sub(" | ", left)
    left = _GROUPED.sub(lambda told: told[0] if named and _count(told[0]) else " | ", left)
    if not named:
        left = _PHONE.sub(
            lambda told: " | " if digits_of(told[0]) in phones else told[0],
            left,
        )
    least = _LEAST_OF_A_NAMED if named else _LEAST
    figures = max((len(digits_of(run)) for run in _RUN.findall(left)), default=0)
    return figures >= least or _spelled(text)


def _count(grouped: str) -> bool:
    return len(digits_of(grouped)) >= _LEAST


def _spelled(text: str) -> bool:
    """Whether so many digits are written out as words, one after the other."""
    said = (word in _DIGITS for word in fold(text).split())
    return any(is_digit and len(list(run)) >= _LEAST for is_digit, run in groupby(said))
