"""Make the sheet of the demo club: `python demo/make_demo.py`.

Fifty-five invented people: 72 % women, seven in ten at sixty or older, three named Nguyễn Thị
Hoa, seven couples, twenty borrowers. The same seed gives the same club.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from bot.papers.roster_template import write_roster  # noqa: E402 the script runs from anywhere
from bot.roster import (  # noqa: E402
    BalanceRow,
    ClubSheet,
    Hardship,
    LoanRow,
    MemberRow,
    PaperConsent,
    Role,
    Roster,
    Sex,
    Way,
)

SHEET = HERE / "cau-lac-bo-mau.xlsx"
SEED = 2026
AS_OF = date(2026, 11, 10)
"""The evening of a meeting; the club meets on the 10th."""
HAMLETS = ("Xóm Trên", "Xóm Giữa", "Xóm Dưới", "Xóm Suối")
OLD_BEFORE = 1967
"""Born before: sixty or older on the day of the sheet."""

OFFICERS: tuple[tuple[str, str, int, Sex, Role], ...] = (
    ("Lô Văn Thành", "Thành Chiến", 1957, "male", "head"),
    ("Vi Thị Xuân", "Xuân Đức", 1964, "female", "deputy"),
    ("Lương Thị Mai", "Mai Hợi", 1975, "female", "secretary"),
    ("Hà Văn Quyết", "Quyết Nga", 1969, "male", "accountant"),
    ("Trần Thị Lan", "Lan Tâm", 1962, "female", "treasurer"),
    ("Lò Thị Ngân", "Ngân Sơn", 1981, "female", "volunteer_lead"),
)
HOAS = (("Hoa Bính", 1951), ("Hoa Tình", 1958), ("Hoa Lý", 1963))
FAMILIES = "Lò Vi Lô Lương Hà Quang Nguyễn Trần Lê Phạm Kha Ngân"
WOMEN = (
    "Bình Cúc Dung Đào Hạnh Hằng Hiền Hồng Huệ Hương Liên Loan Lợi Minh Mơ Nga Nhàn Nhung Nụ "
    "Oanh Phượng Quế Sen Thanh Thắm Thêu Thơm Tuyết Vân Yên Yến Hòa Xoan"
)
MEN = "An Bảo Cường Dũng Hải Huy Khăm Lâm Năm Páo Sáng Thắng Tuấn"
NICKNAMES = "Chung Điệp Giang Hợp Khánh Lực Mão Nghĩa Phúc Quý Sửu Tài Thân Tiến Toàn Vinh"
COUPLES = 7
PHONE_SHARE = 0.55

STATUSES: tuple[Hardship, ...] = (
    *("poor",) * 6,
    *("near_poor",) * 11,
    *("hardship",) * 7,
    *("average",) * 17,
    *("better_off",) * 7,
)
"""One for each of the 48 households: half of them poor, near-poor or in hardship."""
OLD, YOUNG = 33, 13
"""Of those who are neither officer nor Hoa."""


@dataclass(frozen=True)
class Lent:
    """A loan as the paper book tells it: so many months paid out of its term, so many missed."""

    member: str
    millions: int
    rate_bp: int
    term: int
    paid: int
    way: Way = "principal_at_end"
    missed: int = 0


LENT = (
    Lent("1", 8, 80, 12, 5),
    Lent("5", 5, 80, 12, 7),
    Lent("7", 5, 100, 12, 4),
    Lent("8", 3, 50, 6, 3),
    Lent("9", 6, 65, 12, 2, "equal_principal"),
    Lent("11", 10, 80, 24, 9),
    Lent("13", 5, 50, 12, 11),
    Lent("14", 5, 80, 12, 6, missed=2),
    Lent("16", 4, 100, 12, 1, "equal_principal"),
    Lent("18", 5, 50, 12, 8),
    Lent("20", 7, 80, 12, 3),
    Lent("23", 3, 100, 6, 2, missed=3),
    Lent("25", 10, 200, 24, 15),
    Lent("27", 5, 65, 12, 10, "equal_principal"),
    Lent("30", 5, 80, 12, 0),
    Lent("34", 8, 80, 24, 20),
    Lent("38", 5, 50, 12, 5, "equal_principal"),
    Lent("41", 3, 50, 6, 4),
    Lent("46", 6, 100, 12, 6, "equal_principal"),
    Lent("52", 5, 80, 12, 2),
)
"""Head and treasurer borrow too; one old loan runs at 2 % a month, two have missed meetings."""

BALANCES = (
    BalanceRow(where="cash", fund="income", holder="5", amount=8_200_000),
    BalanceRow(where="cash", fund="activity", holder="5", amount=4_250_000),
    BalanceRow(where="bank", fund="income", holder="4", amount=15_000_000),
)


def demo_roster() -> Roster:
    """Make up the club."""
    chance = Random(SEED)  # noqa: S311 not for secrets
    members = _with_couples([*_officers(), *_hoas(), *_others(chance)])
    statuses = _homes(members, chance)
    return Roster(
        club=ClubSheet(
            name="Câu lạc bộ Liên thế hệ tự giúp nhau bản Huổi Mận",
            hamlet="Bản Huổi Mận",
            commune="Xã Mường Mận",
            province="Nghệ An",
            started_on=date(2018, 4, 10),
            unit=1000,
            interest_to_income_bp=2000,
            rate_label="lai",
            as_of=AS_OF,
            prepared_by="4",
            checked_by="1",
        ),
        members=tuple(_finished(row, statuses[row.household], chance) for row in members),
        loans=tuple(_loan(number, lent) for number, lent in enumerate(LENT, 1)),
        balances=BALANCES,
    )


def _officers() -> Iterator[MemberRow]:
    for number, (name, village_name, born, sex, role) in enumerate(OFFICERS, 1):
        yield MemberRow(
            number=str(number),
            name=name,
            village_name=village_name,
            hamlet=HAMLETS[number % 4],
            birth_year=born,
            sex=sex,
            household=str(number),
            roles=(role,),
            roles_since=date(2024, 4, 10),
        )


def _hoas() -> Iterator[MemberRow]:
    for number, (village_name, born) in enumerate(HOAS, 7):
        yield MemberRow(
            number=str(number),
            name="Nguyễn Thị Hoa",
            village_name=village_name,
            hamlet=HAMLETS[number % 4],
            birth_year=born,
            sex="female",
            household=str(number),
        )


def _others(chance: Random) -> Iterator[MemberRow]:
    women: list[tuple[str, Sex]] = [(name, "female") for name in WOMEN.split()]
    people = women + [(name, "male") for name in MEN.split()]
    old = [True] * OLD + [False] * YOUNG
    chance.shuffle(people)
    chance.shuffle(old)
    for number, ((given, sex), is_old) in enumerate(zip(people, old, strict=True), 10):
        between = "Thị" if sex == "female" else "Văn"
        yield MemberRow(
            number=str(number),
            name=f"{chance.choice(FAMILIES.split())} {between} {given}",
            village_name=f"{given} {chance.choice(NICKNAMES.split())}",
            hamlet=chance.choice(HAMLETS),
            birth_year=chance.randint(1939, OLD_BEFORE - 1)
            if is_old
            else chance.randint(OLD_BEFORE, 1999),
            sex=sex,
            household=str(number),
        )


def _with_couples(members: list[MemberRow]) -> list[MemberRow]:
    """Let seven husbands share a roof with the woman nearest in age who is still alone."""
    wives: dict[str, MemberRow] = {}
    for husband in [row for row in members if row.sex == "male"][:COUPLES]:
        free = [row for row in members[8:] if row.sex == "female" and row.number not in wives]
        wife = min(free, key=lambda row: abs(_born(row) - _born(husband)))
        wives[wife.number] = replace(wife, household=husband.household, hamlet=husband.hamlet)
    return [wives.get(row.number, row) for row in members]


def _born(row: MemberRow) -> int:
    return row.birth_year or 0


def _homes(members: list[MemberRow], chance: Random) -> dict[str, Hardship]:
    """Share out the hardship statuses: one household, one status."""
    statuses = list(STATUSES)
    chance.shuffle(statuses)
    labels = dict.fromkeys(row.household for row in members)
    return dict(zip(labels, statuses, strict=True))


def _finished(row: MemberRow, hardship: Hardship, chance: Random) -> MemberRow:
    """Add what differs from member to member without a rule."""
    has_phone = bool(row.roles) or chance.random() < PHONE_SHARE
    joined = date(2018, 4, 10) if int(row.number) <= 40 else date(2022, chance.randint(1, 12), 10)
    paid_to = chance.choice((9, 10, 11, 11, 11, 11, 12))
    return replace(
        row,
        hardship=hardship,
        hardship_on=date(2025, 12, 20),
        phone=f"09{chance.randint(0, 99):02} 000 {int(row.number):03}" if has_phone else "",
        joined_on=joined,
        fees_paid_to=None if hardship == "poor" else date(2026, paid_to, 1),
        deposit=200_000 if int(row.number) % 9 == 0 else 0,
        consents=(
            PaperConsent("money", True),
            PaperConsent("reminders", chance.random() < 0.9),
            PaperConsent("health", chance.random() < 0.75),
        ),
        consented_on=AS_OF,
    )


def _loan(number: int, lent: Lent) -> LoanRow:
    principal = lent.millions * 1_000_000
    equal = principal // lent.term // 1000 * 1000 if lent.way == "equal_principal" else 0
    return LoanRow(
        number=f"KU{number:02}",
        member=lent.member,
        principal=principal,
        principal_left=principal - equal * lent.paid,
        rate_bp=lent.rate_bp,
        way=lent.way,
        next_due=_meeting(1 - lent.missed),
        periods_left=lent.term - lent.paid,
        interest_paid_to=_meeting(-lent.missed),
        paid_out_on=_meeting(-lent.missed - lent.paid),
    )


def _meeting(months: int) -> date:
    """Return the meeting so many months after the day of the sheet."""
    year, month = divmod(AS_OF.year * 12 + AS_OF.month - 1 + months, 12)
    return AS_OF.replace(year=year, month=month + 1)


if __name__ == "__main__":
    write_roster(SHEET, demo_roster())
