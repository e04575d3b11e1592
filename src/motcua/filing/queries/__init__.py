"""Reads of filing. The scope decides the rows; a draft is shown only to whoever began it."""

from __future__ import annotations

from motcua.filing.queries.drafts import draft_get, drafts_of, drafts_open
from motcua.filing.queries.exports import (
    ExportGone,
    export_at_once,
    export_last,
    export_open,
    exports_waiting,
)
from motcua.filing.queries.groups import (
    GroupView,
    PartView,
    Place,
    Sibling,
    filed_track,
    group_by_code,
    group_get,
    group_of_dossier,
    group_track,
    groups_of,
    place_of,
    siblings_of,
)
from motcua.filing.queries.kept import document_get, documents_of, documents_usable
from motcua.filing.queries.supplies import supply_of

__all__ = [
    "ExportGone",
    "GroupView",
    "PartView",
    "Place",
    "Sibling",
    "document_get",
    "documents_of",
    "documents_usable",
    "draft_get",
    "drafts_of",
    "drafts_open",
    "export_at_once",
    "export_last",
    "export_open",
    "exports_waiting",
    "filed_track",
    "group_by_code",
    "group_get",
    "group_of_dossier",
    "group_track",
    "groups_of",
    "place_of",
    "siblings_of",
    "supply_of",
]
