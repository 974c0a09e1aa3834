"""How a phone comes to somebody of the family: by a code of its own, with a yes of hers.

It leads to one person's visits and to nothing else of the club. A code that does not work is
answered like any other that does not: see `wrong_codes`.
"""

from __future__ import annotations

from bot import i18n
from bot.care.people import Recipient
from bot.chat import Choice
from bot.handlers import doors, wrong_codes
from bot.handlers.care import family
from bot.handlers.care.circle import speaks_herself
from bot.handlers.care.family_eyes import (
    form_of_relative,
    introduced,
    relation_said,
    relative_called,
)
from bot.i18n import _
from bot.storage import addresses, care_roles, members, recipients, relatives
from bot.storage.relatives import Relative
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


async def met(turn: Turn, code: str) -> Answer | None:
    """Ask whose code was written whether it is she; None where it is nobody's of a family."""
    if await relatives.came_by(turn.db, code, turn.phone.id, turn.today):
        return await family.family(turn)
    found = await _live(turn, code)
    if found is None:
        return None
    relative, recipient = found
    await doors.must_serve(turn, relative.club_id, code)
    text = _(
        "Are you {name}, {relation} of {whom}? Then I show you here when somebody of the club came"
        " and what was done, and nothing else. The club keeps your name and that you look from"
        " this phone. You can stop whenever you like."
    )
    return Answer(
        text=i18n.say(
            text,
            form_of_relative(relative),
            name=relative_called(relative),
            relation=relation_said(relative.relation),
            whom=called(recipient, turn.today),
        ),
        choices=(*_who_it_may_be(turn, relative), Choice("no", _("No, never mind"))),
        step="join.relative",
        data={"code": code},
    )


def _who_it_may_be(turn: Turn, relative: Relative) -> list[Choice]:
    """Offer the members who hold this phone, and herself where nobody shares it with others."""
    choices = [
        Choice(str(one.member.id), _("I am {name}").format(name=called(one.member, turn.today)))
        for one in turn.phone.holders
        if one.kind == "self" and one.member.club.id == relative.club_id
    ]
    if len(turn.phone.holders) <= 1:
        yes = _("Yes, I am {name}, I agree").format(name=relative_called(relative))
        choices.append(Choice("yes", yes))
    return choices


async def take_consent(turn: Turn) -> Answer:
    """Tie the phone to her, once; those who see to home care hear of it, and who is visited."""
    if turn.choice == "no":
        return Answer(text=turn.words(_("All right, I keep nothing.")))
    found = await _live(turn, turn.data["code"])
    if found is None:
        return Answer(text=str(wrong_codes.does_not_work(turn)))
    relative, recipient = found
    is_member = turn.choice != "yes"
    if is_member and int(turn.choice) not in turn.phone.member_ids():
        return Answer(text=str(wrong_codes.does_not_work(turn)))
    tied = await relatives.tie(
        turn.db,
        relative,
        turn.data["code"],
        address_id=turn.phone.id,
        member_id=int(turn.choice) if is_member else None,
        now=turn.now,
    )
    if not tied:
        return Answer(text=str(wrong_codes.does_not_work(turn)))
    await addresses.count_wrong_code(turn.db, turn.phone.id, 0, None)
    await _tell(turn, relative, recipient)
    if is_member and not (speaks_herself(turn) and turn.member.id == int(turn.choice)):
        text = _("Done. Write “who came” whenever you like to see it.")
        return Answer(text=turn.words(text))
    return await family.family(turn)


async def _live(turn: Turn, code: str) -> tuple[Relative, Recipient] | None:
    relative = await relatives.by_code(turn.db, code, turn.now, turn.today)
    if relative is None:
        return None
    recipient = await recipients.one(turn.db, relative.club_id, relative.recipient_id)
    return (relative, recipient) if recipient else None


async def _tell(turn: Turn, relative: Relative, recipient: Recipient) -> None:
    """Say who looks from now on to those who see to home care, and to who is visited."""
    leads = await care_roles.who_lead_care(turn.db, relative.club_id, turn.today)
    reached = await turn.reach_officers(leads)
    if recipient.member_id is not None:
        herself = await members.member(turn.db, recipient.member_id, turn.today)
        reached += await turn.reach([herself])
    for listener in reached:
        if listener.address_id == turn.phone.id:
            continue
        with speaking_to(listener.member, turn.today) as words:
            text = _("From now on {name} sees on a phone when somebody came and what was done.")
            await turn.tell(listener, words(text, name=introduced(turn, relative, recipient)))


HANDLERS = {"join.relative": Step(take_consent, public=True)}
