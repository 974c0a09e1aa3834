"""Why a messenger did not do what was asked: its words, which may hold anything."""

from __future__ import annotations

from urllib.parse import quote

LENGTH = 200  # characters


def short_reason(said: object, *secrets: str) -> str:
    """Return it in a short line that can be shown and stored.

    Without the secrets, which proxies like to quote, be it as they stand in an address.
    """
    text = str(said)
    for secret in secrets:
        text = text.replace(secret, "…").replace(quote(secret, safe=""), "…")
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:LENGTH]
