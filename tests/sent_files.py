"""Pictures and documents that people send, and how a platform hands them over."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from PIL import Image

from bot.chat import Attachment, Incoming, NotFetched
from tests.village import Village, address

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + bytes(500)


def picture(colour: str = "red", kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a picture of one colour."""
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind)
    return made.getvalue()


def office(*names: str) -> bytes:
    """Return a packed file with these files in it, such as "word/document.xml"."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name in ("[Content_Types].xml", *names):
            packed.writestr(name, "<x/>")
    return made.getvalue()


@dataclass
class Parcel:
    """Something that waits at a platform, and how often it was fetched there."""

    content: bytes
    fails: bool = False
    fetched: int = 0

    async def fetch(self) -> bytes:
        self.fetched += 1
        if self.fails:
            raise NotFetched("TimeoutError")
        return self.content

    def attachment(self, size: int | None = None) -> Attachment:
        return Attachment(size=len(self.content) if size is None else size, fetch=self.fetch)


async def sends(
    village: Village,
    who: str,
    content: bytes | Parcel,
    text: str = "",
    *,
    kind: str = "photo",
    album: str = "",
    message: str = "",
    size: int | None = None,
) -> Parcel:
    """Let somebody send a picture or document; return it as it waits at the platform."""
    parcel = content if isinstance(content, Parcel) else Parcel(content)
    village.messages += 1
    await village.send(
        Incoming(
            address=address(who),
            message=message or f"file{village.messages}",
            text=text,
            kind=kind,
            album=album,
            attachment=parcel.attachment(size),
        )
    )
    return parcel
