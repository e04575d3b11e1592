"""Dossiers behind running processes, by procedure."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.dossiers.models import Dossier


def any_of_procedures(process_ids: Iterable[int], codes: Iterable[str]) -> bool:
    """Return whether one of these processes is of a dossier of one of these procedures.

    One statement; processes that are a query not yet read are asked within it.
    """
    return Dossier.objects.filter(
        process_id__in=process_ids, procedure_version__procedure__code__in=list(codes)
    ).exists()
