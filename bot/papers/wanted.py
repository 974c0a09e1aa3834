"""What papers that are drawn by hand are drawn from: a count, a day's list, a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.care.months import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Somebody who signs, and how it was signed already."""

    office: str
    name: str
    signed: str = ""
    """"signed by phone at 19:05"; empty: by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountMinutes:
    """A count as it is written down; sums in đồng."""

    club: str
    hamlet: str
    counted_at: datetime
    """On the club's clock."""
    keeper: Signature
    others: Sequence[Signature]
    """Who else signs: the second officer, and who counted where the keeper did not."""
    funds: Sequence[tuple[str, int]]
    """What the book says, by fund."""
    notes: Sequence[tuple[int, int]]
    """What a note is worth and how many there were; empty where only the total was told."""
    counted: int
    reason: str

    @property
    def expected(self) -> int:
        """What the book says in all."""
        return sum(amount for _name, amount in self.funds)

    @property
    def difference(self) -> int:
        """What there is more than that; negative: what is missing."""
        return self.counted - self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """What one member is asked for, đồng."""

    name: str
    """With the village name."""
    interest: int
    principal: int
    fee: int
    """The member's fee, and charges of the club's paper rules."""

    @property
    def total(self) -> int:
        """All of it."""
        return self.interest + self.principal + self.fee


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The list of one day."""

    club: str
    hamlet: str
    held_on: date
    rate_label: str
    """lai or phi: what the club calls interest."""
    rows: tuple[SheetRow, ...]

    @property
    def total(self) -> int:
        """What all together are asked for, đồng."""
        return sum(row.total for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A meeting as it is put up and read out, and who calls for it."""

    club: str
    hamlet: str
    held_on: date
    at: time
    place: str
    agenda: str
    """One thing a line; empty where nothing is written down."""
    signer: str
    """The full name under it."""
    office: str
    spoken_of: str
    """The signer as neighbours speak of her: "bác Phượng"."""
    written_on: date
    lunar_days: bool = True

    @property
    def things(self) -> list[str]:
        """What the agenda names, one by one."""
        return [line.strip(" .;-•") for line in self.agenda.splitlines() if line.strip(" .;-•")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRow:
    """One person's visits of a month."""

    name: str
    cells: tuple[Cell | None, ...]
    """By week; None where there was none to be made."""

    @property
    def total(self) -> int:
        """All visits to her."""
        return sum(cell.made for cell in self.cells if cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class CareMonth:
    """A month of home care, by week and by who is visited."""

    club: str
    month: date
    """Its first day."""
    rows: tuple[CareRow, ...]
    volunteers: int
    """So many went."""
    minutes: int
    """Of all of them together."""
