"""A form that is asked one question at a time."""

from __future__ import annotations

import pytest
from tests.builders.forms import form_make, question, sample_answers, sent, shipped

from motcua.forms.queries import (
    answers_check,
    answers_parse,
    page_draw,
    page_of,
    pages_asked,
    summary,
)


@pytest.fixture
def form():
    return form_make(
        question("you", "person", prefill="person", parts=["name", "id_number", "phone?"]),
        question("moved", "yes_no"),
        question("since", "date", show="moved"),
        question(
            "mother",
            "person",
            parts=["name", "id_number?", "birth_date", "ethnicity", "nationality", "address"],
        ),
        question("copies", "integer"),
        question("sum", "integer", compute="copies * 2"),
        question("free", "declaration"),
        question("true", "declaration"),
        mode="single",
    )


def test_every_question_has_a_page_and_what_belongs_together_stands_together(form):
    assert [one.key for one in form.screens] == [
        "you", "moved", "since", "mother.name", "mother.birth_date", "mother.ethnicity",
        "mother.address", "copies", "free",
    ]  # fmt: skip
    assert form.screen("mother.name").keys == ("mother.name", "mother.id_number")
    assert form.screen("free").keys == ("free", "true")


def test_a_question_that_waits_is_skipped_until_it_is_asked(form):
    assert "since" not in [one.key for one in pages_asked(form, {"moved": False})]
    assert "since" in [one.key for one in pages_asked(form, {"moved": True})]


def test_parts_of_a_person_are_put_together_page_by_page(form):
    answers, problems = answers_parse(form, "mother.name", {"mother.name": "Lê Thị Mẫu"}, {})
    assert answers == {"mother": {"name": "Lê Thị Mẫu"}}
    assert problems == []
    answers, problems = answers_parse(form, "mother.birth_date", {}, answers)
    assert [one.path for one in problems] == ["mother.birth_date"]
    assert answers == {"mother": {"name": "Lê Thị Mẫu"}}


def test_the_question_is_the_title_of_its_page(form):
    drawing = page_draw(form, "moved", {})
    assert (drawing.title, drawing.heading) == ("Ask moved", True)
    assert drawing.controls[0].heading
    assert not page_draw(form, "free", {}).heading


def test_what_is_wrong_leads_to_its_page(form):
    places = [page_of(form, one.path) for one in answers_check(form, {"moved": True})]
    assert places[:3] == ["you", "you", "since"]
    assert "mother.address" in places


def test_every_page_has_one_line_of_the_summary_from_which_it_is_changed(form):
    answers = sample_answers(form)
    (section,) = summary(form, answers)
    changed = [line.screen for line in section.lines if line.screen]
    assert changed == [page.key for page in pages_asked(form, answers)]


@pytest.mark.parametrize("name", ["2.000635", "1.014027"])
def test_shipped_forms_of_this_kind_give_the_same_answers(name, system_scope):
    form = shipped(name)
    assert len(form.screens) > len(form.pages)
    answers = {k: v for k, v in sample_answers(form).items() if not form.question(k).compute}
    walked = {}
    for page in pages_asked(form, answers):
        if any(one.kind in {"address", "person"} for one in page.questions):
            continue
        walked, problems = answers_parse(form, page.key, sent(form, page.key, answers), walked)
        assert problems == []
