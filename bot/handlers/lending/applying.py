"""Ask for a loan: what for, how much, for how long, first paid when, and who else at home owes.

At most five questions; what was said at once is not asked again. An officer may ask in a member's
stead. What is sent, and to whom, is in `applying_end`.
"""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Choice, NotUnderstood
from bot.handlers.lending import applying_beside, applying_days, applying_end, own_application
from bot.handlers.lending.applying_beside import acknowledged, beside, why
from bot.handlers.lending.borrower import borrower, for_whom
from bot.handlers.lending.possible import (
    Room,
    room_of,
    sums_in_words,
    why_not,
)
from bot.handlers.lending.product_words import months_in_words, name_of
from bot.handlers.lending.wishes import ask_purpose, purposes
from bot.handlers.lending.wishes import heard as heard_at_once
from bot.handlers.own_words import heard_words
from bot.handlers.reaching import of_the_club
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import is_hers, named, only_own
from bot.i18n import _, money
from bot.money.products import perhaps_meant
from bot.people import Member
from bot.storage import products, talk
from bot.storage.products import Product
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding import replies
from bot.understanding.amounts import hear_amount
from bot.understanding.loan_terms import hear_months
from bot.understanding.words import command

USUAL = 5_000_000
MILLION = 1_000_000


async def borrow(turn: Turn) -> Answer:
    """Begin: for whom, and what was said already."""
    said = command(turn.incoming.text) if turn.incoming.text else None
    data = heard_at_once(turn.text)
    if said and said.name == "borrow" and said.who:
        found = await named(turn, said.who)
        if not is_hers(turn, said.who, found):
            if not turn.acts_as_officer:
                return await only_own(turn)
            return await for_whom(turn, found, data, begin)
    if not data and (again := await applying_beside.kept(turn, turn.member.id)):
        return again
    return await begin(turn, turn.member, data)


async def resume(turn: Turn) -> Answer:
    """Go on with what was left, or begin anew."""
    data = turn.data.get("kept", turn.data)
    if "offer" in turn.data:
        await talk.use_offer(turn.db, turn.data["offer"], "", turn.now)
    if turn.choice == "anew":
        return await begin(turn, turn.member, {})
    return await _go_on(turn, data)


async def for_member(turn: Turn) -> Answer:
    """An officer asks in the stead of the member whose card she looks at."""
    return await begin(turn, await of_the_club(turn, turn.data["member"]), {})


async def take_member(turn: Turn) -> Answer:
    """The officer chose or typed for whom it is."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await begin(turn, await of_the_club(turn, int(turn.choice)), turn.data)
    found = await named(turn, turn.text)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    return await for_whom(turn, found, turn.data, begin)


async def begin(turn: Turn, member: Member, data: Data) -> Answer:
    """Ask for what was not said yet, where a loan is possible at all."""
    data = {**data, "member": member.id}
    await borrower(turn, data)
    room = await room_of(turn, member)
    if room.open:
        return await own_application.shown(turn, member, room.open[0])
    if not room.products:
        return turn.say("{said}", said=why_not(turn, room, member))
    return await _next(turn, room, data)


async def take_purpose(turn: Turn) -> Answer:
    """She said what the loan is for, perhaps with more beside it."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await _go_on(turn, {**turn.data, "purpose": purposes()[turn.choice]})
    said = heard_words(turn)
    more = heard_at_once(said)
    purpose = more.get("purpose") or ("" if more else said)
    if not purpose:
        return await _go_on(turn, {**turn.data, **more})
    return await _go_on(turn, {**more, **turn.data, "purpose": purpose})


async def take_amount(turn: Turn) -> Answer:
    """She said how much, by a button or in words."""
    if turn.choice == STOP:
        return left(turn)
    data = {key: value for key, value in turn.data.items() if key != "meant"}
    if turn.choice == "other":
        return await _go_on(turn, data)
    if turn.choice:
        return await _go_on(turn, {**data, "amount": int(turn.choice)})
    typed = turn.text.strip()
    if typed.isdecimal() and len(typed) <= len("99"):
        return await _go_on(turn, {**data, "heard": int(typed) * MILLION})
    heard = hear_amount(turn.text)
    if heard is None:
        text = _("How much is it, please? For example 500k, or 1,200,000.")
        raise NotUnderstood(turn.words(text))
    return await _go_on(turn, {**heard_at_once(turn.text), **data, "heard": heard.amount})


async def take_term(turn: Turn) -> Answer:
    """She said for how long."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        product, length = turn.choice.split(":")
        return await _go_on(turn, {**turn.data, "product": int(product), "months": int(length)})
    months = hear_months(turn.text)
    typed = int(turn.text) if turn.text.strip().isdecimal() else None
    if months is None and typed is None:
        raise NotUnderstood(turn.words(_("For how many months, please?")))
    return await _go_on(turn, {**turn.data, "months": months or typed})


async def take_sending(turn: Turn) -> Answer:
    """All was read back: send it, or change the sum or the length first."""
    if turn.choice == "no":
        return left(turn)
    if turn.choice == "yes":
        return await applying_end.send(turn)
    gone = {"product", "months", "first_due", "periods"}
    gone |= {"amount"} if turn.choice == "amount" else set()
    return await _go_on(turn, {key: one for key, one in turn.data.items() if key not in gone})


async def _go_on(turn: Turn, data: Data) -> Answer:
    member = await borrower(turn, data)
    room = await room_of(turn, member)
    if not room.products or room.open:
        return await begin(turn, member, {})
    return await _next(turn, room, data)


async def _next(turn: Turn, room: Room, data: Data) -> Answer:
    """Ask for the first thing that is not known yet; at the end show all of it."""
    if "purpose" not in data:
        asked = ask_purpose(turn, data)
        return replace(asked, text=acknowledged(turn, asked.text, data))
    checked = data if "amount" in data else await _checked(turn, room, data)
    if isinstance(checked, Answer):
        return checked
    data = checked
    if not room.lending(data["amount"]):
        return _ask_amount(turn, room, data, unfit=data["amount"])
    if "product" not in data:
        terms = _terms(room, data)
        if len(terms) != 1:
            return _ask_term(turn, room, data, terms)
        ((product, months),) = terms
        data = {**data, "product": product.id, "months": months}
    return await _end(turn, room, data)


async def _end(turn: Turn, room: Room, data: Data) -> Answer:
    if "first_due" in data:
        return await applying_end.go_on(turn, data)
    known = {one.id: one for one in room.offered}
    chosen = known.get(data["product"])
    if chosen is None:  # somebody has changed it since it was chosen
        chosen = await products.product(turn.db, turn.club.id, data["product"])
    return await applying_days.ask(turn, chosen, data)


async def _checked(turn: Turn, room: Room, data: Data) -> Data | Answer:
    """Return the data with the sum that was heard, or ask for it, or whether it was meant."""
    heard = data.get("heard")
    data = {key: value for key, value in data.items() if key != "heard"}
    if heard is None:
        return _ask_amount(turn, room, data)
    usual = await products.usual_sum(turn.db, turn.club.id)
    meant = perhaps_meant(heard, *room.span, usual)
    if meant is None:
        return {**data, "amount": heard}
    keep = [Choice(str(heard), _("No, {amount}").format(amount=money(heard)))]
    return turn.ask(
        "borrow.amount",
        _("{heard}: did you mean {meant}? A loan is possible {sums}."),
        Choice(str(meant), _("Yes, {amount}").format(amount=money(meant))),
        *(keep if room.lending(heard) and heard % 1000 == 0 else []),
        Choice("other", _("Another sum")),
        never_mind(),
        data=data,
        heard=money(heard),
        meant=money(meant),
        sums=sums_in_words(room),
    )


def _ask_amount(turn: Turn, room: Room, data: Data, *, unfit: int | None = None) -> Answer:
    data = {key: value for key, value in data.items() if key != "amount"}
    text = _("How much shall it be? A loan is possible {sums}.")
    if unfit is not None:
        text = _("{unfit} is not possible now. A loan is possible {sums}. How much shall it be?")
    least, most = room.span
    offered = sorted({most, min(max(USUAL, least), most)})  # few: "3" is a sum, or asked back
    return turn.ask(
        "borrow.amount",
        text,
        *[Choice(str(one), money(one)) for one in offered],
        data=data,
        sums=sums_in_words(room),
        unfit=money(unfit or 0),
    )


def _terms(room: Room, data: Data) -> list[tuple[Product, int]]:
    """Return on what and for how long it can be lent, as far as that was said."""
    lending = room.lending(data["amount"])
    everything = [(one, months) for one in lending for months in one.offer.months]
    wanted = data.get("months")
    return [one for one in everything if one[1] == wanted] if wanted else everything


def _ask_term(turn: Turn, room: Room, data: Data, terms: list[tuple[Product, int]]) -> Answer:
    wanted = data.get("months")
    data = {key: value for key, value in data.items() if key != "months"}
    text = _("For how long?")
    if not terms:
        terms = _terms(room, data)
        text = _("The club does not lend for {wanted}. For how long shall it be?")
    several = len({one.id for one, _months in terms}) > 1
    return turn.ask(
        "borrow.term",
        text,
        *[Choice(f"{one.id}:{months}", _on_button(one, months, several)) for one, months in terms],
        never_mind(),
        data=data,
        wanted=months_in_words([wanted]) if wanted else "",
    )


def _on_button(product: Product, months: int, several: bool) -> str:
    length = months_in_words([months])
    return f"{length}: {name_of(product.offer)}" if several else length


HANDLERS = {
    "borrow": Step(borrow),
    "borrow.for": Step(for_member),
    "borrow.member": Step(take_member, typed=True),
    "borrow.again": Step(resume),
    applying_beside.RESUME: Step(resume),
    "borrow.purpose": Step(
        take_purpose, typed=True, own_words=True, beside=beside, why=why("borrow.purpose")
    ),
    "borrow.amount": Step(take_amount, typed=True, beside=beside, why=why("borrow.amount")),
    "borrow.term": Step(take_term, typed=True, beside=beside, why=why("borrow.term")),
    "borrow.household": Step(
        applying_end.take_household,
        typed=True,
        own_words=True,
        beside=beside,
        why=why("borrow.household"),
    ),
    "borrow.send": Step(
        take_sending, beside=beside, why=why("borrow.send"), hears=replies.letting_go
    ),
}
