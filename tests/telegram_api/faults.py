"""What may go wrong between a bot and Telegram only."""

from __future__ import annotations

import json
from typing import Any

from tests.messenger_api.faults import Fault


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
