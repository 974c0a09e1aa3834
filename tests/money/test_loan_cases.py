"""Repayment tables of Apache Fineract's own tests, played through the engine to the last unit.

`cases/loans.json` names the commit, file and line of each table. Only figures are taken from there
(Apache License 2.0), no code. Amounts with two decimals are read as whole hundredths.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.money.amounts import Rounding
from bot.money.loans import (
    Charge,
    DayCount,
    Loan,
    Order,
    Part,
    Payment,
    Prepaying,
    Row,
    Terms,
    Way,
    allocate,
    anchored,
    rows,
)

Case = Mapping[str, Any]
CASES: list[Case] = json.loads(
    (Path(__file__).parent / "cases" / "loans.json").read_text(encoding="utf-8")
)["cases"]
COLUMNS: Mapping[str, Callable[[Row], int]] = {
    "principal": lambda row: row.asked.principal,
    "interest": lambda row: row.asked.interest,
    "fees": lambda row: row.asked.fee,
    "penalties": lambda row: row.asked.penalty,
    "total_due": lambda row: row.asked.total,
    "balance_after": lambda row: row.balance_after,
    "paid": lambda row: row.paid,
    "paid_in_advance": lambda row: row.paid_early,
    "paid_late": lambda row: row.paid_late,
    "outstanding": lambda row: row.left,
}
TOTALS = {
    "Principal due": "principal",
    "Interest": "interest",
    "Fees": "fees",
    "Penalties": "penalties",
    "Due": "total_due",
    "Paid": "paid",
    "In advance": "paid_in_advance",
    "Late": "paid_late",
    "Outstanding": "outstanding",
}
WAYS = {
    "flat": Way.FLAT,
    "equal instalments": Way.EQUAL_INSTALMENTS,
    "equal principal": Way.EQUAL_PRINCIPAL,
    "due dates": Way.NO_INTEREST,
}


def scale(case: Case) -> int:
    return int(10 ** case["inputs"].get("currency_digits", 2))


def units(case: Case, amount: str) -> int:
    found = Decimal(amount) * scale(case)
    assert found == int(found)
    return int(found)


def terms_of(case: Case) -> Terms:
    inputs = case["inputs"]
    per_year = 12 if inputs.get("rate_unit") == "percent per year" else 1
    starts_on = date.fromisoformat(inputs["disbursed"])
    every = int(inputs["every"].split()[0])
    multiples = inputs.get("instalment_in_multiples_of")
    return Terms(
        principal=units(case, inputs["principal"]),
        way=next(way for words, way in WAYS.items() if words in inputs["method"]),
        rate_bp=int(Decimal(inputs["rate"]) * 100 / per_year),
        unit=inputs.get("currency_in_multiples_of", 1),
        instalment_unit=multiples * scale(case) if multiples else None,
        rounding=Rounding.HALF_EVEN,
        remainder_at_end=False,
        day_count=DayCount.ACTUAL_365 if "daily" in inputs["method"] else DayCount.MONTHS,
        every=every,
        principal_from=inputs.get("principal_grace_periods", 0) + 1,
        order=order_of(inputs),
        starts_on=starts_on,
        first_due=anchored(starts_on, every, starts_on.day),
        anchor_day=starts_on.day,
        periods=inputs["periods"],
    )


def order_of(inputs: Mapping[str, Any]) -> Order:
    usual = [str(part) for part in Part]
    in_advance = inputs.get("allocation_order", usual)
    due = inputs.get("allocation_order_due", in_advance)
    return Order(
        due=tuple(Part(part) for part in due),
        in_advance=tuple(Part(part) for part in in_advance),
    )


def charges_of(case: Case) -> list[Charge]:
    return [
        Charge(part=Part(kind), due_on=date.fromisoformat(due), amount=units(case, amount))
        for kind, due, amount in case["inputs"].get("charges", [])
    ]


def play(case: Case, loan: Loan) -> tuple[list[Payment], date]:
    """Pay and take back what the case says; give the payments and the last day of it."""
    fewer = "fewer" in case["inputs"].get("prepayment_rule", "")
    payments: list[Payment] = []
    on = date.fromisoformat(case["inputs"]["disbursed"])
    for event in case["events"]:
        on = date.fromisoformat(event["date"])
        if event["action"] == "repayment":
            share = allocate(loan, payments, units(case, event["amount"]), on)
            payment = Payment(
                value_day=on,
                principal=share.principal,
                interest=share.interest,
                fee=share.fee,
                penalty=share.penalty,
                prepaying=Prepaying.FEWER if fewer else Prepaying.SMALLER,
            )
            payments.append(payment)
        elif event["action"] == "reverse_repayment":
            payments.append(next(one for one in payments if one.value_day == on).reversed())
    return payments, on


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_table_comes_out_to_the_last_unit(case: Case) -> None:
    loan = Loan.on(terms_of(case), charges=charges_of(case))
    payments, on = play(case, loan)
    found = rows(loan, payments, on)
    assert len(found) == (case["inputs"]["periods"] if partial(case) else len(case["schedule"]))
    for expected in case["schedule"]:
        assert_row(case, found[expected["n"] - 1], expected)
    for expected in case.get("recomputed_full_schedule", []):
        assert_row(case, found[expected["n"] - 1], expected)
    assert_totals(case, found)
    assert_transactions(case, loan, payments)


def partial(case: Case) -> bool:
    return bool(case["partial_table"])


def assert_row(case: Case, row: Row, expected: Mapping[str, Any]) -> None:
    for name, read in COLUMNS.items():
        if expected.get(name) is not None:
            assert (name, read(row)) == (name, units(case, expected[name]))
    if "due" in expected:
        assert row.asked.due_on.isoformat() == expected["due"]
    if "from" in expected:
        assert row.asked.starts_on.isoformat() == expected["from"]
        assert (row.asked.due_on - row.asked.starts_on).days == expected["days"]
    if "paid_date" in expected:
        assert (row.paid_on.isoformat() if row.paid_on else None) == expected["paid_date"]


def assert_totals(case: Case, found: Sequence[Row]) -> None:
    for title, column in TOTALS.items():
        if title in (case["totals"] or {}):
            in_all = sum(COLUMNS[column](row) for row in found)
            assert (title, in_all) == (title, units(case, case["totals"][title]))


def assert_transactions(case: Case, loan: Loan, payments: Sequence[Payment]) -> None:
    repaid = [one for one in case["transactions"] if one["type"] == "Repayment"]
    balance = loan.principal
    for expected, payment in zip(repaid, payments, strict=False):
        balance -= payment.principal
        assert {
            "date": payment.value_day.isoformat(),
            "principal": payment.principal,
            "interest": payment.interest,
            "fees": payment.fee,
            "penalties": payment.penalty,
            "loan_balance": balance,
        } == {
            "date": expected["date"],
            **{
                name: units(case, expected[name])
                for name in ("principal", "interest", "fees", "penalties", "loan_balance")
            },
        }
