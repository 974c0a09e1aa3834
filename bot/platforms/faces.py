"""How the bot shows itself on a messenger, before anybody has written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a messenger shows of the bot in one language."""

    commands: tuple[tuple[str, str], ...]
    """Name (a-z, 0-9 and _, at most 32) and what it does, in the order of the menu."""
    description: str
    """What an empty chat says, at most 512 characters."""
    short_description: str
    """What stands in the bot's profile, at most 120 characters."""
