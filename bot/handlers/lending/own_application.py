"""Look at an application that is not lent yet, and take it back."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Choice
from bot.clock import local_day
from bot.handlers import touches
from bot.handlers.lending import answers, applying_telling, not_paid_out, queue
from bot.handlers.lending.apply_words import in_full, status_in_words
from bot.handlers.lending.borrower import borrower, is_own
from bot.handlers.lending.possible import possible_in_words, room_of, why_not
from bot.handlers.whose import told_apart
from bot.i18n import _, day, money
from bot.people import Member
from bot.storage import applications, declarations, members, products, resolutions
from bot.storage.applications import Application
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def limits(turn: Turn) -> Answer:
    """Say how much can be borrowed, and on what."""
    room = await room_of(turn, turn.member)
    if room.open:
        return await shown(turn, turn.member, room.open[0])
    if not room.products:
        return turn.say("{said}", said=why_not(turn, room, turn.member))
    return turn.say(
        _("A loan is possible {what} The board decides, by who needs it most."),
        Choice("borrow", _("Ask for a loan")),
        Choice("products", _("An example")),
        what=possible_in_words(turn, room),
    )


async def mine(turn: Turn) -> Answer:
    """Show what she has asked for and how it stands."""
    found = await applications.of_member(turn.db, turn.club.id, turn.member.id, *applications.OPEN)
    if not found:  # an officer who has asked for nothing means those of others
        return await queue.listed(turn) if turn.acts_as_officer else await _settled(turn)
    return await shown(turn, turn.member, found[0])


async def shown(turn: Turn, member: Member, application: Application) -> Answer:
    """Show an application; while the board has not decided, whose it is can take it back."""
    product = await products.product(turn.db, turn.club.id, application.product_id)
    choices = []
    if application.status == "waiting" and _may_take_back(turn, application):
        choices.append(Choice("borrow.withdraw", _("Take it back")))
    return turn.say(
        "{full}\n{status}",
        *choices,
        data={"application": application.id},
        full=in_full(
            turn.club,
            application,
            product,
            whose="" if is_own(turn, member) else await told_apart(turn, member),
            today=turn.today,
        ),
        status=status_in_words(application, local_day(application.asked_at, turn.zone)),
    )


async def how_far(turn: Turn) -> Answer:
    """Say what her application waits for, or else the money that she told of."""
    found = await applications.of_member(turn.db, turn.club.id, turn.member.id, *applications.OPEN)
    if found:
        shown_to_her = await shown(turn, turn.member, found[0])
        return replace(shown_to_her, text=await _waits_for(turn, found[0]))
    pending = await declarations.pending_of(turn.db, turn.member.id)
    if not pending:
        return await mine(turn)
    cash = await touches.cashiers(turn, turn.member)
    return turn.say(
        _("The {amount} that {you} told me of still waits for {name} to say that it arrived."),
        Choice("withdraw", _("Take that one back")),
        amount=money(pending[-1].amount),
        name=called(cash[0], turn.today) if cash else _("the board"),
    )


async def _waits_for(turn: Turn, application: Application) -> str:
    """Say who has the next word on her application."""
    if application.status == "waiting":
        people = await applying_telling.hearers(turn, turn.member)
        text = _(
            "The application for {amount} is still waiting for {names} to decide. I tell {you} as"
            " soon as they have."
        )
    else:
        people = (await answers.givers(turn, turn.member))[:1]
        text = _("The board has agreed to {amount}. {names} hands the money over to {you}.")
    names = ", ".join(called(one, turn.today) for one in people) or _("the board")
    return turn.words(text, amount=money(application.amount), names=names)


async def refused_why(turn: Turn) -> Answer:
    """Say once more, kindly, why she was not lent to, and with whom to talk it over."""
    asked = await applications.of_member(turn.db, turn.club.id, turn.member.id)
    if not asked or asked[0].status != "refused":
        return await mine(turn)
    reason = ""
    if asked[0].resolution_id is not None:
        votes = await resolutions.votes(turn.db, asked[0].resolution_id)
        reason = next((one.reason for one in votes if one.says == "no"), "")
    # Words of an officer's own may have been left out when she was told: they stay with the board.
    told = reason if reason in answers.usual_no() else ""
    return turn.say(
        "{said}",
        Choice("private", _("Speak with somebody in private")),
        said=await answers.refusal(turn, asked[0], turn.member, told),
    )


async def withdraw(turn: Turn) -> Answer:
    """Ask once before an application is taken back."""
    application = await _meant(turn)
    if application is None:
        return _nothing(turn)
    if application.status != "waiting":
        return await not_paid_out.ask_unwanted(turn, application)
    await _must_be_hers(turn, application)
    return turn.ask(
        "borrow.withdrawn",
        _("Take back the application for {amount}?"),
        Choice("yes", _("Yes, take it back")),
        Choice("no", _("No, it stays")),
        data={"application": application.id},
        amount=money(application.amount),
    )


async def take_back(turn: Turn) -> Answer:
    """Take it back; who was asked to decide hears of it, and she where an officer does so."""
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    application = await applications.found(turn.db, turn.club.id, turn.data["application"])
    member = await borrower(turn, {"member": application.member_id})
    await _must_be_hers(turn, application)
    asked = application.resolution_id
    if asked is not None:  # locked before the application, as by those who decide
        await resolutions.locked(turn.db, turn.club.id, asked)
    if not await applications.withdraw(turn.db, turn.club.id, application.id):
        return turn.say(_("There is nothing waiting to be taken back."))
    if asked is not None:
        await resolutions.decide(turn.db, asked, status="withdrawn", how="", now=turn.now)
    await applying_telling.taken_back(turn, member, application)
    return turn.say(
        _("Taken back: the application for {amount} does not count any more."),
        Choice("borrow", _("Ask for a loan")),
        amount=money(application.amount),
    )


def _may_take_back(turn: Turn, application: Application) -> bool:
    return turn.member.id in (application.member_id, application.entered_by)


async def _must_be_hers(turn: Turn, application: Application) -> None:
    """Refuse who neither asks for the loan nor wrote it down: others decide on it."""
    if _may_take_back(turn, application):
        return
    who = await members.member(turn.db, application.member_id, turn.today)
    raise turn.refuse(
        _(
            "Only {name} takes that back, or who wrote it down. You can say no to it where the"
            " board decides."
        ),
        name=called(who, turn.today),
    )


async def _meant(turn: Turn) -> Application | None:
    """Return the application that was shown, or the speaker's own."""
    if (shown_before := turn.data.get("application")) is not None:
        application = await applications.locked(turn.db, turn.club.id, shown_before)
        await borrower(turn, {"member": application.member_id})
        return application if application.status in applications.OPEN else None
    found = await applications.of_member(turn.db, turn.club.id, turn.member.id, *applications.OPEN)
    return found[0] if found else None


async def _settled(turn: Turn) -> Answer:
    """Say what became of her last one, where it was not possible."""
    asked = await applications.of_member(turn.db, turn.club.id, turn.member.id)
    if not asked or asked[0].status != "refused":
        return _nothing(turn)
    return turn.say(
        _(
            "The board could not lend {you} the {amount} that {you} asked for on {day}. {You} can"
            " ask again at any time."
        ),
        Choice("borrow", _("Ask for a loan")),
        amount=money(asked[0].amount),
        day=day(local_day(asked[0].asked_at, turn.zone)),
    )


def _nothing(turn: Turn) -> Answer:
    return turn.say(
        _("There is no application that waits."), Choice("borrow", _("Ask for a loan"))
    )


HANDLERS = {
    "borrow.limits": Step(limits),
    "borrow.wait": Step(how_far),
    "borrow.why": Step(refused_why),
    "borrow.mine": Step(mine),
    "borrow.withdraw": Step(withdraw),
    "borrow.withdrawn": Step(take_back),
}
