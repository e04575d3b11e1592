"""The weekly brief: made by itself, every figure opens; made anew with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.briefs import brief_asked, brief_place, sentences_shown
from motcua.office.difficulties import difficulty_tabs
from motcua.office.needed import sometimes
from motcua.office.quality import names_of
from motcua.office.quality_forms import words
from motcua.office.refusals import refusal_show
from motcua.organisations.types import PROVINCE_KINDS, UnitView
from motcua.oversight.brief_rules import Part, week_name, week_of, week_parse
from motcua.oversight.brief_words import PARTS
from motcua.oversight.queries.briefs import BriefView, brief_weeks
from motcua.oversight.services.briefs import brief_make
from motcua.ui import formats

SHOWN = 26
AGO = 12


class MakeForm(forms.Form):
    """Which week, and why when there is one already."""

    week = forms.ChoiceField(label=gettext_lazy("Week"))
    text = sometimes(
        words(
            gettext_lazy("Why it is made anew"),
            rows=2,
            most=1000,
            required=False,
            help_text=gettext_lazy("Only for a week that has a brief already."),
        )
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        last = week_of(clock.today()) - timedelta(days=7)
        mondays = [last - timedelta(days=7 * back) for back in range(AGO)]
        self.fields["week"].choices = [(week_name(one), span(one)) for one in mondays]  # type: ignore[attr-defined]


@requires(Action.OVERSIGHT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: SignedInRequest) -> HttpResponse:
    """Show the newest brief or the one asked for; a POST makes one."""
    unit = brief_place(request)
    if unit is None or request.method != "POST":
        return _page(request, unit, MakeForm())
    form = MakeForm(request.POST)
    if form.is_valid():
        monday = week_parse(form.cleaned_data["week"])
        try:
            version = brief_make(
                actor=request.actor,
                unit_id=unit.id,
                week=monday or clock.today(),
                reason=form.cleaned_data["text"],
            )
        except Forbidden:
            messages.warning(request, _("Only whoever keeps the register makes the brief."))
            return redirect("office:brief")
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("Made and frozen."))
            query = urlencode({"week": form.cleaned_data["week"], "version": version})
            return redirect(f"{reverse('office:brief')}?{query}")
    return _page(request, unit, form, 422)


def span(monday: Any) -> str:
    """Return a week as its first and last day."""
    return f"{formats.day(monday)} – {formats.day(monday + timedelta(days=6))}"


def _page(
    request: SignedInRequest, unit: UnitView | None, form: MakeForm, status: int = 200
) -> HttpResponse:
    found, missing = None, ""
    try:
        found = brief_asked(request, unit) if unit is not None else None
    except NotFound as refusal:
        missing, status = str(refusal.message), max(status, refusal.status)
    weeks = brief_weeks(unit.id)[:SHOWN] if unit is not None else []
    context: dict[str, Any] = {
        "tabs": difficulty_tabs("brief"),
        "unit": unit,
        "weeks": [
            (f"?week={week_name(one)}", span(one), found is not None and found.week == one)
            for one, _version in weeks
        ],
        "may_make": unit is not None
        and unit.kind in PROVINCE_KINDS  # a commune's makes itself and is never made anew
        and request.actor.may(Action.OVERSIGHT_KEEP, unit.id),
        "form": form,
        "failed": [form] if form.is_bound else [],
        "view": found,
        "missing": missing,
        **(_shown(request, found) if found is not None else {}),
    }
    return render(request, "office/brief.html", context, status=status)


def _shown(request: SignedInRequest, found: BriefView) -> dict[str, Any]:
    query = urlencode({"week": week_name(found.week), "version": found.version})
    older = urlencode({"week": week_name(found.week), "version": found.version - 1})
    return {
        "span": span(found.week),
        "parts": [
            (
                PARTS[part],
                sentences_shown(
                    request, tuple(s for s in found.sentences if s.part is part), found.week
                ),
            )
            for part in Part
        ],
        "gone": sentences_shown(request, found.gone, found.week),
        "new": sentences_shown(request, found.new, found.week),
        "made_by": names_of([found.account_id]).get(found.account_id or 0, ""),
        "pdf": f"{reverse('office:brief_file')}?{query}",
        "older": f"{reverse('office:brief')}?{older}" if found.version > 1 else "",
    }
