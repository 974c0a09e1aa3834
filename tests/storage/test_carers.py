"""Who visits, as a rota needs it: alone or together, on which days, away or not."""

from __future__ import annotations

from datetime import date

from bot.care.rota import Carer
from bot.storage import care_roles, carers, members, recipients
from bot.storage.engine import Database
from tests.village import Village

TODAY = date(2026, 11, 21)


async def _village(database: Database) -> Village:
    village = Village(database)
    await village.found()
    for short, hamlet in (("hoa", "xóm 2"), ("mai", "xóm 2"), ("tu", "xóm 3"), ("lan", "")):
        await village.join(short, short.capitalize(), hamlet=hamlet, phone=None)
    async with database.write() as db:
        for short in ("hoa", "mai", "tu"):
            member = village.ids[short]
            await members.note_volunteer(db, village.club, member, volunteer=True)
    return village


async def _carers(village: Village) -> list[Carer]:
    async with village.database.read() as db:
        return await carers.of_club(db, village.club, TODAY)


async def test_who_said_nothing_can_go_whenever(database: Database) -> None:
    village = await _village(database)
    found = await _carers(village)
    assert [one.ids for one in found] == [(village.ids[one],) for one in ("hoa", "mai", "tu")]
    assert {(one.weekly, one.times) for one in found} == {(3, frozenset())}


async def test_two_who_go_together_go_when_both_can(database: Database) -> None:
    village = await _village(database)
    hoa, mai, tu = (village.ids[one] for one in ("hoa", "mai", "tu"))
    async with database.write() as db:
        await carers.note_times(db, village.club, hoa, {(1, ""), (4, "morning")})
        await carers.note_times(db, village.club, mai, {(1, "morning"), (2, "")})
        await carers.note_limit(db, village.club, hoa, 5)
        await carers.note_limit(db, village.club, mai, 2)
        await carers.note_pair(db, village.club, mai, hoa)
        await carers.note_away(db, village.club, mai, TODAY, date(2026, 11, 23))
    together, alone = await _carers(village)
    assert (together.ids, alone.ids) == ((hoa, mai), (tu,))
    assert (together.weekly, set(together.times)) == (2, {(1, "morning")})
    assert together.away == {TODAY, date(2026, 11, 22)}
    assert (together.hamlet, alone.hamlet) == ("xóm 2", "xóm 3")


async def test_a_pair_without_a_common_day_goes_apart(database: Database) -> None:
    village = await _village(database)
    hoa, mai = village.ids["hoa"], village.ids["mai"]
    async with database.write() as db:
        await carers.note_times(db, village.club, hoa, {(1, "")})
        await carers.note_times(db, village.club, mai, {(2, "")})
        await carers.note_pair(db, village.club, hoa, mai)
    assert [one.ids for one in await _carers(village)][:2] == [(hoa,), (mai,)]


async def test_a_new_partner_leaves_the_former_one_alone(database: Database) -> None:
    village = await _village(database)
    hoa, mai, tu = (village.ids[one] for one in ("hoa", "mai", "tu"))
    async with database.write() as db:
        await carers.note_pair(db, village.club, hoa, mai)
        await carers.note_pair(db, village.club, hoa, mai)
        await carers.note_pair(db, village.club, tu, hoa)
    assert sorted(one.ids for one in await _carers(village)) == sorted([(mai,), (hoa, tu)])


async def test_who_is_back_early_can_go_again(database: Database) -> None:
    village = await _village(database)
    hoa = village.ids["hoa"]
    async with database.write() as db:
        await carers.note_away(db, village.club, hoa, date(2026, 11, 20), date(2026, 12, 1))
        await carers.note_back(db, village.club, hoa, TODAY)
    assert not (await _carers(village))[0].away


async def test_a_lead_begins_ends_and_begins_again_on_one_day(database: Database) -> None:
    village = await _village(database)
    lan = village.ids["lan"]
    async with database.write() as db:
        assert await care_roles.appoint(db, village.club, lan, "care_lead", TODAY)
        assert not await care_roles.appoint(db, village.club, lan, "care_lead", TODAY)
        assert await care_roles.dismiss(db, village.club, lan, "care_lead", TODAY)
        assert not await care_roles.dismiss(db, village.club, lan, "care_lead", TODAY)
        assert not await care_roles.who_lead_care(db, village.club, TODAY)
        assert await care_roles.appoint(db, village.club, lan, "care_lead", TODAY)
        (lead,) = await care_roles.who_lead_care(db, village.club, TODAY)
    assert lead.id == lan
    assert not lead.is_officer


async def test_another_club_finds_nobody(database: Database) -> None:
    village = await _village(database)
    async with database.read() as db:
        assert not await carers.of_club(db, village.club + 1, TODAY)
        assert not await recipients.of_club(db, village.club + 1, TODAY)
