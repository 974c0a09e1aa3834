"""Writing somebody of the family down: her name, what she is, her number, and what was agreed."""

from __future__ import annotations

from bot.care.family import RELATIONS
from bot.care.people import Recipient
from bot.chat import Choice, NotUnderstood
from bot.handlers.care import family_card, family_codes
from bot.handlers.care.family_eyes import relation_said
from bot.handlers.names import full_name, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.storage import members, relatives
from bot.storage.relatives import Relative
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.replies import is_puzzled
from bot.understanding.telephones import telephone
from bot.understanding.words import command

LONGEST_NAME, LONGEST_RELATION = 60, 30
MOST = 8
"""Of one person's family."""
STRANGER, NONE = "stranger", "none"


async def take_which(turn: Turn) -> Answer:
    """Somebody of the family was chosen on the card, or somebody is to be added."""
    if turn.choice != family_card.ADD:
        return await family_card.take_which(turn)
    recipient = await family_card.hers(turn, turn.data["recipient"])
    known = await relatives.of_recipient(turn.db, recipient.club_id, recipient.id)
    if len(known) >= MOST:
        raise turn.refuse(_("That is enough of one family: please strike somebody off first."))
    return turn.ask(
        "relatives.name",
        _("What is the full name of who belongs to {name}? For example Lò Thị Hạnh."),
        never_mind(),
        data={"recipient": recipient.id},
        name=called(recipient, turn.today),
    )


async def take_name(turn: Turn) -> Answer:
    """The name was typed: it may be somebody of the club."""
    recipient = await family_card.hers(turn, turn.data["recipient"])
    if turn.choice == STOP:
        return left(turn)
    name = " ".join(turn.text.split()).strip(" .,;:")
    if not 2 <= len(name) <= LONGEST_NAME or command(name) or is_puzzled(name):
        raise NotUnderstood(turn.words(_("The name, please, for example Lò Thị Hạnh.")))
    data = {"recipient": recipient.id, "name": name}
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    others = [one for one in people if one.id != recipient.member_id]
    found = matching(name, others)[:3]
    if not found:
        return _ask_relation(turn, data)
    return turn.ask(
        "relatives.member",
        _("Is that somebody of the club?"),
        *(Choice(str(one.id), full_name(one)) for one in found),
        Choice(STRANGER, _("No, somebody else")),
        data=data,
    )


async def take_member(turn: Turn) -> Answer:
    """It is a member, or somebody else of that name."""
    recipient = await family_card.hers(turn, turn.data["recipient"])
    data = dict(turn.data)
    if turn.choice != STRANGER:
        member = await of_the_club(turn, int(turn.choice))
        if member.id == recipient.member_id:
            raise turn.refuse(_("That was changed meanwhile: please look again."))
        data |= {"member": member.id, "name": member.name}
    return _ask_relation(turn, data)


def _ask_relation(turn: Turn, data: Data) -> Answer:
    return turn.ask(
        "relatives.relation",
        _("And what is {relative} to who is visited? Choose, or write it."),
        *(Choice(one, relation_said(one).capitalize()) for one in RELATIONS),
        data=data,
        relative=data["name"],
    )


async def take_relation(turn: Turn) -> Answer:
    """What she is was chosen or typed."""
    await family_card.hers(turn, turn.data["recipient"])
    relation = turn.choice or " ".join(turn.text.split()).lower()[:LONGEST_RELATION]
    is_other = command(turn.text) if not turn.choice else None
    if len(relation) < 2 or is_other or is_puzzled(relation):
        raise NotUnderstood(turn.words(_("For example: daughter, grandson, niece.")))
    return turn.ask(
        "relatives.number",
        _("Which telephone number has {name}?"),
        Choice(NONE, _("There is none yet")),
        data={**turn.data, "relation": relation},
        name=turn.data["name"],
    )


async def take_number(turn: Turn) -> Answer:
    """The number was typed, or there is none: write her down, and ask what was agreed."""
    recipient = await family_card.hers(turn, turn.data["recipient"])
    phone = telephone(turn.text)
    if not phone and turn.choice != NONE:
        raise NotUnderstood(turn.words(_("Please write the number, for example 0912 345 678.")))
    its_id, is_new = await relatives.note(
        turn.db,
        club_id=recipient.club_id,
        recipient_id=recipient.id,
        name=turn.data["name"],
        relation=turn.data["relation"],
        phone=phone,
        member_id=turn.data.get("member"),
    )
    one = await family_card.relative(turn, recipient, its_id)
    if not is_new:
        return family_card.one_shown(turn, recipient, one)
    return _ask(turn, recipient, one, "sees")


async def take_first_agreed(turn: Turn) -> Answer:
    """The first or the second of the two things that may be agreed to was answered."""
    recipient = await family_card.hers(turn, turn.data["recipient"])
    one = await family_card.relative(turn, recipient, turn.data["relative"])
    is_second = turn.data["what"] == "warned"
    if turn.choice == "yes":
        one = await family_card.agree(
            turn, one, sees=one.sees or not is_second, warned=one.is_warned or is_second
        )
    if not is_second:
        return _ask(turn, recipient, one, "warned")
    return await family_codes.welcomed(turn, recipient, one)


def _ask(turn: Turn, recipient: Recipient, one: Relative, what: str) -> Answer:
    data: Data = {"recipient": recipient.id, "relative": one.id, "what": what}
    return family_card.ask_agreed(turn, recipient, one, what, step="relatives.first", data=data)


HANDLERS = {
    "relatives.which": Step(take_which),
    "relatives.name": Step(take_name, typed=True),
    "relatives.member": Step(take_member),
    "relatives.relation": Step(take_relation, typed=True),
    "relatives.number": Step(take_number, typed=True),
    "relatives.first": Step(take_first_agreed),
}
