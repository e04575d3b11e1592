"""Papers shown at a counter, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.filing.queries.kept import documents_of
from motcua.filing.queries.shares import share_readings
from motcua.filing.types import ShareState, ShareView, StoreItemView
from motcua.portal.hall import centre_name
from motcua.portal.looks import Look, looks_told
from motcua.ui.types import Tone

USED = "used in dossier "


def state_words(share: ShareView) -> tuple[str, Tone]:
    """Return how it stands, and its tone."""
    words = {
        ShareState.WAITING: (_("not read yet"), Tone.NEUTRAL),
        ShareState.OPEN: (_("being looked at"), Tone.RUNNING),
        ShareState.ENDED: (_("ended"), Tone.NEUTRAL),
        ShareState.EXPIRED: (_("time is over"), Tone.NEUTRAL),
    }
    return words[share.state]


def place_of(share: ShareView) -> str:
    """Return the centre whose counter read the code; empty as long as none did."""
    return centre_name(share.unit_id) if share.unit_id else ""


def looks_of(citizen: CitizenActor, share: ShareView) -> list[tuple[Look, str]]:
    """Return who looked at what, the newest first, each with what it was in words."""
    told = share_readings(share)
    names = {one.id: _label(one) for one in documents_of(citizen)}
    looks = looks_told([reading for reading, _item in told])
    return [
        (look, _what(look, names.get(item, _("a paper")) if item else ""))
        for look, (_reading, item) in zip(looks, told, strict=True)
    ]


def _label(item: StoreItemView) -> str:
    """Return a name that tells papers of one kind apart."""
    mark = item.number or item.dossier_code
    return f"{item.name} ({mark})" if mark else item.name


def _what(look: Look, name: str) -> str:
    if not name:
        return _("Saw which papers you show")
    _before, used, code = look.reading.purpose.partition(USED)
    if used:
        return _("Took “%(name)s” into dossier %(code)s") % {"name": name, "code": code}
    return _("Opened “%(name)s”") % {"name": name}
