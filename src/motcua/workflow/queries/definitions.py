"""Deployed definitions; parsed once per worker, because they never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound
from motcua.kernel.kept import Kept
from motcua.workflow.models import Definition
from motcua.workflow.rules.diagram import diagram_read, diagram_translated
from motcua.workflow.rules.drawing import Drawing, drawing_read
from motcua.workflow.rules.elements import Diagram, Field, Node
from motcua.workflow.rules.engine import specification_of
from motcua.workflow.rules.flat import flatten
from motcua.workflow.types import Act, DefinitionView, FieldView, OutcomeView, StepView
from motcua.workflow.words import service_told

_latest: Kept[Definition | None] = Kept("processes")


@dataclass(frozen=True)
class Deployed:
    """A definition, read and ready to run; inside this package only."""

    id: int
    bpmn: str

    @cached_property
    def drawn(self) -> Diagram:
        """The graph as it was drawn."""
        return diagram_read(self.bpmn)

    @cached_property
    def diagram(self) -> Diagram:
        """The graph that runs: the drawn one, turned into plain elements."""
        return flatten(self.drawn, flat_of)

    @cached_property
    def specification(self) -> Any:
        """The engine's form of it."""
        return specification_of(self.diagram)

    def step(self, element: str) -> Node:
        """Return a step by its element id."""
        return self.diagram.nodes[element]


@lru_cache(maxsize=256)
def deployed(definition_id: int, sha256: str) -> Deployed:  # noqa: ARG001 - part of the key: ids start anew in another database
    """Return a definition from the cache, or with one statement."""
    bpmn = Definition.objects.values_list("bpmn", flat=True).get(pk=definition_id)
    return Deployed(definition_id, bpmn)


def flat_of(key: str, version: int) -> Diagram | None:
    """Return the flat form of a deployed version, for whoever calls it; None when there is none."""
    rows = Definition.objects.filter(key=key, version=version).values_list("pk", "sha256")
    found = rows.first()
    return deployed(*found).diagram if found else None


def name_in(names: Mapping[str, str]) -> str:
    """Return a name in the active language, else in English, else in Vietnamese."""
    language = (get_language() or "en").partition("-")[0]
    return names.get(language) or names.get("en") or names.get("vi") or ""


def outcomes_in(node: Node) -> tuple[OutcomeView, ...]:
    """Return the outcomes of a step in the active language."""
    assert node.step is not None, "a deployed step is complete"
    return tuple(OutcomeView(o.code, name_in(o.names)) for o in node.step.outcomes)


def fields_in(node: Node) -> tuple[FieldView, ...]:
    """Return what a step asks when it is finished, in the active language."""
    assert node.step is not None, "a deployed step is complete"
    return tuple(
        FieldView(one.name, one.kind, name_in(one.names), one.required, one.values, options_in(one))
        for one in node.step.fields
    )


def options_in(one: Field) -> tuple[OutcomeView, ...]:
    """Return the answers of a choice with their names in the active language."""
    return tuple(
        OutcomeView(code, name_in(one.labels.get(code, {})) or code.replace("_", " "))
        for code in one.values
    )


def definition_view(row: Definition) -> DefinitionView:
    """Return a definition as others may see it."""
    diagram = deployed(row.pk, row.sha256).diagram
    steps = tuple(
        StepView(
            element=node.id,
            name=name_in(node.names),
            act=Act(node.step.act),
            role=node.step.role,
            unit=node.step.unit,
            hours=node.step.hours,
            outcomes=outcomes_in(node),
            fields=fields_in(node),
            service=service_told(node.service.action, node.service.text) if node.service else "",
        )
        for node in diagram.steps
        if node.step
    )
    return DefinitionView(
        id=row.pk,
        key=row.key,
        version=row.version,
        sha256=row.sha256,
        name=name_in(diagram.names),
        deployed_at=row.deployed_at,
        deployed_by_id=row.deployed_by_id,
        steps=steps,
    )


def latest(key: str) -> Definition:
    """Return the newest version of a process, without its text; NotFound `process_unknown`."""
    rows = Definition.objects.defer("bpmn").filter(key=key).order_by("-version")
    row = _latest.get(key, rows.first)
    if row is None:
        raise NotFound("process_unknown", _("There is no process “%(key)s”.") % {"key": key})
    return row


def definition_get(definition_id: int) -> DefinitionView:
    """Return a definition. Raises NotFound."""
    return definition_view(_row(definition_id))


def definition_by_key(key: str) -> DefinitionView:
    """Return the newest version of a process. Raises NotFound."""
    return definition_view(latest(key))


def definitions_list() -> list[DefinitionView]:
    """Return every version of every process, newest version first."""
    rows = Definition.objects.defer("bpmn").order_by("key", "-version")
    return [definition_view(row) for row in rows]


def definition_diagram(definition_id: int) -> str:
    """Return the BPMN text to be drawn, its names in the active language. Raises NotFound."""
    row = _row(definition_id)
    language = (get_language() or "en").partition("-")[0]
    return diagram_translated(deployed(row.pk, row.sha256).bpmn, language)


def definition_drawing(definition_id: int) -> Drawing:
    """Return what is drawn as places, its names in the active language. Raises NotFound."""
    return drawing_read(definition_diagram(definition_id))


def definition_bpmn(definition_id: int) -> str:
    """Return the text of a version as it was deployed. Raises NotFound."""
    row = _row(definition_id)
    return deployed(row.pk, row.sha256).bpmn


def _row(definition_id: int) -> Definition:
    row = Definition.objects.defer("bpmn").filter(pk=definition_id).first()
    if row is None:
        raise NotFound("process_unknown", _("There is no such process."))
    return row
