"""When people are reminded, what they were called together for, and what the board announced."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import BIG, Base, ClubId, Key, MemberId


class ReminderTime(Base):
    """A club reminds of something so many days after its day (negative: before), at an hour."""

    __tablename__ = "reminder_times"

    club_id: Mapped[ClubId] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # "repay", "meeting" …
    days: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[time]  # on the club's clock


class Quiet(Base):
    """Somebody is not reminded: ill, in mourning, or not of this kind by her own wish."""

    __tablename__ = "quiets"

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    member_id: Mapped[MemberId] = mapped_column(index=True)
    kind: Mapped[str]  # the kinds that begin so; empty for all
    reason: Mapped[str]  # "ill", "mourning", "wish"
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # exclusive
    set_by: Mapped[int | None] = mapped_column(BIG)
    set_at: Mapped[datetime]


class MeetingRule(Base):
    """On which day a club meets; a new rule is a new row, the newest counts."""

    __tablename__ = "meeting_rules"

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    rule: Mapped[dict[str, Any]]
    place: Mapped[str]
    at: Mapped[time]
    set_by: Mapped[MemberId | None]
    set_at: Mapped[datetime]


class Meeting(Base):
    """One meeting: wanted by the rule on one day, held on maybe another."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("club_id", "wanted_on"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    wanted_on: Mapped[date]
    held_on: Mapped[date] = mapped_column(index=True)
    at: Mapped[time]
    place: Mapped[str]
    agenda: Mapped[str]
    moved_because: Mapped[str]  # empty, "tet", "holiday", "board"
    moved_by: Mapped[MemberId | None]
    told_on: Mapped[date | None]  # the day that its members were told of last
    was_on: Mapped[date | None]  # when and where they thought it was, before its last change
    was_at: Mapped[time | None]
    was_place: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]


class MovedDue(Base):
    """What schedules have due on one day is taken at a meeting on another; an earlier one is none.

    Schedules themselves never change: what was due on these days is due on the later ones.
    """

    __tablename__ = "moved_dues"

    club_id: Mapped[ClubId] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    to_on: Mapped[date] = mapped_column(index=True)


class MeetingAnswer(Base):
    """Who comes, who does not, who needs a lift."""

    __tablename__ = "meeting_answers"

    meeting_id: Mapped[int] = mapped_column(BIG, ForeignKey("meetings.id"), primary_key=True)
    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    answer: Mapped[str]  # "come", "away", "lift"
    at: Mapped[datetime]
    fetched_by: Mapped[MemberId | None]  # who of the board saw to the lift


class Broadcast(Base):
    """A notice of the board to many, from its draft to the list of who was not reached."""

    __tablename__ = "broadcasts"
    __table_args__ = (
        Index(
            "ix_broadcasts_planned",
            "send_at",
            sqlite_where=text("status = 'planned'"),
            postgresql_where=text("status = 'planned'"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    made_by: Mapped[MemberId]
    made_at: Mapped[datetime]
    text: Mapped[str]
    image: Mapped[str]
    document: Mapped[str]
    audience: Mapped[dict[str, Any]]
    fingerprint: Mapped[str]  # of text and people: the same again within 12 hours is asked back
    send_at: Mapped[datetime] = mapped_column(index=True)
    repeats: Mapped[str]  # "", "week", "month"
    status: Mapped[str]  # "waiting" (for a second officer), "planned", "sent", "stopped"
    agreed_by: Mapped[MemberId | None]
    agreed_at: Mapped[datetime | None]
    stopped_by: Mapped[MemberId | None]
    stopped_at: Mapped[datetime | None]
    progress_id: Mapped[int | None] = mapped_column(BIG)  # shows its writer how far it is


class BroadcastTo(Base):
    """One person whom a broadcast is for, once, however many groups she is in."""

    __tablename__ = "broadcast_to"
    __table_args__ = (Index("ix_broadcast_to_member_id", "member_id"),)

    broadcast_id: Mapped[int] = mapped_column(BIG, ForeignKey("broadcasts.id"), primary_key=True)
    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    way: Mapped[str]  # the platform, or "none" for who has no phone
    outbox_id: Mapped[int | None] = mapped_column(BIG, index=True)
    told_at: Mapped[datetime | None]  # somebody told her in person


class Messenger(Base):
    """A neighbour, relative or volunteer who agreed to pass notices on to somebody."""

    __tablename__ = "messengers"

    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    messenger_id: Mapped[MemberId] = mapped_column(primary_key=True)
    club_id: Mapped[ClubId]
    agreed_at: Mapped[datetime]
    money: Mapped[bool]  # the member agreed in writing that sums are passed on
    set_by: Mapped[MemberId | None]


class Errand(Base):
    """A notice that a messenger is to pass on."""

    __tablename__ = "errands"

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    messenger_id: Mapped[MemberId]
    member_id: Mapped[MemberId]
    notice_id: Mapped[int | None] = mapped_column(BIG)
    broadcast_id: Mapped[int | None] = mapped_column(BIG)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    passed_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]  # the board heard that it was not passed on
