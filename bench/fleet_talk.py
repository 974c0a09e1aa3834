"""20,000 people who talk to their bots: what they write, and what each of them must hear."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import count, cycle

from bench.clubs import shown
from bench.fleet_api import Arrived
from bench.fleet_people import (
    BOARD,
    EACH,
    OWED,
    TREASURER,
    Fleet,
    ServedBot,
    chat_of,
    name_of,
    secret_of,
)
from bench.fleet_wire import Proxy
from bench.telegram_fake import question as said
from bot.clock import utc_now

SECONDS = 90
"""Until an answer has come: what a process that was killed had taken is free after 60."""
AGAIN_SECONDS = 0.3
"""Until a messenger repeats what was not acknowledged."""
SESSIONS = (*["asks"] * 11, "looks", *["asks"] * 10, "looks", "pays")
"""What people come for: of 28 turns 22 are questions, 4 by the menu, 4 of a payment."""
QUESTION = "con no bao nhieu"
DECLARED = ("tôi nộp {sum}", "đúng", "1")
SUMS = 401
MENU, TO_WHOM, TOLD, SLIP = "giúp được gì", "cho ai ạ?", "đã báo", "Phiếu thu"
CONFIRMED = "Đã ghi"
FULL = re.compile(r"(1 \d+) = Đã cầm đủ")
"""What the treasurer writes where there are no buttons."""
SOMEBODYS = re.compile(r"\d\d\.\d{3}\.\d{3}")
_numbers = count(1)
_sums = count()


class Person:
    """A member with her phone."""

    def __init__(self, member: int, bot: ServedBot, secret: tuple[str, str]) -> None:
        self.id = member
        self.bot = bot
        self.secret = secret
        self.chat = chat_of(bot.platform, member)
        self.place = (member - 1) % EACH + 1
        self.owed = 0
        self.may_read: set[str] = set()
        """Sums that are hers: what comes twice may tell what she owed before."""
        self.owes(OWED + 1000 * member)
        self.busy = False
        self.last = ""
        self.slips: set[str] = set()
        self._heard: deque[Arrived] = deque()
        self._rings = asyncio.Event()

    def owes(self, amount: int) -> None:
        """Change what she owes."""
        self.owed = amount
        self.may_read.add(shown(amount))

    def gets(self, arrived: Arrived) -> None:
        """A message is in her chat now."""
        self._heard.append(arrived)
        self.last = arrived.text
        self._rings.set()

    def forgets(self) -> None:
        """She has read everything."""
        self._heard.clear()

    async def hears(self, *words: str) -> Arrived:
        """Wait for a message with these words; others she has read by then."""
        async with asyncio.timeout(SECONDS):
            while True:
                while self._heard:
                    arrived = self._heard.popleft()
                    if all(word in arrived.text for word in words):
                        return arrived
                self._rings.clear()
                await self._rings.wait()

    def writes(self, text: str) -> bytes:
        """Return what the platform delivers when she writes something."""
        number = next(_numbers)
        if self.bot.platform == "telegram":
            update = said(number, int(self.chat), text, utc_now().timestamp())
            return json.dumps(update).encode()
        person = {"id": self.chat, "display_name": name_of(self.id), "is_bot": False}
        message = {
            "message_id": f"{number:020x}",
            "date": int(utc_now().timestamp() * 1000),
            "from": person,
            "chat": {"id": self.chat, "chat_type": "PRIVATE"},
            "text": text,
            "message_type": "CHAT_MESSAGE",
        }
        event = {"event_name": "message.text.received", "message": message}
        return json.dumps({"ok": True, "result": event}).encode()

    def chooses(self, arrived: Arrived, name: str, number: str) -> bytes:
        """Press a button by the end of its key; where there are none, write its number."""
        keys = [key for key in arrived.keys if key.endswith(f":{name}")]
        if self.bot.platform != "telegram" or not keys:
            return self.writes(number)
        person = {"id": int(self.chat), "first_name": "Hoa", "is_bot": False}
        under = {
            "message_id": arrived.id,
            "date": int(utc_now().timestamp()),
            "chat": {"id": int(self.chat), "type": "private", "first_name": "Hoa"},
            "text": arrived.text,
        }
        at = next(_numbers)
        query = {"id": str(at), "from": person, "chat_instance": "1", "data": keys[0]}
        return json.dumps(
            {"update_id": at, "callback_query": {**query, "message": under}}
        ).encode()


@dataclass(slots=True)
class Side:
    """What became of the talk."""

    turns: list[float] = field(default_factory=list)
    """A second, one figure for each lap."""
    seconds: list[float] = field(default_factory=list)
    """From the post to the answer's arrival, one figure for each turn."""
    spent: Counter[str] = field(default_factory=Counter)
    """Milliseconds of the processor, by who took them."""
    kinds: Counter[str] = field(default_factory=Counter)
    """Turns by what they were for."""
    repeated: Counter[int] = field(default_factory=Counter)
    """Deliveries that were made again, by the status that they were answered with."""
    wrong: list[str] = field(default_factory=list)
    """What was heard by somebody who should not, or was not heard."""
    paid: dict[int, list[int]] = field(default_factory=dict)
    """What the treasurers confirmed, by the member who paid."""
    without_slip: list[int] = field(default_factory=list)
    """Who paid and got no slip: whether one had left when a process died, nobody knows."""


class Talk:
    """Everybody's talk with one set of processes."""

    def __init__(self, fleet: Fleet, clubs: int) -> None:
        secrets = {bot: secret_of(bot) for bot in fleet.bots}
        self.people = {}
        for member in range(1, clubs * EACH + 1):
            bot = fleet.bot_of((member - 1) // EACH + 1, (member - 1) % EACH + 1)
            self.people[member] = Person(member, bot, secrets[bot])
        # Neighbours in this order are of different clubs.
        members = [one for one in self.people.values() if one.place > BOARD]
        self._next = cycle(sorted(members, key=lambda one: (one.place, one.id)))
        self._sessions = cycle(SESSIONS)
        self.side = Side()

    def deliver(self, bot: str, member: int, arrived: Arrived) -> None:
        """Put a message into a chat, and look whether it may be there."""
        person = self.people[member]
        person.gets(arrived)
        if SLIP in arrived.text and arrived.text in person.slips:
            self.side.wrong.append(f"{member} got a slip twice: {arrived.text}")
        elif SLIP in arrived.text:
            person.slips.add(arrived.text)
        if bot != person.bot.id:
            self.side.wrong.append(f"{member} heard bot {bot}: {arrived.text}")
        hers = person.place <= BOARD or person.may_read.issuperset(SOMEBODYS.findall(arrived.text))
        if not hers:
            self.side.wrong.append(f"{member} owes {person.owed}, heard: {arrived.text}")

    async def lap(
        self, proxy: Proxy, side: Side, *, seconds: float, at_once: int, bare: bool = False
    ) -> None:
        """Let so many talk at once for a while, and note what came of it."""
        self.side = side
        ends = time.perf_counter() + seconds

        async def worker() -> None:
            while time.perf_counter() < ends:
                await self._session(proxy, "asks" if bare else next(self._sessions))

        async with asyncio.TaskGroup() as tasks:
            for _number in range(at_once):
                tasks.create_task(worker())

    async def _session(self, proxy: Proxy, kind: str) -> None:
        person = next(one for one in self._next if not one.busy)
        treasurer = self.people[(person.id - 1) // EACH * EACH + TREASURER]
        if kind == "pays" and treasurer.busy:
            kind = "asks"
        those = (person, treasurer) if kind == "pays" else (person,)
        for one in those:
            one.busy = True
            one.forgets()
        try:
            await _Session(proxy, self.side, person, treasurer, kind).runs()
        except TimeoutError:
            read = " | ".join(one.last for one in those)
            self.side.wrong.append(f"{person.id} {kind}: no answer after {read}")
        finally:
            for one in those:
                one.busy = False


class _Session:
    """One person who comes for one thing."""

    def __init__(
        self, proxy: Proxy, side: Side, person: Person, treasurer: Person, kind: str
    ) -> None:
        self.proxy = proxy
        self.side = side
        self.person = person
        self.treasurer = treasurer
        self.kind = kind

    async def runs(self) -> None:
        if self.kind == "asks":
            await self._asks()
        elif self.kind == "looks":
            await self._looks()
        else:
            await self._pays()

    async def _asks(self) -> None:
        await self._says(self.person, self.person.writes(QUESTION), shown(self.person.owed))

    async def _looks(self) -> None:
        menu = await self._says(self.person, self.person.writes("menu"), MENU)
        pressed = self.person.chooses(menu, "balance", "1")
        await self._says(self.person, pressed, shown(self.person.owed))

    async def _pays(self) -> None:
        person, treasurer = self.person, self.treasurer
        amount = 100_000 + 1000 * (next(_sums) % SUMS)
        whose = name_of(person.id).rpartition(" ")[2]
        expected = ((shown(amount),), (TO_WHOM,), (TOLD,))
        for words, hears in zip(DECLARED, expected, strict=True):
            await self._says(person, person.writes(words.format(sum=amount)), *hears)
        declared = await treasurer.hears(f" {whose} ", shown(amount))
        person.owes(person.owed - amount)
        typed = FULL.search(declared.text)
        confirmed = treasurer.chooses(declared, "full", typed[1] if typed else "")
        await self._says(treasurer, confirmed, CONFIRMED, f" {whose} ", shown(amount))
        self.side.paid.setdefault(person.id, []).append(amount)
        try:
            await person.hears(SLIP, f" {whose} ", shown(amount), shown(person.owed))
        except TimeoutError:
            self.side.without_slip.append(person.id)

    async def _says(self, who: Person, body: bytes, *expected: str) -> Arrived:
        """Deliver until it is acknowledged, and wait for the answer."""
        started = time.perf_counter()
        while (status := await self.proxy.post(who.bot.path, who.secret, body)) != 200:
            self.side.repeated[status] += 1
            if status < 500:
                self.side.wrong.append(f"the webhook answers {status}")
            await asyncio.sleep(AGAIN_SECONDS)
        arrived = await who.hears(*expected)
        self.side.seconds.append(time.perf_counter() - started)
        self.side.kinds[self.kind] += 1
        return arrived
