"""A Telegram of our own on loopback: its Bot API, as strict as the real one, and its people.

It runs in a thread of its own, so that a test that waits, and the program under test, may do so
in any way they like:

    with Telegram() as telegram:                      # telegram.url, telegram.token
        hoa = telegram.person("Hoa")                  # has a phone; the bot cannot write first,
        hoa.opens()                                   # before she has opened the chat
        hoa.starts("48271593")                        # the link with a code: "/start 48271593"
        hoa.says("con no bao nhieu", sent_ago=3600)   # an hour ago; returns the update
        answer = hoa.hears()                          # the next unread message; waits 30 s
        answer.text, answer.caption, answer.words     # words: whichever of both it has
        answer.buttons, answer.photo, answer.document, answer.silent, answer.edits
        press = hoa.presses("500.000")                # newest message with such a button; waits
        hoa.presses("500.000", answer)                # again, though the button may have gone
        hoa.hears(worded("Written down")); hoa.presses(worded("Yes, {amount}"))  # by a pattern
        hoa.sees(answer, lambda m: not m.buttons)     # waits until the message has become so
        hoa.heard                                     # everything the bot ever said to her
        hoa.count("500.000")                          # in how many messages that was
        hoa.edits(update, "other words"); hoa.sends_photo("a caption"); hoa.sends_voice()
        hoa.sends_photo("", JPEG, album="7"); hoa.sends_document("moi.pdf", PDF, "a caption")
        hoa.sends_sticker(); hoa.shares_contact("0912345678"); hoa.blocks(); hoa.unblocks()
        club = telegram.group("Xóm 3", hoa)           # the bot was added; sees commands only
        club.says(hoa, "/menu@clb_bot"); club.hears(); club.upgrades()

In an asyncio test, what waits goes to a thread: `await asyncio.to_thread(hoa.hears)`.

What the bot did and did not do: `telegram.requests` (method, parameters, at, status: from their
arrival), `telegram.count("sendMessage")`, `telegram.times("sendMessage")` (monotonic seconds),
`telegram.wait_for(lambda: …, "what is waited for")` (any condition over all this),
`telegram.unanswered` (presses never answered), `press.answers`, `telegram.commands`,
`telegram.descriptions`, `telegram.waiting` (updates that were not yet taken).

Faults come one after the other, for the requests of one method, or of "*" any:

    telegram.next("sendMessage", flood(3), times=2)   # 429, retry_after 3
    telegram.next("sendMessage", refuse(403, "Forbidden: user is deactivated"))
    telegram.next("sendMessage", breaks(500)) · bad_gateway (HTML) · garbage (200, no JSON)
    telegram.next("sendMessage", hangs_up)            # connection dropped, nothing accepted
    telegram.next("sendMessage", loses_answer)        # accepted, then the connection dropped
    telegram.next("sendMessage", slow(3))             # accepted at once, answered later
    telegram.next("sendMessage", stalls)              # nothing accepted, no answer for a minute
    telegram.next("sendMessage", hangs_up, to=hoa)    # only what goes to her chat

    telegram.delivers_again(update)                   # the same update once more
    with telegram.holding(): …                        # arrive together afterwards
    with telegram.holding(backwards=True): …          # … the newest first
    telegram.goes_down(); telegram.comes_back()       # connection refused; people go on writing
    telegram.token_is_good = False                    # 401 from now on
    telegram.a_second = 30                            # 429 for more messages within any second

A webhook's public address is mapped to the bot's own by
`telegram.reaches["https://bot.example"] = "http://127.0.0.1:8080"`; plain loopback works, too.
What is not taken with 2xx is posted again after `telegram.backoff` seconds. Within a chat updates
are posted in order, at most `max_connections` at once.

Kept simple: plain text only (parse_mode is refused), inline and reply keyboards, one bot. Not so
in the real one: an unknown parameter is refused, so that a slip of the pen is seen.
"""

from tests.messenger_api.faults import (
    Fault,
    bad_gateway,
    garbage,
    hangs_up,
    loses_answer,
    slow,
    stalls,
)
from tests.messenger_api.world import Update
from tests.telegram_api.faults import breaks, flood, refuse
from tests.telegram_api.people import Group, Person
from tests.telegram_api.server import Telegram
from tests.telegram_api.world import Message, Press

__all__ = [
    "Fault",
    "Group",
    "Message",
    "Person",
    "Press",
    "Telegram",
    "Update",
    "bad_gateway",
    "breaks",
    "flood",
    "garbage",
    "hangs_up",
    "loses_answer",
    "refuse",
    "slow",
    "stalls",
]
