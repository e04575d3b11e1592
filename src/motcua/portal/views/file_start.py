"""Before the first question: what it takes, for whom, where; and what was begun already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, loa_met
from motcua.citizens.queries import consent_in_force
from motcua.citizens.services import consent_give_once
from motcua.citizens.types import ConsentPurpose
from motcua.dossiers.queries import dossiers_search
from motcua.filing.groups import PartDefinition, group_led_by
from motcua.filing.queries import drafts_open
from motcua.filing.queries.online import form_online
from motcua.filing.rules import papers_asked, sources_for
from motcua.filing.services import draft_begin
from motcua.filing.sources import SourceAnswer, source_kinds, source_labels, sources_ask
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.portal.charges import provinces_for
from motcua.portal.competent import Competent, competent_units
from motcua.portal.filing import filing_page, walk_with
from motcua.portal.offer import offered
from motcua.procedures.queries import procedure_get
from motcua.procedures.types import VersionView

RUNNING = (1, 2, 4, 5, 6)


class StartForm(forms.Form):
    """Where, which case, and whether data sources may be asked."""

    unit = forms.TypedChoiceField(
        label=gettext_lazy("Where you file"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where you file.")},
    )
    case = forms.ChoiceField(
        label=gettext_lazy("Your case"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the case that fits you.")},
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Do you want these done at the same time?"),
        help_text=gettext_lazy("One form, one sending; each has its own code and its own date."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    consent = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any,
        *,
        version: VersionView,
        competent: Competent,
        sources: list[str],
        allowed: bool,
    ) -> None:
        """Offer what fits this procedure and this person; what needs no question is left out."""
        super().__init__(data, initial={"unit": competent.own or None, "consent": allowed})
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (place.unit.id, _place_name(place.unit.full_name, place.around))
            for place in competent.places
        ]
        if version.cases:
            self.fields["case"].choices = [  # type: ignore[attr-defined]
                (one.code, one.label) for one in version.cases
            ]
        else:
            del self.fields["case"]
        group = group_led_by(version.code)
        if group:
            self.fields["parts"].choices = [  # type: ignore[attr-defined]
                (one.key, _part_name(one)) for one in group.parts_on(clock.today())
            ]
        else:
            del self.fields["parts"]
        if sources:
            self.fields["consent"].label = _("Take my data from: %(sources)s") % {
                "sources": ", ".join(sources)
            }
            self.fields["consent"].help_text = _(
                "You type less, and papers that the State has already are not asked for. Only for"
                " this filing; you may also say no and hand in papers."
            )
        else:
            del self.fields["consent"]


@filing_page
@no_transaction
@require_http_methods(["GET", "HEAD", "POST"])
def file_start(request: CitizenRequest, code: str) -> HttpResponse:
    """Show what is needed, or begin a draft and lead to its first question.

    Data sources are asked outside of any transaction: they may take their time.
    """
    with scope_use(request.scope):
        context = _context(request, code)
    form: StartForm | None = context["form"]
    if form is None or request.method != "POST" or "search" in request.POST:
        return render(request, "portal/file_start.html", context)
    if not form.is_valid():
        return render(request, "portal/file_start.html", context, status=422)
    known = _known(request, context["version"]) if form.cleaned_data.get("consent") else {}
    with scope_use(request.scope):
        draft = draft_begin(
            citizen=request.citizen,
            procedure_code=code,
            unit_id=form.cleaned_data["unit"],
            case=form.cleaned_data.get("case", ""),
            parts=tuple(form.cleaned_data.get("parts", ())),
            known=known,
        )
        return redirect(walk_with(draft).here_on)


def _context(request: CitizenRequest, code: str) -> dict[str, Any]:
    version = procedure_get(code).version
    context: dict[str, Any] = {
        "version": version,
        "offer": offered(version, clock.today(), provinces_for(version, clock.today(), ())),
        "papers": papers_asked(version, own_form=True),
        "citizen": request.citizen,
        "drafts": drafts_open(request.citizen, code),
        "similar": dossiers_search(procedure_code=code, status=RUNNING, limit=3).rows,
        "level_met": loa_met(request, version.assurance),
        "closed": "",
        "form": None,
        "competent": None,
        "back_url": reverse("portal:procedure", args=[code]),
    }
    try:
        form_online(version)
    except Refused as refusal:
        return context | {"closed": str(refusal.message)}
    if not context["level_met"]:
        return context
    text = (request.POST if "search" in request.POST else request.GET).get("place", "")
    competent = competent_units(code, request.citizen.subject, text)
    posted = request.POST if request.method == "POST" and "search" not in request.POST else None
    if posted is not None:  # what was chosen from a search is still on offer
        competent = competent_units(code, request.citizen.subject, posted.get("place", ""))
    sources = source_labels(sources_for(version))
    # A box that is ticked beforehand is no consent, unless it was given to stay.
    allowed = consent_in_force(request.citizen.subject_id, ConsentPurpose.POPULATION_DATA)
    form = StartForm(posted, version=version, competent=competent, sources=sources, allowed=allowed)
    own = [place for place in competent.places if place.unit.id == competent.own]
    day = clock.today()
    provinces = provinces_for(version, day, own or competent.places)
    return context | {
        "form": form, "competent": competent, "offer": offered(version, day, provinces),
    }  # fmt: skip


def _known(request: CitizenRequest, version: VersionView) -> dict[str, SourceAnswer]:
    """Record the consent, then ask: the ground stands before the question (Law 91/2025/QH15)."""
    keys = sources_for(version)
    with scope_use(request.scope):
        consent = consent_give_once(
            citizen=request.citizen,
            purpose=ConsentPurpose.POPULATION_DATA,
            about=version.code,
            kinds=source_kinds(keys),
        )
    return sources_ask(
        keys, person=request.citizen.subject, purpose=version.code, consent=consent.reference
    )


def _part_name(part: PartDefinition) -> str:
    return f"{part.title} ({part.body})"


def _place_name(name: str, around: str) -> str:
    return f"{name}, {around}" if around else name
