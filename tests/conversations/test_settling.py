"""Settling a case: with kind words, and with what another officer asked about the same entry."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from bot.storage import tables as t
from tests.village import Village

DOUBTED = """
    lan > hoa
    lan < Nguyễn Thị Hoa
    lan # Receive 50,000 đ
    lan < 50,000 đ
    lan # I hold all
    lan < Written down
    hoa < Receipt
    hoa # Please look
    hoa < What
    hoa > 1
    hoa < Mr Minh will look at it
    minh < asks to look at 50,000 đ
"""
ASKED_TO_MEND = """
    {who} > sửa lại
    {who} < Which entry
    {who} # 50,000 đ, 21 Nov: Ms Hoa Bính
    {who} < What was wrong
    {who} # The sum is wrong
    {who} < I asked Mr Minh
    minh < asks to mend an entry of Ms Hoa Bính … Do you agree?
"""


async def requests(village: Village) -> list[str]:
    """Return what became of the requests to mend an entry."""
    async with village.database.read() as db:
        return list(
            (await db.execute(select(t.Correction.status).order_by(t.Correction.id))).scalars()
        )


# --- With what another officer asked -------------------------------------------------------------


async def test_an_entry_that_stays_is_not_mended_behind_it(village: Village) -> None:
    await village(DOUBTED)
    await village(ASKED_TO_MEND.format(who="tu"))
    await village("""
        minh # Look at it
        minh < Ms Hoa Bính: 50,000 đ … Tư asks to mend it: The sum is wrong.
        minh # It stays
        minh < In a few words
        minh > đã đếm lại, đủ
        minh < Settled. I told Ms Hoa Bính.
        tu < Minh would like to talk with you before this is mended: Ms Hoa Bính 50,000 đ
        hoa < đã đếm lại, đủ.
        minh # Yes, mend it
        minh < Minh said at 12:00 to leave it as it is
    """)
    assert await requests(village) == ["refused"]


async def test_who_asked_to_mend_it_takes_that_back_by_letting_it_stay(village: Village) -> None:
    await village(DOUBTED)
    await village(ASKED_TO_MEND.format(who="thu"))
    await village("""
        thu > việc cần xem lại
        thu < Which one?
        thu # Ms Hoa Bính
        thu < asks to mend it
        thu # It stays
        thu < In a few words
        thu > tôi nhìn nhầm dòng
        thu < Settled. I told Ms Hoa Bính.
        hoa < tôi nhìn nhầm dòng.
        minh # Yes, mend it
        minh < Thu said at 12:00 to leave it as it is
    """)
    assert await requests(village) == ["refused"]


async def test_who_may_not_answer_a_request_does_not_settle_the_case_over_it(
    village: Village,
) -> None:
    await village(DOUBTED)
    await village(ASKED_TO_MEND.format(who="tu"))
    async with village.database.write() as db:
        household = await db.execute(
            insert(t.Household)
            .values(club_id=village.club, label="Hộ 1", hardship="average")
            .returning(t.Household.id)
        )
        kin = [village.ids["tu"], village.ids["minh"]]
        await db.execute(
            update(t.Member)
            .where(t.Member.id.in_(kin))
            .values(household_id=household.scalar_one())
        )
    await village("""
        minh # Look at it
        minh < asks to mend it
        minh # It stays
        minh < Tư asks to mend this entry. Somebody else of the board must first answer that.
    """)
    assert await requests(village) == ["pending"]


async def test_what_was_mended_while_the_words_were_written_is_not_said_to_stay(
    village: Village,
) -> None:
    await village(DOUBTED)
    await village(ASKED_TO_MEND.format(who="tu"))
    await village("""
        thu > việc cần xem lại
        thu < Which one?
        thu # Ms Hoa Bính
        thu < asks to mend it
        thu # It stays
        thu < In a few words
        minh # Yes, mend it
        minh < does not count any more
        hoa < is mended
        tu < Minh agreed
        lan < Minh agreed
        thu > đủ rồi
        thu < Minh settled that at 12:00: The sum is wrong
    """)


# --- With kind words -----------------------------------------------------------------------------

SETTLING = """
    minh # Look at it
    minh < Ms Hoa Bính
    minh # It stays
    minh < In a few words
"""


async def test_an_officer_is_asked_once_for_kinder_words(village: Village) -> None:
    await village(DOUBTED + SETTLING)
    await village("""
        minh > bà ấy nợ quá hạn
        minh < a word in it which makes people feel ashamed
        minh > còn phải trả quỹ 50.000
        minh < Settled. I told
        hoa < còn phải trả quỹ 50.000.
    """)


@pytest.mark.parametrize("answer", ["> bà vẫn còn nợ", "# Send it as it is"])
async def test_the_officer_has_the_last_word(village: Village, answer: str) -> None:
    await village(DOUBTED + SETTLING)
    await village(f"""
        minh > bà vẫn còn nợ
        minh < feel ashamed
        minh {answer}
        minh < Settled. I told
        hoa < bà vẫn còn nợ.
    """)


async def test_the_reason_that_the_payer_reads_on_her_slip_is_kind_too(village: Village) -> None:
    await village(DOUBTED)
    await village("""
        lan > sửa lại
        lan < Which entry
        lan # 50,000 đ, 21 Nov: Ms Hoa Bính
        lan < What was wrong
        lan > tiền nợ của người khác
        lan < feel ashamed
        lan # Send it as it is
        lan < I asked Mr Minh
        minh < Tiền nợ của người khác. Do you agree?
    """)
