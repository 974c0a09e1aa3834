"""What only this installation reads: sealed with its key, before it reaches the database.

AES-256-GCM; the row's member and day are bound to it, so what was sealed for one says nothing in
the row of another. A sealed value begins with the fingerprint of its key: a wrong key is told from
a damaged row, and a key that was changed still opens what it sealed.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, make_url

from bot.config import KEY_BYTES, Refused, keys_in
from bot.storage.engine import HEALTH_KEYS, Connection

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES, FINGERPRINT_BYTES = 12, 4
FILE = "health.key"
"""Beside the database; with a database on a server, in the folder `var`."""


log = logging.getLogger("bot.sealing")


class Sealed(Refused):
    """Something cannot be sealed or opened; the text names the setting and the mend."""


class WrongKey(Sealed):
    """It was sealed with a key that is not here."""


def seal(db: Connection, content: bytes, bound_to: str, *, before: bytes | None) -> bytes:
    """Seal `content` with the installation's key; `bound_to` is needed to open it again.

    `before` is what was sealed last, if anything was. Where nothing was and there is no key yet,
    one is made, readable for nobody else on the machine. Raises `Sealed`.
    """
    keys = _keys(db, may_make=before is None)
    if before and before[:FINGERPRINT_BYTES] not in map(fingerprint, keys):
        log.error("%s", _wrong(db))  # what is measured now is not lost for it
    key = keys[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    return fingerprint(key) + nonce + _cipher(key).encrypt(nonce, content, bound_to.encode())


def unseal(db: Connection, sealed: bytes, bound_to: str) -> bytes:
    """Return what was sealed for `bound_to`; raises `WrongKey` or another `Sealed`."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- see `_cipher`

    of, rest = sealed[:FINGERPRINT_BYTES], sealed[FINGERPRINT_BYTES:]
    key = next((one for one in _keys(db) if fingerprint(one) == of), None)
    if key is None:
        raise _wrong(db)
    try:
        return _cipher(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], bound_to.encode())
    except InvalidTag as error:
        raise Sealed(
            "A measurement was changed in the database and cannot be read: take it from a copy"
            " (tugiup backup) that is older than the damage."
        ) from error


def fingerprint(key: bytes) -> bytes:
    """Return what tells a key from others, and nothing of the key."""
    return hashlib.sha256(b"tugiup health key" + key).digest()[:FINGERPRINT_BYTES]


def key_file(url: URL | str) -> Path:
    """Return where the key lies where no setting names one; `tugiup backup` does not copy it."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite":
        return Path("var") / FILE
    return Path(parts.database or "").parent / FILE


def new_key() -> str:
    """Return a key that nobody had before, as it is written in a setting or a file."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _wrong(db: Connection) -> WrongKey:
    return WrongKey(
        "HEALTH_KEY is not the key that measurements were sealed with before. Nothing is lost:"
        f" put the earlier key back, in HEALTH_KEY or in {key_file(db.engine.url)}; several keys"
        " may stand there with commas between them, the first one seals."
    )


def _cipher(key: bytes) -> AESGCM:
    # Few turns need these megabytes.
    from cryptography.hazmat.primitives.ciphers import aead  # noqa: PLC0415

    return aead.AESGCM(key)


def _keys(db: Connection, *, may_make: bool = False) -> Sequence[bytes]:
    """Return the keys of the setting, else those of the file; the first one seals."""
    given: Sequence[bytes] = _options(db).get(HEALTH_KEYS) or ()
    if given:
        return given
    file = key_file(db.engine.url)
    try:
        if may_make:
            _make(file)
        return keys_in(file.read_text("ascii"))
    except FileNotFoundError as error:
        raise Sealed(
            f"{file} is missing, and without it the measurements cannot be read. Put the file"
            " back, or set HEALTH_KEY to what was in it. If it is lost for good, set HEALTH_KEY"
            " to a new key (openssl rand -base64 32): what was sealed before stays unreadable."
        ) from error
    except OSError as error:
        raise Sealed(
            f"{file} cannot be used: {error.strerror}. Let the bot read and write it, or set"
            " HEALTH_KEY."
        ) from error
    except ValueError as error:
        raise Sealed(
            f"{file} must hold a key: 32 bytes as base64, such as openssl rand -base64 32 makes."
            " Put the file back that was there, or set HEALTH_KEY to what was in it."
        ) from error


def _make(file: Path) -> None:
    """Make the file with a new key, unless it is there: of two at once one wins, whole."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(new_key() + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was quicker: its key counts
    finally:
        draft.unlink()


def _options(db: Connection) -> dict[str, Sequence[bytes]]:
    sync = db.sync_connection
    return dict(sync.get_execution_options()) if sync else {}
