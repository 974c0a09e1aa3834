"""Cash from hand to hand of which one of the two cannot speak: the board's decision writes it."""

from __future__ import annotations

from bot.handlers.bookkeeping import booking, handing_taken
from bot.i18n import _, money
from bot.people import Member
from bot.storage import evidence, ledger, resolutions
from bot.storage.handings import Handing
from bot.storage.resolutions import Resolution
from bot.telling import called
from bot.turn import Turn


async def write(
    turn: Turn,
    resolution: Resolution,
    handing: Handing,
    *,
    giver: Member,
    taker: Member,
    by: Member,
) -> str:
    """Post a handing that was agreed to and say so; a yes here is the second touch.

    On a paper nobody's phone has agreed: the photo belongs to the entry, which stays unchecked.
    """
    entry = await handing_taken.post(turn, handing, giver=giver, taker=taker, by=by)
    if entry is None:
        return booking.in_the_book_already(turn).text
    now = await resolutions.locked(turn.db, turn.club.id, resolution.id)
    if now.how == "officers":
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=entry.id,
            member_id=turn.member.id,
            how="decision",
            now=turn.now,
        )
    if now.file:
        await evidence.add(turn.db, entry.id, now.file, turn.now)
    return turn.words(
        _("It is in the book: {taker} keeps {amount} that was with {giver}."),
        taker=called(taker, turn.today),
        amount=money(handing.amount),
        giver=called(giver, turn.today),
    )
