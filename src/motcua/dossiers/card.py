"""The text of the citizen card's QR code: `id|old id|name|dob|sex|address|issued`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from motcua.kernel.text import nfc

_ID = re.compile(r"^\d{12}$")
_OLD_ID = re.compile(r"^(\d{9}|\d{12})?$")
_BEGUN = re.compile(r"^\s*\d{12}\|")
# What stands for "|" where the computer's keyboard is not the one that the scanner types on.
_FOREIGN_BAR = re.compile(r"^\s*\d{12}([^\w\s|])(?:\d{9}|\d{12})?\1")


class CardUnreadable(ValueError):
    """The text is not a citizen card's; `part` names the piece that is wrong."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Card:
    """What the QR code of a citizen card (căn cước) tells."""

    id_number: str
    old_id_number: str
    name: str
    birth_date: date
    sex: str
    address: str
    issued_on: date | None


def _day(text: str, part: str) -> date:
    digits = text.strip()
    if not re.fullmatch(r"\d{8}", digits):
        raise CardUnreadable(part)
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        raise CardUnreadable(part) from None


def is_card_text(text: str) -> bool:
    """Tell whether a pasted text looks like a card's QR code rather than a number or a name."""
    mended = card_mend(text)[0]
    return mended.count("|") >= 5 or _BEGUN.match(mended) is not None


def card_mend(text: str) -> tuple[str, str]:
    """Return a scanner's text as the card says it, and what had to be mended.

    `letters`: the scanner sent UTF-8 and the computer read it as Western letters ("Nguyá»…n");
    it is turned back only where nothing was lost. `bar`: another sign stands for "|". Empty when
    the text was in order.
    """
    mended = ""
    for charset in ("cp1252", "latin-1"):
        try:
            told = text.encode(charset).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if told != text:
            text, mended = told, "letters"
        break
    foreign = _FOREIGN_BAR.match(text)
    if foreign and "|" not in text and text.count(foreign[1]) >= 5:
        return text.replace(foreign[1], "|"), mended or "bar"
    return text, mended


def card_read(text: str) -> Card:
    """Return the card that a hand scanner typed or somebody pasted.

    Raises CardUnreadable with the part that cannot be read: format, cut (the end is missing),
    id, old_id, name, birth_date or issued.
    """
    parts = [nfc(part) for part in card_mend(text)[0].split("|")]
    if len(parts) < 6 and _ID.match(parts[0]):
        raise CardUnreadable("cut")
    if len(parts) < 6:
        raise CardUnreadable("format")
    # What newer cards add behind (relatives, cancelled numbers) is not needed and not read.
    id_number, old, name, born, sex, address, *issued = parts
    if not _ID.match(id_number):
        raise CardUnreadable("id")
    if not _OLD_ID.match(old):
        raise CardUnreadable("old_id")
    if not name:
        raise CardUnreadable("name")
    return Card(
        id_number=id_number,
        old_id_number=old,
        name=name,
        birth_date=_day(born, "birth_date"),
        sex=sex,
        address=address,
        issued_on=_day(issued[0], "issued") if issued and issued[0] else None,
    )
