"""Reminders about deadlines: what stands at which rung, for oneself and for the units one heads."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.dossiers.ladder_rules import RungCode
from motcua.dossiers.queries.ladders import DOSSIER_RUNGS, StandingRow, standings
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.office.present import due_words
from motcua.office.team import RUNGS, team_tabs
from motcua.ui.links import url_with
from motcua.ui.types import Chip, Tab


@requires(Action.WORK_READ)
@require_safe
def escalations(request: SignedInRequest) -> HttpResponse:
    """Show one rung; whoever heads a unit chooses between what reached them and the whole unit."""
    actor = request.actor
    heads = actor.may(Action.WORK_REASSIGN)
    whole = heads and request.GET.get("whose") == "unit"
    units = actor.unit_ids_for(Action.WORK_REASSIGN)
    account = None if whole else actor.account_id
    counts, _none = standings(units, account_id=account)
    text = request.GET.get("rung", "")
    first = next((one for one in reversed(DOSSIER_RUNGS) if counts[one]), RungCode.OVERDUE)
    rung = RungCode(text) if text in {one.value for one in DOSSIER_RUNGS} else first
    _counts, rows = standings(units, rung, account_id=account)
    names = accounts_by_ids({one for row in rows for one in row.told_to})
    context = {
        "tabs": team_tabs(request, actor),
        "rungs": [
            Tab(str(RUNGS[one]), url_with(request, rung=one.value), one is rung, counts[one])
            for one in DOSSIER_RUNGS
        ],
        "whose": _chips(request, whole=whole) if heads else [],
        "title": RUNGS[rung],
        "rows": [_row(row, {key: one.name for key, one in names.items()}) for row in rows],
        "heads": heads,
    }
    return render(request, "office/escalations.html", context)


def _chips(request: SignedInRequest, *, whole: bool) -> list[Chip]:
    return [
        Chip(_("What reached me"), url_with(request, whose=None, rung=None), not whole),
        Chip(_("The whole unit"), url_with(request, whose="unit", rung=None), whole),
    ]


def _row(row: StandingRow, names: dict[int, str]) -> dict[str, object]:
    dossier = row.dossier
    return {
        "dossier": dossier,
        "due": due_words(
            status=dossier.status,
            due_at=dossier.due_at,
            suspended_from=dossier.suspended_from,
            ended_at=dossier.ended_at,
        ),
        "told_at": row.told_at,
        "told": sorted(names.get(one, "") for one in row.told_to),
    }
