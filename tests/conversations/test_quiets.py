"""Ill or in mourning: reminders rest at once; by a wish, it is asked until when and of what."""

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


async def test_who_is_ill_is_left_in_peace_for_a_week_at_once(village: Village) -> None:
    await village("""
        hoa > tôi ốm
        hoa < Get well soon! … call 115 … I do not remind you of anything until 28 Nov 2026.
    """)
    assert await quiet(village, "hoa") == {(ALL, "ill")}
    assert await quiet(village, "hoa", DAY + timedelta(days=7)) == set()


async def test_the_number_of_days_can_be_changed(village: Village) -> None:
    await village("""
        hoa > tôi ốm
        hoa < Get well soon!
        hoa # Another number of days
        hoa < I understand. How long shall I not remind you?
        hoa # Never mind
        hoa < everything stays as it is
        hoa > tôi ốm
        hoa < Get well soon!
        hoa # Another number of days
        hoa < How long
        hoa # A month
        hoa < I do not remind you of anything until 21 Dec 2026. … write “remind me again”.
    """)
    assert await quiet(village, "hoa", DAY + timedelta(days=29)) == {(ALL, "ill")}


@pytest.mark.parametrize("said", ["tôi ốm quá", "toi bi om", "Bà ốm nặng rồi", "đang nằm viện"])
async def test_illness_is_understood_and_no_emergency(village: Village, said: str) -> None:
    await village(f"""
        hoa > {said}
        hoa < Get well soon!
        hoa # Remind as usual
        hoa < All right, I remind you again as usual.
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
        mai < My condolences to your family. I do not remind you of money until 9 Jan 2027.
    """)
    assert await quiet(village, "mai") == {(MONEY, "mourning")}
    assert await quiet(village, "son") == {(MONEY, "mourning")}


async def test_who_shares_the_roof_cannot_end_the_mourning_of_another(village: Village) -> None:
    await village.join("son", "Vi Văn Sơn", household="Sơn")
    await village.join("mai", "Lò Thị Mai", household="Sơn")
    await village("""
        mai > nhà tôi có người mất
        mai < My condolences … money until 9 Jan 2027
        son > nhắc lại tôi nhé
        son < Only of money I say nothing until 9 Jan 2027: your house is in mourning.
    """)
    assert await quiet(village, "son") == {(MONEY, "mourning")}


async def test_remind_as_usual_ends_what_was_begun_and_nothing_else(village: Village) -> None:
    await village("""
        hoa > đừng nhắc họp nữa
        hoa < How long
        hoa # Until told to again
        hoa < of meetings until told to again
        hoa > mẹ tôi mất rồi
        hoa < My condolences
        hoa # Remind as usual
        hoa < All right, I remind you again as usual.
    """)
    assert await quiet(village, "hoa") == {(MEETINGS, "wish")}


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
        thu # Wishes so
        thu < How long shall Mr Bình not be reminded?
        thu # A month
        thu < What shall I be silent about?
        thu # Not of money
        thu < Mr Bình is not reminded of money until 21 Dec 2026.
        lan > bình
        lan < Not reminded of money until 21 Dec 2026 (own wish).
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


# --- Somebody is named ---------------------------------------------------------------------------


async def test_an_officer_names_who_is_not_to_be_reminded(village: Village) -> None:
    await village("""
        thu > tạm nghỉ nhắc bà Hoa Bính
        thu < How long shall Ms Hoa Bính not be reminded?
        thu # A week
        thu < What shall I be silent about?
        thu # Of nothing at all
        thu < Ms Hoa Bính is not reminded of anything until 28 Nov 2026.
    """)
    assert await quiet(village, "hoa") == {(ALL, "wish")}
    assert await quiet(village, "thu") == set()


@pytest.mark.parametrize(
    ("said", "what", "found"),
    [
        ("bà Hoa Bính ốm", "anything until 28 Nov 2026", (ALL, "ill")),
        ("ba hoa bi om", "anything until 28 Nov 2026", (ALL, "ill")),
        ("nhà bà Hoa Bính có tang", "money until 9 Jan 2027", (MONEY, "mourning")),
    ],
)
async def test_an_officer_tells_who_is_ill_or_in_mourning(
    village: Village, said: str, what: str, found: tuple[str, str]
) -> None:
    await village(f"""
        thu > {said}
        thu < Ms Hoa Bính is not reminded of {what}.
    """)
    assert await quiet(village, "hoa") == {found}
    await village("""
        thu # Remind as usual
        thu < Ms Hoa Bính is reminded again.
    """)
    assert await quiet(village, "hoa") == set()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("tạm nghỉ nhắc ông Bình", "ông Bình"),
        ("ông Bình ốm", "ông Bình"),
        ("nhà ông Bình có đám ma", "ông Bình"),
        ("bà Khuyên ốm", "bà Khuyên"),
    ],
)
async def test_a_member_who_names_another_is_told_whom_to_ask(
    village: Village, said: str, name: str
) -> None:
    await village(f"""
        hoa > {said}
        hoa < Thank you for thinking of {name}. Please tell Thu, who sees to it.
    """)
    assert await quiet(village, "hoa") == await quiet(village, "binh") == set()


async def test_a_wish_that_names_nobody_is_the_members_own(village: Village) -> None:
    await village("""
        hoa > đừng nhắc bà qua điện thoại nữa
        hoa < I understand. How long shall I not remind you?
    """)


async def test_of_several_who_are_called_so_the_officer_chooses(village: Village) -> None:
    await village.join("hoa2", "Lò Thị Hoa", hamlet="xóm 5", phone=None)
    await village("""
        thu > cô Hoa ốm
        thu < Which one do you mean?
        thu # Lò Thị Hoa
        thu < Ms Hoa is not reminded of anything until 28 Nov 2026.
        thu > tạm nghỉ nhắc Hoa
        thu < Which one do you mean?
        thu # Never mind
        thu < everything stays as it is
        thu > bà Khuyên ốm
        thu < I find nobody of that name in the club.
    """)
    assert await quiet(village, "hoa2") == {(ALL, "ill")}
    assert await quiet(village, "hoa") == await quiet(village, "thu") == set()


@pytest.mark.parametrize("said", ["tôi ốm", "bác ốm rồi", "Thu ốm", "bà Thu ốm"])
async def test_an_officer_is_ill_herself(village: Village, said: str) -> None:
    await village.say("thu", said)
    found = set() if said == "Thu ốm" else {(ALL, "ill")}
    assert await quiet(village, "thu") == found


async def test_an_officer_who_has_somebody_reminded_sees_her_card(village: Village) -> None:
    await village("""
        thu > nhắc bà Hoa Bính nộp tiền
        thu < Nguyễn Thị Hoa (Hoa Bính, xóm 2)
        thu > nhắc bà Khuyên nộp tiền
        thu < I find nobody of that name.
        hoa > nhắc ông Bình nộp tiền
        hoa < That is the board's work.
    """)


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("hai tuần", "5 Dec 2026"),
        ("2 tuần", "5 Dec 2026"),
        ("nua thang", "6 Dec 2026"),
        ("10 ngày", "1 Dec 2026"),
        ("đến 10/12", "10 Dec 2026"),
    ],
)
async def test_how_long_may_be_said_in_her_own_words(
    village: Village, said: str, until: str
) -> None:
    await village(f"""
        hoa > đừng nhắc tiền nữa
        hoa < How long shall I not remind you?
        hoa > lâu lâu
        hoa < Until when? For example: 10 days, 2 weeks, or until 10/12.
        hoa > 99 tháng
        hoa < Until when? For example
        hoa > {said}
        hoa < I do not remind you of money until {until}.
    """)
    assert {kind for kind, _reason in await quiet(village, "hoa")} == {MONEY}
