"""Who was not measured this month, for the health lead alone."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Choice
from bot.handlers.health.who import must_lead
from bot.i18n import _, ngettext
from bot.people import Member
from bot.storage import consents, measurements, members
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def missing(turn: Turn) -> Answer:
    """List who is not measured yet, and who was not asked; whoever said no is left in peace."""
    await must_lead(turn)
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    agreed = await consents.of_club(turn.db, turn.club.id, "health")
    first, tomorrow = turn.today.replace(day=1), turn.today + timedelta(days=1)
    done = await measurements.measured(turn.db, turn.club.id, first, tomorrow)
    still = [one for one in people if agreed.get(one.id) and one.id not in done]
    unasked = [one for one in people if one.id not in agreed]
    parts = [_still(turn, still, len(done))]
    if unasked:
        text = _("Not asked yet whether figures may be kept:\n{names}")
        parts.append(turn.words(text, names=_by_hamlet(turn, unasked)))
    return turn.say(
        "{told}",
        Choice("measure", _("Write down blood pressure and weight")),
        told="\n\n".join(parts),
    )


def _still(turn: Turn, still: list[Member], done: int) -> str:
    measured = ngettext(
        "{count} person is measured this month.", "{count} people are measured this month.", done
    ).format(count=done)
    if not still:
        return turn.words(_("{measured} Nobody who agreed is missing."), measured=measured)
    text = _("{measured} Still to come ({count}):\n{names}")
    return turn.words(text, measured=measured, count=len(still), names=_by_hamlet(turn, still))


def _by_hamlet(turn: Turn, people: list[Member]) -> str:
    """Return a line for each hamlet: who goes from door to door reads one after the other."""
    hamlets: dict[str, list[str]] = {}
    for one in people:
        hamlets.setdefault(one.hamlet, []).append(called(one, turn.today))
    return "\n".join(
        f"– {hamlet}: {', '.join(names)}" if hamlet else f"– {', '.join(names)}"
        for hamlet, names in sorted(hamlets.items())
    )


HANDLERS = {"measure.missed": Step(missing)}
