"""One handing with several purposes is read back, part by part; a yes posts all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.chat import Choice
from bot.handlers import same_money, slips
from bot.handlers.bookkeeping import paying, vouchers
from bot.handlers.bookkeeping.split_posting import beside, days, post
from bot.handlers.entering import must_be_free
from bot.handlers.slips import Repaid
from bot.handlers.sums import share_of
from bot.handlers.ways_out import left
from bot.i18n import _, money
from bot.people import Member
from bot.storage import loans, members
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn


def whole(data: Data) -> int:
    """Return what was handed over in all, đồng."""
    return int(data["loans"] + data["fees"] + data.get("gift", 0))


def for_loans(data: Data) -> dict[int, int]:
    """Return how much of a handing is for which loan, đồng."""
    if "dues" in data:
        return dict(data["dues"])
    return {data["loan"]: data["loans"]} if data["loans"] else {}


async def read_back(turn: Turn, payer: Member, data: Data, *, waits: str = "") -> Answer:
    """Read a handing back with its split; `waits` says what was told of and is not this money."""
    repaid, months = await _split(turn, payer, data)
    amount = whole(data)
    before = f"{waits}\n" if waits else ""
    return turn.ask(
        "several.confirm",
        _("{before}{name}: {sum}: {split}. Is that right?"),
        Choice("yes", _("I hold all {amount}").format(amount=money(amount))),
        Choice("no", _("Never mind, write nothing")),
        data={**data, **_as_read(repaid, months)},
        before=before + await same_money.told_today(turn, payer, amount),
        name=called(payer, turn.today),
        sum=vouchers.spelled(amount),
        split=_said(turn, repaid, beside(data, months)),
    )


async def _split(turn: Turn, payer: Member, data: Data) -> tuple[list[Repaid], dict[date, int]]:
    repaid, (_said_on, on) = [], await days(turn, data)
    for loan_id, amount in for_loans(data).items():
        loan = await loans.locked(turn.db, loan_id)
        if not loan.standing(turn.today).payoff:
            raise turn.refuse(_("That loan is paid off by now."))
        share = share_of(turn, loan, amount, principal_first=data["principal"], on=on)
        repaid.append(Repaid(loan=loan, share=share))
    months = await paying.months_for(turn, payer, data["fees"]) if data["fees"] else {}
    return repaid, months


def _as_read(repaid: Sequence[Repaid], months: Iterable[date]) -> Data:
    """Return what the officer was shown: another split is read back anew."""
    return {
        "months": [month.isoformat() for month in months],
        "shares": [[one.loan.id, one.share.interest, one.share.principal] for one in repaid],
    }


def _said(turn: Turn, repaid: Sequence[Repaid], more: str) -> str:
    """Say how a sum is split, before the yes as on the slip."""
    if len(repaid) > 1:
        return "; ".join(filter(None, (slips.by_loan(turn.club, repaid), more)))
    parts = [slips.split(turn.club, one.share, whole=not more) for one in repaid]
    return ", ".join(filter(None, (*parts, more)))


async def confirm(turn: Turn) -> Answer:
    """It was read back: post all of it, or nothing."""
    if turn.choice == "no":
        return left(turn)
    data = turn.data
    payer = await members.member(turn.db, data["member"], turn.today)
    await must_be_free(turn, payer)
    repaid, months = await _split(turn, payer, data)
    shown = _as_read(repaid, months)
    if any(data.get(key) != its for key, its in shown.items()):
        return await read_back(turn, payer, data)  # somebody else took some of it meanwhile
    return await post(turn, payer, repaid, months)


HANDLERS = {"several.confirm": Step(confirm, counts=True)}
