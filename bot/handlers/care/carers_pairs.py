"""Volunteers who always go together, and what becomes of visits when somebody is one no more."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice, NotUnderstood
from bot.handlers.care import circle, rota
from bot.handlers.care.carers import card, volunteer_of
from bot.handlers.care.whom import time_said
from bot.handlers.names import choices_of, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.people import Member
from bot.storage import carers, rotas, shifts
from bot.storage.shifts import Shift
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

ALONE = "alone"


async def pair(turn: Turn) -> Answer:
    """Ask with whom somebody always goes."""
    one = await volunteer_of(turn, turn.data.get("member", turn.member.id))
    others = await _others(turn, one.member)
    return turn.ask(
        "carer.pair.set",
        _("With whom does {name} always go? You may write a name."),
        *choices_of(others[:8]),
        Choice(ALONE, _("Goes alone")),
        never_mind(),
        data={"member": one.member.id},
        name=called(one.member, turn.today),
    )


async def take_partner(turn: Turn) -> Answer:
    """It was said with whom, or that she goes alone."""
    one = await volunteer_of(turn, turn.data["member"])
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == ALONE:
        await carers.part(turn.db, turn.club.id, [one.member.id])
        return await card(turn, one.member, turn.words(_("Good, I wrote that down.")))
    others = await _others(turn, one.member)
    found = [other for other in others if str(other.id) == turn.choice]
    if not turn.choice:
        found = matching(turn.text, others)
    if not found:
        raise NotUnderstood(turn.words(_("I find no volunteer of that name.")))
    if len(found) > 1:
        choices = (*choices_of(found), never_mind())
        return turn.ask("carer.pair.set", _("Which one do you mean?"), *choices, data=turn.data)
    await carers.note_pair(turn.db, turn.club.id, one.member.id, found[0].id)
    for told, other in ((one.member, found[0]), (found[0], one.member)):
        await _tell(turn, told, other)
    lead = turn.words(
        _("From now on {name} and {other} go together."),
        name=called(one.member, turn.today),
        other=called(found[0], turn.today),
    )
    return await card(turn, one.member, lead)


async def _tell(turn: Turn, member: Member, other: Member) -> None:
    """Tell one of a pair; who cannot says so."""
    if member.id == turn.member.id:
        return
    for listener in await turn.reach([member]):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("From now on you go visiting together with {name}."),
                name=called(other, turn.today),
            )
            no = Choice("no", words(_("I cannot go along")))
        await turn.tell(listener, text, no, step="carer.pair.no", data={"other": other.id})


async def cannot(turn: Turn) -> Answer:
    """One of the two cannot: both go alone again."""
    one = await volunteer_of(turn, turn.member.id)
    if one.partner is None or one.partner != turn.data["other"]:
        return turn.say(_("You go alone already."))
    other = await of_the_club(turn, one.partner)
    await carers.part(turn.db, turn.club.id, [one.member.id])
    for listener in await turn.reach([other]):
        with speaking_to(listener.member, turn.today) as words:
            text = words(_("{name} cannot go along."), name=called(one.member, turn.today))
        await turn.tell(listener, text)
    return turn.say(_("All right, you go alone. I told {name}."), name=called(other, turn.today))


async def _others(turn: Turn, member: Member) -> list[Member]:
    people = await carers.volunteers(turn.db, turn.club.id, turn.today)
    return [one.member for one in people if one.member.id != member.id]


async def leave(turn: Turn, member: Member) -> None:
    """Let others have the visits of who is no volunteer any more; who leads hears of them."""
    planned = await shifts.of_member(turn.db, member.id, turn.today, date.max)
    if proposed := await rotas.proposed(turn.db, turn.club.id):
        coming = await shifts.of_rota(turn.db, turn.club.id, proposed.id)
        planned += [one for one in coming if member.id in one.volunteers and one not in planned]
    for one in planned:
        others = [goes for goes in one.volunteers if goes != member.id]
        await shifts.assign(turn.db, one.id, others, turn.now)
    alone = [one for one in planned if set(one.volunteers) <= {member.id} and one.is_told]
    if alone:
        await _tell_leads(turn, member, alone)


async def _tell_leads(turn: Turn, member: Member, alone: list[Shift]) -> None:
    leads = await circle.told_first(turn, but=frozenset({member.id}))
    for listener in await turn.reach_officers(leads):
        with speaking_to(listener.member, turn.today) as words:
            name = called(member, turn.today)
            text = words(_("{name} is no volunteer any more."), name=name)
            nobody = words(_("Nobody goes yet: {visits}."), visits=_visits(alone))
            look = Choice("rota", words(_("The rota")))
        await turn.tell(listener, f"{text} {nobody}", look, step="care.rota")


async def open_visits(turn: Turn, member: Member) -> str:
    """Say which visits have nobody once she is no volunteer; empty where there are none."""
    planned = await shifts.of_member(turn.db, member.id, turn.today, date.max)
    alone = [one for one in planned if set(one.volunteers) <= {member.id}]
    if not alone or not circle.leads(turn):
        return ""
    return turn.words(_("Nobody goes yet: {visits}."), visits=_visits(alone))


def _visits(planned: list[Shift]) -> str:
    return ", ".join(f"{one.name} ({time_said(one.day, one.part)})" for one in planned)


async def rota_opened(turn: Turn) -> Answer:
    """Who heard that nobody goes looks at the rota."""
    turn.text, turn.choice = "", ""
    return await rota.begin(turn)


HANDLERS = {
    "care.rota": Step(rota_opened),
    "carer.pair": Step(pair),
    "carer.pair.set": Step(take_partner, typed=True),
    "carer.pair.no": Step(cannot),
}
