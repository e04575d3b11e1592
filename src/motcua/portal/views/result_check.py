"""Check a result: by the code on its last page, or by the file itself, which is not kept."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.documents.signatures.apart import Busy
from motcua.dossiers.queries.proof import proof_by_code
from motcua.identity.access import public
from motcua.kernel.budget import budget_spend, network_of
from motcua.kernel.scope import no_transaction
from motcua.portal.proofs import code_told, file_told

CODES, FILES, SECONDS = 60, 20, 600


@public
@no_transaction  # a file is looked at for seconds; nothing is held meanwhile
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result_check(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file, or say what was looked at and found."""
    try:
        if request.method == "POST":
            return _file(request)
        code = request.GET.get("code", "")[:64]
        return _code(request, code) if code.strip() else _page(request)
    except Busy:
        return _page(request, status=503, busy=True)


def _code(request: HttpRequest, code: str) -> HttpResponse:
    if not budget_spend("result-check", network_of(request), CODES, SECONDS):
        return _page(request, status=429, many=True)
    proof = proof_by_code(code)
    if proof is None:
        return _page(request, status=404, unknown=True, code=code)
    return _page(request, told=code_told(proof), code=code)


def _file(request: HttpRequest) -> HttpResponse:
    if not budget_spend("result-check-file", network_of(request), FILES, SECONDS):
        return _page(request, status=429, many=True)
    file, typed = request.FILES.get("file"), request.POST.get("code", "")
    if not isinstance(file, UploadedFile) or not file.size:
        problem = _("Choose the PDF file of the result first.")
        return _page(request, status=422, problem=problem, code=typed)
    limit = settings.UPLOAD_MAX_BYTES
    if file.size > limit:
        text = _("The file is too large. At most %(limit)s MB.") % {"limit": limit // 1_000_000}
        return _page(request, status=422, problem=text, code=typed)
    return _page(request, told=file_told(file.read()))


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    return render(request, "portal/result_check.html", {"code": "", **context}, status=status)
