"""Hard times in Vietnamese: the list, new days, a death; kind, and never a word that shames."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.village import Village, plain


@pytest.fixture
async def lang(database: Database) -> Village:
    """A club that speaks Vietnamese; Hoa owes 5,000,000 đ, and 50,000 đ is not in the book."""
    village = Village(database, locale="vi")
    await village.found(rate_label="lai")
    await village.join("hoa", "Nguyễn Thị Hoa", village_name="Hoa Bính")
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.lend("hoa")
    village.clock.pass_by(days=30)  # 21 December
    return village


async def test_the_list_leads_to_new_days_which_are_told_kindly(lang: Village) -> None:
    await lang("""
        tu > ai nộp chậm
        tu < Chỉ Ban Chủ nhiệm. Các khoản chưa vào sổ: Bà Hoa Bính: 50.000 đ, chậm 11 ngày\
 (1-30 ngày); chưa nhắc lần nào
        tu # Nguyễn Thị Hoa
        tu < Bà Hoa Bính Từ kỳ 10/12/2026 còn 50.000 đ chưa ghi sổ.
        tu # Gia hạn
        tu < Bà Hoa Bính bắt đầu nộp lại từ ngày nào ạ?
        tu > 10/6/2027
        tu < Trả làm mấy lần ạ? Bác ghi số thôi
        tu > 12
        tu < Vì sao ạ?
        tu # Nhà có người ốm
        tu < Bà Hoa Bính, khoản vay KU-hoa. Trước: còn 12 kỳ, kỳ cuối 10/11/2027\
 … Mới: 12 kỳ, kỳ cuối 10/05/2028 … 10/6/2027: 351.000 đ
        tu # Hỏi Ban Chủ nhiệm
        tu < ông Minh
        minh < Bác Tư đề nghị gia hạn khoản vay KU-hoa của bà Hoa Bính, còn 5.000.000 đ
    """)
    await lang.press("minh", plain(lang.choices("minh")[0].label))
    await lang("""
        minh < Bà Hoa Bính, khoản vay KU-hoa, nộp theo lịch mới
        hoa < Tin vui ạ: Ban Chủ nhiệm cho bà thêm thời gian. Từ nay bà nộp như sau
        tu < lịch mới
    """)


async def test_a_death_is_read_back_with_care(lang: Village) -> None:
    await lang("""
        tu > bà Hoa mất rồi
        tu < Cháu xin chia buồn. Có chắc là Nguyễn Thị Hoa (Hoa Bính) đã mất không ạ?
        tu # Đúng, bà Hoa Bính đã mất
        tu < Bà Hoa Bính đã mất. … Không nhắc ai về khoản này nữa.
        lan < Bà Hoa Bính đã mất.
        minh < Bà Hoa Bính đã mất.
        tu # Nhầm rồi
        tu < Vậy bà Hoa Bính vẫn là thành viên như trước
        tu # Đúng, bà Hoa Bính
        tu < Vâng, bà Hoa Bính vẫn là thành viên như trước ạ.
        lan < nhầm
        minh < nhầm
    """)


async def test_a_sum_of_ten_times_is_asked_about(lang: Village) -> None:
    await lang("""
        hoa > tôi nộp 1tr
        hoa < 1.000.000 đ … Hay là 100.000 đ ạ?
        hoa # Không, 100.000 đ
        hoa < 100.000 đ
    """)
