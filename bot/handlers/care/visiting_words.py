"""How a visit is told: who came, when, what was done, how somebody was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot import i18n
from bot.care.people import Recipient
from bot.care.visits import Visit
from bot.handlers.care import circle
from bot.handlers.care.whom import needs_said
from bot.i18n import _
from bot.people import Member
from bot.storage import members, recipients, visits
from bot.telling import called
from bot.turn import Turn


def state_button(state: str) -> str:
    """Return how somebody was found, as a button."""
    return {
        "well": _("Well"),
        "usual": _("As always"),
        "weak": _("Weak"),
        "station": _("Needs the health station"),
    }[state]


def found_said(state: str, name: str) -> str:
    """Return how somebody was found, as a sentence: what was seen, and never what it is."""
    text = {
        "well": _("{name} is well."),
        "usual": _("{name} is as always."),
        "weak": _("{name} is rather weak."),
        "station": _("Somebody of the health station should see {name}."),
    }[state]
    return i18n.sentence(text, name=name)


def when_said(on: date, today: date) -> str:
    """Return a day as people say it: "hôm nay", "hôm qua", "thứ ba 17/11"."""
    near = {0: _("today"), 1: _("yesterday")}.get((today - on).days)
    return near or i18n.near_day(on, with_lunar=False)


def days_said(days: Iterable[date], today: date) -> str:
    """Return several days in one line."""
    return ", ".join(when_said(on, today) for on in days)


def who_said(turn: Turn, ids: Sequence[int], people: dict[int, Member]) -> str:
    """Return who came, the speaker first: "bác và bà Hoa"."""
    names = [called(people[one], turn.today) for one in ids if one != turn.member.id]
    if turn.member.id in ids:
        names.insert(0, turn.words(_("you")))
    if len(names) < 2:
        return "".join(names)
    return turn.words(_("{names} and {last}"), names=", ".join(names[:-1]), last=names[-1])


def visit_said(
    turn: Turn, whose: Recipient, who: str, days: Iterable[date], tasks: Sequence[str]
) -> str:
    """Return who visited whom, when, and what was done there."""
    text = _("{who} visited {name} {when}: {what}.")
    if not tasks:
        text = _("{who} visited {name} {when}.")
    return turn.words(
        text,
        who=who,
        name=called(whose, turn.today),
        when=days_said(days, turn.today),
        what=needs_said(tasks).lower(),
    )


def joined(*parts: str) -> str:
    """Return sentences one after another, without those that are empty."""
    return " ".join(filter(None, parts))


async def of_visit(turn: Turn, visit: Visit) -> str:
    """Return what is written of a visit: who came, what was done, how she was, and the note."""
    whose = await recipient_of(turn, visit.recipient_id)
    people = await members.several(turn.db, visit.visitors, turn.today)
    parts = [
        visit_said(turn, whose, who_said(turn, visit.visitors, people), [visit.day], visit.tasks),
        found_said(visit.state, called(whose, turn.today)),
    ]
    if visit.note:
        parts.append(turn.words(_("Noted: {note}."), note=visit.note.rstrip(".")))
    if visits.is_late(visit, turn.zone):
        parts.append(turn.words(_("(added later)")))
    return joined(*parts)


async def may_see(turn: Turn, visit: Visit) -> bool:
    """Whether the speaker may know what was written: of her own people, or by herself."""
    if circle.leads(turn) or turn.member.id in (*visit.visitors, visit.entered_by):
        return True
    known = await recipients.known_to(turn.db, turn.club.id, turn.member.id)
    return circle.volunteers(turn) and visit.recipient_id in known


async def recipient_of(turn: Turn, recipient_id: int) -> Recipient:
    """Return somebody of the club who is or was visited; refuses anybody else."""
    found = await recipients.one(turn.db, turn.club.id, recipient_id)
    if found is None:
        raise turn.refuse(_("I find nobody of that name among those who are visited."))
    return found
