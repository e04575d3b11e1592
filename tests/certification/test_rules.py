"""The register's numbers and grounds as plain rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.certification import rules
from motcua.certification.services._batch import outcome_of
from motcua.certification.types import Ground
from motcua.kernel.errors import Refused

DAY = date(2026, 9, 10)
BOOK = rules.book_on(DAY)


def test_before_the_decree_there_is_no_book():
    with pytest.raises(ValueError, match="nothing was in force"):
        rules.book_on(date(2015, 4, 9))


def test_each_ground_of_article_22_has_words_and_its_source():
    found = rules.grounds_on(DAY)
    assert {one.ground for one in found} == set(Ground)
    assert all("Điều 22" in one.source and one.words for one in found)


def test_a_newer_wording_of_a_ground_takes_the_place_of_the_old_one(monkeypatch):
    newer = replace(rules.GROUNDS[0], since=date(2026, 1, 1), words="Mới")
    monkeypatch.setattr(rules, "GROUNDS", (*rules.GROUNDS, newer))
    assert rules.grounds_on(DAY)[0].words == "Mới"
    assert rules.grounds_on(date(2025, 12, 31))[0].words == rules.GROUNDS[0].words
    assert len(rules.grounds_on(DAY)) == len(Ground)


def test_numbers_are_written_as_on_the_copies():
    assert rules.number_text(7, 1, 2026, "SCT/BS") == "07, quyển số 01/2026-SCT/BS"
    assert (
        rules.numbers_text([15, 16, 17, 19], 1, 2026, "SCT/BS")
        == "15-17, 19, quyển số 01/2026-SCT/BS"
    )


def test_a_volume_holds_as_many_as_the_book_says():
    assert {rules.volume_of(BOOK, n) for n in (1, 500, 99_999)} == {1}
    small = replace(BOOK, volume_size=200)
    assert [rules.volume_of(small, n) for n in (1, 200, 201, 400, 401)] == [1, 1, 2, 2, 3]


@given(st.sets(st.integers(1, 99_999), min_size=1, max_size=60))
def test_the_number_of_a_result_always_fits_and_names_its_ends(numbers):
    text = rules.numbers_text(numbers, 1, 2026, "SCT/BS")
    assert len(text) <= 80
    assert text.startswith(f"{min(numbers):02d}")
    assert f"{max(numbers):02d}, quyển số 01/2026" in text


def test_a_result_of_several_years_always_fits():
    found = [(2026, 1, "SCT/BS", n) for n in range(1, 60, 2)] + [(2027, 1, "SCT/BS", 4)]
    two = "01…59, quyển số 01/2026-SCT/BS; 04, quyển số 01/2027-SCT/BS"
    assert rules.results_text(found) == two
    many = [(year, 1, "SCT/BS", n) for year in range(2026, 2032) for n in (90_001, 99_999)]
    assert len(rules.results_text(many)) <= 80


def test_an_outcome_is_chosen_by_its_code_never_by_its_place():
    step = SimpleNamespace(
        name="Thẩm định",
        outcomes=[SimpleNamespace(code="propose_refuse"), SimpleNamespace(code="propose_approve")],
    )
    assert outcome_of(step, "propose_approve") == "propose_approve"
    with pytest.raises(Refused):
        outcome_of(step, "issued")
    step.outcomes.pop()
    assert outcome_of(step, "issued") == "propose_refuse"  # the only way on


def test_every_wrong_field_is_told():
    found = rules.rows_check([("", 0, 1000, "odd", "x" * 501), ("Bằng", 1, 1, "", "")], {"altered"})
    assert [(one.row, one.field) for one in found] == [
        (0, "name"), (0, "pages"), (0, "copies"), (0, "ground"), (0, "note"),
    ]  # fmt: skip
