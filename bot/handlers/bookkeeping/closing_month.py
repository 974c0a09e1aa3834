"""A month is signed by the accountant or the head, agreed by a second officer, and then closed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.chat import Choice
from bot.handlers.bookkeeping import closing_signs
from bot.handlers.bookkeeping.closing_words import facts, month_name, unfinished
from bot.handlers.cards import must_be_officer
from bot.i18n import _, day
from bot.storage import closings, members, month_figures
from bot.telling import called
from bot.turn import Answer, Step, Turn

SIGNERS = ("accountant", "head")
_MONTH = re.compile(r"(?:tháng|thang|month)?\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?")


async def close(turn: Turn) -> Answer:
    """Begin: what waits for the speaker's signature comes first, then the month that is next."""
    must_be_officer(turn)
    if waiting := await closings.waiting(turn.db, turn.club.id):
        return await closing_signs.put(turn, waiting)
    await _must_sign(turn)
    last = (turn.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    begun = await closings.begun(turn.db, turn.club.id)
    newest = await closings.newest(turn.db, turn.club.id)
    wanted = month_meant(turn.text, turn.today)
    if newest and wanted and wanted <= newest:
        return _is_closed(turn, wanted)
    month = closings.next_month(newest) if newest else wanted or last
    if begun is None or month > last or month < begun:
        return _not_yet(turn, newest)
    return await _show(turn, month)


async def sign(turn: Turn) -> Answer:
    """The accountant or the head signs the figures; a second officer is asked."""
    if turn.choice == "later":
        return turn.say(_("All right, nothing was signed."))
    must_be_officer(turn)
    await _must_sign(turn)
    month = date.fromisoformat(turn.data["month"])
    figures = await month_figures.figures(turn.db, turn.club.id, month)
    if figures != turn.data["figures"]:
        return await _show(turn, month, before=_("Something was entered meanwhile."))
    newest = await closings.newest(turn.db, turn.club.id)
    if newest and month <= newest:
        return _is_closed(turn, month)
    signed = await closings.sign(
        turn.db,
        club_id=turn.club.id,
        month=month,
        signed_by=turn.member.id,
        figures=figures,
        now=turn.now,
    )
    found = await closings.locked(turn.db, turn.club.id, month)
    if found is None:
        raise ValueError("a month that was just signed is there")
    if not signed:
        return await closing_signs.put(turn, found)
    return await closing_signs.ask_second(turn, found)


async def _must_sign(turn: Turn) -> None:
    """Refuse who does not sign months; others of the board hear who does."""
    if not turn.member.roles.isdisjoint(SIGNERS):
        return
    who = await members.officers(turn.db, turn.club.id, turn.today, SIGNERS)
    raise turn.refuse(
        _("A month is signed first by {names}."),
        names=", ".join(called(one, turn.today) for one in who) or _("the board"),
    )


async def _show(turn: Turn, month: date, before: str = "") -> Answer:
    figures = await month_figures.figures(turn.db, turn.club.id, month)
    lines = [before] if before else []
    lines.append(await facts(turn, month, figures))
    open_still = await unfinished(turn, month)
    if open_still:
        lines += [_("Not finished yet:"), *(f"- {line}" for line in open_still)]
    lines.append(
        turn.words(_("Once two have signed, nothing is entered into this month any more."))
    )
    return turn.ask(
        "closing.sign",
        "{lines}",
        Choice("yes", _("I sign {month}").format(month=f"{month.month}/{month.year}")),
        Choice("later", _("Another time")),
        data={"month": month.isoformat(), "figures": figures},
        lines="\n".join(lines),
    )


def month_meant(text: str, today: date) -> date | None:
    """Return the month that was typed, "11" or "11/2026", as its first day; the last such one."""
    found = _MONTH.fullmatch(text.strip().casefold())
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    if found[2]:
        return date(int(found[2]), int(found[1]), 1)
    this_year = date(today.year, int(found[1]), 1)
    return this_year if this_year <= today else this_year.replace(year=today.year - 1)


def _is_closed(turn: Turn, month: date) -> Answer:
    return turn.say(
        _("{month} is signed and closed."),
        Choice("month.open", _("Open a month again")),
        month=month_name(month),
    )


def _not_yet(turn: Turn, newest: date | None) -> Answer:
    if newest is None:
        return turn.say(_("No month of these books is over yet."))
    following = closings.next_month(newest)
    return turn.say(
        _("Everything up to {day} is signed. {month} can be signed when it is over."),
        day=day(closings.last_day(newest)),
        month=month_name(following),
    )


HANDLERS = {
    "month.close": Step(close),
    "closing.sign": Step(sign, counts=True),
}
