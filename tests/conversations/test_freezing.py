"""No new interest for a time, counted again, and written off: two officers, told kindly."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from bot.money.books import AccountKind
from bot.storage import loans
from bot.storage import tables as t
from tests.lending import keep_cash
from tests.reminded import remind
from tests.village import Village

FROZEN = """
    tu > khoanh nợ bà Hoa
    tu < From which day on shall Ms Hoa Bính owe no new interest?
    tu # From 10 Nov 2026
    tu < Until which day?
    tu # No end yet
    tu < Why?
    tu > bão lũ
    tu < Loan KU-hoa of Ms Hoa Bính: no new interest from 10 Nov 2026 until you agree on something\
 else … Shall I ask the board?
    tu # Ask the board
    tu < I have asked Mr Minh.
    minh < Tư asks that no new interest is counted on loan KU-hoa … 5,000,000 đ left … bão lũ
    minh # I agree
    minh < No new interest is counted on loan KU-hoa of Ms Hoa Bính … I told Ms Hoa Bính.
    hoa < The board thinks of you: no new interest is counted on the loan from 10 Nov 2026
    tu < It is decided
"""


async def test_a_frozen_loan_bears_no_interest_and_reminds_of_none(village: Village) -> None:
    await village(FROZEN)
    await village("""
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ to pay to the fund. Next: 5,000,000 đ, on 10 Nov 2027.
    """)
    heard = await remind(village, "2026-12-07 08:00", "2026-12-10 08:00", "2026-12-13 08:00")
    assert "hoa" not in heard


async def test_while_it_is_frozen_nobody_hurries_for_what_was_late_before(
    village: Village,
) -> None:
    village.clock.pass_by(days=20)  # the day after the first due day
    await village(FROZEN.replace("10 Nov 2026", "10 Dec 2026"))
    heard = await remind(village, "2026-12-13 08:00", "2026-12-17 08:00", "2026-12-31 08:00")
    assert "hoa" not in heard
    to_the_board = [text for text in heard["minh"] if "Bình" in text]
    assert to_the_board
    assert "Hoa" not in " ".join(to_the_board)


async def test_once_interest_is_counted_again_it_is_reminded_of_as_before(
    village: Village,
) -> None:
    village.clock.pass_by(days=20)
    await village("""
        tu > khoanh nợ bà Hoa
        tu < From which day on
        tu # From 10 Dec 2026
        tu < Until which day?
        tu > 12/12
        tu < Why?
        tu # The crop
        tu < no new interest from 10 Dec 2026 to 12 Dec 2026
        tu # Ask the board
        tu < I have asked
        minh < asks that no new interest
        minh # I agree
        minh < No new interest
        hoa < The board thinks of you
        tu < It is decided
    """)
    assert "hoa" in await remind(village, "2026-12-13 08:00")


async def test_a_day_without_its_year_is_the_one_that_has_just_passed(village: Village) -> None:
    await village("""
        tu > khoanh nợ bà Hoa
        tu < From which day on
        tu > 10/11
        tu < Until which day?
        tu # No end yet
        tu < Why?
        tu > bão lũ
        tu < Loan KU-hoa of Ms Hoa Bính: no new interest from 10 Nov 2026 until
        tu # Never mind
        tu < nothing was written down
    """)


async def test_it_is_not_frozen_twice(village: Village) -> None:
    await village(FROZEN)
    await village("""
        minh > khoanh nợ bà Hoa
        minh < No new interest is counted on loan KU-hoa already.
    """)


async def test_a_freeze_with_an_end_and_a_wrong_end(village: Village) -> None:
    await village("""
        tu > khoanh nợ bà Hoa
        tu < From which day on
        tu > 10/12
        tu < Until which day?
        tu > 1/12
        tu < That is before it begins.
        tu > 10/3/2027
        tu < Why?
        tu # The crop
        tu < no new interest from 10 Dec 2026 to 10 Mar 2027
        tu # Never mind
        tu < nothing was written down
    """)


async def test_interest_is_counted_again_by_two(village: Village) -> None:
    await village(FROZEN)
    village.clock.pass_by(days=60)
    await village("""
        tu > bà Hoa
        tu < Nguyễn Thị Hoa
        tu # In trouble
        tu < Ms Hoa Bính
        tu # Count interest again
        tu < From which day on is interest of Ms Hoa Bính counted again?
        tu > 10/2
        tu < Why?
        tu > đã bán được lợn
        tu < Loan KU-hoa of Ms Hoa Bính: interest again from 10 Feb 2027 on.
        tu # Ask the board
        tu < I have asked
        minh < Tư asks that interest is counted again on loan KU-hoa
        minh # I agree
        minh < From 10 Feb 2027 on interest is counted again
        hoa < From 10 Feb 2027 on interest is counted on the loan again, as agreed at first.
        tu < It is decided
        hoa > con no bao nhieu
        hoa < Next: 50,000 đ, on 10 Mar 2027.
    """)


async def test_what_is_left_is_written_off_and_never_told_as_shame(village: Village) -> None:
    await village("""
        tu > xóa nợ bà Hoa
        tu < Why?
        tu > nhà cháy
        tu < Ms Hoa Bính is asked for nothing more of loan KU-hoa: 5,000,000 đ stays in the books
        tu # Ask the board
        tu < I have asked
        minh < 5,000,000 đ would be written off. Nhà cháy.
        minh # I agree
        minh < Loan KU-hoa of Ms Hoa Bính is closed: 5,000,000 đ is written off. I told Ms Hoa
        hoa < The board has closed loan KU-hoa: nothing more is to be paid.
        tu < It is decided
        hoa > con no bao nhieu
        hoa < You have nothing left to pay to the fund.
        hoa > phiếu của tôi
        hoa < You have no slips yet.
    """)
    async with village.database.read() as db:
        postings = await db.execute(
            select(t.Posting.kind, t.Posting.amount)
            .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
            .where(t.Transaction.kind == "write_off")
        )
        assert {row.kind: row.amount for row in postings} == {
            AccountKind.WRITTEN_OFF: 5_000_000,
            AccountKind.LOANS: -5_000_000,
        }
        dates = await db.execute(
            select(t.Loan.closed_on, t.Loan.written_off_on).where(t.Loan.number == "KU-hoa")
        )
        assert dates.one() == (date(2026, 11, 21), date(2026, 11, 21))
        agreed = await db.execute(select(t.Agreement.member_id))
        assert agreed.scalars().all() == [village.ids["minh"]]


async def test_money_that_was_told_of_is_looked_at_first(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < says that
        tu < says that
        minh > xóa nợ bà Hoa
        minh < Ms Hoa Bính told me of 500,000 đ. Please say first whether that has arrived.
    """)


async def test_a_loan_paid_off_meanwhile_is_not_decided_any_more(village: Village) -> None:
    await village("""
        tu > xóa nợ ông Bình
        tu < Why?
        tu > ốm lâu
        tu < Mr Bình is asked for nothing more
        tu # Ask the board
        tu < I have asked
        minh < would be written off
        lan > ông Bình nộp 5050k
        lan < 5,050,000 đ
        lan # I hold all
        lan < Written down
        minh # I agree
        minh < That loan is paid off by now.
        tu < Nobody decides this any more: That loan is paid off by now. Tư asks that
    """)
    async with village.database.read() as db:
        assert not await loans.open_loans(db, village.ids["binh"])


async def test_the_reasons_that_are_offered_fit_what_is_asked_for(village: Village) -> None:
    await village("""
        tu > xóa nợ bà Hoa
        tu < Why?
    """)
    assert labels(village) == [
        "The household cannot pay any more",
        "A storm, a flood or a disease of the animals",
        "Never mind",
    ]
    await village("""
        tu > thôi
        tu < nothing was written down
        tu > khoanh nợ bà Hoa
        tu < From which day on
        tu # From 10 Nov 2026
        tu < Until which day?
        tu # No end yet
        tu < Why?
    """)
    assert labels(village) == [
        "Illness in the house",
        "A storm, a flood or a disease of the animals",
        "The crop or the animal was lost",
        "Never mind",
    ]


async def test_the_reasons_for_a_dead_womans_loan_are_her_death_and_her_family(
    village: Village,
) -> None:
    await village("""
        tu > bà Hoa mất rồi
        tu < Is it certain
        tu # Yes
        tu < has died
        lan < has died
        minh < has died
        thu < has died
        tu > xóa nợ bà Hoa
        tu < Why?
    """)
    assert labels(village) == [
        "Who borrowed has died",
        "The family cannot pay it",
        "Never mind",
    ]
    await village("""
        tu # Who borrowed has died
        tu < Shall I ask the board?
        tu # Ask the board
        tu < I have asked
        minh < would be written off. Who borrowed has died.
    """)


async def test_a_day_that_is_years_ahead_is_a_slip_of_the_year(village: Village) -> None:
    await village("""
        tu > khoanh nợ bà Hoa
        tu < From which day on
        tu > 10/11/2066
        tu < That is very far ahead. The latest day is 21 Nov 2028: please say one before it.
        tu > 10/11
        tu < Until which day?
        tu > 10/11/2077
        tu < That is very far ahead. The latest day is 21 Nov 2028: please say one before it.
        tu > 10/11/2027
        tu < Why?
    """)


FROZEN_FOR_A_TIME = """
    tu > khoanh nợ bà Hoa
    tu < From which day on
    tu > 10/12/2026
    tu < Until which day?
    tu > 10/3/2027
    tu < Why?
    tu # The crop
    tu < no new interest from 10 Dec 2026 to 10 Mar 2027
    tu # Ask the board
    tu < I have asked
    minh < asks that no new interest
    minh # I agree
    minh < No new interest
    hoa < The board thinks of you
    tu < It is decided
"""


async def test_a_freeze_with_an_end_is_ended_earlier(village: Village) -> None:
    await village(FROZEN_FOR_A_TIME)
    await village("""
        tu > bà Hoa
        tu < Nguyễn Thị Hoa
        tu # In trouble
        tu < Ms Hoa Bính
        tu # Count interest again
        tu < From which day on is interest of Ms Hoa Bính counted again?
        tu > 10/3/2027
        tu < Interest is counted again from 10 Mar 2027 on anyway. From which earlier day on?
        tu > 10/1/2027
        tu < Why?
        tu > đã bán được lợn
        tu < interest again from 10 Jan 2027 on.
        tu # Ask the board
        tu < I have asked
        minh < interest is counted again … from 10 Jan 2027 on
        minh # I agree
        minh < From 10 Jan 2027 on interest is counted again
        hoa < From 10 Jan 2027 on interest is counted on the loan again
        tu < It is decided
    """)
    async with village.database.read() as db:
        (loan,) = await loans.open_loans(db, village.ids["hoa"])
    assert [one.ends_on for one in loan.terms.freezes] == [date(2027, 1, 10)]


async def test_a_thaw_before_the_freeze_begins_is_told_with_the_day_that_holds(
    village: Village,
) -> None:
    await village(FROZEN_FOR_A_TIME)
    await village("""
        tu > bà Hoa
        tu < Nguyễn Thị Hoa
        tu # In trouble
        tu < Ms Hoa Bính
        tu # Count interest again
        tu < From which day on
        tu > 1/12
        tu < Why?
        tu > nhầm
        tu < Loan KU-hoa of Ms Hoa Bính: interest again from 10 Dec 2026 on.
        tu # Ask the board
        tu < I have asked
        minh < from 10 Dec 2026 on
        minh # I agree
        minh < From 10 Dec 2026 on interest is counted again
        hoa < From 10 Dec 2026 on interest is counted
        tu < It is decided
        hoa > con no bao nhieu
        hoa < Next: 50,000 đ, on 10 Dec
    """)


async def test_interest_that_was_paid_is_not_frozen_backwards(village: Village) -> None:
    await keep_cash(village, "lan", 1_000_000)
    await village("""
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Receive 50,000
        lan < 50,000
        lan # I hold all
        lan < 50,000
        hoa < 50,000
        tu > khoanh nợ bà Hoa
        tu < From which day on shall Ms Hoa Bính owe no new interest?
    """)
    starts = [label for label in labels(village) if label.startswith("From")]
    assert [label.split("From ")[1].replace("\u00a0", " ") for label in starts] == ["10 Dec 2026"]
    await village("""
        tu > 10/11
        tu < Interest is paid up to 10 Dec 2026. From that day on, or from which later one?
        tu # From 10 Dec 2026
        tu < Until which day?
        tu # Never mind
        tu < nothing was written down
    """)


def labels(village: Village) -> list[str]:
    return [one.label for one in village.phones.by_chat["tu"].last[-1].choices]
