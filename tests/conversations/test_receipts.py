"""The treasurer takes money herself: type a name, one button, a slip."""

from __future__ import annotations

from bot.storage import entries
from tests.village import Village


async def test_a_name_shows_the_card_and_one_button_takes_what_is_due(village: Village) -> None:
    await village("""
        lan > hoa
        lan < Nguyễn Thị Hoa (Hoa Bính, xóm 2) Loan KU-hoa: 5,000,000 đ left. Next: 50,000 đ
        lan # Receive 50,000 đ
        lan < Ms Hoa Bính: 50,000 đ (fifty thousand đồng): all of it interest. Is that right?
        lan # I hold all 50,000 đ
        lan < Written down: Ms Hoa Bính 50,000 đ … Ms Hoa Bính gets the slip.
        hoa < Receipt 1/2026 (activity fund) Ms Hoa Bính paid 50,000 đ
    """)


async def test_a_member_without_a_phone_stays_unchecked(village: Village) -> None:
    await village("""
        lan > nhận tiền
        lan < From whom?
        lan > bình
        lan < Vi Văn Bình
        lan # Another sum
        lan < How much did Mr Bình hand over? At the most 5,050,000 đ today.
        lan > 200
        lan < Mr Bình: 200,000 đ … Is that right?
        lan > 1
        lan < Written down: Mr Bình 200,000 đ … has no phone here … unchecked until a second
    """)
    async with village.database.read() as db:
        (entry,) = await entries.unagreed(db, village.club)
    assert entry.amount == 200_000


async def test_a_pending_declaration_is_offered_first(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < says that
        tu < says that
        lan > hoa
        lan < Told me of 500,000 đ at 12:00; not confirmed yet.
        lan # Another sum
        lan < Ms Hoa Bính told me of 500,000 đ at 12:00. Is it this money?
        lan # This very money
        lan < Ms Hoa Bính: 500,000 đ
        lan > đúng
        lan < Written down
        hoa < Receipt
        tu # I hold all
        tu < Lan confirmed this money
    """)
    async with village.database.read() as db:
        (entry,) = await entries.latest(db, village.club, 10)
    assert entry.agreed_by == {village.ids["hoa"]}


async def test_other_money_beside_the_declared_is_another_entry(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < says that
        tu < says that
        lan > hoa
        lan < Told me of 500,000 đ
        lan # Another sum
        lan < Is it this money?
        lan # Other money
        lan < How much
        lan > 100k
        lan < 100,000 đ
        lan > 1
        lan < Written down
        hoa < Receipt
        lan # I hold all 500,000 đ
        lan < Written down
        hoa < Receipt 2/2026
    """)


async def test_namesakes_are_asked_back_with_what_tells_them_apart(village: Village) -> None:
    await village.join("hoa2", "Lò Thị Hoa", hamlet="xóm 5")
    await village("""
        lan > hoa
        lan < Which one do you mean?
        lan # Lò Thị Hoa (xóm 5)
        lan < Lò Thị Hoa (xóm 5) No open loan.
    """)


async def test_a_member_who_is_no_officer_sees_no_card(village: Village) -> None:
    await village("""
        hoa > bình
        hoa < I did not understand that yet.
        hoa > nhận tiền
        hoa < That is the board's work.
        hoa > ban chủ nhiệm
        hoa < That is the board's work.
    """)


async def test_the_secretary_may_look_but_not_take_money(village: Village) -> None:
    await village("""
        thu > bình
        thu < Vi Văn Bình
        thu # Receive 50,000 đ
        thu < For Mr Bình only somebody else may confirm: Lan.
    """)


async def test_an_officer_asks_what_somebody_owes(village: Village) -> None:
    await village("""
        minh > bà Hoa còn nợ bao nhiêu
        minh < Nguyễn Thị Hoa (Hoa Bính, xóm 2)
    """)


async def test_the_same_sum_on_the_same_day_is_asked_about(village: Village) -> None:
    await village("""
        lan > bình
        lan < Vi Văn Bình
        lan # Receive 50,000 đ
        lan < all of it interest
        lan > 1
        lan < Written down
        tu > bình
        tu < Vi Văn Bình
        tu # Another sum
        tu < How much
        tu > 50k
        tu < Today 50,000 đ of Mr Bình is in the book already (12:00, Lan). … Is that right?
    """)


async def test_an_offer_taken_in_between_leaves_the_open_question(village: Village) -> None:
    await village("""
        lan > bình
        lan < Vi Văn Bình
        lan # Another sum
        lan < How much did Mr Bình hand over?
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < Ms Hoa Bính says that 500,000 đ
        tu < says that
        lan # I hold all 500,000 đ
        lan < Written down: Ms Hoa Bính 500,000 đ … How much did Mr Bình hand over?
        hoa < Receipt
        lan > 200k
        lan < Mr Bình: 200,000 đ
    """)
