"""What a handler has in hand while it answers one message, and what it gives back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot import i18n, telling
from bot.chat import PICTURES_ONLY, WITHOUT_BUTTONS, Choice, Incoming, NotAllowed, UserError
from bot.clock import local_day
from bot.i18n import Form, _
from bot.people import DEFAULT_ZONE, Club, Holder, Listener, Member, Phone
from bot.storage import addresses
from bot.storage.engine import Connection
from bot.storage.talk import Data
from bot.storage.usage import NO_PLANS, Plans
from bot.telling import form_of, locale_of

SOFT = "after"
"""The step of a question that only offers what to do next; its keys are names of commands."""

ANSWER_LIFE = timedelta(days=2)
"""An answer that could not be sent for so long says nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the bot says to the speaker, and what it asks, if anything."""

    text: str
    choices: tuple[Choice, ...] = ()
    step: str = ""
    """The handler that takes the reply; empty ends the dialogue."""
    data: Data = field(default_factory=dict)
    image: str = ""
    document: str = ""


@dataclass(slots=True, kw_only=True)
class Turn:
    """One message being answered, inside one transaction."""

    db: Connection
    now: datetime
    incoming: Incoming
    phone: Phone
    holder: Holder | None
    """Who speaks; None for somebody whom the bot does not know yet."""
    text: str
    choice: str = ""
    """The key of what was chosen, by press, number or word; empty where it was no choice."""
    data: Data = field(default_factory=dict)
    """What the question or offer that is being answered carried."""
    operation: str = ""
    """Names the question or offer that is answered: doing it again is the same operation."""
    outside: list[Callable[[Connection], Awaitable[None]]] = field(default_factory=list)
    """What is to be written even when the handler refuses, such as a count of wrong codes."""
    plans: Plans = field(default_factory=lambda: NO_PLANS)
    """What platforms let a bot of ours do a month."""

    @property
    def member(self) -> Member:
        """Return who speaks, or on whose behalf; only for handlers that need a member."""
        if self.holder is None:
            raise self.refuse(_("Please send your joining code first."))
        return self.holder.member

    @property
    def club(self) -> Club:
        """Return the club that is talked about."""
        return self.member.club

    @property
    def acts_as_officer(self) -> bool:
        """Whether an officer speaks herself: a helper of hers holds no office."""
        return (
            self.holder is not None
            and self.holder.kind == "self"
            and self.holder.member.is_officer
        )

    @property
    def pictures_only(self) -> bool:
        """Whether documents do not get through to us from here."""
        return self.incoming.address.platform in PICTURES_ONLY

    @property
    def without_buttons(self) -> bool:
        """Whether choices are numbered lines here, and a bare number is one of them."""
        return self.incoming.address.platform in WITHOUT_BUTTONS

    @property
    def zone(self) -> str:
        """Return the zone of the speaker's club."""
        return self.holder.member.club.zone if self.holder else DEFAULT_ZONE

    @property
    def today(self) -> date:
        """Return the calendar day where the speaker's club is."""
        return local_day(self.now, self.zone)

    @property
    def locale(self) -> str:
        """Return the language to answer in."""
        if self.holder:
            return locale_of(self.holder.member)
        spoken = {locale_of(holder.member) for holder in self.phone.holders}
        return spoken.pop() if len(spoken) == 1 else self.phone.locale

    @property
    def form(self) -> Form:
        """Return how the speaker is addressed."""
        return form_of(self.holder.member, self.today) if self.holder else Form.BAC

    def words(self, text: str, **values: object) -> str:
        """Fill a translated text with the speaker's form of address and `values`."""
        return i18n.say(text, self.form, **values)

    def refuse(self, text: str, **values: object) -> UserError:
        """Return the error that says `text`: raise it to undo the turn and keep the question."""
        return UserError(self.words(text, **values))

    def forbid(self, text: str, **values: object) -> NotAllowed:
        """Return the error that says who may do that: the question that asks for it is over."""
        return NotAllowed(self.words(text, **values))

    def say(
        self,
        text: str,
        *choices: Choice,
        data: Data | None = None,
        image: str = "",
        document: str = "",
        **values: object,
    ) -> Answer:
        """Answer and end the dialogue; `choices` name commands that come handy next."""
        return Answer(
            text=self.words(text, **values),
            choices=(*choices, Choice("menu", _("Something else"))),
            step=SOFT,
            data=data or {},
            image=image,
            document=document,
        )

    def ask(
        self, step: str, text: str, *choices: Choice, data: Data | None = None, **values: object
    ) -> Answer:
        """Ask something; the handler named `step` takes the reply."""
        return Answer(text=self.words(text, **values), choices=choices, step=step, data=data or {})

    async def reach(self, people: Iterable[Member]) -> list[Listener]:
        """Return how to reach those of `people` who have a phone, in the same order.

        This is for news of their own; a helper of the family may read it.
        """
        return await self._reach(people, as_officers=False)

    async def reach_officers(self, people: Iterable[Member]) -> list[Listener]:
        """Return how to reach officers with what they hear as officers: on phones of their own."""
        return await self._reach(people, as_officers=True)

    async def _reach(self, people: Iterable[Member], *, as_officers: bool) -> list[Listener]:
        wanted = [person.id for person in people]
        if not wanted:
            return []
        found = await addresses.listeners(self.db, wanted, self.today, as_officers=as_officers)
        return [found[one] for one in wanted if one in found]

    async def tell(
        self,
        listener: Listener,
        text: str,
        *choices: Choice,
        step: str = "",
        data: Data | None = None,
        once: bool = False,
        image: str = "",
        document: str = "",
    ) -> None:
        """Say something to somebody else, with a standing offer when `choices` are given.

        On a shared phone only the name is said; the words wait until she says that she holds it.
        """
        await telling.tell(
            self.db,
            listener,
            text,
            choices,
            step=step,
            data=data or {},
            once=once,
            image=image,
            document=document,
            now=self.now,
        )

    async def hand_over(
        self,
        listener: Listener,
        text: str,
        choices: Sequence[Choice],
        *,
        step: str,
        data: Data,
        once: bool = False,
    ) -> None:
        """Put words into somebody's chat, whoever may read along."""
        await telling.hand_over(
            self.db, listener, text, choices, step=step, data=data, once=once, now=self.now
        )


Handler = Callable[[Turn], Awaitable[Answer | None]]


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the handlers' table."""

    handler: Handler
    typed: bool = False
    """Takes free text; otherwise only one of the question's choices is an answer."""
    own_words: bool = False
    """Takes an officer's report: a fall in it is part of the story, and it is asked back first."""
    for_all: bool = False
    """Every member reads such words as they stand: what may be a command is asked back first."""
    hears: Callable[[str, Sequence[str]], str | None] | None = None
    """Finds which of these keys typed words mean, beside numbers, labels, yes and no.

    Empty: they may well be an answer, but it is not clear which.
    """
    says: Callable[[str, Sequence[str]], str | None] | None = None
    """Finds which of these keys words name beyond doubt: they are as good as a press of it."""
    beside: Callable[[Turn], Awaitable[Answer | None]] | None = None
    """Answers words that are no answer to the question, but belong to it; None for others.

    Where it ends no dialogue (an answer without a step) the question is asked again below it.
    With one, looking at something else does not leave the question either.
    """
    why: Callable[[], str] | None = None
    """Says in a sentence what is asked and how to answer, to somebody who does not follow."""
    view: bool = False
    """Its question only shows something: it is not repeated below another answer."""
    public: bool = False
    """Works before the bot knows who writes."""
    takes_file: bool = False
    """Takes a picture or document, with the words below it; elsewhere none is fetched."""
    counts: bool = False
    """Its answer is written into the books or told to the cashiers: an old one is asked anew."""


Handlers = Mapping[str, Step]
