"""Saying something to somebody who did not just write: in her language, her form, at her phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from bot import i18n
from bot.chat import Choice, Reply
from bot.clock import local, local_day
from bot.i18n import Form, _
from bot.people import Club, Listener, Member
from bot.storage import outbox, talk
from bot.storage.engine import Connection
from bot.storage.messages import Lane, Message
from bot.storage.talk import Data

OFFER_LIFE = timedelta(days=45)
NEWS_LIFE = timedelta(days=7)
"""News that could not be sent for so long is not sent any more."""


def locale_of(member: Member) -> str:
    """Return the language of a member: her own choice, or the club's."""
    return member.locale or member.club.locale


def form_of(member: Member, day: date) -> Form:
    """Return the form of address of a member: chosen, or by age and sex."""
    if member.form:
        return Form(member.form)
    return i18n.default_form(member.birth_year, member.sex, day.year)


def called(member: Member, day: date) -> str:
    """Return how the bot speaks of a member to others: "bà Hoa"."""
    return i18n.called(member.name, form_of(member, day), member.village_name)


def office(role: str) -> str:
    """Return the name of an office, "Thủ quỹ"; anything else is a plain member."""
    return {
        "head": _("Head"),
        "deputy": _("Deputy head"),
        "secretary": _("Secretary"),
        "accountant": _("Accountant"),
        "treasurer": _("Treasurer"),
    }.get(role, _("Member"))


@contextmanager
def speaking_to(member: Member, day: date) -> Iterator[Callable[..., str]]:
    """Speak the language of `member`; yields a function that fills texts with her form."""
    form = form_of(member, day)

    def words(text: str, **values: object) -> str:
        return i18n.say(text, form, **values)

    with i18n.use_locale(locale_of(member)):
        yield words


def sleeps(club: Club, now: datetime) -> bool:
    """Say whether the club is asleep: what is sent now must arrive without sound."""
    hour = local(now, club.zone).time()
    return not club.wakes_at <= hour < club.sleeps_at


async def tell(
    db: Connection,
    listener: Listener,
    text: str,
    choices: Sequence[Choice] = (),
    *,
    now: datetime,
    step: str = "",
    data: Data | None = None,
    once: bool = False,
    lane: Lane = Lane.ANSWERS,
) -> None:
    """Say something, with a standing offer when `choices` are given.

    On a shared phone only the name is said; the words wait until she says that she holds it: no
    sum is ever pushed to a phone that others read.
    """
    if not listener.shared:
        await hand_over(
            db, listener, text, choices, now=now, step=step, data=data, once=once, lane=lane
        )
        return
    day = local_day(now, listener.member.club.zone)
    with speaking_to(listener.member, day) as words:
        name = called(listener.member, day)
        knock = words(
            _("{name} has news from the club. Whoever is {name}, please tap."), name=name
        )
        opens = Choice("open", words(_("I am {name}"), name=name))
    parcel = {
        "text": text,
        "choices": [[choice.key, choice.label] for choice in choices],
        "step": step,
        "data": data or {},
        "once": once,
    }
    await hand_over(
        db, listener, knock, [opens], now=now, step="news.open", data=parcel, lane=lane
    )


async def hand_over(
    db: Connection,
    listener: Listener,
    text: str,
    choices: Sequence[Choice],
    *,
    now: datetime,
    step: str,
    data: Data | None = None,
    once: bool = False,
    lane: Lane = Lane.ANSWERS,
) -> None:
    """Put words into somebody's chat, whoever may read along."""
    keyed: tuple[Choice, ...] = ()
    club = listener.member.club
    if choices:
        offer = await talk.offer(
            db,
            club_id=club.id,
            address_id=listener.address_id,
            member_id=listener.member.id,
            step=step,
            data=data or {},
            choices=choices,
            now=now,
            expires_at=now + OFFER_LIFE,
        )
        keyed = tuple(Choice(f"o{offer}:{one.key}", one.label) for one in choices)
    message = Message(
        address_id=listener.address_id,
        club_id=club.id,
        member_id=listener.member.id,
        lane=lane,
        once=once,
        reply=Reply(text=text, choices=keyed, silent=sleeps(club, now)),
        next_at=now,
        useless_after=now + NEWS_LIFE,
    )
    await outbox.put(db, [message], now)


async def tell_stranger(
    db: Connection, address_id: int, club: Club, text: str, *, now: datetime
) -> None:
    """Say something to a phone that nobody is linked to yet, on behalf of `club`."""
    message = Message(
        address_id=address_id,
        club_id=club.id,
        reply=Reply(text=text, silent=sleeps(club, now)),
        next_at=now,
        useless_after=now + NEWS_LIFE,
    )
    await outbox.put(db, [message], now)
