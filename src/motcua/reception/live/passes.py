"""Leave to listen to one hall, as part of an address: signed, dated, without any lookup.

A page that may show a hall hands its browser such an address; the live process checks it with the
installation's key alone. A pass holds to the end of the next day, so that the same page asked for
twice in a day is the same page.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from motcua.kernel import clock
from motcua.kernel.signing import keyed_digest

_PASS = re.compile(
    r"(?P<unit>[1-9][0-9]{0,17})-(?P<subject>[a-z][0-9]{1,18})-(?P<until>[0-9]{8})-[0-9a-f]{32}"
)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may listen: a device (`d7`), a number (`t12`) or an official (`a3`), to which hall."""

    unit_id: int
    subject: str


def pass_make(unit_id: int, subject: str, now: datetime) -> str:
    """Return a pass, good to the end of the day after `now` in the legal zone."""
    until = (clock.local(now).date() + timedelta(days=1)).strftime("%Y%m%d")
    body = f"{unit_id}-{subject}-{until}"
    return f"{body}-{_mac(body)}"


def pass_read(text: str, now: datetime) -> Pass | None:
    """Return what a pass gives leave to; None when it is forged, damaged or over."""
    found = _PASS.fullmatch(text)
    if found is None:
        return None
    body, _dash, mac = text.rpartition("-")
    if not hmac.compare_digest(mac, _mac(body)):
        return None
    if clock.local(now).strftime("%Y%m%d") > found["until"]:
        return None
    return Pass(int(found["unit"]), found["subject"])


def live_address(unit_id: int, subject: str) -> str:
    """Return where a page listens to a hall; empty where no live process is set: it polls then."""
    base: str = settings.LIVE_URL
    return f"{base.rstrip('/')}/hall/{pass_make(unit_id, subject, clock.now())}" if base else ""


def _mac(body: str) -> str:
    return keyed_digest("hall-pass", body)[:16].hex()
