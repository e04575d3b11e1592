"""All papers of a filing on one page: what is there, what is open, what need not be handed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.steps import Step, StepKind
from motcua.portal.filing import changing, closed_url, context_of, filing_page, leave_or, walk_of
from motcua.portal.papers import papers_told, sources_told


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_papers(request: CitizenRequest, code: str, draft_id: str) -> HttpResponse:
    """Show the list; go on when every paper that is needed is settled."""
    walk = walk_of(request, code, draft_id)
    if closed := closed_url(walk.draft):
        return redirect(closed)
    papers = papers_told(walk.draft, walk.asked)
    open_ = [one for one in papers if one.open]
    refused = request.method == "POST" and bool(open_) and request.POST.get("action") != "later"
    if request.method == "POST" and not refused:
        return leave_or(request, walk.after(StepKind.PAPERS, back=changing(request)))
    context = context_of(
        walk,
        Step(StepKind.PAPERS),
        back=changing(request),
        papers=papers,
        open=open_ if refused else [],
        told=sources_told(walk.draft),
    )
    return render(request, "portal/file_papers.html", context, status=422 if refused else 200)
