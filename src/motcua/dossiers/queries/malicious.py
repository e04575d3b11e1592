"""Dossiers with a file in which a scanner found something after it had been taken in."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from motcua.dossiers.models import Attachment, Dossier


def dossiers_malicious(*, unit_ids: Iterable[int], limit: int = 5) -> list[str]:
    """Return codes of open dossiers of these units that hold such a file, the newest first.

    One statement that starts from the few files held back; the scope in force decides the rest.
    """
    units = list(unit_ids)
    bad = Attachment.objects.filter(file__held__signature__gt="").values("dossier_id")
    found = Dossier.objects.filter(
        Q(receiving_unit_id__in=units) | Q(competent_unit_id__in=units), pk__in=bad, ended_at=None
    )
    return list(found.order_by("-pk").values_list("code", flat=True)[:limit])
