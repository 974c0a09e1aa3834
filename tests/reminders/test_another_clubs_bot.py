"""A bot is given to another club: what waited there for the members of others stays unsaid."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from bot.reminders.scheduler import tidy
from bot.storage import bots, outbox
from bot.storage import tables as t
from bot.storage.messages import Lane, Whose
from tests.post_office import BOT, PostOffice

WEST = "Lò Văn Tài"


async def of_the_west(office: PostOffice) -> int:
    """Found a second club, whose Tài is at the same bot; return its id."""
    east = office.village.club
    await office.village.found(key="tay", name="Tây", hamlet="Tây")
    west = office.village.club
    await office.village.join("tai", WEST, sex="male")
    office.village.club = east
    assert west
    return west


async def given_to(office: PostOffice, club: int) -> list[tuple[Whose, str]]:
    """Give the bot to a club, as the operator does; return whose slips were given up."""
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
        await db.execute(update(t.Bot).where(t.Bot.bot == BOT[1]).values(club_id=club))
        return await outbox.leave_to(db, club, BOT, office.clock.now)


async def reasons(office: PostOffice) -> dict[str, str | None]:
    async with office.database.read() as db:
        rows = await db.execute(select(t.Outbox.text, t.Outbox.reason))
        return {row.text: row.reason for row in rows}


async def test_what_waits_for_members_of_others_is_given_up_and_the_rest_goes(
    office: PostOffice,
) -> None:
    west = await of_the_west(office)
    await office.queue("hoa", "answer")
    await office.queue("binh", "reminder", lane=Lane.REMINDERS)
    await office.queue("tai", "his own", club_id=west)
    await office.queue("lan", "to whom nobody knows", club_id=None, member_id=None)
    assert not await given_to(office, west)
    assert sorted(await office.deliver_after()) == ["his own", "to whom nobody knows"]
    assert await office.fates() == {
        "answer": "expired",
        "reminder": "expired",
        "his own": "sent",
        "to whom nobody knows": "sent",
    }
    assert (await reasons(office))["answer"] == "another club's bot"


async def test_what_waits_at_other_bots_stays(office: PostOffice) -> None:
    west = await of_the_west(office)
    async with office.database.write() as db:
        await db.execute(update(t.Address).where(t.Address.chat == "hoa").values(bot="other"))
        await bots.register(db, (BOT[0], "other"), office.clock.now)
    await office.queue("hoa", "answer")
    await given_to(office, west)
    assert await office.fates() == {"answer": "waiting"}


async def test_slips_among_it_are_named_and_of_a_tried_one_nothing_is_known(
    office: PostOffice,
) -> None:
    west, village = await of_the_west(office), office.village
    await office.queue("hoa", "tried", once=True)
    await office.claim("dead", tried=True)
    office.clock.pass_by(minutes=2)
    await office.queue("binh", "slip", once=True)
    assert sorted(await given_to(office, west)) == [
        ((village.club, village.ids["hoa"]), "unknown"),
        ((village.club, village.ids["binh"]), "expired"),
    ]
    assert not await office.deliver_after(days=1)
    assert await office.fates() == {"tried": "unknown", "slip": "expired"}


async def test_what_is_in_flight_is_left_alone_and_goes_no_second_time(office: PostOffice) -> None:
    west = await of_the_west(office)
    await office.queue("hoa", "arrives", "fails")
    office.postman.meanwhile["arrives"] = lambda: given_to(office, west)
    office.postman.fails["fails"] = [TimeoutError()]
    assert await office.deliver_after() == ["arrives"]
    assert await office.fates() == {"arrives": "sent", "fails": "waiting"}
    assert not await office.deliver_after(hours=1)
    assert office.postman.asked.count("fails") == 1


async def test_what_is_queued_afterwards_is_not_said_and_has_an_end(office: PostOffice) -> None:
    west = await of_the_west(office)
    await given_to(office, west)
    await office.queue("hoa", "too late", once=True)
    await office.queue("tai", "his own", club_id=west)
    assert await office.deliver_after(hours=1) == ["his own"]
    office.clock.pass_by(days=3)
    await tidy(office.database, office.clock.now)
    assert (await office.fates())["too late"] == "expired"


async def test_given_back_to_all_clubs_it_says_what_has_come_since(office: PostOffice) -> None:
    west = await of_the_west(office)
    await given_to(office, west)
    await office.queue("hoa", "not yet")
    assert not await office.deliver_after()
    async with office.database.write() as db:
        await db.execute(update(t.Bot).values(club_id=None))
    assert await office.deliver_after() == ["not yet"]


# --- A bot that is taken away and comes back -----------------------------------------------------


async def test_a_bot_that_comes_back_says_what_is_still_of_use(office: PostOffice) -> None:
    await office.deliver_after()  # a process that begins makes its bots known
    for text, days in (("still of use", 5), ("of no use", 1)):
        ends = office.clock.now + timedelta(days=days)
        await office.queue("hoa", text, lane=Lane.REMINDERS, useless_after=ends)
    await served(office, is_served=False)
    assert not await office.deliver_after(days=2)
    assert set((await office.fates()).values()) == {"waiting"}
    await served(office, is_served=True)
    assert await office.deliver_after() == ["still of use"]
    assert (await office.fates())["of no use"] == "expired"


async def test_what_a_dead_process_had_in_hand_ends_with_its_bot_too(office: PostOffice) -> None:
    await office.village.link("lan", "zalo_lan")
    await office.queue("hoa", "slip", once=True)
    await office.claim("dead", tried=True)
    await office.queue("binh", "answer")
    await office.claim("dead")
    await served(office, is_served=False)
    office.clock.pass_by(days=3)
    await tidy(office.database, office.clock.now)
    fates = await office.fates()
    assert (fates.pop("answer"), fates.pop("slip")) == ("expired", "unknown")
    assert [text for text in fates if "I am not sure that" in text]  # the treasurer is told


async def served(office: PostOffice, *, is_served: bool) -> None:
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
        its = update(t.Bot).where(t.Bot.platform == BOT[0], t.Bot.bot == BOT[1])
        await db.execute(its.values(served=is_served))
