"""The shipped catalogue: loads in seconds, again without effect, and is complete where it says so."""

from __future__ import annotations

import time

import pytest

from motcua.procedures import queries
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.services import procedures_import

pytestmark = pytest.mark.django_db


def test_it_loads_and_loads_again():
    began = time.perf_counter()
    report = procedures_import()
    took = time.perf_counter() - began
    print(took, report.to_dict())
    assert report.refused == []
    again = procedures_import()
    print(again.to_dict(), time.perf_counter() - began)
    assert again.accepted == 0
    sizes = queries.catalogue_sizes()
    print(sizes)
    for v in ProcedureVersion.objects.filter(process_key__gt="").select_related("procedure"):
        if v.missing:
            print(v.procedure.code, v.missing)
    assert 0
