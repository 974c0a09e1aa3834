"""Asking for a loan: guided, or all at once; sent to the board, looked at, taken back."""

from __future__ import annotations

import asyncio
from datetime import date, time

import pytest
from sqlalchemy import insert, update

from bot.almanac.meetings import MeetingRule, MonthDay
from bot.chat import Incoming
from bot.storage import applications, meeting_rules, products
from bot.storage import tables as t
from bot.storage.applications import Application
from bot.storage.engine import Database
from tests.village import Village, address

SENT = """
    ly > vay 5 triệu nuôi lợn 12 tháng
    ly < When is something paid for the first time?
    ly # On 21 Dec
    ly < Does anybody at home have a loan to pay back
    ly # Nobody
    ly < You ask for 5,000,000 đ (five million đồng) for nuôi lợn. … Shall I send it to the board?
    ly # Yes, send it
    ly < Sent: 5,000,000 đ. Mr Minh, Tư will look at it.
    minh < Ms Lý asks for 5,000,000 đ … 11 times 50,000 đ, the last time 5,050,000 đ.
    tu < Ms Lý asks for 5,000,000 đ
"""


@pytest.fixture
async def village(village: Village) -> Village:
    """The club, with Lý who has no loan, and Năm who has no phone either."""
    await village.join("ly", "Trần Thị Lý")
    await village.join("nam", "Lê Thị Năm", phone=None)
    return village


async def asked(village: Village, who: str = "ly") -> list[Application]:
    async with village.database.read() as db:
        return await applications.of_member(db, village.club, village.ids[who])


async def set_up(village: Village, **values: object) -> None:
    """Change what the club lends on."""
    async with village.database.write() as db:
        now = village.clock.now
        await products.offered(db, village.club, now=now, today=now.date())
        await db.execute(update(t.Product).values(**values))


# --- Five questions ------------------------------------------------------------------------------


async def test_a_loan_is_asked_for_in_five_questions(village: Village) -> None:
    await village(
        """
        ly > xin vay
        ly < What is the loan for? Choose one, or write it in your own words.
        ly # Raising pigs
        ly < How much shall it be? A loan is possible from 3,000,000 đ to 10,000,000 đ.
        ly > 7tr5
        ly < For how long?
        ly > 1 năm
        ly < When is something paid for the first time?
        ly # On 21 Dec
        ly < Does anybody at home have a loan to pay back, here or elsewhere? Who, and where?
        ly > chồng tôi vay ngân hàng 20 triệu
        ly < You ask for 7,500,000 đ … 11 times 75,000 đ, the last time 7,575,000 đ.
        ly # Yes, send it
        ly < Sent: 7,500,000 đ. Mr Minh, Tư will look at it. The board decides
        minh < Ms Lý asks for 7,500,000 đ … At home there is also to pay back: chồng tôi vay
        tu < Ms Lý asks for 7,500,000 đ
    """.replace("…\n            ", "… ")
    )
    (one,) = await asked(village)
    assert (one.amount, one.periods, one.first_due) == (7_500_000, 12, date(2026, 12, 21))
    assert (one.purpose, one.status, one.entered_by) == ("raising pigs", "waiting", None)
    assert one.who_else == "chồng tôi vay ngân hàng 20 triệu"


async def test_what_was_said_at_once_is_not_asked_again(village: Village) -> None:
    await village(SENT)
    (one,) = await asked(village)
    assert (one.amount, one.periods, one.purpose) == (5_000_000, 12, "nuôi lợn")


async def test_the_true_yearly_rate_and_the_interest_in_all_are_shown_first(
    village: Village,
) -> None:
    await village(SENT.partition("ly # Yes, send it")[0])
    shown = village.phones.by_chat["ly"].last[-1].text.replace("\u00a0", " ")
    assert "Interest in all 600,000 đ, that is 12% a year on what is still lent." in shown
    assert not await asked(village)


async def test_the_same_tap_twice_asks_once(village: Village) -> None:
    await village(SENT)
    yes = next(one for one in village.choices("ly") if one.label.startswith("Yes, send"))
    await village.send(Incoming(address=address("ly"), message="again", pressed=yes.key))
    village.hears("ly", "answered already")
    assert len(await asked(village)) == 1


async def test_after_the_harvest_the_month_is_asked_for(village: Village) -> None:
    await village("""
        ly > vay 5 triệu trồng ngô 12 tháng
        ly < When is something paid for the first time?
        ly > sau vụ gặt
        ly < In which month will that be?
        ly > 6
        ly < Does anybody at home
        ly > không
        ly < Paid back from 21 Jun 2027 to 21 Nov 2027: the first time 353,000 đ, 4 times 50,000 đ
    """)


async def test_with_meetings_the_days_are_those_of_the_meetings(village: Village) -> None:
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=MeetingRule(on=MonthDay(day=10)),
            at=time(8),
            place="nhà văn hóa",
            by=None,
            now=village.clock.now,
            today=village.clock.now.date(),
        )
    await village("""
        ly > vay 5 triệu trồng ngô 12 tháng
        ly < When is something paid for the first time?
        ly > tháng 6
        ly < Does anybody at home
        ly # Nobody
        ly < Paid back from 10 Jun 2027 to 10 Nov 2027
        ly # Another length
        ly < For how long?
        ly # 12 months
        ly < When is something paid
        ly # At the meeting of 10 Dec
        ly < Paid back from 10 Dec 2026 to 10 Nov 2027: the first time 31,000 đ
    """)


async def test_a_meeting_that_is_too_soon_is_not_the_first_day(village: Village) -> None:
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=MeetingRule(on=MonthDay(day=3)),
            at=time(8),
            place="nhà văn hóa",
            by=None,
            now=village.clock.now,
            today=village.clock.now.date(),
        )
    await village("""
        ly > vay 5 triệu trồng ngô 12 tháng
        ly < When is something paid for the first time?
        ly > tháng 12
        ly < Does anybody at home
        ly # Nobody
        ly < Paid back from 21 Dec 2026
    """)


async def test_a_day_after_the_end_of_the_loan_is_asked_for_again(village: Village) -> None:
    await village("""
        ly > vay 5 triệu trồng ngô 6 tháng
        ly < When is something paid for the first time?
        ly > tháng 9
        ly < By then all of it must be paid back. The latest day is 21 May 2027.
        ly > tháng 3
        ly < Does anybody at home
    """)


@pytest.mark.parametrize("typed", ["mai", "22/11", "ngày 4 tháng 12"])
async def test_a_first_day_before_the_board_can_have_decided_is_asked_for_again(
    village: Village, typed: str
) -> None:
    await village(f"""
        ly > vay 5 triệu trồng ngô 12 tháng
        ly < When is something paid for the first time?
        ly > {typed}
        ly < That is too soon: the board decides first. 5 Dec 2026 is the soonest day to begin.
        ly > 5/12
        ly < Does anybody at home
    """)


async def test_of_next_month_a_day_is_taken_that_is_not_too_soon(village: Village) -> None:
    village.clock.pass_by(days=-17)  # 4 November: 4 December would do, 18 November is the soonest
    await village("""
        ly > vay 5 triệu trồng ngô 12 tháng
        ly < When is something paid for the first time?
        ly > tháng 12
        ly < Does anybody at home
        ly # Nobody
        ly < Paid back from 4 Dec 2026
    """)
    village.clock.pass_by(days=24)  # 28 November: 12 December is the soonest
    await village("""
        ly # Another length
        ly < For how long?
        ly # 12 months
        ly < When is something paid
        ly > tháng 12
        ly < Paid back from 28 Dec 2026
    """)


@pytest.mark.parametrize("yes", ["có", "co", "dạ có ạ", "yes"])
async def test_a_mere_yes_to_loans_at_home_is_asked_for_who_and_how_much(
    village: Village, yes: str
) -> None:
    await village(f"""
        ly > vay 5 triệu trồng ngô 12 tháng
        ly < When is something paid
        ly # On 21 Dec
        ly < Does anybody at home have a loan to pay back
        ly > {yes}
        ly < Who is it, how much is still to be paid back, and where?
        ly > chồng tôi, 20 triệu ngân hàng
        ly < At home there is also to pay back: chồng tôi, 20 triệu ngân hàng.
    """)


async def test_a_first_day_that_makes_it_too_dear_is_asked_for_again(village: Village) -> None:
    await set_up(village, conditions={"way": "principal_at_end", "rate_bp": 166})
    await village("""
        ly > vay 5 triệu trồng ngô 12 tháng
        ly < When is something paid for the first time?
        ly > tháng 10
        ly < Does anybody at home
        ly # Nobody
        ly < First paid on that day it would cost more than the law allows. Which other day?
        ly > 21/12
        ly < 11 times 83,000 đ … that is 19.9% a year
    """)
    assert not await asked(village)


# --- Sums ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("50 triệu", "50,000,000"), ("500k", "500,000"), ("5.000.400", "5,000,400")],
)
async def test_a_sum_that_was_hardly_meant_is_asked_back(
    village: Village, typed: str, heard: str
) -> None:
    await village(f"""
        ly > xin vay
        ly < What is the loan for?
        ly > mua bò
        ly < How much shall it be?
        ly > {typed}
        ly < {heard} đ: did you mean 5,000,000 đ? A loan is possible from 3,000,000 đ
        ly # Yes, 5,000,000
        ly < For how long?
    """)


async def test_a_bare_figure_is_millions_and_read_back(village: Village) -> None:
    await village("""
        ly > xin vay
        ly < What is the loan for?
        ly > mua bò
        ly < How much shall it be?
        ly > 8
        ly < For how long?
        ly > 6
        ly < When is something paid
        ly # On 21 Dec
        ly < Does anybody
        ly # Nobody
        ly < You ask for 8,000,000 đ (eight million đồng) for mua bò.
    """)


async def test_above_the_limit_she_hears_what_is_possible(village: Village) -> None:
    await village("""
        ly > vay 15 triệu mua bò
        ly < 15,000,000 đ is not possible now. A loan is possible from 3,000,000 đ to 10,000,000 đ.
        ly # 10,000,000
        ly < For how long?
    """)


async def test_a_term_that_is_not_offered_is_asked_for_again(village: Village) -> None:
    await village("""
        ly > vay 5 triệu mua bò 24 tháng
        ly < The club does not lend for 24 months. For how long shall it be?
        ly # 12 months
        ly < When is something paid
    """)


# --- Limits --------------------------------------------------------------------------------------


async def test_with_an_open_loan_she_hears_kindly_when_one_is_possible(village: Village) -> None:
    await village(
        """
        hoa > xin vay 5 triệu
        hoa < You still have a loan: 5,000,000 đ is to be paid to the fund. … once … up to
    """.replace(" … once … up to", " Once that is paid back a new loan is possible, up to")
    )


async def test_a_second_loan_goes_as_far_as_the_limit_of_one_member(village: Village) -> None:
    await set_up(village, second_loan=True)
    await village("""
        hoa > vay được bao nhiêu
        hoa < A loan is possible from 3,000,000 đ to 5,000,000 đ, for 6 or 12 months, interest 1% a
        hoa > vay 8 triệu mua bò
        hoa < 8,000,000 đ is not possible now. A loan is possible from 3,000,000 đ to 5,000,000 đ.
    """)


async def test_how_much_can_be_borrowed_is_answered_with_the_limits(village: Village) -> None:
    await village("""
        ly > vay được bao nhiêu
        ly < A loan is possible from 3,000,000 đ to 10,000,000 đ, for 6 or 12 months, interest 1%
        ly # Ask for a loan
        ly < What is the loan for?
    """)


async def test_a_fee_is_called_a_fee(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(update(t.Club).values(rate_label="phi"))
    await village("""
        ly > lãi suất
        ly < for 6 or 12 months, fee 1% a month.
    """)


async def test_what_was_asked_on_old_conditions_is_asked_anew(village: Village) -> None:
    await village(SENT.partition("ly # Yes, send it")[0])
    await village("""
        minh > đổi lãi suất 0,5%
        minh < New loans from now on: interest 0.5% a month
        minh # Yes
        minh < Done.
        ly # Yes, send it
        ly < The conditions have changed in the meantime. Please ask for the loan once more.
    """)
    assert not await asked(village)


# --- For a member without a phone ----------------------------------------------------------------


async def test_an_officer_writes_it_down_for_a_member_without_a_phone(village: Village) -> None:
    await village("""
        tu > bà Năm vay 6 triệu mua bò 12 tháng
        tu < When is something paid
        tu # On 21 Dec
        tu < Does anybody
        tu # Nobody
        tu < Ms Năm asks for 6,000,000 đ (six million đồng) for mua bò.
        tu # Yes, send it
        tu < Sent: 6,000,000 đ. Mr Minh will look at it.
        minh < Ms Năm asks for 6,000,000 đ … Written down by Tư.
    """)
    (one,) = await asked(village, "nam")
    assert one.entered_by == village.ids["tu"]


async def test_two_officers_who_write_it_down_at_once_write_one(village: Village) -> None:
    for who in ("tu", "thu"):
        await village(f"""
            {who} > bà Năm vay 6 triệu mua bò 12 tháng
            {who} < When is something paid
            {who} # On 21 Dec
            {who} < Does anybody
            {who} # Nobody
            {who} < Ms Năm asks for 6,000,000 đ
        """)
    keys = {who: village.key(who, "Yes, send it") for who in ("tu", "thu")}
    presses = [
        Incoming(address=address(who), message=f"at once {who}", pressed=key)
        for who, key in keys.items()
    ]
    await asyncio.gather(*map(village.conversation.handle, presses))
    assert len(await asked(village, "nam")) == 1


async def test_from_her_card_and_she_hears_of_it_where_she_has_a_phone(village: Village) -> None:
    await village("""
        thu > Lý
        thu < Trần Thị Lý … No open loan.
        thu # Asks for a loan
        thu < What is the loan for?
        thu # Small trade
        thu < How much
        thu # 5,000,000
        thu < For how long?
        thu # 12 months
        thu < When
        thu # On 21 Dec
        thu < Does anybody
        thu # Nobody
        thu < Ms Lý asks for 5,000,000 đ
        thu # Yes
        thu < Sent
        ly < Thu has written down that you ask the club for a loan of 5,000,000 đ.
        ly # Look at it
        ly < 5,000,000 đ (five million đồng) for small trade.
        minh < Ms Lý asks
        tu < Ms Lý asks
    """)


async def test_of_two_who_are_called_so_one_is_chosen(village: Village) -> None:
    await village.join("nam2", "Hà Thị Năm", phone=None, hamlet="xóm 3")
    await village("""
        tu > bà Năm vay 6 triệu mua bò 12 tháng
        tu < Which one do you mean?
        tu # Hà Thị Năm (xóm 3)
        tu < When is something paid
    """)


@pytest.mark.parametrize(
    "typed",
    [
        "vay cho bà Năm 6 triệu mua bò 12 tháng",
        "vay 6 triệu cho bà Năm mua bò 12 tháng",
        "vay hộ ba nam 6 trieu mua bo 12 thang",
        "cho vay bà Năm 6 triệu mua bò 12 tháng",
        "cho bà Năm vay 6 triệu mua bò 12 tháng",
    ],
)
async def test_an_officer_who_borrows_for_somebody_does_not_borrow_herself(
    village: Village, typed: str
) -> None:
    await village(f"""
        tu > {typed}
        tu < When is something paid
        tu # On 21 Dec
        tu < Does anybody
        tu # Nobody
        tu < Ms Năm asks for 6,000,000 đ
    """)


async def test_of_two_named_behind_the_word_one_is_chosen(village: Village) -> None:
    await village.join("nam2", "Hà Thị Năm", phone=None, hamlet="xóm 3")
    await village("""
        tu > vay cho bà Năm 6 triệu mua bò 12 tháng
        tu < Which one do you mean?
        tu # Hà Thị Năm (xóm 3)
        tu < When is something paid
        tu # On 21 Dec
        tu < Does anybody
        tu # Nobody
        tu < Ms Hà Thị Năm (xóm 3) asks for 6,000,000 đ
        tu # Yes, send it
        tu < Sent
        minh < Ms Hà Thị Năm (xóm 3) asks for 6,000,000 đ
        minh > việc chờ quyết
        minh < Ms Hà Thị Năm (xóm 3) asks for 6,000,000 đ
    """)


async def test_what_was_sent_waits_for_the_board_at_once(village: Village) -> None:
    await village(SENT)
    await village("""
        minh > việc chờ quyết
        minh < Ms Lý asks for 5,000,000 đ
        minh # I agree
        minh < Noted
    """)


async def test_a_loan_for_ones_child_is_ones_own(village: Village) -> None:
    await village("""
        tu > vay 5 triệu cho con ăn học 12 tháng
        tu < When is something paid
        tu # On 21 Dec
        tu < Does anybody
        tu # Nobody
        tu < You ask for 5,000,000 đ
        ly > vay cho bà Năm 6 triệu
        ly < Here I can speak with you of your own money only.
    """)


async def test_a_member_asks_for_nobody_else(village: Village) -> None:
    await village("""
        ly > bà Năm vay 6 triệu
        ly < Here I can speak with you of your own money only.
    """)


async def test_nobody_of_her_household_is_asked_to_decide(village: Village) -> None:
    async with village.database.write() as db:
        home = await db.execute(
            insert(t.Household)
            .values(club_id=village.club, label="h", hardship="poor")
            .returning(t.Household.id)
        )
        await db.execute(
            update(t.Member)
            .where(t.Member.id.in_([village.ids["ly"], village.ids["minh"]]))
            .values(household_id=home.scalar_one())
        )
    await village("""
        ly > vay 5 triệu nuôi lợn 12 tháng
        ly < When
        ly # On 21 Dec
        ly < Does anybody
        ly # Nobody
        ly < You ask
        ly # Yes
        ly < Sent: 5,000,000 đ. Tư will look at it.
        tu < Ms Lý asks
    """)


# --- Looking at it, taking it back ---------------------------------------------------------------


async def test_a_waiting_application_is_shown_and_taken_back(village: Village) -> None:
    await village(SENT)
    await village("""
        ly > đơn vay của tôi
        ly < 5,000,000 đ (five million đồng) for nuôi lợn. … Asked on 21 Nov 2026.
        ly > vay 8 triệu mua bò
        ly < 5,000,000 đ (five million đồng) for nuôi lợn.
        ly > rút đơn
        ly < Take back the application for 5,000,000 đ?
        ly # No, it stays
        ly < All right, everything stays as it is.
        ly > đơn vay của tôi
        ly < 5,000,000 đ
        ly # Take it back
        ly < Take back the application for 5,000,000 đ?
        ly # Yes, take it back
        ly < Taken back: the application for 5,000,000 đ does not count any more.
        minh < Ms Lý has taken back the application for 5,000,000 đ.
        tu < Ms Lý has taken back
        ly > rút đơn
        ly < There is no application that waits.
    """)
    assert [one.status for one in await asked(village)] == ["withdrawn"]


async def test_an_officer_takes_back_what_she_wrote_down_for_somebody(village: Village) -> None:
    await test_an_officer_writes_it_down_for_a_member_without_a_phone(village)
    await village("""
        tu > bà Năm vay 5 triệu
        tu < Ms Năm asks for 6,000,000 đ … The board has not decided yet.
        tu # Take it back
        tu < Take back the application for 6,000,000 đ?
        tu # Yes
        tu < Taken back
        minh < Tư has taken back the application of Ms Năm for 6,000,000 đ.
    """)


async def test_what_the_board_has_agreed_to_is_taken_back_until_it_is_handed_over(
    village: Village,
) -> None:
    await village(SENT)
    (one,) = await asked(village)
    async with village.database.write() as db:
        await applications.settle(db, village.club, one.id, status="agreed")
    await village("""
        ly > rút đơn
        ly < The board has agreed to lend the 5,000,000 đ. Is it no longer wanted?
        ly # No, leave it
        ly < All right, everything stays as it is.
    """)
    assert [one.status for one in await asked(village)] == ["agreed"]
    await village("""
        ly > không vay nữa
        ly < Is it no longer wanted?
        ly # Yes, it is no longer wanted
        ly < Noted, I told the board. You can ask again any time.
        lan < Ms Lý does not want the 5,000,000 đ any more. It can be lent to somebody else.
        minh < Ms Lý does not want the 5,000,000 đ
        tu < Ms Lý does not want the 5,000,000 đ
    """)
    assert [one.status for one in await asked(village)] == ["withdrawn"]


# --- In Vietnamese -------------------------------------------------------------------------------


async def test_in_vietnamese(database: Database) -> None:
    village = Village(database, locale="vi")
    await village.found(rate_label="lai")
    await village.join("ly", "Trần Thị Lý")
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    await village("""
        ly > vay được bao nhiêu
        ly < Bà có thể vay từ 3.000.000 đ đến 10.000.000 đ, trong 6 hoặc 12 tháng, lãi 1% một
        ly > xin vay 5tr
        ly < Vay để làm gì ạ?
        ly > nuôi lợn
        ly < Vay trong bao lâu ạ?
        ly > 1 năm
        ly < Lần đầu nộp vào khi nào ạ?
        ly > sau vụ gặt
        ly < Khi ấy là tháng mấy ạ? Ví dụ “tháng 6”.
        ly > tháng 6
        ly < Trong nhà còn ai đang vay ở đâu nữa không ạ?
        ly > không
        ly < Bà xin vay 5.000.000 đ (năm triệu đồng) để nuôi lợn. Nộp từ 21/06/2027
        ly # Gửi đi
        ly < Đã gửi đơn vay 5.000.000 đ. Ông Minh sẽ xem. Ban Chủ nhiệm xét xong cháu báo bà ngay.
        minh < Bà Lý xin vay 5.000.000 đ (năm triệu đồng) để nuôi lợn.
        ly > rút đơn
        ly < Rút đơn vay 5.000.000 đ ạ?
        ly # Vâng, rút đơn
        ly < Đã rút: đơn vay 5.000.000 đ không còn nữa.
        minh < Bà Lý đã rút đơn vay 5.000.000 đ.
    """)
    said = " ".join(one.text for one in village.phones.by_chat["ly"].last).casefold()
    for shaming in ("nợ", "quá hạn"):
        assert shaming not in said


async def test_a_first_day_that_no_calendar_has_is_asked_again(village: Village) -> None:
    await village("""
        ly > vay 5 triệu nuôi lợn 12 tháng
        ly < When is something paid for the first time?
        ly > 30/2
        ly < I do not find that day in the calendar. Please look once more
        ly > 10/6/2526
        ly < I do not find that day in the calendar.
        ly > tháng 6/0000
        ly < Which day or month, please?
        ly > cuối tháng 2
        ly < Does anybody at home have a loan to pay back
        ly # Nobody
        ly < Paid back from 28 Feb 2027
    """)


@pytest.mark.parametrize("said", ["thôi", "hủy", "never mind"])
async def test_who_leaves_at_the_last_question_has_not_said_that_nobody_owes(
    village: Village, said: str
) -> None:
    await village(f"""
        ly > vay 5 triệu nuôi lợn 12 tháng
        ly < When is something paid for the first time?
        ly # On 21 Dec
        ly < Does anybody at home have a loan to pay back
        ly > {said}
        ly < All right, nothing was written down.
    """)
    assert await asked(village) == []
