"""Pasted lines: what is clear is noted, what is not is asked back one by one, none is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.storage.engine import Database
from tests.collecting import borrows, marks, meeting_day
from tests.village import Village


@pytest.fixture
async def club(database: Database) -> Village:
    """A club of namesakes and of people whose names are numbers; all owe 50,000 đ today."""
    village = await meeting_day(database)
    await village.join("nam", "Đặng Thị Năm", phone=None)
    await village.join("bay", "Hồ Văn Bảy", sex="male", phone=None)
    await village.join("hoa2", "Vũ Thị Hoa", village_name="Hoa Mộc", hamlet="xóm 1", phone=None)
    for who in ("nam", "bay", "hoa2"):
        await borrows(village, who)
    await village("""
        lan > thu tiền hôm nay
        lan < 6 people, 300,000 đ together. … (1/6) Hồ Văn Bảy
    """)
    return village


async def noted(village: Village) -> dict[str, tuple[str, int]]:
    return {who: (state, amount) for who, state, amount in await marks(village) if state != "open"}


async def test_what_is_clear_is_noted_at_once_and_the_rest_is_asked_line_by_line(
    club: Village,
) -> None:
    await club("""
        lan > Bình 50k / Hoa 100k / chin 150 / Năm 0 / Vân 50k
        lan < Noted: 2 lines, 50,000 đ. ✓ Mr Bình 50,000 đ – Ms Năm: next time … “Hoa 100k”: \
which one is it?
        lan # Vũ Thị Hoa (Hoa Mộc, xóm 1)
        lan < Noted: Ms Hoa Mộc 100,000 đ. … “chin 150”: Ms Chín 150,000 đ, is that right?
        lan > 50k
        lan < Noted: Ms Chín 50,000 đ. … “Vân 50k”: I find nobody of that name.
        lan > bảy
        lan < Noted: Mr Bảy 50,000 đ. … (4/6) Nguyễn Thị Hoa
    """)
    assert await noted(club) == {
        "bay": ("paid", 50_000),
        "binh": ("paid", 50_000),
        "chin": ("paid", 50_000),
        "hoa2": ("paid", 100_000),
        "nam": ("later", 0),
    }


async def test_names_that_are_numbers_are_names(club: Village) -> None:
    await club("""
        lan > Năm năm chục nghìn
        lan < Noted: 1 line, 50,000 đ. ✓ Ms Năm 50,000 đ
        lan > bay 50
        lan < “bay 50”: Mr Bảy 50,000 đ, is that right?
        lan # Yes, 50,000 đ
        lan < Noted: Mr Bảy 50,000 đ.
    """)


async def test_a_line_can_be_left_out_and_nothing_is_noted_of_it(club: Village) -> None:
    await club("""
        lan > Hoa 50k; Lan 50k
        lan < “Hoa 50k”: which one is it?
        lan # Leave this line out
        lan < “Lan 50k”: Lan has nothing to pay.
        lan # Leave this line out
        lan < (1/6) Hồ Văn Bảy
    """)
    assert await noted(club) == {}


async def test_a_second_line_for_the_same_person_is_asked_about(club: Village) -> None:
    await club(
        """
        lan > Bảy 20k\\nBảy 30k
        lan < Noted: 1 line, 20,000 đ. … “Bảy 30k”: for Mr Bảy 20,000 đ is noted already.
        lan # On top of it: 50,000 đ together
        lan < Noted: Mr Bảy 50,000 đ.
        lan > Bảy 40k
        lan < “Bảy 40k”: for Mr Bảy 50,000 đ is noted already.
        lan # 40,000 đ instead
        lan < Noted: Mr Bảy 40,000 đ.
    """.replace("\\n", " / ")
    )
    assert await noted(club) == {"bay": ("paid", 40_000)}


async def test_too_much_and_ten_times_the_usual_are_asked_about(club: Village) -> None:
    await club("""
        lan > Bảy 500k / Năm 6tr / Bình 5
        lan < “Bảy 500k”: Mr Bảy 500,000 đ? 50,000 đ is due. Or did you mean 50,000 đ?
        lan # No, 50,000 đ
        lan < Noted: Mr Bảy 50,000 đ. … “Năm 6tr”: Ms Năm 6,000,000 đ? 50,000 đ is due.
        lan # Yes, 6,000,000 đ
        lan < “Năm 6tr”: Ms Năm has only 5,050,000 đ to pay.
        lan # Take 5,050,000 đ, give 950,000 đ back
        lan < Noted: Ms Năm 5,050,000 đ. … “Bình 5”: how much did Mr Bình hand over?
        lan > 50 nghìn
        lan < Noted: Mr Bình 50,000 đ.
    """)


async def test_money_that_was_told_of_is_not_noted_twice(club: Village) -> None:
    await club("""
        hoa > tôi nộp 50k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < says that
        tu < says that
        lan > hoa bính 50k
        lan < Ms Hoa Bính told me at 12:00 of 50,000 đ: is it this very money?
        lan # This very money
        lan < Noted: Ms Hoa Bính 50,000 đ.
    """)


async def test_money_that_an_officer_may_not_touch_is_left_to_another_one(
    database: Database,
) -> None:
    club = await meeting_day(database)
    await club.join("dung", "Hoàng Văn Dũng", sex="male", phone="tu")  # reads Tư's phone
    await borrows(club, "dung")
    await borrows(club, "tu")
    await club.join("thu", "Phạm Thị Thu", "secretary")
    await club("""
        tu > thu tiền hôm nay
        tu < Who is holding the phone, please?
        tu # Tư
        tu < 5 people, 250,000 đ together. … (1/5)
        tu > Tư 50k / Dũng 50k / Bình 50k
        tu < Noted: 1 line, 50,000 đ. ✓ Mr Bình 50,000 đ Somebody else of the board must take \
the money of Tư, Mr Dũng. … (2/5) Hà Thị Chín
        tu # The whole list
        tu < ✋ Mr Dũng 50,000 đ: somebody else must take it … ✋ Tư 50,000 đ
        tu > dũng
        tu < Hoàng Văn Dũng: somebody else of the board must take this money.
        tu # Go on with the next
        tu < (4/5) Nguyễn Thị Hoa
        thu > Dũng 50k / Tư 50k
        thu < Shall I note these 2 lines on the collection list of 21 Nov?
        thu # Yes, note them
        thu < Noted: 2 lines, 100,000 đ.
    """)


async def test_two_officers_who_paste_the_same_lines_count_nothing_twice(club: Village) -> None:
    await club("""
        lan > Bảy 50k / Năm 0
        lan < Noted: 2 lines, 50,000 đ.
        tu > thu tiếp
        tu < (2/6)
        tu > Bảy 50k / Năm 0 / Bình 50k
        tu < Noted: 1 line, 50,000 đ. ✓ Mr Bình 50,000 đ Mr Bảy 50,000 đ stands there already \
(Lan, 12:00); it is not counted twice. Ms Năm stands there already, for next time (Lan, 12:00).
    """)
    assert await noted(club) == {
        "bay": ("paid", 50_000),
        "binh": ("paid", 50_000),
        "nam": ("later", 0),
    }


async def test_sums_that_nobody_hands_over_are_asked_about(club: Village) -> None:
    await club("""
        lan > Bảy 50500đ / Bình 100k
        lan < Noted: 1 line, 100,000 đ. ✓ Mr Bình 100,000 đ … “Bảy 50500đ”: Mr Bảy 50,500 đ, is \
that right? Or did you mean 50,000 đ?
        lan # No, 50,000 đ
        lan < Noted: Mr Bảy 50,000 đ.
    """)


async def test_a_line_about_who_was_set_aside_or_has_paid_is_asked_about(club: Village) -> None:
    await club("""
        lan # Set aside
        lan < Mr Bảy is set aside.
        lan > Bảy 50k
        lan < “Bảy 50k”: Mr Bảy is set aside. And now?
        lan # Take 50,000 đ, it is settled
        lan < Noted: Mr Bảy 50,000 đ.
        lan > Bảy 0
        lan < “Bảy 0”: for Mr Bảy 50,000 đ is noted already.
        lan # Next time
        lan < Mr Bảy: next time.
    """)
    assert (await noted(club))["bay"] == ("later", 0)


async def test_lines_pasted_the_day_after_are_asked_of_which_day_they_are(club: Village) -> None:
    club.clock.pass_by(days=1)
    await borrows(club, "lan", starts_on=date(2026, 10, 22), first_due=date(2026, 11, 22))
    await club("""
        tu > Bảy 50k / Bình 50k
        tu < Shall I note these 2 lines on the collection list of 21 Nov?
        tu # Yes, on the list of 21 Nov
        tu < Noted: 2 lines, 100,000 đ.
        minh > Năm 50k / Chín 50k
        minh < Shall I note these 2 lines on the collection list of 21 Nov?
        minh # On a list of today
        minh < Noted: 2 lines, 100,000 đ.
    """)


async def test_pasted_lines_in_vietnamese(database: Database) -> None:
    club = await meeting_day(database, "vi")
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan > Bình 50k / bà Chín chưa nộp
        lan < Cháu đã ghi 2 dòng, 50.000 đ. ✓ ông Bình 50.000 đ – bà Chín: để lần sau
    """)
