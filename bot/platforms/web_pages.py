"""The page's files, worded in each language once at the start."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "page"
MIME = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
Texts = Mapping[str, Mapping[str, str]]
"""The page's words by language and key; the first language is the default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody whom the visitor of the demo club can be."""

    chat: str
    name: str
    detail: str = ""
    officer: bool = False


class Pages:
    """The chat and the demo's list of people, as HTML, and the static files beside them."""

    def __init__(self, texts: Texts) -> None:
        """Read all files; raises `ValueError` for a text that is missing in a language."""
        _check(texts)
        self._texts = texts
        self._chat = _filled("index.html", texts)
        self._picker = _filled("picker.html", texts)
        self.static = {
            file.name: (file.read_bytes(), MIME[file.suffix])
            for file in FOLDER.iterdir()
            if file.suffix in MIME
        }

    def chat(self, language: str, *, chat: str, zone: str) -> str:
        """Return the chat's page; `chat` is empty where the browser's cookie says who it is."""
        texts = self._texts[language]
        page = {"texts": texts, "language": language, "zone": zone, "chat": chat}
        return self._chat[language].replace("{{page}}", html.escape(json.dumps(page)))

    def picker(self, language: str, people: Iterable[DemoPerson]) -> str:
        """Return the list of people, officers first."""
        items: dict[bool, str] = {True: "", False: ""}
        for person in people:
            items[person.officer] += _item(person)
        page = self._picker[language].replace("{{people:officers}}", items[True])
        return page.replace("{{people:members}}", items[False])


def page_keys() -> frozenset[str]:
    """Return the keys of all texts that the page needs; `offer_line` is the server's own."""
    files = [file for file in FOLDER.iterdir() if file.suffix in {".html", ".js"}]
    used = (re.findall(r"(?:text:|\btexts\.)(\w+)", file.read_text("utf-8")) for file in files)
    return frozenset({"offer_line"}.union(*used))


def _check(texts: Texts) -> None:
    for language, words in texts.items():
        if missing := sorted(page_keys() - words.keys()):
            raise ValueError(f"the page lacks texts in {language}: {', '.join(missing)}")


def _filled(name: str, texts: Texts) -> dict[str, str]:
    """A template in every language; `{{page}}` and `{{people:…}}` are left for each visit."""
    template = (FOLDER / name).read_text(encoding="utf-8")
    return {language: _worded(template, language, words) for language, words in texts.items()}


def _worded(template: str, language: str, words: Mapping[str, str]) -> str:
    text = re.sub(r"\{\{text:(\w+)\}\}", lambda key: html.escape(words[key[1]]), template)
    return text.replace("{{language}}", language)


def _item(person: DemoPerson) -> str:
    chat, name, detail = map(html.escape, (person.chat, person.name, person.detail))
    return f'<li><a href="/chat/{chat}"><b>{name}</b> <span>{detail}</span></a></li>\n'
