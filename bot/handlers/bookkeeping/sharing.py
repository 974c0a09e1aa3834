"""The standing decision on interest: which share of it goes to which fund, at each receipt."""

from __future__ import annotations

import re

from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.resolving import Kind, propose
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, percent
from bot.money.amounts import WHOLE_BP
from bot.storage import members, purse
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

_PERCENT = re.compile(r"(?<!\d)(\d{1,3})(?:\s*%|\s*phần trăm|\s*phan tram)?(?!\d)")
USUAL = (0, 5_000, WHOLE_BP)
"""What clubs usually decide: all of it for the activities, half, all of it for lending."""


async def begin(turn: Turn) -> Answer:
    """Say how interest is shared now, and ask how it is to be."""
    must_be_officer(turn)
    return turn.ask(
        "split.share",
        _("Of all interest {now}. How shall it be? You may also write a share, such as 30%."),
        *(Choice(str(share), _button(share)) for share in USUAL),
        never_mind(),
        now=_said(turn.club.interest_to_income_bp),
    )


async def take_share(turn: Turn) -> Answer:
    """The officer chose a share, or typed how many in a hundred go to the loan fund."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return _read_back(turn, int(turn.choice))
    found = _PERCENT.search(turn.text.casefold())
    if found is None or int(found[1]) > 100:
        raise NotUnderstood(turn.words(_("Please write the loan fund's share, such as 30%.")))
    return _read_back(turn, int(found[1]) * 100)


async def put_to_board(turn: Turn) -> Answer:
    """Two officers decide."""
    must_be_officer(turn)
    if turn.choice == "no":
        return left(turn)
    return await propose(turn, SPLIT, details={"bp": turn.data["bp"]})


def _read_back(turn: Turn, share: int) -> Answer:
    return turn.ask(
        "split.propose",
        _("Of all interest from now on {share}. Shall I ask the board?"),
        Choice("yes", _("Yes, ask the board")),
        Choice("no", _("Never mind, write nothing")),
        data={"bp": share},
        share=_said(share),
    )


def _said(share: int) -> str:
    if share == 0:
        return _("all goes to the activity fund")
    if share == WHOLE_BP:
        return _("all goes to the loan fund")
    return _("{income} goes to the loan fund, {activity} to the activity fund").format(
        income=percent(share), activity=percent(WHOLE_BP - share)
    )


def _button(share: int) -> str:
    said = _said(share)
    return said[:1].upper() + said[1:]


async def _facts(turn: Turn, resolution: Resolution) -> str:
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    return turn.words(
        _("{asker} asks that of all interest from now on {share}. Do you agree?"),
        asker=called(asker, turn.today),
        share=_said(resolution.details["bp"]),
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    """Let it hold, and tell the rest of the board, who take the money."""
    share = resolution.details["bp"]
    await purse.share_interest(turn.db, turn.club.id, share)
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    others = [one for one in officers if one.id not in (turn.member.id, resolution.asked_by)]
    for listener in await turn.reach_officers(others):
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(listener, words("{now}", now=_now(share)))
    return turn.words("{now}", now=_now(share))


def _now(share: int) -> str:
    return _("Of all interest from now on {share}.").format(share=_said(share))


async def _refused(turn: Turn, _resolution: Resolution, _reason: str) -> str:
    now = _said(turn.club.interest_to_income_bp)
    return turn.words(_("It stays as it is: of all interest {now}."), now=now)


SPLIT = Kind(name="split", facts=_facts, agreed=_agreed, refused=_refused, by_meeting=True)

HANDLERS = {
    "split": Step(begin),
    "split.share": Step(take_share, typed=True),
    "split.propose": Step(put_to_board),
}
