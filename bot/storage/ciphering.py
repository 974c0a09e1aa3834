"""How anything is sealed: AES-256-GCM, bound to what it belongs to, with its key's fingerprint.

What was sealed for one says nothing in the row of another. A wrong key is told from a damaged row,
and a key that was changed still opens what it sealed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES, FINGERPRINT_BYTES = 12, 4


class NoKey(Exception):
    """It was sealed with a key that is not among these."""


class Damaged(Exception):
    """It is not what was sealed, or it was sealed for another row."""


def encrypt(key: bytes, content: bytes, bound_to: str) -> bytes:
    """Seal `content` with `key`; `bound_to` is needed to open it again."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return fingerprint(key) + nonce + _cipher(key).encrypt(nonce, content, bound_to.encode())


def decrypt(keys: Sequence[bytes], sealed: bytes, bound_to: str) -> bytes:
    """Return what was sealed for `bound_to` with one of these; raises `NoKey` or `Damaged`."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- few turns need it

    rest = sealed[FINGERPRINT_BYTES:]
    key = next((one for one in keys if is_sealed_with(one, sealed)), None)
    if key is None:
        raise NoKey
    try:
        return _cipher(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError) as error:  # the other one where it is cut short
        raise Damaged from error


def is_sealed_with(key: bytes, sealed: bytes) -> bool:
    """Whether something was sealed with this key."""
    return sealed[:FINGERPRINT_BYTES] == fingerprint(key)


def fingerprint(key: bytes) -> bytes:
    """Return what tells a key from others, and nothing of the key."""
    return hashlib.sha256(b"tugiup health key" + key).digest()[:FINGERPRINT_BYTES]


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers import aead  # noqa: PLC0415 -- few turns need it

    return aead.AESGCM(key)
