"""The draft of a result: written by who appraises, frozen while a leader looks at it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.documents.queries import file_get, file_verify
from motcua.documents.types import FileState
from motcua.dossiers.models import Dossier, InternalReturn, Result
from motcua.dossiers.queries.parts import units_deciding, with_leader
from motcua.dossiers.return_rules import ReturnState, ReturnTo
from motcua.dossiers.services import _write
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.types import FactType, Outcome, Status
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.text import nfc
from motcua.workflow.types import Progress


def draft_of(dossier: Dossier) -> Result | None:
    """Return the result version that has not been issued yet."""
    return Result.objects.filter(dossier=dossier, issued_at__isnull=True).first()


def file_check(result: Result) -> None:
    """Refuse to go on when the stored bytes are not those that were drafted."""
    if file_verify(result.file_id) is not FileState.GOOD:
        raise Refused(
            "result_damaged", _("The file of the result is damaged. Please upload it again.")
        )


def dossier_draft_result(
    *,
    actor: Actor,
    code: str,
    file_id: int,
    file_name: str,
    title: str,
    kind: str = "grant",
    version: int | None = None,
) -> Outcome:
    """Put a draft of the result into the dossier, in place of an unapproved one.

    `kind` is `grant` or `refusal` (a reasoned refusal is a result as well).
    Raises Refused `draft_approved` when a leader has approved the present draft already, and
    `draft_with_leader` while one looks at it: nobody shall sign what he has not seen.
    """
    if kind not in {"grant", "refusal"}:
        raise Invalid([FieldProblem("kind", _("Choose what kind of result it is."))])
    cleaned = nfc(title)[:300]
    if not cleaned:
        raise Invalid([FieldProblem("title", _("Enter a title."))])
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        progress = _write.progress_of(dossier)
        units = units_deciding(progress, dossier.competent_unit_id, dossier.visible_units)
        posting = actor.posting_for(Action.DOSSIER_APPRAISE, *units)
        if Status(dossier.status) is not Status.PROCESSING:
            raise Refused(
                "not_in_this_status", _("This is not possible in the dossier's present status.")
            )
        view = file_get(file_id)
        draft = _draft_free(dossier, progress)
        draft.kind, draft.title = kind, cleaned
        draft.file_id, draft.sha256 = file_id, view.sha256
        draft.file_name = nfc(file_name)[:200]
        draft.drafted_by = posting.account_id
        draft.save()
        fact = _write.fact_at(
            FactType.DOCUMENT_ADDED,
            clock.now(),
            rows=rows_bind(dossier, draft),
            kind="draft",
            sha256=view.sha256,
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _draft_free(dossier: Dossier, progress: Progress | None) -> Result:
    """Return the draft that may be written to, or a new one."""
    draft = draft_of(dossier)
    if draft is None:
        last = Result.objects.filter(dossier=dossier).order_by("-version").first()
        return Result(dossier=dossier, version=(last.version if last else 0) + 1)
    if draft.approved_at is not None:
        raise Refused("draft_approved", _("The draft has been approved already."))
    back = InternalReturn.objects.filter(
        dossier=dossier, state=ReturnState.OPEN.value, to=ReturnTo.SPECIALIST.value
    )
    if with_leader(progress) and not back.filter(process_id__isnull=False).exists():
        raise Refused(
            "draft_with_leader",
            _("The draft lies with the leader. It can be replaced when it is sent back."),
        )
    return draft
