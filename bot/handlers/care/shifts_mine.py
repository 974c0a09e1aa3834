"""Who goes where in these two weeks: a volunteer's own visits, or somebody's for the care lead."""

from __future__ import annotations

from datetime import timedelta

from bot.care.rota import WEEK
from bot.chat import Choice, NotUnderstood
from bot.handlers.care import circle, whom
from bot.handlers.care.rota_facts import names, when
from bot.handlers.care.shifts_told import lines_of
from bot.handlers.names import choices_of, matching
from bot.i18n import _
from bot.people import Member
from bot.storage import members, recipients, shifts
from bot.telling import called
from bot.turn import Answer, Step, Turn

AHEAD = timedelta(days=2 * WEEK)


async def mine(turn: Turn) -> Answer:
    """Show a volunteer her visits of two weeks; who is visited herself, who comes to her."""
    if not circle.volunteers(turn) and (answer := await _to_me(turn)):
        return answer
    planned = await shifts.of_member(turn.db, turn.member.id, turn.today, turn.today + AHEAD)
    if not circle.speaks_herself(turn) or not (planned or circle.volunteers(turn)):
        await circle.must_lead(turn)
    if not planned:
        return turn.say(
            _("No visits of yours are planned in these two weeks."),
            Choice("visit", _("I have visited")),
        )
    known = await names(turn, planned)
    return turn.say(
        _("Your visits in these two weeks:\n{lines}"),
        Choice("visit", _("I have visited")),
        Choice("swap", _("I cannot go once")),
        lines="\n".join(lines_of(known, turn.member.id, planned)),
    )


async def _to_me(turn: Turn) -> Answer | None:
    """Say who comes to the speaker, or to whom she helps; None where nobody visits her."""
    herself = await recipients.of_member(turn.db, turn.club.id, turn.member.id)
    if herself is None or herself.until is not None:
        return None
    return await to_somebody(turn, herself.id, own=True)


async def of_named(turn: Turn) -> Answer:
    """Show the care lead the visits of a volunteer, or to somebody, whom she names."""
    await circle.must_lead(turn)
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    goers = matching(turn.text, (one for one in people if one.volunteer))
    visited = await recipients.of_club(turn.db, turn.club.id, turn.today)
    hers = whom.matching(turn.text, visited)
    if len(goers) + len(hers) > 1:
        choices = [Choice(f"goes:{one.key}", one.label) for one in choices_of(goers)]
        choices += [Choice(f"to:{one.key}", one.label) for one in whom.choices_of(hers)]
        return turn.ask("shifts.whose", _("Which one do you mean?"), *choices)
    if goers:
        return await of_volunteer(turn, goers[0])
    if hers:
        return await to_somebody(turn, hers[0].id)
    raise NotUnderstood(turn.words(_("I find nobody of that name who visits or is visited.")))


async def take_whose(turn: Turn) -> Answer:
    """It is clear whose visits."""
    await circle.must_lead(turn)
    kind, _sign, number = turn.choice.partition(":")
    if kind == "to":
        return await to_somebody(turn, int(number))
    found = await members.several(turn.db, [int(number)], turn.today)
    member = found.get(int(number))
    if member is None or member.club.id != turn.club.id:
        raise turn.refuse(_("I find nobody of that name in the club."))
    return await of_volunteer(turn, member)


async def of_volunteer(turn: Turn, member: Member) -> Answer:
    """Show where somebody goes, to be read out to her."""
    planned = await shifts.of_member(turn.db, member.id, turn.today, turn.today + AHEAD)
    known = await names(turn, planned)
    name = called(member, turn.today)
    if not planned:
        return turn.say(
            _("No visits of {name} are planned in these two weeks."),
            Choice("rota", _("The rota")),
            name=name,
        )
    return turn.say(
        _("Visits of {name}:\n{lines}"),
        Choice("rota", _("The rota")),
        name=name,
        lines="\n".join(lines_of(known, member.id, planned)),
    )


async def to_somebody(turn: Turn, recipient_id: int, *, own: bool = False) -> Answer:
    """Show who comes to somebody; `own`: the speaker is visited herself, or helps her."""
    before = turn.today + AHEAD
    planned = await shifts.of_recipient(turn.db, turn.club.id, recipient_id, turn.today, before)
    known = await names(turn, planned)
    next_one = Choice("visit.ask", _("Ask for a visit")) if own else Choice("rota", _("The rota"))
    name = known.of(recipient_id)
    if not planned:
        text = _("No visits to {name} are planned in these two weeks.")
        return turn.say(text, next_one, name=name)
    lines = [f"– {when(one)}: {known.going(one.volunteers) or _('nobody yet')}" for one in planned]
    text = _("Visits to {name}:\n{lines}")
    return turn.say(text, next_one, name=name, lines="\n".join(lines))


HANDLERS = {
    "visits.mine": Step(mine),
    "shifts.whose": Step(take_whose),
}
