"""What `tugiup check` names beyond the ledger: papers, signatures, decisions, lists, the database.

The club has lived through everything once, and through what only some clubs do.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from itertools import product
from typing import Literal

import pytest
from sqlalchemy import insert, update

from bot.i18n import use_locale
from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.money.loans import Conditions, Way
from bot.papers import check_words
from bot.roster import LoanRow
from bot.storage import evidence, files, ledger, loan_changes, loans, roster_money
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from tests.booked import Booked, noon, terms
from tests.damaged import NOVEMBER, TODAY, broken, damage, lived, names

HELD = date(2026, 11, 20)
ROW, DIFFERENCE = 50_000, 2_000


@pytest.fixture
async def club(database: Database) -> Booked:
    club = await lived(database)
    await take_over(club)
    await write_off(club)
    await collect(club)
    await sign_on_paper(club)
    return club


async def take_over(club: Booked) -> None:
    """Two loans of the paper book, one of them two months behind, and a deposit."""
    ways: dict[str, Literal["flat", "principal_at_end"]]
    ways = {"P1": "flat", "P2": "principal_at_end"}
    for number, way in ways.items():
        row = LoanRow(
            number=number,
            member="m2",
            principal=6_000_000,
            principal_left=4_000_000,
            rate_bp=100,
            way=way,
            next_due=date(2026, 11, 30),
            periods_left=8,
            interest_paid_to=date(2026, 8, 31),
            interest_unpaid=20_000,
            paid_out_on=date(2026, 3, 31),
        )
        async with club.database.write() as db:
            made = await db.execute(
                insert(t.Loan)
                .values(roster_money._loan(club.club, row, club.ids, 1000))
                .returning(t.Loan.id)
            )
            loan = made.scalar_one()
            lines = list(roster_money._instalments(loan, row, 1000))
            await db.execute(insert(t.Instalment), lines)
            lent = books.opening(
                Fund.INCOME, cash={}, bank={}, loans={loan: row.principal_left}, deposits={}
            )
            await club._post(db, "opening", lent, NOVEMBER, f"opening:{number}")


async def write_off(club: Booked) -> None:
    """What is left of a loan is asked for no more."""
    club.clock.now = noon(NOVEMBER)
    conditions = Conditions(way=Way.EQUAL_INSTALMENTS, rate_bp=80)
    agreed = terms(conditions, 3_000_000, NOVEMBER)
    async with club.database.write() as db:
        application = await club.apply(db, "m3", agreed, "apply 3")
        assert application
        assert await club.decide(db, application, "decide 3")
        loan = await club.pay_out(db, application, agreed, "lend 3")
        assert loan
    club.clock.now = noon(TODAY)
    async with club.database.write() as db:
        left = (await loans.locked(db, loan)).standing(TODAY).principal_left
        made = await club._resolution(db, "write_off", loan, club.ids["m3"], "write off")
        await club._post(db, "write_off", books.written_off(loan, left), TODAY, f"off:{made}")
        await loan_changes.write_off(db, loan, TODAY)


async def collect(club: Booked) -> None:
    """A list of a meeting: one pays a fee, and a little more than that is counted."""
    async with club.database.write() as db:
        made = await db.execute(
            insert(t.Collection)
            .values(
                club_id=club.club,
                held_on=HELD,
                opened_by=club.ids["treasurer"],
                opened_at=club.clock.now,
                by="seat",
                status="closed",
                counted=ROW + DIFFERENCE,
                counted_by=club.ids["treasurer"],
                counted_at=club.clock.now,
                reason="",
                agreed_by=club.ids["accountant"],
                closed_at=club.clock.now,
            )
            .returning(t.Collection.id)
        )
        meeting = made.scalar_one()
        cash = Account(fund=Fund.ACTIVITY, kind=AccountKind.CASH, holder=club.ids["treasurer"])
        other = Account(fund=Fund.ACTIVITY, kind=AccountKind.JOINT_INCOME)
        posted = await club._post(
            db,
            "repayment",
            books.moved(ROW, out_of=other, into=cash),
            HELD,
            f"collection:{meeting}:m1",
            slip="receipt",
            of=club.ids["m1"],
        )
        lines = books.cash_difference(Fund.ACTIVITY, club.ids["treasurer"], DIFFERENCE)
        origin = f"collection:{meeting}:difference"
        await club._post(db, "cash_difference", lines, HELD, origin)
        await db.execute(
            insert(t.Collected).values(
                collection_id=meeting,
                member_id=club.ids["m1"],
                place=1,
                state="paid",
                amount=ROW,
                principal_first=False,
                note="",
                transaction_id=posted,
            )
        )


async def sign_on_paper(club: Booked) -> None:
    """An expense with its receipt, and a decision and a count on paper."""
    async with club.database.write() as db:
        spent = await ledger.posted_from(db, club.club, "spend 1")
        assert spent
        await evidence.add(db, spent, await _photo(club, db), club.clock.now)
        await db.execute(
            update(t.Resolution)
            .where(t.Resolution.kind == "freeze")
            .values(how="paper", file=await _photo(club, db))
        )
        await db.execute(update(t.CashCount).values(agreed_by=None, file=await _photo(club, db)))


async def _photo(club: Booked, db: Connection) -> str:
    now = club.clock.now
    kept_to = now + timedelta(days=3650)
    return await files.put(db, "image/jpeg", b"x", club_id=club.club, now=now, expires_at=kept_to)


def _loan(number: str) -> str:
    return f"(SELECT id FROM loans WHERE number = '{number}')"


def _entry(origin: str) -> str:
    return f"(SELECT id FROM transactions WHERE origin = '{origin}')"


FROZEN = "(SELECT id FROM resolutions WHERE kind = 'freeze')"
HEAD = "(SELECT member_id FROM roles WHERE role = 'head')"
TREASURER = "(SELECT member_id FROM roles WHERE role = 'treasurer')"
OFF = "(SELECT id FROM loans WHERE written_off_on IS NOT NULL)"
SPENT = f"transaction_id = {_entry('spend 1')}"
HOUSE = [
    "INSERT INTO households (club_id, label, hardship) SELECT id, 'h', '' FROM clubs",
]
LIVES_THERE = "UPDATE members SET household_id = (SELECT id FROM households) WHERE id IN"

DAMAGES: dict[str, tuple[set[str], list[str]]] = {
    # Papers
    "a receipt is gone": (
        {"photo_gone"},
        [f"DELETE FROM files WHERE name = (SELECT file FROM evidence WHERE {SPENT})"],
    ),
    "a receipt is empty": (
        {"photo_gone"},
        ["UPDATE files SET content = '' WHERE name IN (SELECT file FROM evidence)"],
    ),
    "a decision lost its paper": (
        {"decision_without_paper"},
        [f"DELETE FROM files WHERE name = (SELECT file FROM resolutions WHERE id = {FROZEN})"],
    ),
    "a decision on paper never had one": (
        {"decision_without_paper"},
        [f"UPDATE resolutions SET file = '' WHERE id = {FROZEN}"],
    ),
    "a count lost its paper": (
        {"count_without_paper"},
        ["DELETE FROM files WHERE name = (SELECT file FROM cash_counts)"],
    ),
    "a list on paper has no photo": (
        {"list_without_paper"},
        ["UPDATE collections SET agreed_by = NULL"],
    ),
    "a witness on paper has no slip": (
        {"payout_without_paper"},
        [
            "UPDATE handovers SET witness_id = NULL, witness_name = 'Hoa' WHERE application_id ="
            " (SELECT min(id) FROM applications)"
        ],
    ),
    "a month on paper has none": (
        {"month_without_paper"},
        ["UPDATE closed_months SET agreed_by = NULL, file = 'none.jpg'"],
    ),
    # Closed months
    "an expense of a closed month was halved": (
        {"missigned"},
        [f"UPDATE postings SET amount = amount / 2 WHERE {SPENT}"],
    ),
    "an entry was slipped in before the signing": (
        {"missigned"},
        [
            "UPDATE transactions SET value_day = '2026-10-31', entered_at = '2026-10-31 05:00:00'"
            f" WHERE id = {_entry('pay 1')}"
        ],
    ),
    "cash of a closed month is kept by another": (
        {"missigned_rest", "below_zero"},
        [f"UPDATE postings SET holder_id = {HEAD} WHERE {SPENT} AND kind = 'cash'"],
    ),
    "signed figures are empty": (
        {"signed_nothing"},
        ["UPDATE closed_months SET figures = '{}'"],
    ),
    "one person signed a month twice": (
        {"signed_alone"},
        ["UPDATE closed_months SET agreed_by = signed_by"],
    ),
    "a second signature is gone": (
        {"signed_alone"},
        ["UPDATE closed_months SET agreed_by = NULL"],
    ),
    # Decisions
    "one of her household voted": (
        {"in_own_matter"},
        [
            *HOUSE,
            f"{LIVES_THERE} ({HEAD}, (SELECT member_id FROM loans WHERE id = {OFF}))",
        ],
    ),
    "somebody of her household saw the cash": (
        {"kin_saw_it"},
        [
            *HOUSE,
            f"{LIVES_THERE} ({TREASURER}, (SELECT member_id FROM loans WHERE id = {OFF}))",
        ],
    ),
    "somebody without an office voted": (
        {"without_office"},
        [f"UPDATE roles SET from_on = '2026-11-22' WHERE member_id = {HEAD}"],
    ),
    "somebody voted after her office": (
        {"without_office"},
        [f"UPDATE roles SET until_on = '2026-10-09' WHERE member_id = {HEAD}"],
    ),
    "a loan was lent without a decision": (
        {"undecided_loan"},
        [
            "UPDATE applications SET resolution_id = NULL WHERE id ="
            " (SELECT min(id) FROM applications)"
        ],
    ),
    "a loan was lent against a decision": (
        {"undecided_loan"},
        [
            "UPDATE resolutions SET status = 'refused' WHERE id ="
            " (SELECT min(resolution_id) FROM applications)"
        ],
    ),
    "a loan was extended without a decision": (
        {"undecided_extension"},
        ["UPDATE extensions SET resolution_id = NULL"],
    ),
    "an extension was moved to another day": (
        {"extended_on"},
        ["UPDATE extensions SET agreed_on = '2026-11-20'"],
    ),
    "a loan was frozen without a decision": (
        {"undecided_freeze"},
        ["UPDATE freezes SET resolution_id = NULL"],
    ),
    "the decision of a write-off is gone": (
        {"written_off_undecided"},
        [
            "DELETE FROM votes WHERE resolution_id IN"
            " (SELECT id FROM resolutions WHERE kind = 'write_off')",
            "DELETE FROM resolutions WHERE kind = 'write_off'",
        ],
    ),
    "a loan is not written off any more": (
        {"decided_not_written_off", "owing"},
        ["UPDATE loans SET written_off_on = NULL WHERE written_off_on IS NOT NULL"],
    ),
    "a loan was written off by nobody": (
        {"written_off_undecided", "written_off"},
        [
            "UPDATE loans SET closed_on = '2026-11-21', written_off_on = '2026-11-21'"
            f" WHERE id = {_loan('P1')}"
        ],
    ),
    "the witness of a paying out agreed no more": (
        {"unwitnessed"},
        [f"DELETE FROM agreements WHERE transaction_id = {_entry('lend 1')}"],
    ),
    # Loans
    "a rate was raised": (
        {"misplanned"},
        [f"UPDATE loans SET rate_bp = 1000 WHERE id = {_loan('P2')}"],
    ),
    "the interest of a schedule was raised": (
        {"misplanned"},
        [f"UPDATE instalments SET interest = interest * 10 WHERE loan_id = {_loan('P1')}"],
    ),
    "the interest of an extended loan was raised": (
        {"misplanned"},
        ["UPDATE instalments SET interest = interest * 10 WHERE version = 2 AND number > 1"],
    ),
    "the interest before an extension was raised": (
        {"misplanned"},
        [
            "UPDATE instalments SET interest = interest * 10 WHERE version = 1 AND number > 3"
            " AND loan_id = (SELECT loan_id FROM extensions)"
        ],
    ),
    "a due day was moved a year": (
        {"misplanned"},
        [
            "UPDATE instalments SET due_on = '2028-01-30' WHERE number = 5"
            f" AND loan_id = {_loan('P2')}"
        ],
    ),
    "what was once lent on a flat loan was changed": (
        {"misplanned"},
        [f"UPDATE loans SET principal = 9000000 WHERE id = {_loan('P1')}"],
    ),
    "a loan is somebody else's": (
        {"not_hers", "applications"},
        [f"UPDATE loans SET member_id = {TREASURER} WHERE id = (SELECT loan_id FROM extensions)"],
    ),
    "a kind of loan costs too much": (
        {"above_cap"},
        ["""UPDATE products SET conditions = '{"way": "flat", "rate_bp": 300}'"""],
    ),
    "a kind of loan is damaged": (
        {"unreadable_product"},
        ["""UPDATE products SET conditions = '{"way": "as she likes"}'"""],
    ),
    # Meeting lists
    "a row of a list lost its entry": (
        {"list_unposted"},
        ["UPDATE collected SET transaction_id = NULL"],
    ),
    "a row of a list is of another sum": (
        {"list_missummed", "list_miscounted"},
        ["UPDATE collected SET amount = amount + 1000"],
    ),
    "the count of a list was changed": (
        {"list_miscounted"},
        ["UPDATE collections SET counted = counted + 1000"],
    ),
    "one person counted and agreed to a list": (
        {"list_alone"},
        ["UPDATE collections SET agreed_by = counted_by"],
    ),
    # Other money
    "a fee is another member's": (
        {"fee_months"},
        [
            f"UPDATE fee_months SET member_id = {TREASURER} WHERE month ="
            " (SELECT min(month) FROM fee_months)"
        ],
    ),
    "who keeps the cash signed its count": (
        {"counted_alone"},
        [
            f"UPDATE cash_counts SET agreed_by = holder_id, counted_by = {HEAD}",
        ],
    ),
    "a count and what was expected were shifted alike": (
        {"notes", "expected"},
        ["UPDATE cash_counts SET counted = counted + 1000, expected = expected + 1000"],
    ),
    # The database itself
    "a club's zone is none": ({"zones"}, ["UPDATE clubs SET zone = 'Asia/Atlantis'"]),
}


async def test_a_club_that_did_all_of_it_has_no_findings(club: Booked) -> None:
    assert await broken(club.database) == []


@pytest.mark.parametrize("what", DAMAGES)
async def test_each_damage_is_named(club: Booked, what: str) -> None:
    """With the club, what is wrong, and what to do; in words, not in keys."""
    expected, statements = DAMAGES[what]
    await damage(club.database, statements)
    assert await names(club.database) == expected
    for locale, one in product(("en", "vi"), await broken(club.database)):
        with use_locale(locale):
            *said, advice = check_words.report(one)
        assert all(line.startswith("Làng, Xã: ") for line in said)
        assert not [line for line in said if "{" in line or "None" in line or "_" in line]
        assert advice.strip().endswith(".")


async def test_kin_is_a_warning_as_they_may_have_moved_together_since(club: Booked) -> None:
    _names, statements = DAMAGES["one of her household voted"]
    await damage(club.database, statements)
    assert {(one.faults, one.warnings) for one in await broken(club.database)} == {(0, 2)}


async def test_rules_of_the_database_that_were_dropped_are_named(club: Booked) -> None:
    on = "" if club.database.is_sqlite else " ON postings"
    await damage(club.database, [])
    async with club.database.write() as db:
        await db.exec_driver_sql(f"DROP TRIGGER postings_keep{on}")
    (found,) = await broken(club.database)
    with use_locale("en"):
        said, _advice = check_words.report(found)
    assert said == (
        "All clubs: The rule postings_keep of the database, which refuses changes of what was"
        " posted, is missing."
    )


async def test_a_row_that_others_refer_to_is_missed(sqlite_url: str) -> None:
    """PostgreSQL does not let it go."""
    database = Database(sqlite_url)
    club = await lived(database)
    await database.close()
    file = sqlite3.connect(sqlite_url.removeprefix("sqlite+aiosqlite:///"))
    with file:
        file.execute("DELETE FROM members WHERE id = ?", (club.ids["m1"],))
    file.close()
    database = Database(sqlite_url)
    found = {one.proof: one for one in await broken(database)}
    await database.close()
    with use_locale("en"):
        said = check_words.report(found["dangling"])[0]
    assert said.startswith("All clubs: Row ")
    assert said.endswith(" refers to a row of members that is not there.")
