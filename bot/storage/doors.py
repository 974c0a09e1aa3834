"""The bots through which somebody joins a club: one on each platform."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from bot.storage import tables as t
from bot.storage.engine import Connection

_FIRST = ("zalo", "telegram")
"""What most people in a village have comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A bot of ours as somebody sees it who is to join with it."""

    platform: str
    name: str
    """As people see it there; empty where nobody has told it."""
    link: str
    """Opens its chat; empty where none is known."""

    @property
    def takes_code(self) -> bool:
        """Whether the link hands a joining code over, so that nobody types it."""
        return self.link.endswith("=")

    @property
    def chat_link(self) -> str:
        """Return what opens the chat without a code."""
        return self.link.partition("?")[0] if self.takes_code else self.link

    def opened_with(self, code: str) -> str:
        """Return the link that opens the chat, with the joining code where it takes one."""
        return self.link + "".join(code.split()) if self.takes_code else self.link


async def doors(db: Connection, club_id: int) -> list[Door]:
    """Return through which bots one joins a club: its own before one that serves all clubs."""
    rows = await db.execute(
        select(t.Bot.platform, t.Bot.name, t.Bot.link)
        .where(
            t.Bot.served,
            or_(t.Bot.link != "", t.Bot.name != ""),
            or_(t.Bot.club_id.is_(None), t.Bot.club_id == club_id),
        )
        .order_by(t.Bot.club_id.is_(None), t.Bot.trouble != "", t.Bot.bot.desc())
    )
    found: dict[str, Door] = {}
    for row in rows:
        found.setdefault(row.platform, Door(**row._mapping))
    return sorted(found.values(), key=_place)


def _place(door: Door) -> tuple[int, str]:
    known = door.platform in _FIRST
    return _FIRST.index(door.platform) if known else len(_FIRST), door.platform
