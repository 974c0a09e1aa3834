"""How money is spoken of that is noted and not in the book yet, and what has to be finished first.

Everybody who counts, spends, looks into the box or signs a month hears the same of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.chat import Choice
from bot.handlers.slips import fund_name
from bot.i18n import _, money, ngettext, short_day
from bot.people import Member
from bot.storage import members, noted
from bot.storage.noted import Kind, Noted
from bot.telling import called
from bot.turn import Answer, Turn


async def of_club(turn: Turn) -> list[Noted]:
    """Return all that is noted in the club."""
    return await noted.of_club(turn.db, turn.club.id)


async def of_keeper(turn: Turn, keeper: Member) -> list[Noted]:
    """Return what may lie among the cash that somebody keeps, or is missing there."""
    return [one for one in await of_club(turn) if one.touches(keeper)]


async def until(turn: Turn, last: date) -> list[Noted]:
    """Return what is noted of the days up to one, that day included."""
    return [one for one in await of_club(turn) if one.day(turn.zone) <= last]


def sure(found: Iterable[Noted]) -> list[Noted]:
    """Return what officers have said: the cash is another sum than in the book by it."""
    return [one for one in found if one.is_sure]


def told(found: Iterable[Noted]) -> list[Noted]:
    """Return what members told of, and nobody has confirmed."""
    return [one for one in found if one.kind is Kind.DECLARED]


async def lines(turn: Turn, found: Sequence[Noted]) -> list[str]:
    """Say in a line each what is not in the book and who has still to do what."""
    ids = {who for one in found for who in (one.holder_id, one.other_id) if who is not None}
    people = await members.several(turn.db, ids, turn.today)
    names = {its: called(one, turn.today) for its, one in people.items()}
    said = [_line(turn, one, names) for one in found if one.kind is not Kind.DECLARED]
    if declared := told(found):
        said.append(
            ngettext(
                "{count} member told of money that nobody has confirmed.",
                "{count} members told of money that nobody has confirmed.",
                len(declared),
            ).format(count=len(declared))
        )
    return said


def _line(turn: Turn, one: Noted, names: dict[int, str]) -> str:
    return _text(one).format(
        day=short_day(one.day(turn.zone), today=turn.today),
        amount=money(abs(one.amount)),
        holder=names.get(one.holder_id or 0, ""),
        other=names.get(one.other_id or 0, ""),
        fund=fund_name(one.fund) if one.fund else "",
    )


def _text(one: Noted) -> str:
    if one.kind is Kind.PAYOUT:
        return _(
            "{day}: {holder} handed {other} {amount} of the loan. It is in the book when somebody"
            " who saw it says so."
        )
    if one.kind is Kind.HANDING:
        return _(
            "{day}: {holder} handed {other} {amount} of the {fund} to keep. It is in the book when"
            " {other} says so."
        )
    if one.is_counted:
        return _(
            "{day}: {holder} counted {amount} of the meeting. It is in the book when a second"
            " officer agrees."
        )
    if one.amount:
        return _("{day}: {amount} stands on the meeting's list, which is not closed yet.")
    return _("The money of a meeting day is not closed yet.")


def ways(found: Iterable[Noted]) -> list[Choice]:
    """Return the buttons that lead to where it is finished."""
    buttons = {
        Kind.COLLECTION: Choice("collecting", _("Go to the list")),
        Kind.PAYOUT: Choice("lending.queue", _("Cash handed over, not witnessed yet")),
        Kind.HANDING: Choice("hand.waiting", _("Cash handed on, not agreed yet")),
    }
    kinds = {one.kind for one in found}
    return [button for kind, button in buttons.items() if kind in kinds]


async def finish_first(turn: Turn, found: Sequence[Noted], then: str, **values: object) -> Answer:
    """Say what must be finished before something else, and lead there; `then` says what for."""
    said = [_("This is not in the book yet:"), *(f"- {line}" for line in await lines(turn, found))]
    return turn.say("{lines}", *ways(found), lines="\n".join([*said, turn.words(then, **values)]))


async def on_a_list(turn: Turn, payer: Member) -> str:
    """Say what of a member's money stands on a list that is not closed; empty for nothing."""
    found = await noted.on_list(turn.db, turn.club.id, payer.id)
    if found is None:
        return ""
    return _(
        "{amount} of {name} stands on the list of {day} already, which is not closed."
    ).format(
        amount=money(found.amount),
        name=called(payer, turn.today),
        day=short_day(found.held_on, today=turn.today),
    )
