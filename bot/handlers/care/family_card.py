"""The family of somebody who is visited, on her card: whom to call, and who may see or is warned.

Whoever may change her record writes it down, and she herself; what she agreed to is asked apart
for each of the two, and taken back at any time.
"""

from __future__ import annotations

from bot import i18n
from bot.care.people import Recipient
from bot.chat import Choice, NotUnderstood
from bot.clock import local_day
from bot.handlers.care import circle, family_codes
from bot.handlers.care.family_eyes import introduced, relation_said, relative_called
from bot.handlers.care.whom import choices_of, matching
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _
from bot.storage import relatives
from bot.storage.relatives import Relative
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.telephones import telephone

ADD = "add"


async def begin(turn: Turn) -> Answer:
    """Show the family of whose card is open, of who is named, or of the speaker herself."""
    if turn.data.get("recipient"):
        return await shown(turn, await hers(turn, turn.data["recipient"]))
    people = [one for one in await circle.visible(turn) if may_change(turn, one)]
    if turn.text:
        people = matching(turn.text, people)
    if not people:
        await circle.must_write(turn)
        raise turn.refuse(_("I find nobody of that name among those who are visited."))
    if len(people) == 1:
        return await shown(turn, people[0])
    return turn.ask("relatives.whose", _("Whose family?"), *choices_of(people), never_mind())


async def take_whose(turn: Turn) -> Answer:
    """One of several who are visited was chosen."""
    if turn.choice == STOP:
        return turn.say(_("All right, nothing was written down."))
    return await shown(turn, await hers(turn, int(turn.choice)))


async def take_which(turn: Turn) -> Answer:
    """Somebody of the family was chosen."""
    if turn.choice == STOP:
        return turn.say(_("All right, everything stays as it is."))
    recipient = await hers(turn, turn.data["recipient"])
    return one_shown(turn, recipient, await relative(turn, recipient, int(turn.choice)))


async def take_deed(turn: Turn) -> Answer:
    """Do what was chosen for somebody of the family."""
    recipient = await hers(turn, turn.data["recipient"])
    one = await relative(turn, recipient, turn.data["relative"])
    if turn.choice in ("sees", "warned"):
        return _ask_agreed(turn, recipient, one, turn.choice)
    if turn.choice in ("unseen", "unwarned"):
        return await _taken_back(turn, recipient, one)
    if turn.choice == "code":
        return await family_codes.given(turn, recipient, one)
    if turn.choice == "phone":
        text = _("Which telephone number has {name}?")
        return turn.ask(
            "relatives.phone", text, never_mind(), data=turn.data, name=relative_called(one)
        )
    if turn.choice == "off":
        await relatives.strike_off(turn.db, one.club_id, one.id, turn.now)
        text = _("{name} is struck off, and sees nothing any more.")
        return turn.say(text, *_back(), data=_of(recipient), name=relative_called(one))
    return turn.say(_("All right, everything stays as it is."))


async def take_agreed(turn: Turn) -> Answer:
    """Who is visited said yes or no: it is written down, and by whom."""
    recipient = await hers(turn, turn.data["recipient"])
    one = await relative(turn, recipient, turn.data["relative"])
    if turn.choice != "yes":
        return turn.say(_("All right, everything stays as it is."), *_back(), data=_of(recipient))
    what = turn.data["what"]
    one = await agree(
        turn, one, sees=one.sees or what == "sees", warned=one.is_warned or what == "warned"
    )
    return await family_codes.welcomed(turn, recipient, one)


async def take_phone(turn: Turn) -> Answer:
    """The telephone number was typed."""
    recipient = await hers(turn, turn.data["recipient"])
    one = await relative(turn, recipient, turn.data["relative"])
    if turn.choice == STOP:
        return turn.say(_("All right, everything stays as it is."))
    number = telephone(turn.text)
    if not number:
        raise NotUnderstood(turn.words(_("Please write the number, for example 0912 345 678.")))
    await relatives.call(turn.db, one.club_id, one.id, number)
    return one_shown(turn, recipient, await relative(turn, recipient, one.id))


async def hers(turn: Turn, recipient_id: int) -> Recipient:
    """Return who is visited, where the speaker may say who of the family sees it."""
    found = await circle.one(turn, recipient_id)
    if not may_change(turn, found):
        await circle.hers_to_change(turn, recipient_id)
    if found.until is not None and found.until <= turn.today:
        raise turn.refuse(_("Nobody visits {name} any more."), name=called(found, turn.today))
    return found


def may_change(turn: Turn, recipient: Recipient) -> bool:
    """Whether the speaker may: who writes her record, and herself, but no helper of hers."""
    herself = circle.speaks_herself(turn) and circle.is_herself(turn, recipient)
    return herself or circle.may_change(turn, recipient)


async def relative(turn: Turn, recipient: Recipient, relative_id: int) -> Relative:
    """Return somebody of the family; refuses who was struck off or is another's."""
    found = await relatives.one(turn.db, recipient.club_id, relative_id)
    if found is None or found.recipient_id != recipient.id:
        raise turn.refuse(_("That was changed meanwhile: please look again."))
    return found


async def agree(turn: Turn, one: Relative, *, sees: bool, warned: bool) -> Relative:
    """Write down what who is visited agreed to, and return the relative as she is then."""
    await relatives.agree(
        *(turn.db, one.club_id, one.id),
        sees=sees,
        is_warned=warned,
        noted_by=turn.member.id,
        now=turn.now,
    )
    found = await relatives.one(turn.db, one.club_id, one.id)
    return found or one


async def shown(turn: Turn, recipient: Recipient) -> Answer:
    """List the family with what each may see, to choose one or add somebody."""
    found = await relatives.of_recipient(turn.db, recipient.club_id, recipient.id)
    name = called(recipient, turn.today)
    lines = [i18n.sentence(_("The family of {name}:"), name=name)]
    lines += [_line(turn, one) for one in found]
    if not found:
        lines.append(_("Nobody is written down yet."))
    choices = [Choice(str(one.id), one.name) for one in found]
    return Answer(
        text="\n".join(lines),
        choices=(*choices, Choice(ADD, _("Add somebody")), never_mind()),
        step="relatives.which",
        data=_of(recipient),
    )


def one_shown(turn: Turn, recipient: Recipient, one: Relative) -> Answer:
    """Show one of the family, with what can be done."""
    sees = Choice("sees", _("May see the visits"))
    warned = Choice("warned", _("May be warned"))
    choices = [
        Choice("unseen", _("Shall see no visits any more")) if one.sees else sees,
        Choice("unwarned", _("Shall not be warned any more")) if one.is_warned else warned,
    ]
    if one.may_join and one.member_id is None:
        choices.append(Choice("code", _("Give out a code")))
    choices += [
        Choice("phone", _("Another telephone number")),
        Choice("off", _("Strike off")),
        never_mind(),
    ]
    data = {**_of(recipient), "relative": one.id}
    return Answer(text=_line(turn, one), choices=tuple(choices), step="relatives.do", data=data)


def _line(turn: Turn, one: Relative) -> str:
    parts = [f"{one.name}, {relation_said(one.relation)}"]
    if one.phone:
        parts.append(one.phone)
    may = [_("sees the visits")] if one.sees else []
    may += [_("is warned")] if one.is_warned else []
    parts.append(" + ".join(may) or _("sees nothing"))
    if one.agreed_at and may:
        on = i18n.short_day(local_day(one.agreed_at, turn.zone), today=turn.today)
        parts.append(_("agreed on {day}").format(day=on))
    if one.address_id is not None:
        parts.append(_("looks on a phone"))
    return "; ".join(parts) + "."


def _ask_agreed(turn: Turn, recipient: Recipient, one: Relative, what: str) -> Answer:
    data = {**_of(recipient), "relative": one.id, "what": what}
    return ask_agreed(turn, recipient, one, what, step="relatives.agreed", data=data)


def ask_agreed(
    turn: Turn, recipient: Recipient, one: Relative, what: str, *, step: str, data: Data
) -> Answer:
    """Ask whether who is visited agreed to one of the two things, and to nothing else."""
    if circle.is_herself(turn, recipient):
        text = _("May {relative} see when somebody came to you and what was done? Nothing else.")
        if what == "warned":
            text = _("May I tell {relative} when you are not well?")
    else:
        text = _(
            "Did {name} agree that {relative} sees when somebody came and what was done?"
            " Nothing else is shown."
        )
        if what == "warned":
            text = _("Did {name} agree that I tell {relative} when {name} is not well?")
    return turn.ask(
        step,
        text,
        Choice("yes", _("Yes, agreed")),
        Choice("no", _("No")),
        data=data,
        name=called(recipient, turn.today),
        relative=relative_called(one),
    )


async def _taken_back(turn: Turn, recipient: Recipient, one: Relative) -> Answer:
    sees = one.sees and turn.choice != "unseen"
    warned = one.is_warned and turn.choice != "unwarned"
    await agree(turn, one, sees=sees, warned=warned)
    text = _("Done, from this moment: {name} sees no visits any more. Nobody is told why.")
    if turn.choice == "unwarned":
        text = _("Done, from this moment: {name} is not warned any more. Nobody is told why.")
    name = introduced(turn, one, recipient)
    return turn.say(text, *_back(), data=_of(recipient), name=name)


def _back() -> tuple[Choice, ...]:
    return (Choice("relatives", _("The family")),)


def _of(recipient: Recipient) -> Data:
    return {"recipient": recipient.id}


HANDLERS = {
    "relatives": Step(begin),
    "relatives.whose": Step(take_whose),
    "relatives.do": Step(take_deed),
    "relatives.agreed": Step(take_agreed),
    "relatives.phone": Step(take_phone, typed=True),
}
