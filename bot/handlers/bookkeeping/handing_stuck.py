"""Cash that was handed on and of which one of the two says nothing: others of the board settle it.

One asks and another agrees, or two sign a paper: it was taken, or it was not handed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.chat import Choice
from bot.clock import local_day
from bot.handlers import noted_money
from bot.handlers.bookkeeping import handing_decided, handing_taken, vouchers
from bot.handlers.cards import must_be_officer
from bot.handlers.resolving import Kind, propose
from bot.handlers.slips import fund_name
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money, short_day
from bot.people import Member
from bot.storage import handings, members, noted, resolutions
from bot.storage.handings import Handing
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

PATIENCE = timedelta(days=1)
"""So long the two are waited for; then others may settle it [K]."""
STEP = "hand.stuck"
SHOWN = 3
"""So many have buttons."""


def ways(turn: Turn, found: Iterable[Handing]) -> list[Choice]:
    """Return the button by which others settle it, once the two were waited for long enough."""
    if not turn.acts_as_officer or not _old(turn, found):
        return []
    return [Choice(STEP, _("Nobody answers: let the board settle it"))]


def _old(turn: Turn, found: Iterable[Handing]) -> list[Handing]:
    return [one for one in found if turn.now >= one.given_at + PATIENCE]


async def begin(turn: Turn) -> Answer:
    """Ask what became of the cash: who was to keep it has it, or who gave it still does."""
    must_be_officer(turn)
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please do this on a phone of your own."))
    found = _old(turn, await handings.pending(turn.db, turn.club.id))[:SHOWN]
    if not found:
        return turn.say(_("No cash that was handed on waits for a yes."))
    ids = {who for one in found for who in (one.giver_id, one.taker_id)}
    people = await members.several(turn.db, ids, turn.today)
    numbers = {one.id for one in found}
    lines = [
        one
        for one in await noted_money.of_club(turn)
        if one.kind is noted.Kind.HANDING and one.id in numbers
    ]
    has = _("{name} has {amount}")
    choices = [
        Choice(
            f"{became}:{one.id}",
            has.format(name=called(people[who], turn.today), amount=money(one.amount)),
        )
        for one in found
        for became, who in (("taken", one.taker_id), ("withdrawn", one.giver_id))
    ]
    return turn.ask(
        "hand.settle",
        _("{lines}\nWho has the cash now? One more of the board must say so, too."),
        *choices,
        never_mind(),
        lines="\n".join(await noted_money.lines(turn, lines)),
    )


async def take_settled(turn: Turn) -> Answer:
    """The officer said who has it: ask one more of the board."""
    if turn.choice == STOP:
        return left(turn)
    must_be_officer(turn)
    became, _colon, number = turn.choice.partition(":")
    handing = await handings.locked(turn.db, turn.club.id, int(number))
    if handing.status != "pending":
        return await handing_taken.what_became(turn, handing)
    asked = await resolutions.about(turn.db, turn.club.id, HANDING.name, handing.id)
    if any(one.status == "pending" for one in asked):
        return turn.say(
            _("The board has that before it already."),
            Choice("resolutions", _("What the board has to decide")),
        )
    return await propose(
        turn,
        HANDING,
        subject=handing.id,
        concerns=await _relieved(turn, handing, became),
        details={"became": became},
    )


async def _relieved(turn: Turn, handing: Handing, became: str) -> Member:
    """Return who answers for the cash no more by it: neither she nor her household says so."""
    whose = handing.giver_id if became == "taken" else handing.taker_id
    return await members.member(turn.db, whose, turn.today)


async def _facts(turn: Turn, asked: Resolution) -> str:
    handing = await handings.locked(turn.db, turn.club.id, asked.subject_id)
    ids = {asked.asked_by, handing.giver_id, handing.taker_id}
    people = await members.several(turn.db, ids, turn.today)
    text = _(
        "{asker} says: {sum}, {fund}, that {giver} handed on on {day} is with {taker}. Have you"
        " seen it, and do you agree?"
    )
    if asked.details["became"] != "taken":
        text = _(
            "{asker} says: {sum}, {fund}, that {taker} was to keep from {day} on is still with"
            " {giver}. Have you seen it, and do you agree?"
        )
    return turn.words(
        text,
        asker=called(people[asked.asked_by], turn.today),
        giver=called(people[handing.giver_id], turn.today),
        taker=called(people[handing.taker_id], turn.today),
        day=short_day(local_day(handing.given_at, turn.zone), today=turn.today),
        sum=vouchers.spelled(handing.amount),
        fund=fund_name(handing.fund),
    )


async def _agreed(turn: Turn, asked: Resolution) -> str:
    handing = await handings.locked(turn.db, turn.club.id, asked.subject_id)
    giver = await members.member(turn.db, handing.giver_id, turn.today)
    taker = await members.member(turn.db, handing.taker_id, turn.today)
    if asked.details["became"] == "taken":
        by = await members.member(turn.db, asked.asked_by, turn.today)
        await handing_decided.write(turn, asked, handing, giver=giver, taker=taker, by=by)
    else:
        await handings.settle(turn.db, handing.id, status="withdrawn", now=turn.now)
    settled = await handings.locked(turn.db, turn.club.id, handing.id)
    for one in (giver, taker):
        if one.id not in (turn.member.id, asked.asked_by):
            await _tell(turn, one, settled)
    return await handing_taken.said_of(turn, settled)


async def _tell(turn: Turn, member: Member, settled: Handing) -> None:
    reach = turn.reach_officers if member.is_officer else turn.reach
    for listener in await reach([member]):
        with speaking_to(listener.member, turn.today):
            await turn.tell(listener, await handing_taken.said_of(turn, settled))


async def _refused(turn: Turn, asked: Resolution, _reason: str) -> str:
    handing = await handings.locked(turn.db, turn.club.id, asked.subject_id)
    return await handing_taken.said_of(turn, handing)


async def _lapsed(turn: Turn, asked: Resolution) -> str | None:
    """Say what became of it, where one of the two has spoken meanwhile."""
    handing = await handings.locked(turn.db, turn.club.id, asked.subject_id)
    return None if handing.status == "pending" else await handing_taken.said_of(turn, handing)


HANDING = Kind(
    name=handing_taken.BY_BOARD, facts=_facts, agreed=_agreed, refused=_refused, lapsed=_lapsed
)

HANDLERS = {STEP: Step(begin), "hand.settle": Step(take_settled, counts=True)}
