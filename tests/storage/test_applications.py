"""Applications: written down once, settled once, seen by their own club alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.storage import applications, products, resolutions
from bot.storage.applications import Asked
from bot.storage.engine import Connection, Database
from tests.village import NOON, Village

OTHER_CLUB = 10_000


@pytest.fixture
async def village(database: Database) -> Village:
    village = Village(database)
    await village.found()
    await village.join("ly", "Trần Thị Lý")
    await village.join("hoa", "Nguyễn Thị Hoa")
    return village


async def wish(db: Connection, village: Village, who: str = "ly") -> Asked:
    offered = await products.offered(db, village.club, now=NOON, today=NOON.date())
    return Asked(
        club_id=village.club,
        member_id=village.ids[who],
        product_id=offered[0].id,
        purpose="nuôi lợn",
        amount=5_000_000,
        periods=12,
        first_due=date(2026, 12, 10),
        who_else="",
    )


async def test_one_operation_writes_one_application(village: Village) -> None:
    async with village.database.write() as db:
        asked = await wish(db, village)
        made = await applications.make(db, asked, origin="question:1:1", now=NOON)
        assert made is not None
        assert await applications.make(db, asked, origin="question:1:1", now=NOON) is None
        found = await applications.locked(db, village.club, made)
        assert (found.status, found.amount, found.entered_by) == ("waiting", 5_000_000, None)
        assert found.asked_at == NOON
        assert found.resolution_id is None


async def test_they_are_listed_longest_waiting_first_and_a_members_newest_first(
    village: Village,
) -> None:
    async with village.database.write() as db:
        hers, others = await wish(db, village), await wish(db, village, "hoa")
        later = NOON + timedelta(hours=1)
        second = await applications.make(db, others, origin="b", now=later)
        first = await applications.make(db, hers, origin="a", now=NOON)
        third = await applications.make(db, replace(hers, amount=6_000_000), origin="c", now=later)
        listed = await applications.by_status(db, village.club, "waiting")
        assert [one.id for one in listed] == [first, second, third]
        of_hers = await applications.of_member(db, village.club, village.ids["ly"])
        assert [one.id for one in of_hers] == [third, first]
        assert not await applications.by_status(db, OTHER_CLUB, "waiting")
        assert not await applications.of_member(db, OTHER_CLUB, village.ids["ly"])


async def test_an_application_is_settled_once(village: Village) -> None:
    async with village.database.write() as db:
        made = await applications.make(db, await wish(db, village), origin="a", now=NOON)
        assert made is not None
        assert not await applications.withdraw(db, OTHER_CLUB, made)
        assert await applications.settle(db, village.club, made, status="agreed")
        assert not await applications.withdraw(db, village.club, made)
        assert not await applications.settle(db, village.club, made, status="refused")
        assert await applications.settle(db, village.club, made, status="refused", was=("agreed",))
        assert (await applications.locked(db, village.club, made)).status == "refused"


async def test_the_question_to_the_board_is_kept_when_the_status_changes(
    village: Village,
) -> None:
    async with village.database.write() as db:
        made = await applications.make(db, await wish(db, village), origin="a", now=NOON)
        assert made is not None
        asked = await resolutions.propose(
            db,
            club_id=village.club,
            kind="loan",
            subject_id=made,
            concerns_id=village.ids["ly"],
            details={},
            reason="",
            asked_by=village.ids["hoa"],
            origin="b",
            now=NOON,
        )
        assert asked is not None
        await applications.put_before(db, village.club, made, asked)
        await applications.settle(db, village.club, made, status="agreed")
        found = await applications.of_resolution(db, village.club, asked)
        assert found is not None
        assert (found.id, found.status, found.resolution_id) == (made, "agreed", asked)
        assert await applications.of_resolution(db, OTHER_CLUB, asked) is None
