"""Processes that ask another unit: the whole way, by the right persons and by nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders.dossiers import (
    Commune,
    at,
    commune_at_work,
    dossier_accepted,
    draft_add,
    item_of,
    work_do,
)
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, province_make
from tests.builders.procedures import offering_make

from motcua.dossiers import services
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import Status
from motcua.identity.types import Actor, Role
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


def offered(commune: Commune, process_key: str, **units: int) -> Commune:
    """Return the commune with a procedure of that process, open for intake."""
    offering = offering_make(
        unit=commune.unit,
        roles_units={
            "receiving": commune.centre.id,
            "handling": commune.office.id,
            "competent": commune.unit.id,
            **units,
        },
        limit="10wd",
        process_key=process_key,
    )
    return replace(commune, offering=offering)


def refused_to(people: list[Actor], code: str, act: Act, outcome: str, **details: object) -> None:
    """Check that none of these may claim or do the step; each in the scope that is theirs."""
    item = item_of(code, act)
    for person in people:
        for doing in (
            lambda person=person: services.work_claim(
                actor=person, item_id=item.id, expected_version=item.version
            ),
            lambda person=person: services.work_complete(
                actor=person,
                item_id=item.id,
                outcome=outcome,
                expected_version=item.version,
                details=services.WorkDetails(**details),
            ),
        ):
            with scope_use(person.scope), pytest.raises((Forbidden, NotFound)):
                doing()


def own_do(code: str, act: Act, actor: Actor, outcome: str, **details: object) -> None:
    """Do a step under the person's own scope."""
    with scope_use(actor.scope):
        work_do(code, act, actor, outcome, **details)


def finish(commune: Commune, code: str) -> None:
    """Approve, issue and return."""
    own_do(code, Act.APPROVE, commune.leader, "approved")
    own_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GP-UBND")
    own_do(code, Act.RETURN, commune.counter, "given", receiver_name="Nguyễn Văn Mẫu")


@pytest.fixture
def commune():
    return commune_at_work()


class TestProvincialStep:
    """Commune – department of the province – commune."""

    @pytest.fixture
    def department(self, commune):
        return body_of(province_make(code="19"), "stp")

    @pytest.fixture
    def people(self, department):
        return (
            actor_make(role=Role.SPECIALIST, unit=department),
            actor_make(role=Role.LEADER, unit=department),
        )

    @pytest.fixture
    def code(self, commune, department):
        """A dossier that the commune has appraised and that lies with the department."""
        commune = offered(commune, "provincial_step", province=department.id)
        with at():
            code = dossier_accepted(commune)
            own_do(
                code,
                Act.ASSIGN,
                commune.leader,
                "assigned",
                assign_to=commune.specialist.account_id,
            )
            with scope_use(commune.specialist.scope):
                draft_add(commune, code)
            own_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        return code

    def test_the_whole_way_by_the_right_persons(self, commune, people, code):
        expert, head = people
        with at(1):
            wrong = [commune.leader, commune.specialist, expert]
            refused_to(wrong, code, Act.ASSIGN, "assigned")
            own_do(code, Act.ASSIGN, head, "assigned", assign_to=expert.account_id)
            # The commune's official stays in charge and has appraised it.
            dossier = dossier_get(code)
            assert dossier.official_id == commune.specialist.account_id
            assert item_of(code, Act.OPINION).claimed_by_id == expert.account_id

            wrong = [commune.specialist, commune.leader, commune.clerk, head]
            refused_to(wrong, code, Act.OPINION, "agree", note="Thống nhất")
            with scope_use(expert.scope):
                assert {o.name for o in actions_allowed(expert, dossier_get(code))} >= {"complete"}
                with pytest.raises(Invalid):
                    work_do(code, Act.OPINION, expert, "agree")
            own_do(code, Act.OPINION, expert, "agree", note="Thống nhất với đề xuất")

            wrong = [expert, commune.leader, commune.specialist]
            refused_to(wrong, code, Act.ENDORSE, "endorsed")
            own_do(code, Act.ENDORSE, head, "endorsed")
            refused_to([head, expert, commune.specialist], code, Act.APPROVE, "approved")
            finish(commune, code)
        dossier = dossier_get(code)
        assert dossier.status is Status.RETURNED
        assert dossier.appraised_by == commune.specialist.account_id
        assert dossier.approved_by == commune.leader.account_id
        assert [event.type for event in dossier.timeline][4:9] == [
            "appraised",
            "assigned",
            "opinion_given",
            "step_completed",
            "approved",
        ]
        assert list(chains_verify()) == []

    def test_the_department_decides_nothing_else_in_the_dossier(self, commune, people, code):
        expert, head = people
        with at(1):
            own_do(code, Act.ASSIGN, head, "assigned", assign_to=expert.account_id)
            with scope_use(expert.scope):
                with pytest.raises(Forbidden):
                    services.dossier_propose_supplement(
                        actor=expert, code=code, items=["Bản sao"], reason="Thiếu"
                    )
                with pytest.raises(Forbidden):
                    draft_add(replace(commune, specialist=expert), code)
                names = {offer.name for offer in actions_allowed(expert, dossier_get(code))}
        assert not names & {"draft_result", "propose_supplement", "request_obligation"}

    def test_nobody_endorses_the_own_opinion(self, department, people, code):
        expert, head = people
        with at(1):
            own_do(code, Act.ASSIGN, head, "assigned", assign_to=expert.account_id)
            own_do(code, Act.OPINION, expert, "agree", note="Thống nhất")
            both = actor_make(role=Role.LEADER, unit=department, account=expert.account_id)
            with pytest.raises(Refused) as refused:
                own_do(code, Act.ENDORSE, both, "endorsed")
            assert refused.value.code == "own_opinion"
            own_do(code, Act.ENDORSE, head, "endorsed")

    def test_only_somebody_of_the_department_is_put_to_its_step(self, commune, people, code):
        with at(1), pytest.raises(Invalid):
            own_do(
                code,
                Act.ASSIGN,
                people[1],
                "assigned",
                assign_to=commune.specialist.account_id,
            )

    def test_sent_back_it_returns_to_the_commune_and_comes_again(self, commune, people, code):
        expert, head = people
        with at(1):
            own_do(code, Act.ASSIGN, head, "assigned", assign_to=expert.account_id)
            own_do(code, Act.OPINION, expert, "disagree", note="Thiếu căn cứ")
            own_do(code, Act.ENDORSE, head, "sent_back")
            again = item_of(code, Act.APPRAISE)
            assert again.claimed_by_id == commune.specialist.account_id
            own_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
            own_do(code, Act.ASSIGN, head, "assigned", assign_to=expert.account_id)
            own_do(code, Act.OPINION, expert, "agree", note="Thống nhất")
            own_do(code, Act.ENDORSE, head, "endorsed")
            finish(commune, code)
        assert dossier_get(code).status is Status.RETURNED
        assert list(chains_verify()) == []


class TestWithOpinion:
    """Another office of the commune is asked while the dossier is appraised."""

    @pytest.fixture
    def asked(self, commune):
        return body_of(commune.unit, "kt")

    def test_the_whole_way_by_the_right_persons(self, commune, asked):
        coordinator = actor_make(role=Role.COORDINATOR, unit=asked)
        neighbour = actor_make(role=Role.SPECIALIST, unit=body_of(commune.unit, "vhxh"))
        commune = offered(commune, "with_opinion", opinion=asked.id)
        with at():
            code = dossier_accepted(commune)
            own_do(
                code,
                Act.ASSIGN,
                commune.leader,
                "assigned",
                assign_to=commune.specialist.account_id,
            )
            wrong = [commune.specialist, commune.clerk, neighbour, commune.leader]
            refused_to(wrong, code, Act.OPINION, "agree", note="Thống nhất")
            refused_to([coordinator, neighbour], code, Act.APPRAISE, "propose_approve")
            with scope_use(commune.specialist.scope):
                draft_add(commune, code)
            own_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
            with scope_use(coordinator.scope), pytest.raises(Forbidden):
                draft_add(replace(commune, specialist=coordinator), code)
            own_do(code, Act.OPINION, coordinator, "disagree", note="Cần sửa ranh giới")
            refused_to([coordinator], code, Act.APPRAISE, "propose_approve")
            own_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
            refused_to([coordinator, commune.specialist], code, Act.APPROVE, "approved")
            finish(commune, code)
        dossier = dossier_get(code)
        assert dossier.status is Status.RETURNED
        assert [event.type for event in dossier.timeline].count("appraised") == 2
        assert dossier.official_id == commune.specialist.account_id
        assert list(chains_verify()) == []
