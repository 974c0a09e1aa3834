"""A telephone number as people write it: "0912 345 678", "+84 912.345.678"."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ .\-\u00a0]{0,2}\d){7,14}(?!\d)")


def telephone(text: str) -> str:
    """Return the number in a text with its signs as typed; empty where there is none."""
    found = _NUMBER.search(text)
    return " ".join(found[0].split()) if found else ""
