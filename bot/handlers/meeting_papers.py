"""The notice of the next meeting: to print, and to be read out over the loudspeaker."""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local
from bot.handlers.cards import must_be_officer
from bot.handlers.documents import LONG, PDF, store
from bot.i18n import _, use_locale
from bot.papers.drawn import meeting_notice
from bot.papers.loudspeaker import loudspeaker
from bot.papers.wanted import Invitation
from bot.people import OFFICES, Member
from bot.rights import by_office
from bot.storage import meetings, members
from bot.storage.meetings import Meeting
from bot.telling import called, office
from bot.turn import Answer, Step, Turn


async def papers(turn: Turn) -> Answer:
    """Hand the board the notice of the next meeting, in the language of the club."""
    must_be_officer(turn)
    coming = await meetings.coming(turn.db, turn.club.id, local(turn.now, turn.zone))
    if not coming:
        return turn.say(
            _("No meeting is fixed yet."), Choice("meeting.rule", _("Set the meeting days"))
        )
    with use_locale(turn.club.locale):
        invitation = await _invitation(turn, coming[0])
        paper, read_out = meeting_notice(invitation), loudspeaker(invitation)
    name = await store(turn, PDF, paper, LONG)
    return turn.say(
        _("The paper is to print and put up. For the loudspeaker:\n“{read_out}”"),
        document=name,
        read_out=read_out,
    )


async def _invitation(turn: Turn, meeting: Meeting) -> Invitation:
    signer = await _signer(turn)
    role = next((role for role in OFFICES if role in signer.roles), "")
    return Invitation(
        club=turn.club.name,
        hamlet=turn.club.hamlet,
        held_on=meeting.held_on,
        at=meeting.at,
        place=meeting.place,
        agenda=meeting.agenda,
        signer=signer.name,
        office=office(role),
        spoken_of=called(signer, turn.today),
        written_on=turn.today,
        lunar_days=await meetings.shows_lunar(turn.db, turn.club.id),
    )


async def _signer(turn: Turn) -> Member:
    """Return the head of the board, or who stands in."""
    return by_office(await members.officers(turn.db, turn.club.id, turn.today, OFFICES))[0]


HANDLERS = {"meeting.papers": Step(papers)}
