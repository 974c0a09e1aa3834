"""One message being answered: what was meant by it, and what comes of it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.chat import NotUnderstood, UserError
from bot.clock import local
from bot.conversation import danger, speaker
from bot.conversation.choosing import answer_to, may_be_a_no, offer_by_number, picked, press_of
from bot.conversation.putting_off import DANGER, WHO, take_up
from bot.conversation.saying import question_of, queue
from bot.i18n import _, clock_time, use_locale
from bot.storage import addresses, talk
from bot.storage.engine import worth_retrying
from bot.storage.talk import OpenQuestion, StandingOffer
from bot.turn import SOFT, Answer, Handlers, Turn
from bot.understanding import codes, words
from bot.understanding.emergencies import emergency

log = logging.getLogger("bot.turn")


class Refused(Exception):
    """Something did not go well: undo all of it, and answer again with `may_fail`."""


class Answering:
    """One turn in progress, inside the transaction that its conversation has opened."""

    def __init__(
        self, handlers: Handlers, turn: Turn, stored: OpenQuestion | None, *, may_fail: bool
    ) -> None:
        """Prepare; `stored` is what is written as the open question of this address."""
        self.may_fail = may_fail
        self.handlers = handlers
        self.turn = turn
        self.stored = stored
        self.number = stored.number if stored else 0
        self.doubt = danger.open_to(turn, stored)
        self.question = self._known(speaker.open_to(turn, stored))
        self.keeps_question = False
        self.may_mean_another = False
        self.step = ""

    async def answer(self) -> tuple[str, str]:
        """Run the handler, then queue what is said; return step and outcome.

        What a handler wrote before it failed is undone: with `may_fail` by a savepoint, without
        by raising `Refused`.
        """
        turn = self.turn
        outcome = "ok"
        try:
            answer = await self._understood()
        except Refused:
            raise
        except UserError as error:
            answer, outcome = self._again(str(error)), "refused"
        except Exception as error:
            if worth_retrying(error):
                raise
            log.exception("step %s crashed", self.step)
            answer, outcome = self._sorry(), "crashed"
        for write in turn.outside:
            await write(turn.db)
        number = await self._settle(answer)
        if answer is not None:
            await queue(turn, answer, number)
        if turn.phone.is_shared and turn.holder:
            await addresses.remember_speaker(
                turn.db, turn.phone.id, turn.holder.member.id, turn.now + speaker.STAYS
            )
        return self.step, outcome

    async def _understood(self) -> Answer | None:
        """Do what is meant so that it can be undone.

        Words that an open question could not use may be a command; whatever the question's
        handler had written by then is undone first.
        """
        try:
            async with self._undoable():
                return await self._spoken()
        except NotUnderstood:
            if not self.may_mean_another:
                raise
        async with self._undoable():
            with use_locale(self.turn.locale):
                return await self._commanded()

    @asynccontextmanager
    async def _undoable(self) -> AsyncIterator[None]:
        if self.may_fail:
            async with self.turn.db.begin_nested():
                yield
            return
        try:
            yield
        except Exception as error:
            if worth_retrying(error):
                raise
            raise Refused from error

    # --- what was meant -----------------------------------------------------------------------

    async def _spoken(self) -> Answer | None:
        """Find out who speaks; what is meant comes after."""
        turn = self.turn
        if turn.incoming.group:
            return Answer(text=turn.words(_("Please write to me in private; here I say nothing.")))
        if in_danger := await self._in_danger():
            return in_danger
        if turn.phone.is_shared:
            self.question = self._known(await speaker.identify(turn, self.question))
            if not turn.holder and not await speaker.is_for_anybody(
                turn, self.question, self.handlers
            ):
                return self._who_is_it()
        with use_locale(turn.locale):
            if turn.incoming.pressed:
                return await self._pressed()
            if turn.incoming.kind != "text":
                return await self._run("otherwise")
            return await self._typed()

    async def _in_danger(self) -> Answer | None:
        """Answer somebody in danger before anything else, and ask where that is in doubt."""
        turn = self.turn
        key = answer_to(turn, self.doubt) if self.doubt else None
        if self.doubt and key == "no":
            take_up(turn, self.doubt.data)
            return None
        if key is None and not emergency(turn.text):
            return None
        if not self.doubt:
            self.step = DANGER
            if asked := await danger.asked_back(turn, self.question, self.handlers):
                return asked
        self.keeps_question = True  # whatever was asked can wait
        return await self._run("emergency")

    async def _pressed(self) -> Answer | None:
        press = press_of(self.turn.incoming.pressed)
        if press is None:
            return self._stale()
        if press.of_offer:
            offer = await talk.offer_at(self.turn.db, self.turn.phone.id, press.number)
            return await self._taken(offer, press.key) if offer else self._stale()
        if self.question is None or press.number != self.question.number:
            return self._stale()
        return await self._chosen(self.question, press.key)

    async def _typed(self) -> Answer | None:
        """Take typed words: an offer by number, the open question, a command, or something."""
        turn, question = self.turn, self.question
        if taken := await offer_by_number(turn) or await speaker.news_named(turn, question):
            return await self._taken(*taken)
        if question:
            key = picked(turn.text, question.choices)
            if key is not None:
                return await self._chosen(question, key)
            if question.step != SOFT and self.handlers[question.step].typed:
                self.may_mean_another = self._is_command()
                return await self._asked(question)
        return await self._commanded()

    def _is_command(self) -> bool:
        command = words.command(self.turn.text)
        known = command is not None and command.name in self.handlers
        return known or codes.joining_code(self.turn.text) is not None

    async def _commanded(self) -> Answer | None:
        turn, question = self.turn, self.question
        if codes.joining_code(turn.text):
            return await self._run("join")
        command = None if may_be_a_no(turn.text, question) else words.command(turn.text)
        if command and command.name in self.handlers:
            turn.text = command.rest
            data = question.data if question and question.step == SOFT else {}
            return await self._run(command.name, data=data)
        if question and question.step != SOFT:
            return self._again(
                turn.words(_("I did not quite understand. Please choose one of these."))
            )
        return await self._run("otherwise")

    async def _chosen(self, question: OpenQuestion, key: str) -> Answer | None:
        """Take a choice of the open question, by press, number or word."""
        if key not in {choice.key for choice in question.choices}:
            return self._stale()
        if question.step == SOFT:
            self.turn.text = ""
            return await self._run(key, data=question.data)
        return await self._asked(question, key)

    async def _asked(self, question: OpenQuestion, choice: str = "") -> Answer | None:
        """Give the open question's step what was chosen, or the words that were typed."""
        operation = f"question:{self.turn.phone.id}:{self.number}"
        return await self._run(
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
            return self._again(turn.words(_("That is for somebody else on this phone.")))
        if offer.used_at is not None:
            chosen = _("You already chose “{label}” at {time}.")
            at = clock_time(local(offer.used_at, turn.zone))
            return self._again(turn.words(chosen, label=offer.used_label, time=at))
        if offer.expires_at <= turn.now:
            return self._again(turn.words(_("That is too long ago, it does not work any more.")))
        answer = await self._run(
            offer.step, choice=key, data=offer.data, operation=f"offer:{offer.id}"
        )
        if answer is None or answer.step in ("", SOFT):
            await talk.use_offer(turn.db, offer.id, label, turn.now)
            return self._beside(answer) if answer else None
        return answer

    def _beside(self, answer: Answer) -> Answer:
        """Say what came of an offer, and go on with the question that was open meanwhile."""
        if self.question is None or self.question.step == SOFT:
            return answer
        again = self._again(answer.text)
        return replace(answer, text=again.text, choices=again.choices, step="")

    async def _run(
        self, name: str, *, choice: str = "", data: talk.Data | None = None, operation: str = ""
    ) -> Answer | None:
        turn = self.turn
        if turn.holder is None and not self.handlers[name].public:
            if turn.phone.is_shared:
                return self._who_is_it()
            name = "join"
        self.step = name
        turn.choice, turn.data, turn.operation = choice, data or {}, operation
        return await self.handlers[name].handler(turn)

    def _who_is_it(self) -> Answer:
        self.step = WHO
        return speaker.who_is_it(self.turn, self.question)

    def _known(self, question: OpenQuestion | None) -> OpenQuestion | None:
        """Drop a question that nothing in this version of the program can take an answer to."""
        if question is None or question.step in (SOFT, WHO, *self.handlers):
            return question
        return None

    # --- what is said -------------------------------------------------------------------------

    def _again(self, text: str) -> Answer:
        """Say `text` and keep the open question, repeated where `text` is about another thing."""
        self.keeps_question = True
        if self.question is None:
            return Answer(text=text)
        if self.question.step not in (self.step, SOFT):
            text = f"{text}\n\n{self.question.text}"
        return Answer(text=text, choices=self.question.choices)

    def _stale(self) -> Answer:
        self.step = self.step or "stale"
        return self._again(self.turn.words(_("That one was answered already.")))

    def _sorry(self) -> Answer:
        with use_locale(self.turn.locale):
            sorry = _("Sorry, I stumbled just now. Nothing was written down. Please try again.")
            return self._again(self.turn.words(sorry))

    async def _settle(self, answer: Answer | None) -> int:
        """Write which question is open from now on, where that has changed; return its number.

        Numbers only count up, also when an earlier question is taken up again: the buttons of one
        that is over must never fit another.
        """
        turn, stored = self.turn, self.stored
        was_open = stored if stored and stored.step and speaker.is_hers(stored, turn) else None
        if answer is None or self.keeps_question:
            asked = self.question
        else:
            asked = question_of(turn, answer, self.handlers) if answer.step else None
        if asked is was_open:
            return self.number
        written = asked or question_of(turn, Answer(text=""), self.handlers)
        await talk.ask(turn.db, turn.phone.id, replace(written, number=self.number + 1))
        return self.number + 1
