"""A unit put under another one, a catalogue corrected: named as the cause, nobody is accused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from motcua.indicators.services import rollup_fold
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.organisations.models import UnitVersion
from motcua.organisations.services import units_import
from motcua.oversight.frozen.queries import report_get
from motcua.oversight.frozen.services import asking
from motcua.oversight.frozen.services.looking import report_look
from motcua.oversight.frozen.services.verify import reports_verify
from motcua.oversight.frozen.types import CauseKind
from motcua.procedures.services import writing
from tests.builders.frozen import MONTH, OCTOBER, REPORT, bureau_at_work, done, row_of
from tests.builders.organisations import province_make
from tests.builders.procedures import version_make

LATER = OCTOBER + timedelta(hours=1)
HEAD = "province_code,code,full_name,type"


@pytest.fixture
def noted(monkeypatch):
    """Return when versions of procedures are recorded: first after the cut-off, as where the
    catalogue was loaded late. The database allows no later change of it.
    """
    when, version = {"at": OCTOBER}, writing._version

    def made(*given):
        row = version(*given)
        row.recorded_at = when["at"]
        return row

    monkeypatch.setattr(writing, "_version", made)
    return when


@pytest.fixture
def bureau(system_scope, noted):
    with bureau_at_work() as made:
        province_make(code="20", name="Lạng Sơn", bodies=())
        yield made


@pytest.fixture
def move(bureau, tmp_path):
    """Return a function that puts the bureau's commune under the other province, recorded then."""

    def put(recorded=LATER):
        unit = bureau.commune.unit
        path = tmp_path / "communes.csv"
        row = f"20,{unit.code},{unit.full_name},{unit.kind.value}"
        path.write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
        assert units_import(path, on=date(2026, 10, 2)).accepted == 1
        moved = UnitVersion.objects.filter(unit_id=unit.id, valid_to=None)
        assert moved.get().recorded_at is not None
        moved.update(recorded_at=recorded)
        rollup_fold()

    return put


def frozen(actor, unit_id, report=REPORT):
    asking.report_freeze(actor=actor, unit_id=unit_id, report=report, period=MONTH)
    return done(unit_id, report)


def anew(actor, code):
    row = row_of(code)
    asking.report_renew(actor=actor, code=code, version=1, reason="Tính lại")
    return report_get(actor, done(row.unit_id, row.report)).difference


def test_a_unit_that_moved_is_the_cause(bureau, move):
    code = frozen(bureau.above, bureau.province.id)
    assert not report_look(row_of(code)).differs
    move()
    with clock.clock_set(LATER + timedelta(hours=1)):
        look = report_look(row_of(code))
        assert look.differs
        (cause,) = look.difference.causes
        assert cause.kind is CauseKind.MOVED
        assert (cause.name, cause.before, cause.after) == (
            bureau.commune.unit.full_name, "Tỉnh Thái Nguyên", "Tỉnh Lạng Sơn",
        )  # fmt: skip
        assert (cause.since, cause.recorded_at) == (date(2026, 10, 2), LATER)
        assert len(cause.dossiers) == 2
        assert look.good
        assert list(reports_verify()) == []
        kept = anew(bureau.above, code)
        assert kept.causes == (cause,), "it is kept with the new version"
        assert kept.unexplained == ()


def test_a_move_that_was_known_when_it_was_frozen_explains_nothing(bureau, move):
    code = frozen(bureau.above, bureau.province.id)
    move(recorded=OCTOBER - timedelta(hours=1))
    look = report_look(row_of(code))
    assert look.difference.causes == ()
    assert len(look.unexplained) == 2
    with pytest.raises(Refused) as refusal:
        anew(bureau.above, code)
    assert refusal.value.code == "unexplained"


def test_what_was_moved_before_the_directory_noted_it_counts_from_its_day(bureau, move):
    code = frozen(bureau.above, bureau.province.id)
    move(recorded=None)
    assert len(report_look(row_of(code)).unexplained) == 2, "of the same day: known already"
    moved = UnitVersion.objects.filter(unit_id=bureau.unit_id, valid_to=None)
    before = UnitVersion.objects.filter(unit_id=bureau.unit_id, valid_to=date(2026, 10, 2))
    before.update(valid_to=date(2026, 10, 5))
    moved.update(valid_from=date(2026, 10, 5))
    (cause,) = report_look(row_of(code)).difference.causes
    assert (cause.since, cause.recorded_at) == (date(2026, 10, 5), None)


def test_a_move_elsewhere_explains_nothing_here(bureau, move):
    code = frozen(bureau.maker, bureau.unit_id)
    move()
    look = report_look(row_of(code))
    assert (look.differs, look.difference.causes) == (False, ())


def corrected(bureau):
    """Let the catalogue say now that the procedure was of another field since August."""
    code = bureau.commune.offering.code
    version_make(code=code, effective_from=datetime(2026, 8, 1, tzinfo=UTC), field="Chứng thực")
    return code


def test_a_corrected_catalogue_is_the_cause(bureau, noted):
    code = frozen(bureau.maker, bureau.unit_id, "vpcp06")
    noted["at"] = LATER
    procedure = corrected(bureau)
    with clock.clock_set(LATER + timedelta(hours=1)):
        look = report_look(row_of(code))
        assert look.differs
        (cause,) = look.difference.causes
        assert (cause.kind, cause.code) == (CauseKind.CATALOGUE, procedure)
        assert (cause.before, cause.after) == ("Hộ tịch", "Chứng thực")
        assert (cause.since, cause.recorded_at) == (date(2026, 8, 1), LATER)
        assert look.good
        assert anew(bureau.maker, code).causes == (cause,)


def test_a_catalogue_that_was_known_explains_nothing(bureau, noted):
    code = frozen(bureau.maker, bureau.unit_id, "vpcp06")
    noted["at"] = OCTOBER - timedelta(hours=1)
    corrected(bureau)
    assert len(report_look(row_of(code)).unexplained) == 2
