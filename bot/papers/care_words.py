"""Words of home care that stand in the chat and in pictures alike."""

from __future__ import annotations

from bot.i18n import ngettext


def hours_said(minutes: int) -> str:
    """Return "6 giờ", "6 giờ 30 phút"; in English "6 hours", "6 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    whole = ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    if not rest:
        return whole
    part = ngettext("{count} minute", "{count} minutes", rest).format(count=rest)
    return f"{whole} {part}" if hours else part
