"""Clubs to measure with: everybody has a phone, everybody but the board owes the fund."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.chat import Address
from bot.people import Member
from bot.roster import ClubSheet, LoanRow, MemberRow, Role, Roster
from bot.storage import addresses, members, rosters
from bot.storage.engine import Database

NOW = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
BOARD: tuple[Role, ...] = ("treasurer", "accountant", "head")
CLUBS = 16
BORROWERS = 13
"""In each club. Treasurers are many, so that few turns wait for one of the same address."""


@dataclass(frozen=True, slots=True)
class Borrower:
    """Who asks and pays, and the id by which the bare transaction reads the same rows."""

    id: int
    address: Address


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part; neighbours in the list of borrowers are of different clubs."""

    borrowers: list[Borrower]
    treasurers: frozenset[Address]


def clock() -> datetime:
    """Return the one moment at which all of it happens."""
    return NOW


def _address(member: Member) -> Address:
    return Address("bench", "bot", f"phone-{member.id}")


async def found(database: Database) -> People:
    """Fill an empty database."""
    async with database.write() as db:
        for number in range(CLUBS):
            await rosters.take_in(db, _roster(number), NOW)
    async with database.write() as db:
        everybody = await members.all_clubs(db, TODAY)
        for member in everybody:
            phone = await addresses.arrive(db, _address(member), NOW, "vi")
            await addresses.link(
                db,
                address_id=phone.id,
                club_id=member.club.id,
                member_id=member.id,
                kind="self",
                now=NOW,
            )
    borrowers = [one for one in everybody if not one.roles]
    borrowers.sort(key=lambda one: (int(one.number), one.club.id))
    return People(
        borrowers=[Borrower(one.id, _address(one)) for one in borrowers],
        treasurers=frozenset(_address(one) for one in everybody if "treasurer" in one.roles),
    )


def _roster(club: int) -> Roster:
    return Roster(
        club=ClubSheet(
            name=f"Câu lạc bộ {club}",
            hamlet=f"Xóm {club}",
            commune="Xã Mẫu",
            province="Tỉnh Mẫu",
            as_of=date(2026, 11, 1),
            prepared_by="1",
            checked_by="2",
        ),
        members=(*_board(club), *_borrowers(club)),
        loans=tuple(_loan(row.number) for row in _borrowers(club)),
    )


def _board(club: int) -> Iterator[MemberRow]:
    for number, role in enumerate(BOARD, start=1):
        yield MemberRow(
            number=str(number),
            name=f"Hoàng Thị Lan {role} {club}",
            birth_year=1962,
            sex="female",
            roles=(role,),
            roles_since=date(2025, 1, 1),
        )


def _borrowers(club: int) -> Iterator[MemberRow]:
    for number in range(len(BOARD) + 1, len(BOARD) + 1 + BORROWERS):
        yield MemberRow(
            number=str(number),
            name=f"Nguyễn Thị Hoa {number}.{club}",
            birth_year=1950,
            sex="female",
        )


def _loan(member: str) -> LoanRow:
    """Return a loan that all the sums of a run together do not pay off."""
    return LoanRow(
        number=f"KU-{member}",
        member=member,
        principal=50_000_000,
        principal_left=50_000_000,
        rate_bp=65,
        way="equal_principal",
        next_due=date(2026, 12, 10),
        periods_left=12,
        interest_paid_to=date(2026, 11, 10),
    )
