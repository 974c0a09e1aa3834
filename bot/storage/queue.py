"""Who waits for a loan, in the order of the club's rule, and why each stands where she does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.storage import applications, handovers
from bot.storage import tables as t
from bot.storage.applications import Application
from bot.storage.engine import Connection

USUAL = ("poor", "near_poor", "hardship", "never", "waiting")
"""What goes first: hardship of the household, who has never borrowed, who waits longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An application with what its place in the queue comes from."""

    application: Application
    hardship: str
    """Of the household: poor, near_poor, hardship, ...; empty where nobody noted it."""
    has_borrowed: bool

    def reasons(self, rule: Iterable[str]) -> tuple[str, ...]:
        """Return what of the rule speaks for it, in the rule's order; waiting always does."""
        speaks = {self.hardship, "waiting", *(() if self.has_borrowed else ("never",))}
        return tuple(one for one in rule if one in speaks)

    def rank(self, criterion: str) -> bool | datetime:
        """Return by what it is sorted for one criterion: who has less goes first."""
        if criterion == "waiting":
            return self.application.asked_at
        if criterion == "never":
            return self.has_borrowed
        return self.hardship != criterion


def ordered(places: Iterable[Place], rule: Sequence[str]) -> list[Place]:
    """Sort places by the rule; among equals who asked first goes first."""
    return sorted(
        places,
        key=lambda one: (*map(one.rank, rule), one.application.asked_at, one.application.id),
    )


async def rule_of(db: Connection, club_id: int) -> tuple[str, ...]:
    """Return the order in which a club decides who goes first."""
    rows = await db.execute(select(t.Club.queue_rule).where(t.Club.id == club_id))
    return tuple(one for one in rows.scalar_one().split(",") if one in USUAL)


async def set_rule(db: Connection, club_id: int, rule: Sequence[str]) -> None:
    """Let a club decide in this order from now on."""
    await db.execute(update(t.Club).where(t.Club.id == club_id).values(queue_rule=",".join(rule)))


async def waiting(db: Connection, club_id: int) -> list[Place]:
    """Return who waits for the board's decision, in the order of the club's rule."""
    found = await applications.by_status(db, club_id, "waiting")
    return ordered(await places(db, found), await rule_of(db, club_id))


async def places(db: Connection, asked: Collection[Application]) -> list[Place]:
    """Return these applications with what their places come from, in the same order."""
    members = {one.member_id for one in asked}
    hardships = await db.execute(
        select(t.Member.id, t.Household.hardship)
        .join(t.Household, t.Household.id == t.Member.household_id)
        .where(t.Member.id.in_(members))
    )
    known = {row.id: row.hardship for row in hardships}
    borrowers = await _borrowers(db, members)
    return [
        Place(
            application=one,
            hardship=known.get(one.member_id, ""),
            has_borrowed=one.member_id in borrowers,
        )
        for one in asked
    ]


async def _borrowers(db: Connection, members: Collection[int]) -> set[int]:
    """Return who was ever lent something; a paying out that was taken back is none."""
    rows = await db.execute(
        select(t.Loan.member_id)
        .where(t.Loan.member_id.in_(members), ~handovers.taken_back())
        .distinct()
    )
    return set(rows.scalars())
