"""Loading the shipped catalogue into an empty database."""

from __future__ import annotations

import time

import pytest

from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.services import procedures_import

pytestmark = pytest.mark.django_db


def test_it_loads_in_seconds_and_again_without_effect():
    began = time.perf_counter()
    report = procedures_import()
    took = time.perf_counter() - began
    assert report.refused == []
    assert report.accepted == Procedure.objects.count() == 2163
    assert took < 60, "far above what it takes (2 s), far below row by row"
    before = list(ProcedureVersion.objects.order_by("id").values_list("id", "content_hash"))
    again = procedures_import()
    assert (again.accepted, again.unchanged, again.refused) == (0, 2163, [])
    assert list(ProcedureVersion.objects.order_by("id").values_list("id", "content_hash")) == before


def test_a_dry_run_of_the_shipped_data_writes_nothing():
    assert procedures_import(dry_run=True).accepted == 2163
    assert not Procedure.objects.exists()
