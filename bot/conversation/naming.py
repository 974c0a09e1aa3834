"""Names of those who share a phone, as they say themselves who they are."""

from __future__ import annotations

from bot.people import Holder, Member
from bot.telling import called
from bot.turn import Turn
from bot.understanding.folding import same, words_of
from bot.understanding.names import without_address
from bot.understanding.phrases import Phrases, cut, join

_I_AM = Phrases("tôi là, tui là, mình là, đây là, là, i am, i m, this is")
_CLOSING = Phrases("ạ, đây, này, nè, nhé, nha, đấy")


def holder_named(turn: Turn) -> Holder | None:
    """Return whom of those who share the phone the words name: "ông Bình", "tôi là Bình đây"."""
    said = cut(turn.text)
    said = said[_I_AM.length_at(said, 0) :] if said else said
    while len(said) > 1 and _CLOSING.end(said):
        said = said[:-1]
    typed = join(said)
    found = [one for one in turn.phone.holders if typed and _is_called(turn, one.member, typed)]
    return found[0] if len(found) == 1 else None


def _is_called(turn: Turn, member: Member, typed: str) -> bool:
    if same(typed, called(member, turn.today)):
        return True
    name = " ".join(without_address(words_of(typed)))
    forms = (member.name.split()[-1], member.name, member.village_name)
    return any(same(name, form) for form in forms if form)
