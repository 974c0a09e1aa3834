"""Who may let a member off a fee: the head, or who stands in where the head is near or none is."""

from __future__ import annotations

from bot.handlers import touches
from bot.handlers.cards import must_be_officer
from bot.i18n import _
from bot.people import Member
from bot.rights import product_setters
from bot.storage import members
from bot.telling import called
from bot.turn import Turn


async def of(turn: Turn, member: Member) -> list[Member]:
    """Return who decides on a member's fee: of those who are free of her, the first by office."""
    board = await members.officers(turn.db, turn.club.id, turn.today)
    free = await touches.independent(turn, board, [member])
    return product_setters(free) or free


async def is_one(turn: Turn) -> bool:
    """Whether the speaker decides on the fees of anybody, if only on those of the head."""
    board = await members.officers(turn.db, turn.club.id, turn.today)
    usual = product_setters(board) or board
    deciding = [*usual, *[other for one in usual for other in await of(turn, one)]]
    return turn.acts_as_officer and turn.member.id in {one.id for one in deciding}


async def must_be_one(turn: Turn, member: Member) -> None:
    """Refuse who may not decide on this member's fee, and say who may."""
    must_be_officer(turn)
    deciding = await of(turn, member)
    if turn.member.id in {one.id for one in deciding}:
        return
    name = called(member, turn.today)
    if not deciding:
        raise turn.refuse(
            _(
                "Nobody of the board is free to decide on the fee of {name}: bring it up at a"
                " meeting, please."
            ),
            name=name,
        )
    raise turn.refuse(
        _("On the fee of {name} only somebody else may decide: {names}."),
        name=name,
        names=", ".join(called(one, turn.today) for one in deciding),
    )
