"""Asking other units from the dossier's page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, at, dossier_at, item_of
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of, commune_make
from tests.office.acting import dossier_url, events, get, guarded, post, seen, text
from tests.office.asking import asked_make, economy_of, form_of

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.procedures.models import Offering
from motcua.ui import formats
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
    told = page.partition("a step of this dossier is theirs:")[2].partition("</p>")[0]
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


def option_of(page, unit):
    """Return the box of a unit with its words."""
    box = re.search(rf'<label class="option"[^>]*><input[^>]*value="{unit.id}".*?</label>', page)
    assert box is not None, unit.full_name
    return box.group()


def test_a_department_that_only_the_offering_names_is_asked_and_sees_no_dossier_of_others(
    commune, economy
):
    with scope_use(SYSTEM):
        row = Offering.objects.get(unit_id=commune.unit.id)
        row.roles_units = {**row.roles_units, "opinion": economy.id}
        row.save()
        with at():
            code = dossier_at(commune, Act.APPRAISE)
    assert economy.id not in seen(code).visible_unit_ids
    page = text(get(commune.specialist, dossier_url(code, "opinions/ask")))
    assert "disabled" not in option_of(page, economy)
    post(commune.specialist, dossier_url(code, "opinions/ask"), **form_of(code, economy))
    assert [one.unit_id for one in seen(code).opinions] == [economy.id]


def test_where_nobody_can_answer_it_is_said_before_and_cannot_be_ticked(commune, code, economy):
    with scope_use(SYSTEM):
        empty = body_of(commune.unit, "vhxh")
    page = text(get(commune.specialist, dossier_url(code, "opinions/ask")))
    assert "disabled" in option_of(page, empty)
    assert "nobody there can answer in this system yet" in option_of(page, empty)
    assert page.index(option_of(page, empty)) > page.index(option_of(page, economy))


def test_another_commune_with_nobody_at_work_cannot_be_chosen(commune, code):
    with scope_use(SYSTEM):
        staffed, silent = commune_make(name="Có Người"), commune_make(name="Chưa Ai")
        actor_make(role=Role.SPECIALIST, unit=body_of(staffed, "vp"))
    page = text(get(commune.specialist, dossier_url(code, "opinions/ask")))
    assert f'<option value="{staffed.id}">{staffed.full_name}</option>' in page
    assert f'<option value="{silent.id}" disabled>{silent.full_name} (nobody there' in page


def test_of_an_overdue_dossier_no_day_of_the_past_is_asked_for(commune, code, economy):
    url = dossier_url(code, "opinions/ask")
    page = text(get(commune.specialist, url, hours=24 * 8))  # a Friday; it was due on Tuesday
    assert "needs the answers by" not in page
    assert "This dossier is overdue since" in page
    assert "due by Friday 18\xa0September\xa02026, 14:30" in page
    with at(24 * 8):
        client_for(commune.specialist).post(url, form_of(code, economy))
    assert len(seen(code).opinions) == 1


def test_a_step_past_its_time_is_measured_by_what_the_dossier_has_left(commune, code):
    with scope_use(SYSTEM):
        step, due = item_of(code, Act.APPRAISE).due_at, seen(code).due_at
    hours = (due - MORNING).total_seconds() / 3600 - 1
    assert step < MORNING + timedelta(hours=hours) < due
    page = text(get(commune.specialist, dossier_url(code, "opinions/ask"), hours=hours))
    assert f"needs the answers by {formats.instant(due)}" in page


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
