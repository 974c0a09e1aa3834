"""What happens in a club between people's phones and the books, on whatever platform they are."""

from __future__ import annotations

import re
from typing import Any, Protocol

from tests.program import Window, worded
from tests.served_club import HOA, THANH

BORN = {HOA: "1951", THANH: "1952"}
BIRTH = "That code is right. In which year were you born? For example 1948, or 78 years old."
WELCOME = "Welcome, {name}! Just write to me as you speak."
RECEIPT = "Receipt over {amount}: {numbers}"
WRITTEN = "Written down: {name} {amount}, slip {numbers}. {after}"
CONFIRM = "I hold all {amount}"
ASKED = "{name} says that {amount} was handed to you."
OWED = "You still have {amount} to pay to the fund."
RIGHT = "{sum} Is that right?"
AHEAD = "That is {rest} more than is due now. What shall the rest be?"
WHOM = "Whom did you give it to?"
WRITE = "What shall I tell them? Please write it just as it should arrive, or send a picture."
WRITE_OR_DOCUMENT = (
    "What shall I tell them? Please write it just as it should arrive, or send a picture or"
    " a document."
)
"""Where documents get through to the bot."""
FOR_WHOM = "Whom is it for? You may also write names, with commas between them."

Words = str | re.Pattern[str]


class Talker(Protocol):
    """Somebody with a phone: she types, and chooses by button or by number."""

    def says(self, text: str, /) -> Any: ...

    def hears(self, words: Words = "", /) -> Any: ...

    def presses(self, label: Words, message: Any = None, /) -> Any: ...


def join(person: Talker, code: str, born: str, locale: str, opens: str = "xin chào") -> None:
    """Let somebody join: in English she first writes what `opens` a chat, and asks for English."""
    if locale == "en":
        person.says(opens)
        person.says("English")
        person.hears("English. Please write me your joining code")
    person.says(code)
    agree(person, born, locale)


def agree(person: Talker, born: str, locale: str = "vi") -> None:
    """Answer what is asked once a code was right."""
    person.hears(worded(BIRTH, locale))
    person.says(born)
    person.presses(worded("I am {name}, I agree", locale))
    person.presses(worded("No, thank you", locale))
    person.hears(worded(WELCOME, locale))


def takes(person: Talker, locale: str) -> None:
    """Let the bot speak a language to her."""
    person.says({"vi": "Tiếng Việt", "en": "English"}[locale])
    person.hears(worded("From now on I speak English.", locale))


def declare(person: Talker, typed: str, locale: str = "vi") -> Any:
    """Tell the bot of a sum that was handed to the treasurer; return what it asked back."""
    person.says(typed)
    right, ahead = worded(RIGHT, locale), worded(AHEAD, locale)
    question = person.hears(re.compile(f"{right.pattern}|{ahead.pattern}", re.DOTALL))
    if ahead.search(question.words):  # she owes less just now: the usual way comes first
        person.presses("", question)
        question = person.hears(right)
    person.presses(worded("Yes, {amount}", locale))
    person.presses("", person.hears(worded(WHOM, locale)))
    person.hears(
        worded("I told {name}. As soon as the money is confirmed I send you the slip.", locale)
    )
    return question


def settle(hoa: Talker, lan: Talker, head: Talker, locale: str) -> tuple[Any, Any]:
    """Ask, pay, confirm and contest, until the head has settled it; return both questions."""
    hoa.says("con no bao nhieu" if locale == "vi" else "balance")
    hoa.hears(worded(OWED, locale))
    question = declare(hoa, {"vi": "tôi nộp 500k", "en": "I have paid 500k"}[locale], locale)
    asked = lan.hears(worded(ASKED, locale))
    lan.presses(worded(CONFIRM, locale), asked)
    lan.hears(worded(WRITTEN, locale))
    slip = hoa.hears(worded(RECEIPT, locale))
    assert {"vi": "500.000", "en": "500,000"}[locale] in slip.words
    hoa.presses(worded("Please look at it again", locale), slip)
    hoa.presses(worded("The sum was another one", locale))
    hoa.hears(
        worded("Thank you for telling me. {name} will look at it and talk with you.", locale)
    )
    head.presses(worded("Look at it", locale))
    head.presses(worded("It stays, we have talked", locale))
    head.hears(worded("In a few words: what did you find?", locale))
    head.says({"vi": "đã đếm lại", "en": "counted again"}[locale])
    head.hears(worded("Settled. I told {name}.", locale))
    hoa.hears(worded("{who} looked at {sum}: {outcome} Thank you for asking.", locale))
    return question, asked


def announce(head: Talker, text: str, locale: str = "vi") -> None:
    """Let the head tell everybody something, now."""
    head.says({"vi": "thông báo", "en": "announce"}[locale])
    ways = (worded(one, locale).pattern for one in (WRITE, WRITE_OR_DOCUMENT))
    head.hears(re.compile("|".join(ways), re.DOTALL))
    head.says(text)
    head.hears(worded(FOR_WHOM, locale))
    head.presses(worded("Everybody in the club", locale))
    head.presses(worded("Send it now", locale))
    head.presses(worded("Yes, send it", locale))
    head.hears(worded("Done. It goes out: {when}, to {phones}.", locale))


def join_beside_the_page(window: Window, hoa: Talker, code: str, born: str) -> None:
    """Let one person join on the page and on her phone at the same time, and ask on both."""
    window.says(code)
    window.hears()
    hoa.says(code)
    agree(hoa, born)
    window.says(born)
    window.hears()
    window.presses("self")
    window.hears()
    window.says("con no bao nhieu")
    assert worded(OWED).search(window.hears()["text"])
    hoa.says("con no bao nhieu")
    hoa.hears(worded(OWED))
