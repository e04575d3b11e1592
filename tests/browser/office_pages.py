"""Which pages the office has, and how each is reached: for the tests that open all of them.

Most are called as the route matrix calls them (tests/security/rows.py); those that only some state
shows are brought about here. What is no page, or is opened elsewhere, is named with the reason: a
new route of the office that stands nowhere fails test_office_own.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from tests.builders.canaries import World
from tests.builders.certified import certifying_commune
from tests.builders.dossiers import commune_at_work, dossier_at, dossier_registered
from tests.builders.drafting import template_sent
from tests.builders.identity import actor_make
from tests.builders.letters import letter_rules_set
from tests.builders.routes import Route, routes
from tests.builders.scanned import digitised, scan_made
from tests.security.rows import ROWS

from motcua.dossiers import services
from motcua.dossiers.letter_rules import LetterAct, LetterSigner, SignatureWay
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.proposals import letter_propose
from motcua.identity.rules import PERMISSIONS
from motcua.identity.types import Actor, Role
from motcua.workflow.types import Act

FILES = {  # PDF, pictures, tables, what machines read
    "audit_report", "brief_file", "certification_register_file", "certification_sheet",
    "compare_file", "control_sheet", "difficulty_file", "file", "file_needed", "file_result",
    "forecast_file", "form_apology", "form_refusal", "form_stop", "form_supplement",
    "frozen_report_file", "labels", "labels_day", "lateness_file", "letter_preview", "look_page",
    "manifest_sheet", "nonconformities_file", "offline_now", "offline_worker", "opinion_file",
    "paper", "payment_receipt", "payments_file", "process_diagram", "process_document",
    "process_draft_file", "process_file", "quality_file", "register_book_file", "relation_proof",
    "report_file", "scan_batch_picture", "scan_file", "scan_picture", "shown_paper", "signals_file",
    "slip", "twenty_file",
}  # fmt: skip
ANSWERS = {  # take what a page sends and lead back to one
    "absence_change", "board_screen_renew", "board_screen_revoke", "certification_refuse",
    "certification_step", "forms_order", "forms_start", "forms_withdraw", "hall_appointment_cancel",
    "hall_call", "hall_call_one", "hall_counter_close", "hall_device_printing",
    "hall_device_revoke", "hall_end",
    "hall_leave", "hall_queue_close", "hall_reopen", "hall_sit", "hall_step", "hall_take_in",
    "hall_transfer", "interim_print", "letter_recall", "manifest_new", "offering_close",
    "offline_book", "offline_key", "offline_sync", "opinion_remind", "opinion_rule_decide",
    "point_work", "process_clean", "process_recall", "process_save", "process_withdraw",
    "scan_return", "sign_out", "template_step", "visit_step", "visit_take_in", "work_claim",
    "work_confirm_receipt", "work_release", "work_take_back", "work_take_over",
    # their report of what failed is the page of work_bulk_assign
    "absence_take", "workload_move", "workload_undo",
    "home",  # leads to where a role begins
}  # fmt: skip
PARTS = {  # of a page, put into it by its script: test_intake.py, test_hall_desk.py
    "hall_now", "intake_due", "intake_population", "intake_procedures",
}  # fmt: skip
ELSEWHERE = {  # with the state that each needs
    "sign_in", "sign_in_code",  # nobody is signed in yet: test_second_factor.py
    # test_process_editor.py
    "process_compare", "process_procedures", "process_submit", "process_trial",
    "process_version_trial",
}  # fmt: skip
IN_THE_DARK = {  # with much on them, at a desk in the dark, on a phone in the light: test_dark.py
    "absences", "addressees", "answers", "audit", "audit_finding", "audit_new", "audits",
    "board_screens", "brief", "certification", "certification_batch", "certification_cancel",
    "certification_new", "certification_register", "certification_row", "compare", "compare_unit",
    "difficulties", "difficulty", "difficulty_new", "dossier", "dossier_apologise",
    "dossier_approve_supplement", "dossier_reminders", "dossier_text", "dossier_text_version",
    "escalation_rules", "escalations", "frozen_received", "frozen_report", "frozen_report_codes",
    "frozen_reports", "frozen_schedule", "hall", "hall_appointments", "hall_figures",
    "hall_setup", "hamlets", "interim", "interim_book", "interim_books", "interim_enter",
    "interim_house", "interim_slip", "lateness", "letter_propose", "letter_signing", "look",
    "manifest", "manifests", "nonconformities", "nonconformity", "nonconformity_new", "offline",
    "opinion_ask", "opinions", "overdue", "point", "points", "process_approve", "process_edit",
    "process_list", "process_new", "process_version", "register_book", "report", "report_behind",
    "reports", "round", "round_list", "round_print", "rounds", "scan", "scan_batch",
    "scan_batches", "scans", "screen", "screen_code", "sent_back", "service_index_lift", "signal",
    "signals", "target", "targets", "template_edit", "template_list", "template_new",
    "to_digitise", "unit_states", "visit", "visit_figures", "visits", "work_return", "work_sign",
    "workload",
}  # fmt: skip
ORDER = (Role.LEADER, Role.COUNTER, Role.SPECIALIST, Role.DIRECTOR, Role.CLERK, *Role)


@dataclass(frozen=True)
class Page:
    """Who opens what; `sent` is what another page sends there, `late` waits six days."""

    name: str
    who: Actor
    path: str
    sent: Mapping[str, Any] = field(default_factory=dict)
    late: bool = False


def office_routes() -> dict[str, Route]:
    """Return the routes of the office by their name without the namespace."""
    found = (r for r in routes() if r.name.startswith("office:"))
    return {route.name.partition(":")[2]: route for route in found}


def names_opened() -> set[str]:
    """Return the names of the pages that are opened as `pages_make` says."""
    return set(office_routes()) - FILES - ANSWERS - PARTS - ELSEWHERE - IN_THE_DARK


def pages_make(world: World, names: list[str]) -> list[Page]:
    """Return these pages, each with somebody of the commune `own` who may open it."""
    own = world.own
    people = {Role.LEADER: own.leader, Role.SPECIALIST: own.specialist, Role.CLERK: own.clerk}
    found, every = [], office_routes()
    for row in [ROWS[f"office:{name}"] for name in every]:  # there is something on every list
        row.arguments(world)
    for name in names:
        if name in STATES:
            who, arguments, more = STATES[name](world)
            path = reverse(f"office:{name}", args=arguments)
            found.append(Page(name, who, path, **more))
            continue
        row = ROWS[f"office:{name}"]
        query = row.query(world)
        path = reverse(f"office:{name}", args=row.arguments(world))
        path += f"?{urlencode(query)}" if query else ""
        role = next(one for one in ORDER if _may(one, every[name]))
        if role not in people:
            people[role] = actor_make(role=role, unit=world.own.unit)
        found.append(Page(name, people[role], path))
    return found


def _may(role: Role, route: Route) -> bool:
    also = ROWS[route.name].also
    one = not route.actions or any(role in PERMISSIONS[action] for action in route.actions)
    return one and (also is None or role in PERMISSIONS[also])


State = tuple[Actor, list[Any], dict[str, Any]]


def _certification_list(_world: World) -> State:
    commune = certifying_commune()
    return commune.specialist, [dossier_at(commune, Act.APPRAISE)], {}


def _letter_decide(_world: World) -> State:
    commune = commune_at_work(name="Trại Cau", fees=[])
    letter_rules_set(commune.unit, refusal=(LetterSigner.HEAD, SignatureWay.HELD))
    code = dossier_registered(commune)
    words = {"reason": "Sai thẩm quyền", "legal_basis": "Điều 5 Luật Mẫu"}
    letter_propose(actor=commune.counter, code=code, act=LetterAct.REFUSAL, words=words)
    return commune.director, [code], {}


def _fee(_world: World, *, paid: bool = False) -> State:
    commune = commune_at_work(name="Đồng Hỷ")
    code = dossier_registered(commune)
    if paid:
        services.dossier_collect_fee(actor=commune.counter, code=code)
    return commune.counter, [code], {}


def _returned(world: World) -> tuple[str, int]:
    code = dossier_at(world.own, Act.APPRAISE)
    item = next(one for one in dossier_get(code).items if one.state.is_live)
    services.work_return(
        actor=world.own.specialist,
        item_id=item.id,
        expected_version=item.version,
        given=services.ReturnInput("missing", "Thiếu bản vẽ", "Bản vẽ"),
    )
    return code, dossier_get(code).sent_back[0].item.id


def _template_approve(world: World) -> State:
    writer = actor_make(role=Role.CONTROLLER, unit=world.own.unit)
    return world.own.leader, [template_sent(writer, world.own.unit.id).id], {}


def _scan(world: World, *, compared: bool) -> State:
    code = dossier_at(world.own, Act.APPRAISE)
    if compared:
        return world.own.counter, [code, digitised(world.own, code)], {}
    return world.own.counter, [code, scan_made(world.own, code).component_id], {}


def _chosen(world: World, who: Actor, version: int, **more: Any) -> State:
    item = f"{world.item()}:{version}"
    return who, [], {"sent": {"item": item, **more}}


STATES: dict[str, Any] = {
    "certification_list": _certification_list,
    "letter_decide": _letter_decide,
    "dossier_collect_fee": _fee,
    "dossier_reverse_fee": lambda w: _fee(w, paid=True),
    "dossier_sign_result": lambda w: (w.own.leader, [w.code("issue")], {}),
    "dossier_explain_lateness": lambda w: (w.own.specialist, [w.code()], {"late": True}),
    "overdue_apologise": lambda w: (
        w.own.leader, [], {"sent": {"item": w.code()}, "late": True}
    ),
    "return_answer": lambda w: (w.own.counter, [*_returned(w)], {}),
    "return_recall": lambda w: (w.own.specialist, [*_returned(w)], {}),
    "template_approve": _template_approve,
    "scan_compare": lambda w: _scan(w, compared=False),
    "scan_sign": lambda w: _scan(w, compared=True),
    "work_hand_over": lambda w: (w.own.specialist, [w.code(), w.item()], {}),
    "work_complete": lambda w: (w.own.specialist, [w.code(), w.item()], {}),
    "work_together": lambda w: _chosen(w, w.own.specialist, 2),
    # it has gone on since it was chosen: the report of what failed
    "work_bulk_assign": lambda w: _chosen(
        w, w.own.leader, 99, assignee=str(w.own.specialist.account_id)
    ),
}  # fmt: skip
