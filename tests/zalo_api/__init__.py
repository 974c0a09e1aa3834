"""A Zalo of our own on loopback: its Bot API, as strict as its documentation, and its people.

It runs in a thread of its own, so that a test that waits, and the program under test, may do so
in any way they like:

    with Zalo() as zalo:                              # zalo.url, zalo.bot.token
        hoa = zalo.person("Hoa")                      # has a phone; the bot cannot write first
        hoa.opens()                                   # … before she has written something
        hoa.writes("con no bao nhieu")                # returns the update
        answer = hoa.hears("Bác còn")                 # the next unread one that has it; waits 30 s
        await hoa.will_hear("Bác còn")                # the same in an asyncio test
        answer.text, answer.caption, answer.words     # words: whichever of both it has
        answer.choices                                # {"500.000 đ": "1", "Đúng": "1 12"}
        hoa.picks("500.000")                          # types the number of that choice; waits
        hoa.picks("500.000", answer)                  # again, from an older message
        hoa.hears(worded("Written down"))             # by a pattern
        hoa.looks_at(answer)                          # the picture, fetched now, as a phone does
        hoa.heard, hoa.unread, hoa.count("500.000")
        hoa.sends_photo("a caption", JPEG); hoa.sends_sticker(); hoa.sends_voice()
        hoa.sends_unsupported()                       # what comes of protected people
        hoa.happens("message.poll.received")          # an event that nobody knows
        hoa.blocks(); hoa.unblocks()
        club = zalo.group("Xóm 3")                    # only what mentions the bot reaches it
        club.writes(hoa, "menu"); club.writes(hoa, "menu", mentions=True); club.hears()

With several bots, each with a token, a quota and a webhook of its own:

    dong = zalo.new_bot("Bot Xóm Đông", messages=3000, people=50)     # 0: no limit
    binh = zalo.person("Bình", dong); again = binh.at(zalo.bot)       # another id with each bot
    dong.said, dong.heard, dong.people; dong.used = 2990; dong.new_month(); dong.resets()
    dong.token, dong.id, dong.link, dong.webhook

What the bots did and did not do: `zalo.requests` (bot, method, parameters, at, status: from their
arrival), `zalo.count("sendMessage")`, `zalo.times("sendMessage")` (monotonic seconds),
`zalo.wait_for(lambda: …, "what is waited for")` (any condition over all this), `zalo.waiting`
(updates that were not yet handed out), `zalo.posted` (what webhooks answered), `zalo.black`
(pictures that could not be fetched when the message arrived, as (address, status)).

Faults come one after the other, for the requests of one method, or of "*" any:

    zalo.next("sendMessage", quota, times=2)          # 429
    zalo.next("sendMessage", refuse(400, "Bad request")) · strange (403) · breaks(504)
    zalo.next("sendMessage", bad_gateway) (HTML) · garbage (200, no JSON) · no_result
    zalo.next("sendMessage", hangs_up)                # connection dropped, nothing accepted
    zalo.next("sendMessage", loses_answer)            # accepted, then the connection dropped
    zalo.next("sendMessage", slow(3))                 # accepted at once, answered later
    zalo.next("sendMessage", stalls)                  # nothing accepted, no answer for a minute
    zalo.next("sendMessage", hangs_up, to=hoa)        # only what goes to her chat

    zalo.next("update", lost, to=hoa)                 # what she writes next never arrives
    zalo.next("update", twice)                        # arrives twice
    zalo.next("update", late(2))                      # arrives 2 s later, maybe after others
    zalo.delivers_again(update)                       # the same update once more
    with zalo.holding(): …                            # arrive together afterwards
    with zalo.holding(backwards=True): …              # … the newest first
    zalo.goes_down(); zalo.comes_back()               # connection refused; people go on writing

What sources disagree about is a switch, as documented unless set otherwise:

    zalo.wrapped = False                 # webhooks bring {event_name, message}
    zalo.photo_field = "photo"           # by default "photo_url", as from real bots
    zalo.name_field = "first_name"       # by default "display_name"
    zalo.idle_status = 200               # an idle getUpdates: code 408 with HTTP 408 or 200
    zalo.refusal_status = 200            # refusals: ok:false with that HTTP status; 0: their code
    zalo.counts_heard = False            # only what bots say counts for the quota
    zalo.lets_surplus_write = False      # what the 51st person writes never arrives
    zalo.unreachable = 403               # the code for who blocked the bot or never wrote
    zalo.keeps_seconds = 0               # messages are gone when nobody asks for them just then
    zalo.tries_again = 3                 # webhooks that are not taken with 2xx come again
    zalo.echoes = True                   # what a bot says comes back to it as an update
    zalo.mention_in_text = False; zalo.mention_list = True
    zalo.verification = False            # setWebhook does not look whether the address answers
    zalo.can_join_groups = False
    zalo.latency = 0.05                  # before every answer

A webhook's public address is mapped to the bot's own by
`zalo.reaches["https://bot.example"] = "http://127.0.0.1:8080"`; plain loopback works, too. The
same holds for addresses of pictures. Within a chat updates are posted in order.

Kept simple: plain text only (parse_mode and text_styles are refused). Not so in the real one: an
unknown parameter is refused, so that a slip of the pen is seen, and lengths are UTF-16 units.
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
from tests.zalo_api.faults import breaks, late, lost, no_result, quota, refuse, strange, twice
from tests.zalo_api.people import Group, Person
from tests.zalo_api.server import Zalo
from tests.zalo_api.world import Bot, Message

__all__ = [
    "Bot",
    "Fault",
    "Group",
    "Message",
    "Person",
    "Update",
    "Zalo",
    "bad_gateway",
    "breaks",
    "garbage",
    "hangs_up",
    "late",
    "loses_answer",
    "lost",
    "no_result",
    "quota",
    "refuse",
    "slow",
    "stalls",
    "strange",
    "twice",
]
