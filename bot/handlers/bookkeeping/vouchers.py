"""The slips of the club's other money, as the member reads them, and as they are read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from bot.chat import Choice
from bot.handlers import slips
from bot.i18n import _, day, in_words, money, sentence
from bot.money import books
from bot.people import Member
from bot.storage import ledger
from bot.storage.entries import Entry
from bot.telling import called, speaking_to
from bot.turn import Turn


async def give(turn: Turn, entry: Entry, payer: Member, what: Callable[[], str]) -> bool:
    """Send a member the slip of her money; False when there is no phone to send it to.

    `what` says in her language what it was for.
    """
    brought = books.by_fund(await ledger.lines_of(turn.db, entry.id))
    sums = {fund: abs(amount) for fund, amount in brought.items()}
    for listener in await turn.reach([payer]):
        with speaking_to(listener.member, turn.today) as words:
            came = entry.amount > 0
            lines = [
                slips.heading(entry.slips, sums, came=came),
                sentence(
                    _("{name} paid {amount}") if came else _("{name} was given {amount}"),
                    name=called(payer, turn.today),
                    amount=money(entry.sum),
                ),
                f"({in_words(entry.sum)})",
                _("For: {what}").format(what=what()),
                (_("Taken by: {name}, {day}") if came else _("Given by: {name}, {day}")).format(
                    name=called(turn.member, turn.today), day=day(entry.value_day)
                ),
            ]
            await turn.tell(
                listener,
                "\n".join(lines),
                Choice("right", words(_("That is right"))),
                Choice("look", words(_("Please look at it again"))),
                step="cases.slip",
                data={"transaction": entry.id},
                once=True,
            )
        return True
    return False


def spelled(amount: int) -> str:
    """Return a sum in figures and in words, as it is read back: "55.000 đ (năm mươi …)"."""
    return _("{amount} ({words})").format(amount=money(amount), words=in_words(amount))


def months(of: Iterable[date]) -> str:
    """Return months as they are told: "11/2026", "9, 10, 11/2026", "12/2026, 1/2027"."""
    years: dict[int, list[str]] = {}
    for month in of:
        years.setdefault(month.year, []).append(str(month.month))
    return ", ".join(f"{', '.join(those)}/{year}" for year, those in years.items())
