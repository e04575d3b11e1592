"""The language of templates: closed, typed, and what a value says is text for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.drafting.rules import (
    marks_open,
    merge,
    mismatches,
    names_used,
    texts_compare,
    value_shown,
    wording_clean,
    wording_faults,
    wordings_compare,
)
from motcua.drafting.types import PaperKind, Placeholder, ValueKind, Wording
from motcua.drafting.words import SYMBOLS, TO_VERIFY
from motcua.kernel.text import nfc

KNOWN = {
    "applicant.name": Placeholder("applicant.name", ValueKind.TEXT, "Người nộp", "Mẫu"),
    "applicant.phone": Placeholder("applicant.phone", ValueKind.TEXT, "Điện thoại", "09"),
    "dossier.due_on": Placeholder("dossier.due_on", ValueKind.DATE, "Ngày hẹn", date(2026, 3, 5)),
}
LABELS = {name: one.label for name, one in KNOWN.items()}
ANYTHING = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60)


def filled(body: str, **values):
    told = {name.replace("__", "."): value for name, value in values.items()}
    return merge(Wording(body=body), told, LABELS, "[[chưa có: {}]]".format)


def codes(body: str) -> list[tuple[int, str, str]]:
    found = wording_faults(Wording(body=body), KNOWN)
    return [(one.line, one.code, one.spot) for one in found]


def test_values_stand_where_they_are_named_in_the_way_that_was_asked_for():
    merged = filled(
        "{applicant.name:upper}, hẹn {dossier.due_on:long} ({dossier.due_on}), {{như cũ}}",
        applicant__name="Nguyễn Văn Mẫu",
        dossier__due_on=date(2026, 2, 5),
    )
    assert merged.wording.body == (
        "NGUYỄN VĂN MẪU, hẹn ngày 05 tháng 02 năm 2026 (05/02/2026), {như cũ}"
    )
    assert merged.missing == ()
    assert merged.values == {"applicant.name": "Nguyễn Văn Mẫu", "dossier.due_on": "05/02/2026"}


def test_what_misses_is_marked_and_stays_marked_until_somebody_writes():
    merged = filled("Ông {applicant.name}, máy {applicant.phone}.", applicant__name="Mẫu")
    assert merged.wording.body == "Ông Mẫu, máy [[chưa có: Điện thoại]]."
    assert merged.missing == ("applicant.phone",)
    assert marks_open(merged.wording) == ("[[chưa có: Điện thoại]]",)


def test_no_mark_escapes_by_a_bracket_in_its_words():
    labels = {**LABELS, "applicant.phone": "Số điện thoại [nếu có]"}
    merged = merge(
        Wording(body="Máy {applicant.phone}."), {}, labels, lambda label: f"[[chưa có: {label}]]"
    )
    assert merged.wording.body == "Máy [[chưa có: Số điện thoại (nếu có)]]."
    assert marks_open(merged.wording) == ("[[chưa có: Số điện thoại (nếu có)]]",)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("a [[b [c] d]] e", ("[[b [c] d]]",)),
        ("[[b [c]]] e", ("[[b [c]]]",)),
        ("a [[b] c\nd", ("[[b] c",)),
        ("[[a]] và [[b]]", ("[[a]]", "[[b]]")),
        ("điều [1], [2]", ()),
    ],
)
def test_marks_written_by_hand_are_found_whole_and_unclosed_ones_too(body, found):
    assert marks_open(Wording(body=body)) == found


def test_a_paragraph_may_depend_on_one_value():
    body = "Một\n{?applicant.phone} Điện thoại: {applicant.phone}\nHai"
    assert filled(body).wording.body == "Một\nHai"
    assert filled(body, applicant__phone="09").wording.body == "Một\nĐiện thoại: 09\nHai"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("được\n{aplicant.name}", [(2, "unknown", "{aplicant.name}")]),
        ("{applicant.name:long}", [(1, "form", "{applicant.name:long}")]),
        ("{dossier.due_on:upper}", [(1, "form", "{dossier.due_on:upper}")]),
        ("giữa {?applicant.name}", [(1, "condition", "{?applicant.name}")]),
        ("lẻ { đây", [(1, "brace", "{")]),
        ("lẻ } đây", [(1, "brace", "}")]),
        ("{__import__('os')}", [(1, "brace", "{__import__('os')}")]),
        ("{applicant.name.__class__}", [(1, "unknown", "{applicant.name.__class__}")]),
        ("{{applicant.name}}", []),
        ("{ applicant.name }", []),
    ],
)
def test_what_is_not_in_the_language_is_named_with_its_line(body, found):
    assert codes(body) == found


def test_a_name_that_is_nearly_right_is_told():
    [fault] = wording_faults(Wording(subject="{aplicant.name}"), KNOWN)
    assert (fault.part, fault.near) == ("subject", "applicant.name")


@given(ANYTHING, ANYTHING)
def test_what_a_value_says_is_never_read_again(name, phone):
    merged = filled("A{applicant.name}B\n{applicant.phone}", applicant__name=name,
                    applicant__phone=phone)  # fmt: skip
    shown, number = value_shown(name), value_shown(phone)
    assert merged.wording.body == (
        f"A{shown or '[[chưa có: Người nộp]]'}B\n{number or '[[chưa có: Điện thoại]]'}"
    )
    assert merged.wording.body.count("\n") == 1, "no value begins a paragraph of its own"


@given(ANYTHING)
def test_any_text_is_either_refused_or_merged(body):
    wording = wording_clean({"body": body}, nfc)
    if wording_faults(wording, KNOWN):
        return
    assert set(names_used(wording)) <= set(KNOWN)
    values = {"applicant.name": "x", "applicant.phone": "y", "dossier.due_on": date(2026, 1, 1)}
    assert merge(wording, values, LABELS, str).missing == ()


@settings(max_examples=60)
@given(ANYTHING, ANYTHING)
def test_a_comparison_holds_both_texts_whole(old, new):
    pieces = texts_compare(old, new)
    assert "".join(one.text for one in pieces if one.what != "new") == old
    assert "".join(one.text for one in pieces if one.what != "gone") == new
    assert all(a.what != b.what for a, b in pairwise(pieces))
    assert all(one.what == "same" for one in texts_compare(old, old))


def test_only_parts_that_say_something_are_compared():
    old = Wording(subject="Xác nhận", body="Một hai")
    changes = {one.part: one.changed for one in wordings_compare(old, replace(old, body="Một ba"))}
    assert changes == {"subject": False, "body": True}


def test_a_value_that_the_dossier_tells_otherwise_is_named_with_both():
    was = {"applicant.name": "Mẫu", "dossier.due_on": "05/3/2026"}
    now = {"applicant.name": "Mẫu Hai", "dossier.due_on": date(2026, 3, 5)}
    [one] = mismatches(was, now, LABELS)
    assert (one.label, one.was, one.now) == ("Người nộp", "Mẫu", "Mẫu Hai")


def test_what_no_decree_names_is_marked_for_a_lawyer():
    assert set(TO_VERIFY) == {PaperKind.CONFIRMATION}
    assert SYMBOLS.keys() == set(PaperKind)
