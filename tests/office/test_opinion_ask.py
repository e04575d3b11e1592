"""Asking other units from the dossier's page."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.office.acting import dossier_url, events, get, guarded, post, seen, text
from tests.office.asking import asked_make, economy_of, form_of

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def economy(commune):
    return economy_of(commune)[0]


@pytest.fixture
def asked(commune, economy):
    return asked_make(commune, economy)


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def test_a_unit_is_asked_once_with_a_double_click(commune, code, economy):
    url = dossier_url(code, "opinions/ask")
    page = text(get(commune.specialist, url))
    assert f"{economy.full_name}, {commune.unit.full_name}" in page
    told = page.partition("work on this dossier and see it already:")[2].partition("</p>")[0]
    assert f"{commune.centre.full_name}, {commune.unit.full_name}" in told
    sent = form_of(code, economy)
    page = text(post(commune.specialist, url, **sent))
    assert "Each unit has it in its worklist" in page
    assert "Opinions of other units" in page
    post(commune.specialist, url, **sent)
    (request,) = seen(code).opinions
    assert request.question == "Is the plot in the corridor of the dyke?\nAnd the path?"
    assert request.told == (("Người nộp hồ sơ", "Nguyễn Văn Mẫu"),) or len(request.told) == 1
    assert events(code).count("opinion_asked") == 1


def test_too_late_for_the_dossier_is_said_and_may_be_meant(commune, code, economy):
    url = dossier_url(code, "opinions/ask")
    late = form_of(code, economy, amount=20, unit_of_time="wd")
    answer = post(commune.specialist, url, **late)
    assert answer.status_code == 422
    assert "this dossier needs it by" in text(answer)
    post(commune.specialist, url, accept_late="on", **late)
    assert len(seen(code).opinions) == 1


def test_nobody_chosen_is_said_at_the_field(commune, code, economy):
    answer = post(
        commune.specialist, dossier_url(code, "opinions/ask"), **form_of(code, economy, units=[])
    )
    assert answer.status_code == 422
    assert "Choose at least one unit." in text(answer)


def test_who_may_not_and_that_reading_changes_nothing(commune, code, asked):
    guarded(commune, dossier_url(code, "opinions/ask"), wrong=commune.counter)


def test_the_step_is_blocked_until_the_answer_is_there(commune, asked):
    page = text(get(commune.specialist, dossier_url(asked)))
    assert "The opinion of another unit is still missing" in page
    assert "Remind" in page
    assert "Go on without this opinion" not in page
    assert "Go on without this opinion" in text(get(commune.leader, dossier_url(asked)))
