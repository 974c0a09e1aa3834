"""A month is signed by the accountant or the head, agreed by a second officer, and then closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.chat import Choice
from bot.handlers.bookkeeping import closing_signs
from bot.handlers.bookkeeping.closing_words import (
    facts,
    finish_first,
    month_name,
    must_be_finished,
    unfinished,
)
from bot.handlers.cards import must_be_officer
from bot.i18n import _, day
from bot.storage import closings, members, month_figures
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.months import hear_any_month

SIGNERS = ("accountant", "head")


async def close(turn: Turn) -> Answer:
    """Begin: what waits for the speaker's signature comes first, then the month that is next."""
    must_be_officer(turn)
    if waiting := await closings.waiting(turn.db, turn.club.id):
        return await closing_signs.put(turn, waiting)
    await _must_sign(turn)
    last = (turn.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    begun = await closings.begun(turn.db, turn.club.id)
    newest = await closings.newest(turn.db, turn.club.id)
    wanted = hear_any_month(turn.text, turn.today)
    if newest and wanted and wanted <= newest:
        return _is_closed(turn, wanted)
    if begun is None:
        return turn.say(_("Nothing is in these books yet, so no month can be signed."))
    following = closings.next_month(newest) if newest else begun
    if following > last:
        return _not_yet(turn, newest, following)
    if newest is None:  # whichever is signed first, those before it are signed with it
        following = wanted if wanted and begun <= wanted <= last else last
    shown = await _show(turn, following)
    why = _why_not(wanted, following, begun, last) if wanted else ""
    return replace(shown, text=f"{turn.words(why)}\n\n{shown.text}") if why else shown


async def sign(turn: Turn) -> Answer:
    """The accountant or the head signs the figures; a second officer is asked."""
    if turn.choice == "later":
        return turn.say(_("All right, nothing was signed."))
    must_be_officer(turn)
    await _must_sign(turn)
    month = date.fromisoformat(turn.data["month"])
    if first := await _comes_first(turn, month):
        return first
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
    closing = await closings.locked(turn.db, turn.club.id, month)
    if closing is None:
        raise ValueError("a month that was just signed is there")
    if not signed:
        return await closing_signs.put(turn, closing)
    return await closing_signs.ask_second(turn, closing)


async def _comes_first(turn: Turn, month: date) -> Answer | None:
    """Return what is done before a month is signed: another one that waits, or its money."""
    other = await closings.waiting(turn.db, turn.club.id)
    if other and other.month != month:
        return await closing_signs.put(turn, other)
    if found := await must_be_finished(turn, month):
        return await finish_first(turn, found, month)
    return None


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
    if found := await must_be_finished(turn, month):
        return await finish_first(turn, found, month)
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


def _is_closed(turn: Turn, month: date) -> Answer:
    return turn.say(
        _("{month} is signed and closed."),
        Choice("month.open", _("Open a month again")),
        month=month_name(month),
    )


def _why_not(wanted: date, following: date, begun: date, last: date) -> str:
    """Say why another month than the one that was told can be signed now; empty for that one."""
    if wanted < begun:
        text = _("The books here begin with {begun}. {following} can be signed now:")
    elif wanted > last:
        text = _("{wanted} can be signed when it is over. {following} can be signed now:")
    elif wanted > following:
        text = _("{following} comes before {wanted}:")
    else:
        return ""
    months = {"wanted": wanted, "following": following, "begun": begun}
    return text.format(**{key: month_name(month) for key, month in months.items()})


def _not_yet(turn: Turn, newest: date | None, following: date) -> Answer:
    if newest is None:
        return turn.say(
            _("No month of these books is over yet. {month} can be signed when it is over."),
            month=month_name(following),
        )
    return turn.say(
        _("Everything up to {day} is signed. {month} can be signed when it is over."),
        day=day(closings.last_day(newest)),
        month=month_name(following),
    )


HANDLERS = {
    "month.close": Step(close),
    "closing.sign": Step(sign, counts=True),
}
