"""What only this installation reads: sealed with its key, before it reaches the database.

The row's member and day are bound to it. The key stands in a setting, or in a file that is made.
"""

from __future__ import annotations

import base64
import logging
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL, make_url

from bot.config import KEY_BYTES, Refused, keys_in
from bot.storage.ciphering import Damaged, NoKey, decrypt, encrypt, is_sealed_with
from bot.storage.engine import HEALTH_KEYS, Connection

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
    if before and not any(is_sealed_with(key, before) for key in keys):
        log.error("%s", _wrong(db))  # what is measured now is not lost for it
    return encrypt(keys[0], content, bound_to)


def unseal(db: Connection, sealed: bytes, bound_to: str) -> bytes:
    """Return what was sealed for `bound_to`; raises `WrongKey` or another `Sealed`."""
    try:
        return decrypt(_keys(db), sealed, bound_to)
    except NoKey as error:
        raise _wrong(db) from error
    except Damaged as error:
        raise Sealed(
            "A measurement was changed in the database and cannot be read: take it from a copy"
            " (tugiup backup) that is older than the damage."
        ) from error


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
