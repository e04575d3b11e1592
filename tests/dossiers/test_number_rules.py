"""Which numbers are the same, and how the next one is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.number_rules import number_read, number_written

SAME = ["12/GXN-UBND", " 012/gxn-ubnd ", "12 / GXN - UBND", "0012/GXN-UBND"]


@pytest.mark.parametrize("text", SAME)
def test_a_number_is_the_same_however_it_is_typed(text):
    assert number_read(text) == number_read(SAME[0])
    assert number_read(text).count == 12


@pytest.mark.parametrize("text", ["112/GXN-UBND", "12/QĐ-UBND", "12", "GXN-12", "", "0/GXN"])
def test_others_are_others(text):
    assert number_read(text).key != number_read(SAME[0]).key


def test_what_does_not_begin_with_a_number_is_compared_as_it_is():
    assert number_read("GXN-12").count == 0
    assert number_read("gxn-12").key == number_read("GXN-12").key


@given(st.integers(1, 10**6), st.sampled_from(["/GXN-UBND", "/QĐ-UBND", "", "-A/2026"]))
def test_what_is_written_is_read_again(count, symbol):
    written = number_written(count, f"7{symbol}")
    assert number_read(written).count == count
    assert number_read(written).symbol == symbol.casefold()


def test_small_numbers_have_two_digits():
    assert number_written(3, "12/GXN-UBND") == "03/GXN-UBND"
