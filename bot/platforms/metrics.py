"""How the bot fares, for machines that watch it: `/health` for anybody, `/metrics` on loopback."""

from __future__ import annotations

import asyncio
import logging
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from aiohttp import web
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from bot.clock import Clock, local
from bot.people import DEFAULT_ZONE
from bot.storage import measures
from bot.storage.engine import Database
from bot.storage.measures import Fates, Waiting

DATABASE_S = 2.0
"""So long the database may take to answer."""
SCRAPE_S = 8.0
"""Whoever collects figures waits for ten seconds."""
STARTS_WITHIN = timedelta(minutes=2)
"""So long after its start the bot may not have planned yet."""
BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
"""What proxies add: who stands behind one is not on this machine."""
NAMES = ("127.0.0.1", "localhost", "[::1]")

log = logging.getLogger(__name__)


class Turns:
    """How many messages this process has dealt with, and how long each took."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counts = [0] * (len(BUCKETS_S) + 1)
        self.seconds = 0.0

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Count what is done in the block, however it ends."""
        started = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - started
            self.counts[bisect_left(BUCKETS_S, took)] += 1
            self.seconds += took


class Measured:
    """What can be asked about the bot over HTTP."""

    def __init__(
        self, database: Database, clock: Clock, turns: Turns, *, plans: bool = True
    ) -> None:
        """Prepare; `turns` are those of this process, which `plans` or leaves it to another.

        A process is not unwell because another one is: a proxy would turn everybody away.
        """
        self._database = database
        self._clock = clock
        self._turns = turns
        self._plans = plans
        self._started = clock()

    async def health(self, _request: web.Request) -> web.Response:
        """Answer "ok", or 503 and in one line what is wrong."""
        wrong = await self._wrong()
        return web.Response(text=wrong or "ok", status=503 if wrong else 200)

    async def metrics(self, request: web.Request) -> web.Response:
        """Answer in Prometheus' words, to who asks from this machine itself."""
        if not _from_here(request):
            raise web.HTTPNotFound
        try:
            async with asyncio.timeout(SCRAPE_S):
                families = await self._families()
        except Exception as error:  # a gap in the figures, and no page of a traceback
            log.warning("nothing could be measured: %s", type(error).__name__)
            raise web.HTTPServiceUnavailable from error
        registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=registry)
        registry.register(_Families(families))
        return web.Response(
            body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4}
        )

    async def _wrong(self) -> str:
        now = self._clock()
        try:
            async with asyncio.timeout(DATABASE_S), self._database.read() as db:
                planned = await measures.last_slot(db, measures.PLAN)
        except TimeoutError:
            return f"the database did not answer within {DATABASE_S:.0f} s"
        except Exception as error:  # whatever it is, it is unwell
            log.warning("the database cannot be read: %s", type(error).__name__)
            return "the database cannot be read"
        if not self._plans or now - self._started < STARTS_WITHIN:
            return ""
        if planned is None or now - planned > measures.PLANS_WITHIN:
            return f"nothing was planned since {planned or 'ever'}"
        return ""

    async def _families(self) -> list[Metric]:
        now = self._clock()
        midnight = local(now, DEFAULT_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        async with self._database.read() as db:
            waiting = await measures.waiting(db, now)
            fates = await measures.fates(db, midnight)
            planned = await measures.last_slot(db, measures.PLAN)
        return [
            *_about_waiting(waiting, now),
            _about_fates(fates),
            *_about_planning(planned, now),
            _about_turns(self._turns),
        ]


class _Families(Collector):
    """What was measured already: Prometheus' client asks for it while it writes."""

    def __init__(self, families: Sequence[Metric]) -> None:
        self._families = families

    def collect(self) -> Sequence[Metric]:
        return self._families


def _about_waiting(waiting: Sequence[Waiting], now: datetime) -> list[Metric]:
    labels = ["platform", "bot", "lane"]
    count = GaugeMetricFamily(
        "tugiup_messages_waiting", "Messages that are due and not sent.", labels=labels
    )
    age = GaugeMetricFamily(
        "tugiup_oldest_message_seconds", "Age of the oldest of them.", labels=labels
    )
    for one in waiting:
        named = [*one.account, one.lane.name.lower()]
        count.add_metric(named, one.count)
        age.add_metric(named, (now - one.since).total_seconds())
    return [count, age]


def _about_fates(fates: Sequence[Fates]) -> Metric:
    """A day's figures: as a counter, which may begin anew, and does at midnight."""
    ended = CounterMetricFamily(
        "tugiup_messages",
        "Messages by what became of them, by all processes, since midnight in Vietnam.",
        labels=["status", "reason"],
    )
    for one in fates:
        ended.add_metric([one.status, one.reason], one.count)
    return ended


def _about_planning(planned: datetime | None, now: datetime) -> list[Metric]:
    if planned is None:
        return []
    at, lag = planned.timestamp(), max(0.0, (now - planned).total_seconds())
    return [
        GaugeMetricFamily("tugiup_planned_timestamp_seconds", "When was looked last.", at),
        GaugeMetricFamily("tugiup_planning_lag_seconds", "How long ago that is.", lag),
    ]


def _about_turns(turns: Turns) -> Metric:
    bounds = [*map(str, BUCKETS_S), "+Inf"]
    counts = [sum(turns.counts[: number + 1]) for number in range(len(bounds))]
    return HistogramMetricFamily(
        "tugiup_turn_seconds",
        "Messages that this process has dealt with, and how long each took.",
        buckets=list(zip(bounds, counts, strict=True)),
        sum_value=turns.seconds,
    )


def _from_here(request: web.Request) -> bool:
    """Whether who asks is on this machine, and asked by a name of it alone."""
    if any(name in request.headers for name in FORWARDED):
        return False
    if request.host.rpartition(":")[0] not in NAMES:
        return False
    try:
        asks = ip_address(request.remote or "")
    except ValueError:
        return False
    mapped = asks.ipv4_mapped if isinstance(asks, IPv6Address) else None
    return (mapped or asks).is_loopback
