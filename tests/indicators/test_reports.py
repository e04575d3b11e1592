"""Official reports over dossiers that really lived: sheets, and the lists behind their cells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.procedures import version_make

from motcua.dossiers import services
from motcua.dossiers.types import LateCause
from motcua.indicators.queries import report_ii06a
from motcua.indicators.reports.sheets import report_codes, report_sheet, reports_of
from motcua.indicators.reports.types import TOTAL, ColumnKind
from motcua.indicators.reports.words import line_label
from motcua.indicators.types import COLUMNS, Figure, Period
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, NotFound
from motcua.kernel.scope import scope_units, scope_use
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.queries import procedure_fields
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = date(2026, 9, 10)
TODAY = Period(DAY, DAY)


@pytest.fixture
def busy():
    commune = commune_at_work()
    with at():
        dossier_accepted(commune)
        dossier_accepted(commune)
        dossier_at(commune, Act.APPROVE)
        dossier_at(commune, Act.RETURN)
    return commune


def test_ii06a_as_a_sheet_is_the_report_that_there_was(busy):
    with at(2):
        for unit_id in (busy.unit.id, busy.unit.parent_id):
            sheet, report = report_sheet("ii06a", unit_id, TODAY), report_ii06a(unit_id, DAY, DAY)
            assert [line.cells for line in sheet.lines] == [one.figures for one in report.lines]
            assert (sheet.totals, sheet.cut_off) == (report.totals, report.cut_off)
            assert [(one.text, one.holds) for one in sheet.checks] == [
                (one.text, one.holds) for one in report.checks
            ]
            assert sheet.good
            assert sheet.totals[0] == 4


def every_cell_opens(key, unit_id, period=TODAY, most=1):
    """Hold each count of a sheet against its list, page by page."""
    sheet = report_sheet(key, unit_id, period)
    for line in (*((one.key, one.cells) for one in sheet.lines), (TOTAL, sheet.totals)):
        for column, cell in zip(sheet.columns, line[1], strict=True):
            if column.kind is not ColumnKind.COUNT or cell is None:
                continue
            found, after = [], ""
            asked = {"line": line[0], "column": column.key, "most": most}
            while page := report_codes(key, unit_id, period, after=after, **asked):
                found, after = [*found, *page], page[-1]
            assert len(found) == len(set(found)) == cell, (line[0], column.key)
    return sheet


@pytest.mark.parametrize("key", ["ii06b", "vpcp06"])
def test_other_cuts_of_the_results_have_the_total_of_ii06a_and_open_likewise(busy, key):
    for unit_id in (busy.unit.parent_id, busy.unit.id)[: 1 if key == "ii06b" else 2]:
        with at(2):
            whole = report_sheet("ii06a", unit_id, TODAY)
            sheet = every_cell_opens(key, unit_id, most=2)
        assert sheet.totals == whole.totals
        assert sheet.good
        assert [one.text for one in sheet.checks] == [one.text for one in whole.checks]
        assert any(sheet.totals)


def test_by_level_a_commune_stands_below_and_departments_beside_it(busy):
    with at(2):
        sheet = report_sheet("ii06b", busy.unit.parent_id, TODAY)
    province, commune = sheet.lines
    assert (province.key, commune.key) == ("province", "commune")
    assert not any(province.cells)
    assert commune.cells == sheet.totals
    assert line_label(sheet, commune) == "Commune level"
    with pytest.raises(NotFound):
        report_sheet("ii06b", busy.unit.id, TODAY)


def test_by_field_each_line_is_named_as_the_catalogue_names_it(busy):
    with at(2):
        sheet = report_sheet("vpcp06", busy.unit.id, TODAY)
    assert all(line.label for line in sheet.lines)
    assert sum(line.cells[0] for line in sheet.lines) == 4


def test_by_field_a_version_of_later_moves_no_figure_of_before(busy):
    code = busy.offering.version.code
    with at(2):
        before = report_sheet("vpcp06", busy.unit.id, TODAY)
        (line,) = before.lines
        now = clock.now()
        version_make(code=code, effective_from=now + timedelta(days=30), field="Đất đai")
    with at(24 * 60):
        again = report_sheet("vpcp06", busy.unit.id, TODAY, as_of=before.cut_off)
        assert again.lines == before.lines
        asked = {"line": line.key, "column": before.columns[0].key}
        assert len(report_codes("vpcp06", busy.unit.id, TODAY, **asked)) == 4
        autumn = Period(DAY, date(2026, 10, 31))
        assert [one.key for one in report_sheet("vpcp06", busy.unit.id, autumn).lines] != [line.key]


def test_a_field_that_the_catalogue_learnt_later_moves_nothing_either(busy):
    def version(procedure, of, begins, recorded, ends=None):
        row = ProcedureVersion.objects.get(pk=of.id)
        row.pk, row._state.adding = None, True
        row.procedure, row.effective_from, row.effective_to = procedure, begins, ends
        row.recorded_at = recorded
        row.save()

    first, second = busy.offering.version, version_make(field="Đất đai")
    day, on = timedelta(days=1), MORNING
    known, late = (Procedure.objects.create(code=f"9.99999{number}") for number in (1, 2))
    for procedure, recorded in ((known, on - 9 * day), (late, on + day)):
        version(procedure, first, on - 9 * day, recorded, on - 5 * day)
        version(procedure, second, on - 5 * day, on + day)
    found = procedure_fields(on)
    assert found[known.pk] == first.field.code  # the other one was entered afterwards
    assert found[late.pk] == second.field.code  # nothing was known by then: the one in force
    assert procedure_fields(on + 2 * day)[known.pk] == second.field.code
    assert procedure_fields(on - 20 * day)[known.pk] == first.field.code  # before all: the first
    assert procedure_fields()[known.pk] == second.field.code


def test_causes_have_the_sums_of_ii06a_and_open_to_their_dossiers(busy):
    late = date(2026, 10, 31)
    autumn = Period(DAY, late)
    with at(24 * 60):
        code = report_codes("ii06a", busy.unit.id, autumn, column="c13")[0]
        services.lateness_explain(actor=busy.leader, code=code, cause=LateCause.STAFF)
        whole = dict(zip(COLUMNS, report_sheet("ii06a", busy.unit.id, autumn).totals, strict=True))
        sheet = every_cell_opens("lateness", busy.unit.id, autumn, most=2)
        assert report_codes("lateness", busy.unit.id, autumn, column="staff") == [code]
    cells = dict(zip((one.key for one in sheet.columns), sheet.totals, strict=True))
    assert (cells["late"], cells["overdue"]) == (whole[Figure.C10], whole[Figure.C13])
    assert cells["overdue"] == 3
    assert (cells["staff"], cells["none"]) == (1, 2)
    assert sheet.good


def test_procedures_stand_at_their_level_through_a_centre_or_not_and_as_issued(busy):
    with at(2):
        sheet = every_cell_opens("ii07b", busy.unit.parent_id)
        cells = dict(zip((one.key for one in sheet.columns), sheet.totals, strict=True))
        listed = report_codes("ii07b", busy.unit.id, TODAY, column="competence_commune")
        for column in ("competence_district", "nothing"):
            with pytest.raises(NotFound):
                report_codes("ii07b", busy.unit.id, TODAY, column=column)
    assert listed == [busy.offering.code]
    assert (cells["competence_all"], cells["competence_province"]) == (1, 0)
    assert cells["competence_district"] is None, "not applicable, which is not 0"
    assert cells["process_all"] == 0
    assert sheet.good


def test_before_it_was_opened_a_procedure_is_in_nobodys_competence(busy):
    before = Period(date(2024, 1, 1), date(2024, 1, 31))
    with at(2):
        sheet = report_sheet("ii07b", busy.unit.id, before)
        assert {cell for cell in sheet.totals if cell is not None} == {0}


def test_every_cell_of_ii06a_opens_to_as_many_dossiers_as_it_counts(busy):
    with at(2):
        every_cell_opens("ii06a", busy.unit.id)
        every_cell_opens("ii06a", busy.unit.parent_id, most=3)


def test_what_does_not_exist_is_not_found_and_a_period_must_run_forward(busy):
    unit = busy.unit.id
    with at(2):
        for key in ("", "ii06z"):
            with pytest.raises(NotFound):
                report_sheet(key, unit, TODAY)
        with pytest.raises(NotFound):
            report_sheet("ii06a", 999_999_999, TODAY)
        for asked in (
            {"column": "c99"},
            {"line": "7", "column": "c3"},
            {"line": "x", "column": "c3"},
        ):
            with pytest.raises(NotFound):
                report_codes("ii06a", unit, TODAY, **asked)
        assert report_codes("ii06a", unit, TODAY, column="c3", after="nobody's") == []
        with pytest.raises(Invalid):
            report_sheet("ii06a", unit, Period(DAY, DAY - timedelta(days=1)))


def test_the_sheet_of_before_comes_out_again(busy):
    with at(2):
        then = report_sheet("ii06a", busy.unit.id, TODAY)
    with at(30):
        dossier_accepted(busy)
        again = report_sheet("ii06a", busy.unit.id, TODAY, as_of=then.cut_off)
        assert again == then
        whole = report_sheet("ii06a", busy.unit.id, TODAY)
        assert whole.totals == then.totals
        assert whole.cut_off > then.cut_off


def test_who_sees_another_unit_only_counts_nothing_and_reads_no_codes(busy):
    other = commune_at_work()
    with at(2), scope_use(scope_units({other.unit.id})):
        sheet = report_sheet("ii06a", busy.unit.id, TODAY)
        assert not any(sheet.totals)
        assert report_codes("ii06a", busy.unit.id, TODAY, column="c3") == []


def test_a_unit_is_offered_the_reports_that_it_makes(busy):
    assert "ii06a" in reports_of(busy.unit.id)
