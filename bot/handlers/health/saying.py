"""Figures and what they call for in words: for the health lead's list, and for the person.

Fixed and cautious: never a diagnosis, never a word on medicine.
"""

from __future__ import annotations

from babel.numbers import format_decimal

from bot.care.pressure import Figures, Tier
from bot.i18n import _, current_locale


def figures(found: Figures) -> str:
    """Return what was measured: "150/90, pulse 78, 52.5 kg"."""
    parts = []
    if found.systolic is not None:
        parts.append(f"{found.systolic}/{found.diastolic}")
    if found.pulse is not None:
        parts.append(_("pulse {pulse}").format(pulse=found.pulse))
    if found.grams is not None:
        parts.append(_("{weight} kg").format(weight=kilograms(found.grams)))
    return ", ".join(parts)


def kilograms(grams: int) -> str:
    """Return a weight as it is written: "52,5", in English "52.5"."""
    return str(format_decimal(grams / 1000, "0.#", locale=current_locale()))


def for_the_lead(found: Figures, *, again: bool) -> str:
    """Return what stands beside a line of the list; empty where nothing is called for.

    `again`: it was measured before on that day.
    """
    if found.tier is Tier.SEVERE and again:
        return _("still high: to the health station today")
    if found.tier is Tier.SEVERE:
        return _("high: measure again after 5 minutes, then to the health station today")
    if found.tier is Tier.RAISED:
        return _("to the health station this week")
    return ""


def for_herself(found: Figures, *, again: bool) -> str:
    """Return what the person is told beside her figures, in her own language and form."""
    if found.tier is Tier.SEVERE and again:
        return _("That is still high. Please go to the health station today.") + "\n" + signs()
    if found.tier is Tier.SEVERE:
        rest = _(
            "That is high. Please sit still for 5 minutes and have it measured again, then go to"
            " the health station today."
        )
        return f"{rest}\n{signs()}"
    if found.tier is Tier.RAISED:
        return _("Please call at the health station this week and have it looked at.")
    return ""


def for_later(found: Figures) -> str:
    """Return what figures of an earlier day still call for."""
    if found.tier in (Tier.RAISED, Tier.SEVERE):
        return _("If nobody of the health station has looked at it since: please go there.")
    return ""


def signs() -> str:
    """Say when nobody waits any more."""
    return _(
        "With a crooked mouth, a weak arm or leg, chest pain or short breath: call 115 at once."
    )
