"""Please look at it again: who did not touch it sees what a member asks, until it is settled."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import delete, select, update

from bot.chat import Incoming
from bot.storage import entries
from bot.storage import tables as t
from tests.village import Village, address

TAKEN = """
    lan > hoa
    lan < Nguyễn Thị Hoa
    lan # Another sum
    lan < How much
    lan > 500k
    lan < 500,000 đ
    lan # I hold all
    lan < Written down: … 500,000 đ, slip 1/2026
    hoa < Receipt over
"""
ASKED = """
    hoa # Please look
    hoa < What should be looked at?
    hoa > 1
    hoa < Thank you for telling me. Mr Minh will look at it
    minh < Ms Hoa Bính asks to look at 500,000 đ, slip 1/2026
"""
REFUSED = """
    hoa > tôi nộp 500k
    hoa < 500,000 đ
    hoa > đúng
    hoa < Whom
    hoa > 1
    hoa < I told
    lan < Ms Hoa Bính
    tu < Ms Hoa Bính
    lan # Not received yet
    lan < I told Ms Hoa Bính kindly.
    hoa < Lan has not received the 500,000 đ yet.
"""


async def agreements(village: Village) -> list[tuple[int, str, bool]]:
    """Return who agreed to what was entered, how, and whether from a shared phone."""
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Agreement.member_id, t.Agreement.how, t.Agreement.shared).order_by(
                t.Agreement.id
            )
        )
        return [(row.member_id, row.how, row.shared) for row in rows]


async def test_a_member_says_that_a_slip_is_right_and_the_entry_has_two_hands(
    village: Village,
) -> None:
    await village(TAKEN)
    await village("""
        hoa # That is right
        hoa < Thank you, then all is well.
        tu > đối chiếu
        tu < Everything in the book has been seen by two people.
    """)
    assert await agreements(village) == [(village.ids["hoa"], "member", False)]


async def test_a_yes_from_the_recorders_own_phone_is_no_second_touch(village: Village) -> None:
    await village.join("sau", "Lý Thị Sáu", phone="lan")
    await village.lend("sau")
    await village("""
        tu > sáu
        tu < Lý Thị Sáu
        tu # Receive 50,000 đ
        tu < 50,000 đ
        tu # I hold all
        tu < Written down
        lan < Sáu has news
        lan # I am Ms Sáu
        lan < Receipt
        lan # That is right
        lan < Thank you, then all is well.
    """)
    assert await agreements(village) == [(village.ids["sau"], "member", True)]


async def test_a_yes_from_a_phone_that_the_recorder_holds_too_does_not_count(
    village: Village,
) -> None:
    await village(TAKEN)
    await village.link("lan", "hoa", kind="helper")
    await village("""
        hoa # That is right
        hoa < Who is holding the phone
        hoa # Ms Hoa Bính
        hoa < Thank you. Somebody else of the board will look at the book once more
    """)
    assert await agreements(village) == []


async def test_a_member_asks_to_look_again_and_somebody_who_did_not_touch_it_is_told(
    village: Village,
) -> None:
    await village(TAKEN + ASKED)
    await village("""
        minh # Look at it
        minh < Ms Hoa Bính: 500,000 đ, slip 1/2026 … says that the sum was another one \
(12:00, 21 Nov 2026) … Written down by Lan, 21 Nov 2026
        minh # It stays
        minh < In a few words
        minh > Hai bên đã đếm lại, đủ 500
        minh < Settled. I told Ms Hoa Bính.
        hoa < Minh looked at 500,000 đ, slip 1/2026 … Hai bên đã đếm lại, đủ 500. Thank you
        minh > việc cần xem lại
        minh < Nothing waits
    """)


@pytest.mark.parametrize(
    ("number", "says"),
    [(1, "the sum was another one"), (2, "nothing was paid"), (3, "it is somebody else's")],
)
async def test_the_officer_reads_what_the_member_says(
    village: Village, number: int, says: str
) -> None:
    await village(TAKEN)
    await village(f"""
        hoa # Please look
        hoa < What should be looked at?
        hoa > {number}
        hoa < Thank you
        minh < asks to look
        minh # Look at it
        minh < {says}
    """)


@pytest.mark.parametrize("at", ["minh", "other_minh"])
async def test_an_officer_with_two_phones_hears_of_it_where_he_wrote_last(
    village: Village, at: str
) -> None:
    await village(TAKEN)
    await village.link("minh", "minh")
    await village.link("minh", "other_minh")
    village.clock.pass_by(minutes=1)
    await village(f"""
        {at} > menu
        {at} < What can I do for you?
        hoa # Please look
        hoa < What should be looked at?
        hoa > 1
        hoa < Thank you for telling me. Mr Minh will look at it
        {at} < Ms Hoa Bính asks to look at 500,000 đ, slip 1/2026
        {at} # Look at it
        {at} < says that the sum was another one
    """)


async def test_a_list_of_cases_has_short_buttons(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village("""
        minh > việc nhờ xem lại
        minh < These wait to be looked at. Which one?
        minh # Ms Hoa Bính 500,000 đ, 21 Nov
        minh < says that the sum was another one
        minh # Never mind
        minh < All right, everything stays as it is.
        minh > cases
        minh < Which one?
        minh # Never mind
        minh < All right, everything stays as it is.
    """)


async def test_a_second_tap_says_that_it_is_being_looked_at(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village("""
        hoa # Please look
        hoa < Minh is looking at it already
        hoa # That is right
        hoa < You already chose “Please look at it again”
    """)


async def test_two_taps_at_once_open_one_case(village: Village) -> None:
    await village(TAKEN)
    await village.link("hoa", "tablet")
    await village("""
        hoa # Please look
        hoa < What should be looked at?
    """)
    pressed = village.key("hoa", "I have not paid")
    await asyncio.gather(
        *(
            village.conversation.handle(
                Incoming(address=address("hoa"), message=f"twice{n}", pressed=pressed)
            )
            for n in range(2)
        )
    )
    await village.delivery.deliver()
    async with village.database.read() as db:
        assert len((await db.execute(select(t.Case.id))).all()) == 1
    village.hears("minh", "asks to look")
    assert not village.phones.by_chat["minh"].unread


async def test_who_touched_the_entry_sees_the_case_and_cannot_settle_it(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village("""
        lan > việc cần xem lại
        lan < Somebody else sees to these, as you had a hand in them: Ms Hoa Bính 500,000 đ, slip
        thu > việc cần xem lại
        thu < Which one?
        thu > 1
        thu < Ms Hoa Bính: 500,000 đ
        thu # It stays
        thu < In a few words
        thu > đã nói chuyện
        thu < Settled
        hoa < Thu looked at 500,000 đ
        minh # Look at it
        minh < Thu settled that at 12:00: đã nói chuyện
    """)


async def test_neither_household_nor_phone_of_payer_and_recorder_looks_at_it(
    village: Village,
) -> None:
    await village.join("mai", "Bùi Thị Mai", household="Hộ 1")
    await village.join("ba", "Bùi Văn Ba", "deputy", sex="male", household="Hộ 1")
    await village.lend("mai")
    await village.link("minh", "lan", kind="helper")  # the treasurer helps the head
    await village("""
        lan > bùi thị mai
        lan < Who is holding the phone
        lan # Lan
        lan < Bùi Thị Mai
        lan # Receive 50,000 đ
        lan < 50,000 đ
        lan # I hold all
        lan < Written down
        mai < Receipt
        mai # Please look
        mai < What
        mai # It is not mine
        mai < Thu will look at it
        thu < Ms Mai asks to look
    """)


async def test_where_nobody_is_free_it_waits_on_the_list_for_the_meeting(
    village: Village,
) -> None:
    async with village.database.write() as db:
        await db.execute(
            delete(t.Role).where(t.Role.role.in_(["head", "secretary", "accountant"]))
        )
    await village(TAKEN)
    await village("""
        hoa # Please look
        hoa < What should be looked at?
        hoa # I have not paid
        hoa < It is on the board's list until the next meeting.
        hoa # Please look
        hoa < It is on the board's list already
        lan > cần xem lại
        lan < Somebody else sees to these
    """)


async def test_money_not_received_goes_to_an_officer_who_did_not_say_so(village: Village) -> None:
    await village(REFUSED)
    await village("""
        hoa # I did
        hoa < Minh will look at it
        minh < Ms Hoa Bính asks to look at 500,000 đ again.
        lan > việc cần xem lại
        lan < Somebody else sees to these
        minh # Look at it
        minh < says that it was handed over … Lan has not received it
        minh # Settled, we have talked
        minh < In a few words
        minh > Tiền ở bác Tư, mai ghi sổ
        minh < Settled. I told
        hoa < Tiền ở bác Tư, mai ghi sổ.
    """)


async def test_who_was_given_the_money_does_not_look_at_it(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ
        hoa > đúng
        hoa < Whom
        hoa > 2
        hoa < name
        hoa > Minh
        hoa < I told
        lan < handed to Mr Minh
        tu < handed to Mr Minh
        lan # Not received yet
        lan < I told
        hoa < Did you hand it over?
        hoa # I did
        hoa < Thu will look at it
        thu < asks to look
    """)


async def test_who_handed_the_money_on_does_not_look_at_the_entry_either(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ
        hoa > đúng
        hoa < Whom
        hoa > 2
        hoa < name
        hoa > Minh
        hoa < I told
        lan < handed to Mr Minh
        tu < handed to Mr Minh
        lan # I hold all
        lan < Written down
        hoa < Receipt
        hoa # Please look
        hoa < What
        hoa # The sum was another one
        hoa < Thu will look at it
        thu < asks to look
    """)


async def test_money_not_handed_over_yet_is_met_kindly(village: Village) -> None:
    await village(REFUSED)
    await village("""
        hoa # Not yet
        hoa < there is no hurry
        hoa # I did
        hoa < You already chose
    """)


async def test_the_way_out_is_no_outcome(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village("""
        minh # Look at it
        minh < Ms Hoa Bính
        minh # It stays
        minh < In a few words
        minh > thôi
        minh < nothing was written down
        minh # Look at it
        minh < Ms Hoa Bính
    """)


async def test_mending_from_a_case_takes_the_entry_back_and_settles_the_case(
    village: Village,
) -> None:
    await village(TAKEN + ASKED)
    await village("""
        minh # Look at it
        minh < Ms Hoa Bính
        minh # Mend it
        minh < Ms Hoa Bính 500,000 đ, slip 1/2026 … What was wrong with it?
        minh # The sum is wrong
        minh < I asked Thu.
        thu < Minh asks to mend an entry of Ms Hoa Bính: 500,000 đ
        thu # Yes, mend it
        thu < does not count any more
        hoa < Payment slip 1/2026
        minh < Thu agreed
        lan < Thu agreed
        thu > cần xem lại
        thu < Nothing waits
        hoa # Please look
        hoa < What should be looked at?
    """)
    async with village.database.read() as db:
        (case,) = (await db.execute(select(t.Case))).all()
        assert case.settled_by == village.ids["thu"]
        assert await entries.unagreed(db, village.club) == []


async def test_a_member_does_not_read_the_boards_list(village: Village) -> None:
    await village("""
        hoa > việc cần xem lại
        hoa < That is the board's work.
    """)


async def test_two_officers_who_look_at_once_settle_it_once(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village("""
        minh # Look at it
        minh < Ms Hoa Bính
        minh # It stays
        minh < In a few words
        thu > cần xem lại
        thu < Which one?
        thu > 1
        thu < Ms Hoa Bính
        thu # It stays
        thu < In a few words
        thu > đủ tiền
        thu < Settled
        hoa < Thu looked at … đủ tiền.
        minh > tôi đã xem
        minh < Thu settled that at 12:00: đủ tiền
    """)


async def test_a_member_who_has_no_phone_by_now_is_told_in_person(village: Village) -> None:
    await village(TAKEN + ASKED)
    async with village.database.write() as db:
        gone = select(t.Link.address_id).where(t.Link.member_id == village.ids["hoa"])
        await db.execute(
            update(t.Address)
            .where(t.Address.id.in_(gone))
            .values(unreachable_at=village.clock.now)
        )
    await village("""
        minh # Look at it
        minh < Ms Hoa Bính
        minh # It stays
        minh < In a few words
        minh > đủ tiền
        minh < Settled. Ms Hoa Bính has no phone here: please tell it in person.
    """)


async def test_a_long_list_shows_eight_and_says_how_many_more(village: Village) -> None:
    for number in range(11):
        name = f"Hà Văn {'ABCDEGHIKLM'[number]}ng"
        await village.join(f"p{number}", name, sex="male")
        await village.lend(f"p{number}")
        await village(f"""
            lan > {name}
            lan < {name}
            lan # Receive 50,000 đ
            lan < 50,000 đ
            lan # I hold all
            lan < Written down
            p{number} < Receipt
            p{number} # Please look
            p{number} < What
            p{number} > 2
            p{number} < Thank you
            minh < asks to look
        """)
    await village("""
        thu > cần xem lại
        thu < These wait to be looked at. Which one? And 3 more after these.
        thu > 8
        thu < Mr Ing: 50,000 đ
    """)
