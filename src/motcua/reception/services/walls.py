"""Wall screens of boards: a link is made with a code to type, renewed, and taken back.

The link is a device's like a kiosk's. It holds for `WALL_DAYS`; its code holds for an hour and
once: the screen on which it is typed gets a link of its own, and the one that was shown before
opens nothing any more. So neither a photograph of the page nor the code makes a second screen.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.budget import budget_left, budget_spend
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.scope import scope_units, scope_use
from motcua.kernel.text import nfc
from motcua.reception.models import Device, DeviceEvent
from motcua.reception.queries.devices import code_hash, device_any, device_view, token_hash
from motcua.reception.services.devices import NAME_LONGEST
from motcua.reception.types import DeviceFact, DeviceKind, DeviceView

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what looks alike on a remote control
CODE_LENGTH = 8  # 40 bits
CODE_LIFE = timedelta(hours=1)
SECONDS = 900
PER_NETWORK = 20  # wrong codes and links of one network; right ones spend nothing
ALTOGETHER = 500  # wrong codes of everybody: a guess among so few is worth nothing
LOOKS = 400  # of one link in a quarter of an hour: a screen that asks every three seconds has 300
LOOKS_STEPS = 20  # a process writes a link's looks down a twentieth at a time: once a minute

log = logging.getLogger(__name__)
_looks: dict[int, int] = {}  # by screen: looks not written down yet; -1: refused, ask at once
_looks_lock = threading.Lock()


class TooManyTries(Refused):
    """The budget is spent; `details["seconds"]` says how long to wait at most."""

    status = 429


@dataclass(frozen=True, slots=True)
class WallMade:
    """A new wall screen with its link and its code, which nobody can be shown again."""

    device: DeviceView
    token: str
    code: str


def wall_add(*, actor: Actor, unit_id: int, name: str, shown: Mapping[str, str]) -> WallMade:
    """Make the link of a wall screen of a unit's board; `shown` are the board's filters.

    Raises Forbidden, Invalid without a name.
    """
    actor.posting_for(Action.BOARD_SCREEN, unit_id)
    said = nfc(name).replace("\x00", "").strip()
    if not said or len(said) > NAME_LONGEST:
        raise Invalid([FieldProblem("name", _("Say where it stands, in at most 60 letters."))])
    now = clock.now()
    token, code = secrets.token_urlsafe(32), _code()
    with transaction.atomic():
        row = Device.objects.create(
            unit_id=unit_id,
            kind=DeviceKind.WALL.value,
            name=said,
            token_hash=token_hash(token),
            made_at=now,
            made_by=actor.account_id,
            shown=dict(shown),
            expires_at=now + wall_life(),
            code_hash=code_hash(code),
            code_until=now + CODE_LIFE,
        )
        _happened(row, DeviceFact.MADE, actor.account_id)
    return WallMade(device_view(row), token, code)


def wall_renew(*, actor: Actor, device_id: int) -> DeviceView:
    """Let a link hold for its whole life again, from now on, also when it is over.

    Raises NotFound, Forbidden, Refused `wall_revoked`: what was taken back stays so.
    """
    with transaction.atomic():
        row = _row(actor, device_id)
        if row.revoked_at is not None:
            raise Refused("wall_revoked", _("This link was taken back. Make a new one."))
        row.expires_at = clock.now() + wall_life()
        row.save(update_fields=["expires_at"])
        _happened(row, DeviceFact.RENEWED, actor.account_id)
        return device_view(row)


def wall_revoke(*, actor: Actor, device_id: int) -> DeviceView:
    """Take a link and its code back; again changes nothing. Raises NotFound, Forbidden."""
    with transaction.atomic():
        row = _row(actor, device_id)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = clock.now(), actor.account_id
            row.code_hash = ""
            row.save(update_fields=["revoked_at", "revoked_by", "code_hash"])
            _happened(row, DeviceFact.REVOKED, actor.account_id)
        return device_view(row)


def wall_pair(*, typed: str, network: str) -> str:
    """Return the token of the link of the screen on which a code was typed; the code is used up.

    Raises NotFound for a code that is wrong, used or over, TooManyTries (429). Call it where a
    refusal is not rolled back.
    """
    budgets = (("wall-network", network, PER_NETWORK), ("wall-code", "all", ALTOGETHER))
    if not all(budget_left(name, key, limit, SECONDS) for name, key, limit in budgets):
        raise _too_many()
    code = "".join(sign for sign in typed[:40].upper() if sign.isalnum())
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = None
        if len(code) == CODE_LENGTH and code.isascii():
            rows = Device.objects.select_for_update().filter(code_hash=code_hash(code))
            row = rows.filter(revoked_at=None, code_until__gt=clock.now()).first()
        if row is not None:
            row.token_hash, row.code_hash = token_hash(token), ""
            row.save(update_fields=["token_hash", "code_hash"])
            with scope_use(scope_units([row.unit_id])):
                _happened(row, DeviceFact.PAIRED, None)
            return token
    log.warning("a wrong code of a wall screen was typed")
    for name, key, limit in budgets:
        budget_spend(name, key, limit, SECONDS)
    raise NotFound("wall_code_unknown", _("This code opens nothing. Compare it, sign by sign."))


def wall_opened(*, token: str, network: str) -> DeviceView | None:
    """Return the wall screen of a link, taken back or over ones too; None for no such link.

    Raises TooManyTries for a network that tries links, and for a link that is asked for by more
    screens than one; each process may let a twentieth more of its looks pass before it is told.
    """
    found = device_any(DeviceKind.WALL, token)  # a neighbour's guessing darkens no screen
    if found is None:
        if not budget_spend("wall-network", network, PER_NETWORK, SECONDS):
            raise _too_many()
        return None
    if not _look_spend(found.id):
        raise TooManyTries(
            "wall_shared",
            _("A link is for one screen. Make one for each; this one is shown again in a while."),
            seconds=SECONDS,
        )
    return found


def _look_spend(device_id: int) -> bool:
    """Count one look at a screen; return whether its link is within its looks.

    A row written every three seconds by each screen would be most of what a night writes.
    """
    with _looks_lock:
        before = _looks.get(device_id, 0)
        looks = max(before, 0) + 1
        if before >= 0 and looks < LOOKS // LOOKS_STEPS:
            _looks[device_id] = looks
            return True
        _looks[device_id] = 0
    within = budget_spend("wall-looks", str(device_id), LOOKS, SECONDS, amount=looks)
    if not within:
        with _looks_lock:
            _looks[device_id] = -1
    return within


def wall_life() -> timedelta:
    """Return how long a link holds."""
    return timedelta(days=settings.WALL_DAYS)


def _row(actor: Actor, device_id: int) -> Device:
    rows = Device.objects.select_for_update().filter(id=device_id, kind=DeviceKind.WALL.value)
    row = rows.first()
    if row is None:
        raise NotFound("device_unknown", _("There is no such device here."))
    actor.posting_for(Action.BOARD_SCREEN, row.unit_id)
    return row


def _happened(row: Device, fact: DeviceFact, account_id: int | None) -> None:
    DeviceEvent.objects.create(
        device=row, unit_id=row.unit_id, at=clock.now(), fact=fact.value, account_id=account_id
    )


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _sign in range(CODE_LENGTH))


def _too_many() -> TooManyTries:
    return TooManyTries(
        "too_many_tries",
        _("Too many tries. Please wait a quarter of an hour."),
        seconds=SECONDS,
    )
