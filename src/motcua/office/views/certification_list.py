"""Make the list of papers of certified copies that were taken in without one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.certification.queries import batch_get
from motcua.certification.rules import ROWS_MAX
from motcua.certification.services import batch_list
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.office.certifying import RowForm
from motcua.office.reading import dossier_read
from motcua.workflow.types import Act


@requires(Action.DOSSIER_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def certification_list(request: SignedInRequest, code: str) -> HttpResponse:
    """Show rows to fill in; a POST adds one or makes the list. 404 for another procedure."""
    dossier = dossier_read(request, code, purpose="certified copies")
    try:
        batch_get(dossier.code)
    except NotFound:
        pass
    else:
        return redirect("office:certification_batch", dossier.code)
    if not dossier.procedure.certified_copies:
        raise Http404
    item = next((one for one in dossier.items if one.state.is_live), None)
    due = item is not None and item.act is Act.APPRAISE
    may = item is not None and due and request.actor.may(Action.DOSSIER_APPRAISE, item.unit_id)
    rows, problems = _rows(request.POST), list[str]()
    if request.POST.get("action") == "make" and may:
        try:
            if _valid(rows):
                batch_list(
                    actor=request.actor,
                    code=dossier.code,
                    rows=[form.row() for form in rows if not form.empty],
                )
                messages.success(request, _("The list is made. Compare the copies, then go on."))
                return redirect("office:certification_batch", dossier.code)
        except Invalid as refusal:
            problems = [one.message for one in refusal.problems]
        except Refused as refusal:
            problems = [str(refusal)]
    else:
        for form in rows:
            form.lenient()
    context = {
        "dossier": dossier, "rows": rows, "may": may, "due": due, "problems": problems,
        "full": len(rows) >= ROWS_MAX,
    }  # fmt: skip
    status = 422 if request.POST.get("action") == "make" else 200
    return render(request, "office/certification_list.html", context, status=status)


def _rows(data: QueryDict) -> list[RowForm]:
    """Return the rows as sent, one more where it was asked for; a single one to begin with."""
    sent = data.get("rows", "")
    count = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 1
    count += data.get("action") == "add"
    return [RowForm(data, place) for place in range(min(max(count, 1), ROWS_MAX))]


def _valid(rows: list[RowForm]) -> bool:
    """Judge the rows; those that nobody has begun count for nothing, except the only one."""
    while len(rows) > 1 and rows[-1].empty:
        rows.pop()
    judged = [form.is_valid() for form in rows]  # each tells what is wrong
    return all(judged)
