"""Words that collide when typed without marks: what may mean no never moves money."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.storage import tables as t
from tests.village import Village

NO = """
    đừng, đừng ghi, dừng, dạ không, da khong, dạ thôi, không, thôi, thoi, huỷ, huy, sai rồi,
    không ghi nữa
"""
UNCLEAR = "da, dạ, dạ ạ, đã, no, No, dùng, dung không"
YES = "Dung, dung roi, đúng, dạ đúng, da dung a, thôi được, thôi đúng rồi, ừ"

ASKED = {
    "hoa": """
        hoa > tôi nộp 500k
        hoa < 500,000 đ … Is that right?
    """,
    "lan": """
        lan > Hoa Bính
        lan < Nguyễn Thị Hoa
        lan # Receive 50,000
        lan < 50,000 đ … Is that right?
    """,
}
ANSWERED = {
    "hoa": """
        hoa < Whom did you give it to?
    """,
    "lan": """
        lan < Written down: Ms Hoa … 50,000 đ
        hoa < Receipt
    """,
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Words mean the same on every database."""
    return sqlite_url


def said(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]


async def moved(village: Village) -> int:
    """Count what was declared and what was posted as a repayment."""
    async with village.database.read() as db:
        posted = select(func.count()).where(t.Transaction.kind == "repayment")
        declared = select(func.count()).select_from(t.Declaration)
        found = [(await db.execute(query)).scalar_one() for query in (posted, declared)]
    return sum(found)


@pytest.mark.parametrize("who", ["hoa", "lan"])
async def test_what_means_no_writes_nothing(village: Village, who: str) -> None:
    for word in said(NO):
        await village(ASKED[who])
        await village(f"""
            {who} > {word}
            {who} < All right, nothing was written down.
        """)
    assert await moved(village) == 0


@pytest.mark.parametrize("who", ["hoa", "lan"])
async def test_what_may_mean_either_is_asked_back(village: Village, who: str) -> None:
    for word in said(UNCLEAR):
        await village(ASKED[who])
        await village(f"""
            {who} > {word}
            {who} < I did not quite understand. Please choose one of these. … Is that right?
            {who} # Never mind
            {who} < All right, nothing was written down.
        """)
    assert await moved(village) == 0


@pytest.mark.parametrize("who", ["hoa", "lan"])
@pytest.mark.parametrize("word", said(YES))
async def test_what_means_yes_goes_on(village: Village, who: str, word: str) -> None:
    await village(ASKED[who])
    await village.say(who, word)
    await village(ANSWERED[who])
