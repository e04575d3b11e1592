"""Answering what was returned, and taking a return back."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.office.acting import dossier_url, get, guarded, post, seen, text

from motcua.dossiers import services
from motcua.dossiers.return_rules import ReturnAnswer, ReturnState
from motcua.dossiers.services import ReturnInput
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPRAISE)
        item = item_of(code, Act.APPRAISE)
        services.work_return(
            actor=commune.specialist,
            item_id=item.id,
            expected_version=item.version,
            given=ReturnInput("missing", "No plan", "The plan"),
        )
    return code


def work(code):
    return seen(code).sent_back[0].item


def url(code, what="answer"):
    return dossier_url(code, f"work/{work(code).id}/{what}")


def test_the_counter_adds_the_paper_and_sends_it_back(commune, code):
    page = text(get(commune.counter, url(code)))
    assert "The plan" in page
    assert 'type="file"' in page
    component = seen(code).components[0]
    data = {
        f"c{component.component_id}-given": "on",
        f"c{component.component_id}-originals": "1",
        "answer": "put_right",
        "text": "",
        "version": work(code).version,
    }
    answer = post(commune.counter, url(code), **data)
    assert "Sent back to who returned it." in text(answer)
    [found] = seen(code).sent_back
    assert found.answer is ReturnAnswer.PUT_RIGHT
    assert seen(code).components[0].originals == component.originals + 1
    page = text(get(commune.specialist, dossier_url(code)))
    assert "working hour" in page


def test_only_the_applicant_can_and_the_supplement_is_prefilled(commune, code):
    data = {"answer": "ask_applicant", "version": work(code).version}
    assert post(commune.counter, url(code), **data, text="").status_code == 422
    post(commune.counter, url(code), **data, text="She has no plan yet")
    page = text(get(commune.specialist, dossier_url(code, "propose-supplement")))
    assert "The plan" in page
    assert "No plan" in page


def test_an_answer_that_came_too_late_keeps_its_words(commune, code):
    there, seen_version = url(code), work(code).version
    data = {"answer": "put_right", "text": "My words", "version": seen_version, "seen": 1}
    post(commune.specialist, url(code, "recall"), version=seen_version, reason="Found it")
    answer = post(commune.counter, there, **data)
    assert answer.status_code in {404, 409}
    assert seen(code).sent_back[0].state is ReturnState.RECALLED


def test_others_may_not(commune, code):
    guarded(commune, url(code), wrong=commune.clerk)
