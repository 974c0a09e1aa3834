"""How many statements the commonest turns cost: one more in each of a million turns shows here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bot.chat import Incoming
from bot.storage.engine import Database
from tests.small_talk import pressed, typed
from tests.village import Village

ENGINE = 5
"""The address, the message, the phone with its question, what is asked now, the answer.

PostgreSQL takes the first two in one.
"""


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect what is sent to the database, but for BEGIN and COMMIT."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(" ".join(statement.split()))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


async def takes_at_most(village: Village, limit: int, message: Incoming) -> None:
    """Answer a message; fails with the list of what was sent where that is more than `limit`."""
    with counted(village.database) as statements:
        await village.conversation.handle(message)
    limit -= not village.database.is_sqlite
    listed = "\n".join(one[:120] for one in statements)
    assert len(statements) <= limit, f"{len(statements)}, not {limit}:\n{listed}"
    await village.delivery.deliver()


async def test_the_engine_itself_takes_five_statements(village: Village) -> None:
    await takes_at_most(village, ENGINE, typed("hoa", "menu", "m1"))


async def test_a_repeated_message_takes_two(village: Village) -> None:
    await village.send(typed("hoa", "menu", "m1"))
    await takes_at_most(village, 2, typed("hoa", "menu", "m1"))


async def test_what_do_i_owe_takes_three_more(village: Village) -> None:
    await takes_at_most(village, ENGINE + 3, typed("hoa", "con no bao nhieu", "m1"))


async def test_a_wish_for_a_loan_takes_few_also_where_the_club_never_said_on_what_it_lends(
    village: Village,
) -> None:
    wish = "vay 5 triệu nuôi lợn 12 tháng"
    await takes_at_most(village, ENGINE + 9, typed("thu", wish, "m1"))  # begins as most clubs do
    await takes_at_most(village, ENGINE + 5, typed("tu", wish, "m2"))


async def test_a_declared_and_confirmed_repayment_takes_few(village: Village) -> None:
    await takes_at_most(village, ENGINE + 3, typed("hoa", "tôi nộp 500k", "m1"))
    await takes_at_most(village, ENGINE + 4, typed("hoa", "đúng", "m2"))
    await takes_at_most(village, ENGINE + 9, typed("hoa", "1", "m3"))  # two cashiers are told
    key = village.key("lan", "I hold all")
    await takes_at_most(village, ENGINE + 28, pressed("lan", key, "m4"))  # two funds, two slips
