"""A paper that was signed by hand: its photo is asked for, and kept as long as the books are.

Where nobody else of the board is free to say yes here, two sign on paper instead.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.chat import NotUnderstood
from bot.clock import local
from bot.handlers.cards import must_be_officer
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, clock_time
from bot.people import Listener
from bot.storage import evidence, files
from bot.telling import called
from bot.turn import Answer, Handlers, Step, Turn

Matter = TypeVar("Matter")
PATIENCE = timedelta(hours=1)
"""So long who can say yes on a phone is waited for; then two may sign on paper [K]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who else can still say yes on a phone of her own, and since when they could."""

    others: Sequence[Listener]
    since: datetime


def still_asked(turn: Turn, asked: Asked) -> Answer | None:
    """Say who else can still say yes, and how long that is waited for; None: two may sign."""
    until = asked.since + PATIENCE
    if not asked.others or turn.now >= until:
        return None
    return turn.say(
        _(
            "{names} can still agree here. If nobody answers, a signed paper will do from {time}"
            " on."
        ),
        names=", ".join(called(one.member, turn.today) for one in asked.others),
        time=clock_time(local(until, turn.zone)),
    )


def ask_for_photo(turn: Turn, step: str) -> Answer:
    """Ask for the photo, which that step takes; what the question before carried goes with it."""
    return turn.ask(
        step,
        _("Please take a photo of the paper with the signatures and send it here."),
        never_mind(),
        data=turn.data,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPaper(Generic[Matter]):
    """One kind of paper: what it is about, and what follows once its photo is here."""

    step: str
    """The step that takes the photo."""
    about: Callable[[Turn], Awaitable[Matter | Answer]]
    """Returns what it is about, locked; an answer where no paper is wanted, or no longer.

    It is asked again when the photo comes: meanwhile somebody else may have become free.
    """
    came: Callable[[Turn, Matter, str], Awaitable[Answer]]
    """Does what was signed; the photo is the name of its file."""
    asked: Callable[[Turn, Matter], Awaitable[Asked]] | None = None
    """Returns who was asked to say yes instead; None: `about` looks at that itself."""

    def steps(self) -> Handlers:
        """Return the step that takes the photo; what leads to it calls `ask`."""
        return {self.step: Step(self.take, typed=True, takes_file=True)}

    async def ask(self, turn: Turn) -> Answer:
        """Ask for the photo, where a paper is wanted."""
        must_be_officer(turn)
        found = await self._wanted(turn)
        if isinstance(found, Answer):
            return found
        return ask_for_photo(turn, self.step)

    async def take(self, turn: Turn) -> Answer:
        """The photo came."""
        must_be_officer(turn)
        if turn.choice == STOP:
            return left(turn)
        found = await self._wanted(turn)
        if isinstance(found, Answer):
            return found
        file = turn.incoming.file
        if not file:
            raise NotUnderstood(turn.words(_("I need the photo of the paper.")))
        await files.keep_until(turn.db, file, turn.now + evidence.KEPT)
        return await self.came(turn, found, file)

    async def _wanted(self, turn: Turn) -> Matter | Answer:
        found = await self.about(turn)
        if isinstance(found, Answer) or self.asked is None:
            return found
        return still_asked(turn, await self.asked(turn, found)) or found
