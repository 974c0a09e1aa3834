"""What was heard, what is asked and offered, and what waits to be said."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import BIG, AddressId, Base, ClubId, Key, MemberId


class Heard(Base):
    """A message that was acted on: the same id again is the same message."""

    __tablename__ = "heard"

    address_id: Mapped[AddressId] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Question(Base):
    """The one open question of an address; `step` is empty when nothing is open."""

    __tablename__ = "questions"

    address_id: Mapped[AddressId] = mapped_column(primary_key=True)
    number: Mapped[int]  # counts up: a button names the question that it belongs to
    step: Mapped[str]
    data: Mapped[dict[str, Any]]
    text: Mapped[str]
    choices: Mapped[list[list[str]]]
    member_id: Mapped[MemberId | None]  # who was asked, on a shared phone
    asked_at: Mapped[datetime]


class Offer(Base):
    """A standing question: works until used or expired, whatever else is talked about."""

    __tablename__ = "offers"
    __table_args__ = (
        Index(
            "ix_offers_open",
            "address_id",
            sqlite_where=text("used_at IS NULL"),
            postgresql_where=text("used_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    address_id: Mapped[AddressId]
    member_id: Mapped[MemberId]  # to whom it was offered
    step: Mapped[str]
    data: Mapped[dict[str, Any]]
    choices: Mapped[list[list[str]]]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_label: Mapped[str | None]


class Outbox(Base):
    """One message of the bot, from the turn that caused it until its fate is known."""

    __tablename__ = "outbox"
    __table_args__ = (
        # What waits has no done_at. Each of these two says it in words of its own, so that the
        # claim finds one index for each of its steps: with statistics from before an announcement
        # to thousands, PostgreSQL took the other one for both, and half a minute for a claim.
        Index(
            "ix_outbox_waiting",
            "lane",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_outbox_order",
            "address_id",
            "lane",
            "id",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        Index(
            "ix_outbox_done_at",
            "done_at",
            sqlite_where=text("done_at IS NOT NULL"),
            postgresql_where=text("done_at IS NOT NULL"),
        ),
        Index(
            "ix_outbox_broadcast",
            "broadcast_id",
            "status",
            sqlite_where=text("broadcast_id IS NOT NULL"),
            postgresql_where=text("broadcast_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    club_id: Mapped[int | None] = mapped_column(BIG)
    address_id: Mapped[AddressId]
    member_id: Mapped[int | None] = mapped_column(BIG)
    lane: Mapped[int]  # as storage.messages.Lane
    once: Mapped[bool]  # at most once: a money slip must not arrive twice
    text: Mapped[str]
    choices: Mapped[list[list[str]]]
    image: Mapped[str]
    document: Mapped[str]
    silent: Mapped[bool]
    status: Mapped[str]  # waiting, sent, failed, unknown, expired
    made_at: Mapped[datetime]
    next_at: Mapped[datetime]  # when to send: schedule, lease end and retry in one
    useless_after: Mapped[datetime]
    owner: Mapped[str | None]  # the process that is sending it
    attempts: Mapped[int]
    tried_at: Mapped[datetime | None]  # set just before the request of a row sent at most once
    done_at: Mapped[datetime | None]
    platform_message: Mapped[str | None]
    reason: Mapped[str | None]
    tries: Mapped[list[list[str]]] = mapped_column(default=list)  # moment, what came of it
    broadcast_id: Mapped[int | None] = mapped_column(BIG)


class Notice(Base):
    """Something due for somebody on a day: the unique key is what makes planning idempotent."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "due_on", "recipient_id"),
        Index(
            "ix_notices_said",
            "recipient_id",
            "said_at",
            sqlite_where=text("said_at IS NOT NULL"),
            postgresql_where=text("said_at IS NOT NULL"),
        ),
        Index(
            "ix_notices_unsaid",
            "recipient_id",
            "id",
            sqlite_where=text("said_at IS NULL AND skipped IS NULL"),
            postgresql_where=text("said_at IS NULL AND skipped IS NULL"),
        ),
        Index(
            "ix_notices_no_phone",
            "made_at",
            sqlite_where=text("skipped = 'no phone'"),
            postgresql_where=text("skipped = 'no phone'"),
        ),
    )

    id: Mapped[Key]
    # Planning selects both from the rows they name. PostgreSQL would look each up once more and
    # lock it, for every notice: that took as long as all the rest.
    club_id: Mapped[int] = mapped_column(BIG)
    kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(BIG)
    due_on: Mapped[date]
    recipient_id: Mapped[int] = mapped_column(BIG)
    made_at: Mapped[datetime]
    said_at: Mapped[datetime | None]
    skipped: Mapped[str | None]  # why it was not said
    wait_until: Mapped[datetime | None]  # for a better hour, or another day's message
    useless_after: Mapped[datetime | None]
    outbox_id: Mapped[int | None] = mapped_column(BIG)  # the message that it became a part of


class Tick(Base):
    """The last slot of a scan that some process has won."""

    __tablename__ = "ticks"

    name: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[datetime]


class File(Base):
    """A picture or document to send, under an unguessable name."""

    __tablename__ = "files"

    name: Mapped[str] = mapped_column(primary_key=True)
    club_id: Mapped[int | None] = mapped_column(BIG)
    mime: Mapped[str]
    content: Mapped[bytes]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SentFile(Base):
    """Under which id a platform keeps a file for one of our bots: it need not be sent again."""

    __tablename__ = "sent_files"

    name: Mapped[str] = mapped_column(
        ForeignKey("files.name", ondelete="CASCADE"), primary_key=True
    )
    platform: Mapped[str] = mapped_column(primary_key=True)
    bot: Mapped[str] = mapped_column(primary_key=True)
    file: Mapped[str]


class WebLine(Base):
    """One line of the web page's chat, in the order in which it is shown."""

    __tablename__ = "web_lines"
    __table_args__ = (
        Index(
            "ix_web_lines_changed",
            "address_id",
            "changed_at",
            sqlite_where=text("changed_at IS NOT NULL"),
            postgresql_where=text("changed_at IS NOT NULL"),
        ),
    )

    address_id: Mapped[AddressId] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    mine: Mapped[bool]  # written by the person, not by the bot
    message: Mapped[str]  # the page's own id of what the person wrote
    text: Mapped[str]
    choices: Mapped[list[list[str]]]
    image: Mapped[str]
    document: Mapped[str]
    silent: Mapped[bool]
    changed_at: Mapped[datetime | None]  # open pages show it anew
