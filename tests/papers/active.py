"""A club that did all kinds of things for months, at random: what its whole report tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, update

from bot.care.areas import AREAS
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.tables.base import Base
from tests.papers.kept import BEGAN, NOW, TODAY, Kept, kept_books

HARDSHIPS = ("poor", "near_poor", "hardship", "average", "better_off", "")


async def active_club(database: Database, seed: int, *, operations: int = 20) -> Kept:
    """Keep a club's books, and let it visit, meet, measure and give; the same for one seed."""
    kept = await kept_books(database, seed, operations=operations)
    async with database.write() as db:
        await _people(db, kept)
        for _recipient in range(4):
            await _visit_somebody(db, kept)
        for month in range(BEGAN.month, TODAY.month + 2):
            await _meet(db, kept, date(2026, month, 5))
        await _measure(db, kept)
        for _activity in range(25):
            await do_something(db, kept, _some_day(kept))
        await _swap_labour(db, kept)
        await _give_in_kind(db, kept)
    return kept


async def put(db: Connection, table: type[Base], **values: Any) -> int:
    """Insert a row and return its id."""
    made = await db.execute(insert(table).values(**values).returning(table.__table__.c.id))
    return int(made.scalar_one())


async def visit(
    db: Connection, kept: Kept, recipient: int, on: date, *, number: int = 1, gone: bool = False
) -> int:
    """Let one or two volunteers visit somebody; `gone`: it was taken back."""
    made = await put(
        db,
        t.Visit,
        club_id=kept.club,
        recipient_id=recipient,
        day=on,
        number=number,
        minutes=kept.chance.choice((30, 45, 60, 90)),
        state="usual",
        note="",
        image="",
        told="",
        entered_by=kept.village.ids["minh"],
        entered_at=NOW,
        taken_back_at=NOW if gone else None,
    )
    for member in kept.chance.sample(kept.members, kept.chance.choice((1, 1, 2))):
        await db.execute(insert(t.Visitor).values(visit_id=made, member_id=member))
    return made


async def do_something(db: Connection, kept: Kept, on: date) -> int:
    """Write a line for one of the eight areas; now and then it is taken back."""
    return await put(
        db,
        t.Activity,
        club_id=kept.club,
        area=kept.chance.choice(AREAS),
        day=on,
        people=kept.chance.randrange(60),
        note="talk",
        entered_by=kept.village.ids["minh"],
        entered_at=NOW,
        taken_back_at=NOW if kept.chance.random() < 0.2 else None,
    )


def _some_day(kept: Kept) -> date:
    return BEGAN + timedelta(days=kept.chance.randrange((TODAY - BEGAN).days + 1))


async def _people(db: Connection, kept: Kept) -> None:
    """Give members a sex, an age, a household, and days on which they joined and left."""
    for number, member in enumerate(kept.members):
        household = await put(
            db,
            t.Household,
            club_id=kept.club,
            label=f"H{number}",
            hardship=HARDSHIPS[number % len(HARDSHIPS)],
        )
        joined = kept.chance.choice((None, date(2020, 1, 1), _some_day(kept)))
        left = _some_day(kept) if kept.chance.random() < 0.3 else None
        values: Mapping[str, Any] = {
            "household_id": kept.chance.choice((household, household, None)),
            "sex": kept.chance.choice(("female", "female", "male", "")),
            "birth_year": kept.chance.choice((1940, 1966, 1967, 1990, None)),
            "joined_on": joined,
            "left_on": left if left and (joined is None or joined < left) else None,
        }
        if number < len(HARDSHIPS):  # somebody of each
            values = {**values, "household_id": household, "joined_on": None, "left_on": None}
        await db.execute(update(t.Member).where(t.Member.id == member).values(**values))


async def recipient(db: Connection, kept: Kept, since: date, until: date | None) -> int:
    """Let somebody of the village be visited from a day until (exclusive) another."""
    return await put(
        db,
        t.Recipient,
        club_id=kept.club,
        member_id=None,
        name="Cụ Lành",
        village_name="",
        hamlet="",
        birth_year=1938,
        sex="female",
        emergency_phone="",
        agreed_by="self",
        agreed_on=since,
        weekly=2,
        since=since,
        until=until,
        made_by=kept.village.ids["minh"],
        made_at=NOW,
    )


async def _visit_somebody(db: Connection, kept: Kept) -> None:
    until = kept.chance.choice((None, None, date(2026, 10, 1), _some_day(kept)))
    whom = await recipient(db, kept, _some_day(kept), until)
    for _visit in range(15):
        on, gone = _some_day(kept), kept.chance.random() < 0.2
        number = kept.operations = kept.operations + 1  # of the day: any that is free
        await visit(db, kept, whom, on, number=number, gone=gone)


async def meeting(db: Connection, kept: Kept, on: date, *, cancelled: bool = False) -> int:
    """Plan a meeting."""
    return await put(
        db,
        t.Meeting,
        club_id=kept.club,
        wanted_on=on,
        held_on=on,
        at=time(8),
        place="nhà văn hóa",
        agenda="",
        moved_because="",
        cancelled_at=NOW if cancelled else None,
    )


async def call_roll(db: Connection, kept: Kept, held: int, done_at: datetime | None = NOW) -> None:
    """Call the roll of a meeting; it counts when somebody said that it is complete."""
    await db.execute(
        insert(t.RollCall).values(
            meeting_id=held,
            club_id=kept.club,
            called_by=kept.village.ids["minh"],
            called_at=NOW,
            guests={"names": ["Khách"] * kept.chance.randrange(3)},
            done_at=done_at,
        )
    )
    for member in kept.members:
        came = kept.chance.random() < 0.8
        await db.execute(insert(t.Present).values(meeting_id=held, member_id=member, came=came))


async def _meet(db: Connection, kept: Kept, on: date) -> None:
    """Meet with a roll and a talk, without them, or not at all."""
    held = await meeting(db, kept, on, cancelled=kept.chance.random() < 0.2)
    if on > TODAY or kept.chance.random() < 0.2:
        return
    await call_roll(db, kept, held, kept.chance.choice((NOW, NOW, NOW, None)))
    await db.execute(
        insert(t.Minutes).values(
            meeting_id=held,
            club_id=kept.club,
            talk=kept.chance.choice(("", f"Phòng bệnh mùa {on.month} & <giữ ấm>")),
            words="",
            written_by=kept.village.ids["minh"],
            written_at=NOW,
            facts={},
            addenda={"added": []},
        )
    )


async def _measure(db: Connection, kept: Kept) -> None:
    for number in range(60):
        await put(
            db,
            t.Measurement,
            club_id=kept.club,
            member_id=kept.chance.choice(kept.members),
            day=_some_day(kept),
            number=number,
            figures=b"sealed",
            entered_by=kept.village.ids["minh"],
            entered_at=NOW,
            taken_back_at=NOW if kept.chance.random() < 0.2 else None,
        )


async def _swap_labour(db: Connection, kept: Kept) -> None:
    asks, helps = kept.members[:2]
    asked = await put(
        db,
        t.LabourDay,
        club_id=kept.club,
        member_id=asks,
        asks=True,
        work="gặt lúa",
        from_on=BEGAN,
        until_on=TODAY,
        hands=3,
        entered_by=asks,
        made_at=NOW,
    )
    for _day in range(12):
        done = kept.chance.choice((NOW, NOW, None))
        await put(
            db,
            t.LabourSwap,
            club_id=kept.club,
            asked_id=asked,
            helper_id=helps,
            day=_some_day(kept),
            entered_by=helps,
            agreed_at=NOW,
            done_at=done,
            fell_through_at=None if done else NOW,
        )


async def give_in_kind(db: Connection, kept: Kept, on: date, what: str) -> int:
    """Give the club something that is no money."""
    return await put(
        db,
        t.Gift,
        club_id=kept.club,
        given_on=on,
        giver="Ông Tư",
        member_id=None,
        what=what,
        transaction_id=None,
        entered_by=kept.village.ids["lan"],
        entered_at=NOW,
    )


async def _give_in_kind(db: Connection, kept: Kept) -> None:
    for number in range(8):
        on = _some_day(kept)
        given = await give_in_kind(db, kept, on, f"{number} kg gạo & <đậu>")
        if kept.chance.random() < 0.3:
            await put(
                db,
                t.Gift,
                club_id=kept.club,
                given_on=on,
                giver="Ông Tư",
                member_id=None,
                what="nhầm",
                transaction_id=None,
                entered_by=kept.village.ids["lan"],
                entered_at=NOW,
                takes_back_id=given,
            )
