"""What is done with a message and said to it, once it is known what it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat import Choice, Settled
from bot.conversation import late, newcomers, speaker, standing
from bot.conversation.kinds import helpful_word, is_unreadable
from bot.conversation.putting_off import ASIDE, LATE, WHO
from bot.i18n import _
from bot.storage import talk
from bot.storage.talk import OpenQuestion
from bot.turn import SOFT, Answer, Handlers, Turn


class Doing:
    """Runs handlers for one message, beside the question that is open to the speaker."""

    def __init__(
        self, handlers: Handlers, turn: Turn, question: OpenQuestion | None, limit: timedelta
    ) -> None:
        """Prepare; what counts and is older than `limit` is asked anew."""
        self.handlers = handlers
        self.turn = turn
        self.limit = limit
        self.open(question)
        self.keeps_question = False
        self.may_mean_another = False
        self.is_behind = False
        """Whether a message came after the menu that is open: it is what was read last."""
        self.is_confirmed = False
        """Whether the speaker has just said that her words are meant as they stand."""
        self.step = ""
        self.settled: Settled | None = None

    def open(self, question: OpenQuestion | None) -> None:
        """Make `question` the open one, unless this version cannot take an answer to it."""
        known = question is None or question.step in (SOFT, WHO, LATE, ASIDE, *self.handlers)
        self.question = question if known else None

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
        again = self.again(answer.text)
        return replace(answer, text=again.text, choices=again.choices, step="")

    def stale(self) -> Answer:
        """Say that the pressed button does nothing any more."""
        self.settle("")
        self.step = self.step or "stale"
        return self.again(newcomers.old_button(self.turn, self.question, self.handlers))
