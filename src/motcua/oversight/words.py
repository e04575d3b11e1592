"""Groups, states and facts of the register of difficulties in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.oversight.reminder_rules import Rung
from motcua.oversight.target_rules import Level, Metric, Status
from motcua.oversight.types import Answer, Fact, Group, Kind, Severity, State

GROUPS: dict[Group, Any] = {
    Group.INFRASTRUCTURE: _("Infrastructure, equipment, lines"),
    Group.SYSTEM: _("Information systems and data"),
    Group.INSTITUTION: _("Rules, processes, people"),
    Group.SUPPORT: _("Guidance and support"),
}
SEVERITIES: dict[Severity, Any] = {
    Severity.BLOCKS: _("dossiers cannot go on"),
    Severity.SLOWS: _("they go on, late or by hand"),
    Severity.ASKS: _("a question; nothing stands still"),
}
KINDS: dict[Kind, Any] = {
    Kind.UNIT: _("Unit of this system"),
    Kind.MINISTRY: _("Ministry or other authority"),
    Kind.VENDOR: _("Supplier"),
}
STATES: dict[State, Any] = {
    State.NEW: pgettext_lazy("difficulty", "new"),
    State.ASSIGNED: pgettext_lazy("difficulty", "to be answered"),
    State.ASKED: pgettext_lazy("difficulty", "asked back"),
    State.ANSWERED: pgettext_lazy("difficulty", "answered"),
    State.UNCLEAR: pgettext_lazy("difficulty", "answer unclear"),
    State.CLOSED: pgettext_lazy("difficulty", "closed"),
    State.MERGED: pgettext_lazy("difficulty", "merged"),
}
ANSWERS: dict[Answer, Any] = {
    Answer.SOLVED: _("It is solved"),
    Answer.GUIDANCE: _("How to go on"),
    Answer.PROMISE: _("It will be solved until a day"),
    Answer.DECLINED: _("It stays as it is, for a reason"),
}
FACTS: dict[Fact, Any] = {
    Fact.REPORTED: _("The difficulty was reported"),
    Fact.JOINED: _("Another unit has it too"),
    Fact.LEFT: _("A unit no longer has it"),
    Fact.COUNTED: _("The blocked dossiers were counted anew"),
    Fact.ROUTED: _("It was given to somebody to answer"),
    Fact.ASKED: _("They asked back; their clock stands"),
    Fact.CLARIFIED: _("What was asked back was explained"),
    Fact.ANSWERED: _("It was answered"),
    Fact.UNCLEAR: _("The answer went back as unclear"),
    Fact.CLOSED: _("It was closed"),
    Fact.REOPENED: _("It was opened again"),
    Fact.MERGED: _("It was merged into another one"),
    Fact.SPLIT: _("The merger was taken back"),
    Fact.PUBLISHED: _("Question and answer were published"),
    Fact.WITHDRAWN: _("It is no longer published"),
    Fact.NOTED: pgettext_lazy("difficulty", "Remark"),
}
METRICS: dict[Metric, Any] = {
    Metric.IN_TIME: _("Resolved in time"),
    Metric.ONLINE: _("Received online"),
    Metric.OVERDUE: _("Overdue, of those open"),
    Metric.INDEX: _("Value of an indicator of the Service Index"),
    Metric.POINTS: _("Points of the Service Index, of those in reach"),
}
LEVELS: dict[Level, Any] = {
    Level.COMMUNES: _("Communes"),
    Level.PROVINCE: _("Departments and bodies of the province"),
    Level.ALL: _("All units"),
}
COLOURS: dict[Status, Any] = {
    Status.GREEN: _("reached"),
    Status.AMBER: _("not yet, will be reached"),
    Status.RED: _("will not be reached"),
    Status.NONE: _("nothing to count"),
}
STATE_COLOURS: dict[Status, Any] = {**COLOURS, Status.NONE: _("no colour")}
"""States of a unit: without one there was nothing to count, or something could not be read."""
STATE_RULES: dict[Status, Any] = {
    Status.RED: _("At least one target is not reached and will not be, if the last 28 days go on."),
    Status.AMBER: _(
        "At least one target is not reached yet; all of these will be, if the last 28 days go on."
    ),
    Status.GREEN: _("Every target with anything to count is reached."),
    Status.NONE: _(
        "No target has anything to count for this unit, or one of them cannot be read at this"
        " moment and no other is red: it has no colour."
    ),
}
"""The published rules of a unit's state over all its targets (`target_rules.colour_of`)."""
RUNGS: dict[Rung, Any] = {
    Rung.BEFORE: _("A reminder went out: the answer is due soon"),
    Rung.DUE: _("A reminder went out: the answer is due"),
    Rung.LATE: _("A reminder went out: the answer is late"),
}
