"""The submenu of home care: as much of it as is the speaker's."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.care import circle, family, recipients_shown
from bot.handlers.care.family_eyes import lookers
from bot.i18n import _
from bot.storage import recipients, visit_requests
from bot.turn import SOFT, Answer, Step, Turn


async def care(turn: Turn) -> Answer:
    """Show what can be done; who is visited sees what is written of herself."""
    choices = _work(turn)
    herself = await recipients.of_member(turn.db, turn.club.id, turn.member.id)
    is_visited = herself is not None and herself.until is None
    if not choices:
        if herself is not None and is_visited:
            return await recipients_shown.card(turn, herself)
        if await lookers(turn):
            return await family.family(turn)
        return turn.say(
            _("Home care is seen to by {names}. Whoever needs a visit may ask for one."),
            Choice("visit.ask", _("Ask for a visit")),
            names=await circle.names(turn),
        )
    if circle.leads(turn) and await visit_requests.waiting(turn.db, turn.club.id, turn.today):
        choices.insert(0, Choice("visit.requests", _("Who asks for a visit")))
    if is_visited:
        choices.append(Choice("care.mine", _("My own care")))
    text = turn.words(_("Home care. Write “home care of” and a name to see a card."))
    if not circle.writes(turn):
        text = turn.words(_("Home care: what would you like to do?"))
    return Answer(text=text, choices=tuple(choices), step=SOFT)


def _work(turn: Turn) -> list[Choice]:
    if not circle.writes(turn):
        return _of_volunteer() if circle.volunteers(turn) else []
    choices = [
        Choice("care.people", _("Who is visited")),
        Choice("care.take", _("Take somebody in")),
        Choice("care.volunteers", _("The volunteers")),
        Choice("visit", _("Write a visit down")),
    ]
    if circle.leads(turn):
        choices += [
            Choice("rota", _("The rota")),
            Choice("care.hours", _("Hours and thanks")),
            Choice("care.leads", _("Who leads")),
        ]
    if circle.volunteers(turn):
        choices.append(Choice("visits.mine", _("My visits")))
    return choices


def _of_volunteer() -> list[Choice]:
    return [
        Choice("visit", _("I have visited")),
        Choice("visits.mine", _("My visits")),
        Choice("care.people", _("Whom I visit")),
        Choice("carer.mine", _("My days for visits")),
        Choice("care.hours", _("Hours and thanks")),
    ]


async def mine(turn: Turn) -> Answer:
    """Show somebody who is visited what is written of her."""
    herself = await recipients.of_member(turn.db, turn.club.id, turn.member.id)
    if herself is None:
        return turn.say(_("Nothing of home care is written of you."))
    return await recipients_shown.card(turn, herself)


HANDLERS = {
    "care": Step(care),
    "care.mine": Step(mine),
    "lead.told": Step(care),
}
