"""Workload: bars and figures, filters, absences, proposals."""

from __future__ import annotations

import re

import pytest
from tests.builders.dossiers import MORNING, at, dossier_at, item_of
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.office.acting import get, seen, text
from tests.office.asking import asked_make, economy_of

from motcua.dossiers import services
from motcua.dossiers.services import work_assign
from motcua.identity.services import SubstitutionInput, substitution_make
from motcua.identity.types import Absence, Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.workloads import team_read
from motcua.workflow.queries import live_items_of
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/workload/"


@pytest.fixture
def second(commune):
    with scope_use(SYSTEM), at():
        return actor_make(role=Role.SPECIALIST, unit=commune.office, full_name="Trần Mẫu Hai")


@pytest.fixture
def codes(commune, second):
    with scope_use(SYSTEM), at():
        return [dossier_at(commune, Act.APPRAISE) for _ in range(4)]


def test_the_head_sees_who_has_what_and_how_to_even_it_out(commune, codes):
    page = text(get(commune.leader, URL))
    for code in codes:
        assert code in page
    assert "How it could be shared more evenly" in page
    assert "Trần Mẫu Hai" in page
    assert codes[0] in text(get(commune.leader, f"{URL}?unit={commune.office.id}&which=days"))
    assert "data-card" not in text(get(commune.leader, f"{URL}?which=overdue"))
    assert "data-card" not in text(get(commune.leader, f"{URL}?act=issue"))
    assert get(commune.specialist, URL).status_code == 404
    with scope_use(SYSTEM), at():
        stranger = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
    other = text(get(stranger, f"{URL}?unit={commune.office.id}"))
    assert codes[0] not in other
    assert commune.specialist.name not in other


def test_who_is_away_has_less_time_and_gets_nothing(commune, second, codes):
    with scope_use(SYSTEM), at(1):
        before = team_read([commune.office.id]).person(second.account_id)
        substitution_make(
            actor=second,
            asked=SubstitutionInput(
                second.postings[0].id, commune.specialist.account_id, None,
                at_days(2), Absence.LEAVE,
            ),
        )  # fmt: skip
    with scope_use(SYSTEM), at(2):
        team = team_read([commune.office.id])
    person = team.person(second.account_id)
    assert before is not None
    assert person is not None
    assert person.away is not None
    assert person.there < before.there
    assert team.proposals == ()
    assert "Away; nothing can be given now." in text(get(commune.leader, URL))


def test_a_question_of_another_unit_is_a_card_that_is_not_moved(commune):
    economy, colleague = economy_of(commune)
    code = asked_make(commune, economy)
    number = seen(code).opinions[0].id
    with scope_use(SYSTEM), at(2):
        head = actor_make(role=Role.LEADER, unit=economy)
        item = live_items_of(seen(code).opinions[0].process_id)[0]
        actor_make(role=Role.SPECIALIST, unit=economy)
        work_assign(
            actor=head,
            item_id=item.id,
            assignee_id=colleague.account_id,
            expected_version=item.version,
        )
    with scope_use(head.scope), at(2):
        team = team_read([economy.id])
    person = team.person(colleague.account_id)
    assert person is not None
    assert person.load.open == 1
    assert team.proposals == ()
    with at(2):
        page = text(get(head, URL))
    assert page.count('class="card-work"') == 1
    assert f"/office/opinions/{number}/" in page
    assert "give it on from the worklist" in page
    assert "data-card" not in page


def at_days(days):
    from datetime import timedelta

    return MORNING + timedelta(days=days)


def test_chart_table_and_sentences_write_hours_alike(commune, codes, settings):
    settings.DEFAULT_LANGUAGE = "vi"
    page = text(get(commune.leader, URL))
    figures = page.partition('class="bars"')[2].partition("</table>")
    hours = re.findall(r"\d+[.,]\d(?=</td>| giờ)", figures[0] + figures[2])
    assert hours
    assert not [one for one in hours if "." in one]


def test_a_result_that_lies_ready_loads_nobody_and_is_overdue_for_nobody(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.RETURN)
        item = item_of(code, Act.RETURN)
        services.work_claim(actor=commune.counter, item_id=item.id, expected_version=item.version)
    with scope_use(SYSTEM), at(24 * 20):
        load = team_read([commune.centre.id]).person(commune.counter.account_id).load
    assert (load.open, load.overdue, load.later, load.minutes_due) == (1, 0, 1, 0)
    lane = text(get(commune.director, f"{URL}?which=overdue", hours=24 * 20))
    assert code not in lane
    assert "Waits for the applicant" in text(get(commune.director, URL, hours=24 * 20))
