"""How far an announcement is, in figures, and how it is read out to those without a phone."""

from __future__ import annotations

from collections.abc import Mapping

from bot.i18n import _

HEARD_OR_MAY = frozenset({"sent", "waiting", "told", "old"})
"""Who has it, may still get it, or got it so long ago that nobody keeps how."""


def counted(counts: Mapping[str, int]) -> str:
    """Say in one line what became of an announcement: "arrived 30, without a phone 10"."""
    names = {
        "sent": _("arrived {count}"),
        "waiting": _("still waiting {count}"),
        "failed": _("failed {count}"),
        "unknown": _("not sure whether it arrived {count}"),
        "unreachable": _("phone not reached {count}"),
        "none": _("without a phone {count}"),
        "quiet": _("wants no messages now {count}"),
        "stopped": _("not sent any more {count}"),
        "held": _("not sent, as the month's messages run out {count}"),
        "told": _("told in person {count}"),
    }
    return ", ".join(
        text.format(count=counts[fate]) for fate, text in names.items() if counts.get(fate)
    )


def not_reached(counts: Mapping[str, int]) -> int:
    """Return how many have not heard of it and will not without being told."""
    return sum(people for fate, people in counts.items() if fate not in HEARD_OR_MAY)


def loudspeaker(club: str, said: str) -> str:
    """Return what is read out over the hamlet's loudspeaker, in the current language."""
    text = _(
        "Attention please. {club} lets everybody know: {said} Whoever lives near somebody without"
        " a phone, please pass it on. Thank you."
    )
    body = " ".join(said.split())
    return text.format(club=club, said=body if body.endswith((".", "!", "?")) else f"{body}.")
