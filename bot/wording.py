"""The web page's own words, in each language: platforms get their texts from here, not gettext."""

from __future__ import annotations

from collections.abc import Mapping

from bot import i18n
from bot.i18n import _


def page_texts() -> Mapping[str, Mapping[str, str]]:
    """Return the page's words by language and key; Vietnamese comes first, it is the default."""
    texts = {}
    for locale in i18n.LOCALES:
        with i18n.use_locale(locale):
            texts[locale] = _page()
    return texts


def _page() -> dict[str, str]:
    return {
        "page_title": _("Self-Help Club"),
        "skip": _("Go to the message box"),
        "menu": _("Settings"),
        "sound": _("Ring when a message comes"),
        "plain": _("Like Zalo: numbers instead of buttons"),
        "language": _("Language"),
        "change_person": _("Be somebody else"),
        "second_window": _("Open a second person's window"),
        "offline": _("No connection. Trying again…"),
        "no_script": _("This page needs JavaScript."),
        "welcome": _("Welcome. Press the button below to begin."),
        "hello": _("Hello"),
        "log_label": _("Messages"),
        "typing": _("Answering…"),
        "new_lines": _("New message"),
        "write_label": _("Write a message"),
        "write_hint": _("Write here…"),
        "send": _("Send"),
        "sending": _("Sending…"),
        "waiting": _("Not sent yet, trying again"),
        "refused": _("This could not be sent"),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "picture": _("Picture from the club"),
        "open_file": _("Open the paper"),
        "you_say": _("You"),
        "bot_says": _("Club"),
        "choose_again": _("Choose again"),
        "offer_line": _("Write {answer} = {label}"),
        "pick_title": _("Who are you in the demo club?"),
        "pick_hint": _("All names are invented. Open two windows to be two people."),
        "search": _("Find a name"),
        "officers": _("Board"),
        "members": _("Members"),
        "nobody_found": _("Nobody has such a name."),
        "stranger": _("A new phone, not yet in the club"),
    }
