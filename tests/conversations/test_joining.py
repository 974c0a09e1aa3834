"""From a code on paper to a phone that is hers."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.chat import Incoming
from bot.storage import consents, files
from bot.storage import tables as t
from tests.enrolment import code_for
from tests.village import Village, address, plain

DOES_NOT_WORK = "This code does not work. Please ask the secretary for a new one."


async def code_of(village: Village, short: str) -> str:
    """Return a fresh code as it is shown."""
    return (await code_for(village, short)).shown


async def join(village: Village, chat: str, short: str, who: str = "1") -> None:
    """Go through the whole joining on a phone; what is said there is not looked at."""
    for text in (await code_of(village, short), "1950", who, "yes"):
        await village.say(chat, text)
    village.phones.by_chat[chat].unread.clear()


async def kinds(village: Village, short: str) -> list[str]:
    """Return how phones are tied to a member now."""
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Link.kind).where(
                t.Link.member_id == village.ids[short], t.Link.until.is_(None)
            )
        )
        return list(rows.scalars())


async def agreed(village: Village, short: str) -> dict[str, bool]:
    async with village.database.read() as db:
        latest = await consents.latest(db, village.ids[short])
    return {purpose: one.given for purpose, one in latest.items()}


async def change(village: Village, short: str, **values: Any) -> None:
    """Change what the roster says of a member."""
    async with village.database.write() as db:
        await db.execute(
            update(t.Member).where(t.Member.id == village.ids[short]).values(**values)
        )


# --- The secretary gives a code ------------------------------------------------------------------


async def test_the_secretary_gets_a_code_to_pass_on_and_a_picture_to_print(
    village: Village,
) -> None:
    await village.say("thu", "cấp mã cho bác Bình")
    given = village.hears("thu", "Mr Bình's joining code: … once, until 5 Jan 2027.")
    shown = re.findall(r"\d{4}\u00a0\d{4}", given.text)  # never broken over two lines
    assert "before" not in given.text
    async with village.database.read() as db:
        picture = await files.get(db, given.image, village.clock.now)
    assert len(shown) == 1
    assert picture
    assert picture.mime == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    await village(f"""
        new > {shown[0]}
        new < In which year were you born?
    """)


async def test_the_secretary_is_asked_for_whom_and_which_one(village: Village) -> None:
    await village.join("hoa2", "Trần Thị Hoa", hamlet="xóm 5", phone=None)
    await village("""
        thu > /menu
        thu < What can I do for you?
        thu # The board
        thu < The board's work.
        thu # Give out a joining code
        thu < For whom? Part of the name is enough.
        thu > zzz
        thu < I find nobody of that name in the club.
        thu > hoa
        thu < Which one do you mean?
        thu # Trần Thị Hoa (xóm 5)
        thu < Ms Hoa's joining code:
    """)


async def test_a_members_card_leads_to_her_code(village: Village) -> None:
    await village("""
        thu > Bình
        thu < Vi Văn Bình
        thu # Give out a joining code
        thu < Mr Bình's joining code:
        thu # A code for somebody else
        thu < For whom?
    """)


async def test_only_who_enrols_gives_out_codes_and_the_others_hear_who_does(
    village: Village,
) -> None:
    await village("""
        lan > cấp mã cho Bình
        lan < Joining codes are given out by Thu, Mr Minh.
        hoa > cấp mã cho Bình
        hoa < That is the board's work.
    """)


async def test_who_gives_out_a_second_code_hears_that_the_first_one_ended(
    village: Village,
) -> None:
    ended = "The code given before for Mr Bình does not work any more."
    await village(f"""
        thu > cấp mã cho Bình
        thu < Mr Bình's joining code:
        thu > cấp mã cho Bình
        thu < Mr Bình's joining code: … {ended}
    """)
    village.clock.pass_by(days=45)
    await village.say("thu", "cấp mã cho Bình")
    assert ended not in plain(village.hears("thu", "Mr Bình's joining code:").text)


async def test_a_new_code_puts_an_end_to_the_older_one(village: Village) -> None:
    older = await code_of(village, "binh")
    newer = await code_of(village, "binh")
    await village(f"""
        new > {older}
        new < {DOES_NOT_WORK}
        thu < Somebody tried the joining code of Mr Bình, but it does not work any more.
        new > {newer}
        new < In which year were you born?
    """)


# --- The member joins ----------------------------------------------------------------------------


async def test_a_stranger_is_asked_for_the_code_whatever_she_writes(village: Village) -> None:
    await village("""
        new > xin chào
        new < Hello, I am the assistant … code that the secretary gave you, for example 4827 1593.
        new > con no bao nhieu
        new < Hello
        new > /start
        new < Hello
    """)
    await village.say("new", "", kind="photo")
    village.hears("new", "Hello")


async def test_an_emergency_is_answered_before_anybody_joined(village: Village) -> None:
    await village("""
        new > bà tôi bị ngã
        new < Call 115 now!
    """)


@pytest.mark.parametrize("born", ["1950", "50", "sinh năm 1950", "76 tuổi", "77 tuổi", "75 tuoi"])
async def test_joining_asks_for_the_year_of_birth_the_consent_and_reminders(
    village: Village, born: str
) -> None:
    await village(f"""
        new > {await code_of(village, "binh")}
        new < In which year were you born?
        new > {born}
        new < The club keeps your name … Only you and the board see them … Who is holding
        new # I am Mr Bình, I agree
        new < May I remind you of paying days and meetings?
        new # Yes
        new < Welcome, Mr Bình!
        new # How much do I still have to pay?
        new < You still have 5,000,000 đ to pay to the fund.
    """)
    assert await kinds(village, "binh") == ["self"]
    assert await agreed(village, "binh") == {"money": True, "reminders": True}


async def test_the_link_of_a_picture_joins_too(village: Village) -> None:
    code = (await code_of(village, "binh")).replace(" ", "")
    await village(f"""
        new > /start {code}
        new < In which year were you born?
        new > sáng nay
        new < Just the year, please
        new > 1950
        new < Who is holding the phone?
    """)


async def test_any_year_will_do_where_the_roster_has_none(village: Village) -> None:
    await change(village, "binh", birth_year=None)
    await village(f"""
        new > {await code_of(village, "binh")}
        new < In which year were you born?
        new > 1948
        new < Who is holding the phone?
    """)


async def test_reminders_may_be_declined_apart(village: Village) -> None:
    await village(f"""
        new > {await code_of(village, "binh")}
        new < year
        new > 1950
        new < Who is holding
        new > 1
        new < May I remind you
        new > không
        new < Welcome
    """)
    assert await agreed(village, "binh") == {"money": True, "reminders": False}


async def test_who_does_not_agree_leaves_no_trace_and_may_come_back(village: Village) -> None:
    code = await code_of(village, "binh")
    await village(f"""
        new > {code}
        new < year
        new > 1950
        new < Who is holding
        new # Never mind
        new < All right, I keep nothing. The code works until 5 Jan 2027.
        new > con no bao nhieu
        new < Hello
        new > {code}
        new < year
    """)
    assert await kinds(village, "binh") == []
    assert await agreed(village, "binh") == {}


async def test_a_helper_is_written_down_as_one_and_acts_for_that_member(village: Village) -> None:
    await join(village, "grandson", "binh", who="2")
    await village("""
        grandson > con no bao nhieu
        grandson < You still have 5,000,000 đ to pay to the fund.
    """)
    assert await kinds(village, "binh") == ["helper"]
    assert await agreed(village, "binh") == {"money": True, "reminders": True, "helper": True}


async def test_a_helper_of_an_officer_holds_no_office(village: Village) -> None:
    await village.join("son", "Lý Văn Sơn", "treasurer", sex="male", phone=None)
    await join(village, "grandson", "son", who="2")
    await village("""
        grandson > /menu
        grandson < What can I do for you?
        grandson > nhận tiền
        grandson < That is the board's work.
        grandson > Hoa
        grandson < I did not understand that yet.
    """)
    assert "The board" not in {choice.label for choice in village.choices("grandson")}


async def test_a_code_serves_one_phone_even_when_two_are_half_way(village: Village) -> None:
    code = await code_of(village, "binh")
    for chat in ("one", "two"):
        for text in (code, "1950", "1"):
            await village.say(chat, text)
        village.phones.by_chat[chat].unread.clear()
    await village(f"""
        one > yes
        one < Welcome, Mr Bình!
        two > yes
        two < {DOES_NOT_WORK}
        two > con no bao nhieu
        two < Hello
    """)
    assert await kinds(village, "binh") == ["self"]


async def test_of_two_last_answers_at_once_one_joins(village: Village) -> None:
    code = await code_of(village, "binh")
    for chat in ("one", "two"):
        for text in (code, "1950", "1"):
            await village.say(chat, text)
        village.phones.by_chat[chat].unread.clear()
    await asyncio.gather(village.say("one", "yes"), village.say("two", "yes"))
    await village.delivery.deliver()
    heard = [plain(village.phones.by_chat[chat].last[-1].text) for chat in ("one", "two")]
    assert sorted(text.startswith("Welcome") for text in heard) == [False, True]
    assert DOES_NOT_WORK in " ".join(heard)
    assert await kinds(village, "binh") == ["self"]


async def test_a_code_is_taken_in_the_middle_of_another_dialogue(village: Village) -> None:
    await village(f"""
        thu > cấp mã
        thu < For whom? Part of the name is enough.
        thu > {await code_of(village, "binh")}
        thu < In which year were you born?
    """)


async def test_another_code_may_follow_before_the_year(village: Village) -> None:
    await village.join("mai", "Lò Thị Mai", birth_year=1949, phone=None)
    await village(f"""
        new > {await code_of(village, "binh")}
        new < In which year were you born?
        new > {await code_of(village, "mai")}
        new < In which year were you born?
        new > 1949
        new < Who is holding the phone?
        new # I am Ms Mai, I agree
        new < May I remind you
    """)


async def test_her_other_phone_hears_that_a_new_one_joined(village: Village) -> None:
    await join(village, "tablet", "hoa")
    await village("""
        hoa < Another phone has just joined in your name. … please tell the secretary.
    """)


async def test_the_secretary_herself_is_told_whom_else_to_tell(village: Village) -> None:
    await change(village, "thu", birth_year=1950)
    await join(village, "tablet", "thu")
    village.hears("thu", "Another phone has just joined in your name. … please tell Mr Minh.")


@pytest.mark.parametrize(("deputy", "told"), [("Ngân", "Ms Ngân"), ("", "Tư")])
async def test_a_head_who_is_secretary_too_is_told_to_tell_the_deputy_or_the_accountant(
    village: Village, deputy: str, told: str
) -> None:
    if deputy:
        await village.join("ngan", deputy, "deputy", phone=None)
    async with village.database.write() as db:
        minh, thu = village.ids["minh"], village.ids["thu"]
        await db.execute(update(t.Role).where(t.Role.member_id == thu).values(member_id=minh))
    await change(village, "minh", birth_year=1950)
    await join(village, "tablet", "minh")
    village.hears("minh", f"Another phone has just joined in your name. … please tell {told}.")


async def test_her_code_used_in_one_more_place_is_news_for_the_head_as_well(
    village: Village,
) -> None:
    await change(village, "thu", birth_year=1950)
    code = await code_of(village, "thu")
    for chat in ("tablet", "other_tablet"):
        for text in (code, "1950", "1", "yes"):
            await village.say(chat, text)
    texts = [
        plain(one.text) for chat in ("thu", "tablet") for one in village.phones.by_chat[chat].last
    ]
    assert any("one more place" in text and "please tell Mr Minh." in text for text in texts)


# --- A year of birth that does not fit -----------------------------------------------------------


async def mismatch(village: Village) -> str:
    """Let somebody with Bình's code tell another year; return the code."""
    code = await code_of(village, "binh")
    await village(f"""
        new > {code}
        new < In which year were you born?
        new > 1948
        new < The club's book has another year, which happens often. I have asked Thu
        thu < Mr Bình is joining. Born 1948, says the phone; the book says 1950. Is it Mr Bình?
    """)
    return code


async def test_a_year_that_does_not_fit_goes_to_the_secretary_for_one_tap(
    village: Village,
) -> None:
    await mismatch(village)
    await village("""
        new > sao lâu thế
        new < I have asked Thu to look, and write to you here.
        thu # The right person
        thu < Thank you. Mr Bình can go on now.
        new < The club keeps your name … Who is holding the phone?
        new # I am Mr Bình, I agree
        new < May I remind you
        new # No
        new < Welcome, Mr Bình!
        thu # The right person
        thu < You already chose
    """)
    assert await kinds(village, "binh") == ["self"]


async def test_after_the_secretarys_yes_any_word_leads_on(village: Village) -> None:
    await mismatch(village)
    await village("""
        thu # The right person
        thu < Thank you.
        new < Who is holding the phone?
        new > tôi đây
        new < Who is holding the phone?
        new > 1
        new < May I remind you
        new > yes
        new < Welcome, Mr Bình!
        new # I am Mr Bình, I agree
        new < answered already
    """)


async def test_a_new_code_may_be_tried_while_the_secretary_looks(village: Village) -> None:
    await mismatch(village)
    await village(f"""
        new > {await code_of(village, "binh")}
        new < In which year were you born?
        new > 1950
        new < Who is holding the phone?
    """)


async def test_a_yes_to_one_code_does_not_serve_another(village: Village) -> None:
    await village.join("mai", "Lò Thị Mai", birth_year=1949, phone=None)
    await mismatch(village)
    await village(f"""
        thu # The right person
        thu < Thank you.
        new < Who is holding the phone?
        new > {await code_of(village, "mai")}
        new < In which year were you born?
        new > 1930
        new < The club's book has another year
        thu < Ms Mai is joining.
        new > tôi đây
        new < The secretary is still looking.
    """)


async def test_the_secretarys_no_ends_the_code_kindly(village: Village) -> None:
    code = await mismatch(village)
    await village(f"""
        thu # Somebody else
        thu < Nobody can join with that code any more.
        new < The secretary says that this code is for somebody else. Please ask her again.
        new > {code}
        new < {DOES_NOT_WORK}
        thu < Somebody tried the joining code of Mr Bình
    """)


async def test_the_secretarys_yes_comes_too_late_for_a_dead_code(village: Village) -> None:
    await mismatch(village)
    await code_of(village, "binh")
    await village(f"""
        thu # The right person
        thu < That code is not in use any more.
        new > tôi đây
        new < {DOES_NOT_WORK}
    """)


async def test_an_answer_given_again_after_joining_changes_nothing(village: Village) -> None:
    await mismatch(village)
    await village("""
        thu # The right person
        thu < Thank you.
        new < Who is holding the phone?
    """)
    agree = village.key("new", "I am Mr Bình")
    for pressed in (agree, ""):
        message = f"first {pressed}"
        await village.send(
            Incoming(address=address("new"), message=message, pressed=pressed, text="yes")
        )
    village.phones.by_chat["new"].unread.clear()
    await village.send(Incoming(address=address("new"), message="again", pressed=agree))
    village.hears("new", "That is done: this phone has joined.")
    assert await kinds(village, "binh") == ["self"]


async def test_without_anybody_to_ask_the_year_is_asked_again(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(
            update(t.Link)
            .where(t.Link.member_id.in_([village.ids["thu"], village.ids["minh"]]))
            .values(until=village.clock.now)
        )
    await village(f"""
        new > {await code_of(village, "binh")}
        new < In which year
        new > 1948
        new < The club's book has another year. Please try the year on your card
        new > 1950
        new < Who is holding the phone?
    """)


async def test_on_her_own_phone_the_secretary_is_asked_at_once(village: Village) -> None:
    await village(f"""
        thu > {await code_of(village, "binh")}
        thu < In which year
        thu > 1948
        thu < Mr Bình is joining. Born 1948, says the phone; the book says 1950.
        thu > 1
        thu < Who is holding the phone?
        thu > 1
        thu < May I remind you
        thu > yes
        thu < Welcome, Mr Bình! … Several people use this phone … never send a sum
        thu > con no bao nhieu
        thu < You still have 5,000,000 đ to pay to the fund.
    """)


async def test_a_member_of_another_club_is_nobody_to_this_secretary(village: Village) -> None:
    await mismatch(village)
    other_village = Village(village.database)
    await other_village.found(key="khac")
    await other_village.join("xa", "Đỗ Thị Xa", phone=None)
    async with village.database.write() as db:
        await db.execute(
            update(t.JoiningCode)
            .where(t.JoiningCode.member_id == village.ids["binh"])
            .values(member_id=other_village.ids["xa"], club_id=other_village.club)
        )
    await village("""
        thu # The right person
        thu < I find nobody of that name in the club.
    """)


# --- Helpers are switched off at her word --------------------------------------------------------


async def test_a_helper_is_switched_off_without_a_word_to_the_helper(village: Village) -> None:
    await join(village, "grandson", "binh", who="2")
    await village("""
        thu > Bình
        thu < Vi Văn Bình
        thu # Switch a helper's phone off
        thu < Which phone shall no longer act for Mr Bình?
        thu # test, since 21 Nov 2026
        thu < Done: that phone shows nothing of Mr Bình any more.
        grandson > con no bao nhieu
        grandson < Hello
    """)
    assert await agreed(village, "binh") == {"money": True, "reminders": True, "helper": False}


async def test_what_the_helper_was_just_asked_is_not_shown_again(village: Village) -> None:
    await join(village, "grandson", "binh", who="2")
    await village("""
        grandson > tôi nộp 500k
        grandson < 500,000 đ
        thu > Bình
        thu < Vi Văn Bình
        thu # Switch a helper's phone off
        thu < Which phone
        thu > 1
        thu < Done
    """)
    await village.press("grandson", "Yes, 500,000 đ")
    heard = village.phones.by_chat["grandson"].unread.pop()
    assert "500,000" not in heard.text
    assert not heard.choices


async def test_the_button_is_there_only_for_who_has_a_helper(village: Village) -> None:
    await village("""
        thu > Bình
        thu < Vi Văn Bình
    """)
    assert "Switch a helper's phone off" not in {one.label for one in village.choices("thu")}


async def test_a_helper_may_stay_after_all(village: Village) -> None:
    await join(village, "grandson", "binh", who="2")
    await village("""
        thu > Bình
        thu < Vi Văn Bình
        thu # Switch a helper's phone off
        thu < Which phone
        thu # Never mind
        thu < All right, everything stays as it is.
    """)
    assert await kinds(village, "binh") == ["helper"]


async def test_the_board_hears_when_a_phone_joins_in_an_officers_name(village: Village) -> None:
    await village.join("phuc", "Lê Thị Phúc", "treasurer", phone=None, birth_year=1960)
    code = await code_for(village, "phuc")
    for text in (code.code, "1960", "1", "2"):
        await village.say("new", text)
    for officer in ("lan", "tu", "minh", "thu"):
        heard = [reply.text for reply in village.phones.by_chat[officer].unread]
        assert any("Phúc (Treasurer) has just joined" in text for text in heard), heard
