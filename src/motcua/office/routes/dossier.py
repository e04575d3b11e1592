"""A dossier, its files, and every act on it."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters as _converters  # noqa: F401 - registers <dossier:> and <row:>
from motcua.office.views.dossier import dossier
from motcua.office.views.dossier_accept import dossier_accept
from motcua.office.views.dossier_apologise import dossier_apologise
from motcua.office.views.dossier_approve_supplement import dossier_approve_supplement
from motcua.office.views.dossier_collect_fee import dossier_collect_fee
from motcua.office.views.dossier_draft_result import dossier_draft_result
from motcua.office.views.dossier_explain_lateness import dossier_explain_lateness
from motcua.office.views.dossier_fulfil_obligation import dossier_fulfil_obligation
from motcua.office.views.dossier_propose_supplement import dossier_propose_supplement
from motcua.office.views.dossier_receive_supplement import dossier_receive_supplement
from motcua.office.views.dossier_refuse import dossier_refuse
from motcua.office.views.dossier_reopen import dossier_reopen
from motcua.office.views.dossier_request_obligation import dossier_request_obligation
from motcua.office.views.dossier_request_supplement_at_intake import (
    dossier_request_supplement_at_intake,
)
from motcua.office.views.dossier_reverse_fee import dossier_reverse_fee
from motcua.office.views.dossier_sign_result import dossier_sign_result
from motcua.office.views.dossier_stop import dossier_stop
from motcua.office.views.dossier_withdraw import dossier_withdraw
from motcua.office.views.file import file
from motcua.office.views.file_needed import file_needed
from motcua.office.views.file_result import file_result
from motcua.office.views.letter_decide import letter_decide
from motcua.office.views.letter_preview import letter_preview
from motcua.office.views.letter_propose import letter_propose
from motcua.office.views.letter_recall import letter_recall
from motcua.office.views.letter_signing import letter_signing
from motcua.office.views.look import look
from motcua.office.views.look_page import look_page
from motcua.office.views.opinion_ask import opinion_ask
from motcua.office.views.opinion_extend import opinion_extend
from motcua.office.views.opinion_recall import opinion_recall
from motcua.office.views.opinion_remind import opinion_remind
from motcua.office.views.opinion_renew import opinion_renew
from motcua.office.views.opinion_waive import opinion_waive
from motcua.office.views.person_history import person_history
from motcua.office.views.process_diagram import process_diagram
from motcua.office.views.return_answer import return_answer
from motcua.office.views.return_recall import return_recall
from motcua.office.views.work_assign import work_assign
from motcua.office.views.work_claim import work_claim
from motcua.office.views.work_complete import work_complete
from motcua.office.views.work_confirm_receipt import work_confirm_receipt
from motcua.office.views.work_hand_over import work_hand_over
from motcua.office.views.work_release import work_release
from motcua.office.views.work_return import work_return
from motcua.office.views.work_take_back import work_take_back

HERE = "dossiers/<dossier:code>/"
ITEM = f"{HERE}work/<row:item_id>/"
OPINION = f"{HERE}opinions/<row:ordinal>/"

urlpatterns: list[URLPattern] = [
    path(HERE, dossier, name="dossier"),
    path(f"{HERE}files/<row:attachment_id>/", file, name="file"),
    path(f"{HERE}results/<row:version>/", file_result, name="file_result"),
    path(f"{HERE}person/", person_history, name="person_history"),
    path(f"{HERE}look/", look, name="look"),
    path(f"{HERE}look/<slug:key>/<row:page>/", look_page, name="look_page"),
    path(f"{HERE}needs/<slug:part>/", file_needed, name="file_needed"),
    path("processes/<row:definition_id>/diagram/", process_diagram, name="process_diagram"),
    path(f"{HERE}accept/", dossier_accept, name="dossier_accept"),
    path(f"{HERE}refuse/", dossier_refuse, name="dossier_refuse"),
    path(
        f"{HERE}request-supplement/",
        dossier_request_supplement_at_intake,
        name="dossier_request_supplement_at_intake",
    ),
    path(
        f"{HERE}propose-supplement/", dossier_propose_supplement, name="dossier_propose_supplement"
    ),
    path(
        f"{HERE}approve-supplement/", dossier_approve_supplement, name="dossier_approve_supplement"
    ),
    path(
        f"{HERE}receive-supplement/", dossier_receive_supplement, name="dossier_receive_supplement"
    ),
    path(
        f"{HERE}request-obligation/", dossier_request_obligation, name="dossier_request_obligation"
    ),
    path(f"{HERE}fulfil-obligation/", dossier_fulfil_obligation, name="dossier_fulfil_obligation"),
    path(f"{HERE}propose/<slug:act>/", letter_propose, name="letter_propose"),
    path("letters/signing/", letter_signing, name="letter_signing"),
    path(f"{HERE}proposed/", letter_decide, name="letter_decide"),
    path(f"{HERE}proposed/recall/", letter_recall, name="letter_recall"),
    path(f"{HERE}proposed/preview/", letter_preview, name="letter_preview"),
    path(f"{HERE}fee/", dossier_collect_fee, name="dossier_collect_fee"),
    path(f"{HERE}fee/reversal/", dossier_reverse_fee, name="dossier_reverse_fee"),
    path(f"{HERE}draft/", dossier_draft_result, name="dossier_draft_result"),
    path(f"{HERE}sign/", dossier_sign_result, name="dossier_sign_result"),
    path(f"{HERE}apologise/", dossier_apologise, name="dossier_apologise"),
    path(f"{HERE}explain-lateness/", dossier_explain_lateness, name="dossier_explain_lateness"),
    path(f"{HERE}withdraw/", dossier_withdraw, name="dossier_withdraw"),
    path(f"{HERE}stop/", dossier_stop, name="dossier_stop"),
    path(f"{HERE}reopen/", dossier_reopen, name="dossier_reopen"),
    path(f"{HERE}opinions/ask/", opinion_ask, name="opinion_ask"),
    path(f"{OPINION}again/", opinion_renew, name="opinion_renew"),
    path(f"{OPINION}remind/", opinion_remind, name="opinion_remind"),
    path(f"{OPINION}extend/", opinion_extend, name="opinion_extend"),
    path(f"{OPINION}recall/", opinion_recall, name="opinion_recall"),
    path(f"{OPINION}waive/", opinion_waive, name="opinion_waive"),
    path(f"{ITEM}claim/", work_claim, name="work_claim"),
    path(f"{ITEM}release/", work_release, name="work_release"),
    path(f"{ITEM}assign/", work_assign, name="work_assign"),
    path(f"{ITEM}hand-over/", work_hand_over, name="work_hand_over"),
    path(f"{ITEM}confirm/", work_confirm_receipt, name="work_confirm_receipt"),
    path(f"{ITEM}complete/", work_complete, name="work_complete"),
    path(f"{ITEM}take-back/", work_take_back, name="work_take_back"),
    path(f"{ITEM}return/", work_return, name="work_return"),
    path(f"{ITEM}answer/", return_answer, name="return_answer"),
    path(f"{ITEM}recall/", return_recall, name="return_recall"),
]
