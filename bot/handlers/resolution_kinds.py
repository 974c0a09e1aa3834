"""Everything that two officers, a signed paper or the meeting decide, by the name of its kind."""

from __future__ import annotations

from collections.abc import Mapping

from bot.handlers.resolving import Kind

KINDS: Mapping[str, Kind] = {}
