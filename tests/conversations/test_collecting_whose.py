"""Lines of a meeting day: whoever is named it is her money, and who owes has not paid."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select, update

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.collecting import DUE, asks_fee, borrows, everybody_pays, forget, marks, meeting_day
from tests.village import Village


@pytest.fixture
async def club(database: Database) -> Village:
    """A club whose Bình, Chín, Cúc and Hoa each owe 50,000 đ today; Nụ and ông Tư owe nothing."""
    village = await meeting_day(database)
    await village.join("cuc", "Vi Thị Cúc", phone=None)
    await village.join("nu", "Vi Thị Nụ", phone=None)
    await borrows(village, "cuc")
    await village("""
        lan > thu tiền hôm nay
        lan < (1/4) Vi Văn Bình
    """)
    return village


@pytest.fixture
async def lang(database: Database) -> Village:
    """The same in Vietnamese."""
    village = await meeting_day(database, "vi")
    await village.join("cuc", "Vi Thị Cúc", phone=None)
    await village.join("nu", "Vi Thị Nụ", phone=None)
    await borrows(village, "cuc")
    await village("""
        lan > thu tiền hôm nay
        lan < (1/4) Vi Văn Bình
    """)
    return village


async def noted(village: Village) -> dict[str, tuple[str, int]]:
    return {who: (state, amount) for who, state, amount in await marks(village) if state != "open"}


@pytest.mark.parametrize(
    "line",
    [
        "Chín nợ 80k",
        "Chín không nộp 80k",
        "Chín 80k nợ",
        "Chín không 80k",
        "chin ko 80k",
        "chin no 80k",
        "Chín 80k ?",
        "Chín 80k chưa",
        "Chín khất 80k",
        "Chín 80k để lần sau",
    ],
)
async def test_a_line_that_may_say_who_owes_is_asked_back(club: Village, line: str) -> None:
    await club(f"""
        lan > {line}
        lan < “{line}”: has Ms Chín handed over 80,000 đ, or is it for next time?
        lan # Next time
        lan < Ms Chín: next time.
    """)
    assert await noted(club) == {"chin": ("later", 0)}


async def test_who_has_paid_all_the_same_is_noted_with_her_sum(club: Village) -> None:
    await club("""
        lan > Chín nợ 50k / Bình trả nợ 50k
        lan < Noted: 1 line, 50,000 đ. ✓ Mr Bình 50,000 đ … “Chín nợ 50k”
        lan # Handed over, 50,000 đ
        lan < Noted: Ms Chín 50,000 đ.
    """)
    assert await noted(club) == {"binh": ("paid", 50_000), "chin": ("paid", 50_000)}


async def test_behind_a_heading_of_who_owes_nobody_has_paid(club: Village) -> None:
    await club.say("lan", "Nợ:\nChín 50k\nBình 50k")
    await club("""
        lan < “Chín 50k”: has Ms Chín handed over
        lan > không
        lan < Ms Chín: next time. … “Bình 50k”: has Mr Bình handed over
        lan > chưa
        lan < Mr Bình: next time.
    """)
    assert await noted(club) == {"binh": ("later", 0), "chin": ("later", 0)}


async def test_in_vietnamese_who_owes_is_asked_back(lang: Village) -> None:
    await lang("""
        lan > Chín nợ 80k
        lan < “Chín nợ 80k”
        lan # Để lần sau
        lan < để lần sau
        lan > Bình không nộp
        lan < để lần sau
    """)
    assert await noted(lang) == {"binh": ("later", 0), "chin": ("later", 0)}


async def test_a_line_that_names_somebody_is_hers_and_the_question_stays(club: Village) -> None:
    await club("""
        lan > Bình một trăm
        lan < “Bình một trăm”: Mr Bình 100,000 đ, is that right?
        lan > Hoa 50k
        lan < Noted: 1 line, 50,000 đ. ✓ Ms Hoa Bính 50,000 đ … “Bình một trăm”: Mr Bình 100,000 đ
        lan > Hoa 500 triệu
        lan < Of the other lines I ask right after this one. … “Bình một trăm”
        lan > Vân 60k
        lan < “Vân 60k”: I find nobody of that name. For Mr Bình please write the sum alone.
        lan # Yes, 100,000 đ
        lan < Noted: Mr Bình 100,000 đ. … “Hoa 500 triệu”: for Ms Hoa Bính 50,000 đ is noted
        lan # Leave this line out
        lan < (2/4) Hà Thị Chín
    """)
    assert await noted(club) == {"binh": ("paid", 100_000), "hoa": ("paid", 50_000)}


async def test_behind_another_sum_a_named_line_is_hers_too(club: Village) -> None:
    await club("""
        lan # Another sum
        lan < How much did Mr Bình hand over?
        lan > Chín 70k
        lan < Noted: 1 line, 70,000 đ. ✓ Ms Chín 70,000 đ … How much did Mr Bình hand over?
        lan > Hoa 500 triệu
        lan < “Hoa 500 triệu” is somebody else's. One after the other, please: first Mr Bình.
        lan > Bình 60k
        lan < Vi Văn Bình: 60,000 đ
        lan > nộp đủ
        lan < Vi Văn Bình: 50,000 đ
        lan > Bình nợ 60k
        lan < “Bình nợ 60k”: has Mr Bình handed over 60,000 đ
        lan > 0
        lan < Mr Bình: next time.
    """)
    assert await noted(club) == {"binh": ("later", 0), "chin": ("paid", 70_000)}


async def test_in_vietnamese_nobody_gets_what_another_one_has_paid(lang: Village) -> None:
    await lang("""
        lan > Bình một trăm
        lan < ông Bình 100.000 đ phải không ạ?
        lan > Hoa 60k
        lan < bà Hoa Bính 60.000 đ … ông Bình 100.000 đ phải không ạ?
        lan > không
        lan < “Bình một trăm”: ông Bình nộp bao nhiêu ạ?
        lan > nộp đủ
        lan < Cháu đã ghi: ông Bình 50.000 đ.
        lan # Số khác
        lan < Bà Chín nộp bao nhiêu ạ?
        lan > Cúc 70k
        lan < bà Cúc 70.000 đ … Bà Chín nộp bao nhiêu ạ?
        lan > 60k
        lan < Hà Thị Chín: 60.000 đ
        lan > nộp đủ
        lan < Hà Thị Chín: 50.000 đ … Đúng không ạ?
        lan # Đúng, 50.000 đ
        lan < Cháu đã ghi: bà Chín 50.000 đ.
    """)
    assert await noted(lang) == {
        "binh": ("paid", 50_000),
        "chin": ("paid", 50_000),
        "cuc": ("paid", 70_000),
        "hoa": ("paid", 60_000),
    }


async def test_who_owes_nothing_is_known_by_name_and_no_woman_is_a_man(club: Village) -> None:
    await club("""
        lan > Nụ 0
        lan < Ms Nụ has nothing to pay. … (1/4)
        lan > Nụ 10k
        lan < “Nụ 10k”: Ms Nụ has nothing to pay.
        lan # Leave this line out
        lan < (1/4)
        lan > ông Tư 50k
        lan < “ông Tư 50k”: Tư has nothing to pay.
        lan # Leave this line out
        lan < (1/4)
        lan > ông Cúc 50k
        lan < “ông Cúc 50k”: Ms Cúc 50,000 đ, is that right?
    """)
    assert await noted(club) == {}


async def test_of_namesakes_the_man_is_the_one_spoken_of_as_a_man(club: Village) -> None:
    await club.join("cucnam", "Lê Văn Cúc", sex="male", phone=None)
    await borrows(club, "cucnam")
    await club("""
        lan > ông Cúc 50k / Cúc 50k
        lan < Noted: 1 line, 50,000 đ. ✓ Mr Cúc 50,000 đ … “Cúc 50k”: which one is it?
    """)


async def test_words_beside_the_list_are_understood(lang: Village) -> None:
    await lang.say("lan", "không hiểu")
    await lang.say("lan", "bỏ")
    forget(lang)
    await lang("""
        lan # Để lần sau
        lan < để lần sau. … (2/4) Hà Thị Chín
        lan > danh sách
        lan < Thu tiền ngày 21/11/2026: 0/4
        lan > Chín
        lan < (2/4) Hà Thị Chín
        lan > 200k
        lan < Hà Thị Chín: 200.000 đ
    """)


async def test_what_is_puzzling_is_explained_in_a_sentence(club: Village) -> None:
    await club("""
        lan > không hiểu
        lan < Choose what Mr Bình hands over now
        lan > bỏ
        lan < Nothing is noted for Mr Bình yet. Shall it be “Next time”?
        lan # Back to Mr Bình
        lan < (1/4) Vi Văn Bình
        lan # The whole list
        lan < 0 of 4
        lan > không hiểu
        lan < Here is who has paid and who has not.
        lan > 200k
        lan < Whose is it? Please write the name with the sum, like “Hoa 200k”.
    """)


async def test_what_next_time_and_set_aside_mean_is_said_where_a_list_begins(
    database: Database,
) -> None:
    village = await meeting_day(database)
    await village("""
        lan > thu tiền hôm nay
        lan < “Next time”: nothing is handed over today. “Set aside”: something is unclear … (1/3)
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
    """)


async def resting(village: Village) -> int:
    async with village.database.read() as db:
        return int((await db.execute(select(func.count()).select_from(t.Quiet))).scalar_one())


async def test_that_somebody_is_ill_is_asked_back_and_the_list_stays_open(club: Village) -> None:
    await club("""
        lan > bà Cúc ốm
        lan < “bà Cúc ốm”: is Ms Cúc for next time? And shall I not remind Ms Cúc for a while?
        lan # Back to Ms Cúc
        lan < (3/4) Vi Thị Cúc
    """)
    assert await resting(club) == 0
    await club("""
        lan > Cúc: 20
        lan < “Cúc: 20”: Ms Cúc 20,000 đ, is that right?
        lan > bà Cúc ốm
        lan < One after the other, please: first this one.
        lan # Leave this line out
        lan < (1/4)
        lan > bà Cúc ốm
        lan < is Ms Cúc for next time?
        lan # Next time, and no reminders
        lan < Ms Cúc is not reminded … Ms Cúc: next time. … (4/4)
    """)
    assert await resting(club) == 1
    assert await noted(club) == {"cuc": ("later", 0)}


async def test_lines_that_were_forgotten_are_taken_while_the_cash_is_counted(
    club: Village,
) -> None:
    await club("""
        lan > Bình 50k
        lan < Noted: 1 line
        lan # The whole list
        lan < 1 of 4
        lan # Read it back
        lan < Does it fit?
        lan > Chín 50k / Hoa 50k
        lan < It is not counted yet: we are back at the list. … Noted: 2 lines, 100,000 đ.
        lan # The whole list
        lan < 3 of 4
        lan # Read it back
        lan < Does it fit?
        lan # There is more
        lan < How much is it?
        lan > cúc 50k
        lan < It is not counted yet: we are back at the list. … Noted: 1 line
        lan # Read it back
        lan < Does it fit?
    """)
    await club.say("lan", "2 tờ 100k")
    club.hears("tu", "4 of 4 have paid, 200,000 đ. … Counted by Lan: 200,000 đ")
    assert len(await noted(club)) == 4


async def test_less_than_a_fee_is_not_taken_for_the_loan_in_silence(club: Village) -> None:
    await asks_fee(club, 10_000)
    async with club.database.write() as db:
        await db.execute(update(t.Member).values(fees_paid_to=DUE))
        own = update(t.Member).where(t.Member.id == club.ids["nu"])
        await db.execute(own.values(fees_paid_to=date(2026, 10, 1)))
    await club.lend("nu", starts_on=date(2026, 11, 1), first_due=date(2026, 12, 25))
    await club("""
        lan > Nụ 5 nghin
        lan < “Nụ 5 nghin”: 5,000 đ is less than Ms Nụ's fee of 10,000 đ, and would go to the loan.
        lan # The fee, 10,000 đ
        lan < Noted: Ms Nụ 10,000 đ.
        lan > Nụ
        lan < To pay: 10,000 đ
        lan > 5k
        lan < The fee of 10,000 đ is paid in whole months: nothing of this is for it.
    """)


async def test_who_owes_a_fee_alone_is_not_told_that_nothing_is_to_be_paid(club: Village) -> None:
    await asks_fee(club, 10_000)
    async with club.database.write() as db:
        await db.execute(update(t.Member).values(fees_paid_to=DUE))
        own = update(t.Member).where(t.Member.id == club.ids["nu"])
        await db.execute(own.values(fees_paid_to=date(2026, 10, 1)))
    await club("""
        lan > Nụ
        lan < To pay: 10,000 đ
        lan > 5k
        lan < A fee is paid in whole months: 10,000 đ is due. How much is it, please?
        lan > Nụ 5k
        lan < “Nụ 5k”: Ms Nụ owes a fee of 10,000 đ; it is paid in whole months.
    """)


async def test_sums_in_words_are_asked_back_where_they_are_doubtful(club: Village) -> None:
    await club("""
        lan > Bình 5 chục / Chín nửa triệu / Cúc 1 triệu rưỡi / Hoa 1tr2
        lan < “Bình 5 chục”: Mr Bình 50,000 đ, is that right?
        lan # Yes, 50,000 đ
        lan < “Chín nửa triệu”: Ms Chín 500,000 đ? 50,000 đ is due.
        lan # Yes, 500,000 đ
        lan < “Cúc 1 triệu rưỡi”: Ms Cúc 1,500,000 đ? 50,000 đ is due.
        lan # Yes, 1,500,000 đ
        lan < “Hoa 1tr2”: Ms Hoa Bính 1,200,000 đ? 50,000 đ is due.
    """)


async def test_days_after_the_closing_an_old_button_hears_what_was_decided(
    database: Database,
) -> None:
    village = await meeting_day(database)
    await village.join("thu", "Phạm Thị Thu", "secretary")
    await village("""
        thu > thu tiền hôm nay
        thu < (1/3)
    """)
    await everybody_pays(village)
    await village.press("tu", "I agree")
    forget(village)
    village.clock.pass_by(days=6)
    await village("""
        thu # Paid in full
        thu < Tư agreed at 12:00: 150,000 đ of the collection of 21 Nov is in the book.
    """)
