"""The proofs of `tugiup check`: books that hold have no findings, and each damage is named."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

import pytest

from bot.__main__ import main
from bot.i18n import use_locale
from bot.papers import check_words
from bot.storage import proofs
from bot.storage.engine import Database
from tests.booked import Booked, noon
from tests.damaged import NOVEMBER, TODAY, broken, damage, lived, names


@pytest.fixture
async def club(database: Database) -> Booked:
    return await lived(database)


PAID = "(SELECT id FROM transactions WHERE origin = 'pay 1')"
BACK = "(SELECT min(id) FROM transactions WHERE reverses_id IS NOT NULL)"
FEE = "(SELECT id FROM transactions WHERE origin = 'fee 1')"
GIFT = "(SELECT id FROM transactions WHERE origin = 'gift 1')"
OPEN = "(SELECT loan_id FROM extensions)"
CLOSED = "(SELECT id FROM loans WHERE closed_on IS NOT NULL)"
LENT = "(SELECT min(id) FROM transactions WHERE kind = 'payout')"
ON_INTEREST = f"transaction_id = {PAID} AND kind = 'interest' AND fund = 'income'"

DAMAGES: dict[str, tuple[set[str], list[str]]] = {
    "a sum was changed": (
        {"unbalanced"},
        [f"UPDATE postings SET amount = amount - 1 WHERE {ON_INTEREST}"],
    ),
    "a line went to the other fund": (
        {"unbalanced"},
        [f"UPDATE postings SET fund = 'activity' WHERE {ON_INTEREST}"],
    ),
    "a line was lost": ({"unbalanced"}, [f"DELETE FROM postings WHERE {ON_INTEREST}"]),
    "an entry has no lines": (
        {"empty"},
        [
            "INSERT INTO transactions (club_id, kind, status, value_day, entered_at, origin, note,"
            " prepaying) SELECT id, 'gift', 'posted', '2026-11-21', made_at, 'x', '', ''"
            " FROM clubs"
        ],
    ),
    "an entry was never posted": (
        {"unfinished", "empty"},
        [
            "INSERT INTO transactions (club_id, kind, status, value_day, entered_at, origin, note,"
            " prepaying) SELECT id, 'gift', 'draft', '2026-11-21', made_at, 'x', '', ''"
            " FROM clubs"
        ],
    ),
    "a line has an account that there is not": (
        {"misplaced"},
        [f"UPDATE postings SET kind = 'pocket' WHERE {ON_INTEREST}"],
    ),
    "principal was booked as interest": (
        {"misplaced", "unlike"},
        [f"UPDATE postings SET part = 'principal' WHERE {ON_INTEREST}"],
    ),
    "a line lost its loan": (
        {"misplaced"},
        [f"UPDATE postings SET loan_id = NULL WHERE {ON_INTEREST}"],
    ),
    "a line of a reversal was changed on both sides": (
        {"no_mirror", "owing"},
        [
            f"UPDATE postings SET amount = amount + 1000 WHERE transaction_id = {BACK}"
            " AND kind IN ('cash', 'loans') AND fund = 'income' AND amount > 0",
            f"UPDATE postings SET amount = amount - 1000 WHERE transaction_id = {BACK}"
            " AND kind = 'cash' AND fund = 'income' AND amount < 0",
        ],
    ),
    "a reversal is of another member": (
        {"reversed_elsewhere", "not_hers"},
        [f"UPDATE transactions SET member_id = entered_by WHERE id = {BACK}"],
    ),
    "a reversal is of the day before": (
        {"reversed_elsewhere"},
        [f"UPDATE transactions SET value_day = '2026-11-09' WHERE id = {BACK}"],
    ),
    "somebody agreed to her own entry": (
        {"agreed_alone"},
        [
            "UPDATE agreements SET member_id = (SELECT entered_by FROM transactions"
            f" WHERE id = transaction_id) WHERE transaction_id = {PAID}"
        ],
    ),
    "more was spent than there was": (
        {"below_zero", "missigned"},
        [
            "UPDATE postings SET amount = amount - 9000000 WHERE kind = 'cash' AND transaction_id"
            " = (SELECT id FROM transactions WHERE origin = 'spend 1')",
            "UPDATE postings SET amount = amount + 9000000 WHERE kind = 'expenses'",
        ],
    ),
    "something was entered into a signed month": (
        {"entered_after_signing", "missigned"},
        [f"UPDATE transactions SET value_day = '2026-10-31' WHERE id = {PAID}"],
    ),
    "a slip was lost": ({"gap", "slipless"}, ["DELETE FROM slips WHERE number = 1"]),
    "the last slip was lost": (
        {"miscounted", "slipless"},
        [
            "DELETE FROM slips WHERE fund = 'activity' AND kind = 'receipt' AND number ="
            " (SELECT last FROM slip_counters WHERE fund = 'activity' AND kind = 'receipt')"
        ],
    ),
    "a counter was lost": ({"miscounted"}, ["DELETE FROM slip_counters WHERE fund = 'income'"]),
    "slips were numbered in another year": (
        {"misgiven"},
        [
            "UPDATE slips SET year = 2025 WHERE fund = 'income'",
            "UPDATE slip_counters SET year = 2025 WHERE fund = 'income'",
        ],
    ),
    "slips are of the other kind": (
        {"slipless"},
        [
            "UPDATE slips SET kind = 'other' WHERE kind = 'payment'",
            "UPDATE slip_counters SET kind = 'other' WHERE kind = 'payment'",
        ],
    ),
    "a loan is over more than was paid out": (
        {"mislent", "misscheduled"},
        [f"UPDATE loans SET opened_with = opened_with + 1000 WHERE id = {OPEN}"],
    ),
    "an instalment was changed": (
        {"misscheduled", "misplanned", "unlike"},
        ["UPDATE instalments SET principal = principal + 1000 WHERE version = 2 AND number = 1"],
    ),
    "two instalments were changed": (
        {"negative", "misplanned", "owing"},
        [
            "UPDATE instalments SET principal = principal + 9000000 WHERE version = 1"
            f" AND number = 1 AND loan_id = {CLOSED}",
            "UPDATE instalments SET principal = principal - 9000000 WHERE version = 1"
            f" AND number = 2 AND loan_id = {CLOSED}",
        ],
    ),
    "a schedule was lost": (
        {"unscheduled"},
        [f"DELETE FROM instalments WHERE version = 2 AND loan_id = {OPEN}"],
    ),
    "an extension was lost": (
        {"unextended", "unlike"},
        ["DELETE FROM extensions"],
    ),
    "what was agreed cannot be read": (
        {"unreadable"},
        ["UPDATE loans SET way = 'as she likes' WHERE closed_on IS NULL"],
    ),
    "a repayment of a loan went to another": (
        {"mislent", "owing", "unlike"},
        [
            f"UPDATE postings SET loan_id = {OPEN} WHERE transaction_id ="
            " (SELECT id FROM transactions WHERE origin = 'pay 3') AND part = 'interest'",
            f"UPDATE postings SET part = '' WHERE transaction_id = {PAID} AND part = 'principal'",
        ],
    ),
    "a charge was written down by nobody": (
        {"charges"},
        [
            "INSERT INTO charges"
            " (club_id, loan_id, version, part, due_on, amount, note, entered_at)"
            f" SELECT club_id, id, 1, 'fee', '2026-11-20', 5000, '', paid_out_on FROM loans"
            f" WHERE id = {OPEN}"
        ],
    ),
    "somebody got more back than the club owed": (
        {"owed"},
        ["UPDATE postings SET kind = 'deposits' WHERE kind = 'expenses'"],
    ),
    "a loan was closed too early": (
        {"owing"},
        [f"UPDATE loans SET closed_on = '2026-11-21' WHERE id = {OPEN}"],
    ),
    "a loan that is paid off was opened": ({"settled"}, ["UPDATE loans SET closed_on = NULL"]),
    "fees were noted that nobody paid": (
        {"fees"},
        [f"UPDATE fee_months SET amount = amount + 1000 WHERE transaction_id = {FEE}"],
    ),
    "a month of fees was forgotten": (
        {"fees"},
        ["DELETE FROM fee_months WHERE month = '2026-11-01'"],
    ),
    "a month of fees has no entry": (
        {"fees", "fee_months"},
        [f"UPDATE fee_months SET transaction_id = NULL WHERE transaction_id = {FEE}"],
    ),
    "a gift has no giver": ({"gifts"}, ["DELETE FROM gifts"]),
    "a gift was of another day": ({"gifts"}, ["UPDATE gifts SET given_on = '2026-10-11'"]),
    "a gift belongs to another entry": (
        {"gifts"},
        [f"UPDATE gifts SET transaction_id = {FEE}"],
    ),
    "a count found another difference": (
        {"counts", "notes"},
        ["UPDATE cash_counts SET counted = counted + 1000"],
    ),
    "a count was signed by one": (
        {"counted_alone"},
        ["UPDATE cash_counts SET agreed_by = counted_by"],
    ),
    "the notes of a count are others": (
        {"notes"},
        ["""UPDATE cash_counts SET notes = '{"500000": 1}'"""],
    ),
    "money between the funds got lost": (
        {"between_funds"},
        ["UPDATE postings SET kind = 'between_funds' WHERE kind = 'gifts'", "DELETE FROM gifts"],
    ),
    "a loan was lent to somebody else": (
        {"applications", "not_hers"},
        ["UPDATE loans SET member_id = (SELECT min(id) FROM members)"],
    ),
    "an application lost its loan": (
        {"applications", "handovers", "unasked"},
        ["UPDATE applications SET loan_id = NULL"],
    ),
    "one person handed a loan over": (
        {"handovers", "unwitnessed"},
        ["UPDATE handovers SET witness_id = said_by"],
    ),
    "a yes was lost": (
        {"resolutions"},
        ["DELETE FROM votes WHERE resolution_id = (SELECT min(resolution_id) FROM votes)"],
    ),
    "somebody decided a matter of her own": (
        {"in_own_matter"},
        [
            "UPDATE resolutions SET concerns_id = (SELECT min(member_id) FROM votes)"
            " WHERE kind = 'freeze'"
        ],
    ),
    "a correction mended nothing": (
        {"corrections"},
        ["UPDATE corrections SET reversal_id = NULL"],
    ),
    "one person agreed to a correction": (
        {"corrections"},
        ["UPDATE corrections SET decided_by = asked_by"],
    ),
}


async def test_books_that_were_kept_by_the_bot_hold(club: Booked) -> None:
    assert await broken(club.database) == []
    async with club.database.read() as db:
        looked = await proofs.looked(db)
    assert (looked.clubs, looked.loans) == (1, 2)


@pytest.mark.parametrize("what", DAMAGES)
async def test_each_damage_is_named_in_a_sentence_of_its_own(club: Booked, what: str) -> None:
    """With the club, what is wrong, and in the last line what to do."""
    expected, statements = DAMAGES[what]
    await damage(club.database, statements)
    assert await names(club.database) == expected
    for locale, one in product(("en", "vi"), await broken(club.database)):
        with use_locale(locale):
            *said, advice = check_words.report(one)
        assert all(line.startswith("Làng, Xã: ") for line in said)
        assert not [line for line in said if "{" in line or "None" in line]
        assert advice.strip().endswith(".")


async def test_a_day_below_zero_is_a_warning_while_late_entries_may_come(club: Booked) -> None:
    """Spent on the 12th of a month that nobody signed, and a week later nobody brought more."""
    club.clock.now = noon(date(2026, 11, 19))
    await damage(
        club.database,
        [
            "UPDATE postings SET amount = amount - 9000000 WHERE kind = 'cash' AND fund ="
            " 'activity' AND amount < 0 AND transaction_id IN (SELECT id FROM transactions"
            " WHERE value_day >= '2026-11-01')",
            "UPDATE postings SET amount = amount + 9000000 WHERE kind = 'fees' AND amount > 0",
        ],
    )
    (found,) = [one for one in await broken(club.database) if one.proof == "below_zero"]
    assert (found.faults, found.warnings) == (0, 1)
    (found,) = [
        one
        for one in await broken(club.database, TODAY + timedelta(days=60))
        if one.proof == "below_zero"
    ]
    assert (found.faults, found.warnings) == (1, 0)
    assert found.shown[0].row["day"] == NOVEMBER


async def test_of_many_rows_the_first_are_shown_and_all_are_counted(club: Booked) -> None:
    await damage(
        club.database,
        [
            "INSERT INTO gifts (club_id, given_on, giver, what, transaction_id, entered_by,"
            f" entered_at) SELECT club_id, '2020-01-01', '', '', {GIFT}, entered_by, entered_at"
            " FROM gifts CROSS JOIN (SELECT 1 FROM instalments LIMIT 30) AS many"
        ],
    )
    (found,) = await broken(club.database)
    assert (found.proof, found.faults, len(found.shown)) == ("gifts", 30, proofs.SHOWN)


# --- What an operator reads ----------------------------------------------------------------------


def test_the_command_exits_with_one_where_something_is_wrong(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)

    async def prepared(statements: Sequence[str]) -> None:
        database = Database(sqlite_url)
        if statements:
            await damage(database, statements)
        else:
            await lived(database)
        await database.close()

    with use_locale("en"):
        asyncio.run(prepared([]))
        assert main(["check"]) == 0
        said = capsys.readouterr()
        assert said.out == "Looked at 1 clubs, 15 entries and 2 loans. Every proof holds.\n"
        asyncio.run(prepared(["DELETE FROM gifts"]))
        assert main(["check"]) == 1
        gift, advice, summary = capsys.readouterr().err.splitlines()
    assert gift == (
        "Làng, Xã: Entry 6 (receipt slip 2/2026, activity fund) of 10 Oct 2026 and the Golden"
        " Heart book do not agree."
    )
    assert "Put back the last copy" in advice
    assert summary.endswith("1 row is wrong.")
