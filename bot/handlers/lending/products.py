"""On what the club lends: everybody may look, the head sets it, one thing at a time."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.lending.product_words import name_of, summary
from bot.handlers.ways_out import never_mind
from bot.i18n import _
from bot.people import Member
from bot.rights import product_setters
from bot.storage import members, products
from bot.storage.products import Product
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn

MOST_KINDS = 4


async def show(turn: Turn) -> Answer:
    """Say on what the club lends; who sets it can change it from here."""
    offered = await all_of(turn)
    text = "\n\n".join(summary(turn.club, one.offer, turn.today) for one in offered)
    if not await may_set(turn):
        return turn.say("{said}", Choice("borrow", _("Ask for a loan")), said=text)
    if len(offered) > 1:
        return which(turn, offered, above=text, data={})
    change = Choice("products.change", _("Change on what the club lends"))
    return turn.say("{said}", change, said=text, data={"product": offered[0].id})


async def change(turn: Turn) -> Answer:
    """Ask what of the only kind of loan, or of the one just read, shall be changed."""
    await must_set(turn)
    offered = await all_of(turn)
    if "product" not in turn.data and len(offered) > 1:
        return which(turn, offered, above="", data={})
    product = turn.data.get("product", offered[0].id)
    return turn.say(_("What shall I change?"), *changes(), data={"product": product})


async def more(turn: Turn) -> Answer:
    """Show what is changed less often."""
    await must_set(turn)
    choices = [
        Choice("products.every", _("How often it is paid")),
        Choice("products.grace", _("Months with interest only")),
        Choice("products.owed", _("What one member can have")),
        Choice("products.second", _("A second loan")),
        Choice("products.name", _("Its name")),
        Choice("products.add", _("Another kind of loan")),
    ]
    offered = await all_of(turn)
    if len(offered) > 1:
        choices.append(Choice("products.stop", _("Lend no more on this")))
    if "product" not in turn.data and len(offered) > 1:
        return await show(turn)
    return turn.say(
        _("What shall I change?"),
        *choices,
        data={"product": turn.data.get("product", offered[0].id)},
    )


def changes() -> list[Choice]:
    """Return what can be changed of a kind of loan, the most usual first."""
    return [
        Choice("products.rate", _("The rate")),
        Choice("products.way", _("How it is paid back")),
        Choice("products.least", _("The smallest loan")),
        Choice("products.most", _("The largest loan")),
        Choice("products.months", _("For how long")),
        Choice("products.more", _("More")),
    ]


def which(turn: Turn, offered: list[Product], *, above: str, data: Data) -> Answer:
    """Ask which of several kinds of loans is meant."""
    asked = _("Which kind of loan shall I change?")
    return turn.ask(
        "products.kind",
        "{said}",
        *[Choice(str(one.id), name_of(one.offer)) for one in offered],
        never_mind(),
        said=f"{above}\n\n{turn.words(asked)}" if above else asked,
        data=data,
    )


async def all_of(turn: Turn) -> list[Product]:
    """Return what the club lends on now."""
    return await products.offered(turn.db, turn.club.id, now=turn.now, today=turn.today)


async def live(turn: Turn, product_id: int) -> Product:
    """Return a kind of loan that is still offered; refuses one that was changed meanwhile."""
    product = await products.product(turn.db, turn.club.id, product_id)
    if product.retired_at is not None:
        raise turn.refuse(
            _("The conditions were changed in the meantime. Please write “loan products”.")
        )
    return product


async def setters(turn: Turn) -> list[Member]:
    """Return who decides on what the club lends: the head, or who stands in."""
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    return product_setters(officers)


async def may_set(turn: Turn) -> bool:
    """Whether the speaker decides on what the club lends."""
    ids = [one.id for one in await setters(turn)]
    return turn.acts_as_officer and turn.member.id in ids


async def must_set(turn: Turn) -> None:
    """Refuse who does not decide on it, and say who does."""
    if await may_set(turn):
        return
    who = await setters(turn)
    if not who:
        raise turn.refuse(_("The club has nobody who may set this yet: it needs a head."))
    raise turn.refuse(
        _("On what the club lends is set by {names}."),
        names=", ".join(called(one, turn.today) for one in who),
    )
