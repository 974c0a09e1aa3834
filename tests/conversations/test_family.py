"""The family: written down with consent, let in by a code, shown who came and what was done."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select, update

from bot.care.visits import Made
from bot.storage import recipients, relatives, visits
from bot.storage import tables as t
from tests.cared_for import visited, with_carers
from tests.village import Village, plain

DOES_NOT_WORK = "This code does not work. Please ask the secretary for a new one."
NEVER_SHOWN = ("dizzy", "5,000,000", "Én", "weak", "fund", "loan")
"""A note, money, another who is visited, how she was found."""


@pytest.fixture
async def village(village: Village) -> Village:
    """The club of all tests: Mai leads care, Sau and Bay visit, Hoa is visited and has a phone."""
    await with_carers(village)
    await visited(village)
    return village


async def came(village: Village, *, day: int = 20, beside: str = "") -> int:
    """Let Sáu have visited Hoa in November, perhaps with another."""
    whose = await hoa(village)
    async with village.database.write() as db:
        made = await visits.record(
            db,
            village.club,
            Made(
                recipient_id=whose,
                day=date(2026, 11, day),
                visitors=tuple(village.ids[one] for one in ("sau", beside) if one),
                tasks=("meals", "laundry"),
                state="weak",
                note="dizzy",
            ),
            entered_by=village.ids["sau"],
            now=village.clock.now,
        )
    return made.visit.id


async def hoa(village: Village) -> int:
    async with village.database.read() as db:
        found = await recipients.of_member(db, village.club, village.ids["hoa"])
    assert found
    return found.id


async def let_in(village: Village, *, sees: bool = True, warned: bool = False) -> str:
    """Write Hoa's daughter Hạnh down, with what Hoa agreed to; return her code."""
    whose = await hoa(village)
    async with village.database.write() as db:
        its_id, _new = await relatives.note(
            db,
            club_id=village.club,
            recipient_id=whose,
            name="Lò Thị Hạnh",
            relation="daughter",
            phone="",
            member_id=None,
        )
        await relatives.agree(
            *(db, village.club, its_id),
            sees=sees,
            is_warned=warned,
            noted_by=village.ids["mai"],
            now=village.clock.now,
        )
        return await relatives.make_code(db, village.club, its_id, village.clock.now)


async def joined(village: Village, *, sees: bool = True, warned: bool = False) -> None:
    """Let Hạnh join from her phone in the city."""
    code = await let_in(village, sees=sees, warned=warned)
    for text in (code, "1"):
        await village.say("hanh", text)
    for chat in ("hanh", "mai", "hoa"):
        village.phones.by_chat[chat].unread.clear()


async def shown(village: Village, chat: str, text: str) -> str:
    """Return what is answered to some words."""
    await village.say(chat, text)
    heard = village.phones.by_chat[chat].unread.popleft()
    assert not village.phones.by_chat[chat].unread
    return plain("\n".join([heard.text, *(one.label for one in heard.choices)]))


# --- written down, with what was agreed to -------------------------------------------------------


async def test_the_care_lead_writes_a_daughter_down_who_joins_from_the_city(
    village: Village,
) -> None:
    await came(village)
    await village("""
        mai > family of Hoa
        mai < The family of Ms Hoa Bính: … Nobody is written down yet.
        mai # Add somebody
        mai < What is the full name of who belongs to Ms Hoa Bính?
        mai > Lò Thị Hạnh
        mai < And what is Lò Thị Hạnh to who is visited?
        mai # Daughter
        mai < Which telephone number has Lò Thị Hạnh?
        mai > 0912 345 678
        mai < Did Ms Hoa Bính agree that Ms Hạnh sees … Nothing else is shown.
        mai # Yes, agreed
        mai < Did Ms Hoa Bính agree that I tell Ms Hạnh
    """)
    await village.press("mai", "No")
    given = village.hears("mai", "The code of Ms Hạnh: … works once, until 5 Jan 2027.")
    (code,) = re.findall(r"\d{4}\u00a0\d{4}", given.text)
    await village(f"""
        hanh > {plain(code)}
        hanh < Are you Ms Hạnh, daughter of Ms Hoa Bính? … nothing else.
        hanh # Yes, I am Ms Hạnh
        mai < From now on Ms Hạnh (daughter of Ms Hoa Bính) sees on a phone
        hoa < From now on Ms Hạnh (daughter of Ms Hoa Bính) sees on a phone
        hanh < Visits to Ms Hoa Bính: Friday 20 Nov: Ms Sáu came. Meals, laundry.
        hanh > {plain(code)}
        hanh < Visits to Ms Hoa Bính:
        thief > {plain(code)}
        thief < {DOES_NOT_WORK}
        thu < Somebody tried a joining code that does not work.
    """)


async def test_without_a_yes_somebody_is_only_called(village: Village) -> None:
    await village("""
        mai > family of Hoa
        mai < Nobody is written down yet.
        mai > 1
        mai < What is the full name
        mai > Lò Văn Hùng
        mai < And what is
        mai > cháu ruột
        mai < Which telephone number
        mai # There is none yet
        mai < Did Ms Hoa Bính agree that
        mai > 2
        mai < Did Ms Hoa Bính agree that I tell
        mai > không
        mai < Written down: Hùng is called, and sees nothing.
    """)


async def test_she_who_is_visited_lets_in_and_takes_it_back_herself(village: Village) -> None:
    await joined(village)
    await village("""
        hoa > my family
        hoa < The family of Ms Hoa Bính: Lò Thị Hạnh, daughter; sees the visits
        hoa # Lò Thị Hạnh
        hoa < sees the visits
        hoa # Shall see no visits any more
        hoa < Done, from this moment: Ms Hạnh (daughter of Ms Hoa Bính) sees no visits any more.
        hanh > who came
        hanh < Please send your joining code first.
        hoa # The family
        hoa < sees nothing
        hoa > 1
        hoa < sees nothing
        hoa # May see the visits
        hoa < May Ms Hạnh see when somebody came to you and what was done? Nothing else.
        hoa # Yes
        hoa < Written down. Ms Hạnh looks on a phone already.
    """)
    assert "Visits to" in await shown(village, "hanh", "who came")


async def test_a_member_of_the_family_sees_it_in_her_own_menu(village: Village) -> None:
    await came(village)
    await village("""
        mai > family of Hoa
        mai < Nobody
        mai # Add somebody
        mai < What is the full name
        mai > Phạm Thị Thu
        mai < Is that somebody of the club?
        mai # Phạm Thị Thu
        mai < And what is Phạm Thị Thu
        mai # Daughter
        mai < Which telephone number
        mai # There is none
        mai < Did Ms Hoa Bính agree
        mai # Yes
        mai < Did Ms Hoa Bính agree that I tell
        mai # No
        mai < Written down. Thu finds it by the words “who came”.
        thu < Ms Hoa Bính lets you see when somebody of the club came and what was done.
        thu # Who came
        thu < Visits to Ms Hoa Bính: Friday 20 Nov: Ms Sáu came. Meals, laundry.
    """)


# --- what she sees -------------------------------------------------------------------------------


async def test_she_sees_when_and_what_was_done_and_nothing_else(village: Village) -> None:
    await came(village)
    await joined(village)
    for text in ("who came", "menu", "con no bao nhieu", "bà Én", "loan", "hello", "cash"):
        heard = await shown(village, "hanh", text)
        assert "Ms Sáu came. Meals, laundry." in heard or "Who came" in heard, text
        assert not [word for word in NEVER_SHOWN if word in heard], (text, heard)


async def test_who_is_to_be_warned_sees_no_more_of_visits_than_others(village: Village) -> None:
    await came(village)
    await joined(village, warned=True)
    heard = await shown(village, "hanh", "who came")
    assert "Ms Sáu came. Meals, laundry." in heard
    assert not [word for word in ("weak", *NEVER_SHOWN) if word in heard]


async def test_who_is_only_to_be_warned_sees_no_visits(village: Village) -> None:
    await came(village)
    await joined(village, sees=False, warned=True)
    heard = await shown(village, "hanh", "who came")
    assert "I tell you when something about Ms Hoa Bính should be looked at." in heard
    assert "came" not in heard.replace("Who came", "")


async def test_when_care_ends_she_sees_nothing_from_that_moment(village: Village) -> None:
    await came(village)
    await joined(village)
    assert "Ms Sáu came." in await shown(village, "hanh", "who came")
    whose = await hoa(village)
    async with village.database.write() as db:
        await recipients.end(db, village.club, whose, until=date(2026, 11, 21), because="died")
    await village.press("hanh", "Ask for a visit")
    village.hears("hanh", "Please send your joining code first.")
    assert "joining code" in await shown(village, "hanh", "who came")
    assert "assistant" in await shown(village, "hanh", "cảm ơn")


async def test_a_member_who_shares_the_phone_hides_it_from_nobody_else(village: Village) -> None:
    """On a phone that several hold, only a member may look who said who she is."""
    await joined(village)
    await village.link("binh", "hanh")
    await village.link("lan", "hanh")
    await village("""
        hanh > who came
        hanh < Who is holding the phone, please?
        hanh # Lan
        hanh < I have no visits to show you.
    """)


async def test_she_leaves_and_is_called_still(village: Village) -> None:
    await joined(village)
    await village("""
        hanh > who came
        hanh < Visits to
        hanh # Show me no visits any more
        hanh < Shall I show you no visits any more?
        hanh # Nothing of Ms Hoa Bính
        hanh < Done, I show you nothing of Ms Hoa Bính any more.
        hanh > menu
        hanh < Hello, I am the assistant
        mai > family of Hoa
        mai < Lò Thị Hạnh, daughter; sees the visits; agreed on 21 Nov.
    """)


async def test_old_buttons_of_hers_do_what_they_say_or_say_kindly_that_they_are_over(
    village: Village,
) -> None:
    await came(village)
    await joined(village)
    await village("""
        hanh > who came
        hanh < Visits to
        hanh # Say thank you
        hanh < What shall I say to
        hanh # Ask for a visit
        hanh < On which day?
        hanh # Thank you very much!
        hanh < That one was answered already.
        hanh > thôi
        hanh < Visits to
        hanh > english
        hanh < Visits to
    """)


async def test_a_command_is_neither_a_name_nor_what_somebody_is_to_her(village: Village) -> None:
    await village("""
        mai > người nhà của bà Hoa
        mai < family
        mai # Add somebody
        mai < full name
        mai > ghi thăm
        mai < Who made the visit?
        mai > người nhà của bà Hoa
        mai < family
        mai # Add somebody
        mai < full name
        mai > Lò Thị Hạnh
        mai < what is Lò Thị Hạnh
        mai > ghi thăm
        mai < Who made the visit?
    """)


async def test_an_emergency_rings_at_the_heads_with_who_and_for_whom(village: Village) -> None:
    await joined(village)
    await village("""
        hanh > mẹ tôi bị ngã
        minh < Ms Hạnh (daughter of Ms Hoa Bính), for Nguyễn Thị Hoa … just wrote … emergency.
        hanh < Call 115 now!
    """)


# --- codes that lead nowhere ---------------------------------------------------------------------


async def spoiled(village: Village, code: str, way: str) -> str:
    async with village.database.write() as db:
        if way == "withdrawn":
            await db.execute(update(t.Relative).values(sees=False))
        if way == "ended":
            await db.execute(update(t.Recipient).values(until=date(2026, 11, 21)))
        if way == "expired":
            await db.execute(update(t.Relative).values(code_until=village.clock.now))
    return "00000000" if way == "never made" and code != "00000000" else code


@pytest.mark.parametrize("way", ["never made", "withdrawn", "ended", "expired"])
async def test_a_stranger_with_a_code_that_fails_learns_nothing_and_is_locked_out(
    village: Village, way: str
) -> None:
    code = await let_in(village)
    for _time in range(4):
        heard = await shown(village, "new", await spoiled(village, code, way))
        assert heard == DOES_NOT_WORK
    assert "Several codes in a row" in await shown(
        village, "new", await spoiled(village, code, way)
    )
    right = await let_in(village)
    assert "Several codes in a row" in await shown(village, "new", right)
    village.phones.by_chat["thu"].unread.clear()


async def test_who_says_no_is_not_tied(village: Village) -> None:
    code = await let_in(village)
    await village(f"""
        new > {code}
        new < Are you Ms Hạnh
        new # No, never mind
        new < All right, I keep nothing.
        new > menu
        new < Hello, I am the assistant
    """)
    async with village.database.read() as db:
        rows = await db.execute(select(t.Relative.address_id))
        assert rows.scalars().all() == [None]


async def test_a_code_on_the_phone_of_members_is_for_the_one_who_says_so(village: Village) -> None:
    await came(village)
    await village.link("binh", "lan")
    code = await let_in(village)
    await village(f"""
        lan > {code}
        lan < Are you Ms Hạnh
        lan # I am Lan
        mai < From now on Ms Hạnh
        hoa < From now on Ms Hạnh
        lan < Done. Write “who came” whenever you like to see it.
        lan > who came
        lan < Who is holding the phone, please?
        lan # Mr Bình
        lan < I have no visits to show you.
        lan > menu
        lan < What can I do for you?
    """)
    village.clock.pass_by(minutes=11)
    await village("""
        lan > who came
        lan < Who is holding the phone, please?
        lan # Lan
        lan < Visits to Ms Hoa Bính:
    """)


# --- thanks --------------------------------------------------------------------------------------


async def test_thanks_reach_who_came_once(village: Village) -> None:
    await came(village)
    await joined(village)
    await village("""
        hanh > who came
        hanh < Visits to
        hanh # Say thank you
        hanh < What shall I say to Ms Sáu, for Friday 20 Nov?
        hanh > xem https://vay-nhanh.xyz
        hanh < I pass on thanks, but no links
        hanh > Mẹ cháu khen cô nấu ngon lắm
        sau < Ms Hạnh (daughter of Ms Hoa Bính) thanks you … “Mẹ cháu khen cô nấu ngon lắm”
        hanh < Ms Sáu will be glad.
        hanh > cảm ơn
        hanh < You have said thanks for every visit of these two weeks.
        hoa > who came
        hoa < Visits to Ms Hoa Bính:
        hoa # Say thank you
        hoa < What shall I say to Ms Sáu
        hoa # Thank you very much!
        sau < Ms Hoa Bính thanks you very much for the visit of Friday 20 Nov.
        hoa < Ms Sáu will be glad.
    """)


async def test_what_is_owed_is_not_passed_on_with_thanks(village: Village) -> None:
    await came(village)
    await village("""
        hoa > cảm ơn người sang thăm
        hoa < What shall I say to Ms Sáu
        hoa > tôi còn nợ bao nhiêu
        hoa < You still have … 5,000,000
        hoa > cảm ơn người sang thăm
        hoa < What shall I say to Ms Sáu
        hoa > cảm ơn cô, mai cô lại sang thăm nhé
        sau < Ms Hoa Bính thanks you … “cảm ơn cô, mai cô lại sang thăm nhé”
        hoa < Ms Sáu will be glad.
    """)


async def test_thanks_reach_each_of_a_pair(village: Village) -> None:
    await came(village, beside="bay")
    await joined(village)
    await village("""
        hanh > thank you
        hanh < What shall I say to Ms Sáu, Mr Bảy
        hanh > 1
        bay < thanks you very much for the visit of Friday 20 Nov.
        sau < thanks you very much for the visit of Friday 20 Nov.
        hanh < Ms Sáu, Mr Bảy will be glad.
    """)


async def test_of_several_visits_she_chooses_which(village: Village) -> None:
    await came(village, day=13)
    await came(village, day=17)
    await joined(village)
    await village("""
        hanh > cảm ơn các bác nhiều
        hanh < Thanks for which visit?
        hanh > 2
        hanh < What shall I say to Ms Sáu, for Friday 13 Nov?
        hanh > 1
        sau < for the visit of Friday 13 Nov.
        hanh < Ms Sáu will be glad.
    """)


async def test_an_emergency_in_place_of_thanks_is_one(village: Village) -> None:
    await came(village)
    await joined(village)
    await village("""
        hanh > cảm ơn
        hanh < What shall I say to Ms Sáu
        hanh > mẹ tôi khó thở
        minh < just wrote to me of an emergency.
        hanh < Call 115 now!
    """)


# --- everybody else ------------------------------------------------------------------------------

OUTSIDE = ("treasurer", "accountant", "health_lead", "secretary", "")


@pytest.mark.parametrize("role", OUTSIDE)
async def test_who_is_outside_the_circle_sees_nothing(village: Village, role: str) -> None:
    """The secretary did not write Hoa down, so she is outside, too."""
    await came(village)
    await let_in(village)
    await village.join("ut", "Vi Thị Út", *([role] if role else []), birth_year=1971)
    for text in (
        "who came",
        "family of Hoa",
        "my family",
        "who asks for a visit",
        "picture of visits",
        "visit hours",
        "thank the volunteers",
    ):
        heard = await shown(village, "ut", text)
        for word in ("Hoa", "Hạnh", "Sáu", "Nov", "Meals", *NEVER_SHOWN):
            assert word not in heard, (text, heard)
