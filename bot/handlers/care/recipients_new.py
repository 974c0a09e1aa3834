"""Taking somebody in: a member by name, or a person of the village; shown before it is written."""

from __future__ import annotations

from bot.care.people import Recipient
from bot.chat import Choice, NotUnderstood
from bot.handlers.care import circle, recipients_asking
from bot.handlers.care.recipients_asking import go_on
from bot.handlers.care.recipients_drafts import of_draft, summary
from bot.handlers.care.recipients_shown import card, take_who
from bot.handlers.care.whom import full_name, weekly_said
from bot.handlers.names import choices_of, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.people import Member
from bot.storage import members, recipients
from bot.storage.talk import Data
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.care_village import hear_villager
from bot.understanding.folding import fold
from bot.understanding.words import command
from bot.understanding.years import birth_year

VILLAGE = "village"
_HAMLETS = 6


async def take_from_list(turn: Turn) -> Answer:
    """Of those who are visited one was chosen or named; or somebody else is to be taken in."""
    if turn.choice != "care.take":
        return await take_who(turn)
    turn.choice = turn.text = ""
    return await begin(turn)


async def begin(turn: Turn) -> Answer:
    """Somebody needs care: who is named, or whose card is open, or ask who it is."""
    await circle.must_write(turn)
    if turn.text and not turn.choice:
        return await _named(turn, turn.text)
    if "member" in turn.data:
        return await _member(turn, await of_the_club(turn, turn.data["member"]))
    return turn.ask(
        "care.take.name",
        _(
            "Who needs care? For a member part of the name is enough; of others please write name,"
            " hamlet and year of birth."
        ),
        never_mind(),
    )


async def take_name(turn: Turn) -> Answer:
    """A name was typed, or one of several was chosen, or nobody of the club was meant."""
    await circle.must_write(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == VILLAGE:
        return await _villager(turn, turn.data["typed"])
    if turn.choice:
        return await _member(turn, await of_the_club(turn, int(turn.choice)))
    return await _named(turn, turn.text)


async def _named(turn: Turn, typed: str) -> Answer:
    heard = hear_villager(typed, turn.today.year)
    if sum(map(str.isalpha, heard.name)) < 2:
        raise NotUnderstood(turn.words(_("Please write the name.")))
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(heard.name, people)
    if not found:
        if command(typed):
            raise NotUnderstood(turn.words(_("Please write the name.")))
        return await _villager(turn, typed)
    return turn.ask(
        "care.take.name",
        _("Which one do you mean?"),
        *choices_of(found),
        Choice(VILLAGE, _("Somebody of the village, no member")),
        never_mind(),
        data={"typed": typed},
    )


async def _member(turn: Turn, member: Member) -> Answer:
    before = await recipients.of_member(turn.db, turn.club.id, member.id)
    if before and before.until is None:
        return await _written_already(turn, before)
    return await go_on(turn, {"member": member.id})


async def _villager(turn: Turn, typed: str) -> Answer:
    """Take what was written of somebody of the village, and ask for the rest of it."""
    heard = hear_villager(typed, turn.today.year)
    draft: Data = {"name": heard.name}
    if heard.hamlet:
        draft["hamlet"] = heard.hamlet
    if heard.birth_year:
        draft["birth_year"] = heard.birth_year
    if heard.sex:
        draft["sex"] = heard.sex
    return await _ask_who(turn, draft)


async def _ask_who(turn: Turn, draft: Data) -> Answer:
    """Ask for what tells her from others: the hamlet, the year of birth, woman or man."""
    name = draft["name"]
    if "sex" not in draft:
        return turn.ask(
            "care.take.sex",
            _("{name} is no member, but may be visited all the same. Is it a woman or a man?"),
            Choice("female", _("A woman")),
            Choice("male", _("A man")),
            never_mind(),
            data=draft,
            name=name,
        )
    if "hamlet" not in draft:
        people = await members.everybody(turn.db, turn.club.id, turn.today)
        known = list(dict.fromkeys(one.hamlet for one in people if one.hamlet))[:_HAMLETS]
        return turn.ask(
            "care.take.hamlet",
            _("In which hamlet does {name} live?"),
            *(Choice(f"h{number}", hamlet) for number, hamlet in enumerate(known)),
            never_mind(),
            data={**draft, "hamlets": known},
            name=name,
        )
    if "birth_year" not in draft:
        return turn.ask(
            "care.take.year",
            _("In which year was {name} born? The age is enough, too."),
            Choice("unknown", _("Nobody knows")),
            never_mind(),
            data=draft,
            name=name,
        )
    return await go_on(turn, draft)


async def take_sex(turn: Turn) -> Answer:
    """A woman or a man."""
    await circle.must_write(turn)
    if turn.choice == STOP:
        return left(turn)
    return await _ask_who(turn, {**turn.data, "sex": turn.choice})


async def take_hamlet(turn: Turn) -> Answer:
    """One of the known hamlets, or another one."""
    await circle.must_write(turn)
    if turn.choice == STOP:
        return left(turn)
    draft = {key: value for key, value in turn.data.items() if key != "hamlets"}
    typed = " ".join(turn.text.split())[:40]
    if not turn.choice and (len(typed) < 2 or command(typed)):
        raise NotUnderstood(turn.words(_("Please write the name of the hamlet.")))
    hamlet = turn.data["hamlets"][int(turn.choice[1:])] if turn.choice else typed
    return await _ask_who(turn, {**draft, "hamlet": hamlet})


async def take_year(turn: Turn) -> Answer:
    """The year of birth, an age, or nobody knows."""
    await circle.must_write(turn)
    if turn.choice == STOP:
        return left(turn)
    years = None if turn.choice else birth_year(turn.text, turn.today.year)
    if years is None and not turn.choice:
        raise NotUnderstood(turn.words(_("Please write the year, for example 1942, or the age.")))
    middle = years[len(years) // 2] if years else None
    return await _ask_who(turn, {**turn.data, "birth_year": middle})


async def take_confirmation(turn: Turn) -> Answer:
    """All of it was shown: write it down, change something, or leave it."""
    await circle.must_write(turn)
    if turn.choice == "no":
        return left(turn)
    if turn.choice == "fix":
        return turn.ask("care.take.fix", _("What shall I change?"), *fields(), data=turn.data)
    await recipients.alone(turn.db, turn.club.id)
    new = await of_draft(turn, turn.data)
    if before := await _same(turn, new):
        return await _written_already(turn, before)
    made = await recipients.begin(turn.db, new, made_by=turn.member.id, now=turn.now)
    await _tell(turn, await circle.one(turn, made))
    lead = _("Good, I wrote that down.")
    return await card(turn, await circle.one(turn, made), lead)


def fields() -> list[Choice]:
    """Return what of a record can be changed."""
    return [
        Choice("needs", _("What is needed")),
        Choice("times", _("The days")),
        Choice("weekly", _("How often a week")),
        Choice("phone", _("The emergency number")),
        Choice("agreed", _("Who agreed")),
        never_mind(),
    ]


async def take_fix(turn: Turn) -> Answer:
    """One thing of what was shown is to be another one."""
    await circle.must_write(turn)
    if turn.choice == STOP:
        return await summary(turn, turn.data)
    return await recipients_asking.ASKING[turn.choice](turn, turn.data)


async def _same(turn: Turn, new: Recipient) -> Recipient | None:
    """Return who is visited already and is the same person."""
    people = await recipients.of_club(turn.db, turn.club.id, turn.today)
    if new.member_id is not None:
        return next((one for one in people if one.member_id == new.member_id), None)

    def told_apart(one: Recipient) -> tuple[str, str, int | None]:
        return fold(one.name), fold(one.hamlet), one.birth_year

    return next((one for one in people if told_apart(one) == told_apart(new)), None)


async def _written_already(turn: Turn, before: Recipient) -> Answer:
    """Say that somebody is visited already; who may see her sees her card."""
    if circle.may_change(turn, before):
        return await card(turn, before, _("That is written down already."))
    text = _("{name} is visited already. Please ask {names} about it.")
    return turn.say(text, name=full_name(before), names=await circle.names(turn))


async def _tell(turn: Turn, recipient: Recipient) -> None:
    """Let who sees to home care know, and herself, so that nobody is visited unasked."""
    officer, name = called(turn.member, turn.today), full_name(recipient)
    for listener in await turn.reach_officers(await circle.told_first(turn)):
        with speaking_to(listener.member, turn.today) as words:
            text = words(_("{officer} took {name} in for visits."), officer=officer, name=name)
            see = Choice("see", words(_("See the card")))
        await turn.tell(listener, text, see, step="care.shown", data={"recipient": recipient.id})
    herself = await circle.of_member(turn, recipient)
    if herself is None or herself.id == turn.member.id:
        return
    for listener in await turn.reach([herself]):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("From now on somebody of the club comes to see you: {weekly}."),
                weekly=weekly_said(recipient.weekly),
            )
            see = Choice("see", words(_("See what is written")))
        await turn.tell(listener, text, see, step="care.shown", data={"recipient": recipient.id})


HANDLERS = {
    **recipients_asking.HANDLERS,
    "care.who": Step(take_from_list, typed=True),
    "care.take": Step(begin),
    "care.take.name": Step(take_name, typed=True),
    "care.take.sex": Step(take_sex),
    "care.take.hamlet": Step(take_hamlet, typed=True),
    "care.take.year": Step(take_year, typed=True),
    "care.take.confirm": Step(take_confirmation, counts=True),
    "care.take.fix": Step(take_fix),
}
