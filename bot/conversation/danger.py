"""Is somebody in danger? Asked back where words of danger may just as well mean something else."""

from __future__ import annotations

from bot.chat import Choice
from bot.conversation.putting_off import DANGER, put_off
from bot.conversation.speaker import is_hers
from bot.i18n import _
from bot.people import Member
from bot.storage import members
from bot.storage.talk import OpenQuestion
from bot.telling import called
from bot.turn import Answer, Handlers, Turn
from bot.understanding.emergencies import may_be_nga
from bot.understanding.folding import fold


def open_to(turn: Turn, stored: OpenQuestion | None) -> OpenQuestion | None:
    """Return this question where it is what is written as open, and to the speaker."""
    return stored if stored and stored.step == DANGER and is_hers(stored, turn) else None


async def asked_back(
    turn: Turn, question: OpenQuestion | None, handlers: Handlers
) -> Answer | None:
    """Return the question whether there is danger; None where nothing speaks against it.

    An officer who reports what was found may write of a fall of last month, and one who types
    "nga roi" may look for a member called Nga. Everybody else is believed at once.
    """
    if question and question.step in handlers and handlers[question.step].own_words:
        return _is_it_so(turn, question, _("No, go on"), turn.text)
    nga = await _nga(turn)
    if nga is None:
        return None
    label = turn.words(_("No, I am looking for {name}"), name=called(nga, turn.today))
    return _is_it_so(turn, question, label, nga.name.rsplit(maxsplit=1)[-1])


def _is_it_so(turn: Turn, question: OpenQuestion | None, no: str, meant: str) -> Answer:
    return Answer(
        text=turn.words(
            _("If somebody is in danger now, call 115 at once! Is somebody in danger?")
        ),
        choices=(Choice("yes", _("Yes, somebody is in danger")), Choice("no", no)),
        step=DANGER,
        data=put_off(turn, question, text=meant),
    )


async def _nga(turn: Turn) -> Member | None:
    """Return a member whom the officer who speaks may mean by a fall without marks."""
    if not (turn.acts_as_officer and may_be_nga(turn.text)):
        return None
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    return next((one for one in people if fold(one.name).endswith(" nga")), None)
