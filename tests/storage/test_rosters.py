"""A club's paper books taken into the database."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.money.books import AccountKind, Fund
from bot.papers.roster_reader import read_roster
from bot.roster import ClubSheet, LoanRow, MemberRow, PaperConsent, Roster, Way
from bot.storage import ledger, loans, members
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.roster_club import OlderSheet, OtherName
from bot.storage.roster_money import Disagreement, instalments_of
from bot.storage.rosters import TakenIn, is_empty, take_in

DEMO = Path(__file__).parents[2] / "demo" / "cau-lac-bo-mau.xlsx"
NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
COUNTED = (t.Member, t.Household, t.Role, t.Consent, t.Loan, t.Instalment, t.Posting, t.Agreement)


@pytest.fixture(scope="module")
def roster() -> Roster:
    found, mistakes, _warnings = read_roster([DEMO])
    assert found, mistakes
    return found


async def store(database: Database, roster: Roster) -> TakenIn:
    async with database.write() as db:
        return await take_in(db, roster, NOW)


async def open_loans(db: Connection, club: int, roster: Roster) -> list[loans.Borrowed]:
    everybody = await members.everybody(db, club, roster.club.as_of)
    return [loan for one in everybody for loan in await loans.open_loans(db, one.id)]


async def counts(database: Database) -> list[int]:
    async with database.read() as db:
        return [
            (await db.execute(select(func.count()).select_from(table))).scalar_one()
            for table in COUNTED
        ]


async def test_the_same_sheet_twice_changes_nothing(database: Database, roster: Roster) -> None:
    async with database.read() as db:
        assert await is_empty(db)
    first = await store(database, roster)
    before = await counts(database)
    second = await store(database, roster)
    assert (first.new_members, first.new_loans, first.balances) == (55, len(roster.loans), 2)
    assert second == TakenIn(
        club_id=first.club_id,
        new_members=0,
        changed_members=0,
        new_loans=0,
        balances=0,
        begun=[],
        ended=[],
    )
    assert second.is_nothing
    assert not first.is_nothing
    assert await counts(database) == before


async def test_the_books_begin_with_what_the_sheet_says(
    database: Database, roster: Roster
) -> None:
    club = (await store(database, roster)).club_id
    async with database.read() as db:
        held = await ledger.cash(db, club)
        owed = await open_loans(db, club, roster)
    assert sum(amount for *_place, amount in held) == sum(row.amount for row in roster.balances)
    income = sum(amount for fund, *_rest, amount in held if fund is Fund.INCOME)
    assert income == sum(row.amount for row in roster.balances if row.fund == "income")
    assert {AccountKind.CASH, AccountKind.BANK} == {kind for _fund, kind, *_rest in held}
    left = {loan.number: loan.standing(roster.club.as_of).principal_left for loan in owed}
    assert left == {row.number: row.principal_left for row in roster.loans}


async def test_every_loan_stands_as_on_paper_on_its_day(
    database: Database, roster: Roster
) -> None:
    club = (await store(database, roster)).club_id
    async with database.read() as db:
        owed = {loan.number: loan for loan in await open_loans(db, club, roster)}
    for row in roster.loans:
        last = owed[row.number].terms.instalments
        dues = [item.due_on for item in last if item.due_on >= row.next_due and item.number]
        assert dues[0] == row.next_due
        assert len(dues) == row.periods_left


async def test_people_may_be_corrected_by_a_later_sheet(
    database: Database, roster: Roster
) -> None:
    club = (await store(database, roster)).club_id
    treasurer = next(row for row in roster.members if "treasurer" in row.roles)
    other = next(row for row in roster.members if not row.roles)
    changed = tuple(
        replace(row, roles=(), village_name="Mới")
        if row is treasurer
        else replace(row, roles=("treasurer",))
        if row is other
        else row
        for row in roster.members
    )
    done = await store(database, replace(roster, members=changed))
    assert (done.new_members, done.changed_members) == (0, 1)
    async with database.read() as db:
        (now,) = await members.officers(db, club, date(2027, 1, 1), ["treasurer"])
    assert now.name == other.name


async def test_a_household_keeps_the_status_that_one_of_its_rows_has(database: Database) -> None:
    await store(database, small(household="H1"))
    async with database.read() as db:
        statuses = (await db.execute(select(t.Household.hardship))).scalars().all()
    assert sorted(statuses) == ["", "poor"]


async def test_money_that_differs_is_refused_and_nothing_is_stored(
    database: Database, roster: Roster
) -> None:
    await store(database, roster)
    before = await counts(database)
    loan = replace(roster.loans[0], principal_left=roster.loans[0].principal_left - 1000)
    with pytest.raises(Disagreement) as refused:
        await store(database, replace(roster, loans=(loan, *roster.loans[1:])))
    assert refused.value.loans == [loan.number]
    balance = replace(roster.balances[0], amount=roster.balances[0].amount + 1000)
    with pytest.raises(Disagreement) as refused:
        await store(database, replace(roster, balances=(balance, *roster.balances[1:])))
    assert refused.value.funds == [Fund(balance.fund)]
    assert await counts(database) == before


@pytest.mark.parametrize(
    "correction",
    [
        {"hardship": "near_poor"},
        {"consents": (PaperConsent("health", True),)},
        {"phone": "0912 000 001"},
    ],
)
async def test_whatever_is_corrected_of_a_member_is_counted(
    database: Database, correction: dict[str, Any]
) -> None:
    known = small()
    await store(database, known)
    corrected = replace(known.members[0], **correction)
    done = await store(database, replace(known, members=(corrected, *known.members[1:])))
    assert (done.new_members, done.changed_members) == (0, 1)
    assert not done.is_nothing


@pytest.mark.parametrize(
    "correction",
    [
        {"name": "Câu lạc bộ Nhỏ"},
        {"commune": "Xã Mới"},
        {"name": "Lớn", "hamlet": "Thôn", "commune": "Xã Mới", "province": "Tỉnh Mới"},
    ],
)
async def test_a_known_club_by_another_name_does_not_become_a_second_one(
    database: Database, roster: Roster, correction: dict[str, Any]
) -> None:
    await store(database, roster)
    before = await counts(database)
    married = replace(roster.members[9], name="Tên Khác")
    people = (*roster.members[:9], married, *roster.members[10:])
    renamed = replace(roster, club=replace(roster.club, **correction), members=people)
    with pytest.raises(OtherName) as refused:
        await store(database, renamed)
    assert roster.club.name in refused.value.known
    assert roster.club.commune in refused.value.known
    assert all(word in refused.value.written for word in correction.values())
    assert await counts(database) == before


async def test_another_club_with_some_of_the_same_names_is_another_club(
    database: Database,
) -> None:
    known = small(household="H1")
    await store(database, known)
    neighbours = replace(known, club=replace(known.club, name="Bên cạnh"), loans=())
    cousins = [replace(row, name=f"{row.name} Em") for row in known.members[1:]]
    done = await store(database, replace(neighbours, members=(known.members[0], *cousins)))
    assert done.new_members == 3
    elsewhere = replace(known, club=replace(known.club, commune="Xã Xa"), loans=())
    renumbered = [replace(row, number=str(9 - int(row.number))) for row in known.members]
    club = replace(elsewhere.club, prepared_by="8", checked_by="7")
    done = await store(database, replace(elsewhere, club=club, members=tuple(renumbered)))
    assert done.new_members == 3


async def test_a_sheet_of_an_earlier_day_than_the_newest_is_refused(database: Database) -> None:
    known = small()
    await store(database, known)
    later = replace(known.club, as_of=date(2026, 11, 20))
    found = replace(known.loans[0], number="KU2")
    await store(database, replace(known, club=later, loans=(*known.loans, found)))
    before = await counts(database)
    with pytest.raises(OlderSheet) as refused:
        await store(database, replace(known, members=(replace(known.members[0], roles=()),)))
    assert (refused.value.as_of, refused.value.newest) == (known.club.as_of, later.as_of)
    assert await counts(database) == before


@pytest.mark.parametrize(
    ("paid_out_on", "interest_paid_to", "next_due", "dues"),
    [
        # the 31st, which February has not
        (date(2026, 8, 31), date(2027, 1, 31), date(2027, 2, 28), ["02-28", "03-31", "04-30"]),
        (date(2026, 8, 31), date(2027, 1, 10), date(2027, 2, 28), ["01-31", "02-28", "03-31"]),
        (date(2026, 8, 30), date(2027, 1, 30), date(2027, 2, 28), ["02-28", "03-30", "04-30"]),
        # two periods in arrears: interest was last paid at the end of November
        (date(2026, 8, 31), date(2026, 11, 30), date(2027, 2, 28), ["12-31", "01-31", "02-28"]),
        # the 28th, as the day says to which interest is paid
        (date(2026, 8, 31), date(2027, 1, 28), date(2027, 2, 28), ["02-28", "03-28", "04-28"]),
        # nothing speaks for another day than the one that stands there
        (None, date(2027, 1, 28), date(2027, 2, 28), ["02-28", "03-28", "04-28"]),
        (date(2026, 8, 10), date(2027, 1, 28), date(2027, 2, 28), ["02-28", "03-28", "04-28"]),
        (date(2026, 8, 31), date(2027, 1, 15), date(2027, 2, 15), ["02-15", "03-15", "04-15"]),
    ],
)
async def test_a_loan_due_at_the_end_of_a_short_month_keeps_its_day(
    database: Database,
    paid_out_on: date | None,
    interest_paid_to: date,
    next_due: date,
    dues: list[str],
) -> None:
    known = small()
    loan = replace(
        known.loans[0],
        paid_out_on=paid_out_on,
        interest_paid_to=interest_paid_to,
        next_due=next_due,
    )
    await store(database, replace(known, loans=(loan,)))
    async with database.read() as db:
        found = (await db.execute(select(t.Instalment.due_on))).scalars().all()
    assert [f"{on:%m-%d}" for on in sorted(found)[:3]] == dues


async def test_a_loan_found_later_is_added(database: Database, roster: Roster) -> None:
    await store(database, replace(roster, loans=roster.loans[:-1]))
    done = await store(database, roster)
    assert done.new_loans == 1


async def test_a_loan_above_the_cap_is_marked(database: Database, roster: Roster) -> None:
    await store(database, roster)
    async with database.read() as db:
        marked = (
            await db.execute(select(t.Loan.number).where(t.Loan.above_cap.is_(True)))
        ).scalars()
        assert set(marked) == {row.number for row in roster.loans if row.above_cap} != set()


WAYS_OF_THE_BOOK: list[tuple[Way, int, int, list[int]]] = [
    # 3,000,000 đ of 6,000,000 đ are left, in six periods from 10 December on
    ("principal_at_end", 1, 100, [30, 30, 30, 30, 30, 3030]),
    ("equal_principal", 1, 100, [530, 525, 520, 515, 510, 505]),
    ("equal_instalments", 1, 100, [517, 517, 517, 517, 517, 520]),
    ("flat", 1, 100, [560] * 6),
    ("no_interest", 1, 0, [500] * 6),
    ("equal_principal", 3, 100, [590, 575, 560, 545, 530, 515]),
]


@pytest.mark.parametrize(("way", "every", "rate", "thousands"), WAYS_OF_THE_BOOK)
def test_a_loan_of_the_paper_book_goes_on_in_its_own_way(
    way: Way, every: int, rate: int, thousands: list[int]
) -> None:
    row = LoanRow(
        number="KU",
        member="1",
        principal=6_000_000,
        principal_left=3_000_000,
        rate_bp=rate,
        way=way,
        every=every,
        next_due=date(2026, 12, 10),
        periods_left=6,
        interest_paid_to=date(2026, 9, 10) if every == 3 else date(2026, 11, 10),
    )
    found = [one.total for one in instalments_of(row, 1000)]
    assert found == [1000 * one for one in thousands]


async def test_its_way_and_its_months_are_stored_and_asked_for_once(database: Database) -> None:
    roster = small()
    loan = replace(roster.loans[0], way="flat", every=3, interest_paid_to=date(2026, 9, 10))
    quarterly = replace(roster, loans=(loan,))
    await store(database, quarterly)
    assert (await store(database, quarterly)).is_nothing
    async with database.read() as db:
        club = (await db.execute(select(t.Club.id))).scalar_one()
        (lent,) = await open_loans(db, club, quarterly)
    assert (lent.terms.way.value, lent.terms.every) == ("flat", 3)
    with pytest.raises(Disagreement):
        await store(database, roster)


async def test_five_thousand_members_are_stored_in_seconds(database: Database) -> None:
    many = small()
    rows = tuple(
        replace(many.members[0], number=str(index + 10), name=f"Vi Thị Số {index}", roles=())
        for index in range(5000)
    )
    loans_of_many = tuple(
        replace(many.loans[0], number=f"KU{index}", member=str(index + 10))
        for index in range(2000)
    )
    started = time.process_time()
    done = await store(database, replace(many, members=many.members + rows, loans=loans_of_many))
    assert (done.new_members, done.new_loans) == (5002, 2000)
    assert time.process_time() - started < 10


def small(household: str = "") -> Roster:
    """Two members under one roof or two, and a loan."""
    return Roster(
        club=ClubSheet(
            name="Nhỏ",
            commune="Xã",
            province="Tỉnh",
            as_of=date(2026, 11, 1),
            prepared_by="1",
            checked_by="2",
        ),
        members=(
            MemberRow(
                number="1",
                name="Vi Thị Một",
                sex="female",
                household=household,
                hardship="poor",
                roles=("treasurer",),
            ),
            MemberRow(number="2", name="Vi Văn Hai", sex="male", household=household),
            *([MemberRow(number="3", name="Lô Văn Ba", sex="male")] if household else []),
        ),
        loans=(
            LoanRow(
                number="KU",
                member="1",
                principal=5_000_000,
                principal_left=5_000_000,
                rate_bp=100,
                way="principal_at_end",
                next_due=date(2026, 12, 10),
                periods_left=6,
                interest_paid_to=date(2026, 11, 10),
            ),
        ),
    )
