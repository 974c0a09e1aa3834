"""What a blood pressure measured at a meeting calls for: a second look, the station, or nothing.

No diagnosis and no word on medicine: the tiers only say who should have it measured again, and by
when. They are those of the Ministry of Health (Quyết định 3192/QĐ-BYT of 31 August 2010, grades of
hypertension as health staff measure it) and of the WHO HEARTS package (evidence-based treatment
protocols, WHO/NMH/NVI/18.2, 2018): 140/90 and 180/110 mmHg. Neither names a tier of low pressure,
so there is none here: what is unusually low is asked back like any other slip of the pen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

RAISED_SYSTOLIC, RAISED_DIASTOLIC = 140, 90
"""mmHg; grade 1 of 3192/QĐ-BYT, and where WHO HEARTS begins to act."""
SEVERE_SYSTOLIC, SEVERE_DIASTOLIC = 180, 110
"""mmHg; grade 3 of 3192/QĐ-BYT: measured again at once, and seen on the same day."""

AGAIN_AFTER = timedelta(minutes=5)
"""So long one sits still before a second look."""

SYSTOLIC, DIASTOLIC, PULSE = range(50, 301), range(20, 201), range(25, 251)
"""mmHg, and beats a minute: anything else cannot be, and is a slip of the pen."""
GRAMS = range(20_000, 250_001)
"""Of a grown person."""
USUAL_SYSTOLIC, USUAL_DIASTOLIC, USUAL_PULSE = range(80, 241), range(45, 141), range(40, 141)
"""Of nearly everybody at a meeting: what lies outside is read back once more."""
USUAL_GRAMS = range(30_000, 100_001)
LEAST_APART = 15
"""mmHg between the two figures; less is nearly always a slip."""


class Tier(Enum):
    """What a measured blood pressure calls for."""

    USUAL = "usual"
    RAISED = "raised"
    """To the health station this week."""
    SEVERE = "severe"
    """Measured again after five minutes; to the station today, with signs of a stroke 115."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of somebody at one time; whatever was not is None."""

    systolic: int | None = None
    """mmHg."""
    diastolic: int | None = None
    pulse: int | None = None
    """Beats a minute."""
    grams: int | None = None
    """Weight."""

    @property
    def tier(self) -> Tier | None:
        """Return what the blood pressure calls for; None where none was measured."""
        if self.systolic is None or self.diastolic is None:
            return None
        return tier_of(self.systolic, self.diastolic)

    @property
    def is_possible(self) -> bool:
        """Whether anything was measured, and all of it may be so of a grown person."""
        if self == Figures() or (self.systolic is None) != (self.diastolic is None):
            return False
        if self.systolic and self.diastolic and self.systolic <= self.diastolic:
            return False
        return self._lies_in(SYSTOLIC, DIASTOLIC, PULSE, GRAMS)

    @property
    def is_usual(self) -> bool:
        """Whether it needs no second question: nothing in it looks like a slip of the pen."""
        if self.systolic and self.diastolic and self.systolic - self.diastolic < LEAST_APART:
            return False
        usual = USUAL_SYSTOLIC, USUAL_DIASTOLIC, USUAL_PULSE, USUAL_GRAMS
        return self.is_possible and self._lies_in(*usual)

    def _lies_in(self, systolic: range, diastolic: range, pulse: range, grams: range) -> bool:
        within = (
            (self.systolic, systolic),
            (self.diastolic, diastolic),
            (self.pulse, pulse),
            (self.grams, grams),
        )
        return all(value is None or value in likely for value, likely in within)


def tier_of(systolic: int, diastolic: int) -> Tier:
    """Return what a blood pressure in mmHg calls for: the higher of its two figures decides."""
    if systolic >= SEVERE_SYSTOLIC or diastolic >= SEVERE_DIASTOLIC:
        return Tier.SEVERE
    if systolic >= RAISED_SYSTOLIC or diastolic >= RAISED_DIASTOLIC:
        return Tier.RAISED
    return Tier.USUAL
