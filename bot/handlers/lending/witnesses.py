"""Whose cash it is that goes to a borrower, and who saw it: on a phone, or on paper."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers import touches
from bot.handlers.cards import must_be_officer
from bot.handlers.lending import first_due, handing_over, keepers, witness_on_paper
from bot.handlers.lending.witness_on_paper import ON_PAPER, PAPER, WITNESS
from bot.handlers.names import choices_of, full_name
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named, told_apart
from bot.i18n import _, day, in_words, money
from bot.people import Member
from bot.storage import applications, members
from bot.storage.applications import Application
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.phrases import Phrases, cut, join
from bot.understanding.words import command

SHOWN = 6
_BEFORE_A_NAME = Phrases(
    """
    nhân chứng là, nhân chứng, người chứng kiến là, người chứng kiến, người làm chứng là, người làm
    chứng, có, là, the witness is, the witness was, it was, ạ, nhé
    """
)


async def ask_witness(turn: Turn, application: Application, who: Member) -> Answer:
    """Ask who saw the cash being handed over; refuses what `keeper` refuses."""
    if who.left_on is not None:
        raise turn.refuse(
            _("{name} is no member any more, so nothing is paid out."),
            name=called(who, turn.today),
        )
    giver = await keepers.keeper(turn, who, application)
    if again := await first_due.asked_anew(turn, application, who):
        return again
    free = await keepers.can_witness(turn, who, giver)
    return turn.ask(
        WITNESS,
        _(
            "{amount} ({words}) in cash to {name}, to be paid back from {day} on. Who saw it with"
            " {you}?"
        ),
        *(Choice(str(one.member.id), called(one.member, turn.today)) for one in free[:SHOWN]),
        Choice("other", _("Somebody else saw it")),
        never_mind(),
        data={key: turn.data[key] for key in ("application", first_due.NEAR) if key in turn.data},
        amount=money(application.amount),
        words=in_words(application.amount),
        day=day(application.first_due),
        name=await told_apart(turn, who),
    )


async def another_witness(turn: Turn) -> Answer:
    """Who was asked does not answer: somebody else saw it, too."""
    must_be_officer(turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.status != "agreed":
        return await handing_over.settled(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    return await ask_witness(turn, application, who)


async def take_witness(turn: Turn) -> Answer:
    """The officer chose or typed who saw the cash being handed over."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice in ON_PAPER:
        return await ON_PAPER[turn.choice](turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.status != "agreed":
        return await handing_over.settled(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    if again := await first_due.asked_anew(turn, application, who):  # it was asked days ago
        return again
    if turn.choice == "other":
        return turn.ask(
            WITNESS,
            _("Who saw it? Please write the name."),
            never_mind(),
            data=turn.data,
        )
    return await _witnessed_by(turn, application, who)


async def _witnessed_by(turn: Turn, application: Application, who: Member) -> Answer:
    if turn.choice:
        found = [await members.member(turn.db, int(turn.choice), turn.today)]
    else:
        found = await named(turn, _name(turn))
    if len(found) > 1:
        return turn.ask(
            WITNESS,
            _("Which one do you mean?"),
            *choices_of(found),
            never_mind(),
            data=turn.data,
        )
    if not found and command(turn.text):
        raise _unclear(turn)
    giver = await keepers.keeper(turn, who, application)
    near = [who, giver, turn.member]
    if found and not await touches.independent(turn, found, near):
        raise turn.refuse(
            _("{name} is too near to be the witness. Who else saw it?"),
            name=called(found[0], turn.today),
        )
    for listener in await turn.reach(found):
        if listener.kind == "self":
            return await handing_over.ask(turn, application, who, giver, listener)
    free = await keepers.can_witness(turn, who, giver)
    name = full_name(found[0]) if found else _name(turn)
    return await witness_on_paper.without_phone(turn, name, free, is_member=bool(found))


def _name(turn: Turn) -> str:
    name = join(_BEFORE_A_NAME.trimmed(cut(turn.text)))
    if len(name) < 2:
        raise _unclear(turn)
    return name


def _unclear(turn: Turn) -> NotUnderstood:
    return NotUnderstood(turn.words(_("Who saw it? Please write the name.")))


HANDLERS = {
    WITNESS: Step(take_witness, typed=True, counts=True),
    "payout.other": Step(another_witness),
    **PAPER.steps(),
}
