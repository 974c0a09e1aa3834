"""Half-way through joining: other words do not undo what was answered already."""

from __future__ import annotations

import pytest

from tests.conversations.test_joining import DOES_NOT_WORK, code_of, kinds
from tests.village import Village

BIRTH = "In which year were you born?"
WHO = "The club keeps your name … Who is holding the phone?"
REMINDERS = "May I remind you of paying days and meetings?"

COMMANDS = ["cấp mã Hoa", "con no bao nhieu", "menu", "/start", "tôi nộp 500k", "xin chào"]


async def come_to(village: Village, question: str) -> str:
    """Let somebody new answer until `question` is asked; return the code."""
    code = await code_of(village, "binh")
    for text, asked in ((code, BIRTH), ("1950", WHO), ("1", REMINDERS)):
        await village.say("new", text)
        village.hears("new", asked)
        if asked == question:
            break
    return code


@pytest.mark.parametrize("written", COMMANDS)
@pytest.mark.parametrize("question", [BIRTH, WHO, REMINDERS])
async def test_a_command_has_to_wait_until_somebody_has_joined(
    village: Village, question: str, written: str
) -> None:
    await come_to(village, question)
    await village(f"""
        new > {written}
        new < Let us finish joining first. … {question}
    """)


async def test_after_a_command_the_button_that_is_still_there_goes_on(village: Village) -> None:
    await come_to(village, WHO)
    agree = village.key("new", "I am Mr Bình, I agree")
    await village(f"""
        new > cấp mã Hoa
        new < Let us finish joining first. … {WHO}
    """)
    assert village.key("new", "I am Mr Bình, I agree") == agree
    await village(f"""
        new # I am Mr Bình, I agree
        new < {REMINDERS}
        new > menu
        new < Let us finish joining first. … {REMINDERS}
        new # Yes
        new < Welcome, Mr Bình!
    """)
    assert await kinds(village, "binh") == ["self"]


async def test_who_waits_for_the_secretary_goes_on_waiting(village: Village) -> None:
    await come_to(village, BIRTH)
    await village("""
        new > 1948
        new < I have asked Thu to look
        thu < Mr Bình is joining.
        new > con no bao nhieu
        new < Let us finish joining first. … I have asked Thu to look
        thu # The right person
        thu < Thank you.
        new < Who is holding the phone?
    """)


@pytest.mark.parametrize("written", ["/help", "trợ giúp"])
async def test_help_says_who_helps_and_the_question_stays(village: Village, written: str) -> None:
    await come_to(village, WHO)
    await village(f"""
        new > {written}
        new < The secretary … helps you … “cancel” … {WHO}
        new > 1
        new < {REMINDERS}
    """)


@pytest.mark.parametrize(
    ("question", "written"),
    [(BIRTH, "/cancel"), (BIRTH, "rời câu lạc bộ"), (REMINDERS, "/stop")],
)
async def test_who_wants_to_stop_is_let_go_and_told_how_to_come_back(
    village: Village, question: str, written: str
) -> None:
    code = await come_to(village, question)
    await village(f"""
        new > {written}
        new < All right, I keep nothing. … write me the code again.
        new > con no bao nhieu
        new < Hello
        new > {code}
        new < {BIRTH}
    """)
    assert await kinds(village, "binh") == []


async def test_another_language_may_be_chosen_half_way(village: Village) -> None:
    code = await come_to(village, WHO)
    await village(f"""
        new > english
        new < From now on I speak English. Please write me your joining code.
        new > {code}
        new < {BIRTH}
    """)


async def test_a_stranger_who_presses_an_old_button_hears_what_to_do(village: Village) -> None:
    code = await come_to(village, WHO)
    await village(f"""
        new # Never mind
        new < All right, I keep nothing.
        new # I am Mr Bình, I agree
        new < That button does not work any more. To join, please write me the joining code.
        new > con no bao nhieu
        new < Hello
        new # I am Mr Bình, I agree
        new < That button does not work any more. To join, please write me the joining code.
        new > {code}
        new < {BIRTH}
        new # I am Mr Bình, I agree
        new < That one was answered already. … {BIRTH}
    """)


async def test_a_code_that_ended_half_way_ends_the_questions_too(village: Village) -> None:
    for question in (BIRTH, WHO, REMINDERS):
        await come_to(village, question)
        await code_of(village, "binh")
        await village(f"""
            new > {"1950" if question == BIRTH else "1"}
            new < {DOES_NOT_WORK}
            new > con no bao nhieu
            new < Hello
        """)


async def test_who_has_a_phone_already_may_leave_the_joining_of_another(village: Village) -> None:
    await village(f"""
        thu > {await code_of(village, "binh")}
        thu < {BIRTH}
        thu > menu
        thu < What can I do for you?
    """)


async def test_what_cannot_be_read_is_not_thanked_for_twice(village: Village) -> None:
    await come_to(village, BIRTH)
    await village.say("new", "", kind="sticker")
    heard = village.hears("new", f"Thank you, that is kind … {BIRTH}")
    assert heard.text.count("Thank") == 1
