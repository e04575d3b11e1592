"""What the pages of a unit's head share: their tabs, the words of the ladder, people by name."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.dossiers.ladder_rules import RungCode, Turn
from motcua.identity.types import Action, Actor
from motcua.ui.types import Tab

RUNGS = {
    RungCode.BEFORE_TWO: gettext_lazy("Two working days before"),
    RungCode.BEFORE_ONE: gettext_lazy("One working day before"),
    RungCode.DUE: gettext_lazy("On the due date"),
    RungCode.OVERDUE: gettext_lazy("Overdue, day by day"),
    RungCode.STEP_LATE: gettext_lazy("A step is late"),
}
TURNS = {
    Turn.HOLDER: gettext_lazy("Whoever has the work"),
    Turn.HEAD: gettext_lazy("Head of the body"),
    Turn.LEADER: gettext_lazy("Leader of the unit"),
    Turn.DIRECTOR: gettext_lazy("Director of the centre"),
}


def team_tabs(request: HttpRequest, actor: Actor) -> list[Tab]:
    """Return the pages about a unit's people that somebody may open."""
    pages = [
        ("workload", _("Workload"), Action.WORK_REASSIGN),
        ("escalations", _("Reminders"), Action.WORK_READ),
        ("absences", _("Absences"), Action.WORK_REASSIGN),
        ("sent_back", _("Returns"), Action.WORK_REASSIGN),
        ("lateness", _("Causes of lateness"), Action.BOARD_READ),
    ]
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        Tab(label, reverse(f"office:{name}"), name == here)
        for name, label, action in pages
        if actor.may(action)
    ]
