"""A visit that somebody asks for: for whom, and on which day or each week.

Anybody of the club may ask, for herself or for a neighbour, and so may the family. What is asked
goes to who sees to home care (`asking_answers`); nobody learns by asking who is visited.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot import i18n
from bot.care.people import Recipient
from bot.chat import Choice, NotUnderstood
from bot.handlers.care import asking_told, circle, whom
from bot.handlers.care.family_eyes import Looker, asked, form, lookers, nothing_to_see, shown
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _, near_day, weekday_name
from bot.storage import visit_requests
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding.asking_visits import hear_request, next_weekday
from bot.understanding.replies import is_puzzled, leaves
from bot.understanding.risky_words import risks
from bot.understanding.words import command

AHEAD = timedelta(days=60)
LONGEST = 80
SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
"""As Vietnamese counts them: the second, the number of its choice, too, is "thứ hai"."""
ME, OTHER, WEEKLY = "me", "other", "weekly"
WHOM, NAME = ("visit.ask.whom", "family.ask.whom"), ("visit.ask.name", "family.ask.name")
WHEN, WEEKDAY = ("visit.ask.when", "family.ask.when"), ("visit.ask.weekday", "family.ask.weekday")


async def begin(turn: Turn) -> Answer:
    """Take what the words say of whom and when, and ask for the rest."""
    found = await lookers(turn)
    if turn.holder is None and not found:
        raise nothing_to_see(turn)
    heard = hear_request(turn.text, turn.today)
    data: Data = {"weekly": heard.weekly}
    if len(heard.days) == 1:
        data["day"] = heard.days[0].isoformat()
    if heard.herself and turn.holder is not None:
        data[ME] = True
    elif heard.whom:
        data |= await _meant(turn, found, heard.whom)
    elif turn.holder is None and len(found) == 1:
        data["recipient"] = found[0].recipient.id
    return await _go_on(turn, found, data)


async def _meant(turn: Turn, found: list[Looker], typed: str) -> Data:
    """Return whom the words mean, as far as the speaker may know who is visited."""
    known = [one.recipient for one in found]
    if turn.holder is not None:
        known += [one for one in await circle.visible(turn) if one not in known]
    named = whom.matching(typed, known)
    if len(named) == 1:
        return {"recipient": named[0].id}
    if turn.holder is None:  # her mother is who she looks after, whatever she calls her
        return {"recipient": found[0].recipient.id} if len(found) == 1 else {}
    return {"whom": _fit_to_read(turn, typed)}


async def take_whom(turn: Turn) -> Answer:
    """It was chosen who is to be visited, or her name was typed."""
    found = await lookers(turn)
    data = dict(turn.data)
    if turn.choice == STOP:
        return _left(turn, found)
    if turn.choice == OTHER:
        return asked(
            turn,
            None,
            NAME,
            _("Who is it? Please write the name, and the hamlet where there are several."),
            never_mind(),
            data=data,
        )
    if turn.choice == ME:
        data[ME] = True
    elif turn.choice:
        data["recipient"] = int(turn.choice)
    else:
        data |= await _typed_whom(turn, found)
    return await _go_on(turn, found, data)


async def take_when(turn: Turn) -> Answer:
    """The day was chosen or typed, or that it is to be each week."""
    found = await lookers(turn)
    data = dict(turn.data)
    if turn.choice == STOP:
        return _left(turn, found)
    if turn.choice == WEEKLY:
        return await _go_on(turn, found, {**data, "weekly": True})
    if turn.choice:
        return await _go_on(turn, found, {**data, "day": turn.choice})
    heard = hear_request(turn.text, turn.today)
    if not heard.days and not heard.weekly:
        text = _("Which day? For example tomorrow, Tuesday, or 25/11.")
        raise NotUnderstood(_said(turn, found, text))
    data["weekly"] = heard.weekly
    if len(heard.days) > 1:
        return _ask_when(turn, found, data, heard.days)
    if heard.days:
        data["day"] = heard.days[0].isoformat()
    return await _go_on(turn, found, data)


async def take_weekday(turn: Turn) -> Answer:
    """The day of the week was chosen, or typed."""
    found = await lookers(turn)
    if turn.choice == STOP:
        return _left(turn, found)
    if turn.choice:
        day = next_weekday(int(turn.choice), turn.today)
    else:
        heard = hear_request(turn.text, turn.today).days
        if len(heard) != 1:
            raise NotUnderstood(_said(turn, found, _("Which day of the week is good?")))
        day = heard[0]
    return await _go_on(turn, found, {**turn.data, "day": day.isoformat()})


async def _go_on(turn: Turn, found: list[Looker], data: Data) -> Answer:
    """Ask for what is missing still, or hand it to who sees to home care."""
    if not {ME, "recipient", "whom"} & data.keys():
        return _ask_whom(turn, found, data)
    if "day" in data:
        return await _hand_over(turn, found, data)
    if data.get("weekly"):
        return asked(
            turn,
            _of(found),
            WEEKDAY,
            _("Which day of the week is good?"),
            *(Choice(str(day), weekday_name(day).capitalize()) for day in SUNDAY_FIRST),
            never_mind(),
            data=data,
        )
    return _ask_when(turn, found, data, (turn.today, turn.today + timedelta(days=1)))


def _ask_whom(turn: Turn, found: list[Looker], data: Data) -> Answer:
    is_mine = {one.recipient.member_id for one in found if one.relative is None}
    choices = [
        Choice(str(one.recipient.id), whom.in_full(one.recipient, turn.today))
        for one in found
        if one.relative is not None
    ]
    if turn.holder is not None:
        own = [one for one in found if one.recipient.member_id in is_mine and not one.relative]
        mine = str(own[0].recipient.id) if own else ME
        choices.insert(0, Choice(mine, _("For myself")))
        choices.append(Choice(OTHER, _("For somebody else")))
    text = _("Who is to be visited?")
    return asked(turn, _of(found), WHOM, text, *choices, never_mind(), data=data)


def _ask_when(turn: Turn, found: list[Looker], data: Data, days: tuple[date, ...]) -> Answer:
    names = {turn.today: _("Today"), turn.today + timedelta(days=1): _("Tomorrow")}
    choices = [
        Choice(day.isoformat(), names.get(day) or near_day(day, with_lunar=False)) for day in days
    ]
    if not data.get("weekly"):
        choices.append(Choice(WEEKLY, _("Each week")))
    text = _("On which day? You may also write it, for example Tuesday or 25/11.")
    return asked(turn, _of(found), WHEN, text, *choices, never_mind(), data=data)


async def _hand_over(turn: Turn, found: list[Looker], data: Data) -> Answer:
    """Write it down once, and let those hear of it who say who goes."""
    day = date.fromisoformat(data["day"])
    if not turn.today <= day <= turn.today + AHEAD:
        text = _("That day is over, or too far away. On which day, please?")
        rest = {key: its for key, its in data.items() if key != "day"}
        again = _ask_when(turn, found, rest, (turn.today, turn.today + timedelta(days=1)))
        return Answer(
            text=_said(turn, found, text), choices=again.choices, step=again.step, data=rest
        )
    recipient, one = await _whose(turn, found, data)
    relative = one.relative if one and turn.holder is None else None
    request, is_new = await visit_requests.ask(
        turn.db,
        club_id=recipient.club_id if recipient else turn.club.id,
        recipient_id=recipient.id if recipient else None,
        member_id=turn.holder.member.id if turn.holder else None,
        relative_id=relative.id if relative else None,
        whom=data.get("whom", ""),
        day=day,
        weekly=bool(data.get("weekly")),
        origin=f"asked:{turn.phone.id}:{turn.incoming.message}",
        now=turn.now,
    )
    if not is_new:
        text = _("I have asked for that already. I write here as soon as it is known who comes.")
        return shown(turn, one, text)
    return await asking_told.tell_leads(turn, one, request, recipient)


async def _whose(
    turn: Turn, found: list[Looker], data: Data
) -> tuple[Recipient | None, Looker | None]:
    """Return who is to be visited and as who the speaker looks after her; both may be unknown."""
    own = next((one for one in found if one.relative is None), None)
    if data.get(ME):
        return (own.recipient, own) if own else (None, None)
    if "recipient" not in data:
        return None, None
    wanted = data["recipient"]
    one = next((each for each in found if each.recipient.id == wanted), None)
    if one is not None:
        return one.recipient, one
    if turn.holder is None:
        raise nothing_to_see(turn)
    return await circle.one(turn, wanted), None


async def _typed_whom(turn: Turn, found: list[Looker]) -> Data:
    """Return whom the typed words mean, and the day beside the name.

    One word is a name, whatever else it may be: Mai, Năm.
    """
    said = _typed_name(turn)
    heard = hear_request(said, turn.today)
    if len(said.split()) == 1 or not (heard.days or heard.herself):
        if command(said):
            raise NotUnderstood(_name_please(turn))
        return await _meant(turn, found, said)
    data: Data = {"weekly": True} if heard.weekly else {}
    if len(heard.days) == 1:
        data["day"] = heard.days[0].isoformat()
    if heard.herself:
        return {**data, ME: True}
    return {**data, **(await _meant(turn, found, heard.whom) if heard.whom else {})}


def _typed_name(turn: Turn) -> str:
    said = " ".join(turn.text.split()).strip(" .")
    if len(said) < 2 or leaves(said) or is_puzzled(said):
        raise NotUnderstood(_name_please(turn))
    return said


def _name_please(turn: Turn) -> str:
    return turn.words(_("The name, please, for example bà Lan, xóm 2."))


def _fit_to_read(turn: Turn, words: str) -> str:
    if risks(words):
        raise NotUnderstood(turn.words(_("Only the name, please, without links and numbers.")))
    return words[:LONGEST]


def _left(turn: Turn, found: list[Looker]) -> Answer:
    return shown(turn, _of(found), _("All right, nothing was written down."))


def _said(turn: Turn, found: list[Looker], text: str) -> str:
    return i18n.say(text, form(turn, _of(found)))


def _of(found: list[Looker]) -> Looker | None:
    return found[0] if found else None


HANDLERS = {
    "visit.ask": Step(begin, public=True),
    "visit.ask.whom": Step(take_whom, typed=True),
    "visit.ask.name": Step(take_whom, typed=True),
    "visit.ask.when": Step(take_when, typed=True),
    "visit.ask.weekday": Step(take_weekday, typed=True),
    "family.ask.whom": Step(take_whom, public=True),
    "family.ask.when": Step(take_when, typed=True, public=True),
    "family.ask.weekday": Step(take_weekday, typed=True, public=True),
}
