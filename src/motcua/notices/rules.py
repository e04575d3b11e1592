"""When a notice may go out, when it is tried again, and how little of an address is shown."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from motcua.notices.types import Channel

PAUSES = (1, 5, 15, 60, 240)  # minutes after each failed try; then as the last one
PATIENCE = timedelta(days=2)
SMS_MOST = 160  # letters of one message in the alphabet of GSM 03.38
_PHONE = re.compile(r"(?:\+?84|0)(\d{9})")


def quiet(hour: int, quiet_from: int, quiet_to: int) -> bool:
    """Whether an hour of the day lies in the quiet hours, which may pass midnight."""
    if quiet_from <= quiet_to:
        return quiet_from <= hour < quiet_to
    return hour >= quiet_from or hour < quiet_to


def not_before(
    local: datetime, *, channel: Channel, quiet_from: int, quiet_to: int, urgent: bool
) -> datetime:
    """Return the first instant at which it may go out; `local` and the answer are local times.

    Only what rings is held back: an e-mail goes at any hour.
    """
    if urgent or channel is not Channel.SMS or not quiet(local.hour, quiet_from, quiet_to):
        return local
    opening = local.replace(hour=quiet_to, minute=0, second=0, microsecond=0)
    return opening if opening > local else opening + timedelta(days=1)


def next_try(*, made_at: datetime, now: datetime, attempts: int) -> datetime | None:
    """Return when to try again after `attempts` failures; None when it is given up."""
    if now - made_at >= PATIENCE:
        return None
    return now + timedelta(minutes=PAUSES[min(attempts, len(PAUSES)) - 1])


def phone_clean(text: str) -> str:
    """Return a Vietnamese number as +84…, or nothing when it is none."""
    bare = re.sub(r"[\s.()-]", "", text)
    found = _PHONE.fullmatch(bare)
    return f"+84{found[1]}" if found else ""


def mask(address: str) -> str:
    """Return enough of an address to know one's own: `h…@example.vn`, `…4567`."""
    name, at, host = address.partition("@")
    return f"{name[:1]}…@{host}" if at else f"…{address[-4:]}"


def plain(text: str) -> str:
    """Return a text without diacritics, so that one SMS holds 160 letters instead of 70."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    swapped = kept.translate({0x2026: "...", 0x2013: "-", 0x2019: "'", 0x20AB: "d", 0xA0: " "})
    return swapped.encode("ascii", "ignore").decode()
