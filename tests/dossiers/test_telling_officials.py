"""Officials are told by e-mail: drawn processes to approve, decisions, opinions that came or not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_at
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make, province_make
from tests.dossiers.test_opinions import answer, ask
from tests.workflow.test_drafts import Place

from motcua.dossiers.models import OpinionRequest
from motcua.dossiers.services import telling_officials
from motcua.dossiers.services.telling_officials import opinions_overdue_tell
from motcua.identity.models import Account
from motcua.identity.types import Actor, Role
from motcua.kernel.outbox import outbox_deliver
from motcua.notices import channels
from motcua.notices.models import Delivery, Notice
from motcua.notices.types import Channel
from motcua.workflow import services as workflow
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = 24


@pytest.fixture(autouse=True)
def ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "_adapters", dict.fromkeys(Channel, object()))


def mailed(*actors: Actor) -> None:
    """Give accounts an address."""
    for one in actors:
        Account.objects.filter(pk=one.account_id).update(
            email=f"can.bo.{one.account_id}@example.vn"
        )


def told(prefix: str) -> list[tuple[str, str]]:
    """Return template and address of what was told; nothing that names a person."""
    rows = Delivery.objects.filter(notice__template__startswith=prefix).order_by("pk")
    for row in rows.select_related("notice"):
        assert not {"name", "id_number"} & set(row.notice.values)
        assert "Mẫu" not in str(row.notice.values)
    return [(row.notice.template, row.address) for row in rows.select_related("notice")]


def address(actor: Actor) -> str:
    return f"can.bo.{actor.account_id}@example.vn"


@pytest.fixture
def place() -> Place:
    with at():
        made = Place()
    mailed(made.drawer, made.approver)
    return made


def test_who_may_approve_is_told_of_a_submission_and_the_author_of_the_decision(
    place: Place,
) -> None:
    with at():
        elsewhere = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
        mailed(elsewhere)
        draft = place.submit(place.start())
        assert told("process") == [("process_submitted", address(place.approver))]
        assert Notice.objects.get().path == f"/office/processes/drafts/{draft.id}/approve/"
        returned = workflow.process_draft_return(
            actor=place.approver, draft_id=draft.id, expected_version=draft.version, reason="Thiếu."
        )
        assert told("process_returned") == [("process_returned", address(place.drawer))]
        assert "Thiếu" not in str(Notice.objects.get(template="process_returned").values)
        again = place.submit(returned)
        place.approve(again)
    assert told("process_submitted") == [("process_submitted", address(place.approver))] * 2
    assert told("process_approved") == [("process_approved", address(place.drawer))]


def test_of_a_commune_without_an_approver_the_nearest_above_is_told(place: Place) -> None:
    with at():
        drawer = actor_make(role=Role.BUSINESS_ADMIN, unit=place.commune)
        mailed(drawer)
        draft = place.start(actor=drawer, unit_id=place.commune.id)
        workflow.process_draft_submit(
            actor=drawer, draft_id=draft.id, expected_version=draft.version,
            application=place.application(unit_ids=(place.commune.id,)),
        )  # fmt: skip
    # Whoever drew it could approve others' drafts there, not this one.
    assert {one for _template, one in told("process")} == {
        address(place.approver), address(place.drawer),
    }  # fmt: skip


def test_without_an_address_nobody_is_written_to_and_nothing_fails() -> None:
    with at():
        place = Place()
        place.approve(place.submit(place.start()))
    assert told("process") == []


@pytest.fixture
def asked() -> Any:
    with at():
        commune = commune_at_work(limit="10wd")
        department = body_of(province_make(code="19"), "stp")
        expert = actor_make(role=Role.COORDINATOR, unit=department)
        mailed(commune.specialist, commune.leader, expert)
        code = dossier_at(commune, Act.APPRAISE)
        [request] = ask(commune, code, department)
    return commune, expert, code, request


def deliver() -> None:
    while outbox_deliver():
        pass


@pytest.mark.parametrize(
    ("outcome", "template"),
    [
        ("agree", "opinion_given"), ("disagree", "opinion_given"),
        ("not_ours", "opinion_declined"), ("more", "opinion_more"),
    ],
)  # fmt: skip
def test_who_asked_is_told_of_the_answer_once(asked: Any, outcome: str, template: str) -> None:
    commune, expert, _code, request = asked
    with at(2):
        answer(expert, request, outcome)
        deliver()
        assert told("opinion") == [(template, address(commune.specialist))]
        assert opinions_overdue_tell() == 0
    with at(DAY * 10):
        assert opinions_overdue_tell() == 0


def test_who_asked_is_told_once_when_no_answer_has_come_in_time(asked: Any) -> None:
    commune, _expert, _code, _request = asked
    with at(2):
        assert opinions_overdue_tell() == 0
    with at(DAY * 6):
        assert opinions_overdue_tell() == 1
        assert opinions_overdue_tell() == 0
    assert told("opinion") == [("opinion_overdue", address(commune.specialist))]


def test_where_silence_is_consent_that_is_told_and_not_twice(asked: Any) -> None:
    commune, _expert, code, _request = asked
    OpinionRequest.objects.update(silence_basis="Nghị định mẫu, Điều 1")
    with at(DAY * 6):
        assert opinions_overdue_tell() == 1
        row = OpinionRequest.objects.get(code=code)
        telling_officials._opinion(row, "opinion_silent", key=telling_officials._overdue_key(row))
    assert told("opinion") == [("opinion_silent", address(commune.specialist))]


def test_requests_that_cannot_be_told_stand_before_no_other(
    asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune, _expert, code, _request = asked
    with at():
        economy = body_of(commune.unit, "kt")
        actor_make(role=Role.SPECIALIST, unit=economy)
        ask(commune, code, economy)
    first = OpinionRequest.objects.order_by("pk").values_list("pk", flat=True)[0]
    tell = telling_officials._opinion

    def fails(row: OpinionRequest, template: str, *, key: str) -> int:
        if row.pk == first:
            raise RuntimeError("broken")
        return tell(row, template, key=key)

    monkeypatch.setattr(telling_officials, "_opinion", fails)
    monkeypatch.setattr(telling_officials, "PAGE", 1)
    with at(DAY * 6):
        assert opinions_overdue_tell() == 1
