"""One message being answered: who speaks, what comes of it, and what stays when that fails."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.chat import NotAllowed, NotUnderstood, Settled, UserError
from bot.conversation import danger, speaker
from bot.conversation.choosing import answer_to
from bot.conversation.meaning import Meaning
from bot.conversation.putting_off import DANGER, WHO, take_up
from bot.conversation.saying import question_of, queue
from bot.i18n import _, day, use_locale
from bot.storage import addresses, talk
from bot.storage.engine import worth_retrying
from bot.storage.ledger import MonthClosed
from bot.storage.talk import OpenQuestion
from bot.turn import Answer, Handlers, Turn
from bot.understanding.emergencies import emergency

log = logging.getLogger("bot.turn")


class Refused(Exception):
    """Something did not go well: undo all of it, and answer again with `may_fail`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one turn came to."""

    step: str = ""
    outcome: str
    """`ok`, `refused` or `crashed`; `repeated` for a message that was answered before, `left
    out` for a picture of an album that nothing is said of, or what is withheld once more."""
    settled: Settled | None = None
    """Set where the buttons of the pressed message are of no use any more."""


class Answering:
    """One turn in progress, inside the transaction that its conversation has opened."""

    def __init__(
        self,
        handlers: Handlers,
        turn: Turn,
        stored: OpenQuestion | None,
        *,
        late: timedelta,
        may_fail: bool,
    ) -> None:
        """Prepare; `stored` is what is written as the open question of this address."""
        self.may_fail = may_fail
        self.handlers = handlers
        self.turn = turn
        self.stored = stored
        self.pressed = turn.incoming.pressed
        self.number = stored.number if stored else 0
        self.doubt = danger.open_to(turn, stored)
        self.meaning = Meaning(handlers, turn, speaker.open_to(turn, stored), late)

    async def answer(self) -> Done:
        """Run the handler, then queue what is said.

        What a handler wrote before it failed is undone: with `may_fail` by a savepoint, without
        by raising `Refused`.
        """
        turn, meaning = self.turn, self.meaning
        outcome = "ok"
        try:
            answer = await self._understood()
        except Refused:
            raise
        except UserError as error:
            answer, outcome = meaning.again(str(error)), "refused"
        except MonthClosed as closed:
            answer, outcome = self._closed(closed), "refused"
        except Exception as error:  # a bug ends in an apology, not in silence
            if worth_retrying(error):
                raise
            log.exception("step %s crashed", meaning.step)
            answer, outcome = self._sorry(), "crashed"
        for write in turn.outside:
            await write(turn.db)
        number = await self._settle(answer)
        if answer is not None:
            await queue(turn, answer, number)
        await self._note_speaker()
        settled = meaning.settled if self.pressed else None
        return Done(step=meaning.step, outcome=outcome, settled=settled)

    async def _note_speaker(self) -> None:
        """Remember who speaks on a shared phone; of one that is not shared any more, forget it."""
        turn = self.turn
        who = turn.holder.member.id if turn.holder else None
        if turn.phone.is_shared and who:
            until = turn.now + speaker.STAYS
            await addresses.remember_speaker(turn.db, turn.phone.id, who, until)
        elif not turn.phone.is_shared and who and turn.phone.speaker_id not in (None, who):
            await addresses.remember_speaker(turn.db, turn.phone.id, None, None)

    async def _understood(self) -> Answer | None:
        """Do what is meant so that it can be undone.

        Words that an open question could not use may be a command; whatever the question's
        handler had written by then is undone first. A question of work that is somebody else's
        by now is over.
        """
        try:
            async with self._undoable():
                return await self._spoken()
        except NotAllowed as error:
            asked = self.meaning.question
            if asked is None or asked.step != self.meaning.step:
                raise
            self.meaning.open(None)
            if self.pressed or not self.meaning.is_command():
                return self.meaning.again(str(error))
        except NotUnderstood:
            if not self.meaning.may_mean_another:
                raise
        async with self._undoable():
            with use_locale(self.turn.locale):
                return await self.meaning.commanded()

    @asynccontextmanager
    async def _undoable(self) -> AsyncIterator[None]:
        if self.may_fail:
            async with self.turn.db.begin_nested():
                yield
            return
        try:
            yield
        except Exception as error:  # whatever it is, the second pass answers it
            if worth_retrying(error):
                raise
            raise Refused from error

    async def _spoken(self) -> Answer | None:
        """Find out who speaks; what is meant comes after."""
        turn, meaning = self.turn, self.meaning
        if turn.incoming.group:
            return self._in_a_group()
        self._note_press()
        if in_danger := await self._in_danger():
            return in_danger
        if turn.phone.is_shared:
            meaning.open(await speaker.identify(turn, meaning.question))
            if not turn.holder and not await speaker.is_for_anybody(
                turn, meaning.question, self.handlers
            ):
                return meaning.who_is_it()
        with use_locale(turn.locale):
            return await meaning.found()

    def _in_a_group(self) -> Answer:
        """Send whoever writes to her own chat: nothing is said here that others may read."""
        if emergency(self.turn.incoming.text):
            return Answer(text=self.turn.words(_("Call 115 now! And call somebody near you.")))
        return Answer(
            text=self.turn.words(_("Please write to me in private; here I say nothing."))
        )

    def _note_press(self) -> None:
        """Note which of the bot's own questions was pressed: what was put off is taken up now."""
        question = self.meaning.question
        for asked in (self.doubt, question if question and question.step == WHO else None):
            if asked and self.pressed and (key := answer_to(self.turn, asked)):
                self.meaning.settle(next(one.label for one in asked.choices if one.key == key))

    async def _in_danger(self) -> Answer | None:
        """Answer somebody in danger before anything else, and ask where that is in doubt."""
        turn, meaning = self.turn, self.meaning
        key = answer_to(turn, self.doubt) if self.doubt else None
        if self.doubt and key == "no":
            take_up(turn, self.doubt.data)
            return None
        if key is None and not emergency(turn.incoming.text):
            return None
        if not self.doubt:
            meaning.step = DANGER
            if asked := await danger.asked_back(turn, meaning.question, self.handlers):
                return asked
        meaning.keeps_question = True  # whatever was asked can wait
        open_now = meaning.question
        return await meaning.run("emergency", data=open_now.data if open_now else None)

    def _sorry(self) -> Answer:
        self.meaning.settled = None
        with use_locale(self.turn.locale):
            sorry = _("Sorry, I stumbled just now. Nothing was written down. Please try again.")
            return self.meaning.again(self.turn.words(sorry))

    def _closed(self, closed: MonthClosed) -> Answer:
        """Say what to do where something was to be entered into a month that is signed."""
        self.meaning.settled = None
        with use_locale(self.turn.locale):
            text = _(
                "That month is signed and closed, so nothing was written down. Please give it a"
                " day from {day} on, or let two of the board open the month again."
            )
            return self.meaning.again(self.turn.words(text, day=day(closed.open_from)))

    async def _settle(self, answer: Answer | None) -> int:
        """Write which question is open from now on, where that has changed; return its number.

        Numbers only count up, also when an earlier question is taken up again: the buttons of one
        that is over must never fit another.
        """
        turn, stored = self.turn, self.stored
        was_open = stored if stored and stored.step and speaker.is_hers(stored, turn) else None
        if answer is None or self.meaning.keeps_question:
            asked = self.meaning.question
        else:
            asked = self._asked(answer) if answer.step else None
        if asked is was_open:
            return self.number
        written = asked or question_of(turn, Answer(text=""), self.handlers)
        await talk.ask(turn.db, turn.phone.id, replace(written, number=self.number + 1))
        return self.number + 1

    def _asked(self, answer: Answer) -> OpenQuestion:
        made = self.meaning.made_by
        return question_of(self.turn, answer, self.handlers, made.kept() if made else None)
