"""Who is outside the care circle sees nothing of it, at any step, whatever is typed or pressed.

Every command and step of home care and of health is run as each of these people would run it with
a forged or a stale button: with ids of others in what the question carried, and in what is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.care.pressure import Figures
from bot.care.visits import Made
from bot.chat import Incoming, UserError
from bot.clock import local_day
from bot.handlers.care import HANDLERS as CARE
from bot.handlers.health import HANDLERS as HEALTH
from bot.i18n import use_locale
from bot.people import DEFAULT_ZONE
from bot.storage import addresses, consents, measurements, relatives, swaps, visits
from bot.storage import tables as t
from bot.turn import Answer, Handlers, Turn
from tests.village import Village, address, plain
from tests.visited import hold_role, lose_roles, plan, take_in, volunteer

TODAY = date(2026, 11, 21)
FRIDAY = date(2026, 12, 4)
NAME = "Khuyên"
SEEN_THERE = ("rather weak", "0987", "chóng mặt", "hôm nọ", "Diễm")
"""How she was, whom to call, what was noted, and her family."""
OF_HER = (*SEEN_THERE, "xóm Kín", "4 Dec")
"""And where she lives, and when somebody comes."""
FIGURES = ("187", "97", "61.5", "61,5")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Rights mean the same on every database."""
    return sqlite_url


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a database on a server the key lies in the folder `var` of where the bot runs."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def club(village: Village) -> Village:
    """Sáu visits Khuyên, who is not of the club, and Hoa; Mai leads care, Xuân health.

    What was measured is Hoa's.
    """
    await village.join("mai", "Lò Thị Mai", birth_year=1970)
    await village.join("sau", "Vi Thị Sáu", birth_year=1970)
    await village.join("bay", "Hà Văn Bảy", birth_year=1970, sex="male")
    await village.join("lien", "Đỗ Thị Liên", "deputy", birth_year=1960)
    await village.join("xuan", "Lê Thị Xuân", "health_lead", birth_year=1963)
    await village.join("cu", "Lê Thị Cư", birth_year=1963)
    await hold_role(village, "mai", "care_lead")
    for ended in ("care_lead", "health_lead"):
        await hold_role(village, "cu", ended)
    await lose_roles(village, "cu")
    await volunteer(village, "sau", "bay", "binh")
    for chat, whose in (("of_binh", "binh"), ("of_mai", "mai"), ("of_sau", "sau")):
        await village.link(whose, chat, "helper")
    await village.link("hoa", "of_hoa", "helper")
    await village.link("xuan", "of_xuan", "helper")
    await fill(village)
    other = Village(village.database)
    await other.found(key="other", name="Khác")
    await other.join("an", "Ngô Thị An", "head", "secretary", "care_lead", "health_lead")
    await volunteer(other, "an")
    village.ids |= other.ids
    return village


async def fill(village: Village) -> None:
    """Write down what nobody else is to see; every id of it is 1."""
    club, now, ids = village.club, village.clock.now, village.ids
    her = await take_in(village, f"Vi Thị {NAME}", hamlet="xóm Kín", phone="0987 000 111")
    shift = await plan(village, her, FRIDAY, "sau")
    async with village.database.write() as db:
        made = Made(
            recipient_id=her,
            day=TODAY - timedelta(days=1),
            visitors=(ids["sau"],),
            tasks=("meals",),
            state="weak",
            note="chóng mặt hôm nọ",
        )
        done = await visits.record(db, club, made, entered_by=ids["sau"], now=now)
        swap = await swaps.ask(db, club_id=club, shift_id=shift, by=ids["sau"], now=now)
        hers, _new = await relatives.note(
            db,
            club_id=club,
            recipient_id=her,
            name="Diễm",
            relation="daughter",
            phone="0987 000 222",
            member_id=None,
        )
        await consents.record(
            db,
            club_id=club,
            member_id=ids["hoa"],
            purpose="health",
            given=True,
            wording="test",
            now=now,
        )
        await measurements.record(
            db,
            club_id=club,
            member_id=ids["hoa"],
            day=TODAY,
            figures=Figures(systolic=187, diastolic=97, grams=61_500),
            entered_by=ids["xuan"],
            now=now,
        )
    assert (her, shift, done.visit.id, swap, hers) == (1, 1, 1, 1, 1)


# --- everything that can be pressed or typed -----------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What somebody sees of one step."""

    step: str
    choice: str
    text: str
    seen: str
    refused: bool


CHOICES = ("", "1", "yes")
TYPED = (NAME, "4 Dec")
NOBODY = "Ngoan"
"""Is nobody's name: of her nothing else is said than of who is visited."""
TEXT = "bà {name} thứ sáu 4/12"


def forged(village: Village) -> dict[str, Any]:
    """Return what a question may have carried, with ids of others."""
    ids, day = village.ids, FRIDAY.isoformat()
    numbers: dict[str, Any] = dict.fromkeys(
        ("recipient", "for", "shift", "visit", "swap", "relative", "request", "rota", "same"), 1
    )
    numbers |= {"measurement": 1, "of": 1, "instead": ids["sau"], "by": [ids["sau"]]}
    draft = {"for": 1, "by": [ids["sau"]], "days": [day], "tasks": ["meals"], "state": "weak"}
    return {
        **numbers,
        "member": ids["hoa"],
        "days": [day],
        "day": day,
        "shifts": [1],
        "tasks": ["meals"],
        "ticked": [],
        "shown": ["meals"],
        "usual": ["meals"],
        "with": [],
        "whom": "",
        "name": "",
        "draft": draft,
        "was": "",
        "seen": "",
        "part": "",
        "along": False,
        "view": "days",
        "week": 0,
        "role": "care_lead",
        "what": "needs",
        "clear": [],
        "asked": [],
    }


async def try_all(village: Village, handlers: Handlers, who: str, chat: str) -> list[Tried]:
    """Run every step with every choice and text, and undo what it wrote."""
    now, found = village.clock.now, []
    tries = [(one, "") for one in CHOICES]
    tries += [("", TEXT.format(name=name)) for name in (NAME, NOBODY)]
    async with village.database.write() as db:
        row = await addresses.arrive(db, address(chat), now, "en")
        phone, _question = await addresses.phone(db, row, local_day(now, DEFAULT_ZONE))
        number = village.ids.get(who)
        holder = next((one for one in phone.holders if one.member.id == number), None)
        assert (holder is None) == (who == "stranger")
        for step in handlers:
            for choice, text in tries if holder or handlers[step].public else ():
                turn = Turn(
                    db=db,
                    now=now,
                    incoming=Incoming(address=address(chat), message="m", text=text),
                    phone=phone,
                    holder=holder,
                    text=text,
                    choice=choice,
                    data=forged(village) | ({"by": number} if handlers is HEALTH else {}),
                )
                with use_locale("en"):
                    found.append(await tried(turn, handlers, step))
    return found


class Undone(Exception):
    """What a step wrote is taken back."""


async def tried(turn: Turn, handlers: Handlers, step: str) -> Tried:
    seen, refused, choice, text = "", False, turn.choice, turn.text
    try:
        async with turn.db.begin_nested():
            try:
                seen = shown(await handlers[step].handler(turn))
            except UserError as error:
                seen, refused = str(error), True
            except (KeyError, ValueError, TypeError, AttributeError, StopIteration, IndexError):
                refused = True  # it was not asked so: nothing is said at all
            told = select(t.Outbox.text).where(t.Outbox.address_id == turn.phone.id)
            seen += " ".join((await turn.db.execute(told)).scalars())
            raise Undone
    except Undone:
        pass
    return Tried(step=step, choice=choice, text=text, seen=plain(seen), refused=refused)


def shown(answer: Answer | None) -> str:
    return " ".join((answer.text, *(one.label for one in answer.choices))) if answer else ""


def leaks(found: list[Tried], *secrets: str) -> list[Tried]:
    """Return where something is seen that is not to be, beside what was typed."""
    return [
        one
        for one in found
        if any(secret in one.seen for secret in secrets if not (one.text and secret in TYPED))
    ]


def telling_apart(found: list[Tried]) -> list[Tried]:
    """Return where another thing is said of who is visited than of a name that nobody has."""
    of_nobody = {(one.step, one.text): one.seen.replace(NOBODY, NAME) for one in found}
    return [
        one
        for one in found
        if NAME in one.text and one.seen != of_nobody[one.step, one.text.replace(NAME, NOBODY)]
    ]


OUTSIDERS = {
    "who led care until lately": ("cu", "cu"),
    "the treasurer": ("lan", "lan"),
    "the accountant": ("tu", "tu"),
    "the health lead": ("xuan", "xuan"),
    "a helper of a member": ("hoa", "of_hoa"),
    "a helper of a volunteer who visits her": ("sau", "of_sau"),
    "a helper of who leads care": ("mai", "of_mai"),
    "who leads another club and its care": ("an", "an"),
    "a stranger": ("stranger", "stranger"),
}


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_outside_the_circle_nothing_of_care_is_seen(club: Village, who: str) -> None:
    found = await try_all(club, CARE, *OUTSIDERS[who])
    assert leaks(found, NAME, *OF_HER) == []
    assert telling_apart(found) == []


INSIDERS = {
    "who leads care": ("mai", "mai", 25),
    "the head": ("minh", "minh", 25),
    "the deputy": ("lien", "lien", 25),
    "a volunteer who visits her": ("sau", "sau", 8),
}


@pytest.mark.parametrize("who", INSIDERS)
async def test_the_same_buttons_show_her_to_the_circle(club: Village, who: str) -> None:
    short, chat, least = INSIDERS[who]
    found = await try_all(club, CARE, short, chat)
    assert len({one.step for one in leaks(found, NAME)}) >= least
    assert leaks(found, *OF_HER)


ENTER = {
    "a volunteer who does not visit her": ("bay", "bay"),
    "the secretary, who did not take her in": ("thu", "thu"),
}


@pytest.mark.parametrize("who", ENTER)
async def test_who_only_writes_visits_down_learns_nothing_of_her(club: Village, who: str) -> None:
    found = await try_all(club, CARE, *ENTER[who])
    assert leaks(found, *SEEN_THERE) == []
    shown_in = {one.step for one in leaks(found, NAME)}
    assert all(one.split(".")[0] in ("visit", "visits") for one in shown_in), shown_in


OUTSIDE_HEALTH = {
    **{who: its for who, its in OUTSIDERS.items() if who != "the health lead"},
    "who leads care": ("mai", "mai"),
    "the head": ("minh", "minh"),
    "the deputy": ("lien", "lien"),
    "the secretary": ("thu", "thu"),
    "a volunteer": ("sau", "sau"),
    "a helper of the health lead": ("xuan", "of_xuan"),
    "a helper of whose figures they are": ("hoa", "of_hoa"),
}


@pytest.mark.parametrize("who", OUTSIDE_HEALTH)
async def test_nobody_else_sees_what_was_measured(club: Village, who: str) -> None:
    found = await try_all(club, HEALTH, *OUTSIDE_HEALTH[who])
    assert leaks(found, *FIGURES) == []


@pytest.mark.parametrize("who", ["hoa", "xuan"])
async def test_she_and_the_health_lead_see_it(club: Village, who: str) -> None:
    assert leaks(await try_all(club, HEALTH, who, who), "187/97")
