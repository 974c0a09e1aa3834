"""The sentences of `tugiup check`: what is wrong, by the proof that does not hold."""

from __future__ import annotations

from collections.abc import Mapping

from bot.i18n import _


def texts() -> Mapping[str, str]:
    """Return the sentences by what is wrong, to be filled in."""
    return {
        **_of_entries(),
        **_of_slips(),
        **_of_loans(),
        **_of_books(),
        **_of_lists(),
        **_of_months(),
        **_of_decisions(),
        **_of_papers(),
        **_of_the_rest(),
    }


def _of_entries() -> Mapping[str, str]:
    return {
        "unfinished": _("entry {entry} of {day} was begun and never posted."),
        "empty": _("entry {entry} of {day} has no lines."),
        "unbalanced": _(
            "entry {entry} comes to {income} in the loan fund and {activity} in the activity fund;"
            " both must be nothing, on two lines or more."
        ),
        "misplaced": _(
            "a line of entry {entry} of {day}, over {amount}, stands in a wrong account, fund or"
            " club, or names no loan."
        ),
        "no_mirror": _(
            "entry {entry} of {day} takes back entry {original}, but not line by line."
        ),
        "reversed_elsewhere": _(
            "entry {entry} of {day} takes back entry {original}, which is of a later day, or of"
            " another member or club."
        ),
        "agreed_alone": _(
            "{name} agreed to entry {entry} of {day}, but had entered it, or is of another club."
        ),
        "below_zero": _(
            "by the book, {place} of the {fund} came to {lowest}, less than nothing; the first"
            " such day is {day}."
        ),
        "entered_after_signing": _(
            "entry {entry} of {day} was entered after its month had been signed."
        ),
    }


def _of_slips() -> Mapping[str, str]:
    return {
        "gap": _("the {slip} {first} of {year} of the {fund} is missing, up to {last_missing}."),
        "miscounted": _(
            "the last {slip} given out in {year} in the {fund} has the number {last}, but the"
            " counter stands at {counter}."
        ),
        "misgiven": _(
            "the {slip} {number}/{year} of the {fund} belongs to no entry of that club, fund and"
            " year."
        ),
        "slipless": _("entry {entry} of {day} moved {amount} in the {fund} without a {slip}."),
    }


def _of_loans() -> Mapping[str, str]:
    return {
        "mislent": _(
            "loan {number} is over {amount}, but {posted} was paid out or taken over for it, or it"
            " is of another club."
        ),
        "misscheduled": _(
            "a schedule of loan {number} shares out {scheduled} where {amount} was owed."
        ),
        "unextended": _(
            "loan {number} has schedule {version}, but no extension that put it in force: the"
            " extension is missing."
        ),
        "negative": _("a schedule of loan {number} has an instalment below nothing."),
        "misplanned": _(
            "the schedule of loan {number} has other days or sums than its rate, its way of paying"
            " and its first day make."
        ),
        "unscheduled": _("loan {number} has no schedule."),
        "not_hers": _("entry {entry} of {name} is on loan {number}, which is another member's."),
        "charges": _(
            "a charge of {amount} on loan {number} was written down by nobody, or more of it was"
            " waived than it is."
        ),
        "unreadable": _("loan {number} cannot be worked out: what was agreed is damaged."),
        "unlike": _(
            "of loan {number} {amount} is owed by what was paid, but {posted} by the ledger."
        ),
        "owing": _("loan {number} was closed on {day}, but {amount} is still owed."),
        "settled": _("loan {number} is paid off, but not closed."),
        "written_off": _(
            "loan {number} was written off on {day}, but {posted} of it is still lent out in the"
            " ledger."
        ),
        "unasked": _("nobody asked for loan {number}."),
    }


def _of_books() -> Mapping[str, str]:
    return {
        "between_funds": _(
            "entry {entry} went from one fund to the other, and {amount} did not arrive there."
        ),
        "owed": _("{name} got {amount} more back than the club owed."),
        "fees": _(
            "entry {entry} of {day} took in {amount} of fees that count, but pays for months of"
            " {noted}."
        ),
        "fee_months": _(
            "the fee of {name} for {month}, {amount}, has no entry of hers in that club."
        ),
        "gifts": _("entry {entry} of {day} and the Golden Heart book do not agree."),
        "counts": _(
            "count {count_id} of {day} differs by {amount}, but {posted} was posted for it."
        ),
        "counted_alone": _(
            "count {count_id} of {day}: {name} signed as the second, but had counted or keeps the"
            " cash."
        ),
        "notes": _("the notes of count {count_id} of {day} make {noted}, not {amount}."),
        "expected": _(
            "count {count_id} of {day}: the book is said to have had {expected}, but its funds"
            " make {posted}."
        ),
    }


def _of_lists() -> Mapping[str, str]:
    return {
        "list_unposted": _(
            "the collection of {day} has {amount} of {name}, but no entry of hers came of it."
        ),
        "list_missummed": _(
            "the collection of {day} has {noted} of {name}, but the entry of it is over {posted}."
        ),
        "list_miscounted": _(
            "at the collection of {day} {amount} is said to have been counted, but the list and"
            " the difference that was posted make {posted}."
        ),
        "list_alone": _("{name} both counted the collection of {day} and agreed to it."),
    }


def _of_months() -> Mapping[str, str]:
    return {
        "signed_alone": _("{month} is closed with the signature of one person only."),
        "signed_nothing": _("the figures that were signed for {month} are missing or damaged."),
        "missigned": _(
            "for {month} {amount} was signed ({figure}, {fund}), but the entries make {posted}."
            " Later months rest on it."
        ),
        "missigned_rest": _(
            "who keeps the money at the end of {month}, or what is lent out then, is not what was"
            " signed. Later months rest on it."
        ),
    }


def _of_decisions() -> Mapping[str, str]:
    return {
        "applications": _("application {application} of {name} does not agree with its loan."),
        "handovers": _(
            "the loan of application {application} of {name} was not handed over by two, or"
            " another sum was posted."
        ),
        "kin_saw_it": _(
            "{other} handed over or witnessed the loan of {name}, and is of the same household."
        ),
        "unwitnessed": _(
            "the witness of the loan of application {application} of {name} did not agree to the"
            " paying out."
        ),
        "resolutions": _(
            "decision {resolution} of {day} ({what}) has no two yeses, or one said no."
        ),
        "in_own_matter": _(
            "decision {resolution} of {day} ({what}): {name} voted, though it was her own matter"
            " or one of her household."
        ),
        "without_office": _(
            "decision {resolution} of {day} ({what}): {name} voted without being of the board"
            " then."
        ),
        "corrections": _(
            "the correction of entry {entry}, asked for on {day}, mended nothing, or one person"
            " agreed alone."
        ),
        "declarations": _(
            "declaration {declaration} of {name} over {amount} does not agree with its entry."
        ),
        "undecided_loan": _("loan {number} of {name} was paid out without a decision about it."),
        "undecided_extension": _(
            "loan {number} was extended on {day} without a decision about it."
        ),
        "extended_on": _(
            "loan {number} is said to be extended on {day}, but that was decided on {decided}."
        ),
        "undecided_freeze": _("loan {number} is frozen from {day} without a decision about it."),
        "written_off_undecided": _(
            "loan {number} was written off on {day} without a decision about it, or closed on"
            " another day."
        ),
        "decided_not_written_off": _(
            "it was decided to write off loan {number}, but it is not marked as written off."
        ),
    }


def _of_papers() -> Mapping[str, str]:
    return {
        "photo_gone": _("the photo that belongs to entry {entry} of {day} is gone."),
        "list_without_paper": _(
            "entry {entry} of {day} is from a list that two signed on paper, but the photo of the"
            " paper is missing."
        ),
        "payout_without_paper": _(
            "the witness of entry {entry} of {day} signed on paper, but the photo of the slip is"
            " missing."
        ),
        "decision_without_paper": _(
            "decision {resolution} of {day} ({what}) was signed on paper, but the photo of the"
            " paper is missing."
        ),
        "month_without_paper": _(
            "{month} was signed on paper, but the photo of the paper is missing."
        ),
        "count_without_paper": _(
            "count {count_id} of {day} was signed on paper, but the photo of the paper is missing."
        ),
    }


def _of_the_rest() -> Mapping[str, str]:
    return {
        "unguarded": _(
            "the rule {rule} of the database, which refuses changes of what was posted, is"
            " missing."
        ),
        "dangling": _(
            "row {row} of the table {table} refers to a row of {missing} that is not there."
        ),
        "zones": _("the club's time zone “{zone}” is none."),
        "above_cap": _(
            "the kind of loan “{name}” ({product}) that is offered costs more than the law allows."
        ),
        "unreadable_product": _(
            "the kind of loan “{name}” ({product}) that is offered cannot be read."
        ),
    }


def kinds() -> Mapping[str, str]:
    """Return what the board decides, by the kind of the decision."""
    return {
        "loan": _("a loan"),
        "bank_account": _("the club's bank account"),
        "deposit": _("money that the club owes"),
        "split": _("how interest is shared"),
        "transfer": _("money from one fund to the other"),
        "extension": _("an extension"),
        "freeze": _("a freeze of interest"),
        "thaw": _("the end of a freeze"),
        "write_off": _("a write-off"),
        "charge": _("a charge"),
        "waive_charge": _("waiving a charge"),
        "officer_leaves": _("an officer's leaving"),
        "officer_back": _("an officer's coming back"),
        "open_month": _("opening a month again"),
        "drop_list": _("dropping a collection"),
        "departure": _("a member's leaving"),
    }


def figures() -> Mapping[str, str]:
    """Return what is signed of a month, by the name of the figure."""
    return {
        "start": _("there at its start"),
        "in": _("received"),
        "out": _("paid"),
        "end": _("there at its end"),
    }
