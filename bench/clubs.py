"""Clubs to measure with: everybody has a phone, everybody but the board owes the fund."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.chat import Account, Address
from bot.people import Member
from bot.roster import ClubSheet, LoanRow, MemberRow, Role, Roster
from bot.storage import addresses, loans, members, rosters
from bot.storage.engine import Database

NOW = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
BOARD: tuple[Role, ...] = ("treasurer", "accountant", "head")
CLUBS = 16
BORROWERS = 13
"""In each club. Treasurers are many, so that few turns wait for one of the same address."""
OWED = 50_000_000
"""And something more, by which each answer tells whose it is."""
FIRST_CHAT = 100_000
"""A member's chat is called by the member's id above this."""


@dataclass(frozen=True, slots=True)
class Borrower:
    """Who asks and pays, and the id by which the bare transaction reads the same rows."""

    id: int
    address: Address
    owed: int


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part; neighbours in the list of borrowers are of different clubs."""

    borrowers: list[Borrower]
    treasurers: frozenset[Address]


def clock() -> datetime:
    """Return the one moment at which all of it happens."""
    return NOW


def shown(amount: int) -> str:
    """Return a sum as the bot writes it, e.g. "50.000.000"."""
    return f"{amount:,}".replace(",", ".")


async def found(database: Database, account: Account = ("bench", "bot")) -> People:
    """Write the clubs, and let everybody join at one bot of ours."""

    def address(member: Member) -> Address:
        return Address(*account, str(FIRST_CHAT + member.id))

    async with database.write() as db:
        made = [await rosters.take_in(db, _roster(number), NOW) for number in range(CLUBS)]
    found = {one.club_id for one in made}
    async with database.write() as db:
        everybody = [one for one in await members.all_clubs(db, TODAY) if one.club.id in found]
        for member in everybody:
            phone = await addresses.arrive(db, address(member), NOW, "vi")
            await addresses.link(
                db,
                address_id=phone.id,
                club_id=member.club.id,
                member_id=member.id,
                kind="self",
                now=NOW,
            )
    borrowers = [one for one in everybody if not one.roles]
    async with database.read() as db:
        every_loan = {one.id: await loans.open_loans(db, one.id) for one in borrowers}
    owed = {of: mine[0].standing(TODAY).principal_left for of, mine in every_loan.items()}
    assert len(set(owed.values())) == len(owed), "answers could not be told apart"
    borrowers.sort(key=lambda one: (int(one.number), one.club.id))
    return People(
        borrowers=[Borrower(one.id, address(one), owed[one.id]) for one in borrowers],
        treasurers=frozenset(address(one) for one in everybody if "treasurer" in one.roles),
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
        loans=tuple(_loan(club, row.number) for row in _borrowers(club)),
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


def _loan(club: int, member: str) -> LoanRow:
    """Return a loan that all the sums of a run together do not pay off."""
    owed = OWED + 1000 * (100 * club + int(member))
    return LoanRow(
        number=f"KU-{member}",
        member=member,
        principal=owed,
        principal_left=owed,
        rate_bp=65,
        way="equal_principal",
        next_due=date(2026, 12, 10),
        periods_left=12,
        interest_paid_to=date(2026, 11, 10),
    )
