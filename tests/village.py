"""A small club to talk to: real database, real engine, real delivery, and a phone for each member.

A line of a transcript is who, a sign, and words. `hoa > con no bao nhieu`: Hoa types.
`hoa # Yes`: Hoa presses the newest button that begins so; `hoa % Yes`: she types its
number, where there are no buttons. `hoa @40 > menu`, `hoa @40 # Yes`: she
did that 40 minutes ago, and it is heard now. `hoa < You still have … 500,000`: the
next message that Hoa gets has these parts, in this order.
"""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.chat import Address, Choice, Incoming, Reply, Settled
from bot.conversation import Conversation
from bot.handlers import HANDLERS
from bot.money import books
from bot.money.books import Fund
from bot.money.loans import Terms, Way, schedule
from bot.platforms.render import numbered
from bot.reminders.delivery import Delivery
from bot.storage import addresses, fee_rates, ledger, reminder_times
from bot.storage import tables as t
from bot.storage.engine import Database

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)  # 12:00 in the village
LINE = re.compile(r"(\w+)(?: @(\d+))? ([>#%<]) ?(.*)")
NUMBERED = re.compile(r"(\d+(?: \d+)?)(?:\.| =) (.*)")
"""A choice as it is read where there are no buttons: "2. No", or "1 12 = Yes" of an offer."""
ACCOUNTS = {
    "other": ("other", "bot"),
    "zalo": ("zalo", "bot"),
    "zaloeast": ("zalo", "east"),
    "zalowest": ("zalo", "west"),
    "telegram": ("telegram", "bot"),
}
"""By how a chat's name begins, the bot that it is with; of all others ("test", "bot")."""


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **spans: float) -> None:
        self.now += timedelta(**spans)


@dataclass
class Phone:
    """What arrived at one chat: read and unread."""

    unread: deque[Reply] = field(default_factory=deque)
    last: list[Reply] = field(default_factory=list)


class Phones:
    """A sender that keeps what was sent, by chat."""

    def __init__(self) -> None:
        self.by_chat: dict[str, Phone] = defaultdict(Phone)
        self.sent = 0

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        phone = self.by_chat[address.chat]
        phone.unread.append(reply)
        phone.last.append(reply)
        self.sent += 1
        return str(self.sent)


class Village:
    """One club, its people by a short name, and what they say to each other through the bot."""

    by_number = False
    """Whether `#` types the number of a choice, as people do where there are no buttons."""

    def __init__(self, database: Database, locale: str = "en", platform: str = "test") -> None:
        self.database = database
        self.locale = locale
        self.platform = platform
        self.clock = Clock()
        self.phones = Phones()
        self.conversation = Conversation(database, HANDLERS, self.clock, locale=locale)
        senders = dict.fromkeys([("test", "bot"), *ACCOUNTS.values()], self.phones)
        self.delivery = Delivery(database, senders, self.clock, owner="test")
        self.ids: dict[str, int] = {}
        self.club = 0
        self.messages = 0

    # --- founding ---------------------------------------------------------------------------

    async def found(self, *, fee: int = 0, **settings: Any) -> None:
        """Make the club; `fee` is asked of all but poor households, and always was."""
        async with self.database.write() as db:
            made = await db.execute(
                insert(t.Club)
                .values(
                    **{
                        "key": "lang",
                        "name": "Làng",
                        "hamlet": "Làng",
                        "commune": "Xã",
                        "province": "Tỉnh",
                        "zone": "Asia/Ho_Chi_Minh",
                        "locale": self.locale,
                        "unit": 1000,
                        "interest_to_income_bp": 0,
                        "rate_label": "interest",
                        "wakes_at": time(6, 30),
                        "sleeps_at": time(20, 30),
                        "made_at": self.clock.now,
                        **settings,
                    }
                )
                .returning(t.Club.id)
            )
            self.club = made.scalar_one()
            await reminder_times.found(db, self.club)
            if fee:
                await self.ask_fee(db, fee, "poor")

    async def ask_fee(
        self, db: Any, amount: int, *free: str, since: date = fee_rates.BEGINNING
    ) -> None:
        """Let the club ask for a fee of all but such households."""
        rate = fee_rates.Rate(since=since, amount=amount, free=frozenset(free))
        await fee_rates.set_rate(db, self.club, rate, by=None, now=self.clock.now)

    async def join(
        self,
        short: str,
        name: str,
        *roles: str,
        birth_year: int | None = 1950,
        sex: str = "female",
        phone: str | None = "own",
        household: str = "",
        village_name: str = "",
        hamlet: str = "",
    ) -> int:
        """Let somebody join; `phone` is a chat, "own" for one of her own, None for no phone."""
        async with self.database.write() as db:
            made = await db.execute(
                insert(t.Member)
                .values(
                    club_id=self.club,
                    household_id=await self._household(db, household) if household else None,
                    number=str(len(self.ids) + 1),
                    name=name,
                    village_name=village_name,
                    hamlet=hamlet,
                    birth_year=birth_year,
                    sex=sex,
                    form="",
                    locale="",
                    phone="",
                )
                .returning(t.Member.id)
            )
            member = self.ids[short] = made.scalar_one()
            for role in roles:
                await db.execute(
                    insert(t.Role).values(
                        club_id=self.club, member_id=member, role=role, from_on=date(2025, 1, 1)
                    )
                )
        if phone:
            await self.link(short, short if phone == "own" else phone)
        return member

    async def _household(self, db: Any, label: str) -> int:
        found = await db.execute(select(t.Household.id).where(t.Household.label == label))
        if (known := found.scalar_one_or_none()) is not None:
            return int(known)
        made = await db.execute(
            insert(t.Household)
            .values(club_id=self.club, label=label, hardship="average")
            .returning(t.Household.id)
        )
        return int(made.scalar_one())

    async def link(self, short: str, chat: str, kind: str = "self") -> None:
        """Tie a member to a phone."""
        async with self.database.write() as db:
            row = await addresses.arrive(db, self.at(chat), self.clock.now, self.locale)
            await addresses.link(
                db,
                address_id=row.id,
                club_id=self.club,
                member_id=self.ids[short],
                kind=kind,
                now=self.clock.now,
            )

    async def lend(
        self,
        short: str,
        principal: int = 5_000_000,
        *,
        rate_bp: int = 100,
        way: Way = Way.PRINCIPAL_AT_END,
        starts_on: date = date(2026, 11, 10),
        first_due: date = date(2026, 12, 10),
        periods: int = 12,
        interest_unpaid: int = 0,
        number: str = "",
    ) -> int:
        """Put a loan into the books as the opening sheet would."""
        terms = Terms(
            principal=principal,
            way=way,
            rate_bp=rate_bp,
            starts_on=starts_on,
            first_due=first_due,
            periods=periods,
            interest_unpaid=interest_unpaid,
        )
        member = self.ids[short]
        async with self.database.write() as db:
            made = await db.execute(
                insert(t.Loan)
                .values(
                    club_id=self.club,
                    member_id=member,
                    number=number or f"KU-{short}",
                    principal=principal,
                    opened_with=principal,
                    rate_bp=rate_bp,
                    way=way.value,
                    unit=1000,
                    interest_paid_to=starts_on,
                    above_cap=False,
                )
                .returning(t.Loan.id)
            )
            loan = made.scalar_one()
            await db.execute(
                insert(t.Instalment),
                [
                    {
                        "loan_id": loan,
                        "number": line.number,
                        "starts_on": line.starts_on,
                        "due_on": line.due_on,
                        "principal": line.principal,
                        "interest": line.interest,
                    }
                    for line in schedule(terms)
                ],
            )
            await ledger.post(
                db,
                club_id=self.club,
                kind="opening",
                lines=books.opening(
                    Fund.INCOME, cash={}, bank={}, loans={loan: principal}, deposits={}
                ),
                value_day=starts_on,
                now=self.clock.now,
                entered_by=None,
                member_id=None,
                origin=f"opening:{loan}",
            )
        return int(loan)

    # --- talking ------------------------------------------------------------------------------

    async def __call__(self, transcript: str) -> None:
        """Play a transcript; fails on the first line that is not as written, and on leftovers."""
        for line in textwrap.dedent(transcript).strip().splitlines():
            if not line.strip() or line.strip().startswith("--"):
                continue
            match = LINE.match(line.strip())
            assert match, f"not a line of a transcript: {line!r}"
            who, ago, sign, text = match.groups()
            sent_at = self.clock.now - timedelta(minutes=int(ago)) if ago else None
            if sign == ">":
                await self.say(who, text, sent_at=sent_at)
            elif sign == "%" or (sign == "#" and self.by_number):
                await self.say(who, self.number(who, text), sent_at=sent_at)
            elif sign == "#":
                await self.press(who, text, sent_at=sent_at)
            else:
                self.hears(who, text)
        left = {
            chat: [reply.text for reply in phone.unread]
            for chat, phone in self.phones.by_chat.items()
            if phone.unread
        }
        assert not left, f"said, but not in the transcript: {left}"

    async def say(self, chat: str, text: str, **more: Any) -> None:
        """Somebody types."""
        await self.send(Incoming(address=self.at(chat), message=self._next(), text=text, **more))

    async def press(self, chat: str, label: str, **more: Any) -> Settled | None:
        """Somebody presses the newest button whose label begins with `label`."""
        key = self.key(chat, label)
        return await self.send(
            Incoming(address=self.at(chat), message=self._next(), pressed=key, **more)
        )

    async def send(self, incoming: Incoming) -> Settled | None:
        """Hand a message to the conversation, then let the delivery send what came of it."""
        settled = await self.conversation.handle(incoming)
        await self.delivery.deliver()
        return settled

    def hears(self, chat: str, expected: str) -> Reply:
        """Take the next unread message of a chat and check its parts (split at "…")."""
        phone = self.phones.by_chat[chat]
        assert phone.unread, f"{chat} heard nothing; expected {expected!r}"
        reply = phone.unread.popleft()
        heard = plain(reply.text)
        at = 0
        for part in expected.split("…"):
            found = heard.find(part.strip(), at)
            assert found >= 0, f"{chat} heard {heard!r}, not {part.strip()!r}"
            at = found + len(part.strip())
        return reply

    def choices(self, chat: str) -> list[Choice]:
        """Return the buttons that a chat has seen, newest message first."""
        return [one for reply in reversed(self.phones.by_chat[chat].last) for one in reply.choices]

    def key(self, chat: str, label: str) -> str:
        """Return what the newest button with that label sends."""
        for choice in self.choices(chat):
            if plain(choice.label).startswith(label):
                return choice.key
        labels = [plain(one.label) for one in self.choices(chat)]
        raise AssertionError(f"{chat} has no button {label!r}, only {labels}")

    def number(self, chat: str, label: str) -> str:
        """Return the number before the newest choice with that label, as it is read on Zalo."""
        lines = [
            line
            for reply in reversed(self.phones.by_chat[chat].last)
            for line in numbered(reply).splitlines()
        ]
        shown = [found for line in lines if (found := NUMBERED.fullmatch(line))]
        for found in shown:
            if plain(found[2]).startswith(label):
                return found[1]
        raise AssertionError(f"{chat} was shown no choice {label!r}, only {lines}")

    def at(self, chat: str) -> Address:
        """Return the address of a chat of this village."""
        found = address(chat)
        return replace(found, platform=self.platform) if found.platform == "test" else found

    def _next(self) -> str:
        self.messages += 1
        return f"m{self.messages}"


def address(chat: str) -> Address:
    """Return the address of a chat of these tests; "other_hoa" is one on another platform."""
    return Address(*ACCOUNTS.get(chat.partition("_")[0], ("test", "bot")), chat)


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\n", " ")
