"""A club on the day on which it takes money, and what the tests of that look at."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.village import Village

DUE = date(2026, 11, 21)
SIXTY = [
    f"Vi {middle} {name}"
    for middle in ("An", "Bình", "Cúc", "Dần", "Giang", "Hoa")
    for name in ("Kim", "Liên", "Mơ", "Nga", "Oanh", "Phúc", "Quý", "Sen", "Tơ", "Uyên")
]


async def meeting_day(database: Database, locale: str = "en") -> Village:
    """Return a club whose Bình, Chín and Hoa each pay 50,000 đ today; Lan keeps the cash."""
    village = Village(database, locale)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", village_name="Hoa Bính", hamlet="xóm 2")
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("binh", "Vi Văn Bình", sex="male", phone=None)
    await village.join("chin", "Hà Thị Chín", phone=None)
    for who in ("hoa", "binh", "chin"):
        await borrows(village, who)
    return village


async def borrows(village: Village, who: str, **more: Any) -> int:
    """Lend 5,000,000 đ, of which 50,000 đ interest are due today."""
    terms: dict[str, Any] = {"starts_on": date(2026, 10, 21), "first_due": DUE, **more}
    return await village.lend(who, **terms)


async def asks_fee(village: Village, amount: int = 5_000) -> None:
    """Let the club ask for a fee: that of October is paid."""
    async with village.database.write() as db:
        await village.ask_fee(db, amount)
        await db.execute(update(t.Member).values(fees_paid_to=date(2026, 10, 1)))


async def posted(village: Village) -> list[tuple[str, str, int, date]]:
    """Return (who, kind, đồng, value day) of all that was entered, in its order."""
    names = {number: short for short, number in village.ids.items()}
    cash = (
        select(func.sum(t.Posting.amount))
        .where(t.Posting.transaction_id == t.Transaction.id, t.Posting.kind == "cash")
        .scalar_subquery()
    )
    async with village.database.read() as db:
        rows = await db.execute(
            select(
                t.Transaction.member_id,
                t.Transaction.kind,
                cash.label("amount"),
                t.Transaction.value_day,
            )
            .where(t.Transaction.kind != "opening")
            .order_by(t.Transaction.id)
        )
        return [
            (names.get(row.member_id, ""), row.kind, int(row.amount), row.value_day)
            for row in rows
        ]


async def agreed(village: Village) -> list[tuple[str, str, str]]:
    """Return (whose entry, who agreed, how) of all second touches, sorted."""
    names = {number: short for short, number in village.ids.items()}
    async with village.database.read() as db:
        rows = await db.execute(
            select(
                t.Transaction.member_id, t.Agreement.member_id.label("by"), t.Agreement.how
            ).join(t.Transaction, t.Transaction.id == t.Agreement.transaction_id)
        )
        return sorted((names.get(row.member_id, ""), names[row.by], row.how) for row in rows)


async def marks(village: Village) -> list[tuple[str, str, int]]:
    """Return (who, state, đồng) of each row of all lists."""
    names = {number: short for short, number in village.ids.items()}
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Collected.member_id, t.Collected.state, t.Collected.amount).order_by(
                t.Collected.collection_id, t.Collected.place, t.Collected.id
            )
        )
        return [(names[row.member_id], row.state, row.amount) for row in rows]


async def sixty(database: Database, more: str = "") -> Village:
    """Return a club whose sixty borrowers owe 55,000 đ each; forty have a phone.

    Lan keeps the cash, Khang keeps the books; `more` is put to their chats and the club's key.
    """
    club = Village(database)
    await club.found(key=f"lang{more}")
    await club.join(f"lan{more}", "Hoàng Thị Lan", "treasurer")
    await club.join(f"khang{more}", "Hoàng Văn Khang", "accountant")
    for number, name in enumerate(SIXTY):
        await club.join(f"m{number}{more}", name, phone="own" if number % 3 else None)
        await borrows(club, f"m{number}{more}")
    await asks_fee(club)
    board = [club.ids[f"lan{more}"], club.ids[f"khang{more}"]]
    async with database.write() as db:
        wanted = update(t.Member).where(t.Member.id.in_(board))
        await db.execute(wanted.values(fees_paid_to=DUE))
    return club


def forget(village: Village) -> None:
    """Let everything that was said be read."""
    for phone in village.phones.by_chat.values():
        phone.unread.clear()


async def everybody_pays(village: Village, who: str = "lan") -> None:
    """Let an officer take what is due of the three, and count it."""
    await village.say(who, "thu tiền hôm nay")
    for _person in range(3):
        await village.press(who, "Paid in full")
    await village.press(who, "Read it back")
    await village.press(who, "It fits")
    forget(village)
