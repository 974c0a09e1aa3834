"""Who is cared for at home, who visits them, when, and what was seen there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import BIG, AddressId, Base, ClubId, Key, MemberId

RecipientId = Annotated[int, mapped_column(BIG, ForeignKey("recipients.id"))]
ShiftId = Annotated[int, mapped_column(BIG, ForeignKey("shifts.id"))]
VisitId = Annotated[int, mapped_column(BIG, ForeignKey("visits.id"))]


class Recipient(Base):
    """Somebody who is visited at home: a member, or another person of the village."""

    __tablename__ = "recipients"
    __table_args__ = (
        Index(
            "uq_recipients_member_id",
            "member_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    member_id: Mapped[MemberId | None]  # None: of the village, known by what follows
    name: Mapped[str]
    village_name: Mapped[str]
    hamlet: Mapped[str]
    birth_year: Mapped[int | None]
    sex: Mapped[str]
    emergency_phone: Mapped[str]
    agreed_by: Mapped[str]  # "self", or who agreed for her: name and what she is to her
    agreed_on: Mapped[date]
    weekly: Mapped[int]  # visits a week that she is to have
    photos: Mapped[bool] = mapped_column(default=False)  # she agreed to pictures
    since: Mapped[date]
    until: Mapped[date | None]  # exclusive
    because: Mapped[str] = mapped_column(default="")  # hospital, died, moved, better, wish
    made_by: Mapped[MemberId]
    made_at: Mapped[datetime]


class Need(Base):
    """What somebody needs help with."""

    __tablename__ = "needs"

    recipient_id: Mapped[RecipientId] = mapped_column(primary_key=True)
    need: Mapped[str] = mapped_column(primary_key=True)


class WishedTime(Base):
    """A day of the week on which somebody likes to be visited; none: any day."""

    __tablename__ = "wished_times"

    recipient_id: Mapped[RecipientId] = mapped_column(primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)  # 0: Monday
    part: Mapped[str] = mapped_column(primary_key=True)  # morning, afternoon; empty: either


class Relative(Base):
    """One of the family: whom to call, and whether she may see who came and what was done."""

    __tablename__ = "relatives"
    __table_args__ = (Index("ix_relatives_address_id", "address_id"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    recipient_id: Mapped[RecipientId] = mapped_column(index=True)
    name: Mapped[str]
    relation: Mapped[str]
    phone: Mapped[str]
    member_id: Mapped[MemberId | None]  # where she is of the club herself
    sees: Mapped[bool]  # who is cared for agreed that she sees the visits
    is_warned: Mapped[bool]  # and hears of what worries
    agreed_at: Mapped[datetime | None]
    noted_by: Mapped[MemberId | None]  # who wrote that down
    code: Mapped[str | None] = mapped_column(unique=True)  # ties her phone, until `code_until`
    code_until: Mapped[datetime | None]
    address_id: Mapped[AddressId | None]  # the phone from which she looks
    joined_at: Mapped[datetime | None]
    until: Mapped[datetime | None]


class Rota(Base):
    """Who visits whom in a fortnight: proposed, changed by the care lead, then published."""

    __tablename__ = "rotas"
    __table_args__ = (
        Index(  # one at a time is being made
            "uq_rotas_unpublished",
            "club_id",
            unique=True,
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]  # exclusive
    made_by: Mapped[MemberId]
    made_at: Mapped[datetime]
    published_by: Mapped[MemberId | None]
    published_at: Mapped[datetime | None]


class Shift(Base):
    """One visit that is planned; who goes is in `shift_volunteers`."""

    __tablename__ = "shifts"
    __table_args__ = (
        Index("ix_shifts_recipient_id_day", "recipient_id", "day"),
        Index("ix_shifts_club_id_day", "club_id", "day"),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    rota_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("rotas.id"), index=True)
    recipient_id: Mapped[RecipientId]
    day: Mapped[date] = mapped_column(index=True)
    part: Mapped[str]
    asked_by: Mapped[str] = mapped_column(default="")  # who asked for this visit, where one did
    cancelled_at: Mapped[datetime | None]
    because: Mapped[str] = mapped_column(default="")


class ShiftVolunteer(Base):
    """Who goes, or went out of it again: a swap ends one row and begins another."""

    __tablename__ = "shift_volunteers"
    __table_args__ = (Index("ix_shift_volunteers_member_id", "member_id"),)

    shift_id: Mapped[ShiftId] = mapped_column(primary_key=True)
    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    said: Mapped[str] = mapped_column(default="")  # asked after the hour: not_yet, not_home
    said_at: Mapped[datetime | None]


class Swap(Base):
    """A volunteer cannot go and asked the others; the first yes wins."""

    __tablename__ = "swaps"
    __table_args__ = (
        Index(  # two taps ask once
            "uq_swaps_open",
            "shift_id",
            "asked_by",
            unique=True,
            sqlite_where=text("taken_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("taken_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    shift_id: Mapped[ShiftId] = mapped_column(index=True)
    asked_by: Mapped[MemberId]
    asked_at: Mapped[datetime]
    taken_by: Mapped[MemberId | None]
    taken_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class SwapAsked(Base):
    """Somebody who was asked to go in a volunteer's stead, and what she said."""

    __tablename__ = "swap_asked"
    __table_args__ = (Index("ix_swap_asked_member_id", "member_id"),)

    swap_id: Mapped[int] = mapped_column(BIG, ForeignKey("swaps.id"), primary_key=True)
    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    said: Mapped[str] = mapped_column(default="")  # yes, no; empty: nothing yet
    said_at: Mapped[datetime | None]


class Visit(Base):
    """A visit that was made; who made it is in `visitors`, what was done in `visit_tasks`."""

    __tablename__ = "visits"
    __table_args__ = (UniqueConstraint("recipient_id", "day", "number"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    recipient_id: Mapped[RecipientId]
    day: Mapped[date] = mapped_column(index=True)
    number: Mapped[int]  # of that day: a pair that enters it twice enters one
    shift_id: Mapped[ShiftId | None] = mapped_column(index=True)
    minutes: Mapped[int]
    state: Mapped[str]  # well, usual, weak, station
    note: Mapped[str]
    image: Mapped[str]
    entered_by: Mapped[MemberId]
    entered_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    told: Mapped[str] = mapped_column(default="")  # what of it worried and was told: weak, station


class Visitor(Base):
    """A volunteer who made a visit."""

    __tablename__ = "visitors"
    __table_args__ = (Index("ix_visitors_member_id", "member_id"),)

    visit_id: Mapped[VisitId] = mapped_column(primary_key=True)
    member_id: Mapped[MemberId] = mapped_column(primary_key=True)


class VisitTask(Base):
    """One thing that was done on a visit."""

    __tablename__ = "visit_tasks"

    visit_id: Mapped[VisitId] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(primary_key=True)


class VisitRequest(Base):
    """Somebody asks for a visit; who sees to home care says who goes, and it is a shift."""

    __tablename__ = "visit_requests"

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    recipient_id: Mapped[RecipientId | None]  # None: `whom` tells for whom, in the asker's words
    member_id: Mapped[MemberId | None]  # who asks: a member, or somebody of the family
    relative_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("relatives.id"))
    whom: Mapped[str]
    day: Mapped[date]
    weekly: Mapped[bool]  # and each week on that weekday
    origin: Mapped[str] = mapped_column(unique=True)  # the question that was answered
    asked_at: Mapped[datetime]
    answer: Mapped[str]  # goes, cannot; empty while it waits
    answered_by: Mapped[MemberId | None]
    answered_at: Mapped[datetime | None]
    shift_id: Mapped[ShiftId | None]


class Thanks(Base):
    """What somebody of the family, or who is cared for, said to the volunteers of one visit."""

    __tablename__ = "thanks"
    __table_args__ = (UniqueConstraint("visit_id", "said_by"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    visit_id: Mapped[VisitId]
    said_by: Mapped[str]  # "member:12" or "relative:3"
    words: Mapped[str]
    at: Mapped[datetime]
