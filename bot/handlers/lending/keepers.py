"""Whose cash of the loan fund goes to a borrower, and who of the board can say to have seen it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.handlers import touches
from bot.handlers.lending.answers import givers
from bot.i18n import _, money
from bot.people import Listener, Member
from bot.storage import means, members, noted
from bot.storage.applications import Application
from bot.telling import called
from bot.turn import Turn


async def keeper(turn: Turn, who: Member, application: Application) -> Member:
    """Return whose cash it is; refuses who may not hand it over, and where there is too little.

    Somebody else's only where that one is too near to the borrower to hand it over herself.
    """
    able = await givers(turn, who)
    is_able = turn.member.id in {one.id for one in able}
    if not is_able or not turn.phone.member_ids().isdisjoint({who.id}):
        raise turn.refuse(
            _("The cash for {name} is handed over by {others}."),
            name=called(who, turn.today),
            others=", ".join(called(one, turn.today) for one in able) or _("the board"),
        )
    itself = noted.payout(application.id)
    kept = await means.kept(turn.db, turn.club.id, but_for=itself)
    enough = [holder for holder, keeps in kept.items() if keeps >= application.amount]
    if turn.member.id in enough:
        return turn.member
    if free := [one for one in able if one.id in enough]:
        raise turn.refuse(
            _("{name} keeps that cash and hands it over."), name=called(free[0], turn.today)
        )
    if enough:
        return await members.member(turn.db, enough[0], turn.today)
    raise turn.refuse(
        _(
            "By the book {names} of the loan fund; {amount} is needed. If cash came from the bank"
            " or from somebody else, please write that down first."
        ),
        names=await _kept(turn, kept),
        amount=money(application.amount),
    )


async def _kept(turn: Turn, kept: Mapping[int, int]) -> str:
    people = await members.several(turn.db, {*kept, turn.member.id}, turn.today)
    text = _("{name} keeps {amount}")
    shown = kept or {turn.member.id: 0}
    return ", ".join(
        text.format(name=called(people[one], turn.today), amount=money(amount))
        for one, amount in shown.items()
    )


async def can_witness(turn: Turn, who: Member, giver: Member) -> Sequence[Listener]:
    """Return who of the board can say on a phone that the cash was handed over."""
    near = [who, giver, turn.member]
    return await turn.reach_officers(
        await touches.independent(turn, await touches.board(turn), near)
    )
