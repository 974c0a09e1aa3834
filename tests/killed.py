"""Reminders that go out while the program is killed: who hears nothing, and who hears it twice.

Money slips go out meanwhile. Telegram takes 30 messages a second, and its time over each.
"""

from __future__ import annotations

import random
import time
from bisect import bisect_right
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psutil

from bot.reminders.served import WINDOW
from bot.storage import tables as t
from tests.program import START_SECONDS, Program, wait_for
from tests.telegram_api import Telegram, slow
from tests.thousands import SLIP, UNSURE, Thousands

A_SECOND = 25
"""At this pace the program sends reminders."""
TAKES_A_SECOND = 30
ANSWERS_AFTER = 0.04, 0.12
"""Seconds."""
SLIPS = 1 / 25
"""For each reminder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What came of it."""

    lost: int
    """Who was not reminded."""
    twice: list[int]
    """How many reminders came once more, for each kill."""
    until: float
    """Seconds from a kill until what it cut off came once more, at the most."""
    slips_twice: int
    slips_missing: int
    slips_unsure: int
    """Of what became of so many nothing is known."""
    told: int
    """Of so many the treasurer was told."""
    reminders_a_second: int
    messages_a_second: int
    """In any second, at the most; slips that waited for a process go at once, and come on top."""
    refused: int
    """Requests that were answered with 429."""
    rest: float
    """Seconds from the last kill to the last reminder."""
    took: float

    def __str__(self) -> str:
        kills, twice = len(self.twice), sum(self.twice)
        return (
            f"{kills} kills in {self.took:.0f} s: {self.lost} reminders lost, {twice} came twice"
            f" ({twice / kills:.1f} a kill, {max(self.twice)} at most, within {self.until:.1f} s);"
            f" slips: {self.slips_twice} twice, {self.slips_unsure} unsure ({self.slips_missing}"
            f" of them not arrived), {self.told} told; at most {self.reminders_a_second}"
            f" reminders and {self.messages_a_second} messages a second, {self.refused} requests"
            " refused with 429"
        )


class Killed:
    """So many people are reminded by `senders` processes, which are killed so often in all."""

    def __init__(
        self, folder: Path, url: str, *, people: int, kills: int, senders: int, lease: float = 0
    ) -> None:
        self.folder, self.url, self.lease = folder, url, lease
        self.chance = random.Random(2026)  # noqa: S311 -- the same moments each time
        self.senders, self.each = senders, kills // senders
        self.most = 2 * 0.6 * people / kills / A_SECOND
        """Seconds that a process lives after its first word to Telegram, at most."""
        self.kills: list[float] = []
        self.started = ExitStack()
        self.telegram = Telegram()
        self.telegram.a_second = TAKES_A_SECOND
        for _message in range(2 * people):
            self.telegram.next("sendMessage", slow(self.chance.uniform(*ANSWERS_AFTER)))
        self.club = Thousands(url, self.telegram, people)
        self.slips = self.chance.sample(range(people), int(people * SLIPS))

    def proves(self, what: str) -> None:
        """Let it all happen: nothing is lost, and no more than was in flight comes twice."""
        tally = self.run()
        print(f"\n{what}: {tally}")  # noqa: T201
        assert tally.lost == 0
        assert max(tally.twice) <= WINDOW
        assert tally.rest > 0, "it was all said before the last kill"
        assert tally.slips_twice == 0
        assert tally.slips_missing <= tally.slips_unsure == tally.told

    def run(self) -> Tally:
        """Let it all happen."""
        patience = 180 + len(self.club.people) / 5
        with self.telegram, self.started, ThreadPoolExecutor() as threads:
            started = time.monotonic()
            lives = [threads.submit(self._live, number) for number in range(self.senders)]
            wait_for(lambda: self.telegram.count("sendMessage"), patience, 0.2)
            self.club.get_slips(self.slips, 1 / SLIPS / A_SECOND)
            last = [life.result() for life in lives]
            wait_for(self.club.are_all_reminded, patience, 0.5)
            wait_for(lambda: self.club.unsaid() == 0, patience, 0.5)
            assert {program.stop() for program in last} == {0}
            return self._tally(time.monotonic() - started)

    # --- processes ----------------------------------------------------------------------------

    def _live(self, number: int) -> Program:
        """Start one process after the other and kill it; return one that may go on."""
        chance, folder = random.Random(number), self.folder / str(number)  # noqa: S311
        folder.mkdir()
        for _time in range(self.each):
            program = self._sender(folder)
            time.sleep(chance.uniform(0, self.most))
            program.kill()
            self.kills.append(time.monotonic())
        return self._sender(folder)

    def _sender(self, folder: Path) -> Program:
        """Start a process; return once it speaks to Telegram."""
        lease = ("--lease", str(self.lease)) if self.lease else ()
        program = Program(
            folder,
            *lease,
            module="tests.started" if lease else "bot",
            DATABASE_URL=self.url,
            TELEGRAM_TOKEN=self.telegram.token,
            TELEGRAM_API=self.telegram.url,
            PUBLIC_URL="https://bot.example",  # of two that ask for messages one is refused
        )
        self.started.callback(program.kill)
        wait_for(lambda: self._speaks(program), 2 * START_SECONDS, 0.2)
        return program

    def _speaks(self, program: Program) -> bool:
        assert program.process.poll() is None, program.log.read_text("utf-8")
        ends = (one.raddr for one in psutil.Process(program.process.pid).net_connections())
        return self.telegram.port in (getattr(end, "port", 0) for end in ends)

    # --- what came of it ----------------------------------------------------------------------

    def _tally(self, took: float) -> Tally:
        people = self.club.people
        heard = [times for one in people if (times := self.club.reminded(one))]
        again = [(self._kill_after(one), at) for times in heard for one, at in pairwise(times)]
        twice = Counter(kill for kill, _at in again)
        slips = Counter(one.text for who in people for one in who.heard if SLIP in one.text)
        told = {one.text for one in self.club.treasurer.heard if UNSURE.search(one.text)}
        return Tally(
            lost=len(people) - len(heard),
            twice=[twice[kill] for kill in self.kills] + [twice[0.0]] * (twice[0.0] > 0),
            until=max((at - kill for kill, at in again), default=0),
            slips_twice=sum(slips.values()) - len(slips),
            slips_missing=len(self.slips) - len(slips),
            slips_unsure=self.club.count(t.Outbox, t.Outbox.status == "unknown"),
            told=len(told),
            reminders_a_second=_most_in_a_second([at for times in heard for at in times]),
            messages_a_second=_most_in_a_second(
                [one.at for who in (*people, self.club.treasurer) for one in who.heard]
            ),
            refused=sum(request.status == 429 for request in self.telegram.requests),
            rest=max(first for first, *_more in heard) - max(self.kills),
            took=took,
        )

    def _kill_after(self, moment: float) -> float:
        """Return the first kill after a moment; 0 where there was none."""
        return min((kill for kill in self.kills if kill > moment), default=0.0)


def _most_in_a_second(moments: list[float]) -> int:
    ordered = sorted(moments)
    return max(n + 1 - bisect_right(ordered, at - 1) for n, at in enumerate(ordered))
