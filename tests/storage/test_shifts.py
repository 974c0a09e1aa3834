"""Planned visits: what is only proposed is nobody's business, and two at once are one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, text, update

from bot.storage import members, recipients, rotas, shifts, stand_ins, swaps
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.shifts import NewShift, Shift
from tests.village import Village
from tests.visited import BEGINNING, END, plan, take_in, volunteer

MONDAY = date(2026, 11, 23)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
BEFORE = MONDAY + timedelta(days=14)


@pytest.fixture
async def village(database: Database) -> Village:
    """Én is visited; Sáu and Bảy visit."""
    made = Village(database)
    await made.found()
    await made.join("mai", "Lò Thị Mai", "head")
    await made.join("sau", "Vi Thị Sáu", birth_year=1972, hamlet="xóm 1")
    await made.join("bay", "Hà Văn Bảy", birth_year=1965, sex="male")
    await made.join("chin", "Lô Thị Chín", birth_year=1966, phone=None)
    await volunteer(made, "sau", "bay", "chin")
    return made


async def days_planned(village: Village) -> list[date]:
    async with village.database.read() as db:
        found = await shifts.of_days(db, village.club, BEGINNING, END)
        hers = await shifts.of_member(db, village.ids["sau"], BEGINNING, END)
        assert [one.id for one in found] == [one.id for one in hers]
    return [one.day for one in found]


async def propose(village: Village, recipient: int, *days: date) -> int:
    async with village.database.write() as db:
        rota = await rotas.begin(
            db, village.club, MONDAY, BEFORE, by=village.ids["mai"], now=village.clock.now
        )
        assert rota is not None
        made = [
            NewShift(recipient_id=recipient, day=day, volunteers=(village.ids["sau"],))
            for day in days
        ]
        await shifts.put_many(
            db, club_id=village.club, made=made, now=village.clock.now, rota_id=rota
        )
    return rota


async def test_what_is_proposed_counts_once_it_is_published(village: Village) -> None:
    en = await take_in(village, "Lò Thị Én")
    rota = await propose(village, en, TUESDAY, FRIDAY)
    assert await days_planned(village) == []
    async with village.database.write() as db:
        by, now = village.ids["mai"], village.clock.now
        its = await shifts.of_rota(db, village.club, rota)
        assert [one.is_told for one in its] == [False, False]
        assert await rotas.publish(db, village.club, rota, by=by, now=now)
        assert not await rotas.publish(db, village.club, rota, by=by, now=now)
        assert await rotas.proposed(db, village.club) is None
        assert await rotas.told_until(db, village.club) == BEFORE
        assert not await rotas.drop(db, village.club, rota)
    assert await days_planned(village) == [TUESDAY, FRIDAY]


async def test_one_rota_is_made_at_a_time_and_may_be_dropped(village: Village) -> None:
    en = await take_in(village, "Lò Thị Én")
    rota = await propose(village, en, TUESDAY)
    async with village.database.write() as db:
        by, now = village.ids["mai"], village.clock.now
        again = await rotas.begin(db, village.club, MONDAY, BEFORE, by=by, now=now)
        assert again is None
        assert not await rotas.drop(db, village.club + 1, rota)
        assert await rotas.drop(db, village.club, rota)
        assert not await rotas.drop(db, village.club, rota)
        for table in (t.Rota, t.Shift, t.ShiftVolunteer):
            assert await db.scalar(select(func.count()).select_from(table)) == 0


async def test_nobody_is_expected_where_visits_ended_or_by_who_has_left(village: Village) -> None:
    en = await take_in(village, "Lò Thị Én")
    await plan(village, en, TUESDAY, "sau")
    await plan(village, en, FRIDAY, "sau")
    async with village.database.write() as db:
        await recipients.end(db, village.club, en, until=FRIDAY, because="moved")
    assert await days_planned(village) == [TUESDAY]
    async with village.database.write() as db:
        await db.execute(update(t.Member).values(left_on=date(2026, 11, 22)))
        (found,) = await shifts.of_days(db, village.club, BEGINNING, END)
    assert found.volunteers == ()


async def test_who_went_out_of_it_and_comes_again_goes(village: Village) -> None:
    en = await take_in(village, "Lò Thị Én")
    number = await plan(village, en, TUESDAY, "sau")
    sau, bay = village.ids["sau"], village.ids["bay"]
    for goes in ([bay], [sau, bay], [], [sau]):
        async with village.database.write() as db:
            await shifts.assign(db, number, goes, village.clock.now)
            found = await shifts.one(db, village.club, number)
        assert found is not None
        assert found.volunteers == tuple(goes)
    async with village.database.write() as db:
        await shifts.move(db, number, FRIDAY, "morning")
        await shifts.cancel(db, village.club + 1, [number], "slip", village.clock.now)
        assert await days_planned_on(db, village) == [FRIDAY]
        await shifts.cancel(db, village.club, [number], "", village.clock.now)
        assert await days_planned_on(db, village) == []
        gone = await shifts.one(db, village.club, number)
        assert gone is not None
        assert gone.is_cancelled
        assert await shifts.one(db, village.club + 1, number) is None


async def days_planned_on(db: Connection, village: Village) -> list[date]:
    return [one.day for one in await shifts.of_days(db, village.club, BEGINNING, END)]


async def test_who_could_go_instead_has_time_and_room_first(village: Village) -> None:
    en = await take_in(village, "Lò Thị Én", member="bay")
    mo = await take_in(village, "Vi Thị Mơ", hamlet="xóm 1")
    number = await plan(village, mo, TUESDAY, "sau")
    for day in range(3):
        await plan(village, en, MONDAY + timedelta(days=day), "chin")
    async with village.database.read() as db:
        shift = await shifts.one(db, village.club, number)
        assert shift is not None
        could = await stand_ins.of(db, shift, MONDAY)
        assert [(one.id, one.is_full) for one in could] == [
            (village.ids["bay"], False),
            (village.ids["chin"], True),
        ]
        hers = Shift(
            id=0,
            club_id=village.club,
            rota_id=None,
            recipient_id=en,
            name="",
            hamlet="",
            day=FRIDAY,
            part="",
        )
        could = await stand_ins.of(db, hers, MONDAY)
        assert village.ids["bay"] not in {one.id for one in could}  # he is visited there himself


async def test_a_swap_is_asked_for_once_and_taken_once(village: Village) -> None:
    en = await take_in(village, "Lò Thị Én")
    number = await plan(village, en, FRIDAY, "sau")
    sau, now = village.ids["sau"], village.clock.now
    async with village.database.write() as db:
        swap = await swaps.ask(db, club_id=village.club, shift_id=number, by=sau, now=now)
        assert swap is not None
        again = await swaps.ask(db, club_id=village.club, shift_id=number, by=sau, now=now)
        assert again is None
        await swaps.note_asked(db, swap, [village.ids["bay"], village.ids["chin"]])
        (found,) = await swaps.open_of(db, [number])
        assert found.waiting == [village.ids["bay"], village.ids["chin"]]
    taken = await asyncio.gather(
        *(take(village, swap, village.ids[one]) for one in ("bay", "chin", "mai"))
    )
    assert sorted(taken) == [False, False, True]
    async with village.database.write() as db:
        assert await swaps.open_of(db, [number]) == []
        assert not await swaps.withdraw(db, swap, now)
        second = await swaps.ask(db, club_id=village.club, shift_id=number, by=sau, now=now)
        assert second is not None


async def take(village: Village, swap: int, member: int) -> bool:
    async with village.database.write() as db:
        return await swaps.take(db, swap, member, village.clock.now)


async def test_names_come_from_the_roll_where_a_member_is_visited(village: Village) -> None:
    en = await take_in(village, "Other name", member="bay")
    await plan(village, en, TUESDAY, "sau")
    async with village.database.read() as db:
        (found,) = await shifts.of_recipient(db, village.club, en, BEGINNING, END)
        member = await members.member(db, village.ids["bay"], TUESDAY)
    assert (found.name, found.day) == (member.name, TUESDAY)


async def test_among_250_clubs_visits_are_found_by_indexes(village: Village) -> None:
    """In each of them forty visits of a fortnight are planned, and so were those of a year."""
    await crowded(village)
    async with village.database.read() as db:
        (number,) = (await db.execute(select(t.Shift.id).limit(1))).scalars()
    with told(village.database) as statements:
        async with village.database.read() as db:
            club, sau = village.club, village.ids["sau"]
            await shifts.of_days(db, club, MONDAY, BEFORE)
            await shifts.of_member(db, sau, MONDAY, BEFORE)
            await shifts.of_recipient(db, club, 1, MONDAY, BEFORE)
            await shifts.of_rota(db, club, 1)
            await swaps.open_of(db, [number])
            await rotas.proposed(db, club)
            await rotas.told_until(db, club)
    assert statements
    for statement, given in statements:
        how = await plan_of(village.database, statement, given)
        for table in ("shifts", "shift_volunteers"):
            assert f"Seq Scan on {table}" not in how, how
            assert f"SCAN {table}" not in how, how


async def crowded(village: Village) -> None:
    """Fill the database with the visits of other clubs, and those of this one in a year."""
    async with village.database.write() as db:
        now = village.clock.now
        (club,) = (await db.execute(select(t.Club.__table__))).mappings()
        (member,) = (
            await db.execute(select(t.Member.__table__).where(t.Member.id == village.ids["sau"]))
        ).mappings()
        clubs = [{**club, "id": 1000 + number, "key": f"club {number}"} for number in range(CLUBS)]
        await db.execute(insert(t.Club), clubs)
        people = [
            {**member, "id": 1000 + number, "club_id": 1000 + number} for number in range(CLUBS)
        ]
        await db.execute(insert(t.Member), people)
        cared = {
            "name": "Mơ",
            **dict.fromkeys(("village_name", "hamlet", "sex", "emergency_phone", "agreed_by"), ""),
            "agreed_on": BEGINNING,
            "weekly": 2,
            "photos": False,
            "since": BEGINNING,
            "because": "",
            "made_at": now,
        }
        visited = [
            {**cared, "id": one["id"], "club_id": one["club_id"], "made_by": one["id"]}
            for one in people
        ]
        await db.execute(insert(t.Recipient), visited)
        planned = [
            {
                "id": 40 * place + visit,
                "club_id": one["club_id"],
                "recipient_id": one["id"],
                "day": MONDAY + timedelta(days=visit - 20),
                "part": "",
                "asked_by": "",
                "because": "",
            }
            for place, one in enumerate(visited, 1)
            for visit in range(40)
        ]
        await db.execute(insert(t.Shift), planned)
        goes = [
            {"shift_id": one["id"], "member_id": one["recipient_id"], "since": now, "said": ""}
            for one in planned
        ]
        await db.execute(insert(t.ShiftVolunteer), goes)
        await db.execute(text("ANALYZE"))


CLUBS = 250


@contextmanager
def told(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that are sent to a database, with what is filled in."""
    statements: list[tuple[str, Any]] = []

    def note(_db: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append((statement, given))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


async def plan_of(database: Database, statement: str, given: Any) -> str:
    """Return how a database goes about a statement."""
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.read() as db:
        rows = await db.exec_driver_sql(f"{explain} {statement}", given)
        return "\n".join(str(row[-1]) for row in rows)
