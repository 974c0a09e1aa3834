"""Each person hears her own figures: in her own chat, from nobody else, and never aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.care.pressure import Tier
from bot.handlers.health import saying
from bot.handlers.health.draft import Entry, Room
from bot.i18n import _, short_day
from bot.people import Listener
from bot.storage import consents
from bot.telling import called, speaking_to
from bot.turn import Turn


async def tell_each(
    turn: Turn, here: Room, written: Sequence[tuple[Entry, int]], day: date
) -> list[str]:
    """Tell each who wants messages; return for the health lead who is measured once more."""
    reminded = await consents.of_club(turn.db, turn.club.id, "reminders")
    family = await consents.of_club(turn.db, turn.club.id, "health_helper")
    by_member = {entry.member: (entry, number) for entry, number in written}
    wanted = [
        here.people[member]
        for member in by_member
        if member is not None and member != turn.member.id and reminded.get(member)
    ]
    for listener in await turn.reach(wanted):
        if listener.kind == "self" or family.get(listener.member.id):
            await _tell(turn, listener, *by_member[listener.member.id], day)
    return _once_more(turn, here, by_member.values())


async def _tell(turn: Turn, listener: Listener, entry: Entry, number: int, day: date) -> None:
    with speaking_to(listener.member, turn.today) as words:
        text = _("Measured on {day}: {figures}.")
        told = words(text, day=short_day(day), figures=saying.figures(entry.figures))
        advice = saying.for_herself(entry.figures, again=number > 1)
        await turn.tell(listener, f"{told}\n{words(advice)}" if advice else told)


def _once_more(turn: Turn, here: Room, written: Iterable[tuple[Entry, int]]) -> list[str]:
    names = [
        called(here.people[entry.member], turn.today)
        for entry, number in written
        if entry.figures.tier is Tier.SEVERE and number == 1 and entry.member in here.people
    ]
    if not names:
        return []
    text = _("Measure again after 5 minutes: {names}.")
    return [turn.words(text, names=", ".join(names))]
