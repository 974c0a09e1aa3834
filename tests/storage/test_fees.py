"""Which months of a member's fee are unpaid, paid ahead, waived, or none at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.storage import fee_rates, fees
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.village import Village

TODAY = date(2026, 11, 21)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
async def club(database: Database) -> Village:
    """A club whose books began in September, and where a member pays 5,000 đ a month."""
    club = Village(database)
    await club.found(made_at=datetime(2026, 8, 31, 18, tzinfo=UTC))
    async with database.write() as db:
        await club.ask_fee(db, 5_000, "poor", "near_poor")
    await club.join("hoa", "Nguyễn Thị Hoa", phone=None, household="Hộ 1")
    await club.join("lan", "Hoàng Thị Lan", phone=None)
    return club


async def put(club: Village, table: Any, **values: Any) -> None:
    if values:
        async with club.database.write() as db:
            await db.execute(update(table).values(**values))


async def unpaid(club: Village, day: date = TODAY) -> list[str]:
    async with club.database.read() as db:
        found = await fees.unpaid_months(db, club.club, [club.ids["hoa"]], day)
    return [month.isoformat()[:7] for month in found[club.ids["hoa"]]]


async def costs(club: Village, day: date = TODAY) -> list[int]:
    async with club.database.read() as db:
        found = await fees.unpaid_months(db, club.club, [club.ids["hoa"]], day)
    return list(found[club.ids["hoa"]].values())


async def asks(club: Village, amount: int, *free: str, since: date) -> None:
    async with club.database.write() as db:
        await club.ask_fee(db, amount, *free, since=since)


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ({}, ["2026-09", "2026-10", "2026-11"]),  # the first month here, in the club's own zone
        ({"joined_on": date(2020, 5, 5)}, ["2026-09", "2026-10", "2026-11"]),
        ({"joined_on": date(2026, 10, 31)}, ["2026-10", "2026-11"]),
        ({"fees_paid_to": date(2026, 10, 1)}, ["2026-11"]),
        ({"fees_paid_to": date(2026, 6, 1)}, [f"2026-{month:02}" for month in range(7, 12)]),
        ({"fees_paid_to": date(2027, 1, 1)}, []),
        ({"left_on": date(2026, 10, 3)}, ["2026-09", "2026-10"]),
    ],
)
async def test_months_count_from_what_the_paper_book_says(
    club: Village, member: dict[str, Any], expected: list[str]
) -> None:
    await put(club, t.Member, **member)
    assert await unpaid(club) == expected


@pytest.mark.parametrize(
    ("hardship", "pays"), [("poor", False), ("near_poor", False), ("hardship", True), ("", True)]
)
async def test_a_household_as_poor_as_the_club_decided_pays_none(
    club: Village, hardship: str, pays: bool
) -> None:
    await put(club, t.Household, hardship=hardship)
    assert bool(await unpaid(club)) is pays


async def test_where_the_club_asks_for_no_fee_no_month_is_unpaid(club: Village) -> None:
    await asks(club, 0, since=fee_rates.BEGINNING)
    assert await unpaid(club) == []


# --- A fee that changes --------------------------------------------------------------------------


async def test_a_month_that_is_not_paid_keeps_the_fee_of_then(club: Village) -> None:
    await asks(club, 8_000, since=NOVEMBER)
    assert await costs(club) == [5_000, 5_000, 8_000]
    await asks(club, 0, since=DECEMBER)
    assert await costs(club, date(2027, 2, 5)) == [5_000, 5_000, 8_000]


async def test_the_last_word_about_a_month_counts(club: Village) -> None:
    await asks(club, 9_000, since=DECEMBER)
    await asks(club, 8_000, since=NOVEMBER)
    assert await costs(club, DECEMBER) == [5_000, 5_000, 8_000, 8_000]


async def test_a_fee_that_begins_asks_nothing_for_the_months_before(club: Village) -> None:
    await asks(club, 0, since=fee_rates.BEGINNING)
    await asks(club, 5_000, since=NOVEMBER)
    assert await unpaid(club) == ["2026-11"]


async def test_who_is_freed_from_a_month_on_owes_what_was_before(club: Village) -> None:
    await put(club, t.Household, hardship="hardship")
    await asks(club, 5_000, "poor", "hardship", since=NOVEMBER)
    assert await unpaid(club) == ["2026-09", "2026-10"]


async def test_paying_ahead_costs_what_the_months_to_come_cost(club: Village) -> None:
    await asks(club, 8_000, since=NOVEMBER)
    await asks(club, 10_000, since=date(2027, 1, 1))
    async with club.database.write() as db:
        found = await fees.to_pay(db, club.club, club.ids["hoa"], 5)
    assert list(found.values()) == [5_000, 5_000, 8_000, 8_000, 10_000]


async def test_nobody_pays_ahead_for_months_without_a_fee(club: Village) -> None:
    await asks(club, 0, since=DECEMBER)
    async with club.database.write() as db:
        found = await fees.to_pay(db, club.club, club.ids["hoa"], 24)
    assert list(found) == [date(2026, 9, 1), date(2026, 10, 1), NOVEMBER]


async def test_who_is_asked_for_none_may_pay_what_others_do(club: Village) -> None:
    await put(club, t.Household, hardship="poor")
    async with club.database.write() as db:
        found = await fees.to_pay(db, club.club, club.ids["hoa"], 2)
    assert found == {date(2026, 9, 1): 5_000, date(2026, 10, 1): 5_000}


async def test_what_was_waived_by_mistake_is_asked_for_again(club: Village) -> None:
    hoa, lan = club.ids["hoa"], club.ids["lan"]
    async with club.database.write() as db:
        await fees.waive(db, club_id=club.club, member_id=hoa, months=[NOVEMBER], by=lan)
        assert await fees.waived(db, club.club) == {hoa: [NOVEMBER]}
    assert await unpaid(club) == ["2026-09", "2026-10"]
    for expected in ([NOVEMBER], []):
        async with club.database.write() as db:
            again = await fees.ask_again(
                db, club_id=club.club, member_id=hoa, months=[NOVEMBER, DECEMBER]
            )
        assert again == expected
    assert await unpaid(club) == ["2026-09", "2026-10", "2026-11"]


# --- Paid, waived, undone ------------------------------------------------------------------------


async def test_what_was_paid_waived_and_undone(club: Village) -> None:
    hoa, lan = club.ids["hoa"], club.ids["lan"]
    async with club.database.write() as db:
        entry = await db.scalar(
            insert(t.Transaction)
            .values(
                club_id=club.club,
                kind="fee",
                status="draft",
                value_day=TODAY,
                entered_at=club.clock.now,
                origin="op",
                note="",
            )
            .returning(t.Transaction.id)
        )
        assert entry is not None
        months = await fees.to_pay(db, club.club, hoa, 2)
        paid = await fees.pay(
            db, club_id=club.club, member_id=hoa, months=months, transaction=entry
        )
        assert paid == [date(2026, 9, 1), date(2026, 10, 1)]
        again = await fees.pay(
            db, club_id=club.club, member_id=hoa, months=months, transaction=entry
        )
        assert again == []
        waived = await fees.waive(
            db, club_id=club.club, member_id=hoa, months=[TODAY, date(2026, 10, 9)], by=lan
        )
        assert waived == [date(2026, 11, 1)]
        settled = await fees.months_of(db, club.club, hoa)
        assert [one.amount for one in settled] == [5_000, 5_000, 0]
    assert await unpaid(club) == []
    async with club.database.write() as db:
        assert list(await fees.to_pay(db, club.club, hoa, 2)) == [DECEMBER, date(2027, 1, 1)]
        assert await fees.undo(db, entry) == paid
    assert await unpaid(club) == ["2026-09", "2026-10"]


async def test_another_clubs_members_owe_nothing_here(club: Village) -> None:
    hoa, other = club.ids["hoa"], Village(club.database)
    await other.found(key="other", fee=5_000)
    async with club.database.read() as db:
        assert await fees.unpaid_months(db, other.club, [hoa], TODAY) == {hoa: {}}
