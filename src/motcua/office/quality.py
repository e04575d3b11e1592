"""What the pages of the quality registers share: words with colour, names, tabs, files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.documents.services import file_store
from motcua.identity.access import SignedInRequest
from motcua.identity.queries import accounts_by_ids
from motcua.kernel.errors import NotFound
from motcua.quality.queries.audits import audit_get
from motcua.quality.queries.register import nonconformity_get
from motcua.quality.types import (
    ActionState,
    AuditState,
    AuditView,
    Grade,
    NonconformityRow,
    NonconformityView,
    State,
)
from motcua.quality.words import ACTIONS, AUDIT_STATES, GRADES, SOURCES, STATES
from motcua.ui.types import Tab, Tone

TONES: dict[State, Tone] = {
    State.OPEN: Tone.DUE_SOON,
    State.ACTING: Tone.RUNNING,
    State.CHECKING: Tone.PAUSED,
    State.CLOSED: Tone.DONE,
    State.DISMISSED: Tone.NEUTRAL,
}
ACTION_TONES: dict[ActionState, Tone] = {
    ActionState.OPEN: Tone.RUNNING,
    ActionState.DONE: Tone.PAUSED,
    ActionState.EFFECTIVE: Tone.DONE,
    ActionState.INEFFECTIVE: Tone.OVERDUE,
}
AUDIT_TONES: dict[AuditState, Tone] = {
    AuditState.PLANNED: Tone.NEUTRAL,
    AuditState.HELD: Tone.RUNNING,
    AuditState.CONCLUDED: Tone.DUE_SOON,
    AuditState.CLOSED: Tone.DONE,
    AuditState.CANCELLED: Tone.NEUTRAL,
}
GRADE_TONES: dict[Grade, Tone] = {
    Grade.CONFORM: Tone.DONE,
    Grade.OBSERVATION: Tone.NEUTRAL,
    Grade.MINOR: Tone.DUE_SOON,
    Grade.MAJOR: Tone.OVERDUE,
}


def quality_tabs(here: str) -> list[Tab]:
    """Return the two registers as tabs."""
    pages = (
        ("nonconformities", _("Non-conformities")),
        ("audits", _("Internal audits")),
    )
    return [Tab(word, reverse(f"office:{name}"), name == here) for name, word in pages]


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Return names by account."""
    found = accounts_by_ids({one for one in ids if one})
    return {key: one.name for key, one in found.items()}


def audit_or_404(request: SignedInRequest, audit_id: int) -> AuditView:
    """Return an audit of one's units; 404 for any other."""
    try:
        return audit_get(request.actor, audit_id)
    except NotFound as refusal:
        raise Http404 from refusal


def nonconformity_or_404(request: SignedInRequest, code: str) -> NonconformityView:
    """Return a non-conformity of one's units; 404 for any other."""
    try:
        return nonconformity_get(request.actor, code[:40].replace("\x00", ""))
    except NotFound as refusal:
        raise Http404 from refusal


def files_kept(uploaded: Any) -> list[tuple[int, str]]:
    """Store what was sent along; FileRefused with the reason at the field."""
    if not uploaded:
        return []
    stored = file_store(
        data=uploaded, name=uploaded.name, claimed_type=uploaded.content_type or "", field="file"
    )
    return [(stored.id, stored.name)]


def row_words(row: NonconformityRow) -> dict[str, Any]:
    """Return a line of the register in words."""
    return {
        "row": row,
        "state": STATES[row.state],
        "tone": TONES[row.state],
        "source": SOURCES[row.source],
        "grade": GRADES[row.grade],
        "grade_tone": GRADE_TONES[row.grade],
    }


def audit_words(audit: AuditView) -> tuple[Any, Tone]:
    """Return the state of an audit and its colour."""
    return AUDIT_STATES[audit.state], AUDIT_TONES[audit.state]


def action_words(state: ActionState) -> tuple[Any, Tone]:
    """Return the state of an action and its colour."""
    return ACTIONS[state], ACTION_TONES[state]
