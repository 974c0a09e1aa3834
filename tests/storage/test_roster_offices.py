"""Offices that a later sheet begins, ends and brings back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.roster import ClubSheet, MemberRow, Role, Roster
from bot.storage import members
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.roster_offices import Office
from bot.storage.rosters import TakenIn, take_in

AS_OF = date(2026, 11, 1)
FIRST = date(2026, 11, 21)
SINCE = date(2024, 3, 1)
LATER = FIRST + timedelta(days=7)


def sheet(*roles: Role, since: date | None = None) -> Roster:
    """A club of two, of whom Lan holds these offices."""
    return Roster(
        club=ClubSheet(
            name="Mẫu", commune="Xã", province="Tỉnh", as_of=AS_OF, prepared_by="1", checked_by="2"
        ),
        members=(
            MemberRow(number="1", name="Vi Thị Lan", sex="female", roles=roles, roles_since=since),
            MemberRow(number="2", name="Vi Văn Hai", sex="male", roles=("head",)),
        ),
    )


async def store(database: Database, roster: Roster, on: date = FIRST) -> TakenIn:
    async with database.write() as db:
        return await take_in(db, roster, datetime.combine(on, time(5), UTC))


async def terms(database: Database, role: str = "treasurer") -> list[tuple[date, date | None]]:
    async with database.read() as db:
        rows = await db.execute(
            select(t.Role.from_on, t.Role.until_on)
            .where(t.Role.role == role)
            .order_by(t.Role.from_on)
        )
        return [(row.from_on, row.until_on) for row in rows]


def named(offices: object) -> list[tuple[str, str]]:
    assert isinstance(offices, list)
    assert all(isinstance(one, Office) for one in offices)
    return [(one.member.name, one.role) for one in offices]


async def test_an_office_ends_on_the_day_of_the_import_and_is_named(database: Database) -> None:
    await store(database, sheet("treasurer", "secretary"))
    done = await store(database, sheet("secretary"), LATER)
    assert named(done.ended) == [("Vi Thị Lan", "treasurer")]
    assert named(done.begun) == []
    assert not done.is_nothing
    assert await terms(database) == [(AS_OF, LATER)]
    assert await terms(database, "secretary") == [(AS_OF, None)]


async def test_offices_that_begin_are_named(database: Database) -> None:
    first = await store(database, sheet())
    assert named(first.begun) == [("Vi Văn Hai", "head")]
    done = await store(database, sheet("treasurer", "secretary"), LATER)
    assert named(done.begun) == [("Vi Thị Lan", "secretary"), ("Vi Thị Lan", "treasurer")]
    assert await terms(database) == [(AS_OF, None)]


@pytest.mark.parametrize(
    ("since", "back_on", "expected"),
    [
        # put right on the same day: nothing has happened
        (None, FIRST, [(AS_OF, None)]),
        (SINCE, FIRST, [(SINCE, None)]),
        # later: a second term, whatever day of the first one the sheet still has
        (None, LATER, [(AS_OF, FIRST), (LATER, None)]),
        (SINCE, LATER, [(SINCE, FIRST), (LATER, None)]),
    ],
)
async def test_an_office_that_comes_back_begins_again(
    database: Database, since: date | None, back_on: date, expected: object
) -> None:
    await store(database, sheet("treasurer", since=since))
    await store(database, sheet(since=since))
    done = await store(database, sheet("treasurer", since=since), back_on)
    assert named(done.begun) == [("Vi Thị Lan", "treasurer")]
    assert await terms(database) == expected
    async with database.read() as db:
        (treasurer,) = await members.officers(db, done.club_id, LATER, ["treasurer"])
    assert treasurer.name == "Vi Thị Lan"


async def test_a_second_term_begins_on_the_day_that_the_sheet_has(database: Database) -> None:
    elected = FIRST + timedelta(days=3)
    await store(database, sheet("treasurer"))
    await store(database, sheet())
    await store(database, sheet("treasurer", since=elected), LATER)
    assert await terms(database) == [(AS_OF, FIRST), (elected, None)]


async def test_an_office_may_come_and_go_every_day(database: Database) -> None:
    for day in range(4):
        for roles in ((), ("treasurer",), (), ("treasurer",), ()):
            await store(database, sheet(*roles, since=FIRST), FIRST + timedelta(days=day))
    held = await terms(database)
    assert len({from_on for from_on, _until in held}) == len(held)
    assert all(until is not None and from_on <= until for from_on, until in held)
    ends = [until for _from_on, until in held]
    assert all(
        end is not None and end <= next_from
        for end, (next_from, _) in zip(ends, held[1:], strict=False)
    )


async def test_an_office_that_has_not_begun_yet_ends_before_it_does(database: Database) -> None:
    tomorrow = sheet("treasurer")
    tomorrow = replace(tomorrow, club=replace(tomorrow.club, as_of=LATER))
    await store(database, tomorrow)
    await store(database, replace(tomorrow, members=sheet().members))
    assert await terms(database) == [(LATER, LATER)]


async def test_who_is_not_on_the_sheet_keeps_her_office(database: Database) -> None:
    await store(database, sheet("treasurer"))
    alone = replace(sheet(), members=sheet().members[1:])
    done = await store(database, alone, LATER)
    assert done.is_nothing
    assert await terms(database) == [(AS_OF, None)]
