"""Words beside the figures of the month's report: a figure itself is never typed over."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.gathering import reports
from bot.handlers.own_words import heard_words
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.papers.books.paper import month_name
from bot.papers.books.whole_figures import PARTS
from bot.papers.books.whole_rows import part_title
from bot.rights import may_amend_report
from bot.storage import month_reports
from bot.turn import Answer, Step, Turn

NOTHING = "nothing"
"""What stands beside a part is taken away."""


async def amend(turn: Turn) -> Answer:
    """Ask beside which part of the report something is to stand."""
    _must_amend(turn)
    month = reports.month_of(turn)
    if month is None:
        return await reports.ask_month(turn)
    found = await reports.read(turn, month)
    if found.signed is not None:
        return await _is_signed(turn, month)
    return turn.ask(
        "report.part",
        _(
            "Beside which part? The figures come from what was entered and stay as they are;"
            " what {you} write stands beside them."
        ),
        *(Choice(part, part_title(part)) for part in PARTS),
        never_mind(),
        data={"month": month.isoformat()},
    )


async def take_part(turn: Turn) -> Answer:
    """Ask what is to stand beside the part that was chosen."""
    _must_amend(turn)
    if turn.choice == STOP:
        return left(turn)
    month, part = date.fromisoformat(turn.data["month"]), turn.choice
    kept = (await reports.read(turn, month)).words.get(part, "")
    choices = [Choice(NOTHING, _("Take away what stands there"))] if kept else []
    text = _("What shall stand beside “{part}”?")
    if kept:
        text = _("Beside “{part}” stands: {words}. What shall stand there instead?")
    return turn.ask(
        "report.words",
        text,
        *choices,
        never_mind(),
        data={"month": month.isoformat(), "part": part},
        part=part_title(part),
        words=kept,
    )


async def take_words(turn: Turn) -> Answer:
    """Write the words beside the part, and show the report with them."""
    _must_amend(turn)
    if turn.choice == STOP:
        return left(turn)
    month, part = date.fromisoformat(turn.data["month"]), str(turn.data["part"])
    words = "" if turn.choice == NOTHING else heard_words(turn)
    written = await month_reports.write_beside(
        turn.db,
        club_id=turn.club.id,
        month=month,
        part=part,
        words=words,
        by=turn.member.id,
        now=turn.now,
    )
    if not written:
        return await _is_signed(turn, month)
    done = (
        _("Written beside “{part}”.") if words else _("Nothing stands beside “{part}” any more.")
    )
    return await reports.show(turn, month, before=turn.words(done, part=part_title(part)))


async def _is_signed(turn: Turn, month: date) -> Answer:
    text = _("The report of {month} is signed: it stays as it is. Write it into the next one.")
    said = turn.words(text, month=month_name(month))
    return await reports.show(turn, month, before=said)


def _must_amend(turn: Turn) -> None:
    must_be_officer(turn)
    if not may_amend_report(turn.member):
        raise turn.refuse(_("Remarks are written by the secretary, the head or the deputy."))


HANDLERS = {
    "report.amend": Step(amend),
    "report.part": Step(take_part),
    "report.words": Step(take_words, typed=True, own_words=True),
}
