"""Whether blood pressure and weight may be written down: her own yes or no, at any time.

It is asked in the chat, or the health lead notes a paper that she signed. Nobody of the family
answers for her on a helper's phone. Whoever stops may have all figures deleted: they are gone.
"""

from __future__ import annotations

from typing import Literal

from bot.chat import Choice
from bot.handlers.health.who import leads, must_lead
from bot.handlers.names import full_name
from bot.handlers.reaching import of_the_club
from bot.i18n import _, ngettext
from bot.people import Listener, Member
from bot.storage import consents, measurements, members
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

WORDING = "2026-11"
"""The version of the words below; a change of their meaning makes a new one."""


async def note(
    turn: Turn,
    member_id: int,
    *,
    given: bool,
    purpose: Literal["health", "health_helper"] = "health",
    on_paper: bool = False,
) -> None:
    """Write down what somebody agreed to, or that she does not any more."""
    await consents.record(
        turn.db,
        club_id=turn.club.id,
        member_id=member_id,
        purpose=purpose,
        given=given,
        wording=WORDING,
        now=turn.now,
        address_id=None if on_paper else turn.phone.id,
        how="paper" if on_paper else "chat",
    )


def _question() -> str:
    return _(
        "At meetings {lead} measures blood pressure and weight. May I keep the figures for you?"
        " Only you and {lead} see them, nobody else of the board. You can stop whenever you like,"
        " and have all of them deleted."
    )


def _choices() -> tuple[Choice, Choice]:
    return Choice("yes", _("Yes, keep them")), Choice("no", _("No, do not keep them"))


async def agree(turn: Turn) -> Answer:
    """Ask whoever wants hers to be written down."""
    _must_be_herself(turn)
    lead = await _lead_for(turn, turn.member)
    return turn.ask("health.consent", _question(), *_choices(), lead=lead)


async def ask_her(turn: Turn, listener: Listener) -> None:
    """Ask somebody on her own phone, for the health lead."""
    with speaking_to(listener.member, turn.today) as words:
        text = words(_question(), lead=called(turn.member, turn.today))
        await turn.tell(
            listener, text, *_choices(), step="health.consent", data={"by": turn.member.id}
        )


async def take_consent(turn: Turn) -> Answer:
    """She said yes or no herself."""
    _must_be_herself(turn)
    given = turn.choice == "yes"
    await note(turn, turn.member.id, given=given)
    if not given:
        return turn.say(_("All right, I keep no figures of you."))
    await _tell_who_asked(turn)
    return turn.say(
        _("Thank you. I keep them from now on. You see them by “my blood pressure”."),
        Choice("health.mine", _("My blood pressure and weight")),
    )


async def withdraw(turn: Turn) -> Answer:
    """Ask how to stop: with all figures deleted, or with those that are there kept for her."""
    _must_be_herself(turn)
    return await _how_to_stop(turn, turn.member)


async def withdraw_for(turn: Turn) -> Answer:
    """The health lead was told so by somebody without a phone."""
    await must_lead(turn)
    return await _how_to_stop(turn, await of_the_club(turn, turn.data["member"]))


async def take_withdraw(turn: Turn) -> Answer:
    """Stop writing down, and delete what there is where she wants that."""
    member = await of_the_club(turn, turn.data["member"])
    if member.id == turn.member.id:
        _must_be_herself(turn)
    else:
        await must_lead(turn)
    if turn.choice == "stay":
        return turn.say(_("All right, everything stays as it is."))
    on_paper = member.id != turn.member.id
    await note(turn, member.id, given=False, on_paper=on_paper)
    await note(turn, member.id, given=False, purpose="health_helper", on_paper=on_paper)
    if turn.choice == "keep":
        there = await measurements.count_of(turn.db, turn.club.id, member.id)
        kept = _("All right, nothing more is written down. What is there only you see.")
        return turn.say(kept if there else _("All right, nothing more is written down."))
    gone = await measurements.delete_of(turn.db, turn.club.id, member.id)
    text = ngettext(
        "All right, nothing more is written down, and {count} measurement is deleted for good.",
        "All right, nothing more is written down, and {count} measurements are deleted for good.",
        gone,
    )
    return turn.say(text, count=gone)


async def on_paper(turn: Turn) -> Answer:
    """She signed a paper that the health lead holds."""
    await must_lead(turn)
    member = await of_the_club(turn, turn.data["member"])
    await note(turn, member.id, given=True, on_paper=True)
    return turn.say(
        _("Noted: {name} agreed on paper. Please keep the paper."),
        Choice("measure", _("Write down blood pressure and weight")),
        name=full_name(member),
    )


async def family_may(turn: Turn) -> Answer:
    """Whoever helps her by phone may see her figures, too."""
    return await _family(turn, given=True)


async def family_may_not(turn: Turn) -> Answer:
    """Nobody of the family sees them."""
    return await _family(turn, given=False)


async def _family(turn: Turn, *, given: bool) -> Answer:
    member = await of_the_club(turn, turn.data.get("member", turn.member.id))
    if member.id == turn.member.id:
        _must_be_herself(turn)
    else:
        await must_lead(turn)
    on_paper = member.id != turn.member.id
    await note(turn, member.id, given=given, purpose="health_helper", on_paper=on_paper)
    if given:
        return turn.say(
            _("Noted: whoever of the family helps {name} by phone may see the figures, too."),
            name=called(member, turn.today),
        )
    return turn.say(
        _("Noted: nobody of the family sees the figures of {name}."),
        name=called(member, turn.today),
    )


async def _how_to_stop(turn: Turn, member: Member) -> Answer:
    there = await measurements.count_of(turn.db, turn.club.id, member.id)
    whole = Choice("delete", _("Stop, and delete all of them"))
    rest = Choice("keep", _("Stop, and keep what is there"))
    return turn.ask(
        "health.stop",
        _stopping(there, own=member.id == turn.member.id),
        *((whole, rest) if there else (Choice("keep", _("Stop writing it down")),)),
        Choice("stay", _("No, go on as before")),
        data={"member": member.id},
        name=called(member, turn.today),
        count=there,
    )


def _stopping(there: int, *, own: bool) -> str:
    """Return the question; where nothing was measured yet there is nothing to count."""
    if not there:
        if own:
            return _("Shall I keep no more figures of you?")
        return _("Shall I keep no more figures of {name}?")
    if own:
        return ngettext(
            "Shall I keep no more figures of you? {count} measurement is there.",
            "Shall I keep no more figures of you? {count} measurements are there.",
            there,
        )
    return ngettext(
        "Shall I keep no more figures of {name}? {count} measurement is there.",
        "Shall I keep no more figures of {name}? {count} measurements are there.",
        there,
    )


def _must_be_herself(turn: Turn) -> None:
    """Refuse a helper: neither a yes nor a no of the family is hers."""
    if turn.holder is not None and turn.holder.kind != "self":
        raise turn.refuse(
            _(
                "That only {name} decides: on an own phone, or by a word to the health lead, who"
                " notes it."
            ),
            name=called(turn.member, turn.today),
        )


async def _lead_for(turn: Turn, member: Member) -> str:
    found = [one for one in await leads(turn) if one.id != member.id]
    return called(found[0], turn.today) if found else turn.words(_("the health lead"))


async def _tell_who_asked(turn: Turn) -> None:
    """Let the health lead who asked know that the line can be written now."""
    if "by" not in turn.data:
        return
    asked = await members.member(turn.db, turn.data["by"], turn.today)
    if asked.club.id != turn.club.id or asked.id not in {one.id for one in await leads(turn)}:
        return
    for listener in await turn.reach([asked]):
        if listener.kind == "self":
            with speaking_to(asked, turn.today) as words:
                text = _(
                    "{name} agreed: blood pressure and weight may be written down now. Please"
                    " write the line once more."
                )
                await turn.tell(listener, words(text, name=full_name(turn.member)))


HANDLERS = {
    "health.agree": Step(agree),
    "health.consent": Step(take_consent),
    "health.withdraw": Step(withdraw),
    "health.withdraw_for": Step(withdraw_for),
    "health.stop": Step(take_withdraw),
    "health.paper": Step(on_paper),
    "health.family": Step(family_may),
    "health.alone": Step(family_may_not),
}
