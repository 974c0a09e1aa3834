"""What somebody of the family needs to look: a code for her own phone, or a word to a member."""

from __future__ import annotations

from bot.care.people import Recipient
from bot.chat import Choice
from bot.clock import local_day
from bot.handlers.care.family_eyes import relative_called
from bot.i18n import _, day
from bot.storage import members, relatives
from bot.storage.relatives import CODE_LIFE, Relative
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn


async def given(turn: Turn, recipient: Recipient, one: Relative) -> Answer:
    """Make a code for somebody who may look, to be passed on by telephone or on paper."""
    if not one.may_join or one.member_id is not None:
        raise turn.refuse(_("That was changed meanwhile: please look again."))
    code = await relatives.make_code(turn.db, one.club_id, one.id, turn.now)
    text = _(
        "The code of {relative}: {code}. Please tell it only to {relative}: written to me here, on"
        " Zalo or Telegram, it shows the visits to {name}. It works once, until {day}."
    )
    return turn.say(
        text,
        Choice("relatives", _("The family")),
        data={"recipient": recipient.id},
        relative=relative_called(one),
        name=called(recipient, turn.today),
        code=f"{code[:4]}\u00a0{code[4:]}",
        day=day(local_day(turn.now + CODE_LIFE, turn.zone)),
    )


async def welcomed(turn: Turn, recipient: Recipient, one: Relative) -> Answer:
    """Say what comes of a yes: a code to give out, or a word to her who is of the club."""
    if not one.may_join:
        return turn.say(
            _("Written down: {relative} is called, and sees nothing."),
            Choice("relatives", _("The family")),
            data={"recipient": recipient.id},
            relative=relative_called(one),
        )
    if one.member_id is not None:
        return await _told(turn, recipient, one)
    if one.address_id is not None:
        return turn.say(
            _("Written down. {relative} looks on a phone already."),
            Choice("relatives", _("The family")),
            data={"recipient": recipient.id},
            relative=relative_called(one),
        )
    return await given(turn, recipient, one)


async def _told(turn: Turn, recipient: Recipient, one: Relative) -> Answer:
    """Tell a member of the family that she may look from her own phone."""
    member = await members.member(turn.db, one.member_id or 0, turn.today)
    reached = await turn.reach_officers([member])
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            text = _("{name} lets you see when somebody of the club came and what was done.")
            button = Choice("see", words(_("Who came")))
            said = words(text, name=called(recipient, turn.today))
            await turn.tell(listener, said, button, step="family")
    text = _("Written down. {relative} finds it by the words “who came”.")
    return turn.say(
        text,
        Choice("relatives", _("The family")),
        data={"recipient": recipient.id},
        relative=called(member, turn.today),
    )
