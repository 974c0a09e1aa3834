"""Whose messenger cannot carry a message now gets it by her other one, and by that one only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.storage import addresses, bots, broadcast_people, broadcasts, holding, phones, serving
from bot.storage import tables as t
from bot.storage.broadcasts import Audience, Draft
from bot.storage.engine import Connection, Database
from bot.storage.messages import Lane
from tests.reminded import at, remind
from tests.village import Village

ZALO, TELEGRAM = ("zalo", "bot"), ("telegram", "bot")
REFUSED = "put right ZALO_TOKEN: copy the token anew"
DUE_MORNING = "2026-12-07 08:05"
"""Three days before Hoa's day to pay: she is reminded of it."""


@pytest.fixture
async def two(database: Database) -> Village:
    """Hoa has Zalo and Telegram, and wrote on Zalo last; of Minh, the head, only Zalo is known."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", phone="telegram_hoa")
    await village.join("minh", "Lê Văn Minh", "head", "treasurer", sex="male", phone="zalo_minh")
    await village.lend("hoa")
    async with database.write() as db:
        await bots.register_all(db, [ZALO, TELEGRAM], village.clock.now)
    village.clock.pass_by(minutes=1)
    await village.link("hoa", "zalo_hoa")
    return village


async def refused(village: Village, why: str = REFUSED, *, mute: bool = True) -> None:
    """Let the bot on Zalo be in trouble."""
    async with village.database.write() as db:
        await serving.note_trouble(db, ZALO, why, village.clock.now, mute=mute)


async def held(
    village: Village, lane: Lane = Lane.REMINDERS, until: timedelta | None = None
) -> None:
    """Let the bot on Zalo hold back what is of such a lane, for ten days if not `until`."""
    ends = village.clock.now + (until or timedelta(days=10))
    async with village.database.write() as db:
        zalo = update(t.Bot).where(t.Bot.platform == "zalo")
        await db.execute(zalo.values(held_lane=int(lane), held_until=ends))


async def heard_on(village: Village, who: str = "hoa", reminded_at: datetime | None = None) -> str:
    """Return the chat that somebody's news come to, or her reminders at that moment."""
    async with village.database.read() as db:
        found = await addresses.listeners(
            db, [village.ids[who]], village.clock.now.date(), reminded_at=reminded_at
        )
        chat = await db.scalar(
            select(t.Address.chat).where(t.Address.id == found[village.ids[who]].address_id)
        )
    return str(chat)


async def announced(village: Village) -> Mapping[str, str]:
    """Announce something to all; return the chats that it is queued to, each with its platform."""
    now, day = village.clock.now, village.clock.now.date()
    everybody = Audience(groups=("all",))
    async with village.database.write() as db:
        draft = Draft(
            club_id=village.club,
            made_by=village.ids["minh"],
            text="Mai họp",
            audience=everybody,
            fingerprint="same",
            send_at=now,
        )
        shown = await broadcast_people.ways(db, village.club, everybody, day, now)
        one = await broadcasts.broadcast(db, village.club, await broadcasts.make(db, draft, now))
        assert await broadcast_people.put_out(db, one, day=day, now=now, silent=False)
        queued = await _queued(db)
        on_record = select(t.BroadcastTo.way).where(t.BroadcastTo.outbox_id.is_not(None))
        assert sorted((await db.execute(on_record)).scalars()) == sorted(queued.values())
    assert {one.name: one.phones for one in shown} == {
        name: list(queued.values()).count(name) for name in queued.values()
    }
    return queued


async def _queued(db: Connection) -> dict[str, str]:
    rows = await db.execute(
        select(t.Address.chat, t.Address.platform)
        .join(t.Outbox, t.Outbox.address_id == t.Address.id)
        .where(t.Outbox.lane == int(Lane.BROADCASTS))
    )
    found = [(row.chat, row.platform) for row in rows]
    assert len(found) == len(dict(found))
    return dict(found)


# --- A token that is refused ---------------------------------------------------------------------


async def test_whose_bot_has_its_token_refused_hears_on_her_other_messenger(two: Village) -> None:
    assert await heard_on(two) == "zalo_hoa"
    await refused(two)
    assert await heard_on(two) == "telegram_hoa"
    assert await announced(two) == {"telegram_hoa": "telegram", "zalo_minh": "zalo"}


async def test_what_she_chose_comes_back_with_the_end_of_the_trouble(two: Village) -> None:
    async with two.database.write() as db:
        await phones.choose(db, two.club, two.ids["hoa"], "self", "zalo")
    await refused(two)
    assert await heard_on(two) == "telegram_hoa"
    await refused(two, "")
    assert await heard_on(two) == "zalo_hoa"


async def test_a_bot_that_only_hears_nothing_still_sends(two: Village) -> None:
    await refused(two, "Zalo does not reach https://clb.example/hooks/zalo/1", mute=False)
    assert await heard_on(two) == "zalo_hoa"
    await refused(two)
    assert await heard_on(two) == "telegram_hoa"


async def test_whoever_has_no_other_waits_there_and_is_no_less_reached(two: Village) -> None:
    await refused(two)
    assert await heard_on(two, "minh") == "zalo_minh"
    async with two.database.read() as db:
        (only,) = await phones.of(db, two.club, two.ids["minh"])
    assert only.reached


async def test_her_own_phone_stays_before_a_helpers_whatever_befalls_its_bot(two: Village) -> None:
    async with two.database.write() as db:
        there = select(t.Address.id).where(t.Address.chat == "telegram_hoa")
        await db.execute(update(t.Link).where(t.Link.address_id.in_(there)).values(kind="helper"))
    two.clock.now = at(DUE_MORNING)
    await refused(two)
    await held(two)
    assert await heard_on(two) == "zalo_hoa"
    assert set(await announced(two)) == {"zalo_hoa", "zalo_minh"}
    assert await remind(two, DUE_MORNING) == {}


async def test_of_two_helpers_the_one_is_told_who_can_be(two: Village) -> None:
    async with two.database.write() as db:
        await db.execute(update(t.Link).values(kind="helper"))
    await refused(two)
    assert await heard_on(two) == "telegram_hoa"


async def test_the_page_which_rings_nobody_takes_no_messengers_place(two: Village) -> None:
    async with two.database.write() as db:
        await db.execute(
            update(t.Address).where(t.Address.chat == "telegram_hoa").values(platform="web")
        )
    await refused(two)
    assert await heard_on(two) == "zalo_hoa"
    assert set(await announced(two)) == {"zalo_hoa", "zalo_minh"}


async def test_a_messenger_that_is_not_reached_takes_no_place_either(two: Village) -> None:
    await two.link("hoa", "web_hoa")
    async with two.database.write() as db:
        page = update(t.Address).where(t.Address.chat == "web_hoa")
        await db.execute(page.values(platform="web", seen_at=two.clock.now - timedelta(days=9)))
        lost = update(t.Address).where(t.Address.chat == "telegram_hoa")
        await db.execute(lost.values(unreachable_at=two.clock.now))
    await refused(two)
    assert await heard_on(two) == "zalo_hoa"


# --- A plan that is used up ----------------------------------------------------------------------


async def test_whose_bot_holds_back_reminders_hears_them_on_her_other_messenger(
    two: Village,
) -> None:
    two.clock.now = at(DUE_MORNING)
    await held(two)
    heard = await remind(two, DUE_MORNING)
    assert set(heard) == {"telegram_hoa"}
    assert len(heard["telegram_hoa"]) == 1
    async with two.database.write() as db:
        await db.execute(update(t.Bot).values(held_lane=None, held_until=None))
    assert "zalo_hoa" not in await remind(two, "2026-12-07 08:30")


async def test_what_is_no_reminder_still_comes_where_she_wants_it(two: Village) -> None:
    await held(two)
    assert await heard_on(two) == "zalo_hoa"


async def test_where_only_announcements_wait_only_they_go_elsewhere(two: Village) -> None:
    await held(two, Lane.BROADCASTS)
    assert await heard_on(two, reminded_at=two.clock.now) == "zalo_hoa"
    assert await announced(two) == {"telegram_hoa": "telegram", "zalo_minh": "zalo"}


@pytest.mark.parametrize("until", [timedelta(0), holding.LONGEST + timedelta(seconds=1)])
async def test_a_hold_that_is_over_or_too_long_to_be_true_is_none(
    two: Village, until: timedelta
) -> None:
    await held(two, until=until or timedelta(microseconds=-1))
    assert await heard_on(two, reminded_at=two.clock.now) == "zalo_hoa"
    assert set(await announced(two)) == {"zalo_hoa", "zalo_minh"}


async def test_where_both_hold_back_it_is_as_if_none_did(two: Village) -> None:
    values: dict[str, Any] = {"held_lane": 1, "held_until": two.clock.now + timedelta(days=1)}
    async with two.database.write() as db:
        await db.execute(update(t.Bot).values(**values))
    assert await heard_on(two, reminded_at=two.clock.now) == "zalo_hoa"
