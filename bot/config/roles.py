"""What one process of several does; alone it does everything."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from bot.config.refused import BadSetting


class Role(StrEnum):
    """A part of the work that a process may be started for."""

    WEB = "web"
    """The page, and what messengers deliver; where they do not, it asks them."""
    SENDER = "sender"
    """Sends what is due."""
    PLANNER = "planner"
    """Looks what is due, and words it."""


ALL_ROLES = frozenset(Role)


def roles_in(typed: Iterable[str]) -> frozenset[Role]:
    """Read roles, several with commas between them; nothing typed, or "all", is all of them.

    Raises `BadSetting`.
    """
    names = [name.strip() for text in typed for name in text.split(",")]
    known = {role.value: {role} for role in Role} | {"all": set(Role)}
    if unknown := [name for name in names if name not in known]:
        raise BadSetting(f"--role must be web, sender, planner or all, not {unknown[0]!r}.")
    return frozenset(role for name in names for role in known[name]) or ALL_ROLES
