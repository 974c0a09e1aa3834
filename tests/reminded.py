"""A club as its reminders see it: let it be an hour, and see who hears what."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.reminders.composing import compose_all
from bot.reminders.planning import plan
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.village import Village, plain

DUE = date(2026, 12, 10)
"""When Hoa pays next, in `lent`."""


def at(written: str, zone: str = "Asia/Ho_Chi_Minh") -> datetime:
    """Return a moment by the village's clock: "2026-12-07 08:00"."""
    moment = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(UTC)


async def lent(database: Database) -> Village:
    """Return a club whose Hoa pays 50,000 đ on 10 December 2026, and has not."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("tu", "Trần Văn Tư", "accountant", sex="male")
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    await village.lend("hoa")
    return village


async def remind(village: Village, *moments: str) -> dict[str, list[str]]:
    """Let it be these moments, one after the other; return what each chat heard meanwhile."""
    before = {chat: len(phone.last) for chat, phone in village.phones.by_chat.items()}
    for moment in moments:
        village.clock.now = at(moment)
        await plan(village.database, village.clock.now)
        await compose_all(village.database, village.clock.now)
        await village.delivery.deliver()
    heard = {
        chat: [plain(reply.text) for reply in phone.last[before.get(chat, 0) :]]
        for chat, phone in village.phones.by_chat.items()
    }
    for phone in village.phones.by_chat.values():
        phone.unread.clear()
    return {chat: texts for chat, texts in heard.items() if texts}


async def planned(village: Village, family: str = "repay") -> list[tuple[str, date, str]]:
    """Return all notices of a family: kind, due day, and who it is for."""
    names = {number: short for short, number in village.ids.items()}
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Notice.kind, t.Notice.due_on, t.Notice.recipient_id)
            .where(t.Notice.kind.startswith(family))
            .order_by(t.Notice.id)
        )
        return [(row.kind, row.due_on, names[row.recipient_id]) for row in rows]


async def kinds(village: Village, family: str = "repay") -> list[str]:
    """Return the kinds of all notices of a family."""
    return [kind for kind, _due_on, _who in await planned(village, family)]


async def skipped(village: Village, family: str = "repay") -> list[str]:
    """Return why notices of a family were skipped."""
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Notice.skipped)
            .where(t.Notice.skipped.is_not(None), t.Notice.kind.startswith(family))
            .order_by(t.Notice.id)
        )
        return [str(reason) for reason in rows.scalars()]


async def waits_until(village: Village) -> list[datetime]:
    """Return until when notices wait."""
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Notice.wait_until)
            .where(t.Notice.said_at.is_(None), t.Notice.wait_until.is_not(None))
            .order_by(t.Notice.id)
        )
        return [one for one in rows.scalars() if one]


async def set_club(village: Village, **values: object) -> None:
    """Change the club's settings."""
    async with village.database.write() as db:
        await db.execute(update(t.Club).where(t.Club.id == village.club).values(**values))
