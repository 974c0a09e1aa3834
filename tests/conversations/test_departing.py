"""A member dies, moves away or leaves: all of hers ends at once, and a mistake is undone."""

from __future__ import annotations

from sqlalchemy import insert, select

from bot.reminders.composing import compose_all
from bot.reminders.planning import plan
from bot.storage import addresses, departures, loans
from bot.storage import tables as t
from bot.storage.engine import Connection
from tests.reminded import at, planned, remind
from tests.village import Village

DIED = """
    thu > bà Hoa mất rồi
    thu < I am sorry. Is it certain that Nguyễn Thị Hoa (Hoa Bính, xóm 2) has died?
    thu # Yes, Ms Hoa Bính has died
    thu < Ms Hoa Bính has died. … Loan KU-hoa: 5,000,000 đ left. Nobody is reminded of it.
    lan < Ms Hoa Bính has died. … Loan KU-hoa: 5,000,000 đ left. … Thu wrote this down.
    tu < Ms Hoa Bính has died.
    minh < Ms Hoa Bính has died.
"""


async def test_a_death_ends_everything_at_once(village: Village) -> None:
    await village.link("hoa", "grandson", kind="helper")
    await village(DIED)
    await village("""
        hoa > con no bao nhieu
        hoa < Hello, I am the assistant of the self-help club.
        grandson > con no bao nhieu
        grandson < Hello
    """)
    heard = await remind(
        village, "2026-12-07 08:00", "2026-12-10 08:00", "2026-12-13 08:00", "2026-12-24 08:00"
    )
    assert not {"hoa", "grandson"} & set(heard)
    assert not [text for texts in heard.values() for text in texts if "Hoa" in text]
    async with village.database.read() as db:
        (loan,) = await loans.open_loans(db, village.ids["hoa"])
    assert loan.board_since


async def test_what_waits_to_be_said_is_not_said(village: Village) -> None:
    village.clock.now = at("2026-12-07 08:00")
    await plan(village.database, village.clock.now)
    await compose_all(village.database, village.clock.now)
    async with village.database.read() as db:
        waiting = select(t.Outbox.id).where(t.Outbox.member_id == village.ids["hoa"])
        assert (await db.execute(waiting)).first()
    async with village.database.write() as db:
        await _leave(village, db)
    await village.delivery.deliver()
    assert not village.phones.by_chat["hoa"].last


async def _leave(village: Village, db: Connection) -> None:
    assert await departures.leave(
        db,
        club_id=village.club,
        member_id=village.ids["hoa"],
        because="died",
        by=village.ids["thu"],
        origin="test",
        on=village.clock.now.date(),
        now=village.clock.now,
    )


async def test_a_neighbour_is_asked_to_tell_her_nothing(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(
            insert(t.Messenger).values(
                member_id=village.ids["binh"],
                messenger_id=village.ids["hoa"],
                club_id=village.club,
                agreed_at=village.clock.now,
                money=True,
            )
        )
    await remind(village, "2026-12-07 08:00")
    await village("""
        thu > ông Bình mất rồi
        thu < Is it certain
        thu # Yes
        thu < Mr Bình has died.
        lan < Mr Bình has died.
        tu < Mr Bình has died.
        minh < Mr Bình has died.
    """)
    heard = await remind(village, "2026-12-10 08:00", "2026-12-10 10:00", "2026-12-11 08:00")
    assert not [text for texts in heard.values() for text in texts if "Bình" in text]


async def test_the_heirs_pay_and_the_board_decides(village: Village) -> None:
    await village(DIED)
    await village("""
        lan > bà Hoa
        lan < Nguyễn Thị Hoa (Hoa Bính, xóm 2) No member since 21 Nov 2026.
        lan # Receive 50,000 đ
        lan < Ms Hoa Bính: 50,000 đ
        lan # I hold all
        lan < Written down: Ms Hoa Bính 50,000 đ … please write the paper slip
        tu > xóa nợ bà Hoa
        tu < Why?
        tu > bà không còn ai
        tu < 5,000,000 đ stays in the books
        tu # Ask the board
        tu < I have asked
        minh < would be written off
        minh # I agree
        minh < Loan KU-hoa of Ms Hoa Bính is closed: 5,000,000 đ is written off.
        tu < It is decided
        minh > ai nộp chậm
        minh < Nobody is behind.
    """)


async def test_the_list_shows_what_is_with_the_board(village: Village) -> None:
    await village(DIED)
    village.clock.pass_by(days=30)
    await village("""
        minh > ai nộp chậm
        minh < Mr Bình: 50,000 đ, 11 days … With the board, nobody is reminded of it: Ms Hoa Bính,\
 loan KU-hoa: 5,000,000 đ left, since 21 Nov
    """)


async def test_two_taps_take_a_mistake_back_the_same_day(village: Village) -> None:
    await village(DIED)
    await village("""
        thu # That was a mistake
        thu < Then Ms Hoa Bính is a member as before, with phone, offices and loans.
        thu # Yes, Ms Hoa Bính is a member
        thu < Good. Ms Hoa Bính is a member as before.
        lan < That was a mistake: Ms Hoa Bính is a member as before.
        tu < That was a mistake
        minh < That was a mistake
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ
        minh # That was a mistake
        minh < Ms Hoa Bính is a member as before.
    """)
    heard = await remind(village, "2026-12-07 08:00")
    assert "hoa" in heard


async def test_an_officer_who_is_told_can_say_that_it_is_a_mistake(village: Village) -> None:
    await village(DIED)
    await village("""
        minh # That was a mistake
        minh < Then Ms Hoa Bính is a member as before
        minh > đúng
        minh < Good.
        lan < That was a mistake
        tu < That was a mistake
        thu < That was a mistake
    """)


async def test_by_name_on_the_same_day_and_not_on_the_next(village: Village) -> None:
    await village(DIED)
    await village("""
        tu > bà Hoa còn sống
        tu < Then Ms Hoa Bính is a member as before
        tu # No, leave it so
        tu < everything stays as it is
    """)
    village.clock.pass_by(days=1)
    await village("""
        tu > bà Hoa còn sống
        tu < Nobody of that name was noted as gone today.
        thu # That was a mistake
        thu < That can be taken back on the same day only.
    """)


async def test_a_member_or_a_grandson_who_says_so_is_thanked_and_an_officer_looks(
    village: Village,
) -> None:
    await village.link("hoa", "grandson", kind="helper")
    await village("""
        grandson > bà Hoa mất rồi ạ
        grandson < Thank you for telling me; I am sorry. Thu sees to it.
        thu < The family of Ms Hoa Bính tells me that Ms Hoa Bính has died.
        hoa > ông Bình chuyển đi rồi
        hoa < Thank you for telling me. Thu sees to it.
        thu < Ms Hoa Bính tells me that Mr Bình has moved away.
        hoa > bà Xuân mất rồi
        hoa < Thank you for telling me. Please tell the board, too.
    """)
    async with village.database.read() as db:
        reached = await addresses.listeners(db, [village.ids["hoa"]], village.clock.now.date())
    assert reached


async def test_namesakes_strangers_and_oneself(village: Village) -> None:
    await village.join("hoa2", "Lò Thị Hoa", hamlet="xóm 5")
    await village("""
        tu > bà Hoa mất rồi
        tu < Which one do you mean?
        tu # Lò Thị Hoa (xóm 5)
        tu < Is it certain that Lò Thị Hoa (xóm 5) has died?
        tu # No, that is not so
        tu < everything stays as it is
        tu > bà Xuân mất rồi
        tu < I find nobody of that name
        tu > Tư chuyển đi
        tu < Somebody else of the board must write that down.
    """)


async def test_from_her_card_and_said_twice(village: Village) -> None:
    await village("""
        tu > bà Hoa
        tu < Nguyễn Thị Hoa
        tu # In trouble
        tu < Ms Hoa Bính
        tu # Has left the club
        tu < Has Nguyễn Thị Hoa (Hoa Bính, xóm 2) left the club?
        minh > bà Hoa mất rồi
        minh < Is it certain
        tu # Yes
        tu < Ms Hoa Bính has left the club.
        lan < has left
        minh < has left
        thu < has left
        minh # Yes, Ms Hoa Bính has died
        minh < That is written down already.
    """)


async def test_what_was_planned_for_the_board_before_is_not_said_either(village: Village) -> None:
    village.clock.now = at("2026-12-31 08:00")
    await plan(village.database, village.clock.now)
    assert ("repay.board", "minh") in {(kind, who) for kind, _due, who in await planned(village)}
    async with village.database.write() as db:
        await _leave(village, db)
    heard = await remind(village, "2026-12-31 08:05")
    assert [text for text in heard["minh"] if "Bình" in text]
    assert not [text for text in heard["minh"] if "Hoa" in text]
