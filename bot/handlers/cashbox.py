"""What must be in the box: the cash by who keeps it and by fund, the bank apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.handlers import noted_money, slips
from bot.handlers.cards import must_be_officer
from bot.i18n import _, money
from bot.money.books import AccountKind, Fund
from bot.storage import ledger, members, noted, purse
from bot.storage.noted import Noted
from bot.telling import called
from bot.turn import Answer, Step, Turn

Place = tuple[AccountKind, int | None]


async def cash(turn: Turn) -> Answer:
    """Say what the box must hold, who keeps how much of it, and what the bank has."""
    must_be_officer(turn)
    places: dict[Place, dict[Fund, int]] = defaultdict(dict)
    for fund, kind, holder, amount in await ledger.cash(turn.db, turn.club.id):
        places[kind, holder][fund] = amount
    found = await noted_money.of_club(turn)
    if not places and not noted_money.sure(found):
        return turn.say(_("The book has no cash yet: nothing must be in the box."))
    held = [sum(sums.values()) for place, sums in places.items() if place[0] is AccountKind.CASH]
    lines = [_("The box must hold: {amount}").format(amount=money(sum(held)))]
    for place in sorted(places, key=lambda one: (one[0] is AccountKind.BANK, one[1] or 0)):
        lines += await _lines(turn, place, places[place])
    lines += await _not_in_the_book(turn, found, sum(held))
    if owed := sum(one.amount for one in await purse.owed(turn.db, turn.club.id)):
        said = _("Of all this the club must give back: {amount}")
        lines.append(said.format(amount=money(owed)))
    ways = noted_money.ways(noted_money.sure(found))
    return turn.say("{lines}", *ways, lines="\n".join(lines))


async def _not_in_the_book(turn: Turn, found: Sequence[Noted], booked: int) -> list[str]:
    """Name what is only noted, and what must lie there with it."""
    sure = noted_money.sure(found)
    lines = []
    if sure:
        lines += [_("⚠ Not in the book yet:")]
        lines += [f"- {line}" for line in await noted_money.lines(turn, sure)]
    if more := noted.beside_the_book(found):
        text = _("With that the box must hold: {amount}")
        lines.append(text.format(amount=money(booked + more)))
    return lines + await noted_money.lines(turn, noted_money.told(found))


async def _lines(turn: Turn, place: Place, sums: dict[Fund, int]) -> list[str]:
    """Return a line for one keeper, and a warning where the book says less than nothing."""
    kind, holder = place
    name = ""
    if holder is not None:
        name = called(await members.member(turn.db, holder, turn.today), turn.today)
    if kind is AccountKind.CASH:
        keeps = _("{name} keeps: {amount} ({funds})")
    elif name:
        keeps = _("In the bank, in the name of {name}: {amount} ({funds})")
    else:
        keeps = _("In the bank: {amount} ({funds})")
    amount = sum(sums.values())
    funds = ", ".join(
        f"{slips.fund_name(fund)} {money(sums[fund])}" for fund in Fund if fund in sums
    )
    lines = [turn.words(keeps, name=name, amount=money(amount), funds=funds)]
    if min(sums.values()) < 0:
        lines.append(
            _("⚠ Below zero: something is not written down yet. Please look at it together.")
        )
    return lines


HANDLERS = {"cash": Step(cash)}
