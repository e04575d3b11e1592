"""The leader signs a result that was approved while the unit had no digital seal yet.

Approval and signature are one act where a unit signs. A result that was approved before its unit
had a seal carries no personal signature, and the seal alone would say that the agency issued what
nobody signed for it. So it is signed before it is issued. Any leader who may approve this dossier,
and neither appraised nor drafted it, may sign: whoever approved may have left office since, and
whoever signs answers for it before the law (Decree 30/2020/NĐ-CP, article 13). Who approved stays
on record, and the event of the signature says who signed.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.documents.signatures.sign import Order
from motcua.documents.signatures.types import Role, Signed, SigningRefused
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.services import _write
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.draft import draft_of, file_check
from motcua.dossiers.services.signing import (
    approver_check,
    approver_wrong,
    order_make,
    signature_take,
    signer_check,
    signs,
)
from motcua.dossiers.types import FactType, Outcome, Status
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import batch, clock
from motcua.kernel.errors import Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.organisations.queries import unit_get


def result_sign_prepare(actor: Actor, code: str, expected_version: int) -> Order | None:
    """Return what the leader is to sign; reads only. None where the operation says why not.

    Raises SigningRefused, in plain words, for whoever may not sign.
    """
    if not settings.SIGNERS_FILE:
        return None
    found = Dossier.objects.select_related("procedure_version").filter(code=code).first()
    if found is None or found.seq != expected_version:
        return None
    draft = draft_of(found)
    if draft is None or not _waits(found, draft):
        return None
    posting = _posting(actor, found)
    unit = unit_get(found.competent_unit_id)
    if approver_wrong(found, draft, posting.account_id) or not signs(unit):
        return None
    signer_check(actor, found.competent_unit_id, Role.PERSONAL, unit)
    return order_make(found, draft, unit, Role.PERSONAL, posting.account_id)


def dossier_sign_result(
    *, actor: Actor, code: str, signed: Signed | None, version: int | None = None
) -> Outcome:
    """Take the leader's signature, made before (`result_sign_prepare`), into an approved result.

    Raises NotFound, Forbidden, Stale; Refused `nothing_to_sign` when it waits for no signature,
    what `approver_check` says, `sign_in_person` for a program.
    """
    with batch.operation():
        dossier = _write.dossier_lock(code, version=version)
        posting = _posting(actor, dossier)
        unit = unit_get(dossier.competent_unit_id)
        draft = draft_of(dossier)
        if draft is None or not _waits(dossier, draft) or not signs(unit):
            raise Refused(
                "nothing_to_sign",
                _("No approved result waits for a leader's signature in this dossier."),
            )
        approver_check(dossier, draft, posting.account_id)
        signer_check(actor, dossier.competent_unit_id, Role.PERSONAL, unit)
        if signed is None:
            raise SigningRefused("not_signed_yet", _("This needs a digital signature. Try again."))
        file_check(draft)
        taken = signature_take(dossier, draft, signed, Role.PERSONAL)
        draft.save(update_fields=list(taken.columns))
        fact = _write.fact_at(
            FactType.SIGNED,
            clock.now(),
            rows=rows_bind(dossier, draft),
            result=draft.sha256,
            version=draft.version,
            **taken.told,
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _posting(actor: Actor, dossier: Dossier) -> PostingView:
    return actor.posting_for(Action.DOSSIER_APPROVE, dossier.competent_unit_id)


def _waits(dossier: Dossier, draft: Result) -> bool:
    """Tell whether the draft was approved and nobody's own signature is in it."""
    approved = Status(dossier.status) is Status.PROCESSING and draft.approved_at is not None
    return approved and not any(one["role"] == Role.PERSONAL.value for one in draft.signatures)
