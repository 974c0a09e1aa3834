"""Every figure of the whole report once more, in plain Python from all rows of the tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection
from bot.storage.tables.base import Base

MONEY = ("cash", "bank")


class SecondWay:
    """The rows of one club, and what they come to in one month."""

    def __init__(self, club: int, first: date, before: date, today: date) -> None:
        self.club, self.first, self.before, self.today = club, first, before, today
        self.rows: dict[type[Base], list[AnyRow]] = {}

    async def read(self, db: Connection) -> None:
        """Read whole tables: what belongs to another club is left out in Python."""
        for table in TABLES:
            self.rows[table] = list(await db.execute(select(table)))
        mine = {one.id: one for one in self.of(t.Transaction)}
        self.posted = [
            (one, mine[one.transaction_id])
            for one in self.rows[t.Posting]
            if one.transaction_id in mine
        ]
        self.kind_of = {
            one.id: mine[one.reverses_id].kind if one.reverses_id else one.kind
            for one in mine.values()
        }

    def of(self, table: type[Base]) -> list[AnyRow]:
        return [one for one in self.rows[table] if one.club_id == self.club]

    def within(self, day: date | None) -> bool:
        return day is not None and self.first <= day < self.before

    def still(self, table: type[Base]) -> list[AnyRow]:
        """Return the club's rows of the month that nobody took back."""
        return [
            one for one in self.of(table) if one.taken_back_at is None and self.within(one.day)
        ]

    def figures(self) -> dict[str, int]:
        return {
            **self.members(),
            **self.funds(),
            **self.loans(),
            **self.care(),
            **self.meetings(),
            **self.areas(),
            **self.raised(),
        }

    def members(self) -> dict[str, int]:
        hardship = {one.id: one.hardship for one in self.of(t.Household)}
        there = [
            one
            for one in self.of(t.Member)
            if (one.joined_on is None or one.joined_on < self.before)
            and (one.left_on is None or one.left_on >= self.before)
        ]
        sexes = Counter(one.sex for one in there)
        means = Counter(hardship.get(one.household_id, "") for one in there)
        year = self.first.year
        return {
            "members.all": len(there),
            "members.women": sexes["female"],
            "members.men": sexes["male"],
            "members.older": sum(
                one.birth_year is not None and year - one.birth_year >= 60 for one in there
            ),
            "members.poor": means["poor"],
            "members.near_poor": means["near_poor"],
            "members.hardship": means["hardship"],
            "members.joined": sum(self.within(one.joined_on) for one in self.of(t.Member)),
            "members.left": sum(self.within(one.left_on) for one in self.of(t.Member)),
        }

    def flows(self) -> dict[tuple[str, str, str], int]:
        """Return what moved money in the month, by fund, way and what it was for."""
        found: dict[tuple[str, str, str], int] = defaultdict(int)
        moves = {
            (posting.transaction_id, posting.fund)
            for posting, _entry in self.posted
            if posting.kind in MONEY
        }
        for posting, entry in self.posted:
            if posting.kind in MONEY or not self.within(entry.value_day):
                continue
            if (entry.id, posting.fund) not in moves:
                continue
            is_back = entry.reverses_id is not None
            into = (posting.amount < 0) is not is_back
            what = "opening" if self.kind_of[entry.id] == "opening" else posting.kind
            amount = -posting.amount if into else posting.amount
            found[posting.fund, "in" if into else "out", what] += amount
        return found

    def funds(self) -> dict[str, int]:
        found: dict[str, int] = {}
        flows = self.flows()
        for fund in ("income", "activity"):
            ways: dict[str, int] = {"in": 0, "out": 0}
            for (of_fund, way, what), amount in flows.items():
                if of_fund == fund and what != "opening":
                    ways[way] += amount
                    if amount:
                        found[f"fund.{fund}.{way}.{what}"] = amount
            opened = flows.get((fund, "in", "opening"), 0) - flows.get((fund, "out", "opening"), 0)
            found |= {
                f"fund.{fund}.in": ways["in"],
                f"fund.{fund}.out": ways["out"],
                f"fund.{fund}.start": self.sum_of(MONEY, self.first, fund) + opened,
                f"fund.{fund}.end": self.sum_of(MONEY, self.before, fund),
                f"fund.{fund}.bank": self.sum_of(("bank",), self.before, fund),
            }
        return found

    def sum_of(self, kinds: tuple[str, ...], before: date, fund: str = "") -> int:
        return sum(
            posting.amount
            for posting, entry in self.posted
            if posting.kind in kinds
            and entry.value_day < before
            and (not fund or posting.fund == fund)
        )

    def loans(self) -> dict[str, int]:
        whose = {one.id: one.member_id for one in self.of(t.Loan)}
        owed: dict[int, int] = defaultdict(int)
        lent: dict[int, int] = defaultdict(int)
        back = {
            entry.reverses_id for _posting, entry in self.posted if entry.value_day < self.before
        }
        paid: dict[int, int] = {}
        for posting, entry in self.posted:
            if posting.kind == "loans" and entry.value_day < self.before:
                owed[whose[posting.loan_id]] += posting.amount
            if not self.within(entry.value_day):
                continue
            is_opening = self.kind_of[entry.id] == "opening"
            if posting.kind == "loans" and not posting.part and not is_opening:
                lent[posting.loan_id] += posting.amount
            if posting.part and entry.reverses_id is None and entry.id not in back:
                paid[entry.id] = whose[posting.loan_id]
        given = [amount for amount in lent.values() if amount]
        flows = self.flows()
        gone = sum(
            amount if way == "in" else -amount
            for (_fund, way, what), amount in flows.items()
            if what == "written_off"
        )
        written_off = self.sum_of(("written_off",), self.before)
        return {
            "loans.lent": sum(owed.values()),
            "loans.borrowers": sum(amount > 0 for amount in owed.values()),
            "loans.new": len(given),
            "loans.paid_out": sum(given),
            "loans.written_off": written_off - self.sum_of(("written_off",), self.first) + gone,
            "loans.to_give_back": -self.sum_of(("deposits", "borrowed"), self.before),
            "repaid.principal": self.came("loans"),
            "repaid.interest": self.came("interest"),
            "repaid.times": len(paid),
            "repaid.members": len(set(paid.values())),
        }

    def came(self, what: str, way: str = "in") -> int:
        return sum(
            amount
            for (_fund, of_way, kind), amount in self.flows().items()
            if kind == what and of_way == way
        )

    def care(self) -> dict[str, int]:
        made = {one.id: one for one in self.still(t.Visit)}
        went = [one for one in self.rows[t.Visitor] if one.visit_id in made]
        return {
            "care.recipients": sum(
                one.since < self.before and (one.until is None or one.until >= self.before)
                for one in self.of(t.Recipient)
            ),
            "care.visits": len(made),
            "care.visited": len({one.recipient_id for one in made.values()}),
            "care.volunteers": len({one.member_id for one in went}),
            "care.minutes": sum(made[one.visit_id].minutes for one in went),
            "care.measured": len({one.member_id for one in self.still(t.Measurement)}),
        }

    def held(self) -> list[AnyRow]:
        return [
            one
            for one in self.of(t.Meeting)
            if one.cancelled_at is None and self.within(one.held_on) and one.held_on <= self.today
        ]

    def meetings(self) -> dict[str, int]:
        held = {one.id for one in self.held()}
        rolls = {
            one.meeting_id: one
            for one in self.of(t.RollCall)
            if one.meeting_id in held and one.done_at is not None
        }
        marks = [one for one in self.rows[t.Present] if one.meeting_id in rolls]
        return {
            "meetings.held": len(held),
            "meetings.called": len(rolls),
            "meetings.came": sum(one.came for one in marks),
            "meetings.roll": len(marks),
            "meetings.guests": sum(len(one.guests["names"]) for one in rolls.values()),
        }

    def talks(self) -> list[str]:
        held = [one.id for one in sorted(self.held(), key=lambda one: (one.held_on, one.id))]
        said = {one.meeting_id: one.talk for one in self.of(t.Minutes)}
        return [said[one] for one in held if said.get(one)]

    def areas(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for one in self.still(t.Activity):
            found[f"areas.{one.area}"] += 1
            found[f"areas.{one.area}.people"] += one.people
        found["labour.days"] = sum(
            self.within(one.day) and one.done_at is not None for one in self.of(t.LabourSwap)
        )
        return found

    def raised(self) -> dict[str, int]:
        return {
            "raised.gifts": self.came("gifts"),
            "raised.fees": self.came("fees"),
            "raised.joint": self.came("joint_income"),
            "raised.joint_cost": self.came("joint_income", "out"),
            "raised.kind": len(self.kind()),
        }

    def kind(self) -> list[Any]:
        back = {one.takes_back_id for one in self.of(t.Gift)}
        given = [
            one
            for one in self.of(t.Gift)
            if self.within(one.given_on)
            and one.transaction_id is None
            and one.takes_back_id is None
            and one.id not in back
        ]
        return [one.what for one in sorted(given, key=lambda one: (one.given_on, one.id))]


TABLES: tuple[type[Base], ...] = (
    *(t.Transaction, t.Posting, t.Loan, t.Household, t.Member, t.Visit, t.Visitor, t.Recipient),
    *(t.Measurement, t.Meeting, t.RollCall, t.Present, t.Minutes, t.Activity, t.LabourSwap),
    t.Gift,
)
