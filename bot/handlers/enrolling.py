"""The secretary's side of joining: codes to give out, doubtful phones, helpers to switch off."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice, NotUnderstood
from bot.clock import local_day
from bot.handlers import doors as joins
from bot.handlers import joining
from bot.handlers.board import must_enrol
from bot.handlers.names import choices_of, matching, on_platform
from bot.i18n import Form, _, day, say, use_locale
from bot.papers.joining_qr import joining_picture
from bot.people import Listener, Member
from bot.storage import addresses, codes, consents, doors, files, members, outbox, phones
from bot.storage.doors import Door
from bot.telling import called, tell_stranger
from bot.turn import Answer, Step, Turn


async def give_code(turn: Turn) -> Answer:
    """Begin: a name was typed behind the command, or a card is open, or ask whose."""
    await must_enrol(turn)
    if turn.text and not turn.choice:
        return await _for_name(turn)
    if turn.data.get("member"):
        return await _give(turn, await _of_the_club(turn, turn.data["member"]))
    return turn.ask("member.code.name", _("For whom? Part of the name is enough."))


async def take_name(turn: Turn) -> Answer:
    """The officer typed part of a name, or chose one of several."""
    await must_enrol(turn)
    if turn.choice:
        return await _give(turn, await _of_the_club(turn, int(turn.choice)))
    return await _for_name(turn)


async def vouch(turn: Turn) -> Answer:
    """The year of birth did not fit; the secretary knows whether it is she."""
    await must_enrol(turn)
    code = await codes.by_id(turn.db, turn.data["code"])
    member = await _of_the_club(turn, code.member_id)
    phone, here = turn.data["phone"], turn.data["phone"] == turn.phone.id
    if not code.is_live(turn.now, turn.data["platform"]):
        return turn.say(_("That code is not in use any more."))
    if turn.choice == "no":
        await codes.void(turn.db, code.id, turn.now)
        if not here:
            await _send_away(turn, phone)
        return turn.say(
            _("Thank you. Nobody can join with that code any more."),
            Choice("member.code", _("Give out a new code")),
            data={"member": member.id},
        )
    if here:
        return joining.who_is_it(turn, code, member)
    with use_locale(turn.data["locale"]):
        asked = joining.who_is_it(turn, code, member)
    await turn.hand_over(
        # Nobody is linked there yet; what is asked shows no more than her name.
        Listener(address_id=phone, member=member, kind="self", shared=False),
        asked.text,
        asked.choices,
        step=asked.step,
        data=asked.data,
    )
    return turn.say(_("Thank you. {name} can go on now."), name=called(member, turn.today))


async def helpers(turn: Turn) -> Answer:
    """From a member's card: whose phones act for her, to switch one off at her word."""
    await must_enrol(turn)
    member = await _of_the_club(turn, turn.data["member"])
    found = await _helpers(turn, member)
    name = called(member, turn.today)
    if not found:
        return turn.say(_("Nobody helps {name} by phone."), name=name)
    since = _("{place}, since {day}")
    choices = [
        Choice(
            str(one.address_id),
            since.format(
                place=on_platform(one.platform), day=day(local_day(one.since, turn.zone))
            ),
        )
        for one in found
    ]
    return turn.ask(
        "member.helpers.off",
        _("Which phone shall no longer act for {name}? Nobody is told why."),
        *choices,
        Choice("no", _("Never mind")),
        data={"member": member.id},
        name=name,
    )


async def switch_off(turn: Turn) -> Answer:
    """Cut a helper's phone off, without a word to it."""
    await must_enrol(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    member = await _of_the_club(turn, turn.data["member"])
    found = {one.address_id for one in await _helpers(turn, member)}
    phone = int(turn.choice)
    if phone in found:
        await addresses.unlink(turn.db, phone, member.id, turn.now)
        await outbox.take_back(turn.db, phone, member.id, turn.now)
        await codes.void_used(turn.db, member.id, turn.now)
    if found <= {phone}:
        await consents.record(
            turn.db,
            club_id=member.club.id,
            member_id=member.id,
            purpose="helper",
            given=False,
            wording=joining.WORDING,
            now=turn.now,
        )
    text = _("Done: that phone shows nothing of {name} any more.")
    return turn.say(text, name=called(member, turn.today))


async def _helpers(turn: Turn, member: Member) -> list[phones.LinkedPhone]:
    """Return the phones from which somebody of the family acts for a member, the oldest first."""
    found = await phones.of(turn.db, turn.club.id, member.id)
    return sorted((one for one in found if one.kind == "helper"), key=lambda one: one.since)


async def _for_name(turn: Turn) -> Answer:
    found = matching(turn.text, await members.everybody(turn.db, turn.club.id, turn.today))
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await _give(turn, found[0])
    return turn.ask("member.code.name", _("Which one do you mean?"), *choices_of(found))


async def _give(turn: Turn, member: Member) -> Answer:
    """Make the code and show it, with words to pass on and a picture to print."""
    stops_another = await codes.works_for(turn.db, member.id, turn.now)
    code = await codes.make(
        turn.db,
        club_id=member.club.id,
        member_id=member.id,
        made_by=turn.member.id,
        now=turn.now,
    )
    found = await doors.doors(turn.db, member.club.id)
    picture = await files.put(
        turn.db,
        "image/png",
        joining_picture(code.shown, found),
        club_id=member.club.id,
        now=turn.now,
        expires_at=code.expires_at,
        extension=".png",
    )
    good_for, how = _about_a_code(found)
    ended = _("The code given before for {name} does not work any more.")
    return turn.say(
        "\n\n".join((good_for, ended, how) if stops_another else (good_for, how)),
        Choice("member.code", _("A code for somebody else")),
        image=picture,
        name=called(member, turn.today),
        code=code.shown.replace(" ", "\u00a0"),  # half a code at a line's end looks like a whole
        day=day(local_day(code.expires_at, turn.zone)),
        places=joins.ways(found),
        apps=", ".join(on_platform(one.platform) for one in found if one.link),
        ways="\n".join(joins.lines(found, code.code)),
    )


def _about_a_code(found: Sequence[Door]) -> tuple[str, str]:
    """Return where and until when a code is good, and how it is used."""
    if not found:
        return (
            _("{name}'s joining code: {code}, once, until {day}."),
            _("It is typed on the club's page; the picture, to print, holds the same digits."),
        )
    how = _("The picture, to print, holds the digits; they are written there:")
    if any(one.link for one in found):
        how = _(
            "Scanned, the picture opens {apps}; on the web page the code is typed. If you"
            " cannot print the picture, send {name} this in private, never to a group:"
        )
    return _("{name}'s joining code: {code}, until {day}: {places}."), f"{how}\n{{ways}}"


async def _send_away(turn: Turn, phone: int) -> None:
    with use_locale(turn.data["locale"]):
        text = _("The secretary says that this code is for somebody else. Please ask her again.")
        words = say(text, Form.BAC)
    await tell_stranger(turn.db, phone, turn.club, words, now=turn.now)


async def _of_the_club(turn: Turn, member_id: int) -> Member:
    member = await members.member(turn.db, member_id, turn.today)
    if member.club.id != turn.club.id:
        raise turn.refuse(_("I find nobody of that name in the club."))
    return member


HANDLERS = {
    "member.code": Step(give_code),
    "member.code.name": Step(take_name, typed=True),
    "member.helpers": Step(helpers),
    "member.helpers.off": Step(switch_off),
    "join.vouch": Step(vouch),
}
