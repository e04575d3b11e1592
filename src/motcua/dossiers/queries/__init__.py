"""Reads of dossiers. The scope in force decides which rows there are."""

from __future__ import annotations

from motcua.dossiers.queries.actions import ActionOffer, actions_allowed
from motcua.dossiers.queries.detail import dossier_exists, dossier_get
from motcua.dossiers.queries.lists import (
    dossiers_by_ids,
    dossiers_search,
    duplicates_find,
    person_known,
)
from motcua.dossiers.queries.lives import DossierLife, dossier_lives
from motcua.dossiers.queries.sent import dossier_sent
from motcua.dossiers.queries.standing import (
    Issued,
    Standing,
    dossiers_in_groups,
    issued_of,
    standings,
)
from motcua.dossiers.queries.track import dossier_track
from motcua.dossiers.queries.usage import procedures_used

__all__ = [
    "ActionOffer",
    "DossierLife",
    "Issued",
    "Standing",
    "actions_allowed",
    "dossier_exists",
    "dossier_get",
    "dossier_lives",
    "dossier_sent",
    "dossier_track",
    "dossiers_by_ids",
    "dossiers_in_groups",
    "dossiers_search",
    "duplicates_find",
    "issued_of",
    "person_known",
    "procedures_used",
    "standings",
]
