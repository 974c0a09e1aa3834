"""Gifts to the club, and the Golden Heart book (Sổ Tấm lòng vàng) to be read aloud."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice
from bot.handlers.bookkeeping import booking, vouchers
from bot.handlers.entering import must_be_free
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.own_words import heard_words
from bot.handlers.slips import fund_name
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.people import Member
from bot.storage import gifts, members
from bot.storage.entries import Entry
from bot.storage.gifts import Given
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding import said_at_once
from bot.understanding.amounts import hear_amount

LISTED = 60
LONGEST = 200


async def golden_book(turn: Turn) -> Answer:
    """Read out who gave what this year, the oldest first."""
    first = date(turn.today.year, 1, 1)
    found = await gifts.given(turn.db, turn.club.id, first, turn.today)
    choices = [Choice("gift", _("Write a gift down"))] if turn.acts_as_officer else []
    if turn.acts_as_officer and any(not one.amount for one in found):
        choices.append(Choice("gift.back", _("A thing was written by mistake")))
    if not found:
        return turn.say(_("The Golden Heart book of this year is still empty."), *choices)
    lines = [_("Golden Heart book {year}:").format(year=turn.today.year)]
    lines += [_line(one, place) for place, one in enumerate(found[-LISTED:], 1)]
    if total := sum(one.amount for one in found):
        lines.append(_("Together: {amount}").format(amount=money(total)))
    lines.append(_("The club thanks everybody from the heart."))
    return turn.say("{lines}", *choices, lines="\n".join(lines))


def _line(one: Given, place: int) -> str:
    parts = (money(one.amount) if one.amount else "", one.what)
    return _("{number}. {giver}: {gift}").format(
        number=place, giver=one.giver, gift=", ".join(filter(None, parts))
    )


async def begin(turn: Turn) -> Answer:
    """Begin to write a gift down; what was said of it is taken up: "bà Phúc tặng quỹ 500k"."""
    await booking.must_keep_cash(turn)
    said = said_at_once.gift(turn.text) if turn.text else None
    if said and said.giver:
        return await _from(turn, said.giver, said.what)
    return _ask_giver(turn, said.what if said else "")


def _ask_giver(turn: Turn, what: str) -> Answer:
    return turn.ask(
        "gifts.giver",
        _("Who gives? The name of a member, or of anybody else as the book should have it."),
        never_mind(),
        data={"what": what},
    )


async def take_giver(turn: Turn) -> Answer:
    """The officer named the giver: a member, or somebody else."""
    if turn.choice == STOP:
        return left(turn)
    told = turn.data.get("what", "")
    if turn.choice == "outside":
        return _what(turn, None, turn.data["giver"], told)
    if turn.choice:
        member = await members.member(turn.db, int(turn.choice), turn.today)
        return _what(turn, member, full_name(member), told)
    said = said_at_once.gift(heard_words(turn))
    if not said.giver:  # a sum alone is nobody's name
        return _ask_giver(turn, said.what)
    return await _from(turn, said.giver, said.what or told)


async def _from(turn: Turn, giver: str, what: str) -> Answer:
    """Ask whether the giver is one of the club; else go on with what is given."""
    found = matching(giver, await members.everybody(turn.db, turn.club.id, turn.today))
    if not found:
        return _what(turn, None, giver, what)
    return turn.ask(
        "gifts.giver",
        _("Is it somebody of the club?"),
        *choices_of(found[:7]),
        Choice("outside", _("No, somebody else: {name}").format(name=giver)),
        never_mind(),
        data={"giver": giver, "what": what},
    )


async def take_what(turn: Turn) -> Answer:
    """The officer said what was given: a sum, or things, whose worth nobody invents."""
    if turn.choice == STOP:
        return left(turn)
    return _told(turn, turn.data, turn.text)


def _told(turn: Turn, given: Data, text: str) -> Answer:
    """Take up what is given: a sum is asked for which fund it is, things are read back."""
    heard = hear_amount(text)
    if heard is None or (heard.rest and not heard.sure):
        return _read_back(turn, {**given, "what": " ".join(text.split())[:LONGEST], "amount": 0})
    data: Data = {**given, "amount": heard.amount, "what": heard.rest}
    return turn.ask(
        "gifts.fund",
        _("{amount}: for what? You may also write it in a few words."),
        Choice(Fund.ACTIVITY.value, _("For the club's activities")),
        Choice(Fund.INCOME.value, _("For the loan fund")),
        never_mind(),
        data=data,
        amount=money(heard.amount),
    )


async def take_fund(turn: Turn) -> Answer:
    """The officer said what the money is for: a fund, or words, which mean the activity fund."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return _read_back(turn, {**turn.data, "fund": turn.choice})
    what = heard_words(turn)[:LONGEST]
    return _read_back(turn, {**turn.data, "fund": Fund.ACTIVITY.value, "what": what})


async def confirm(turn: Turn) -> Answer:
    """The gift was read back: write it into the book, and its money into the ledger."""
    if turn.choice == "no":
        return left(turn)
    await booking.must_keep_cash(turn)
    giver = None
    if turn.data["member"]:
        giver = await members.member(turn.db, turn.data["member"], turn.today)
    if not turn.data["amount"]:
        await _note(turn, giver, None)
        return turn.say(
            _("It is in the Golden Heart book: {giver}, {what}."),
            Choice("gifts", _("Golden Heart book")),
            giver=turn.data["giver"],
            what=turn.data["what"],
        )
    if giver:
        await must_be_free(turn, giver)
    fund, amount = Fund(turn.data["fund"]), turn.data["amount"]
    entry = await booking.book(
        turn,
        kind="gift",
        lines=books.moved(
            amount,
            out_of=Account(fund=fund, kind=AccountKind.GIFTS),
            into=booking.cash_of(turn.member, fund),
        ),
        slip="receipt",
        note=turn.data["giver"],
        payer=giver,
    )
    if entry is None:
        return booking.in_the_book_already(turn)
    await _note(turn, giver, entry)
    return await booking.written(turn, entry, giver, lambda: what_for(fund, turn.data["what"]))


async def _note(turn: Turn, giver: Member | None, entry: Entry | None) -> None:
    await gifts.note(
        turn.db,
        club_id=turn.club.id,
        given_on=entry.value_day if entry else turn.today,
        giver=turn.data["giver"],
        member_id=giver.id if giver else None,
        what=turn.data["what"],
        transaction=entry.id if entry else None,
        entered_by=turn.member.id,
        now=turn.now,
    )


def what_for(fund: Fund, what: str) -> str:
    """Say what given money is for: "gift to the activity fund (a feast)"."""
    return _("gift to the {fund}").format(fund=fund_name(fund)) + (f" ({what})" if what else "")


def _what(turn: Turn, member: Member | None, giver: str, told: str) -> Answer:
    """Take up what was told to be given, or ask for it."""
    data: Data = {"giver": giver, "member": member.id if member else None}
    if told:
        return _told(turn, data, told)
    return turn.ask(
        "gifts.what",
        _("What does {name} give? A sum such as 500k, or what it is: 20 kg of rice."),
        never_mind(),
        data=data,
        name=called(member, turn.today) if member else giver,
    )


def _read_back(turn: Turn, data: Data) -> Answer:
    if not data["amount"]:
        return turn.ask(
            "gifts.confirm",
            _("{giver} gives {what}. No value is written beside it. Is that right?"),
            Choice("yes", _("Yes, write it down")),
            Choice("no", _("Never mind, write nothing")),
            data=data,
            giver=data["giver"],
            what=data["what"],
        )
    return turn.ask(
        "gifts.confirm",
        _("{giver} gives {sum}: {what}. Is that right?"),
        Choice("yes", _("I hold all {amount}").format(amount=money(data["amount"]))),
        Choice("no", _("Never mind, write nothing")),
        data=data,
        giver=data["giver"],
        sum=vouchers.spelled(data["amount"]),
        what=what_for(Fund(data["fund"]), data["what"]),
    )


HANDLERS = {
    "gifts": Step(golden_book),
    "gift": Step(begin),
    "gifts.giver": Step(take_giver, typed=True, own_words=True),
    "gifts.what": Step(take_what, typed=True, own_words=True),
    "gifts.fund": Step(take_fund, typed=True, own_words=True),
    "gifts.confirm": Step(confirm, counts=True),
}
