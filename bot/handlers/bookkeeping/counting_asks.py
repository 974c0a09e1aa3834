"""What a count begins with: whose cash it is, what the book says, how the last ones differed."""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local
from bot.handlers import noted_money
from bot.handlers.bookkeeping.count_words import earlier, fits, fits_button, must_hold
from bot.handlers.names import choices_of
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _, clock_time, money, short_day
from bot.money.books import AccountKind, Fund
from bot.people import Member
from bot.storage import counts, ledger, members
from bot.storage.counts import Count
from bot.turn import Answer, Turn

EARLIER = 3
"""So many earlier differences are shown."""


async def keepers(turn: Turn) -> list[Member]:
    """Return who keeps cash of the club, and the speaker where that is her office."""
    places = await ledger.cash(turn.db, turn.club.id)
    ids = {
        holder
        for _fund, kind, holder, _sum in places
        if kind is AccountKind.CASH and holder is not None
    }
    if turn.acts_as_officer and "treasurer" in turn.member.roles:
        ids.add(turn.member.id)
    known = await members.several(turn.db, ids, turn.today)
    return [known[one] for one in sorted(known)]


def whose(turn: Turn, found: list[Member]) -> Answer:
    """Ask whose cash is counted."""
    text = _("Whose cash is counted?")
    return turn.ask("counting.whose", text, *choices_of(found), never_mind())


async def book(turn: Turn) -> dict[Fund, int]:
    """Return what the book says now of the cash that is counted, đồng by fund."""
    return await counts.kept_by(turn.db, turn.club.id, turn.data["holder"])


async def how_much(turn: Turn, holder: Member) -> Answer:
    """Ask what there is, beside what the book says and how the last counts differed."""
    for one in await counts.pending(turn.db, turn.club.id):
        if one.holder_id == holder.id:
            return _waits(turn, one)
    if unfinished := await finish_first(turn, holder):
        return unfinished
    funds = await counts.kept_by(turn.db, turn.club.id, holder.id)
    expected = sum(funds.values())
    lines = [must_hold(turn, holder, funds), *await _told(turn, holder)]
    last = await counts.agreed(turn.db, turn.club.id, EARLIER, holder_id=holder.id, differing=True)
    if last:
        lines.append(_("Earlier differences:"))
        lines += [earlier(one) for one in last]
    lines.append(
        turn.words(
            _("How much is there? Write the total, or the notes: “500k x 3, 200k x 2, 5 of 100k”.")
        )
    )
    exact = [Choice("exact", fits_button(expected, 0))] if expected >= 0 else []
    others = [one for one in await keepers(turn) if one.id != holder.id]
    is_officer = turn.acts_as_officer
    return turn.ask(
        "counting.sum",
        "{lines}",
        *exact,
        Choice("over", _("There is more")),
        Choice("short", _("There is less")),
        Choice("notes", _("Note by note")),
        *([Choice("whose", _("Somebody else's cash"))] if others and is_officer else ()),
        never_mind(),
        data={"holder": holder.id, "notes": {}},
        lines="\n".join(lines),
    )


async def finish_first(turn: Turn, holder: Member) -> Answer | None:
    """Lead to what officers have noted of that cash and the book does not know yet.

    Counted with it, the same money would be a surplus now and stand in the book once more later.
    """
    found = noted_money.sure(await noted_money.of_keeper(turn, holder))
    if not found:
        return None
    then = _("Please finish that first, and then count the cash.")
    return await noted_money.finish_first(turn, found, then)


async def _told(turn: Turn, holder: Member) -> list[str]:
    """Name what members told of: it may lie there, and may not."""
    found = noted_money.told(await noted_money.of_keeper(turn, holder))
    if not found:
        return []
    told = " ".join(await noted_money.lines(turn, found))
    return [
        "⚠ " + _("{told} What lies there of it is to be written down first.").format(told=told)
    ]


def _waits(turn: Turn, count: Count) -> Answer:
    at = local(count.counted_at, turn.zone)
    return turn.ask(
        "counting.waits",
        _(
            "{counted} was counted at {time} on {day}: {fits}. It waits for the signature of a"
            " second officer."
        ),
        Choice("again", _("Count again")),
        Choice("ask", _("Ask once more")),
        Choice(STOP, _("Let it wait")),
        data={"count": count.id, "holder": count.holder_id},
        counted=money(count.counted),
        time=clock_time(at),
        day=short_day(at.date()),
        fits=fits(count.difference),
    )
