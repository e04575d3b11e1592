"""A unit's people: absences, reminders, workload, causes of lateness."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters as _converters  # noqa: F401 - registers <dossier:> and <row:>
from motcua.office.views.absence import absence
from motcua.office.views.absence_change import absence_change
from motcua.office.views.absence_take import absence_take
from motcua.office.views.absences import absences
from motcua.office.views.dossier_reminders import dossier_reminders
from motcua.office.views.escalation_rules import escalation_rules
from motcua.office.views.escalations import escalations
from motcua.office.views.lateness import lateness
from motcua.office.views.lateness_file import lateness_file
from motcua.office.views.sent_back import sent_back
from motcua.office.views.work_take_over import work_take_over
from motcua.office.views.workload import workload
from motcua.office.views.workload_move import workload_move
from motcua.office.views.workload_undo import workload_undo

urlpatterns: list[URLPattern] = [
    path("absence/", absence, name="absence"),
    path("absence/change/", absence_change, name="absence_change"),
    path("absence/take/", absence_take, name="absence_take"),
    path("lateness/", lateness, name="lateness"),
    path("lateness/<slug:kind>/", lateness_file, name="lateness_file"),
    path("returns/", sent_back, name="sent_back"),
    path("workload/", workload, name="workload"),
    path("workload/move/", workload_move, name="workload_move"),
    path("workload/undo/", workload_undo, name="workload_undo"),
    path("escalations/", escalations, name="escalations"),
    path("escalations/rules/", escalation_rules, name="escalation_rules"),
    path("dossiers/<dossier:code>/reminders/", dossier_reminders, name="dossier_reminders"),
    path("absences/", absences, name="absences"),
    path(
        "dossiers/<dossier:code>/work/<row:item_id>/take-over/",
        work_take_over,
        name="work_take_over",
    ),
]
