"""Reports from the Service Index: equal to boards and II.06a where they mean the same."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    dossier_registered,
    work_do,
)
from tests.indicators.test_reports import every_cell_opens

from motcua.dossiers import services
from motcua.indicators.models import Reading
from motcua.indicators.queries import board
from motcua.indicators.queries.index import index_of
from motcua.indicators.reports.sheets import report_sheet
from motcua.indicators.services import cases_follow, cases_rebuild
from motcua.indicators.types import COLUMNS, Figure, Period
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_descendant_ids
from motcua.workflow.types import Act

DAY = date(2026, 9, 10)
TODAY = Period(DAY, DAY)


@pytest.fixture
def busy(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        dossier_registered(commune)
        dossier_accepted(commune)
        withdrawn = dossier_at(commune, Act.APPRAISE)
        done = dossier_at(commune, Act.ISSUE)
        work_do(done, Act.ISSUE, commune.clerk, "issued", number="01/GKS")
    with at(1), scope_use(SYSTEM):
        services.dossier_withdraw(actor=commune.counter, code=withdrawn, reason="Đổi ý")
    return commune


def told(sheet):
    return dict(zip((one.key for one in sheet.columns), sheet.totals, strict=True))


def test_the_same_number_on_the_board_in_ii06a_in_the_reports_and_in_the_index(busy):
    with at(2):
        cases_follow()
    for unit_id in (busy.unit.id, busy.unit.parent_id):
        with at(2), scope_use(SYSTEM):
            shown = board(unit_descendant_ids(unit_id), TODAY, main_unit_id=unit_id).totals
            form = dict(zip(COLUMNS, report_sheet("ii06a", unit_id, TODAY).totals, strict=True))
            online, digital = report_sheet("online", unit_id, TODAY), None
            digital = report_sheet("digitisation", unit_id, TODAY)
            procedures = told(report_sheet("ii07b", unit_id, TODAY))
            index = {one.indicator.id: one.count for one in index_of(unit_id, TODAY).whole.values}
        net, scans = told(online), told(digital)
        received = form[Figure.C4] + form[Figure.C5]
        assert net["received"] == scans["received"] == received == shown[Figure.RECEIVED] == 3
        assert net["online"] == form[Figure.C4] == shown[Figure.RECEIVED_ONLINE]
        ended = shown[Figure.RESOLVED] - shown[Figure.WITHDRAWN] - shown[Figure.STOPPED]
        assert scans["resolved"] == ended == form[Figure.C8] == 1
        timely = form[Figure.C8] + form[Figure.C9] + form[Figure.C12]
        assert index["2.1"].numerator == timely
        assert index["2.1"].denominator + index["2.1"].unknown == form[Figure.C3]
        whole = index["3.1"].denominator + index["3.1"].unknown
        assert net["procedures"] == procedures["competence_all"] == whole == 1
        assert (net["payable"], net["paid"]) == (index["3.6"].denominator, index["3.6"].numerator)
        assert scans["digital"] == index["4.2"].numerator
        assert scans["electronic_share"] == index["4.1"].ratio
        assert scans["reused"] == index["4.3"].numerator
        assert net["online_share"] == Fraction(net["online"], net["received"])
        assert online.good
        assert digital.good
        assert online.notes == digital.notes == ()


def test_every_cell_opens_page_by_page(busy):
    with at(2):
        cases_follow()
    with at(2), scope_use(SYSTEM):
        for key in ("online", "digitisation"):
            every_cell_opens(key, busy.unit.parent_id, most=2)


def test_where_nothing_was_received_a_share_is_nothing_and_not_nought(busy):
    with at(2):
        cases_follow()
    empty = Period(date(2026, 1, 1), date(2026, 1, 31))
    with at(2), scope_use(SYSTEM):
        cells = told(report_sheet("online", busy.unit.id, empty))
    assert (cells["received"], cells["online_share"], cells["paid_share"]) == (0, None, None)


def test_no_number_while_everything_is_read_anew_and_a_word_while_the_last_events_wait(busy):
    with at(2), scope_use(SYSTEM):
        with pytest.raises(Refused) as refused:
            report_sheet("online", busy.unit.id, TODAY)
        assert refused.value.code == "figures_rebuilding"
        assert report_sheet("ii06a", busy.unit.id, TODAY).good, "increments need no reading"
    with at(2):
        cases_follow()
    with at(2), scope_use(SYSTEM):
        dossier_registered(busy)
    with at(3), scope_use(SYSTEM):
        notes = report_sheet("online", busy.unit.id, TODAY).notes
        assert [(one.key, one.values) for one in notes] == [("behind", ("1",))]
    with at(3):
        cases_rebuild()
    with at(3), scope_use(SYSTEM), pytest.raises(Refused, match="counted anew"):
        report_sheet("digitisation", busy.unit.id, TODAY)


def test_events_that_cannot_be_read_show_no_number(busy):
    with at(2):
        cases_follow()
    with at(2), scope_use(SYSTEM):
        Reading.objects.update(problem="H99.1")
        with pytest.raises(Refused) as refused:
            report_sheet("online", busy.unit.id, TODAY)
        assert refused.value.code == "index_unsound"
