"""The day's list: what one hand alone has entered is agreed by a second officer in one go."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.storage import tables as t
from tests.village import Village

# Bình has no phone; neither have Chín and Mười, so that only the list can be a second touch.
LIST = "Does this fit what is in the box?"


async def without_phones(village: Village) -> None:
    """Let two more people without a phone owe something, and take 50,000 đ from each of three."""
    await village.join("chin", "Hà Thị Chín", phone=None)
    await village.join("muoi", "Hà Văn Mười", sex="male", phone=None)
    await village.lend("chin")
    await village.lend("muoi")
    for who, name in (("lan", "Vi Văn Bình"), ("lan", "Hà Thị Chín"), ("tu", "Hà Văn Mười")):
        await take(village, who, name)


async def take(village: Village, who: str, name: str, heard: str = "") -> None:
    """Take from a member what is due."""
    await village(f"""
        {who} > {name}
        {who} < {name}
        {who} # Receive 50,000 đ
        {who} < 50,000 đ
        {who} # I hold all
        {who} < Written down
        {heard}
    """)


async def agreed(village: Village) -> list[tuple[int, int, str]]:
    """Return (entry, who, how) of every second touch."""
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Agreement.transaction_id, t.Agreement.member_id, t.Agreement.how).order_by(
                t.Agreement.id
            )
        )
        return [(row.transaction_id, row.member_id, row.how) for row in rows]


async def entries(village: Village) -> list[int]:
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Transaction.id)
            .where(t.Transaction.kind == "repayment")
            .order_by(t.Transaction.id)
        )
        return list(rows.scalars())


async def test_a_second_officer_agrees_the_whole_list_at_once(village: Village) -> None:
    await without_phones(village)
    await village(f"""
        thu > đối chiếu
        thu < {LIST} … (1) Mr Bình: 50,000 đ (Lan, 21 Nov 2026) … (2) Ms Chín: 50,000 đ \
… (3) Mr Mười: 50,000 đ (Tư, 21 Nov 2026) … Together: 150,000 đ
        thu # All fits, 150,000 đ together
        thu < Agreed: 3 entries, 150,000 đ.
        thu > đối chiếu
        thu < Everything in the book has been seen by two people.
    """)
    thu = village.ids["thu"]
    assert await agreed(village) == [(one, thu, "list") for one in await entries(village)]


async def test_entries_of_her_own_hand_wait_for_another_officer(village: Village) -> None:
    await without_phones(village)
    await village(f"""
        lan > đối chiếu
        lan < {LIST} … (1) Mr Mười: 50,000 đ … Together: 50,000 đ … \
2 entries of 100,000 đ wait for another officer
        lan # All fits
        lan < Agreed: 1 entry, 50,000 đ. … 2 entries of 100,000 đ wait
        lan > đối chiếu
        lan < 2 entries of 100,000 đ wait for another officer
    """)


async def test_an_officer_is_addressed_where_it_is_said_that_she_had_a_hand_in_it(
    village: Village,
) -> None:
    await take(village, "lan", "Vi Văn Bình")
    async with village.database.write() as db:
        await db.execute(update(t.Member).values(locale="vi"))
    await village("""
        lan > đối chiếu
        lan < để người khác trong Ban đối chiếu, vì bác có liên quan.
    """)


async def test_household_and_phone_of_the_payer_or_recorder_are_left_to_others(
    village: Village,
) -> None:
    await village.join("nga", "Đỗ Thị Nga", phone=None, household="Hộ 7")
    await village.join("tam", "Đỗ Văn Tám", "deputy", sex="male", household="Hộ 7")
    await village.lend("nga")
    await take(village, "lan", "Đỗ Thị Nga")
    await village.link("lan", "old", kind="self")
    await village.link("minh", "old", kind="helper")  # the head and the treasurer on one phone
    await village(f"""
        tam > đối chiếu
        tam < 1 entry of 50,000 đ waits for another officer
        minh > đối chiếu
        minh < 1 entry of 50,000 đ waits for another officer
        thu > đối chiếu
        thu < {LIST} … (1) Ms Nga
        thu # All fits
        thu < Agreed: 1 entry
    """)


@pytest.mark.parametrize("which", ["2", "chín", "Ms Chín"])
async def test_one_disputed_row_is_set_aside_and_the_rest_is_agreed(
    village: Village, which: str
) -> None:
    await without_phones(village)
    await village(f"""
        thu > đối chiếu
        thu < {LIST}
        thu # Set one aside
        thu < Which one?
        thu > {which}
        thu < {LIST} … (1) Mr Bình … (2) Mr Mười … Together: 100,000 đ
        thu # All fits, 100,000 đ together
        thu < Agreed: 2 entries, 100,000 đ.
        minh > việc cần xem lại
        minh < Which one?
        minh > 1
        minh < Ms Chín: 50,000 đ … Thu set it aside in the day's list
        minh # It stays
        minh < In a few words
        minh > đã đếm lại
        minh < The entry is on the day's list again.
        minh > đối chiếu
        minh < {LIST} … (1) Ms Chín
    """)
    assert len(await agreed(village)) == 2


async def test_when_the_only_row_is_set_aside_nothing_is_left(village: Village) -> None:
    await take(village, "lan", "Vi Văn Bình")
    await village(f"""
        thu > đối chiếu
        thu < {LIST}
        thu # Set one aside
        thu < Which one?
        thu # Mr Bình
        thu < Mr Bình 50,000 đ is set aside. Nothing else waits for your yes.
    """)


async def test_a_namesake_on_the_list_is_asked_back(village: Village) -> None:
    await take(village, "lan", "Vi Văn Bình")
    await village.join("binh2", "Vi Thị Bình", phone=None)
    await village.lend("binh2")
    await take(village, "tu", "Vi Thị Bình")
    await village(f"""
        thu > đối chiếu
        thu < {LIST}
        thu # Set one aside
        thu < Which one?
        thu > bình
        thu < Which one?
        thu > 2
        thu < {LIST} … (1) Mr Bình
    """)


async def test_what_is_not_on_the_list_is_asked_again(village: Village) -> None:
    await take(village, "lan", "Vi Văn Bình")
    await village(f"""
        thu > đối chiếu
        thu < {LIST}
        thu # Set one aside
        thu < Which one?
        thu > 7
        thu < I do not find that on the list
        thu > Hoa
        thu < I do not find that on the list
        thu > menu
        thu < What can I do
    """)


async def test_a_long_list_is_set_aside_by_typed_number(village: Village) -> None:
    for number in range(11):
        name = f"Hà Văn {'ABCDEGHIKLM'[number]}ng"
        await village.join(f"p{number}", name, phone=None, sex="male")
        await village.lend(f"p{number}")
        await take(village, "lan", name)
    await village(f"""
        thu > đối chiếu
        thu < {LIST} … (11) Mr Mng: 50,000 đ … Together: 550,000 đ
        thu # Set one aside
        thu < Which one?
        thu > 11
        thu < {LIST} … (10) Mr Lng … Together: 500,000 đ
    """)


async def test_two_officers_on_the_same_list_agree_each_entry_once(village: Village) -> None:
    await without_phones(village)
    await village(f"""
        thu > đối chiếu
        thu < {LIST}
        minh > đối chiếu
        minh < {LIST}
        thu # Set one aside
        thu < Which one?
        thu > 1
        thu < {LIST}
        thu # All fits
        thu < Agreed: 2 entries
        minh # All fits, 150,000 đ together
        minh < All of that was agreed or set aside in the meantime.
    """)
    assert len(await agreed(village)) == 2


async def test_what_was_agreed_meanwhile_is_not_agreed_again(village: Village) -> None:
    await without_phones(village)
    await village(f"""
        thu > đối chiếu
        thu < {LIST}
        lan > đối chiếu
        lan < {LIST} … (1) Mr Mười
        lan # All fits
        lan < Agreed: 1 entry, 50,000 đ. … wait
        thu # All fits
        thu < Agreed: 2 entries, 100,000 đ. … 1 was agreed or set aside by somebody else
    """)


async def test_a_list_that_has_changed_is_shown_again_before_a_row_is_set_aside(
    village: Village,
) -> None:
    await without_phones(village)
    await village(f"""
        thu > đối chiếu
        thu < {LIST} … (3) Mr Mười
        lan > đối chiếu
        lan < {LIST}
        lan # All fits
        lan < Agreed
        thu # Set one aside
        thu < {LIST} … (1) Mr Bình … (2) Ms Chín … Together: 100,000 đ
    """)


async def test_another_time_leaves_the_list_as_it_is(village: Village) -> None:
    await take(village, "lan", "Vi Văn Bình")
    await village(f"""
        thu > đối chiếu
        thu < {LIST}
        thu # Another time
        thu < The list stays
        thu > đối chiếu
        thu < {LIST}
    """)
    assert await agreed(village) == []


async def test_what_a_member_asked_about_or_what_was_mended_is_not_on_the_list(
    village: Village,
) -> None:
    await take(village, "lan", "Nguyễn Thị Hoa", heard="hoa < Receipt")
    await take(village, "lan", "Vi Văn Bình")
    await village("""
        hoa # Please look
        hoa < What
        hoa # I have not paid
        hoa < Minh will look at it
        minh < asks to look
        lan > sửa lại
        lan < Which entry
        lan # 50,000 đ, 21 Nov: Mr Bình
        lan < What was wrong
        lan # The sum is wrong
        lan < I asked
        minh < Do you agree?
        minh # Yes
        minh < does not count
        lan < agreed
        thu > đối chiếu
        thu < Everything in the book
    """)


async def test_a_member_does_not_read_the_list(village: Village) -> None:
    await village("""
        hoa > đối chiếu
        hoa < That is the board's work.
    """)
