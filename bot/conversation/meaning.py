"""What a message is taken for, once it is known who speaks: an answer, a command, or something."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat import Choice, Settled
from bot.clock import local
from bot.conversation import late, newcomers, speaker
from bot.conversation.choosing import may_be_a_no, offer_by_number, picked, press_of
from bot.conversation.kinds import helpful_word, is_unreadable
from bot.conversation.putting_off import LATE, WHO, open_before, take_up
from bot.i18n import _, clock_time
from bot.storage import talk
from bot.storage.talk import OpenQuestion, StandingOffer
from bot.turn import SOFT, Answer, Handlers, Turn
from bot.understanding import codes, words


class Meaning:
    """The meaning of one message in the light of what is open to the speaker."""

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
        self.step = ""
        self.settled: Settled | None = None

    def open(self, question: OpenQuestion | None) -> None:
        """Make `question` the open one, unless this version cannot take an answer to it."""
        known = question is None or question.step in (SOFT, WHO, LATE, *self.handlers)
        self.question = question if known else None

    def settle(self, label: str) -> None:
        """Note that the pressed buttons are of no use any more; the first word on it stays."""
        self.settled = self.settled or Settled(label)

    async def found(self) -> Answer | None:
        """Do what is meant."""
        if self.turn.incoming.pressed:
            return await self._pressed()
        if is_unreadable(self.turn.incoming):
            return await self._unreadable()
        return await self._typed()

    # --- what was meant -----------------------------------------------------------------------

    async def _pressed(self) -> Answer | None:
        press = press_of(self.turn.incoming.pressed)
        if press is None:
            return self._stale()
        if press.of_offer:
            offer = await talk.offer_at(self.turn.db, self.turn.phone.id, press.number)
            return await self._taken(offer, press.key) if offer else self._stale()
        if self.question and press.number == self.question.number:
            return await self._chosen(self.question, press.key)
        waits = late.asked_about(self.question, f"q{press.number}:") if self.question else None
        before = open_before(waits.data) if waits else None
        return await self._chosen(before, press.key) if before else self._stale()

    async def _unreadable(self) -> Answer | None:
        """Say what helps; what is open stays so."""
        word = helpful_word(self.turn)
        if self.question and self.question.step != SOFT:
            return self.again(word)
        menu = await self.run("menu")
        return replace(menu, text=f"{word}\n\n{menu.text}") if menu else Answer(text=word)

    async def _typed(self) -> Answer | None:
        """Take typed words: an offer by number, the open question, a command, or something."""
        turn, question = self.turn, self.question
        if taken := await offer_by_number(turn) or await speaker.news_named(turn, question):
            return await self._taken(*taken)
        if question is None:
            return await self.commanded()
        if late.written_before(turn, question):
            return await self._too_early(question)
        key = picked(turn.text, question.choices)
        if key is not None:
            return await self._chosen(question, key)
        step = self.handlers.get(question.step)
        if step is None or not step.typed:
            return await self.commanded()
        self.may_mean_another = self._is_command()
        return self._anew(question.step) or await self._asked(question)

    async def _too_early(self, question: OpenQuestion) -> Answer | None:
        """Words from before a question was asked are no answer to it; they may be a command."""
        command = words.command(self.turn.text)
        asks_little = command is not None and command.name in late.WANTING_NOTHING
        if question.step == SOFT or (self._is_command() and not asks_little):
            return await self.commanded()
        return self.again(
            self.turn.words(_("You wrote that before I had asked this. What do you say now?"))
        )

    def _is_command(self) -> bool:
        command = words.command(self.turn.text)
        known = command is not None and command.name in self.handlers
        return known or codes.joining_code(self.turn.text) is not None

    async def commanded(self) -> Answer | None:
        """Follow the command in the words, or say that they were not understood."""
        turn, question = self.turn, self.question
        if codes.joining_code(turn.text):
            return await self.run("join")
        command = None if may_be_a_no(turn.text, question) else words.command(turn.text)
        if command and command.name in self.handlers:
            if newcomers.is_joining(turn, question, self.handlers):
                return await self._while_joining(command.name)
            if anew := self._anew(command.name):
                return anew
            turn.text = command.rest
            data = question.data if question and question.step == SOFT else {}
            return await self.run(command.name, data=data)
        if question and question.step != SOFT:
            return self.again(
                turn.words(_("I did not quite understand. Please choose one of these."))
            )
        return await self.run("otherwise")

    async def _while_joining(self, command: str) -> Answer | None:
        """Keep a newcomer at the question that is open; only who wants to stop is let go."""
        if command in newcomers.LANGUAGES:
            return await self.run(command)
        self.step = command
        if command in newcomers.STOPPING:
            return Answer(text=newcomers.goodbye(self.turn))
        return self.again(newcomers.first_things_first(self.turn, command))

    async def _chosen(self, question: OpenQuestion, key: str) -> Answer | None:
        """Take a choice of the open question, by press, number or word."""
        chosen = next((one for one in question.choices if one.key == key), None)
        if chosen is None:
            return self._stale()
        if question.step == LATE:
            self.settle(chosen.label)
            return await self._holds(question, key)
        name = key if question.step == SOFT else question.step
        if anew := self._anew(name, Choice(f"q{question.number}:{key}", chosen.label)):
            return anew
        self.settle(chosen.label)
        if question.step == SOFT:
            self.turn.text = ""
            return await self.run(key, data=question.data)
        return await self._asked(question, key)

    async def _holds(self, question: OpenQuestion, key: str) -> Answer | None:
        """Take up or drop what was heard late; what was open then is open again."""
        self.open(open_before(question.data))
        if key == "yes":
            take_up(self.turn, question.data, anew=True)
            return await self.found()
        self.step = "late.no"
        return self.again(self.turn.words(_("All right, that does not count.")))

    async def _asked(self, question: OpenQuestion, choice: str = "") -> Answer | None:
        """Give the open question's step what was chosen, or the words that were typed."""
        operation = f"question:{self.turn.phone.id}:{question.number}"
        return await self.run(
            question.step, choice=choice, data=question.data, operation=operation
        )

    async def _taken(self, offer: StandingOffer, key: str) -> Answer | None:
        """Take a choice of a standing offer; it is used up once its business is done."""
        turn = self.turn
        label = next((one.label for one in offer.choices if one.key == key), None)
        if label is None:
            return self._stale()
        mine = turn.holder is not None and turn.holder.member.id == offer.member_id
        if not mine and not self.handlers[offer.step].public:
            return self.again(turn.words(_("That is for somebody else on this phone.")))
        if over := self._over(offer):
            return over
        if anew := self._anew(offer.step, Choice(f"o{offer.id}:{key}", label)):
            return anew
        answer = await self.run(
            offer.step, choice=key, data=offer.data, operation=f"offer:{offer.id}"
        )
        if answer is None or answer.step in ("", SOFT):
            await talk.use_offer(turn.db, offer.id, label, turn.now)
            self.settle(label)
            return self._beside(answer) if answer else None
        return answer

    def _over(self, offer: StandingOffer) -> Answer | None:
        """Say that an offer is used or expired; None while it stands."""
        turn = self.turn
        if offer.used_at is not None:
            self.settle(offer.used_label or "")
            chosen = _("You already chose “{label}” at {time}.")
            at = clock_time(local(offer.used_at, turn.zone))
            return self.again(turn.words(chosen, label=offer.used_label, time=at))
        if offer.expires_at <= turn.now:
            self.settle("")
            return self.again(turn.words(_("That is too long ago, it does not work any more.")))
        return None

    # --- what is done -------------------------------------------------------------------------

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
        if not is_unreadable(self.turn.incoming):
            return answer
        return replace(answer, text=f"{helpful_word(self.turn)}\n\n{answer.text}")

    def _anew(self, name: str, chosen: Choice | None = None) -> Answer | None:
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
                return self._repeated(asked)
            asked = late.without(asked, waits)  # the last word counts
        return late.does_it_hold(turn, asked, chosen)

    # --- what is said -------------------------------------------------------------------------

    def again(self, text: str) -> Answer:
        """Say `text` and keep the open question, repeated where `text` is about another thing."""
        self.keeps_question = True
        if self.question is None:
            return Answer(text=text)
        if self.question.step not in (self.step, SOFT):
            text = f"{text}\n\n{self.question.text}"
        return Answer(text=text, choices=self.question.choices)

    def _repeated(self, question: OpenQuestion) -> Answer:
        """Say the open question again."""
        self.keeps_question = True
        return Answer(text=question.text, choices=question.choices)

    def _beside(self, answer: Answer) -> Answer:
        """Say what came of an offer, and go on with the question that was open meanwhile."""
        if self.question is None or self.question.step == SOFT:
            return answer
        again = self.again(answer.text)
        return replace(answer, text=again.text, choices=again.choices, step="")

    def _stale(self) -> Answer:
        self.settle("")
        self.step = self.step or "stale"
        return self.again(newcomers.old_button(self.turn, self.question, self.handlers))
