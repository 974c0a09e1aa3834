"""Who measures and sees what was measured: the health lead, on a phone of her own.

Nobody else does, not the head either. Everybody sees her own; whoever of the family helps on her
phone sees it only where she allowed that.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.i18n import _
from bot.people import Member
from bot.rights import may_see_health
from bot.storage import consents, members
from bot.storage.sealing import Sealed
from bot.telling import called
from bot.turn import Turn

log = logging.getLogger("bot.health")


def is_lead(turn: Turn) -> bool:
    """Say whether the health lead speaks herself: nobody who helps her with her own money."""
    return turn.holder is not None and turn.holder.kind == "self" and may_see_health(turn.member)


async def must_lead(turn: Turn) -> None:
    """Refuse anybody but the health lead, and her too where others read along."""
    if not is_lead(turn):
        raise turn.forbid(await whom_to_ask(turn))
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please do that on a phone of your own."))


async def whom_to_ask(turn: Turn) -> str:
    """Say who writes down what is measured."""
    found = await leads(turn)
    if not found:
        return turn.words(_("Nobody leads health in the club yet. The head can name somebody."))
    names = ", ".join(called(one, turn.today) for one in found)
    return turn.words(
        _("Blood pressure and weight are written down by {names} alone."), names=names
    )


async def leads(turn: Turn) -> list[Member]:
    """Return who leads health in the speaker's club today."""
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    return [one for one in people if may_see_health(one)]


async def may_see(turn: Turn, member: Member) -> bool:
    """Say whether what was measured of her may be shown to who speaks from her own side.

    Herself always; a helper of the family where she said so.
    """
    if turn.holder is None or turn.holder.member.id != member.id:
        return False
    return turn.holder.kind == "self" or await family_sees(turn, member.id)


async def family_sees(turn: Turn, member_id: int) -> bool:
    """Say whether she allowed whoever helps her by phone to see what was measured of her."""
    given = (await consents.latest(turn.db, member_id)).get("health_helper")
    return given is not None and given.given


@contextmanager
def unsealed(turn: Turn) -> Iterator[None]:
    """Say kindly that figures cannot be read or written now; the log tells the operator why."""
    try:
        yield
    except Sealed as error:
        log.error("measurements: %s", error)
        raise turn.refuse(
            _(
                "I cannot open the book of measurements now. Nothing is lost; please tell whoever"
                " looks after this program that its key (HEALTH_KEY) is missing."
            )
        ) from error
