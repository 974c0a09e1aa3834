"""How a sum to be paid is counted, in plain words, whatever the way of paying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bot.handlers import slips
from bot.handlers.sums import total
from bot.i18n import _, money, ngettext, percent, short_day
from bot.money.amounts import round_down
from bot.money.loans import (
    DayCount,
    Due,
    Standing,
    Way,
    first_period_months,
    monthly_interest,
    rows,
)
from bot.storage.loans import Borrowed
from bot.turn import Turn


def next_explained(turn: Turn, loan: Borrowed) -> str:
    """Explain what comes next, or what closes a loan of which nothing more comes."""
    now = loan.standing(turn.today)
    return explained(turn, loan, now.comes) if now.comes else _whole(turn, now)


def explained(turn: Turn, loan: Borrowed, dues: Sequence[Due]) -> str:
    """Explain what each of these periods costs, a line for each, and what they come to."""
    if len(dues) == 1:
        return "\n".join(_period(turn, loan, dues[0]))
    lines = [" ".join(_period(turn, loan, due, among_others=True)) for due in dues]
    return "\n".join([*lines, _("That is {total} together.").format(total=money(total(dues)))])


def _period(turn: Turn, loan: Borrowed, due: Due, *, among_others: bool = False) -> Iterator[str]:
    word = slips.rate_word(turn.club)
    if due.number == 0:
        yield _from_before(turn, loan, due)
    else:
        yield from _interest(turn, loan, due, among_others=among_others)
    if due.interest < due.interest_in_full:
        yield _("{paid} of it is paid, {left} is left.").format(
            paid=money(due.interest_in_full - due.interest), left=money(due.interest)
        )
    if due.put_off:
        yield _("{interest} {interest_word} of that time is put off and comes later.").format(
            interest=money(due.put_off), interest_word=word
        )
    yield from _charges(due)
    if due.principal and due.total > due.principal:
        yield _("{principal} of the loan itself comes with it: {total} together.").format(
            principal=money(due.principal), total=money(due.total)
        )
    elif due.principal:
        yield _("{principal} of the loan itself is to be paid.").format(
            principal=money(due.principal)
        )


def _from_before(turn: Turn, loan: Borrowed, due: Due) -> str:
    text, on = _("{interest} {interest_word} is from the time before {day}."), due.ends_on
    if loan.terms.renewal:
        text = _("{interest} {interest_word} is from before the new days were agreed on {day}.")
        on = loan.terms.renewal.agreed_on
    return text.format(
        # More than came along, where a payment of before was taken back afterwards.
        interest=money(max(due.interest_in_full, due.interest)),
        interest_word=slips.rate_word(turn.club),
        day=short_day(on, today=turn.today),
    )


def _charges(due: Due) -> Iterator[str]:
    if due.fee:
        yield _("{amount} is a fee of the club's paper rules.").format(amount=money(due.fee))
    if due.penalty:
        text = _("{amount} is for paying late, by the club's paper rules.")
        yield text.format(amount=money(due.penalty))


def _whole(turn: Turn, now: Standing) -> str:
    """Past the last due day nothing more comes: what closes the loan."""
    return _(
        "{principal} of the loan itself and {interest} {interest_word}: {total} in all."
    ).format(
        interest_word=slips.rate_word(turn.club),
        principal=money(now.principal_left),
        interest=money(now.interest_left),
        total=money(now.payoff),
    )


# --- Interest ------------------------------------------------------------------------------------


def _interest(turn: Turn, loan: Borrowed, due: Due, *, among_others: bool) -> Iterator[str]:
    """Say where the interest of a period comes from, and what rounding did to it."""
    if loan.terms.way is Way.NO_INTEREST or not loan.terms.rate_bp:
        yield _("No {interest_word} is counted on this loan.").format(
            interest_word=slips.rate_word(turn.club)
        )
        return
    if not loan.terms.bears_interest(due.starts_on):
        yield _frozen(turn, due)
        return
    held = _held(turn, loan, due)
    own = due.interest_in_full - held
    if own or not due.put_off:
        yield _counted(turn, loan, due, own, among_others=among_others)
        yield from _rounding(loan, due, own)
    if held:
        yield _("{interest} {interest_word} that was put off comes with it.").format(
            interest=money(held), interest_word=slips.rate_word(turn.club)
        )


def _frozen(turn: Turn, due: Due) -> str:
    return _("From {start} to {day} no {interest_word} is counted: the board decided so.").format(
        interest_word=slips.rate_word(turn.club),
        start=short_day(due.starts_on, today=turn.today),
        day=short_day(due.ends_on, today=turn.today),
    )


def _held(turn: Turn, loan: Borrowed, due: Due) -> int:
    """Return what a period brings along of the interest put off before it, đồng."""
    if due.number != min(loan.terms.interest_from, loan.terms.instalments[-1].number):
        return 0
    return sum(row.asked.put_off for row in rows(loan.terms, loan.payments, turn.today))


def _counted(turn: Turn, loan: Borrowed, due: Due, own: int, *, among_others: bool) -> str:
    months = _months(loan, due)
    text = _("From {start} to {day}: {rate} of {balance} makes {interest} {interest_word}.")
    if loan.terms.way is Way.FLAT:
        text = _(
            "At {rate} a month of the {balance} first lent that makes {interest} {interest_word}"
            " from {start} to {day}{months}."
        )
    elif not among_others:
        text = _(
            "{You} still hold {balance} of the loan; at {rate} a month that makes {interest}"
            " {interest_word} from {start} to {day}{months}."
        )
    elif months and months > 1:
        text = _(
            "From {start} to {day}{months}: {rate} a month of {balance} makes {interest}"
            " {interest_word}."
        )
    return turn.words(
        text,
        interest_word=slips.rate_word(turn.club),
        rate=percent(loan.terms.rate_bp),
        balance=money(_base(loan, due)),
        interest=money(own),
        start=short_day(due.starts_on, today=turn.today),
        day=short_day(due.ends_on, today=turn.today),
        months=_how_long(months),
    )


def _how_long(months: Fraction | None) -> str:
    if months is None or months == 1:
        return ""
    count = int(months)
    return ngettext(" ({count} month)", " ({count} months)", count).format(count=count)


def _base(loan: Borrowed, due: Due) -> int:
    """Return what interest is counted on: the balance, or the sum first lent."""
    if loan.terms.way is not Way.FLAT or due.number > loan.terms.instalments[-1].number:
        return due.counted_on
    return loan.terms.principal if loan.terms.renewal else loan.principal


def _months(loan: Borrowed, due: Due) -> Fraction | None:
    """Return how many whole months a period has; None where its days are counted."""
    terms = loan.terms
    every = 1 if due.number > terms.instalments[-1].number else terms.every
    months = first_period_months(due.starts_on, due.ends_on, terms.anchor_day, every)
    by_days = terms.day_count is not DayCount.MONTHS or months != every
    return None if by_days else months


def _rounding(loan: Borrowed, due: Due, own: int) -> Iterator[str]:
    months = _months(loan, due)
    if months is None:
        yield _("That time is counted by days.")
        return
    exact = monthly_interest(_base(loan, due), loan.terms.rate_bp) * months
    whole = round_down(exact, loan.terms.unit)
    if own > whole:
        yield _("The last month carries what rounding left over in the others.")
    elif own == whole < exact:
        yield _("What is below {unit} is left out.").format(unit=money(loan.terms.unit))
