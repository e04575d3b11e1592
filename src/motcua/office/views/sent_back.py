"""Returns inside the office: how many, why, between whom, how long they lay; for heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.queries.returns import ReturnCount, returns_counted, returns_since
from motcua.dossiers.return_labels import ANSWER_WORDS, CAUSE_WORDS, STATE_WORDS, TO_WORDS
from motcua.dossiers.return_rules import ReturnCause, ReturnState
from motcua.dossiers.return_views import ReturnView
from motcua.dossiers.views import DossierRow
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.returned import held_words
from motcua.office.team import team_tabs
from motcua.ui.links import url_with
from motcua.ui.types import Bar, Chip, Tone

DAYS = (
    ("30", gettext_lazy("Last 30 days")),
    ("90", gettext_lazy("Last 90 days")),
    ("365", gettext_lazy("Last 365 days")),
)
LISTED = 50


@requires(Action.WORK_REASSIGN)
@require_safe
def sent_back(request: SignedInRequest) -> HttpResponse:
    """Show causes, people and the newest returns; the number of days is in the address."""
    units = request.actor.unit_ids_for(Action.WORK_REASSIGN)
    text = request.GET.get("days", "")
    days = int(text) if text in dict(DAYS) else int(DAYS[0][0])
    since = clock.now() - timedelta(days=days)
    counts = returns_counted(units, since)
    newest = returns_since(units, since, limit=LISTED)
    names = _names(counts, newest)
    total = sum(one.number for one in counts)
    context = {
        "tabs": team_tabs(request, request.actor),
        "days": [
            Chip(str(words), url_with(request, days=key), key == str(days)) for key, words in DAYS
        ],
        "total": total,
        "bars": _bars(counts),
        "people": _people(counts, names),
        "rows": _rows(newest, names),
        "more": total > len(newest),
    }
    return render(request, "office/sent_back.html", context)


def _names(counts: Iterable[ReturnCount], newest: Iterable[ReturnView]) -> dict[int, str]:
    ids: set[int | None] = set()
    for one in counts:
        ids |= {one.giver, one.receiver}
    for view in newest:
        ids |= {view.from_account, view.to_account, view.ended_by}
    return {key: one.name for key, one in accounts_by_ids(i for i in ids if i).items()}


def _bars(counts: Iterable[ReturnCount]) -> list[Bar]:
    found: Counter[ReturnCause] = Counter()
    for one in counts:
        found[one.cause] += one.number
    return [Bar(str(CAUSE_WORDS[c]), n, "", Tone.DUE_SOON) for c, n in found.most_common()]


def _people(counts: tuple[ReturnCount, ...], names: dict[int, str]) -> list[dict[str, Any]]:
    """Return what went to and from each person, those who got most of them first."""
    got: Counter[int] = Counter()
    gave: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    minutes: Counter[int] = Counter()
    for one in counts:
        gave[one.giver] += one.number
        if one.receiver is not None:
            got[one.receiver] += one.number
            ended[one.receiver] += one.ended
            minutes[one.receiver] += one.minutes
    return [
        {
            "name": names.get(key, ""),
            "got": got[key],
            "gave": gave[key],
            "held": held_words(round(minutes[key] / ended[key])) if ended[key] else "",
        }
        for key in sorted(got.keys() | gave.keys(), key=lambda k: (-got[k], names.get(k, "")))
    ]


def _rows(newest: tuple[ReturnView, ...], names: dict[int, str]) -> list[dict[str, Any]]:
    dossiers = dossiers_by_ids({one.dossier_id for one in newest})
    return [
        _row(one, dossiers[one.dossier_id], names) for one in newest if one.dossier_id in dossiers
    ]


def _row(one: ReturnView, dossier: DossierRow, names: dict[int, str]) -> dict[str, Any]:
    words = STATE_WORDS[one.state]
    if one.state is ReturnState.ANSWERED:
        words = ANSWER_WORDS[one.answer]
    taker = one.ended_by if one.state is ReturnState.ANSWERED else one.to_account
    return {
        "dossier": dossier,
        "at": one.returned_at,
        "to": TO_WORDS[one.to],
        "cause": CAUSE_WORDS[one.cause],
        "giver": names.get(one.from_account, ""),
        "taker": names.get(taker or 0, ""),
        "words": words,
        "tone": (Tone.DUE_SOON if one.is_open else Tone.NEUTRAL).value,
        "held": held_words(one.held_minutes),
    }
