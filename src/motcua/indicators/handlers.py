"""Reactions: every change of a dossier becomes increments in its own transaction."""

from __future__ import annotations

from motcua.dossiers.events import DossierChanged, DossiersImported
from motcua.dossiers.services.verify import verifier_register
from motcua.indicators.services import cases_verify, changes_record, figures_verify
from motcua.indicators.services.index_look import index_totals_verify
from motcua.kernel.events import listen
from motcua.kernel.scope import scope_current


def connect() -> None:
    """Listen; once, from `IndicatorsConfig.ready`."""
    listen(DossierChanged, on_change)
    listen(DossiersImported, on_import)
    verifier_register(figures_verify)
    verifier_register(cases_verify)
    verifier_register(index_totals_verify)


def on_change(change: DossierChanged) -> None:
    """Record one change."""
    changes_record([change])


def on_import(imported: DossiersImported) -> None:
    """Record whole histories at once; only system work may write totals."""
    changes_record(imported.changes, fold=scope_current().is_system)
