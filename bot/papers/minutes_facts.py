"""What the minutes of a meeting say: kept as facts, so that they read the same in years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any

from bot.papers.wanted import Signature
from bot.storage.reporting import Letterhead


@dataclass(frozen=True, slots=True, kw_only=True)
class FundDay:
    """What a fund did on the day of the meeting, đồng."""

    fund: str
    """As the books name it."""
    into: int
    out: int
    closed: int
    """In hands and in the bank at the end of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanDecided:
    """A loan on which the meeting itself decided."""

    name: str
    amount: int
    """Đồng."""
    agreed: bool
    in_favour: int
    against: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided, with its votes where they were told."""

    words: str
    in_favour: int | None = None
    against: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFacts:
    """All that minutes say, in no language."""

    held_on: date
    at: time
    place: str
    led_by: str
    led_office: str
    """As the roles name it; empty for none."""
    members: int
    """On the roll; 0 where none was called."""
    present: int
    absent: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    talk: str = ""
    funds: tuple[FundDay, ...] = ()
    loans: tuple[LoanDecided, ...] = ()
    decisions: tuple[Decided, ...] = ()
    words: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """Return all of it as the database keeps it."""
        return {
            **asdict(self),
            "held_on": self.held_on.isoformat(),
            "at": self.at.isoformat("minutes"),
        }


def facts_of(kept: Mapping[str, Any]) -> MinutesFacts:
    """Build what `MinutesFacts.kept` returned."""
    made = dict(kept)
    lists = {name: tuple(made[name]) for name in ("absent", "guests", "agenda", "words")}
    return MinutesFacts(
        **{
            **made,
            **lists,
            "held_on": date.fromisoformat(made["held_on"]),
            "at": time.fromisoformat(made["at"]),
            "funds": tuple(FundDay(**one) for one in made["funds"]),
            "loans": tuple(LoanDecided(**one) for one in made["loans"]),
            "decisions": tuple(Decided(**one) for one in made["decisions"]),
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What was written below closed minutes."""

    words: str
    name: str
    at: datetime
    """On the club's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPaper:
    """Minutes as they are printed."""

    head: Letterhead
    facts: MinutesFacts
    secretary: Signature
    """Who closed them."""
    leader: Signature
    added: tuple[Added, ...] = field(default=())
