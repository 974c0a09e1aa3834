"""Look at an application that is not lent yet, and take it back."""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local_day
from bot.handlers.lending import applying_telling, queue
from bot.handlers.lending.apply_words import in_full, status_in_words
from bot.handlers.lending.borrower import borrower, is_own
from bot.i18n import _, money
from bot.people import Member
from bot.storage import applications, products, resolutions
from bot.storage.applications import Application
from bot.turn import Answer, Step, Turn


async def mine(turn: Turn) -> Answer:
    """Show what she has asked for and how it stands."""
    found = await applications.of_member(turn.db, turn.club.id, turn.member.id, *applications.OPEN)
    if not found:  # an officer who has asked for nothing means those of others
        return await queue.listed(turn) if turn.acts_as_officer else _nothing(turn)
    return await shown(turn, turn.member, found[0])


async def shown(turn: Turn, member: Member, application: Application) -> Answer:
    """Show an application; while the board has not decided it can be taken back."""
    product = await products.product(turn.db, turn.club.id, application.product_id)
    choices = []
    if application.status == "waiting":
        choices.append(Choice("borrow.withdraw", _("Take it back")))
    return turn.say(
        "{full}\n{status}",
        *choices,
        data={"application": application.id},
        full=in_full(
            turn.club,
            application,
            product,
            whose=None if is_own(turn, member) else member,
            today=turn.today,
        ),
        status=status_in_words(application, local_day(application.asked_at, turn.zone)),
    )


async def withdraw(turn: Turn) -> Answer:
    """Ask once before an application is taken back."""
    application = await _meant(turn)
    if application is None:
        return _nothing(turn)
    if application.status != "waiting":
        return turn.say(status_in_words(application, local_day(application.asked_at, turn.zone)))
    return turn.ask(
        "borrow.withdrawn",
        _("Take back the application for {amount}?"),
        Choice("yes", _("Yes, take it back")),
        Choice("no", _("No, it stays")),
        data={"application": application.id},
        amount=money(application.amount),
    )


async def take_back(turn: Turn) -> Answer:
    """Take it back; who was asked to decide hears of it."""
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    member = await borrower(turn, {"member": application.member_id})
    if not await applications.withdraw(turn.db, turn.club.id, application.id):
        return turn.say(_("There is nothing waiting to be taken back."))
    if application.resolution_id is not None:
        await resolutions.decide(
            turn.db, application.resolution_id, status="withdrawn", how="", now=turn.now
        )
    await applying_telling.taken_back(turn, member, application)
    return turn.say(
        _("Taken back: the application for {amount} does not count any more."),
        Choice("borrow", _("Ask for a loan")),
        amount=money(application.amount),
    )


async def _meant(turn: Turn) -> Application | None:
    """Return the application that was shown, or the speaker's own."""
    if (shown_before := turn.data.get("application")) is not None:
        application = await applications.locked(turn.db, turn.club.id, shown_before)
        await borrower(turn, {"member": application.member_id})
        return application if application.status in applications.OPEN else None
    found = await applications.of_member(turn.db, turn.club.id, turn.member.id, *applications.OPEN)
    return found[0] if found else None


def _nothing(turn: Turn) -> Answer:
    return turn.say(
        _("There is no application that waits."), Choice("borrow", _("Ask for a loan"))
    )


HANDLERS = {
    "borrow.mine": Step(mine),
    "borrow.withdraw": Step(withdraw),
    "borrow.withdrawn": Step(take_back),
}
