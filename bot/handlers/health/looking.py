"""Looking at what was measured: everybody at her own, the health lead at one person's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.care.pressure import Tier
from bot.chat import Choice, NotUnderstood
from bot.handlers.documents import PNG, store
from bot.handlers.health import consenting, measuring, saying
from bot.handlers.health.draft import Draft
from bot.handlers.health.who import family_sees, is_lead, may_see, must_lead, unsealed, whom_to_ask
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day
from bot.papers.drawn import health_picture
from bot.people import Member
from bot.storage import consents, measurements, members, phones
from bot.storage.measurements import Measured
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import ANSWER_LIFE, Answer, Step, Turn
from bot.understanding import naming
from bot.understanding.measuring import has_figures, lines
from bot.understanding.payers import is_surely_a_name
from bot.understanding.phrases import cut

YEAR, MONTH = timedelta(days=365), timedelta(days=31)
LISTED = 5
"""So many are listed above the picture, the newest first."""


async def mine(turn: Turn) -> Answer:
    """Show somebody her own figures of a year; ask for a yes where she never gave one."""
    member = turn.member
    if not await may_see(turn, member):
        raise turn.refuse(
            _("Only {name} sees those figures. {name} can allow you to see them, too."),
            name=called(member, turn.today),
        )
    given = (await consents.latest(turn.db, member.id)).get("health")
    found = await _year(turn, member)
    herself = turn.holder is not None and turn.holder.kind == "self"
    if not found and given is None and herself:
        return await consenting.agree(turn)
    choices = await _own_choices(turn, agreed=given is not None and given.given, herself=herself)
    if not found:
        text = _("Nothing of you is written down yet: you are measured at the meeting.")
        if given is None or not given.given:
            text = _("I keep no figures of you.")
        return turn.say(text, *choices)
    return await _shown(turn, member, found, choices)


async def of_whom(turn: Turn) -> Answer:
    """Show somebody who is named to the health lead; others see their own, whatever they name."""
    if not turn.text:
        return await mine(turn)
    if has_figures(turn.text):
        return await (measuring.begin(turn) if is_lead(turn) else _told(turn))
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, people)
    if not is_lead(turn):
        if found and turn.member not in found and is_surely_a_name(turn.text):
            raise turn.refuse(await whom_to_ask(turn))
        return await mine(turn)
    if not found and naming.FIRST_PERSON.length_at(cut(turn.text), 0):
        return await mine(turn)
    await must_lead(turn)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await _person(turn, found[0])
    return turn.ask("health.which", _("Which one do you mean?"), *choices_of(found), never_mind())


async def lines_alone(turn: Turn) -> Answer | None:
    """Take lines with no command before them; who does not lead hears what they call for.

    None for words that are surely no such lines.
    """
    sure = [one.figures for one in lines(turn.text) if one.sure and one.figures.systolic]
    if not sure:
        return None
    if is_lead(turn):
        await must_lead(turn)
        return await measuring.heard(turn, Draft(day=turn.today), turn.text)
    worst = next((one for one in sure if one.tier is Tier.SEVERE), sure[0])
    calls_for = saying.for_the_lead(worst, again=False)
    parts = [f"{calls_for[:1].upper()}{calls_for[1:]}."] if calls_for else []
    if worst.tier is Tier.SEVERE:
        parts.append(turn.words(saying.signs()))
    raise turn.refuse("\n\n".join([*parts, await whom_to_ask(turn)]))


async def take_which(turn: Turn) -> Answer:
    """The health lead chose one of several who are called so."""
    await must_lead(turn)
    if turn.choice == STOP:
        return left(turn)
    return await _person(turn, await of_the_club(turn, int(turn.choice)))


async def take_back(turn: Turn) -> Answer:
    """A line was written by mistake: it counts no more."""
    await must_lead(turn)
    member = await of_the_club(turn, turn.data["member"])
    done = await measurements.take_back(turn.db, turn.club.id, turn.data["measurement"], turn.now)
    text = _("Taken back. Please write the right line, if there is one.")
    if not done:
        text = _("That was taken back already.")
    return turn.say(
        text,
        Choice("measure", _("Write down blood pressure and weight")),
        data={"member": member.id},
    )


async def _person(turn: Turn, member: Member) -> Answer:
    given = (await consents.latest(turn.db, member.id)).get("health")
    data: Data = {"member": member.id}
    if given is None or not given.given:
        text = _("{name} has not been asked yet whether the figures may be kept.")
        if given is not None:
            text = _("{name} does not want figures to be kept, so I show none.")
        return turn.say(
            text, Choice("health.paper", _("Agreed on paper")), data=data, name=full_name(member)
        )
    choices = [_family(await family_sees(turn, member.id))]
    choices.append(Choice("health.withdraw_for", _("Does not want it any more")))
    found = await _year(turn, member)
    if not found:
        text = _("Nothing of {name} is written down yet.")
        return turn.say(text, *choices, data=data, name=full_name(member))
    choices.insert(0, Choice("health.undo", _("Take the last one back")))
    newest = max(found, key=lambda one: one.entered_at)
    data["measurement"] = newest.id
    return await _shown(turn, member, found, choices, data=data)


async def _own_choices(turn: Turn, *, agreed: bool, herself: bool) -> list[Choice]:
    if not herself:
        return []
    if not agreed:
        return [Choice("health.agree", _("Keep my figures from now on"))]
    choices = [Choice("health.withdraw", _("Keep my figures no more"))]
    if await phones.have_helpers(turn.db, turn.member.id):
        choices.append(_family(await family_sees(turn, turn.member.id)))
    return choices


def _family(sees: bool) -> Choice:
    if sees:
        return Choice("health.alone", _("Nobody of the family is to see it"))
    return Choice("health.family", _("The family's phone may show it"))


async def _year(turn: Turn, member: Member) -> list[Measured]:
    with unsealed(turn):
        since = turn.today - YEAR
        return await measurements.of_member(turn.db, turn.club.id, member.id, since)


async def _shown(
    turn: Turn,
    member: Member,
    found: Sequence[Measured],
    choices: Sequence[Choice],
    *,
    data: Data | None = None,
) -> Answer:
    """Show the newest in words and the year as a picture; with `data`, to the health lead."""
    advice = _advice(turn, found[-1], herself=data is None)
    newest_first = found[: -LISTED - 1 : -1]
    listed = [f"{day(one.day)}: {saying.figures(one.figures)}" for one in newest_first]
    picture = health_picture(turn.club.name, full_name(member), found, on=turn.today)
    name = await store(turn, PNG, picture, ANSWER_LIFE)
    since = turn.today - YEAR
    there = await measurements.count_of(turn.db, turn.club.id, member.id, since)
    sealed = _("Some earlier figures cannot be read now: their key is missing.")
    parts = [full_name(member), *listed, advice, sealed if there > len(found) else ""]
    told = "\n".join(turn.words(part) for part in parts if part)
    return turn.say("{told}", *choices, image=name, data=data, told=told)


def _advice(turn: Turn, newest: Measured, *, herself: bool) -> str:
    """Return what the newest figures call for; of an earlier day only what is still to do."""
    again = newest.number > 1
    if newest.day != turn.today:
        return saying.for_later(newest.figures) if turn.today - newest.day < MONTH else ""
    if herself:
        return saying.for_herself(newest.figures, again=again)
    return saying.for_the_lead(newest.figures, again=again)


async def _told(turn: Turn) -> Answer:
    """Answer somebody who tells her own figures: what they call for, and that nothing is kept."""
    said = next(one.figures for one in lines(turn.text) if has_figures(one.said))
    advice = turn.words(saying.for_herself(said, again=False)) if said.is_possible else ""
    who = await whom_to_ask(turn)
    return turn.say(
        "{told}",
        Choice("health.mine", _("My blood pressure and weight")),
        told="\n\n".join(part for part in (advice, who) if part),
    )


HANDLERS = {
    "health.mine": Step(mine),
    "health.of": Step(of_whom),
    "health.which": Step(take_which),
    "health.undo": Step(take_back),
}
