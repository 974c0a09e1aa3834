"""How a month's figures are read out before they are signed, and what is still open in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.handlers import noted_money, slips
from bot.i18n import _, money, ngettext
from bot.money.books import AccountKind, Fund
from bot.people import Member
from bot.storage import closings, corrections, counts, entries, members
from bot.storage.noted import Noted
from bot.telling import called
from bot.turn import Answer, Turn


def month_name(month: date) -> str:
    """Return "Tháng 11/2026"."""
    return _("Month {month}").format(month=f"{month.month}/{month.year}")


async def facts(turn: Turn, month: date, figures: Mapping[str, Any]) -> str:
    """Read out the figures of a month, in the language that is spoken now."""
    lines = [month_name(month)]
    for fund in Fund:
        if sums := figures["funds"].get(fund.value):
            lines.append(
                _(
                    "{fund}: {start} at the start, {into} came in, {out} went out, {end} now."
                ).format(
                    fund=slips.fund_name(fund).capitalize(),
                    start=money(sums["start"]),
                    into=money(sums["in"]),
                    out=money(sums["out"]),
                    end=money(sums["end"]),
                )
            )
    lines += await _places(turn, figures)
    lent = ngettext(
        "Lent out: {amount} in {count} loan.",
        "Lent out: {amount} in {count} loans.",
        figures["loans"],
    )
    lines.append(lent.format(amount=money(figures["lent"]), count=figures["loans"]))
    return "\n".join(lines)


async def _places(turn: Turn, figures: Mapping[str, Any]) -> list[str]:
    """Return a line for each who keeps cash at the end of the month, and for the bank."""
    places: dict[tuple[str, int | None], dict[Fund, int]] = defaultdict(dict)
    for fund, kind, holder, amount in figures["places"]:
        places[kind, holder][Fund(fund)] = amount
    holders = {holder for _kind, holder in places if holder is not None}
    people = await members.several(turn.db, holders, turn.today)
    return [
        _place(turn, kind, people.get(holder or 0), sums)
        for (kind, holder), sums in places.items()
    ]


def _place(turn: Turn, kind: str, holder: Member | None, sums: Mapping[Fund, int]) -> str:
    keeps = _("In the bank: {amount} ({funds})")
    if kind == AccountKind.CASH:
        keeps = _("{name} keeps: {amount} ({funds})")
    elif holder:
        keeps = _("In the bank, in the name of {name}: {amount} ({funds})")
    return turn.words(
        keeps,
        name=called(holder, turn.today) if holder else "",
        amount=money(sum(sums.values())),
        funds=", ".join(f"{slips.fund_name(fund)} {money(sums[fund])}" for fund in sums),
    )


async def unfinished(turn: Turn, month: date) -> list[str]:
    """Name what of a month is not finished: it had better be, before the month is signed."""
    last = closings.last_day(month)
    lines = []
    if waiting := await counts.pending(turn.db, turn.club.id, last):
        lines.append(
            ngettext(
                "{count} cash count waits for its second signature.",
                "{count} cash counts wait for their second signature.",
                len(waiting),
            ).format(count=len(waiting))
        )
    alone = [one for one in await entries.unagreed(turn.db, turn.club.id) if one.value_day <= last]
    if alone:
        lines.append(
            ngettext(
                "{count} entry was seen by one person only.",
                "{count} entries were seen by one person only.",
                len(alone),
            ).format(count=len(alone))
        )
    lines += await noted_money.lines(turn, await noted_money.until(turn, last))
    if mended := await corrections.pending(turn.db, turn.club.id):
        lines.append(
            ngettext(
                "{count} entry waits to be mended.",
                "{count} entries wait to be mended.",
                len(mended),
            ).format(count=len(mended))
        )
    return lines


async def must_be_finished(turn: Turn, month: date) -> list[Noted]:
    """Return what cash of a month is noted and not in the book: signed, its day would be lost."""
    return noted_money.sure(await noted_money.until(turn, closings.last_day(month)))


async def finish_first(turn: Turn, found: Sequence[Noted], month: date) -> Answer:
    """Lead to what has to be in the book before a month is signed."""
    then = _("Please finish that first; then {month} can be signed with it.")
    return await noted_money.finish_first(turn, found, then, month=month_name(month))
