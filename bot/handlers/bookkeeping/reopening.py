"""Opening a closed month again: two officers decide it, with a reason that stays on record."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.handlers import resolving
from bot.handlers.bookkeeping.closing_words import month_name
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import heard_words
from bot.handlers.resolving import Kind
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, sentence
from bot.storage import closings, members
from bot.storage.closings import Closing
from bot.storage.resolutions import Resolution
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.months import hear_any_month


async def begin(turn: Turn) -> Answer:
    """Ask why a closed month is to be opened: the one that was named, or the newest."""
    must_be_officer(turn)
    newest = await closings.newest(turn.db, turn.club.id)
    if newest is None:
        return turn.say(_("No month is closed."))
    month = hear_any_month(turn.text, turn.today) or newest
    closed = await closings.closed_from(turn.db, turn.club.id, month)
    if not closed:
        return turn.say(_("{month} is open."), month=month_name(month))
    text = _("Two of the board must agree to open {month} again. Why is that needed?")
    if len(closed) > 1:
        text = _(
            "Two of the board must agree to open {month} again, and with it all that was closed"
            " after it: {others}. Why is that needed?"
        )
    return turn.ask(
        "opening.reason",
        text,
        never_mind(),
        data={"month": closed[0].month.isoformat()},
        month=month_name(closed[0].month),
        others=", ".join(month_name(one.month) for one in closed[1:]),
    )


async def take_reason(turn: Turn) -> Answer:
    """The officer said why: the board is asked."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    month = date.fromisoformat(turn.data["month"])
    closed = await closings.closed_from(turn.db, turn.club.id, month)
    if not closed:
        return turn.say(_("{month} is open."), month=month_name(month))
    return await resolving.propose(
        turn,
        OPEN_MONTH,
        subject=month.year * 100 + month.month,
        details={"month": month.isoformat(), "closed": [_record(one) for one in closed]},
        reason=heard_words(turn),
    )


def _record(one: Closing) -> dict[str, Any]:
    """Return what stays on record of a month that is opened again: who signed what."""
    return {
        "month": one.month.isoformat(),
        "signed_by": one.signed_by,
        "signed_at": one.signed_at.isoformat(),
        "agreed_by": one.agreed_by,
        "agreed_at": one.agreed_at.isoformat() if one.agreed_at else None,
        "figures": dict(one.figures),
        "file": one.file,
    }


async def _facts(turn: Turn, asked: Resolution) -> str:
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    return sentence(
        _("{name} asks to open {month} again, so that something can be entered into it. {reason}"),
        name=called(asker, turn.today),
        month=_months(asked),
        reason=_("Why: {reason}").format(reason=asked.reason),
    )


async def _agreed(turn: Turn, asked: Resolution) -> str:
    month = date.fromisoformat(asked.details["month"])
    await closings.locked(turn.db, turn.club.id, month)
    await closings.open_from(turn.db, turn.club.id, month)
    text = _("{month} is open again. When it is mended, please sign it anew.")
    return sentence(text, month=_months(asked))


async def _refused(_turn: Turn, asked: Resolution, _reason: str) -> str:
    return sentence(_("{month} stays closed."), month=_months(asked))


async def _lapsed(turn: Turn, asked: Resolution) -> str | None:
    month = date.fromisoformat(asked.details["month"])
    if await closings.closed_from(turn.db, turn.club.id, month):
        return None
    return sentence(_("{month} is open by now."), month=_months(asked))


def _months(asked: Resolution) -> str:
    return ", ".join(
        month_name(date.fromisoformat(one["month"])) for one in asked.details["closed"]
    )


OPEN_MONTH = Kind(
    name="open_month", facts=_facts, agreed=_agreed, refused=_refused, lapsed=_lapsed
)

HANDLERS = {
    "month.open": Step(begin),
    "opening.reason": Step(take_reason, typed=True, own_words=True, counts=True),
}
