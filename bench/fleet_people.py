"""400 clubs with their bots: 20,000 members, each with a sum of her own, by Telegram or Zalo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import String, cast, insert, literal, select

from bench.federation import FIRST_CHAT, Federation, Writing, analyze, numbers, write
from bench.telegram_bots import BOT, TOKEN
from bot.clock import utc_now
from bot.storage import tables as t
from bot.storage import tokens
from bot.storage.engine import Connection, Database

CLUBS, EACH = 400, 50
BOARD = 4
"""Members of a club's board, who come first and owe nothing."""
TREASURER = 1
"""Her place in the club."""
OWED = 50_000_000
"""And as many thousands more as the member's id says, by which an answer tells whose it is."""
PERIODS = 12
SECRET = "InventedForTheBenchInventedForBench"  # noqa: S105 - opens nothing
KEY = bytes(32)
"""With which the tokens are sealed."""

SECRETS = {
    "telegram": ("X-Telegram-Bot-Api-Secret-Token", "tugiup's webhook on Telegram"),
    "zalo": ("X-Bot-Api-Secret-Token", "tugiup's webhook on Zalo"),
}


@dataclass(frozen=True, slots=True)
class ServedBot:
    """A bot of ours, as its platform and its operator know it."""

    platform: str
    id: str
    token: str
    club_id: int | None

    @property
    def path(self) -> str:
        """Where it is delivered to."""
        return f"/hooks/{self.platform}/{self.id}"


@dataclass(frozen=True, slots=True)
class Fleet:
    """The bots, and who talks to which."""

    bots: tuple[ServedBot, ...]

    @classmethod
    def of(cls, clubs: int, telegram: int, zalo: int) -> Fleet:
        """Give so many clubs a bot of their own on each platform; to all the same if to none."""
        bots = []
        for club in range(1, clubs + 1):
            if club <= telegram:
                bots.append(_bot("telegram", club))
            if club <= zalo:
                bots.append(_bot("zalo", club))
        return cls(tuple(bots or [ServedBot("telegram", BOT, TOKEN, None)]))

    def bot_of(self, club: int, place: int) -> ServedBot:
        """Return the bot that a member writes to: neighbours to different ones."""
        its = [one for one in self.bots if one.club_id in (club, None)]
        return its[(place + club) % len(its)]


def _bot(platform: str, club: int) -> ServedBot:
    number = str(8_100_000_000 + club if platform == "telegram" else 10**18 + club)
    return ServedBot(platform, number, f"{number}:{SECRET}", club)


def secret_of(bot: ServedBot) -> tuple[str, str]:
    """Return the header and the secret that our program and the bare ones want with deliveries."""
    header, what = SECRETS[bot.platform]
    return header, sha256(f"{what}, {bot.token}".encode()).hexdigest()


def name_of(member: int) -> str:
    """Return a member's name, of which she alone has the last word."""
    return f"Nguyễn Thị Hoa {member}"


def chat_of(platform: str, member: int) -> str:
    """Return what the platform calls her chat."""
    return str(FIRST_CHAT + member) if platform == "telegram" else f"{member:020x}"


def member_in(platform: str, chat: str) -> int:
    """Return whose chat it is."""
    return int(chat) - FIRST_CHAT if platform == "telegram" else int(chat, 16)


async def found(database: Database, fleet: Fleet, clubs: int) -> None:
    """Fill an empty database: everybody has joined, and everybody but the boards owes the fund."""
    size = Federation(clubs=clubs, each=EACH, now=utc_now(), without_phone=0, reminds=False)
    writing = Writing(size)
    for fill in (writing.clubs, writing.people):
        async with database.write() as db:
            await fill(db)
    async with database.write() as db:
        await _phones(db, fleet, size)
        await _loans(db, size)
        for bot in fleet.bots:
            if bot.club_id:
                await tokens.add(
                    db, bot.platform, bot.token, keys=[KEY], now=size.now, club_id=bot.club_id
                )
    await analyze(database)


async def _phones(db: Connection, fleet: Fleet, size: Federation) -> None:
    rows = []
    for member in range(1, size.members + 1):
        club, place = (member - 1) // EACH + 1, (member - 1) % EACH + 1
        bot = fleet.bot_of(club, place)
        chat = chat_of(bot.platform, member)
        rows.append({"platform": bot.platform, "bot": bot.id, "chat": chat})
    seen = {"locale": "vi", "seen_at": size.now - timedelta(days=2), "wrong_codes": 0}
    await db.execute(insert(t.Address), [{**row, **seen, "unreadable": 0} for row in rows])
    one = numbers(size.members)
    await write(
        db,
        t.Link,
        one,
        club_id=(one.c.n - 1) // literal(EACH) + 1,
        address_id=one.c.n,
        member_id=one.c.n,
        kind="self",
        since=size.now - timedelta(days=200),
    )
    assert await db.scalar(select(t.Address.chat).where(t.Address.id == size.members)) == chat_of(
        bot.platform, size.members
    ), "a chat is not called by its member"


async def _loans(db: Connection, size: Federation) -> None:
    """Lend to everybody but the boards, without interest, so that what is left is plain."""
    one, today = numbers(size.members), size.today
    owes = (one.c.n - 1) % literal(EACH) >= BOARD
    await write(
        db,
        t.Loan,
        one,
        owes,
        id=one.c.n,
        club_id=(one.c.n - 1) // literal(EACH) + 1,
        member_id=one.c.n,
        number=literal("KU-") + cast(one.c.n, String),
        principal=OWED + 1000 * one.c.n,
        opened_with=OWED + 1000 * one.c.n,
        rate_bp=0,
        way="equal_principal",
        unit=1000,
        interest_paid_to=today - timedelta(days=10),
        above_cap=False,
    )
    each = OWED // PERIODS // 1000 * 1000
    for period in range(PERIODS):
        last = OWED - each * (PERIODS - 1) + 1000 * one.c.n
        due = today + timedelta(days=20 + 30 * period)
        await write(
            db,
            t.Instalment,
            one,
            owes,
            loan_id=one.c.n,
            number=period + 1,
            starts_on=due - timedelta(days=30),
            due_on=due,
            principal=last if period == PERIODS - 1 else each,
            interest=0,
        )
