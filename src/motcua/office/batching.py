"""What the pages of bulk scanning share: words of doubt, units, the reading that is recorded."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.documents.label_sheet import LabelLine
from motcua.dossiers.batch_types import BatchState, BatchView, Doubt
from motcua.dossiers.label_rules import Label, LabelKind, label_text
from motcua.dossiers.queries.batches import ToLabel, batch_get, sheet_dossier
from motcua.dossiers.queries.lists import party_numbers
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import units_by_ids
from motcua.ui.types import Tone

PURPOSE = "digitisation of a stack of papers"
_READ = "batches_read"  # in the session: what was recorded already
_READ_MOST = 400
STATES = {
    BatchState.WORKING: (gettext_lazy("Being read"), Tone.RUNNING, "hourglass"),
    BatchState.OPEN: (gettext_lazy("Waits for you"), Tone.DUE_SOON, "eye"),
    BatchState.DONE: (gettext_lazy("Finished"), Tone.DONE, "circle-check"),
    BatchState.DROPPED: (gettext_lazy("Put aside"), Tone.NEUTRAL, "trash"),
}
DOUBTS = {
    Doubt.NO_LABEL: gettext_lazy(
        "No separator sheet came before these pages. Say which dossier they belong to."
    ),
    Doubt.WRONG_LABEL: gettext_lazy(
        "A label is there, but its check characters are wrong. Say which dossier this is."
    ),
    Doubt.SEVERAL: gettext_lazy(
        "Labels of several components lie on the first page. Say which one this is."
    ),
    Doubt.UNKNOWN: gettext_lazy("No dossier of your unit has this code."),
    Doubt.NO_COMPONENT: gettext_lazy("Choose the component of this dossier."),
    Doubt.CLOSED: gettext_lazy(
        "This dossier is closed: its papers are not digitised any more. Choose another one or "
        "take the part away."
    ),
    Doubt.FAILED: gettext_lazy("A page could not be read. Take it away and scan it again."),
    Doubt.EMPTY: gettext_lazy(
        "Nothing followed this separator sheet. Were pages drawn in together?"
    ),
    Doubt.TWICE: gettext_lazy("Another part is of the same component: together they become one."),
    Doubt.UNDER_WORK: gettext_lazy(
        "Pages of this component are under work already; these come behind them."
    ),
    Doubt.HAS_COPY: gettext_lazy(
        "This component has its digital copy. A new one replaces it, with a reason."
    ),
    Doubt.NOT_HANDED_IN: gettext_lazy(
        "No paper of this component was noted when the dossier was taken in."
    ),
}


def batch_read(request: SignedInRequest, batch_id: int) -> BatchView:
    """Return a batch, and record once a session whose papers were looked at.

    Those of its dossiers; `batch:<id>` for pages of which nobody has said yet whose they are.
    404 for one of another unit.
    """
    try:
        view = batch_get(batch_id)
    except NotFound as refusal:
        raise Http404 from refusal
    if not request.actor.may(Action.DOSSIER_INTAKE, view.line.unit_id):
        raise Http404
    subjects = {one.dossier_id for one in view.runs if one.dossier_id or one.sheets}
    if view.line.state is not BatchState.OPEN:
        subjects.discard(None)  # the page shows none of them
    elif view.removed:
        subjects.add(None)
    _record(request, batch_id, view.line.unit_id, subjects)
    return view


def sheet_read(request: SignedInRequest, batch_id: int, page_id: int) -> None:
    """Record the reading of one page, for whoever came without the page that shows it.

    404 for a page of another unit's batch and of one that was put aside.
    """
    try:
        unit_id, dossier_id = sheet_dossier(batch_id, page_id)
    except NotFound as refusal:
        raise Http404 from refusal
    if not request.actor.may(Action.DOSSIER_INTAKE, unit_id):
        raise Http404
    _record(request, batch_id, unit_id, {dossier_id})


def _record(
    request: SignedInRequest, batch_id: int, unit_id: int, dossier_ids: Iterable[int | None]
) -> None:
    """Record what this session has not read before; None: pages of no dossier."""
    posting = request.actor.posting_for(Action.DOSSIER_INTAKE, unit_id)
    known = request.session.get(_READ, [])
    for dossier_id in dossier_ids:
        mark = f"{batch_id}:{dossier_id or 0}"
        if mark in known:
            continue
        numbers: Iterable[str] = ()
        if dossier_id:
            with scope_use(SYSTEM):
                numbers = party_numbers(dossier_id)
        reading_record(
            account_id=request.actor.account_id,
            posting_id=posting.id,
            subject=f"dossier:{dossier_id}" if dossier_id else f"batch:{batch_id}",
            purpose=PURPOSE,
            route=request.resolver_match.view_name if request.resolver_match else "",
            id_numbers=numbers,
        )
        known = [*known, mark][-_READ_MOST:]
        request.session[_READ] = known


def units_open_to(request: SignedInRequest) -> list[tuple[int, str]]:
    """Return the units at which somebody may take a stack in: where they are posted."""
    ids = [one.unit_id for one in request.actor.postings if Action.DOSSIER_INTAKE in one.actions]
    found = units_by_ids(ids)
    return [(one, found[one].full_name) for one in dict.fromkeys(ids) if one in found]


def label_lines(
    rows: list[ToLabel], kind: LabelKind
) -> tuple[tuple[LabelLine, ...], tuple[LabelLine, ...]]:
    """Return what is printed for components, and those that no label can name (`label_text`)."""
    lines, missing = [], []
    for one in rows:
        try:
            text = label_text(Label(kind, one.code, one.number))
        except ValueError:
            missing.append(LabelLine("", one.code, one.number, one.name, one.procedure))
            continue
        lines.append(LabelLine(text, one.code, one.number, one.name, one.procedure))
    return tuple(lines), tuple(missing)


def label_none(missing: tuple[LabelLine, ...]) -> str:
    """Return the words for components of which not one can have a label."""
    told = ", ".join(f"{one.code} ({one.number})" for one in missing)
    return _("No label can name these components: %(components)s") % {"components": told}
