"""What a dossier owes, reckoned anew when part of what was asked for is refused."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, Fee
from motcua.dossiers.services import _write
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.fees import FEE_CHANNELS, fees_owed, row_of
from motcua.dossiers.services.intake import reason_clean
from motcua.dossiers.services.paying import fees_subject
from motcua.dossiers.types import FactType
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.services import order_cancel
from motcua.procedures.counts import PageCount
from motcua.procedures.queries import fees_quote, version_get


def dossier_fee_recount(
    *, actor: Actor, code: str, papers: Sequence[PageCount], reason: str
) -> int:
    """Reckon the fee by the page anew for the papers that are left; return what was too much.

    The catalogue's rule of the day of acceptance holds. An open order is called off, so that the
    next one is about the new amount. What has been paid stays as it was paid: then the answer (in
    dong) is what is to be given back, by the refund that finance asks for; else it is 0.
    Raises NotFound, Forbidden, Refused `nothing_left` without papers, `not_in_this_status`.
    """
    words = reason_clean(reason)
    if not papers:
        raise Refused("nothing_left", _("Nothing is left to charge for. Stop the dossier instead."))
    with transaction.atomic():
        dossier = _write.dossier_lock(code)
        posting = _write.posting_deciding(actor, Action.DOSSIER_APPRAISE, dossier)
        before = list(Fee.objects.filter(dossier=dossier).order_by("pk"))
        owed = sum(fee.amount_vnd * fee.quantity for fee in before)
        fees = _reckoned(dossier, papers)
        left = sum(fee.amount_vnd * fee.quantity for fee in fees)
        paid = any(fee.paid_at for fee in before)
        rows: dict[str, str] = {}
        if not paid and left != owed:
            with scope_use(SYSTEM):  # the right was checked; the order is the receiving unit's
                order_cancel(subject=fees_subject(dossier.pk))
            Fee.objects.filter(dossier=dossier).delete()
            Fee.objects.bulk_create(fees_owed(dossier, fees))
            rows = rows_bind(dossier, *Fee.objects.filter(dossier=dossier).order_by("pk"))
        fact = _write.fact_at(
            FactType.FEE_CHANGED, clock.now(), rows=rows, words={"reason": words}, amount=left
        )
        _write.facts_record(dossier, [fact], _write.doer_of(posting))
    return max(0, owed - left) if paid else 0


def _reckoned(dossier: Dossier, papers: Sequence[PageCount]) -> list[Fee]:
    version = version_get(dossier.procedure_version_id)
    quote = fees_quote(
        version,
        unit_id=dossier.competent_unit_id,
        on_day=clock.local(dossier.accepted_at or dossier.submitted_at).date(),
        channel=FEE_CHANNELS[int(dossier.channel)],
        papers=papers,
        groups=dossier.content.get("fee_groups", ()),
    )
    return [
        row_of(line)
        for line in quote.lines
        if line.amount_vnd or (line.amount_vnd == 0 and line.exempt_by)
    ]
