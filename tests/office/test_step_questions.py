"""The questions of a drawn step stand in the form that finishes it."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_accepted, draft_add, item_of, work_do
from tests.builders.drawn import service
from tests.dossiers.test_drawn_process import province_draws, steps_of
from tests.dossiers.test_drawn_services import appraised
from tests.office.acting import get, item_url, post, text

from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.services.calls import calls_run
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_an_official_answers_and_the_table_decides(commune):
    with scope_use(SYSTEM), at():
        province_draws(commune)
        code = dossier_accepted(commune)
        taker = commune.specialist.account_id
        work_do(code, Act.ASSIGN, commune.leader, "done", assign_to=taker)
        draft_add(commune, code)
        item = item_of(code, Act.APPRAISE)
    url = item_url(code, Act.APPRAISE, "complete")
    page = text(get(commune.specialist, url))
    assert "Area" in page
    assert 'name="data_area"' in page
    for wrong in ("", "large"):
        again = post(commune.specialist, url, version=item.version, outcome="done", data_area=wrong)
        assert again.status_code in {400, 409, 422}
        assert 'name="data_area"' in text(again)
    post(commune.specialist, url, version=item.version, outcome="done", data_area="620,5")
    with scope_use(SYSTEM), at():
        assert steps_of(code) == {"endorse": "look"}


def test_whoever_does_what_the_software_could_not_reads_why(commune):
    with scope_use(SYSTEM), at():
        code = appraised(commune, service("look", "population", role="specialist", unit="handling"))
        assert calls_run() == 1  # no such database here
        while outbox_deliver():
            pass
        item = item_of(code, Act.REPAIR)
    page = text(get(commune.specialist, f"/office/dossiers/{code}/"))
    assert "The software could not do it: a person has the step" in page
    assert "Ask the population database" in page
    url = item_url(code, Act.REPAIR, "complete")
    asked = text(get(commune.specialist, url))
    assert "The software could not do it:" in asked
    assert "something else" in asked  # the answers by their names
    assert "data_population" not in text(get(commune.counter, url))  # not of the counter's unit
    post(commune.specialist, url, version=item.version, outcome="done", data_population="same")
    with scope_use(SYSTEM), at():
        assert steps_of(code) == {"approve": "approve"}
