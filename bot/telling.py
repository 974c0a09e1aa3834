"""Saying something to somebody who did not just write: in her language, her form, at her phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot import i18n
from bot.care.people import Recipient
from bot.chat import Choice, Reply
from bot.clock import local, local_day
from bot.i18n import Form, _
from bot.people import Club, Listener, Member
from bot.storage import changes, outbox, talk
from bot.storage.engine import Connection
from bot.storage.messages import Lane, Message
from bot.storage.talk import Data, NewOffer

OFFER_LIFE = timedelta(days=45)
NEWS_LIFE = timedelta(days=7)
"""News that could not be sent for so long is not sent any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that is said, as a part of a message."""

    text: str
    choices: tuple[Choice, ...] = ()
    """Buttons that finish the job: a standing offer of their own, whatever stands beside."""
    step: str = ""
    """The handler that takes such a choice."""
    data: Data = field(default_factory=dict)
    image: str = ""
    document: str = ""
    private: bool = True
    """Whoever shares her phone may not read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody is told in one message, a paragraph for each part."""

    listener: Listener
    parts: tuple[Part, ...]
    once: bool = False
    lane: Lane = Lane.ANSWERS
    silent: bool | None = None
    """None: without sound while the club sleeps."""
    useless_after: datetime | None = None
    """None: news is useless after `NEWS_LIFE`."""


def locale_of(member: Member) -> str:
    """Return the language of a member: her own choice, or the club's."""
    return member.locale or member.club.locale


def form_of(member: Member | Recipient, day: date) -> Form:
    """Return the form of address of a person: chosen, or by age and sex."""
    if member.form:
        return Form(member.form)
    return i18n.default_form(member.birth_year, member.sex, day.year)


def called(member: Member | Recipient, day: date) -> str:
    """Return how the bot speaks of somebody to others: "bà Hoa"."""
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
    image: str = "",
    document: str = "",
) -> None:
    """Say something, with a standing offer when `choices` are given.

    On a shared phone only the name is said; the words wait until she says that she holds it: no
    sum is ever pushed to a phone that others read.
    """
    part = Part(
        text=text,
        choices=tuple(choices),
        step=step,
        data=data or {},
        image=image,
        document=document,
    )
    await tell_parts(db, [Words(listener=listener, parts=(part,), once=once, lane=lane)], now)


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
    part = Part(text=text, choices=tuple(choices), step=step, data=data or {})
    await hand_over_parts(db, [Words(listener=listener, parts=(part,), once=once, lane=lane)], now)


async def tell_parts(db: Connection, said: Sequence[Words], now: datetime) -> list[int]:
    """Say to each of many what is theirs, a message each; returns the messages' ids in order.

    The choices of each part are a standing offer of their own. On a shared phone one knock holds
    back the whole message where any part is private; else it says whom it is for.
    """
    told = [_on_a_shared_phone(one, now) if one.listener.shared else one for one in said]
    return await hand_over_parts(db, told, now)


async def hand_over_parts(db: Connection, said: Sequence[Words], now: datetime) -> list[int]:
    """Put a message into each chat, whoever may read along; returns their ids in order."""
    return await outbox.put_many(db, await _messages(db, said, now), now)


async def change(db: Connection, message_id: int, said: Words, now: datetime) -> None:
    """Let a message that has arrived say this instead, where its platform can change it.

    It says it whoever may read along. Nothing happens while it is still on its way.
    """
    (message,) = await _messages(db, [said], now)
    await changes.change(
        db,
        message_id,
        message.reply.text,
        message.reply.choices,
        now=now,
        useless_after=message.useless_after,
    )


async def _messages(db: Connection, said: Sequence[Words], now: datetime) -> list[Message]:
    """Make the offers in what is said, and the messages."""
    offered = [(one.listener, part) for one in said for part in one.parts if part.choices]
    made = await talk.offers(db, [_offer(*each, now) for each in offered], now)
    numbers = iter(made)
    return [_message(one, numbers, now) for one in said]


def _on_a_shared_phone(said: Words, now: datetime) -> Words:
    if any(part.private for part in said.parts):
        return _knock(said, now)
    member = said.listener.member
    today = local_day(now, member.club.zone)
    with speaking_to(member, today) as words:
        whom = words(_("For {name}:"), name=called(member, today))
    first, *others = said.parts
    return replace(said, parts=(replace(first, text=f"{whom}\n{first.text}"), *others))


def _knock(said: Words, now: datetime) -> Words:
    """Return the message that names her, with what she is to be told behind its button."""
    member = said.listener.member
    with speaking_to(member, local_day(now, member.club.zone)) as words:
        name = called(member, local_day(now, member.club.zone))
        text = words(
            _("{name} has news from the club. Whoever is {name}, please answer."), name=name
        )
        opens = Choice("open", words(_("I am {name}"), name=name))
    parcel: Data = {"parts": [_stored(part) for part in said.parts], "once": said.once}
    part = Part(text=text, choices=(opens,), step="news.open", data=parcel)
    return replace(said, parts=(part,), once=False)


def _stored(part: Part) -> Data:
    return {
        "text": part.text,
        "choices": [[choice.key, choice.label] for choice in part.choices],
        "step": part.step,
        "data": part.data,
        "image": part.image,
        "document": part.document,
    }


def parts_of(parcel: Data) -> tuple[Part, ...]:
    """Return the parts that waited behind a knock."""
    return tuple(
        Part(
            text=one["text"],
            choices=tuple(Choice(key, label) for key, label in one["choices"]),
            step=one["step"],
            data=one["data"],
            image=one.get("image", ""),  # before, news had no files
            document=one.get("document", ""),
        )
        for one in parcel.get("parts", [parcel])  # before, a parcel held one part, and was it
    )


def _offer(listener: Listener, part: Part, now: datetime) -> NewOffer:
    return NewOffer(
        club_id=listener.member.club.id,
        address_id=listener.address_id,
        member_id=listener.member.id,
        step=part.step,
        data=part.data,
        choices=part.choices,
        expires_at=now + OFFER_LIFE,
    )


def _message(said: Words, offers: Iterator[int], now: datetime) -> Message:
    """Make a message; `offers` are the numbers of what its parts offer, and then of the next's."""
    listener = said.listener
    offered = [(next(offers), part.choices) for part in said.parts if part.choices]
    choices = tuple(
        Choice(f"o{number}:{one.key}", one.label) for number, keys in offered for one in keys
    )
    silent = sleeps(listener.member.club, now) if said.silent is None else said.silent
    return Message(
        address_id=listener.address_id,
        club_id=listener.member.club.id,
        member_id=listener.member.id,
        lane=said.lane,
        once=said.once,
        reply=Reply(
            text="\n\n".join(part.text for part in said.parts),
            choices=choices,
            image=next((part.image for part in said.parts if part.image), ""),
            document=next((part.document for part in said.parts if part.document), ""),
            silent=silent,
        ),
        next_at=now,
        useless_after=said.useless_after or now + NEWS_LIFE,
    )


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
