"""After the question: more time, a reminder, a recall; and the leader's lawful substitute."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.eyes_rules import OWN_QUESTION, waiver_barred
from motcua.dossiers.models import Dossier, OpinionRequest
from motcua.dossiers.opinion_rules import PENDING, OpinionState
from motcua.dossiers.services import _write
from motcua.dossiers.services._opinion_work import opinion_work_cancel
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.opinion_words import date_words, paragraphs
from motcua.dossiers.services.opinions import (
    opinion_closed,
    opinion_due,
    opinion_find,
    opinion_replaceable,
)
from motcua.dossiers.types import FactType, Outcome
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow import services as workflow

REMIND_AGAIN = 3600  # seconds


def opinion_extend(
    *, actor: Actor, code: str, ordinal: int, limit: str, reason: str, version: int | None = None
) -> Outcome:
    """Give the asked unit more time, counted from now; the first due date stays on record."""
    with transaction.atomic():
        dossier, row, posting = _open(actor, code, ordinal, version)
        at = clock.now()
        due, said = opinion_due(limit, row.unit_id, at), _reason(reason)
        if due <= row.due_at:
            text = _("The answer is due %(due)s already; give more time than that.")
            raise Invalid([FieldProblem("limit", text % {"due": date_words(row.due_at)})])
        before, row.due_at = row.due_at, due
        row.save(update_fields=["due_at"])
        if row.process_id is not None:
            with scope_use(SYSTEM):
                workflow.process_due_move(process_id=row.process_id, due_at=due)
        more = {"due_before": before, "due_at": due}
        return _record(dossier, row, posting, FactType.OPINION_EXTENDED, at, said, **more)


def opinion_remind(*, actor: Actor, code: str, ordinal: int, version: int | None = None) -> Outcome:
    """Remind the asked unit: its piece of work says so from now on; at most once an hour."""
    with transaction.atomic():
        dossier, row, posting = _open(actor, code, ordinal, version)
        at = clock.now()
        if row.reminded_at is not None and (at - row.reminded_at).total_seconds() < REMIND_AGAIN:
            text = _("They were reminded less than an hour ago, %(at)s.")
            raise Refused("reminded_already", text % {"at": date_words(row.reminded_at)})
        row.reminders, row.reminded_at = row.reminders + 1, at
        row.save(update_fields=["reminders", "reminded_at"])
        return _record(
            dossier, row, posting, FactType.OPINION_REMINDED, at, {}, number=row.reminders
        )


def opinion_recall(
    *, actor: Actor, code: str, ordinal: int, reason: str, version: int | None = None
) -> Outcome:
    """Take a question back: the asked unit owes nothing any more and sees that it was recalled.

    A mandatory one still bars the way to the leader (`is_owed`), so that no way opens by it.
    """
    with transaction.atomic():
        dossier, row, posting = _open(actor, code, ordinal, version)
        said = _reason(reason)
        opinion_work_cancel(row)
        row.state = OpinionState.RECALLED
        row.save(update_fields=["state"])
        return _record(
            dossier, row, posting, FactType.OPINION_RECALLED, clock.now(), said, due_at=row.due_at
        )


def opinion_waive(
    *,
    actor: Actor,
    code: str,
    ordinal: int,
    reason: str,
    legal_basis: str,
    version: int | None = None,
) -> Outcome:
    """Record what lawfully stands in for a mandatory answer that is missing; a leader only.

    The request stays open: an answer that comes later is still kept.
    """
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = _write.posting_deciding(actor, Action.DOSSIER_APPROVE, dossier)
        row = opinion_find(dossier, ordinal)
        if row.waived_at or not (row.state in PENDING or opinion_replaceable(row)):
            raise opinion_closed()
        if waiver_barred(account=posting.account_id, asked_by=row.asked_by):
            text = _("You asked for this opinion yourself; somebody else must decide without it.")
            raise Refused(OWN_QUESTION, text)
        at = clock.now()
        said = _reason(reason) | _reason(legal_basis, "legal_basis")
        row.waived_by, row.waived_at = posting.account_id, at
        row.save(update_fields=["waived_by", "waived_at"])
        return _record(dossier, row, posting, FactType.OPINION_WAIVED, at, said)


def _reason(text: str, field: str = "reason") -> dict[str, str]:
    cleaned = paragraphs(text)[:1000]
    if not cleaned:
        words = _("Give the legal basis.") if field == "legal_basis" else _("Give the reason.")
        raise Invalid([FieldProblem(field, words)])
    return {field: cleaned}


def _open(
    actor: Actor, code: str, ordinal: int, version: int | None
) -> tuple[Dossier, OpinionRequest, PostingView]:
    """Return a locked dossier with an open request of it, for whoever may ask; else refuse."""
    dossier = _write.dossier_lock(code, version=version)
    posting = _write.posting_deciding(actor, Action.DOSSIER_APPRAISE, dossier)
    row = opinion_find(dossier, ordinal)
    if row.state != OpinionState.ASKED:
        raise opinion_closed()
    return dossier, row, posting


def _record(
    dossier: Dossier,
    row: OpinionRequest,
    posting: PostingView,
    type_: FactType,
    at: datetime,
    words: dict[str, str],
    **data: object,
) -> Outcome:
    fact = _write.fact_at(
        type_,
        at,
        rows=rows_bind(dossier, row),
        words=words or None,
        request=row.ordinal,
        unit=row.unit_id,
        **data,
    )
    outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
    failpoint("operation.written")
    failpoint_after_commit("operation.committed")
    return outcome
