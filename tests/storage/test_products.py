"""On what clubs lend: what they begin with, and changes that keep what was before."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from bot.money.loans import Conditions, Way
from bot.money.products import Offer, changed
from bot.storage import products
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.products import Product
from tests.village import NOON, Village

OTHER_CLUB = 10_000


@pytest.fixture
async def village(database: Database) -> Village:
    village = Village(database)
    await village.found()
    for short in ("ly", "hoa", "lan"):
        await village.join(short, f"Trần Thị {short.title()}", phone=None)
    return village


async def offered(village: Village) -> list[Product]:
    async with village.database.write() as db:
        return await products.offered(db, village.club, now=NOON, today=NOON.date())


async def test_a_club_without_loans_begins_with_the_usual(village: Village) -> None:
    (one,) = await offered(village)
    usual = Conditions(way=Way.PRINCIPAL_AT_END, rate_bp=100)
    assert one.offer == Offer(conditions=usual)
    assert (one.offer.least, one.offer.most) == (3_000_000, 10_000_000)
    assert (one.made_by, one.retired_at) == (None, None)
    assert await offered(village) == [one]


async def test_a_club_begins_with_what_most_of_its_loans_have(village: Village) -> None:
    await village.lend("ly", rate_bp=50, way=Way.EQUAL_PRINCIPAL)
    await village.lend("hoa", rate_bp=50, way=Way.EQUAL_PRINCIPAL)
    await village.lend("lan", rate_bp=100)
    conditions = (await offered(village))[0].offer.conditions
    assert (conditions.way, conditions.rate_bp) == (Way.EQUAL_PRINCIPAL, 50)


async def test_what_the_law_does_not_allow_is_not_begun_with(village: Village) -> None:
    await village.lend("ly", rate_bp=100, way=Way.FLAT)
    await village.lend("hoa", rate_bp=100, way=Way.FLAT)
    await village.lend("lan", rate_bp=80, way=Way.EQUAL_PRINCIPAL)
    conditions = (await offered(village))[0].offer.conditions
    assert (conditions.way, conditions.rate_bp) == (Way.EQUAL_PRINCIPAL, 80)


async def test_the_clubs_own_unit_is_what_its_loans_are_rounded_to(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(update(t.Club).values(unit=500))
    assert (await offered(village))[0].offer.conditions.unit == 500


async def test_two_who_look_first_at_once_begin_one(village: Village) -> None:
    first, second = await asyncio.gather(offered(village), offered(village))
    assert [one.id for one in first] == [one.id for one in second]
    async with village.database.read() as db:
        rows = await db.execute(select(func.count()).select_from(t.Product))
        assert rows.scalar_one() == 1


async def test_a_change_keeps_the_old_for_what_was_asked_on_it(village: Village) -> None:
    (old,) = await offered(village)
    offer = changed(changed(old.offer, "rate_bp", 80), "months", (3, 6))
    by = village.ids["ly"]
    async with village.database.write() as db:
        made = await products.change(db, village.club, old.id, offer, by=by, now=NOON)
        assert await products.change(db, village.club, old.id, offer, by=by, now=NOON) is None
        kept = await products.product(db, village.club, old.id)
    assert (kept.offer, kept.retired_at) == (old.offer, NOON)
    (new,) = await offered(village)
    assert (new.id, new.offer, new.made_by) == (made, offer, by)


async def test_all_that_can_be_set_is_kept(village: Village) -> None:
    (old,) = await offered(village)
    conditions = Conditions(way=Way.FLAT, rate_bp=50, every=3, principal_from=2)
    offer = replace(
        old.offer,
        conditions=conditions,
        least=1_000_000,
        most=20_000_000,
        months=(6, 24),
        owed_at_most=30_000_000,
        second_loan=True,
        name="Vay chăn nuôi",
    )
    async with village.database.write() as db:
        made = await products.add(db, village.club, offer, by=None, now=NOON)
    assert [(one.id, one.offer) for one in await offered(village)] == [
        (old.id, old.offer),
        (made, offer),
    ]


async def test_another_clubs_products_are_not_touched(village: Village) -> None:
    (one,) = await offered(village)
    async with village.database.write() as db:
        assert not await products.retire(db, OTHER_CLUB, one.id, NOON)
    assert await offered(village) == [one]


async def test_the_usual_sum_is_the_median(village: Village) -> None:
    async with village.database.read() as db:
        assert await products.usual_sum(db, village.club) is None
    for short, principal in (("ly", 3_000_000), ("hoa", 5_000_000), ("lan", 10_000_000)):
        await village.lend(short, principal)
    async with village.database.read() as db:
        assert await products.usual_sum(db, village.club) == 5_000_000
