"""The head changes on what the club lends: asked, read back with an example, told to all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from bot.chat import Choice, NotUnderstood
from bot.handlers.lending import product_asking as asking
from bot.handlers.lending import product_telling as telling
from bot.handlers.lending.product_words import summary, too_dear
from bot.handlers.lending.products import (
    MOST_KINDS,
    all_of,
    change,
    changes,
    live,
    more,
    must_set,
    show,
    which,
)
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.words_for_all import heard_for_all
from bot.i18n import _, percent
from bot.money.loans import AboveCap, BadTerms
from bot.money.products import BadOffer, Offer, changed, check_offer
from bot.storage import products
from bot.storage.products import Product
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn

COMMANDS = {
    "products.rate": "rate_bp",
    "products.way": "way",
    "products.least": "least",
    "products.most": "most",
    "products.months": "months",
    "products.every": "every",
    "products.grace": "grace",
    "products.owed": "owed_at_most",
    "products.second": "second_loan",
    "products.name": "name",
}
"""Which command changes which field of an offer."""
LONGEST_NAME = 30
FEWEST = 2
"""Kinds of loans of which one can be ended."""


async def begin(turn: Turn, *, field: str) -> Answer:
    """Ask for the new value, unless it was told with the command."""
    await must_set(turn)
    product_id = turn.data.get("product")
    if product_id is None:
        offered = await all_of(turn)
        if len(offered) > 1:
            return which(turn, offered, above="", data={"field": field, "said": turn.text})
        product_id = offered[0].id
    product = await live(turn, product_id)
    if turn.text and (value := asking.heard(field, turn.text)) is not None:
        return await _read_back(turn, product, field, value)
    return asking.ask(turn, product, field)


async def take_kind(turn: Turn) -> Answer:
    """The head chose which kind of loan is to be changed."""
    await must_set(turn)
    if turn.choice == STOP:
        return left(turn)
    product = await live(turn, int(turn.choice))
    if field := turn.data.get("field"):
        turn.text, turn.data = turn.data["said"], {"product": product.id}
        return await begin(turn, field=field)
    text = summary(turn.club, product.offer, turn.today)
    return turn.say("{said}", *changes(), said=text, data={"product": product.id})


async def take_value(turn: Turn) -> Answer:
    """The head chose or typed the new value."""
    await must_set(turn)
    if turn.choice == STOP:
        return left(turn)
    field, product = turn.data["field"], await live(turn, turn.data["product"])
    value = asking.chosen(field, turn.choice) if turn.choice else asking.heard(field, turn.text)
    if value is None:
        raise NotUnderstood(turn.words(asking.example_of(field)))
    return await _read_back(turn, product, field, value)


async def take_name(turn: Turn) -> Answer:
    """The head wrote a name for a kind of loan, an old one or a new one."""
    await must_set(turn)
    if turn.choice == STOP:
        return left(turn)
    name = heard_for_all(turn)
    if len(name) > LONGEST_NAME:
        raise turn.refuse(_("Please say it in fewer words."))
    product = await live(turn, turn.data["product"])
    if turn.data.get("new"):
        return await _confirm(turn, product, {"do": "add", "value": name})
    return await _read_back(turn, product, "name", name)


async def add(turn: Turn) -> Answer:
    """Offer another kind of loan beside the first; it begins like that one, by its own name."""
    await must_set(turn)
    offered = await all_of(turn)
    if len(offered) >= MOST_KINDS:
        raise turn.refuse(_("The club has many kinds of loans already. Please end one of them."))
    return turn.ask(
        "products.naming",
        _("What shall the other kind of loan be called? For example “loans for the poor”."),
        never_mind(),
        data={"product": offered[0].id, "new": True},
    )


async def stop(turn: Turn) -> Answer:
    """Offer a kind of loan no more; the last one stays."""
    await must_set(turn)
    offered = await all_of(turn)
    if len(offered) < FEWEST or "product" not in turn.data:
        return await show(turn)
    return await _confirm(turn, await live(turn, turn.data["product"]), {"do": "stop"})


async def _read_back(turn: Turn, product: Product, field: str, value: object) -> Answer:
    """Show what would be changed, with an example; what the law or the rest forbids is refused."""
    try:
        new = changed(product.offer, field, asking.stored(field, value))
    except (BadOffer, BadTerms) as error:
        raise turn.refuse(asking.misfit(error.field)) from error
    if new == product.offer:
        return turn.say(_("That is how it is already."), *changes(), data={"product": product.id})
    try:
        await _must_be_lawful(turn, new)
    except AboveCap as error:
        return _too_dear(turn, product, field, new, error)
    data = {"do": "change", "field": field, "value": value}
    return await _confirm(turn, product, data)


async def _must_be_lawful(turn: Turn, offer: Offer) -> None:
    cap_bp = await products.cap_bp(turn.db, turn.club.id)
    check_offer(offer, cap_bp=cap_bp, on=turn.today)


def _too_dear(turn: Turn, product: Product, field: str, new: Offer, error: AboveCap) -> Answer:
    """Say what the law says; a rate that passes is one tap away."""
    text = too_dear(new, error)
    if field != "rate_bp":
        lower = Choice("products.rate", _("Lower the rate first"))
        return turn.say("{said}", lower, said=text, data={"product": product.id})
    passes = [error.highest_bp] if error.highest_bp else []
    choices = [Choice(str(one), _("{rate} a month").format(rate=percent(one))) for one in passes]
    data = {"product": product.id, "field": field}
    return turn.ask("products.value", "{said}", *choices, said=text, data=data)


async def _confirm(turn: Turn, product: Product, data: Data) -> Answer:
    told = telling.what_changes(turn, product.offer, _outcome(product.offer, data), data)
    return turn.ask(
        "products.agree",
        _("{told}\n\nRunning loans stay as agreed. All members will hear of it. Is that right?"),
        Choice("yes", _("Yes, that is right")),
        Choice("no", _("No, leave it")),
        data={**data, "product": product.id},
        told=told,
    )


def _outcome(offer: Offer, data: Data) -> Offer | None:
    """Return what is offered when that is done; None: it is offered no more."""
    if data["do"] == "stop":
        return None
    field = "name" if data["do"] == "add" else data["field"]
    return changed(offer, field, asking.stored(field, data["value"]))


async def agree(turn: Turn) -> Answer:
    """Do it, once; all members hear of it."""
    await must_set(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    product, data = await live(turn, turn.data["product"]), turn.data
    new = _outcome(product.offer, data)
    if new:
        try:
            await _must_be_lawful(turn, new)
        except AboveCap as error:
            raise turn.refuse("{said}", said=too_dear(new, error)) from error
    kept = await _keep(turn, product, new, anew=data["do"] == "add")
    told = telling.what_changes(turn, product.offer, new, data)
    await telling.tell_all(turn, product.offer, new, data, product_id=kept)
    return turn.say(
        _("Done. {told}\n\nAll members will hear of it."),
        Choice("products", _("On what the club lends")),
        told=told,
    )


async def _keep(turn: Turn, product: Product, new: Offer | None, *, anew: bool) -> int:
    """Write it down; returns the id of the product that it is about."""
    club, by, now = turn.club.id, turn.member.id, turn.now
    if new is None:
        await products.retire(turn.db, club, product.id, now)
        return product.id
    if anew:
        return await products.add(turn.db, club, new, by=by, now=now)
    made = await products.change(turn.db, club, product.id, new, by=by, now=now)
    if made is None:
        raise turn.refuse(_("Somebody has just changed that. Please write “loan products”."))
    return made


def _begin(field: str) -> Callable[[Turn], Awaitable[Answer]]:
    return partial(begin, field=field)


HANDLERS = {
    "products": Step(show),
    "products.more": Step(more),
    "products.change": Step(change),
    "products.add": Step(add),
    "products.stop": Step(stop),
    "products.kind": Step(take_kind),
    "products.value": Step(take_value, typed=True),
    "products.naming": Step(take_name, typed=True, own_words=True),
    "products.agree": Step(agree),
    **{command: Step(_begin(field)) for command, field in COMMANDS.items()},
}
