"""Many messages of many parts at once: each part's choices are an offer of their own."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.chat import Choice
from bot.storage import addresses
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.telling import Part, Words, tell_parts
from tests.village import NOON, Village

YES = (Choice("yes", "Yes"), Choice("no", "No"))


@pytest.fixture
async def village(database: Database) -> Village:
    """Hoa and Lan with a phone each."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer")
    return village


async def told(village: Village, **parts: tuple[Part, ...]) -> list[int]:
    async with village.database.write() as db:
        ids = [village.ids[short] for short in parts]
        found = await addresses.listeners(db, ids, NOON.date())
        said = [
            Words(listener=found[village.ids[short]], parts=those)
            for short, those in parts.items()
        ]
        made = await tell_parts(db, said, village.clock.now)
    await village.delivery.deliver()
    return made


async def test_the_same_part_told_to_two_is_an_offer_to_each(village: Village) -> None:
    part = Part(text="Do you come?", choices=YES, step="menu")
    first, second = await told(village, hoa=(part,), lan=(part,))
    assert first < second
    async with village.database.read() as db:
        offers = (await db.execute(select(t.Offer).order_by(t.Offer.id))).all()
        rows = (await db.execute(select(t.Outbox.id, t.Outbox.member_id))).all()
    assert [one.member_id for one in offers] == [village.ids["hoa"], village.ids["lan"]]
    assert {row.id: row.member_id for row in rows} == {
        first: village.ids["hoa"],
        second: village.ids["lan"],
    }
    for offer, chat in zip(offers, ("hoa", "lan"), strict=True):
        assert village.key(chat, "Yes") == f"o{offer.id}:yes"


async def test_parts_are_paragraphs_and_those_with_choices_are_offers(village: Village) -> None:
    parts = (
        Part(text="One", choices=YES, step="menu", data={"loan": 1}),
        Part(text="Two"),
        Part(text="Three", choices=(Choice("go", "Go"),), step="menu", data={"loan": 3}),
    )
    await told(village, hoa=parts)
    (reply,) = village.phones.by_chat["hoa"].last
    assert reply.text == "One\n\nTwo\n\nThree"
    async with village.database.read() as db:
        offers = (await db.execute(select(t.Offer).order_by(t.Offer.id))).all()
    first, third = offers
    assert (first.data, third.data) == ({"loan": 1}, {"loan": 3})
    keys = [choice.key for choice in reply.choices]
    assert keys == [f"o{first.id}:yes", f"o{first.id}:no", f"o{third.id}:go"]


async def test_nothing_to_tell_is_nothing(village: Village) -> None:
    assert await told(village) == []


async def test_a_parcel_from_before_held_one_part(village: Village) -> None:
    await village.link("lan", "hoa")
    await told(village, hoa=(Part(text="Do you come?", choices=YES, step="menu"),))
    async with village.database.write() as db:
        old = {"text": "As it was", "choices": [], "step": "", "data": {}, "once": True}
        await db.execute(update(t.Offer).values(data=old))
    await village("""
        hoa < Ms Hoa has news from the club.
        hoa # I am Ms Hoa
        hoa < As it was
    """)
    async with village.database.read() as db:
        once = (await db.execute(select(t.Outbox.once).order_by(t.Outbox.id))).scalars().all()
    assert once == [False, True]
