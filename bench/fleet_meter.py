"""How much of the processor everybody takes: what others do on the machine counts for nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

import psutil

from bench.telegram_bots import Process


def spent(programs: Sequence[Process]) -> Counter[str]:
    """Return the milliseconds that programs, database and we ourselves have taken so far."""
    ours = {process.pid for process in programs}
    me = psutil.Process(os.getpid())
    spent = Counter(people=_of(me))
    for one in me.children(recursive=True):
        try:
            if one.pid in ours:
                spent["programs"] += _of(one)
            elif one.name().startswith("postgres"):
                spent["database"] += _of(one)
        except psutil.NoSuchProcess:  # a connection of the database's that has just been closed
            continue
    return spent


def _of(process: psutil.Process) -> int:
    times = process.cpu_times()
    return int(1000 * (times.user + times.system))
