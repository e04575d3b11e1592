"""A signal to look at: in one commune of the sample many are withdrawn just before they are due.

All invented, like everything of the sample's last weeks: it shows what such a page looks like and
how a unit explains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.config.demo.histories import Offer, Place, recent_draw
from motcua.deadlines.rules import DueRule, due_compute, limit_parse
from motcua.dossiers.services.history import History, histories_import
from motcua.dossiers.types import Fact, FactType
from motcua.kernel import clock
from motcua.oversight.signals.services.raising import signals_raise

if TYPE_CHECKING:
    from motcua.config.demo.build import Builder

SUSPECT = "01849"  # the commune whose head may explain in the sample
MANY = 12
"""How many are withdrawn there within the last hours; elsewhere one in every second commune."""


def withdrawals_part(builder: Builder, places: Mapping[str, tuple[Place, dict[str, Offer]]]) -> str:
    """Import dossiers of the last weeks that were withdrawn a little before they were due."""
    drawn: list[History] = []
    for number, (code, (place, offers)) in enumerate(places.items()):
        wanted = MANY if code == SUSPECT else number % 2
        lives = recent_draw(
            f"{code}-withdrawn", place, offers, builder.serial, clock.today(), 4 * wanted
        )
        ended = [_withdrawn(one, place, offers[one.procedure_code]) for one in lives]
        drawn += [one for one in ended if one is not None][:wanted]
    actor = builder.actor("thainguyen.nghiepvu")
    report = histories_import(actor=actor, histories=drawn)
    if report.refused:
        raise RuntimeError(f"the sample was refused: {report.refused[0].reason}")
    return f"{report.accepted:,} dossiers"


def _withdrawn(history: History, place: Place, offer: Offer) -> History | None:
    """Return a life that ends so, None where the due instant has not come yet."""
    submitted, accepted, assigned = history.steps[:3]
    due = due_compute(
        limit=limit_parse(offer.limit),
        received=accepted.at,
        calendar=place.calendar,
        rule=DueRule(offer.due_rule),
    ).instant
    if due > clock.now():
        return None
    rest = min(timedelta(minutes=40), (due - accepted.at) / 8)
    early = replace(assigned, at=accepted.at + (due - accepted.at) / 10)
    words = {"reason": "Người nộp xin rút hồ sơ (mẫu)"}
    end = Fact(FactType.WITHDRAWN, due - rest, words)
    return replace(history, steps=(submitted, accepted, early, end))


def raised() -> str:
    """Raise what stands out, as the worker does at night."""
    return f"{signals_raise()} raised"
