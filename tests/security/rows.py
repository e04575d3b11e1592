"""How each route is called in the route matrix: one line per route.

`page()`        a page that names nobody's dossier: list, form, board, catalogue
`theirs(make)`  a route whose address names something of the commune `own`; everybody else gets 404
`plain(make)`   a page without any row of a dossier: nobody's commune matters
`verb(where)`   an operation of the API on the dossier that stands there; `data` is its JSON body
`shown(make)`   a public route whose address carries the second factor: everybody sees it

`make(world)` returns the arguments of the address. `query` and `data` are what is sent along;
`also` is a second right that the page asks for besides the one that its view is marked with.
See tests/builders/canaries.py for what a `world` offers: `w.code("approve")`, `w.item("approve")`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.batches import batch_held, sheet_held
from tests.builders.canaries import CARD, World, process_drawn
from tests.builders.certified import copies_held, entry_held
from tests.builders.documents import pdf_make
from tests.builders.drafting import template_held, text_held
from tests.builders.frozen import frozen_there
from tests.builders.hand import book_held
from tests.builders.interim import slip_held
from tests.builders.manifests import manifest_held
from tests.builders.oversight import difficulty_there, target_there
from tests.builders.quality import audit_there, nonconformity_there
from tests.builders.reception import appointment_held, device_held, held
from tests.builders.shares import share_held
from tests.builders.signals import signal_there
from tests.builders.silence import rule_written
from tests.builders.visits import point_held, round_held, visit_held

from motcua.dossiers.chain import tracking_token
from motcua.identity.types import Action
from motcua.reception.types import DeviceKind

Make = Callable[[World], Any]


@dataclass(frozen=True)
class Row:
    """How a route is called; see the module."""

    make: Make = lambda _world: ()
    kind: str = "page"
    query: Make = lambda _world: {}
    data: Make = lambda _world: {}
    also: Action | None = None

    def arguments(self, world: World) -> Sequence[Any]:
        """Return the arguments of the address."""
        return tuple(self.make(world))


def page(make: Make = lambda _world: (), **more: Any) -> Row:
    """Return the row of a page that names nobody's dossier."""
    return Row(make, "page", **more)


def plain(make: Make = lambda _world: (), **more: Any) -> Row:
    """Return the row of a page that shows no row of a dossier."""
    return Row(make, "plain", **more)


def theirs(make: Make, **more: Any) -> Row:
    """Return the row of a route that names something of the commune `own`."""
    return Row(make, "theirs", **more)


def shown(make: Make, **more: Any) -> Row:
    """Return the row of a public route that carries the second factor."""
    return Row(make, "shown", **more)


def on(where: str, **more: Any) -> Row:
    """Return the row of a route about the dossier that stands there."""
    return theirs(lambda w: [w.code(where)], **more)


def item_on(where: str, **more: Any) -> Row:
    """Return the row of a route about the first live piece of work of that dossier."""
    return theirs(lambda w: [w.code(where), w.item(where)], **more)


def verb(where: str, **data: Any) -> Row:
    """Return the row of an operation of the API on the dossier that stands there."""
    return on(where, data=lambda _w: data or None)


def work(where: str, also: Action | None = None, **data: Any) -> Row:
    """Return the row of an operation of the API on the first live work of that dossier."""
    return theirs(lambda w: [w.item(where)], data=lambda _w: data or None, also=also)


def asked_of(world: World) -> Any:
    """Return a question about a dossier of `own`, to a department of its own."""
    return world.dossier("opinion").opinions[0]


def figures(*arguments: str, **query: str) -> Row:
    """Return the row of a page of figures of the commune `own`."""
    return theirs(lambda _w: arguments, query=lambda w: {"unit": w.own.unit.code, **query})


ROWS: dict[str, Row] = {
    "healthz": plain(),
    "readyz": plain(),
    # --- ui
    "ui:language": plain(data=lambda _w: {"language": "en"}),
    "ui:style": plain(),
    "ui:style_frame": plain(lambda _w: ["office"]),
    # --- office: oneself
    "office:home": page(),
    "office:sign_in": plain(),
    "office:sign_out": plain(),
    "office:sign_in_code": plain(),
    "office:confirm": page(),
    "office:second_factor": page(),
    "office:profile": page(),
    "office:tokens": page(),
    "office:token_issue": page(),
    "office:accounts": page(),
    "office:account": theirs(lambda w: [w.own.counter.account_id]),
    "office:posting_office": theirs(
        lambda w: [w.own.leader.account_id, w.own.leader.postings[0].id]
    ),
    # --- office: worklist, search
    "office:worklist": page(),
    "office:online": page(),
    "office:overdue": page(query=lambda _w: {"list": "cause"}),
    "office:overdue_apologise": page(data=lambda w: {"item": w.code()}),
    "office:work_bulk_assign": page(
        data=lambda w: {"item": f"{w.item()}:1", "to": w.own.specialist.account_id}
    ),
    "office:absence": page(),
    "office:workload": page(),
    "office:lateness": figures(),
    "office:lateness_file": figures("csv"),
    "office:workload_move": page(
        data=lambda w: {"item": f"{w.item()}:1", "to": w.own.specialist.account_id}
    ),
    "office:workload_undo": page(),
    "office:escalations": page(),
    "office:escalation_rules": page(),
    "office:dossier_reminders": on("appraise"),
    "office:absence_change": page(),
    "office:absence_take": page(),
    "office:absences": page(),
    "office:search": page(query=lambda _w: {"q": CARD}),
    # --- office: a dossier and its papers
    "office:dossier": on("appraise"),
    "office:file": theirs(lambda w: [w.code("registered"), w.attachment("registered")]),
    "office:file_result": theirs(lambda w: [w.code("approve"), 1]),
    # The dossiers here stand in no group; tests/office/test_file_needed.py has one.
    "office:file_needed": Row(lambda w: [w.code("assign"), "registration"], kind="absent"),
    "office:process_diagram": page(lambda w: [w.dossier().progress.definition_id]),
    # --- office: digitisation
    "office:to_digitise": page(),
    "office:scan_batches": page(),
    "office:scan_batch": theirs(
        lambda w: [batch_held(w.own, w.code("appraise"))], data=lambda _w: {"act": "drop"}
    ),
    "office:scan_batch_picture": theirs(
        lambda w: [batch_held(w.own, w.code("appraise")), sheet_held()]
    ),
    "office:labels": on("appraise"),
    "office:labels_day": page(),
    "office:scans": on("appraise"),
    "office:scan": theirs(
        lambda w: [w.code("appraise"), w.component("appraise")],
        data=lambda _w: {"act": "reopen"},
    ),
    "office:scan_picture": Row(
        lambda w: [w.code("appraise"), w.component("appraise"), 1], "absent"
    ),
    "office:scan_file": Row(lambda w: [w.code("appraise"), w.component("appraise")], "absent"),
    "office:scan_compare": theirs(lambda w: [w.code("appraise"), w.component("appraise")]),
    "office:scan_sign": theirs(lambda w: [w.code("appraise"), w.component("appraise")]),
    "office:scan_return": theirs(lambda w: [w.code("appraise"), w.component("appraise")]),
    # --- office: acts
    "office:dossier_accept": on("registered"),
    "office:dossier_refuse": on("registered"),
    "office:dossier_request_supplement_at_intake": on("registered"),
    "office:dossier_propose_supplement": on("appraise"),
    "office:dossier_approve_supplement": on("proposed"),
    "office:dossier_receive_supplement": on("supplement"),
    "office:letter_propose": theirs(lambda w: [w.code("registered"), "refusal"]),
    "office:letter_decide": on("registered"),
    "office:letter_recall": on("registered"),
    "office:letter_preview": Row(lambda w: [w.code("registered")], "absent"),
    "office:letter_signing": page(),
    "office:dossier_request_obligation": on("appraise"),
    "office:dossier_fulfil_obligation": on("obligation"),
    "office:dossier_collect_fee": on("registered"),
    "office:dossier_reverse_fee": on("registered"),
    "office:dossier_draft_result": on("appraise"),
    "office:dossier_sign_result": on("issue"),
    "office:person_history": on("appraise"),
    "office:look": on("registered"),
    "office:look_page": theirs(
        lambda w: [w.code("registered"), f"a{w.attachment('registered')}", 1]
    ),
    "office:work_together": page(data=lambda w: {"item": f"{w.item()}:1"}),
    "office:work_run": page(data=lambda w: {"item": f"{w.item()}:1", "act": "claim"}),
    "office:opinion_ask": on("appraise"),
    "office:opinion_renew": theirs(lambda w: [w.code("opinion"), 1]),
    "office:opinion_remind": theirs(lambda w: [w.code("opinion"), 1]),
    "office:opinion_extend": theirs(lambda w: [w.code("opinion"), 1]),
    "office:opinion_recall": theirs(lambda w: [w.code("opinion"), 1]),
    "office:opinion_waive": theirs(lambda w: [w.code("opinion"), 1]),
    "office:opinions": page(),
    "office:opinion_rules": page(),
    "office:opinion_rule_decide": plain(
        lambda w: [rule_written(w.own).pk], data=lambda _w: {"do": "approve"}
    ),
    "office:opinion": theirs(lambda w: [asked_of(w).id]),
    "office:opinion_file": theirs(lambda w: [asked_of(w).id, asked_of(w).documents[0].file_id]),
    "office:work_sign": page(),
    "office:dossier_apologise": on("appraise"),
    "office:dossier_explain_lateness": on("appraise"),
    "office:dossier_withdraw": on("registered"),
    "office:dossier_stop": on("appraise"),
    "office:dossier_reopen": on("return"),
    "office:work_claim": item_on("appraise", also=Action.DOSSIER_APPRAISE),
    "office:work_take_over": item_on("appraise", also=Action.DOSSIER_APPRAISE),
    "office:work_release": item_on("appraise"),
    "office:work_assign": item_on("appraise"),
    "office:work_hand_over": item_on("appraise"),
    "office:work_confirm_receipt": item_on("appraise", also=Action.DOSSIER_APPRAISE),
    "office:work_complete": item_on("appraise"),
    "office:work_take_back": item_on("appraise"),
    "office:work_return": item_on("appraise"),
    "office:return_answer": item_on("appraise"),
    "office:return_recall": item_on("appraise"),
    "office:sent_back": page(),
    # --- office: counter
    "office:intake": page(),
    "office:intake_procedures": page(query=lambda _w: {"q": "hôn nhân"}),
    "office:intake_due": page(lambda w: [w.own.unit.id, w.own.offering.version.code]),
    "office:intake_population": page(),
    "office:shown_paper": theirs(share_held),
    "office:intake_done": on("registered"),
    # --- office: without a line; what is sent is JSON, other bodies are refused in words
    "office:offline": page(),
    "office:offline_worker": plain(),
    "office:offline_now": page(),
    "office:offline_book": page(),
    "office:offline_key": page(),
    "office:offline_sync": page(),
    "office:interim": page(query=lambda _w: {"q": "T260910-01-001"}),
    "office:interim_slip": theirs(
        lambda w: [slip_held(w.own)], data=lambda _w: {"action": "cancel", "reason": "Nhầm."}
    ),
    "office:interim_books": page(),
    "office:interim_book": theirs(
        lambda w: [book_held(w.own)], data=lambda _w: {"act": "count", "next_blank": "3"}
    ),
    "office:interim_print": theirs(lambda w: [book_held(w.own)]),
    "office:interim_enter": page(query=lambda _w: {"q": "T260910-01-001"}),
    "office:interim_house": page(),
    "office:slip": on("assign"),
    "office:form_supplement": on("supplement"),
    "office:form_refusal": on("refused"),
    "office:form_apology": on("stopped"),
    "office:form_stop": on("stopped"),
    "office:paper": theirs(lambda w: [w.code("refused"), w.dossier("refused").papers[-1].id]),
    "office:control_sheet": on("return"),
    "office:certification": page(),
    "office:certification_new": page(),
    "office:certification_step": page(data=lambda w: {"step": "check", "code": w.code()}),
    "office:certification_register": page(),
    "office:certification_register_file": page(lambda _w: ["pdf"]),
    "office:certification_cancel": theirs(lambda w: [entry_held(w.own, w.code())]),
    "office:certification_batch": theirs(lambda w: [copies_held(w.own, w.code())]),
    "office:certification_list": theirs(lambda w: [copies_held(w.own, w.code())]),
    "office:certification_row": theirs(lambda w: [copies_held(w.own, w.code()), 1]),
    "office:certification_refuse": theirs(
        lambda w: [copies_held(w.own, w.code())], data=lambda _w: {"row": "1", "ground": "secret"}
    ),
    "office:certification_sheet": theirs(lambda w: [copies_held(w.own, w.code())]),
    "office:manifests": page(),
    "office:manifest_new": page(),
    "office:manifest": theirs(lambda w: [manifest_held(w.own, w.code())]),
    "office:manifest_sheet": theirs(lambda w: [manifest_held(w.own, w.code())]),
    "office:register_book": page(),
    "office:register_book_file": page(lambda _w: ["xlsx"]),
    "office:heading": page(),
    "office:offerings": page(),
    "office:offering_open": theirs(lambda w: [w.own.unit.id, w.own.offering.version.code]),
    "office:offering_close": theirs(lambda w: [w.own.unit.id, w.own.offering.version.code]),
    # --- the hall
    "office:hall": page(),
    "office:hall_now": page(),
    "office:hall_call": page(),
    "office:hall_step": page(data=lambda _w: {"step": "done"}),
    "office:hall_transfer": page(),
    "office:hall_sit": theirs(lambda w: [w.doors().hall.counters[0]]),
    "office:hall_leave": theirs(lambda w: [w.doors().hall.counters[0]]),
    "office:hall_ticket": theirs(lambda w: [held(w.doors().hall)]),
    "office:hall_call_one": theirs(lambda w: [held(w.doors().hall)]),
    "office:hall_take_in": theirs(lambda w: [held(w.doors().hall)]),
    "office:hall_appointments": page(),
    "office:hall_appointment_cancel": theirs(lambda w: [appointment_held(w.doors().hall)]),
    "office:hall_figures": page(),
    "office:hall_setup": page(),
    "office:hall_queue": theirs(lambda w: [w.doors().hall.queues[0]]),
    "office:hall_queue_close": theirs(lambda w: [w.doors().hall.queues[0]]),
    "office:hall_device_printing": theirs(
        lambda w: [device_held(w.doors().hall, DeviceKind.KIOSK)],
        data=lambda _w: {"prints": "no"},
    ),
    "office:hall_device_revoke": theirs(lambda w: [device_held(w.doors().hall)]),
    "office:hall_end": theirs(lambda w: [w.doors().hall.centre.id]),
    "office:hall_reopen": theirs(lambda w: [w.doors().hall.centre.id]),
    "office:hall_counter_close": theirs(lambda w: [w.doors().hall.counters[1]]),
    "office:visits": page(),
    "office:visit_new": page(),
    "office:visit_help": page(),
    "office:visit_figures": page(),
    "office:hamlets": page(),
    "office:visit": theirs(lambda w: [visit_held(w.own)]),
    "office:visit_step": theirs(lambda w: [visit_held(w.own)], data=lambda _w: {"step": "arrived"}),
    "office:visit_take_in": theirs(lambda w: [visit_held(w.own)]),
    "office:rounds": page(),
    "office:round": theirs(lambda w: [round_held(w.own)]),
    "office:round_list": theirs(lambda w: [round_held(w.own)]),
    "office:round_print": theirs(lambda w: [round_held(w.own)]),
    "office:points": page(),
    "office:point": theirs(lambda w: [point_held(w.own)]),
    "office:point_work": theirs(lambda w: [point_held(w.own)]),
    # --- portal
    "portal:home": plain(),
    "portal:event": plain(lambda _w: ["birth"]),
    "portal:procedures": plain(query=lambda _w: {"q": "hôn nhân"}),
    "portal:procedure": plain(lambda w: [w.own.offering.version.code]),
    "portal:units": plain(query=lambda _w: {"q": "Bách Quang"}),
    "portal:unit": plain(lambda w: [w.own.unit.code]),
    "portal:about": plain(),
    "portal:figures": plain(query=lambda w: {"q": w.own.unit.code}),
    "portal:figures_how": plain(),
    "portal:figures_unit": plain(lambda w: [w.own.unit.code, "2026-08"]),
    "portal:figures_units": plain(lambda w: [w.own.unit.code, "2026-08"]),
    "portal:figures_file": plain(lambda w: [w.own.unit.code, 2026, "csv"]),
    "portal:accessibility": plain(),
    "portal:robots": plain(),
    "portal:security_txt": Row(kind="absent"),  # without a contact there is none
    "portal:track": page(data=lambda w: {"code": w.code(), "key": "0000-0000"}),
    "portal:track_slip": shown(lambda w: [w.code(), w.token()]),
    "portal:track_papers": shown(lambda w: [w.code(), w.token()]),
    "portal:track_slip_pdf": shown(lambda w: [w.code(), w.token()]),
    "portal:track_paper": shown(
        lambda w: [
            w.code("refused"),
            tracking_token(w.code("refused")),
            w.dossier("refused").papers[-1].id,
        ]
    ),
    # --- portal: the hall (the link of a device, or of a number, is the leave)
    "portal:kiosk": plain(lambda w: [w.doors().kiosk], data=lambda _w: {"scanned": "x"}),
    "portal:kiosk_matters": plain(lambda w: [w.doors().kiosk, "vi"]),
    "portal:kiosk_procedures": plain(lambda w: [w.doors().kiosk, "vi", w.doors().hall.queues[0]]),
    "portal:kiosk_papers": plain(
        lambda w: [w.doors().kiosk, "vi", w.doors().hall.queues[0], w.own.offering.version.code]
    ),
    "portal:kiosk_appointment": plain(lambda w: [w.doors().kiosk, "vi"]),
    "portal:kiosk_take": plain(lambda w: [w.doors().kiosk, "vi"]),
    "portal:kiosk_number": plain(lambda w: [w.doors().kiosk, "vi", w.doors().number]),
    "portal:display": plain(lambda w: [w.doors().display]),
    "portal:number": plain(lambda w: [w.doors().number]),
    # --- portal: signed in
    "portal:sign_in": plain(),
    "portal:sign_in_back": plain(),
    "portal:sign_in_ended": plain(),
    "portal:sign_in_resume": page(),
    "portal:sign_out": plain(),
    "portal:my": page(),
    # --- portal: filing
    "portal:file_start": page(lambda w: [w.draft()[0]]),
    "portal:file_go": theirs(lambda w: w.draft()),
    "portal:file_place": theirs(lambda w: w.draft()),
    "portal:file_page": theirs(lambda w: [*w.draft(), "you"], data=lambda _w: {"version": "1"}),
    "portal:file_choose": theirs(lambda w: [*w.draft(), "you"]),
    "portal:file_attach": theirs(lambda w: [*w.draft(), "you", "applicant"]),
    "portal:file_attach_upload": theirs(lambda w: [*w.draft(), "you", "applicant"]),
    "portal:file_attach_part": theirs(lambda w: [*w.draft(), "you", "applicant", "0" * 32]),
    "portal:file_papers": theirs(lambda w: w.draft()),
    "portal:file_paper": theirs(
        lambda w: [*w.draft(), w.own.offering.version.components[0].id],
        data=lambda _w: {"action": "bring"},
    ),
    "portal:file_upload": theirs(
        lambda w: [*w.draft(), w.own.offering.version.components[0].id],
    ),
    "portal:file_upload_part": theirs(
        lambda w: [*w.draft(), w.own.offering.version.components[0].id, "0" * 32],
    ),
    "portal:file_return": theirs(lambda w: w.draft(), data=lambda _w: {"method": "2"}),
    "portal:file_fees": theirs(lambda w: w.draft(), data=lambda _w: {"copies": "1"}),
    "portal:file_check": theirs(lambda w: w.draft(), data=lambda _w: {"declared": "on"}),
    "portal:my_drafts": page(),
    "portal:draft_discard": theirs(lambda w: [w.draft()[1]]),
    "portal:draft_restore": theirs(lambda w: [w.draft()[1]]),
    "portal:my_dossiers": page(),
    "portal:my_documents": page(),
    "portal:my_shares": page(),
    "portal:my_share": theirs(lambda _w: ["0" * 32]),
    "portal:my_document_file": theirs(lambda _w: [1]),
    "portal:my_group": theirs(lambda _w: ["0" * 32]),
    "portal:my_group_withdraw": theirs(
        lambda _w: ["0" * 32], data=lambda _w: {"parts": "residence", "reason": "x"}
    ),
    "portal:receipt": on("registered"),
    "portal:receipt_pdf": on("registered"),
    # --- portal: after the sending
    "portal:my_dossier": on("registered"),
    "portal:my_dossier_supply": on("registered"),
    "portal:my_dossier_supply_item": theirs(lambda w: [w.code("registered"), 0]),
    "portal:my_dossier_supply_upload": theirs(lambda w: [w.code("registered"), 0]),
    "portal:my_dossier_supply_upload_part": theirs(lambda w: [w.code("registered"), 0, "0" * 32]),
    "portal:my_dossier_supply_file": theirs(lambda w: [w.code("registered"), 1, 1]),
    "portal:my_dossier_withdraw": on("registered", data=lambda _w: {"reason": "x", "version": "1"}),
    "portal:my_dossier_rate": on("registered", data=lambda _w: {"score": "5"}),
    "portal:my_dossier_file": theirs(lambda w: [w.code("registered"), 1]),
    "portal:my_dossier_letter": theirs(
        lambda w: [w.code("refused"), w.dossier("refused").papers[-1].id]
    ),
    "portal:my_dossier_slip": on("appraise"),
    "portal:my_dossier_result": theirs(lambda w: [w.code("registered"), 1]),
    "portal:my_appointments": page(),
    "portal:my_appointment_new": page(),
    "portal:my_appointment": theirs(lambda w: [appointment_held(w.doors().hall)]),
    "portal:my_visits": page(),
    "portal:my_visit_new": page(),
    "portal:my_visit": theirs(lambda w: [visit_held(w.own)]),
    "portal:my_messages": page(),
    "portal:my_messages_choices": page(
        data=lambda _w: {"language": "vi", "quiet_from": "21", "quiet_to": "7"}
    ),
    "portal:my_petitions": page(),
    "portal:my_petition_new": on("registered"),
    "portal:my_petition": theirs(lambda w: [w.petition()]),
    # --- portal: persons
    "portal:my_relations": page(),
    "portal:my_relation_new": page(),
    "portal:my_relation_end": theirs(lambda w: [w.relation()]),
    "portal:my_acting": page(),
    "portal:my_helper": page(),
    "portal:my_data": page(),
    "portal:my_data_download": page(),
    "portal:my_export": page(),
    "portal:my_export_file": theirs(lambda _w: ["0" * 32, 1]),
    "portal:my_commune": page(data=lambda _w: {"address": "1"}),
    "portal:my_consent": page(data=lambda _w: {"purpose": "rating_contact", "give": "1"}),
    "portal:my_language": page(data=lambda _w: {"language": "vi"}),
    # --- office: feedback
    "office:petitions": page(),
    "office:petition": theirs(
        lambda w: [w.petition()], data=lambda _w: {"act": "take_up", "version": "0"}
    ),
    # --- office: difficulties
    "office:difficulties": page(),
    "office:difficulty_new": page(),
    "office:difficulty": theirs(lambda w: [difficulty_there(w.own)[0]]),
    "office:difficulty_file": theirs(lambda w: [difficulty_there(w.own)[1]]),
    "office:answers": page(),
    "office:addressees": page(),
    "office:targets": page(),
    "office:target": page(lambda _w: [target_there()]),
    "office:unit_states": page(),
    "office:brief": page(),
    "office:brief_file": page(),
    # --- office: frozen reports
    "office:frozen_reports": page(),
    "office:frozen_received": page(),
    "office:frozen_schedule": page(),
    "office:frozen_report": theirs(lambda w: [frozen_there(w.own)]),
    "office:frozen_report_codes": theirs(
        lambda w: [frozen_there(w.own)], query=lambda _w: {"line": "", "column": "c3"}
    ),
    "office:frozen_report_file": theirs(lambda w: [frozen_there(w.own), "json"]),
    # --- office: signals of polished figures
    "office:signals": page(),
    "office:signals_file": page(lambda _w: ["csv"]),
    "office:signal": theirs(lambda w: [*signal_there(w.own)]),
    # --- office: registers of quality
    "office:audits": page(),
    "office:audit_new": page(),
    "office:audit": theirs(lambda w: [audit_there(w.own)]),
    "office:audit_change": theirs(lambda w: [audit_there(w.own)]),
    "office:audit_finding": theirs(lambda w: [audit_there(w.own)]),
    "office:audit_report": theirs(lambda w: [audit_there(w.own)]),
    "office:nonconformities": page(),
    "office:nonconformities_file": page(lambda _w: ["xlsx"]),
    "office:nonconformity": theirs(lambda w: [nonconformity_there(w.own)[0]]),
    "office:nonconformity_new": page(),
    "office:quality_file": theirs(lambda w: [nonconformity_there(w.own)[1]]),
    # --- office: payments
    "office:payments": page(),
    "office:payments_file": page(lambda _w: ["csv"]),
    "office:payments_cash": page(),
    "office:till": page(),
    "office:payments_statement": page(),
    "office:mismatch_resolve": theirs(lambda w: [w.mismatch()], data=lambda _w: {"reason": "x"}),
    "office:mismatch_approve": theirs(
        lambda w: [w.mismatch()], data=lambda _w: {"explained_at": "2026-11-20T02:00:00+00:00"}
    ),
    "office:refund_new": theirs(
        lambda w: [w.order(paid=True)], data=lambda _w: {"amount_vnd": "0", "reason": "x"}
    ),
    "office:payment_receipt": theirs(lambda w: [w.order(paid=True)]),
    "office:bank_accounts": page(),
    "office:bank_account_new": page(),
    "office:bank_account_change": theirs(lambda w: [w.account_change()]),
    "office:refunds": page(),
    # --- portal: payments
    "portal:pay_dossier": on("registered"),
    "portal:my_payments": page(),
    "portal:pay": theirs(lambda w: [w.order()], data=lambda _w: {"action": "check"}),
    "portal:pay_back": theirs(lambda w: [w.order()]),
    "portal:payment_receipt": theirs(lambda w: [w.order()]),
    "portal:receipt_check": plain(),
    "portal:result_check": plain(),
    "portal:pay_notify": plain(),
    # --- office: citizens
    "office:relations": page(),
    "office:relation": theirs(lambda w: [w.relation()]),
    "office:relation_proof": theirs(lambda w: [w.relation()]),
    "office:identity_reviews": page(),
    "office:identity_review": theirs(
        lambda w: [w.review()], data=lambda _w: {"decision": "other", "note": "x"}
    ),
    "office:assist": page(),
    # --- office: forms of procedures
    "office:forms": plain(query=lambda _w: {"q": "hôn nhân"}),
    "office:forms_start": plain(),
    "office:forms_edit": plain(lambda w: [w.form]),
    "office:forms_order": plain(lambda w: [w.form], data=lambda _w: {"act": "up", "page": "one"}),
    "office:forms_page": plain(lambda w: [w.form, "one"]),
    "office:forms_question": plain(lambda w: [w.form, "one", "name"]),
    "office:forms_preview": plain(lambda w: [w.form, "one"]),
    "office:forms_publish": plain(lambda w: [w.form]),
    "office:forms_withdraw": plain(lambda w: [w.form]),
    # --- office: processes drawn by units
    "office:process_list": page(),
    "office:process_new": page(),
    "office:process_compare": theirs(
        lambda _w: [],
        query=lambda w: {
            "left": f"v{w.dossier().progress.definition_id}",
            "right": f"d{process_drawn(w)}",
        },
    ),
    "office:process_version": page(lambda w: [w.dossier().progress.definition_id]),
    "office:process_version_trial": page(lambda w: [w.dossier().progress.definition_id]),
    "office:process_file": page(lambda w: [w.dossier().progress.definition_id]),
    "office:process_document": theirs(
        lambda w: [w.dossier().progress.definition_id],
        query=lambda w: {
            "procedure": w.own.offering.version.code,
            "unit": str(w.own.unit.id),
        },
    ),
    "office:process_edit": theirs(lambda w: [process_drawn(w)]),
    "office:process_save": theirs(lambda w: [process_drawn(w)]),
    "office:process_procedures": theirs(lambda w: [process_drawn(w)]),
    "office:process_clean": theirs(lambda w: [process_drawn(w)]),
    "office:process_draft_file": theirs(lambda w: [process_drawn(w)]),
    "office:process_trial": theirs(lambda w: [process_drawn(w)]),
    "office:process_submit": theirs(lambda w: [process_drawn(w)]),
    "office:process_recall": theirs(lambda w: [process_drawn(w)]),
    "office:process_approve": theirs(lambda w: [process_drawn(w)]),
    "office:process_withdraw": theirs(lambda w: [process_drawn(w)]),
    # --- office: templates of results, text of a dossier's result
    "office:template_list": page(),
    "office:template_new": page(),
    "office:template_compare": theirs(
        lambda _w: [],
        query=lambda w: {
            "left": str(template_held(w.own, approved=True)),
            "right": str(template_held(w.own)),
        },
    ),
    "office:template_edit": theirs(lambda w: [template_held(w.own)]),
    "office:template_step": theirs(
        lambda w: [template_held(w.own)], data=lambda _w: {"do": "submit"}
    ),
    "office:template_approve": theirs(lambda w: [template_held(w.own)]),
    "office:dossier_text": on("appraise"),
    "office:dossier_text_version": theirs(
        lambda w: [w.code("appraise"), text_held(w.own, w.code("appraise"))]
    ),
    # --- office: figures
    "office:board": page(),
    "office:compare": page(),  # sums of neighbours are for all who read boards; rows are not
    "office:compare_unit": page(),  # without a word the reader's own; see test_compare_unit.py
    "office:compare_file": page(lambda _w: ["csv"]),
    "office:board_dossiers": figures(figure="received"),
    "office:board_own": page(),
    "office:board_own_steps": page(),
    "office:board_wall": page(),
    "office:board_screens": page(data=lambda _w: {"name": "Sảnh", "language": "vi"}),
    "office:board_screen_renew": theirs(lambda w: [w.doors().wall_id]),
    "office:board_screen_revoke": theirs(lambda w: [w.doors().wall_id]),
    "office:screen": plain(lambda w: [w.doors().wall]),
    "office:screen_code": plain(data=lambda _w: {"code": "x"}),
    "office:service_index": figures(),
    "office:service_index_lift": figures(open="4.2"),
    "office:service_index_list": figures(indicator="2.1", side="counted"),
    "office:reports": figures(),
    "office:report": figures("ii06a"),
    "office:report_behind": figures("ii06a", column="c3"),
    "office:forecast": figures(),
    "office:forecast_file": figures("csv"),
    "office:twenty": figures(),
    "office:twenty_file": figures("csv"),
    "office:report_file": figures("ii06a", "csv"),
    # --- API
    "api:no_such_place": Row(kind="absent"),
    "api:procedures_find": plain(),
    "api:procedure_show": plain(lambda w: [w.own.offering.version.code]),
    "api:units_find": plain(query=lambda _w: {"q": "Bách Quang"}),
    "api:unit_show": plain(lambda w: [w.own.unit.code]),
    "api:keys_show": plain(),
    "api:events_list": page(),
    "api:file_upload": plain(
        data=lambda _w: {"file": SimpleUploadedFile("a.pdf", pdf_make(), "application/pdf")}
    ),
    "api:dossier_hand_in": theirs(
        lambda _w: (),
        data=lambda w: {
            "procedure": w.own.offering.version.code,
            "unit": w.own.unit.code,
            "parties": [{"name": "Nguyễn Văn Mẫu"}],
        },
    ),
    "api:dossiers_find": page(query=lambda _w: {"q": CARD}),
    "api:dossier_show": on("appraise"),
    "api:dossier_follow": shown(lambda w: [w.code()], query=lambda w: {"key": w.token()}),
    "api:report_show": theirs(
        lambda _w: (),
        query=lambda w: {"unit": w.own.unit.code, "first": "2026-09-01", "last": "2026-09-10"},
    ),
    "api:dossier_accept": verb("registered"),
    "api:dossier_refuse": verb("registered", reason="Sai", legal_basis="Luật"),
    "api:dossier_request_supplement": verb("registered", items=["Bản sao"], reason="Thiếu"),
    "api:dossier_propose_supplement": verb("appraise", items=["Bản sao"], reason="Thiếu"),
    "api:dossier_approve_supplement": verb("proposed", approve=True),
    "api:dossier_receive_supplement": verb("supplement"),
    "api:dossier_request_obligation": verb(
        "appraise", payer="Chủ hồ sơ", notice_number="1", amount_vnd=1000
    ),
    "api:dossier_fulfil_obligation": verb("obligation", proof="1"),
    "api:dossier_collect_fee": verb("registered", method="cash"),
    "api:dossier_withdraw": verb("registered", reason="Không cần"),
    "api:dossier_stop": verb("appraise", reason="Sai", legal_basis="Luật", kind="final"),
    "api:dossier_reopen": verb("return", reason="Sai"),
    "api:dossier_draft_result": on(
        "appraise", data=lambda w: {"sha256": w.sha256(), "file_name": "a.pdf", "title": "Giấy"}
    ),
    "api:work_list": page(),
    "api:work_claim": work("appraise", also=Action.DOSSIER_APPRAISE),
    "api:work_release": work("appraise"),
    "api:work_assign": theirs(
        lambda w: [w.item()], data=lambda w: {"assignee": w.own.specialist.username}
    ),
    "api:work_bulk_assign": theirs(
        lambda _w: (),
        data=lambda w: {
            "items": [{"id": w.item(), "version": 1}],
            "assignee": w.own.specialist.username,
        },
    ),
    "api:work_hand_over": theirs(
        lambda w: [w.item()],
        data=lambda w: {"unit": w.sibling.office.code},
        also=Action.DOSSIER_APPRAISE,
    ),
    "api:work_confirm_receipt": work("appraise", also=Action.DOSSIER_APPRAISE),
    "api:work_complete": work("appraise", Action.DOSSIER_APPRAISE, outcome="propose_approve"),
}
