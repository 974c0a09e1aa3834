"""What moves money and was heard late does not count before it is confirmed anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.chat import Settled
from bot.conversation import Conversation
from bot.handlers import HANDLERS
from bot.storage import entries
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.talk import offer_number
from bot.turn import Answer, Step, Turn
from tests.small_talk import leave, offer, speaks, traces, typed
from tests.village import NOON, Village

COUNTING = {
    *("repay.given", "repay.whom", "repay.another", "withdraw"),
    *("receipts.confirm", "receipts.decide", "cases.slip", "cases.settle"),
    *("broadcasts.confirm", "broadcasts.second"),
    *("corrections.reason", "corrections.decide", "daylist.decide", "daylist.aside"),
    *("booked.agree", "several.confirm", "fees.confirm", "fees.decide", "fees.months"),
    *("fees.unwaive", "gifts.back.why", "loan.charge.confirm", "loan.waive.confirm"),
    *("gifts.confirm", "expenses.confirm", "deposits.moved", "hand.confirm", "hand.taken"),
    *("bank.confirm", "bank.stop", "opening.reason"),
    *("collecting.count", "collecting.counted", "collecting.why", "collecting.agree"),
    *("collecting.recount", "collecting.objection", "collecting.rest", "collecting.drop"),
    *("hand.left.sum", "hand.settle", "hand.waits"),
    *("borrow.unwanted", "resolutions.told", "resolutions.withdraw"),
    *("counting.confirm", "counting.moved", "counting.reason", "counting.waits"),
    *("counting.sign", "counting.objection"),
    *("closing.sign", "closing.agree", "closing.objection"),
    *("payout.give", "payout.witness", "payout.witnessed", "payout.gone.sure", "payout.borrower"),
    *("resolutions.vote", "resolutions.why", "resolutions.witnesses"),
    *("loan.extend.confirm", "loan.freeze.confirm", "loan.thaw.confirm", "loan.write_off.confirm"),
    *("departure.confirm", "departure.back"),
    *("care.take.confirm", "care.photos.set", "care.stop.why", "lead.confirm"),
    *("minutes.closed", "report.signing"),
}
DECLARED = """
    hoa > tôi nộp 500k
    hoa < Is that right?
    hoa > 1
    hoa < Whom
    hoa > 1
    hoa < I told
    lan < says that
    tu < says that
"""
ASKED_LAN = """
    lan > bình
    lan < Vi Văn Bình
    lan # Another sum
    lan < How much
    lan > 200k
    lan < 200,000 đ … Is that right?
"""


@pytest.fixture
async def told(village: Village) -> Village:
    """Hoa has told the cashiers of 500,000 đ, an hour ago."""
    await village(DECLARED)
    village.clock.pass_by(hours=1)
    return village


async def posted(village: Village) -> list[str]:
    """Return what was posted since the opening, oldest first."""
    async with village.database.read() as db:
        found = await entries.latest(db, village.club, 100)
    return [one.kind for one in found[::-1] if one.kind != "opening"]


def test_every_step_that_moves_money_or_binds_somebody_counts() -> None:
    assert {name for name, step in HANDLERS.items() if step.counts} == COUNTING


# --- Standing offers -----------------------------------------------------------------------------


async def test_an_old_press_is_told_back_and_confirmed(told: Village) -> None:
    await told("""
        lan @50 # I hold all
        lan < After 12:10 you chose “I hold all 500,000 đ”. I only heard it now.
    """)
    assert await posted(told) == []
    await told("""
        lan # Yes, it still holds
        lan < Written down
        hoa < Receipt
    """)
    assert await posted(told) == ["repayment"]


async def test_or_forgotten_and_the_offer_stands(told: Village) -> None:
    await told("""
        lan @50 # I hold all
        lan < Does it still hold?
        lan # No, forget it
        lan < All right, that does not count.
        lan > menu
        lan < What can I do for you?
    """)
    assert await posted(told) == []
    await told("""
        lan # I hold all
        lan < Written down
        hoa < Receipt
    """)


@pytest.mark.parametrize(("minutes", "asked"), [(30, False), (31, True)])
async def test_half_an_hour_is_not_late(told: Village, minutes: int, asked: bool) -> None:
    await told.press("lan", "I hold all", sent_at=told.clock.now - timedelta(minutes=minutes))
    told.hears("lan", "Does it still hold?" if asked else "Written down")


async def test_what_is_late_is_a_setting(told: Village) -> None:
    told.conversation = Conversation(
        told.database, HANDLERS, told.clock, locale="en", late=timedelta(hours=2)
    )
    await told("""
        lan @50 # I hold all
        lan < Written down
        hoa < Receipt
    """)


async def test_the_day_is_said_where_it_was_not_today(told: Village) -> None:
    told.clock.pass_by(days=1)
    await told("""
        lan @1450 # I hold all
        lan < After 12:50, 21 Nov 2026 you chose “I hold all 500,000 đ”.
        lan > đúng
        lan < Written down
        hoa < Receipt
    """)


async def test_an_offer_taken_by_its_number_is_asked_too(told: Village) -> None:
    async with told.database.read() as db:
        rows = await db.execute(
            select(func.max(t.Offer.id))
            .join(t.Address, t.Address.id == t.Offer.address_id)
            .where(t.Address.chat == "lan")
        )
        number = offer_number(rows.scalar_one())
    await told(f"""
        lan @50 > 1 {number}
        lan < At 12:10 you chose “I hold all 500,000 đ”.
        lan > 1
        lan < Written down
        hoa < Receipt
    """)


async def test_what_another_cashier_has_decided_meanwhile_gets_the_usual_answer(
    told: Village,
) -> None:
    await told("""
        lan @50 # I hold all
        lan < Does it still hold?
        tu # I hold all
        tu < Written down
        hoa < Receipt
        lan # Yes, it still
        lan < Tư confirmed this money at 13:00
    """)
    assert await posted(told) == ["repayment"]


async def test_an_offer_that_was_used_meanwhile_says_so(told: Village) -> None:
    await told("""
        lan @50 # I hold all
        lan < Does it still hold?
        lan # Not received yet
        lan < kindly. … Does it still hold?
        hoa < has not received
        lan # Yes, it still
        lan < You already chose “Not received yet” at 13:00.
    """)
    assert await posted(told) == []


async def test_an_offer_that_expired_meanwhile_says_so(told: Village) -> None:
    await told("""
        lan @50 # I hold all
        lan < Does it still hold?
    """)
    async with told.database.write() as db:
        await db.execute(update(t.Offer).values(expires_at=told.clock.now))
    await told("""
        lan # Yes, it still
        lan < That is too long ago
    """)
    assert await posted(told) == []


async def test_a_yes_that_is_late_itself_is_asked_once_more(told: Village) -> None:
    await told("""
        lan @50 # I hold all
        lan < After 12:10 you chose “I hold all
    """)
    told.clock.pass_by(hours=2)
    await told("""
        lan @90 # Yes, it still
        lan < After 13:30 you chose “I hold all 500,000 đ”. I only heard it now.
    """)
    assert await posted(told) == []
    await told("""
        lan # Yes, it still
        lan < Written down
        hoa < Receipt
    """)


async def test_tapping_again_and_again_asks_for_it_once(told: Village) -> None:
    await told("""
        lan @50 # I hold all
        lan < Does it still hold?
        lan @49 # I hold all
        lan < After 12:10 you chose “I hold all 500,000 đ”. I only heard it now.
        lan @48 # I hold all
        lan < After 12:10 you chose “I hold all 500,000 đ”. I only heard it now.
        lan # Yes, it still
        lan < Written down
        hoa < Receipt
        lan > đúng
        lan < I did not understand
    """)


async def test_of_several_old_presses_on_one_offer_the_last_counts(told: Village) -> None:
    await told("""
        lan @40 # I hold all
        lan < you chose “I hold all 500,000 đ” … Does it still hold?
        lan @39 # Not received
        lan < you chose “Not received yet” … Does it still hold?
        lan # Yes, it still holds
        lan <
        hoa <
    """)
    assert await posted(told) == []


async def test_of_several_old_presses_on_one_question_the_last_counts(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
    """)
    village.clock.pass_by(hours=1)
    await village("""
        hoa # Yes
        hoa < Whom
    """)
    village.clock.pass_by(hours=1)
    await village("""
        hoa @40 # Lan
        hoa < you chose “Lan (treasurer)” … Does it still hold?
        hoa @39 # By bank
        hoa < you chose “By bank transfer” … Does it still hold?
        hoa # Yes, it still holds
        hoa < I told
        lan < went to the club's bank account
        tu < went to the club's bank account
    """)


async def test_of_several_old_presses_each_is_asked_about(told: Village) -> None:
    await told("""
        hoa > nop 100k
        hoa < Did you pay another sum?
        hoa > 1
        hoa < 100,000 đ … Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < 100,000 đ
        tu < 100,000 đ
    """)
    told.clock.pass_by(hours=1)
    await told("""
        lan @50 # I hold all 500,000
        lan < Does it still hold?
        lan @50 # I hold all 100,000
        lan < you chose “I hold all 100,000 đ”
        lan > 1
        lan < Written down … 100,000 đ … you chose “I hold all 500,000 đ”
        hoa < Receipt
        lan > 1
        lan < Written down … 500,000 đ
        hoa < Receipt
    """)


# --- The open question ---------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["# I hold all", "> 1", "> đúng rồi", "> I hold all"])
async def test_an_old_yes_to_a_read_back_is_asked_anew(village: Village, said: str) -> None:
    await village(ASKED_LAN)
    village.clock.pass_by(hours=1)
    await village(f"""
        lan @50 {said}
        lan < 12:10 you chose “I hold all 200,000 đ”. I only heard it now. Does it still hold?
    """)
    assert await posted(village) == []
    await village("""
        lan # Yes, it still
        lan < Written down: Mr Bình 200,000 đ
    """)
    assert await posted(village) == ["repayment"]


async def test_after_a_no_the_question_is_open_still(village: Village) -> None:
    await village(ASKED_LAN)
    village.clock.pass_by(hours=1)
    await village("""
        lan @50 # I hold all
        lan < Does it still hold?
        lan > 2
        lan < All right, that does not count. … 200,000 đ … Is that right?
        lan # Another sum
        lan < How much did Mr Bình hand over?
    """)
    assert await posted(village) == []


async def test_the_same_old_press_again_is_not_called_answered(village: Village) -> None:
    await village(ASKED_LAN)
    key, old = village.key("lan", "I hold all"), village.clock.now
    village.clock.pass_by(hours=1)
    for tap in ("first", "second"):
        await village.send(typed("lan", "", tap, pressed=key, sent_at=old))
        village.hears("lan", "After 12:00 you chose “I hold all 200,000 đ”.")
    await village("""
        lan # Yes, it still
        lan < Written down
    """)


async def test_old_words_of_ones_own_are_read_back(village: Village) -> None:
    await village(DECLARED)
    await village("""
        lan # I hold all
        lan < Written down
        hoa < Receipt
        lan > sửa lại
        lan < Which entry is it?
        lan > 1
        lan < What was wrong with it?
    """)
    village.clock.pass_by(hours=1)
    await village("""
        lan @50 > tờ hai trăm nghìn đếm nhầm
        lan < At 12:10 you wrote “tờ hai trăm nghìn đếm nhầm”. I only heard it now.
        lan > có
        lan < I asked Mr Minh
        minh < Tờ hai trăm nghìn đếm nhầm
    """)


async def test_an_old_command_that_asks_nothing_more_is_asked_anew(told: Village) -> None:
    await told("""
        hoa @50 > rút lại
        hoa < At 12:10 you wrote “rút lại”. I only heard it now. Does it still hold?
        hoa > không
        hoa < All right, that does not count.
        hoa @50 > rút lại
        hoa < Does it still hold?
        hoa > đúng
        hoa < Taken back: 500,000 đ
    """)


async def test_an_old_command_that_reads_the_sum_back_just_begins(village: Village) -> None:
    await village("""
        hoa @500 > nop 500k
        hoa < 500,000 đ … Is that right?
        lan @500 > bình
        lan < Vi Văn Bình
        lan @500 # Receive 50,000
        lan < 50,000 đ … Is that right?
    """)
    assert await posted(village) == []


async def test_what_is_said_beside_it_is_asked_again_or_followed(told: Village) -> None:
    await told("""
        lan @50 # I hold all
        lan < Does it still hold?
        lan > gì cơ
        lan < Please choose one of the answers, or write its number … Does it still hold?
        lan > tôi bị ngã
        lan < Call 115 now!
        minh < wrote to me of an emergency
        lan > menu
        lan < What can I do for you?
    """)
    assert await told.press("lan", "Yes, it still") == Settled("")
    told.hears("lan", "That one was answered already.")
    assert await posted(told) == []


# --- Shared phones, and both languages -----------------------------------------------------------


async def test_on_a_shared_phone_who_speaks_is_asked_first(told: Village) -> None:
    await told.link("binh", "lan")
    await told("""
        lan @50 # I hold all
        lan < Who is holding the phone, please?
        lan # Lan
        lan < After 12:10 you chose “I hold all 500,000 đ”.
    """)
    told.clock.pass_by(minutes=11)
    assert await posted(told) == []
    await told("""
        lan > 1
        lan < Who is holding the phone, please?
        lan # Lan
        lan < Written down
        hoa < Receipt
    """)


async def test_the_other_on_the_phone_cannot_say_that_it_holds(told: Village) -> None:
    await told.link("binh", "lan")
    await told("""
        lan @50 # I hold all
        lan < Who is holding the phone, please?
        lan # Lan
        lan < Does it still hold?
    """)
    told.clock.pass_by(minutes=11)
    await told("""
        lan # Yes, it still
        lan < Who is holding the phone, please?
        lan # Mr Bình
        lan < That one was answered already.
    """)
    assert await posted(told) == []


async def test_it_is_asked_in_vietnamese_too(database: Database) -> None:
    village = Village(database, locale="vi")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.lend("hoa")
    await village("""
        hoa > nop 500k
        hoa < 500.000 đ
        hoa > 1
        hoa <
        hoa > 1
        hoa <
        lan < 500.000 đ
    """)
    village.clock.pass_by(days=1)
    await village("""
        lan @1430 # Đã cầm đủ
        lan < 12:10 … 21/11/2026 … “Đã cầm đủ 500.000 đ”
        lan > đúng rồi
        lan < 500.000 đ
        hoa < 500.000 đ
    """)
    assert await posted(village) == ["repayment"]


# --- What the engine keeps -----------------------------------------------------------------------


async def note(turn: Turn) -> Answer:
    """Leave a trace of the operation."""
    await leave(turn.db, f"{turn.choice} of {turn.operation}")
    return Answer(text="Noted")


@pytest.mark.parametrize("of_offer", [False, True])
async def test_the_operation_stays_that_of_the_question_or_offer(
    village: Village, of_offer: bool
) -> None:
    speaks(village, {"offer": Step(note, counts=True), "chosen": Step(note, counts=True)})
    await village.say("hoa", "so du")
    key = village.key("hoa", "Yes, do")
    async with village.database.read() as db:
        asked = (await db.execute(select(t.Question))).one()
    operation = f"question:{asked.address_id}:{asked.number}"
    if of_offer:
        made = await offer(village, "hoa")
        key, operation = f"o{made}:yes", f"offer:{made}"
    village.clock.pass_by(hours=1)
    old = typed("hoa", "", "press", pressed=key, sent_at=NOON)
    assert await village.send(old) is None  # its buttons must stay
    assert await village.press("hoa", "Yes, it still") == Settled("Yes, it still holds")
    assert await traces(village.database) == [f"yes of {operation}"]


async def test_what_does_not_count_is_done_however_old(village: Village) -> None:
    speaks(village, {})
    await village("""
        hoa > so du
        hoa < Shall I?
        hoa @500 # Yes, do
        hoa < You chose yes
    """)
