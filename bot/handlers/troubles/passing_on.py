"""Who cannot write it down says that somebody died, moved away or left: an officer sees to it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice
from bot.handlers import touches
from bot.handlers.board import enrollers
from bot.i18n import _
from bot.people import Listener, Member
from bot.storage.departures import Because
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn


async def pass_on(turn: Turn, found: Sequence[Member], because: Because) -> Answer:
    """Somebody says it who cannot write it down: an officer sees to it, and nothing ends yet."""
    listener = await who_sees_to_it(turn, found[0]) if len(found) == 1 else None
    if listener is None:
        return turn.say(_("Thank you for telling me. Please tell the board, too."))
    texts = {
        "died": _("{teller} tells me that {name} has died. Please see whether it is so."),
        "moved": _("{teller} tells me that {name} has moved away. Please see whether it is so."),
        "left": _("{teller} tells me that {name} leaves the club. Please see whether it is so."),
    }
    teller = called(turn.member, turn.today)
    if turn.holder and turn.holder.kind == "helper":
        teller = _("The family of {name}").format(name=teller)
    with speaking_to(listener.member, turn.today) as words:
        name = called(found[0], turn.today)
        sees = Choice("open", words(_("See {name}"), name=name))
        text = words(texts[because], teller=teller, name=name)
        await turn.tell(listener, text, sees, step="card.open", data={"member": found[0].id})
    text = _("Thank you for telling me. {officer} sees to it.")
    if because == "died":
        text = _("Thank you for telling me; I am sorry. {officer} sees to it.")
    return turn.say(text, officer=called(listener.member, turn.today))


async def who_sees_to_it(turn: Turn, gone: Member) -> Listener | None:
    """Return who sees to it: who gives out codes, or where an officer is gone, who is no kin."""
    asked = await enrollers(turn, turn.club.id)
    if gone.is_officer:
        asked = await touches.independent(turn, await touches.board(turn), [gone])
    reached = await turn.reach_officers(
        one for one in asked if one.id not in (gone.id, turn.member.id)
    )
    return next(iter(reached), None)
