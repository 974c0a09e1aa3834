from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.emergencies import emergency, may_be_nga

FALLS = (
    "bà ngã rồi|Mẹ tôi bị ngã|bi nga|ba te nga|nga roi|té|bị té|mẹ tôi bi nga ngoài sân|"
    "bị ngã ba lần|bị ngã ở ngã tư|o chua bi nga|no bi nga|không, bị ngã rồi"
)
ILLNESS = (
    "méo miệng|meo mieng|đau ngực|dau nguc|khó thở|kho tho qua|đột quỵ|đau tim|dau tim qua|"
    "ong nha toi ngat roi|bà ngất rồi|xỉu rồi|đau nguc lắm|không bị ngã nhưng khó thở|"
    "nôn ra máu|bi ran can|nhồi máu cơ tim"
)
CRIES = (
    "cấp cứu|cap cuu|gọi cấp cứu giúp tôi|goi cap cuu|Cứu tôi với!|cuu toi voi|cứu bà với|"
    "gọi 115 giúp tôi|không, cứu tôi với|chưa gọi cấp cứu được"
)
HELPLESS = (
    "không dậy được|khong day duoc|không thể thở|khong the tho|khong tho duoc|thở không được|"
    "chóng mặt quá không đứng được|chong mat qua khong dung duoc|gọi không dậy|mẹ lịm đi rồi"
)
POISON_AND_DESPAIR = (
    "muốn chết|muon chet|tôi không muốn chết|tự tử|uống thuốc sâu|uong thuoc tru sau|"
    "ong ay uong thuoc sau|không muốn sống nữa|khong muon song nua|chồng tôi treo cổ"
)
ENGLISH = (
    "can't breathe|she fell down|chest pain|help me i fell|Heart attack!|he fainted|"
    "call an ambulance|I cannot stand up, it's an emergency|bà Hoa fell down"
)
TOLD = (FALLS, ILLNESS, CRIES, HELPLESS, POISON_AND_DESPAIR, ENGLISH)


@pytest.mark.parametrize("text", [text for texts in TOLD for text in texts.split("|")])
def test_an_emergency_is_noticed(text: str) -> None:
    assert emergency(text)
    assert emergency(unicodedata.normalize("NFD", text).upper())


NAMES = "|Nga|nga|bà Nga|ba Nga nop 50k|chị Nga bị ốm|bà Nga rồi|Nga xuống rồi ạ|bị Nga mắng"
NO_LONGER_OR_NEVER = (
    "tôi không bị ngã|toi khong bi nga|ko bi nga|bà chưa bị ngã|không ngã|không bị té ngã|"
    "không khó thở|hết đau ngực rồi|không thấy đau ngực|suýt ngã|không cần gọi cấp cứu|"
    "chua can cap cuu|it is not an emergency"
)
EVERYDAY = (
    "ngã ba|nhà ở ngã tư|nga tu|tu tu|từ từ|toi muon tu tu tra|te|té ra là thế|kho|tho|"
    "con no bao nhieu|toi nop 500k|dạy được|ngã giá rồi|việc chưa ngã ngũ|bà ngã bệnh|"
    "uong thuoc sau khi an|uống thuốc sau bữa ăn|mua thuốc trừ sâu|nuoi cuu voi de|"
    "o dau tim|đâu tìm thấy|treo co|chay mau len|dien bi ngat roi|không thờ|cấp mã|cap ma|"
    "i fell behind with it|help|help me|115|con bò sắp chết|giúp tôi với|đau lưng"
)
NONE = (NAMES, NO_LONGER_OR_NEVER, EVERYDAY)


@pytest.mark.parametrize("text", [text for texts in NONE for text in texts.split("|")])
def test_everyday_words_are_no_emergency(text: str) -> None:
    assert not emergency(text)


@pytest.mark.parametrize("text", ["bi nga", "nga roi", "ba Nga roi a", "te nga"])
def test_a_fall_without_marks_may_be_a_name(text: str) -> None:
    assert may_be_nga(text)


@pytest.mark.parametrize("text", ["bị ngã", "bi nga, kho tho", "nga", "dau nguc", "mẹ bi nga"])
def test_a_fall_with_marks_or_with_more_is_a_fall(text: str) -> None:
    assert not may_be_nga(text)


@given(st.text())
def test_nothing_typed_makes_it_stumble(text: str) -> None:
    emergency(text)
    assert not may_be_nga(text) or emergency(text)
