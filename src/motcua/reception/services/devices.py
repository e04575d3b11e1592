"""Kiosks and displays: a link is made, shown once, and taken back. Wall screens: `walls.py`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound
from motcua.kernel.text import nfc
from motcua.reception.models import Device
from motcua.reception.queries.devices import HALL, device_view, token_hash
from motcua.reception.services._live import gone_tell
from motcua.reception.types import DeviceKind, DeviceView

NAME_LONGEST = 60
SEEN_STEP = timedelta(minutes=1)  # that a device lives is kept to the minute, not at every look


@dataclass(frozen=True, slots=True)
class DeviceMade:
    """A new device with its secret, which nobody can be shown again."""

    device: DeviceView
    token: str


def device_add(*, actor: Actor, unit_id: int, kind: DeviceKind, name: str) -> DeviceMade:
    """Make the link of a kiosk or a display of a centre. Raises Invalid without a name."""
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    said = nfc(name).strip()
    if not said or len(said) > NAME_LONGEST:
        raise Invalid([FieldProblem("name", _("Say where it stands, in at most 60 letters."))])
    token = secrets.token_urlsafe(32)
    row = Device.objects.create(
        unit_id=unit_id,
        kind=kind.value,
        name=said,
        token_hash=token_hash(token),
        made_at=clock.now(),
        made_by=actor.account_id,
    )
    return DeviceMade(device_view(row), token)


def device_printing_set(*, actor: Actor, device_id: int, prints: bool) -> DeviceView:
    """Say whether a kiosk has a printer: without one no number is printed. Again changes nothing.

    Raises NotFound for another device than a kiosk, also for one whose link was taken back.
    """
    with transaction.atomic():
        row = _locked(actor, device_id)
        if row.kind != DeviceKind.KIOSK.value or row.revoked_at is not None:
            raise _unknown()
        row.prints = prints
        row.save(update_fields=["prints"])
        return device_view(row)


def device_revoke(*, actor: Actor, device_id: int) -> DeviceView:
    """Take a link back: what was opened with it goes dark. Again changes nothing."""
    with transaction.atomic():
        row = _locked(actor, device_id)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = clock.now(), actor.account_id
            row.save(update_fields=["revoked_at", "revoked_by"])
            gone_tell(row.unit_id, row.pk)
        return device_view(row)


def _locked(actor: Actor, device_id: int) -> Device:
    """Return a device of a hall that the actor sets up, locked."""
    kinds = [one.value for one in HALL]
    row = Device.objects.select_for_update().filter(id=device_id, kind__in=kinds).first()
    if row is None:
        raise _unknown()
    actor.posting_for(Action.RECEPTION_EDIT, row.unit_id)
    return row


def _unknown() -> NotFound:
    return NotFound("device_unknown", _("There is no such device here."))


def device_seen(device: DeviceView) -> None:
    """Note that a device asks for its page; at most one write a minute."""
    now = clock.now()
    if device.seen_at is None or now - device.seen_at >= SEEN_STEP:
        Device.objects.filter(id=device.id).update(seen_at=now)
