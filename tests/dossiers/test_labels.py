"""Labels: what they say, what is seen as wrong, how they divide a stack. Pure rules."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.dossiers.label_rules import (
    MARK,
    Label,
    LabelKind,
    RunFound,
    SheetFound,
    label_read,
    label_text,
    runs_find,
)

CODES = st.from_regex(r"[A-Z][0-9]{2}\.[0-9]{2}-[0-9]{6}-[0-9]{4}", fullmatch=True)
LABELS = st.builds(Label, st.sampled_from(LabelKind), CODES, st.integers(0, 99))
CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
A, B = "H19.45-260910-0001", "H19.45-260910-0002"


def sep(code, order):
    return label_text(Label(LabelKind.SEPARATOR, code, order))


def sticker(code, order):
    return label_text(Label(LabelKind.STICKER, code, order))


@given(LABELS)
def test_a_label_is_read_as_it_was_written_by_scanners_in_small_letters_too(label):
    text = label_text(label)
    assert text.startswith(MARK)
    assert label_read(text) == label
    assert label_read(f" {text.lower()}\n") == label


@given(LABELS, st.data())
def test_one_wrong_character_is_seen(label, data):
    text = label_text(label)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(CHARS))
    assume(text[place] in CHARS and other != text[place])
    assert label_read(text[:place] + other + text[place + 1 :]) is None


@given(LABELS, st.data())
def test_two_neighbours_that_changed_places_are_seen(label, data):
    text = label_text(label)
    place = data.draw(st.integers(0, len(text) - 2))
    one, two = text[place], text[place + 1]
    assume(one != two and one in CHARS and two in CHARS)
    assert label_read(text[:place] + two + one + text[place + 2 :]) is None


@pytest.mark.parametrize("code", ["", "A B", "x" * 60, "Đ19-1"])
def test_what_no_label_can_name_is_refused(code):
    with pytest.raises(ValueError, match="no label"):
        label_text(Label(LabelKind.SEPARATOR, code, 1))
    with pytest.raises(ValueError, match="no label"):
        label_text(Label(LabelKind.SEPARATOR, A, 100))


def divided(*sheets):
    """Each sheet: labels as a list, "" a written page, " " an empty one."""
    found = [
        SheetFound(
            number,
            labels=tuple(one) if isinstance(one, list) else (),
            blank=one == " ",
        )
        for number, one in enumerate(sheets, 1)
    ]
    return runs_find(found)


def shape(runs: list[RunFound]):
    return [(one.target, one.pages) for one in runs]


def test_separators_divide_and_go_and_backs_are_set_aside():
    runs = divided([sep(A, 1)], " ", "", "", " ", [sep(A, 2)], "", [sep(B, 1)], "")
    assert shape(runs) == [((A, 1), [3, 4]), ((A, 2), [7]), ((B, 1), [9])]
    assert [one.separators for one in runs] == [[1], [6], [8]]
    assert runs[0].blanks == [2, 5]


def test_a_label_on_the_paper_begins_a_run_and_its_page_stays():
    runs = divided("", [sticker(A, 1)], "", [sticker(A, 1)], [sticker(A, 2)])
    assert shape(runs) == [(None, [1]), ((A, 1), [2, 3, 4]), ((A, 2), [5])]


def test_a_separator_laid_twice_is_one_and_one_that_comes_back_is_another_run():
    assert shape(divided([sep(A, 1)], [sep(A, 1)], "")) == [((A, 1), [3])]
    twice = divided([sep(A, 1)], "", [sep(A, 1)], "")
    assert shape(twice) == [((A, 1), [2]), ((A, 1), [4])]


def test_a_separator_and_the_same_label_on_the_paper_are_one_run():
    assert shape(divided([sep(A, 1)], [sticker(A, 1)], "")) == [((A, 1), [2, 3])]


def test_what_cannot_be_trusted_waits_for_a_person_and_loses_no_page():
    broken = sep(A, 1)[:-1] + ("0" if sep(A, 1)[-1] != "0" else "1")
    runs = divided([sep(A, 1)], "", [broken], "", [sticker(A, 1), sticker(B, 1)], "")
    assert shape(runs) == [((A, 1), [2]), (None, [3, 4]), (None, [5, 6])]
    assert [one.several for one in runs] == [False, False, True]


@given(st.lists(st.sampled_from(["", " ", "A1", "A2", "B1", "a1", "!"]), max_size=40))
def test_every_page_stands_in_exactly_one_place(stack):
    known = {
        "A1": [sep(A, 1)], "A2": [sep(A, 2)], "B1": [sep(B, 1)],
        "a1": [sticker(A, 1)], "!": [f"{MARK}S*{A}*01*00"],
    }  # fmt: skip
    runs = divided(*(known.get(one, one) for one in stack))
    told = [number for run in runs for number in run.pages + run.separators + run.blanks]
    assert sorted(told) == list(range(1, len(stack) + 1))
    written = [number for number, one in enumerate(stack, 1) if one in {"", "a1", "!"}]
    assert sorted(page for run in runs for page in run.pages) == written
    order = [page for run in runs for page in run.pages]
    assert order == sorted(order)
