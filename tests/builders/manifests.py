"""Manifests of paper: begun, sent, seen from both sides."""

from __future__ import annotations

from motcua.dossiers.manifest_types import ManifestView
from motcua.dossiers.models import Manifest
from motcua.dossiers.queries.manifests import manifest_get
from motcua.dossiers.services import manifests as services
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.types import UnitView
from tests.builders.dossiers import MORNING, Commune


def begin(commune: Commune, *codes: str, to: UnitView | None = None) -> int:
    """Begin a manifest from the centre to the office (or `to`); every code is taken."""
    found, refused = services.manifest_begin(
        actor=commune.counter,
        from_unit_id=commune.centre.id,
        to_unit_id=(to or commune.office).id,
        codes=codes,
    )
    assert refused == ()
    return found


def sent(commune: Commune, *codes: str) -> int:
    """Send a manifest with these dossiers from the centre to the office."""
    manifest_id = begin(commune, *codes)
    services.manifest_send(actor=commune.counter, manifest_id=manifest_id)
    return manifest_id


def seen(manifest_id: int, commune: Commune) -> ManifestView:
    """Return a manifest as the centre and the office see it."""
    return manifest_get(manifest_id, [commune.centre.id, commune.office.id])


def manifest_held(commune: Commune, code: str) -> int:
    """Return the id of a sent manifest that lists this dossier of the commune."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        found = Manifest.objects.filter(lines__dossier__code=code).order_by("id").first()
        if found is not None:
            return found.pk
        return sent(commune, code)
