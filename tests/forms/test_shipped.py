"""Every form that comes with Motcua loads, is drawn and checked in three languages."""

from __future__ import annotations

import json

import pytest
from django.template import engines
from django.utils import translation
from jsonschema import Draft202012Validator
from tests.builders.forms import DATA, TODAY, sample_answers, sent, shipped
from tests.builders.organisations import commune_make
from tests.builders.procedures import version_make

from motcua.forms import rules
from motcua.forms.queries import (
    answers_check,
    answers_parse,
    form_for,
    page_draw,
    pages_asked,
    submission_parts,
    summary,
)
from motcua.forms.services import forms_import

NAMES = sorted(path.stem for path in DATA.glob("*.json"))
PAGE = "{% form_errors page %}{% form_page page %}"


def drawn(drawing) -> str:
    return engines["django"].from_string(PAGE).render({"page": drawing})


@pytest.fixture
def place(system_scope):
    return commune_make(code="05528")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_form_names_its_source_and_its_schema_is_a_schema(name):
    form = shipped(name)
    assert form.source.document and form.source.name and form.source.to_verify
    Draft202012Validator.check_schema(form.schema)
    assert form.mapping.applicant and form.mapping.subject


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("first", [True, False])
def test_complete_answers_pass_and_come_back_from_every_page_as_they_were(name, first, place):
    form, answers = shipped(name), sample_answers(shipped(name), first=first)
    assert [str(p.path) + p.code for p in answers_check(form, answers)] == []
    assert list(Draft202012Validator(form.schema).iter_errors(answers)) == []
    walked = {}
    for page in pages_asked(form, answers):
        walked, problems = answers_parse(form, page.key, sent(form, page.key, answers), walked)
        assert problems == []
    assert walked == answers
    parts = submission_parts(form, answers)
    assert parts.parties[0].name and parts.subject and parts.fee_quantity >= 1
    assert json.loads(json.dumps(parts.content))["answers"] == answers


def test_papers_to_copy_are_told_one_by_one_for_the_fee():
    form = shipped("2.000815")
    answers = sample_answers(form) | {
        "papers": [{"pages": 1, "copies": 10}, {"pages": 4, "copies": 2}, {"pages": 3}]
    }
    assert submission_parts(form, answers).fee_papers == ((1, 10), (4, 2), (3, 1))
    assert submission_parts(form, {}).fee_papers == ()
    assert submission_parts(shipped("1.004873"), answers).fee_papers == ()


@pytest.mark.parametrize("language", ["vi", "en", "id"])
@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_drawn_in_every_language_empty_wrong_and_full(name, language, place):
    form, answers = shipped(name), sample_answers(shipped(name))
    with translation.override(language):
        for page in form.screens:
            assert drawn(page_draw(form, page.key, answers))
            found, problems = answers_parse(form, page.key, {}, answers)
            html = drawn(page_draw(form, page.key, found, data={}, problems=problems))
            for problem in problems:
                assert problem.label and problem.message and "%(" not in problem.message
            # Each line of the summary of errors leads to a control that stands there.
            for control, _text in page_draw(
                form, page.key, found, data={}, problems=problems
            ).problems:
                assert f'id="{control}"' in html, control
        lines = [line for section in summary(form, answers) for line in section.lines]
        assert all(line.label for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_answered_says_what_is_needed(name):
    form = shipped(name)
    problems = rules.answers_problems(form, {}, TODAY)
    assert len(problems) >= 3
    assert len({problem.path for problem in problems}) == len(problems)


def test_all_forms_are_imported_once_and_a_second_time_changes_nothing(system_scope):
    for code in NAMES:
        if code != "generic":
            version_make(code=code)
    assert forms_import(dry_run=True).accepted == len(NAMES)
    first = forms_import()
    assert (first.accepted, first.refused) == (len(NAMES), [])
    again = forms_import()
    assert (again.accepted, again.unchanged) == (0, len(NAMES))
    version = version_make(code="9.999999")
    generic = form_for(version)
    assert generic is not None and generic.procedure == ""
