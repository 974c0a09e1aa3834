"""A slip or a question is answered in words of one's own, and what waits is never lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.conversations.test_paying_out import GIVEN, SEEN, agree, payouts
from tests.conversations.test_repayments import DECLARED, posted
from tests.lending import asks, keep_cash
from tests.village import Village

TAKEN = """
    lan > hoa nộp 500k
    lan < 500,000 đ
    lan # I hold all
    lan < Written down
    hoa < Receipt
"""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Words mean the same on every database."""
    return sqlite_url


@pytest.fixture
async def club(village: Village, database: Database) -> Village:
    """Lan keeps 8,000,000 đ; the board has agreed to lend Thảo 5,000,000 đ of it."""
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await agree(village)
    return village


async def declared(village: Village) -> int:
    async with village.database.read() as db:
        return len((await db.execute(select(t.Declaration.id))).all())


# --- A slip is contested -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["tôi đưa 100 nghìn cơ mà", "toi nop 100k co", "100k", "toi dua bac Lan 100k"]
)
async def test_a_sum_typed_to_what_should_be_looked_at_is_said_of_that_slip(
    village: Village, written: str
) -> None:
    await village(TAKEN)
    await village(f"""
        hoa # Please look
        hoa < What should be looked at?
        hoa > {written}
        hoa < Thank you: 100,000 đ, I noted that. Mr Minh will look at it and talk with you. \
No new payment is written down.
        minh < Ms Hoa Bính asks to look at 500,000 đ, slip 1/2026
        minh # Look at it
        minh < Ms Hoa Bính says that it was 100,000 đ
    """)
    assert await declared(village) == 0


async def test_a_sum_that_is_protested_below_a_slip_contests_it_at_once(village: Village) -> None:
    await village(TAKEN)
    await village("""
        hoa > tôi đưa 600 nghìn cơ mà
        hoa < Thank you: 600,000 đ, I noted that.
        minh < asks to look at
    """)
    assert await declared(village) == 0


async def test_another_payment_below_a_slip_is_one(village: Village) -> None:
    await village(TAKEN)
    await village("""
        hoa > tôi nộp 100k
        hoa < 100,000 đ … Is that right?
    """)


async def test_other_words_to_what_should_be_looked_at_are_asked_back_or_followed(
    village: Village,
) -> None:
    await village(TAKEN)
    await village("""
        hoa # Please look
        hoa < What should be looked at?
        hoa > gì vậy
        hoa < Please choose what is not right on the slip. … What should be looked at?
        hoa > con no bao nhieu
        hoa < You still have
    """)


@pytest.mark.parametrize("written", ["chưa nhận đồng nào", "toi chua nhan duoc tien"])
async def test_a_borrower_who_has_not_got_it_opens_the_case_in_her_words(
    club: Village, written: str
) -> None:
    await club(GIVEN + SEEN)
    await club(f"""
        thao > {written}
        thao < Thank you for telling me. Thu will look at it and talk with you.
        thu < Thảo asks to look at 5,000,000 đ, slip 1/2026
        thu # Look at it
        thu < Thảo says that the money has not arrived
    """)


@pytest.mark.parametrize(
    "written",
    ["nhan du roi", "toi nhan du tien roi chau a", "đã nhận được tiền", "toi nhan tien roi"],
)
async def test_a_borrower_says_in_her_words_that_she_has_it(club: Village, written: str) -> None:
    await club(GIVEN + SEEN)
    await club(f"""
        thao > {written}
        thao < Thank you, then all is well.
    """)
    async with club.database.read() as db:
        assert (await db.execute(select(t.Handover.borrower_says))).scalar_one() == "yes"


async def test_before_the_slip_she_hears_what_it_waits_for(club: Village) -> None:
    await club("""
        thao > toi nhan tien roi
        thao < The 5,000,000 đ is not written down as handed over yet; once that is done I send
    """)
    await club(GIVEN)
    await club("""
        thao > nhan tien roi
        thao < Who saw the 5,000,000 đ being handed over is asked; after that I send you the slip
        hoa > toi nhan tien roi
        hoa < Just now no loan waits to be paid out to you.
        lan > nhận tiền rồi
        lan < From whom?
    """)


# --- A question is answered ----------------------------------------------------------------------


@pytest.mark.parametrize("written", ["có, tôi có thấy", "toi thay roi", "có thấy"])
async def test_a_witness_says_in_words_that_she_saw_it(club: Village, written: str) -> None:
    await club(GIVEN + SEEN.replace("minh # Yes, I saw it", f"minh > {written}"))
    assert len(await payouts(club)) == 1


@pytest.mark.parametrize("written", ["khong thay", "tôi không nhìn thấy"])
async def test_a_witness_says_in_words_that_she_did_not(club: Village, written: str) -> None:
    await club(GIVEN)
    await club(f"""
        minh > {written}
        minh < Thank you. It is not written down; I told Lan.
        lan < Mr Minh did not see
    """)


async def test_after_words_that_mean_nothing_the_question_comes_back(club: Village) -> None:
    await club(GIVEN)
    await club("""
        minh > sao
        minh < This still waits for your answer: … 5,000,000 đ went to Thảo in cash. Did you
        minh > mưa to quá
        minh < This still waits for your answer: … Did you see it?
        minh > phải đấy
        minh < To be sure: please choose one of these. … Did you see it?
        minh > có
        minh < Did you see it?
        minh # Yes, I saw it
        minh < Thank you. It is in the book
        thao < Payment slip 1/2026
        lan < Mr Minh saw it, too.
    """)


@pytest.mark.parametrize("written", ["i hold all 500k", "cầm đủ rồi", "toi nhan du roi"])
async def test_a_treasurer_says_in_words_that_she_holds_it(village: Village, written: str) -> None:
    await village(DECLARED)
    await village(f"""
        lan > {written}
        lan < Written down
        hoa < Receipt
    """)
    assert len(await posted(village)) == 1


async def test_a_treasurer_says_in_words_that_it_has_not_arrived(village: Village) -> None:
    await village(DECLARED)
    await village("""
        lan > chưa thấy đưa
        lan < I told Ms Hoa Bính kindly.
        hoa < Lan has not received
    """)


@pytest.mark.parametrize("written", ["đung", "đúng", "ok"])
async def test_with_two_that_wait_he_chooses_which_he_means(
    village: Village, written: str
) -> None:
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await village.lend("thao")
    await village(DECLARED)
    village.clock.pass_by(minutes=5)
    await village(DECLARED.replace("hoa", "thao").replace("Ms Hoa Bính", "Thảo"))
    await village(f"""
        tu > {written}
        tu < Which one do you mean? … 1. Thảo says … 2. Ms Hoa Bính says
        tu > 2
        tu < Ms Hoa Bính says that 500,000 đ
        tu # Not received yet
        tu < I told Ms Hoa Bính kindly.
        hoa < has not received
    """)


# --- What was only shown -------------------------------------------------------------------------


async def test_a_view_is_not_repeated_below_another_answer(club: Village) -> None:
    await club(GIVEN)
    await club("""
        minh > các đơn vay
        minh < handed over, waits for the witness
        minh # Yes, I saw it
        minh < Thank you. It is in the book
        thao < Payment slip
        lan < saw it, too.
    """)
    assert "waits for the witness" not in club.phones.by_chat["minh"].last[-1].text


async def test_an_open_question_is_repeated_in_short(club: Village) -> None:
    await club.join("ly", "Trần Thị Lý", "deputy")
    await club(GIVEN.replace("Mr Minh", "Ms Lý").replace("minh", "ly"))
    await club("""
        ly > vay 3 triệu nuôi gà 6 tháng
        ly < When is something paid for the first time?
        ly # On 21 Dec
        ly < Does anybody at home
        ly # Nobody
        ly < You ask for 3,000,000 đ
        ly # No, I did not see that
        ly < Thank you. It is not written down; I told Lan. … Shall I send it to the board?
        lan < did not see
    """)
    assert "You ask for" not in club.phones.by_chat["ly"].last[-1].text


# --- Who does not follow -------------------------------------------------------------------------


async def test_whoever_does_not_follow_hears_what_is_asked(village: Village) -> None:
    await village("""
        hoa > tôi nộp 50k
        hoa < Is that right?
        hoa > không hiểu
        hoa < Please choose one of the answers, or write its number … Is that right?
        hoa > đúng
        hoa < Whom did you give it to?
        hoa > sao cơ
        hoa < Who holds the money now? Choose the name, or write it … Whom did you give it to?
        hoa > lan thu quy
        hoa < I told Lan
        lan < was handed to you
        tu < Ms Hoa
    """)


@pytest.mark.parametrize(
    ("written", "given_to"),
    [
        ("lan thu quy", "treasurer"),
        ("thủ quỹ", "treasurer"),
        ("bác Lan", "treasurer"),
        ("tôi chuyển khoản", "bank"),
        ("ông Tư", "other"),
    ],
)
async def test_to_whom_it_went_is_said_in_words(
    village: Village, written: str, given_to: str
) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ
        hoa > đúng
        hoa < Whom
    """)
    await village.say("hoa", written)
    async with village.database.read() as db:
        assert (await db.execute(select(t.Declaration.given_to))).scalar_one() == given_to


@pytest.mark.parametrize("asked", ["Is that right?", "Whom did you give it to?"])
async def test_who_pays_tomorrow_has_declared_nothing(village: Village, asked: str) -> None:
    await village("""
        hoa > tôi nộp 50k
        hoa < Is that right?
    """)
    if asked.startswith("Whom"):
        await village("""
            hoa > đúng
            hoa < Whom
        """)
    await village("""
        hoa > mai toi moi nop
        hoa < I leave it for now: nothing is written down. When you have paid, just tell me.
        hoa > mai tôi nộp
        hoa < Thank you. When you have paid, just tell me.
    """)
    assert await declared(village) == 0


# --- Words to herself ----------------------------------------------------------------------------


async def test_her_own_loan_is_hers(village: Village) -> None:
    await village("""
        hoa > bà Hoa nộp 50k
        hoa < For your loan KU-hoa: 50,000 đ
    """)


async def test_only_ten_times_the_usual_is_in_doubt(village: Village) -> None:
    await village("""
        hoa > tôi nộp 250.000
        hoa < 250,000 đ
        hoa > tôi nộp 500.000
        hoa < 500,000 đ … Or did you mean 50,000 đ?
    """)
    assert "did you mean" not in village.phones.by_chat["hoa"].last[0].text


async def test_who_is_ill_and_cannot_pay_is_offered_the_head(village: Village) -> None:
    await village("""
        hoa > toi bi om nam vien khong nop duoc
        hoa < Shall I ask the head to speak with you in private?
    """)
