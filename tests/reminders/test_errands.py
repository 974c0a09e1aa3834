"""Who has no phone hears of it through a messenger, and the board of what was not passed on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.reminders.composing import compose_all
from bot.reminders.planning import plan
from bot.storage import consents, messengers, notices_errands, quiets
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.quiets import ALL, MEETINGS, MONEY, Reason
from tests.village import Village

MORNING = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)  # 9:00 in the village
MEETING_ON = date(2026, 12, 20)  # so far away that nobody is reminded of it yet
DUE_ON = date(2026, 12, 10)
TOLD = "The club meets on Sunday 20 Dec, 8:00, at Culture house."


@pytest.fixture
async def club(database: Database) -> Village:
    """Tư passes on to Hoa and Bình, who have no phone; Mai has none either, and nobody."""
    village = Village(database)
    village.clock.now = MORNING
    await village.found()
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("tu", "Trần Văn Tư", birth_year=1960, sex="male")
    await village.join("son", "Lê Văn Sơn", birth_year=1960, sex="male")
    for short, name in (("hoa", "Nguyễn Thị Hoa"), ("binh", "Vi Thị Bình"), ("mai", "Lò Thị Mai")):
        await village.join(short, name, phone=None)
    await passes_on(village, "tu", "hoa", "binh")
    async with database.write() as db:
        await db.execute(
            insert(t.Meeting).values(
                club_id=village.club,
                wanted_on=MEETING_ON,
                held_on=MEETING_ON,
                at=time(8),
                place="Culture house",
                agenda="",
                moved_because="",
                told_on=MEETING_ON,
            )
        )
    return village


async def passes_on(village: Village, messenger: str, *others: str, money: bool = False) -> None:
    async with village.database.write() as db:
        for one in others:
            of_whom = {"member_id": village.ids[one], "messenger_id": village.ids[messenger]}
            await messengers.agree(
                db,
                club_id=village.club,
                **of_whom,
                set_by=village.ids["thu"],
                now=village.clock.now,
            )
            await messengers.allow_money(db, village.club, *of_whom.values(), allowed=money)


async def skipped(
    village: Village, *to: str, kind: str = "meeting-7", why: str = "no phone", subject: int = 1
) -> None:
    """Leave notices as the composing leaves them."""
    async with village.database.write() as db:
        for one in to:
            await db.execute(
                insert(t.Notice).values(
                    club_id=village.club,
                    kind=kind,
                    subject_id=subject,
                    due_on=DUE_ON,
                    recipient_id=village.ids[one],
                    made_at=village.clock.now,
                    skipped=why,
                )
            )


async def announced(village: Village, text: str, *to: str, image: str = "") -> None:
    async with village.database.write() as db:
        made = await db.execute(
            insert(t.Broadcast)
            .values(
                club_id=village.club,
                made_by=village.ids["thu"],
                made_at=village.clock.now,
                text=text,
                image=image,
                document="",
                audience={},
                fingerprint="",
                send_at=village.clock.now,
                repeats="",
                status="sent",
            )
            .returning(t.Broadcast.id)
        )
        number = made.scalar_one()
        for one in to:
            await db.execute(
                insert(t.BroadcastTo).values(
                    broadcast_id=number, member_id=village.ids[one], way="none"
                )
            )


async def quiet(village: Village, who: str, kind: str, reason: Reason = "ill") -> None:
    async with village.database.write() as db:
        await quiets.set_quiet(
            db,
            club_id=village.club,
            member_id=village.ids[who],
            kind=kind,
            reason=reason,
            from_on=date(2026, 12, 1),
            until_on=None,
            set_by=None,
            now=village.clock.now,
        )


async def pass_by(village: Village, **spans: float) -> None:
    """Let time pass; then plan, compose and send what is due."""
    village.clock.pass_by(**spans)
    for _scan in range(2):
        await plan(village.database, village.clock.now)
        await compose_all(village.database, village.clock.now)
    await village.delivery.deliver()


async def left(village: Village) -> int:
    """Count the errands that nobody has said to be done."""
    async with village.database.read() as db:
        rows = await db.execute(select(t.Errand.id).where(t.Errand.passed_at.is_(None)))
        return len(rows.all())


async def test_the_messenger_hears_that_a_picture_goes_with_it(club: Village) -> None:
    await announced(club, "Storm tonight: tie the roof down.", "hoa", image="poster.jpg")
    await pass_by(club, minutes=1)
    club.hears("tu", "down.” (a picture goes with it: whoever got it can show it)")


async def test_the_messenger_gets_one_message_with_the_names_and_what(club: Village) -> None:
    await skipped(club, "hoa", "binh", "mai")
    await announced(club, "Storm tonight: tie the roof down.", "hoa")
    await pass_by(club, minutes=1)
    await club(f"""
        tu < • Ms Hoa, Ms Bình: {TOLD} • Ms Hoa: “Storm tonight: tie the roof down.”
    """)
    await pass_by(club, minutes=1)
    await club("""
        tu # I told them all
        tu < Thank you! Now everybody knows.
    """)
    assert await left(club) == 0
    async with club.database.read() as db:
        assert (await db.execute(select(t.BroadcastTo.told_at))).scalar_one() == club.clock.now


HEADING = "Làng – Ms Thu (Secretary) lets you know:"


async def test_announcements_stand_under_one_heading(club: Village) -> None:
    await skipped(club, "hoa")
    for text, *to in (("Storm tonight.", "hoa", "binh"), ("A warm coat.\n\nFor free.", "hoa")):
        await announced(club, f"{HEADING}\n\n{text}", *to)
    await pass_by(club, minutes=1)
    heard = club.hears("tu", "Please pass on")
    assert heard.text.splitlines()[1:] == [
        f"• Ms Hoa: {TOLD}",
        HEADING,
        "• Ms Hoa, Ms Bình: “Storm tonight.”",
        "• Ms Hoa: “A warm coat.",
        "",
        "For free.”",
    ]


async def test_what_was_announced_before_she_agreed_is_none_of_the_messengers(
    club: Village,
) -> None:
    await announced(club, "Who has a spare coat?", "mai")
    await skipped(club, "mai")
    club.clock.pass_by(hours=9)
    await passes_on(club, "son", "mai")
    await announced(club, "Storm tonight.", "mai")
    await pass_by(club, minutes=1)
    await club(f"""
        son < • Ms Mai: {TOLD} • Ms Mai: “Storm tonight.”
    """)


async def test_a_messenger_in_mourning_is_asked_nothing(club: Village) -> None:
    await passes_on(club, "son", "hoa")
    await quiet(club, "tu", MONEY, "mourning")
    await skipped(club, "hoa", "binh")
    await pass_by(club, minutes=1)
    await club("""
        son < • Ms Hoa: The club
    """)


async def test_one_after_the_other_is_told(club: Village) -> None:
    await skipped(club, "hoa", "binh")
    await pass_by(club, minutes=1)
    await club("""
        tu < Please pass on
        tu # I told Ms Bình
        tu < Thank you! And Ms Hoa?
        tu # I told Ms Hoa
        tu < Thank you! Now everybody knows.
    """)
    assert await left(club) == 0


async def test_what_was_told_in_the_morning_is_not_reported_on_that_day(club: Village) -> None:
    club.clock.now = MORNING + timedelta(hours=22)  # 7:00
    await announced(club, "Storm tonight.", "hoa")
    await pass_by(club, minutes=1)
    club.hears("tu", "Please pass on")
    for _hour in range(23):
        await pass_by(club, hours=1)
        await club("")
    await pass_by(club, hours=1)
    club.hears("thu", "Not passed on yet: • Ms Hoa")


async def test_what_was_told_after_a_night_is_not_reported_on_that_day(club: Village) -> None:
    club.clock.now = MORNING + timedelta(hours=14)  # 23:00
    await skipped(club, "hoa")
    await pass_by(club, minutes=1)
    await pass_by(club, hours=8)
    club.hears("tu", "Please pass on")
    for _hour in range(23):
        await pass_by(club, hours=1)
        await club("")
    await pass_by(club, hours=1)
    club.hears("thu", "Not passed on yet: • Ms Hoa")


async def test_what_was_not_passed_on_is_shown_to_the_board_next_morning(club: Village) -> None:
    await skipped(club, "hoa", "binh")
    await pass_by(club, minutes=1)
    await club("""
        tu < Please pass on
        tu # I told Ms Bình
        tu < And Ms Hoa?
    """)
    await pass_by(club, hours=14)
    await club("")
    await pass_by(club, hours=8)
    await club(f"""
        thu < Not passed on yet: • Ms Hoa (through Tư): {TOLD} Please tell them yourself
    """)
    await pass_by(club, hours=24)
    await club("""
        thu # I told Ms Hoa
        thu < Thank you! Now everybody knows.
    """)
    assert await left(club) == 0


async def test_who_cannot_hands_it_to_the_board_at_once(club: Village) -> None:
    await skipped(club, "hoa")
    await pass_by(club, minutes=1)
    await club(f"""
        tu < Please pass on
        tu # I cannot
        tu < That is quite all right, I told the secretary.
        thu < Tư cannot pass this on: • Ms Hoa: {TOLD} Please tell them, or send somebody.
        thu # I told Ms Hoa
        thu < Thank you!
    """)
    await pass_by(club, hours=24)
    await club("")


async def test_a_repayment_is_passed_on_only_with_a_paper(club: Village) -> None:
    await club.lend("hoa")
    await club.lend("binh")
    await passes_on(club, "son", "binh", money=True)
    await skipped(club, "hoa", "binh", kind="repay-3")
    await skipped(club, "hoa", "binh", kind="repay.board", subject=2)
    await pass_by(club, minutes=1)
    await club("""
        son < Please pass on … • Ms Bình: 50,000 đ to the fund for 10 Dec 2026; only
    """)


async def test_whose_loan_is_paid_meanwhile_is_not_troubled(club: Village) -> None:
    await passes_on(club, "son", "binh", money=True)
    await skipped(club, "binh", kind="repay-3")
    await pass_by(club, minutes=1)
    await club("")


@pytest.mark.parametrize(
    ("kind", "why"),
    [("meeting-7", "declined"), ("meeting-7", "quiet: ill"), ("cash.count", "no phone")],
)
async def test_nothing_else_is_passed_on(club: Village, kind: str, why: str) -> None:
    await skipped(club, "hoa", kind=kind, why=why)
    await pass_by(club, minutes=1)
    assert await left(club) == 0


async def test_who_wants_no_word_of_meetings_gets_none_through_others(club: Village) -> None:
    await quiet(club, "hoa", MEETINGS)
    await skipped(club, "hoa")
    await pass_by(club, minutes=1)
    assert await left(club) == 0


async def test_the_second_messenger_stands_in_for_one_who_is_ill(club: Village) -> None:
    await passes_on(club, "son", "hoa")
    await quiet(club, "tu", ALL)
    await skipped(club, "hoa")
    await pass_by(club, minutes=1)
    await club("""
        son < Please pass on
    """)


async def test_where_no_messenger_can_the_board_hears(club: Village) -> None:
    await passes_on(club, "son", "hoa")
    await quiet(club, "tu", ALL)
    await quiet(club, "son", ALL)
    await skipped(club, "hoa")
    await pass_by(club, minutes=1)
    await club("")
    await pass_by(club, hours=24)
    await club(f"""
        thu < Not passed on yet: • Ms Hoa (through Tư): {TOLD} Please tell them yourself
    """)


async def test_who_wants_no_reminders_of_her_own_still_passes_on(club: Village) -> None:
    async with club.database.write() as db:
        await consents.record(
            db,
            club_id=club.club,
            member_id=club.ids["tu"],
            purpose="reminders",
            given=False,
            wording="",
            now=club.clock.now,
        )
    await skipped(club, "hoa")
    await pass_by(club, minutes=1)
    await club("""
        tu < Please pass on
    """)


@pytest.mark.parametrize("kind", [MONEY, MEETINGS])
async def test_who_wants_no_word_of_a_kind_still_passes_it_on(club: Village, kind: str) -> None:
    await club.lend("binh")
    await passes_on(club, "son", "binh", money=True)
    await quiet(club, "son", kind)
    await skipped(club, "binh", kind="repay-3")
    await pass_by(club, minutes=1)
    await club("""
        son < Please pass on … • Ms Bình: 50,000 đ to the fund
    """)


async def test_a_meeting_that_is_over_is_no_news(club: Village) -> None:
    await skipped(club, "hoa")
    async with club.database.write() as db:
        await db.execute(update(t.Meeting).values(held_on=date(2026, 12, 1)))
    await pass_by(club, minutes=1)
    await pass_by(club, hours=24)
    await club("")


async def test_what_members_hear_on_their_phones_goes_to_the_others_too(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Meeting).values(cancelled_at=club.clock.now))
    await pass_by(club, minutes=1)
    await club("""
        thu < does not take place
        son < does not take place
        tu < does not take place
        tu < • Ms Hoa, Ms Bình: There is no meeting on Sunday 20 Dec.
    """)


async def test_errands_wait_for_the_last_notice_of_the_club(club: Village) -> None:
    await skipped(club, "hoa")
    async with club.database.write() as db:
        await db.execute(
            insert(t.Notice).values(
                club_id=club.club,
                kind="unknown",
                subject_id=1,
                due_on=MEETING_ON,
                recipient_id=club.ids["binh"],
                made_at=club.clock.now,
            )
        )
        await notices_errands.ask(db, club.clock.now, date(2026, 12, 3))
    assert await left(club) == 0
    await pass_by(club, hours=2)
    await club("""
        tu < Please pass on
    """)


async def test_at_night_nobody_is_asked(club: Village) -> None:
    club.clock.now = MORNING + timedelta(hours=14)  # 23:00
    await skipped(club, "hoa")
    await pass_by(club, minutes=1)
    await club("")
    await pass_by(club, hours=8, minutes=30)
    await club("""
        tu < Please pass on
    """)
