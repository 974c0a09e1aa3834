"""The end of asking for a loan: who else at home owes, all of it read back, and sent."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice, NotUnderstood
from bot.handlers.lending import applying_telling, deciding
from bot.handlers.lending.apply_words import (
    NOBODY,
    asked_for,
    paid_back,
    terms_if_paid_out,
    who_else_in_words,
)
from bot.handlers.lending.borrower import borrower, is_own
from bot.handlers.lending.possible import room_of
from bot.handlers.own_words import heard_words
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import told_apart
from bot.i18n import _, money
from bot.money.loans import AboveCap, Terms, check_cap
from bot.money.products import instalments_within
from bot.people import Member
from bot.storage import applications, members, products
from bot.storage.applications import Asked
from bot.storage.products import Product
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding.words import command, yes_or_no


async def go_on(turn: Turn, data: Data) -> Answer:
    """Ask who else at home owes, or read everything back."""
    return await read_back(turn, data) if "who_else" in data else ask_household(turn, data)


def ask_household(turn: Turn, data: Data) -> Answer:
    """Ask for other loans at home: the board asks it anyway."""
    return turn.ask(
        "borrow.household",
        _("Does anybody at home have a loan to pay back, here or elsewhere? Who, and where?"),
        Choice("nobody", _("Nobody")),
        never_mind(),
        data=data,
    )


async def take_household(turn: Turn) -> Answer:
    """She said who else at home owes."""
    meant = None if turn.choice else command(turn.text)
    if turn.choice == STOP or (meant and meant.name == "cancel"):  # "thôi" would be a no
        return left(turn)
    said = None if turn.choice else yes_or_no(turn.text)
    if said:
        text = _(
            "Who is it, how much is still to be paid back, and where? For example “my husband, 20"
            " million, at the bank”."
        )
        raise NotUnderstood(turn.words(text))
    nobody = turn.choice == "nobody" or said is False
    who_else = NOBODY if nobody else heard_words(turn)
    return await read_back(turn, {**turn.data, "who_else": who_else})


async def read_back(turn: Turn, data: Data) -> Answer:
    """Show what is asked for and what would be paid back, before it is sent."""
    member = await borrower(turn, data)
    product = await products.product(turn.db, turn.club.id, data["product"])
    terms = _terms(turn, product, data)
    cap_bp = await products.cap_bp(turn.db, turn.club.id)
    try:
        check_cap(terms, cap_bp=cap_bp)
    except AboveCap:  # a long first period counts by its days, and a year has 365 of them
        return turn.ask(
            "borrow.first",
            _("First paid on that day it would cost more than the law allows. Which other day?"),
            never_mind(),
            data={key: value for key, value in data.items() if key != "first_due"},
        )
    text = _("You ask for {what}.\n{paid_back}\n{who_else}\nShall I send it to the board?")
    if not is_own(turn, member):
        text = _("{name} asks for {what}.\n{paid_back}\n{who_else}\nShall I send it to the board?")
    return turn.ask(
        "borrow.send",
        text,
        Choice("yes", _("Yes, send it")),
        Choice("amount", _("Another sum")),
        Choice("term", _("Another length")),
        Choice("no", _("Never mind, write nothing")),
        data={**data, "periods": terms.periods},
        name=await told_apart(turn, member),
        what=asked_for(data["amount"], data["purpose"]),
        paid_back=paid_back(turn.club, terms),
        who_else=who_else_in_words(data["who_else"]),
    )


def _terms(turn: Turn, product: Product, data: Data) -> Terms:
    """Return the terms if it is paid out today."""
    first_due = date.fromisoformat(data["first_due"])
    if first_due <= turn.today:
        raise turn.refuse(_("That day is over already. Please say a day to come."))
    every = product.offer.conditions.every
    return terms_if_paid_out(
        product,
        amount=data["amount"],
        periods=instalments_within(data["months"], every, turn.today, first_due),
        first_due=first_due,
        on=turn.today,
    )


async def send(turn: Turn) -> Answer:
    """Write the application down, once, and tell who decides."""
    data, member = turn.data, await borrower(turn, turn.data)
    await members.hold(turn.db, turn.club.id, member.id)
    await _must_fit(turn, member, data)
    own = is_own(turn, member)
    made = await applications.make(
        turn.db,
        Asked(
            club_id=turn.club.id,
            member_id=member.id,
            product_id=data["product"],
            purpose=data["purpose"],
            amount=data["amount"],
            periods=data["periods"],
            first_due=date.fromisoformat(data["first_due"]),
            who_else=data["who_else"],
            entered_by=None if own else turn.member.id,
        ),
        origin=turn.operation,
        now=turn.now,
    )
    if made is None:
        return turn.say(_("I have asked the board already."))
    application = await applications.locked(turn.db, turn.club.id, made)
    await deciding.question_of(turn, application)
    told = await applying_telling.asked(turn, member, application)
    return turn.say(
        _("Sent: {amount}. {told} The board decides, and then I tell you."),
        Choice("borrow.mine", _("My application")) if own else Choice("officers", _("The board")),
        data={"application": made},
        amount=money(data["amount"]),
        told=_told(turn, told),
    )


def _told(turn: Turn, told: list[Member]) -> str:
    if not told:
        return turn.words(_("Nobody of the board could be told by phone: please tell the head."))
    names = ", ".join(called(one, turn.today) for one in told)
    return turn.words(_("{names} will look at it."), names=names)


async def _must_fit(turn: Turn, member: Member, data: Data) -> None:
    """Refuse what is possible no more: asked for already, or on other conditions by now."""
    room = await room_of(turn, member)
    if room.open:
        raise turn.refuse(_("There is an application already. Write “my application” to see it."))
    lending = [one.id for one in room.lending(data["amount"])]
    if data["product"] not in lending:
        raise turn.refuse(
            _("The conditions have changed in the meantime. Please ask for the loan once more.")
        )
