"""Who visits others at home: noted by who enrols members, from a card or by a few words."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers.board import must_enrol
from bot.handlers.care import carers_pairs, circle
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.reaching import of_the_club
from bot.i18n import _
from bot.people import Member
from bot.storage import carers, members
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding import naming
from bot.understanding.phrases import cut


async def begin(turn: Turn) -> Answer:
    """Somebody is a volunteer: whose card is open, or who is named."""
    return await _noted(turn, volunteer=True)


async def end(turn: Turn) -> Answer:
    """Somebody is one no more."""
    return await _noted(turn, volunteer=False)


async def take_which(turn: Turn) -> Answer:
    """The officer chose one of several who are called so."""
    await _must_note(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    return await _note(turn, int(turn.choice), volunteer=turn.data["volunteer"])


async def _noted(turn: Turn, *, volunteer: bool) -> Answer:
    if turn.text and circle.speaks_herself(turn) and naming.ONESELF.is_all_of(cut(turn.text)):
        return await _of_herself(turn, volunteer=volunteer)
    if not turn.text or turn.choice:
        return await _note(turn, turn.data["member"], volunteer=volunteer)
    await _must_note(turn)
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, people)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await _note(turn, found[0].id, volunteer=volunteer)
    return turn.ask(
        "volunteer.which",
        _("Which one do you mean?"),
        *choices_of(found),
        Choice("no", _("Never mind")),
        data={"volunteer": volunteer},
    )


async def _of_herself(turn: Turn, *, volunteer: bool) -> Answer:
    """End it at her own word; that she wants to begin is for who sees to home care to say."""
    if volunteer == turn.member.volunteer:
        return turn.say(_("That is written down already."))
    if not volunteer or circle.writes(turn):
        return await _note(turn, turn.member.id, volunteer=volunteer)
    leads = await circle.told_first(turn)
    for listener in await turn.reach_officers(leads):
        with speaking_to(listener.member, turn.today) as words:
            name = called(turn.member, turn.today)
            text = words(_("{name} would like to be a volunteer."), name=name)
            yes = Choice("yes", words(_("Is a volunteer")))
            no = Choice("no", words(_("Not now")))
        data = {"member": turn.member.id}
        await turn.tell(listener, text, yes, no, step="volunteer.offered", data=data)
    return turn.say(
        _("How kind of you! {names} will speak with you about it."),
        names=await circle.names(turn),
    )


async def take_offer(turn: Turn) -> Answer:
    """Who sees to home care says yes to a volunteer, or not now."""
    await _must_note(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    member = await of_the_club(turn, turn.data["member"])
    for listener in await turn.reach([] if member.volunteer else [member]):
        with speaking_to(listener.member, turn.today) as words:
            text = words(_("Welcome as a volunteer! On which days can you visit?"))
            days = Choice("days", words(_("My days for visits")))
        await turn.tell(listener, text, days, step="carer.mine")
    return await _note(turn, member.id, volunteer=True)


async def _note(turn: Turn, member_id: int, *, volunteer: bool) -> Answer:
    """Note it; whose visits are open now is told to who leads home care."""
    member = await of_the_club(turn, member_id)
    if volunteer or not _is_her_own(turn, member):
        await _must_note(turn)
    after = "" if volunteer else await carers_pairs.open_visits(turn, member)
    await members.note_volunteer(turn.db, turn.club.id, member.id, volunteer=volunteer)
    days = Choice("carer.days", _("On which days?"))
    if volunteer:
        text = _(
            "I noted that {name} is a volunteer. Announcements can go to the volunteers alone."
        )
        return turn.say(text, days, data={"member": member.id}, name=full_name(member))
    if member.volunteer:
        await carers_pairs.leave(turn, member)
        await carers.forget(turn.db, turn.club.id, member.id)
    text = turn.words(_("I noted that {name} is no volunteer any more."), name=full_name(member))
    return turn.say("{said}", said=f"{text} {after}".strip())


def _is_her_own(turn: Turn, member: Member) -> bool:
    """Whether a volunteer speaks of herself: she may end it at any time."""
    return circle.volunteers(turn) and member.id == turn.member.id


async def _must_note(turn: Turn) -> None:
    """Refuse who neither enrols members nor sees to home care."""
    if not circle.leads(turn):
        await must_enrol(turn)


HANDLERS = {
    "volunteer": Step(begin),
    "volunteer.end": Step(end),
    "volunteer.which": Step(take_which),
    "volunteer.offered": Step(take_offer),
}
