from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from bot import i18n
from bot.i18n import Form, _, ngettext, use_locale


@pytest.fixture
def vietnamese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue of two texts."""
    catalogue = Catalog(locale="vi")
    catalogue.add("Pay {amount}.", "{You} nộp {amount} nhé.")
    catalogue.add(("{count} loan", "{count} loans"), ("{count} khoản vay",))
    written = io.BytesIO()
    write_mo(written, catalogue)
    place = tmp_path / "vi" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.mo").write_bytes(written.getvalue())
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    i18n._catalogue.cache_clear()
    yield
    i18n._catalogue.cache_clear()


@pytest.mark.usefixtures("vietnamese")
def test_a_text_is_said_in_the_language_that_is_spoken() -> None:
    assert _("Pay {amount}.") == "{You} nộp {amount} nhé."
    assert ngettext("{count} loan", "{count} loans", 1) == "{count} khoản vay"
    with use_locale("en"):
        assert _("Pay {amount}.") == "Pay {amount}."
        assert ngettext("{count} loan", "{count} loans", 1) == "{count} loan"
        assert ngettext("{count} loan", "{count} loans", 2) == "{count} loans"


@pytest.mark.usefixtures("vietnamese")
def test_a_text_without_translation_is_said_in_english() -> None:
    assert _("Not in the catalogue.") == "Not in the catalogue."


def test_vietnamese_is_spoken_unless_something_else_is_chosen() -> None:
    assert i18n.current_locale() == "vi"
    with use_locale("en"):
        with use_locale("vi"):
            assert i18n.current_locale() == "vi"
        assert i18n.current_locale() == "en"
    assert i18n.current_locale() == "vi"


def test_the_language_goes_back_when_something_fails() -> None:
    with pytest.raises(RuntimeError), use_locale("en"):
        raise RuntimeError
    assert i18n.current_locale() == "vi"


def test_a_language_without_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"), use_locale("fr"):
        pass


async def test_two_turns_at_once_speak_each_their_own_language() -> None:
    both = asyncio.Barrier(2)

    async def turn(locale: str) -> str:
        with use_locale(locale):
            await both.wait()
            return i18n.money(1000)

    spoken = await asyncio.gather(turn("vi"), turn("en"))
    assert list(spoken) == ["1.000\u00a0đ", "1,000\u00a0đ"]


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (0, "0\u00a0đ", "0\u00a0đ"),
        (50_000, "50.000\u00a0đ", "50,000\u00a0đ"),
        (1_234_567, "1.234.567\u00a0đ", "1,234,567\u00a0đ"),
        (-50_000, "-50.000\u00a0đ", "-50,000\u00a0đ"),
    ],
)
def test_money_in_figures(amount: int, vi: str, en: str) -> None:
    assert i18n.money(amount) == vi
    with use_locale("en"):
        assert i18n.money(amount) == en


@pytest.mark.parametrize(
    ("basis_points", "vi", "en"), [(65, "0,65%", "0.65%"), (100, "1%", "1%"), (50, "0,5%", "0.5%")]
)
def test_a_rate_in_percent(basis_points: int, vi: str, en: str) -> None:
    assert i18n.percent(basis_points) == vi
    with use_locale("en"):
        assert i18n.percent(basis_points) == en


def test_a_day_and_an_hour() -> None:
    on = date(2026, 12, 10)
    assert i18n.day(on) == "10/12/2026"
    assert i18n.short_day(on) == "10/12"
    assert i18n.day(on, weekday=True) == "thứ năm 10/12/2026"
    assert i18n.day(date(2026, 3, 1), weekday=True) == "chủ nhật 01/03/2026"
    assert i18n.clock_time(time(8, 5)) == "8:05"
    assert i18n.clock_time(datetime(2026, 12, 10, 17, 30)) == "17:30"  # noqa: DTZ001  on the wall
    with use_locale("en"):
        assert i18n.day(on) == "10 Dec 2026"
        assert i18n.short_day(on) == "10 Dec"
        assert i18n.day(on, weekday=True) == "Thursday 10 Dec 2026"


@pytest.mark.parametrize(
    ("on", "today", "vi", "en"),
    [
        (date(2026, 2, 9), date(2026, 12, 31), "9/2", "9 Feb"),
        (date(2027, 1, 31), date(2026, 12, 1), "31/1", "31 Jan"),
        (date(2027, 2, 1), date(2026, 12, 31), "1/2/2027", "1 Feb 2027"),
        (date(2026, 12, 9), date(2027, 1, 1), "9/12/2026", "9 Dec 2026"),
    ],
)
def test_a_day_of_this_year_or_the_next_month_goes_without_its_year(
    on: date, today: date, vi: str, en: str
) -> None:
    assert i18n.short_day(on, today=today) == vi
    with use_locale("en"):
        assert i18n.short_day(on, today=today) == en


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (15, "mười lăm"),
        (105, "một trăm linh năm"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (10_000, "mười nghìn"),
        (15_000, "mười lăm nghìn"),
        (20_000, "hai mươi nghìn"),
        (21_000, "hai mươi mốt nghìn"),
        (24_000, "hai mươi bốn nghìn"),
        (27_500, "hai mươi bảy nghìn năm trăm"),
        (44_000, "bốn mươi bốn nghìn"),
        (55_000, "năm mươi lăm nghìn"),
        (101_000, "một trăm linh một nghìn"),
        (105_000, "một trăm linh năm nghìn"),
        (115_000, "một trăm mười lăm nghìn"),
        (1_000_200, "một triệu không nghìn hai trăm"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (1_200_000, "một triệu hai trăm nghìn"),
        (1_500_000, "một triệu năm trăm nghìn"),
        (10_000_001, "mười triệu không nghìn không trăm linh một"),
        (105_000_000, "một trăm linh năm triệu"),
        (1_000_000_000, "một tỷ"),
        (2_000_005_000, "hai tỷ không trăm linh năm nghìn"),
        (1_000_000_000_000, "một nghìn tỷ"),
    ],
)
def test_money_in_vietnamese_words(amount: int, words: str) -> None:
    assert i18n.in_words(amount) == f"{words} đồng"
    if amount:
        assert i18n.in_words(-amount) == f"âm {words} đồng"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "zero"),
        (21_000, "twenty-one thousand"),
        (105_000, "one hundred and five thousand"),
        (1_500_000, "one million five hundred thousand"),
        (-5, "minus five"),
    ],
)
def test_money_in_english_words(amount: int, words: str) -> None:
    with use_locale("en"):
        assert i18n.in_words(amount) == f"{words} đồng"


@given(st.integers(0, 10**13), st.integers(0, 10**13), st.sampled_from(i18n.LOCALES))
def test_two_sums_never_sound_the_same(one: int, other: int, locale: str) -> None:
    with use_locale(locale):
        assert (i18n.in_words(one) == i18n.in_words(other)) is (one == other)


@given(st.integers(0, 10**13))
def test_no_foreign_word_gets_into_vietnamese_words(amount: int) -> None:
    known = (
        "không một hai ba bốn năm sáu bảy tám chín mười mươi mốt lăm linh trăm nghìn triệu tỷ đồng"
    )
    assert set(i18n.in_words(amount).split()) <= set(known.split())


@pytest.mark.parametrize(
    ("age", "woman", "man"),
    [
        (95, "ba", "ong"),
        (70, "ba", "ong"),
        (69, "bac", "bac"),
        (50, "bac", "bac"),
        (49, "co", "chu"),
        (35, "co", "chu"),
        (34, "chi", "anh"),
        (18, "chi", "anh"),
    ],
)
def test_people_are_addressed_by_age_and_sex(age: int, woman: str, man: str) -> None:
    assert i18n.default_form(2026 - age, "female", 2026) == woman
    assert i18n.default_form(2026 - age, "male", 2026) == man


def test_people_of_unknown_age_or_sex_are_addressed_as_bac() -> None:
    assert i18n.default_form(None, "female", 2026) is Form.BAC
    assert i18n.default_form(1990, "", 2026) is Form.BAC


@pytest.mark.parametrize(
    ("form", "you", "me"),
    [
        (Form.BAC, "bác", "cháu"),
        (Form.ONG, "ông", "cháu"),
        (Form.BA, "bà", "cháu"),
        (Form.CO, "cô", "cháu"),
        (Form.CHU, "chú", "cháu"),
        (Form.ANH, "anh", "em"),
        (Form.CHI, "chị", "em"),
    ],
)
def test_the_bot_is_a_younger_relative(form: Form, you: str, me: str) -> None:
    assert i18n.say("{me} chào {you}. {You}, {Me}!", form) == (
        f"{me.capitalize()} chào {you}. {you.capitalize()}, {me.capitalize()}!"
    )
    with use_locale("en"):
        assert i18n.say("{Me} greet {you}. {You} and {me}.", form) == "I greet you. You and I."


@pytest.mark.parametrize(
    ("form", "village", "vi", "en"),
    [
        (Form.BA, "", "bà Hoa", "Ms Hoa"),
        (Form.BA, "Hoa Bính", "bà Hoa Bính", "Ms Hoa Bính"),
        (Form.BAC, "", "bác Hoa", "Hoa"),
        (Form.ONG, "", "ông Hoa", "Mr Hoa"),
        (Form.CHI, "", "chị Hoa", "Ms Hoa"),
    ],
)
def test_people_are_spoken_of_by_given_or_village_name(
    form: Form, village: str, vi: str, en: str
) -> None:
    assert i18n.called("Nguyễn Thị Hoa", form, village) == vi
    with use_locale("en"):
        assert i18n.called("Nguyễn Thị Hoa", form, village) == en


def test_a_text_is_filled_with_values_and_never_with_what_stands_in_them() -> None:
    said = i18n.say("{who} đã nộp {amount}. {You} xem nhé.", Form.CO, who="bà {you}", amount="5 đ")
    assert said == "Bà {you} đã nộp 5 đ. Cô xem nhé."
    assert i18n.say("Chào {who}", Form.CO, who="bà Hoa") == "Chào bà Hoa"
    with pytest.raises(KeyError):
        i18n.say("{nobody}", Form.CO)


def test_a_value_that_opens_a_sentence_is_capital() -> None:
    assert i18n.sentence("{a} nộp. {a} nhận, {a} ký.", a="bà Hoa") == (
        "Bà Hoa nộp. Bà Hoa nhận, bà Hoa ký."
    )
    assert i18n.sentence("Hôm nay: {a}", a="bà Hoa") == "Hôm nay: bà Hoa"
    assert i18n.sentence("{a}", a="ạ {a}") == "Ạ {a}"
