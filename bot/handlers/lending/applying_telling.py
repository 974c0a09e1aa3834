"""Who hears of an application: the head and the accountant, and whom it was written for."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers import touches
from bot.handlers.lending.apply_words import in_full
from bot.handlers.whose import told_apart
from bot.i18n import _, money
from bot.people import Member
from bot.storage import members, products
from bot.storage.applications import Application
from bot.telling import called, speaking_to
from bot.turn import Turn

DECIDING = (("head", "deputy"), ("accountant",))
"""Who hears of it: of each group the first office that somebody free holds."""


async def hearers(turn: Turn, member: Member) -> list[Member]:
    """Return who of the board hears of a member's application, nobody of her household.

    Any other officer stands in where none of them is free.
    """
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    free = await touches.independent(turn, officers, [member])
    free = [one for one in free if one.id != turn.member.id]
    found: list[Member] = []
    for roles in DECIDING:
        by_role = ([one for one in free if role in one.roles] for role in roles)
        found += [one for one in next(filter(None, by_role), []) if one not in found]
    return found or free[:1]


async def asked(turn: Turn, member: Member, application: Application) -> list[Member]:
    """Tell the board of an application, and the member for whom an officer wrote it.

    Returns who of the board could be told.
    """
    product = await products.product(turn.db, turn.club.id, application.product_id)
    told = await turn.reach_officers(await hearers(turn, member))
    for listener in told:
        with speaking_to(listener.member, turn.today) as words:
            whose = await told_apart(turn, member)
            full = in_full(turn.club, application, product, whose=whose, today=turn.today)
            text = words("{full}{by}", full=full, by=_written_by(turn, member))
            look = Choice("look", words(_("See who asks for a loan")))
            await turn.tell(
                listener,
                text,
                look,
                step="lending.queue",
                data={"application": application.id},
            )
    if application.entered_by is not None:
        await _tell_member(turn, member, application)
    return [one.member for one in told]


def _written_by(turn: Turn, member: Member) -> str:
    if member.id != turn.member.id:
        text = _("Written down by {name}.")
        return "\n" + text.format(name=called(turn.member, turn.today))
    if turn.holder is not None and turn.holder.kind != "self":
        return "\n" + _("Written by somebody of the family who helps her.")
    return ""


async def _tell_member(turn: Turn, member: Member, application: Application) -> None:
    for listener in await turn.reach([member]):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("{officer} has written down that you ask the club for a loan of {amount}."),
                officer=called(turn.member, turn.today),
                amount=money(application.amount),
            )
            await turn.tell(
                listener,
                text,
                Choice("look", words(_("Look at it"))),
                step="borrow.mine",
            )


async def taken_back(turn: Turn, member: Member, application: Application) -> None:
    """Tell who was told of an application that it is taken back, and she where an officer did."""
    by_officer = member.id != turn.member.id
    for listener in await turn.reach_officers(await hearers(turn, member)):
        with speaking_to(listener.member, turn.today) as words:
            said = _("{name} has taken back the application for {amount}.")
            if by_officer:
                said = _("{officer} has taken back the application of {name} for {amount}.")
            text = words(
                said,
                officer=called(turn.member, turn.today),
                name=called(member, turn.today),
                amount=money(application.amount),
            )
            await turn.tell(listener, text)
    for listener in await turn.reach([member] if by_officer else []):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _(
                    "{officer} has taken back the application for {amount} that was written down"
                    " for {you}."
                ),
                officer=called(turn.member, turn.today),
                amount=money(application.amount),
            )
            await turn.tell(listener, text)
