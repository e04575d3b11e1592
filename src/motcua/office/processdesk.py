"""The desk at which processes are drawn: drafts in sight, what its scripts need, refusals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.identity.access import SignedInRequest
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Actor
from motcua.kernel.errors import NotFound
from motcua.office.process_words import editor_words, library_words
from motcua.ui.types import Label, Tone
from motcua.workflow.drawn import (
    Choice,
    DataView,
    DraftState,
    DraftView,
    Finding,
    TrialView,
    VersionView,
)
from motcua.workflow.queries import (
    callable_processes,
    draft_get,
    process_palette,
    process_version,
)
from motcua.workflow.types import ElementState

STATES: dict[DraftState, Label] = {
    DraftState.EDITING: Label(_("being drawn"), "edit", Tone.RUNNING),
    DraftState.SUBMITTED: Label(_("waits for approval"), "hourglass", Tone.DUE_SOON),
    DraftState.RETURNED: Label(_("returned"), "arrow-back-up", Tone.OVERDUE),
    DraftState.APPROVED: Label(_("approved"), "circle-check", Tone.DONE),
    DraftState.WITHDRAWN: Label(_("withdrawn"), "ban", Tone.NEUTRAL),
}


def draft_or_404(actor: Actor, draft_id: int) -> DraftView:
    """Return a draft of one's units; 404 for any other."""
    try:
        return draft_get(actor, draft_id)
    except NotFound as refusal:
        raise Http404 from refusal


def version_or_404(actor: Actor, definition_id: int) -> VersionView:
    """Return a deployed version that this person may see; 404 for any other."""
    try:
        return process_version(actor, definition_id)
    except NotFound as refusal:
        raise Http404 from refusal


def people(ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of accounts, by id."""
    return {id_: one.name for id_, one in accounts_by_ids(id_ for id_ in ids if id_).items()}


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as the editor's scripts read them."""
    return [
        {
            "element": one.element,
            "severity": one.severity.value,
            "code": one.code,
            "message": str(one.message),
            "name": one.name,
            "marks": list(one.marks),
        }
        for one in findings
    ]


def _pairs(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(one.code, str(one.name)) for one in choices]


def _value_json(one: DataView) -> dict[str, Any]:
    values = [(option.code, option.name) for option in one.options]
    return {"name": one.name, "kind": one.kind, "label": str(one.label), "values": values}


def editor_setup(request: SignedInRequest, draft: DraftView, *, editable: bool) -> dict[str, Any]:
    """Return everything that the scripts of the editor need to know, as plain JSON."""
    palette = process_palette()
    return {
        "text": draft.bpmn,
        "version": draft.version,
        "key": draft.key,
        "save": reverse("office:process_save", args=[draft.id]),
        "csrf": get_token(request),
        "editable": editable,
        "language": (get_language() or "vi")[:2],
        "words": editor_words(),
        "bpmn_words": library_words(),
        "elements": list(palette.elements),
        "roles": _pairs(palette.roles),
        "units": _pairs(palette.parts),
        "acts": _pairs(palette.acts),
        "services": _pairs(palette.services),
        "field_kinds": _pairs(palette.field_kinds),
        "callable": [
            {"key": one.key, "version": str(one.version), "name": f"{one.name} – {one.version}"}
            for one in callable_processes()
        ],
        "data": [_value_json(one) for one in palette.data if one.source == "dossier"],
        "service_ends": _pairs(palette.service_ends),
        "service_texts": {code: _pairs(texts) for code, texts in palette.service_texts.items()},
        "service_gives": [{"of": one.source, **_value_json(one)} for one in palette.service_gives],
        "findings": findings_json(draft.findings),
    }


def trial_marks(view: TrialView) -> dict[str, Any]:
    """Return the marks of a trial run's drawing: what was done, and where the dossier stands."""
    word = str(_("here now"))
    return {
        element: {"what": state.value, "token": word if state is ElementState.CURRENT else ""}
        for element, state in view.elements.items()
        if state is not ElementState.FUTURE
    }
