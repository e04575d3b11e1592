"""Asking for papers before acceptance."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_registered
from tests.office.acting import dossier_url, get, guarded, post, seen, text

from motcua.dossiers.types import ComponentInput, Status
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_registered(commune)


def test_every_line_becomes_a_paper(commune, code):
    url = dossier_url(code, "request-supplement")
    page = text(
        post(
            commune.counter,
            url,
            version=1,
            items="Birth certificate\n\n  Marriage certificate ",
            reason="missing",
            deadline="2026-09-20",
        )
    )
    dossier = seen(code)
    assert dossier.status is Status.SUPPLEMENT
    assert dossier.open_supplement.items == ("Birth certificate", "Marriage certificate")
    assert "Waiting for the applicant" in page


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"items": " "}, "required"),
        ({"items": "y" * 501}, "too long"),
        ({"reason": ""}, "required"),
        ({"deadline": "2026-02-30"}, "Enter a valid date"),
        ({"deadline": "2020-01-01"}, "has passed"),
    ],
)
def test_wrong_fields_are_told_at_the_field(commune, code, over, words):
    data = {"items": "Paper", "reason": "why", "deadline": ""} | over
    answer = post(commune.counter, dossier_url(code, "request-supplement"), version=1, **data)
    assert answer.status_code == 422
    assert words in text(answer)
    assert seen(code).status is Status.REGISTERED


def test_what_is_required_and_not_there_stands_there_already(commune):
    form, shown = commune.offering.version.components
    with scope_use(SYSTEM), at():
        given = (ComponentInput(component_id=shown.id, originals=1),)
        lacks = dossier_registered(commune, components=given)
        whole = dossier_registered(commune)
    page = get(commune.counter, dossier_url(lacks, "request-supplement"))
    assert page.context["form"]["items"].value() == form.name
    page = get(commune.counter, dossier_url(whole, "request-supplement"))
    assert page.context["form"]["items"].value() == ""


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "request-supplement"), wrong=commune.clerk)
