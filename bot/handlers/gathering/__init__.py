"""What the club does together: the roll, minutes, eight areas, labour swaps, its report."""

from __future__ import annotations

from bot.handlers.gathering import (
    activities,
    activity_answers,
    activity_changes,
    areas,
    day,
    decided,
    guests,
    labour,
    minutes_closing,
    minutes_parts,
    minutes_shown,
    report_signing,
    report_words,
    reports,
    roll,
    roll_names,
)
from bot.turn import Handlers

HANDLERS: Handlers = {
    **day.HANDLERS,
    **roll.HANDLERS,
    **roll_names.HANDLERS,
    **guests.HANDLERS,
    **areas.HANDLERS,
    **activities.HANDLERS,
    **activity_answers.HANDLERS,
    **activity_changes.HANDLERS,
    **labour.HANDLERS,
    **decided.HANDLERS,
    **minutes_shown.HANDLERS,
    **minutes_parts.HANDLERS,
    **minutes_closing.HANDLERS,
    **reports.HANDLERS,
    **report_signing.HANDLERS,
    **report_words.HANDLERS,
}
