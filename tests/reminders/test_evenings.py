"""The evening's line: what moved today and what the box must hold, to those who keep it."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.storage import counts, handings, ledger
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import at, kinds, lent, remind, skipped
from tests.village import Village

MORNING, EVENING = "2026-11-23 09:00", "2026-11-23 19:30"
SAID = "Today: 1 sum came in, 0 were paid out. The box must hold 500,000 đ."


@pytest.fixture
async def club(database: Database) -> Village:
    return await lent(database)


async def pays(village: Village, moment: str = MORNING, sum_: str = "500k") -> None:
    """Let Hoa pay in the treasurer's hand."""
    village.clock.now = at(moment)
    await village(f"""
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Another sum
        lan < How much
        lan > {sum_}
        lan < Is that right?
        lan # I hold all
        lan < Written down
        hoa < Receipt
    """)


async def counted(village: Village, holder: str = "lan", status: str = "agreed") -> None:
    """Let a count of somebody's cash fit the book."""
    async with village.database.write() as db:
        funds = await counts.kept_by(db, village.club, village.ids[holder])
        made = await counts.begin(
            db,
            club_id=village.club,
            counted_on=village.clock.now.date(),
            holder_id=village.ids[holder],
            funds=funds,
            counted=sum(funds.values()),
            notes={},
            reason="",
            fund=Fund.INCOME,
            counted_by=village.ids["lan"],
            origin=f"count of {holder} at {village.clock.now}",
            now=village.clock.now,
        )
        assert made is not None
        if status != "pending":
            await counts.settle(
                db, made, status=status, by=village.ids["tu"], now=village.clock.now
            )


async def spends(village: Village, amount: int, holder: str = "lan") -> None:
    """Let somebody pay for tea out of the activity fund."""
    async with village.database.write() as db:
        await ledger.post(
            db,
            club_id=village.club,
            kind="expense",
            lines=books.moved(
                amount,
                out_of=Account(
                    fund=Fund.ACTIVITY, kind=AccountKind.CASH, holder=village.ids[holder]
                ),
                into=Account(fund=Fund.ACTIVITY, kind=AccountKind.EXPENSES),
            ),
            value_day=village.clock.now.date(),
            now=village.clock.now,
            entered_by=village.ids[holder],
            member_id=None,
            origin=f"tea {amount} {village.clock.now}",
        )


async def test_treasurer_and_accountant_hear_what_moved_and_what_the_box_must_hold(
    club: Village,
) -> None:
    await pays(club)
    assert await remind(club, "2026-11-23 19:29") == {}
    heard = await remind(club, EVENING, "2026-11-23 19:31")
    assert heard == {"lan": [SAID], "tu": [SAID]}
    assert await remind(club, "2026-11-24 19:30") == {}


async def test_its_buttons_begin_the_count_and_show_the_days_list(club: Village) -> None:
    await pays(club)
    await remind(club, EVENING)
    await club("""
        lan # Count the cash
        lan < By the book you keep 500,000 đ
        lan > thôi
        lan < nothing was written down
        tu # The day's list
        tu < Does this fit what is in the box?
    """)


async def test_what_was_taken_back_the_same_day_is_no_cash(club: Village) -> None:
    await pays(club)
    await club("""
        lan > sua lai
        lan < Which entry is it?
        lan > 1
        lan < What was wrong with it?
        lan > ghi nham
        lan < I asked
        minh < Do you agree?
        minh # Yes, mend it
        minh < does not count any more
        lan < agreed
        hoa < is mended
    """)
    assert await remind(club, EVENING) == {}
    assert sorted(await skipped(club, "cash")) == [
        "nothing for the head to look at",
        "taken back meanwhile",
        "taken back meanwhile",
    ]


async def test_an_evening_that_the_bot_slept_through_is_not_made_up_for(club: Village) -> None:
    await pays(club)
    assert await remind(club, "2026-11-23 21:00", "2026-11-24 07:00") == {}
    assert set(await skipped(club, "cash")) == {"too late"}


async def test_after_a_count_that_two_signed_it_is_quiet(club: Village) -> None:
    await pays(club)
    club.clock.pass_by(hours=1)
    await counted(club)
    assert await remind(club, EVENING) == {}
    assert (await skipped(club, "cash")).count("counted today") == 2


@pytest.mark.parametrize("status", ["pending", "refused"])
async def test_a_count_that_is_not_signed_does_not_make_it_quiet(
    club: Village, status: str
) -> None:
    await pays(club)
    await counted(club, status=status)
    assert await remind(club, EVENING) == {"lan": [SAID], "tu": [SAID]}


async def test_what_came_in_after_the_count_is_spoken_of(club: Village) -> None:
    await pays(club)
    await counted(club)
    await pays(club, "2026-11-23 15:00", "100k")
    said = "Today: 2 sums came in, 0 were paid out. The box must hold 600,000 đ."
    assert await remind(club, EVENING) == {"lan": [said], "tu": [said]}


async def test_a_count_of_other_hands_does_not_make_it_quiet(club: Village) -> None:
    await pays(club)
    await counted(club, "tu")
    assert await remind(club, EVENING) == {"lan": [SAID], "tu": [SAID]}


async def test_where_the_book_says_less_than_nothing_the_head_hears_of_it_too(
    club: Village,
) -> None:
    await pays(club)
    await spends(club, 120_000)
    heard = await remind(club, EVENING)
    assert set(heard) == {"lan", "tu", "minh"}
    (text,) = heard["minh"]
    assert "1 sum came in, 1 was paid out" in text
    assert "By the book Ms Lan keeps -70,000 đ of the activity fund" in text.replace(
        "By the book Lan", "By the book Ms Lan"
    )
    assert text.endswith("Please look at the day's list together.")


async def test_a_quiet_day_is_not_spoken_of(club: Village) -> None:
    assert await remind(club, EVENING) == {}
    assert await kinds(club, "cash") == []


async def test_what_is_only_noted_is_told_with_what_must_lie_there(club: Village) -> None:
    await pays(club)
    async with club.database.write() as db:
        await handings.say(
            db,
            club_id=club.club,
            giver_id=club.ids["lan"],
            taker_id=club.ids["tu"],
            fund=Fund.INCOME,
            amount=100_000,
            origin="from hand to hand",
            now=club.clock.now,
        )
        made = await db.execute(
            insert(t.Collection)
            .values(
                club_id=club.club,
                held_on=club.clock.now.date(),
                opened_by=club.ids["lan"],
                opened_at=club.clock.now,
                by="name",
                status="counted",
                counted=120_000,
                counted_by=club.ids["lan"],
                reason="",
            )
            .returning(t.Collection.id)
        )
        assert made.scalar_one()
    heard = await remind(club, EVENING)
    with_it = "With what is noted and not in the book yet it must hold 620,000 đ."
    assert f"{SAID} ⚠ {with_it}" in heard["lan"][0]
