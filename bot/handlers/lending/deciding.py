"""Two officers decide who is lent to, never the applicant, her household or who wrote it down.

The fund lends nothing that it does not have: a yes that it cannot keep is not taken.
"""

from __future__ import annotations

from bot.handlers.lending import answers
from bot.handlers.lending.apply_words import in_full
from bot.handlers.lending.reasons import can_lend, figures, in_words
from bot.handlers.resolving import Kind, put
from bot.handlers.whose import told_apart
from bot.i18n import _, money, sentence
from bot.storage import applications, means, members, products, queue, resolutions
from bot.storage.applications import Application
from bot.storage.resolutions import Resolution
from bot.telling import called
from bot.turn import Turn


async def question_of(turn: Turn, application: Application) -> Resolution:
    """Return the question to the board about an application, written down if it is not yet."""
    known = await resolutions.about(turn.db, turn.club.id, LOAN.name, application.id)
    if known:
        return known[0]
    (place,) = await queue.places(turn.db, [application])
    rule = await queue.rule_of(turn.db, turn.club.id)
    made = await put(
        turn,
        LOAN,
        subject=application.id,
        concerns=await members.member(turn.db, application.member_id, turn.today),
        details={"amount": application.amount, "purpose": application.purpose},
        reason=",".join(place.reasons(rule)),
        origin=f"application:{application.id}",
        asked_by=application.entered_by or application.member_id,
    )
    if made is None:
        raise turn.refuse(_("Please try again in a moment."))
    await applications.put_before(turn.db, turn.club.id, application.id, made.id)
    return made


async def facts(turn: Turn, resolution: Resolution) -> str:
    """Say who asks for how much and for what, why now, and what the fund can lend."""
    application = await _about(turn, resolution)
    (place,) = await queue.places(turn.db, [application])
    rule = await queue.rule_of(turn.db, turn.club.id)
    now = await means.of_club(turn.db, turn.club.id)
    lines = await request(turn, application)
    why = in_words(place, rule, turn.today, turn.zone, for_deciders=True)
    lines.append(_("In the queue: {why}.").format(why=why))
    lines.append(can_lend(now))
    if application.amount > now.free and application.status == "waiting":
        lines.append(_("That is not enough for this loan."))
    return "\n".join(lines)


async def request(turn: Turn, application: Application) -> list[str]:
    """Say what is asked for; of hardship there is nothing in it."""
    product = await products.product(turn.db, turn.club.id, application.product_id)
    who = await members.member(turn.db, application.member_id, turn.today)
    name = await told_apart(turn, who)
    lines = [in_full(turn.club, application, product, whose=name, today=turn.today)]
    if application.entered_by is not None:
        officer = await members.member(turn.db, application.entered_by, turn.today)
        text = _("Written down by {name}.")
        lines.append(text.format(name=called(officer, turn.today)))
    return lines


async def agreed(turn: Turn, resolution: Resolution) -> str:
    """Promise the loan, tell her, and ask who keeps the cash to pay it out."""
    await means.alone(turn.db, turn.club.id)
    application = await _waiting(turn, resolution)
    now = await means.of_club(turn.db, turn.club.id)
    if application.amount > now.free:
        no = _("The fund does not have {amount} for this loan; nothing is decided yet.")
        lines = [no.format(amount=money(application.amount)), *figures(now)]
        raise turn.refuse("{lines}", lines="\n".join(lines))
    await applications.settle(
        turn.db, turn.club.id, application.id, status="agreed", resolution_id=resolution.id
    )
    who = await members.member(turn.db, application.member_id, turn.today)
    payer = await answers.ask_to_pay_out(turn, application, who)
    done = sentence(
        _("It is agreed: {name} is lent {amount}."),
        name=called(who, turn.today),
        amount=money(application.amount),
    )
    pays = _("Who keeps the cash pays it out, with a witness.")
    if payer and payer.id == turn.member.id:
        pays = turn.words(_("{You} pay it out, with a witness."))
    elif payer:
        pays = sentence(_("{name} pays it out, with a witness."), name=called(payer, turn.today))
    return "\n".join([done, await answers.tell_agreed(turn, application, who, payer), pays])


async def refused(turn: Turn, resolution: Resolution, reason: str) -> str:
    """Tell her kindly that it is not possible this time, and why."""
    application = await _waiting(turn, resolution)
    await applications.settle(
        turn.db, turn.club.id, application.id, status="refused", resolution_id=resolution.id
    )
    who = await members.member(turn.db, application.member_id, turn.today)
    done = sentence(
        _("Not this time: {name}, {amount}."),
        name=called(who, turn.today),
        amount=money(application.amount),
    )
    return "\n".join([done, await answers.tell_refused(turn, application, who, reason)])


async def _waiting(turn: Turn, resolution: Resolution) -> Application:
    """Return what is decided on, locked; refuses what was taken back at the same moment."""
    application = await applications.locked(turn.db, turn.club.id, resolution.subject_id)
    if application.status != "waiting":
        raise turn.refuse(_("That was taken back meanwhile."))
    return application


async def lapsed(turn: Turn, resolution: Resolution) -> str | None:
    """Say that she has taken it back, or that it was settled otherwise; None while it waits."""
    if (await _about(turn, resolution)).status == "waiting":
        return None
    return _("That was taken back meanwhile.")


async def no_told(turn: Turn, resolution: Resolution, reason: str) -> str:
    """Say what she will hear of a no, with the reason where there is one."""
    application = await _about(turn, resolution)
    who = await members.member(turn.db, application.member_id, turn.today)
    return await answers.refusal(turn, application, who, reason)


LOAN = Kind(
    name="loan",
    facts=facts,
    agreed=agreed,
    refused=refused,
    asker_votes=False,
    by_meeting=True,
    lapsed=lapsed,
    usual_no=answers.usual_no,
    no_told=no_told,
    reading="loan queue",
)


async def _about(turn: Turn, resolution: Resolution) -> Application:
    found = await applications.of_resolution(turn.db, turn.club.id, resolution.id)
    if found is None:
        return await applications.locked(turn.db, turn.club.id, resolution.subject_id)
    return found
