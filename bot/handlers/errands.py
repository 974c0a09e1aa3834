"""What was passed on to members without a phone: by a messenger, or by the board."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice
from bot.handlers.board import reachable_enroller
from bot.i18n import _
from bot.papers.errand_words import in_short, lines, names
from bot.papers.errand_words import told as told_by_name
from bot.storage import errands
from bot.storage.errands import Errand
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.replies import passed_on


async def passed(turn: Turn) -> Answer:
    """Somebody told all of them, one of them, or cannot."""
    asked = [
        one
        for one in await errands.those(turn.db, turn.club.id, turn.data["errands"], turn.today)
        if one.messenger.id == turn.member.id or turn.acts_as_officer
    ]
    waiting = [one for one in asked if one.passed_at is None]
    if turn.choice == "cannot":
        return await _cannot(turn, waiting)
    told = [one for one in waiting if turn.choice in ("all", str(one.member.id))]
    await errands.settle(turn.db, turn.club.id, [one.id for one in told], turn.now)
    left = [one for one in waiting if one not in told]
    if left:
        return turn.ask(
            "errands.passed",
            _("Thank you! And {names}?"),
            *told_by_name(left, turn.today),
            Choice("cannot", _("I cannot")),
            data=turn.data,
            names=names(left, turn.today),
        )
    return turn.say(_("Thank you! Now everybody knows."))


async def _cannot(turn: Turn, waiting: Sequence[Errand]) -> Answer:
    """Hand what is left to the board at once."""
    stop = Choice("messengers.stop", _("No more passing on"))
    listener = await reachable_enroller(turn, turn.club.id)
    if listener is None or listener.member.id == turn.member.id or not waiting:
        return turn.say(_("That is quite all right. Thank you all the same."), stop)
    ids = [one.id for one in waiting]
    await errands.hand_to_board(turn.db, turn.club.id, ids, turn.now)
    with speaking_to(listener.member, turn.today) as words:
        text = words(
            _("{messenger} cannot pass this on:\n{lines}\nPlease tell them, or send somebody."),
            messenger=called(turn.member, turn.today),
            lines=lines({one: in_short(one, turn.today) for one in waiting}, turn.today),
        )
        choices = told_by_name(waiting, turn.today)
    await turn.tell(listener, text, *choices, step="errands.passed", data={"errands": ids})
    return turn.say(_("That is quite all right, I told the secretary. Thank you."), stop)


HANDLERS = {"errands.passed": Step(passed, hears=passed_on)}
