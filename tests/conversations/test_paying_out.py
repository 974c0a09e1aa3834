"""The cash of a loan is handed over: who keeps it and a witness say so, and it is in the book."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from sqlalchemy import select, update

from bot.storage import applications, entries, evidence, loans, proofs
from bot.storage import tables as t
from bot.storage.entries import Entry
from tests.lending import asks, keep_cash, live_with
from tests.reminded import remind
from tests.sent_files import picture, sends
from tests.village import Village

AGREED = """
    minh > xét đơn vay
    minh < {name} 5,000,000 đ
    minh # {name} 5,000,000 đ
    minh < {name} asks for
    minh # I agree
    minh < Noted
    tu > việc chờ quyết
    tu < {name} asks for
    tu # I agree
    tu < It is agreed
"""
GIVEN = """
    lan # Cash handed over
    lan < 5,000,000 đ (five million đồng) in cash to Thảo, to be paid back from … \
Who saw it with you?
    lan # Mr Minh
    lan < I asked Mr Minh. Once Mr Minh says so it is in the book, and the loan begins.
    minh < Lan says that 5,000,000 đ went to Thảo in cash. Did you see it?
"""
SEEN = """
    minh # Yes, I saw it
    minh < Thank you. It is in the book: Thảo got 5,000,000 đ, slip 1/2026 (loan fund).
    thao < Payment slip 1/2026 (loan fund) Thảo was lent 5,000,000 đ (five million đồng) \
Loan KU-01. Handed over by: Lan, 21 Nov 2026. Seen by: Mr Minh To pay back: \
10 Dec: 31,000 đ … 10 Nov 2027: 5,050,000 đ
    lan < Mr Minh saw it, too. In the book: Thảo got 5,000,000 đ, slip 1/2026 (loan fund).
"""


@pytest.fixture
async def club(village: Village) -> Village:
    """Lan keeps 8,000,000 đ; the board has agreed to lend Thảo 5,000,000 đ of it."""
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await agree(village)
    return village


async def agree(village: Village, name: str = "Thảo", who: str = "thao") -> None:
    """Let the head and the accountant agree; Lan is asked to pay out."""
    told = f"    {who} < Good news\n" if who else ""
    await village(AGREED.format(name=name) + told + f"    lan < The board lends {name}")


async def payouts(village: Village) -> list[Entry]:
    """Return what was paid out, and taken back of it."""
    async with village.database.read() as db:
        found = await entries.latest(db, village.club, 50)
    return [one for one in found if one.kind in ("payout", "reversal")]


async def broken(village: Village) -> list[str]:
    """Return the proofs of the books that do not hold."""
    async with village.database.read() as db:
        return [one.proof async for one in proofs.prove(db, date(2026, 11, 21))]


async def borrowed(village: Village, short: str = "thao") -> list[loans.Borrowed]:
    async with village.database.read() as db:
        return await loans.open_loans(db, village.ids[short])


async def test_treasurer_and_witness_say_so_and_the_loan_begins(club: Village) -> None:
    village = club
    await village(GIVEN)
    assert await payouts(village) == []
    await village(SEEN)
    (entry,) = await payouts(village)
    assert (entry.amount, entry.value_day) == (-5_000_000, date(2026, 11, 21))
    assert entry.entered_by == village.ids["lan"]
    assert entry.agreed_by == {village.ids["minh"]}
    (loan,) = await borrowed(village)
    assert loan.number == "KU-01"
    assert loan.standing(date(2026, 11, 21)).principal_left == 5_000_000
    await village("""
        thao > con no bao nhieu
        thao < You still have 5,000,000 đ to pay to the fund. Next: 31,000 đ, on 10 Dec 2026.
        lan > tiền mặt
        lan < The box must hold: 3,000,000 đ
        tu > đối chiếu
        tu < Everything in the book has been seen by two people.
        minh > các đơn xin vay
        minh < No application waits. The loan fund has 3,000,000 đ in cash
    """)
    assert await broken(village) == []
    heard = await remind(village, "2026-12-10 08:00")
    assert "31,000" in heard["thao"][0]


async def test_the_same_taps_again_post_nothing_more(club: Village) -> None:
    await club(GIVEN)
    await club("""
        lan # Cash handed over
        lan < Lan said that 5,000,000 đ went to Thảo. It waits for who saw it.
    """)
    await club(SEEN)
    await club("""
        minh # Yes, I saw it
        minh < You already chose “Yes, I saw it”
        lan # Cash handed over
        lan < You already chose
        lan > các đơn xin vay
        lan < No application waits
    """)
    assert len(await payouts(club)) == 1


async def test_the_borrowers_yes_is_a_status(club: Village) -> None:
    await club(GIVEN + SEEN)
    await club("""
        thao # I have received it
        thao < Thank you, then all is well. I wish you luck with it.
        lan > Thảo
        lan < Has said that all of its cash arrived.
    """)
    async with club.database.read() as db:
        assert (await db.execute(select(t.Handover.borrower_says))).scalar_one() == "yes"
    (entry,) = await payouts(club)
    assert entry.agreed_by == {club.ids["minh"]}


async def test_the_borrowers_no_opens_a_case_for_who_had_no_hand_in_it(club: Village) -> None:
    await club(GIVEN + SEEN)
    await club("""
        thao # Please look at it again
        thao < What should be looked at?
        thao # I have not received it
        thao < Thank you for telling me. Thu will look at it and talk with you.
        thu < Thảo asks to look at 5,000,000 đ, slip 1/2026 (loan fund) again.
        thu # Look at it
        thu < Thảo (loan paid out): 5,000,000 đ, slip 1/2026 (loan fund) \
Thảo says that the money has not arrived
        minh > việc cần xem lại
        minh < Somebody else sees to these
        thao # I have received it
        thao < Thu is looking at it already
    """)
    async with club.database.read() as db:
        assert (await db.execute(select(t.Handover.borrower_says))).scalar_one() == "no"


async def test_a_witness_who_saw_nothing_takes_it_back(club: Village) -> None:
    await club(GIVEN)
    await club("""
        minh # No, I did not see that
        minh < Thank you. It is not written down; I told Lan.
        lan < Mr Minh did not see 5,000,000 đ go to Thảo. It is not in the book
        lan > các đơn xin vay
        lan < Thảo 5,000,000 đ
        lan # Pay out: Thảo
        lan < Thảo is to get 5,000,000 đ. Has the cash been handed over?
        lan # Cash handed over
        lan < Who saw it with you?
        lan # Thu
        lan < I asked Thu.
        thu < Did you see it?
        minh # Yes, I saw it
        minh < You already chose “No, I did not see that”
        thu # Yes, I saw it
        thu < Thank you. It is in the book
        thao < Payment slip 1/2026
        lan < Thu saw it, too.
    """)


async def test_an_old_question_to_a_witness_is_not_about_what_was_said_anew(
    club: Village,
) -> None:
    await club(GIVEN)
    await club("""
        lan > các đơn xin vay
        lan < Thảo 5,000,000 đ: handed over, waits for the witness
        lan # Pay out: Thảo
        lan < It waits for who saw it.
        lan # It was not handed over after all
        lan < All right, it was not handed over yet.
    """)
    club.clock.pass_by(hours=1)
    await club("""
        minh # Yes, I saw it
        minh < That was settled in the meantime.
        lan # Cash handed over
        lan < Who saw it with you?
        lan # Thu
        lan < I asked Thu.
        thu < Did you see it?
        minh # Yes, I saw it
        minh < You already chose
    """)
    assert await payouts(club) == []


async def test_who_was_asked_before_it_was_taken_back_is_no_witness_of_what_came_after(
    club: Village,
) -> None:
    await club(GIVEN)
    await club("""
        lan > các đơn xin vay
        lan < handed over
        lan # Pay out: Thảo
        lan < It waits
        lan # It was not handed over after all
        lan < not handed over yet
    """)
    club.clock.pass_by(hours=1)
    await club("""
        lan # Cash handed over
        lan < Who saw it with you?
        lan # Thu
        lan < I asked Thu.
        thu < Did you see it?
        minh # Yes, I saw it
        minh < That was settled in the meantime.
    """)
    assert await payouts(club) == []


async def test_a_member_with_a_phone_is_a_witness_too(club: Village) -> None:
    await club("""
        lan # Cash handed over
        lan < Who saw it
        lan # Somebody else saw it
        lan < Who saw it? Please write the name.
        lan > hoa bính
        lan < I asked Ms Hoa Bính.
        hoa < Lan says that 5,000,000 đ went to Thảo in cash. Did you see it?
        hoa # Yes, I saw it
        hoa < Thank you. It is in the book
        thao < Payment slip 1/2026 … Seen by: Ms Hoa Bính
        lan < Ms Hoa Bính saw it, too.
    """)


@pytest.mark.parametrize(("kin", "of"), [("hoa", "thao"), ("hoa", "lan")])
async def test_who_lives_with_the_borrower_or_the_treasurer_is_no_witness(
    club: Village, kin: str, of: str
) -> None:
    await live_with(club, kin, "N7")
    await live_with(club, of, "N7")
    await club("""
        lan # Cash handed over
        lan < Who saw it
        lan > hoa bính
        lan < Ms Hoa Bính is too near to be the witness. Who else saw it?
    """)


async def test_who_has_no_phone_is_no_witness_while_others_of_the_board_have_one(
    club: Village,
) -> None:
    await club("""
        lan # Cash handed over
        lan < Who saw it
        lan > ông Bình
        lan < Vi Văn Bình has no phone here. Mr Minh, Thu, Tư can say on a phone that they saw it.
    """)


async def test_cash_below_zero_is_refused_with_what_the_treasurer_keeps(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Application).values(amount=9_000_000))
    await club("""
        lan # Cash handed over
        lan < By the book Lan keeps 8,000,000 đ of the loan fund; 9,000,000 đ is needed.
    """)


async def test_cash_that_was_spent_before_the_witness_spoke_is_refused(club: Village) -> None:
    await club(GIVEN)
    async with club.database.write() as db:
        await db.execute(update(t.Application).values(amount=9_000_000))
    await club("""
        minh # Yes, I saw it
        minh < By the book Lan keeps only 8,000,000 đ of the loan fund, so this 9,000,000 đ \
cannot be written down yet. Please tell Lan.
    """)
    assert await payouts(club) == []
    assert await borrowed(club) == []


async def test_only_who_keeps_the_cash_hands_it_over(club: Village) -> None:
    await club("""
        tu > các đơn xin vay
        tu < Promised, to be paid out: Thảo
        tu # Pay out: Thảo
        tu < Has the cash been handed over?
        tu # Cash handed over
        tu < Lan keeps that cash and hands it over.
        thu > các đơn xin vay
        thu < Promised, to be paid out: Thảo
        thu # Pay out: Thảo
        thu < Has the cash been handed over?
        thu # Cash handed over
        thu < The cash for Thảo is handed over by Lan, Tư.
    """)


async def test_where_the_treasurer_is_her_kin_another_hands_the_treasurers_cash_over(
    club: Village,
) -> None:
    await live_with(club, "lan", "N7")
    await live_with(club, "thao", "N7")
    await club("""
        lan # Cash handed over
        lan < The cash for Thảo is handed over by Tư.
        tu > các đơn xin vay
        tu < Promised, to be paid out: Thảo
        tu # Pay out: Thảo
        tu < Has the cash been handed over?
        tu # Cash handed over
        tu < Who saw it with you?
        tu # Thu
        tu < I asked Thu.
        thu < Tư says that 5,000,000 đ went to Thảo in cash. Did you see it?
        thu # Yes, I saw it
        thu < It is in the book
        thao < Payment slip 1/2026 … Handed over by: Tư
        tu < Thu saw it, too.
        lan < Thu saw it, too.
        lan > tiền mặt
        lan < Lan keeps: 3,000,000 đ
    """)


async def test_a_first_day_to_pay_that_has_passed_is_asked_anew(club: Village) -> None:
    club.clock.pass_by(days=21)
    await club("""
        lan # Cash handed over
        lan < The first day to pay, 10 Dec 2026, has passed. From which day can Thảo pay?
        lan > 5/12/2026
        lan < That day is over already. Please say a day to come.
        lan > 10/1/2036
        lan < That is very far ahead. The latest day is 12 Dec 2028
        lan > sau Tết
        lan < Please write one day to come
        lan # Sunday 10 Jan
        lan < 5,000,000 đ (five million đồng) in cash to Thảo, to be paid back from … \
Who saw it with you?
        lan # Mr Minh
        lan < I asked Mr Minh.
        minh < Did you see it?
        minh # Yes, I saw it
        minh < It is in the book
        thao < Payment slip 1/2026 … 12 Dec 2026 … 10 Jan: 48,000 đ
        lan < Mr Minh saw it
    """)
    (loan,) = await borrowed(club)
    assert loan.terms.instalments[0].due_on == date(2027, 1, 10)
    assert loan.terms.instalments[0].starts_on == date(2026, 12, 12)


async def test_paid_out_late_it_would_cost_more_than_the_law_allows_and_begins_later(
    club: Village,
) -> None:
    """0.9% flat costs 19.4%; with the first instalment after four days it is more than 20%."""
    async with club.database.write() as db:
        await db.execute(update(t.Product).values(conditions={"way": "flat", "rate_bp": 90}))
    club.clock.pass_by(days=15)
    await club("""
        lan # Cash handed over
        lan < Paid out today and first paid back on 10 Dec 2026, it would cost more than the law \
allows. From which later day shall Thảo pay?
        lan # Sunday 10 Jan
        lan < 5,000,000 đ (five million đồng) in cash to Thảo … Who saw it with you?
    """)


async def test_who_has_left_or_died_meanwhile_is_paid_out_nothing(club: Village) -> None:
    async with club.database.write() as db:
        hers = t.Member.id == club.ids["thao"]
        await db.execute(update(t.Member).where(hers).values(left_on=date(2026, 11, 21)))
    await club("""
        lan # Cash handed over
        lan < Thảo is no member any more, so nothing is paid out.
    """)


async def test_a_witness_who_answers_two_days_later_dates_nothing_anew(club: Village) -> None:
    await club(GIVEN)
    club.clock.pass_by(days=2)
    await club(SEEN)
    (entry,) = await payouts(club)
    assert entry.value_day == date(2026, 11, 21)
    (loan,) = await borrowed(club)
    assert loan.terms.instalments[0].starts_on == date(2026, 11, 21)


async def test_a_loan_that_is_no_longer_wanted_is_promised_no_more(club: Village) -> None:
    await club("""
        minh > các đơn xin vay
        minh < It can lend 3,000,000 đ today.
        minh # Pay out: Thảo
        minh < Thảo is to get 5,000,000 đ.
        minh # It is no longer wanted
        minh < Thảo does not want the 5,000,000 đ any more. Is that right?
        minh # Yes
        minh < Noted. That money can be lent again.
        thao < Mr Minh noted that you no longer want the 5,000,000 đ.
        lan < Thảo does not want the 5,000,000 đ any more. … Mr Minh noted that.
        tu < Thảo does not want the 5,000,000 đ any more. … Mr Minh noted that.
        minh > các đơn xin vay
        minh < No application waits. … It can lend 8,000,000 đ today.
        lan # Cash handed over
        lan < That was settled in the meantime.
    """)


async def test_numbers_go_on_as_the_club_has_them(village: Village) -> None:
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await village.lend("thu", 1_000_000, number="12/2026")
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await agree(village)
    await village(GIVEN)
    await village(SEEN.replace("KU-01", "13/2026"))


async def test_two_witnesses_at_the_same_moment_make_one_payout(club: Village) -> None:
    await club(GIVEN)
    await club("""
        lan > các đơn xin vay
        lan < Thảo
        lan # Pay out: Thảo
        lan < It waits
        lan # Somebody else saw it
        lan < Who saw it with you?
        lan # Thu
        lan < I asked Thu.
        thu < Did you see it?
    """)
    await asyncio.gather(club.press("minh", "Yes, I saw it"), club.press("thu", "Yes, I saw it"))
    heard = {who: club.phones.by_chat[who].unread.popleft().text for who in ("minh", "thu")}
    assert sum(text.startswith("Thank you. It is in the book") for text in heard.values()) == 1
    assert sum(text.startswith("It is in the book already") for text in heard.values()) == 1
    assert len(await payouts(club)) == 1
    assert len(await borrowed(club)) == 1
    await club("""
        thao < Payment slip 1/2026
        lan < saw it, too
    """)


async def test_who_has_no_phone_gets_the_slip_on_paper(village: Village) -> None:
    await village.join("ly", "Lý Thị Lý", phone=None)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "ly", entered_by="thu")
    told = "    thu < Please tell Ms Lý.\n    lan < The board lends Ms Lý"
    await village(AGREED.format(name="Ms Lý") + told)
    await village("""
        lan # Cash handed over
        lan < Who saw it
        lan # Mr Minh
        lan < I asked
        minh < Did you see it?
        minh # Yes, I saw it
        minh < It is in the book
        lan < Mr Minh saw it, too. … Ms Lý has no phone here: please write the paper slip.
    """)


# --- Taking it back ------------------------------------------------------------------------------

MENDED = """
    lan > sửa lại
    lan < Which entry is it?
    lan # Paid out 5,000,000 đ, 21 Nov: Thảo
    lan < Thảo (loan paid out) 5,000,000 đ, slip 1/2026 (loan fund). What was wrong with it?
    lan # The sum is wrong
    lan < I asked Mr Minh.
    minh < asks to mend an entry of Thảo (loan paid out): 5,000,000 đ
    minh # Yes, mend it
    minh < does not count any more.
    thao < Receipt 1/2026 (loan fund) Payment slip 1/2026 (loan fund) over 5,000,000 đ is mended
    lan < Minh agreed
"""


async def test_a_payout_that_was_mended_is_no_loan_and_can_be_paid_out_anew(
    club: Village,
) -> None:
    await club(GIVEN + SEEN + MENDED)
    assert await borrowed(club) == []
    assert await broken(club) == []
    async with club.database.read() as db:
        assert [one.status for one in await applications.by_status(db, club.club, "agreed")]
    await club("""
        thao > con no bao nhieu
        thao < You have nothing left to pay
        lan > tiền mặt
        lan < The box must hold: 8,000,000 đ
        minh > các đơn xin vay
        minh < Promised, to be paid out: Thảo 5,000,000 đ
    """)
    await club("""
        lan > các đơn xin vay
        lan < Thảo
        lan # Pay out: Thảo
        lan < Has the cash
        lan # Cash handed over
        lan < Who saw it
        lan # Thu
        lan < I asked
        thu < Did you see it?
        thu # Yes
        thu < It is in the book: Thảo got 5,000,000 đ, slip 2/2026 (loan fund).
        thao < Payment slip 2/2026 … Loan KU-02.
        lan < Thu saw it
    """)
    assert len(await borrowed(club)) == 1
    assert await broken(club) == []


async def test_a_payout_with_a_repayment_that_waits_is_not_taken_back(club: Village) -> None:
    await club(GIVEN + SEEN)
    await club("""
        thao > tôi nộp 100k
        thao < 100,000 đ
        thao > đúng
        thao < Whom
        thao > 1
        thao < I told
        lan < Thảo
        tu < Thảo
        lan > sửa lại
        lan < Which entry
        lan # Paid out 5,000,000 đ
        lan < A repayment of this loan was told of. Please say first whether it has arrived.
    """)


async def test_a_payout_of_which_something_was_repaid_is_not_taken_back(club: Village) -> None:
    await club(GIVEN + SEEN)
    await club("""
        lan > Thảo
        lan < Loan KU-01: 5,000,000 đ left.
        lan # Another sum
        lan < How much
        lan > 100k
        lan < 100,000 đ
        lan # I hold all
        lan < Written down
        thao < Receipt 1/2026
        lan > sửa lại
        lan < Which entry
        lan # Paid out 5,000,000 đ
        lan < 100,000 đ was repaid on this loan. Please mend those entries first.
    """)


# --- Boards without phones -----------------------------------------------------------------------


@pytest.fixture
async def alone(village: Village) -> Village:
    """Nobody of the board but Lan has a phone; the meeting has agreed to lend to Thảo."""
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    async with village.database.write() as db:
        kept = (village.ids["lan"], village.ids["thao"])
        await db.execute(
            update(t.Link).where(t.Link.member_id.not_in(kept)).values(until=village.clock.now)
        )
    await village("""
        lan > các đơn xin vay
        lan < Thảo
        lan # Thảo
        lan < Thảo asks for … Nobody else of the board is free
        lan # The meeting has decided
        lan < On which day
        lan # Today
        lan < How many
        lan > 6 5 1
        lan < Who of the members
        lan > Hoa, Bình
        lan < The board lends Thảo
        lan < It is agreed
        thao < Good news
        lan # Cash handed over
        lan < Who saw it with you?
    """)
    return village


SIGNED = """
    lan > ông Bình
    lan < Vi Văn Bình has no phone here. Let Vi Văn Bình sign the paper slip; \
I note that it is on paper.
    lan # Vi Văn Bình has signed
    lan < Please take a photo of the paper with the signatures and send it here.
"""


async def test_where_nobody_else_has_a_phone_the_witness_signs_on_paper(alone: Village) -> None:
    await alone(SIGNED)
    await alone("""
        lan > xong rồi
        lan < I need the photo of the paper.
    """)
    assert await payouts(alone) == []
    await sends(alone, "lan", picture())
    await alone("""
        lan < Written down: Thảo got 5,000,000 đ, slip 1/2026 (loan fund). Thảo gets the slip. \
It stays unchecked until a second officer agrees the day's list.
        thao < Payment slip 1/2026 … Seen by: Vi Văn Bình (on paper)
    """)
    (entry,) = await payouts(alone)
    assert entry.agreed_by == frozenset()
    async with alone.database.read() as db:
        assert (await db.execute(select(t.Handover.witness_name))).scalar_one() == "Vi Văn Bình"
        assert len(await evidence.of(db, entry.id)) == 1
    await alone.link("minh", "minh")
    await alone("""
        minh > đối chiếu
        minh < (1) Thảo (loan paid out): paid out 5,000,000 đ
    """)


async def test_the_head_is_shown_the_slip_that_was_signed(alone: Village) -> None:
    """The head lives with the borrower: no witness, but told what was signed."""
    await alone.link("minh", "minh")
    await live_with(alone, "minh", "N7")
    await live_with(alone, "thao", "N7")
    await alone(SIGNED)
    await sends(alone, "lan", picture())
    shown = alone.hears("minh", "Lan paid 5,000,000 đ out to Thảo; Vi Văn Bình signed the slip")
    assert shown.image
    await alone("""
        lan < Written down: Thảo got 5,000,000 đ
        thao < Payment slip 1/2026
    """)


async def test_an_officer_who_has_a_phone_by_now_is_the_witness(alone: Village) -> None:
    await alone(SIGNED)
    await alone.link("thu", "thu")
    await sends(alone, "lan", picture())
    await alone("""
        lan < Thu can say on a phone that they saw it.
        lan # Who saw it
        lan < Who saw it with you?
        lan # Thu
        lan < I asked Thu.
        thu < Did you see it?
    """)
    assert await payouts(alone) == []


async def test_a_neighbour_who_is_no_member_can_sign_as_well(alone: Village) -> None:
    await alone("""
        lan > ông Khải trưởng thôn
        lan < I find nobody called ông Khải trưởng thôn in the club. \
Is that somebody from outside the club?
        lan # No, I write the name again
        lan < Who saw it? Please write the name.
        lan > ông Khải trưởng thôn
        lan < Is that somebody from outside the club?
        lan # Yes, from outside the club
        lan < Ông Khải trưởng thôn has no phone here. Let ông Khải trưởng thôn sign
        lan # ông Khải trưởng thôn has signed
        lan < Please take a photo
    """)
    await sends(alone, "lan", picture())
    await alone("""
        lan < Written down: Thảo got 5,000,000 đ
        thao < Seen by: ông Khải trưởng thôn (on paper)
    """)


async def test_another_wish_is_no_name_of_a_witness(club: Village) -> None:
    await club("""
        lan # Cash handed over
        lan < Who saw it
        lan > tiền mặt
        lan < The box must hold
    """)


async def test_a_name_that_fits_nobody_is_said_where_others_have_phones(club: Village) -> None:
    await club("""
        lan # Cash handed over
        lan < Who saw it
        lan > ông Tèo
        lan < I find nobody called ông Tèo in the club. Mr Minh, Thu, Tư can say on a phone
    """)


# --- A first day that has come near --------------------------------------------------------------


async def test_a_first_day_soon_after_the_cash_is_asked_about_and_may_stay(club: Village) -> None:
    club.clock.pass_by(days=12)  # 3 December
    await club("""
        lan # Cash handed over
        lan < Thảo was to pay for the first time on 10 Dec 2026, soon after the money comes. \
From which day shall Thảo pay?
        lan # It stays: Thursday 10 Dec
        lan < 5,000,000 đ (five million đồng) in cash to Thảo, to be paid back from 10 Dec 2026 on.
        lan # Mr Minh
        lan < I asked
        minh < Did you see it?
        minh # Yes
        minh < It is in the book
        thao < Payment slip 1/2026 … 10 Dec: 11,000 đ
        lan < Mr Minh saw it
    """)


async def test_a_first_day_soon_after_the_cash_can_be_a_later_one(club: Village) -> None:
    club.clock.pass_by(days=12)
    await club("""
        lan # Cash handed over
        lan < From which day shall Thảo pay?
        lan > mai
        lan < Thảo was to pay for the first time on 4 Dec 2026
        lan # Monday 4 Jan
        lan < to be paid back from 4 Jan 2027 on. Who saw it with you?
    """)
