"""What platforms show of their own, in each language: they get it here, never by gettext."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import i18n
from bot.i18n import _
from bot.platforms.faces import Face
from bot.platforms.zalo_parts import ZaloTexts


def page_texts() -> Mapping[str, Mapping[str, str]]:
    """Return the page's words by language and key; Vietnamese comes first, it is the default."""
    texts = {}
    for locale in i18n.LOCALES:
        with i18n.use_locale(locale):
            texts[locale] = _page()
    return texts


def faces() -> Mapping[str, Face]:
    """Return how the bot shows itself on a messenger; Vietnamese comes first, it is the default.

    Commands are in plain letters, as that is all that messengers take.
    """
    made = {}
    for locale in i18n.LOCALES:
        with i18n.use_locale(locale):
            made[locale] = Face(
                commands=_commands(_COMMANDS[locale]),
                description=_(
                    "The assistant of your self-help club. Ask what there is still to pay, say"
                    " when you have paid, and get your slip. Write as you speak, with or without"
                    " accents. To begin you need the code that the secretary gave you."
                ),
                short_description=_("The assistant of the self-help club, for its members"),
            )
    return made


def zalo_texts() -> Mapping[str, ZaloTexts]:
    """Return what is said on Zalo of its own; Vietnamese comes first, it is the default."""
    texts = {}
    for locale in i18n.LOCALES:
        with i18n.use_locale(locale):
            texts[locale] = _zalo()
    return texts


def _zalo() -> ZaloTexts:
    return ZaloTexts(
        offer_line=_("Write {answer} = {label}"),
        choose=_("Answer with a number:"),
        page=_("Page {page} of {pages}"),
        more_pages=_(
            "These are the first {shown} of {pages} pages. The secretary can show the others."
        ),
        cannot_show=_(
            "A paper belongs to this that Zalo cannot show. The secretary can show it to you."
        ),
        opens=_("The paper opens here, for {days} days: {link}"),
        no_files=_(
            "A picture or paper belongs to this that cannot be sent here yet. The secretary can"
            " show it to you."
        ),
        no_address=_(
            "A picture or paper belongs to this, but none can be sent on Zalo yet: whoever runs"
            " the program must first give it a public address (PUBLIC_URL)."
        ),
    )


_COMMANDS = {
    "vi": ("con_no", "nop_tien", "phieu", "menu", "giup"),
    "en": ("balance", "paid", "slips", "menu", "help"),
}


def _commands(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    texts = (
        _("How much do I still have to pay?"),
        _("I have paid"),
        _("My slips"),
        _("All that I can do for you"),
        _("How to write to me"),
    )
    return tuple(zip(names, texts, strict=True))


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
        "attach": _("Picture"),
        "attach_label": _("Send a picture or a document with it"),
        "chosen": _("Goes along: {name}"),
        "unchoose": _("Leave it out"),
        "too_big": _("That file is too big: at most 5 MB. Please choose a smaller one."),
        "sending": _("Sending…"),
        "waiting": _("Not sent yet, trying again"),
        "refused": _("This could not be sent"),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "picture": _("Picture from the club"),
        "picture_gone": _("(the picture is no longer there)"),
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
