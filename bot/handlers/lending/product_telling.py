"""What changes in on what the club lends, said the same to the head and to all members."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import local
from bot.handlers.broadcast_words import as_it_arrives
from bot.handlers.lending.product_words import (
    months_in_words,
    name_of,
    rate,
    summary,
    way_of,
)
from bot.handlers.slips import rate_word
from bot.i18n import _, money, use_locale
from bot.money.products import Offer
from bot.storage import broadcasts
from bot.storage.broadcasts import Audience, Draft
from bot.storage.talk import Data
from bot.telling import sleeps
from bot.turn import Turn


def what_changes(turn: Turn, old: Offer, new: Offer | None, data: Data) -> str:
    """Say what was, what is from now on, and what that means for a new loan."""
    if new is None:
        return _("From now on the club lends no more on this: {name}.").format(name=name_of(old))
    whole = summary(turn.club, new, turn.today)
    if data["do"] == "add":
        return _("The club has a new kind of loan.\n{summary}").format(summary=whole)
    before, after = (_value(turn, one, data["field"]) for one in (old, new))
    return _("New loans from now on: {after} (before: {before}).\n{summary}").format(
        before=before, after=after, summary=whole
    )


async def tell_all(
    turn: Turn, old: Offer, new: Offer | None, data: Data, *, product_id: int
) -> None:
    """Announce it to all members, once; to those without a phone by who passes notices on."""
    with use_locale(turn.club.locale):
        said = what_changes(turn, old, new, data)
        text = _("{told}\nLoans that are running stay as they were agreed.").format(told=said)
    draft = Draft(
        club_id=turn.club.id,
        made_by=turn.member.id,
        text=as_it_arrives(turn.member, text, turn.today),
        audience=Audience(groups=("all",)),
        fingerprint=f"product:{product_id}:{data['do']}",
        send_at=_when_awake(turn),
    )
    await broadcasts.make(turn.db, draft, turn.now)


def _when_awake(turn: Turn) -> datetime:
    """Return now, or when the club wakes up."""
    if not sleeps(turn.club, turn.now):
        return turn.now
    here = local(turn.now, turn.zone)
    wakes_at = turn.club.wakes_at
    wakes = here.replace(hour=wakes_at.hour, minute=wakes_at.minute, second=0, microsecond=0)
    return wakes if wakes > here else wakes + timedelta(days=1)


def _value(turn: Turn, offer: Offer, field: str) -> str:
    """Return the value of a field in words."""
    conditions = offer.conditions
    texts = {
        "rate_bp": lambda: rate(turn.club, offer),
        "way": lambda: way_of(turn.club, offer).rstrip("."),
        "least": lambda: _("at least {amount}").format(amount=money(offer.least)),
        "most": lambda: _("at most {amount}").format(amount=money(offer.most)),
        "owed_at_most": lambda: _("at most {amount} for one member").format(
            amount=money(offer.owed_at_most)
        ),
        "months": lambda: months_in_words(offer.months),
        "every": lambda: _("paid every {number} months").format(number=conditions.every),
        "grace": lambda: _("only {interest} for {number} months").format(
            interest=rate_word(turn.club), number=offer.grace
        ),
        "second_loan": lambda: _("a second loan") if offer.second_loan else _("one loan only"),
        "name": lambda: name_of(offer),
    }
    return texts[field]()
