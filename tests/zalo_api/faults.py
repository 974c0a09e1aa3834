"""What may go wrong between a bot and Zalo only."""

from __future__ import annotations

import json
from typing import Any

from tests.messenger_api.faults import Fault


class Refused(Exception):
    """Zalo's answer to a request that it does not follow."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description

    @property
    def body(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {"ok": False, "description": self.description, "error_code": self.code}


def bad(description: str) -> Refused:
    """Return the commonest refusal."""
    return Refused(400, f"Bad request: {description}")


def refuse(code: int, description: str = "Bad request") -> Fault:
    """Refuse as Zalo does, e.g. `refuse(400, "Bad request")`."""
    return Fault(code=code, body=json.dumps(Refused(code, description).body))


def breaks(code: int) -> Fault:
    """Fail as the machines between do."""
    return Fault(status=code, kind="text/plain", body="upstream request timeout")


def late(seconds: float) -> Fault:
    """Let an update arrive later."""
    return Fault(seconds=seconds)


OVER = "Quota exceeded"
quota = refuse(429, OVER)
strange = refuse(403, "Internal server error")
no_result = Fault(accepted=True, status=200, body='{"ok": true}')
lost = Fault(copies=0)
twice = Fault(copies=2)
