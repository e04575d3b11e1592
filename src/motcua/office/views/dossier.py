"""Everything of a dossier on one page, and the acts that this person may do now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from motcua.deadlines.explain import explanation_lines
from motcua.documents.queries import files_told
from motcua.documents.types import Hold
from motcua.dossiers.late_words import LATE_CAUSES
from motcua.dossiers.queries import actions_allowed
from motcua.dossiers.types import Channel, PaperForm, PartyRole, ReturnMethod
from motcua.dossiers.views import DossierView
from motcua.drafting.queries import text_exists
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.office.acts import offered_build, offered_split
from motcua.office.counter import forms
from motcua.office.filed import asked_items, filed_words
from motcua.office.lacking import papers_missing
from motcua.office.letter_words import letter_lines
from motcua.office.manifest_words import place_words
from motcua.office.money import money_words
from motcua.office.opinions import opinion_lines
from motcua.office.present import data_words, due_words
from motcua.office.reading import dossier_read
from motcua.office.returned import return_lines
from motcua.office.returns import returned_of
from motcua.office.story import timeline_entries
from motcua.organisations.queries import units_by_ids
from motcua.ui.types import ProgressStep
from motcua.workflow.types import ElementState, ProcessStatus

CHANNELS = {
    Channel.COUNTER: _("At the counter"),
    Channel.ONLINE: _("Online"),
    Channel.POST: _("By public post"),
}
METHODS = {
    ReturnMethod.COUNTER: pgettext_lazy("return", "At the counter"),
    ReturnMethod.POST: pgettext_lazy("return", "By post"),
    ReturnMethod.ELECTRONIC: pgettext_lazy("return", "Electronically"),
}
PARTIES = {
    PartyRole.APPLICANT: _("Applicant"),
    PartyRole.OWNER: _("Owner of the dossier"),
    PartyRole.AUTHORISED: _("Authorised person"),
    PartyRole.ASSISTANT: _("Assistant"),
}
LETTERS = {
    PaperForm.SUPPLEMENT: _("Request for a supplement (form 02)"),
    PaperForm.REFUSAL: _("Refusal (form 03)"),
    PaperForm.APOLOGY: _("Apology with a new date (form 04)"),
    PaperForm.STOP: _("Notice of stop (form 05)"),
}
NOTIFY = dict(forms.NOTIFY)
RELATIONS = {code: words for code, words in forms.RELATIONS if code}
SUPPLEMENTS = {
    "proposed": (_("Waits for approval"), "due_soon"),
    "requested": (_("Waits for the applicant"), "paused"),
    "received": (_("Received"), "done"),
    "rejected": (_("Not approved"), "neutral"),
    "cancelled": (_("Not needed any more"), "neutral"),
}
STATES = {ElementState.DONE: "done", ElementState.CURRENT: "now", ElementState.FUTURE: "todo"}


@requires(Action.DOSSIER_READ)
@require_safe
def dossier(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the dossier; the reading is recorded."""
    view = dossier_read(request, code)
    lawful = actions_allowed(request.actor, view)
    offers, more = offered_split(offered_build([o for o in lawful if not o.ordinal], view))
    names = _names(view)
    places = _places(view)
    context: dict[str, Any] = {
        "dossier": view,
        "due": due_words(
            status=view.status,
            due_at=view.due_at,
            suspended_from=view.suspended_from,
            ended_at=view.ended_at,
        ),
        "offers": offers,
        "more": more,
        "parties": [(PARTIES[party.role], party) for party in view.parties],
        "channel": CHANNELS[view.channel],
        "case": view.procedure.case(str(view.content.get("case", ""))),
        "notify": [NOTIFY[way] for way in view.content.get("notify", ()) if way in NOTIFY],
        "authorisation": _authorisation(view),
        "method": METHODS[view.return_method],
        "reasons": explanation_lines(view.due_explanation),
        "steps": _steps(view, places, names),
        "states": {k: v.value for k, v in view.progress.elements.items()} if view.progress else {},
        "pauses": _pauses(view),
        "late_cause": LATE_CAUSES.get(view.late_cause, ""),
        "may_report": request.actor.may(Action.QUALITY_REPORT),
        "letters": [(LETTERS[one.form], one) for one in view.papers],
        "letter": letter_lines(view),
        "supplements": _supplements(view),
        "hops": _hops(view, places, names),
        "entries": timeline_entries(view),
        "paper": place_words(view),
        "last_hash": view.timeline[-1].hash if view.timeline else "",
        "notes": _notes(view, names),
        "opinions": opinion_lines(view, lawful),
        "returned": returned_of(view),
        "sent_back": return_lines(view, names),
        "may_draft": any(o.name == "draft_result" for o in lawful),
        "has_text": bool(view.results) and text_exists(view.id),
        "may_history": any(o.name == "ask_opinion" for o in lawful) and view.owner.id_number,
    }
    context |= _files(view, names) | filed_words(view, request.actor)
    context |= money_words(view, request.actor) | {"certified": view.procedure.certified_copies}
    return render(request, "office/dossier.html", context)


def _authorisation(view: DossierView) -> list[str]:
    """Return who the authorised person is to the applicant, and by which paper."""
    told = view.content.get("authorisation") or {}
    relation = RELATIONS.get(told.get("relation", ""), "")
    return [str(words) for words in (relation, told.get("proof", "")) if words]


def _supplements(view: DossierView) -> list[dict[str, Any]]:
    """Return what was asked for, newest first, with what came for each thing."""
    return [
        {
            "view": one,
            "items": asked_items(one, view),
            "words": SUPPLEMENTS[one.state][0],
            "tone": SUPPLEMENTS[one.state][1],
        }
        for one in reversed(view.supplements)
    ]


def _files(view: DossierView, names: dict[int, str]) -> dict[str, Any]:
    """Return components, other attachments and results with their files; one statement."""
    files = files_told(
        {attachment.file_id for attachment in view.attachments}
        | {result.file_id for result in view.results}
    )
    loose = [f for f in view.attachments if all(f not in c.files for c in view.components)]
    proofs = set((view.content.get("authorisation") or {}).get("files", ()))
    missing = papers_missing(view)
    bad = [a for a in view.attachments if files[a.file_id].hold is Hold.MALWARE]
    return {
        "malicious": sorted({one.name for one in bad}),
        "papers": [
            (
                c,
                data_words(c.satisfied_by),
                c.id in missing,
                [(f, files[f.file_id]) for f in c.files],
            )
            for c in view.components
        ],
        "loose": [(f, files[f.file_id]) for f in loose if f.file_id not in proofs],
        "proofs": [(f, files[f.file_id]) for f in loose if f.file_id in proofs],
        "results": [
            {
                "view": result,
                "file": files[result.file_id],
                "drafted": names.get(result.drafted_by or 0, ""),
                "approved": names.get(result.approved_by or 0, ""),
            }
            for result in reversed(view.results)
        ],
    }


def _names(view: DossierView) -> dict[int, str]:
    """Return the names of everybody who had a hand in it; one statement for those missing."""
    ids = {hop.from_account_id for hop in view.hand_overs}
    ids |= {hop.to_account_id for hop in view.hand_overs}
    ids |= {item.holder_id for item in view.items}
    ids |= {item.completed_by_id for item in view.items}
    ids |= {one.from_account for one in view.sent_back}
    ids |= {one.to_account for one in view.sent_back} | {one.ended_by for one in view.sent_back}
    ids |= {one.item.claimed_by_id for one in view.sent_back if one.item}
    ids |= {result.drafted_by for result in view.results}
    ids |= {result.approved_by for result in view.results}
    found = accounts_by_ids(key for key in ids if key is not None and key not in view.accounts)
    return view.accounts | {key: account.name for key, account in found.items()}


def _places(view: DossierView) -> dict[int, str]:
    """Return the names of the units through which it went or is to go."""
    steps = view.progress.steps if view.progress else ()
    units = units_by_ids(
        {hop.to_unit_id for hop in view.hand_overs}
        | {hop.from_unit_id for hop in view.hand_overs if hop.from_unit_id}
        | {step.unit_id for step in steps if step.unit_id}
    )
    return {key: unit.full_name for key, unit in units.items()}


def _hops(view: DossierView, places: dict[int, str], names: dict[int, str]) -> list[dict[str, Any]]:
    """Return the hand-overs with names on both sides."""
    return [
        {
            "view": hop,
            "from": _place(hop.from_unit_id, hop.from_account_id, places, names),
            "to": _place(hop.to_unit_id, hop.to_account_id, places, names),
        }
        for hop in view.hand_overs
    ]


def _place(
    unit_id: int | None, account_id: int | None, places: dict[int, str], names: dict[int, str]
) -> str:
    parts = (names.get(account_id or 0, ""), places.get(unit_id or 0, ""))
    return ", ".join(part for part in parts if part)


def _steps(view: DossierView, places: dict[int, str], names: dict[int, str]) -> list[ProgressStep]:
    if view.progress is None:
        return []
    latest = {item.element: item for item in view.items}
    cancelled = view.progress.status is ProcessStatus.CANCELLED
    steps = []
    for step in view.progress.steps:
        state = STATES[step.state]
        item = latest.get(step.element)
        person = ""
        if item is not None and state != "todo":
            person = names.get((item.completed_by_id or item.claimed_by_id) or 0, "")
        unit = places.get(step.unit_id or 0, "") if state == "now" else ""
        stopped = cancelled and state != "done"
        steps.append(
            ProgressStep(step.name, "stopped" if stopped else state, person or unit, step.done_at)
        )
    return steps


def _pauses(view: DossierView) -> list[dict[str, Any]]:
    """Return when the clock stood still and why, oldest first."""
    pauses = [
        {"from": s.requested_at, "to": s.received_at, "why": _("Supplement requested")}
        for s in view.supplements
        if s.phase == "appraisal" and s.requested_at
    ]
    pauses += [
        {"from": o.requested_at, "to": o.fulfilled_at, "why": _("Financial obligation")}
        for o in view.obligations
        if o.pauses
    ]
    return sorted(pauses, key=lambda pause: pause["from"])


def _notes(view: DossierView, names: dict[int, str]) -> list[dict[str, Any]]:
    """Return what people wrote when they finished a step, oldest first."""
    return [
        {
            "step": item.name,
            "who": names.get(item.completed_by_id or 0, ""),
            "text": item.note,
            "when": item.completed_at,
        }
        for item in view.items
        if item.note and item.completed_at
    ]
