"""Every question about money has a way out, and another sum typed at a read-back is taken."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.storage import entries
from bot.storage import tables as t
from tests.village import Village

TAKEN = """
    lan > nhận tiền
    lan < From whom?
    lan > hoa
    lan < Nguyễn Thị Hoa
    lan # Receive 50,000 đ
    lan < 50,000 đ
    lan # I hold all
    lan < Written down
    hoa < Receipt
"""
WAYS = {
    "paid": "hoa > /paid; hoa < How much did you pay?",
    "which loan": "minh > tôi nộp 100k; minh < For which loan?",
    "to whom": "hoa > tôi nộp 50k; hoa < right?; hoa > 1; hoa < Whom; hoa # Somebody else; "
    "hoa < What is the name",
    "contest": "hoa # Please look at it again; hoa < What should be looked at?",
    "mend": "lan > sửa lại; lan < Which entry is it?",
    "mend why": "lan > sửa lại; lan < Which entry is it?; lan # 50,000 đ; lan < What was wrong",
    "receive": "lan > nhận tiền; lan < From whom?",
    "receive sum": "lan > bình; lan < Vi Văn Bình; lan # Another sum; lan < How much",
    "receive loan": "lan > minh; lan < Lê Văn Minh; lan # Another sum; lan < For which loan?",
    "which one": "lan > văn; lan < Which one do you mean?",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Words mean the same on every database."""
    return sqlite_url


@pytest.fixture
async def taken(village: Village) -> Village:
    """Hoa has paid something today; Minh has two loans."""
    await village.lend("minh", number="A")
    await village.lend("minh", number="B")
    await village(TAKEN)
    return village


@pytest.mark.parametrize("way", WAYS)
async def test_a_question_can_be_left(taken: Village, way: str) -> None:
    await taken(WAYS[way].replace("; ", "\n"))
    who = WAYS[way].partition(" ")[0]
    last = taken.phones.by_chat[who].last[-1]
    assert last.choices[-1].label == "Never mind"
    await taken(f"""
        {who} # Never mind
        {who} < All right,
        {who} > never mind
        {who} < All right, nothing was written down.
    """)
    async with taken.database.read() as db:
        for table in (t.Case, t.Correction, t.Declaration):
            assert (await db.execute(select(func.count()).select_from(table))).scalar_one() == 0
        assert len(await entries.latest(db, taken.club, 10)) == 1


async def test_a_member_called_huy_is_found_where_a_name_is_asked_for(taken: Village) -> None:
    await taken.join("huy", "Vi Văn Huy", phone=None)
    await taken("""
        lan > nhận tiền
        lan < From whom?
        lan > huy
        lan < Vi Văn Huy
        lan > nhận tiền
        lan < From whom?
        lan > thoi
        lan < All right, nothing was written down.
    """)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("600", "600,000"), ("450k", "450,000"), ("không, 450k", "450,000"), ("phải 1tr2", "1,200,")],
)
async def test_a_sum_typed_at_a_read_back_is_another_sum(
    village: Village, typed: str, read: str
) -> None:
    await village(f"""
        hoa > tôi nộp 500k
        hoa < 500,000 đ … Is that right?
        hoa > {typed}
        hoa < {read} … Is that right?
        lan > bình
        lan < Vi Văn Bình
        lan # Receive 50,000 đ
        lan < Mr Bình: 50,000 đ
        lan > {typed}
        lan < Mr Bình: {read} … Is that right?
        lan # I hold all {read}
        lan < Written down: Mr Bình {read}
    """)


async def test_one_question_is_enough_for_a_bare_sum(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < was handed to you
        tu < was handed to the treasurer
        lan # Received another sum
        lan < How much did Ms Hoa Bính hand over?
        lan > 450
        lan < Ms Hoa Bính: 450,000 đ … Is that right?
        lan # I hold all 450,000 đ
        lan < Written down: Ms Hoa Bính 450,000 đ
        hoa < Receipt
    """)


async def test_too_much_is_asked_for_again_wherever_it_was_said(village: Village) -> None:
    await village("""
        hoa > tôi nộp 9tr
        hoa < This loan needs 5,050,000 đ at the most today.
        hoa > 500k
        hoa < 500,000 đ … Is that right?
        hoa > 9tr
        hoa < This loan needs 5,050,000 đ at the most today.
        lan > bình 9tr
        lan < This loan needs 5,050,000 đ at the most today.
        lan > 200k
        lan < Mr Bình: 200,000 đ
    """)


@pytest.mark.parametrize("typed", ["bà Hoa Lý", "Hoa 600k", "x", "mai mốt"])
async def test_what_is_no_sum_at_a_read_back_is_asked_again(village: Village, typed: str) -> None:
    await village(f"""
        lan > bình
        lan < Vi Văn Bình
        lan # Receive 50,000 đ
        lan < Mr Bình: 50,000 đ
        lan > {typed}
        lan < I did not quite understand. Please choose one of these. … Mr Bình: 50,000 đ
    """)
