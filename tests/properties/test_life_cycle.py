"""Random lives of a dossier through the real operations, wrong people and stale pages among them.

What may happen where is told by this test's own table; after every step the stored dossier must
be the fold of its events, whose chain holds. `MOTCUA_EXAMPLES` is the number of lives.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run
from tests.builders.documents import pdf_make
from tests.builders.dossiers import MORNING, Commune, commune_at_work, dossier_registered

from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import Phase, StopKind
from motcua.dossiers.views import DossierView
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.errors import Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

EXAMPLES = int(os.environ.get("MOTCUA_EXAMPLES", "12"))
REASON = {"reason": "Lý do"}
BASIS = {**REASON, "legal_basis": "Luật"}
ITEMS = {**REASON, "items": ["Bản sao"]}
# operation: who may, where, inputs. Stations as in test_guard_table.
OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "dossier_accept": ("counter", "1 5i", {}),
    "dossier_refuse": ("counter", "1 5i", BASIS),
    "dossier_request_supplement_at_intake": ("counter", "1 5i", ITEMS),
    "dossier_propose_supplement": ("specialist", "4", ITEMS),
    "dossier_approve_supplement": ("leader", "4", {}),
    "dossier_receive_supplement": ("counter", "5a", {}),
    "dossier_request_obligation": (
        "specialist", "4", {"payer": "A", "notice_number": "1", "amount_vnd": 10},
    ),
    "dossier_fulfil_obligation": ("counter", "6", {"proof": "1"}),
    "dossier_withdraw": ("counter", "1 2 4 5i 5a 6", REASON),
    "dossier_stop": ("leader", "2 4 5a 6", {**BASIS, "kind": StopKind.FINAL}),
    "dossier_reopen": ("counter", "9", REASON),
}  # fmt: skip
# act: who may, where, outcome, details.
STEPS: dict[Act, tuple[str, str, str, dict[str, Any]]] = {
    Act.ASSIGN: ("leader", "2", "assigned", {}),
    Act.APPRAISE: ("specialist", "4", "propose_approve", {}),
    Act.APPROVE: ("leader", "4", "approved", {}),
    Act.ISSUE: ("clerk", "4", "issued", {"number": "1/UBND"}),
    Act.RETURN: ("counter", "9", "given", {"receiver_name": "Nguyễn Văn Mẫu"}),
}
PEOPLE = ("counter", "specialist", "leader", "clerk")
MOVES = {
    "1": "1 2 3 5i 7", "2": "2 4 7 8", "3": "3", "4": "4 5a 6 7 8 9", "5i": "5i 2 3 7",
    "5a": "5a 4 7 8", "6": "6 4 7 8", "7": "7", "8": "8", "9": "9 10 4", "10": "10",
}  # fmt: skip


@pytest.fixture(scope="module")
def commune(django_db_setup: None, django_db_blocker: Any) -> Iterator[Commune]:
    """One commune for all lives; what each life writes is undone."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            with clock.clock_set(MORNING), scope_use(SYSTEM):
                made = commune_at_work(fees=[], pauses_for_obligation=True)
                Life.commune = made
                Life.file_id = file_store(data=pdf_make(), name="a.pdf").id
            yield made
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


class Life(RuleBasedStateMachine):
    """One dossier; every rule tries something and says whether it had to succeed."""

    commune: Commune
    file_id: int

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.savepoint()
        self.now = MORNING
        self.code = ""
        self.seen = "1"
        self.due: Any = None
        self.known: DossierView | None = None  # nobody else writes: read once after each attempt

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.mark)

    # --- looking ---------------------------------------------------------------------------

    def dossier(self) -> DossierView:
        if self.known is None:
            with scope_use(SYSTEM):
                self.known = dossier_get(self.code)
        return self.known

    def station(self, dossier: DossierView) -> str:
        phase = {Phase.INTAKE: "i", Phase.APPRAISAL: "a"}.get(dossier.phase, "")
        return f"{int(dossier.status)}{phase if dossier.status == 5 else ''}"

    def person(self, role: str) -> Actor:
        actor: Actor = getattr(self.commune, role)
        return actor

    def attempt(self, operation: Any, *, must: bool, stale: bool, **inputs: Any) -> None:
        before, self.known = self.dossier(), None
        try:
            with clock.clock_set(self.now), scope_use(SYSTEM):
                operation(**inputs)
        except Refused as refused:
            assert not must, f"{operation.__name__} was refused: {refused.code} {refused}"
            assert not stale or isinstance(refused, Stale)
            assert self.dossier() == before, "a refusal leaves no trace"
        else:
            assert must, f"{operation.__name__} succeeded in {self.station(before)}"

    # --- doing -----------------------------------------------------------------------------

    @initialize()
    def submit(self) -> None:
        with clock.clock_set(self.now), scope_use(SYSTEM):
            self.code = dossier_registered(self.commune)

    @rule(hours=st.sampled_from([0, 0, 1, 5, 26, 80]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        name=st.sampled_from(sorted(OPERATIONS)),
        who=st.sampled_from(PEOPLE),
        stale=st.booleans(),
    )
    def anybody_tries_anything(self, name: str, who: str, stale: bool) -> None:
        self.operate(name, who, stale=stale)

    @rule(name=st.sampled_from(sorted(set(OPERATIONS) - {"dossier_withdraw", "dossier_stop"})))
    def the_right_person_tries(self, name: str) -> None:
        self.operate(name, OPERATIONS[name][0], stale=False)

    def operate(self, name: str, who: str, *, stale: bool) -> None:
        right, where, inputs = OPERATIONS[name]
        dossier = self.dossier()
        proposed = dossier.open_supplement is not None
        lawful = self.station(dossier) in where.split() and who == right and not stale
        if name == "dossier_propose_supplement":
            lawful = lawful and not proposed
        if name == "dossier_approve_supplement":
            lawful = lawful and proposed
        self.attempt(
            getattr(services, name),
            must=lawful,
            stale=stale,
            actor=self.person(who),
            code=self.code,
            version=dossier.version - stale,
            **inputs,
        )

    @rule()
    def a_leader_rejects_the_supplement(self) -> None:
        dossier = self.dossier()
        waits = dossier.open_supplement is not None and dossier.open_supplement.state == "proposed"
        self.attempt(
            services.dossier_approve_supplement,
            must=waits and self.station(dossier) == "4",
            stale=False,
            actor=self.commune.leader,
            code=self.code,
            approve=False,
        )

    @rule(who=st.sampled_from(PEOPLE))
    def somebody_drafts(self, who: str) -> None:
        dossier = self.dossier()
        # A draft that lies with the leader, or was approved, is not exchanged any more.
        there = dossier.draft is not None
        fixed = there and (
            dossier.draft.approved_at or (self.live()[:1] and self.live()[0].act is Act.APPROVE)
        )
        self.attempt(
            services.dossier_draft_result,
            must=self.station(dossier) == "4" and who == "specialist" and not fixed,
            stale=False,
            actor=self.person(who),
            code=self.code,
            file_id=self.file_id,
            file_name="a.pdf",
            title="Giấy xác nhận",
        )

    @precondition(lambda self: bool(self.live()))
    @rule(who=st.sampled_from(PEOPLE), stale=st.booleans())
    def anybody_completes(self, who: str, stale: bool) -> None:
        self.complete(who, stale=stale)

    @precondition(lambda self: bool(self.live()))
    @rule(sends_back=st.booleans())
    def the_right_person_completes(self, sends_back: bool) -> None:
        self.complete("", stale=False, sends_back=sends_back)

    def live(self) -> list[Any]:
        return [item for item in self.dossier().items if item.state.is_live]

    def complete(self, who: str, *, stale: bool, sends_back: bool = False) -> None:
        dossier, item = self.dossier(), self.live()[0]
        right, where, outcome, details = STEPS[item.act]
        who = who or right
        lawful = self.station(dossier) in where.split() and who == right and not stale
        draft = dossier.draft
        if item.act is Act.APPROVE and sends_back:
            outcome, details = "sent_back", {"note": "Sai"}
            outcome = next(o.code for o in item.outcomes if o.code != "approved")
        elif item.act is Act.APPROVE:
            lawful = lawful and draft is not None
        elif item.act is Act.ISSUE:
            lawful = lawful and draft is not None and draft.approved_at is not None
        elif item.act is Act.ASSIGN:
            details = {"assign_to": self.commune.specialist.account_id}
        self.attempt(
            services.work_complete,
            must=lawful,
            stale=False,
            actor=self.person(who),
            item_id=item.id,
            outcome=outcome,
            expected_version=item.version + stale,
            details=WorkDetails(**details),
        )

    # --- what is always true -----------------------------------------------------------------

    @invariant()
    def everything_agrees(self) -> None:
        if not self.code:
            return
        with scope_use(SYSTEM):
            assert list(chains_verify(Dossier.objects.filter(code=self.code))) == []
            events = Event.objects.filter(dossier__code=self.code).order_by("seq")
            numbers, instants = zip(*events.values_list("seq", "at"), strict=True)
        assert list(numbers) == list(range(1, len(numbers) + 1))
        assert list(instants) == sorted(instants)
        dossier = self.dossier()
        here = self.station(dossier)
        assert here in MOVES[self.seen].split(), f"{self.seen} → {here}"
        self.seen = here
        self.check_clock(dossier, here)
        self.check_work(dossier, here)

    def check_clock(self, dossier: DossierView, here: str) -> None:
        assert (dossier.due_at is None) == (dossier.accepted_at is None)
        if dossier.due_at is not None:
            assert dossier.due_at > dossier.accepted_at
            assert self.due is None or dossier.due_at >= self.due, "a pause never shortens"
            self.due = dossier.due_at
        assert (dossier.suspended_from is not None) == (here in {"5a", "6"})
        pending = [s for s in dossier.supplements if s.state in {"proposed", "requested"}]
        assert len(pending) <= 1
        assert [s.ordinal for s in dossier.supplements] == list(
            range(1, len(dossier.supplements) + 1)
        )

    def check_work(self, dossier: DossierView, here: str) -> None:
        live = [item.act for item in dossier.items if item.state.is_live]
        if here in {"1", "3", "5i", "7", "8", "10"}:
            assert live == []
        elif here == "9":
            assert live == [Act.RETURN]
        else:
            assert len(live) == 1
        for role in PEOPLE:  # what a page offers as the next act is lawful
            for offer in actions_allowed(self.person(role), dossier):
                name = f"dossier_{offer.name}"
                if name in OPERATIONS:
                    assert OPERATIONS[name][0] == role
                    assert here in OPERATIONS[name][1].split(), f"{name} offered in {here}"


def test_lives(commune):
    run(
        Life,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            phases=[Stage.reuse, Stage.generate],  # a life is short; shrinking costs minutes
            derandomize=EXAMPLES <= 12,
            suppress_health_check=list(HealthCheck),
        ),
    )
