"""Schedules, standings and true rates a second, on one core: `python -m bench.lending`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import process_time

from bot.money.loans import (
    Loan,
    Payment,
    Prepaying,
    Terms,
    Way,
    check_cap,
    schedule,
    standing,
    true_yearly_rate,
)

SECONDS = 0.5


def main() -> None:
    """Print one line for each way of paying."""
    print(
        f"{'a second, 12 months':24}{'schedules':>12}{'standings':>12}{'prepaid':>12}{'rates':>12}"
    )
    for way in Way:
        print(f"{way:24}" + "".join(f"{rate:12,.0f}" for rate in measure(way)))


def measure(way: Way) -> tuple[float, float, float, float]:
    """Return schedules, standings, standings after a prepayment, and true rates a second."""
    terms = Terms(
        principal=5_500_000,
        way=way,
        rate_bp=0 if way is Way.NO_INTEREST else 90,
        starts_on=date(2026, 1, 10),
        first_due=date(2026, 2, 10),
        periods=12,
    )
    check_cap(terms)
    loan, on = Loan.on(terms), date(2026, 7, 1)
    months = [date(2026, month, 10) for month in range(2, 7)]
    paid = [_paid(loan, number, day) for number, day in enumerate(months)]
    ahead = Payment(
        value_day=months[2], principal=1_000_000, interest=0, prepaying=Prepaying.FEWER
    )
    return (
        a_second(lambda: schedule(terms)),
        a_second(lambda: standing(loan, paid, on)),
        a_second(lambda: standing(loan, [*paid, ahead], on)),
        a_second(lambda: true_yearly_rate(terms)),
    )


def _paid(loan: Loan, number: int, day: date) -> Payment:
    item = loan.instalments[number]
    return Payment(value_day=day, principal=item.principal, interest=item.interest)


def a_second(work: Callable[[], object]) -> float:
    """Repeat some work for half a second."""
    times, start = 0, process_time()
    while (elapsed := process_time() - start) < SECONDS:
        work()
        times += 1
    return times / elapsed


if __name__ == "__main__":
    main()
