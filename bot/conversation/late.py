"""Messages that were heard long after they were written: the bot, or the network, was away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Choice
from bot.clock import local
from bot.conversation.putting_off import LATE, open_before, put_off
from bot.i18n import _, clock_time, day
from bot.storage import talk
from bot.storage.talk import OpenQuestion
from bot.turn import Answer, Turn

CLOCKS = timedelta(seconds=30)
"""A messenger's clock and ours may differ by so much."""
WANTING_NOTHING = frozenset({"menu", "start", "help"})
"""What people write when nobody answers: no reason to leave what they have asked for before."""


def written_before(turn: Turn, question: OpenQuestion) -> bool:
    """Whether these words were written before `question` was asked: they cannot answer it."""
    return not turn.incoming.pressed and was_sent_before(turn, question.asked_at)


def was_sent_before(turn: Turn, at: datetime) -> bool:
    """Whether a message was sent, by its messenger's clock, before something was said at `at`."""
    sent_at = turn.incoming.sent_at
    return sent_at is not None and sent_at < at - CLOCKS


def is_late(turn: Turn, limit: timedelta) -> bool:
    """Whether what was written or pressed is older than `limit`."""
    sent_at = turn.incoming.sent_at
    return sent_at is not None and turn.now - sent_at > limit


def does_it_hold(turn: Turn, question: OpenQuestion | None, chosen: Choice | None) -> Answer:
    """Ask whether it still holds: what was `chosen`, or else the words that were typed.

    What was chosen is put off as the press of its own button, whether it was pressed or typed.
    """
    if chosen is None:
        text = _("At {time} you wrote “{said}”. I only heard it now. Does it still hold?")
    elif turn.incoming.pressed:  # of a press only the earliest moment is known
        text = _("After {time} you chose “{said}”. I only heard it now. Does it still hold?")
    else:
        text = _("At {time} you chose “{said}”. I only heard it now. Does it still hold?")
    kept = put_off(turn, question)
    if chosen:
        kept = put_off(turn, question, text="", pressed=chosen.key)
    return turn.ask(
        LATE,
        text,
        Choice("yes", _("Yes, it still holds")),
        Choice("no", _("No, forget it")),
        data=kept,
        time=_when(turn),
        said=chosen.label if chosen else turn.text,
    )


def asked_about(question: OpenQuestion, buttons: str) -> OpenQuestion | None:
    """Return the "Does it still hold?" that waits for one of these buttons ("q7:", "o12:")."""
    if question.step != LATE:
        return None
    if question.data["wrote"]["pressed"].startswith(buttons):
        return question
    before = open_before(question.data)
    return asked_about(before, buttons) if before else None


def without(question: OpenQuestion, gone: OpenQuestion) -> OpenQuestion | None:
    """Return what is open when one "Does it still hold?" is taken back."""
    before = open_before(question.data)
    if question == gone or before is None:
        return before
    kept = without(before, gone)
    data = {**question.data, "question": talk.question_to(kept) if kept else None}
    return replace(question, data=data)


def _when(turn: Turn) -> str:
    """Say when it was sent, with the day where that was not today."""
    at = local(turn.incoming.sent_at or turn.now, turn.zone)
    if at.date() == turn.today:
        return clock_time(at)
    return _("{time}, {day}").format(time=clock_time(at), day=day(at.date()))
