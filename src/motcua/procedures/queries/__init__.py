"""Reads of the catalogue and of what units take in."""

from __future__ import annotations

from motcua.procedures.queries.catalogue import (
    WORDS,
    catalogue_sizes,
    fields_all,
    offering_get,
    offering_units,
    offerings_of,
    offerings_received_at,
    procedure_get,
    procedures_search,
    version_get,
    versions_by_ids,
)
from motcua.procedures.queries.competence import (
    body_competent,
    competence_of,
    competent_body,
    territory_of,
)
from motcua.procedures.queries.fees import fees_quote, province_code
from motcua.procedures.queries.finding import (
    event_procedures,
    plain_words,
    procedures_listed,
    procedures_meant,
)
from motcua.procedures.queries.later import CatalogueChange, versions_later
from motcua.procedures.queries.names import (
    components_shown,
    procedure_fields,
    procedure_ids,
    procedure_names,
)

__all__ = [
    "WORDS",
    "CatalogueChange",
    "body_competent",
    "catalogue_sizes",
    "competence_of",
    "competent_body",
    "components_shown",
    "event_procedures",
    "fees_quote",
    "fields_all",
    "offering_get",
    "offering_units",
    "offerings_of",
    "offerings_received_at",
    "plain_words",
    "procedure_fields",
    "procedure_get",
    "procedure_ids",
    "procedure_names",
    "procedures_listed",
    "procedures_meant",
    "procedures_search",
    "province_code",
    "territory_of",
    "version_get",
    "versions_by_ids",
    "versions_later",
]
