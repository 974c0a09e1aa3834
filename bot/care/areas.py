"""The eight areas of a club's work, what each is on record with, and which have nothing.

The names are those of the national aim (domain: SEED-BN, SEED-QP, helpage.org). Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

AREAS = (
    "income",  # Tăng thu nhập
    "health",  # Chăm sóc sức khỏe
    "home_care",  # Chăm sóc tại nhà
    "mutual",  # Tự giúp nhau và hỗ trợ cộng đồng
    "rights",  # Quyền và lợi ích
    "learning",  # Truyền thông, học tập suốt đời
    "culture",  # Đời sống văn hóa, tinh thần
    "resources",  # Vận động nguồn lực
)

KINDS = MappingProxyType(
    {
        "exercise": "health",
        "talk": "learning",
        "songs": "culture",
        "rights": "rights",
        "help": "mutual",
        "presents": "mutual",
        "checkup": "health",
        "farming": "income",
        "outing": "culture",
        "birthday": "culture",
        "lesson": "learning",
        "care_training": "home_care",
        "business": "resources",
    }
)
"""What a club does, by the area that it counts for; the commonest first."""

ELSEWHERE = MappingProxyType(
    {
        "visit": "home_care",
        "measuring": "health",
        "meeting": "learning",
        "labour": "mutual",
        "gift": "resources",
        "loan": "income",
    }
)
"""What other parts of the bot write down, by area: entered here too, it would count twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done of one kind in a month, as it is called in the entries."""

    area: str
    note: str
    times: int
    people: int
    """At all of these times together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What is on record of a club's month, from the entries of all parts."""

    activities: tuple[Done, ...] = ()
    borrowers: int = 0
    """Members who had a loan at its end."""
    lent: int = 0
    """Loans paid out in it."""
    measured: int = 0
    """People whose blood pressure or weight was taken."""
    visits: int = 0
    visited: int = 0
    """People who were visited."""
    labour_days: int = 0
    meetings: int = 0
    came: int = 0
    """To all of these together, guests too, as far as the roll was called."""
    talks: tuple[str, ...] = ()
    gifts: int = 0
    gift_money: int = 0
    """Đồng."""
    fees: int = 0
    """Members who paid the month's fee."""

    def on_record(self, area: str) -> bool:
        """Whether anything was written down in one of `AREAS`."""
        elsewhere = {
            "income": self.borrowers or self.lent,
            "health": self.measured,
            "home_care": self.visits,
            "mutual": self.labour_days,
            "learning": len(self.talks),
            "resources": self.gifts or self.fees,
        }
        return bool(elsewhere.get(area)) or any(one.area == area for one in self.activities)

    @property
    def missing(self) -> tuple[str, ...]:
        """The areas with nothing on record, in the order of `AREAS`."""
        return tuple(area for area in AREAS if not self.on_record(area))
