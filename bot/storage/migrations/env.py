"""How Alembic reaches the database: through the project's own engine, in one transaction."""

import asyncio
from typing import Literal

from alembic import context
from sqlalchemy import Connection

from bot.storage.engine import Database, exclusive
from bot.storage.tables import Base
from bot.storage.tables.base import Moment


def render_moment(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write the project's own type as a plain one: migrations never import `bot`."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """Apply the migrations on an open connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_item=render_moment,
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate(url: str) -> None:
    """Open `url`, migrate, close."""
    database = Database(url)
    try:
        async with database.write() as db:
            await exclusive(db, "migrations")  # of processes that start together one does it
            await db.run_sync(run)
    finally:
        await database.close()


asyncio.run(migrate(context.config.attributes["url"]))
