"""One signal at one unit: its cases with the events that count, explanation and conclusion."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries.hands import EventNamed, events_named
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.refusals import refusal_show
from motcua.office.signals import (
    VERDICTS,
    Asked,
    asked_of,
    chance_text,
    expected_text,
    matter_state,
    matter_tone,
    months_text,
    share_text,
    unit_seen,
)
from motcua.office.story import TITLES
from motcua.organisations.types import UnitView
from motcua.oversight.signals.catalogue import SIGNALS
from motcua.oversight.signals.definition import Signal
from motcua.oversight.signals.queries.comparing import comparison_of
from motcua.oversight.signals.queries.matters import cases_of, explaining, inspecting, matters_of
from motcua.oversight.signals.services.saying import matter_conclude, matter_explain, verdict_read
from motcua.oversight.signals.types import CaseView, Kind, MatterView
from motcua.ui.links import url_with
from motcua.ui.types import TimelineEntry, Tone

PAGE = 25


class ExplainForm(forms.Form):
    """What the unit says."""

    text = forms.CharField(
        label=gettext_lazy("What was it?"),
        help_text=gettext_lazy(
            "Name what happened and where it can be checked. It cannot be changed afterwards."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    matter = forms.IntegerField(widget=forms.HiddenInput)


class ConcludeForm(ExplainForm):
    """What whoever inspects found."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        widget=forms.RadioSelect,
        choices=[(one.value, words) for one, words in VERDICTS.items()],
    )
    members = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("verdict", "text", "matter", "members")


@requires(Action.SIGNAL_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def signal(request: SignedInRequest, name: str, code: str) -> HttpResponse:
    """Show it and write the reading down; a POST explains or concludes."""
    unit = unit_seen(request, code)
    known = SIGNALS.get(name)
    if known is None:
        raise Http404
    matters = matters_of([unit.id], signal=name)
    tried: forms.Form | None = None
    if request.method == "POST":
        tried = _said(request, {one.id for one in matters})
        if tried is None:
            return redirect(request.get_full_path())
    _record(request, known, unit)
    asked = asked_of(request)
    context = {
        **_figures(known, unit, asked),
        **_cases(request, known, unit, asked),
        "asked": asked,
        "unit": unit,
        "signal": known,
        "months": months_text(asked.months),
        "matters": [_matter_row(one) for one in matters],
        **_forms(request, unit, matters, tried),
        "failed": [tried] if tried is not None else [],
    }
    return render(request, "office/signal.html", context, status=422 if tried else 200)


def _said(request: SignedInRequest, matters: set[int]) -> forms.Form | None:
    """Record what was sent; return the form where it was refused, None when it is done.

    Raises Http404 for a matter that is not this page's.
    """
    concludes = request.POST.get("act") == Kind.CONCLUSION.value
    form = (ConcludeForm if concludes else ExplainForm)(request.POST)
    if not form.is_valid():
        return form
    data = form.cleaned_data
    if data["matter"] not in matters:
        raise Http404
    try:
        if concludes:
            matter_conclude(
                actor=request.actor, matter_id=data["matter"], text=data["text"],
                verdict=verdict_read(data["verdict"]), members=data["members"],
            )  # fmt: skip
        else:
            matter_explain(actor=request.actor, matter_id=data["matter"], text=data["text"])
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        refusal_show(form, refusal)
        return form
    messages.success(request, _("Recorded."))
    return None


def _record(request: SignedInRequest, known: Signal, unit: UnitView) -> None:
    posting = request.actor.posting_for(Action.SIGNAL_READ, unit.id)
    reading_record(
        account_id=request.actor.account_id,
        posting_id=posting.id,
        subject=f"signal:{known.id}:{unit.id}",
        purpose="cases of a signal",
        route="office:signal",
    )


def _figures(known: Signal, unit: UnitView, asked: Asked) -> dict[str, Any]:
    found = comparison_of(asked.months)
    one = next(
        (
            one
            for one in found.standings
            if (one.count.signal, one.count.unit_id) == (known.id, unit.id)
        ),
        None,
    )
    if one is None:
        return {"standing": None, "read_at": found.read_at}
    peers = one.expected / one.count.exposed if one.count.exposed else 0
    return {
        "standing": one,
        "read_at": found.read_at,
        "share": share_text(one.count.cases, one.count.exposed),
        "peers_share": share_text(round(peers * 100_000), 100_000),
        "expected": expected_text(one.expected),
        "chance": chance_text(one.chance),
    }


def _cases(request: SignedInRequest, known: Signal, unit: UnitView, asked: Asked) -> dict[str, Any]:
    persons = request.actor.may(Action.SIGNAL_CONCLUDE, unit.id)
    start = _place(request.GET.get("after", ""))
    rows = cases_of(known.id, unit.id, asked.months, persons=persons, most=PAGE + 1, **start)
    shown = rows[:PAGE]
    events = events_named({(one.dossier_id, seq) for one in shown for seq in one.seqs})
    names = accounts_by_ids({one.account_id for one in shown if one.account_id})
    opens = request.actor.may(Action.DOSSIER_READ, unit.id)
    last = f"{shown[-1].at.isoformat()}~{shown[-1].id}" if shown else ""
    return {
        "persons": persons,
        "opens": opens,
        "cases": [
            {
                "case": one,
                "events": [_event(one, seq, events) for seq in one.seqs],
                "who": names[one.account_id].name if one.account_id in names else "",
            }
            for one in shown
        ],
        "next_url": url_with(request, after=last) if len(rows) > PAGE else "",
        "first_url": url_with(request, after=None) if start else "",
    }


def _place(text: str) -> dict[str, Any]:
    at, separator, number = text.partition("~")
    if not separator or not (number.isascii() and number.isdigit() and len(number) < 19):
        return {}
    instant = _instant(at)
    return {"after": (instant, int(number))} if instant else {}


def _instant(text: str) -> str:
    """Return an instant as the database reads it; Python knows weeks and more besides."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return ""


def _event(one: CaseView, seq: int, events: dict[tuple[int, int], EventNamed]) -> dict[str, Any]:
    found = events.get((one.dossier_id, seq))
    if found is None:
        return {"seq": seq, "title": "", "at": one.at if seq == one.seq else None}
    return {
        "seq": seq,
        "title": TITLES[found.type][0],
        "at": found.at,
        "recorded_at": found.recorded_at,
        "late": abs((found.recorded_at - found.at).total_seconds()) > 60,
    }


def _matter_row(one: MatterView) -> dict[str, Any]:
    people = accounts_by_ids({said.account_id for said in one.said})
    return {
        "matter": one,
        "months": months_text(one.months),
        "state": matter_state(one),
        "tone": matter_tone(one),
        "expected": expected_text(one.expected),
        "chance": chance_text(one.chance),
        "entries": [
            TimelineEntry(
                said.at,
                VERDICTS[said.verdict] if said.verdict else _("Explanation of the unit"),
                who=people[said.account_id].name if said.account_id in people else "",
                text=said.text,
                tone=Tone.DONE if said.verdict else Tone.NEUTRAL,
                icon="circle-check" if said.verdict else "message",
            )
            for said in one.said
        ],
    }


def _forms(
    request: SignedInRequest, unit: UnitView, matters: list[MatterView], tried: forms.Form | None
) -> dict[str, Any]:
    """Return the forms of what may be said now about the open matter."""
    open_ = next((one for one in matters if one.conclusion is None), None)
    if open_ is None:
        return {}
    said_it = any(one.account_id == request.actor.account_id for one in open_.said)
    offered: dict[str, Any] = {"open": open_}
    if explaining(request.actor, unit.id):
        mine = type(tried) is ExplainForm
        offered["explain"] = (
            tried if mine else ExplainForm(initial={"matter": open_.id}, auto_id="explain_%s")
        )
    if inspecting(request.actor, unit.id) and not said_it:
        mine = isinstance(tried, ConcludeForm)
        form = ConcludeForm(
            initial={"matter": open_.id, "members": open_.members}, auto_id="conclude_%s"
        )
        offered["conclude"] = tried if mine else form
    return offered
