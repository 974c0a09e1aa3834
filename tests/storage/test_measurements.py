"""Blood pressure and weight: sealed, numbered, deleted for good; and the key they need."""

from __future__ import annotations

import asyncio
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.care.pressure import Figures
from bot.config import keys_in
from bot.storage import measurements, sealing
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from tests.village import NOON, Village

TODAY = date(2026, 11, 21)
HIGH = Figures(systolic=185, diastolic=112, pulse=88, grams=52_500)
LOWER = Figures(systolic=165, diastolic=95)


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a database on a server the key lies in the folder `var` of where the bot runs."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def club(database: Database) -> Village:
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", phone=None)
    await village.join("lan", "Hoàng Thị Lan", phone=None)
    await village.join("xuan", "Lê Thị Xuân", "health_lead", phone=None)
    return village


async def record(
    db: Connection,
    club: Village,
    who: str,
    figures: Figures,
    *,
    minutes: int = 0,
    day: date = TODAY,
) -> int | None:
    return await measurements.record(
        db,
        club_id=club.club,
        member_id=club.ids[who],
        day=day,
        figures=figures,
        entered_by=club.ids["xuan"],
        now=NOON + timedelta(minutes=minutes),
    )


async def test_a_second_one_of_a_day_is_the_next_number(club: Village) -> None:
    async with club.database.write() as db:
        assert await record(db, club, "hoa", HIGH) == 1
        assert await record(db, club, "hoa", LOWER, minutes=6) == 2
        assert await record(db, club, "lan", LOWER) == 1
    async with club.database.read() as db:
        found = await measurements.of_member(db, club.club, club.ids["hoa"])
        assert [(one.number, one.figures) for one in found] == [(1, HIGH), (2, LOWER)]
        assert await measurements.of_member(db, club.club + 1, club.ids["hoa"]) == []
        since = await measurements.of_member(
            db, club.club, club.ids["hoa"], TODAY + timedelta(days=1)
        )
        assert since == []
        both = frozenset((club.ids["hoa"], club.ids["lan"]))
        tomorrow = TODAY + timedelta(days=1)
        assert await measurements.measured(db, club.club, TODAY, tomorrow) == both
        assert await measurements.measured(db, club.club, tomorrow, date.max) == frozenset()


async def test_the_same_within_minutes_is_written_once(club: Village) -> None:
    async with club.database.write() as db:
        assert await record(db, club, "hoa", HIGH) == 1
        assert await record(db, club, "hoa", HIGH, minutes=4) is None
        assert await record(db, club, "hoa", HIGH, minutes=5) == 2


async def test_nothing_in_the_database_tells_the_figures(club: Village) -> None:
    async with club.database.write() as db:
        await record(db, club, "hoa", HIGH)
        await record(db, club, "hoa", HIGH, minutes=10)
        await record(db, club, "lan", Figures(grams=40_000))
        sealed = list((await db.execute(select(t.Measurement.figures))).scalars())
    assert len(set(sealed)) == 3  # the same figures never look the same
    assert len({len(one) for one in sealed}) == 1
    assert all(measurements.LAYOUT.pack(185, 112, 88, 52_500) not in one for one in sealed)


async def test_what_was_sealed_for_one_says_nothing_of_another(club: Village) -> None:
    async with club.database.write() as db:
        await record(db, club, "hoa", HIGH)
        await db.execute(update(t.Measurement).values(member_id=club.ids["lan"]))
        with pytest.raises(sealing.Sealed, match="changed in the database"):
            await measurements.of_member(db, club.club, club.ids["lan"])
        await db.execute(
            update(t.Measurement).values(member_id=club.ids["hoa"], day=TODAY + timedelta(days=1))
        )
        with pytest.raises(sealing.Sealed, match="changed in the database"):
            await measurements.of_member(db, club.club, club.ids["hoa"])


async def test_deleting_leaves_no_row_and_taking_back_does(club: Village) -> None:
    async with club.database.write() as db:
        await record(db, club, "hoa", HIGH)
        await record(db, club, "hoa", LOWER, minutes=6)
        await record(db, club, "lan", LOWER)
        first, _second = await measurements.of_member(db, club.club, club.ids["hoa"])
        assert not await measurements.take_back(db, club.club + 1, first.id, NOON)
        assert await measurements.take_back(db, club.club, first.id, NOON)
        assert not await measurements.take_back(db, club.club, first.id, NOON)
        assert await measurements.count_of(db, club.club, club.ids["hoa"]) == 1
        assert await measurements.delete_of(db, club.club + 1, club.ids["hoa"]) == 0
        assert await measurements.delete_of(db, club.club, club.ids["hoa"]) == 2
        left = list((await db.execute(select(t.Measurement.member_id))).scalars())
    assert left == [club.ids["lan"]]


async def test_a_key_is_made_once_for_nobody_elses_eyes(club: Village) -> None:
    file = sealing.key_file(club.database.url)
    assert not file.exists()
    async with club.database.write() as db:
        await record(db, club, "hoa", HIGH)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    made = file.read_text("ascii")
    async with club.database.write() as db:
        await record(db, club, "lan", HIGH)
    assert file.read_text("ascii") == made
    assert [one.name for one in file.parent.glob("health*")] == ["health.key"]


async def test_a_missing_key_is_never_made_anew_and_nothing_is_lost(club: Village) -> None:
    file = sealing.key_file(club.database.url)
    async with club.database.write() as db:
        await record(db, club, "hoa", HIGH)
    kept = file.read_text("ascii")
    file.unlink()
    async with club.database.write() as db:
        with pytest.raises(sealing.Sealed, match="set HEALTH_KEY"):
            await record(db, club, "lan", HIGH)
        with pytest.raises(sealing.Sealed, match="is missing"):
            await measurements.of_member(db, club.club, club.ids["hoa"])
    assert not file.exists()
    file.write_text(kept, "ascii")
    async with club.database.read() as db:
        (found,) = await measurements.of_member(db, club.club, club.ids["hoa"])
    assert found.figures == HIGH


@pytest.mark.parametrize("content", ["", "abc", "not a key at all"])
async def test_a_file_that_holds_no_key_is_said(club: Village, content: str) -> None:
    file = sealing.key_file(club.database.url)
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, "ascii")
    async with club.database.write() as db:
        with pytest.raises(sealing.Sealed, match="32 bytes as base64"):
            await record(db, club, "hoa", HIGH)


async def test_a_wrong_key_reads_nothing_and_a_second_one_mends_it(club: Village) -> None:
    old, new = keys_in(sealing.new_key()), keys_in(sealing.new_key())
    earlier = TODAY - timedelta(days=30)
    for keys, who, day in ((old, "hoa", earlier), (new, "lan", TODAY), (new, "hoa", TODAY)):
        under = Database(club.database.url, keys)
        async with under.write() as db:
            await record(db, club, who, HIGH, day=day)
        await under.close()
    only_new, both = Database(club.database.url, new), Database(club.database.url, (*new, *old))
    hoa = club.ids["hoa"]
    async with only_new.read() as db:
        assert [one.day for one in await measurements.of_member(db, club.club, hoa)] == [TODAY]
    async with both.read() as db:
        found = await measurements.of_member(db, club.club, hoa)
        assert [one.day for one in found] == [earlier, TODAY]
    neither = Database(club.database.url, keys_in(sealing.new_key()))
    async with neither.read() as db:
        with pytest.raises(sealing.WrongKey, match="HEALTH_KEY is not the key"):
            await measurements.of_member(db, club.club, hoa)
        with pytest.raises(sealing.WrongKey, match="Nothing is lost"):
            await measurements.on_day(db, club.club, [hoa], TODAY)
    for one in (only_new, both, neither):
        await one.close()
    assert not sealing.key_file(club.database.url).exists()


async def test_a_damaged_row_is_said_and_others_are_read(club: Village) -> None:
    async with club.database.write() as db:
        await record(db, club, "hoa", HIGH)
        await record(db, club, "lan", LOWER)
        (sealed,) = (
            await db.execute(
                select(t.Measurement.figures).where(t.Measurement.member_id == club.ids["hoa"])
            )
        ).scalars()
        broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
        await db.execute(
            update(t.Measurement)
            .where(t.Measurement.member_id == club.ids["hoa"])
            .values(figures=broken)
        )
        with pytest.raises(sealing.Sealed, match="take it from a copy"):
            await measurements.of_member(db, club.club, club.ids["hoa"])
        assert await measurements.of_member(db, club.club, club.ids["lan"])


async def test_two_at_once_write_two_numbers_and_one_key(club: Village) -> None:
    async def one(figures: Figures) -> int | None:
        async with club.database.write() as db:
            return await record(db, club, "hoa", figures)

    numbers = await asyncio.gather(one(HIGH), one(LOWER), one(HIGH))
    assert sorted(number or 0 for number in numbers) == [0, 1, 2]
    async with club.database.read() as db:
        assert len(await measurements.of_member(db, club.club, club.ids["hoa"])) == 2
