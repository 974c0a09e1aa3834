"""Blood pressure and weight, apart from everything else: only with a health consent, encrypted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, ClubId, Key, MemberId


class Measurement(Base):
    """What was measured of somebody on a day; a later one of that day is the next number."""

    __tablename__ = "measurements"
    __table_args__ = (UniqueConstraint("member_id", "day", "number"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId] = mapped_column(index=True)
    member_id: Mapped[MemberId]
    day: Mapped[date]
    number: Mapped[int]
    figures: Mapped[bytes] = mapped_column(LargeBinary)  # sealed with the installation's key
    entered_by: Mapped[MemberId]
    entered_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
