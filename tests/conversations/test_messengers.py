"""A messenger is named by the secretary, counts after her yes, and may give it back."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.storage import messengers
from bot.storage import tables as t
from tests.village import Village


async def of_binh(village: Village) -> set[tuple[str, bool]]:
    names = {member: short for short, member in village.ids.items()}
    async with village.database.read() as db:
        found = await messengers.of(db, village.club, [village.ids["binh"]])
    return {(names[one.messenger_id], one.money) for one in found}


async def name(village: Village, who: str) -> None:
    """The secretary names somebody for Bình."""
    await village.say("thu", "bình")
    await village.press("thu", "Who passes notices on")
    await village.press("thu", "Name somebody")
    await village.say("thu", who)
    village.phones.by_chat["thu"].unread.clear()


async def test_a_messenger_is_asked_and_counts_after_her_yes(village: Village) -> None:
    await village("""
        thu > bình
        thu < Vi Văn Bình … No phone here, and nobody passes notices on yet.
        thu # Who passes notices on
        thu < Nobody passes notices on to Mr Bình yet.
        thu # Name somebody
        thu < Who shall pass notices on to Mr Bình? Part of the name is enough.
        thu > hoa
        hoa < Vi Văn Bình has no phone. Would you pass the club's notices on to Vi Văn Bình?
        thu < I asked Ms Hoa Bính, and wait for an answer.
    """)
    assert await of_binh(village) == set()
    await village("""
        hoa # I will
        thu < Ms Hoa Bính passes notices on to Mr Bình from now on.
        hoa < Thank you so much! When there is news for Mr Bình, I write to you.
        thu > bình
        thu < Notices are passed on by Ms Hoa Bính.
    """)
    assert await of_binh(village) == {("hoa", False)}


async def test_a_no_is_quite_all_right(village: Village) -> None:
    await name(village, "hoa")
    await village("""
        hoa < Would you pass
        hoa # I cannot
        thu < Ms Hoa Bính cannot pass notices on to Mr Bình.
        hoa < That is quite all right, I ask somebody else.
    """)
    assert await of_binh(village) == set()


async def test_the_secretary_may_do_it_herself(village: Village) -> None:
    await village("""
        thu > bình
        thu < Vi Văn Bình
        thu # Who passes notices on
        thu < Nobody
        thu # Name somebody
        thu < Who shall pass
        thu > thu
        thu < Thank you so much!
    """)
    assert await of_binh(village) == {("thu", False)}


async def test_there_are_two_at_the_most(village: Village) -> None:
    for who in ("hoa", "lan", "minh"):
        await name(village, who)
    for who in ("hoa", "lan"):
        village.hears(who, "Would you pass")
        await village.press(who, "I will")
        village.hears(who, "Thank you so much!")
        village.phones.by_chat["thu"].unread.clear()
    await village("""
        minh < Would you pass
        minh # I will
        minh < Thank you! Others do that for Mr Bình by now.
    """)
    assert await of_binh(village) == {("hoa", False), ("lan", False)}


async def test_who_has_no_phone_cannot_pass_anything_on(village: Village) -> None:
    await village.join("mai", "Lò Thị Mai", phone=None)
    await village("""
        thu > bình
        thu < Vi Văn Bình
        thu # Who passes notices on
        thu < Nobody
        thu # Name somebody
        thu < Who shall pass
        thu > mai
        thu < Lò Thị Mai has no phone here. Please name somebody else.
        thu > Nobody of this name
        thu < I find nobody of that name in the club.
    """)


async def test_of_money_only_with_a_paper(village: Village) -> None:
    await name(village, "hoa")
    await village("""
        hoa < Would you pass
        hoa # I will
        thu < from now on
        hoa < Thank you so much!
        thu > bình
        thu < Vi Văn Bình
        thu # Who passes notices on
        thu < Ms Hoa Bính passes notices on, but nothing of money.
        thu # Of money too
        thu < Has Mr Bình signed on paper that Ms Hoa Bính may tell of money?
        thu # No
        thu < All right, nothing of money is passed on.
    """)
    assert await of_binh(village) == {("hoa", False)}
    await village("""
        thu > bình
        thu < Vi Văn Bình
        thu # Who passes notices on
        thu < nothing of money
        thu # Of money too
        thu < signed on paper
        thu # Yes, the paper is here
        thu < I wrote it down: Ms Hoa Bính may tell Mr Bình of money too.
    """)
    assert await of_binh(village) == {("hoa", True)}
    await village("""
        thu > bình
        thu < Vi Văn Bình
        thu # Who passes notices on
        thu < of money too.
        thu # Nothing of money
        thu < All right, nothing of money is passed on.
    """)
    assert await of_binh(village) == {("hoa", False)}


async def test_a_messenger_gives_it_back_at_any_time(village: Village) -> None:
    await village("""
        hoa > không nhắn giúp nữa
        hoa < You pass on nothing for anybody just now.
    """)
    await name(village, "hoa")
    await village("""
        hoa < Would you pass
        hoa # I will
        thu < from now on
        hoa < write “no more passing on”
        hoa > tôi không nhắn giúp nữa
        thu < Ms Hoa Bính no longer passes notices on to Mr Bình. Please find somebody.
        hoa < Thank you for your help until now.
    """)
    assert await of_binh(village) == set()


@pytest.mark.parametrize(("says", "stay"), [("Vi Văn Bình", set()), ("Never", {("hoa", False)})])
async def test_who_serves_several_says_for_whom_it_is_over(
    village: Village, says: str, stay: set[tuple[str, bool]]
) -> None:
    mai = await village.join("mai", "Lò Thị Mai", phone=None)
    async with village.database.write() as db:
        for member in (village.ids["binh"], mai):
            await messengers.agree(
                db,
                club_id=village.club,
                member_id=member,
                messenger_id=village.ids["hoa"],
                set_by=village.ids["thu"],
                now=village.clock.now,
            )
    await village.say("hoa", "thôi nhắn giúp")
    village.hears("hoa", "Who shall I find somebody else for?")
    await village.press("hoa", says)
    assert await of_binh(village) == stay
    if not stay:
        return
    await village.say("hoa", "thôi nhắn giúp")
    await village.press("hoa", "All of them")
    village.hears("thu", "no longer passes notices on to Mr Bình, Ms Mai")
    assert await of_binh(village) == set()


async def test_the_secretary_ends_it_from_the_card(village: Village) -> None:
    await name(village, "hoa")
    await village("""
        hoa < Would you pass
        hoa # I will
        thu < from now on
        hoa < Thank you so much!
        thu > bình
        thu < Vi Văn Bình
        thu # Who passes notices on
        thu < nothing of money
        thu # No longer Ms Hoa
        thu < Done, that is over.
    """)
    assert await of_binh(village) == set()


async def test_a_yes_for_somebody_who_has_left_comes_too_late(village: Village) -> None:
    await name(village, "hoa")
    async with village.database.write() as db:
        await db.execute(
            update(t.Member)
            .where(t.Member.id == village.ids["binh"])
            .values(left_on=village.clock.now.date())
        )
    await village("""
        hoa < Would you pass
        hoa # I will
        hoa < Thank you! Others do that
    """)
    assert await of_binh(village) == set()


async def test_the_treasurer_names_no_messengers(village: Village) -> None:
    await village("""
        lan > bình
        lan < Vi Văn Bình
    """)
    assert "Who passes notices on" not in [one.label for one in village.choices("lan")]


async def test_the_secretary_may_ask_by_name(village: Village) -> None:
    await village("""
        thu > ai nhắn giúp ông Bình
        thu < Nobody passes notices on to Mr Bình yet.
        thu # Name somebody
        thu < Who shall pass notices on to Mr Bình?
        thu > ai nhan giup
        thu < Which one do you mean?
        thu > Nobody at all
        thu < I find nobody of that name in the club.
        thu > ông Bình
        thu < Nobody passes notices on to Mr Bình yet.
        thu # Never mind
        thu < everything stays as it is
    """)


async def test_of_several_with_that_name_it_is_asked_which(village: Village) -> None:
    await village.join("ly", "Hoàng Thị Hoa", village_name="Hoa Lý", phone=None)
    await village("""
        thu > ai nhắn giúp bà Hoa
        thu < Which one do you mean?
        thu # Hoàng Thị Hoa (Hoa Lý)
        thu < Nobody passes notices on to Ms Hoa Lý yet.
        thu # Never mind
        thu < everything stays as it is
        thu > ai nhắn giúp bà Hoa Lý
        thu < Nobody passes notices on to Ms Hoa Lý yet.
        thu # Never mind
        thu < everything stays as it is
        thu > ai nhắn giúp
        thu < Which one do you mean?
        thu # Never mind
        thu < everything stays as it is
    """)


async def test_only_an_officer_hears_who_passes_notices_on(village: Village) -> None:
    await village.say("hoa", "ai nhắn giúp ông Bình")
    assert "Bình" not in village.phones.by_chat["hoa"].last[-1].text
    village.phones.by_chat["hoa"].unread.clear()
