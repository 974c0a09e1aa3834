"""What is said of swapped labour, and who may speak for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.handlers.names import in_full
from bot.handlers.reaching import of_the_club
from bot.i18n import _, near_day, ngettext
from bot.people import Listener, Member
from bot.storage import members
from bot.storage.labour import Labour
from bot.storage.labour_swaps import Swap
from bot.telling import called
from bot.turn import Turn


def days_of(one: Labour) -> list[date]:
    """Return each day of what was asked or offered."""
    count = (one.until_on - one.from_on).days + 1
    return [one.from_on + timedelta(days=more) for more in range(count)]


def when(one: Labour) -> str:
    """Return its days in words: "thứ bảy 28/11", or from which to which."""
    return span(one.from_on, one.until_on)


def span(first: date, last: date) -> str:
    """Return a day, or a first and a last one, in words."""
    if first == last:
        return near_day(first, with_lunar=False)
    return _("{first} to {last}").format(
        first=near_day(first, with_lunar=False), last=near_day(last, with_lunar=False)
    )


def listed(days: Sequence[date]) -> str:
    """Return several days in words."""
    return ", ".join(near_day(day, with_lunar=False) for day in days)


def hands(number: int) -> str:
    """Return so many hands: "3 người"."""
    text = ngettext("{number} pair of hands", "{number} pairs of hands", number)
    return text.format(number=number)


def still_missing(number: int) -> str:
    """Return how many are still missing, or that nobody is, as a sentence."""
    if not number:
        return _("That is enough hands.")
    text = ngettext("{number} is still missing.", "{number} are still missing.", number)
    return text.format(number=number)


def missing_on(one: Labour, day: date, swaps: Sequence[Swap]) -> int:
    """Return how many hands are still missing on a day of what was asked."""
    going = [
        swap
        for swap in swaps
        if swap.asked_id == one.id and swap.day == day and not swap.fell_through
    ]
    return max(one.hands - len(going), 0)


def open_days(one: Labour, swaps: Sequence[Swap], *, helper_id: int, today: date) -> list[date]:
    """Return the days on which somebody could still go: hands are missing, and she is free."""
    busy = {swap.day for swap in swaps if swap.helper_id == helper_id and not swap.fell_through}
    return [
        day
        for day in days_of(one)
        if day >= today
        and day not in busy
        and one.member_id != helper_id
        and missing_on(one, day, swaps)
    ]


async def name_of(turn: Turn, member_id: int) -> str:
    """Return a member's name with the hamlet, as neighbours know her."""
    return in_full(await members.member(turn.db, member_id, turn.today), turn.today)


async def short_name(turn: Turn, member_id: int) -> str:
    """Return how a member is spoken of: "bà Hoa Bính"."""
    return called(await members.member(turn.db, member_id, turn.today), turn.today)


async def spoken_for(turn: Turn, member_id: int) -> Member:
    """Return for whom the speaker acts: herself, or somebody without a phone; officers for all.

    Whoever has a phone of her own writes herself.
    """
    if member_id == turn.member.id:
        return turn.member
    member = await of_the_club(turn, member_id)
    if not turn.acts_as_officer and await turn.reach([member]):
        raise turn.refuse(
            _("{name} has a phone: please let her or him write to me."),
            name=called(member, turn.today),
        )
    return member


def may_answer(turn: Turn, *people: int) -> None:
    """Refuse who is none of these people: only they, or an officer, may say it."""
    if turn.member.id not in people and not turn.acts_as_officer:
        raise turn.refuse(_("That is for those to say who swap the labour."))


async def who_hears(turn: Turn, member: Member, entered_by: int) -> Listener | None:
    """Return whom to tell: her, or who entered it for her where she has no phone.

    None for the speaker: she reads the answer.
    """
    if member.id == turn.member.id:
        return None
    reached = await turn.reach([member])
    if not reached and entered_by != turn.member.id:
        reached = await turn.reach([await members.member(turn.db, entered_by, turn.today)])
    return reached[0] if reached else None
