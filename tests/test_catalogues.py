"""The catalogue says everything the code says, and says it kindly."""

from __future__ import annotations

import ast
import re
import string
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
Key = tuple[str | None, str | tuple[str, ...]]

# How the two of them are called: Vietnamese needs the words where English does not, and inversely.
VOICE = {"you", "You", "me", "Me"}
# What takes a text as it is: nobody fills in how the reader is addressed.
BARE = {"Choice", "Answer", "Reply", "UserError", "NotUnderstood"}
OFFICERS_ONLY = "Translators: officers only"
# "debt" and "overdue": they shame. A member hears what is left, and what is not yet in the book.
HARSH = re.compile(r"\b(nợ|quá hạn)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def code() -> dict[Key, list[list[str]]]:
    """Every text of the code, with the comments to translators at each place where it is used."""
    found: dict[Key, list[list[str]]] = defaultdict(list)
    for _file, _line, text, comments, context in extract_from_dir(
        ROOT / "bot", comment_tags=("Translators:",)
    ):
        found[context, text].append(comments)
    assert found
    return found


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (ROOT / "locales/vi/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


@pytest.fixture(scope="module")
def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def forms(text: str | Iterable[str] | None) -> list[str]:
    """Return the text, or each of its plural forms."""
    return [text] if isinstance(text, str) else list(text or [""])


def placeholders(text: str) -> set[str]:
    """Return the names that `str.format` would fill; raises ValueError when a brace is alone."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_of_the_code_is_in_the_catalogue(
    code: dict[Key, list[list[str]]], messages: list[Message]
) -> None:
    assert sorted(map(str, code.keys() - set(map(key, messages)))) == [], "run `make locales`"


def test_the_catalogue_has_nothing_that_the_code_no_longer_says(
    code: dict[Key, list[list[str]]], catalogue: Catalog, messages: list[Message]
) -> None:
    assert sorted(map(str, set(map(key, messages)) - code.keys())) == [], "run `make locales`"
    assert list(catalogue.obsolete) == []


def test_every_text_is_translated(messages: list[Message]) -> None:
    empty = [message.id for message in messages if not all(map(str.strip, forms(message.string)))]
    assert empty == []


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.fuzzy] == []


def test_placeholders_have_names(messages: list[Message]) -> None:
    nameless = [
        text
        for message in messages
        for text in forms(message.id) + forms(message.string)
        if not all(map(str.isidentifier, placeholders(text))) or re.search(r"%[sd(]", text)
    ]
    assert nameless == []


def test_translations_fill_the_same_placeholders(messages: list[Message]) -> None:
    different = [
        message.id
        for message in messages
        for translation in forms(message.string)
        # A singular may leave its number out ("one loan"): the plural has them all.
        if (placeholders(translation) ^ placeholders(forms(message.id)[-1])) - VOICE
    ]
    assert different == []


def test_a_member_never_reads_a_word_that_shames(
    code: dict[Key, list[list[str]]], messages: list[Message]
) -> None:
    harsh = [
        message.string
        for message in messages
        if any(map(HARSH.search, forms(message.string)))
        and not all(OFFICERS_ONLY in comments for comments in code[key(message)])
    ]
    assert harsh == []


def test_vietnamese_is_written_in_composed_letters(messages: list[Message]) -> None:
    decomposed = [
        text
        for message in messages
        for text in forms(message.string)
        if not unicodedata.is_normalized("NFC", text)
    ]
    assert decomposed == []


def texts_in(node: ast.AST) -> Iterator[str]:
    """Return every text that a node takes from the catalogue, in one form or in two."""
    for child in ast.walk(node):
        match child:
            case ast.Call(func=ast.Name(id="_" | "ngettext"), args=[ast.Constant(value=text), *_]):
                yield str(text)


def filled_without_form(tree: ast.Module) -> Iterator[str]:
    """Return the texts that are filled by `format`, or given bare to who fills nothing in."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        called = [
            (name.id, assigned.value)
            for assigned in ast.walk(function)
            if isinstance(assigned, ast.Assign)
            for name in assigned.targets
            if isinstance(name, ast.Name)
        ]
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="format")):
                    for its_name, value in called:
                        yield from texts_in(value) if its_name == name else ()
                case ast.Call(func=ast.Attribute(value=filled, attr="format")):
                    yield from texts_in(filled)
                case ast.Call(func=ast.Name(id=bare), args=args) if bare in BARE:
                    for text in args:
                        if getattr(getattr(text, "func", None), "id", "") in {"_", "ngettext"}:
                            yield from texts_in(text)


def test_a_text_that_addresses_somebody_is_filled_with_her_form(catalogue: Catalog) -> None:
    unfilled = []
    for file in sorted((ROOT / "bot").rglob("*.py")):
        for text in filled_without_form(ast.parse(file.read_text("utf-8"))):
            message = catalogue.get(text)
            if message is not None and re.search(
                r"\{(you|me)\}", str(message.string), re.IGNORECASE
            ):
                unfilled.append(f"{file.name}: {text}")
    assert not unfilled, "use turn.words, or the function that speaking_to yields"
