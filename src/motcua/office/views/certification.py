"""Certified copies that wait: to be compared, certified, sealed, handed back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.certification.queries import batch_counts, batches_in
from motcua.certification.types import Stage
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.certifying import STAGE_WORDS, STEPS
from motcua.office.reading import units_readable
from motcua.ui.links import url_with
from motcua.ui.types import Tab

SHOWN = (Stage.CHECK, Stage.CERTIFY, Stage.SEAL, Stage.GIVE)


@requires(Action.WORK_CLAIM)
@require_safe
def certification(request: SignedInRequest) -> HttpResponse:
    """Show one stage, oldest first; without a choice the first one in which the person works."""
    actor, readable = request.actor, units_readable(request.actor)
    counts = batch_counts(readable)
    wanted = request.GET.get("stage", "")
    stage = next((one for one in SHOWN if one.value == wanted), None)
    if stage is None:
        own = [one for one in SHOWN if one in STEPS and actor.may(STEPS[one][2])]
        stage = next((one for one in own if counts[one]), own[0] if own else Stage.CHECK)
    after = request.GET.get("after", "")
    lines, following = batches_in(
        stage,
        units=readable,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0,
    )
    context: dict[str, Any] = {
        "lines": lines,
        "stage": stage,
        "stage_words": STAGE_WORDS[stage],
        "tabs": [
            Tab(
                str(STAGE_WORDS[one]),
                url_with(request, stage=one.value, pick=None, after=None),
                one is stage,
                counts[one],
            )
            for one in SHOWN
        ],
        "step": STEPS[stage] if stage in STEPS and actor.may(STEPS[stage][2]) else None,
        "all_picked": (all_picked := request.GET.get("pick") == "all"),
        "all_url": url_with(
            request, stage=stage.value, pick="" if all_picked else "all", after=after
        ),
        "may_take_in": actor.may(Action.DOSSIER_INTAKE),
        "next_url": url_with(request, stage=stage.value, pick=None, after=following)
        if following
        else "",
        "first_url": url_with(request, stage=stage.value, pick=None, after=None) if after else "",
    }
    return render(request, "office/certification.html", context)
