"""The same cash by another way: at the door meanwhile, or on a list that was put by."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import insert, select, update

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.collecting import DUE, asks_fee, everybody_pays, forget, marks, meeting_day, posted
from tests.village import Village

ON_EARLIER = "50,000 đ of Mr Bình stands on the list of 21 Nov already, which is not closed."


@pytest.fixture
async def club(database: Database) -> Village:
    """A club on the day on which it takes money."""
    return await meeting_day(database)


@pytest.fixture
async def put_by(club: Village) -> Village:
    """Bình stands on the list of yesterday, which was put by; that of today is open."""
    await club.say("lan", "thu tiền hôm nay")
    await club.press("lan", "Paid in full")
    club.clock.pass_by(days=1)
    await club.say("lan", "thu tiền hôm nay")
    forget(club)
    await club.press("lan", "Begin the list of today")
    return club


async def met(club: Village, on: date) -> None:
    async with club.database.write() as db:
        words = {"place": "", "agenda": "", "moved_because": ""}
        row = {"club_id": club.club, "wanted_on": on, "held_on": on, "at": time(8), **words}
        await db.execute(insert(t.Meeting).values(**row))


async def lists(club: Village) -> list[tuple[date, str]]:
    async with club.database.read() as db:
        rows = await db.execute(select(t.Collection).order_by(t.Collection.id))
        return [(row.held_on, row.status) for row in rows]


async def at_the_door(club: Village, amount: str) -> None:
    """Let another officer take money of Bình's while Lan looks at him."""
    forget(club)
    await club.say("tu", f"Bình nộp {amount}")
    await club.press("tu", "I hold")
    forget(club)


# --- At the door, between what was read back and the yes -----------------------------------------


async def test_a_yes_to_a_split_that_an_entry_has_changed_is_shown_again(club: Village) -> None:
    await club.say("lan", "thu tiền hôm nay")
    await club.press("lan", "Another sum")
    await club.say("lan", "550k")
    await at_the_door(club, "550k")
    await club("""
        lan # Yes, 550,000 đ
        lan < Somebody else has just written something down for Mr Bình. … \
Nothing is to be paid today.
    """)
    assert ("binh", "open", 0) in await marks(club)


async def test_paid_in_full_is_no_word_about_what_is_not_due_any_more(club: Village) -> None:
    await club.say("lan", "thu tiền hôm nay")
    await at_the_door(club, "50k")
    await club("""
        lan # Paid in full, 50,000 đ
        lan < Somebody else has just written something down for Mr Bình. … \
Nothing is to be paid today.
    """)
    assert ("binh", "open", 0) in await marks(club)


async def test_all_the_rest_is_not_noted_where_one_of_them_has_paid_meanwhile(
    club: Village,
) -> None:
    await club.say("lan", "thu tiền hôm nay")
    await club.press("lan", "The whole list")
    await club.press("lan", "All the rest in full, 150,000 đ")
    await at_the_door(club, "50k")
    await club("""
        lan # Yes, 150,000 đ
        lan < Somebody else has changed the list meanwhile. … 0 of 3 have paid
        lan # All the rest in full, 100,000 đ
        lan < All of these 2 have paid in full?
        lan # Yes, 100,000 đ
        lan < Noted: 2 people, 100,000 đ.
    """)
    assert len(await posted(club)) == 1


# --- On another list -----------------------------------------------------------------------------


async def test_who_has_paid_on_a_list_that_was_put_by_is_not_asked_for_it_again(
    put_by: Village,
) -> None:
    await put_by(f"""
        lan < (1/3) Vi Văn Bình … {ON_EARLIER}
        lan # Paid in full, 50,000 đ
        lan < {ON_EARLIER}
        lan # That is this money; nothing more today
        lan < Mr Bình: next time. … (2/3) Hà Thị Chín
    """)
    assert (await marks(put_by))[3] == ("binh", "later", 0)


async def test_other_money_of_hers_is_taken_all_the_same(put_by: Village) -> None:
    forget(put_by)
    await put_by(f"""
        lan > 50k
        lan < {ON_EARLIER}
        lan # Other money, 50,000 đ
        lan < Vi Văn Bình: 50,000 đ
        lan # Yes, 50,000 đ
        lan < Noted: Mr Bình 50,000 đ.
    """)


@pytest.fixture
async def part_put_by(club: Village) -> Village:
    """Bình owes 50,000 đ and a fee; what the test lets him pay is put by, today's list is open."""
    await asks_fee(club)
    await club.say("lan", "thu tiền hôm nay")
    return club


async def next_day(club: Village, paid: str) -> None:
    """Let Bình pay a sum, put the list by, and begin that of the day after."""
    await club.say("lan", paid)
    await club.press("lan", "Yes")
    club.clock.pass_by(days=1)
    await club.say("lan", "thu tiền hôm nay")
    forget(club)
    await club.press("lan", "Begin the list of today")


async def test_of_who_has_paid_a_part_on_a_list_put_by_the_rest_is_one_tap(
    part_put_by: Village,
) -> None:
    await next_day(part_put_by, "30k")
    await part_put_by("""
        lan < (1/6) Vi Văn Bình To pay: 55,000 đ … 30,000 đ of Mr Bình stands on the list of \
21 Nov already … The rest: 25,000 đ (interest 20,000 đ; fee of 11/2026: 5,000 đ)
        lan # The rest, 25,000 đ
        lan < Noted: Mr Bình 25,000 đ.
    """)
    noted = await marks(part_put_by)
    assert [one for one in noted if one[0] == "binh"][2:] == [
        ("binh", "paid", 20_000),
        ("binh", "paid", 5_000),
    ]


async def test_where_the_loan_was_paid_the_rest_is_the_fee_alone(part_put_by: Village) -> None:
    await next_day(part_put_by, "50k")
    await part_put_by("""
        lan < The rest: 5,000 đ (fee of 11/2026: 5,000 đ)
        lan # Paid in full, 55,000 đ
        lan < stands on the list of 21 Nov already
        lan # The rest, 5,000 đ
        lan < Noted: Mr Bình 5,000 đ.
    """)
    noted = await marks(part_put_by)
    assert [one for one in noted if one[0] == "binh"][2:] == [
        ("binh", "later", 0),
        ("binh", "paid", 5_000),
    ]


async def test_of_who_has_paid_all_of_it_there_is_no_rest(put_by: Village) -> None:
    assert not [one for one in put_by.choices("lan") if "rest" in one.label.casefold()]


async def test_nor_is_it_taken_where_the_list_put_by_was_dropped_meanwhile(
    part_put_by: Village,
) -> None:
    await next_day(part_put_by, "30k")
    forget(part_put_by)
    async with part_put_by.database.write() as db:
        dropped = update(t.Collection).where(t.Collection.held_on == DUE)
        await db.execute(dropped.values(status="dropped"))
    await part_put_by("""
        lan # The rest, 25,000 đ
        lan < Somebody else has just written something down for Mr Bình. … To pay: 55,000 đ
    """)


async def test_nor_is_she_among_all_the_rest(put_by: Village) -> None:
    forget(put_by)
    await put_by(f"""
        lan # The whole list
        lan < … Mr Bình 50,000 đ ⚠ {ON_EARLIER} … Ms Chín 50,000 đ
        lan # All the rest in full, 100,000 đ
        lan < All of these 2 have paid in full? – Ms Chín 50,000 đ – Ms Hoa Bính 50,000 đ
        lan # Yes, 100,000 đ
        lan < Noted: 2 people, 100,000 đ.
    """)


async def test_a_pasted_line_of_hers_is_asked_about(put_by: Village) -> None:
    forget(put_by)
    await put_by.say("tu", "Bình 50k\nChín 50k")
    put_by.hears("tu", "Shall I note these 2 lines")
    await put_by(f"""
        tu # Yes, note them
        tu < Noted: 1 line, 50,000 đ. ✓ Ms Chín 50,000 đ … {ON_EARLIER}
        tu # That is this money; nothing more today
        tu < Mr Bình: next time.
    """)
    assert (await marks(put_by))[3] == ("binh", "later", 0)


async def test_what_is_noted_all_the_same_is_named_where_it_is_read_back(put_by: Village) -> None:
    await put_by.press("lan", "Paid in full")
    await put_by.press("lan", "Other money")
    await put_by.press("lan", "The whole list")
    forget(put_by)
    await put_by(f"""
        lan # Read it back
        lan < (1) Mr Bình: 50,000 đ (interest 50,000 đ) ⚠ {ON_EARLIER}
    """)


# --- One list a day ------------------------------------------------------------------------------


async def test_lines_of_a_meeting_go_to_its_list_that_was_put_by(put_by: Village) -> None:
    await met(put_by, DUE)
    await put_by.press("lan", "The whole list")
    await put_by.press("lan", "Drop this list")
    forget(put_by)
    await put_by.say("tu", "Bình 50k\nChín 50k")
    put_by.hears("tu", "Shall I note these 2 lines on the collection list of 21 Nov?")
    await put_by("""
        tu # Yes, on the list of 21 Nov
        tu < Noted: 1 line, 50,000 đ. ✓ Ms Chín 50,000 đ Mr Bình 50,000 đ stands there already
    """)
    assert await lists(put_by) == [(DUE, "open"), (date(2026, 11, 22), "dropped")]


async def test_lines_are_not_lost_where_another_days_list_is_begun_meanwhile(
    put_by: Village,
) -> None:
    await met(put_by, DUE)
    await put_by.press("lan", "The whole list")
    await put_by.press("lan", "Drop this list")
    forget(put_by)
    await put_by.say("tu", "Chín 50k\nHoa 50k")
    put_by.hears("tu", "Shall I note these 2 lines on the collection list of 21 Nov?")
    await put_by.press("lan", "Begin the list of today")
    await put_by.press("lan", "Begin the list of today")
    forget(put_by)
    await put_by("""
        tu # Yes, on the list of 21 Nov
        tu < The list of 22 Nov is worked on now. … \
Shall I note these 2 lines on the collection list of 22 Nov?
        tu # Yes, note them
        tu < Noted: 2 lines, 100,000 đ.
    """)


async def test_lines_are_not_lost_where_the_list_is_counted_meanwhile(club: Village) -> None:
    await club.say("lan", "thu tiền hôm nay")
    await club.press("lan", "Paid in full")
    await club.press("lan", "The whole list")
    await club.press("lan", "Read it back")
    forget(club)
    await club.say("tu", "Chín 50k\nHoa 50k")
    club.hears("tu", "Shall I note these 2 lines")
    await club.press("lan", "It fits")
    forget(club)
    await club("""
        tu # Yes, note them
        tu < Lan has counted 50,000 đ … Your lines are not noted yet.
        tu # Change the list again, and note them
        tu < Noted: 2 lines, 100,000 đ.
    """)


async def test_a_counted_list_that_was_put_by_never_hinders_that_of_today(club: Village) -> None:
    await everybody_pays(club)
    club.clock.pass_by(days=1)
    await club.say("lan", "thu tiền hôm nay")
    await club.press("lan", "Begin the list of today")
    await club.press("lan", "The whole list")
    await club.press("lan", "Drop this list")
    forget(club)
    await club("""
        lan # Begin the list of today
        lan < Lan has counted 150,000 đ for the collection of 21 Nov
        lan # Begin the list of today
        lan < Collection of 22 Nov 2026: 3 people
    """)


async def test_of_several_lists_that_were_put_by_each_is_named(put_by: Village) -> None:
    await put_by.press("lan", "Next time")
    put_by.clock.pass_by(days=1)
    await put_by.say("lan", "thu tiền hôm nay")
    await put_by.press("lan", "Begin the list of today")
    await put_by.press("lan", "The whole list")
    await put_by.press("lan", "Drop this list")
    forget(put_by)
    await put_by("""
        lan > thu tiền hôm nay
        lan < 2 lists are not closed yet. Which one is it?
        lan # Go to the list of 22 Nov
        lan < Collection of 22 Nov 2026: 0 of 3 have paid
        lan > thu tiền hôm nay
        lan < 2 lists are not closed yet.
        lan # Begin the list of today
        lan < Collection of 23 Nov 2026
    """)
