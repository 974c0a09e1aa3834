"""What an applicant hears of the board's decision, and who is asked to pay out."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Choice
from bot.handlers import touches
from bot.handlers.whose import told_apart
from bot.i18n import _, money, say, sentence
from bot.people import Member
from bot.rights import SPEAKERS
from bot.storage import means, members
from bot.storage.applications import Application
from bot.telling import called, form_of, speaking_to
from bot.turn import Turn

GIVE = "payout.give"
"""The step by which somebody says that the cash was handed over."""


async def tell_agreed(
    turn: Turn, application: Application, who: Member, payer: Member | None
) -> str:
    """Tell her that she is lent to and what comes next; say to the officer who was told."""

    def news() -> str:
        text = _("Good news: the board lends {you} {amount} for: {purpose}.")
        if payer is None:
            return text + " " + _("{You} get it at the next meeting, with a witness.")
        return text + " " + _("{payer} hands it over, with a witness. Count it on the spot.")

    return await _tell(
        turn,
        application,
        who,
        news=news,
        to_pass_on=lambda: _("The board lends {name} {amount}. Please tell {name}."),
        besides=lambda: {"payer": called(payer, turn.today) if payer else ""},
    )


def usual_no() -> dict[str, str]:
    """Return why loans are usually not possible, by what is kept of it; nothing that shames."""
    return {
        "fund": _("the fund does not have enough money just now"),
        "others": _("others need it more urgently this time"),
        "first": _("the loan that is still there comes first"),
    }


async def tell_refused(turn: Turn, application: Application, who: Member, reason: str) -> str:
    """Tell her kindly that it is not possible this time; say to the officer who was told.

    `reason` is one of `usual_no`, words of an officer's own, or empty: she is told none.
    """
    officer = await _to_talk_to(turn, who)

    def to_pass_on() -> str:
        if reason:
            return _(
                "The board cannot lend {name} {amount} this time: {reason}. Please tell {name}"
                " kindly."
            )
        return _("The board cannot lend {name} {amount} this time. Please tell {name} kindly.")

    return await _tell(
        turn,
        application,
        who,
        news=lambda: _no(reason, officer),
        to_pass_on=to_pass_on,
        besides=lambda: _besides(turn, reason, officer),
    )


async def refusal(turn: Turn, application: Application, who: Member, reason: str) -> str:
    """Return what `tell_refused` will tell her, in the language that is spoken now."""
    officer = await _to_talk_to(turn, who)
    return say(
        _no(reason, officer),
        form_of(who, turn.today),
        amount=money(application.amount),
        **_besides(turn, reason, officer),
    )


def _no(reason: str, officer: Member | None) -> str:
    text = _("This time the board cannot lend {you} {amount}.")
    if reason:
        text = _("This time the board cannot lend {you} {amount}: {reason}.")
    again = _("{You} can ask again at any time.")
    if officer:
        again = _("{You} can ask again at any time; {officer} gladly talks it over.")
    return f"{text} {again}"


def _besides(turn: Turn, reason: str, officer: Member | None) -> dict[str, str]:
    return {
        "reason": usual_no().get(reason, reason),
        "officer": called(officer, turn.today) if officer else "",
    }


async def _tell(
    turn: Turn,
    application: Application,
    who: Member,
    *,
    news: Callable[[], str],
    to_pass_on: Callable[[], str],
    besides: Callable[[], dict[str, str]],
) -> str:
    """Tell her, or who wrote it down for her; return what the officer who decided hears of it.

    Texts and values are made in the language of whoever is told.
    """
    for listener in await turn.reach([who]):
        with speaking_to(listener.member, turn.today) as words:
            values = {"amount": money(application.amount), "purpose": application.purpose}
            await turn.tell(listener, words(news(), **values, **besides()))
        return sentence(_("{name} is told."), name=called(who, turn.today))
    wrote = application.entered_by
    if wrote is not None and wrote != turn.member.id:
        officer = await members.member(turn.db, wrote, turn.today)
        for listener in await turn.reach_officers([officer]):
            with speaking_to(listener.member, turn.today) as words:
                name = await told_apart(turn, who)
                values = {"amount": money(application.amount), "name": name}
                await turn.tell(listener, words(to_pass_on(), **values, **besides()))
            return sentence(
                _("{officer} tells {name}, who has no phone here."),
                officer=called(officer, turn.today),
                name=called(who, turn.today),
            )
    text = _("{name} has no phone here: please tell it in person.")
    return sentence(text, name=called(who, turn.today))


async def _to_talk_to(turn: Turn, who: Member) -> Member | None:
    """Return who of the board talks it over with her: the head first, nobody of her household."""
    officers = await members.officers(turn.db, turn.club.id, turn.today, SPEAKERS)
    free = await touches.independent(turn, officers, [who])
    return free[0] if free else None


async def ask_to_pay_out(turn: Turn, application: Application, who: Member) -> Member | None:
    """Ask who may hand the cash over to do so, and return who that is; None without a phone."""
    for listener in (await turn.reach_officers(await givers(turn, who)))[:1]:
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                words(
                    _(
                        "The board lends {name} {amount} for: {purpose}. When {you} hand the cash"
                        " over, let somebody see it, and say so here."
                    ),
                    name=await told_apart(turn, who),
                    amount=money(application.amount),
                    purpose=application.purpose,
                ),
                Choice("give", words(_("Cash handed over"))),
                step=GIVE,
                data={"application": application.id},
            )
        return listener.member
    return None


async def givers(turn: Turn, borrower: Member) -> list[Member]:
    """Return who may hand cash over to a borrower: the treasurer first, then who keeps some.

    Nobody of the borrower's household, or who shares a phone with it.
    """
    kept = await means.kept(turn.db, turn.club.id)
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    cashiers = await touches.cashiers(turn, borrower)
    keepers = await touches.independent(
        turn, [one for one in officers if one.id in kept], [borrower]
    )
    known = {one.id for one in cashiers}
    return [*cashiers, *(one for one in keepers if one.id not in known)]
