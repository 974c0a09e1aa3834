"""Who had a hand in some money, and who of the board is free to look at it.

A contest never goes to somebody who touched the entry; free is an officer of another household
than the payer and the recorder, who shares no phone with them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from bot.clock import local_day
from bot.handlers import slips, titles
from bot.i18n import _, money
from bot.people import Listener, Member
from bot.rights import by_office, cashiers_for, is_independent
from bot.storage import declarations, entries, members, one_hand
from bot.storage.cases import Case
from bot.storage.declarations import Declared
from bot.storage.entries import Entry
from bot.telling import called
from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Some money of a member, as an entry or as what was declared, and who touched it."""

    payer: Member
    """Whose money it was; who entered it, where it was nobody's of the club."""
    recorder: Member | None
    """Who entered it, or said that it has not arrived."""
    touched: frozenset[int]
    """Who else had a hand in it: agreed to it, or was given the money."""
    entry: Entry | None = None
    declared: Declared | None = None
    on: date | None = None
    """When it came up, where it is neither: money that was set aside at a meeting."""

    @property
    def is_hers(self) -> bool:
        """Whether it was money of a member, who hears of it; a cup of tea is nobody's."""
        return self.entry is None or self.entry.member_id is not None

    @property
    def amount(self) -> int:
        """The sum that it is about, đồng."""
        if self.entry:
            return self.entry.sum
        return self.declared.amount if self.declared else 0

    def day(self, zone: str) -> date:
        """Return the day of the money: of the entry, or when it was declared."""
        if self.entry:
            return self.entry.value_day
        if self.declared is None:
            if self.on is None:
                raise ValueError("a matter is an entry, a declaration, or of a day")
            return self.on
        return local_day(self.declared.declared_at, zone)

    def concerns(self) -> list[Member]:
        """Return those of whom whoever looks at it must be independent."""
        return [self.payer, self.recorder] if self.recorder else [self.payer]


async def of_entry(turn: Turn, transaction: int) -> Matter:
    """Return an entry with who touched it."""
    entry = await entries.entry(turn.db, transaction)
    whose = entry.member_id or entry.entered_by
    if whose is None:
        raise ValueError("an opening balance belongs to no member")
    taker = await declarations.taker_of(turn.db, entry.club_id, entry.id)
    return Matter(
        payer=await members.member(turn.db, whose, turn.today),
        recorder=await _somebody(turn, entry.entered_by),
        touched=entry.agreed_by | _only(taker),
        entry=entry,
    )


async def of_declaration(turn: Turn, declaration: int) -> Matter:
    """Return what a member declared with who decided it and who was given the money."""
    declared = await declarations.locked(turn.db, declaration)
    return Matter(
        payer=await members.member(turn.db, declared.member_id, turn.today),
        recorder=await _somebody(turn, declared.decided_by),
        touched=_only(declared.given_to_id),
        declared=declared,
    )


async def of_case(turn: Turn, case: Case) -> Matter:
    """Return what a case is about."""
    if case.transaction_id is not None:
        return await of_entry(turn, case.transaction_id)
    if case.declaration_id is not None:
        return await of_declaration(turn, case.declaration_id)
    return Matter(
        payer=await members.member(turn.db, case.member_id, turn.today),
        recorder=None,
        touched=frozenset(),
        on=local_day(case.opened_at, turn.zone),
    )


async def cashiers(turn: Turn, payer: Member) -> list[Member]:
    """Return who may say that cash from `payer` arrived, and shares no phone with the payer."""
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    hands = await one_hand.beside(turn.db, [one.id for one in officers])
    return cashiers_for(payer, [one for one in officers if payer.id not in hands[one.id]])


async def free(turn: Turn, matter: Matter, officers: Iterable[Member]) -> list[Member]:
    """Return those of `officers` who did not touch the matter, the head first."""
    untouched = [one for one in officers if one.is_officer and one.id not in matter.touched]
    return await independent(turn, untouched, matter.concerns())


async def independent(
    turn: Turn, officers: Iterable[Member], others: Iterable[Member]
) -> list[Member]:
    """Return those of `officers` with no roof and no phone in common with `others`, head first."""
    asked, those = list(officers), list(others)
    hands = await one_hand.beside(turn.db, [one.id for one in asked])
    return by_office(one for one in asked if is_independent(one, those, hands[one.id]))


async def shown_a_paper(turn: Turn, apart: Collection[int]) -> Listener | None:
    """Return who is shown what was decided without a second officer's phone.

    The head, or another officer where the head has a part in it: never one of `apart`.
    """
    others = [one for one in await board(turn) if one.id not in apart]
    heads = sorted(others, key=lambda one: "head" not in one.roles)
    return next(iter(await turn.reach_officers(heads)), None)


async def first_reached(
    turn: Turn, officers: Iterable[Member], *, alone: bool = False
) -> Listener | None:
    """Return the first of `officers` who has a phone; with `alone`, one that nobody shares."""
    reached = await turn.reach_officers(officers)
    return next((one for one in reached if not (alone and one.shared)), None)


async def board(turn: Turn) -> list[Member]:
    """Return the club's officers, without the speaker."""
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    return [one for one in officers if one.id != turn.member.id]


def title(turn: Turn, matter: Matter) -> str:
    """Say whose money it is, or what it was for: "bà Hoa", "bà Hoa (phí)", "Chi: trà nước"."""
    if matter.entry is None:
        return called(matter.payer, turn.today)
    return titles.title(matter.entry, matter.payer if matter.is_hers else None, turn.today)


def sum_and_slip(matter: Matter) -> str:
    """Say which money it is: "500.000 đ, phiếu 12/2026 (quỹ tăng thu nhập)"."""
    if matter.entry is None and matter.declared is None:
        return _("no sum was written down")
    if matter.entry is None or not matter.entry.slips:
        return money(matter.amount)
    return _("{amount}, slip {numbers}").format(
        amount=money(matter.amount), numbers=slips.numbers(matter.entry.slips)
    )


def _only(member_id: int | None) -> frozenset[int]:
    return frozenset() if member_id is None else frozenset({member_id})


async def _somebody(turn: Turn, member_id: int | None) -> Member | None:
    return None if member_id is None else await members.member(turn.db, member_id, turn.today)
