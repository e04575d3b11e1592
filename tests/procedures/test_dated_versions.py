"""The database itself keeps versions apart in time and unchanged."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from tests.builders.organisations import unit_make
from tests.builders.procedures import LONG_AGO, content_make, offering_make, version_make

from motcua.procedures.models import Component, Fee, Offering, ProcedureVersion
from motcua.procedures.queries import procedure_get, version_get
from motcua.procedures.services.writing import content_hash, versions_write

pytestmark = [pytest.mark.django_db, pytest.mark.invariant]
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)
JULY = datetime(2026, 7, 1, tzinfo=UTC)


def refused(action, *args, **kwargs):
    with pytest.raises(IntegrityError), transaction.atomic():
        action(*args, **kwargs)


def test_two_open_versions_of_one_procedure_are_refused():
    version = version_make()
    refused(versions_write, {version.procedure_id: (version.code, content_make(), AUGUST)})


def test_versions_that_overlap_are_refused_also_when_both_have_ended():
    version = version_make()
    rows = ProcedureVersion.objects.filter(pk=version.id)
    rows.update(effective_to=AUGUST)
    row = rows.get()
    row.pk, row.effective_from, row.effective_to = None, JULY, datetime(2027, 1, 1, tzinfo=UTC)
    refused(row.save)
    row.effective_from = AUGUST
    row.save()  # from the instant at which the other one ends


def test_a_version_ends_after_it_began_and_ends_once():
    version = version_make()
    rows = ProcedureVersion.objects.filter(pk=version.id)
    refused(rows.update, effective_to=LONG_AGO)
    rows.update(effective_to=AUGUST)
    refused(rows.update, effective_to=None)
    refused(rows.update, effective_to=JULY)


@pytest.mark.parametrize(
    "change", [{"name": "Khác"}, {"limit": "9wd"}, {"content": {}}, {"missing": ["limit"]}]
)
def test_what_a_version_says_never_changes(change):
    version = version_make()
    refused(ProcedureVersion.objects.filter(pk=version.id).update, **change)


def test_versions_components_and_fees_are_never_changed_or_deleted():
    version = version_make()
    refused(Component.objects.filter(version_id=version.id).update, name="Khác")
    refused(Fee.objects.filter(version_id=version.id).update, amount_vnd=1)
    for model in (Component, Fee):
        refused(model.objects.filter(version_id=version.id)._raw_delete, "default")
    refused(ProcedureVersion.objects.filter(pk=version.id)._raw_delete, "default")


def test_a_fee_without_amount_is_the_provinces():
    version = version_make()
    refused(Fee.objects.create, version_id=version.id, order=9, name="Phí", amount_vnd=None)


def test_two_openings_of_one_procedure_in_a_unit_never_overlap(system_scope):
    unit = unit_make()
    offering = offering_make(unit=unit)
    row = Offering.objects.get(pk=offering.id)
    row.pk = None
    refused(row.save)
    Offering.objects.filter(pk=offering.id).update(closed_at=AUGUST)
    row.opened_at, row.closed_at = JULY, datetime(2027, 1, 1, tzinfo=UTC)
    refused(row.save)


def test_the_hash_is_that_of_the_stored_record():
    version = version_make()
    stored = ProcedureVersion.objects.get(pk=version.id)
    assert version.content_hash == content_hash(stored.content)
    assert version.content_hash != version_make(limit="4wd").content_hash


def test_the_end_of_a_version_read_before_is_told_by_its_procedure():
    version = version_make()
    assert procedure_get(version.code).version.effective_to is None
    version_make(code=version.code, effective_from=AUGUST)
    in_july = procedure_get(version.code, on=JULY.date()).version
    assert (in_july.id, in_july.effective_to) == (version.id, AUGUST)


def test_a_version_read_once_costs_no_statement_again(django_assert_num_queries):
    version = version_make()
    version_get(version.id)
    with django_assert_num_queries(0):
        assert version_get(version.id).name == version.name


def test_equal_ids_are_compared_without_an_extension():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'btree_gist'")
        assert cursor.fetchone() == (0,)
