"""Messengers ("nhờ nhắn"): who agreed to pass notices on to somebody without a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.chat import Choice, NotUnderstood
from bot.handlers.board import must_enrol, reachable_enroller
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.reaching import of_the_club
from bot.i18n import _, sentence
from bot.people import Listener, Member
from bot.storage import members, messengers
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.resting import whom
from bot.understanding.words import yes_or_no


async def of_named(turn: Turn) -> Answer:
    """The secretary asked who passes notices on to somebody, by name or not yet."""
    await must_enrol(turn)
    return await take_whose(turn) if whom(turn.text) else _ask_whose(turn)


async def take_whose(turn: Turn) -> Answer:
    """The secretary typed part of a member's name, or chose one of several."""
    await must_enrol(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    if turn.choice:
        return await _shown(turn, await of_the_club(turn, int(turn.choice)))
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(whom(turn.text), people)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    return await _shown(turn, found[0]) if len(found) == 1 else _ask_whose(turn, found)


def _ask_whose(turn: Turn, several: Iterable[Member] = ()) -> Answer:
    return turn.ask(
        "messengers.whose",
        _("Which one do you mean?"),
        *choices_of(several),
        Choice("no", _("Never mind")),
    )


async def of_member(turn: Turn) -> Answer:
    """From a member's card: who passes notices on to her, and what can be changed."""
    await must_enrol(turn)
    return await _shown(turn, await of_the_club(turn, turn.data["member"]))


async def _shown(turn: Turn, member: Member) -> Answer:
    found = await messengers.of(turn.db, turn.club.id, [member.id])
    lines, choices = [], []
    if len(found) < messengers.MOST:
        choices.append(Choice("add", _("Name somebody")))
    for one in found:
        name = await _name(turn, one.messenger_id)
        text = (
            _("{name} passes notices on, of money too.")
            if one.money
            else _("{name} passes notices on, but nothing of money.")
        )
        lines.append(sentence(text, name=name))
        money = _("Nothing of money: {name}") if one.money else _("Of money too: {name}")
        choices.append(Choice(f"money:{one.messenger_id}", money.format(name=name)))
        choices.append(Choice(f"end:{one.messenger_id}", _("No longer {name}").format(name=name)))
    nobody = _("Nobody passes notices on to {name} yet.")
    return turn.ask(
        "messengers.change",
        "{lines}" if lines else nobody,
        *choices,
        Choice("no", _("Never mind")),
        data={"member": member.id},
        lines="\n".join(lines),
        name=called(member, turn.today),
    )


async def change(turn: Turn) -> Answer:
    """The secretary chose what to change, or typed at once who shall pass notices on."""
    await must_enrol(turn)
    member = await of_the_club(turn, turn.data["member"])
    what, _colon, messenger = turn.choice.partition(":")
    if not what:
        if not yes_or_no(turn.text):
            return await take_name(turn)
        what = "add"
    if what == "no":
        return turn.say(_("All right, everything stays as it is."))
    if what == "add":
        return turn.ask(
            "messengers.name",
            _("Who shall pass notices on to {name}? Part of the name is enough."),
            data={"member": member.id},
            name=called(member, turn.today),
        )
    if what == "end":
        await messengers.give_back(turn.db, turn.club.id, member.id, int(messenger))
        return turn.say(_("Done, that is over."))
    return await _money(turn, member, int(messenger))


async def take_name(turn: Turn) -> Answer:
    """The secretary typed part of a messenger's name, or chose one of several."""
    await must_enrol(turn)
    member = await of_the_club(turn, turn.data["member"])
    if turn.choice:
        return await _ask(turn, member, await of_the_club(turn, int(turn.choice)))
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, [one for one in people if one.id != member.id])
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await _ask(turn, member, found[0])
    return turn.ask(
        "messengers.name", _("Which one do you mean?"), *choices_of(found), data=turn.data
    )


async def take_paper(turn: Turn) -> Answer:
    """The secretary said whether the member has signed that a messenger hears of her money."""
    await must_enrol(turn)
    if turn.choice == "no":
        return turn.say(_("All right, nothing of money is passed on."))
    member, messenger = turn.data["member"], turn.data["messenger"]
    await messengers.allow_money(turn.db, turn.club.id, member, messenger, allowed=True)
    text = _("I wrote it down: {messenger} may tell {name} of money too.")
    return turn.say(text, messenger=await _name(turn, messenger), name=await _name(turn, member))


async def agreed(turn: Turn) -> Answer:
    """Somebody was asked to pass notices on, and says yes or no."""
    member = await of_the_club(turn, turn.data["member"])
    name = called(member, turn.today)
    if turn.choice == "no":
        await _tell_asker(turn, member, lambda: _("{messenger} cannot pass notices on to {name}."))
        return turn.say(_("That is quite all right, I ask somebody else."))
    taken = member.left_on is None and await messengers.agree(
        turn.db,
        club_id=turn.club.id,
        member_id=member.id,
        messenger_id=turn.member.id,
        set_by=turn.data["by"],
        now=turn.now,
    )
    if not taken:
        return turn.say(_("Thank you! Others do that for {name} by now."), name=name)
    await _tell_asker(
        turn, member, lambda: _("{messenger} passes notices on to {name} from now on.")
    )
    return turn.say(
        _(
            "Thank you so much! When there is news for {name}, I write to you."
            " To give it back, write “no more passing on”."
        ),
        name=name,
    )


async def give_back(turn: Turn) -> Answer:
    """A messenger does not want to be one any more: for whom?"""
    served = await messengers.served_by(turn.db, turn.club.id, turn.member.id)
    if not served:
        return turn.say(_("You pass on nothing for anybody just now."))
    if len(served) == 1:
        return await _ended(turn, [served[0].member_id])
    people = [await of_the_club(turn, one.member_id) for one in served]
    return turn.ask(
        "messengers.back",
        _("Thank you for all your help. Who shall I find somebody else for?"),
        *choices_of(people),
        Choice("all", _("All of them")),
        Choice("no", _("Never mind")),
    )


async def take_back(turn: Turn) -> Answer:
    """The messenger said for whom it is over."""
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    if turn.choice != "all":
        return await _ended(turn, [int(turn.choice)])
    served = await messengers.served_by(turn.db, turn.club.id, turn.member.id)
    return await _ended(turn, [one.member_id for one in served])


async def _ended(turn: Turn, member_ids: list[int]) -> Answer:
    people = [await of_the_club(turn, one) for one in member_ids]
    for one in people:
        await messengers.give_back(turn.db, turn.club.id, one.id, turn.member.id)
    listener = await reachable_enroller(turn, turn.club.id)
    if listener and listener.member.id != turn.member.id:
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("{messenger} no longer passes notices on to {names}. Please find somebody."),
                messenger=called(turn.member, turn.today),
                names=", ".join(called(one, turn.today) for one in people),
            )
        await turn.tell(listener, text)
    return turn.say(_("Thank you for your help until now. The secretary finds somebody else."))


async def _ask(turn: Turn, member: Member, messenger: Member) -> Answer:
    """Ask a messenger; an officer who names herself has agreed already."""
    turn.data = {"member": member.id, "by": turn.member.id}
    if messenger.id == turn.member.id:
        return await agreed(turn)
    reached = await turn.reach([messenger])
    if not reached:
        raise turn.refuse(
            _("{name} has no phone here. Please name somebody else."), name=full_name(messenger)
        )
    await _put(turn, reached[0], member)
    text = _("I asked {messenger}, and wait for an answer.")
    return turn.say(text, messenger=called(messenger, turn.today))


async def _put(turn: Turn, listener: Listener, member: Member) -> None:
    with speaking_to(listener.member, turn.today) as words:
        text = words(
            _(
                "{name} has no phone. Would you pass the club's notices on to {name}?"
                " I write to you when there is something to tell."
            ),
            name=full_name(member),
        )
        choices = (Choice("yes", words(_("I will"))), Choice("no", words(_("I cannot"))))
    await turn.tell(listener, text, *choices, step="messengers.asked", data=turn.data)


async def _tell_asker(turn: Turn, member: Member, text: Callable[[], str]) -> None:
    """Tell the officer who named the messenger what came of it."""
    asker = await of_the_club(turn, turn.data["by"])
    if asker.id == turn.member.id:
        return
    for listener in await turn.reach_officers([asker]):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                text(),
                messenger=called(turn.member, turn.today),
                name=called(member, turn.today),
            )
        await turn.tell(listener, said)


async def _money(turn: Turn, member: Member, messenger: int) -> Answer:
    """Allow a messenger to hear of money, once it is on paper; taking it back needs no paper."""
    found = await messengers.of(turn.db, turn.club.id, [member.id])
    if any(one.messenger_id == messenger and one.money for one in found):
        await messengers.allow_money(turn.db, turn.club.id, member.id, messenger, allowed=False)
        return turn.say(_("All right, nothing of money is passed on."))
    return turn.ask(
        "messengers.paper",
        _("Has {name} signed on paper that {messenger} may tell of money?"),
        Choice("yes", _("Yes, the paper is here")),
        Choice("no", _("No")),
        data={"member": member.id, "messenger": messenger},
        name=called(member, turn.today),
        messenger=await _name(turn, messenger),
    )


async def _name(turn: Turn, member_id: int) -> str:
    return called(await of_the_club(turn, member_id), turn.today)


HANDLERS = {
    "messengers": Step(of_named),
    "messengers.whose": Step(take_whose, typed=True),
    "member.messengers": Step(of_member),
    "messengers.change": Step(change, typed=True),
    "messengers.name": Step(take_name, typed=True),
    "messengers.paper": Step(take_paper),
    "messengers.asked": Step(agreed),
    "messengers.stop": Step(give_back),
    "messengers.back": Step(take_back),
}
