"""Members pay while the two processes are killed, one at a time: what is lost, what comes twice.

Half of them are on Telegram and half on Zalo, which never delivers anything a second time.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import ColumnElement, func, select

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.club_story import AHEAD, ASKED, CONFIRM, RECEIPT, RIGHT, WHOM, Talker
from tests.pair import Pair
from tests.program import wait_for, worded
from tests.served_club import TREASURER
from tests.telegram_api import Person
from tests.zalo_api import Person as ZaloPerson

Member = Person | ZaloPerson
LEASE_S = 5
"""After so long the other process sends what the dead one had taken."""
PATIENCE_S = 120
LEAST = 5
"""Thousands of đồng in the first payment; each is one thousand more than the one before."""
MOST_S = 3.0
"""A process lives so long after it was begun anew, at the most."""
OVER = "This loan needs {limit} at the most today. How much is it, please?"
TOLD = "I told {name}. As soon as the money is confirmed I send you the slip."
UNSURE = "I am not sure that {name} has got the slip. Please ask when you meet."
SLIP = re.compile(rf"Phiếu thu số|{worded(RECEIPT).pattern}")
THOUSANDS = re.compile(r"\b(\d+)\.000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What came of it."""

    kills: int
    paid: int
    missing: int
    """Payments that nobody finds in the books."""
    twice: int
    """Payments that are there more than once."""
    others: int
    """Messages with a sum that somebody else has paid."""
    again: int
    """Messages that came once more."""
    slips_twice: int
    slips_missing: int
    slips_unsure: int
    """Of what became of so many nothing is known."""
    told: int
    """Of so many the treasurer was told."""
    took: float

    def __str__(self) -> str:
        return (
            f"{self.kills} kills in {self.took:.0f} s, {self.paid} payments: {self.missing} lost,"
            f" {self.twice} twice in the books; {self.others} messages to another person,"
            f" {self.again} came once more ({self.again / self.kills:.1f} a kill); slips:"
            f" {self.slips_twice} twice, {self.slips_unsure} unsure ({self.slips_missing} of them"
            f" not arrived), {self.told} told"
        )


class PairKilled:
    """So many members pay one sum after the other until there were so many kills.

    After each of them somebody rests for so many seconds at the most: loans have an end.
    """

    def __init__(
        self, folder: Path, url: str, *, people: int, kills: int, rests: float = 0
    ) -> None:
        self.chance = random.Random(2026)  # noqa: S311 -- the same moments each time
        self.pair = Pair(
            folder,
            url,
            module="tests.started",
            arguments=["--real", "--lease", str(LEASE_S)],
        )
        self.people, self.kills, self.rests = people, kills, rests
        self.posted: Counter[int] = Counter()
        self.paid: dict[int, Member] = {}
        self.over = self.killed = False

    def proves(self, what: str) -> None:
        """Let it all happen: no payment is lost, none is in the books twice."""
        tally = self.run()
        print(f"\n{what}: {tally}")  # noqa: T201
        assert tally.paid > self.kills
        assert tally.missing == tally.twice == tally.others == 0
        assert tally.slips_twice == 0
        assert tally.slips_missing <= tally.slips_unsure <= tally.told

    def run(self) -> Tally:
        """Let it all happen."""
        started = time.monotonic()
        with self.pair, ThreadPoolExecutor(self.people + 2) as threads:
            members = [
                self.pair.phone(("telegram", "zalo")[number % 2]) for number in range(self.people)
            ]
            lan = self.pair.telegram.person("Lan")
            self.pair.joined(lan, TREASURER)
            beside = [threads.submit(self._take_money, lan), threads.submit(self._read_books)]
            paying = [threads.submit(self._pay, *one) for one in enumerate(members)]
            try:
                self._kill()
            finally:
                self.killed = True
            try:
                for one in paying:
                    one.result()
                wait_for(lambda: self._waiting() == 0, PATIENCE_S, 0.5)
            finally:
                self.over = True
            for one in beside:
                one.result()
            return self._tally(lan, members, time.monotonic() - started)

    # --- what happens -------------------------------------------------------------------------

    def _kill(self) -> None:
        for _kill in range(self.kills):
            time.sleep(self.chance.uniform(0, MOST_S))
            number = self.chance.randrange(len(self.pair.programs))
            self.pair.programs[number].kill()
            self.pair.starts_again(number)

    def _pay(self, number: int, member: Member) -> None:
        """Pay one sum after the other, each nobody else's, until the kills or her loan end."""
        thousands, chance = LEAST + number, random.Random(number)  # noqa: S311
        while not self.killed and self._declare(member, thousands):
            self.paid[thousands] = member
            wait_for(partial(self._is_posted, thousands), PATIENCE_S, 0.1)
            thousands += self.people
            time.sleep(chance.uniform(0, self.rests))

    def _is_posted(self, thousands: int) -> bool:
        return thousands * 1000 in self.posted

    def _declare(self, member: Member, thousands: int) -> bool:
        """Say that a sum was paid; False where her loan is nearly paid back."""
        member.says(f"tôi trả gốc {thousands}k")
        right = re.compile(rf"\b{thousands}\.000{worded(RIGHT).pattern}", re.DOTALL)
        ahead, over = worded(AHEAD), worded(OVER)
        answers = "|".join(one.pattern for one in (right, ahead, over))
        asked = member.hears(re.compile(answers, re.DOTALL), PATIENCE_S)
        if over.search(asked.words):
            return False
        if ahead.search(asked.words):  # the usual way comes first
            talker: Talker = member
            talker.presses("", asked)
            member.hears(right, PATIENCE_S)
        member.presses(worded("Yes, {amount}"))
        member.hears(worded(WHOM), PATIENCE_S)
        member.presses("Lan")
        member.hears(worded(TOLD), PATIENCE_S)
        return True

    def _take_money(self, lan: Person) -> None:
        """Confirm whatever is asked, also what is asked once more."""
        seen = 0
        while not self.over:
            for one in lan.heard[seen:]:
                seen += 1
                if worded(ASKED).search(one.words):
                    lan.presses(worded(CONFIRM), one)
            time.sleep(0.05)

    def _read_books(self) -> None:
        async def read() -> None:
            database = Database(self.pair.url)
            while not self.over:
                async with database.read() as db:
                    found = await db.execute(_SUMS)
                    self.posted = Counter(found.scalars())
                await asyncio.sleep(0.2)
            await database.close()

        asyncio.run(read())

    # --- what came of it ----------------------------------------------------------------------

    def _waiting(self) -> int:
        return self._count(t.Outbox.status == "waiting")

    def _count(self, *which: ColumnElement[bool]) -> int:
        async def count() -> int:
            database = Database(self.pair.url)
            async with database.read() as db:
                found = await db.scalar(select(func.count(t.Outbox.id)).where(*which))
            await database.close()
            return found or 0

        return asyncio.run(count())

    def _tally(self, lan: Person, members: Sequence[Member], took: float) -> Tally:
        asked, slips = (
            {one: _sums(one, what) for one in members} for what in (worded(RIGHT), SLIP)
        )
        arrived = sum(slips.values(), Counter[int]())
        hers = {one: {sum_ for sum_, who in self.paid.items() if who is one} for one in members}
        others = [asked[one] + slips[one] for one in members]
        paid = [thousands * 1000 for thousands in self.paid]
        return Tally(
            kills=self.kills,
            paid=len(paid),
            missing=sum(self.posted[one] == 0 for one in paid),
            twice=sum(number > 1 for number in self.posted.values()),
            others=sum(
                sum_ not in hers[one]
                for one, heard in zip(members, others, strict=True)
                for sum_ in heard
            ),
            again=sum(number - 1 for one in members for number in asked[one].values()),
            slips_twice=sum(number > 1 for number in arrived.values()),
            slips_missing=len(self.paid.keys() - arrived.keys()),
            slips_unsure=self._count(t.Outbox.status == "unknown"),
            told=lan.count(worded(UNSURE)),
            took=took,
        )


def _sums(member: Member, words: re.Pattern[str]) -> Counter[int]:
    """Return the thousands of đồng that messages of a kind begin with."""
    found = (THOUSANDS.search(one.words) for one in member.heard if words.search(one.words))
    return Counter(int(one[1]) for one in found if one)


_SUMS = (
    select(func.sum(t.Posting.amount))
    .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
    .where(t.Transaction.kind == "repayment", t.Posting.amount > 0)
    .group_by(t.Transaction.id)
)
