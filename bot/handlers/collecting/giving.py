"""After closing: the slips go out, and who took the money hears that it is in the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot import telling
from bot.chat import Choice
from bot.handlers import closed_months, slips
from bot.handlers.collecting.drafting import Receipt
from bot.handlers.collecting.saying import fee_words, loan_split
from bot.i18n import _, day, in_words, money, ngettext, sentence, short_day
from bot.money import books
from bot.people import Listener, Member
from bot.storage import members
from bot.storage.collections import Collection
from bot.telling import Part, Words, called, speaking_to
from bot.turn import Turn


async def give_slips(
    turn: Turn, collection: Collection, receipts: Sequence[Receipt], keeper: Member
) -> list[Member]:
    """Send everybody her slip; return those who have no phone, and need one on paper."""
    payers = {one.person.member.id: one for one in receipts}
    reached = await turn.reach([one.person.member for one in receipts])
    said = [_words(turn, collection, payers[one.member.id], one, keeper) for one in reached]
    await telling.tell_parts(turn.db, said, turn.now)
    told = {one.member.id for one in reached}
    return [one.person.member for one in receipts if one.person.member.id not in told]


def _words(
    turn: Turn, collection: Collection, one: Receipt, listener: Listener, keeper: Member
) -> Words:
    with speaking_to(listener.member, turn.today) as words:
        right = [] if one.as_declared else [Choice("right", words(_("That is right")))]
        part = Part(
            text=slip(turn, collection, one, keeper),
            choices=(*right, Choice("look", words(_("Please look at it again")))),
            step="cases.slip",
            data={"transaction": one.posted.id},
        )
    return Words(listener=listener, parts=(part,), once=True)


def slip(turn: Turn, collection: Collection, one: Receipt, keeper: Member) -> str:
    """Return the words of a slip: one number a fund, what each part is for, what is left."""
    paid = one.person.paid
    sums = books.by_fund(one.draft.lines)
    lines = [
        slips.heading(one.posted.slips, sums),
        sentence(
            _("{name} paid {amount}"),
            name=called(one.person.member, turn.today),
            amount=money(paid),
        ),
        f"({in_words(paid)})",
        *_parts(one),
        _("Taken by: {name}, {day}").format(
            name=called(keeper, turn.today), day=day(collection.held_on)
        ),
        *filter(None, [closed_months.note(collection.held_on, collection.counts_on)]),
        *_left(one),
    ]
    return "\n".join(lines)


def _parts(one: Receipt) -> list[str]:
    several = len(one.left) > 1
    said = []
    for item, share in one.parts:
        if share is None:
            words = fee_words(item.months(item.row.amount), item.row.amount)
        else:
            words = loan_split(one.person.member, share)
        loan = item.owed.loan
        if several and loan:
            words = _("loan {number}: {split}").format(number=loan.number, split=words)
        said.append(sentence("{words}", words=words))
    return said


def _left(one: Receipt) -> list[str]:
    numbers = {
        item.owed.loan.id: item.owed.loan.number for item, _share in one.parts if item.owed.loan
    }
    text = _("Left of the loan: {amount}")
    if len(one.left) > 1:
        text = _("Left of loan {number}: {amount}")
    return [
        text.format(number=numbers[loan], amount=money(left)) for loan, left in one.left.items()
    ]


def done(
    turn: Turn, collection: Collection, receipts: Sequence[Receipt], on_paper: Sequence[Member]
) -> str:
    """Say that a list is in the book, and who needs a slip on paper."""
    text = ngettext(
        "The collection of {day} is in the book: {count} person, {amount}.",
        "The collection of {day} is in the book: {count} people, {amount}.",
        len(receipts),
    )
    lines = [
        text.format(
            day=short_day(collection.held_on),
            count=len(receipts),
            amount=money(sum(one.person.paid for one in receipts)),
        )
    ]
    if on_paper:
        names = ", ".join(called(one, turn.today) for one in on_paper)
        lines.append(_("Slips on paper for: {names}").format(names=names))
    alone = [one for one in receipts if not one.draft.touches]
    if alone:
        names = ", ".join(called(one.person.member, turn.today) for one in alone)
        lines.append(
            _("Another officer still has to see, on the day's list: {names}").format(names=names)
        )
    return "\n".join(lines)


async def tell_hands(
    turn: Turn, hands: Sequence[int], text: Callable[[], str], *, image: str = ""
) -> None:
    """Tell the officers who had a hand in it, but for who speaks."""
    ids = [one for one in dict.fromkeys(hands) if one != turn.member.id]
    people = await members.several(turn.db, ids, turn.today)
    for listener in await turn.reach_officers(people[one] for one in ids):
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(listener, words("{said}", said=text()), image=image)
