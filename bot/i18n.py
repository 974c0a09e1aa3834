"""The languages of the bot: texts, figures, days, and how people are addressed.

Texts are English in the code and go through `_`; the Vietnamese ones stand in
`locales/vi/LC_MESSAGES/messages.po` and may use the words of `voice` ({you}, {You}, {me}, {Me})
without the English having them: "You still have {amount} to pay." is "{You} còn phải trả quỹ
{amount}.".
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from num2words import num2words

from bot.almanac.lunar import lunar

LOCALES = ("vi", "en")
CATALOGUES = Path(__file__).parent.parent / "locales"

_OPENING = re.compile(r"(?:^|(?<=[.!?] ))\{(\w+)\}")
_locale: ContextVar[str] = ContextVar("locale", default="vi")


def current_locale() -> str:
    """Return the language that is spoken now, one of `LOCALES`."""
    return _locale.get()


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Speak `locale` inside the block; ValueError for a language that there is no catalogue of."""
    if locale not in LOCALES:
        raise ValueError(f"no such language: {locale!r}")
    token = _locale.set(locale)
    try:
        yield
    finally:
        _locale.reset(token)


@cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    """Read a compiled catalogue; a missing one leaves the texts English, as English itself is."""
    return gettext.translation("messages", CATALOGUES, [locale], fallback=True)


def is_compiled() -> bool:
    """Say whether every language can be spoken, and none would silently be English."""
    compiled = (
        CATALOGUES / name / "LC_MESSAGES" / "messages.mo" for name in LOCALES if name != "en"
    )
    return all(file.is_file() for file in compiled)


def _(text: str) -> str:
    """Return the text in the language that is spoken now."""
    return _catalogue(current_locale()).gettext(text)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the text for so many of a thing in the language that is spoken now."""
    return _catalogue(current_locale()).ngettext(singular, plural, number)


def money(amount: int) -> str:
    """Return đồng in figures, e.g. "1.234.567 đ", in English "1,234,567 đ".

    The space is U+00A0, so that no line breaks between the figures and their đ.
    """
    return f"{format_decimal(amount, locale=current_locale())}\u00a0đ"


def figure(number: int) -> str:
    """Return a whole number in figures, e.g. "2.450", in English "2,450"."""
    return str(format_decimal(number, locale=current_locale()))


def percent(basis_points: int | Decimal) -> str:
    """Return a rate such as "0,65%" (65 basis points), in English "0.65%"; at most 3 decimals."""
    return f"{format_decimal(Decimal(basis_points) / 100, locale=current_locale())}%"


def day(on: date, *, weekday: bool = False) -> str:
    """Return "10/12/2026" or "thứ năm 10/12/2026"; in English "10 Dec 2026"."""
    pattern = "dd/MM/yyyy" if current_locale() == "vi" else "d MMM yyyy"
    written = format_date(on, pattern, locale=current_locale())
    if not weekday:
        return written
    name = format_date(on, "EEEE", locale=current_locale())
    return f"{name.lower() if current_locale() == 'vi' else name} {written}"


def near_day(on: date, *, with_lunar: bool) -> str:
    """Return a day of these months: "thứ bảy 5/12 (27/10 âm)"; "Saturday 5 Dec (27/10 lunar)"."""
    vietnamese = current_locale() == "vi"
    pattern = "EEEE d/M" if vietnamese else "EEEE d MMM"
    written = format_date(on, pattern, locale=current_locale())
    if vietnamese:
        written = written.lower()
    return f"{written} ({lunar_day(on)})" if with_lunar else written


def lunar_day(on: date) -> str:
    """Return the lunar date of a day: "27/10 âm", "15/6 nhuận âm"; in English "27/10 lunar"."""
    found = lunar(on)
    leap, name = (" nhuận", "âm") if current_locale() == "vi" else (" leap", "lunar")
    return f"{found.day}/{found.month}{leap if found.leap else ''} {name}"


def weekday_name(weekday: int) -> str:
    """Return "thứ bảy", "Saturday" for 5; 0 is Monday."""
    name = format_date(date(2024, 1, 1 + weekday), "EEEE", locale=current_locale())
    return name.lower() if current_locale() == "vi" else name


def short_day(on: date, *, today: date | None = None) -> str:
    """Return the day without its year: "10/12", in English "10 Dec".

    With `today`, a day that is neither of this year nor of the next month has it: "10/12/2025".
    """
    pattern = "d/M" if current_locale() == "vi" else "d MMM"
    if today and on.year != today.year and _month(on) != _month(today) + 1:
        pattern += "/yyyy" if current_locale() == "vi" else " yyyy"
    return format_date(on, pattern, locale=current_locale())


def _month(on: date) -> int:
    """Return the number of a month, one more for each."""
    return on.year * 12 + on.month


def clock_time(at: time | datetime) -> str:
    """Return the time of day as "8:05" or "17:30"; a datetime must be in the club's zone."""
    return f"{at.hour}:{at.minute:02}"


def in_words(amount: int) -> str:
    """Return đồng in words: 1.005.000 is "một triệu không trăm linh năm nghìn đồng"."""
    words = _in_vietnamese if current_locale() == "vi" else _in_english
    sign = {"vi": "âm ", "en": "minus "}[current_locale()] if amount < 0 else ""
    return f"{sign}{words(abs(amount))} đồng"


def _in_english(number: int) -> str:
    return str(num2words(number, lang="en")).replace(",", "")


def _in_vietnamese(number: int) -> str:
    """Return a number in words, as it stands on slips.

    num2words is right below a thousand, but says "lẻ" where most say "linh", and leaves out the
    "không trăm" of a lower group: 1.005.000 would be "một triệu năm nghìn", which is heard as
    1.500.000. "Không nghìn" keeps 1.000.200 apart from the 1.200.000 of "một triệu hai trăm".
    """
    if number < 1000:
        return str(num2words(number, lang="vi")).replace(" lẻ ", " linh ")
    billions, below = divmod(number, 10**9)
    millions, thousands, ones = below // 10**6, below // 1000 % 1000, below % 1000
    groups = [(millions, "triệu"), (thousands, "nghìn"), (ones, "")]
    parts = [f"{_in_vietnamese(billions)} tỷ"] if billions else []
    for value, unit in groups:
        if value:
            parts.append(f"{_group(value, padded=bool(parts))} {unit}")
        elif unit == "nghìn" and ones:
            parts.append("không nghìn")
    return " ".join(parts).rstrip()


def _group(value: int, *, padded: bool) -> str:
    """Return three digits in words, from the second group on with the hundreds they have not."""
    words = _in_vietnamese(value)
    if value >= 100 or not padded:
        return words
    return f"không trăm {words}" if value >= 10 else f"không trăm linh {words}"


class Form(StrEnum):
    """How somebody wants to be addressed."""

    BAC = "bac"
    ONG = "ong"
    BA = "ba"
    CO = "co"
    CHU = "chu"
    ANH = "anh"
    CHI = "chi"


_SPOKEN = {
    Form.BAC: "bác",
    Form.ONG: "ông",
    Form.BA: "bà",
    Form.CO: "cô",
    Form.CHU: "chú",
    Form.ANH: "anh",
    Form.CHI: "chị",
}
_TITLES = {Form.ONG: "Mr", Form.CHU: "Mr", Form.ANH: "Mr", Form.BA: "Ms", Form.CO: "Ms"} | {
    Form.CHI: "Ms"
}


def default_form(birth_year: int | None, sex: str, this_year: int) -> Form:
    """Return the form of address by age, where none was chosen.

    From 70 ông or bà, from 50 bác, from 35 chú or cô, younger anh or chị; bác where the year, or
    the `sex` ("female" or "male") that the word depends on, is not known.
    """
    if birth_year is None or sex not in {"female", "male"}:
        return Form.BAC
    age = this_year - birth_year
    if age >= 70:
        return Form.BA if sex == "female" else Form.ONG
    if age >= 50:
        return Form.BAC
    if age >= 35:
        return Form.CO if sex == "female" else Form.CHU
    return Form.CHI if sex == "female" else Form.ANH


def voice(form: Form) -> dict[str, str]:
    """Return the words that every text may use: {you}, {You}, {me} and {Me}, the bot.

    A grandmother is "bà" to a bot that calls itself "cháu"; to anh and chị it is "em".
    """
    if current_locale() == "en":
        return {"you": "you", "You": "You", "me": "I", "Me": "I"}
    you, me = _SPOKEN[form], "em" if form in {Form.ANH, Form.CHI} else "cháu"
    return {"you": you, "You": you.capitalize(), "me": me, "Me": me.capitalize()}


def called(name: str, form: Form, village_name: str = "") -> str:
    """Return how somebody is spoken of: "bà Hoa", "bà Hoa Bính"; in English "Ms Hoa" or "Hoa"."""
    known_as = village_name or name.rsplit(maxsplit=1)[-1]
    title = _TITLES.get(form, "") if current_locale() == "en" else _SPOKEN[form]
    return f"{title} {known_as}".strip()


def say(text: str, form: Form, **values: object) -> str:
    """Fill in a translated text: `say(_("…"), form, amount=money(50_000))`.

    The words of `voice` need not be given.
    """
    return sentence(text, **(voice(form) | values))


def sentence(text: str, **values: object) -> str:
    """Fill in a text; a value that opens a sentence gets a capital letter: "Bà Hoa đã nộp"."""

    def capital(opening: re.Match[str]) -> str:
        value = str(values[opening[1]])
        return (value[:1].upper() + value[1:]).replace("{", "{{").replace("}", "}}")

    return _OPENING.sub(capital, text).format_map(values)
