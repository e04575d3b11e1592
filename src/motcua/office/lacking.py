"""Which papers of a dossier are missing: those that the law asks for, or the office asked for."""

from __future__ import annotations

from motcua.dossiers.services.intake import components_lacking
from motcua.dossiers.views import DossierView
from motcua.procedures.types import ComponentView


def papers_lacking(dossier: DossierView) -> list[ComponentView]:
    """Return the required components that are not there; of forms that stand for each other one."""
    given = [(one.component_id, one.given, one.not_applicable) for one in dossier.components]
    lacking = components_lacking(dossier.procedure, given)
    forms = [one for one in lacking if one.template]
    return [one for one in lacking if one not in forms[1:]]


def papers_missing(dossier: DossierView) -> set[int]:
    """Return the rows of components that somebody still has to bring.

    Once accepted, what is not there was not asked for, unless a supplement asks for it by name.
    """
    lacking = set() if dossier.accepted_at else {one.id for one in papers_lacking(dossier)}
    asked = set(dossier.open_supplement.items) if dossier.open_supplement else set()
    return {
        one.id
        for one in dossier.components
        if not one.given and (one.component_id in lacking or one.name in asked)
    }
