"""Marks of change: every write behind a subject gives it another mark, nothing else does."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from tests.builders.organisations import commune_make
from tests.builders.procedures import offering_make, version_make

from motcua.kernel.changes import marks_of
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.models import Unit
from motcua.organisations.queries import directory_state
from motcua.procedures.overview import catalogue_state

pytestmark = pytest.mark.django_db


def test_a_subject_without_a_change_has_the_mark_nought(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert marks_of(["nothing", "nobody"]) == (0, 0)


def test_every_write_gives_a_new_mark_and_reading_gives_none():
    seen = [directory_state()]
    unit = commune_make(name="Thử")
    seen.append(directory_state())
    Unit.objects.filter(pk=unit.id).update(full_name="Nơi khác")
    seen.append(directory_state())
    assert list(Unit.objects.all())
    assert directory_state() == seen[-1]
    assert len(set(seen)) == 3


def test_what_is_rolled_back_has_changed_nothing():
    before = directory_state()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        commune_make(name="Thử")
        assert directory_state() != before
        raise ZeroDivisionError
    assert directory_state() == before


def test_the_catalogue_changes_with_versions_and_with_openings():
    seen = [catalogue_state()]
    version = version_make(code="1.001193")
    seen.append(catalogue_state())
    with scope_use(SYSTEM):
        offering_make(unit=commune_make(), version=version)
    seen.append(catalogue_state())
    assert len(set(seen)) == 3


def test_asking_again_costs_one_statement(django_assert_num_queries):
    version_make(code="1.001193")
    catalogue_state()
    with django_assert_num_queries(1):
        catalogue_state()


def test_every_table_behind_a_kept_page_tells_its_changes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'changes' AND NOT tgisinternal"
        )
        told = {name for (name,) in cursor.fetchall()}
    assert told >= {
        "dossiers_dossier", "dossiers_fee", "dossiers_obligation", "dossiers_supplementrequest",
        "organisations_succession", "organisations_unit", "organisations_unitversion",
        "procedures_component", "procedures_fee", "procedures_field", "procedures_offering",
        "procedures_procedure", "procedures_procedureversion",
        "workflow_process", "workflow_workitem",
    }  # fmt: skip
