"""Clubs and the people in them, as every part of the program sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

OFFICES = ("head", "deputy", "secretary", "accountant", "treasurer")
"""The offices of the board (Ban Chủ nhiệm), in the order in which one stands in for another."""

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a platform lets one bot of ours do; 0: without a limit."""

    people: int
    """Chats that may ever write to it."""
    messages: int
    """A month, in both directions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Club:
    """One club and its settings."""

    id: int
    name: str
    hamlet: str
    zone: str
    locale: str
    unit: int
    """Đồng: sums are rounded to this."""
    interest_to_income_bp: int
    """Basis points of the interest that stay in the loan fund; the rest is the activity fund's."""
    rate_label: str
    wakes_at: time
    sleeps_at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of one club, with the offices held today."""

    id: int
    club: Club
    number: str
    name: str
    village_name: str
    hamlet: str
    birth_year: int | None
    sex: str
    form: str
    """Chosen form of address; empty: by age and sex."""
    locale: str
    household_id: int | None
    roles: frozenset[str]
    left_on: date | None = None
    """Who has left the club holds no office and no phone; a loan may still be open."""
    volunteer: bool = False
    """Visits others at home."""

    @property
    def is_officer(self) -> bool:
        """Whether the member sits on the board."""
        return not self.roles.isdisjoint(OFFICES)

    def shares_roof(self, other: Member) -> bool:
        """Whether both are the same person or live in one household."""
        if self.id == other.id:
            return True
        return self.household_id is not None and self.household_id == other.household_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A member who speaks from an address: as herself, or through a helper of the family."""

    member: Member
    kind: str
    """`self` or `helper`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """An address as it stands at the beginning of a turn, and who may be holding it."""

    id: int
    locale: str
    holders: tuple[Holder, ...]
    speaker_id: int | None
    speaker_until: datetime | None
    wrong_codes: int
    locked_until: datetime | None
    serves: int | None = None
    """The club that its bot serves; None: all of them."""
    others: tuple[int, ...] = ()
    """The clubs of those whom it is linked to although its bot does not serve them."""

    @property
    def is_shared(self) -> bool:
        """Whether the bot must ask who is speaking."""
        return len(self.holders) > 1

    def member_ids(self) -> frozenset[int]:
        """Return everybody who is linked to this address."""
        return frozenset(holder.member.id for holder in self.holders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Somebody who can be told something, and the address where."""

    address_id: int
    member: Member
    kind: str
    shared: bool
    """Several people use this phone: no sum is ever pushed to it."""
