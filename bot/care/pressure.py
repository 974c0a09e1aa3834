"""What a blood pressure measured at a meeting calls for: a second look, the station, or nothing.

No diagnosis and no word on medicine: the tiers only say who should have it measured again, and by
when. They are those of the Ministry of Health (Quyết định 3192/QĐ-BYT of 31 August 2010, grades of
hypertension measured by health staff) and of the WHO HEARTS package (2018): 140/90 and 180/110
mmHg.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

RAISED_SYSTOLIC, RAISED_DIASTOLIC = 140, 90
"""mmHg; grade 1 of 3192/QĐ-BYT, and where WHO HEARTS begins to act."""
SEVERE_SYSTOLIC, SEVERE_DIASTOLIC = 180, 110
"""mmHg; grade 3 of 3192/QĐ-BYT: measured again at once, and seen on the same day."""
LOW_SYSTOLIC, LOW_DIASTOLIC = 90, 60
"""mmHg; 3192/QĐ-BYT: below is low. It matters where somebody is dizzy or has fallen."""

SYSTOLIC, DIASTOLIC, PULSE = range(60, 301), range(30, 201), range(30, 221)
"""mmHg, and beats a minute: anything else is a slip of the pen."""
GRAMS = range(20_000, 200_001)
"""Of a grown person."""


class Tier(Enum):
    """What a measured blood pressure calls for."""

    LOW = "low"
    """Sit down, drink; the station where one is dizzy."""
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
    def is_likely(self) -> bool:
        """Whether all of it may be so of a grown person."""
        if self.systolic and self.diastolic and self.systolic <= self.diastolic:
            return False
        within = (
            (self.systolic, SYSTOLIC),
            (self.diastolic, DIASTOLIC),
            (self.pulse, PULSE),
            (self.grams, GRAMS),
        )
        return all(value is None or value in likely for value, likely in within)


def tier_of(systolic: int, diastolic: int) -> Tier:
    """Return what a blood pressure in mmHg calls for: the higher of its two figures decides."""
    if systolic >= SEVERE_SYSTOLIC or diastolic >= SEVERE_DIASTOLIC:
        return Tier.SEVERE
    if systolic >= RAISED_SYSTOLIC or diastolic >= RAISED_DIASTOLIC:
        return Tier.RAISED
    if systolic < LOW_SYSTOLIC or diastolic < LOW_DIASTOLIC:
        return Tier.LOW
    return Tier.USUAL
