"""The shipped directory of the country."""

from __future__ import annotations

from motcua.organisations.models import Succession, Unit, UnitVersion
from motcua.organisations.services import units_load
from motcua.organisations.types import Transfer


def test_the_country_is_complete(country):
    assert Unit.objects.filter(valid_to=None).count() == 34 + 3321
    assert Unit.objects.exclude(valid_to=None).count() == 63 + 696 + 10_035
    derived = Succession.objects.filter(transfer=Transfer.DISTRICT_ENDED).count()
    assert Succession.objects.count() - derived - 63 == 10_572
    assert UnitVersion.objects.count() == Unit.objects.count() + 11


def test_loading_again_changes_nothing(country):
    before = list(UnitVersion.objects.order_by("id").values())
    reports = units_load()
    for name, report in reports.items():
        assert (report.accepted, report.refused) == (0, []), name
    assert sum(report.unchanged for report in reports.values()) == 34 + 3321 + 63 + 696 + 10_572
    assert list(UnitVersion.objects.order_by("id").values()) == before
