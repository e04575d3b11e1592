"""Returning a dossier inside the office."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.office.acting import dossier_url, events, get, guarded, item_url, post, seen, text

from motcua.dossiers.return_rules import ReturnCause
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WORDS = {"reason": "No plan <b>", "put_right": "The plan", "cause": "missing", "to_account": ""}


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def version(code, act=Act.APPRAISE):
    with scope_use(SYSTEM):
        return item_of(code, act).version


def test_the_counter_gets_it_in_its_list_and_the_page_says_why(commune, code):
    url = item_url(code, Act.APPRAISE, "return")
    assert "return/" in text(get(commune.specialist, dossier_url(code)))
    page = text(get(commune.specialist, url))
    assert "A component is missing" in page
    assert f'value="{commune.counter.account_id}" selected' in page  # who took it in
    answer = post(commune.specialist, url, version=version(code), **WORDS)
    page = text(answer)
    assert "The time limit runs on" in page
    assert "No plan &lt;b&gt;" in page
    assert "has not come back yet" in page  # the appraisal is blocked, with the reason
    rows = text(get(commune.counter, "/office/worklist/"))
    assert code in rows
    assert "Returned to the counter: A component is missing" in rows
    assert seen(code).sent_back[0].cause is ReturnCause.MISSING


def test_what_is_missing_is_told_at_the_field_and_typed_words_stay(commune, code):
    url = item_url(code, Act.APPRAISE, "return")
    answer = post(commune.specialist, url, version=version(code), reason="kept", put_right="")
    assert answer.status_code == 422
    assert "kept" in text(answer)
    assert not seen(code).sent_back


def test_a_second_press_returns_once(commune, code):
    url, now = item_url(code, Act.APPRAISE, "return"), version(code)
    post(commune.specialist, url, version=now, **WORDS)
    again = post(commune.specialist, url, version=now, **WORDS)
    assert again.status_code == 409
    assert events(code).count("returned_inside") == 1


def test_the_head_says_why_where_the_process_sends_back(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPROVE)
    url = item_url(code, Act.APPROVE, "complete")
    data = {"version": version(code, Act.APPROVE), "outcome": "returned", "note": "Wrong article"}
    answer = post(commune.leader, url, **data, cause="")
    assert answer.status_code == 422
    assert "Choose why it goes back." in text(answer)
    post(commune.leader, url, **data, cause="basis", put_right="Article 5")
    [found] = seen(code).sent_back
    assert (found.cause, found.put_right, found.drawn) == (ReturnCause.BASIS, "Article 5", True)
    page = text(get(commune.specialist, dossier_url(code)))
    assert "The legal basis is wrong or missing" in page


def test_others_may_not(commune, code):
    guarded(commune, item_url(code, Act.APPRAISE, "return"), wrong=commune.clerk)
