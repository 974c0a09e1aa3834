"""The main conversations on Zalo: by numbers and words, without a button or an edit.

`%` types the number that is read before a choice; a bare number below is typed as it stands.
"""

from __future__ import annotations

from datetime import date

import pytest

from bot.storage.engine import Database
from tests.conversations.test_roll import _absent, _meets
from tests.enrolment import code_for
from tests.lending import keep_cash
from tests.village import Village
from tests.visited import plan, take_in, volunteer, written


async def club(database: Database, locale: str = "en") -> Village:
    """A club on Zalo: its board has joined, Bình has a loan and no phone yet."""
    village = Village(database, locale, platform="zalo")
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("binh", "Vi Văn Bình", sex="male", phone=None)
    await village.lend("binh")
    return village


@pytest.fixture
async def zalo(database: Database) -> Village:
    return await club(database)


async def test_to_join_to_ask_to_pay_to_confirm_and_to_contest(zalo: Village) -> None:
    code = (await code_for(zalo, "binh")).shown
    await zalo(f"""
        binh > {code}
        binh < In which year were you born?
        binh > 50
        binh < Who is holding the phone?
        binh > 1
        binh < May I remind you
        binh > 1
        binh < Welcome, Mr Bình!
        binh > 1
        binh < You still have 5,000,000 đ to pay to the fund.
        binh > toi nop 500k
        binh < 500,000 đ … Is that right?
        binh % Yes
        binh < Whom did you give it to?
        binh > 1
        binh < I told Lan.
        lan < Mr Bình says that 500,000 đ was handed
        tu < Mr Bình says that 500,000 đ was handed
        lan % I hold all
        lan < Written down
        binh < Receipt … 500,000 đ
        binh % Please look
        binh < What should be looked at?
        binh > 1
        binh < Thank you for telling me. Mr Minh will look at it
        minh < Mr Bình
    """)


async def test_to_join_in_doubt_the_secretary_says_yes_by_number(zalo: Village) -> None:
    code = (await code_for(zalo, "binh")).shown
    await zalo(f"""
        binh > {code}
        binh < In which year were you born?
        binh > 1948
        binh < The club's book has another year
        thu < Mr Bình is joining. Born 1948
        thu % The right person
        thu < Thank you. Mr Bình can go on now.
        binh < Who is holding the phone?
        binh % I am Mr Bình
        binh < May I remind you
        binh > yes
        binh < Welcome, Mr Bình!
    """)


async def test_what_was_answered_already_says_so_when_it_is_typed_again(zalo: Village) -> None:
    await zalo.link("binh", "binh")
    for text in ("tôi nộp 500k", "đúng", "1"):
        await zalo.say("binh", text)
    number = zalo.number("lan", "I hold all")
    for phone in zalo.phones.by_chat.values():
        phone.unread.clear()
    await zalo(f"""
        lan > {number}
        lan < Written down
        binh < Receipt
        lan > {number}
        lan < You already chose “I hold all 500,000 đ” at 12:00.
    """)
    zalo.clock.pass_by(days=46)
    await zalo(f"""
        lan > {number}
        lan < You already chose
    """)


async def test_who_is_not_known_yet_finds_no_number_to_type_by_habit(zalo: Village) -> None:
    """It was the other language's: from then on she would not have read a word."""
    await zalo("""
        new > hello
        new < Please write me the joining code … Tiếng Việt? Nhắn “Tiếng Việt”.
        new > 1
        new < Please write me the joining code
        new > Tiếng Việt
        new < nói tiếng Việt
    """)


async def test_of_several_that_wait_each_is_shown_once_and_whole(zalo: Village) -> None:
    await zalo.link("binh", "binh")
    await zalo.join("hoa", "Nguyễn Thị Hoa")
    await zalo.lend("hoa")
    for chat in ("binh", "hoa"):
        for text in ("tôi nộp 500k", "đúng", "1"):
            await zalo.say(chat, text)
    for phone in zalo.phones.by_chat.values():
        phone.unread.clear()
    await zalo.say("lan", "yes")
    shown = zalo.hears("lan", "These wait for your answer. Which one do you mean?")
    assert "500,000" not in shown.text
    labels = [choice.label for choice in shown.choices]
    assert [label[:2] for label in labels] == ["1.", "2."]
    assert all("handed to you" in label and not label.endswith("…") for label in labels), labels
    await zalo("""
        lan > 2
        lan < 500,000 đ
    """)


async def test_to_ask_for_a_loan_and_to_decide_on_it(zalo: Village) -> None:
    await keep_cash(zalo, "lan", 20_000_000)
    await zalo.join("ly", "Trần Thị Lý")
    await zalo("""
        ly > vay 5 triệu nuôi lợn 12 tháng
        ly < When is something paid for the first time?
        ly > 1
        ly < Does anybody at home have a loan to pay back
        ly % Nobody
        ly < Shall I send it to the board?
        ly > 1
        ly < Sent: 5,000,000 đ.
        minh < Ms Lý asks for 5,000,000 đ
        tu < Ms Lý asks for 5,000,000 đ
    """)


async def test_to_write_a_visit_down(zalo: Village) -> None:
    await zalo.join("hoa", "Nguyễn Thị Hoa")
    await volunteer(zalo, "hoa")
    visited = await take_in(zalo, "Vi Thị Lan", hamlet="xóm 3")
    await plan(zalo, visited, date(2026, 11, 1), "hoa")
    await zalo("""
        hoa > i have visited
        hoa < Whom did you visit today?
        hoa % Vi Thị Lan
        hoa < What was done for Ms Lan?
        hoa % The usual
        hoa < How was Ms Lan?
        hoa % Well
        hoa < Written down. You visited Ms Lan today: meals, laundry.
    """)
    assert len(await written(zalo)) == 1


@pytest.mark.parametrize("said", ["% Vi Văn Bình", "> vắng Bình"])
async def test_to_call_the_roll(zalo: Village, said: str) -> None:
    meeting = await _meets(zalo)
    await zalo("""
        thu > today's meeting
        thu < Today's meeting
        thu % Call the roll
        thu < Who is absent?
    """)
    await zalo(f"""
        thu {said}
        thu < Bình
        thu % That is all
        thu < Thank you, the roll is written down. 4 of 5 were there, 1 absent.
    """)
    assert await _absent(zalo, meeting) == {"binh"}


async def test_to_set_the_days_of_meetings(zalo: Village) -> None:
    await zalo("""
        thu > bao giờ họp
        thu < Shall we set the days on which the club meets?
        thu > 1
        thu < On which day does the club meet?
        thu > rằm hằng tháng 8 giờ
        thu < Where does the club meet?
    """)


async def test_in_vietnamese(database: Database) -> None:
    village = await club(database, "vi")
    code = (await code_for(village, "binh")).shown
    await village(f"""
        binh > ma cua toi {code}
        binh < Bác sinh năm nào?
        binh > 1950
        binh < Ai đang cầm máy ạ?
        binh > 1
        binh < nhắc
        binh > có
        binh < Cháu chào ông Bình!
        binh > con no bao nhieu
        binh < Ông còn phải trả quỹ 5.000.000 đ
        binh > toi nop 500k
        binh < 500.000 đ
        binh > đúng
        binh < đưa
        binh > 1
        binh < Lan
        lan < 500.000 đ
        tu < 500.000 đ
        lan % Đã cầm đủ
        lan < Đã ghi
        binh < 500.000 đ
        binh % Nhờ xem lại
        binh < Ông nhờ xem lại điều gì ạ?
        binh > 1
        binh < ông Minh
        minh < Ông Bình nhờ xem lại
    """)


async def test_who_announces_is_not_asked_for_a_document_that_cannot_come(zalo: Village) -> None:
    await zalo("""
        minh > gửi thông báo
        minh < just as it should arrive, or send a picture.
        minh > Mai họp lúc 8 giờ.
        minh < Whom is it for?
        minh % Add a picture
        minh < Please send me the picture now. Documents do not get through to me here.
        minh % Go on without one
        minh < Whom is it for?
    """)
