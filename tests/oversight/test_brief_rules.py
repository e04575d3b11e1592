"""The weekly brief says what the figures say: nothing by hand, nobody accused of chance."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.oversight.brief_rules import (
    LEAST,
    NAMED,
    Part,
    Say,
    Sentence,
    UnitWeek,
    brief,
    difference,
    digest_of,
    moved_by,
    sentences_json,
    sentences_read,
    share_text,
    week_name,
    week_of,
    week_parse,
)
from motcua.oversight.types import Group, Line, Severity, State

MONDAY = date(2026, 11, 16)
END = datetime(2026, 11, 22, 17, tzinfo=UTC)
NONE = UnitWeek("19", "Tỉnh mẫu", 0, 0, 0, 0, 0, 0, 0, 0)
LINE = Line(
    1, "VM.19-2026-001", 3, 9, 10, Group.SYSTEM, Severity.BLOCKS, State.ASSIGNED, "Lỗi mẫu", "",
    "", (10,), 7, "Sở Mẫu", END - timedelta(days=1), True, None, None, 0, False, 0,
    END - timedelta(days=30), None, "", False,
)  # fmt: skip


def unit(code, m, a, n, b, overdue=0):
    return UnitWeek(code, f"Phường {code}", m, m, a, overdue, n, n, b, 0)


def said(units=(), lines=()):
    return brief(units, lines, whole=NONE, at=END, today=MONDAY + timedelta(days=7))


def of(sentences, part):
    return [one for one in sentences if one.part is part]


def test_a_unit_is_named_only_beyond_chance_and_with_enough_dossiers():
    small = unit("a", LEAST - 1, 0, 400, 400)
    noise = unit("b", 100, 96, 100, 98)
    better, worse = unit("c", 100, 99, 100, 80), unit("d", 100, 70, 100, 98)
    found = said([small, noise, better, worse])
    assert [one.unit for one in of(found, Part.BETTER)] == ["c"]
    assert [one.unit for one in of(found, Part.WORSE)] == ["d"]
    assert dict(of(found, Part.WORSE)[0].values) == {
        "unit": "Phường d", "share": "70.00", "before": "98.00", "n": 100,
    }  # fmt: skip
    calm = said([noise])
    assert [of(calm, part)[0].say for part in (Part.BETTER, Part.WORSE)] == [
        Say.NONE_BETTER, Say.NONE_WORSE,
    ]  # fmt: skip


def test_who_is_late_and_what_stands_longest_and_what_was_promised():
    promised = replace(
        LINE, id=2, code="VM.2", state=State.ANSWERED, due_at=None, promised_on=date(2026, 11, 20),
        first_promised_on=date(2026, 11, 20), opened_at=END - timedelta(days=40),
    )  # fmt: skip
    due = replace(promised, id=3, code="VM.3", first_promised_on=date(2026, 11, 29))
    later = replace(promised, id=4, code="VM.4", first_promised_on=date(2026, 11, 30))
    moved = replace(
        promised, id=6, code="VM.6", promised_on=date(2026, 12, 30), postponed=2, opened_at=END
    )
    closed = replace(LINE, id=5, code="VM.5", state=State.CLOSED)
    asked = replace(LINE, id=7, code="VM.7", state=State.ASKED, opened_at=END)
    found = said(
        [unit("e", 5, 5, 5, 5, overdue=4)], [LINE, promised, due, later, closed, moved, asked]
    )
    assert [(one.say, one.unit or one.code) for one in of(found, Part.LATE)] == [
        (Say.OVERDUE, "e"), (Say.ANSWER_LATE, LINE.code), (Say.ANSWER_LATE, "VM.7"),
    ]  # fmt: skip
    assert [one.code for one in of(found, Part.OPEN)] == [
        "VM.2", "VM.3", "VM.4", LINE.code, "VM.6", "",
    ]  # fmt: skip
    assert (of(found, Part.OPEN)[-1].say, dict(of(found, Part.OPEN)[-1].values)) == (
        Say.MORE_OPEN, {"n": 1},
    )  # fmt: skip
    assert of(found, Part.OPEN)[0].values["days"] == 40
    assert [(one.say, one.code) for one in of(found, Part.PROMISES)] == [
        (Say.PROMISE_BROKEN, "VM.2"), (Say.PROMISE_MOVED, "VM.6"), (Say.PROMISE_DUE, "VM.3"),
    ]  # fmt: skip


def test_an_empty_week_says_so_in_every_part():
    assert [one.say for one in said()] == [
        Say.RECEIVED, Say.NONE_RESOLVED, Say.NONE_BETTER, Say.NONE_WORSE, Say.NONE_OVERDUE,
        Say.NONE_OPEN, Say.NONE_PROMISED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(9884, 10000, "98.84"), (1, 3, "33.33"), (2, 3, "66.67"), (1, 8, "12.50"), (1, 800, "0.13"),
     (0, 5, "0.00"), (0, 0, ""), (7, 7, "100.00")],
)  # fmt: skip
def test_a_share_is_rounded_half_up_with_two_decimals(part, whole, text):
    assert share_text(part, whole) == text


def test_weeks_are_said_as_iso_says_them():
    assert week_of(date(2026, 11, 22)) == MONDAY
    assert week_name(MONDAY) == "2026-W47"
    assert week_parse("2026-W47") == MONDAY
    assert week_name(date(2024, 12, 30)) == "2025-W01"
    for wrong in ("", "2026-47", "2026-W60", "x", "2026-W47; DROP"):
        assert week_parse(wrong) in {None, MONDAY}
    assert week_parse("2026-W60") is None


COUNTS = st.integers(0, 500)
UNITS = st.lists(
    st.builds(
        lambda code, m, a, n, b, o: unit(f"{code:03d}", m, min(a, m), n, min(b, n), o),
        st.integers(0, 99), COUNTS, COUNTS, COUNTS, COUNTS, COUNTS,
    ),
    max_size=12, unique_by=lambda one: one.code,
)  # fmt: skip


@given(UNITS)
def test_over_random_weeks_it_is_short_true_and_kept_as_it_was(units):
    found = said(units)
    assert sentences_read(json.loads(json.dumps(sentences_json(found)))) == found
    assert digest_of(found) == digest_of(said(list(reversed(units))))
    by_code = {one.code: one for one in units}
    for part, sign in ((Part.BETTER, 1), (Part.WORSE, -1)):
        named = [one for one in of(found, part) if one.unit]
        assert len(named) <= NAMED
        for one in named:
            known = by_code[one.unit]
            assert moved_by(known) * sign > 0
            assert min(known.resolved, known.before_resolved) >= LEAST
    assert all(one.unit or one.code or one.figure or not one.values for one in found)


def test_the_difference_of_two_versions_is_named():
    old = (Sentence(Part.LATE, Say.NONE_OVERDUE), Sentence(Part.OPEN, Say.NONE_OPEN))
    new = (Sentence(Part.LATE, Say.OVERDUE, {"n": 1}, "e", "overdue"), old[1])
    assert difference(old, new) == ((old[0],), (new[0],))
