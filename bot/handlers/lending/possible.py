"""What a member may borrow now, and if nothing, why not and what would be possible."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handlers.lending.product_words import months_in_words, name_of, rate
from bot.i18n import _, money
from bot.people import Member
from bot.storage import applications, loans, products
from bot.storage.applications import Application
from bot.storage.products import Product
from bot.telling import called
from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a member may borrow; sums in đồng."""

    offered: tuple[Product, ...]
    """All that the club lends on."""
    left: int
    """Of the loans that she has, principal."""
    open: tuple[Application, ...]
    """What she has asked for already, and is not lent."""

    def most(self, product: Product) -> int:
        """Return the largest loan on a product; 0 where she may have none."""
        offer = product.offer
        if self.left and not offer.second_loan:
            return 0
        most = min(offer.most, offer.owed_at_most - self.left)
        return most if most >= offer.least else 0

    @property
    def products(self) -> list[Product]:
        """The products on which she may borrow something."""
        return [one for one in self.offered if self.most(one)]

    @property
    def span(self) -> tuple[int, int]:
        """The smallest and the largest loan that she may have."""
        found = self.products
        return min(one.offer.least for one in found), max(self.most(one) for one in found)

    def lending(self, amount: int) -> list[Product]:
        """Return the products on which she may have that sum."""
        return [one for one in self.products if one.offer.least <= amount <= self.most(one)]


async def room_of(turn: Turn, member: Member) -> Room:
    """Return what a member may borrow now."""
    offered = await products.offered(turn.db, turn.club.id, now=turn.now, today=turn.today)
    hers = await loans.open_loans(turn.db, member.id)
    return Room(
        offered=tuple(offered),
        left=sum(one.standing(turn.today).principal_left for one in hers),
        open=tuple(
            await applications.of_member(turn.db, turn.club.id, member.id, *applications.OPEN)
        ),
    )


def why_not(turn: Turn, room: Room, member: Member) -> str:
    """Say kindly why a member may have no loan now, and what would be possible."""
    own = not turn.acts_as_officer or member.id == turn.member.id
    later = _("Once that is paid back a new loan is possible, up to {most}.").format(
        most=money(max(one.offer.most for one in room.offered))
    )
    if not any(one.offer.second_loan for one in room.offered):
        text = _("{You} still have a loan: {left} is to be paid to the fund.")
        if not own:
            text = _("{name} still has a loan: {left} is to be paid to the fund.")
        said = turn.words(text, left=money(room.left), name=called(member, turn.today))
        return f"{said} {later}"
    limit = _(
        "With the {left} still to be paid to the fund, the club's limit for one member is reached."
    )
    return f"{limit.format(left=money(room.left))} {later}"


def possible_in_words(turn: Turn, room: Room) -> str:
    """Say what she may borrow: sums, months and the rate of each kind of loan."""
    lines = []
    for one in room.products:
        text = _("from {least} to {most}, for {months}, {rate}.").format(
            least=money(one.offer.least),
            most=money(room.most(one)),
            months=months_in_words(one.offer.months),
            rate=rate(turn.club, one.offer),
        )
        lines.append(f"{name_of(one.offer)}: {text}" if len(room.products) > 1 else text)
    return "\n".join(lines)


def sums_in_words(room: Room) -> str:
    """Return "from 3,000,000 đ to 10,000,000 đ", as she may have it."""
    least, most = room.span
    return _("from {least} to {most}").format(least=money(least), most=money(most))
