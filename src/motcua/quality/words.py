"""States, grades and sources of the quality registers in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.quality.types import ActionState, AuditFact, AuditState, Fact, Grade, Source, State

AUDIT_STATES: dict[AuditState, Any] = {
    AuditState.PLANNED: pgettext_lazy("audit", "planned"),
    AuditState.HELD: pgettext_lazy("audit", "being held"),
    AuditState.CONCLUDED: pgettext_lazy("audit", "concluded"),
    AuditState.CLOSED: pgettext_lazy("audit", "closed"),
    AuditState.CANCELLED: pgettext_lazy("audit", "cancelled"),
}
AUDIT_FACTS: dict[AuditFact, Any] = {
    AuditFact.PLANNED: _("The audit was planned"),
    AuditFact.CHANGED: _("Days or auditors were changed"),
    AuditFact.BEGUN: _("The audit was begun"),
    AuditFact.CONCLUDED: _("The audit was concluded"),
    AuditFact.CARRIED: _("A non-conformity was carried over"),
    AuditFact.CLOSED: _("The audit was closed"),
    AuditFact.CANCELLED: _("The audit was cancelled"),
}
GRADES: dict[Grade, Any] = {
    Grade.CONFORM: _("conforms"),
    Grade.OBSERVATION: pgettext_lazy("finding", "observation"),
    Grade.MINOR: _("minor non-conformity"),
    Grade.MAJOR: _("major non-conformity"),
}
SOURCES: dict[Source, Any] = {
    Source.AUDIT: _("Internal audit"),
    Source.PETITION: _("A citizen's petition"),
    Source.LATENESS: _("A late dossier"),
    Source.OBSERVATION: _("Own observation"),
}
STATES: dict[State, Any] = {
    State.OPEN: pgettext_lazy("non-conformity", "open"),
    State.ACTING: _("being corrected"),
    State.CHECKING: _("effect to be checked"),
    State.CLOSED: pgettext_lazy("non-conformity", "closed"),
    State.DISMISSED: _("none, as decided"),
}
ACTIONS: dict[ActionState, Any] = {
    ActionState.OPEN: _("to be done"),
    ActionState.DONE: _("done, not checked yet"),
    ActionState.EFFECTIVE: _("works"),
    ActionState.INEFFECTIVE: _("does not work"),
}
FACTS: dict[Fact, Any] = {
    Fact.OPENED: _("The non-conformity was reported"),
    Fact.CORRECTED: _("It was put right at once"),
    Fact.ANALYSED: _("The cause was found"),
    Fact.ACTION_SET: _("A corrective action was decided"),
    Fact.MOVED: _("Day or owner of an action was changed"),
    Fact.DONE: _("A corrective action was done"),
    Fact.EFFECTIVE: _("The action was checked: it works"),
    Fact.INEFFECTIVE: _("The action was checked: it does not work"),
    Fact.REOPENED: _("It was opened again"),
    Fact.DISMISSED: _("It was decided that it was none"),
    Fact.CARRIED: _("It was carried over when its audit was closed"),
    Fact.NOTED: _("A remark was added"),
}
