"""What PostgreSQL itself sees of the processes: their turns, and who listens to the others."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from bot.chat import Address
from bot.storage.engine import AnyRow, Database

# The first trigger fires as soon as the turn has noted its message, the second as it commits.
WATCHING = (
    """
    CREATE TABLE watched (
        address_id bigint, message text, began timestamptz, ended timestamptz,
        PRIMARY KEY (address_id, message)
    )
    """,
    """
    CREATE FUNCTION note_begin() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO watched VALUES (NEW.address_id, NEW.message, clock_timestamp());
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION note_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE watched SET ended = clock_timestamp()
            WHERE address_id = NEW.address_id AND message = NEW.message;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER began AFTER INSERT ON heard
        FOR EACH ROW EXECUTE FUNCTION note_begin()
    """,
    """
    CREATE CONSTRAINT TRIGGER ended AFTER INSERT ON heard
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_end()
    """,
)
LISTENING = """
    SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'
"""
TURNS = """
    SELECT message, began, ended, lag(ended) OVER (ORDER BY began) AS before
        FROM watched JOIN addresses ON addresses.id = watched.address_id
        WHERE platform = :platform AND bot = :bot AND chat = :chat ORDER BY began
"""


async def watch(database: Database) -> None:
    """Let a PostgreSQL database note every turn from now on."""
    async with database.write() as db:
        for statement in WATCHING:
            await db.execute(text(statement))


async def turns_of(database: Database, address: Address) -> Sequence[AnyRow]:
    """Return the turns of an address in the order in which they began."""
    where = {"platform": address.platform, "bot": address.bot, "chat": address.chat}
    async with database.read() as db:
        return (await db.execute(text(TURNS), where)).all()


def overlapping(turns: Sequence[AnyRow]) -> list[str]:
    """Return the messages whose turn had begun before the one before it ended."""
    return [turn.message for turn in turns if turn.before and turn.began < turn.before]


async def listening(database: Database) -> int:
    """Return how many processes hear the others' bells."""
    async with database.read() as db:
        found = await db.execute(text(LISTENING))
    return int(found.scalar_one())
