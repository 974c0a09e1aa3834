"""A deposit, or a loan to the club, comes in or goes back: what was decided, and the handing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat import Choice
from bot.handlers.bookkeeping import booking
from bot.handlers.cards import must_be_officer
from bot.handlers.entering import must_be_free
from bot.handlers.resolving import Kind
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.people import Member
from bot.storage import ledger, members, purse, resolutions
from bot.storage.purse import Held
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.names import Named, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Money that the club is to give back, or gives back."""

    kind: AccountKind
    comes: bool
    """Into the club; otherwise it goes back."""
    fund: Fund
    member: int | None
    name: str
    amount: int

    @property
    def account(self) -> Account:
        """Return the account of what the club owes to this person."""
        return Account(fund=self.fund, kind=self.kind, holder=self.member)

    @property
    def entry_kind(self) -> str:
        """Return the kind of the entry that it makes."""
        name = "deposit" if self.kind is AccountKind.DEPOSITS else "borrowed"
        return name if self.comes else f"{name}_back"

    def says(self) -> str:
        """Say what it is, in the language that is spoken now."""
        texts = {
            "deposit": _("{name} leaves a deposit"),
            "deposit_back": _("{name} gets a deposit back"),
            "borrowed": _("{name} lends the club"),
            "borrowed_back": _("The club pays back to {name}"),
        }
        return texts[self.entry_kind].format(name=self.name)


def deposit_of(details: Mapping[str, Any]) -> Deposit:
    """Read what was decided, or is about to be."""
    return Deposit(
        kind=AccountKind(details["what"]),
        comes=details["way"] == "in",
        fund=Fund(details.get("fund", Fund.INCOME)),
        member=details["member"],
        name=details["name"],
        amount=details["amount"],
    )


async def creditor(turn: Turn, one: Held) -> str:
    """Return whom the club owes something: a member, or somebody outside by name."""
    if one.account.holder is None:
        return one.name or _("somebody outside the club")
    member = await members.member(turn.db, one.account.holder, turn.today)
    return called(member, turn.today)


def called_like(typed: str, names: Iterable[str]) -> list[int]:
    """Return the places of the names that fit best what was typed."""
    people = [
        Named(id=place, name=name, village_name="", hamlet="") for place, name in enumerate(names)
    ]
    return [one.id for one in find(typed, people)]


async def _origin(turn: Turn, resolution: Resolution) -> str | None:
    """Return what the money of this can be posted from; None where it is in the book."""
    return await ledger.origin_to_post(turn.db, turn.club.id, f"resolution:{resolution.id}")


# --- What is decided -----------------------------------------------------------------------------


async def _facts(turn: Turn, resolution: Resolution) -> str:
    asked = deposit_of(resolution.details)
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    return turn.words(
        _("{asker} asks: {what}, {amount}, without interest. Do you agree?"),
        asker=called(asker, turn.today),
        what=asked.says(),
        amount=money(asked.amount),
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    """Tell who asked that the money may now change hands, with the button that writes it down."""
    asked = deposit_of(resolution.details)
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    for listener in await turn.reach_officers([asker]):
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                words(
                    _("Has the money changed hands? {what}, {amount}."),
                    what=asked.says(),
                    amount=money(asked.amount),
                ),
                *_handed(asked),
                step="deposits.moved",
                data={"resolution": resolution.id},
            )
    return turn.words(_("{what}, {amount}."), what=asked.says(), amount=money(asked.amount))


async def _refused(turn: Turn, resolution: Resolution, _reason: str) -> str:
    asked = deposit_of(resolution.details)
    return turn.words(
        _("It stays as it is: {what}, {amount} was not agreed."),
        what=asked.says(),
        amount=money(asked.amount),
    )


DEPOSIT = Kind(name="deposit", facts=_facts, agreed=_agreed, refused=_refused, by_meeting=True)


# --- The money changes hands ---------------------------------------------------------------------


async def decided(turn: Turn) -> Answer:
    """List what was decided and is not handed over yet."""
    must_be_officer(turn)
    waiting = [
        one
        for one in await resolutions.about(turn.db, turn.club.id, DEPOSIT.name, 0)
        if one.status == "agreed" and await _origin(turn, one) is not None
    ]
    if not waiting:
        return turn.say(_("Nothing that was decided waits for its money."))
    label = _("{what}, {amount}")
    return turn.ask(
        "deposits.which",
        _("Which money has changed hands?"),
        *(
            Choice(
                str(one.id),
                label.format(
                    what=deposit_of(one.details).says(),
                    amount=money(deposit_of(one.details).amount),
                ),
            )
            for one in waiting[:8]
        ),
        never_mind(),
    )


async def take_which(turn: Turn) -> Answer:
    """The officer chose what was handed over: read it back."""
    if turn.choice == STOP:
        return left(turn)
    resolution = await resolutions.locked(turn.db, turn.club.id, int(turn.choice))
    asked = deposit_of(resolution.details)
    return turn.ask(
        "deposits.moved",
        _("Has the money changed hands? {what}, {amount}."),
        *_handed(asked),
        data={"resolution": resolution.id},
        what=asked.says(),
        amount=money(asked.amount),
    )


async def moved(turn: Turn) -> Answer:
    """Who keeps the cash says that it changed hands: post it, give out the slip."""
    if turn.choice != "yes":
        return turn.say(_("All right. Tell me when the money has changed hands."))
    await booking.must_keep_cash(turn)
    resolution = await resolutions.locked(turn.db, turn.club.id, turn.data["resolution"])
    origin = await _origin(turn, resolution)
    if origin is None:
        return booking.in_the_book_already(turn)
    asked = deposit_of(resolution.details)
    member = await _member(turn, asked)
    cash = booking.cash_of(turn.member, asked.fund)
    if not asked.comes:
        await booking.must_be_there(turn, cash, asked.amount)
        owed = await purse.still_owed(turn.db, turn.club.id, asked.account, asked.name)
        if owed < asked.amount:
            raise turn.refuse(_("The club does not owe that much there any more."))
    entry = await booking.book(
        turn,
        kind=asked.entry_kind,
        lines=books.moved(
            asked.amount,
            out_of=asked.account if asked.comes else cash,
            into=cash if asked.comes else asked.account,
        ),
        slip="receipt" if asked.comes else "payment",
        note=asked.name,
        payer=member,
        origin=origin,
    )
    if entry is None:
        return booking.in_the_book_already(turn)
    return await booking.written(turn, entry, member, asked.says)


async def _member(turn: Turn, asked: Deposit) -> Member | None:
    if asked.member is None:
        return None
    member = await members.member(turn.db, asked.member, turn.today)
    await must_be_free(turn, member)
    return member


def _handed(asked: Deposit) -> tuple[Choice, Choice]:
    yes = _("I hold all {amount}") if asked.comes else _("I have paid {amount}")
    return Choice("yes", yes.format(amount=money(asked.amount))), Choice("later", _("Not yet"))


HANDLERS = {
    "deposit.decided": Step(decided),
    "deposits.which": Step(take_which),
    "deposits.moved": Step(moved, counts=True),
}
