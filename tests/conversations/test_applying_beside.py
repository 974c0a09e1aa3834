"""What is said beside the questions of an application: nothing that was said is lost by it."""

from __future__ import annotations

import pytest

from bot.storage import applications
from bot.storage.engine import Database
from tests.conversations.test_deciding_loans import AGREED, OPENED
from tests.lending import asks, keep_cash
from tests.village import Village

TERM = """
    ly > vay 5 triệu nuôi lợn
    ly < For how long?
"""
ENDING = """
    ly > 1 nam
    ly < When is something paid for the first time?
    ly # On 21 Dec
    ly < Does anybody at home
    ly > không
    ly < Shall I send it to the board?
    ly > gửi đi
    ly < Sent: 5,000,000 đ.
    minh < Ms Lý asks for 5,000,000 đ
    tu < Ms Lý asks for 5,000,000 đ
"""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Words mean the same on every database."""
    return sqlite_url


@pytest.fixture
async def village(village: Village, database: Database) -> Village:
    """The club, with Lý who has no loan."""
    await village.join("ly", "Trần Thị Lý")
    return village


async def count(village: Village) -> int:
    async with village.database.read() as db:
        return len(await applications.of_member(db, village.club, village.ids["ly"]))


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("bao nhiêu lãi", "A loan is possible from 3,000,000 đ to 10,000,000 đ"),
        ("lãi bao nhiêu", "interest 1% a month"),
        ("lai suat bao nhieu", "interest 1% a month"),
        ("sao", "That is how many months you take to pay all of it back."),
        ("không hiểu", "That is how many months you take to pay all of it back."),
        ("giải thích", "That is how many months you take to pay all of it back."),
        ("con no bao nhieu", "You have nothing left to pay to the fund."),
        ("giúp", "That is how many months"),
    ],
)
async def test_a_side_question_is_answered_and_the_question_asked_again(
    village: Village, written: str, answer: str
) -> None:
    await village(TERM)
    await village(f"""
        ly > {written}
        ly < {answer} … For how long?
    """)
    await village(ENDING)
    assert await count(village) == 1


async def test_each_question_says_what_it_asks(village: Village) -> None:
    await village("""
        ly > vay
        ly < What is the loan for?
        ly > sao
        ly < The board wants to know what the money is needed for. … What is the loan for?
        ly > lãi bao nhiêu
        ly < interest 1% a month … What is the loan for?
        ly > nuôi lợn
        ly < How much shall it be?
        ly > không hiểu
        ly < Please tell me how much money you want to borrow … How much shall it be?
        ly > 5tr
        ly < For how long?
        ly > 6 tháng
        ly < When is something paid for the first time?
        ly > là sao
        ly < That is the day on which you first bring money … When is something paid
        ly # On 21 Dec
        ly < Does anybody at home
        ly > hỏi gì vậy
        ly < The board asks everybody … Does anybody at home
        ly # Nobody
        ly < Shall I send it to the board?
        ly > sao cơ
        ly < If all of it is right … Shall I send it to the board?
    """)


@pytest.mark.parametrize("written", ["thoi de toi hoi vo da", "để tôi bàn với chồng đã", "để mai"])
async def test_it_is_left_for_later_and_taken_up_again(village: Village, written: str) -> None:
    await village(TERM)
    await village(f"""
        ly > {written}
        ly < I keep what you have told me, and nothing is sent.
        ly > họp khi nào
        ly < meeting
        ly # Go on with the loan
        ly < For how long?
    """)
    await village(ENDING)
    assert await count(village) == 1


async def test_who_asks_again_is_reminded_of_what_was_left(village: Village) -> None:
    await village(TERM)
    await village("""
        ly > de toi hoi vo da
        ly < I keep what you have told me
        ly > vay
        ly < You began to ask for a loan of 5,000,000 đ. Shall we go on with that?
        ly # Go on
        ly < For how long?
        ly > de sau
        ly < I keep what you have told me
        ly > muốn vay
        ly < Shall we go on with that?
        ly # Begin anew
        ly < What is the loan for?
        ly > tôi không vay nữa
        ly < All right, nothing was written down.
        ly > muốn vay
        ly < What is the loan for?
    """)


@pytest.mark.parametrize("written", ["toi khong vay nua", "thôi không vay nữa"])
async def test_who_does_not_want_it_any_more_is_let_go(village: Village, written: str) -> None:
    await village(TERM)
    await village(f"""
        ly > {written}
        ly < All right, nothing was written down.
    """)


async def test_a_sum_typed_to_what_for_is_acknowledged(village: Village) -> None:
    await village("""
        ly > vay
        ly < What is the loan for?
        ly > 5tr
        ly < 5,000,000 đ, I have noted that. What is the loan for?
        ly > bò
        ly < For how long?
    """)


@pytest.mark.parametrize(
    "written", ["cháu ơi chú muốn vay", "vay", "cho chú vay ít tiền", "cho toi vay it tien"]
)
async def test_a_wish_in_any_words_begins(village: Village, written: str) -> None:
    await village(f"""
        ly > {written}
        ly < What is the loan for?
    """)


async def test_who_asks_how_hears_how(village: Village) -> None:
    await village("""
        ly > lam sao de vay tien
        ly < A loan is possible from 3,000,000 đ to 10,000,000 đ
        ly # Ask for a loan
        ly < What is the loan for?
    """)


# --- How it stands -------------------------------------------------------------------------------


async def test_who_waits_hears_for_whom(village: Village) -> None:
    await asks(village, "ly")
    await village("""
        ly > bao giờ được tiền
        ly < The application for 5,000,000 đ is still waiting for Mr Minh, Tư to decide.
        ly > sao lau the
        ly < still waiting for Mr Minh, Tư
        hoa > tôi nộp 50k
        hoa < 50,000 đ
        hoa > đúng
        hoa < Whom
        hoa > 1
        hoa < I told Lan
        lan < Ms Hoa
        tu < Ms Hoa
        hoa > sao lâu thế
        hoa < The 50,000 đ that you told me of still waits for Lan to say that it arrived.
    """)


async def test_who_was_refused_hears_the_reason_again(village: Village) -> None:
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "ly")
    await village("""
        minh > các đơn xin vay
        minh < Ms Lý
        minh # Ms Lý
        minh < Ms Lý asks for
        minh # I do not agree
        minh < Why
        minh # Others
        minh < Not this time
        ly < This time the board cannot lend you 5,000,000 đ: others need it
        ly > sao lai khong cho vay
        ly < This time the board cannot lend you 5,000,000 đ: others need it more urgently this \
time. You can ask again at any time; Mr Minh gladly talks it over.
        ly > bao giờ được tiền
        ly < The board could not lend you
    """)
    assert await count(village) == 1


async def test_what_was_agreed_can_be_taken_back_by_word(village: Village) -> None:
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await village(OPENED)
    await village("minh # I agree\nminh < One more of the board must agree")
    await village(AGREED)
    await village("""
        thao > bao giờ được tiền
        thao < The board has agreed to 5,000,000 đ. Lan hands the money over to you.
        thao > rut don
        thao < The board has agreed to lend the 5,000,000 đ. Is it no longer wanted?
        thao # Yes, it is no longer wanted
        thao < Noted, I told the board.
        lan < does not want the 5,000,000 đ any more
        minh < does not want
        tu < does not want
    """)
