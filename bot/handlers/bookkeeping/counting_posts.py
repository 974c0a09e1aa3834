"""What a signed count posts: the difference, to an account of its own, with its reason."""

from __future__ import annotations

from bot.handlers.bookkeeping.count_words import why
from bot.handlers.missing_cash import difference
from bot.i18n import use_locale
from bot.people import Member
from bot.storage import evidence, ledger
from bot.storage.counts import Count
from bot.turn import Turn


async def post_difference(
    turn: Turn, count: Count, signer: Member | None, file: str
) -> int | None:
    """Post what a count differs by, touched by both who signed; None where it fits."""
    if not count.difference:
        return None
    by = await difference(turn, count.fund, count.holder_id, count.difference, count.counted_on)
    with use_locale(turn.club.locale):
        notes = (why(count.reason), by.note)
    posted = await ledger.post(
        turn.db,
        club_id=turn.club.id,
        kind="cash_difference",
        lines=by.lines,
        value_day=by.value_day,
        now=turn.now,
        entered_by=count.counted_by,
        member_id=None,
        origin=f"count:{count.id}",
        note=". ".join(note for note in notes if note),
    )
    if posted is None:
        return await ledger.posted_from(turn.db, turn.club.id, f"count:{count.id}")
    if signer:
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=posted,
            member_id=signer.id,
            how="count",
            now=turn.now,
        )
    if file:
        await evidence.add(turn.db, posted, file, turn.now)
    return posted
