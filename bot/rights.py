"""Who may do what, to whom, in which club. Pure: facts in, a yes or a no out.

The rules come from how clubs guard cash: two people touch every move, nobody acts for herself, and
a yes from the payer's own household, phone or helper is no second touch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.people import OFFICES, Member

CASHIERS = ("treasurer", "accountant")
ENROLLERS = ("secretary", "head", "deputy")
SPEAKERS = ("head", "deputy", "secretary")
CALLERS = ("head", "deputy", "secretary")
CARERS = ("care_lead", "head", "deputy")
"""Who sees to home care; a care lead need not be of the board."""
CARE_WRITERS = (*CARERS, "secretary")
HEALTH = ("health_lead",)


def may_take_cash(officer: Member) -> bool:
    """Say whether the officer's yes posts a repayment: the treasurer's or the accountant's."""
    return not officer.roles.isdisjoint(CASHIERS)


def may_enrol(officer: Member) -> bool:
    """Say whether the officer gives out joining codes."""
    return not officer.roles.isdisjoint(ENROLLERS)


def may_set_meetings(officer: Member) -> bool:
    """Say whether the officer decides on which days the club meets."""
    return not officer.roles.isdisjoint(CALLERS)


def may_write_minutes(officer: Member) -> bool:
    """Say whether the officer writes down what a meeting decided."""
    return not officer.roles.isdisjoint(CALLERS)


def may_close_minutes(
    officer: Member, board: Iterable[Member], absent: Collection[int], *, waits_long: bool
) -> bool:
    """Say whether the officer closes a meeting's minutes: a secretary does.

    Head and deputy do so where there is none, where none was at the meeting, or where hers
    `waits_long`.
    """
    if "secretary" in officer.roles:
        return True
    others = [one for one in board if "secretary" in one.roles]
    return may_write_minutes(officer) and (waits_long or all(one.id in absent for one in others))


def may_broadcast(officer: Member) -> bool:
    """Say whether the officer makes announcements in the board's name."""
    return not officer.roles.isdisjoint(SPEAKERS)


def may_lead_care(member: Member) -> bool:
    """Say whether she sees everybody who is cared for, plans the visits and hears what worries."""
    return not member.roles.isdisjoint(CARERS)


def may_enter_care(member: Member) -> bool:
    """Say whether she writes down visits: her own as a volunteer, and for others as an officer."""
    return member.volunteer or not member.roles.isdisjoint(CARE_WRITERS)


def may_see_health(member: Member) -> bool:
    """Say whether she measures at meetings and sees what was measured: no other officer does."""
    return not member.roles.isdisjoint(HEALTH)


def product_setters(officers: Iterable[Member]) -> list[Member]:
    """Return who decides on what the club lends: the head, the deputy where there is none, ..."""
    board = list(officers)
    by_role = ([one for one in board if role in one.roles] for role in SPEAKERS)
    return next((found for found in by_role if found), [])


def may_amend_report(officer: Member) -> bool:
    """Say whether the officer writes words beside the figures of the month's report."""
    return not officer.roles.isdisjoint(SPEAKERS)


def report_signers(officers: Iterable[Member]) -> list[Member]:
    """Return who signs the month's report: the head, the deputy where there is none."""
    board = list(officers)
    heads = [one for one in board if "head" in one.roles]
    return heads or [one for one in board if "deputy" in one.roles]


def is_independent(person: Member, others: Iterable[Member], phone: Collection[int]) -> bool:
    """Say whether `person` is a second touch on something that concerns `others`.

    `phone` holds the ids of everybody linked to the address that the person speaks from: a phone
    shared with one of the others, or on which the person is one's helper, is that one's own hand.
    """
    return all(
        not person.shares_roof(other) and other.id not in phone and person.club.id == other.club.id
        for other in others
    )


def by_office(officers: Iterable[Member]) -> list[Member]:
    """Sort officers in the order in which one stands in for another."""
    return sorted(officers, key=lambda officer: (_rank(officer), officer.id))


def cashiers_for(payer: Member, officers: Iterable[Member]) -> list[Member]:
    """Return who may say that cash from `payer` arrived: treasurer, then accountant.

    Where neither is free of the payer (own loan, same household), any other officer stands in.
    """
    free = [
        officer for officer in officers if officer.is_officer and not officer.shares_roof(payer)
    ]
    cash = sorted(
        (officer for officer in free if may_take_cash(officer)),
        key=lambda officer: ("treasurer" not in officer.roles, officer.id),
    )
    return cash or by_office(free)


def may_stand_in(officer: Member, board: Collection[Member]) -> bool:
    """Say whether any money is the officer's to take: as a cashier, or in a cashier's stead."""
    payers = [one for one in board if may_take_cash(one)]
    if may_take_cash(officer) or not payers:
        return True
    return any(officer.id in {one.id for one in cashiers_for(payer, board)} for payer in payers)


def may_confirm(
    officer: Member, payer: Member, phone: Collection[int], cash: list[Member]
) -> bool:
    """Say whether `officer`, speaking from `phone`, may confirm money of `payer`.

    `cash` is what `cashiers_for` returned for the payer.
    """
    return officer.id in {one.id for one in cash} and is_independent(officer, [payer], phone)


def _rank(officer: Member) -> int:
    return min((OFFICES.index(role) for role in officer.roles if role in OFFICES), default=99)
