"""Drafts of processes: begun, saved with findings, submitted, decided by another person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders.drawn import whole
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make, province_make, unit_make
from tests.builders.procedures import offering_make, version_make
from tests.builders.workflow import AT, office_make, process_make

from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.procedures.queries import procedure_get
from motcua.workflow import queries, services
from motcua.workflow.drawn import Application, DraftState, DraftView, Severity
from motcua.workflow.models import Draft, Use
from motcua.workflow.queries.drawings import drawing_checked
from motcua.workflow.services import drafts

pytestmark = pytest.mark.usefixtures("system_scope")


class Place:
    """A province with a commune, who draws and who approves there."""

    def __init__(self) -> None:
        self.province = province_make()
        self.commune = commune_make(province=self.province)
        self.drawer = actor_make(role=Role.BUSINESS_ADMIN, unit=self.province)
        self.approver = actor_make(role=Role.LEADER, unit=self.province)
        self.procedure = version_make(limit="5wd", process_key="standard").code

    def start(self, **over: Any) -> DraftView:
        fields: dict[str, Any] = {
            "actor": self.drawer, "unit_id": self.province.id, "key": "drawn", "name": "Của tỉnh",
            "bpmn": whole(), "procedures": (self.procedure,), **over,
        }  # fmt: skip
        return services.process_draft_start(**fields)

    def application(self, **over: Any) -> Application:
        return replace(Application((self.procedure,), (self.province.id,), clock.today()), **over)

    def submit(self, draft: DraftView, **over: Any) -> DraftView:
        return services.process_draft_submit(
            actor=self.drawer, draft_id=draft.id, expected_version=draft.version,
            application=self.application(**over),
        )  # fmt: skip

    def approve(self, draft: DraftView, actor: Actor | None = None) -> DraftView:
        return services.process_draft_approve(
            actor=actor or self.approver, draft_id=draft.id, expected_version=draft.version
        )

    def save(
        self, draft: DraftView, bpmn: str, actor: Actor | None = None, **more: Any
    ) -> DraftView:
        return services.process_draft_save(
            actor=actor or self.drawer, draft_id=draft.id, bpmn=bpmn,
            expected_version=draft.version, **more,
        )  # fmt: skip


@pytest.fixture
def place() -> Any:
    with clock.clock_set(AT):
        yield Place()


def test_a_draft_is_drawn_submitted_approved_and_holds(place: Place) -> None:
    draft = place.start()
    assert (draft.state, draft.findings, draft.can_save) == (DraftState.EDITING, (), True)
    approved = place.approve(place.submit(draft))
    assert (approved.state, approved.decided_by_id) == (
        DraftState.APPROVED, place.approver.account_id,
    )  # fmt: skip
    [use] = queries.process_uses(place.procedure, place.commune.id)
    assert (use.key, use.version, use.in_force) == ("drawn", 1, True)
    [version] = [v for v in queries.process_versions(place.drawer) if v.key == "drawn"]
    assert (version.draft_id, version.uses[0].in_force) == (draft.id, True)


def test_a_blank_draft_and_a_copy_of_a_shipped_one_can_be_begun(place: Place) -> None:
    services.processes_ship(at=AT)
    blank = place.start(bpmn=None, procedures=())
    assert {f.code for f in blank.findings} == {"act_end", "procedures_none"}
    assert not blank.errors
    base = queries.definition_by_key("with_opinion")
    copied = place.start(bpmn=None, definition_id=base.id, key="opinion_here", name="Của xã")
    assert copied.errors == 0, [f.message for f in copied.findings]
    assert copied.based_on_id == base.id
    assert 'id="opinion_here"' in copied.bpmn


@pytest.mark.parametrize("bpmn", ["", "no xml", "<a/>", "<!DOCTYPE a><a/>", "x" * 600_000])
def test_a_file_that_is_no_process_begins_no_draft(place: Place, bpmn: str) -> None:
    with pytest.raises(Invalid) as caught:
        place.start(bpmn=bpmn)
    assert caught.value.problems[0].field == "bpmn"
    assert queries.drafts_list(place.drawer) == []


def test_whatever_is_wrong_is_saved_with_its_findings_and_not_submitted(place: Place) -> None:
    draft = place.start()
    wrong = whole().replace('role="clerk"', 'role="king"').replace('hours="4"', 'hours="0"', 1)
    saved = place.save(draft, wrong)
    assert {(f.element, f.code) for f in saved.findings} == {
        ("issue", "role_unknown"), ("receive", "hours_wrong"),
    }  # fmt: skip
    assert all(f.severity is Severity.ERROR and f.message and f.name for f in saved.findings)
    with pytest.raises(Refused, match="errors"):
        place.submit(saved)
    assert queries.draft_get(place.drawer, draft.id) == saved


def test_of_two_who_save_at_once_the_second_is_told(place: Place) -> None:
    draft = place.start()
    place.save(draft, whole(hours="2"))
    with pytest.raises(Stale):
        place.save(draft, whole(hours="3"))


def test_nobody_decides_about_what_they_drew_or_submitted(place: Place) -> None:
    both = actor_make(role=Role.CONTROLLER, unit=place.province)
    draft = place.save(place.start(), whole(hours="2"), actor=both)
    submitted = place.submit(place.save(draft, whole(hours="3")))
    with pytest.raises(Refused) as caught:
        place.approve(submitted, actor=both)
    assert caught.value.code == "four_eyes"
    assert place.approve(submitted).definition_id


def _without_right(place: Place) -> Actor:
    return actor_make(role=Role.DIRECTOR, unit=place.province)


def test_the_database_holds_to_four_eyes_and_to_decided_drafts(place: Place) -> None:
    draft = place.submit(place.start())
    sql = "UPDATE workflow_draft SET decided_by_id = %s WHERE id = %s"
    for account_id in (place.drawer.account_id,):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [account_id, draft.id])
    place.approve(draft)
    for change in ("note = 'x'", "state = 'editing'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE workflow_draft SET {change} WHERE id = %s", [draft.id])
    for sql in ("UPDATE workflow_use SET parts = '{}'", "DELETE FROM workflow_use"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_returned_draft_tells_why_and_goes_on(place: Place) -> None:
    draft = place.submit(place.start())
    for reason in ("", "  "):
        with pytest.raises(Invalid):
            services.process_draft_return(
                actor=place.approver, draft_id=draft.id, expected_version=draft.version,
                reason=reason,
            )  # fmt: skip
    back = services.process_draft_return(
        actor=place.approver, draft_id=draft.id, expected_version=draft.version, reason="Thiếu bước"
    )
    assert (back.state, back.reason, back.can_save) == (DraftState.RETURNED, "Thiếu bước", True)
    assert place.approve(place.submit(place.save(back, whole(hours="3")))).definition_id


def test_whoever_returned_a_draft_may_go_on_with_it_and_then_decides_no_more(place: Place) -> None:
    both = actor_make(role=Role.CONTROLLER, unit=place.province)
    draft = place.submit(place.start())
    back = services.process_draft_return(
        actor=both, draft_id=draft.id, expected_version=draft.version, reason="Thiếu bước"
    )
    saved = place.save(back, whole(hours="3"), actor=both)
    assert (saved.state, saved.reason, saved.decided_by_id, saved.decided_at) == (
        DraftState.RETURNED, "Thiếu bước", None, None,
    )  # fmt: skip
    submitted = place.submit(saved)
    with pytest.raises(Refused) as caught:
        place.approve(submitted, actor=both)
    assert caught.value.code == "four_eyes"


def test_a_submitted_draft_is_not_saved_but_taken_back(place: Place) -> None:
    draft = place.submit(place.start())
    with pytest.raises(Refused):
        place.save(draft, whole(hours="2"))
    editing = services.process_draft_recall(
        actor=place.drawer, draft_id=draft.id, expected_version=draft.version
    )
    assert place.save(editing, whole(hours="2")).version == editing.version + 1


def test_a_withdrawn_draft_makes_room_for_another(place: Place) -> None:
    draft = place.start()
    with pytest.raises(Refused) as caught:
        place.start()
    assert caught.value.code == "draft_open"
    services.process_draft_withdraw(
        actor=place.drawer, draft_id=draft.id, expected_version=draft.version
    )
    assert place.start().id != draft.id
    assert [d.state for d in queries.drafts_list(place.drawer, open_only=True)] == [
        DraftState.EDITING
    ]


def test_another_units_draft_is_not_there(place: Place) -> None:
    draft = place.start()
    other = actor_make(role=Role.BUSINESS_ADMIN, unit=unit_make(full_name="Tỉnh khác"))
    with pytest.raises(NotFound):
        queries.draft_get(other, draft.id)
    with pytest.raises(NotFound):
        place.save(draft, whole(), actor=other)
    assert queries.drafts_list(other) == []
    with pytest.raises(Forbidden):
        place.start(actor=other, key="mine")
    reader = _without_right(place)
    with pytest.raises(NotFound):
        queries.draft_get(reader, draft.id)


def test_a_key_belongs_to_whoever_deployed_it_first(place: Place) -> None:
    services.processes_ship(at=AT)
    for key in ("standard", "Standard", "a", "x" * 41, ""):
        with pytest.raises((Invalid, Refused)):
            place.start(key=key)
    place.approve(place.submit(place.start()))
    lower = actor_make(role=Role.BUSINESS_ADMIN, unit=place.commune)
    with pytest.raises(Refused) as caught:
        place.start(actor=lower, unit_id=place.commune.id)
    assert caught.value.code == "process_key_taken"


def test_where_and_when_a_version_holds_is_checked(place: Place) -> None:
    draft = place.start()
    elsewhere = unit_make(full_name="Tỉnh khác")
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("procedures", {"procedures": ("9.9",)}),
        ("unit_ids", {"unit_ids": (elsewhere.id,)}),
        ("effective_on", {"effective_on": None}),
        ("effective_on", {"effective_on": clock.today() - timedelta(days=1)}),
        ("parts_province", {"parts": {"province": 10**9}}),
    ]
    for field, over in wrong:
        with pytest.raises(Invalid) as caught:
            place.submit(draft, **over)
        assert {p.field for p in caught.value.problems} == {field}, over


def test_a_part_that_no_offering_names_needs_its_unit(place: Place) -> None:
    text = whole().replace(
        'act="assign" role="leader" unit="handling"', 'act="assign" role="leader" unit="province"'
    )
    draft = place.start(bpmn=text)
    with pytest.raises(Invalid) as caught:
        place.submit(draft)
    assert [p.field for p in caught.value.problems] == ["parts_province"]
    body = body_of(place.province, "stp")
    assert place.submit(draft, parts={"province": body.id}).application.parts == {
        "province": body.id
    }


def test_hours_over_the_limit_are_found_at_every_save_and_keep_it_from_being_submitted(
    place: Place,
) -> None:
    draft = place.start(bpmn=whole(hours="10"))
    with pytest.raises(Refused):
        place.submit(draft)
    [finding] = draft.findings
    assert (finding.code, finding.severity) == ("hours_over", Severity.ERROR)
    assert finding.marks == ("receive", "assign", "appraise", "approve", "issue", "return")
    assert "60 > 40" in finding.message
    mended = place.save(draft, whole(hours="6"))
    assert mended.findings == ()
    [again] = place.save(mended, whole(hours="7")).findings
    assert again.code == "hours_over"
    assert "42 > 40" in again.message


def test_required_acts_are_firm_at_every_save(place: Place) -> None:
    draft = place.start()
    act = 'act="{}" role="{}"'
    text = whole().replace(act.format("issue", "clerk"), act.format("endorse", "leader"))
    [finding] = place.save(draft, text).findings
    assert (finding.element, finding.code, finding.severity) == (
        "return", "act_order", Severity.ERROR,
    )  # fmt: skip


def test_procedures_are_named_later_and_every_save_checks_for_them(place: Place) -> None:
    draft = place.start(bpmn=whole(hours="10"), procedures=())
    [hint] = draft.findings
    assert (hint.element, hint.code, hint.severity) == ("", "procedures_none", Severity.WARNING)
    named = place.save(draft, draft.bpmn, application=Application((place.procedure,)))
    assert named.application.procedures == (place.procedure,)
    assert [f.code for f in named.findings] == ["hours_over"]
    again = place.save(named, whole(hours="9"))
    assert [f.code for f in again.findings] == ["hours_over"]
    short = version_make(limit="20wd", process_key="standard").code
    other = place.save(again, again.bpmn, application=Application((short,)))
    assert other.findings == ()


def test_procedures_that_are_not_there_are_refused(place: Place) -> None:
    with pytest.raises(Invalid) as caught:
        place.start(procedures=("9.9",))
    assert [p.field for p in caught.value.problems] == ["procedures"]
    draft = place.start()
    with pytest.raises(Invalid) as caught:
        place.save(draft, draft.bpmn, application=Application(("9.9",)))
    assert [p.field for p in caught.value.problems] == ["procedures"]
    assert queries.draft_get(place.drawer, draft.id) == draft


def test_a_copy_is_drawn_for_what_its_version_serves(place: Place) -> None:
    services.processes_ship(at=AT)
    drawer = actor_make(role=Role.BUSINESS_ADMIN, unit=place.commune)
    for code, key in (("8.000001", "standard"), ("8.000002", "with_opinion")):
        roles = {"opinion": place.commune.id}
        offering_make(unit=place.commune, code=code, process_key=key, roles_units=roles)
    offering_make(unit=place.commune, version=procedure_get(place.procedure).version)
    standard = queries.definition_by_key("standard").id

    def copied(**over: Any) -> tuple[str, ...]:
        fields = {"actor": drawer, "unit_id": place.commune.id, "bpmn": None, "procedures": ()}
        given = {**fields, "definition_id": standard, "key": f"copy{next(number)}", **over}
        return place.start(**given).application.procedures

    number = iter(range(9))
    assert copied() == ("8.000001", place.procedure)
    assert copied(procedures=("8.000002",)) == ("8.000002",), "what is named comes before"
    elsewhere = commune_make(province=place.province, name="Xã khác")
    stranger = actor_make(role=Role.BUSINESS_ADMIN, unit=elsewhere)
    assert copied(actor=stranger, unit_id=elsewhere.id) == ()
    drawn = place.approve(place.submit(place.start())).definition_id
    assert copied() == ("8.000001",), "the drawn version comes first"
    own = {"actor": place.drawer, "unit_id": place.province.id, "definition_id": drawn}
    assert copied(**own) == (place.procedure,)
    below = {**own, "actor": drawer, "unit_id": place.commune.id}
    assert copied(**below) == (place.procedure,), "it holds below the unit as well"
    other = unit_make(full_name="Tỉnh khác")
    far = {"actor": actor_make(role=Role.BUSINESS_ADMIN, unit=other), "unit_id": other.id}
    assert copied(**own | far) == ()


def test_how_many_run_on_a_version_is_a_figure_for_whoever_draws(place: Place) -> None:
    office = office_make()
    for _ in range(2):
        process_make(office=office)
    standard = queries.definition_by_key("standard").id
    assert queries.process_running(place.drawer, "standard") == {standard: 2}
    version = place.approve(place.submit(place.start())).definition_id
    assert queries.process_running(place.drawer, "drawn") == {version: 0}
    other = actor_make(role=Role.BUSINESS_ADMIN, unit=unit_make(full_name="Tỉnh khác"))
    assert queries.process_running(other, "drawn") == {}


def test_a_day_that_has_passed_is_not_approved(place: Place) -> None:
    draft = place.submit(place.start())
    with clock.clock_set(AT + timedelta(days=1)), pytest.raises(Invalid):
        place.approve(draft)


def test_a_drawing_is_checked_before_its_row_is_locked(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks: list[int] = []

    def locked() -> int:
        return sum("FOR UPDATE" in one["sql"] for one in seen.captured_queries)

    def checked(*args: Any, **more: Any) -> Any:
        locks.append(locked())
        return drawing_checked(*args, **more)

    draft = place.start()
    monkeypatch.setattr(drafts, "drawing_checked", checked)
    for number in (1, 2, 3):
        with CaptureQueriesContext(connection) as seen:
            if number == 1:
                draft = place.save(draft, whole(hours="3"))
            else:
                draft = place.submit(draft) if number == 2 else place.approve(draft)
            assert locked() == 1
    assert locks == [0, 0, 0]


def by_province() -> str:
    """Return a process whose first assignment is done by the part `province`."""
    step_ = 'act="assign" role="leader" unit='
    return whole().replace(f'{step_}"handling"', f'{step_}"province"')


def test_a_fixed_part_is_never_another_commune(place: Place) -> None:
    draft = place.start(bpmn=by_province())
    other = commune_make(province=place.province, name="Xã khác")
    elsewhere = unit_make(full_name="Tỉnh khác")
    for unit, where in (
        (other, place.province), (other, place.commune), (elsewhere, place.province),
    ):  # fmt: skip
        with pytest.raises(Invalid) as caught:
            place.submit(draft, parts={"province": unit.id}, unit_ids=(where.id,))
        assert [p.field for p in caught.value.problems] == ["parts_province"]
    near = {"province": place.commune.id}
    submitted = place.submit(draft, parts=near, unit_ids=(place.commune.id,))
    Draft.objects.filter(pk=draft.id).update(parts={"province": other.id})
    with pytest.raises(Invalid) as caught:
        place.approve(submitted)
    assert [p.field for p in caught.value.problems] == ["parts_province"]
    Draft.objects.filter(pk=draft.id).update(parts=near)
    assert place.approve(submitted).definition_id


def test_parts_that_a_drawing_does_not_use_are_dropped(place: Place) -> None:
    body = body_of(place.province, "stp")
    assert place.submit(place.start(), parts={"opinion": body.id}).application.parts == {}


@pytest.mark.parametrize("used", [True, False])
def test_no_dossier_starts_with_a_part_of_another_commune(place: Place, used: bool) -> None:
    office_make()  # and its calendar
    body = body_of(place.province, "stp")
    other = commune_make(province=place.province, name="Xã khác")
    draft = place.start(bpmn=by_province() if used else whole())
    approved = place.approve(place.submit(draft, parts={"province": body.id}))
    Use.objects.create(
        definition_id=approved.definition_id, draft_id=draft.id, procedure=place.procedure,
        unit_id=place.commune.id, effective_on=clock.today(), parts={"province": other.id},
        submitted_by_id=place.drawer.account_id, approved_by_id=place.approver.account_id,
        approved_at=AT,
    )  # fmt: skip
    units = dict.fromkeys(("receiving", "handling", "competent"), place.commune.id)

    def start() -> Any:
        return services.process_start(
            key="standard", subject="dossier:9", units=units, at=AT, procedure=place.procedure,
            place=place.commune.id,
        )  # fmt: skip

    if not used:
        assert "province" not in start().units
        return
    with pytest.raises(Invalid) as caught:
        start()
    assert [p.field for p in caught.value.problems] == ["province"]
