"""Our bots on the platforms: what all processes share about each, its token, its month's use."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import BIG, Base


class Bot(Base):
    """One account of ours on a platform: what all processes share about it."""

    __tablename__ = "bots"

    platform: Mapped[str] = mapped_column(primary_key=True)
    bot: Mapped[str] = mapped_column(primary_key=True)
    club_id: Mapped[int | None] = mapped_column(BIG)  # None: it serves all clubs
    name: Mapped[str] = mapped_column(default="")  # as people see it on the platform
    next_slot: Mapped[datetime]  # the next bulk message may leave then
    paused_until: Mapped[datetime | None]  # nothing may be sent before
    heard_until: Mapped[datetime | None]  # what arrived before then has been fetched
    link: Mapped[str]  # a joining code behind it makes a link that opens the chat
    introduced: Mapped[str]  # hash of the commands and description that it shows
    served: Mapped[bool] = mapped_column(default=True)  # False: its token was taken away
    most_people: Mapped[int | None]  # of its plan; None: as the setting says, 0: no limit
    most_messages: Mapped[int | None]  # a month, in both directions; likewise
    held_lane: Mapped[int | None]  # messages of this lane and later ones wait until then
    held_until: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(default="")  # why it is not served; empty: nothing known
    trouble_at: Mapped[datetime | None]
    mute: Mapped[bool] = mapped_column(default=False)  # trouble with its token: it cannot send


class Token(Base):
    """What a bot is served with, sealed; the row goes when the operator takes it away."""

    __tablename__ = "tokens"
    __table_args__ = (ForeignKeyConstraint(["platform", "bot"], ["bots.platform", "bots.bot"]),)

    platform: Mapped[str] = mapped_column(primary_key=True)
    bot: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    set_at: Mapped[datetime]  # another moment: another token


class BotMonth(Base):
    """How many messages a bot heard and said in a month, as its plan counts them."""

    __tablename__ = "bot_months"

    platform: Mapped[str] = mapped_column(primary_key=True)
    bot: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day, in the bot's zone
    heard: Mapped[int]
    said: Mapped[int]
    told: Mapped[int]  # up to how many per cent the board has been told
