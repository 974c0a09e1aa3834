"""What a meeting was: who was there, what was decided, what was written down and signed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import BIG, Base, ClubId, Key, MemberId

MeetingId = Annotated[int, mapped_column(BIG, ForeignKey("meetings.id"))]


class RollCall(Base):
    """The roll of one meeting was called; who of it came is in `present`."""

    __tablename__ = "roll_calls"

    meeting_id: Mapped[MeetingId] = mapped_column(primary_key=True)
    club_id: Mapped[ClubId]
    called_by: Mapped[MemberId]
    called_at: Mapped[datetime]
    guests: Mapped[dict[str, Any]]  # "names", in the order in which they were written
    done_at: Mapped[datetime | None]  # somebody said that it is complete


class Present(Base):
    """Whether a member was at a meeting: written for all of the roll when it is called."""

    __tablename__ = "present"

    meeting_id: Mapped[MeetingId] = mapped_column(primary_key=True)
    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    came: Mapped[bool]


class Minutes(Base):
    """The minutes of a meeting, drafted from what is on record until the secretary closes them."""

    __tablename__ = "minutes"

    meeting_id: Mapped[MeetingId] = mapped_column(primary_key=True)
    club_id: Mapped[ClubId]
    talk: Mapped[str]  # the month's topic
    words: Mapped[str]  # what else was said
    led_by: Mapped[MemberId | None]
    written_by: Mapped[MemberId]
    written_at: Mapped[datetime]
    closed_by: Mapped[MemberId | None]
    closed_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]]  # all that it said when it was closed; empty before
    addenda: Mapped[dict[str, Any]]  # "added": words, by whom and when, after it was closed


class Decision(Base):
    """What the meeting decided, by number; resolutions of the board may name it."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    meeting_id: Mapped[MeetingId]
    number: Mapped[int]
    words: Mapped[str]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    written_by: Mapped[MemberId]
    written_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


class Activity(Base):
    """One thing the club did in one of its eight areas."""

    __tablename__ = "activities"

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    area: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    people: Mapped[int]  # how many took part
    note: Mapped[str]
    entered_by: Mapped[MemberId]
    entered_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


class LabourDay(Base):
    """Somebody asks for hands or offers hers, for so many days (đổi công)."""

    __tablename__ = "labour_days"

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    member_id: Mapped[MemberId]
    asks: Mapped[bool]  # False: offers
    work: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date]  # inclusive
    hands: Mapped[int]
    entered_by: Mapped[MemberId]  # a neighbour or an officer for who has no phone
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class LabourSwap(Base):
    """Somebody goes to help another on a day; afterwards it is said whether she did."""

    __tablename__ = "labour_swaps"

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    asked_id: Mapped[int] = mapped_column(BIG, ForeignKey("labour_days.id"), index=True)
    helper_id: Mapped[MemberId]
    day: Mapped[date] = mapped_column(index=True)
    entered_by: Mapped[MemberId]
    agreed_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    fell_through_at: Mapped[datetime | None]


class MonthReport(Base):
    """The month's report: what the secretary amended, and who signed it."""

    __tablename__ = "month_reports"

    club_id: Mapped[ClubId] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    words: Mapped[dict[str, Any]]  # by part of the report: what was written beside the figures
    figures: Mapped[dict[str, Any]]  # as signed; empty before
    amended_by: Mapped[MemberId | None]
    amended_at: Mapped[datetime | None]
    signed_by: Mapped[MemberId | None]
    signed_at: Mapped[datetime | None]
