"""Papers and pictures on their way into a chat: kept as files until they were fetched."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import files
from bot.turn import Turn

PDF, XLSX, PNG = (
    ("application/pdf", ".pdf"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    ("image/png", ".png"),
)
LIFE, LONG = timedelta(days=7), timedelta(days=45)
"""So long a paper can be fetched anew; then it is made anew. Some are needed until next month."""


async def store(
    turn: Turn, as_what: tuple[str, str], content: bytes, life: timedelta = LIFE
) -> str:
    """Keep a paper of the speaker's club, and return its name."""
    mime, extension = as_what
    return await files.put(
        turn.db,
        mime,
        content,
        club_id=turn.club.id,
        now=turn.now,
        expires_at=turn.now + life,
        extension=extension,
    )
