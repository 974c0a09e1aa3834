"""Swapped labour: asks and offers of days, matched first come first served, and counted."""

from __future__ import annotations

from datetime import date

import pytest

from bot.chat import Choice
from bot.i18n import use_locale
from bot.storage import addresses, labour_swaps
from bot.storage.engine import Database
from bot.telling import tell
from tests.village import Village


@pytest.fixture
async def neighbours(village: Village) -> Village:
    """Three more with phones, and Bình without one."""
    await village.join("nam", "Đỗ Văn Nam", sex="male", hamlet="xóm 3", birth_year=1985)
    await village.join("sen", "Bùi Thị Sen", hamlet="xóm 1", birth_year=1980)
    await village.join("dao", "Ngô Thị Đào", hamlet="xóm 1", birth_year=1978)
    return village


async def ask_after(village: Village, who: str) -> None:
    """Ask on the next morning, as the reminder will: did she go?"""
    async with village.database.write() as db:
        today = date(2026, 11, 23)
        went = village.ids["nam"]
        (swap,) = await labour_swaps.of_member(db, village.club, went, date(2026, 11, 22))
        (listener,) = (await addresses.listeners(db, [village.ids[who]], today)).values()
        with use_locale(village.locale):
            await tell(
                db,
                listener,
                "Did you go?",
                [Choice("yes", "I did"), Choice("no", "I did not")],
                now=village.clock.now,
                step="labour.helped",
                data={"swap": swap.id},
            )
    await village.delivery.deliver()


async def test_an_ask_is_seen_and_taken_first_come_first_served(neighbours: Village) -> None:
    await neighbours("""
        hoa > tôi cần 2 người gặt lúa 22/11
        hoa < On the board: Ms Hoa Bính, Sunday 22 Nov, 2 pairs of hands: gặt lúa. It stands on
        nam > đổi công
        nam < Who needs hands: • Sunday 22 Nov: … Hoa Bính … 2 pairs of hands: gặt lúa. 2 are still
        nam # I can go: Ms Hoa Bính, 22 Nov
        nam < Thank you! You go to Ms Hoa Bính on Sunday 22 Nov: gặt lúa. I have told Ms Hoa Bính.
        hoa < Nam (xóm 3) comes to help you on Sunday 22 Nov: gặt lúa. 1 is still missing.
        sen > labour
        sen < 1 is still missing.
        dao > labour
        dao < 1 is still missing.
        sen > 1
        sen < Thank you! You go to Ms Hoa Bính
        hoa < comes to help you on Sunday 22 Nov: gặt lúa. That is enough hands.
        dao # I can go
        dao < Enough hands are coming there already. … That is enough hands.
    """)


async def test_who_has_time_hears_of_what_fits_and_says_yes(neighbours: Village) -> None:
    await neighbours("""
        nam > tôi rảnh 22/11
        nam < I noted that you have time to help on Sunday 22 Nov. … Nobody needs hands then yet.
        sen > tôi rảnh 23/11
        sen < I noted that you have time to help on Monday 23 Nov.
        hoa > can 1 nguoi lop nha 22/11
        hoa < On the board: … 1 pair of hands: lop nha. 1 neighbour has time then, and hears of it
        nam < Hoa Bính … needs 1 pair of hands on Sunday 22 Nov: lop nha. Can you go?
        nam # Yes, I can go
        nam < Thank you! You go to Ms Hoa Bính on Sunday 22 Nov: lop nha.
        hoa < Nam (xóm 3) comes to help you … That is enough hands.
        nam # Yes, I can go
        nam < You already chose “Yes, I can go”
    """)


async def test_an_offer_is_shown_what_is_asked_for_that_day_alone(neighbours: Village) -> None:
    await neighbours("""
        hoa > tôi cần 2 người gặt lúa 22/11
        hoa < On the board
        dao > tôi cần 1 người đào ao 25/11
        dao < On the board
        nam > tôi rảnh 22/11
        nam < Who needs hands: • Sunday 22 Nov
        nam # I can go: Ms Hoa
        nam < Thank you!
        hoa < comes to help you
    """)
    assert not [one for one in neighbours.choices("nam") if "25" in one.label]


async def test_by_taps_and_numbers_alone(neighbours: Village) -> None:
    await neighbours("""
        hoa > labour swap
        hoa < Nobody needs hands just now.
        hoa > 1
        hoa < What work is it?
        hoa > tôi rảnh 23/11
        hoa < I noted that you have time to help on Monday 23 Nov.
        hoa > 1
        hoa < What work is it?
        hoa > gặt lúa
        hoa < How many hands are needed?
        hoa > 3
        hoa < On which day?
        hoa > 1
        hoa < On the board: Ms Hoa Bính, Sunday 22 Nov, 3 pairs of hands: gặt lúa.
        hoa > tôi cần 3 người gặt lúa 22/11
        hoa < That is on the board already. … Who needs hands
    """)


async def test_either_side_withdraws_and_the_other_hears(neighbours: Village) -> None:
    await neighbours("""
        hoa > tôi cần 1 người gặt lúa 22/11
        hoa < On the board
        nam > labour
        nam < Who needs hands
        nam # I can go
        nam < Thank you!
        hoa < comes to help you
        nam # Cannot go after all
        nam < All right, Sunday 22 Nov is taken off.
        hoa < Nam cannot come to help you on Sunday 22 Nov after all; it is on the board again.
        sen > labour
        sen < 1 is still missing.
        sen # I can go
        sen < Thank you!
        hoa < comes to help you
        hoa > my days of labour
        hoa < On the board: Ms Hoa Bính, Sunday 22 Nov, gặt lúa
        hoa # Take off: gặt lúa
        hoa < Taken off the board. Those who were to come hear of it.
        sen < Ms Hoa Bính needs no help on Sunday 22 Nov any more.
        dao > labour
        dao < Nobody needs hands just now.
    """)


async def test_a_day_is_counted_for_both_on_the_next_morning(neighbours: Village) -> None:
    await neighbours("""
        hoa > tôi cần 1 người gặt lúa 22/11
        hoa < On the board
        nam > labour
        nam < Who needs hands
        nam # I can go
        nam < Thank you!
        hoa < comes to help you
    """)
    neighbours.clock.pass_by(days=2)
    await ask_after(neighbours, "nam")
    await neighbours("""
        nam < Did you go?
        nam # I did
        nam < Thank you! One day counts: Mr Nam helped Ms Hoa Bính on Sunday 22 Nov.
        hoa < Nam helped you on Sunday 22 Nov: gặt lúa. I noted one day.
        nam > công của tôi
        nam < you helped others on 1 day of labour, and others helped you on 0 days of labour.
        hoa > công của tôi
        hoa < you helped others on 0 days of labour, and others helped you on 1 day of labour.
        minh > eight areas
        minh < 4. Helping each other and the village: 1 day of swapped labour
        hoa # Nobody came
        hoa < All right, that day does not count.
        nam < Ms Hoa Bính says that nobody came on Sunday 22 Nov.
        nam > công của tôi
        nam < you helped others on 0 days of labour
        sen > labour
        sen < Nobody needs hands just now.
    """)


async def test_a_neighbour_enters_for_who_has_no_phone_and_hears_in_her_stead(
    neighbours: Village,
) -> None:
    await neighbours("""
        sen > ông Bình cần 1 người lợp nhà 22/11
        sen < On the board: Mr Bình, Sunday 22 Nov, 1 pair of hands: lợp nhà.
        nam > labour
        nam < Vi Văn Bình
        nam # I can go: Mr Bình
        nam < You go to Mr Bình on Sunday 22 Nov: lợp nhà. I have asked Ms Sen to tell Mr Bình.
        sen < Please tell Mr Bình: Mr Nam (xóm 3) comes to help on Sunday 22 Nov: lợp nhà.
        sen > bà Hoa cần 1 người lợp nhà 22/11
        sen < Ms Hoa Bính has a phone: please let her or him write to me.
        minh > bà Hoa cần 1 người lợp nhà 23/11
        minh < On the board: Ms Hoa Bính
        hoa < Minh asked for you on the board: Monday 23 Nov, 1 pair of hands: lợp nhà.
        hoa # Take it off the board
        hoa < Taken off the board.
    """)


async def test_an_officer_lets_somebody_without_a_phone_go(neighbours: Village) -> None:
    await neighbours("""
        hoa > tôi cần 1 người gặt lúa 22/11
        hoa < On the board
        minh > labour
        minh < Who needs hands
        minh # For somebody without a phone
        minh < Who is it for?
        minh > binh
        minh < For Mr Bình. … Who needs hands
        minh # Mr Bình goes: Ms Hoa
        minh < Written down: Mr Bình goes to Ms Hoa Bính on Sunday 22 Nov: gặt lúa.
        hoa < Mr Bình comes to help you on Sunday 22 Nov
    """)


async def test_who_goes_to_one_is_offered_no_other_of_that_day(neighbours: Village) -> None:
    await neighbours("""
        hoa > tôi cần 1 người gặt lúa 22/11
        hoa < On the board
        dao > tôi cần 1 người đào ao 22/11
        dao < On the board
        nam > labour
        nam < Who needs hands
        nam # I can go: Ms Hoa
        nam < Thank you!
        hoa < comes to help you
        nam > labour
        nam < gặt lúa. That is enough hands. … đào ao. 1 is still missing.
    """)
    newest = neighbours.phones.by_chat["nam"].last[-1]
    assert not [one for one in newest.choices if one.label.startswith("I can go")]


async def test_of_three_hoa_it_is_asked_which(neighbours: Village) -> None:
    await neighbours.join("hoa2", "Trần Thị Hoa", hamlet="xóm 5", phone=None)
    await neighbours("""
        sen > bà Hoa cần 1 người lợp nhà 22/11
        sen < Which one do you mean?
        sen # Trần Thị Hoa
        sen < On the board: Ms Hoa, Sunday 22 Nov
    """)


async def test_nobody_settles_what_others_swap(neighbours: Village) -> None:
    await neighbours("""
        hoa > tôi cần 1 người gặt lúa 22/11
        hoa < On the board
        nam > labour
        nam < Who needs hands
        nam # I can go
        nam < Thank you!
        hoa < comes to help you
    """)
    neighbours.clock.pass_by(days=2)
    await ask_after(neighbours, "sen")
    await neighbours("""
        sen < Did you go?
        sen # I did
        sen < That is for those to say who swap the labour.
    """)


async def test_what_is_owed_and_paid_does_not_get_onto_the_board(neighbours: Village) -> None:
    await neighbours("""
        hoa > tôi cần người giúp
        hoa < What work is it?
        hoa > tôi còn nợ bao nhiêu
        hoa < You still have … 5,000,000
        hoa > tôi cần người giúp
        hoa < What work is it?
        hoa > chăm sóc vườn
        hoa < How many hands are needed?
        hoa > tôi nộp 50k
        hoa < 50,000
        nam > labour
        nam < Nobody needs hands
    """)


@pytest.fixture
async def lang(database: Database) -> Village:
    """A club that speaks Vietnamese."""
    village = Village(database, locale="vi")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", village_name="Hoa Bính", hamlet="xóm 2")
    await village.join("nam", "Đỗ Văn Nam", sex="male", hamlet="xóm 3", birth_year=1985)
    return village


async def test_in_vietnamese(lang: Village) -> None:
    await lang("""
        hoa > tôi cần 3 người gặt lúa chủ nhật
        hoa < Đã lên bảng đổi công: bà Hoa Bính, chủ nhật 22/11, cần 3 người: gặt lúa.
        nam > toi ranh chu nhat
        nam < Cháu đã ghi chú rảnh chủ nhật 22/11. … cần 3 người: gặt lúa. Còn thiếu 3 người.
        nam # Tôi đi được
        nam < Cháu cảm ơn chú. Chú sang giúp bà Hoa Bính chủ nhật 22/11: gặt lúa.
        hoa < Chú Nam (xóm 3) sang giúp bà chủ nhật 22/11: gặt lúa. Còn thiếu 2 người.
        hoa > công của tôi
        hoa < Năm nay bà đi giúp 0 công, được giúp 0 công.
    """)
