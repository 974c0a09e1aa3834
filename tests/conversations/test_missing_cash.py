"""Cash that is missing: found by two, on paper too, and never more than a fund had by then."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

import pytest
from sqlalchemy import func, select

from bot.money import books
from bot.money.books import Fund
from bot.storage import ledger
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.purse import first_day_of_all
from tests.collecting import (
    DUE,
    agreed,
    borrows,
    everybody_pays,
    forget,
    marks,
    meeting_day,
    posted,
)
from tests.conversations.test_cashbox import keep
from tests.sent_files import picture, sends
from tests.village import Village

TODAY = date(2026, 11, 21)


@pytest.fixture
async def alone(database: Database) -> Village:
    """Lan keeps 900,000 đ; nobody else of the board has a phone."""
    club = Village(database)
    await club.found()
    await club.join("lan", "Hoàng Thị Lan", "treasurer")
    await club.join("tu", "Trần Văn Tư", "accountant", sex="male", phone=None)
    await club.join("binh", "Vi Văn Bình", sex="male", phone=None)
    await borrows(club, "binh")
    await keep(club, Fund.INCOME, {"lan": 900_000})
    return club


@pytest.fixture
async def beside(database: Database) -> Village:
    """Lan keeps the cash and has no phone; Tư has gone through the list and passes on 40,000 đ."""
    club = Village(database)
    await club.found()
    await club.join("hoa", "Nguyễn Thị Hoa")
    await club.join("lan", "Hoàng Thị Lan", "treasurer", phone=None)
    await club.join("minh", "Lê Văn Minh", "head", sex="male")
    await club.join("tu", "Trần Văn Tư", "secretary", sex="male")
    await club.join("ba", "Lý Thị Ba", "accountant", phone=None)
    await club.join("thu", "Phạm Thị Thu", "deputy")
    await borrows(club, "hoa")
    await club.say("tu", "thu tiền hôm nay")
    for button in ("Paid in full", "Read it back", "Ask", "Ms Lan", "There is less"):
        await club.press("tu", button)
    await club.say("tu", "40k")
    await club.press("tu", "Close with this difference")
    forget(club)
    await club.press("tu", "Nobody knows yet")
    return club


async def closes(club: Village) -> dict[str, list[int]]:
    """Return what each fund has in cash at the close of each day on which it moved."""
    async with club.database.read() as db:
        rows = await db.execute(
            select(t.Posting.fund, func.sum(t.Posting.amount).label("amount"))
            .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
            .where(t.Posting.kind == "cash")
            .group_by(t.Posting.fund, t.Transaction.value_day)
            .order_by(t.Transaction.value_day)
        )
        moved: dict[str, list[int]] = {}
        for row in rows:
            moved.setdefault(row.fund, []).append(int(row.amount))
    return {fund: list(accumulate(amounts)) for fund, amounts in moved.items()}


async def count_of(club: Village) -> tuple[int, int, str]:
    async with club.database.read() as db:
        row = (await db.execute(select(t.CashCount))).one()
    return row.expected, row.counted, row.status


# --- A count that two have signed by hand --------------------------------------------------------


async def signed_by_hand(club: Village, counted: str, button: str) -> None:
    """Let Lan count, then take 50,000 đ of Bình, and send the minutes signed by hand."""
    await club.say("lan", "kiểm quỹ")
    await club.say("lan", counted)
    await club.press("lan", button)
    if button != "It fits":
        await club.press("lan", "Nobody knows yet")
    club.clock.pass_by(minutes=5)
    await club.say("lan", "Bình nộp 50k")
    await club.press("lan", "I hold")
    await club.say("lan", "kiểm quỹ")
    await club.press("lan", "Ask once more")
    await club.press("lan", "Two have signed the paper")
    forget(club)
    await sends(club, "lan", picture(), kind="photo")
    club.hears("lan", "Since the count this was entered: - Mr Bình: 50,000 đ")


async def test_what_was_entered_since_is_asked_about_behind_a_paper_too(alone: Village) -> None:
    await signed_by_hand(alone, "950k", "Too much")
    await alone("""
        lan # Yes, it was counted
        lan < Signed, thank you. … The book says 950,000 đ. It fits the book.
    """)
    assert await count_of(alone) == (950_000, 950_000, "agreed")
    assert await posted(alone) == [("binh", "repayment", 50_000, TODAY)]


async def test_what_came_after_the_count_leaves_it_as_it_was_signed(alone: Village) -> None:
    await signed_by_hand(alone, "900k", "It fits")
    await alone("""
        lan # No, it came after the count
        lan < Signed, thank you. … The book says 900,000 đ. It fits the book.
    """)
    assert await count_of(alone) == (900_000, 900_000, "agreed")


async def test_who_sent_the_paper_can_count_again(alone: Village) -> None:
    await signed_by_hand(alone, "950k", "Too much")
    await alone("""
        lan # Count again
        lan < All right. Please count it again.
        lan # Count again
        lan < By the book you keep 950,000 đ
    """)
    assert await count_of(alone) == (900_000, 950_000, "refused")


async def test_more_than_there_is_by_now_cannot_be_missing(village: Village) -> None:
    await keep(village, Fund.ACTIVITY, {"lan": 100_000})
    await village.say("lan", "kiểm quỹ")
    await village.say("lan", "20k")
    await village.press("lan", "Too little")
    await village.press("lan", "Nobody knows yet")
    village.clock.pass_by(minutes=5)
    await village.say("lan", "chi tiền 90k mua chè")
    await village.press("lan", "Activity fund")
    await village.press("lan", "No, there is none")
    await village.press("lan", "I have paid")
    await village.press("tu", "I sign")
    forget(village)
    await village("""
        tu # No, it came after the count
        tu < All right, it is counted again.
        lan < did not sign the count of 20,000 đ: Something was entered after the count
    """)
    assert await closes(village) == {"activity": [100_000, 10_000]}


# --- No fund below zero --------------------------------------------------------------------------


async def test_what_is_missing_takes_no_fund_below_what_was_spent_since(
    village: Village,
) -> None:
    await keep(village, Fund.INCOME, {"lan": 900_000})
    await keep(village, Fund.ACTIVITY, {"lan": 100_000})
    await village.say("lan", "kiểm quỹ")
    await village.say("lan", "950k")
    await village.press("lan", "Too little")
    await village.press("lan", "Activity fund")
    await village.press("lan", "Nobody knows yet")
    village.clock.pass_by(minutes=5)
    await village.say("lan", "chi tiền 100k mua chè")
    await village.press("lan", "Activity fund")
    await village.press("lan", "No, there is none")
    await village.press("lan", "I have paid")
    await village.press("tu", "I sign")
    await village.press("tu", "No, it came after the count")
    assert await closes(village) == {"income": [900_000, 850_000], "activity": [100_000, 0]}


async def test_an_earlier_list_takes_nothing_that_came_in_later(database: Database) -> None:
    club = await meeting_day(database)
    await keep(club, Fund.INCOME, {"lan": 900_000})
    await club.say("lan", "thu tiền hôm nay")
    await club.say("lan", "Bình 450k")
    club.clock.pass_by(days=1)
    async with club.database.write() as db:
        lan = {club.ids["lan"]: 100_000}
        await ledger.post(
            db,
            club_id=club.club,
            kind="opening",
            lines=books.opening(Fund.ACTIVITY, cash=lan, bank={}, loans={}, deposits={}),
            value_day=date(2026, 11, 22),
            now=club.clock.now,
            entered_by=None,
            member_id=None,
            origin="later",
        )
    await club.say("lan", "thu tiền hôm nay")
    for button in ("Count it and close", "There is less"):
        await club.press("lan", button)
    await club.say("lan", "300k")
    await club.press("lan", "Close with this difference")
    await club.press("lan", "Nobody knows yet")
    await club.press("tu", "I agree")
    assert await closes(club) == {"income": [900_000, 1_200_000], "activity": [0, 100_000]}


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.mark.parametrize(
    ("income", "activity", "amount", "expected"),
    [
        # All of it is there from the beginning.
        ([(1, 100)], [(1, 50)], 120, (5, 100, 50)),
        # What goes out later is not there.
        ([(1, 100), (7, -80)], [(1, 50)], 70, (5, 20, 50)),
        # Before the 7th there is too little.
        ([(1, 100), (7, 80)], [], 150, (7, 180, 0)),
        # A fund below zero has nothing, and takes nothing of the other one.
        ([(1, -40)], [(1, 50)], 50, (5, 0, 50)),
        # There never is so much: it stays at its day.
        ([(1, 10)], [(9, 10)], 50, (5, 10, 0)),
    ],
)
def test_the_first_day_on_which_so_much_can_be_missing(
    income: list[tuple[int, int]],
    activity: list[tuple[int, int]],
    amount: int,
    expected: tuple[int, int, int],
) -> None:
    moved = {
        Fund.INCOME: [(day(number), by) for number, by in income],
        Fund.ACTIVITY: [(day(number), by) for number, by in activity],
    }
    on, kept = first_day_of_all(moved, amount, day(5))
    assert (on, kept[Fund.INCOME], kept[Fund.ACTIVITY]) == (day(expected[0]), *expected[1:])


# --- A count that was passed on ------------------------------------------------------------------


async def test_who_passed_a_shortage_on_agrees_to_no_part_of_it(beside: Village) -> None:
    beside.hears("tu", "I have asked Mr Minh, Ms Thu.")
    forget(beside)
    await beside("""
        tu > thu tiền hôm nay
        tu < Ms Lan has counted 40,000 đ … These can agree here: Mr Minh, Ms Thu.
        minh # I agree, 40,000 đ
        minh < The collection of 21 Nov is in the book: 1 person, 50,000 đ.
        tu < The collection of 21 Nov is in the book
        thu < The collection of 21 Nov is in the book
        hoa < Receipt
        tu > đối chiếu
        tu < 1 entry of paid out 10,000 đ waits for another officer: you had a hand in it.
        minh > đối chiếu
        minh < Does this fit what is in the box?
        minh # All fits
        minh < Agreed: 1 entry
    """)
    assert await agreed(beside) == [("", "minh", "list"), ("hoa", "minh", "list")]


async def test_who_passed_a_later_count_on_cannot_agree_by_an_older_button(
    beside: Village,
) -> None:
    await beside.say("tu", "thu tiền hôm nay")
    await beside.press("tu", "Change the list again")
    await beside.say("minh", "thu tiền hôm nay")
    for button in ("Read it back", "Ask", "Ms Lan", "It fits"):
        await beside.press("minh", button)
    forget(beside)
    await beside("""
        minh # I agree, 40,000 đ
        minh < Ms Lan has counted 50,000 đ … These can agree here: Ms Thu.
        thu # I agree, 50,000 đ
        thu < is in the book
        minh < is in the book
        tu < is in the book
        hoa < Receipt
    """)


# --- A list that was signed by hand --------------------------------------------------------------


async def test_of_a_paper_by_which_nothing_was_posted_nobody_is_told(database: Database) -> None:
    club = await meeting_day(database)
    await everybody_pays(club)
    club.clock.pass_by(minutes=61)
    await club.say("tu", "Bình nộp 50k")
    await club.press("tu", "I hold")
    await club.say("lan", "thu tiền hôm nay")
    await club.press("lan", "Two have signed a paper")
    forget(club)
    await sends(club, "lan", picture(), kind="photo")
    await club("""
        lan < The book has changed for Mr Bình since. Please take it down once more.
    """)
    assert await marks(club) == [
        ("binh", "open", 0),
        ("chin", "paid", 50_000),
        ("hoa", "paid", 50_000),
    ]
    assert await posted(club) == [("binh", "repayment", 50_000, DUE)]
