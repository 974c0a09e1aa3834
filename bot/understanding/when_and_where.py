"""When and where a meeting was, in one answer: "14 giờ, nhà văn hóa"."""

from __future__ import annotations

import re
from datetime import time

from bot.understanding.hours import hear_hour, is_hour

_APART = re.compile(r"\s*[,;\n]\s*|\s+(?=(?:tại|ở|at the|at)\s)", re.IGNORECASE)
_IN_FRONT = re.compile(r"^(?:tại|tai|ở|lúc|luc|at)\s+", re.IGNORECASE)


def hear_when_and_where(text: str) -> tuple[time | None, str]:
    """Hear an hour and a place, each where it is told; the place as it was typed."""
    at, place = None, []
    for part in _APART.split(text.strip()):
        bare = _IN_FRONT.sub("", part).strip(" .")
        hour = hear_hour(bare) if is_hour(bare) or re.fullmatch(r"\d{1,2}", bare) else None
        if hour is not None and at is None:
            at = hour
        elif bare:
            place.append(" ".join(bare.split()))
    return at, ", ".join(place)
