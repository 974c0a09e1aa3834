"""Visits stop, for the hospital, a death, a move, a recovery or a wish, and are taken up again."""

from __future__ import annotations

from datetime import date

from bot.care.people import ENDINGS, PAUSED, Recipient
from bot.chat import Choice, NotUnderstood
from bot.handlers.care import circle
from bot.handlers.care.recipients_shown import card
from bot.handlers.care.whom import because_said, choices_of, full_name, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.people import Member
from bot.storage import members, recipients, shifts
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

GONE = ("died", "moved")
"""What of a member ends her visits too."""


async def stop(turn: Turn) -> Answer:
    """Nobody shall visit any more: why?"""
    recipient = await circle.hers_or_own(turn, turn.data["recipient"])
    if recipient.until is not None:
        return await card(turn, recipient, _("That is written down already."))
    if not circle.may_change(turn, recipient):
        return turn.ask(
            "care.stop.why",
            _("Shall nobody come to see you any more?"),
            Choice("wish", _("No, nobody need come")),
            Choice(STOP, _("Please keep coming")),
            data={"recipient": recipient.id},
        )
    return turn.ask(
        "care.stop.why",
        _("Why shall nobody visit {name} any more?"),
        *(Choice(key, because_said(key).capitalize()) for key in ENDINGS),
        never_mind(),
        data={"recipient": recipient.id},
        name=called(recipient, turn.today),
    )


async def take_why(turn: Turn) -> Answer:
    """It was said why: let the visits end, and tell who would have gone."""
    recipient = await circle.hers_or_own(turn, turn.data["recipient"])
    if turn.choice == STOP:
        return left(turn)
    if recipient.until is not None:
        return await card(turn, recipient, _("That is written down already."))
    because = turn.choice if circle.may_change(turn, recipient) else "wish"
    said = await end(turn, recipient, because)
    if not circle.may_change(turn, recipient):
        return turn.say(
            _(
                "All right, nobody comes any more. Whenever you need somebody, just ask for a"
                " visit."
            )
        )
    choices, data = [], {"recipient": recipient.id}
    if recipient.member_id and because in GONE and turn.acts_as_officer:
        data["member"] = recipient.member_id
        label = _("Write down that {name} has died")
        if because == "moved":
            label = _("Write down that {name} has moved away")
        name = called(recipient, turn.today)
        choices.append(Choice(f"member.{because}", turn.words(label, name=name)))
    choices.append(Choice("care.again", _("That was a mistake")))
    return turn.say("{said}", *choices, data=data, said=said)


async def end(turn: Turn, recipient: Recipient, because: str) -> str:
    """Let the visits end today, tell who would have gone and who leads; return what to say."""
    planned = await shifts.of_recipient(turn.db, turn.club.id, recipient.id, turn.today, date.max)
    done = await recipients.end(
        turn.db, turn.club.id, recipient.id, until=turn.today, because=because
    )
    if not done:
        return turn.words(_("That is written down already."))
    ids = [one.id for one in planned]
    await shifts.cancel(turn.db, turn.club.id, ids, because, turn.now)
    goes = {member for one in planned for member in one.volunteers}
    known = await members.several(turn.db, goes, turn.today)
    hear = {one.id: one for one in (*await circle.told_first(turn), *known.values())}
    gone = {one.id for one in hear.values() if one.left_on is not None}
    for listener in await turn.reach_officers(
        one for one in hear.values() if one.id not in gone | {turn.member.id}
    ):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("Nobody need go to see {name} any more: {why}."),
                name=called(recipient, turn.today),
                why=because_said(because),
            )
            if listener.member.id in goes:
                text += " " + words(_("Your visits there are off."))
        await turn.tell(listener, text)
    text = _("Written down: nobody visits {name} any more ({why}).")
    name = called(recipient, turn.today)
    return turn.words(text, name=name, why=because_said(because))


async def offered(turn: Turn, member: Member) -> list[Choice]:
    """Return what lets the visits to a member rest, beside the news that she is ill."""
    found = await recipients.of_member(turn.db, turn.club.id, member.id)
    if found is None or found.until is not None or not circle.may_change(turn, found):
        return []
    return [Choice("care.hospital", _("In hospital: no visits"))]


async def in_hospital(turn: Turn) -> Answer:
    """A member who is visited is in hospital."""
    member = await of_the_club(turn, turn.data["member"])
    found = await recipients.of_member(turn.db, turn.club.id, member.id)
    if found is None:
        await circle.must_lead(turn)
        raise turn.refuse(_("I find nobody of that name who is visited."))
    recipient = await circle.hers_to_change(turn, found.id)
    said = await end(turn, recipient, PAUSED)
    again = Choice("care.again", _("That was a mistake"))
    return turn.say("{said}", again, data={"recipient": recipient.id}, said=said)


async def again(turn: Turn) -> Answer:
    """She is home from hospital, or it was a mistake: visits go on as they were."""
    return await _again(turn, await circle.hers_to_change(turn, turn.data["recipient"]))


async def home(turn: Turn) -> Answer:
    """Somebody is said to be home from hospital: "bà Lan ra viện rồi"."""
    await circle.must_write(turn)
    people = [
        one
        for one in await circle.visible(turn, ended=True)
        if one.because == PAUSED and circle.may_change(turn, one)
    ]
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await _again(turn, await circle.hers_to_change(turn, int(turn.choice)))
    found = matching(turn.text, people)
    if not found:
        raise NotUnderstood(turn.words(_("Nobody of that name is in hospital, as I know it.")))
    if len(found) == 1:
        return await _again(turn, found[0])
    return turn.ask("care.home", _("Which one do you mean?"), *choices_of(found), never_mind())


async def _again(turn: Turn, recipient: Recipient) -> Answer:
    herself = await circle.of_member(turn, recipient)
    if herself is not None and herself.left_on is not None and recipient.because in GONE:
        raise turn.refuse(_("{name} is no member any more."), name=called(recipient, turn.today))
    if not await recipients.resume(turn.db, turn.club.id, recipient.id, because=ENDINGS):
        return await card(turn, recipient, _("That is written down already."))
    for listener in await turn.reach_officers(await circle.told_first(turn)):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("{name} is visited again. Please see who can go."), name=full_name(recipient)
            )
        await turn.tell(listener, text)
    after = await circle.one(turn, recipient.id)
    return await card(turn, after, _("Visits go on as before. The rota needs somebody who goes."))


async def told(turn: Turn, name: str, because: str) -> Answer | None:
    """Take what became of somebody of the village: "bà Én mất rồi"; None where nobody is meant.

    Who may change her record is asked to confirm; a volunteer's word goes to who leads.
    """
    found = matching(name, await circle.visible(turn))
    if len(found) != 1:
        return None
    if circle.may_change(turn, found[0]):
        turn.data = {"recipient": found[0].id}
        return await stop(turn)
    return await _passed_on(turn, found[0], because) if because in GONE else None


async def _passed_on(turn: Turn, recipient: Recipient, because: str) -> Answer | None:
    hear = await turn.reach_officers(await circle.told_first(turn))
    if not hear:
        return None
    for listener in hear:
        with speaking_to(listener.member, turn.today) as words:
            text = _("{teller} tells me that {name} has moved away. Please see whether it is so.")
            if because == "died":
                text = _("{teller} tells me that {name} has died. Please see whether it is so.")
            teller, name = called(turn.member, turn.today), called(recipient, turn.today)
            said = words(text, teller=teller, name=name)
            see = Choice("see", words(_("See the card")))
        await turn.tell(listener, said, see, step="care.shown", data={"recipient": recipient.id})
    text = _("Thank you for telling me. {officer} sees to it.")
    if because == "died":
        text = _("Thank you for telling me; I am sorry. {officer} sees to it.")
    return turn.say(text, officer=called(hear[0].member, turn.today))


async def departed(turn: Turn, member: Member, because: str) -> list[str]:
    """End the visits to a member who died or moved away; return what to say to who sees it.

    Who only left the club is visited as before.
    """
    found = await recipients.of_member(turn.db, turn.club.id, member.id)
    if found is None or found.until is not None or because not in GONE:
        return []
    await end(turn, found, because)
    if not circle.may_change(turn, found):
        return []  # who is visited is known to the care circle alone
    return [
        turn.words(_("Nobody visits {name} at home any more."), name=called(member, turn.today))
    ]


async def came_back(turn: Turn, member: Member) -> None:
    """Take the visits to somebody up again who was noted as gone by mistake today."""
    found = await recipients.of_member(turn.db, turn.club.id, member.id)
    if found is not None and found.until == turn.today:
        await recipients.resume(turn.db, turn.club.id, found.id, because=GONE)


HANDLERS = {
    "care.stop": Step(stop),
    "care.stop.why": Step(take_why, counts=True),
    "care.hospital": Step(in_hospital),
    "care.again": Step(again),
    "care.home": Step(home),
}
