"""A call-back of the payment platform: a reason to ask it, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.identity.access import public
from motcua.kernel.scope import no_transaction
from motcua.payments.providers import callback_reference
from motcua.payments.services import attempt_hint

BODY_MAX = 10_000


@public
@no_transaction
@csrf_exempt  # signed by the platform instead
@require_POST
def pay_notify(request: HttpRequest) -> HttpResponse:
    """Take a genuine call-back; a forged one learns no more than that it is not taken."""
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > BODY_MAX:
        return HttpResponse(status=413)
    reference = callback_reference(
        method=str(request.method), path=request.path, headers=request.headers, body=request.body
    )
    if not reference:
        return HttpResponse(status=400)
    attempt_hint(reference)  # unknown or ended: nothing happens, and nothing is told
    return HttpResponse(status=204)
