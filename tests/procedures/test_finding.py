"""Finding a procedure in plain words of three languages, with or without accents."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.procedures.queries.finding import plain_words
from motcua.procedures.rules.words import meant, telling


def first(query):
    return next(iter(meant(plain_words(), query)), None)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("làm giấy khai sinh", "1.001193"),
        ("lam giay khai sinh cho con", "1.001193"),
        ("tôi muốn làm giấy khai sinh cho con mới sinh", "1.001193"),
        ("birth certificate", "1.001193"),
        ("how do I register a birth?", "1.001193"),
        ("akta kelahiran", "1.001193"),
        ("cara urus akta kelahiran", "1.001193"),
        ("giấy độc thân", "1.004873"),
        ("sao y bản chính", "2.000815"),
        ("công chứng", "2.000815"),
        ("sổ đỏ", "1.013978"),
        ("mở quán", "1.001612"),
        ("open a shop", "1.001612"),
        ("tiền người già", "1.014027"),
        ("somebody died", "1.000656"),
        ("mất căn cước", "1.014064"),
        ("trich luc", "2.000635"),
    ],
)
def test_plain_words_lead_to_the_procedure(query, code):
    assert first(query) == code


@pytest.mark.parametrize("query", ["", "   ", "xyzzy", "tôi muốn", "the", "?!"])
def test_what_says_nothing_leads_nowhere(query):
    assert meant(plain_words(), query) == []


def test_every_saying_finds_its_own_procedure_among_the_first():
    lost = [
        (saying.text, saying.code)
        for saying in plain_words().sayings
        if saying.code not in meant(plain_words(), saying.text)
    ]
    assert lost == []


def test_every_code_of_the_list_is_in_the_catalogue():
    source = files("motcua.procedures") / "data" / "procedures.csv"
    known = {row["code"] for row in csv.DictReader(source.read_text("utf-8").splitlines())}
    assert {saying.code for saying in plain_words().sayings} <= known


@given(st.text(max_size=60))
def test_any_text_is_answered_and_order_is_stable(query):
    found = meant(plain_words(), query)
    assert found == meant(plain_words(), query)
    assert len(found) == len(set(found)) <= 3
    assert all(word for word in telling(query))
