"""What two officers decide on money: deposits, interest, the funds, the bank account's number."""

from __future__ import annotations

from sqlalchemy import select

from bot.money.books import AccountKind, Fund
from bot.storage import bank, purse
from bot.storage import tables as t
from tests.conversations.test_other_money import agreed, held, keep, slips
from tests.village import Village

DEPOSIT = """
    lan > tiền gửi
    lan < The club owes nobody anything.
    lan # Somebody leaves a deposit
    lan < Whose money is it?
    lan > bà Hoa
    lan < How much does Ms Hoa Bính give?
    lan > 200k
    lan < Nguyễn Thị Hoa (Hoa Bính, xóm 2) leaves a deposit: 200,000 đ (two hundred thousand \
đồng), without interest. Shall I ask the board?
    lan # Yes, 200,000 đ
    lan < I have asked
    minh < Lan asks: Nguyễn Thị Hoa (Hoa Bính, xóm 2) leaves a deposit, 200,000 đ, \
without interest.
    tu < Lan asks
    minh # I agree
    minh < leaves a deposit, 200,000 đ.
    lan < Has the money changed hands?
    lan < It is decided
"""


async def owed(village: Village) -> list[tuple[AccountKind, int | None, int]]:
    async with village.database.read() as db:
        return [
            (one.account.kind, one.account.holder, one.amount)
            for one in await purse.owed(db, village.club)
        ]


async def test_a_deposit_is_decided_and_then_handed_over(village: Village) -> None:
    await village(DEPOSIT)
    assert await owed(village) == []
    await village("""
        lan # I hold all 200,000 đ
        lan < Written down: Ms Hoa Bính (deposit), 200,000 đ, slip 1/2026 (loan fund).
        hoa < Receipt 1/2026 (loan fund) Ms Hoa Bính paid 200,000 đ … For: Nguyễn Thị Hoa
        lan > tiền gửi
        lan < Ms Hoa Bính: 200,000 đ, deposit To give back: 200,000 đ. In cash and bank: 200,000 đ.
    """)
    assert await owed(village) == [(AccountKind.DEPOSITS, village.ids["hoa"], 200_000)]


async def test_what_was_decided_waits_for_its_money_and_is_posted_once(village: Village) -> None:
    await village(DEPOSIT)
    await village("""
        lan # Not yet
        lan < Tell me when the money
        lan > tiền gửi
        lan < The club owes nobody
        lan # Decided, money not handed over yet
        lan < Which money has changed hands?
        lan > 1
        lan < Has the money changed hands? Nguyễn Thị Hoa
        lan # I hold all
        lan < Written down
        hoa < Receipt
        lan > tiền gửi
        lan < To give back: 200,000 đ
        lan # Decided, money not
        lan < Nothing that was decided waits
    """)


async def test_two_who_say_that_it_was_handed_over_write_it_down_once(village: Village) -> None:
    await village(DEPOSIT)
    await village("""
        tu > tiền gửi
        tu < The club owes nobody
        tu # Decided, money not
        tu < Which money
        tu > 1
        tu < Has the money changed hands?
        lan # I hold all
        lan < Written down
        hoa < Receipt
        tu # I hold all
        tu < This money is in the book already.
    """)
    assert [amount for _kind, _holder, amount in await owed(village)] == [200_000]


async def test_a_deposit_that_was_taken_back_is_entered_rightly_each_time(
    village: Village,
) -> None:
    await village(DEPOSIT)
    await village("""
        lan # I hold all
        lan < Written down
        hoa < Receipt
    """)
    for number in ("2", "3"):
        await village("""
            lan > sửa lại
            lan < Which entry
            lan # 200,000 đ
            lan < What was wrong
            lan # It was written down twice
            lan < I asked
            minh < asks to mend
            minh # Yes, mend it
            minh < does not count
            hoa < is mended
            lan < Minh agreed
        """)
        assert await owed(village) == []
        await village(f"""
            lan > tiền gửi
            lan < The club owes nobody
            lan # Decided, money not
            lan < Which money has changed hands?
            lan > 1
            lan < Has the money changed hands?
            lan # I hold all
            lan < Written down: Ms Hoa Bính (deposit), 200,000 đ, slip {number}/2026
            hoa < Receipt {number}/2026
            lan > tiền gửi
            lan < To give back: 200,000 đ
            lan # Decided, money not
            lan < Nothing that was decided waits
        """)
    assert await owed(village) == [(AccountKind.DEPOSITS, village.ids["hoa"], 200_000)]


async def test_a_deposit_goes_back_by_a_decision_too(village: Village) -> None:
    await village(DEPOSIT)
    await village("""
        lan # I hold all
        lan < Written down
        hoa < Receipt
        lan > tiền gửi
        lan < To give back
        lan # Give something back
        lan < To whom?
        lan # Ms Hoa Bính: 200,000 đ
        lan < How much goes back? The club owes 200,000 đ.
        lan > 300k
        lan < The club owes 200,000 đ there, not more.
        lan # All of it, 200,000 đ
        lan < gets a deposit back
        lan # Yes, 200,000 đ
        lan < I have asked
        minh < gets a deposit back, 200,000 đ
        tu < gets a deposit back
        tu # I agree
        tu < gets a deposit back
        lan < Has the money changed hands?
        lan < It is decided
        lan # I have paid 200,000 đ
        lan < Written down: Ms Hoa Bính (deposit given back), 200,000 đ, slip 1/2026 (loan fund)
        hoa < Payment slip 1/2026 (loan fund) Ms Hoa Bính was given 200,000 đ … Given by: Lan
    """)
    assert await owed(village) == []
    assert await slips(village) == [("income", "receipt", 1), ("income", "payment", 1)]


async def test_somebody_outside_lends_the_club(village: Village) -> None:
    await village("""
        lan > quỹ nợ ai
        lan < The club owes nobody
        lan # Somebody lends the club
        lan < Whose money is it?
        lan > Hội Người cao tuổi xã
        lan < Is it somebody of the club?
        lan # No, somebody else
        lan < How much does Hội Người cao tuổi xã give?
        lan > 10tr
        lan < Hội Người cao tuổi xã lends the club: 10,000,000 đ
        lan # Yes
        lan < I have asked
        minh < lends the club, 10,000,000 đ, without interest
        tu < lends the club
        tu # I do not agree
        tu < Why not?
        tu > chưa cần đến
        tu < It stays as it is
        lan < Tư
    """)
    assert await owed(village) == []


LENT = """
    lan > quỹ nợ ai
    lan < {before}
    lan # Somebody lends the club
    lan < Whose money is it?
    lan > {name}
    lan < Is it somebody of the club?
    lan # No, somebody else
    lan < How much does {name} give?
    lan > {sum}
    lan < lends the club: {sum_}
    lan # Yes
    lan < I have asked
    minh < {name} lends the club
    tu < lends the club
    tu # I agree
    tu < lends the club
    lan < Has the money changed hands?
    lan < It is decided
    lan # I hold all
    lan < Written down: {name} (lends the club)
    minh < Lan wrote down: {name}
    minh # Yes
    minh < Thank you
"""


async def test_lenders_outside_are_kept_apart_by_name(village: Village) -> None:
    await village(
        LENT.format(
            name="Hội Cựu chiến binh",
            sum="10tr",
            sum_="10,000,000 đ",
            before="The club owes nobody",
        )
    )
    await village(
        LENT.format(name="chú Ba Đò", sum="2tr", sum_="2,000,000 đ", before="Hội Cựu chiến binh")
    )
    await village("""
        tu > quỹ nợ ai
        tu < Chú Ba Đò: 2,000,000 đ, lent to the club Hội Cựu chiến binh: 10,000,000 đ, lent to \
the club To give back: 12,000,000 đ.
        lan > quỹ nợ ai
        lan < Chú Ba Đò
        lan # Give something back
        lan < To whom? Part of the name is enough.
        lan > ông Năm
        lan < The club owes nobody of that name anything.
        lan > ba đò
        lan < How much goes back? The club owes 2,000,000 đ.
        lan > 3tr
        lan < The club owes 2,000,000 đ there, not more.
        lan > 2tr
        lan < The club pays back to chú Ba Đò: 2,000,000 đ
        lan # Yes
        lan < I have asked
        minh < The club pays back to chú Ba Đò
        tu < The club pays back
        tu # I agree
        tu < The club pays back
        lan < Has the money changed hands? The club pays back to chú Ba Đò, 2,000,000 đ.
        lan < It is decided
        lan # I have paid 2,000,000 đ
        lan < Written down
        minh < Lan wrote down
        tu > quỹ nợ ai
        tu < Hội Cựu chiến binh: 10,000,000 đ, lent to the club To give back: 10,000,000 đ.
    """)
    async with village.database.read() as db:
        (one,) = await purse.owed(db, village.club)
    assert (one.name, one.amount) == ("Hội Cựu chiến binh", 10_000_000)


async def test_who_lends_again_is_the_same_lender_however_she_is_typed(village: Village) -> None:
    await village(
        LENT.format(name="chú Ba Đò", sum="2tr", sum_="2,000,000 đ", before="The club owes nobody")
    )
    await village("""
        lan > quỹ nợ ai
        lan < Chú Ba Đò
        lan # Somebody lends the club
        lan < Whose money is it?
        lan > Chú ba đò
        lan < Which one do you mean?
        lan # chú Ba Đò, who has lent before
        lan < How much does chú Ba Đò give?
        lan > 1tr
        lan < lends the club: 1,000,000 đ
    """)


async def test_a_loan_to_the_club_that_is_taken_back_is_the_lenders_own(village: Village) -> None:
    await village(
        LENT.format(
            name="Hội Cựu chiến binh",
            sum="10tr",
            sum_="10,000,000 đ",
            before="The club owes nobody",
        )
    )
    await village(
        LENT.format(name="chú Ba Đò", sum="2tr", sum_="2,000,000 đ", before="Hội Cựu chiến binh")
    )
    await village("""
        lan > sửa lại
        lan < Which entry
        lan # 2,000,000 đ
        lan < What was wrong
        lan # It was written down twice
        lan < I asked
        minh < asks to mend
        minh # Yes, mend it
        minh < does not count
        lan < Minh agreed
    """)
    async with village.database.read() as db:
        (one,) = await purse.owed(db, village.club)
    assert (one.name, one.amount) == ("Hội Cựu chiến binh", 10_000_000)


async def test_a_head_who_lends_the_club_does_not_decide_it(village: Village) -> None:
    await village("""
        lan > tiền gửi
        lan < The club owes nobody
        lan # Somebody lends the club
        lan < Whose money is it?
        lan > Minh
        lan < How much does Mr Minh give?
        lan > 20tr
        lan < lends the club
        lan # Yes
        lan < I have asked Tư
        tu < lends the club, 20,000,000 đ
        tu # I agree
        tu < lends the club
        lan < Has the money
        lan < It is decided
    """)


# --- Interest ------------------------------------------------------------------------------------


async def test_two_decide_how_interest_is_shared_and_it_holds_at_the_next_receipt(
    village: Village,
) -> None:
    await village("""
        minh > chia lãi
        minh < Of all interest all goes to the activity fund. How shall it be?
        minh > 30%
        minh < Of all interest from now on 30% goes to the loan fund, 70% to the activity fund.
        minh # Yes, ask the board
        minh < I have asked Tư
        tu < Mr Minh asks that of all interest from now on 30% goes to the loan fund
        tu # I agree
        tu < Of all interest from now on 30%
        minh < It is decided
        lan < Of all interest from now on 30%
        thu < Of all interest from now on 30%
        lan > bình
        lan < Vi Văn Bình
        lan # Receive 50,000 đ
        lan < Is that right
        lan # I hold all
        lan < slip 1/2026 (loan fund), 1/2026 (activity fund)
    """)
    assert (await held(village, "lan", Fund.INCOME), await held(village, "lan")) == (
        15_000,
        35_000,
    )


async def test_a_share_above_the_whole_is_asked_again(village: Village) -> None:
    await village("""
        minh > chia lãi
        minh < How shall it be?
        minh > 130%
        minh < Please write the loan fund's share
        minh # All goes to the loan fund
        minh < Of all interest from now on all goes to the loan fund
    """)


# --- Between the funds ---------------------------------------------------------------------------


async def test_money_goes_to_the_other_fund_only_by_a_decision_with_its_reason(
    village: Village,
) -> None:
    await keep(village, "lan", 1_000_000)
    await village("""
        tu > chuyển quỹ
        tu < Out of which fund
        tu # activity fund, Lan: 1,000,000 đ
        tu < How much
        tu > 2tr
        tu < There is not that much: Lan holds 1,000,000 đ of the activity fund.
        tu > 400k
        tu < Why shall it go
        tu > thêm vốn cho vay
        tu < 400,000 đ (four hundred thousand đồng) from the activity fund to the loan fund, \
because: thêm vốn cho vay. Shall I ask the board?
        tu # Yes, ask the board
        tu < I have asked Mr Minh
        minh < Tư asks: 400,000 đ … because: thêm vốn cho vay.
        minh # I agree
        minh < 400,000 đ (four hundred thousand đồng) from the activity fund to the loan fund.
        tu < It is decided
        thu > đối chiếu
        thu < Everything in the book
    """)
    assert (await held(village, "lan"), await held(village, "lan", Fund.INCOME)) == (
        600_000,
        400_000,
    )
    assert await slips(village) == []
    assert await agreed(village) == [(village.ids["minh"], "decision")]


async def test_what_was_spent_meanwhile_does_not_go_to_the_other_fund(village: Village) -> None:
    await keep(village, "lan", 500_000)
    await village("""
        tu > chuyển quỹ
        tu < Out of which fund
        tu > 1
        tu < How much
        tu > 400k
        tu < Why
        tu > thêm vốn
        tu < Shall I ask
        tu # Yes
        tu < I have asked Mr Minh
        minh < Tư asks
        lan > chi mua 300k trà
        lan < From which fund
        lan # Activity fund
        lan < receipt
        lan # No, there is none
        lan < Is that right
        lan # I have paid
        lan < Written down
        minh < wrote down
    """)
    async with village.database.read() as db:
        before = (await db.execute(select(t.Vote.member_id))).scalars().all()
    await village("""
        minh # I agree
        minh < There is not that much: Lan holds 200,000 đ of the activity fund.
    """)
    async with village.database.read() as db:
        assert (await db.execute(select(t.Vote.member_id))).scalars().all() == before


# --- The bank account's number -------------------------------------------------------------------


CHANGE = """
    lan > đổi số tài khoản
    lan < Please write the new account
    lan > Agribank 3100205123456, tên CLB
    lan < New account: Agribank 3100205123456, tên CLB. … it holds two days later.
    lan # Yes, ask the board
    lan < I have asked
    minh < Lan asks to change the club's bank account to: Agribank 3100205123456, tên CLB.
    tu < Lan asks
    minh # I agree
    minh < From Monday 23 Nov, 12:00, the club's account is: Agribank 3100205123456, tên CLB
    hoa < From Monday 23 Nov, 12:00 … please ask the head of the club
    lan < From Monday 23 Nov
    lan < It is decided
    tu < From Monday 23 Nov
    thu < From Monday 23 Nov
"""


async def account(village: Village) -> str:
    async with village.database.write() as db:
        return await bank.account(db, village.club, village.clock.now)


async def test_a_new_account_holds_two_days_after_everybody_was_told(village: Village) -> None:
    await village(CHANGE)
    village.clock.pass_by(hours=47, minutes=59)
    assert await account(village) == ""
    await village("""
        lan > ngân hàng
        lan < No account of the club is written down. … From Monday 23 Nov, 12:00
    """)
    village.clock.pass_by(minutes=1)
    assert await account(village) == "Agribank 3100205123456, tên CLB"
    await village("""
        lan > ngân hàng
        lan < The club's account: Agribank 3100205123456, tên CLB
    """)


async def test_any_officer_stops_a_change_before_it_holds(village: Village) -> None:
    await village(CHANGE)
    village.clock.pass_by(hours=20)
    await village("""
        thu # Stop the change
        thu < Stopped: the club's bank account stays as it was.
        hoa < The club's bank account does not change.
        lan < The club's bank account does not change.
        tu < The club's bank account does not change.
        minh < The club's bank account does not change.
        lan # Stop the change
        lan < There is no change to stop any more.
    """)
    village.clock.pass_by(days=3)
    assert await account(village) == ""


async def test_one_officer_alone_changes_no_account(village: Village) -> None:
    await village("""
        lan > đổi số tài khoản
        lan < Please write
        lan > Agribank
        lan < I miss the number in it.
        lan > Agribank 3100205123456
        lan < New account
        lan # Yes, ask the board
        lan < I have asked
        minh < Do you agree?
        tu < Do you agree?
    """)
    village.clock.pass_by(days=30)
    assert await account(village) == ""
