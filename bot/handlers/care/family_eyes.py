"""Who of the family looks, and at whose visits: asked anew at every step.

What she may see ends at the moment when who is visited says so, or nobody visits her any more.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import i18n
from bot.care.people import Recipient
from bot.chat import Choice
from bot.handlers.care.circle import speaks_herself
from bot.i18n import Form, _
from bot.storage import recipients, relatives, thanks
from bot.storage.relatives import Relative
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import SOFT, Answer, Turn

_FORMS = {
    "daughter": Form.CHI,
    "daughter_in_law": Form.CHI,
    "son": Form.ANH,
    "son_in_law": Form.ANH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looker:
    """Somebody who may look at the visits to one person: herself, or one of her family."""

    recipient: Recipient
    relative: Relative | None
    """None where she is visited herself, or helps her on her phone."""
    said_by: str
    """How what she says is written."""

    @property
    def sees(self) -> bool:
        """Whether she sees when somebody came and what was done."""
        return self.relative is None or self.relative.sees


async def lookers(turn: Turn) -> list[Looker]:
    """Return at whose visits the speaker may look; a shared phone shows them to members only."""
    found: list[Looker] = []
    if turn.holder is not None:
        found += await _as_member(turn)
    if len(turn.phone.holders) <= 1:
        for one in await relatives.at_phone(turn.db, turn.phone.id, turn.today):
            if turn.phone.serves in (None, one.club_id):
                found += await _as_relative(turn, one, thanks.by_relative(one.id))
    return found


async def looker(turn: Turn, recipient_id: int) -> Looker:
    """Return her as who she may look at one person's visits; refuses anybody else."""
    for one in await lookers(turn):
        if one.recipient.id == recipient_id:
            return one
    raise nothing_to_see(turn)


def nothing_to_see(turn: Turn) -> Exception:
    """Return the refusal that tells nothing, not even who is visited."""
    if turn.holder is None and not turn.phone.holders:
        return turn.refuse(_("Please send your joining code first."))
    return turn.refuse(
        _(
            "I have no visits to show you. Who sees to home care can write you down as"
            " somebody of the family."
        )
    )


async def _as_member(turn: Turn) -> list[Looker]:
    me = turn.member
    said_by = thanks.by_member(me.id)
    found: list[Looker] = []
    own = await recipients.of_member(turn.db, turn.club.id, me.id)
    if own and _is_visited(turn, own):
        found.append(Looker(recipient=own, relative=None, said_by=said_by))
    if speaks_herself(turn):
        for one in await relatives.of_member(turn.db, turn.club.id, me.id, turn.today):
            found += await _as_relative(turn, one, said_by)
    return found


async def _as_relative(turn: Turn, one: Relative, said_by: str) -> list[Looker]:
    found = await recipients.one(turn.db, one.club_id, one.recipient_id)
    return [Looker(recipient=found, relative=one, said_by=said_by)] if found else []


def _is_visited(turn: Turn, recipient: Recipient) -> bool:
    return recipient.until is None or recipient.until > turn.today


# --- how the family is spoken of, and to ---------------------------------------------------------


def form_of_relative(relative: Relative) -> Form:
    """Return how somebody of the family is addressed whom the club's book does not know."""
    return _FORMS.get(relative.relation, Form.BAC)


def form(turn: Turn, of: Looker | None) -> Form:
    """Return how the one who looks is addressed."""
    if turn.holder is None and of is not None and of.relative is not None:
        return form_of_relative(of.relative)
    return turn.form


def relation_said(relation: str) -> str:
    """Return what somebody is to who is visited: "con gái"."""
    return {
        "daughter": _("daughter"),
        "son": _("son"),
        "daughter_in_law": _("daughter-in-law"),
        "son_in_law": _("son-in-law"),
        "grandchild": _("grandchild"),
        "sibling": _("brother or sister"),
        "spouse": _("husband or wife"),
        "neighbour": _("neighbour"),
    }.get(relation, relation)


def relative_called(relative: Relative) -> str:
    """Return how somebody of the family is spoken of: "chị Hạnh"."""
    return i18n.called(relative.name, form_of_relative(relative))


def introduced(turn: Turn, relative: Relative, recipient: Recipient) -> str:
    """Return who somebody is: "chị Hạnh (con gái bà Lan)"."""
    return _("{name} ({relation} of {whom})").format(
        name=relative_called(relative),
        relation=relation_said(relative.relation),
        whom=called(recipient, turn.today),
    )


# --- answers for both, members and others --------------------------------------------------------


def shown(turn: Turn, of: Looker | None, text: str, *choices: Choice, **values: object) -> Answer:
    """Say something and end the dialogue; who is no member has no menu but this one."""
    last = Choice("menu", _("Something else"))
    if turn.holder is None:
        last = Choice("family", _("Who came"))
    keys = {one.key for one in choices}
    more = () if last.key in keys else (last,)
    said = i18n.say(text, form(turn, of), **values)
    return Answer(text=said, choices=(*choices, *more), step=SOFT)


def asked(
    turn: Turn,
    of: Looker | None,
    steps: tuple[str, str],
    text: str,
    *choices: Choice,
    data: Data | None = None,
    **values: object,
) -> Answer:
    """Ask something; `steps` are that of a member and that of somebody else.

    What a member is asked is hers alone to answer, also on a phone that she shares.
    """
    said = i18n.say(text, form(turn, of), **values)
    to = steps[0] if turn.holder is not None else steps[1]
    return Answer(text=said, choices=choices, step=to, data=data or {})
