"""Rules of silence: everybody reads them, the province writes, another approves, all stays."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import actor_make
from tests.office.acting import get, post, text

from motcua.dossiers.models import OpinionRule, OpinionRuleDraft
from motcua.dossiers.queries.opinions import silence_basis
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RULES = "/office/opinions/rules/"


@pytest.fixture
def top(commune):
    with scope_use(SYSTEM):
        return unit_get(commune.unit.path_ids[0])


@pytest.fixture
def writer(top):
    with scope_use(SYSTEM):
        return actor_make(role=Role.BUSINESS_ADMIN, unit=top)


@pytest.fixture
def approver(top):
    with scope_use(SYSTEM):
        return actor_make(role=Role.CONTROLLER, unit=top)


def said(commune, **over):
    return {
        "procedure": commune.offering.version.code,
        "silence": "yes",
        "valid_from": "2020-01-01",
        "basis": "Luật mẫu, Điều 12",
        **over,
    }


def written(commune, writer, **over):
    post(writer, RULES, **said(commune, **over))
    with scope_use(SYSTEM):
        return OpinionRuleDraft.objects.latest("pk").pk


def basis(commune):
    with scope_use(SYSTEM), at(2):
        return silence_basis(commune.offering.version.procedure_id)


def test_a_rule_holds_when_another_person_has_approved_it_and_stays_to_be_read(
    commune, writer, approver
):
    assert "No rule is kept here" in text(get(commune.specialist, RULES))
    draft = written(commune, writer)
    assert "Waiting for approval" in text(get(commune.specialist, RULES))
    assert basis(commune) == ""
    own = text(post(writer, f"{RULES}{draft}/", do="approve"))
    assert "Who wrote a rule does not decide about it." in own
    assert basis(commune) == ""
    assert "Approved." in text(post(approver, f"{RULES}{draft}/", do="approve"))
    assert basis(commune) == "Luật mẫu, Điều 12"
    again = text(post(approver, f"{RULES}{draft}/", do="return", reason="Sai"))
    assert "decided about meanwhile" in again
    page = text(get(commune.specialist, RULES, hours=3))
    assert "in force" in page
    later = written(commune, writer, silence="no", valid_from="2021-01-01", basis="Điều 13")
    post(approver, f"{RULES}{later}/", do="approve")
    assert basis(commune) == ""
    page = text(get(commune.specialist, f"{RULES}?procedure={commune.offering.version.code}"))
    assert "no longer in force" in page
    assert "Luật mẫu, Điều 12" in page
    with scope_use(SYSTEM):
        assert OpinionRule.objects.count() == 2


def test_what_is_wrong_is_refused_at_its_field(commune, writer):
    answer = post(writer, RULES, **said(commune, procedure="9.nothing"))
    assert answer.status_code == 422
    assert "There is no such procedure." in text(answer)
    assert post(writer, RULES, **said(commune, basis=" ")).status_code == 422
    written(commune, writer)
    twice = post(writer, RULES, **said(commune, basis="Điều 9"))
    assert "waiting for approval already" in text(twice)
    with scope_use(SYSTEM):
        assert OpinionRuleDraft.objects.count() == 1


def test_a_rule_goes_back_with_a_reason_or_is_taken_back_by_its_writer(commune, writer, approver):
    draft = written(commune, writer)
    assert "Say why." in text(post(approver, f"{RULES}{draft}/", do="return", reason=" "))
    assert "Only who wrote it" in text(post(approver, f"{RULES}{draft}/", do="recall"))
    post(approver, f"{RULES}{draft}/", do="return", reason="Điều luật không nói vậy")
    assert "Điều luật không nói vậy" in text(get(writer, RULES))
    second = written(commune, writer)
    assert "Nothing of it holds." in text(post(writer, f"{RULES}{second}/", do="recall"))
    assert basis(commune) == ""


def test_a_commune_neither_writes_nor_approves_for_everybody(commune, writer):
    with scope_use(SYSTEM):
        here = actor_make(role=Role.BUSINESS_ADMIN, unit=commune.unit)
    assert "Write a rule" not in text(get(here, RULES))
    answer = post(here, RULES, **said(commune))
    assert answer.status_code == 422
    assert "Rules of silence are kept at the province." in text(answer)
    draft = written(commune, writer)
    assert "kept at the province" in text(post(here, f"{RULES}{draft}/", do="approve"))
    assert basis(commune) == ""
    assert post(writer, f"{RULES}999999/", do="approve").status_code == 404
    assert post(commune.specialist, f"{RULES}{draft}/", do="approve").status_code == 404


def test_the_page_that_asks_says_what_silence_means_and_leads_to_the_rule(
    commune, writer, approver
):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPRAISE)
    url = f"/office/dossiers/{code}/opinions/ask/"
    page = text(get(commune.specialist, url))
    assert "No answer in time is no consent here" in page
    assert f"{RULES}?procedure={commune.offering.version.code}" in page
    post(approver, f"{RULES}{written(commune, writer)}/", do="approve")
    page = text(get(commune.specialist, url))
    assert "counts as consent here (Luật mẫu, Điều 12)" in page
