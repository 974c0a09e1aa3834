"""Joining codes for tests, made behind everybody's back."""

from __future__ import annotations

from bot.storage import codes
from tests.village import Village


async def code_for(village: Village, short: str) -> codes.JoiningCode:
    """Make a code for a member of the village, as the secretary would."""
    async with village.database.write() as db:
        return await codes.make(
            db,
            club_id=village.club,
            member_id=village.ids[short],
            made_by=None,
            now=village.clock.now,
        )
