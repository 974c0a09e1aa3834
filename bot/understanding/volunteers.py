"""Words of who visits people at home: "bà Hoa là tình nguyện viên"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.phrases import Phrases, Word, join

BEGINS = Phrases(
    """
    là tình nguyện viên, làm tình nguyện viên, là tình nguyện viên thăm nhà, làm tình nguyện viên
    thăm nhà, is a volunteer, is volunteer
    """,
)
ENDS = Phrases(
    """
    thôi tình nguyện viên, thôi là tình nguyện viên, thôi làm tình nguyện viên, thôi không làm
    tình nguyện viên nữa, không là tình nguyện viên, không là tình nguyện viên nữa, không phải là
    tình nguyện viên, không phải tình nguyện viên, không làm tình nguyện viên, không làm tình
    nguyện viên nữa, nghỉ làm tình nguyện viên, is no longer a volunteer, is not a volunteer, is
    no volunteer, is no volunteer any more
    """,
)
BEHIND = Phrases("rồi, ạ, nhé, nha, đấy, now")


def volunteering(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return whether somebody begins or ends to volunteer, as a command, and who, by name."""
    said = BEHIND.trimmed(words)
    for name, phrases in (("volunteer.end", ENDS), ("volunteer", BEGINS)):
        place = phrases.place_in(said)
        if place and phrases.is_all_of(said[place:]):
            return name, join(said[:place])
    return None
