"""Thanks and "ok" are answered warmly, and never taken for a yes about money."""

from __future__ import annotations

import pytest

from tests.village import Village

THANKS = (
    "cam on chau",
    "cảm ơn",
    "ok",
    "👍",
    "👍🏽",
    "thank you",
    "dạ vâng",
    "Cảm ơn cháu nhiều!",
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Words mean the same on every database."""
    return sqlite_url


@pytest.mark.parametrize("words", THANKS)
async def test_thanks_are_answered_where_nothing_is_asked(village: Village, words: str) -> None:
    await village(f"""
        hoa > {words}
        hoa < Thank you, too!
        lan > {words}
        lan < Thank you, too!
    """)


@pytest.mark.parametrize("words", ["cam on chau", "ok", "👍", "OK cháu", "oke", "thank you"])
async def test_a_thumb_or_an_okay_is_no_yes_about_money(village: Village, words: str) -> None:
    """What may be meant as a yes is not thanked for where something is asked."""
    thanks = "Thank you, too! … " if words in ("cam on chau", "thank you") else ""
    await village(f"""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > {words}
        hoa < {thanks}500,000 đ … Is that right?
        hoa # Yes, 500,000 đ
        hoa < Whom did you give it to?
        hoa > {words}
        hoa < {thanks}Whom did you give it to?
        lan > bình
        lan < Vi Văn Bình
        lan # Receive 50,000 đ
        lan < Is that right?
        lan > {words}
        lan < {thanks}Mr Bình: 50,000 đ … Is that right?
        lan # Another sum
        lan < How much did Mr Bình hand over?
        lan > {words}
        lan < {thanks}How much did Mr Bình hand over?
    """)


async def test_on_a_shared_phone_thanks_take_no_question_s_place(village: Village) -> None:
    await village.join("tam", "Đinh Thị Tám", phone="house")
    await village.join("nam", "Đinh Văn Năm", sex="male", phone="house")
    await village.lend("tam")
    await village("""
        house > con no bao nhieu
        house < Who is holding the phone
        house > ok
        house < Who is holding the phone
        house # Ms Tám
        house < You still have 5,000,000 đ
    """)


async def test_a_yes_in_words_still_is_one(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > dạ vâng
        hoa < Whom did you give it to?
    """)


async def test_what_comes_next_is_still_offered_after_thanks(village: Village) -> None:
    await village("""
        hoa > balance
        hoa < You still have
        hoa > cảm ơn
        hoa < Thank you, too!
        hoa # How it is counted
        hoa < You still hold
    """)
