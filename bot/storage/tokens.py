"""The bots that the operator made known: each with its token, sealed with the key TOKEN_KEY.

A token is bound to its bot: in the row of another it says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select, update

from bot.chat import Account
from bot.config import Refused
from bot.storage import bots
from bot.storage import tables as t
from bot.storage.ciphering import Damaged, NoKey, decrypt, encrypt, is_sealed_with
from bot.storage.engine import AnyRow, Connection, inserting
from bot.storage.serving import OF_KEY

MAKES_KEY = "`openssl rand -base64 32`"


class TokenSealed(Refused):
    """A token cannot be sealed or opened; the text names the setting and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptToken:
    """One bot's token, as it lies in the database."""

    account: Account
    club_id: int | None
    """None: the bot serves all clubs."""
    people: int | None
    """Of its plan; None: as the setting says."""
    messages: int | None
    sealed: bytes = field(repr=False)
    set_at: datetime

    def open(self, keys: Sequence[bytes]) -> str:
        """Return the token; raises `TokenSealed`."""
        if not keys:
            raise TokenSealed(
                f"{OF_KEY} is not set, and the token is sealed with it: set it to the key that"
                " was there when the bot was added, and start the program again. If that is lost,"
                f" make another ({MAKES_KEY}) and add the bot again."
            )
        try:
            return decrypt(keys, self.sealed, _bound_to(self.account)).decode()
        except NoKey as error:
            raise TokenSealed(
                f"{OF_KEY} is not the key that the token was sealed with: put that one behind it,"
                " with a comma between them, and start the program again; or add the bot again."
            ) from error
        except Damaged as error:
            raise TokenSealed(
                f"{OF_KEY} is right, but the token was changed in the database: add the bot again."
            ) from error

    def is_sealed_anew(self, keys: Sequence[bytes]) -> bool:
        """Whether it is sealed with the first key, so that no older one is needed for it."""
        return bool(keys) and is_sealed_with(keys[0], self.sealed)


async def add(
    db: Connection,
    platform: str,
    token: str,
    *,
    keys: Sequence[bytes],
    now: datetime,
    club_id: int | None = None,
    name: str = "",
    link: str = "",
    people: int | None = None,
    messages: int | None = None,
) -> bool:
    """Keep a bot's token, and serve it from now on; returns whether it was kept before.

    `club_id` is the only club that it serves; `people` and `messages` are its plan, None for the
    setting's. What is not given of name and link stays. Raises `TokenSealed`.
    """
    account = platform, token.partition(":")[0]
    await bots.register(db, account, now)
    known = {"name": name, "link": link}
    await db.execute(
        update(t.Bot)
        .where(bots.is_bot(account))
        .values(
            club_id=club_id,
            most_people=people,
            most_messages=messages,
            served=True,
            trouble="",
            trouble_at=None,
            mute=False,
            **{column: value for column, value in known.items() if value},
        )
    )
    before = await kept(db, account)
    sealed = _seal(account, token, keys)
    row = inserting(db, t.Token).values(
        platform=platform, bot=account[1], sealed=sealed, set_at=now
    )
    await db.execute(
        row.on_conflict_do_update(
            index_elements=["platform", "bot"], set_={"sealed": sealed, "set_at": now}
        )
    )
    return before is not None


async def seal_anew(db: Connection, keys: Sequence[bytes]) -> tuple[int, list[Account]]:
    """Seal with the first key what older ones sealed; returns how many, and what stays closed.

    Raises `TokenSealed` where there is no key at all.
    """
    done, closed = 0, []
    for one in await all_of(db):
        if one.is_sealed_anew(keys):
            continue
        try:
            sealed = _seal(one.account, one.open(keys), keys)
        except TokenSealed:
            if not keys:
                raise
            closed.append(one.account)
            continue
        await db.execute(update(t.Token).where(_is(one.account)).values(sealed=sealed))
        done += 1
    return done, closed


async def remove(db: Connection, account: Account) -> bool:
    """Forget a bot's token, so that it is not served any more; returns whether there was one."""
    rows = await db.execute(delete(t.Token).where(_is(account)))
    if not rows.rowcount:
        return False
    await db.execute(
        update(t.Bot)
        .where(bots.is_bot(account))
        .values(served=False, trouble="", trouble_at=None, mute=False)
    )
    return True


async def kept(db: Connection, account: Account) -> KeptToken | None:
    """Return a bot's token, if there is one."""
    row = (await db.execute(_KEPT.where(_is(account)))).one_or_none()
    return _kept(row) if row else None


async def all_of(db: Connection) -> list[KeptToken]:
    """Return all of them."""
    return [_kept(row) for row in await db.execute(_KEPT)]


def _seal(account: Account, token: str, keys: Sequence[bytes]) -> bytes:
    if not keys:
        raise no_key()
    return encrypt(keys[0], token.encode(), _bound_to(account))


def no_key() -> TokenSealed:
    """Return what to raise where there is no key to seal with."""
    return TokenSealed(
        f"TOKEN_KEY is not set, and tokens are kept sealed with it: set it to what {MAKES_KEY}"
        " prints, keep it in another place than the copies of the database, and start the bot"
        " again."
    )


def _bound_to(account: Account) -> str:
    return f"token of {account[0]}:{account[1]}"


def _is(account: Account) -> ColumnElement[bool]:
    return and_(t.Token.platform == account[0], t.Token.bot == account[1])


def _kept(row: AnyRow) -> KeptToken:
    return KeptToken(
        account=(row.platform, row.bot),
        club_id=row.club_id,
        people=row.most_people,
        messages=row.most_messages,
        sealed=row.sealed,
        set_at=row.set_at,
    )


_KEPT = (
    select(
        *(t.Token.platform, t.Token.bot, t.Token.sealed, t.Token.set_at),
        *(t.Bot.club_id, t.Bot.most_people, t.Bot.most_messages),
    )
    .join(t.Bot, and_(t.Bot.platform == t.Token.platform, t.Bot.bot == t.Token.bot))
    .order_by(t.Token.platform, t.Token.bot)
)
