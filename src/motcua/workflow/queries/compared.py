"""Two versions beside each other, and drawings as files."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.identity.types import Role
from motcua.identity.words import role_name
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.procedures.types import UnitRole
from motcua.workflow.drawn import Change, Comparison
from motcua.workflow.queries.definitions import definition_bpmn
from motcua.workflow.rules.comparison import INCOMPLETE, Difference, drawings_compare, name_of
from motcua.workflow.rules.diagram import diagram_read
from motcua.workflow.rules.elements import Problem
from motcua.workflow.rules.files import drawing_clean, drawing_export
from motcua.workflow.types import Act
from motcua.workflow.words import ACTS, PARTS, told

_PARTS = {
    "name": gettext_lazy("name"),
    "name_en": gettext_lazy("English name"),
    "name_id": gettext_lazy("Indonesian name"),
    "act": gettext_lazy("act"),
    "role": gettext_lazy("role"),
    "unit": gettext_lazy("unit"),
    "hours": gettext_lazy("hours"),
    "outcomes": gettext_lazy("outcomes"),
    "fields": gettext_lazy("questions"),
    "decision": gettext_lazy("rules of the decision"),
    "timer": gettext_lazy("time"),
    "attached": gettext_lazy("step with the timer"),
    "call": gettext_lazy("process that is called"),
    "awaits": gettext_lazy("answers awaited"),
    "service": gettext_lazy("what the software does"),
    "default": gettext_lazy("default way"),
    "flow": gettext_lazy("way"),
    "condition": gettext_lazy("condition"),
    "element": gettext_lazy("element"),
    INCOMPLETE: gettext_lazy("description"),
}

_CAME = {  # by whether it is new, and whether it is a way
    (True, True): gettext_lazy("New way: %(after)s."),
    (False, True): gettext_lazy("Way taken away: %(before)s."),
    (True, False): gettext_lazy("New: “%(after)s”."),
    (False, False): gettext_lazy("Taken away: “%(before)s”."),
}


def process_compare(left: str, right: str) -> Comparison:
    """Return what differs between two BPMN texts (older, newer), also in plain sentences."""
    old, new = diagram_read(left), diagram_read(right)
    names = {node.id: name_of(node) for node in (*old.nodes.values(), *new.nodes.values())}
    return Comparison(
        tuple(
            Change(
                one.element,
                one.kind,
                one.what,
                one.part,
                _value(one.part, one.before),
                _value(one.part, one.after),
                _sentence(one, names.get(one.element, "")),
            )
            for one in drawings_compare(old, new)
        )
    )


def _value(part: str, text: str) -> str:
    """Return a word of the drawing as people read it."""
    if part == "act" and text in set(Act):
        return str(ACTS[Act(text)])
    if part == "role" and text in set(Role):
        return role_name(Role(text))
    if part == "unit" and text in set(UnitRole):
        return str(PARTS[UnitRole(text)])
    return text


def _sentence(one: Difference, name: str) -> str:
    before, after = _value(one.part, one.before), _value(one.part, one.after)
    words = {"name": name, "before": before, "after": after, "part": str(_PARTS[one.part])}
    if one.what != "changed":
        return str(_CAME[one.what == "added", one.part == "flow"]) % words
    if one.part == INCOMPLETE:
        return _("“%(name)s” is not described whole yet: compared when nothing is missing.") % words
    if not name:
        return _("Way: %(part)s was “%(before)s”, now “%(after)s”.") % words
    if not before:
        return _("“%(name)s”: %(part)s is new: “%(after)s”.") % words
    if not after:
        return _("“%(name)s”: %(part)s is gone: “%(before)s”.") % words
    return _("“%(name)s”: %(part)s was “%(before)s”, now “%(after)s”.") % words


def process_export(bpmn: str) -> str:
    """Return a drawing as a BPMN 2.0 file. Raises Invalid `bpmn`."""
    return _file(bpmn, clean=False)


def process_clean(bpmn: str) -> str:
    """Return a drawing without what other software has written into it. Raises Invalid `bpmn`."""
    return _file(bpmn, clean=True)


def _file(bpmn: str, *, clean: bool) -> str:
    try:
        return drawing_clean(bpmn) if clean else drawing_export(bpmn)
    except ValueError as error:
        raise Invalid([FieldProblem("bpmn", told(Problem("", str(error))))]) from error


def definition_text(definition_id: int) -> str:
    """Return the BPMN 2.0 file of a deployed version. Raises NotFound."""
    return drawing_export(definition_bpmn(definition_id))


def process_export_name(key: str, version: int) -> str:
    """Return the name of the file of a version."""
    return f"{key}-v{version}.bpmn"
