"""The club's other money: gifts, joint businesses, expenses, the bank, cash from hand to hand."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, select

from bot.chat import Incoming
from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.storage import evidence, gifts, ledger, purse
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.sent_files import picture, sends
from tests.village import Village, address


async def keep(village: Village, who: str, amount: int, fund: Fund = Fund.ACTIVITY) -> None:
    """Put cash into the books as the opening sheet would."""
    async with village.database.write() as db:
        await ledger.post(
            db,
            club_id=village.club,
            kind="opening",
            lines=books.opening(
                fund, cash={village.ids[who]: amount}, bank={}, loans={}, deposits={}
            ),
            value_day=date(2026, 11, 1),
            now=village.clock.now,
            entered_by=None,
            member_id=None,
            origin=f"opening:{fund}:{who}",
        )


async def held(village: Village, who: str, fund: Fund = Fund.ACTIVITY) -> int:
    """Return the cash of a fund that somebody keeps, as the book has it."""
    async with village.database.read() as db:
        for kept, kind, holder, amount in await ledger.cash(db, village.club):
            if (kept, kind, holder) == (fund, AccountKind.CASH, village.ids[who]):
                return amount
    return 0


async def slips(village: Village) -> list[tuple[str, str, int]]:
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Slip.fund, t.Slip.kind, t.Slip.number).order_by(t.Slip.transaction_id)
        )
        return [(row.fund, row.kind, row.number) for row in rows]


async def agreed(village: Village) -> list[tuple[int, str]]:
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Agreement.member_id, t.Agreement.how).order_by(t.Agreement.id)
        )
        return [(row.member_id, row.how) for row in rows]


SPENT = """
    lan > thu chi
    lan < What shall be written down?
    lan # Spend money
    lan < What is the money for?
    lan # Tea for the meeting
    lan < How much is it
    lan > 150k
    lan < From which fund is it paid?
    lan # Activity fund
    lan < Is there a receipt
    lan # No, there is none
    lan < Spent: Tea for the meeting, 150,000 đ (one hundred and fifty thousand đồng), \
activity fund. Is that right?
    lan # I have paid 150,000 đ
    lan < Written down: Spent: Tea for the meeting, 150,000 đ, slip 1/2026 (activity fund). \
I ask Mr Minh to agree to it.
    minh < Lan wrote down: Spent: Tea for the meeting, 150,000 đ, slip 1/2026 (activity fund). \
Is that right?
"""


async def test_money_is_spent_and_the_head_agrees(village: Village) -> None:
    await keep(village, "lan", 400_000)
    await village(SPENT)
    await village("""
        minh # Yes, 150,000 đ
        minh < Thank you, then all is well.
        thu > đối chiếu
        thu < Everything in the book has been seen by two people.
        thu > tiền mặt
        thu < The box must hold: 250,000 đ
    """)
    assert await slips(village) == [("activity", "payment", 1)]
    assert await agreed(village) == [(village.ids["minh"], "officer")]


async def test_until_somebody_agrees_an_expense_is_on_the_days_list_as_paid_out(
    village: Village,
) -> None:
    await keep(village, "lan", 400_000)
    await village(SPENT)
    await village("""
        thu > đối chiếu
        thu < Does this fit … (1) Spent: Tea for the meeting: paid out 150,000 đ (Lan, \
21 Nov 2026) … Together: paid out 150,000 đ
        thu # All fits
        thu < Agreed: 1 entry
        minh # Yes, 150,000 đ
        minh < Thank you
        lan > đối chiếu
        lan < Everything in the book
    """)


async def test_who_does_not_agree_at_once_sets_it_aside(village: Village) -> None:
    await keep(village, "lan", 400_000)
    await village(SPENT)
    await village("""
        minh # I want to look at it first
        minh < It is set aside until somebody has looked at it.
        thu > đối chiếu
        thu < Everything in the book
        minh > việc cần xem lại
        minh < Which one?
        minh > 1
        minh < Spent: Tea for the meeting: 150,000 đ … Minh set it aside
        minh # Mend it
        minh < What was wrong
        minh # The sum is wrong
        minh < I asked Thu.
        thu < asks to mend an entry: Spent: Tea for the meeting, 150,000 đ
        thu # Yes, mend it
        thu < does not count any more
        minh < Thu agreed
        lan < Thu agreed
    """)
    assert await held(village, "lan") == 400_000
    assert await slips(village) == [("activity", "payment", 1), ("activity", "receipt", 1)]


async def test_the_photo_of_the_receipt_and_the_words_below_it_stay_with_the_entry(
    village: Village,
) -> None:
    await keep(village, "lan", 400_000)
    await village("""
        lan > chi tiền mua 200k trà
        lan < From which fund is it paid?
        lan # Activity fund
        lan < Is there a receipt
    """)
    await sends(village, "lan", picture(), "quán bà Sáu")
    await village("""
        lan < Spent: trà (quán bà Sáu), 200,000 đ
        lan # I have paid
        lan < Written down
        minh < Spent: trà (quán bà Sáu)
    """)
    asked = village.phones.by_chat["minh"].last[-1]
    assert asked.image
    async with village.database.read() as db:
        (entry,) = (
            await db.execute(select(t.Transaction.id).where(t.Transaction.kind == "expense"))
        ).scalars()
        assert await evidence.of(db, entry) == [asked.image]


@pytest.mark.parametrize("cash", [0, 100_000])
async def test_what_is_not_there_cannot_be_spent_and_it_is_said_what_is(
    village: Village, cash: int
) -> None:
    if cash:
        await keep(village, "lan", cash)
    await keep(village, "minh", 900_000)
    await keep(village, "lan", 800_000, Fund.INCOME)
    await village(f"""
        lan > chi mua 150k trà
        lan < From which fund
        lan # Activity fund
        lan < There is not that much: Lan holds {cash:,} đ of the activity fund.
        lan # Loan fund
        lan < Is there a receipt
    """)


async def test_only_who_keeps_the_cash_spends_it(village: Village) -> None:
    await village("""
        thu > chi tiền
        thu < Only who keeps the cash can write this down. Please tell Lan.
        hoa > chi tiền
        hoa < That is the board's work.
    """)


async def test_the_same_tap_twice_spends_once(village: Village) -> None:
    await keep(village, "lan", 400_000)
    await village("""
        lan > chi mua 150k trà
        lan < From which fund
        lan # Activity fund
        lan < Is there a receipt
        lan # No, there is none
        lan < Is that right?
    """)
    key = village.key("lan", "I have paid 150,000 đ")
    for message in ("one", "two"):
        await village.send(Incoming(address=address("lan"), message=message, pressed=key))
    await village("""
        lan < Written down
        minh < wrote down
        lan < …
    """)
    assert await held(village, "lan") == 250_000


async def test_a_joint_business_brings_something_in(village: Village) -> None:
    await village("""
        lan > thu từ làm chung
        lan < Which joint business
        lan > nuôi lợn chung
        lan < How much is it
        lan > 2 triệu
        lan < For which fund is it?
        lan # Loan fund
        lan < Joint business nuôi lợn chung: 2,000,000 đ (two million đồng), loan fund. Right?
        lan # I hold all 2,000,000 đ
        lan < Written down: Joint business: nuôi lợn chung, 2,000,000 đ, slip 1/2026 (loan fund)
        minh < wrote down
    """)
    assert await held(village, "lan", Fund.INCOME) == 2_000_000


# --- Gifts ---------------------------------------------------------------------------------------


async def test_a_gift_of_somebody_outside_is_in_the_golden_heart_book(village: Village) -> None:
    await village("""
        lan > tặng quỹ
        lan < Who gives?
        lan > Công ty Sao Mai
        lan < What does Công ty Sao Mai give?
        lan > 500k
        lan < 500,000 đ: for what?
        lan > quà Tết cho các cụ
        lan < Công ty Sao Mai gives 500,000 đ (five hundred thousand đồng): gift to the activity \
fund (quà Tết cho các cụ). Is that right?
        lan # I hold all 500,000 đ
        lan < Written down: Công ty Sao Mai (gift), 500,000 đ, slip 1/2026 (activity fund). I ask
        minh < Công ty Sao Mai (gift), 500,000 đ
        hoa > sổ tấm lòng vàng
        hoa < Golden Heart book 2026: 1. Công ty Sao Mai: 500,000 đ, quà Tết cho các cụ \
Together: 500,000 đ
    """)


async def test_a_gift_in_kind_has_no_invented_value(village: Village) -> None:
    await village("""
        lan > tặng quỹ
        lan < Who gives?
        lan > bác Sáu xóm trên
        lan < What does
        lan > 20 kg gạo
        lan < Bác Sáu xóm trên gives 20 kg gạo. No value is written beside it. Is that right?
        lan # Yes, write it down
        lan < It is in the Golden Heart book: bác Sáu xóm trên, 20 kg gạo.
        lan # Golden Heart book
        lan < 1. bác Sáu xóm trên: 20 kg gạo
    """)
    async with village.database.read() as db:
        (one,) = await gifts.given(db, village.club, date(2026, 1, 1), date(2026, 12, 31))
        assert await db.scalar(select(func.count(t.Transaction.id))) == 2  # the two loans
    assert (one.amount, one.what) == (0, "20 kg gạo")


IN_KIND = """
    lan > tặng quỹ
    lan < Who gives?
    lan > {giver}
    lan < What does
    lan > {what}
    lan < Is that right?
    lan # Yes, write it down
    lan < It is in the Golden Heart book
"""


async def test_a_gift_in_kind_written_by_mistake_is_taken_back_with_the_reason(
    village: Village,
) -> None:
    await village(IN_KIND.format(giver="bác Sáu xóm trên", what="20 kg gạo"))
    await village(IN_KIND.format(giver="cô Bảy", what="một con gà"))
    await village("""
        thu > sổ tấm lòng vàng
        thu < 1. bác Sáu xóm trên: 20 kg gạo 2. cô Bảy: một con gà
        thu # A thing was written by mistake
        thu < Which gift was written down by mistake?
        thu > ông Tám
        thu < I find no gift in kind of that name.
        thu > bác Sáu
        thu < Sáu xóm trên, 20 kg gạo: what was wrong?
        thu > cho nhà chùa chứ không phải quỹ
        thu < Sáu xóm trên, 20 kg gạo: taken back.
        minh < Thu took a gift in kind back: bác Sáu xóm trên, 20 kg gạo. Why: cho nhà chùa
        thu # Golden Heart book
        thu < 1. cô Bảy: một con gà
        hoa > sổ tấm lòng vàng
        hoa < 1. cô Bảy: một con gà
    """)
    async with village.database.read() as db:
        lines = (await db.execute(select(t.Gift).order_by(t.Gift.id))).all()
    assert [(one.giver, one.what) for one in lines] == [
        ("bác Sáu xóm trên", "20 kg gạo"),
        ("cô Bảy", "một con gà"),
        ("bác Sáu xóm trên", "cho nhà chùa chứ không phải quỹ"),
    ]
    assert (lines[2].takes_back_id, lines[2].entered_by) == (lines[0].id, village.ids["thu"])


async def test_two_officers_take_a_gift_in_kind_back_once(village: Village) -> None:
    await village(IN_KIND.format(giver="cô Bảy", what="một con gà"))
    for who in ("thu", "tu"):
        await village(f"""
            {who} > ghi nhầm quà tặng
            {who} < Which gift
            {who} # cô Bảy: một con gà, 21 Nov
            {who} < what was wrong?
        """)
    await village("""
        thu > ghi hai lần
        thu < taken back
        minh < Thu took a gift in kind back
        tu > ghi hai lần
        tu < That gift is taken back already.
        tu > ghi nhầm quà tặng
        tu < There is no gift in kind in the book of the last twelve months.
    """)


async def test_a_member_who_gives_has_the_slip_and_mending_takes_it_out_of_the_book(
    village: Village,
) -> None:
    await village("""
        lan > tặng quỹ
        lan < Who gives?
        lan > hoa
        lan < Is it somebody of the club?
        lan # Nguyễn Thị Hoa
        lan < What does Ms Hoa Bính give?
        lan > 100k
        lan < for what
        lan # For the loan fund
        lan < gives 100,000 đ
        lan # I hold all
        lan < Written down: Ms Hoa Bính (gift), 100,000 đ, slip 1/2026 (loan fund). \
Ms Hoa Bính gets the slip.
        hoa < Receipt 1/2026 (loan fund) Ms Hoa Bính paid 100,000 đ … For: gift to the loan fund \
Taken by: Lan, 21 Nov 2026
        hoa # That is right
        hoa < Thank you
        lan > sửa lại
        lan < Which entry
        lan # 100,000 đ, 21 Nov: Ms Hoa Bính (gift)
        lan < What was wrong
        lan # It was written down twice
        lan < I asked
        minh < an entry of Ms Hoa Bính (gift): 100,000 đ
        minh # Yes, mend it
        minh < does not count
        hoa < Payment slip 1/2026 (loan fund) Receipt 1/2026 (loan fund) over 100,000 đ is mended
        lan < Minh agreed
        lan > sổ tấm lòng vàng
        lan < is still empty
    """)


# --- The bank, and hands -------------------------------------------------------------------------


async def test_cash_goes_to_the_bank_and_comes_back_without_a_slip(village: Village) -> None:
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    await village("""
        lan > gửi ngân hàng
        lan < Money of which fund?
        lan # loan fund: 3,000,000 đ
        lan < How much
        lan > 5tr
        lan < There is not that much: Lan holds 3,000,000 đ of the loan fund.
        lan > 2tr
        lan < To the bank: 2,000,000 đ (two million đồng), loan fund. Is that right?
        lan # Yes, 2,000,000 đ
        lan < Written down: Cash taken to the bank, 2,000,000 đ. I ask Mr Minh
        minh < Cash taken to the bank, 2,000,000 đ. Is that right?
        minh # Yes, 2,000,000 đ
        minh < Thank you
        lan > rút tiền ngân hàng
        lan < Money of which fund?
        lan # loan fund: 2,000,000 đ
        lan < How much
        lan > 500k
        lan < From the bank: 500,000 đ
        lan # Yes
        lan < Written down: Cash fetched from the bank, 500,000 đ.
        minh < Cash fetched
        thu > đối chiếu
        thu < (1) Cash fetched from the bank: 500,000 đ … Together: 0 đ
        thu > menu
        thu < What can I do
        lan > ngân hàng
        lan < No account of the club is written down. In it: 1,500,000 đ of the loan fund
    """)
    assert await slips(village) == []
    assert await held(village, "lan", Fund.INCOME) == 1_500_000


async def test_both_say_that_cash_went_from_one_to_the_other(village: Village) -> None:
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    await village("""
        lan > bàn giao tiền
        lan < To whom do you hand the cash?
        lan > tư
        lan < Money of which fund?
        lan # loan fund
        lan < How much
        lan > 1tr
        lan < To Tư: 1,000,000 đ (one million đồng), loan fund. Is that right?
        lan # I have handed over 1,000,000 đ
        lan < I ask Tư. It is in the book when Tư says so, too.
        tu < Lan says: 1,000,000 đ (one million đồng), loan fund, was handed to you to keep.
    """)
    assert await held(village, "tu", Fund.INCOME) == 0
    await village("""
        tu # I hold all 1,000,000 đ
        tu < you keep 1,000,000 đ more, loan fund
        lan < Tư holds 1,000,000 đ: it is in the book.
        thu > đối chiếu
        thu < Everything in the book
    """)
    assert await held(village, "tu", Fund.INCOME) == 1_000_000
    assert await held(village, "lan", Fund.INCOME) == 2_000_000


async def test_what_the_other_has_not_got_is_not_in_the_book(village: Village) -> None:
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    await village("""
        lan > bàn giao tiền
        lan < To whom
        lan # Lê Văn Minh
        lan < Money of which fund?
        lan # loan fund
        lan < How much
        lan > 1tr
        lan < Is that right?
        lan # I have handed over
        lan < I ask Mr Minh
        minh < was handed to you
        minh # I have not got it
        minh < Nothing was written. I tell Lan.
        lan < Mr Minh has not got 1,000,000 đ yet.
    """)
    assert await held(village, "lan", Fund.INCOME) == 3_000_000


async def test_who_keeps_cash_and_is_not_of_the_board_hands_it_over_too(village: Village) -> None:
    await keep(village, "hoa", 300_000)
    await village("""
        hoa > bàn giao tiền
        hoa < To whom
        hoa # Hoàng Thị Lan
        hoa < Money of which fund?
        hoa # activity fund: 300,000 đ
        hoa < How much
        hoa > 300k
        hoa < To Lan: 300,000 đ
        hoa # I have handed over
        hoa < I ask Lan
        lan < Ms Hoa Bính says: 300,000 đ
        lan # I hold all
        lan < you keep 300,000 đ more
        hoa < Lan holds 300,000 đ
        hoa > bàn giao tiền
        hoa < That is the board's work.
    """)


async def test_who_has_no_phone_cannot_say_that_she_keeps_it(village: Village) -> None:
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    await village("""
        lan > bàn giao tiền
        lan < To whom
        lan > bình
        lan < Mr Bình has no phone of Mr Bình's own here
        lan # Trần Văn Tư
        lan < Money of which fund?
    """)


# --- Several at once -----------------------------------------------------------------------------


@pytest.mark.postgres
async def test_two_officers_at_once_leave_no_gap_in_the_numbers(postgres_url: str) -> None:
    village = Village(Database(postgres_url))
    await village.found()
    for who, name, role in (("lan", "Lan", "treasurer"), ("tu", "Tư", "accountant")):
        await village.join(who, name, role)
        await keep(village, who, 10_000_000)

    async def spend(who: str, number: int) -> None:
        account = Account(fund=Fund.ACTIVITY, kind=AccountKind.CASH, holder=village.ids[who])
        other = Account(fund=Fund.ACTIVITY, kind=AccountKind.EXPENSES)
        async with village.database.write() as db:
            assert await purse.in_hand(db, village.club, account) > 0
            await ledger.post(
                db,
                club_id=village.club,
                kind="expense",
                lines=books.moved(1_000, out_of=account, into=other),
                value_day=date(2026, 11, 21),
                now=village.clock.now,
                entered_by=village.ids[who],
                member_id=None,
                origin=f"{who}:{number}",
                slip="payment",
            )

    await asyncio.gather(*(spend(who, number) for number in range(20) for who in ("lan", "tu")))
    numbers = [number for _fund, _kind, number in await slips(village)]
    assert sorted(numbers) == list(range(1, 41))
    await village.database.close()


@pytest.mark.postgres
async def test_two_phones_do_not_spend_the_same_note_twice(postgres_url: str) -> None:
    village = Village(Database(postgres_url))
    await village.found()
    await village.join("lan", "Lan", "treasurer")
    await village.link("lan", "lan2")
    await keep(village, "lan", 200_000)
    for phone in ("lan", "lan2"):
        await village(f"""
            {phone} > chi mua 150k trà
            {phone} < From which fund
            {phone} # Activity fund
            {phone} < Is there a receipt
            {phone} # No, there is none
            {phone} < Is that right?
        """)
    await asyncio.gather(
        *(
            village.conversation.handle(
                Incoming(
                    address=address(phone),
                    message="race",
                    pressed=village.key(phone, "I have paid"),
                )
            )
            for phone in ("lan", "lan2")
        )
    )
    assert await held(village, "lan") == 50_000
    await village.database.close()
