"""Whose loan a matter is about: named, from her card, or chosen of several."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat import Choice, NotUnderstood
from bot.handlers import reminding, touches
from bot.handlers.cards import must_be_officer
from bot.handlers.names import choices_of
from bot.handlers.reaching import of_the_club
from bot.handlers.resolving import Kind, has_lapsed, propose
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _
from bot.people import Member
from bot.storage import loan_changes, loans, resolutions
from bot.storage.loans import Borrowed
from bot.telling import called
from bot.turn import Answer, Handlers, Step, Turn

GoesOn = Callable[[Turn, Member, Borrowed], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """The first steps of a matter, until it is clear which loan it is about."""

    name: str
    """The command; its steps are called after it."""
    kind: Kind
    """Of the question to the board: it is put once at a time."""
    goes_on: GoesOn

    def steps(self) -> Handlers:
        """Return these steps."""
        return {
            self.name: Step(self.begin),
            f"{self.name}.name": Step(self.take_name, typed=True),
            f"{self.name}.loan": Step(self.take_loan),
        }

    async def begin(self, turn: Turn) -> Answer:
        """Begin: an officer names somebody; a member who asks for herself is in need."""
        if not turn.acts_as_officer:
            return await reminding.need(turn)
        if turn.text:
            return await self._of(turn, await named(turn, turn.text))
        if "member" in turn.data:
            return await self._of(turn, [await of_the_club(turn, turn.data["member"])])
        return self._ask_name(turn, _("Whose loan is it? Part of the name is enough."))

    async def take_name(self, turn: Turn) -> Answer:
        """The officer typed part of a name, or chose one of several."""
        must_be_officer(turn)
        if turn.choice == STOP:
            return left(turn)
        if turn.choice:
            return await self._of(turn, [await of_the_club(turn, int(turn.choice))])
        found = await named(turn, turn.text)
        if not found:
            raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
        return await self._of(turn, found)

    async def take_loan(self, turn: Turn) -> Answer:
        """The officer chose one of several loans."""
        must_be_officer(turn)
        if turn.choice == STOP:
            return left(turn)
        borrower, loan = await borrowed(turn, int(turn.choice))
        return await self._go_on(turn, borrower, loan)

    async def _of(self, turn: Turn, found: Sequence[Member]) -> Answer:
        if not found:
            text = _("I find nobody of that name. Please write the name again.")
            return self._ask_name(turn, text)
        if len(found) > 1:
            return self._ask_name(turn, _("Which one do you mean?"), *choices_of(found))
        owed = await loans.open_loans(turn.db, found[0].id)
        if not owed:
            raise turn.refuse(_("{name} has no open loan."), name=called(found[0], turn.today))
        if len(owed) == 1:
            return await self._go_on(turn, found[0], owed[0])
        label = _("Loan {number}")
        choices = [Choice(str(one.id), label.format(number=one.number)) for one in owed]
        return turn.ask(f"{self.name}.loan", _("For which loan?"), *choices, never_mind())

    def _ask_name(self, turn: Turn, text: str, *choices: Choice) -> Answer:
        return turn.ask(f"{self.name}.name", text, *choices, never_mind())

    async def _go_on(self, turn: Turn, borrower: Member, loan: Borrowed) -> Answer:
        await must_be_apart(turn, borrower)
        before = await before_the_board(turn, self.kind, loan.id)
        return before or await self.goes_on(turn, borrower, loan)


async def ask_once(
    turn: Turn, kind: Kind, borrower: Member, loan: Borrowed, details: Mapping[str, Any]
) -> Answer:
    """Put a loan, which `borrowed` has locked, to the board; of two who do so one has asked.

    The question that is answered carries why.
    """
    await must_be_apart(turn, borrower)
    return await before_the_board(turn, kind, loan.id) or await propose(
        turn,
        kind,
        subject=loan.id,
        concerns=borrower,
        details=details,
        reason=turn.data["why"],
    )


async def before_the_board(turn: Turn, kind: Kind, subject: int) -> Answer | None:
    """Say that the board has a question before it already; None where it has not.

    Whoever asks it next has locked the subject, so that two at a time ask once.
    """
    asked = await resolutions.about(turn.db, turn.club.id, kind.name, subject)
    waiting = [one for one in asked if one.status == "pending"]
    if not [one for one in waiting if not await has_lapsed(turn, kind, one)]:
        return None
    return turn.say(
        _("The board has that before it already."),
        Choice("resolutions", _("What the board has to decide")),
    )


async def must_be_apart(turn: Turn, borrower: Member) -> None:
    """Refuse an officer whose own matter it is, or her household's, or a phone's that she shares.

    Asking is the first of two yes.
    """
    must_be_officer(turn)
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please do this on a phone of your own."))
    if not await touches.independent(turn, [turn.member], [borrower]):
        raise turn.refuse(_("You are too near to this to ask for it. Another officer must."))


async def borrowed(turn: Turn, loan_id: int) -> tuple[Member, Borrowed]:
    """Return an open loan of the club and whose it is, and keep others from changing it."""
    loan = await loans.locked(turn.db, loan_id)
    if loan.club_id != turn.club.id:
        raise turn.refuse(_("I find nobody of that name in the club."))
    borrower = await of_the_club(turn, loan.member_id)
    if over := await why_closed(turn, loan):
        raise turn.refuse("{over}", over=over)
    return borrower, loan


async def why_closed(turn: Turn, loan: Borrowed) -> str:
    """Say how a loan ended: paid off, written off or taken back; empty while it is open."""
    if loan.closed_on is None:
        return ""
    if await loan_changes.is_written_off(turn.db, loan.id):
        return turn.words(_("The board has written that loan off by now."))
    if sum(one.principal for one in loan.payments) == 0:
        return turn.words(_("The paying out of that loan was taken back: it is none by now."))
    return turn.words(_("That loan is paid off by now."))
