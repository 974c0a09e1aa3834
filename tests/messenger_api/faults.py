"""What may go wrong between a bot and its messenger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How one request, or one update on its way to a bot, goes wrong."""

    accepted: bool = False
    """Whether the messenger does all the same what it was asked for."""
    seconds: float = 0
    """How late the answer, or the update, comes."""
    dropped: bool = False
    """The connection is closed instead of an answer."""
    status: int = 0
    code: int = 0
    """Refused by Zalo itself: with this as HTTP status, or with the one of a switch."""
    body: str = ""
    kind: str = "application/json"
    copies: int = 1
    """How often an update arrives."""


def slow(seconds: float) -> Fault:
    """Accept at once and answer later."""
    return Fault(accepted=True, seconds=seconds)


bad_gateway = Fault(
    status=502,
    kind="text/html",
    body="<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>",
)
garbage = Fault(status=200, body='{"ok": tru')
hangs_up = Fault(dropped=True)
loses_answer = Fault(accepted=True, dropped=True)
stalls = Fault(seconds=60, dropped=True)
