"""A count read back and written down: where it differs, in which fund and why."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers import slips
from bot.handlers.bookkeeping import counting_signs
from bot.handlers.bookkeeping.count_words import USUAL, fits, fits_button, read_back, why
from bot.handlers.bookkeeping.counting_asks import book, finish_first, how_much
from bot.handlers.own_words import heard_words
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.money.books import Fund
from bot.storage import counts, members
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn


async def shown(turn: Turn, data: Data, counted: int, before: str = "") -> Answer:
    """Read a count back beside what the book says now, before anything is written."""
    if counted < 0:
        raise turn.refuse(_("That is more than the book says there is. How much is in the box?"))
    expected = sum((await book(turn)).values())
    label = fits_button(counted, counted - expected)
    return turn.ask(
        "counting.confirm",
        _("{before}{said} Is that right?"),
        Choice("yes", label),
        Choice("other", _("Count again")),
        Choice("no", _("Never mind, write nothing")),
        data={**data, "counted": counted, "expected": expected},
        before=f"{before}\n" if before else "",
        said=read_back(counted, expected),
    )


async def confirm(turn: Turn) -> Answer:
    """The count was read back: write it down, or first ask where it differs, and why."""
    if turn.choice == "no":
        return left(turn)
    holder = await members.member(turn.db, turn.data["holder"], turn.today)
    if turn.choice == "other":
        return await how_much(turn, holder)
    funds = await book(turn)
    if sum(funds.values()) != turn.data["expected"]:
        news = _("Something was entered meanwhile.")
        return await shown(turn, turn.data, turn.data["counted"], before=news)
    if turn.data["counted"] == turn.data["expected"]:
        return await _write(turn, "")
    if len(funds) == 1:
        turn.data["fund"] = next(iter(funds)).value
        return _ask_why(turn)
    return turn.ask(
        "counting.fund",
        _("In which fund is the difference?"),
        *(Choice(fund.value, slips.fund_name(fund).capitalize()) for fund in Fund),
        never_mind(),
        data=turn.data,
    )


async def take_fund(turn: Turn) -> Answer:
    """The counter says in which fund the difference is."""
    if turn.choice == STOP:
        return left(turn)
    turn.data["fund"] = turn.choice
    return _ask_why(turn)


async def take_reason(turn: Turn) -> Answer:
    """The counter says why it differs: write it down."""
    if turn.choice == STOP:
        return left(turn)
    if sum((await book(turn)).values()) != turn.data["expected"]:
        news = _("Something was entered meanwhile.")
        return await shown(turn, turn.data, turn.data["counted"], before=news)
    return await _write(turn, turn.choice if turn.choice in USUAL else heard_words(turn))


async def _write(turn: Turn, reason: str) -> Answer:
    holder = await members.member(turn.db, turn.data["holder"], turn.today)
    if unfinished := await finish_first(turn, holder):  # somebody noted it meanwhile
        return unfinished
    funds = await book(turn)
    made = await counts.begin(
        turn.db,
        club_id=turn.club.id,
        counted_on=turn.today,
        holder_id=turn.data["holder"],
        funds=funds,
        counted=turn.data["counted"],
        notes={int(worth): pieces for worth, pieces in turn.data["notes"].items() if pieces},
        reason=reason,
        fund=Fund(turn.data.get("fund") or next(iter(funds), Fund.INCOME)),
        counted_by=turn.member.id,
        origin=turn.operation,
        now=turn.now,
    )
    if made is None:
        return await how_much(turn, holder)
    written = await counts.locked(turn.db, turn.club.id, made)
    return await counting_signs.ask_second(turn, written)


def _ask_why(turn: Turn) -> Answer:
    return turn.ask(
        "counting.reason",
        _(
            "{fits}. Why, as far as {you} know? If something is not written down yet, write that"
            " first and count again."
        ),
        *(Choice(key, why(key)) for key in USUAL),
        never_mind(),
        data=turn.data,
        fits=fits(turn.data["counted"] - turn.data["expected"]),
    )


HANDLERS = {
    "counting.confirm": Step(confirm, counts=True),
    "counting.fund": Step(take_fund),
    "counting.reason": Step(take_reason, typed=True, own_words=True, counts=True),
}
