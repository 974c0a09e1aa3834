"""The volunteers with their days, and the card of one: her own, or for who sees to home care."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers.care import circle
from bot.handlers.care.whom import times_said
from bot.handlers.names import choices_of, full_name, in_full, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, ngettext, short_day
from bot.people import Member
from bot.storage import carers, members
from bot.storage.carers import Volunteer
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def everybody(turn: Turn) -> Answer:
    """Show the volunteers and when they can go; a volunteer sees herself."""
    if not circle.writes(turn) and circle.volunteers(turn):
        return await card(turn, turn.member)
    await circle.must_write(turn)
    people = await carers.volunteers(turn.db, turn.club.id, turn.today)
    if not people:
        return turn.say(
            _(
                "Nobody is noted as a volunteer yet. Please write for example: “bà Hoa là tình"
                " nguyện viên”."
            )
        )
    return turn.ask(
        "carer.who",
        _("Volunteers:\n{people}\nWhose days shall I change?"),
        *choices_of([one.member for one in people]),
        never_mind(),
        people="\n".join([await _in_a_line(turn, one) for one in people]),
    )


async def take_who(turn: Turn) -> Answer:
    """A volunteer was chosen, or named."""
    await circle.must_write(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await card(turn, (await volunteer_of(turn, int(turn.choice))).member)
    people = await carers.volunteers(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, [one.member for one in people])
    if not found:
        raise NotUnderstood(turn.words(_("I find no volunteer of that name.")))
    if len(found) == 1:
        return await card(turn, found[0])
    return turn.ask("carer.who", _("Which one do you mean?"), *choices_of(found), never_mind())


async def mine(turn: Turn) -> Answer:
    """Show a volunteer what is written of her own days."""
    return await card(turn, (await volunteer_of(turn, turn.member.id)).member)


async def card(turn: Turn, member: Member, lead: str = "") -> Answer:
    """Show when somebody can go, how often, with whom, and what can be changed."""
    one = await carers.volunteer(turn.db, member, turn.today)
    own = member.id == turn.member.id
    said = [lead] if lead else []
    who = turn.words("{You}") if own else in_full(member, turn.today)
    said.append(turn.words("{who}:", who=who))
    said += [f"• {line}" for line in await lines(turn, one)]
    choices = [
        Choice("carer.days", _("The days")),
        Choice("carer.most", _("How often a week")),
        Choice("carer.pair", _("Who goes along")),
        Choice("carer.away", _("Away for some days")),
        Choice("volunteer.end", _("No longer a volunteer")),
    ]
    if one.away:
        choices.insert(-1, Choice("carer.back", _("Back again")))
    return turn.say("{said}", *choices, data={"member": member.id}, said="\n".join(said))


async def lines(turn: Turn, one: Volunteer) -> list[str]:
    """Return what is written of a volunteer, a line for each thing."""
    most = ngettext("at most {count} visit a week", "at most {count} visits a week", one.weekly)
    said = [
        turn.words(_("can go: {days}"), days=times_said(one.times)),
        turn.words(most, count=one.weekly),
    ]
    if one.partner is not None:
        other = await members.member(turn.db, one.partner, turn.today)
        said.append(turn.words(_("goes with {name}"), name=called(other, turn.today)))
    for from_on, until_on in one.away:
        last = until_on.fromordinal(until_on.toordinal() - 1)
        text = _("away from {first} to {last}")
        said.append(turn.words(text, first=short_day(from_on), last=short_day(last)))
    return said


async def _in_a_line(turn: Turn, one: Volunteer) -> str:
    return f"• {full_name(one.member)}: {'; '.join(await lines(turn, one))}"


async def volunteer_of(turn: Turn, member_id: int) -> Volunteer:
    """Return a volunteer whose days the speaker may change: her own, or who writes for others."""
    if member_id != turn.member.id or not circle.speaks_herself(turn):
        await circle.must_write(turn)
    member = await of_the_club(turn, member_id)
    if not member.volunteer and member.id == turn.member.id:
        raise turn.refuse(
            _(
                "You are not noted as a volunteer. Whoever wants to be one writes: “tôi làm tình"
                " nguyện viên”."
            )
        )
    if not member.volunteer or member.left_on is not None:
        raise turn.refuse(_("{name} is no volunteer."), name=called(member, turn.today))
    return await carers.volunteer(turn.db, member, turn.today)


HANDLERS = {
    "care.volunteers": Step(everybody),
    "carer.who": Step(take_who, typed=True),
    "carer.mine": Step(mine),
}
