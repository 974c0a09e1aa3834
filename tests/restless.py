"""People who press whatever button they see and type whatever comes to mind, with a seed."""

from __future__ import annotations

import random
import re
from datetime import date

from sqlalchemy import select

from bot.chat import Choice, Incoming
from bot.money import books
from bot.money.books import Fund
from bot.storage import ledger
from bot.storage import tables as t
from tests.village import Village, address, plain

BOARD = {
    "lan": ("Hoàng Thị Lan", "treasurer"),
    "tu": ("Trần Văn Tư", "accountant"),
    "binh": ("Lê Văn Bính", "head"),
    "nam": ("Phạm Thị Năm", "secretary"),
    "sau": ("Đỗ Văn Sáu", "deputy"),
}
MEMBERS = {"hoa": "Nguyễn Thị Hoa", "cuc": "Vi Thị Cúc", "phong": "Lô Văn Phong"}
WITHOUT_PHONE = {"mo": "Lương Thị Mơ", "dao": "Hà Thị Đào"}
BEGIN = (
    *("ask for a loan", "loan queue", "decisions", "who is behind", "collect today", "cash count"),
    *("take a fee", "gift 100k", "spend money", "from one fund to the other", "hand cash"),
    *("take cash to the bank", "fetch cash from the bank", "what the club owes", "sign a month"),
    *("open the month again", "today's list", "corrections", "Hoa", "Mơ", "Cúc", "Hoa 200k"),
    *("Mơ 150k", "Cúc 60k", "paid 100k", "extend Hoa", "freeze Mơ", "write off Mơ", "cash"),
    *("fund report", "cash book", "cases", "my application", "menu", "other money", "lending"),
    *("change the interest rate", "set the fee", "waive the fee of Hoa", "golden heart book"),
)
"""With what people begin to write."""
BEGIN_TOGETHER = (
    *("looking after each other", "home care", "take in Mơ", "take in Sùng Thị Mỷ", "rota"),
    *("Cúc is a volunteer", "Phong is a volunteer", "record a visit", "ask for a visit"),
    *("visited Mơ: meals, well", "visited Mơ yesterday: company, weak", "my visits", "swap"),
    *("visited Mơ on Tuesday and Friday", "family of Mơ", "visit hours", "picture of visits"),
    *("today's meeting", "call the roll", "absent: Hoa, Cúc", "decisions of the meeting"),
    *("the minutes", "report of activities", "the eight areas", "exercise 25 people"),
    *("labour swap", "I need 3 people for the harvest on Saturday", "I am free on Saturday"),
    *("Cúc leads home care", "Phong leads health", "who leads care", "Hoa 150/90 52"),
    *("write blood pressure down", "my blood pressure", "menu", "who was not measured"),
)
"""With what they begin where it is of home care, the meeting and of each other."""
ANSWERS = (
    (r"How many were there", ("42, 40, 2",)),
    (r"two names", ("Hoa, Cúc",)),
    (r"How much|what sum|sum", ("100k", "50k", "200k", "1 triệu", "3 triệu", "5,000", "12tr")),
    (r"notes", ("500k x 3, 200k x 2", "exactly")),
    (r"[Ww]hose|[Ff]rom whom|[Ww]ho|name", ("Hoa", "Mơ", "Cúc", "Phong", "Đào", "Bính")),
    (r"day|When", ("today", "10/12", "10/1", "21/11", "15/6")),
    (r"long|months", ("6", "12", "3")),
    (r"", ("because it rained", "yes", "no", "1", "2", "a cow", "menu", "never mind", "500k")),
)
"""What people write, by what they were asked."""
PEOPLE = (*BOARD, *BOARD, *MEMBERS)  # who keeps the books writes more
LATEST = 3
"""Messages whose buttons are still looked at."""


class Restless(Village):
    """A village of restless people."""

    begin: tuple[str, ...] = BEGIN

    async def settle_in(self) -> None:
        """Let it have a board, members, loans, money and a fee."""
        await self.found(interest_to_income_bp=3_000)
        for short, (name, office) in BOARD.items():
            await self.join(short, name, office)
        for short, name in MEMBERS.items():
            await self.join(short, name)
        for short, name in WITHOUT_PHONE.items():
            await self.join(short, name, phone=None)
        await self.lend("hoa")
        await self.lend(
            "mo", 3_000_000, starts_on=date(2026, 10, 10), first_due=date(2026, 11, 10)
        )
        async with self.database.write() as db:
            await self.ask_fee(db, 5_000, "poor")
            for fund, amount in ((Fund.INCOME, 20_000_000), (Fund.ACTIVITY, 1_000_000)):
                keeps = {self.ids["lan"]: amount}
                await ledger.post(
                    db,
                    club_id=self.club,
                    kind="opening",
                    lines=books.opening(fund, cash=keeps, bank={}, loans={}, deposits={}),
                    value_day=date(2026, 11, 1),
                    now=self.clock.now,
                    entered_by=None,
                    member_id=None,
                    origin=f"opening:{fund}",
                )

    def anything(self, chance: random.Random, who: str) -> Incoming:
        """Return what somebody does next: most often a button of her newest message."""
        heard = self.phones.by_chat[who].last[-LATEST:]
        newest = list(heard[-1].choices) if heard else []
        older = [choice for reply in heard for choice in reply.choices]
        if not heard or chance.random() < 0.2:
            return self._typed(who, chance.choice(self.begin))
        if len(newest) < 2 or chance.random() < 0.1:
            asked = plain(heard[-1].text)
            fitting = [words for about, words in ANSWERS if re.search(about, asked)]
            return self._typed(who, chance.choice(chance.choice(fitting)))
        if chance.random() < 0.05:
            return self._pressed(who, chance.choice(older))
        # The first is the yes, or what is usual.
        wanted = newest[0] if chance.random() < 0.6 else chance.choice(newest)
        return self._pressed(who, wanted)

    def _typed(self, who: str, text: str) -> Incoming:
        return Incoming(address=address(who), message=self._next(), text=text)

    def _pressed(self, who: str, choice: Choice) -> Incoming:
        return Incoming(address=address(who), message=self._next(), pressed=choice.key)

    def next_person(self, chance: random.Random, last: str) -> str:
        """Return who acts next: often the same, or somebody who has just been asked something."""
        asked = [who for who, phone in self.phones.by_chat.items() if phone.unread]
        for phone in self.phones.by_chat.values():
            phone.unread.clear()
        if last and chance.random() < 0.6:
            return last
        return chance.choice(asked if asked and chance.random() < 0.6 else PEOPLE)

    async def entries(self) -> int:
        """Return how much was posted."""
        async with self.database.read() as db:
            return len((await db.execute(select(t.Transaction.id))).all())
