"""A village that speaks by handlers of a test's own, and a place where they leave traces."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.chat import Choice, Incoming
from bot.conversation import Conversation
from bot.storage import tables as t
from bot.storage import talk
from bot.storage.engine import Connection, Database
from bot.turn import SOFT, Answer, Step, Turn
from tests.village import NOON, Village, address

YES_NO = (Choice("yes", "Yes, do"), Choice("no", "No, do not"))


async def leave(db: Connection, trace: str) -> None:
    """Write something, as a handler does."""
    await db.execute(
        insert(t.File).values(
            name=trace, mime="", content=b"", made_at=NOON, expires_at=NOON + timedelta(days=1)
        )
    )


async def traces(database: Database) -> list[str]:
    """Return what handlers wrote, sorted."""
    async with database.read() as db:
        return sorted((await db.execute(select(t.File.name))).scalars())


async def everything(database: Database) -> dict[str, int]:
    """Count the rows that a turn may leave."""
    async with database.read() as db:
        tables = (t.Heard, t.File, t.Question, t.Offer, t.Outbox)
        return {
            table.__tablename__: len((await db.execute(select(table.__table__))).all())
            for table in tables
        }


async def otherwise(turn: Turn) -> Answer:
    """Say what nothing else fitted."""
    return Answer(text=f"Otherwise: {turn.text}")


async def menu(turn: Turn) -> Answer:
    """Close what was open."""
    return Answer(text=f"Menu with {turn.data}" if turn.data else "Menu")


async def ask(turn: Turn) -> Answer:
    """Ask to choose: a real command leads here."""
    return turn.ask("chosen", "Shall I?", *YES_NO, Choice("later", "Một lát nữa"))


async def chosen(turn: Turn) -> Answer:
    """Say what was chosen."""
    return Answer(text=f"You chose {turn.choice}")


async def offer_taken(turn: Turn) -> Answer:
    """Leave a trace of the choice of an offer."""
    await leave(turn.db, f"{turn.choice} of {turn.operation}")
    return Answer(text=f"Taken: {turn.choice}")


async def soft(turn: Turn) -> Answer:
    """Offer what comes handy next."""
    return Answer(
        text="What next?",
        choices=(Choice("balance", "Ask me"), Choice("menu", "Menu, please")),
        step=SOFT,
        data={"from": "soft"},
    )


TABLE = {
    "otherwise": Step(otherwise),
    "menu": Step(menu),
    "balance": Step(ask),
    "chosen": Step(chosen),
    "slips": Step(soft),
    "offer": Step(offer_taken),
}


def speaks(village: Village, handlers: Mapping[str, Step]) -> None:
    """Let the village speak by `handlers` beside those of `TABLE`."""
    village.conversation = Conversation(
        village.database, {**TABLE, **handlers}, village.clock, locale="en"
    )


@asynccontextmanager
async def another_process(village: Village) -> AsyncIterator[Conversation]:
    """Lend a conversation over the same database that shares nothing else with the village's."""
    database = Database(village.database.url)
    yield Conversation(database, village.conversation.handlers, village.clock, locale="en")
    await database.close()


async def offer(village: Village, chat: str, *, to: str = "", days: float = 45) -> int:
    """Make a standing offer at a chat, to `to` on one that is shared, and return its id."""
    async with village.database.write() as db:
        rows = await db.execute(select(t.Address.id).where(t.Address.chat == chat))
        return await talk.offer(
            db,
            club_id=village.club,
            address_id=rows.scalar_one(),
            member_id=village.ids[to or chat],
            step="offer",
            data={},
            choices=YES_NO,
            now=village.clock.now,
            expires_at=village.clock.now + timedelta(days=days),
        )


def typed(chat: str, text: str, message: str, **more: Any) -> Incoming:
    """Return a typed message with an id of its own."""
    return Incoming(address=address(chat), message=message, text=text, **more)


def pressed(chat: str, key: str, message: str) -> Incoming:
    """Return a press with an id of its own."""
    return Incoming(address=address(chat), message=message, pressed=key)
