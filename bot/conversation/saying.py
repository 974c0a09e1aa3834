"""What an answer becomes: a message to be sent, and a question that is open from now on."""

from __future__ import annotations

from bot.chat import Choice, Reply
from bot.conversation.choosing import press_of
from bot.storage import outbox
from bot.storage.messages import Message
from bot.storage.talk import Data, OpenQuestion
from bot.turn import ANSWER_LIFE, SOFT, Answer, Handlers, Turn

OF_BOARD = "of_board"
"""Marks in what a question carries that an officer was asked it: no handler sees it."""
MADE_BY = "made_by"
"""What was said before a question, beside what it carries: no handler sees it either."""


def question_of(
    turn: Turn, answer: Answer, handlers: Handlers, made_by: Data | None = None
) -> OpenQuestion:
    """Return what `answer` asks, not numbered yet; one without step closes what was open.

    `made_by` is what was said before it, to ask it again in another language.
    """
    holder = turn.holder
    step = handlers.get(answer.step)
    if step and step.public:
        holder = None  # somebody who is joining on this phone is not who spoke before
    data = answer.data
    if turn.acts_as_officer and answer.step not in ("", SOFT):
        data = {**data, OF_BOARD: True}
    if made_by and holder and answer.step in handlers:
        data = {**data, MADE_BY: made_by}
    return OpenQuestion(
        number=0,
        step=answer.step,
        data=data,
        text=answer.text,
        choices=answer.choices,
        member_id=holder.member.id if holder else None,
        asked_at=turn.now,
    )


def carried(question: OpenQuestion) -> Data:
    """Return what a question carries for the handler that takes the answer."""
    return {key: its for key, its in question.data.items() if key not in (OF_BOARD, MADE_BY)}


async def queue(turn: Turn, answer: Answer, number: int) -> None:
    """Queue what is said; its choices answer the question `number`, or an offer that they name."""
    prefix = "m" if answer.step == SOFT and not answer.data else "q"
    member = turn.holder.member if turn.holder else None
    message = Message(
        address_id=turn.phone.id,
        club_id=member.club.id if member else None,
        member_id=member.id if member else None,
        reply=Reply(
            text=answer.text,
            choices=tuple(
                one if press_of(one.key) else Choice(f"{prefix}{number}:{one.key}", one.label)
                for one in answer.choices
            ),
            image=answer.image,
            document=answer.document,
        ),
        next_at=turn.now,
        useless_after=turn.now + ANSWER_LIFE,
    )
    await outbox.put(turn.db, [message], turn.now)
