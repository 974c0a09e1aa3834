"""What may go wrong between a bot and Telegram."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


class Refused(Exception):
    """Telegram's answer to a request that it does not follow."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    @property
    def body(self) -> dict[str, Any]:
        """The answer as JSON."""
        given = {"parameters": self.parameters} if self.parameters else {}
        return {"ok": False, "error_code": self.code, "description": self.description, **given}


def bad(description: str) -> Refused:
    """Return the commonest refusal."""
    return Refused(400, f"Bad Request: {description}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How one request goes wrong."""

    accepted: bool = False
    """Whether Telegram does all the same what it was asked for."""
    seconds: float = 0
    """How late the answer comes."""
    dropped: bool = False
    """The connection is closed instead of an answer."""
    status: int = 0
    body: str = ""
    kind: str = "application/json"


def refuse(code: int, description: str, **parameters: int) -> Fault:
    """Refuse as Telegram does, e.g. `refuse(403, "Forbidden: user is deactivated")`."""
    return Fault(status=code, body=json.dumps(Refused(code, description, **parameters).body))


def flood(seconds: int) -> Fault:
    """Ask to wait."""
    words = f"Too Many Requests: retry after {seconds}"
    return refuse(429, words, retry_after=seconds)


def breaks(code: int) -> Fault:
    """Fail as Telegram's own machines do."""
    return refuse(code, "Internal Server Error")


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
