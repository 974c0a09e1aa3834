"""Who leads home care, and who measures at meetings: named by the head, and told."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers.care.circle import speaks_herself
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.people import Member
from bot.storage import care_roles, members
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

CARE, HEALTH = care_roles.LEADS
_HEADS = ("head", "deputy")
"""The deputy where there is no head."""


async def shown(turn: Turn) -> Answer:
    """Show who leads what; the head names others."""
    said = []
    for role in care_roles.LEADS:
        people = await care_roles.holders(turn.db, turn.club.id, turn.today, [role])
        names = ", ".join(called(one, turn.today) for one in people) or _("nobody yet")
        text = _("Home care: {names}.") if role == CARE else _("Measuring, health: {names}.")
        said.append(turn.words(text, names=names))
    choices = []
    if await _names_them(turn):
        choices = [
            Choice("lead.care", _("Name who leads home care")),
            Choice("lead.health", _("Name who measures")),
            Choice("lead.ends", _("Somebody leads no more")),
        ]
    return turn.say("{said}", *choices, said="\n".join(said))


async def care(turn: Turn) -> Answer:
    """Somebody shall lead home care."""
    return await _named(turn, CARE, ends=False)


async def health(turn: Turn) -> Answer:
    """Somebody shall measure at meetings, and see what was measured."""
    return await _named(turn, HEALTH, ends=False)


async def care_ends(turn: Turn) -> Answer:
    """Somebody leads home care no more."""
    return await _named(turn, CARE, ends=True)


async def health_ends(turn: Turn) -> Answer:
    """Somebody measures no more."""
    return await _named(turn, HEALTH, ends=True)


async def ends(turn: Turn) -> Answer:
    """Ask whose task ends."""
    await _must_name(turn)
    held = [
        (role, one)
        for role in care_roles.LEADS
        for one in await care_roles.holders(turn.db, turn.club.id, turn.today, [role])
    ]
    if not held:
        return turn.say(_("Nobody was named yet."))
    texts = {CARE: _("{name}: home care"), HEALTH: _("{name}: health")}
    return turn.ask(
        "lead.which",
        _("Who leads no more?"),
        *(
            Choice(f"{role}:{one.id}", texts[role].format(name=full_name(one)))
            for role, one in held
        ),
        never_mind(),
        data={"ends": True},
    )


async def take_which(turn: Turn) -> Answer:
    """One of several was chosen, or a name was typed."""
    await _must_name(turn)
    if turn.choice == STOP:
        return left(turn)
    if ":" in turn.choice:
        role, member_id = turn.choice.split(":")
        return _sure(turn, await of_the_club(turn, int(member_id)), role, ends=True)
    if "role" not in turn.data:
        raise NotUnderstood(turn.words(_("Who leads no more?")))
    role, over = turn.data["role"], turn.data["ends"]
    if turn.choice:
        return _sure(turn, await of_the_club(turn, int(turn.choice)), role, ends=over)
    return await _find(turn, turn.text, role, ends=over)


async def _named(turn: Turn, role: str, *, ends: bool) -> Answer:
    await _must_name(turn)
    if turn.text and not turn.choice:
        return await _find(turn, turn.text, role, ends=ends)
    text = _("Who shall lead home care? Please write the name.")
    if role == HEALTH:
        text = _("Who shall measure at the meetings? Please write the name.")
    return turn.ask("lead.which", text, never_mind(), data={"role": role, "ends": ends})


async def _find(turn: Turn, typed: str, role: str, *, ends: bool) -> Answer:
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    if ends:
        people = await care_roles.holders(turn.db, turn.club.id, turn.today, [role])
    found = matching(typed, people)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return _sure(turn, found[0], role, ends=ends)
    return turn.ask(
        "lead.which",
        _("Which one do you mean?"),
        *choices_of(found),
        never_mind(),
        data={"role": role, "ends": ends},
    )


def _sure(turn: Turn, member: Member, role: str, *, ends: bool) -> Answer:
    """Say what the task lets her see, and ask for the yes."""
    if role == CARE:
        text = _(
            "{name} leads home care, and sees who is visited and how they are. Is that right?"
        )
        over = _("{name} leads home care no more. Is that right?")
    else:
        text = _(
            "{name} measures at the meetings, and alone sees what is measured of everybody."
            " Is that right?"
        )
        over = _("{name} measures no more, and no longer sees what was measured. Is that right?")
    return turn.ask(
        "lead.confirm",
        over if ends else text,
        Choice("yes", _("Yes, that is right")),
        Choice("no", _("No, leave it so")),
        data={"role": role, "ends": ends, "member": member.id},
        name=full_name(member),
    )


async def take_confirmation(turn: Turn) -> Answer:
    """Write it down, and tell her."""
    await _must_name(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    member = await of_the_club(turn, turn.data["member"])
    role, over = turn.data["role"], turn.data["ends"]
    if member.left_on is not None:
        raise turn.refuse(_("{name} is no member any more."), name=called(member, turn.today))
    act = care_roles.dismiss if over else care_roles.appoint
    if not await act(turn.db, turn.club.id, member.id, role, turn.today):
        return turn.say(_("That is written down already."))
    told = await _tell(turn, member, role, over=over)
    text = _("Good, I wrote that down, and told {name}.")
    if not told:
        text = _("Good, I wrote that down. Please tell {name}.")
    return turn.say(text, name=called(member, turn.today))


async def _tell(turn: Turn, member: Member, role: str, *, over: bool) -> bool:
    """Tell her what she may do now; False where there is nothing to tell, or no phone."""
    if member.id == turn.member.id:
        return True
    for listener in await turn.reach([member]):
        with speaking_to(listener.member, turn.today) as words:
            text = words(_told(role, over=over), name=called(turn.member, turn.today))
            look = [Choice("care", words(_("Home care")))] if role == CARE and not over else []
        await turn.tell(listener, text, *look, step="lead.told" if look else "")
        return True
    return False


def _told(role: str, *, over: bool) -> str:
    if role == CARE:
        if over:
            return _("{name} writes that you lead home care no more. Thank you for all you did.")
        return _("{name} asks you to lead home care: who is visited, who goes, and when.")
    if over:
        return _("{name} writes that you measure no more. Thank you for all you did.")
    return _("{name} asks you to measure at the meetings. Only you see what is measured.")


async def _names_them(turn: Turn) -> bool:
    if not speaks_herself(turn):
        return False
    heads = await care_roles.holders(turn.db, turn.club.id, turn.today, ["head"])
    return "head" in turn.member.roles or (not heads and "deputy" in turn.member.roles)


async def _must_name(turn: Turn) -> None:
    if await _names_them(turn):
        return
    people = await care_roles.holders(turn.db, turn.club.id, turn.today, _HEADS)
    heads = [one for one in people if "head" in one.roles] or people
    names = ", ".join(called(one, turn.today) for one in heads)
    raise turn.refuse(_("That is for {names} to say."), names=names or _("the board"))


HANDLERS = {
    "care.leads": Step(shown),
    "lead.care": Step(care),
    "lead.health": Step(health),
    "lead.care.end": Step(care_ends),
    "lead.health.end": Step(health_ends),
    "lead.ends": Step(ends),
    "lead.which": Step(take_which, typed=True),
    "lead.confirm": Step(take_confirmation, counts=True),
}
