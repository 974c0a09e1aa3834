"""What is done with a message and said to it, once it is known what it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat import Choice, Settled
from bot.conversation import asked_again, late, newcomers, speaker, standing
from bot.conversation.asked_again import Said
from bot.conversation.choosing import may_be_a_no
from bot.conversation.kinds import helpful_word, is_unreadable
from bot.conversation.putting_off import ASIDE, LATE, WHO
from bot.conversation.saying import OF_BOARD, carried
from bot.i18n import _
from bot.storage import talk
from bot.storage.talk import OpenQuestion
from bot.turn import SOFT, Answer, Handlers, Step, Turn
from bot.understanding import replies, words
from bot.understanding.words import Command

LOOKING = frozenset({"balance", "borrow.limits", "products", "slips", "meeting", "meeting.days"})
"""Commands that only show something: they leave no question that is dear to somebody."""


class Doing:
    """Runs handlers for one message, beside the question that is open to the speaker."""

    def __init__(
        self, handlers: Handlers, turn: Turn, question: OpenQuestion | None, limit: timedelta
    ) -> None:
        """Prepare; what counts and is older than `limit` is asked anew."""
        self.handlers = handlers
        self.turn = turn
        self.limit = limit
        self.ended: OpenQuestion | None = None
        """What the speaker was asked as an officer, and may not answer any more."""
        self.open(question)
        self.keeps_question = False
        self.may_mean_another = False
        self.is_behind = False
        """Whether a message came after the menu that is open: it is what was read last."""
        self.is_confirmed = False
        """Whether the speaker has just said that her words are meant as they stand."""
        self.step = ""
        self.settled: Settled | None = None
        self.made_by: Said | None = None
        """What the handler that answers was given."""

    def open(self, question: OpenQuestion | None) -> None:
        """Make `question` the open one, unless this version cannot take an answer to it.

        Nor is it open any more to who was asked it as an officer, and has no office now.
        """
        known = question is None or question.step in (SOFT, WHO, LATE, ASIDE, *self.handlers)
        self.question, self.ended = question if known else None, None
        asked_officer = question is not None and OF_BOARD in question.data
        if asked_officer and self.turn.holder and not self.turn.acts_as_officer:
            self.question, self.ended = None, question

    def settle(self, label: str) -> None:
        """Note that the pressed buttons are of no use any more; the first word on it stays."""
        self.settled = self.settled or Settled(label)

    async def run(
        self, name: str, *, choice: str = "", data: talk.Data | None = None, operation: str = ""
    ) -> Answer | None:
        """Run the handler called `name`; who has not joined is asked to, whatever it is."""
        turn = self.turn
        if turn.holder is None and not self.handlers[name].public:
            if turn.phone.is_shared:
                return self.who_is_it()
            name = "join"
        self.step = name
        turn.choice, turn.data, turn.operation = choice, data or {}, operation
        self.made_by = asked_again.said(turn, name)
        return await self.handlers[name].handler(turn)

    def who_is_it(self) -> Answer:
        """Ask for the speaker; what was written is put off."""
        self.step = WHO
        answer = speaker.who_is_it(self.turn, self.question)
        incoming = self.turn.incoming
        if not is_unreadable(incoming) or incoming.file or incoming.trouble:
            return answer
        return replace(answer, text=f"{helpful_word(self.turn)}\n\n{answer.text}")

    def anew(self, name: str, chosen: Choice | None = None) -> Answer | None:
        """Ask whether it still holds, where it counts and is old; None where it may be done."""
        turn = self.turn
        if turn.holder is None or not self.handlers[name].counts:
            return None
        if not late.is_late(turn, self.limit):
            return None
        self.step, asked = LATE, self.question
        buttons = chosen.key.partition(":")[0] + ":" if chosen else ""
        waits = late.asked_about(asked, buttons) if asked and chosen else None
        if asked and waits and chosen:
            if waits.data["wrote"]["pressed"] == chosen.key:
                return self.repeated(asked)
            asked = late.without(asked, waits)  # the last word counts
        return late.does_it_hold(turn, asked, chosen)

    # --- what is said -------------------------------------------------------------------------

    def again(self, text: str) -> Answer:
        """Say `text` and keep the open question, repeated where `text` is about another thing."""
        self.keeps_question = True
        if self.question is None or self._is_out_of_sight(self.question):
            return Answer(text=text)
        if self.question.step not in (self.step, SOFT):
            text = f"{text}\n\n{self.question.text}"
        return Answer(text=text, choices=self.question.choices)

    def said_before(self) -> Answer:
        """Say that the words are older than the open question."""
        return self.again(
            self.turn.words(_("You wrote that before I had asked this. What do you say now?"))
        )

    def _is_out_of_sight(self, question: OpenQuestion) -> bool:
        """Whether `question` only offered what to do next, and nobody looks at that any more."""
        old = self.is_behind or standing.is_old(self.turn, question)
        return question.step == SOFT and old

    def repeated(self, question: OpenQuestion) -> Answer:
        """Say the open question again."""
        self.keeps_question = True
        return Answer(text=question.text, choices=question.choices)

    def beside(self, answer: Answer) -> Answer:
        """Say what came of an offer, and go on with the question that was open meanwhile."""
        if self.question is None or self.question.step == SOFT:
            return answer
        step = self.handlers.get(self.question.step)
        if step and step.view:
            return answer  # what it showed may be otherwise by now
        self.keeps_question = True
        text = f"{answer.text}\n\n{_in_short(self.question.text)}"
        return replace(answer, text=text, choices=self.question.choices, step="")

    def explained(self, question: OpenQuestion) -> str:
        """Say what is asked and how to answer, to somebody who does not follow."""
        self.step = "why"
        step = self.handlers.get(question.step)
        if step and step.why:
            return self.turn.words(step.why())
        if question.choices:
            return self.turn.words(
                _("Please choose one of the answers, or write its number: I wait for that.")
            )
        return self.turn.words(
            _("Please write the answer in a few words. Write “menu” to leave it.")
        )

    def not_understood(self, question: OpenQuestion) -> Answer:
        """Ask again; who does not follow hears what is asked, and how to answer."""
        turn = self.turn
        if replies.is_okay(turn.text):
            return self.repeated(question)
        if replies.is_lost(turn.text):
            return self.again(self.explained(question))
        return self.again(turn.words(_("I did not quite understand. Please choose one of these.")))

    async def said_beside(self, question: OpenQuestion, step: Step) -> Answer | None:
        """Answer what is said beside the question, and ask it again; None for other words."""
        turn = self.turn
        turn.data, turn.choice = carried(question), ""
        answer = await step.beside(turn) if step.beside else None
        if answer is not None:
            self.step = "beside"
            return answer if answer.step else self.again(answer.text)
        said = words.command(turn.text)
        if replies.is_lost(turn.text) or (said and said.name in ("help", "explain")):
            return self.again(self.explained(question))
        if may_be_a_no(turn.text, question):
            return None
        if said is None or said.name not in LOOKING or said.who:
            return None
        looked = await self.run(said.name)
        return self.again(looked.text) if looked else None

    async def followed(self, command: Command, question: OpenQuestion | None) -> Answer | None:
        """Do what a command says; another language leaves what is asked open."""
        is_soft = question is None or question.step == SOFT
        if question and not is_soft and command.name in newcomers.LANGUAGES:
            return await self._in_another_language(question, command.name)
        self.turn.text = command.rest
        return await self.run(command.name, data=question.data if question and is_soft else {})

    async def _in_another_language(self, question: OpenQuestion, command: str) -> Answer | None:
        answer = await self.run(command)
        if answer is None:
            return None
        locale = command.removeprefix("language.")
        asked = await asked_again.in_language(self.turn, question, self.handlers, locale)
        if asked is None:
            return self.again(answer.text)
        self.made_by = asked_again.kept_of(question)
        return replace(asked, text=f"{answer.text}\n\n{asked.text}")

    def stale(self) -> Answer:
        """Say that the pressed button does nothing any more."""
        self.settle("")
        self.step = self.step or "stale"
        return self.again(newcomers.old_button(self.turn, self.question, self.handlers))

    def not_hers(self) -> Answer:
        """Say that something was offered to another one who holds this phone, if anybody does."""
        if not self.turn.phone.holders:
            return self.stale()
        return self.again(self.turn.words(_("That is for somebody else on this phone.")))


def _in_short(asked: str) -> str:
    """Return the question itself of a text that shows much above it."""
    last = asked.rstrip().rpartition("\n")[2]
    return last if "?" in last else asked
