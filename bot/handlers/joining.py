"""How a phone comes to a member: code, year of birth, who holds it, what is kept, reminders.

Nothing is written before the last answer: a code is used up only when the phone is tied, and on
that platform only.
"""

from __future__ import annotations

from dataclasses import replace
from functools import wraps

from bot.chat import Choice, NotUnderstood, UserError
from bot.clock import local_day
from bot.handlers import arrivals, doors, menu, my_phones, wrong_codes
from bot.handlers.care import family, family_joining
from bot.i18n import Form, _, current_locale, day, say, use_locale
from bot.people import Holder, Member
from bot.storage import addresses, codes, consents, members, talk
from bot.storage.codes import JoiningCode
from bot.telling import called, form_of, locale_of
from bot.turn import SOFT, Answer, Handler, Step, Turn
from bot.understanding.codes import joining_code
from bot.understanding.years import birth_year

WORDING = "2026-11"
"""The version of the words that ask for consent; a change of their meaning makes a new one."""

OTHER_LANGUAGE = {
    "vi": ("language.en", "English", "English? Write “English”."),
    "en": ("language.vi", "Tiếng Việt", "Tiếng Việt? Nhắn “Tiếng Việt”."),
}
"""Who does not read this one reads the other: the command, its button, and the words for it."""
Given = dict[consents.Purpose, bool]


class _Over(UserError):
    """The code that a dialogue began with leads nowhere any more; nothing was written yet."""


async def start(turn: Turn) -> Answer:
    """Begin: the menu for whom the bot knows, a welcome for others."""
    return await menu.menu(turn) if turn.holder else await join(turn)


async def join(turn: Turn) -> Answer:
    """Take a joining code from anybody, known or not; without one, ask for it."""
    typed = joining_code(turn.text)
    if typed is None:
        return await family.home(turn) or await _welcome(turn)
    wrong_codes.must_be_open(turn)
    code = await codes.find(turn.db, typed)
    if code is None and (met := await family_joining.met(turn, typed)):
        return met
    if code and code.works_somewhere(turn.now):
        await doors.must_serve(turn, code.club_id, code.code)
    if code and _has_served(turn, code):
        raise _is_done(turn)
    if code is None or not code.is_live(turn.now, turn.incoming.address.platform):
        raise await wrong_codes.failed(turn, code)
    return turn.ask(
        "join.birth",
        _("That code is right. In which year were you born? For example 1948, or 78 years old."),
        data={"code": code.id},
    )


async def take_birth(turn: Turn) -> Answer:
    """The year of birth: it catches slips of the pen, so a wrong one is no refusal."""
    if joining_code(turn.text):
        return await join(turn)
    heard = birth_year(turn.text, turn.today.year)
    if heard is None:
        raise NotUnderstood(turn.words(_("Just the year, please: for example 1948, or 48.")))
    code, member = await _live(turn)
    if member.birth_year is None or member.birth_year in heard:
        return who_is_it(turn, code, member)
    return await arrivals.have_it_looked_at(turn, code, member, heard)


async def wait(turn: Turn) -> Answer:
    """The year of birth is being looked at; once somebody said yes, any word leads on."""
    if joining_code(turn.text):
        return await join(turn)
    code, member = await _live(turn)
    for offer in await talk.open_offers(turn.db, turn.phone.id, turn.now):
        if offer.step == "join.consent" and offer.data == {"code": code.id}:
            return who_is_it(turn, code, member)
    raise NotUnderstood(turn.words(_("The secretary is still looking. I write to you here.")))


def who_is_it(turn: Turn, code: JoiningCode, member: Member) -> Answer:
    """Say what is kept and for what, and ask who holds the phone: the answer is the consent."""
    name = called(member, turn.today)
    text = _(
        "The club keeps your name, year of birth, loans and payments, so that the book is right"
        " and I can answer you here. Only you and the board see them, and you can stop whenever"
        " you like.\n\nWho is holding the phone?"
    )
    return Answer(
        text=say(text, Form.BAC),
        choices=(
            Choice("self", _("I am {name}, I agree").format(name=name)),
            Choice("helper", _("I am family and help {name}").format(name=name)),
            Choice("no", _("Never mind")),
        ),
        step="join.consent",
        data={"code": code.id},
    )


async def take_consent(turn: Turn) -> Answer:
    """Herself, somebody of the family, or nobody who wants to."""
    code, member = await _live(turn)
    kind = turn.choice
    if turn.choice == "no":
        text = _("All right, I keep nothing. The code works until {day}.")
        last = local_day(code.expires_at, member.club.zone)
        return Answer(text=turn.words(text, day=day(last)))
    if await _said_of_reminders(turn, member, kind):
        return await _let_in(turn, code, member, {"money": True}, kind)
    form = form_of(member, turn.today) if kind == "self" else turn.form
    return Answer(
        text=say(_("May I remind you of paying days and meetings?"), form),
        choices=(
            Choice("yes", _("Yes, please remind me")),
            Choice("no", _("No, thank you")),
        ),
        step="join.reminders",
        data={"code": code.id, "kind": kind},
    )


async def take_reminders(turn: Turn) -> Answer:
    """The last answer: tie the phone to the member, and greet her."""
    code, member = await _live(turn)
    given: Given = {"money": True, "reminders": turn.choice == "yes"}
    return await _let_in(turn, code, member, given, turn.data["kind"])


async def _let_in(
    turn: Turn, code: JoiningCode, member: Member, given: Given, kind: str
) -> Answer:
    if not await codes.use(turn.db, code.id, turn.incoming.address.platform, turn.now):
        raise _Over(str(wrong_codes.does_not_work(turn)))
    await arrivals.tell_her_other_phone(turn, member, code)
    if member.is_officer and kind == "self":
        await arrivals.tell_the_board(turn, member)
    await _record(turn, member, given if kind == "self" else {**given, "helper": True})
    member = await _keep_language(turn, member)
    await _tie(turn, Holder(member=member, kind=kind))
    with use_locale(locale_of(member)):
        return _greeting(turn, await my_phones.still_elsewhere(turn))


async def _said_of_reminders(turn: Turn, member: Member, kind: str) -> bool:
    """Whether who joins is in already, as herself or as a helper alike, and answered these words.

    What a helper answered for her is asked again when she comes herself.
    """
    said = (await consents.latest(turn.db, member.id)).get("reminders")
    if said is None or said.wording != WORDING:
        return False
    return any(listener.kind == kind for listener in await turn.reach([member]))


async def _welcome(turn: Turn) -> Answer:
    if elsewhere := await doors.at_home(turn):
        return Answer(text=elsewhere)
    hello = turn.words(
        _(
            "Hello, I am the assistant of the self-help club. Please write me the joining"
            " code that the secretary gave you, for example 4827 1593."
        )
    )
    key, label, otherwise = OTHER_LANGUAGE[current_locale()]
    if turn.without_buttons:  # whoever writes "1" by habit would not read a word from then on
        return Answer(text=f"{hello}\n\n{otherwise}")
    return Answer(text=hello, choices=(Choice(key, label),), step=SOFT)


async def _live(turn: Turn) -> tuple[JoiningCode, Member]:
    """Return the code that this dialogue began with; raises `_Over` once it does not work."""
    code = await codes.by_id(turn.db, turn.data["code"])
    if _has_served(turn, code):
        raise _Over(str(_is_done(turn)))
    if not code.is_live(turn.now, turn.incoming.address.platform):
        raise _Over(str(wrong_codes.does_not_work(turn)))
    return code, await members.member(turn.db, code.member_id, turn.today)


def _until_over(handler: Handler) -> Handler:
    """End the dialogue where its code ended: whoever is told so is not asked on."""

    @wraps(handler)
    async def taken(turn: Turn) -> Answer | None:
        try:
            return await handler(turn)
        except _Over as over:
            return Answer(text=str(over))

    return taken


def _has_served(turn: Turn, code: JoiningCode) -> bool:
    """Whether this phone is hers already: whoever scans the picture again means no harm."""
    here = turn.incoming.address.platform in code.used_on
    return here and code.member_id in turn.phone.member_ids()


def _is_done(turn: Turn) -> UserError:
    return turn.refuse(_("That is done: this phone has joined."))


async def _record(turn: Turn, member: Member, given: Given) -> None:
    for purpose, yes in given.items():
        await consents.record(
            turn.db,
            club_id=member.club.id,
            member_id=member.id,
            purpose=purpose,
            given=yes,
            wording=WORDING,
            now=turn.now,
            address_id=turn.phone.id,
        )


async def _keep_language(turn: Turn, member: Member) -> Member:
    """Go on in the language that a stranger chose before joining."""
    chosen = turn.phone.locale
    if turn.phone.holders or member.locale or chosen == locale_of(member):
        return member
    await members.speak(turn.db, member.id, chosen)
    return replace(member, locale=chosen)


async def _tie(turn: Turn, holder: Holder) -> None:
    """Tie the phone to the member; on one that others hold too, it is she who speaks now."""
    member, phone = holder.member, turn.phone
    others = tuple(one for one in phone.holders if one.member.id != member.id)
    if len(others) < len(phone.holders):
        await addresses.unlink(turn.db, phone.id, member.id, turn.now)
    await addresses.link(
        turn.db,
        address_id=phone.id,
        club_id=member.club.id,
        member_id=member.id,
        kind=holder.kind,
        now=turn.now,
    )
    await addresses.count_wrong_code(turn.db, phone.id, 0, None)
    turn.holder, turn.phone = holder, replace(phone, holders=(*others, holder))


def _greeting(turn: Turn, elsewhere: my_phones.Elsewhere | None) -> Answer:
    text = _("Welcome, {name}! Just write to me as you speak.")
    if turn.phone.is_shared:
        rules = _(
            "Several people use this phone, so I ask who is speaking before I show anything,"
            " and I never send a sum here unasked."
        )
        text = f"{text}\n\n{rules}"
    if elsewhere:
        text = f"{text}\n\n{elsewhere.text}"
    choices = [
        *([elsewhere.here] if elsewhere else []),
        Choice("balance", _("How much do I still have to pay?")),
        Choice("repay", _("I have paid")),
    ]
    if turn.acts_as_officer:
        choices.append(Choice("officers", _("The board")))
    return turn.say(text, *choices, name=called(turn.member, turn.today))


HANDLERS = {
    "start": Step(start, public=True),
    "join": Step(join, public=True),
    "join.birth": Step(_until_over(take_birth), typed=True, public=True),
    "join.wait": Step(_until_over(wait), typed=True, public=True),
    "join.consent": Step(_until_over(take_consent), public=True),
    "join.reminders": Step(_until_over(take_reminders), public=True),
}
