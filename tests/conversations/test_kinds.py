"""Voices, pictures, stickers and changed messages: each is met with a helpful word."""

from __future__ import annotations

import pytest

from bot.storage import entries
from tests.village import Village

WORDS = {
    "voice": "I cannot listen yet.",
    "photo": "I cannot look at pictures yet.",
    "sticker": "Thank you",
    "edited": "I only read new messages",
    "unsupported": "I can only read what is written.",
    "of a kind to come": "I can only read what is written.",
}
kinds = pytest.mark.parametrize(("kind", "word"), WORDS.items())


async def arrives(village: Village, chat: str, kind: str, text: str = "") -> None:
    """Let something else than words arrive; what is changed afterwards has words all the same."""
    await village.say(chat, text, kind=kind)


@kinds
async def test_with_nothing_open_the_menu_follows(village: Village, kind: str, word: str) -> None:
    await arrives(village, "hoa", kind)
    await village(f"""
        hoa < {word} … What can I do for you?
        hoa # How much do I still
        hoa < 5,000,000 đ
    """)
    await arrives(village, "hoa", kind)  # what comes handy next is no question
    await village(f"hoa < {word} … What can I do for you?")


@kinds
async def test_an_open_question_is_kept_and_repeated(
    village: Village, kind: str, word: str
) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ … Is that right?
    """)
    await arrives(village, "hoa", kind)
    await village(f"""
        hoa < {word} … 500,000 đ … Is that right?
        hoa # Yes
        hoa < Whom did you give it to?
    """)


@kinds
async def test_so_is_one_that_waits_for_words(village: Village, kind: str, word: str) -> None:
    await village("""
        hoa > tôi đã nộp tiền
        hoa < How much did you pay?
    """)
    await arrives(village, "hoa", kind)
    await village(f"""
        hoa < {word} … How much did you pay?
        hoa > 500k
        hoa < 500,000 đ … Is that right?
    """)


@kinds
async def test_strangers_get_a_fitting_word(village: Village, kind: str, word: str) -> None:
    await arrives(village, "new", kind)
    await village(f"new < {word} … Hello … 4827 1593")


@kinds
async def test_on_a_shared_phone_it_is_said_before_who_is_asked(
    village: Village, kind: str, word: str
) -> None:
    await village.link("binh", "hoa")
    await arrives(village, "hoa", kind)
    await village(f"hoa < {word} … Who is holding the phone, please?")
    await arrives(village, "hoa", kind)  # "Bà Hoa đây", as she said it
    await village(f"""
        hoa < {word} … Who is holding the phone, please?
        hoa # Ms Hoa
        hoa < What can I do for you?
    """)


async def test_and_what_was_asked_before_is_still_answered(village: Village) -> None:
    await village.link("binh", "hoa")
    await village("""
        hoa > con no bao nhieu
        hoa < Who is holding the phone, please?
    """)
    await arrives(village, "hoa", "voice")
    await village("""
        hoa < I cannot listen yet. … Who is holding the phone, please?
        hoa # Ms Hoa
        hoa < You still have 5,000,000 đ
    """)


@kinds
async def test_a_group_hears_nothing_but_the_one_line(
    village: Village, kind: str, word: str
) -> None:
    await village.say("group", "", kind=kind, group=True)
    await village("group < Please write to me in private")


# --- Words beside it -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["photo", "voice", "unsupported"])
async def test_words_below_a_picture_are_as_good_as_typed(village: Village, kind: str) -> None:
    await arrives(village, "hoa", kind, "con no bao nhieu")
    await arrives(village, "new", kind, "con no bao nhieu")
    await arrives(village, "lan", kind, "Bình")
    await arrives(village, "lan", kind, "chẳng hiểu")
    await village("""
        hoa < You still have 5,000,000 đ
        new < Hello
        lan < Vi Văn Bình
        lan < I did not understand that yet.
    """)


async def test_a_message_changed_afterwards_counts_for_nothing(village: Village) -> None:
    await village.link("binh", "house")
    await village.join("tam", "Đinh Thị Tám", phone="house")
    await village("""
        lan > bình
        lan < Vi Văn Bình
        lan # Receive
        lan < Is that right?
        house > con no bao nhieu
        house < Who is holding
    """)
    for chat, text in (("lan", "1"), ("lan", "đúng"), ("lan", "huỷ"), ("house", "1")):
        await arrives(village, chat, "edited", text)
    await village("""
        lan < I only read new messages … Is that right?
        lan < I only read new messages … Is that right?
        lan < I only read new messages … Is that right?
        house < I only read new messages … Who is holding the phone, please?
    """)
    async with village.database.read() as db:
        assert {one.kind for one in await entries.latest(db, village.club, 10)} <= {"opening"}


@pytest.mark.parametrize("kind", WORDS)
async def test_an_emergency_is_heard_beside_anything(village: Village, kind: str) -> None:
    await arrives(village, "hoa", kind, "cứu với, bà ấy bị ngã")
    await village("""
        hoa < Call 115 now!
        minh < wrote to me of an emergency
    """)


# --- Commands of the messenger's own menu --------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/start", "What can I do for you?"),
        ("/menu", "What can I do for you?"),
        ("/con_no", "You still have 5,000,000 đ"),
        ("/balance", "You still have 5,000,000 đ"),
        ("/nop_tien", "How much did you pay?"),
        ("/paid", "How much did you pay?"),
        ("/phieu", "You have no slips yet."),
        ("/slips@tugiup_bot", "You have no slips yet."),
        ("/giup", "Just write to me as you speak"),
        ("/help", "Just write to me as you speak"),
    ],
)
async def test_a_command_of_the_menu_works(village: Village, command: str, answer: str) -> None:
    await village(f"""
        hoa > {command}
        hoa < {answer}
    """)
