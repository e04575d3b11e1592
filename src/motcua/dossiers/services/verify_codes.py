"""The events of some dossiers alone, for whoever publishes figures that count them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from motcua.dossiers.models import Dossier
from motcua.dossiers.services.verify import Breach, chains_verify


def codes_sound(codes: Collection[str]) -> Iterator[Breach]:
    """Walk the chains of these dossiers; yield what is wrong, also a dossier that is gone.

    Reads every unit's rows: the caller has the scope of the system.
    """
    rows = Dossier.objects.filter(code__in=list(codes))
    there = set(rows.values_list("code", flat=True))
    for code in sorted(set(codes) - there):
        yield Breach("I4", code, "the dossier is not there")
    yield from chains_verify(rows)
