"""Whom of the board to turn to, and only at that person's own phone."""

from __future__ import annotations

from bot.handlers.cards import must_be_officer
from bot.i18n import _
from bot.people import Listener, Member
from bot.rights import CALLERS, CASHIERS, ENROLLERS, may_enrol, may_set_meetings
from bot.storage import members
from bot.telling import called
from bot.turn import Turn

HEADS = ("head", "deputy")


async def must_enrol(turn: Turn) -> None:
    """Refuse who does not give out joining codes; others of the board hear who does."""
    must_be_officer(turn)
    if may_enrol(turn.member):
        return
    who = await enrollers(turn, turn.club.id)
    raise turn.refuse(
        _("Joining codes are given out by {names}."),
        names=", ".join(called(one, turn.today) for one in who),
    )


async def must_set_meetings(turn: Turn) -> None:
    """Refuse who does not decide on the days of meetings; others of the board hear who does."""
    must_be_officer(turn)
    if may_set_meetings(turn.member):
        return
    who = await members.officers(turn.db, turn.club.id, turn.today, CALLERS)
    raise turn.refuse(
        _("The days of meetings are set by {names}."),
        names=", ".join(called(one, turn.today) for one in who),
    )


async def enrollers(turn: Turn, club_id: int) -> list[Member]:
    """Return who gives out joining codes: the secretary, then the head, then the deputy."""
    found = await members.officers(turn.db, club_id, turn.today, ENROLLERS)
    return sorted(found, key=lambda one: (_place(one, ENROLLERS), one.id))


async def reachable_enroller(turn: Turn, club_id: int) -> Listener | None:
    """Return the first of them who has a phone of her own."""
    reached = await turn.reach_officers(await enrollers(turn, club_id))
    return reached[0] if reached else None


async def confidant(turn: Turn) -> Listener | None:
    """Return who hears what a member says in private: the head, or the deputy.

    Nobody of her own household, nobody who takes her money, nobody who holds this phone.
    """
    found = await members.officers(turn.db, turn.club.id, turn.today, HEADS)
    free = [
        one for one in found if not one.shares_roof(turn.member) and one.roles.isdisjoint(CASHIERS)
    ]
    found = sorted(free, key=lambda one: (_place(one, HEADS), one.id))
    reached = await turn.reach_officers(found)
    return next((one for one in reached if one.address_id != turn.phone.id), None)


def _place(officer: Member, roles: tuple[str, ...]) -> int:
    return min(place for place, role in enumerate(roles) if role in officer.roles)
