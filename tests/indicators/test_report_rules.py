"""Sheets as pure data: the plain form is exact, differences name each cell, identities are seen."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators import rules as package_rules
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.forms import results
from motcua.indicators.reports.legal import forms_of
from motcua.indicators.reports.rules import (
    Identity,
    checks_of,
    share,
    sheet_difference,
    sheet_plain,
    sheet_read,
)
from motcua.indicators.reports.types import (
    TOTAL,
    CellChange,
    Change,
    ColumnKind,
    ReportColumn,
    Sheet,
    SheetCheck,
    SheetLine,
    SheetNote,
)
from motcua.indicators.types import Period

PERIOD = Period(date(2026, 10, 1), date(2026, 10, 31))
CUT = datetime(2026, 10, 31, 16, 59, 59, 999999, tzinfo=UTC)
COLUMNS = (
    ReportColumn("all", "(3)", ColumnKind.COUNT),
    ReportColumn("part", "(4)", ColumnKind.COUNT),
    ReportColumn("rest", "(5)", ColumnKind.COUNT),
)
text = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
values = st.one_of(st.none(), st.integers(-(10**18), 10**18), st.fractions(), text)


@st.composite
def sheets(draw):
    columns = draw(
        st.lists(
            st.builds(ReportColumn, text, text, st.sampled_from(ColumnKind)),
            max_size=4,
            unique_by=lambda one: one.key,
        )
    )
    row = st.tuples(*(values for _ in columns))
    keys = draw(st.lists(text.filter(bool), max_size=4, unique=True))
    first = draw(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    return Sheet(
        report=draw(text),
        unit_id=draw(st.integers(1, 2**62)),
        unit_code=draw(text),
        unit_name=draw(text),
        parent_name=draw(text),
        period=Period(first, first + timedelta(days=draw(st.integers(0, 400)))),
        cut_off=draw(st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001
        columns=tuple(columns),
        lines=tuple(
            SheetLine(
                key, draw(text), draw(text), draw(st.none() | st.integers(1, 2**62)), draw(row)
            )
            for key in keys
        ),
        totals=draw(row),
        checks=tuple(draw(st.lists(st.builds(SheetCheck, text, st.booleans()), max_size=3))),
        notes=tuple(draw(st.lists(st.builds(SheetNote, text, st.tuples(text, text)), max_size=2))),
    )


@given(sheets())
def test_the_plain_form_gives_the_same_sheet_back_through_json(sheet):
    read = sheet_read(json.loads(json.dumps(sheet_plain(sheet), ensure_ascii=False)))
    assert read == sheet
    assert sheet_difference(sheet, read) == ()
    kinds = [[type(cell) for cell in line.cells] for line in sheet.lines]
    assert [[type(cell) for cell in line.cells] for line in read.lines] == kinds


def test_another_form_and_what_is_no_cell_are_refused():
    plain = sheet_plain(a_sheet({"a": (1, 1, 0)}))
    with pytest.raises(ValueError, match=r"sheet/9"):
        sheet_read(plain | {"form": "motcua.sheet/9"})
    with pytest.raises(ValueError, match="no cell"):
        sheet_read(plain | {"totals": [True, 1, 0]})


def a_sheet(rows, totals=(1, 1, 0), **more):
    lines = tuple(SheetLine(key, key, f"Xã {key}", 7, cells) for key, cells in rows.items())
    given_ = {"report": "ii06a", "period": PERIOD} | more
    return Sheet(
        unit_id=7, unit_code="1", unit_name="Tỉnh", parent_name="", cut_off=CUT,
        columns=COLUMNS, lines=lines, totals=totals, **given_,
    )  # fmt: skip


def test_the_difference_names_each_cell_with_both_values_and_lines_that_came_and_went():
    old = a_sheet({"a": (1, 1, 0), "b": (0, 0, None)})
    new = a_sheet({"a": (2, 1, 0), "c": (0, 0, 0)}, (2, 1, 0))
    changes = sheet_difference(old, new)
    assert changes[0] == CellChange("a", "Xã a", "all", Change.CHANGED, 1, 2)
    added = [one for one in changes if one.what is Change.ADDED]
    assert [(one.line, one.before, one.after) for one in added] == [("c", None, 0)] * 3
    gone = [one for one in changes if one.what is Change.GONE]
    assert [(one.line, one.before) for one in gone] == [("b", 0), ("b", 0), ("b", None)]
    assert CellChange(TOTAL, "", "all", Change.CHANGED, 1, 2) in changes
    for other in ({"report": "ii06b"}, {"period": Period(PERIOD.first, PERIOD.first)}):
        with pytest.raises(ValueError, match="one report"):
            sheet_difference(old, a_sheet({}, **other))


def test_not_known_is_a_change_from_nought():
    [change] = sheet_difference(a_sheet({}, (0, 0, 0)), a_sheet({}, (0, None, 0)))
    assert (change.before, change.after) == (0, None)


def test_rows_of_another_width_and_doubled_lines_are_no_sheet():
    with pytest.raises(ValueError, match="one cell per column"):
        a_sheet({"a": (1, 1)})
    line = SheetLine("a", "", "", None, (0, 0, 0))
    with pytest.raises(ValueError, match="key of its own"):
        Sheet("ii06a", 7, "", "", "", PERIOD, CUT, COLUMNS, (line, line), (0, 0, 0))


def test_an_identity_is_seen_to_break_in_a_row_or_the_total_and_is_silent_where_nothing_is_known():
    adds_up, within = Identity(("all",), ("part", "rest")), Identity(("part",), ("all",), True)

    def told(rows, totals, adding=("all", "part", "rest")):
        found = checks_of(COLUMNS, (adds_up, within), rows, totals, adding=adding)
        return {one.text: one.holds for one in found}

    good = {"(3) = (4) + (5)": True, "(4) ≤ (3)": True, "Σ": True}
    assert told([(3, 1, 2), (1, 1, 0)], (4, 2, 2)) == good
    assert told([], (0, 0, 0)) == good
    assert told([(3, 1, 1), (1, 1, 0)], (4, 2, 2))["(3) = (4) + (5)"] is False
    assert told([(1, 2, -1)], (1, 2, -1))["(4) ≤ (3)"] is False
    assert told([(3, 1, 2)], (4, 2, 2))["Σ"] is False
    assert told([(3, 1, 2)], (4, 2, 2), adding=()) == {
        "(3) = (4) + (5)": True,
        "(4) ≤ (3)": True,
    }
    assert told([(3, 1, 2)], (4, 2, 2), adding=("rest",))["Σ (5)"] is True
    assert told([(3, 1, 2)], (4, 2, 2), adding=("part",))["Σ (4)"] is False
    # A cell that is not known neither keeps nor breaks anything; the rows beside it still count.
    assert told([(3, 1, None), (3, 1, 2)], (6, 2, None))["(3) = (4) + (5)"] is True
    assert told([(3, 1, None), (3, 1, 3)], (6, 2, None))["(3) = (4) + (5)"] is False
    assert "(3) = (4) + (5)" not in told([(3, 1, None)], (3, 1, None))


def test_a_share_of_nothing_is_not_nought():
    assert share(1, 3) == Fraction(1, 3)
    assert share(0, 3) == 0
    for part, whole in ((0, 0), (1, None), (None, 3), ("1", 3)):
        assert share(part, whole) is None


def test_the_identities_of_ii06a_are_those_that_the_figures_prove():
    columns = REPORTS["ii06a"].sheet_columns
    assert {one.text(columns) for one in results.IDENTITIES} == {
        text for text, _left, _right in package_rules.IDENTITIES
    }


@pytest.mark.parametrize("report", REPORTS.values(), ids=str)
def test_every_report_is_whole(report):
    keys = [one.key for one in report.columns]
    assert len(set(keys)) == len(keys)
    assert all(str(one.title) and str(one.words) for one in report.columns)
    assert all({*one.left, *one.right} <= set(keys) for one in report.identities)
    assert report.symbol and report.source and report.levels
    assert bool(report.forms[-1].doubt) == report.to_verify


def test_an_authority_clears_a_form_in_a_file_of_its_own(settings, tmp_path):
    own = tmp_path / "forms.csv"
    head = "key,symbol,source,levels,valid_from,valid_to,to_verify,doubt\n"
    own.write_text(
        head
        + "online,II.08a,99/2026/TT-VPCP,province commune,2026-01-01,,0,\n"
        + "online,II.08,01/2020/TT-VPCP,province,2020-10-01,2026-01-01,1,unseen\n"
    )
    settings.REPORT_FORMS = str(own)
    online = REPORTS["online"]
    assert (online.symbol, online.to_verify) == ("II.08a", False)
    assert online.form_on(date(2025, 6, 1)).symbol == "II.08"
    assert online.form_on(date(2019, 1, 1)).symbol == "II.08", "before the first: the first"
    assert REPORTS["ii06a"].symbol == "II.06a", "what the file does not name stays"
    broken = tmp_path / "broken.csv"
    broken.write_text("name\nonline\n")
    settings.REPORT_FORMS = str(broken)
    with pytest.raises(KeyError):
        forms_of("ii06a")
