"""Why the board is asked to help with a loan: the usual reasons, by what is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from bot.i18n import _

_LIVING: Mapping[str, tuple[str, ...]] = {
    "extension": ("illness", "loss", "sale"),
    "freeze": ("illness", "disaster", "loss"),
    "thaw": ("better", "over"),
    "write_off": ("poor", "disaster"),
    "waive_charge": ("illness", "poor", "mistake"),
}
_OF_THE_DEAD: Mapping[str, tuple[str, ...]] = {
    "extension": ("died",),
    "freeze": ("died", "heirs"),
    "write_off": ("died", "heirs"),
    "waive_charge": ("died", "mistake"),
}


def usual(kind: str, *, died: bool) -> tuple[str, ...]:
    """Return the reasons that are offered; any other is in words of an officer's own."""
    return _OF_THE_DEAD.get(kind, _LIVING[kind]) if died else _LIVING[kind]


def reason(said: str) -> str:
    """Return why something is asked for, in the language that is spoken now."""
    return _known().get(said, said)


def is_usual(said: str) -> bool:
    """Whether it is one of the reasons that are offered."""
    return said in _known()


def _known() -> dict[str, str]:
    return {
        "illness": _("Illness in the house"),
        "loss": _("The crop or the animal was lost"),
        "sale": _("The harvest or the sale is not there yet"),
        "disaster": _("A storm, a flood or a disease of the animals"),
        "poor": _("The household cannot pay any more"),
        "better": _("Times are better in the house"),
        "over": _("The time agreed on is over"),
        "mistake": _("It was written down by mistake"),
        "died": _("Who borrowed has died"),
        "heirs": _("The family cannot pay it"),
    }
