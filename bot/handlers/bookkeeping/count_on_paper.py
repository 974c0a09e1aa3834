"""A count whose minutes two have signed by hand: where nobody else of the board can sign here."""

from __future__ import annotations

from bot.chat import NotUnderstood
from bot.handlers import touches
from bot.handlers.bookkeeping.count_words import facts
from bot.handlers.bookkeeping.counting_signs import finish, what_became
from bot.handlers.cards import must_be_officer
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.storage import counts, evidence, files
from bot.storage.counts import Count
from bot.telling import speaking_to
from bot.turn import Answer, Step, Turn


async def paper(turn: Turn) -> Answer:
    """Two have signed the minutes: their photo, please."""
    must_be_officer(turn)
    count = await counts.locked(turn.db, turn.club.id, turn.data["count"])
    if count.status != "pending":
        return await what_became(turn, count)
    return turn.ask(
        "count.photo",
        _("Please take a photo of the paper with the signatures and send it here."),
        never_mind(),
        data=turn.data,
    )


async def take_photo(turn: Turn) -> Answer:
    """The photo of the signed minutes came: the count holds, and the head is shown it."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    file = turn.incoming.file
    if not file:
        raise NotUnderstood(turn.words(_("I need the photo of the paper.")))
    count = await counts.locked(turn.db, turn.club.id, turn.data["count"])
    if count.status != "pending":
        return await what_became(turn, count)
    await files.keep_until(turn.db, file, turn.now + evidence.KEPT)
    answer = await finish(turn, count, file)
    await _show_head(turn, count, file)
    return answer


async def _show_head(turn: Turn, count: Count, file: str) -> None:
    """Show the head, or another officer, what was signed by hand."""
    if listener := await touches.shown_a_paper(turn, {count.holder_id}):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                _("A cash count was signed on paper:\n{facts}"), facts=await facts(turn, count)
            )
            await turn.tell(listener, said, image=file)


HANDLERS = {
    "count.paper": Step(paper),
    "count.photo": Step(take_photo, typed=True, takes_file=True),
}
