"""A second officer looks at an announcement with a link, an account number or quick money."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.chat import Choice
from bot.handlers import touches
from bot.handlers.broadcast_words import goes, is_over, state, what_is_in_it, whom
from bot.handlers.cards import must_be_officer
from bot.i18n import _
from bot.people import Listener, Member
from bot.rights import is_independent
from bot.storage import broadcasts, members
from bot.storage.broadcasts import Broadcast
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.replies import letting_go
from bot.understanding.risky_words import Risk


async def others(turn: Turn) -> list[Listener]:
    """Return the officers who are free of the writer and can be asked."""
    free = await touches.independent(turn, await touches.board(turn), [turn.member])
    return await turn.reach_officers(free)


async def ask_another(
    turn: Turn, broadcast_id: int, found: Sequence[Risk], reached: Sequence[Listener]
) -> Answer:
    """Ask every one of these officers; the first answer counts."""
    one = await broadcasts.broadcast(turn.db, turn.club.id, broadcast_id)
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _(
                    "{name} wants to send this to {whom}: {when}. There is {risks} in it:"
                    " please look well, and speak with {name} if in doubt. May it go?"
                ),
                name=called(turn.member, turn.today),
                whom=await whom(turn, one.audience),
                when=goes(turn, one.send_at, one.repeats),
                risks=what_is_in_it(found, words),
            )
            await turn.tell(
                listener,
                f"{text}\n\n———\n{one.text}",
                Choice("yes", words(_("Let it go"))),
                Choice("no", words(_("Do not send it"))),
                step="broadcasts.second",
                data={"broadcast": one.id},
                image=one.image,
                document=one.document,
            )
    return turn.say(
        _("I have asked {names}. It goes out when one of them agrees."),
        Choice("broadcast.stop", _("Stop sending")),
        data={"broadcast": one.id},
        names=", ".join(called(listener.member, turn.today) for listener in reached),
    )


async def take_second(turn: Turn) -> Answer:
    """A second officer lets it go or not; whoever comes later hears that it was decided."""
    must_be_officer(turn)
    one = await broadcasts.broadcast(turn.db, turn.club.id, turn.data["broadcast"])
    if one.status != "waiting":
        return turn.say(_("That was decided already: it {state}."), state=state(turn, one))
    writer = await members.member(turn.db, one.made_by, turn.today)
    await _must_be_free(turn, writer)
    if is_over(turn, one):
        await broadcasts.stop(turn.db, one.id, None, turn.now)
        return turn.say(_("That is too long ago, so I do not send it any more."))
    if turn.choice == "no":
        await broadcasts.stop(turn.db, one.id, turn.member.id, turn.now)
        await _tell(
            turn,
            writer,
            one,
            lambda: _("{name} would rather not have {said} sent. Please talk about it."),
        )
        return turn.say(_("All right, it is not sent. I told {name}."), name=_name(turn, writer))
    await broadcasts.agree(turn.db, one.id, turn.member.id, turn.now)
    await _tell(turn, writer, one, lambda: _("{name} agrees: {said} goes out."))
    return turn.say(
        _("Thank you. It goes out: {when}."), when=goes(turn, one.send_at, one.repeats)
    )


async def _must_be_free(turn: Turn, writer: Member) -> None:
    """Refuse the writer's own hand: her house, her phone, or somebody who shares one with her."""
    here = is_independent(turn.member, [writer], turn.phone.member_ids())
    if not here or not await touches.independent(turn, [turn.member], [writer]):
        raise turn.refuse(
            _("You are too near to {name} for this. Please let another officer look."),
            name=_name(turn, writer),
        )


async def _tell(turn: Turn, writer: Member, one: Broadcast, text: Callable[[], str]) -> None:
    for listener in await turn.reach_officers([writer]):
        with speaking_to(listener.member, turn.today) as words:
            said = words(text(), name=called(turn.member, turn.today), said=f"“{one.brief}”")
        await turn.tell(listener, said)


def _name(turn: Turn, member: Member) -> str:
    return called(member, turn.today)


HANDLERS = {
    "broadcasts.second": Step(take_second, counts=True, hears=letting_go),
}
