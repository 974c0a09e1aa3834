"""What each person sets herself: the language, what she agreed to, and leaving this phone."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Choice
from bot.clock import local_day
from bot.handlers import my_phones
from bot.handlers.care import family
from bot.handlers.joining import WORDING
from bot.i18n import _, current_locale, day, use_locale
from bot.storage import addresses, consents, members, outbox
from bot.turn import Answer, Step, Turn

ENGLISH = Choice("language.en", "English")
VIETNAMESE = Choice("language.vi", "Tiếng Việt")


async def settings(turn: Turn) -> Answer:
    """Show what can be set; where news come only to who can choose."""
    where, places = await my_phones.shown(turn)
    asked = turn.words(_("What shall I change?"))
    return turn.say(
        "{said}",
        *places,
        VIETNAMESE if current_locale() == "en" else ENGLISH,
        Choice("consents", _("What I agreed to")),
        Choice("private", _("Speak in private")),
        Choice("leave", _("Leave the club on this phone")),
        said=f"{asked}\n\n{where}" if places else asked,
    )


async def language(turn: Turn) -> Answer:
    """Ask which language; each is written in itself."""
    return turn.say(_("Which language do you like?"), VIETNAMESE, ENGLISH)


async def vietnamese(turn: Turn) -> Answer:
    """Speak Vietnamese from now on."""
    return await _speak(turn, "vi")


async def english(turn: Turn) -> Answer:
    """Speak English from now on."""
    return await _speak(turn, "en")


async def agreed(turn: Turn) -> Answer:
    """Show what the member agreed to, each purpose apart; reminders can be changed here."""
    latest = await consents.latest(turn.db, turn.member.id)
    names = {
        "money": _("Keeping the book and answering here"),
        "reminders": _("Reminders"),
        "helper": _("Somebody of the family helps"),
        "health": _("Keeping blood pressure and weight"),
        "health_helper": _("The family's phone shows them, too"),
    }
    lines = [
        (_("{purpose}: yes, {day}") if found.given else _("{purpose}: no, {day}")).format(
            purpose=name, day=day(local_day(found.at, turn.zone))
        )
        for purpose, name in names.items()
        if (found := latest.get(purpose))
    ]
    reminded = "reminders" in latest and latest["reminders"].given
    change = Choice("consents.remind", _("Please remind me"))
    if reminded:
        change = Choice("consents.quiet", _("No more reminders"))
    return turn.say(
        "\n".join(lines) or _("Nothing is written here yet."),
        change,
        Choice("health.mine", _("My blood pressure and weight")),
        Choice("leave", _("Leave the club on this phone")),
    )


async def remind(turn: Turn) -> Answer:
    """Agree to reminders."""
    await _decide_reminders(turn, given=True)
    return turn.say(_("Thank you, I will remind you."))


async def quiet(turn: Turn) -> Answer:
    """Take the agreement to reminders back."""
    await _decide_reminders(turn, given=False)
    return turn.say(_("All right, no more reminders."))


async def leave(turn: Turn) -> Answer:
    """Ask once before the phone is cut off."""
    return turn.ask(
        "leave.sure",
        _("Leave the club on this phone? I show nothing of you here then; the book stays."),
        Choice("yes", _("Yes, leave")),
        Choice("no", _("No, stay")),
    )


async def take_leave(turn: Turn) -> Answer:
    """Cut the phone off; nothing that still waits to be said there is sent."""
    if turn.choice == "no":
        return turn.say(_("Good that you stay."))
    member, phone = turn.member, turn.phone
    text = turn.words(
        _("Done, goodbye! To come back, ask the secretary for a new code. Take care of yourself.")
    )
    await addresses.unlink(turn.db, phone.id, member.id, turn.now)
    await outbox.take_back(turn.db, phone.id, member.id, turn.now)
    others = tuple(one for one in phone.holders if one.member.id != member.id)
    turn.holder, turn.phone = None, replace(phone, holders=others)
    return Answer(text=text)


async def _speak(turn: Turn, locale: str) -> Answer:
    """Remember the language: the member's own, or this phone's where nobody is known yet."""
    if turn.holder:
        await members.speak(turn.db, turn.member.id, locale)
    else:
        await addresses.speak(turn.db, turn.phone.id, locale)
    with use_locale(locale):
        if turn.holder:
            return turn.say(_("From now on I speak English."))
        if seen := await family.home(turn):
            return seen
        return Answer(
            text=turn.words(_("From now on I speak English. Please write me your joining code."))
        )


async def _decide_reminders(turn: Turn, *, given: bool) -> None:
    await consents.record(
        turn.db,
        club_id=turn.club.id,
        member_id=turn.member.id,
        purpose="reminders",
        given=given,
        wording=WORDING,
        now=turn.now,
        address_id=turn.phone.id,
    )


HANDLERS = {
    "settings": Step(settings),
    "language": Step(language),
    "language.vi": Step(vietnamese, public=True),
    "language.en": Step(english, public=True),
    "consents": Step(agreed),
    "consents.remind": Step(remind),
    "consents.quiet": Step(quiet),
    "leave": Step(leave),
    "leave.sure": Step(take_leave),
}
