"""What is refused when it is left empty is not called optional."""

from __future__ import annotations

import pytest
from django import forms

from motcua.office import absences, difficulty_forms, drafting, hand, quality_forms
from motcua.office.outside import forms as outside_forms
from motcua.office.outside import point_forms
from motcua.office.views import (
    accounts,
    brief,
    interim_book,
    interim_slip,
    opinion_ask,
    person_history,
    petition,
    posting_office,
    process_new,
    relation,
    return_answer,
    scan_compare,
    targets,
    till,
    work_complete,
)
from motcua.ui.templatetags.parts_forms import field

FIELDS = [
    (scan_compare.CompareForm, ("overrule", "replaces")),
    (petition.AnswerForm, ("text",)),
    (relation.DecisionForm, ("note",)),
    (return_answer.AnswerForm, ("text",)),
    (interim_slip.DecisionForm, ("reason",)),
    (interim_book.PrintForm, ("reason",)),
    (till.HandOverForm, ("note",)),
    (brief.MakeForm, ("text",)),
    (hand.HandForm, ("note",)),
    (absences.AbsenceForm, ("document",)),
    (posting_office.OfficeForm, ("title", "document", "valid_to")),
    (difficulty_forms.AddresseeForm, ("answers_id", "name")),
    (point_forms.HoursForm, ("weekday", "day")),
    (outside_forms.VisitForm, ("phone", "matter")),
    (quality_forms.FindingForm, ("reason",)),
    (quality_forms.MoveForm, ("due_on", "owner_id")),
    (process_new.DraftForm, ("definition_id", "file")),
    (person_history.PurposeForm, ("words",)),
    (accounts.AccountForm, ("password",)),
    (targets.TargetForm, ("indicator",)),
    (opinion_ask.AskForm, ("units",)),
    (work_complete.CompleteForm, ("receiver_name", "cause")),
    (drafting.TemplateForm, ("effective_on",)),
]


def is_called_optional(one: forms.Field) -> bool:
    made = type("Form", (forms.Form,), {"it": one})
    return bool(field(made()["it"])["optional"])


@pytest.mark.parametrize(("form", "names"), FIELDS, ids=[one[0].__module__ for one in FIELDS])
def test_a_field_that_is_needed_in_some_cases_is_not_called_optional(form, names):
    assert [name for name in names if is_called_optional(form.base_fields[name])] == []


def test_the_text_of_a_result_is_needed_and_its_recipients_are_not():
    assert not is_called_optional(drafting.part_field("body"))
    assert is_called_optional(drafting.part_field("recipients"))
