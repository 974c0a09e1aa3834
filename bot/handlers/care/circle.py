"""Who sees what of home care, asked anew at every step: a button may be pressed days later.

The care lead, the head and the deputy see all of it; the secretary takes people in and sees those
whom he wrote down; a volunteer sees those whom she visits; who is visited sees herself. Nobody
else learns even who is visited, and a helper of the family holds no office.
"""

from __future__ import annotations

from bot.care.people import Recipient
from bot.i18n import _
from bot.people import Member
from bot.rights import may_enter_care, may_lead_care
from bot.storage import care_roles, members, recipients
from bot.telling import called
from bot.turn import Turn


def speaks_herself(turn: Turn) -> bool:
    """Whether it is the member who speaks, and no helper of hers."""
    return turn.holder is not None and turn.holder.kind == "self"


def leads(turn: Turn) -> bool:
    """Whether the speaker sees to all of home care."""
    return speaks_herself(turn) and may_lead_care(turn.member)


def writes(turn: Turn) -> bool:
    """Whether the speaker takes people in and writes for volunteers: who leads, the secretary."""
    return leads(turn) or (speaks_herself(turn) and "secretary" in turn.member.roles)


def volunteers(turn: Turn) -> bool:
    """Whether the speaker visits others at home."""
    return speaks_herself(turn) and turn.member.volunteer


async def must_lead(turn: Turn) -> None:
    """Refuse whoever does not see to home care, and say who does."""
    if not leads(turn):
        raise turn.forbid(_("Please ask {names} about that."), names=await names(turn))


async def must_write(turn: Turn) -> None:
    """Refuse who takes nobody in."""
    if not writes(turn):
        raise turn.forbid(_("Please ask {names} about that."), names=await names(turn))


async def must_enter(turn: Turn) -> None:
    """Refuse who writes no visits down."""
    if not (speaks_herself(turn) and may_enter_care(turn.member)):
        raise turn.forbid(_("Please ask {names} about that."), names=await names(turn))


async def names(turn: Turn) -> str:
    """Return who sees to home care, by name."""
    people = await care_roles.who_lead_care(turn.db, turn.club.id, turn.today)
    return ", ".join(called(one, turn.today) for one in people) or _("The board")


async def visible(turn: Turn, *, ended: bool = False) -> list[Recipient]:
    """Return whom the speaker may know to be visited, by name; `ended` also who was until now."""
    people = await recipients.of_club(turn.db, turn.club.id, turn.today)
    if ended:
        since = turn.today.replace(year=turn.today.year - 1, day=1)
        people += await recipients.ended(turn.db, turn.club.id, since, turn.today)
    if leads(turn):
        return people
    known = await recipients.known_to(turn.db, turn.club.id, turn.member.id)
    return [one for one in people if _may_see(turn, one, known)]


async def one(turn: Turn, recipient_id: int) -> Recipient:
    """Return somebody who is or was visited, as far as the speaker may know of her."""
    found = await recipients.one(turn.db, turn.club.id, recipient_id)
    if found is not None:
        if leads(turn):
            return found
        known = await recipients.known_to(turn.db, turn.club.id, turn.member.id)
        if _may_see(turn, found, known):
            return found
    raise turn.forbid(_("Please ask {names} about that."), names=await names(turn))


async def hers_to_change(turn: Turn, recipient_id: int) -> Recipient:
    """Return somebody whose record the speaker may change."""
    found = await one(turn, recipient_id)
    if not may_change(turn, found):
        raise turn.forbid(_("Please ask {names} about that."), names=await names(turn))
    return found


async def hers_or_own(turn: Turn, recipient_id: int) -> Recipient:
    """Return somebody whose record the speaker may change, or whose visits are her own."""
    found = await one(turn, recipient_id)
    return found if is_herself(turn, found) else await hers_to_change(turn, recipient_id)


def may_change(turn: Turn, recipient: Recipient) -> bool:
    """Whether the speaker may change what is written of somebody."""
    wrote = writes(turn) and recipient.made_by == turn.member.id
    return leads(turn) or wrote


def is_herself(turn: Turn, recipient: Recipient) -> bool:
    """Whether the speaker is the one who is visited, or her helper."""
    return recipient.member_id is not None and recipient.member_id == turn.member.id


def _may_see(turn: Turn, recipient: Recipient, known: frozenset[int]) -> bool:
    if is_herself(turn, recipient) or may_change(turn, recipient):
        return True
    return volunteers(turn) and recipient.id in known


async def told_first(turn: Turn, *, but: frozenset[int] = frozenset()) -> list[Member]:
    """Return who hears what is new in home care, but for the speaker and those left out."""
    people = await care_roles.who_lead_care(turn.db, turn.club.id, turn.today)
    return [one for one in people if one.id not in but | {turn.member.id}]


async def of_member(turn: Turn, recipient: Recipient) -> Member | None:
    """Return the member who is visited; None for somebody of the village."""
    if recipient.member_id is None:
        return None
    return await members.member(turn.db, recipient.member_id, turn.today)
