"""The figures of the month's whole report, each by its name, as they are signed and compared.

A figure has the same name in every month, so that what came late is one figure less another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.care import areas
from bot.money.books import AccountKind, Fund
from bot.papers.books.monthly_report import Month, there
from bot.storage.reporting import Flow
from bot.storage.reporting_care import Care, Done
from bot.storage.reporting_loans import Lending, Repaying
from bot.storage.reporting_people import People
from bot.storage.roll_calls import Attendance

Figures = Mapping[str, int]
"""By name: "members.all", "fund.income.in.fees"; đồng, minutes, or how many."""

PARTS = ("members", "money", "loans", "care", "meetings", "areas", "raised", "rest")
"""Beside each the board may write something; the last is for what belongs nowhere else."""

TOLD_ELSEWHERE = frozenset(
    {
        *(f"fund.{fund.value}.{way}" for fund in Fund for way in ("in", "out")),
        *("loans.paid_out", "repaid.principal", "repaid.interest", "repaid.members"),
        *("raised.gifts", "raised.fees", "raised.joint", "raised.joint_cost"),
    }
)
"""What comes late to these comes late to others of which they are made, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """What was entered for the days of a month."""

    people: People
    flows: Sequence[Flow]
    lending: Lending
    repaying: Repaying
    care: Care
    measured: int
    meetings: Sequence[Attendance]
    done: Mapping[str, Done]
    labour_days: int
    """Days of work that members gave each other."""
    kind: Sequence[str]
    """What was given in kind, as it was written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What came to a signed month after it had been signed, and was not told yet."""

    month: date
    """Its first day."""
    name: str
    """Of the figure."""
    more: int
    """Negative: what was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a report says beside what the board wrote; with its signature it never changes."""

    figures: Figures
    kind: tuple[str, ...] = ()
    talks: tuple[str, ...] = ()
    """The topics of the meetings."""
    late: tuple[Late, ...] = ()

    def get(self, name: str) -> int:
        """Return a figure; 0 where there is none of that name."""
        return self.figures.get(name, 0)

    def on_record(self) -> areas.Month:
        """Return what is on record of the eight areas."""
        entered = tuple(
            areas.Done(area=area, note="", times=times, people=self.get(f"areas.{area}.people"))
            for area in areas.AREAS
            if (times := self.get(f"areas.{area}"))
        )
        return areas.Month(
            activities=entered,
            borrowers=self.get("loans.borrowers"),
            lent=self.get("loans.new"),
            measured=self.get("care.measured"),
            visits=self.get("care.visits"),
            visited=self.get("care.visited"),
            labour_days=self.get("labour.days"),
            talks=self.talks,
            gifts=self.get("raised.kind"),
            fees=self.get("members.paid_fee"),
        )

    def areas_missing(self) -> list[str]:
        """Return the areas of which nothing is on record, in the order of `areas.AREAS`."""
        has_money = self.get("raised.gifts") or self.get("raised.fees") or self.get("raised.joint")
        return [area for area in self.on_record().missing if area != "resources" or not has_money]

    def stored(self) -> dict[str, Any]:
        """Return them as they are kept."""
        return {
            "figures": dict(self.figures),
            "kind": list(self.kind),
            "talks": list(self.talks),
            "late": [[one.month.isoformat(), one.name, one.more] for one in self.late],
        }


def facts_of(stored: Mapping[str, Any]) -> Facts:
    """Return what `stored` made."""
    return Facts(
        figures=stored["figures"],
        kind=tuple(stored["kind"]),
        talks=tuple(stored["talks"]),
        late=tuple(
            Late(month=date.fromisoformat(month), name=name, more=more)
            for month, name, more in stored["late"]
        ),
    )


def happened(entries: Entries) -> dict[str, int]:
    """Return the figures of what happened in a month; what comes late adds to these."""
    care, lending, repaying = entries.care, entries.lending, entries.repaying
    found = {
        "members.joined": entries.people.joined,
        "members.left": entries.people.left,
        **dict(_money(entries.flows)),
        "loans.new": lending.loans,
        "loans.paid_out": lending.amount,
        "repaid.principal": _into(entries.flows, AccountKind.LOANS),
        "repaid.interest": _into(entries.flows, AccountKind.INTEREST),
        "repaid.times": repaying.times,
        "repaid.members": repaying.members,
        "care.visits": care.visits,
        "care.visited": care.visited,
        "care.volunteers": care.volunteers,
        "care.minutes": care.minutes,
        "care.measured": entries.measured,
        **_meetings(entries.meetings),
        "raised.gifts": _into(entries.flows, AccountKind.GIFTS),
        "raised.fees": _into(entries.flows, AccountKind.FEES),
        "raised.joint": _into(entries.flows, AccountKind.JOINT_INCOME),
        "raised.joint_cost": _out(entries.flows, AccountKind.JOINT_INCOME),
        "raised.kind": len(entries.kind),
        "labour.days": entries.labour_days,
    }
    for area, done in entries.done.items():
        found[f"areas.{area}"], found[f"areas.{area}.people"] = done.times, done.people
    return found


def stood(month: Month, recipients: int) -> dict[str, int]:
    """Return the figures of how it stood at the end of a month: they are told anew each month."""
    people = month.people
    found = {
        "members.all": people.members,
        "members.women": people.women,
        "members.men": people.men,
        "members.older": people.older,
        "members.poor": people.poor,
        "members.near_poor": people.near_poor,
        "members.hardship": people.hardship,
        "loans.lent": month.lent(),
        "loans.borrowers": month.borrowers,
        "loans.late": sum(month.late.values()),
        "loans.with_board": month.with_board,
        "loans.written_off": month.written_off(),
        "loans.to_give_back": month.to_give_back(),
        "care.recipients": recipients,
    }
    for band, amount in month.late.items():
        found[f"loans.late.{band.value}"] = amount
    if month.asks_fee:
        found |= {"members.paid_fee": people.paid_fee, "members.waived_fee": people.waived_fee}
    for fund in Fund:
        found[f"fund.{fund.value}.start"] = month.at_the_beginning(fund)
        found[f"fund.{fund.value}.end"] = there(month.closed, fund)
        found[f"fund.{fund.value}.bank"] = month.closed.get((fund, AccountKind.BANK), 0)
    return found


def came_late(month: date, signed: Figures, now: Figures, told: Iterable[Late]) -> Iterator[Late]:
    """Return by how much what happened in a signed month is more now than was told of it.

    Only what happened is in `now`; `told` is what later reports told of any month.
    """
    before: dict[str, int] = dict(signed)
    for one in told:
        if one.month == month:
            before[one.name] = before.get(one.name, 0) + one.more
    gone = {one for one in before if one.startswith("areas.") or ".in." in one or ".out." in one}
    for name in sorted((now.keys() | gone) - TOLD_ELSEWHERE):
        if more := now.get(name, 0) - before.get(name, 0):
            yield Late(month=month, name=name, more=more)


def _money(flows: Iterable[Flow]) -> Iterator[tuple[str, int]]:
    of_kinds = [flow for flow in flows if flow.kind]
    for fund in Fund:
        mine = [flow for flow in of_kinds if flow.fund is fund]
        yield f"fund.{fund.value}.in", sum(flow.into for flow in mine)
        yield f"fund.{fund.value}.out", sum(flow.out for flow in mine)
        for flow in mine:
            if flow.kind and flow.into:
                yield f"fund.{fund.value}.in.{flow.kind.value}", flow.into
            if flow.kind and flow.out:
                yield f"fund.{fund.value}.out.{flow.kind.value}", flow.out


def _meetings(meetings: Sequence[Attendance]) -> dict[str, int]:
    return {
        "meetings.held": len(meetings),
        "meetings.called": sum(one.called for one in meetings),
        "meetings.came": sum(one.came for one in meetings),
        "meetings.roll": sum(one.all for one in meetings),
        "meetings.guests": sum(one.guests for one in meetings),
    }


def _into(flows: Iterable[Flow], kind: AccountKind) -> int:
    return sum(flow.into for flow in flows if flow.kind is kind)


def _out(flows: Iterable[Flow], kind: AccountKind) -> int:
    return sum(flow.out for flow in flows if flow.kind is kind)
