"""Ill, in mourning, or "do not remind me": asked until when and of what, shown to the board."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from bot.storage import quiets
from bot.storage import tables as t
from bot.storage.quiets import ALL, MEETINGS, MONEY
from tests.village import Village

DAY = date(2026, 11, 21)


async def quiet(village: Village, who: str, on: date = DAY) -> set[tuple[str, str]]:
    async with village.database.read() as db:
        found = await quiets.of(db, [village.ids[who]], on)
    return {(one.kind, one.reason) for one in found.get(village.ids[who], ())}


async def test_who_is_ill_is_left_in_peace_for_a_week(village: Village) -> None:
    await village("""
        hoa > tôi ốm
        hoa < Get well soon! If it gets worse, call 115 … How long shall I not remind you?
        hoa # A week
        hoa < What shall I be silent about?
        hoa # Of nothing at all
        hoa < I do not remind you of anything until 28 Nov 2026. … write “remind me again”.
    """)
    assert await quiet(village, "hoa") == {(ALL, "ill")}
    assert await quiet(village, "hoa", DAY + timedelta(days=7)) == set()


@pytest.mark.parametrize("said", ["tôi ốm quá", "toi bi om", "Bà ốm nặng rồi", "đang nằm viện"])
async def test_illness_is_understood_and_no_emergency(village: Village, said: str) -> None:
    await village(f"""
        hoa > {said}
        hoa < Get well soon!
        hoa # No, keep reminding
        hoa < All right, everything stays as it is.
    """)
    assert await quiet(village, "hoa") == set()


@pytest.mark.parametrize("said", ["tôi ốm quá, đau ngực", "ốm không dậy được", "om qua, kho tho"])
async def test_an_emergency_stays_one(village: Village, said: str) -> None:
    await village.say("hoa", said)
    village.hears("hoa", "Call 115 now!")
    village.hears("minh", "just wrote to me of an emergency")
    assert await quiet(village, "hoa") == set()


async def test_mourning_lasts_49_days_and_holds_for_the_household(village: Village) -> None:
    await village.join("son", "Vi Văn Sơn", household="Sơn", phone=None)
    await village.join("mai", "Lò Thị Mai", household="Sơn", phone="mai")
    await village("""
        mai > nhà có tang
        mai < My condolences to your family. How long shall I not remind you?
        mai # 49 days
        mai < What shall I be silent about?
        mai # Of nothing at all
        mai < not remind you of anything until 9 Jan 2027
    """)
    assert await quiet(village, "mai") == {(ALL, "mourning")}
    assert await quiet(village, "son") == {(MONEY, "mourning")}


async def test_who_shares_the_roof_cannot_end_the_mourning_of_another(village: Village) -> None:
    await village.join("son", "Vi Văn Sơn", household="Sơn")
    await village.join("mai", "Lò Thị Mai", household="Sơn")
    await village("""
        mai > chúng tôi chịu tang
        mai < I did not understand
        mai > nhà tôi có người mất
        mai < My condolences
        mai # 49 days
        mai < What shall I be silent about?
        mai # Not of money
        mai < not remind you of money until 9 Jan 2027
        son > nhắc lại tôi nhé
        son < Only of money I say nothing until 9 Jan 2027: your house is in mourning.
    """)
    assert await quiet(village, "son") == {(MONEY, "mourning")}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("đừng nhắc chuyện tiền nữa", MONEY),
        ("dung nhac tien nua", MONEY),
        ("đừng nhắc tôi trả nợ nữa", MONEY),
        ("thôi đừng nhắc họp nữa nhé", MEETINGS),
    ],
)
async def test_what_was_named_is_not_asked_again(village: Village, said: str, kind: str) -> None:
    await village.say("hoa", said)
    village.hears("hoa", "I understand. How long shall I not remind you?")
    await village.press("hoa", "Until told to again")
    village.hears("hoa", "until told to again")
    assert await quiet(village, "hoa", DAY + timedelta(days=400)) == {(kind, "wish")}


async def test_do_not_remind_me_and_remind_me_again(village: Village) -> None:
    await village("""
        hoa > đừng nhắc tôi nữa
        hoa < I understand. How long
        hoa # A month
        hoa < What shall I be silent about?
        hoa # Of nothing at all
        hoa < not remind you of anything until 21 Dec 2026
        hoa > nhắc lại tôi nhé
        hoa < Thank you, I will remind you.
    """)
    assert await quiet(village, "hoa") == set()


async def test_an_officer_sets_it_from_the_card_and_ends_it(village: Village) -> None:
    await village("""
        thu > bình
        thu < Vi Văn Bình … No phone here, and nobody passes notices on yet.
        thu # Pause reminders
        thu < Why shall Mr Bình not be reminded?
        thu # Is ill
        thu < How long shall Mr Bình not be reminded?
        thu # A month
        thu < What shall I be silent about?
        thu # Not of money
        thu < Mr Bình is not reminded of money until 21 Dec 2026.
        lan > bình
        lan < Not reminded of money until 21 Dec 2026 (ill).
        lan # Pause reminders
        lan < Why
        lan # Remind again as usual
        lan < Mr Bình is reminded again.
    """)
    assert await quiet(village, "binh") == set()


async def test_who_holds_no_office_any_more_sets_nothing_for_others(village: Village) -> None:
    await village("""
        thu > bình
        thu < Vi Văn Bình
        thu # Pause reminders
        thu < Why
    """)
    async with village.database.write() as db:
        await db.execute(delete(t.Role).where(t.Role.member_id == village.ids["thu"]))
    await village("""
        thu # Is ill
        thu < That is the board's work.
    """)
    assert await quiet(village, "binh") == set()
