"""What our bots have used of their plans: the messages of a month, and the people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Executable, and_, bindparam, exists, func, or_, select

from bot.chat import Account
from bot.clock import first_of, local, local_day, month_after
from bot.people import DEFAULT_ZONE, Plan
from bot.storage import tables as t
from bot.storage.bots import OF_ADDRESS
from bot.storage.engine import AnyRow, AnySelect, Connection, insert_on
from bot.storage.messages import Lane

Plans = Mapping[str, Plan]
"""The plan of each platform that has one, for bots without a plan of their own."""
NO_PLANS: Plans = MappingProxyType({})
GOES_AT, RESTS_AT = time(7), time(20)
"""What waited would wake people at night: not every platform has messages without a sound."""
NEARLY = 80
"""From how many per cent on the board is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How much one bot has used of its plan this month."""

    account: Account
    club_id: int | None
    """None: it serves all clubs."""
    zone: str
    """By whose clocks its board is told: the club's, or the usual ones."""
    name: str
    plan: Plan
    people: int
    """Chats that ever wrote to it."""
    messages: int
    """Of this month, in both directions."""
    told: int
    """Up to how many per cent the board has been told this month."""
    held_lane: Lane | None
    """What waits, with what may wait longer; None: nothing does."""
    held_until: datetime | None

    @property
    def messages_left(self) -> int:
        """Return how many more the plan has for this month."""
        return max(self.plan.messages - self.messages, 0)

    @property
    def of_messages(self) -> int:
        """Return how many per cent of the month's messages are used; 0 without a limit."""
        return per_cent(self.messages, self.plan.messages)

    @property
    def of_people(self) -> int:
        """Return how many per cent of the people there are; 0 without a limit."""
        return per_cent(self.people, self.plan.people)

    @property
    def is_tight(self) -> bool:
        """Whether the board should do something: what may wait does, or a limit is near."""
        return self.held_lane is not None or max(self.of_messages, self.of_people) >= NEARLY


def per_cent(used: int, limit: int) -> int:
    """Return how many whole per cent of a limit are used; 0 without a limit."""
    return used * 100 // limit if limit else 0


def month_of(now: datetime) -> date:
    """Return the first day of the month that is counted in."""
    return first_of(local_day(now, DEFAULT_ZONE))


def next_month(now: datetime) -> datetime:
    """Return when what waits for the next month goes: the count has begun anew, and it is day."""
    return datetime.combine(month_after(month_of(now)), GOES_AT, ZoneInfo(DEFAULT_ZONE))


def is_day(moment: datetime, zone: str = DEFAULT_ZONE) -> bool:
    """Whether a message wakes nobody then."""
    return GOES_AT <= local(moment, zone).time() < RESTS_AT


def by_day(moment: datetime) -> datetime:
    """Return the same moment, or at night the next morning."""
    if is_day(moment):
        return moment
    here = local(moment, DEFAULT_ZONE)
    day = here.date() + timedelta(days=here.time() >= RESTS_AT)
    return datetime.combine(day, GOES_AT, ZoneInfo(DEFAULT_ZONE))


async def heard(db: Connection, account: Account, now: datetime) -> None:
    """Count a message that came in.

    Let it be the last statement of a turn: from here on the turns of a bot wait for each other.
    """
    platform, bot = account
    values = {"platform": platform, "bot": bot, "month": month_of(now), "heard": 1, "said": 0}
    await db.execute(_count(db.dialect.name), values)


async def said(db: Connection, spent: Mapping[Account, int], now: datetime) -> None:
    """Count messages that went out, by the bot."""
    month = month_of(now)
    values = [
        {"platform": platform, "bot": bot, "month": month, "heard": 0, "said": messages}
        for (platform, bot), messages in sorted(spent.items())
    ]
    if values:
        await db.execute(_count(db.dialect.name), values)


async def of_club(db: Connection, club_id: int, plans: Plans, now: datetime) -> list[Use]:
    """Return the use of the bots that serve a club: its own, and the common ones it is on."""
    is_on = exists().where(
        t.Link.club_id == club_id,
        t.Link.until.is_(None),
        t.Link.address_id == t.Address.id,
        OF_ADDRESS,
    )
    serves = or_(t.Bot.club_id == club_id, and_(t.Bot.club_id.is_(None), is_on))
    return await _uses(db, _USES.where(serves), plans, now)


async def of_all(db: Connection, plans: Plans, now: datetime) -> list[Use]:
    """Return the use of every bot that is served and whose platform has a plan."""
    return await _uses(db, _USES, plans, now)


async def tell(db: Connection, account: Account, upto: int, now: datetime) -> bool:
    """Note up to how many per cent the board is told; False when it was told of so many."""
    month = {"platform": account[0], "bot": account[1], "month": month_of(now)}
    row = insert_on(db.dialect.name, t.BotMonth).values(**month, heard=0, said=0, told=upto)
    rows = await db.execute(
        row.on_conflict_do_update(
            index_elements=list(month), set_={"told": upto}, where=t.BotMonth.told < upto
        )
    )
    return rows.rowcount == 1


async def clubs_on(db: Connection, account: Account) -> list[int]:
    """Return the clubs whose members are on a bot."""
    platform, bot = account
    rows = await db.execute(
        select(t.Link.club_id)
        .join(t.Address, t.Address.id == t.Link.address_id)
        .where(t.Address.platform == platform, t.Address.bot == bot, t.Link.until.is_(None))
        .distinct()
        .order_by(t.Link.club_id)
    )
    return list(rows.scalars())


def in_month(plans: Plans, now: datetime) -> dict[str, object]:
    """Return the values that `USED` takes."""
    return {"month": month_of(now), "platforms": list(plans)}


def plan_of(row: AnyRow, plans: Plans) -> Plan:
    """Return the plan of a bot in `USED`: its platform's, but for the limits of its own."""
    usual = plans[row.platform]
    return Plan(
        people=usual.people if row.most_people is None else row.most_people,
        messages=usual.messages if row.most_messages is None else row.most_messages,
    )


async def _uses(db: Connection, wanted: AnySelect, plans: Plans, now: datetime) -> list[Use]:
    rows = await db.execute(wanted, in_month(plans, now))
    return [_use(row, plan_of(row, plans), now) for row in rows]


def _use(row: AnyRow, plan: Plan, now: datetime) -> Use:
    holds = row.held_until is not None and row.held_until > now
    return Use(
        account=(row.platform, row.bot),
        club_id=row.club_id,
        zone=row.zone or DEFAULT_ZONE,
        name=row.name,
        plan=plan,
        people=row.people,
        messages=row.messages,
        told=row.told,
        held_lane=Lane(row.held_lane) if holds else None,
        held_until=row.held_until if holds else None,
    )


# Statements of every turn are made once: that costs more than running them.


@cache
def _count(dialect: str) -> Executable:
    insert = insert_on(dialect, t.BotMonth)
    return insert.values(told=0).on_conflict_do_update(
        index_elements=["platform", "bot", "month"],
        set_={
            "heard": t.BotMonth.heard + insert.excluded.heard,
            "said": t.BotMonth.said + insert.excluded.said,
        },
    )


USED = (
    select(
        t.Bot.platform,
        t.Bot.bot,
        t.Bot.most_people,
        t.Bot.most_messages,
        t.Bot.held_lane,
        t.Bot.held_until,
        func.coalesce(t.BotMonth.heard + t.BotMonth.said, 0).label("messages"),
    )
    .outerjoin(
        t.BotMonth,
        and_(
            t.BotMonth.platform == t.Bot.platform,
            t.BotMonth.bot == t.Bot.bot,
            t.BotMonth.month == bindparam("month", type_=Date),
        ),
    )
    .where(t.Bot.served, t.Bot.platform.in_(bindparam("platforms", expanding=True)))
    .order_by(t.Bot.platform, t.Bot.bot)
)
"""The bots that are served and whose platform has a plan, and what each has used of a month."""
_people = select(func.count()).where(OF_ADDRESS).correlate(t.Bot).scalar_subquery()
_USES = USED.outerjoin(t.Club, t.Club.id == t.Bot.club_id).add_columns(
    t.Bot.club_id,
    t.Club.zone,
    t.Bot.name,
    _people.label("people"),
    func.coalesce(t.BotMonth.told, 0).label("told"),
)
