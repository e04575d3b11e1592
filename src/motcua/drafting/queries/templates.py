"""Templates: versions in sight, and those in force for a dossier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from motcua.drafting.models import Template
from motcua.drafting.types import (
    PaperKind,
    TemplateContent,
    TemplateState,
    TemplateView,
    Wording,
)
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView


def templates_in_sight(actor: Actor) -> QuerySet[Template]:
    """Return the versions of units where somebody writes or approves, and what those inherit."""
    own = units_written(actor)
    above = {one for unit in units_by_ids(own).values() for one in unit.path_ids} - own
    inherited = Q(unit_id__in=above, state=TemplateState.APPROVED.value)
    return Template.objects.filter(Q(unit_id__in=own) | inherited)


def units_written(actor: Actor) -> set[int]:
    """Return the units in which somebody writes or approves templates."""
    return set(actor.unit_ids_for(Action.TEMPLATE_EDIT)) | set(
        actor.unit_ids_for(Action.TEMPLATE_APPROVE)
    )


def templates_list(actor: Actor) -> list[TemplateView]:
    """Return all versions in sight: by name, the newest first."""
    rows = templates_in_sight(actor).order_by("name", "key", "unit_id", "-number")
    return [template_view(row) for row in rows]


def template_get(actor: Actor, template_id: int) -> TemplateView:
    """Return a version. Raises NotFound for one of a unit out of sight."""
    row = templates_in_sight(actor).filter(pk=template_id).first()
    if row is None:
        raise template_unknown()
    return template_view(row)


def template_before(view: TemplateView) -> TemplateView | None:
    """Return the newest approved version before this one, of the same key in the same unit."""
    rows = Template.objects.filter(
        unit_id=view.unit_id,
        key=view.key,
        number__lt=view.number,
        state=TemplateState.APPROVED.value,
    )
    row = rows.order_by("-number").first()
    return template_view(row) if row else None


def template_versions(view: TemplateView) -> list[TemplateView]:
    """Return all versions of a template of one unit, newest first."""
    rows = Template.objects.filter(unit_id=view.unit_id, key=view.key).order_by("-number")
    return [template_view(row) for row in rows]


def templates_for(
    unit: UnitView, procedure: str, *, on: date | None = None
) -> tuple[TemplateView, ...]:
    """Return the templates in force for results of a unit on a day (today), by name.

    Of each key the nearest unit decides: a commune's own replaces the province's, until a
    version of its own ends it. One statement.
    """
    held = _nearest(_deciding(unit.path_ids, on or clock.today()), unit)
    fitting = [row for row in held if not row.procedures or procedure in row.procedures]
    # What is written for this procedure stands before what is written for any.
    fitting.sort(key=lambda row: (not row.procedures, row.name, row.pk))
    return tuple(template_view(row) for row in fitting)


def templates_holding(views: Iterable[TemplateView]) -> frozenset[int]:
    """Return which of these versions hold in their own unit today. One statement."""
    shown = {one.id: one.unit_id for one in views}
    rows = _deciding(set(shown.values()), clock.today())
    return frozenset(row.pk for row in rows.defer("wording") if not row.ends) & shown.keys()


def _deciding(unit_ids: Iterable[int], day: date) -> QuerySet[Template]:
    """Return of each unit and key the version that decides on a day: the one rule.

    It is the approved one with the highest number whose day has come. A version that was mended
    by a later one before its day never comes back.
    """
    rows = Template.objects.filter(
        unit_id__in=list(unit_ids),
        state=TemplateState.APPROVED.value,
        effective_on__lte=day,
    )
    return rows.order_by("unit_id", "key", "-number").distinct("unit_id", "key")


def _nearest(rows: Iterable[Template], unit: UnitView) -> list[Template]:
    """Return for each key the row of the nearest unit that has not ended its own."""
    height = {unit_id: place for place, unit_id in enumerate(unit.path_ids)}
    found: dict[str, Template] = {}
    for row in sorted(rows, key=lambda one: -height[one.unit_id]):
        if not row.ends:
            found.setdefault(row.key, row)
    return list(found.values())


def template_unknown() -> NotFound:
    """Return the answer for a template that is not there or belongs to others."""
    return NotFound("template_unknown", _("There is no such template."))


def wording_read(told: Any) -> Wording:
    """Return the texts of a stored row; parts that a later version added are empty."""
    return Wording(**{part: str(told.get(part, "")) for part in Wording().parts})


def template_view(row: Template) -> TemplateView:
    """Return a version as others may see it."""
    content = TemplateContent(
        name=row.name,
        kind=PaperKind(row.kind),
        result_kind=row.result_kind,
        procedures=tuple(row.procedures),
        wording=wording_read(row.wording),
        source=row.source,
        effective_on=row.effective_on,
        ends=row.ends,
    )
    return TemplateView(
        id=row.pk,
        key=row.key,
        number=row.number,
        unit_id=row.unit_id,
        state=TemplateState(row.state),
        revision=row.revision,
        content=content,
        created_by_id=row.created_by_id,
        created_at=row.created_at,
        edited_by_id=row.edited_by_id,
        edited_at=row.edited_at,
        editors=tuple(row.editors),
        submitted_by_id=row.submitted_by_id,
        submitted_at=row.submitted_at,
        decided_by_id=row.decided_by_id,
        decided_at=row.decided_at,
        reason=row.reason,
    )
