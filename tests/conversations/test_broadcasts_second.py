"""A link, an account number, quick money or a cure: a second officer looks before it goes."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.chat import Incoming
from bot.storage import tables as t
from tests.conversations.test_broadcasts import announced, silence, writes
from tests.village import Village, address

LINK = "Xem ở www.quatang.vn nhé"


async def asks(village: Village, text: str = LINK, who: str = "minh") -> None:
    """Let an officer send something risky to everybody, up to the question to the others."""
    await writes(village, text, who)
    await village(f"""
        {who} # Everybody
        {who} < When shall I send it?
        {who} # Send it now
        {who} < in it, so another officer looks at it first. Shall I ask?
    """)
    await village.press(who, "Ask another officer to look")
    village.hears(who, "I have asked")


async def status(village: Village) -> str:
    async with village.database.read() as db:
        return str(await db.scalar(select(t.Broadcast.status)))


def forget(village: Village) -> None:
    for phone in village.phones.by_chat.values():
        phone.unread.clear()


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        (LINK, "a link"),
        ("Nộp vào 19033445566017", "an account number"),
        ("Ai đầu tư sẽ sinh lời", "something about quick money"),
        ("Bán thuốc bổ", "a health product"),
    ],
)
async def test_nothing_goes_before_another_officer_agrees(
    village: Village, text: str, risk: str
) -> None:
    await asks(village, text)
    village.hears("thu", f"Mr Minh wants to send this to everybody: now. There is {risk} in it")
    await announced(village)
    assert not village.phones.by_chat["hoa"].unread
    forget(village)
    await village("""
        thu # Let it go
        thu < Thank you. It goes out: now.
        minh < Thu agrees: “
    """)
    await announced(village)
    village.hears("hoa", text)


async def test_the_second_sees_exactly_what_would_arrive(village: Village) -> None:
    await asks(village)
    await village("""
        lan < ——— Làng – Mr Minh (Head) lets you know: … Xem ở www.quatang.vn nhé
        tu < Làng – Mr Minh (Head) lets you know:
        thu < Làng – Mr Minh (Head) lets you know:
    """)


async def test_a_no_ends_it_and_the_writer_is_told(village: Village) -> None:
    await asks(village)
    forget(village)
    await village("""
        tu # Do not send it
        tu < All right, it is not sent. I told Mr Minh.
        minh < Tư would rather not have “Xem ở www.quatang.vn nhé” sent.
        thu # Let it go
        thu < That was decided already: it stopped.
    """)
    await announced(village)
    assert silence(village)


async def test_of_two_who_press_at_once_one_wins(village: Village) -> None:
    await asks(village)
    forget(village)
    for who, label in (("thu", "Let it go"), ("lan", "Do not send it")):
        key = village.key(who, label)
        for message in ("a", "b"):
            await village.send(Incoming(address=address(who), message=message, pressed=key))
    village.hears("thu", "Thank you")
    village.hears("thu", "You already chose “Let it go”")
    village.hears("lan", "decided already: it goes out")
    assert await status(village) == "planned"


async def test_kin_and_shared_phones_are_no_second_touch(village: Village) -> None:
    await village.link("thu", "minh_tablet")
    await village.link("minh", "minh_tablet")
    async with village.database.write() as db:
        house = await village._household(db, "Hộ 1")
        await db.execute(
            update(t.Member)
            .where(t.Member.id.in_([village.ids["minh"], village.ids["tu"]]))
            .values(household_id=house)
        )
    await asks(village)
    village.hears("lan", "Mr Minh wants to send this")
    assert not village.phones.by_chat["tu"].unread
    assert not village.phones.by_chat["thu"].unread


async def test_whoever_became_kin_meanwhile_is_refused(village: Village) -> None:
    await asks(village)
    forget(village)
    await village.link("minh", "lan", kind="helper")
    await village("""
        lan # Let it go
        lan < Who is holding the phone
        lan > lan
        lan < You are too near to Mr Minh for this.
    """)
    assert await status(village) == "waiting"


async def test_where_nobody_else_can_be_asked_it_must_be_left_out(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(
            update(t.Role).where(t.Role.role != "head").values(until_on=village.clock.now.date())
        )
    await writes(village, LINK)
    await village("""
        minh # Everybody
        minh < When shall I send it?
        minh # Send it now
        minh < Shall I ask?
        minh # Ask another officer
        minh < There is a link in it, and no other officer can be asked by phone.
        minh > Mai họp
        minh < Whom is it for?
    """)
    async with village.database.read() as db:
        assert await db.scalar(select(t.Broadcast.id)) is None


async def test_a_yes_after_two_days_sends_nothing(village: Village) -> None:
    await asks(village)
    forget(village)
    village.clock.pass_by(hours=49)
    await village("""
        thu # Let it go
        thu < That is too long ago, so I do not send it any more.
    """)
    assert await status(village) == "stopped"


async def test_a_number_of_the_club_is_no_account(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(
            update(t.Member).where(t.Member.id == village.ids["lan"]).values(phone="0912 345 678")
        )
    await writes(village, "Hỏi bác Lan, số 0912.345.678")
    await village("""
        minh # Everybody
        minh < When shall I send it?
        minh # Send it now
        minh < Now, to 5 phones; 1 person gets it on none. Shall I send it?
    """)


async def test_the_writer_can_take_it_back_while_it_waits(village: Village) -> None:
    await asks(village)
    forget(village)
    await village("""
        minh # Stop sending
        minh < Stop “Xem ở www.quatang.vn nhé”? It is not sent then.
        minh # Stop sending
        minh < Stopped.
        thu # Let it go
        thu < That was decided already
    """)


@pytest.mark.parametrize("meanwhile", [False, True])
async def test_the_very_words_of_the_button_let_it_go(village: Village, meanwhile: bool) -> None:
    await asks(village)
    forget(village)
    village.clock.pass_by(minutes=1)
    if meanwhile:
        await village("thu > menu\nthu < What can I do for you?")
    await village("""
        thu > let it go
        thu < Thank you. It goes out: now.
        minh < Thu agrees: “
    """)
