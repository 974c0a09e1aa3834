"""A name beside a sum: nobody's money is ever taken for the speaker's own."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.storage import entries
from bot.storage import tables as t
from tests.village import Village, plain


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Words mean the same on every database."""
    return sqlite_url


@pytest.fixture
async def three(village: Village) -> Village:
    """Three people called Hoa and a Hằng; Lan, the treasurer, has a loan of her own."""
    await village.join("ly", "Nguyễn Thị Hoa", village_name="Hoa Lý", hamlet="xóm 5")
    await village.join("hoa3", "Lò Thị Hoa", hamlet="xóm 7", phone=None)
    await village.join("hang", "Ngân Thị Hằng")
    for who in ("ly", "hoa3", "hang", "lan"):
        await village.lend(who)
    return village


NAMED = (
    "bà Hoa nộp 300k",
    "ba Hoa nop 300k",
    "ba Hoa nop 300",
    "bà Hoa đưa tôi 300 nghìn",
    "nộp hộ bà Hoa 300k",
    "bà Hoa 300k",
    "nhận tiền của bà Hoa 300k",
    "/paid Hoa 300k",
)


@pytest.mark.parametrize("words", NAMED)
async def test_of_several_of_a_name_the_officer_says_which_one(three: Village, words: str) -> None:
    await three(f"""
        lan > {words}
        lan < Which one do you mean?
        lan # Nguyễn Thị Hoa (Hoa Lý, xóm 5)
        lan < Ms Hoa Lý: 300,000 đ … Is that right?
        lan # I hold all 300,000 đ
        lan < Written down: Ms Hoa Lý 300,000 đ
        ly < Receipt
    """)
    async with three.database.read() as db:
        (entry,) = await entries.latest(db, three.club, 10)
    assert entry.member_id == three.ids["ly"]


@pytest.mark.parametrize("words", ["ba Hang nop 300", "bà Hằng nộp 300k", "Hằng 300k"])
async def test_a_name_that_one_has_is_read_back(three: Village, words: str) -> None:
    await three(f"""
        lan > {words}
        lan < Ms Hằng: 300,000 đ … Is that right?
    """)


@pytest.mark.parametrize("words", ["bà Tú nộp 300k", "ba sen nop 300", "tien nop 300k"])
async def test_a_name_that_nobody_has_is_asked_for_again_and_the_sum_is_kept(
    three: Village, words: str
) -> None:
    await three(f"""
        thu > {words}
        thu < I find nobody of that name. Please write the name again.
        thu > bà Xyz
        thu < I find nobody of that name. Please write the name again.
        thu # Never mind
        thu < All right, nothing was written down.
        lan > {words}
        lan < I find nobody of that name. Please write the name again.
        lan > hằng
        lan < Ms Hằng: 300,000 đ … Is that right?
    """)


async def test_the_officer_may_say_that_it_is_her_own_after_all(three: Village) -> None:
    await three("""
        lan > hồi nọ nộp 300k
        lan < I find nobody of that name.
        lan > của tôi
        lan < For your loan KU-lan: 300,000 đ
        lan > Lan nộp 200k
        lan < For your loan KU-lan: 200,000 đ
    """)


@pytest.mark.parametrize(
    "words",
    [
        "tôi nộp 300k",
        "tôi nộp cho thủ quỹ 300k",
        "tôi đưa bác Tư 300k",
        "bác Tư ơi tôi nộp 300k",
        "chồng tôi nộp 300k",
    ],
)
async def test_who_took_the_money_is_no_payer(three: Village, words: str) -> None:
    await three(f"""
        lan > {words}
        lan < 300,000 đ … Is that right?
        lan # Yes, 300,000 đ
        lan < Whom did you give it to?
    """)


async def test_for_the_loan_itself_is_kept_with_the_name(three: Village) -> None:
    await three("""
        lan > bà Hằng trả gốc 300k
        lan < Ms Hằng: 300,000 đ … all of it for the loan itself
    """)


@pytest.mark.parametrize(
    "words",
    ["bà Hoa Lý nộp 300k", "nộp hộ bà Hằng 300k", "Hằng nộp 300", "bà Sen nộp 300k"],
)
async def test_a_member_speaks_of_her_own_money_only(three: Village, words: str) -> None:
    await three(f"""
        hoa > {words}
        hoa < Here I can speak with you of your own money only. For somebody else, please ask Lan.
        hoa # It is my own money
        hoa < For your loan KU-hoa: 300,000 đ … Is that right?
    """)


@pytest.mark.parametrize(
    "words",
    ["bà Hoa nộp 300k", "Hoa Bính nộp 300k", "bà nộp 300k", "tôi là Hoa, nộp 300k"],
)
async def test_a_member_who_names_herself_goes_on(three: Village, words: str) -> None:
    await three(f"""
        hoa > {words}
        hoa < 300,000 đ … Is that right?
    """)


@pytest.mark.parametrize("words", ["ba Hoa Ly con no bao nhieu", "bà Sen còn nợ bao nhiêu"])
async def test_a_member_is_told_of_her_own_balance_only(three: Village, words: str) -> None:
    await three(f"""
        hoa > {words}
        hoa < Here I can speak with you of your own money only.
        hoa # How much do I still have to pay?
        hoa < You still have 5,000,000 đ
        hoa > bà Hoa còn nợ bao nhiêu
        hoa < You still have 5,000,000 đ
        hoa > vợ tôi còn nợ bao nhiêu
        hoa < Here I can speak with you of your own money only.
    """)


async def test_a_helper_asks_for_the_mother_whom_he_helps(three: Village) -> None:
    await three.link("hoa", "grandson", kind="helper")
    await three("""
        grandson > mẹ tôi còn nợ bao nhiêu
        grandson < You still have 5,000,000 đ
        grandson > bà Hoa Lý còn nợ bao nhiêu
        grandson < Here I can speak with you of your own money only.
    """)


async def test_an_officer_asks_of_whom_nobody_is_called(three: Village) -> None:
    await three("""
        lan > bà Sen còn nợ bao nhiêu
        lan < I find nobody of that name. Please write the name again.
        lan > hằng
        lan < Ngân Thị Hằng
        lan > bà Hoa còn nợ bao nhiêu
        lan < Which one do you mean?
        lan > tháng sau phải trả bao nhiêu
        lan < You still have 5,000,000 đ
    """)


async def test_another_name_in_answer_to_how_much_is_not_dropped(three: Village) -> None:
    await three("""
        lan > hằng
        lan < Ngân Thị Hằng
        lan # Another sum
        lan < How much did Ms Hằng hand over?
        lan > bà Hoa Lý 300k
        lan < How much did Ms Hằng hand over?
        lan > bà Hằng đưa 200k
        lan < Ms Hằng: 200,000 đ
        lan > Hoa Lý 300k
        lan < I did not quite understand. … Ms Hằng: 200,000 đ
        lan > bà Hoa Lý nộp 300k
        lan < Ms Hoa Lý: 300,000 đ
    """)


async def test_nothing_is_written_for_a_neighbour_or_by_a_guess(three: Village) -> None:
    for words in (*NAMED, "bà Tú nộp 300k"):
        await three.say("hoa", words)
        await three.say("lan", words)
    async with three.database.read() as db:
        found = await db.execute(select(func.count()).select_from(t.Declaration))
        assert found.scalar_one() == 0
    said = [reply.text for chat in ("hoa", "lan") for reply in three.phones.by_chat[chat].last]
    assert not [text for text in said if "KU-lan" in plain(text) or "of Lan" in plain(text)]
