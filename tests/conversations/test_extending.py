"""New days for a loan: shown first, agreed by two, told kindly; the old days remind nobody."""

from __future__ import annotations

from datetime import date

from bot.money.loans import Way
from bot.storage import loans, resolutions
from bot.storage.loans import Borrowed
from tests.conversations.test_freezing import FROZEN
from tests.reminded import kinds, remind
from tests.village import Village

ASKED = """
    tu > gia hạn bà Hoa
    tu < From which day on shall Ms Hoa Bính pay again?
    tu > 10/6/2027
    tu < In how many times?
    tu > 12
    tu < Why?
    tu # Illness in the house
    tu < Ms Hoa Bính, loan KU-hoa. So far: 12 more times, the last on 10 Nov 2027\
 … New: 12 times, the last on 10 May 2028 10 Jun 2027: 353,000 đ … Shall I ask the board?
    tu # Ask the board
    tu < I have asked Mr Minh.
    minh < Tư asks for new days for loan KU-hoa of Ms Hoa Bính, 5,000,000 đ left: Illness in\
 the house. … So far: 12 more times, the last on 10 Nov 2027 … New: 12 times, the last on\
 10 May 2028 10 Jun 2027: 353,000 đ
"""
AGREED = """
    minh # I agree
    minh < Ms Hoa Bính, loan KU-hoa, pays on new days: 10 Jun 2027: 353,000 đ … I told Ms Hoa Bính.
    hoa < Good news: the board gives you more time. From now on you pay: 10 Jun 2027: 353,000 đ
    tu < It is decided
"""


async def loan_of(village: Village, short: str) -> Borrowed:
    async with village.database.read() as db:
        (loan,) = await loans.open_loans(db, village.ids[short])
    return loan


async def test_two_officers_give_new_days_and_the_member_reads_them(village: Village) -> None:
    await village(ASKED)
    await village(AGREED)
    loan = await loan_of(village, "hoa")
    assert loan.terms.renewal
    assert loan.terms.due_days[0] == date(2027, 6, 10)
    await village("""
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ to pay to the fund. Next: 353,000 đ, on 10 Jun 2027.
        minh # I agree
        minh < You already chose “I agree”
    """)


async def test_a_no_leaves_the_old_days_and_she_hears_nothing(village: Village) -> None:
    await village(ASKED)
    await village("""
        minh # I do not agree
        minh < Why not?
        minh > họp rồi hãy bàn
        minh < All right, everything stays as it is.
        tu < Mr Minh does not agree: họp rồi hãy bàn … Tư asks for new days for loan KU-hoa
    """)
    assert (await loan_of(village, "hoa")).terms.renewal is None


async def test_the_old_days_remind_nobody_and_the_new_ones_do(village: Village) -> None:
    await village(ASKED)
    await village(AGREED)
    heard = await remind(
        village, "2026-12-07 08:00", "2026-12-10 08:00", "2026-12-13 08:00", "2027-01-10 08:00"
    )
    assert "hoa" not in heard
    heard = await remind(village, "2027-06-07 08:00")
    assert [text for text in heard["hoa"] if "353,000 đ" in text]
    assert "repay-3" in await kinds(village)


async def test_a_reminder_that_waits_for_its_hour_is_not_said_any_more(village: Village) -> None:
    await remind(village, "2026-12-07 05:00")
    await village(ASKED)
    await village(AGREED)
    heard = await remind(village, "2026-12-07 08:00")
    assert "hoa" not in heard


async def test_a_day_too_near_is_refused_and_nothing_is_lost(village: Village) -> None:
    await village("""
        tu > gia hạn bà Hoa
        tu < From which day
        tu > mai
        tu < That day is too near
        tu > một hôm nào đó
        tu < Please write one day
        tu > 10/6/2526
        tu < I do not find that day in the calendar
        tu > 10/6/9999
        tu < I do not find that day in the calendar
        tu > 30/2
        tu < I do not find that day in the calendar
        tu > 10/6/2126
        tu < That is very far ahead. The latest day is 21 Nov 2028
        tu > 10/6/2020
        tu < That day is over already
        tu > sau Tết
        tu < Please write one day
        tu > 10/6/2027
        tu < In how many times?
        tu > nhiều lần
        tu < Please write one number
        tu > 9 lần
        tu < Why?
        tu > bò chết
        tu < 10 Jun 2027
    """)


async def test_asked_twice_the_board_has_it_once(village: Village) -> None:
    await village(ASKED)
    await village("""
        minh > gia hạn bà Hoa
        minh < The board has that before it already.
    """)
    async with village.database.read() as db:
        assert len(await resolutions.pending(db, village.club)) == 1


async def test_nobody_asks_for_her_own_loan_or_her_households(village: Village) -> None:
    await village.join("tam", "Vi Thị Tám", "deputy", birth_year=1960, household="Hộ 1")
    await village.join("nam", "Vi Văn Nam", household="Hộ 1", sex="male", phone=None)
    await village.lend("nam")
    await village.lend("tam")
    await village("""
        tam > gia hạn ông Nam
        tam < You are too near to this to ask for it.
        tam > gia hạn bà Tám
        tam < You are too near to this
    """)


async def test_a_member_who_asks_for_more_time_is_led_to_the_head(village: Village) -> None:
    await village("""
        hoa > xin gia hạn
        hoa < Shall I ask the head to speak with you in private?
        hoa # Yes
        hoa < Mr Minh alone will hear of it
        minh < Ms Hoa Bính says that times are hard.
    """)


async def test_what_is_due_becomes_part_of_the_new_first_sum(village: Village) -> None:
    await village.lend("thu", 6_000_000, way=Way.EQUAL_PRINCIPAL, periods=6)
    village.clock.pass_by(days=40)  # 31 December: the first instalment is not in the book
    await village("""
        tu > gia hạn Thu
        tu < From which day on
        tu > 10/3
        tu < In how many times?
        tu > 6
        tu < Why?
        tu # The crop
        tu < 10 Mar 2027: 1,228,000 đ 10 Apr 2027: 1,050,000 đ … Shall I ask the board?
    """)


async def test_days_that_end_earlier_are_asked_about_and_are_no_good_news(
    village: Village,
) -> None:
    await village("""
        tu > gia hạn bà Hoa
        tu < From which day on
        tu > 10/1
        tu < In how many times?
        tu > 6
        tu < Then the last day is 10 Jun 2027, earlier than before (10 Nov 2027). Is that right?
        tu # Choose again
        tu < In how many times?
        tu > 6
        tu < earlier than before
        tu # Yes, that is right
        tu < Why?
        tu # Illness
        tu < So far: 12 more times, the last on 10 Nov 2027 … New: 6 times, the last on 10 Jun 2027
        tu # Ask the board
        tu < I have asked
        minh < So far: 12 more times, the last on 10 Nov 2027 … New: 6 times, the last on 10 Jun
        minh # I agree
        minh < pays on new days
        hoa < The board has agreed on new days for your loan. From now on you pay: … The last\
 is on 10 Jun 2027.
        tu < It is decided
    """)
    assert not [one for one in village.phones.by_chat["hoa"].last if "Good news" in one.text]


async def test_days_that_end_as_before_are_asked_about(village: Village) -> None:
    await village("""
        tu > gia hạn bà Hoa
        tu < From which day on
        tu > 10/6/2027
        tu < In how many times?
        tu > 4 hay 6 lần
        tu < Please write one number
        tu > 61
        tu < Please write one number
        tu > sáu lần
        tu < Then the last day stays 10 Nov 2027, as before. Is that right?
        tu > menu
        tu < What can I do
    """)


async def test_a_frozen_loan_shows_no_interest_in_its_days(village: Village) -> None:
    await village(FROZEN)
    await village("""
        tu > gia hạn bà Hoa
        tu < From which day on
        tu > 10/12/2027
        tu < In how many times?
        tu > 1
        tu < Why?
        tu # Illness in the house
        tu < So far: 1 more time, on 10 Nov 2027 10 Nov 2027: 5,000,000 đ\
 … New: 1 time, on 10 Dec 2027 10 Dec 2027: 5,000,000 đ … Shall I ask the board?
        tu # Ask the board
        tu < I have asked
        minh < New: 1 time, on 10 Dec 2027 10 Dec 2027: 5,000,000 đ
        minh # I agree
        minh < pays on new days: 10 Dec 2027: 5,000,000 đ
        hoa < From now on you pay: 10 Dec 2027: 5,000,000 đ
        tu < It is decided
    """)


async def test_days_above_the_limit_of_the_law_are_not_asked_of_the_board(
    village: Village,
) -> None:
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await village.lend("thao", rate_bp=166)
    await village("""
        tu > gia hạn bà Thảo
        tu < From which day
        tu > 25/2/2027
        tu < In how many times?
        tu > 6
        tu < First paid on that day it would cost more than the law allows. Which other day?
        tu # 10 Jan 2027
        tu < In how many times?
        tu > 6
        tu < Then the last day is 10 Jun 2027, earlier than before (10 Nov 2027). Is that right?
        tu # Yes, that is right
        tu < Why?
    """)


async def test_what_was_paid_ahead_is_taken_off_the_days_so_far(village: Village) -> None:
    await village.join("dao", "Hà Thị Đào")
    await village.lend("dao", 6_000_000, way=Way.EQUAL_PRINCIPAL, periods=6)
    await village("""
        lan > Đào
        lan < Hà Thị Đào
        lan # Another sum
        lan < How much
        lan > 3tr
        lan < What shall the rest be?
        lan # Off what comes next
        lan < the loan itself 2,940,000 đ
        lan # I hold all
        lan < Written down
        dao < 3,000,000 đ
        tu > gia hạn Đào
        tu < From which day on
        tu > 10/2
        tu < In how many times?
        tu > 6
        tu < Why?
        tu # The crop
        tu < So far: 5 more times, the last on 10 May 2027 10 Jan 2027: 30,000 đ\
 … 10 May 2027: 1,010,000 đ … New: 6 times … Shall I ask the board?
    """)


async def test_so_many_times_that_the_law_has_no_room_for_them_are_told_with_what_it_has(
    village: Village,
) -> None:
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await village.lend("thao", rate_bp=93, way=Way.FLAT, periods=6)
    await village("""
        tu > gia hạn bà Thảo
        tu < From which day
        tu # 10 Jan 2027
        tu < In how many times?
        tu > 24
        tu < In 24 times it would cost more than the law allows, in 12 times it does not.
        tu > 12
        tu < Why?
    """)
