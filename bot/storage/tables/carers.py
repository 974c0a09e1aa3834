"""Who visits others at home: on which days, how often, and with whom."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, ClubId, MemberId


class VolunteerTime(Base):
    """A day of the week on which a volunteer can visit; none: any day."""

    __tablename__ = "volunteer_times"

    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    club_id: Mapped[ClubId]


class VolunteerLimit(Base):
    """How many visits a week a volunteer makes at the most; no row: the club's usual."""

    __tablename__ = "volunteer_limits"

    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    weekly: Mapped[int]
    club_id: Mapped[ClubId]


class VolunteerAway(Base):
    """Days on which a volunteer cannot visit anybody."""

    __tablename__ = "volunteer_away"

    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    until_on: Mapped[date]  # exclusive
    club_id: Mapped[ClubId]


class VolunteerPair(Base):
    """Two volunteers who visit together; the lower id first."""

    __tablename__ = "volunteer_pairs"

    first_id: Mapped[MemberId] = mapped_column(primary_key=True)
    second_id: Mapped[MemberId] = mapped_column(primary_key=True)
    club_id: Mapped[ClubId] = mapped_column(index=True)
