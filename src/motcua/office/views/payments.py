"""A day of payments: figures per way, what does not agree, what moved; the bank's statement."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.payments import ENTRIES, KINDS, METHODS, day_of
from motcua.payments.queries.desk import day_entries, day_figures, mismatches, refunds_open
from motcua.payments.services import day_reconcile


@requires(Action.PAYMENT_RECONCILE)
@no_transaction  # the platform is asked between transactions
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: SignedInRequest) -> HttpResponse:
    """Show a day; on POST compare it with the platform first."""
    day = day_of(request)
    if request.method == "POST":
        new = day_reconcile(day)
        if new is None:
            messages.warning(request, _("The payment platform does not answer. Try again later."))
        else:
            messages.success(request, _("Compared with the platform: %(n)s new.") % {"n": new})
        return redirect(f"{reverse('office:payments')}?day={day.isoformat()}")
    with scope_use(request.actor.scope):
        figures = day_figures(day)
        context = {
            "day": day,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1) if day < clock.today() else None,
            "figures": [(METHODS[one.method], one) for one in figures],
            "received_vnd": sum(one.received_vnd for one in figures),
            "received": sum(one.received for one in figures),
            "mismatches": [(KINDS[m.kind], METHODS[m.method], m) for m in mismatches()],
            "entries": [(ENTRIES[e.kind], METHODS[e.method], e) for e in day_entries(day)],
            "refunds": len(refunds_open()),
        }
        return render(request, "office/payments.html", context)
