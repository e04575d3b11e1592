"""The text of the citizen card's QR code: `id|old id|name|dob|sex|address|issued`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from motcua.kernel.text import nfc

_ID = re.compile(r"^\d{12}$")
_OLD_ID = re.compile(r"^(\d{9}|\d{12})?$")


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
    return text.count("|") >= 5


def card_read(text: str) -> Card:
    """Return the card that a hand scanner typed or somebody pasted.

    Raises CardUnreadable with the part that cannot be read: format, id, old_id, name,
    birth_date or issued.
    """
    parts = [nfc(part) for part in text.split("|")]
    if len(parts) not in {6, 7}:
        raise CardUnreadable("format")
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
