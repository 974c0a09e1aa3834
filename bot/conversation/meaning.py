"""What a message is taken for, once it is known who speaks: an answer, a command, or something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Choice
from bot.clock import local
from bot.conversation import aside, attached, late, newcomers, speaker, standing, waiting
from bot.conversation.choosing import AGAIN, may_be_a_no, offer_by_number, picked, press_of
from bot.conversation.doing import Doing
from bot.conversation.kinds import helpful_word, is_unreadable
from bot.conversation.putting_off import ASIDE, LATE, open_before, take_up
from bot.conversation.saying import carried
from bot.i18n import _, clock_time
from bot.storage import talk
from bot.storage.talk import OpenQuestion, StandingOffer
from bot.turn import SOFT, Answer
from bot.understanding import choices, codes, replies, saying_of_cash, words
from bot.understanding.rooms import COMMANDS


def _may_answer(text: str) -> bool:
    """Whether it may answer something that was told or asked, although it is a command."""
    return replies.is_small_talk(text) or saying_of_cash.may_answer(text)


class Meaning(Doing):
    """The meaning of one message in the light of what is open to the speaker."""

    async def found(self) -> Answer | None:
        """Do what is meant."""
        if self.ended and self._is_for(self.ended):
            return self.turn.say(_("That is the board's work."))
        if self.turn.incoming.pressed:
            return await self._pressed()
        if self.question and attached.given(self.turn, self.question, self.handlers):
            return await self._given(self.question)
        if is_unreadable(self.turn.incoming):
            return await self._unreadable()
        return await self._typed()

    # --- what was meant -----------------------------------------------------------------------

    async def _pressed(self) -> Answer | None:
        turn = self.turn
        press = press_of(turn.incoming.pressed)
        if press is None:
            return self.stale()
        if press.of_offer:
            offer = await talk.offer_at(turn.db, turn.phone.id, press.number)
            return await self._taken(offer, press.key) if offer else self.stale()
        if self.question and press.number == self.question.number:
            return await self._chosen(self.question, press.key)
        if press.of_menu and self._can_be_done_again(press.key):
            turn.text = ""
            return await self.run(press.key)
        waits = late.asked_about(self.question, f"q{press.number}:") if self.question else None
        before = open_before(waits.data) if waits else None
        return await self._chosen(before, press.key) if before else self.stale()

    def _is_for(self, ended: OpenQuestion) -> bool:
        """Whether this would be an answer to a question that is not open any more."""
        if self.turn.incoming.pressed:
            press = press_of(self.turn.incoming.pressed)
            return press is not None and not press.of_offer and press.number == ended.number
        return not self.is_command()

    def _can_be_done_again(self, key: str) -> bool:
        """Whether a button of an old menu still does what it says: what typing it would do."""
        if key not in COMMANDS or key not in self.handlers:
            return False
        step = self.handlers[key]
        return (self.turn.holder is not None or step.public) and not step.counts

    async def _given(self, question: OpenQuestion) -> Answer | None:
        """Give the open question the picture or document that it takes."""
        if late.written_before(self.turn, question):
            return self.said_before()
        return self.anew(question.step) or await self._asked(question)

    async def _unreadable(self) -> Answer | None:
        """Say what helps; what is open stays so."""
        word = helpful_word(self.turn)
        if self.question and self.question.step != SOFT:
            return self.again(word)
        menu = await self.run("menu")
        return replace(menu, text=f"{word}\n\n{menu.text}") if menu else Answer(text=word)

    async def _typed(self) -> Answer | None:
        """Take typed words: for an offer by its number, the open question, or something else."""
        turn, question = self.turn, self.question
        if taken := await offer_by_number(turn) or await speaker.news_named(turn, question):
            return await self._taken(*taken)
        if question and late.written_before(turn, question):
            return await self._too_early(question)
        if question is None or question.step == SOFT:
            return await self._free(question)
        return await self._answered(question)

    async def _answered(self, question: OpenQuestion) -> Answer | None:
        """Take words for an answer to the open question, unless they are something else."""
        turn = self.turn
        step = self.handlers.get(question.step)
        key = picked(turn.text, question.choices)
        keys = [one.key for one in question.choices]
        if key is None and step and step.says:
            key = step.says(turn.text, keys) or None
        if key is None and step and step.hears and not self.is_command():
            key = step.hears(turn.text, keys) or None
        if key is not None:
            return await self._chosen(question, key)
        if step and step.beside and (said := await self.said_beside(question, step)):
            return said
        if step is None or not step.typed or aside.is_given_up(turn, question, step):
            return await self.commanded()
        if aside.is_one(turn, question, step) and not self.is_confirmed:
            self.step = ASIDE
            return aside.is_it_meant_here(turn, question)
        self.may_mean_another = self.is_command() or replies.is_lost(turn.text)
        return self.anew(question.step) or await self._asked(question)

    async def _free(self, menu: OpenQuestion | None) -> Answer | None:
        """Take words while nothing must be answered: for a menu, an offer, or a command."""
        turn = self.turn
        key = waiting.picked_of(turn, menu)
        if key is None and self.is_command() and not _may_answer(turn.text):
            return await self.commanded()
        newest = await standing.newest(turn, self.handlers)  # no other turn pays for looking
        is_shown = waiting.is_shown(menu)
        later = self.is_behind = standing.is_later(newest, None if is_shown else menu)
        if menu and key is None and not later:
            key = standing.heard_on_screen(turn, menu, self.handlers)
            if key == "":
                return self.again(standing.to_be_sure(turn))
        found = standing.heard(turn, newest, self.handlers, later=later)
        by_number = is_shown and key is not None and choices.is_number(turn.text)
        if found and (later or key is None) and not by_number:
            return await self._offered(found)
        over = (later and not is_shown) or standing.is_old(turn, menu)
        if menu and key is not None and not (over and choices.is_number(turn.text)):
            return await self._chosen(menu, key)
        return await self.commanded()

    async def _offered(self, found: Sequence[tuple[StandingOffer, str]]) -> Answer | None:
        """Take the words for what is offered; some only tell something, and use nothing up."""
        offer, meant = found[0]
        if meant in self.handlers:
            return await self.run(meant, data=offer.data)
        if meant:
            return await self._taken(offer, meant)
        self.step = "which"
        offers = [one for one, _key in found]
        if replies.is_yes_or_no_like(self.turn.text):  # it may be meant for an earlier one
            others = await waiting.open_questions(self.turn, self.handlers)
            offers += [one for one in others if one not in offers]
        return await waiting.restated(self.turn, offers, standing.to_be_sure(self.turn))

    async def _too_early(self, question: OpenQuestion) -> Answer | None:
        """Words from before a question was asked are no answer to it; they may be a command."""
        command = words.command(self.turn.text)
        asks_little = command is not None and command.name in late.WANTING_NOTHING
        if question.step == SOFT or (self.is_command() and not asks_little):
            return await self.commanded()
        return self.said_before()

    def is_command(self) -> bool:
        """Whether the words are a command that is known here."""
        command = words.command(self.turn.text)
        known = command is not None and command.name in self.handlers
        return known or codes.joining_code(self.turn.text) is not None

    async def commanded(self) -> Answer | None:
        """Follow the command in the words, or say that they were not understood."""
        turn, question = self.turn, self.question
        if codes.joining_code(turn.text):
            return await self.run("join")
        is_hard = question is not None and question.step != SOFT
        command = None if may_be_a_no(turn.text, question) else words.command(turn.text)
        if is_hard and replies.is_okay(turn.text):
            command = None  # neither thanks nor an answer
        if command and command.name in self.handlers:
            if newcomers.is_joining(turn, question, self.handlers):
                return await self._while_joining(command.name)
            return self.anew(command.name) or await self.followed(command, question)
        if question and is_hard:
            return self.not_understood(question)
        return await self._nothing_meant()

    async def _nothing_meant(self) -> Answer | None:
        """Say that it was not understood, and what still waits; an officer may name somebody."""
        turn = self.turn
        if over := await offer_by_number(turn, over=True):
            return await self._taken(*over)
        if "named" in self.handlers and (named := await self.run("named")):
            return named
        if offers := await waiting.open_questions(turn, self.handlers):
            self.step = "waits"
            lead = _("I did not quite understand. This still waits for your answer:")
            return await waiting.restated(turn, offers, turn.words(lead), menu=True)
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
            return self.stale()
        press = press_of(key)
        if press and press.of_offer:  # of what waits, shown once more
            offer = await talk.offer_at(self.turn.db, self.turn.phone.id, press.number)
            return await self._taken(offer, press.key) if offer else self.stale()
        if question.step in (LATE, ASIDE):
            self.settle(chosen.label)
            way = self._holds if question.step == LATE else self._meant_here
            return await way(question, key)
        name = key if question.step == SOFT else question.step
        if anew := self.anew(name, Choice(f"q{question.number}:{key}", chosen.label)):
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
            self.is_confirmed = True
            return await self.found()
        self.step = "late.no"
        return self.again(self.turn.words(_("All right, that does not count.")))

    async def _meant_here(self, question: OpenQuestion, key: str) -> Answer | None:
        """Take words for an answer to what was open, or for what they are without it."""
        before = open_before(question.data)
        take_up(self.turn, question.data, anew=True)
        self.open(before if key == "yes" else None)
        return await (self._asked(self.question) if self.question else self.found())

    async def _asked(self, question: OpenQuestion, choice: str = "") -> Answer | None:
        """Give the open question's step what was chosen, or the words that were typed."""
        operation = f"question:{self.turn.phone.id}:{question.number}"
        return await self.run(
            question.step, choice=choice, data=carried(question), operation=operation
        )

    async def _taken(self, offer: StandingOffer, key: str) -> Answer | None:
        """Take a choice of a standing offer; it is used up once its business is done."""
        turn = self.turn
        label = next((one.label for one in offer.choices if one.key == key), None)
        if label is None and key != AGAIN:
            return self.stale()
        mine = turn.holder is not None and turn.holder.member.id == offer.member_id
        if not mine and not self.handlers[offer.step].public:
            return self.not_hers()
        if over := self._over(offer):
            return over
        if label:
            return await self._answers(offer, key, label)
        self.step = "waits"
        return await waiting.shown_again(turn, offer)

    async def _answers(self, offer: StandingOffer, key: str, label: str) -> Answer | None:
        """Do what was chosen of a standing offer."""
        turn = self.turn
        if anew := self.anew(offer.step, Choice(f"o{offer.id}:{key}", label)):
            return anew
        answer = await self.run(
            offer.step, choice=key, data=offer.data, operation=f"offer:{offer.id}"
        )
        if answer is None or answer.step in ("", SOFT):
            await talk.use_offer(turn.db, offer.id, label, turn.now)
            self.settle(label)
            return self.beside(answer) if answer else None
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
